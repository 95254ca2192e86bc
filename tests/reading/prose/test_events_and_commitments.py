"""Events with their dates, and what somebody commits to, recommends or asks for."""

import pytest

from tests.reading.prose.texts import read


@pytest.mark.parametrize(
    ("text", "language", "kind", "date"),
    [
        ("President Bachelet paid a state visit to Seoul on 11 May 2009.", "en", "visit", "2009-05-11"),
        ("Chile and South Korea established diplomatic relations on 12 June 1962.", "en", "agreement", "1962-06-12"),
        (
            "La segunda reunión del Comité se llevó a cabo en Lima el 3 de marzo de 2020.",
            "es",
            "conference",
            "2020-03-03",
        ),
        ("El canciller visitó Madrid del 3 al 5 de mayo de 2021.", "es", "visit", "2021-05-03/2021-05-05"),
        ("양 장관은 2021년 9월 25일 뉴욕에서 회담을 가졌다.", "ko", "meeting", "2021-09-25"),
        ("박진 외교부 장관은 7.4.(월) 페루 외교장관과 회담을 갖고 협력을 논의하였다.", "ko", "meeting", "2022-07-04"),
    ],
)
def test_event_has_its_type_and_date(text: str, language: str, kind: str, date: str) -> None:
    (proposal,) = read("event", text, language, "2022-07-05")
    assert (proposal.fields["type"], dict(proposal.fields["date"])["value"]) == (kind, date)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister will visit Lima from 3 to 5 March 2025.", "en"),
        ("El foro se celebrará en Santiago el 4 de abril de 2025.", "es"),
        ("여 본부장은 2.28(월)~3.2(수) 칠레를 방문할 예정", "ko"),
    ],
)
def test_planned_event_says_so(text: str, language: str) -> None:
    (proposal,) = read("event", text, language, "2025-02-20")
    assert proposal.fields["status"] == "planned"


@pytest.mark.parametrize(
    "text",
    ["Foreign competition is expected to persist in 2012.", "Trade has grown since 1998.", "Exports rose 4% in 2019."],
)
def test_outlook_is_no_event(text: str) -> None:
    assert read("event", text) == []


@pytest.mark.parametrize(
    ("text", "language", "subtype", "owners", "deadline"),
    [
        (
            "Both governments of Chile and Peru agreed to establish a joint committee by the end of 2025.",
            "en",
            "commitment",
            ["CHL", "PER"],
            "2025-12-31",
        ),
        ("Peru should open a trade office in Madrid before March 2026.", "en", "recommendation", ["PER"], "2026-03"),
        ("3. Chile and Japan should create a scholarship fund.", "en", "recommendation", ["CHL", "JPN"], None),
        ("Spain called on Peru to ratify the convention.", "en", "call", ["ESP"], None),
        (
            "Chile y Perú se comprometen a reducir los trámites a más tardar el 30 de junio de 2026.",
            "es",
            "commitment",
            ["CHL", "PER"],
            "2026-06-30",
        ),
        ("Se recomienda que Perú establezca una ventanilla única.", "es", "recommendation", ["PER"], None),
        ("España propuso a Chile crear un grupo de trabajo.", "es", "call", ["ESP"], None),
        (
            "한국과 칠레 양국은 2025년 말까지 공동위원회를 설치하기로 합의하였다.",
            "ko",
            "commitment",
            ["CHL", "KOR"],
            "2025-12-31",
        ),
        ("우리나라는 칠레에 공동연구를 제안하였다.", "ko", "call", ["KOR"], None),
    ],
)
def test_commitment_has_kind_owner_and_deadline(
    text: str, language: str, subtype: str, owners: list[str], deadline: str | None
) -> None:
    (proposal,) = read("commitment", text, language, "2024-05-02")
    assert proposal.fields["subtype"] == subtype
    assert proposal.fields.get("owner_countries", owners if text.startswith("Se ") else None) == owners
    found = proposal.fields.get("deadline")
    assert (found["value"] if isinstance(found, dict) else None) == deadline


def test_number_of_a_recommendation_is_kept() -> None:
    (proposal,) = read("commitment", "12. Chile should create a scholarship fund.")
    assert (proposal.fields["number"], proposal.fields["text"]) == ("12", "Chile should create a scholarship fund.")


@pytest.mark.parametrize(
    "text",
    ["The meeting will be held in May 2025.", "It should be noted that exports fell.", "The plant has 300 workers."],
)
def test_plan_of_a_meeting_is_no_commitment(text: str) -> None:
    assert read("commitment", text) == []


def test_clauses_of_two_verbs_are_two_proposals() -> None:
    text = "박 장관은 한-칠레 공동위 재가동을 제안하고, 우주 분야에서도 협력을 강화해 나가자고 하였다."
    found = [proposal.fields["subtype"] for proposal in read("commitment", text, "ko", "2022-07-05", "외교부")]
    assert found == ["call", "commitment"]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("산업부는 간담회를 개최하고, 핵심광물 확보 지원 방안을 논의해 나갈 예정이다.", ["KOR"]),
        ("주 과테말라 한국대사는 과테말라 정부에 협조를 요청하였다.", ["KOR"]),
        ("루이스 루세로 아르헨티나 경제부 광업차관은 핵심광물 개발을 통한 협력 강화 방안을 제안했다.", None),
        ("「라미레스」 콜롬비아 부통령 겸 외교장관은 협력을 강화해 나가자고 제안하였다.", None),
        ("참석자들은 공동 대응이 필요하다고 강조하고, 협력 채널을 구축할 필요가 있다는 데 공감했다.", None),
        ("「라미레스」 콜롬비아 부통령은 지지를 표명하였다. 또한, 협상 재개를 위한 협조를 요청하였다.", None),
    ],
)
def test_the_publishers_side_owns_only_what_its_own_people_say(text: str, countries: list[str] | None) -> None:
    (proposal,) = read("commitment", text, "ko", "2025-08-26", "대한민국 외교부")
    assert proposal.fields.get("owner_countries") == countries


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("이 보도자료와 관련하여 보다 자세한 취재를 원하시면 홍보담당관에게 연락주시기 바랍니다.", "ko"),
        ("For further information, the press should contact the embassy.", "en"),
        ("Para mayor información, los interesados deberán comunicarse a la embajada.", "es"),
    ],
)
def test_a_contact_line_is_no_call(text: str, language: str) -> None:
    assert read("commitment", text, language) == []


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("The parties agreed to identify opportunities for important support.", None),
        ("The parties agreed to open the port to more ships.", "transport"),
        ("The parties agreed to settle the conflict in the district.", None),
        ("The parties agreed to build ICT centres.", "it"),
    ],
)
def test_area_comes_from_whole_words(text: str, area: str | None) -> None:
    [commitment] = read("commitment", text)
    assert commitment.fields.get("area") == area


@pytest.mark.parametrize(
    ("text", "owners", "countries"),
    [
        ("조차관은 페루가 추진 중인 사업에 우리 기업이 참여할 수 있도록 지원을 요청하였다.", ["조차관"], None),
        (
            "김민수 통상차관보는 축사에서 쓰촨성은 오래전부터 협력해 왔다고 평가하고, 적극 노력하겠다고 밝혔다.",
            ["김민수 통상차관보"],
            ["KOR"],
        ),
        (
            "앞으로 산업부는 중국 중앙정부는 물론 지방정부와도 소통하여 우리 기업을 지원해 나갈 계획이다.",
            ["산업부"],
            ["KOR"],
        ),
        ("케냐 자원장관과의 면담에서는 광물 협력을 논의하고, 우리 기업에 대한 지원을 당부하였다.", None, ["KOR"]),
        (
            "김민수 산림청장은 “정책 교류를 확대해 나가겠다”라며 “양국이 상생하기를 바란다”고 말했다.",
            ["김민수 산림청장"],
            ["KOR"],
        ),
        ("아나 로페스 브라질 외교차관은 협력을 강화하자고 제안했다.", None, None),
        ("루카 로시 아르헨티나 외교부 국제협력국장은 공급망 협력을 강화해 나가자고 했다.", None, None),
    ],
)
def test_the_topic_of_a_sentence_in_hangul_owns_it(
    text: str, owners: list[str] | None, countries: list[str] | None
) -> None:
    (proposal,) = read("commitment", text, "ko", "2024-06-14", "산업통상자원부")
    assert (proposal.fields.get("owners"), proposal.fields.get("owner_countries")) == (owners, countries)


def test_a_pointer_to_an_attachment_is_no_call() -> None:
    assert read("commitment", "이하 내용은 첨부자료를 참고해 주시기 바랍니다.", "ko") == []


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("양 장관은 금일 통화를 통해 긴밀히 소통해 나가기로 하였다.", None),
        ("양측은 2026년 한-페루 수교를 계기로 교류를 확대하기로 하였다.", None),
        ("정 장관은 2030년 온실가스 감축 목표를 소개하고 개도국을 지원해 나가기로 하였다.", None),
        ("박 차관보는 내년 7월 예정된 재검토에 대해 협의를 지속하기로 하였다.", None),
        ("양측은 2024년 9월 3일 리마에서 공동위를 열기로 하였다.", "2024-09-03"),
    ],
)
def test_a_day_without_particle_is_a_deadline_only_of_the_deed(text: str, deadline: str | None) -> None:
    (proposal,) = read("commitment", text, "ko", "2024-06-14", "외교부")
    found = proposal.fields.get("deadline")
    assert (found.get("value") if isinstance(found, dict) else None) == deadline
