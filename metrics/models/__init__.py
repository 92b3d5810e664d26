from metrics.models.figures import Figure, FigureSet
from metrics.models.methodology import (
    Better,
    Methodology,
    MethodologyDraft,
    Parameter,
    ParameterGroup,
    PeriodKind,
)

__all__ = [
    "Better",
    "Figure",
    "FigureSet",
    "Methodology",
    "MethodologyDraft",
    "Parameter",
    "ParameterGroup",
    "PeriodKind",
]
