"""The mails of a release, in words: to a State's officers, to those who follow a State, and to those of the list.

A subscriber reads one language, an officer both. A mail names the top five and the five about the State; there are
no lists of best and worst, which would contradict each other wherever scores lie close.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from common.dates import month_name, place
from common.letters import Letter
from dashboard.why import wording
from insights.explain.core import Largest, Printed, RankSplit, split_places, split_score
from metrics.boards import DEFAULT_BOARD, Board
from metrics.selectors import document_of
from rankings.lists import headlines, labels, links
from rankings.lists.histories import Scope
from rankings.lists.labels import movement_of, signed
from rankings.lists.queries import ListView, Row, list_view
from rankings.lists.scored_list import Worked, work
from rankings.lists.scored_lists import basis_of, computed_lists
from rankings.models import Origin, Publication, RankingList, Subscription
from rankings.release.services import Recipient
from rankings.release.subscriptions import secret_in_force
from states.models import State
from states.selectors import ALL_INDIA, categories_in

RULE = "\n\n" + "-" * 60 + "\n\n"
HINDI, ENGLISH = "hi", "en"


def release_mail(publication: Publication, recipient: Recipient) -> Letter:
    """The mail to one recipient. Raises WithdrawnListError."""
    subscription = recipient.subscription
    languages = (ENGLISH, HINDI) if subscription is None else (subscription.language,)
    subjects, bodies = [], []
    for language in languages:
        with override(language):
            news = state_news(publication, recipient.state) if recipient.state else None
            shown = news.shown if news else list_news(publication)
            subjects.append(_subject(shown, news))
            bodies.append("\n".join(_body(publication, shown, news)))
            if subscription is not None:
                bodies[-1] += "\n\n" + _goodbye(subscription)
    headers = {} if subscription is None else leaving_headers(subscription)
    return Letter(" · ".join(subjects), RULE.join(bodies) + "\n", headers)


def confirmation_mail(subscription: Subscription) -> Letter:
    """The mail that asks whether somebody meant it."""
    with override(subscription.language):
        what = _what(subscription)
        address = _address(reverse("release:confirm", args=[secret_in_force(subscription)]))
        body = _(
            "Somebody, we think you, asked for a mail at each release of %(what)s.\n\n"
            "If you want it, open this page within three days and confirm:\n%(link)s\n\n"
            "If not, do nothing: no further mail comes."
        ) % {"what": what, "link": address}
        return Letter(_("Pragati: please confirm your subscription"), f"{body}\n")


def leaving_headers(subscription: Subscription) -> dict[str, str]:
    """One click in the mail program ends the subscription (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{_leave(subscription)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


# What a release tells of one State.

MOST_PARTS = 3
FEW = 5


@dataclass(frozen=True, slots=True)
class StateNews:
    """One State in a release.

    `row` is its row in the list of all India on the default board, `in_category` that in its own category, `boards`
    those on the other boards. `parts` are the parameters that moved its score most, with the change that they and
    their rest sum to, and `names` the parameters' entries; `rank` is why its rank moved: each None where the month
    before does not tell. `reach` is who holds the next better place, and the marks missing, rounded up to hundredths.
    """

    shown: ListView
    row: Row
    category: str
    in_category: Row | None
    boards: Mapping[str, Row]
    parts: tuple[Largest, Decimal] | None
    names: Mapping[str, Mapping[str, Any]]
    rank: RankSplit | None
    reach: tuple[list[Row], Decimal] | None


def list_news(publication: Publication) -> ListView:
    """The list of all India on the default board, as it was known at the publication. Raises WithdrawnListError."""
    return _view(publication, DEFAULT_BOARD.value, ALL_INDIA)


def state_news(publication: Publication, code: str) -> StateNews:
    """What a publication of computed lists says of one State. Raises WithdrawnListError."""
    shown = list_news(publication)
    row = _row(shown, code)
    assert row is not None
    category = categories_in(publication.month)[code]
    boards = {
        board: _row(_view(publication, board, ALL_INDIA), code) for board in Board if board != shown.board
    }
    lists = computed_lists(Scope(DEFAULT_BOARD.value, ALL_INDIA, known_at=publication.number))
    ranking, before = lists[publication.month], lists.get(publication.month.previous())
    worked = _worked(ranking, row.state)
    parts, rank, names = None, None, {}
    if before is not None and before.methodology is not None and ranking.methodology is not None:
        split = split_score(_worked(before, row.state), worked, code)
        if split is not None:
            parts = split.largest(MOST_PARTS), split.change
            names = {
                parameter["code"]: parameter
                for version in (before.methodology, ranking.methodology)
                for parameter in document_of(version).document["parameters"]
            }
        # From the printed scores of the two lists; each is ranked by its own methodology's rule for ties.
        rows = before.rows.filter(rank__isnull=False).values_list("state_id", "score")
        rank = split_places(
            Printed(
                {state: score for state, score in rows if score is not None}, before.methodology.rules["ties"]
            ),
            Printed(
                {each.state.code: each.score for each in shown.ranked if each.score is not None},
                worked.basis.rules.ties,
            ),
            code,
        )
    return StateNews(
        shown=shown,
        row=row,
        category=category,
        in_category=_row(_view(publication, DEFAULT_BOARD.value, category), code),
        boards={board: own for board, own in boards.items() if own is not None},
        parts=parts,
        names=names,
        rank=rank,
        reach=_reach(shown, row, worked),
    )


def _view(publication: Publication, board: str, category: str) -> ListView:
    return list_view(Scope(board, category, Origin.COMPUTED), str(publication.month), publication.revision)


def _row(shown: ListView, code: str) -> Row | None:
    return next((row for row in shown.rows if row.state.code == code), None)


def _worked(ranking: RankingList, state: State) -> Worked:
    """The marks of one State alone; its place follows from the others', which the list has."""
    return work(replace(basis_of(ranking), names={state.code: state.name}))


def _reach(shown: ListView, row: Row, worked: Worked) -> tuple[list[Row], Decimal] | None:
    scored = [(each.score, each) for each in shown.ranked if each.score is not None]
    better = [score for score, _row in scored if row.score is not None and score > row.score]
    if not better:
        return None
    own = worked.scores[row.state.code]
    # A score prints as this one from half a hundredth below it on.
    missing = (Fraction(min(better)) - Fraction(1, 200)) * own.applicable / 100 - own.obtained
    held = [each for score, each in scored if score == min(better)]
    return held, Decimal(-(-missing * 100 // 1)).scaleb(-2)


def _around(rows: tuple[Row, ...], position: int) -> tuple[Row, ...]:
    """Five rows about a position, which the ends of the list may push aside; none where the first five hold them."""
    start = min(max(position - 1 - FEW // 2, 0), max(len(rows) - FEW, 0))
    return rows[start : start + FEW] if start > 0 else ()


# The same in words.


def _subject(shown: ListView, news: StateNews | None) -> str:
    names = {"month": month_name(shown.month), "number": shown.revision}
    head = _("Ranking of %(month)s") % names
    if shown.revision > 1:
        head = _("Ranking of %(month)s, revision %(number)s") % names
    if news is not None:
        return f"{news.row.state.label}: {_standing(news.row)} · {head}"
    firsts = _("nobody is ranked")
    if shown.first:
        states = labels.listed([row.state.label for row in shown.first])
        firsts = _("%(states)s first") % {"states": states}
    return f"{head}: {firsts}"


def _body(publication: Publication, shown: ListView, news: StateNews | None) -> Iterator[str]:
    yield _("The ranking of %(month)s is released (%(board)s, %(category)s).") % {
        "month": month_name(shown.month),
        "board": labels.board_name(shown.board),
        "category": labels.category_name(shown.category),
    }
    if shown.sample:
        yield _("Sample figures, calibrated to the published record. Not official data.")
    if mixed := labels.mixed(shown.sample_basis):
        yield mixed
    yield from (f"{counts}." for counts in headlines.ranked(shown))
    if publication.reason:
        yield _("Reason for the revision: %(reason)s") % {"reason": publication.reason}
    if news is None:
        yield from headlines.unranked(shown)
    else:
        yield from _own(news)
    if shown.ranked:
        yield from _table(_("The first five"), shown.ranked[:FEW])
    if news is not None and news.row.rank is not None:
        title = _("About %(state)s") % {"state": news.row.state.label}
        yield from _table(title, _around(shown.ranked, news.row.position))
    yield from _links(shown, news)


def _own(news: StateNews) -> Iterator[str]:
    yield ""
    name = news.row.state.label
    if news.row.rank is None:
        yield f"{name}: {_standing(news.row)}."
        return
    yield f"{name}: {_moved(news.row)}."
    if news.in_category is not None and news.in_category.rank is not None:
        yield f"{labels.category_name(news.category)}: {_moved(news.in_category)}."
    for board, row in news.boards.items():
        yield f"{labels.board_name(board)}: {_standing(row) if row.rank is None else _moved(row)}."
    if news.shown.left or news.shown.came:
        yield _("Movements compare the States that are ranked in both lists.")
    if news.parts is not None:
        yield ""
        yield _("Why, by parameter, against the month before (points of the score):")
        yield from _parts(*news.parts, news.names)
    if news.rank is not None:
        # What the State did, what the others did, who passed whom.
        names = {row.state.code: row.state.label for row in news.shown.rows}
        passing = wording.passing(news.rank, lambda code: names.get(code, code))
        yield ""
        yield " ".join([wording.movers(news.rank), *passing])
    if news.reach is not None:
        held, marks = news.reach
        assert held[0].rank is not None
        yield ""
        yield _(
            "Next within reach: %(place)s place (%(score)s, %(states)s); %(marks)s marks are missing."
        ) % {
            "place": place(held[0].rank),
            "score": f"{held[0].score:.2f}",
            "states": labels.listed([row.state.label for row in held]),
            "marks": marks,
        }


def _standing(row: Row) -> str:
    """`2nd place with 99.85`."""
    if row.rank is None or row.score is None:
        return _("unranked (%(reason)s)") % {"reason": labels.reason(row.reason)}
    return _("%(place)s place with %(score)s") % {"place": place(row.rank), "score": f"{row.score:.2f}"}


def _moved(row: Row) -> str:
    """`2nd place with 99.85, up 1`."""
    movement = movement_of(row)
    return f"{_standing(row)}, " + f"{movement.words} {movement.places}".strip()


def _parts(largest: Largest, change: Decimal, names: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """A line for each part, for the rest with its rounding, and for their sum, which is the printed change."""
    if not largest.parameters and not largest.others:
        yield "  " + _("no parameter moved the score")
        return
    for code, points in largest.parameters:
        yield f"  {signed(points)}  {code} {labels.either(names[code]['name'], names[code]['name_hi'])}"
    if largest.others:
        text = ngettext("%(count)s other and rounding", "%(count)s others and rounding", largest.others)
        yield f"  {signed(largest.rest)}  {text % {'count': largest.others}}"
    elif largest.rest:
        yield f"  {signed(largest.rest)}  " + _("rounding")
    yield f"  {signed(change)}  " + _("in all")


def _table(title: str, rows: tuple[Row, ...]) -> Iterator[str]:
    if rows:
        yield ""
        yield title
    for row in rows:
        yield f"  {row.rank:>2}  {row.state.label}  {row.score:.2f}"


def _links(shown: ListView, news: StateNews | None) -> Iterator[str]:
    wanted = Scope(shown.board, shown.category, None)
    yield ""
    yield _("The list:") + " " + _address(links.leaderboard(shown.month, wanted))
    if news is not None:
        code = news.row.state.code
        yield _("The State:") + " " + _address(links.state(code, wanted, shown.month))
        if news.parts is not None:
            why = links.why(code, wanted, shown.month.previous(), shown.month)
            yield _("Why its rank changed:") + " " + _address(why)
    proof = reverse("release:proof", args=[str(shown.month)])
    yield _("How to check it:") + " " + _address(f"{proof}?origin={Origin.COMPUTED.value}")


def _goodbye(subscription: Subscription) -> str:
    told = _("You get this mail because you subscribed to %(what)s. To end it:") % {
        "what": _what(subscription)
    }
    return f"{told} {_leave(subscription)}"


def _what(subscription: Subscription) -> str:
    if subscription.state is None:
        return _("the list")
    return subscription.state.label


def _leave(subscription: Subscription) -> str:
    with override(subscription.language):
        return _address(reverse("release:leave", args=[secret_in_force(subscription)]))


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


# What a client program is told of a release: which lists there are, with their digests and addresses.

TYPE = "ranking.released"


def identity(publication: Publication) -> str:
    """What names the message: the same in every attempt and for every client."""
    return f"release-{publication.month}-{publication.origin}-{publication.revision}"


def call_body(publication: Publication) -> bytes:
    """JSON in UTF-8, always the same bytes for the same publication."""
    document = {
        "type": TYPE,
        "timestamp": publication.published_at.isoformat(),
        "data": {
            "month": str(publication.month),
            "origin": publication.origin,
            "revision": publication.revision,
            "reason": publication.reason,
            "released_on": publication.released_on and publication.released_on.isoformat(),
            "sample": publication.sample,
            "lists": [
                {
                    "board": ranking.board,
                    "category": ranking.category,
                    "digest": ranking.digest,
                    "url": _url(publication, ranking.board, ranking.category),
                }
                for ranking in publication.lists.order_by("board", "category")
            ],
        },
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True).encode()


def _url(publication: Publication, board: str, category: str) -> str:
    query = Scope(board, category, Origin(publication.origin)).query
    return settings.SITE_URL + links.data(f"rankings/{publication.month}/rev/{publication.revision}/", query)
