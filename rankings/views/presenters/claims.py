"""The claim checker's page: the box, the claims made in public, and the help with every form of sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, override

from rankings.core.claim_forms import EXAMPLES, FORMS, Form, nearest
from rankings.core.claims import Evidence
from rankings.models import Origin
from rankings.selectors.published_claims import CheckedClaim
from rankings.selectors.windows import Window
from rankings.views import links
from rankings.views.claiming import ClaimAsked
from rankings.views.links import Asked, Choice
from rankings.views.presenters.claimbox import ClaimBox, claim_box
from rankings.views.wording import claims, labels
from rankings.views.wording.months import month_name
from states.models import State


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
class ClaimsPage:
    """Everything the page prints. `near` are the forms that come closest to a sentence that was not understood."""

    headline: str
    title: str
    lede: tuple[str, ...]
    sample: bool
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    claim: ClaimBox | None
    understood: str
    near: tuple[Choice, ...]
    public: tuple[PublicRow, ...]
    forms: tuple[FormRow, ...]
    canonical: str


def claims_page(
    found: Window,
    wanted: Asked,
    claim: ClaimAsked | None,
    states: Sequence[State],
    public: Sequence[CheckedClaim],
) -> ClaimsPage:
    box = claim_box(found, wanted, claim, states)
    by_code = {one.code: one for one in states}
    verdict = box.verdict if box else None
    lost = claim is not None and bool(claim.said) and verdict is None
    return ClaimsPage(
        headline=f"{verdict.restated}: {verdict.word}"
        if verdict
        else gettext("Check a claim about the ranking"),
        title=f"{verdict.restated}: {verdict.word}" if verdict else gettext("Claim checker"),
        lede=(labels.board_name(wanted.board), labels.category_name(wanted.category)),
        sample=bool(found.view.coverage and found.view.coverage.sample_months),
        boards=tuple(
            links.board_choices(
                wanted, {one: _elsewhere(wanted.on_board(one), claim, found) for one in labels.BOARDS}
            )
        ),
        categories=tuple(
            links.category_choices(
                wanted, {one: _elsewhere(wanted.in_category(one), claim, found) for one in labels.CATEGORIES}
            )
        ),
        claim=box,
        understood=_understood(claim, by_code, wanted) if lost and claim else "",
        near=tuple(_near(claim.said, by_code)) if lost and claim else (),
        public=tuple(_public(one, by_code) for one in public),
        forms=tuple(_form(one, by_code) for one in FORMS if one.state in by_code),
        canonical=verdict.link.partition("#")[0] if verdict else links.page("claims"),
    )


def _elsewhere(wanted: Asked, claim: ClaimAsked | None, found: Window) -> str:
    """The same claim about other lists."""
    if claim is None or found.view.first is None or found.view.last is None:
        return links.page("claims", query=wanted.query)
    return links.claim(wanted, claim.query, found.view.first, found.view.last)


def _understood(claim: ClaimAsked, states: dict[str, State], wanted: Asked) -> str:
    """`Understood so far: Haryana · rank in every month · June 2021 to October 2023`."""
    parts = [labels.state_name(states[claim.state])] if claim.state else []
    parts.append(claims.kind_name(claim.kind))
    if claim.count is not None:
        parts.append(str(claim.count))
    if claim.first and claim.last:
        parts.append(
            gettext("%(first)s to %(last)s")
            % {"first": month_name(claim.first), "last": month_name(claim.last)}
        )
    parts += [labels.board_name(wanted.board), labels.category_name(wanted.category)]
    return gettext("Understood so far: %(parts)s.") % {"parts": " · ".join(parts)}


def _near(text: str, states: dict[str, State]) -> list[Choice]:
    language = "hi" if labels.in_hindi() or any("ऀ" <= sign <= "ॿ" for sign in text) else "en"
    return [_example(one, language, states) for one in nearest(text) if one.state in states]


def _example(form: Form, language: str, states: dict[str, State]) -> Choice:
    """The example in a language, with an address in the page's own."""
    with override(language):
        months = {place: month_name(month) for place, month in EXAMPLES.items()}
        text = form.said(language, labels.state_name(states[form.state]), months)
    return Choice(text, links.said(text))


def _form(form: Form, states: dict[str, State]) -> FormRow:
    return FormRow(claims.kind_name(form.kind), _example(form, "en", states), _example(form, "hi", states))


def _public(one: CheckedClaim, states: dict[str, State]) -> PublicRow:
    claim, public = one.public.claim, one.public
    wanted = Asked(public.board, public.category, None)
    return PublicRow(
        text=claims.restated(claim, labels.state_name(states[claim.state])),
        source=public.source,
        verdict=_verdict(one.evidence, wanted),
        kind=one.evidence.verdict.value.lower(),
        answer=claims.answer(one.evidence),
        recorded=_verdict(one.recorded, wanted.of_origin(Origin.RECORDED)),
        recorded_kind=one.recorded.verdict.value.lower(),
        sample=claims.samples(one.evidence),
    )


def _verdict(evidence: Evidence, wanted: Asked) -> Choice:
    claim = evidence.claim
    parts = {"kind": claim.kind.value, "state": claim.state, "count": str(claim.count)}
    return Choice(claims.verdict(evidence.verdict), links.claim(wanted, parts, claim.first, claim.last))
