"""`/rankings/2023-10/proof/`: how a list can be checked; with `?format=zip` the audit pack itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from common import signing
from common.asking import Choice, MalformedQueryError, UnknownNameError
from common.dates import month_name
from common.forms import ReadField
from common.templatetags.pragati import address as address_of
from dashboard.site.charted import served
from dashboard.site.errors import explained
from rankings.lists import labels, links
from rankings.lists.histories import Scope
from rankings.lists.queries import list_entries
from rankings.lists.query import ListQuery
from rankings.models import Origin, RankingList
from rankings.proof import Proof, UnsignedListError, audit_pack, proof

ZIP = "application/zip"


def _revision(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0:
        return int(text)
    told = _("revision: “%(value)s” is not a number; write it as 1, 2, …") % {"value": text[:40]}
    raise MalformedQueryError("revision", told)


def _format(text: str) -> str:
    if text in {"html", "zip"}:
        return text
    raise MalformedQueryError("format", _("format is zip or nothing, not “%(value)s”") % {"value": text[:40]})


class ProofQuery(ListQuery):
    """A list, an older revision of it than the current one, and as what it is wanted."""

    revision = ReadField(_revision)
    format = ReadField(_format)


@explained
def show(request: HttpRequest, month: str) -> HttpResponse:
    """The page, or the pack."""
    query = ProofQuery.read(request.GET)
    found = proof(query.scope, month, query.cleaned_data["revision"])
    if query.cleaned_data["format"] == "zip":
        return _pack(request, found)
    ranking, keys = found.shown, signing_keys()
    # The manifest is signed with today's key, the list with the one of its day.
    trusted = dict.fromkeys([keys[0]["hex"], *([found.key] if found.key else [])])
    origin = Origin(ranking.origin) if query.scope.origin else None
    own = Scope(ranking.board, ranking.category, origin)
    later = [each for each in found.chain if each.month == ranking.month and each.revision > ranking.revision]
    context = {
        "found": found,
        "list": ranking,
        "title": _("Proof of the list of %(month)s · %(board)s · %(category)s")
        % {
            "month": month_name(ranking.month),
            "board": labels.board_name(ranking.board),
            "category": labels.category_name(ranking.category),
        },
        "of": " · ".join(_facts(ranking)),
        "sample": ranking.sample,
        "list_page": links.leaderboard(ranking.month, own, None if ranking.is_current else ranking.revision),
        "later": later[-1] if later else None,
        "later_page": address(later[-1]) if later else "",
        "previous_page": address(found.previous) if found.previous else "",
        "key": signing.key_id(found.key) if found.key else "",
        "keys": keys,
        "download": address(ranking, format="zip") if ranking.signature else "",
        "file_name": _file_name(ranking),
        "command": f"python verify.py {_file_name(ranking)} --key {' '.join(trusted)}",
        **_choices(ranking),
    }
    return render(request, "dashboard/release/proof.html", context)


def _facts(ranking: RankingList) -> tuple[str, ...]:
    """Origin, revision and day of release."""
    assert ranking.publication is not None
    return (
        labels.origin_name(ranking.origin),
        _("revision %(number)s") % {"number": ranking.revision},
        labels.released(ranking.publication.released_on),
    )


def _pack(request: HttpRequest, found: Proof) -> HttpResponse:
    try:
        body = audit_pack(found)
    except UnsignedListError:
        raise UnknownNameError("revision", str(found.shown.revision), ()) from None
    newest = found.chain[-1].publication
    response = served(request, body, ZIP, modified=newest.published_at if newest else None)
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(found.shown)}"'
    return response


def _file_name(ranking: RankingList) -> str:
    names = (ranking.month, ranking.board, ranking.category, ranking.origin, f"r{ranking.revision}")
    return f"pragati-{'-'.join(map(str, names))}.zip"


def address(ranking: RankingList, **query: str) -> str:
    """The page of proofs of a list, in the active language; the current revision where none is named."""
    asked = Scope(ranking.board, ranking.category, Origin(ranking.origin))
    revision = {} if ranking.is_current else {"revision": str(ranking.revision)}
    return address_of(("release:proof", ranking.month), query={**asked.query, **revision, **query})


def signing_keys() -> list[dict[str, str]]:
    """The keys of this installation, today's first: short id, key in hexadecimal, fingerprint, and what it is for."""
    return [
        {
            "id": signing.key_id(key),
            "hex": key,
            "fingerprint": signing.fingerprint(key),
            "use": _("retired; its signatures still hold") if number else _("signs today"),
        }
        for number, key in enumerate(signing.public_keys())
    ]


def _choices(shown: RankingList) -> dict[str, Any]:
    """The proofs of the other lists of the month."""
    own = (shown.board, shown.category, shown.origin)
    lists = list_entries(board=None, category=None, origin=None, first=shown.month, last=shown.month)
    pages = {
        key: address_of(("release:proof", shown.month), query=Scope(*key[:2], Origin(key[2])).query)
        for key in {(ranking.board, ranking.category, ranking.origin) for ranking in lists}
    }

    def beside(place: int) -> dict[str, str]:
        """What differs in one of the three alone."""
        return {
            key[place]: page
            for key, page in sorted(pages.items())
            if key[:place] + key[place + 1 :] == own[:place] + own[place + 1 :]
        }

    asked = Scope(shown.board, shown.category, Origin(shown.origin))
    return {
        "boards": links.board_choices(asked, beside(0)),
        "categories": links.category_choices(asked, beside(1)),
        "origins": [
            Choice(labels.origin_name(origin), page, origin == shown.origin)
            for origin, page in beside(2).items()
        ],
    }
