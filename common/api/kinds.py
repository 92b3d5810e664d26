"""Every kind of problem that the API answers with: a stable code, its status and its title."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """`code` never changes and is never translated; `title` is the same for every problem of the kind."""

    code: str
    status: int
    title: Promise


BAD_REQUEST = Kind("bad_request", 400, _("The request cannot be understood"))
MALFORMED_QUERY = Kind("malformed_query", 400, _("A query parameter cannot be meant"))
UNKNOWN_QUERY = Kind("unknown_query_parameter", 400, _("No such query parameter"))
FORBIDDEN = Kind("forbidden", 403, _("The request is not let through"))
NOT_FOUND = Kind("not_found", 404, _("There is nothing at this address"))
UNKNOWN_MONTH = Kind("unknown_month", 404, _("No such month on record"))
UNKNOWN_REVISION = Kind("unknown_revision", 404, _("No such revision"))
UNKNOWN_BOARD = Kind("unknown_board", 404, _("No such board"))
UNKNOWN_CATEGORY = Kind("unknown_category", 404, _("No such category"))
UNKNOWN_STATE = Kind("unknown_state", 404, _("No such State or UT"))
UNKNOWN_METHODOLOGY = Kind("unknown_methodology", 404, _("No such methodology version"))
UNKNOWN_PRACTICE = Kind("unknown_practice", 404, _("No such practice"))
UNKNOWN_PROBLEM = Kind("unknown_problem", 404, _("No such kind of problem"))
METHOD_NOT_ALLOWED = Kind("method_not_allowed", 405, _("This address does not take the method"))
NOT_ACCEPTABLE = Kind("not_acceptable", 406, _("This address has no such format"))
UNKNOWN_RESOURCE = Kind("unknown_resource", 404, _("No such table in the data package"))
CURSOR_GONE = Kind("cursor_gone", 410, _("The cursor leads nowhere any more"))
WITHDRAWN = Kind("withdrawn", 410, _("The list was withdrawn"))
PRACTICE_WITHDRAWN = Kind("practice_withdrawn", 410, _("The practice was withdrawn"))
PRECONDITION_FAILED = Kind(
    "precondition_failed", 412, _("The content is not the one the request is meant for")
)
WRONG_CONTENT_TYPE = Kind(
    "unsupported_media_type", 415, _("The request has a content type that is not taken")
)
THROTTLED = Kind("throttled", 429, _("Too many requests"))
INTERNAL_ERROR = Kind("internal_error", 500, _("An error on our side"))

KINDS: dict[str, Kind] = {
    one.code: one
    for one in (
        BAD_REQUEST, MALFORMED_QUERY, UNKNOWN_QUERY, FORBIDDEN, NOT_FOUND, UNKNOWN_MONTH, UNKNOWN_REVISION,
        UNKNOWN_BOARD, UNKNOWN_CATEGORY, UNKNOWN_STATE, UNKNOWN_METHODOLOGY, UNKNOWN_RESOURCE, UNKNOWN_PRACTICE,
        UNKNOWN_PROBLEM, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, WITHDRAWN, PRACTICE_WITHDRAWN, CURSOR_GONE,
        PRECONDITION_FAILED, WRONG_CONTENT_TYPE, THROTTLED, INTERNAL_ERROR,
    )
}  # fmt: skip
