"""Files of reported trade, from any provider, read strictly."""

from henequen.trade.readers.areas import area_kinds, area_numbers, former_numbers
from henequen.trade.readers.concordance import convert_editions, main_edition
from henequen.trade.readers.files import open_reported

__all__ = ["area_kinds", "area_numbers", "convert_editions", "former_numbers", "main_edition", "open_reported"]
