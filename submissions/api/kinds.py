"""The kinds of problem that only the write side answers with."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rankings.api.kinds import KINDS, Kind

NOT_SIGNED_IN = Kind("not_authenticated", 401, _("No valid token"))
NOT_ALLOWED = Kind("not_allowed", 403, _("This token may not do that"))
NOT_VISIBLE = Kind("not_visible", 404, _("There is no such thing for this token"))
MISSING_FIELD = Kind("missing_field", 400, _("A field of the form is missing or malformed"))
MONTH_CLOSED = Kind("month_closed", 409, _("The month does not take figures now"))
CONFLICT = Kind("conflict", 409, _("The submission stands differently by now"))
WRONG_OFFSET = Kind("wrong_offset", 409, _("The piece does not begin where the last one ended"))
FILE_TOO_LARGE = Kind("too_large", 413, _("The file is too large"))
NOT_A_SPREADSHEET = Kind("not_a_spreadsheet", 415, _("The file is neither CSV nor XLSX"))
MALFORMED_HEADER = Kind("malformed_header", 400, _("A header of the request cannot be meant"))
CALL_IN_PROGRESS = Kind("idempotency_in_progress", 409, _("The same call is being answered at this moment"))
KEY_REUSED = Kind("idempotency_key_reused", 422, _("The key stands for another request"))
INVALID_FILE = Kind("invalid_file", 422, _("The file has problems; none of its figures was kept"))

KINDS.update(
    {
        one.code: one
        for one in (
            NOT_SIGNED_IN,
            NOT_ALLOWED,
            NOT_VISIBLE,
            MISSING_FIELD,
            MONTH_CLOSED,
            CONFLICT,
            WRONG_OFFSET,
            FILE_TOO_LARGE,
            NOT_A_SPREADSHEET,
            INVALID_FILE,
            MALFORMED_HEADER,
            CALL_IN_PROGRESS,
            KEY_REUSED,
        )
    }
)
