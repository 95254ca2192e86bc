"""The finite forms of English and Spanish verbs, so that a table of phrases names a verb once by its infinitive."""

from __future__ import annotations

from functools import cache

from henequen.reading.grammar.wordlists import read_toml

__all__ = ["english_forms", "spanish_forms"]

_VOWELS = "aeiou"


@cache
def english_forms(verb: str) -> tuple[str, ...]:
    """The infinitive, the third person, the past, the participle and the -ing form of an English verb.

    >>> english_forms("agree")
    ('agree', 'agrees', 'agreed', 'agreeing')
    """
    irregular = read_toml("grammar", "verbs")["english"].get(verb)
    if irregular:
        return tuple(dict.fromkeys((verb, *irregular)))
    if verb.endswith("e"):
        stem = verb if verb.endswith(("ee", "ye", "oe")) else verb[:-1]
        return (verb, f"{verb}s", f"{verb}d", f"{stem}ing")
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return (verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z")) else f"{verb}s"
    return (verb, third, f"{verb}ed", f"{verb}ing")


_ENDINGS = {
    "ar": ("a", "an", "ó", "aron", "ado", "ando", "amos", "aba", "aban"),
    "er": ("e", "en", "ió", "ieron", "ido", "iendo", "emos", "ía", "ían"),
    "ir": ("e", "en", "ió", "ieron", "ido", "iendo", "imos", "ía", "ían"),
}


@cache
def spanish_forms(verb: str) -> tuple[str, ...]:
    """The third persons of the present, past, imperfect, future, conditional and perfect, the first person plural, and
    the gerund.

    >>> spanish_forms("pactar")[:4]
    ('pacta', 'pactan', 'pactó', 'pactaron')
    """
    stem, endings = verb[:-2], _ENDINGS[verb[-2:]]
    irregular = read_toml("grammar", "verbs")["spanish"].get(verb)
    regular = tuple(stem + ending for ending in endings)
    if irregular:
        finite, participle, gerund, future = irregular[:4], irregular[4], irregular[5], irregular[6]
    else:
        finite, participle, gerund, future = list(regular[:4]), regular[4], regular[5], verb
    return tuple(
        dict.fromkeys(
            (
                *finite,
                *regular[6:],
                *(future + ending for ending in ("á", "án", "ía", "ían", "emos")),
                *(f"{has} {participle}" for has in ("ha", "han", "había", "habían", "hemos", "haber", "habiendo")),
                gerund,
            )
        )
    )
