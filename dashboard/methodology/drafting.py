"""`/publish/methodology/`: versions and drafts, and the pages on which a draft is edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, for_person
from common.asking import MalformedQueryError
from common.months import Month
from dashboard.methodology import sheets
from dashboard.methodology import wording as words
from dashboard.methodology.activating import BOTH, CLASHED, REFUSED, draft_of, show, show_draft
from dashboard.methodology.drafts import listing
from dashboard.methodology.sheets import Form, packed, unpacked
from metrics.drafts import services as service
from metrics.drafts.edits import (
    NEW_PARAMETER,
    NO,
    PARAMETER_FIELDS,
    YES,
    Clash,
    RefusedPartError,
    Values,
    flat,
)
from metrics.drafts.services import ClashError, ClosedDraftError, TakenNameError, save_values
from metrics.models import Methodology, MethodologyDraft
from metrics.selectors import (
    UnknownMethodologyError,
    closed_drafts,
    document_of,
    methodologies,
    open_drafts,
)
from rankings.activation import newest_published, problems_of, problems_of_each
from states.selectors import FIRST_MONTH

# The forms of a draft: marks, one parameter, groups, name and rules. They save alike, and none overwrites unseen.

Paths = Callable[[Values], list[str]]
"""Which of a draft's values a form holds."""


@dataclass(frozen=True, slots=True)
class Section:
    """A form: its template, its place among the draft's pages, and the values that it holds."""

    template: str
    here: str
    paths: Paths
    page: Callable[[MethodologyDraft, Form, list[str]], object]


@dataclass(slots=True)
class Typed:
    """What is shown instead of what is stored, after a form was not saved."""

    values: dict[str, str] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()
    problem: str = ""
    status: int = 200


def handle(request: PersonRequest, number: int, section: Section) -> HttpResponse:
    """Show the form, or save it and lead back to it."""
    draft = draft_of(number)
    if request.method != "POST":
        return show_section(request, draft, section, Typed())
    paths = section.paths(flat(draft.document))
    was = unpacked(request.POST.get("was", ""), _known(request, paths))
    if was is None:
        told = gettext("The form does not say what it was shown with; load the page again.")
        raise MalformedQueryError("was", told)
    typed = {path: _typed(request, path, before) for path, before in was.items()}
    try:
        saved = save_values(
            draft_id=number, was=was, typed=typed, by=request.person.username, at=timezone.now(),
            address=address_of(request),
        )  # fmt: skip
    except ClashError as found:
        mine = {path: value for path, value in typed.items() if value != was[path]}
        told = words.clash(found.by, len(found.clashes))
        return show_section(request, draft_of(number), section, Typed(mine, found.clashes, told, CLASHED))
    except (ClosedDraftError, TakenNameError) as refused:
        return show_section(request, draft_of(number), section, Typed(typed, (), str(refused), REFUSED))
    _tell(request, saved, was, typed)
    return redirect(request.path)


def show_section(
    request: PersonRequest, draft: MethodologyDraft, section: Section, typed: Typed
) -> HttpResponse:
    """The form with the stored values, those that were typed and not saved in their place."""
    stored = flat(draft.document)
    paths = section.paths(stored)
    problems, base = problems_of(draft), document_of(draft.based_on).document
    form = Form(
        shown={**stored, **{path: value for path, value in typed.values.items() if path in stored}},
        base=flat(base),
        problems=problems,
        groups={group["code"]: f"{group['code']} · {group['name']}" for group in draft.document["groups"]},
    )
    context: dict[str, object] = {
        "page": section.page(draft, form, paths),
        "was": packed(stored, paths),
        "clashes": [words.change(clash) for clash in typed.clashes],
        "problem": typed.problem,
    }
    return show_draft(
        request, section.template, draft, context,
        here=section.here, status=typed.status, problems=problems, base=base,
    )  # fmt: skip


def _known(request: PersonRequest, paths: Iterable[str]) -> set[str]:
    """The paths that a form may speak of: those of the draft now, and those that are gone since it was shown."""
    return {*paths, *(name for name in request.POST if name.startswith(("parameters/", "groups/")))}


def _typed(request: PersonRequest, path: str, before: str) -> str:
    """A box that is not ticked is not sent; a text that is not sent was not touched."""
    if "/boards/" in path or path.endswith("/numerator_may_exceed"):
        return YES if path in request.POST else NO
    return request.POST.get(path, before)


def _tell(request: PersonRequest, saved: MethodologyDraft, was: Values, typed: Values) -> None:
    messages.success(request, words.saved(len(problems_of(saved))))
    now = flat(saved.document)
    others = [path for path, before in was.items() if typed[path] == before and now.get(path) != before]
    if others:
        messages.info(request, words.kept(len(others)))


MARKS = Section("dashboard/methodology/marks.html", "draft", sheets.marks_paths, sheets.marks_page)
GROUPS = Section("dashboard/methodology/groups.html", "groups", sheets.group_paths, sheets.groups_page)
HEAD = Section("dashboard/methodology/head.html", "head", sheets.head_paths, sheets.head_page)


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def versions(request: PersonRequest) -> HttpResponse:
    """Every version and draft. POST copies a version into a draft."""
    problem, status, known = "", 200, methodologies()
    first = _next_month(known)
    if request.method == "POST":
        try:
            made = service.start_draft(
                based_on=request.POST.get("based_on", ""), version=request.POST.get("version", "").strip(),
                holds_from=first, by=request.person.username, at=timezone.now(),
                address=address_of(request),
            )  # fmt: skip
        except TakenNameError as refused:
            problem, status = str(refused), REFUSED
        except UnknownMethodologyError:
            problem, status = gettext("Choose one of the versions."), REFUSED
        else:
            messages.success(request, gettext("The draft is made; nothing in force has changed."))
            return redirect("methods:draft", made.pk)
    being_edited = open_drafts()
    counts = [len(found) for found in problems_of_each(being_edited)]
    page = listing(
        known,
        list(zip(being_edited, counts, strict=True)),
        closed_drafts(),
        suggested=str(first),
    )
    typed = {
        "based_on": request.POST.get("based_on", known[-1].version if known else ""),
        "version": request.POST.get("version", ""),
    }
    return show(
        request, "dashboard/methodology/list.html", {"page": page, "typed": typed, "problem": problem}, status
    )


def _next_month(versions: Sequence[Methodology]) -> Month:
    """The month after the newest version and after the newest published month: a draft can hold from there."""
    begun = [version.holds_from for version in versions]
    taken = [month for month in (*begun[-1:], newest_published()) if month]
    return max(taken).next() if taken else FIRST_MONTH


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def draft(request: PersonRequest, number: int) -> HttpResponse:
    """The sheet of marks. POST saves it, or drops the draft."""
    if request.method == "POST" and request.POST.get("act") == "drop":
        try:
            service.drop_draft(
                draft_id=draft_of(number).pk, by=request.person.username, at=timezone.now(),
                address=address_of(request),
            )  # fmt: skip
        except ClosedDraftError as refused:
            return show_section(request, draft_of(number), MARKS, Typed(problem=str(refused), status=REFUSED))
        messages.success(request, gettext("The draft was dropped; it stays readable."))
        return redirect("methods:list")
    return handle(request, number, MARKS)


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def head(request: PersonRequest, number: int) -> HttpResponse:
    """Name, first month, titles and the rule for equal scores."""
    return handle(request, number, HEAD)


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def groups(request: PersonRequest, number: int) -> HttpResponse:
    """Groups with their boards. POST saves them, adds one or removes one."""
    post = request.POST
    if request.method != "POST" or not ({"add", "remove"} & set(post)):
        return handle(request, number, GROUPS)
    by, at, address = request.person.username, timezone.now(), address_of(request)
    found = draft_of(number)
    try:
        if "add" in post:
            code = post.get("code", "").strip().upper()
            service.add_group_to(
                draft_id=found.pk, code=code, texts={"name": post.get("name", ""), "name_hi": post.get("name_hi", "")},
                by=by, at=at, address=address,
            )  # fmt: skip
            messages.success(request, gettext("%(code)s is in the draft.") % {"code": code})
        else:
            code = post["remove"]
            service.remove_group_from(draft_id=found.pk, code=code, by=by, at=at, address=address)
            messages.success(request, gettext("%(code)s is out of the draft.") % {"code": code})
    except RefusedPartError as refused:
        return show_section(request, found, GROUPS, Typed(problem=words.refused(refused), status=REFUSED))
    except ClosedDraftError as refused:
        return show_section(request, found, GROUPS, Typed(problem=str(refused), status=REFUSED))
    return redirect("methods:groups", number)


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def parameter(request: PersonRequest, number: int, code: str) -> HttpResponse:
    """One parameter, whole. POST saves or removes it."""
    found = draft_of(number)
    known = {parameter["code"] for parameter in found.document["parameters"]}
    section = _parameter_section(code)
    if request.method == "POST" and request.POST.get("act") == "remove":
        try:
            service.remove_parameter_from(
                draft_id=number, code=code, by=request.person.username, at=timezone.now(),
                address=address_of(request),
            )  # fmt: skip
        except (RefusedPartError, ClosedDraftError) as refused:
            told = words.refused(refused) if isinstance(refused, RefusedPartError) else str(refused)
            if code not in known:
                messages.error(request, told)
                return redirect("methods:draft", number)
            return show_section(request, found, section, Typed(problem=told, status=REFUSED))
        messages.success(request, gettext("%(code)s is out of the draft.") % {"code": code})
        return redirect("methods:draft", number)
    if code not in known:
        raise NotVisibleError(code)
    return handle(request, number, section)


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def new_parameter(request: PersonRequest, number: int) -> HttpResponse:
    """A parameter more."""
    found, problem, status = draft_of(number), "", 200
    typed = {key: request.POST.get(key, "") for key in ("code", *PARAMETER_FIELDS)}
    if request.method == "POST":
        code = typed.pop("code").strip().upper()
        try:
            service.add_parameter_to(
                draft_id=number, code=code, values=typed, by=request.person.username, at=timezone.now(),
                address=address_of(request),
            )  # fmt: skip
        except RefusedPartError as refused:
            problem, status = words.refused(refused), REFUSED
        except ClosedDraftError as refused:
            problem, status = str(refused), REFUSED
        else:
            messages.success(request, gettext("%(code)s is in the draft.") % {"code": code})
            return redirect("methods:parameter", number, code)
        typed["code"] = code
    else:
        typed |= {key: "" if isinstance(one, bool) else one for key, one in NEW_PARAMETER.items()}
    form = Form(
        typed,
        {},
        (),
        {group["code"]: f"{group['code']} · {group['name']}" for group in found.document["groups"]},
    )
    context: dict[str, object] = {
        "code": typed.get("code", ""), "fields": form.fields(PARAMETER_FIELDS), "problem": problem,
    }  # fmt: skip
    return show_draft(
        request, "dashboard/methodology/new_parameter.html", found, context, here="draft", status=status
    )


def _parameter_section(code: str) -> Section:
    def page(found: MethodologyDraft, form: Form, paths: list[str]) -> object:
        return sheets.parameter_page(found, form, code)

    return Section(
        "dashboard/methodology/parameter.html", "draft", partial(sheets.parameter_paths, code), page
    )
