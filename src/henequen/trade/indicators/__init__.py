"""Trade indicators: pure functions of arrays, one file per family, each returning an `Indicator`."""

from henequen.trade.indicators.advantage import advantage, advantage_matrix
from henequen.trade.indicators.balance import balance
from henequen.trade.indicators.complementarity import drysdale_complementarity, michaely_complementarity
from henequen.trade.indicators.complexity import complexity, density, proximity
from henequen.trade.indicators.concentration import concentration
from henequen.trade.indicators.indicator import Indicator
from henequen.trade.indicators.intensity import country_bias, trade_intensity
from henequen.trade.indicators.intra_industry import grubel_lloyd, marginal_intra_industry
from henequen.trade.indicators.margins import margins
from henequen.trade.indicators.market_share import constant_market_share
from henequen.trade.indicators.potential import export_potential
from henequen.trade.indicators.preference import preference_margin, relative_preference_margin
from henequen.trade.indicators.similarity import similarity
from henequen.trade.indicators.terms import price_index, terms_of_trade
from henequen.trade.indicators.unit_values import quality_classes, unit_values

__all__ = [
    "Indicator",
    "advantage",
    "advantage_matrix",
    "balance",
    "complexity",
    "concentration",
    "constant_market_share",
    "country_bias",
    "density",
    "drysdale_complementarity",
    "export_potential",
    "grubel_lloyd",
    "marginal_intra_industry",
    "margins",
    "michaely_complementarity",
    "preference_margin",
    "price_index",
    "proximity",
    "quality_classes",
    "relative_preference_margin",
    "similarity",
    "terms_of_trade",
    "trade_intensity",
    "unit_values",
]
