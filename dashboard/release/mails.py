"""The mails of a release, in words: to a State's officers, to those who follow a State, and to those of the list.

A subscriber reads one language, an officer both. A mail names the top five and the five about the State; there are
no lists of best and worst, which would contradict each other wherever scores lie close.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from common.dates import month_name, place
from common.letters import Letter
from dashboard.release.feed import FEW, NextPlace, Parts, StateNews, list_news, state_news
from dashboard.why import wording
from insights.explain.core import RankSplit
from rankings.lists import headlines, labels, links
from rankings.lists.labels import movement_of, signed
from rankings.lists.links import Asked
from rankings.lists.queries import ListView, Row
from rankings.models import Origin, Publication, Subscription
from rankings.release.services import Recipient
from rankings.release.subscriptions import secret_in_force

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


def _subject(shown: ListView, news: StateNews | None) -> str:
    names = {"month": month_name(shown.month), "number": shown.revision}
    head = _("Ranking of %(month)s") % names
    if shown.revision > 1:
        head = _("Ranking of %(month)s, revision %(number)s") % names
    if news is None:
        return f"{head}: {_firsts(shown)}"
    return f"{labels.state_name(news.state)}: {_standing(news.row)} · {head}"


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
        yield from _table(_("The first five"), news.top if news else shown.ranked[:FEW])
    if news is not None and news.around:
        yield from _table(_("About %(state)s") % {"state": labels.state_name(news.state)}, news.around)
    yield from _links(shown, news)


def _own(news: StateNews) -> Iterator[str]:
    yield ""
    if news.row.rank is None:
        yield f"{labels.state_name(news.state)}: {_standing(news.row)}."
        return
    yield f"{labels.state_name(news.state)}: {_standing(news.row)}, {_moved(news.row)}."
    if news.in_category is not None and news.in_category.rank is not None:
        yield f"{labels.category_name(news.category)}: {_standing(news.in_category)}, {_moved(news.in_category)}."
    for board, row in news.boards:
        moved = f", {_moved(row)}" if row.rank is not None else ""
        yield f"{labels.board_name(board)}: {_standing(row)}{moved}."
    if news.shown.left or news.shown.came:
        yield _("Movements compare the States that are ranked in both lists.")
    if news.parts is not None:
        yield ""
        yield _("Why, by parameter, against the month before (points of the score):")
        yield from _parts(news.parts)
    if news.rank is not None:
        yield ""
        yield _rank(news.rank, news)
    if news.next_place is not None:
        yield ""
        yield _next(news.next_place)


def _rank(rank: RankSplit, news: StateNews) -> str:
    """Why the rank moved, in one line: what the State did, what the others did, who passed whom."""
    name = {code: labels.state_name(state) for code, state in news.names.items()}
    return " ".join([wording.movers(rank), *wording.passing(rank, lambda code: name.get(code, code))])


def _standing(row: Row) -> str:
    """`2nd place with 99.85`."""
    if row.rank is None or row.score is None:
        return _("unranked (%(reason)s)") % {"reason": labels.reason(row.reason)}
    return _("%(place)s place with %(score)s") % {"place": place(row.rank), "score": f"{row.score:.2f}"}


def _moved(row: Row) -> str:
    told = movement_of(row)
    return f"{told.words} {told.places}".strip()


def _parts(parts: Parts) -> Iterator[str]:
    """A line for each part, for the rest with its rounding, and for their sum, which is the printed change."""
    if not parts.largest and not parts.others:
        yield "  " + _("no parameter moved the score")
        return
    for one in parts.largest:
        yield f"  {signed(one.points)}  {one.code} {labels.either(one.name, one.name_hi)}"
    if parts.others:
        text = ngettext("%(count)s other and rounding", "%(count)s others and rounding", parts.others)
        yield f"  {signed(parts.rest)}  {text % {'count': parts.others}}"
    elif parts.rest:
        yield f"  {signed(parts.rest)}  " + _("rounding")
    yield f"  {signed(parts.change)}  " + _("in all")


def _next(one: NextPlace) -> str:
    return _("Next within reach: %(place)s place (%(score)s, %(states)s); %(marks)s marks are missing.") % {
        "place": place(one.rank),
        "score": f"{one.score:.2f}",
        "states": labels.listed([labels.state_name(state) for state in one.held_by]),
        "marks": one.marks,
    }


def _table(title: str, rows: tuple[Row, ...]) -> Iterator[str]:
    yield ""
    yield title
    for row in rows:
        yield f"  {row.rank:>2}  {labels.state_name(row.state)}  {row.score:.2f}"


def _firsts(shown: ListView) -> str:
    if not shown.first:
        return _("nobody is ranked")
    return _("%(states)s first") % {
        "states": labels.listed([labels.state_name(row.state) for row in shown.first])
    }


def _links(shown: ListView, news: StateNews | None) -> Iterator[str]:
    wanted = Asked(shown.board, shown.category, None)
    yield ""
    yield _("The list:") + " " + _address(links.leaderboard(shown.month, wanted))
    if news is not None:
        yield _("The State:") + " " + _address(links.state(news.state.code, wanted, shown.month))
        if news.parts is not None:
            yield (
                _("Why its rank changed:")
                + " "
                + _address(links.why(news.state.code, wanted, shown.month.previous(), shown.month))
            )
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
    return labels.state_name(subscription.state)


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
    query = Asked(board, category, Origin(publication.origin)).query
    return settings.SITE_URL + links.data(f"rankings/{publication.month}/rev/{publication.revision}/", query)
