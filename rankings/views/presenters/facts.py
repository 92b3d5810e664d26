"""What a list rests on: methodology, ties, digest, data, origin, and how it agrees with the record."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from rankings.models import Origin
from rankings.selectors.leaderboards import Leaderboard
from rankings.selectors.shapes import Agreement, ListView
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.wording import labels
from states.asking import Choice

DIGEST_SHOWN = 15
"""Characters of a digest that are shown: `sha256:` and eight more."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and the texts or links that answer it; an answer's `title` is the whole of a shortened text."""

    term: str
    answers: tuple[Choice, ...]


def facts(found: Leaderboard, wanted: Asked, *, frozen: bool) -> list[Fact]:
    """The facts beside a list; `frozen` on the page of one revision."""
    view = found.shown
    own = [_origin(found, wanted)]
    if found.agreement is not None:
        own.append(Fact(gettext("Against the record"), (Choice(agreement(found.agreement), ""),)))
    if view.origin == Origin.RECORDED:
        own.append(Fact(gettext("Data month"), (Choice(labels.month_basis(view.month_basis), ""),)))
    if view.methodology:
        address = links.page("methodology", view.methodology)
        own.append(Fact(gettext("Methodology"), (Choice(view.methodology, address),)))
    if found.methodology is not None:
        own.append(Fact(gettext("Ties"), (Choice(_ties(found.methodology.rules["ties"]), ""),)))
    if len(found.revisions) > 1:
        own.append(Fact(gettext("Revisions"), tuple(_revision(one, view, wanted) for one in found.revisions)))
    if view.origin == Origin.COMPUTED:
        address = links.sureness(view.month, wanted)
        own.append(Fact(gettext("How sure"), (Choice(gettext("ranks under other marks"), address),)))
        own.append(
            Fact(
                gettext("What decides"),
                (Choice(gettext("parameter by parameter"), links.deciding(view.month, wanted)),),
            )
        )
    own.append(
        Fact(gettext("Progress"), (Choice(gettext("who improved most"), links.progress(view.month, wanted)),))
    )
    own.append(Fact(gettext("Digest"), (Choice(f"{view.digest[:DIGEST_SHOWN]}…", "", title=view.digest),)))
    own.append(Fact(gettext("Proof"), (Choice(gettext("how to check this list"), _proof(view)),)))
    own.append(Fact(gettext("As data"), tuple(_data(view, frozen=frozen))))
    return own


def _proof(view: ListView) -> str:
    """The page that proves this very list: its board, category, origin and revision."""
    address = reverse("release:proof", kwargs={"month": str(view.month)})
    query = {"board": view.board, "category": view.category, "origin": view.origin, "revision": view.revision}
    return f"{address}?{urlencode(query)}"


def agreement(found: Agreement) -> str:
    """`6 of 6 places on record agree`"""
    text = ngettext(
        "%(agreeing)s of %(count)s place on record agrees",
        "%(agreeing)s of %(count)s places on record agree",
        found.on_record,
    )
    return text % {"agreeing": found.agreeing, "count": found.on_record}


def _origin(found: Leaderboard, wanted: Asked) -> Fact:
    """Whether the list is computed or recorded, with the other kind where the month has one."""
    view = found.shown
    shown = (
        gettext("computed from figures")
        if view.origin == Origin.COMPUTED
        else gettext("from the published record")
    )
    answers = [Choice(shown, "")]
    other = Origin.RECORDED if view.origin == Origin.COMPUTED else Origin.COMPUTED
    if any(
        (one.board, one.category, one.origin) == (view.board, view.category, other) for one in found.beside
    ):
        text = (
            gettext("see the recorded list") if other is Origin.RECORDED else gettext("see the computed list")
        )
        answers.append(Choice(text, links.leaderboard(view.month, wanted.of_origin(other))))
    return Fact(gettext("Origin"), tuple(answers))


def _ties(method: str) -> str:
    if method == "dense":
        return gettext("equal scores share a rank, and the next rank follows")
    return gettext("equal scores share a rank, and the next rank skips")


def _revision(number: int, view: ListView, wanted: Asked) -> Choice:
    address = links.leaderboard(view.month, wanted, number)
    return Choice(str(number), "" if number == view.revision else address, number == view.revision)


def _data(view: ListView, *, frozen: bool) -> list[Choice]:
    """The same list from the API."""
    path = f"rankings/{view.month}/rev/{view.revision}/" if frozen else f"rankings/{view.month}/"
    query = {"board": view.board, "category": view.category, "origin": view.origin}
    return [
        Choice("JSON", links.data(path, query)),
        Choice("CSV", links.data(path, {**query, "format": "csv"})),
        Choice("XLSX", links.data(path, {**query, "format": "xlsx"})),
    ]
