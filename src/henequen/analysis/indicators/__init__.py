"""Trade indicators: pure functions of arrays, one file a family, each answering an `Indicator`."""

from henequen.analysis.indicators.advantage import advantage, advantage_matrix
from henequen.analysis.indicators.balance import balance
from henequen.analysis.indicators.complementarity import drysdale_complementarity, michaely_complementarity
from henequen.analysis.indicators.complexity import complexity, density, proximity
from henequen.analysis.indicators.concentration import concentration
from henequen.analysis.indicators.indicator import Indicator
from henequen.analysis.indicators.intensity import country_bias, trade_intensity
from henequen.analysis.indicators.intra_industry import grubel_lloyd, marginal_intra_industry
from henequen.analysis.indicators.margins import margins
from henequen.analysis.indicators.market_share import constant_market_share
from henequen.analysis.indicators.potential import export_potential
from henequen.analysis.indicators.preference import preference_margin, relative_preference_margin
from henequen.analysis.indicators.similarity import similarity
from henequen.analysis.indicators.terms import price_index, terms_of_trade
from henequen.analysis.indicators.unit_values import quality_classes, unit_values

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
