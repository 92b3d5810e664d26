from metrics.models.figures import Figure, FigureSet
from metrics.models.methodology import Better, Methodology, Parameter, ParameterGroup, PeriodKind

__all__ = ["Better", "Figure", "FigureSet", "Methodology", "Parameter", "ParameterGroup", "PeriodKind"]
