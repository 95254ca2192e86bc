"""Files of reported trade, from any provider, read strictly."""

from henequen.sources.trade.areas import area_kinds, area_numbers
from henequen.sources.trade.concordance import convert_editions, main_edition
from henequen.sources.trade.files import open_reported

__all__ = ["area_kinds", "area_numbers", "convert_editions", "main_edition", "open_reported"]
