"""`/publish/methodology/`: versions and drafts, and the pages on which a draft is edited, tried and put into force."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from accounts.access import Act, NotVisibleError, visible
from accounts.auth import PersonRequest, acting, for_person
from common.asking import MalformedQueryError
from common.dates import month_name
from common.digests import canonical
from common.forms import ReadField
from common.months import Month
from common.templatetags.pragati import address
from dashboard.methodology import wording as words
from dashboard.methodology.forms import (
    MarksForm,
    NewGroupForm,
    NewParameterForm,
    PartForm,
    PartFormSet,
    ShownForm,
    forms_of,
    group_forms,
    head_form,
    marks_forms,
    parameter_form,
    posted_again,
    typed_in,
)
from dashboard.site.notes import scope_choices
from dashboard.site.staff import BOTH, MOVED, REFUSED, show
from insights.tryout.core import by_state
from insights.tryout.queries import NotTriableError, Tryout, tryout
from metrics.drafts import edits
from metrics.drafts.changes import counts_alike
from metrics.drafts.checks import TOTAL_MARKS, Document, Problem, total_marks
from metrics.drafts.services import (
    ChangedDraftError,
    ClosedDraftError,
    TakenNameError,
    drop_draft,
    edit_draft,
    start_draft,
)
from metrics.models import MethodologyDraft
from metrics.selectors import closed_drafts, document_of, methodologies, open_drafts, with_ends
from rankings import activation
from rankings.activation import MovedDraftError, RefusedActivationError
from rankings.lists import asked
from rankings.lists.labels import either, plain
from rankings.lists.queries import states_by_code
from rankings.lists.query import ListQuery
from rankings.publish import RefusedPublicationError
from states.selectors import FIRST_MONTH

# Versions and drafts.


class StartForm(forms.Form):
    """Which version is copied, and under what name."""

    based_on = forms.ChoiceField(
        error_messages={"invalid_choice": gettext_lazy("Choose one of the versions.")}
    )
    version = forms.CharField(max_length=20)


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def versions(request: PersonRequest) -> HttpResponse:
    """Every version and draft. POST copies a version into a draft."""
    known, problem = methodologies(), ""
    newest = known[-1].version if known else ""
    first = _first_month(known[-1].holds_from if known else None)
    form = StartForm(request.POST or None, initial={"based_on": newest, "version": str(first)})
    form.fields["based_on"].choices = [(version.version, version.title) for version in known]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = start_draft(
                **values, holds_from=max(first, _month_of_name(values["version"]) or first), **acting(request)
            )
        except TakenNameError as refused:
            problem = str(refused)
        else:
            messages.success(request, gettext("The draft is made; nothing in force has changed."))
            return redirect("methods:draft", made.pk)
    drafts = open_drafts()
    problems = activation.problems_of_each(drafts)
    context: dict[str, object] = {
        "versions": with_ends(known)[::-1],
        "drafts": [
            (draft, words.stands(draft, len(wrong))) for draft, wrong in zip(drafts, problems, strict=True)
        ],
        "closed": [(draft, words.closed(draft)) for draft in closed_drafts()],
        "form": form,
        "problem": problem or " ".join(str(text) for texts in form.errors.values() for text in texts),
    }
    status = REFUSED if context["problem"] else 200
    return show(request, "dashboard/methodology/list.html", context, status)


def _first_month(newest_version: Month | None) -> Month:
    """The month after the newest version and after the newest published month: a draft can hold from there."""
    taken = [month for month in (newest_version, activation.newest_published()) if month]
    return max(taken).next() if taken else FIRST_MONTH


def _month_of_name(version: str) -> Month | None:
    """The month after which a version is named."""
    try:
        return Month.parse(version)
    except ValueError:
        return None


# What every page of a draft has around it.


def draft_of(number: int) -> MethodologyDraft:
    """Raises NotVisibleError."""
    return visible(MethodologyDraft.objects.select_related("based_on"), number)


def show_draft(
    request: PersonRequest,
    page: str,
    draft: MethodologyDraft,
    status: int = 200,
    *,
    problems: Sequence[Problem] | None = None,
    base: Document | None = None,
    **context: Any,
) -> HttpResponse:
    """A page of a draft: `page` is its template, and the name of its address where it has a tab.

    `problems` and `base`, the copied version, are read where they were not read already.
    """
    problems = activation.problems_of(draft) if problems is None else problems
    base = document_of(draft.based_on).document if base is None else base
    wrong: dict[str, list[str]] = {}
    for problem in problems:
        wrong.setdefault(problem.place, []).append(words.problem(problem))
    shown = context.get("forms")
    if shown is not None:
        context |= _beside(shown, draft.document, base, wrong)
    known = {
        "draft": draft,
        "here": page if page in TABS else "draft",
        "tabs": TABS,
        "problems": [(words.problem(problem), mended_at(draft.pk, problem)) for problem in problems],
        "wrong": wrong,
        "was": {},
        "changed": [
            words.change(*change)
            for change in edits.changes(base, draft.document)
            if change[0] not in {"version", "holds_from"}
        ],
        "closed": words.closed(draft),
        "waits": words.waits(draft),
    }
    return show(request, f"dashboard/methodology/{page}.html", {**known, **context}, status)


TABS = {
    "draft": gettext_lazy("Parameters and marks"),
    "groups": gettext_lazy("Groups and boards"),
    "head": gettext_lazy("Name and rules"),
    "try": gettext_lazy("Try it"),
    "activate": gettext_lazy("Put into force"),
}


def mended_at(number: int, problem: Problem) -> str:
    """The page, and the place on it, where a problem is mended."""
    parts = problem.place.split("/")
    if parts[0] == "parameters" and len(parts) > 1:
        return reverse("methods:parameter", args=[number, parts[1]]) + f"#{problem.place}"
    page = {"parameters": "draft", "groups": "groups"}.get(parts[0], "head")
    return reverse(f"methods:{page}", args=[number]) + f"#{problem.place}"


def _beside(
    shown: PartForm | PartFormSet, document: Document, base: Document, wrong: dict[str, list[str]]
) -> dict[str, object]:
    """The values of the copied version that stand beside changed ones; fields are marked where they are wrong."""
    copied = edits.flat(base)
    was = {}
    for form in forms_of(shown):
        for field in form:
            path = field.html_name
            if wrong.get(path):
                field.field.widget.attrs["aria-invalid"] = "true"
                if not isinstance(form, MarksForm):  # the sheet of marks has no room for why
                    field.field.widget.attrs["aria-describedby"] = f"why-{path}"
            if path in copied and edits.tidy(path, str(field.value())) != copied[path]:
                was[path] = words.value(path, copied[path])
    return {"was": was}


# The forms of a draft: marks, one parameter, groups, name and rules. They save alike, and none overwrites unseen.


class Section(NamedTuple):
    """`make` gives the forms of a document, with what was posted; `more` what else their page shows."""

    page: str
    make: Callable[..., Any]
    more: Callable[[Document, Any], dict[str, Any]]


def _save(request: PersonRequest, number: int, section: Section) -> HttpResponse:
    """Show the forms, or save them and lead back to them."""
    draft = draft_of(number)
    if request.method != "POST":
        return _show_section(request, draft, section)
    shown, sent = section.make(draft.document, request.POST), ShownForm(request.POST)
    if not (shown.is_valid() and sent.is_valid()):
        told = gettext("The form does not say what it was shown with; load the page again.")
        raise MalformedQueryError("revision", told)
    typed, revision = typed_in(shown), sent.cleaned_data["revision"]
    try:
        saved = edit_draft(
            draft_id=number,
            edit=partial(edits.with_values, values=typed),
            revision=revision,
            **acting(request),
        )
    except ChangedDraftError as changed:
        return _show_again(request, number, section, typed, changed.by)
    except (ClosedDraftError, TakenNameError) as refused:
        return _show_section(request, draft, section, REFUSED, forms=shown, problem=str(refused))
    messages.success(request, words.saved(len(activation.problems_of(saved))))
    return redirect(request.path)


def _show_section(
    request: PersonRequest, draft: MethodologyDraft, section: Section, status: int = 200, **context: Any
) -> HttpResponse:
    """The forms with the stored values, or those given as `forms`."""
    shown = context.setdefault("forms", section.make(draft.document))
    return show_draft(
        request, section.page, draft, status, **{**section.more(draft.document, shown), **context}
    )


def _show_again(
    request: PersonRequest, number: int, section: Section, typed: dict[str, str], by: str
) -> HttpResponse:
    """The draft as it is now, with what was typed in its forms: somebody changed it meanwhile."""
    draft = draft_of(number)
    clashes = _clashes(request, draft, typed)
    forms = section.make(draft.document, posted_again(draft.document, request.POST.dict(), typed))
    problem = words.not_saved(by, len(clashes))
    return _show_section(request, draft, section, MOVED, forms=forms, clashes=clashes, problem=problem)


def _clashes(
    request: PersonRequest, draft: MethodologyDraft, typed: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Where, what is stored now and what was typed, where both changed the same value or its part is gone."""
    now, was = edits.flat(draft.document), {}
    for name, value in request.POST.items():
        if name.startswith("initial-"):
            was[name.removeprefix("initial-")] = str(value)
    # What was typed of a part that is gone stands in no form.
    gone = {path: edits.tidy(path, str(request.POST.get(path, ""))) for path in was if path not in now}
    lost = {path: value for path, value in gone.items() if value != edits.tidy(path, was[path])}
    return [
        words.change(path, now.get(path), value)
        for path, value in {**typed, **lost}.items()
        if now.get(path) not in {value, was.get(path)}
    ]


def _marks(document: Document, shown: PartFormSet) -> dict[str, Any]:
    """Every parameter with its form, group by group; those whose group is gone stand at the end."""
    parameters = document["parameters"]
    rows: dict[str, list[tuple[Any, PartForm]]] = {group["code"]: [] for group in document["groups"]}
    for parameter, form in zip(parameters, shown.forms, strict=True):
        rows.setdefault(parameter["group"], []).append((parameter, form))
    names = {group["code"]: either(group["name"], group["name_hi"]) for group in document["groups"]}
    groups = [
        (code, names.get(code, code), plain(total_marks(parameter for parameter, _ in own)), own)
        for code, own in rows.items()
    ]
    return {
        "groups": groups,
        "total": total_marks(parameters),
        "whole": TOTAL_MARKS,
        "count": len(parameters),
    }


def _groups(document: Document, shown: PartFormSet) -> dict[str, Any]:
    """Every group with its form, the number of its parameters and their marks."""
    rows = []
    for group, form in zip(document["groups"], shown.forms, strict=True):
        own = [parameter for parameter in document["parameters"] if parameter["group"] == group["code"]]
        rows.append((group, form, len(own), plain(total_marks(own))))
    return {"groups": rows, "new": NewGroupForm(auto_id="%s")}


def _parameter(code: str, document: Document, shown: PartForm) -> dict[str, Any]:
    """The parameter with the ones before and after it."""
    codes = [parameter["code"] for parameter in document["parameters"]]
    place = codes.index(code)
    return {
        "parameter": document["parameters"][place],
        "earlier": codes[place - 1] if place else "",
        "later": codes[place + 1] if place + 1 < len(codes) else "",
    }


MARKS = Section("draft", marks_forms, _marks)
GROUPS = Section("groups", group_forms, _groups)
HEAD = Section("head", head_form, lambda document, shown: {})


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def draft(request: PersonRequest, number: int) -> HttpResponse:
    """The sheet of marks. POST saves it, or drops the draft."""
    if request.POST.get("act") != "drop":
        return _save(request, number, MARKS)
    found = draft_of(number)
    try:
        drop_draft(draft_id=number, **acting(request))
    except ClosedDraftError as refused:
        return _show_section(request, found, MARKS, REFUSED, problem=str(refused))
    messages.success(request, gettext("The draft was dropped; it stays readable."))
    return redirect("methods:list")


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def head(request: PersonRequest, number: int) -> HttpResponse:
    """Name, first month, titles and the rule for equal scores."""
    return _save(request, number, HEAD)


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def groups(request: PersonRequest, number: int) -> HttpResponse:
    """Groups with their boards. POST saves them, adds one or removes one."""
    post, context = request.POST, {}
    if "add" in post:
        form = context["new"] = NewGroupForm(post, auto_id="%s")
        form.full_clean()
        problem = _change(
            request, number, edits.add_group, form.cleaned_data.pop("code"), texts=form.cleaned_data
        )
    elif "remove" in post:
        problem = _change(request, number, edits.remove_group, post["remove"])
    else:
        return _save(request, number, GROUPS)
    if problem:
        return _show_section(request, draft_of(number), GROUPS, REFUSED, problem=problem, **context)
    return redirect("methods:groups", number)


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def parameter(request: PersonRequest, number: int, code: str) -> HttpResponse:
    """One parameter, whole. POST saves or removes it."""
    section = Section("parameter", partial(parameter_form, code), partial(_parameter, code))
    problem = ""
    if request.POST.get("act") == "remove":
        problem = _change(request, number, edits.remove_parameter, code)
        if not problem:
            return redirect("methods:draft", number)
    draft = draft_of(number)
    if code not in {parameter["code"] for parameter in draft.document["parameters"]}:
        if "revision" in request.POST:
            clashes = _clashes(request, draft, {})
            told = words.not_saved(draft.edited_by, len(clashes))
            return _show_section(request, draft, MARKS, MOVED, clashes=clashes, problem=told)
        if not problem:
            raise NotVisibleError(code)
        messages.error(request, problem)
        return redirect("methods:draft", number)
    if problem:
        return _show_section(request, draft, section, REFUSED, problem=problem)
    return _save(request, number, section)


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def new_parameter(request: PersonRequest, number: int) -> HttpResponse:
    """A parameter more."""
    draft, problem = draft_of(number), ""
    form = NewParameterForm(draft.document, request.POST or None)
    if request.method == "POST":
        form.full_clean()
        code = form.cleaned_data.pop("code")
        problem = _change(request, number, edits.add_parameter, code, values=form.cleaned_data)
        if not problem:
            return redirect("methods:parameter", number, code.upper())
    return show_draft(
        request, "new_parameter", draft, REFUSED if problem else 200, form=form, problem=problem
    )


def _change(
    request: PersonRequest, number: int, edit: Callable[..., dict[str, Any]], code: str, **values: Any
) -> str:
    """Let a group or parameter come in or leave; why it cannot, in words."""
    comes = bool(values)
    code = code.upper() if comes else code
    try:
        edit_draft(draft_id=number, edit=partial(edit, code=code, **values), **acting(request))
    except (edits.RefusedPartError, ClosedDraftError) as refused:
        return words.refused(refused)
    text = gettext("%(code)s is in the draft.") if comes else gettext("%(code)s is out of the draft.")
    messages.success(request, text % {"code": code})
    return ""


# A draft against past months.

WINDOWS = (12, 24, 0)
"""How many of the newest months are tried; 0 for all."""


def _window(text: str) -> int:
    if text not in map(str, WINDOWS):
        told = gettext("months is one of %(known)s, not “%(value)s”")
        raise MalformedQueryError(
            "months", told % {"known": ", ".join(map(str, WINDOWS)), "value": text[:40]}
        )
    return int(text)


class TryQuery(ListQuery):
    """A board and category, how many months, and which of them is shown whole: the newest where it is not tried."""

    months = ReadField(_window, initial=WINDOWS[0])
    month = ReadField(lambda text: asked.month(text, "month"))


@for_person(Act.EDIT_METHODOLOGY)
def try_out(request: PersonRequest, number: int) -> HttpResponse:
    """Who would have moved, on a board and category, over the newest months. Nothing is stored."""
    draft, query = draft_of(number), TryQuery.read(request.GET)
    base = document_of(draft.based_on).document
    if counts_alike(base, draft.document):
        return show_draft(request, "try", draft, base=base, alike=True)
    try:
        found = tryout(draft.document, query.scope, query.cleaned_data["months"] or None)
    except NotTriableError:
        return show_draft(request, "try", draft, base=base, faulty=True)
    month = query.cleaned_data["month"]
    trials = {trial.month: trial for trial in found.trials}
    states = by_state(found.trials)
    moved = [state for state in states if state.months_up or state.months_down]
    this = ("methods:try", number)
    scopes: dict[str, Any] = scope_choices(
        query, lambda **changes: address(this, query=query.parts(month=None, **changes))
    )
    return show_draft(
        request, "try", draft, base=base, query=query, this=this, headline=_headline(found), **scopes,
        windows=[(months, _window_name(months, found)) for months in WINDOWS],
        trials=found.trials[::-1], shown=trials.get(month) or (found.trials[-1] if found.trials else None),
        moved=moved, unmoved=len(states) - len(moved), states=states_by_code(),
    )  # fmt: skip


def _headline(found: Tryout) -> str:
    if not found.trials:
        return gettext("No month has figures to try the draft on")
    moved = sum(1 for trial in found.trials if trial.up or trial.down)
    other = sum(1 for trial in found.trials if trial.first != trial.tried_first)
    values = {"moved": moved, "total": len(found.trials), "other": other}
    text = ngettext(
        "Somebody would have moved in %(moved)s of %(total)s month; first place would have changed in %(other)s",
        "Somebody would have moved in %(moved)s of %(total)s months; first place would have changed in %(other)s",
        len(found.trials),
    )
    return text % values


def _window_name(months: int, found: Tryout) -> str:
    if not months:
        return gettext("all %(count)s months") % {"count": len(found.months)}
    return gettext("newest %(count)s months") % {"count": months}


# What will change, then two signatures.


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def activate(request: PersonRequest, number: int) -> HttpResponse:
    """The effect, then the first signature, then the second; or what was put forward is taken back."""
    draft, problem, status = draft_of(number), "", 200
    if request.method == "POST":
        request.person.require(Act.PUBLISH)
        try:
            messages.success(request, _act(request, number))
            return redirect(request.path)
        except MovedDraftError as moved:
            problem, status = str(moved), MOVED
        except (RefusedActivationError, RefusedPublicationError, ClosedDraftError) as refused:
            problem, status = str(refused), REFUSED
        draft = draft_of(number)
    problems, digest = activation.problems_of(draft), activation.digest_of(draft)
    context: dict[str, Any] = {
        "problem": problem,
        "digest": digest,
        "own": draft.proposed_by == request.person.username,
        "publisher": request.person.may(Act.PUBLISH),
        "moved": bool(words.waits(draft)) and draft.proposed_digest != digest,
    }
    if not words.closed(draft) and not problems:
        effect = activation.effect(draft)
        names = {part["code"]: part for part in draft.document["parameters"]}
        context |= {
            "effect": effect,
            "sentences": list(words.effects(effect)),
            "new": [names[code] for code in effect.new],
        }
    return show_draft(request, "activate", draft, status, problems=problems, **context)


def _act(request: PersonRequest, number: int) -> str:
    """Put forward, sign, or take back; what was done, in words."""
    who, seen = {"draft_id": number, **acting(request)}, request.POST.get("seen", "")
    if request.POST.get("act") == "take_back":
        activation.take_back(**who)
        return gettext("Taken back; the draft can be put forward again.")
    if request.POST.get("act") == "sign":
        made = activation.sign(seen=seen, **who)
        text = gettext("Version %(version)s is in force from %(month)s.")
        return text % {"version": made.version, "month": month_name(made.holds_from)}
    activation.put_forward(seen=seen, **who)
    return gettext("Put forward. A second publisher signs on this page.")


@for_person(Act.EDIT_METHODOLOGY)
def content(request: PersonRequest, number: int) -> HttpResponse:
    """The very bytes whose digest is signed."""
    return HttpResponse(canonical(draft_of(number).document), content_type="application/json")
