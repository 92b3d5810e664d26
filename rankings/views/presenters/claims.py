"""The claim checker's page: what was pasted, sentence by sentence, the claims made in public, and every form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext, override

from rankings.core.claim_forms import EXAMPLES, FORMS, Form, nearest
from rankings.core.claim_kinds import Claim, ClaimKind
from rankings.core.claim_parser import LONGEST_NOTE
from rankings.core.claims import Evidence
from rankings.models import Origin
from rankings.selectors.claims import Checked, Lists, ReadSentence
from rankings.selectors.published_claims import CheckedClaim
from rankings.views import links
from rankings.views.claiming import query_of
from rankings.views.links import Asked
from rankings.views.presenters.claimviews import ClaimView, claim_view
from rankings.views.wording import claims, labels
from rankings.views.wording.claim_readings import restated
from rankings.views.wording.months import month_name
from states.asking import Choice

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
                wanted, {one: _elsewhere(wanted.on_board(one), question) for one in labels.BOARDS}
            )
        ),
        categories=tuple(
            links.category_choices(
                wanted, {one: _elsewhere(wanted.in_category(one), question) for one in labels.CATEGORIES}
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
    problem = claims.not_understood(sentence.unread, stateless=sentence.stateless)
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
        kinds=tuple(Choice(claims.kind_name(kind), kind.value, kind == typed.get("kind")) for kind in IN_PARTS),
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
    return FormRow(claims.kind_name(form.kind), _example(form, "en", names), _example(form, "hi", names))


def _public(claim: CheckedClaim, lists: Lists) -> PublicRow:
    public = claim.public
    wanted = Asked(public.board, public.category, None)
    name = next(labels.state_name(state) for state in lists.states if state.code == public.claim.state)
    return PublicRow(
        text=restated(public.claim, name),
        source=public.source,
        verdict=_verdict(claim.evidence, wanted),
        kind=claim.evidence.verdict.value.lower(),
        answer=claims.answer(claim.evidence),
        recorded=_verdict(claim.recorded, wanted.of_origin(Origin.RECORDED)),
        recorded_kind=claim.recorded.verdict.value.lower(),
        sample=claims.samples(claim.evidence),
    )


def _verdict(evidence: Evidence, wanted: Asked) -> Choice:
    claim: Claim = evidence.claim
    word = f"{claims.SIGNS[evidence.verdict]} {claims.verdict(evidence.verdict)}"
    return Choice(word, links.claim(wanted, query_of(claim), claim.first, claim.last))
