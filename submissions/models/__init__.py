from submissions.models.cells import Caveat, CaveatKind, Objection, RowComment, RowDecision, Verdict
from submissions.models.months import DataMonth, Leave, LeaveKind
from submissions.models.stations import Station, StationFile, StationFileStatus
from submissions.models.submission import KeyedCall, Status, Submission, SubmittedFigure, Upload, Way

__all__ = [
    "Caveat",
    "CaveatKind",
    "DataMonth",
    "KeyedCall",
    "Leave",
    "LeaveKind",
    "Objection",
    "RowComment",
    "RowDecision",
    "Station",
    "StationFile",
    "StationFileStatus",
    "Status",
    "Submission",
    "SubmittedFigure",
    "Upload",
    "Verdict",
    "Way",
]
