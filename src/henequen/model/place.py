"""A place: a country, a first-level subdivision (ISO 3166-2) or a city below one, with all its names."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer. `code` is ISO 3166-1, ISO 3166-2, or `<ISO 3166-2>/<city>`; names keep every spelling."""

    code: str
    country: str
    level: str
    name_en: str
    name_es: str = ""
    name_ko: str = ""
    romanisation_mr: str = ""
    variants: tuple[str, ...] = ()
    parent: str = ""
    lat: str = ""
    lon: str = ""

    def name(self, language: str) -> str:
        """The name in a language, or the English one."""
        return str(getattr(self, f"name_{language}")) or self.name_en

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, each once."""
        spellings = (self.name_en, self.name_es, self.name_ko, self.romanisation_mr, *self.variants)
        return tuple(dict.fromkeys(name for name in spellings if name))
