"""The product that is named directly before exports or imports: semiconductor exports, 반도체 수출."""

from __future__ import annotations

import re

from henequen.reading.grammar.wordlists import read_toml

__all__ = ["english_product", "hangul_product"]

_GENERIC = re.compile(
    r"^(?:total|overall|main|annual|monthly|bilateral|national|its|their|his|our|the|all|"
    r"record|combined|major|top|key|leading|new|while|and|or|but|of|for|in|on|by|with|"
    r"to|from|as|both|that|when|where|"
    r"two-way|goods|merchandise|country|world|global|global|state|foreign|other|more|less|"
    r"higher|lower|increased|increasing|growing|rising|falling|direct|gross|net|average|"
    r"accumulated|cumulative|value|share|growth|has|have|had|also|mostly|were|was|is|are|"
    r"said|year|months|month|quarter|half|same|period|between|whose|which|main|exporting|"
    r"importing|non|re|such|services|boost|expand|promote|increase|reduce|raise|balance|"
    r"diversify|double|facilitate|stimulate|support|put|puts|set|sets|show|shows|showed|shown|saw|see|sees|"
    r"hit|push|lift|let|kept|keep|keeps|took|take|takes|made|make|makes|gave|give|gives|mean|means|meant|cut|"
    r"cuts|sent|left|lost|won|got|brought|held|hold|holds|record|records|report|reports|book|books|list|lists|"
    r"count|counts|value|values|estimate|estimates|estimated|measure|measures|attribute|attributes|cite|cites|"
    r"quote|quotes|give|gave|has|include|includes|exclude|excludes|while|whereas|because|after|before|since|"
    r"into|against|among|amid|despite|per|about|over|under|than|then|so|if|our|your|my|this|these|those|some|any|"
    r"many|most|much|few|several|all|both|each|every|no|only|even|just|still|again|first|second|third|last|next|"
    r"recent|early|late|actual|real|overall|gross|net|total|local|domestic|regional|provincial|"
    r"two|three|four|five|six|seven|eight|nine|ten)$"
)


def english_product(words: str) -> str | None:
    """The product directly before exports or imports: semiconductor exports, auto parts imports."""
    kept = [word for word in words.split() if not _GENERIC.match(word)]
    return (
        " ".join(kept)
        if kept and words.split()[-1] == kept[-1] and not kept[-1].endswith(("ed", "ly", "ing"))
        else None
    )


_NOT_PRODUCTS = re.compile(
    r"^(?:총|전체|연간|대비|동월|동기|월간|지난해|작년|올해|금년|우리나라|우리나라의|양국|"
    r"교역|무역|의|은|는|이|가|및|하루|평균|일평균|누계|주요|연속|확정치|기준|규모|국가|"
    r"전년|직접|對|대|품목별|국가별|한국|이중|특히|또한|같은|기간|중|년|월|우선|기존|역대|최대|최근|함께|누적|"
    r"분기|상반기|하반기|일평균|이상|이하|에만|신규|전국|당시|올해|사상|상위|모두|각각|다만|한편|반면|이후|"
    r"개국|대국|개사|단순|실제|순|본격|해외|국내|글로벌|세계|양자|양국간|상호|쌍방)$"
)


def hangul_product(word: str | None) -> str | None:
    """A product directly before 수출 or 수입: 반도체 수출."""
    word = (word or "").strip(" ·")
    return (
        word
        if (len(word) >= 2 or word in read_toml("prose", "parts")["syllables"])
        and not _NOT_PRODUCTS.match(word)
        and not re.search(
            r"(?:의|은|는|을|를|로|에|과|와|한|된|도)$|(?:[가-힣][았었였했됐갔났렸졌쳤]|하|되|늘|줄)고$"
            r"|(?:며|면서|지만|으나|는데|아서|어서|반면|가운데|면|자|하여|되어|하는|되는|이)$|[가-힣]다$|대비|년|월",
            word,
        )
        else None
    )
