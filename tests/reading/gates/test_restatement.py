"""The restatement gate: a restatement may say less than its quotes and values, never more."""

import random

import pytest

from henequen.reading.gates.restatement import check_restatement

PAIRS = (
    (
        "Chile's exports to South Korea reached US$6.2 billion in 2023.",
        "In 2023, Chile's exports to South Korea reached US$6.2 billion, up 4.5% from 2022.",
        {"reporter": "CHL", "partner": "KOR", "value": "6.2", "multiplier": 10**9, "unit": "USD", "period": "2023"},
    ),
    (
        "Peru should open a trade office in Madrid before March 2026.",
        "The commission recommends that Peru open a trade office in Madrid before March 2026.",
        {"owner_countries": ["PER"], "deadline": {"value": "2026-03", "precision": "month"}},
    ),
    (
        "Mexico and Korea agreed to set up two working groups.",
        "Mexico and Korea agreed that two working groups be set up within 6 months.",
        {"owner_countries": ["KOR", "MEX"]},
    ),
    (
        "El Memorándum de Turismo entre Perú y España no está en vigor.",
        "El Memorándum de Entendimiento en materia de Turismo entre Perú y España aún no está en vigor.",
        {"countries": ["ESP", "PER"], "status_normalised": "signed"},
    ),
    (
        "Minister Park Jin met Peru's foreign minister on 4 July 2022.",
        "박진(Park Jin) 외교부 장관(Minister)은 7.4.(월) 페루 외교장관과 회담을 갖고 협력을 논의하였다.",
        {"date": {"value": "2022-07-04", "precision": "day"}},
    ),
    (
        "2021년 한국의 대멕시코 수출은 113억 달러이다.",
        "2021년 한국의 대멕시코 수출은 113억 달러로 전년 대비 3.2% 감소하였다.",
        {"value": "113", "multiplier": 10**8, "unit": "USD"},
    ),
)
NAMES = (
    "Argentina",
    "North Korea",
    "Samsung",
    "Ministry",
    "Bogotá",
    "Guadalajara",
    "Ebrard",
    "Unesco",
    "Perú del Norte",
    "Lima",
)
EXTRA = ("7", "99", "US$3 million", "15%", "in 1997", "on 5 May 2019", "three", "veintidós", "by 2031", "8억 달러")


@pytest.mark.parametrize(("restatement", "quote", "fields"), PAIRS)
def test_faithful_restatement_passes(restatement: str, quote: str, fields: dict[str, object]) -> None:
    assert check_restatement(restatement, [quote], fields).accepted


@pytest.mark.parametrize(
    ("restatement", "reason"),
    [
        ("Chile's exports to South Korea reached US$6.3 billion in 2023.", "number_not_in_quote"),
        ("Chile's exports to South Korea reached US$6.2 million in 2023.", "number_not_in_quote"),
        ("Chile's exports to South Korea reached €6.2 billion in 2023.", "number_not_in_quote"),
        ("Chile's exports to South Korea reached US$6.2 billion in March 2023.", "date_not_in_quote"),
        ("Chile's exports to North Korea reached US$6.2 billion in 2023.", "name_not_in_quote"),
        ("Peru's exports to South Korea reached US$6.2 billion in 2023.", "name_not_in_quote"),
        ("Chile's exports to South Korea did not reach US$6.2 billion in 2023.", "negation_differs"),
        ("Codelco of Chile exported US$6.2 billion in 2023.", "name_not_in_quote"),
    ],
)
def test_addition_is_dropped_with_its_reason(restatement: str, reason: str) -> None:
    _, quote, fields = PAIRS[0]
    assert check_restatement(restatement, [quote], fields).reason == reason


def additions(count: int) -> list[tuple[str, str]]:
    """`count` restatements with something that is not in quote or value, the same ones in every run; those accepted."""
    rng = random.Random(7)
    passed = []
    for _ in range(count):
        restatement, quote, fields = rng.choice(PAIRS)
        words = restatement.split(" ")
        at = rng.randrange(1, len(words))
        kind = rng.randrange(4)
        if kind == 0:
            words.insert(at, rng.choice(NAMES))
        elif kind == 1:
            words.insert(at, rng.choice(EXTRA))
        elif kind == 2:
            digits = [index for index, char in enumerate(restatement) if char.isdigit()]
            if not digits:
                continue
            index = rng.choice(digits)
            changed = str((int(restatement[index]) + rng.randrange(1, 10)) % 10)
            words = (restatement[:index] + changed + restatement[index + 1 :]).split(" ")
        else:
            words = (
                [word for word in words if word not in ("no", "not")]
                if "no" in words
                else [*words[:at], "not", *words[at:]]
            )
        changed_text = " ".join(words)
        if check_restatement(changed_text, [quote], fields).accepted:
            passed.append((changed_text, quote))
    return passed


def test_no_addition_passes() -> None:
    assert additions(400) == []


@pytest.mark.slow
def test_none_of_ten_thousand_additions_passes() -> None:
    assert additions(10_000) == []


def test_check_restatement_takes_no_number_from_the_code_of_a_place() -> None:
    quote = "Se reunieron en Rabat los días 1 y 2 de febrero de 2023."
    fields = {"subdivisions": ["MA-04"], "date": {"value": "2023-02-01/2023-02-02"}}
    assert check_restatement(quote, [quote], fields).accepted
    changed = quote.replace("1 y 2", "4 y 2")
    assert check_restatement(changed, [quote], fields).reason == "number_not_in_quote"
