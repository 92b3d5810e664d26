"""`/claims/`: sentences or a whole note, checked; what was claimed in public; and every form that can be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, override
from django.views.decorators.csrf import csrf_exempt

from common.asking import Choice, MalformedQueryError
from common.dates import month_name
from dashboard.claims import wording
from dashboard.claims.answers import answer, claim_link, reading
from dashboard.site.errors import explained
from dashboard.site.notes import known
from insights.claims.forms import EXAMPLES, FORMS, Form, nearest
from insights.claims.kinds import Claim, ClaimKind
from insights.claims.parser import LONGEST_NOTE
from insights.claims.queries import Checked, CheckedClaim, Lists, ReadSentence, checked_claims, read_note
from insights.claims.readings import claim_in, query_of, restated
from insights.claims.verdicts import Evidence
from rankings.lists import labels, links
from rankings.lists.links import Asked
from rankings.models import Origin
from states.selectors import all_states

# The claim checker's page: what was pasted, sentence by sentence, the claims made in public, and every form.

# A claim with its verdict and what it rests on, as the page and the API say it.

MOST_MONTHS = 24
"""Months not on record that are named one by one; more are counted."""


@dataclass(frozen=True, slots=True)
class Counter:
    """The same number counted otherwise: what the record says, and whether it fits."""

    name: str
    number: str
    verdict: str
    current: bool


@dataclass(frozen=True, slots=True)
class ClaimView:
    """`kind` is true, false or unproven; `counted` leads to the months that make up the number."""

    kind: str
    sign: str
    word: str
    reading: str
    answer: str
    counters: tuple[Counter, ...]
    counted: tuple[Choice, ...]
    missing: str
    missing_term: str
    lists: str
    link: str


def claim_view(checked: Checked, lists: Lists) -> ClaimView:
    evidence, claim = checked.evidence, checked.evidence.claim
    wanted = Asked(checked.scope.board, checked.scope.category, checked.scope.origin, checked.scope.as_of)
    return ClaimView(
        kind=evidence.verdict.value.lower(),
        sign=wording.SIGNS[evidence.verdict],
        word=wording.verdict(evidence.verdict),
        reading=reading(checked, lists),
        answer=answer(checked, lists),
        counters=tuple(_counter(counter, claim) for counter in checked.counters),
        counted=tuple(
            Choice(month_name(month), links.leaderboard(month, wanted)) for month in evidence.counted_months
        ),
        missing=wording.months_named(evidence.undecided_months, MOST_MONTHS),
        missing_term=wording.undecided_term(claim.kind),
        lists=wording.lists_of(wanted.board, wanted.category),
        link=claim_link(checked),
    )


def _counter(evidence: Evidence, claim: Claim) -> Counter:
    return Counter(
        wording.kind_name(evidence.claim.kind),
        wording.number(evidence),
        wording.verdict(evidence.verdict),
        evidence.claim.kind is claim.kind,
    )


IN_PARTS = tuple(
    kind for kind in ClaimKind if kind not in (ClaimKind.AHEAD, ClaimKind.BEHIND, ClaimKind.FULL_MARKS_IN)
)
"""Kinds that need no second name, so that the form of parts can ask them."""


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence as it was pasted. `problem` says why it has no verdict, `near` what could be asked instead."""

    text: str
    claims: tuple[ClaimView, ...]
    problem: str
    near: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A claim made in public: how we read it, its source, and a verdict by all lists and by the press alone."""

    text: str
    source: str
    verdict: Choice
    kind: str
    answer: str
    recorded: Choice
    recorded_kind: str
    sample: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form of sentence: what it counts, and its example in each language, both leading to the answer."""

    name: str
    english: Choice
    hindi: Choice


@dataclass(frozen=True, slots=True)
class PartsForm:
    """The form that puts a claim together from its parts, filled with the claim that was asked so."""

    states: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    count: str
    first: str
    last: str
    problem: str
    open: bool


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """Everything the page prints. `idle` are sentences that claim nothing that lists decide."""

    headline: str
    title: str
    lede: tuple[str, ...]
    sample: bool
    said: str
    longest: int
    example: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    sentences: tuple[SentenceView, ...]
    idle: tuple[str, ...]
    parts: PartsForm | None
    public: tuple[PublicRow, ...]
    forms: tuple[FormRow, ...]
    canonical: str


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: a text with its sentences, or a claim in its parts. `problem` says what the parts lack."""

    said: str = ""
    sentences: Sequence[ReadSentence] = ()
    checked: Checked | None = None
    typed: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def claims_page(
    question: Question, wanted: Asked, lists: Lists, public: Sequence[CheckedClaim]
) -> ClaimsPage:
    names = {state.code: labels.state_name(state) for state in lists.states}
    by_parts = (
        (ReadSentence("", (question.checked,), (), stateless=False, checkable=True),)
        if question.checked
        else ()
    )
    read = [*question.sentences, *by_parts]
    shown = tuple(
        _sentence(sentence, lists, alone=len(read) == 1)
        for sentence in read
        if sentence.checkable or len(read) == 1
    )
    found = [claim for sentence in shown for claim in sentence.claims]
    only = f"{found[0].reading}: {found[0].word}" if len(found) == 1 else ""
    history = lists.history(lists.asked)
    return ClaimsPage(
        headline=only or gettext("Check a claim about the ranking"),
        title=only or gettext("Claim checker"),
        lede=(labels.board_name(wanted.board), labels.category_name(wanted.category)),
        sample=any(month.sample for month in history.values()),
        said=question.said,
        longest=LONGEST_NOTE,
        example=_example(FORMS[0], "hi" if labels.in_hindi() else "en", names).label,
        action=links.page("claims", query=wanted.query) + "#claim",
        hidden=tuple(wanted.query.items()),
        boards=tuple(
            links.board_choices(
                wanted, {board: _elsewhere(wanted.on_board(board), question) for board in labels.BOARDS}
            )
        ),
        categories=tuple(
            links.category_choices(
                wanted,
                {
                    category: _elsewhere(wanted.in_category(category), question)
                    for category in labels.CATEGORIES
                },
            )
        ),
        sentences=shown,
        idle=tuple(sentence.text for sentence in read if not sentence.checkable and len(read) > 1),
        parts=_parts(question, lists) if history else None,
        public=tuple(_public(claim, lists) for claim in public),
        forms=tuple(_form(form, names) for form in FORMS if form.state in names),
        canonical=found[0].link.partition("#")[0] if len(found) == 1 else links.page("claims"),
    )


def _sentence(sentence: ReadSentence, lists: Lists, *, alone: bool) -> SentenceView:
    problem = wording.not_understood(sentence.unread, stateless=sentence.stateless)
    if sentence.over:
        problem = gettext(
            "The note asks for more months than can be checked at once. Check this sentence alone."
        )
    if not sentence.claims and not problem:
        problem = gettext("It claims nothing that the lists can decide.")
    return SentenceView(
        sentence.text,
        tuple(claim_view(checked, lists) for checked in sentence.claims),
        problem,
        tuple(_near(sentence.text, lists)) if alone and problem else (),
    )


def _elsewhere(wanted: Asked, question: Question) -> str:
    """The same question about other lists; a whole note is pasted again."""
    if question.checked is not None:
        claim = question.checked.evidence.claim
        return links.claim(wanted, query_of(claim), claim.first, claim.last)
    said = {"said": question.said} if question.said and len(question.sentences) == 1 else {}
    return links.page("claims", query=wanted.query | said)


def _parts(question: Question, lists: Lists) -> PartsForm:
    typed = question.typed
    oldest, newest = lists.record("", "") or ("", "")
    return PartsForm(
        states=tuple(
            sorted(
                (Choice(labels.state_name(state), state.code, state.code == typed.get("state", "").upper())
                 for state in lists.states),
                key=lambda choice: choice.label,
            )
        ),
        kinds=tuple(Choice(wording.kind_name(kind), kind.value, kind == typed.get("kind")) for kind in IN_PARTS),
        count=typed.get("count", ""),
        first=typed.get("from") or str(oldest),
        last=typed.get("to") or str(newest),
        problem=question.problem,
        open=bool(typed),
    )  # fmt: skip


def _near(text: str, lists: Lists) -> list[Choice]:
    names = {state.code: labels.state_name(state) for state in lists.states}
    language = "hi" if labels.in_hindi() or any("ऀ" <= sign <= "ॿ" for sign in text) else "en"
    return [_example(form, language, names) for form in nearest(text) if form.state in names]


def _example(form: Form, language: str, names: dict[str, str]) -> Choice:
    """The example in a language, with an address in the page's own."""
    with override(language):
        months = {place: month_name(month) for place, month in EXAMPLES.items()}
        text = form.said(language, names, months)
    return Choice(text, links.said(text))


def _form(form: Form, names: dict[str, str]) -> FormRow:
    return FormRow(wording.kind_name(form.kind), _example(form, "en", names), _example(form, "hi", names))


def _public(claim: CheckedClaim, lists: Lists) -> PublicRow:
    public = claim.public
    wanted = Asked(public.board, public.category, None)
    name = next(labels.state_name(state) for state in lists.states if state.code == public.claim.state)
    return PublicRow(
        text=restated(public.claim, name),
        source=public.source,
        verdict=_verdict(claim.evidence, wanted),
        kind=claim.evidence.verdict.value.lower(),
        answer=wording.answer(claim.evidence),
        recorded=_verdict(claim.recorded, wanted.of_origin(Origin.RECORDED)),
        recorded_kind=claim.recorded.verdict.value.lower(),
        sample=wording.samples(claim.evidence),
    )


def _verdict(evidence: Evidence, wanted: Asked) -> Choice:
    claim: Claim = evidence.claim
    word = f"{wording.SIGNS[evidence.verdict]} {wording.verdict(evidence.verdict)}"
    return Choice(word, links.claim(wanted, query_of(claim), claim.first, claim.last))


PARTS = ("state", "kind", "count", "relation", "other", "from", "to")


@csrf_exempt  # a note is too long for an address; nothing is kept of it
@partial(explained, methods=("GET", "HEAD", "POST"))
def claims(request: HttpRequest) -> HttpResponse:
    """The claim checker; its address with the parts of a claim is the claim's permanent one."""
    wanted = Asked.of(request)
    lists = Lists(wanted.scope, all_states())
    query = request.POST if request.method == "POST" else request.GET
    said = query.get("said", "").strip()[:LONGEST_NOTE]
    if said:
        question = Question(said, read_note(said, lists))
    else:
        question = _in_parts({name: query[name] for name in PARTS if query.get(name)}, lists)
    page = claims_page(question, wanted, lists, checked_claims(lists.states))
    return render(request, "dashboard/claims.html", {"page": page, **known(wanted)})


def _in_parts(typed: Mapping[str, str], lists: Lists) -> Question:
    """A claim in its parts, with what it lacks."""
    if not (typed.get("kind") or typed.get("count")):
        return Question()
    try:
        claim = claim_in(typed, lists.record("", ""))
    except MalformedQueryError as problem:
        if problem.field != "from" or "annual" not in typed.get("kind", ""):
            raise
        return Question(typed=dict(typed), problem=str(problem))
    if claim is None:
        return Question(
            typed=dict(typed),
            problem=wording.wanting(state=not typed.get("state"), count=not typed.get("count")),
        )
    return Question(checked=lists.checked(claim, lists.asked), typed=dict(typed))
