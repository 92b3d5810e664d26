"""`/rankings/2023-10/proof/`: how a list can be checked; with `?format=zip` the audit pack itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import signing
from common.asking import Choice, MalformedQueryError, UnknownNameError
from common.dates import month_name
from common.months import Month
from dashboard.site.charted import served
from dashboard.site.errors import explained
from rankings.lists import labels, links
from rankings.lists.links import Asked
from rankings.lists.queries import list_entries
from rankings.models import Origin, RankingList
from rankings.proof import Proof, UnsignedListError, audit_pack, proof

ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class Key:
    """A public key in hexadecimal, its fingerprint, and the short id by which people tell keys apart."""

    id: str
    hex: str
    fingerprint: str
    use: str


@dataclass(frozen=True, slots=True)
class ProofPage:
    """What the page prints. `download` is empty for a list without a signature; `warning` says what is amiss."""

    title: str
    of: str
    sample: bool
    warning: str
    superseded: Choice | None
    proves: tuple[str, ...]
    place: str
    digest: str
    previous: Choice | None
    previous_digest: str
    signature: str
    key: Key | None
    keys: tuple[Key, ...]
    inputs: str
    methodology: Choice | None
    methodology_hash: str
    download: str
    file_name: str
    command: str
    list_page: str
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    origins: tuple[Choice, ...]


@explained
def show(request: HttpRequest, month: str) -> HttpResponse:
    """The page, or the pack; `?revision=` asks for an older revision than the current one."""
    wanted = Asked.of(request)
    revision = _revision(request.GET.get("revision", ""))
    form = request.GET.get("format", "")
    if form not in {"", "html", "zip"}:
        raise MalformedQueryError(
            "format", _("format is zip or nothing, not “%(value)s”") % {"value": form[:40]}
        )
    found = proof(wanted.scope, month, revision)
    if form == "zip":
        return _pack(request, found)
    return render(request, "dashboard/release/proof.html", {"page": _page(found, wanted)})


def _revision(text: str) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0:
        return int(text)
    told = _("revision: “%(value)s” is not a number; write it as 1, 2, …") % {"value": text[:40]}
    raise MalformedQueryError("revision", told)


def _pack(request: HttpRequest, found: Proof) -> HttpResponse:
    try:
        body = audit_pack(found)
    except UnsignedListError:
        raise UnknownNameError("revision", str(found.shown.revision), ()) from None
    newest = found.chain[-1].publication
    response = served(request, body, ZIP, modified=newest.published_at if newest else None)
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(found.shown)}"'
    return response


def _file_name(one: RankingList) -> str:
    return f"pragati-{one.month}-{one.board}-{one.category}-{one.origin}-r{one.revision}.zip"


def address(one: RankingList, **query: str) -> str:
    """The page of proofs of a list, in the active language; the current revision where none is named."""
    wanted = Asked(one.board, one.category, Origin(one.origin))
    if not one.is_current:
        query = {"revision": str(one.revision), **query}
    return _proof(one.month, wanted, query)


def _proof(month: Month, wanted: Asked, more: Mapping[str, str] | None = None) -> str:
    query = wanted.query | dict(more or {})
    page = reverse("release:proof", args=[str(month)])
    return f"{page}?{urlencode(query)}" if query else page


def _page(found: Proof, wanted: Asked) -> ProofPage:
    shown, keys = found.shown, signing_keys()
    publication = shown.publication
    assert publication is not None
    # The manifest is signed with today's key, the list with the one of its day.
    trusted = dict.fromkeys([keys[0].hex, *([found.key] if found.key else [])])
    list_page = Asked(shown.board, shown.category, Origin(shown.origin) if wanted.origin else None)
    return ProofPage(
        title=_title(shown),
        of=" · ".join(
            [
                labels.origin_name(shown.origin),
                _("revision %(number)s") % {"number": shown.revision},
                labels.released(publication.released_on),
            ]
        ),
        sample=shown.sample,
        warning=_warning(found),
        superseded=_superseded(found),
        proves=tuple(_proves(shown)),
        place=_place(found),
        digest=shown.digest,
        previous=None if found.previous is None else Choice(_name(found.previous), address(found.previous)),
        previous_digest=shown.previous_digest,
        signature=shown.signature,
        key=_key(found.key, "") if found.key else None,
        keys=keys,
        inputs=shown.inputs_digest,
        methodology=None
        if shown.methodology is None
        else Choice(shown.methodology.version, links.page("methodology", shown.methodology.version)),
        methodology_hash="" if shown.methodology is None else shown.methodology.content_hash,
        download=address(shown, format="zip") if shown.signature else "",
        file_name=_file_name(shown),
        command=f"python verify.py {_file_name(shown)} --key {' '.join(trusted)}",
        list_page=links.leaderboard(shown.month, list_page, None if shown.is_current else shown.revision),
        **_choices(shown),
    )


def _title(one: RankingList) -> str:
    return _("Proof of the list of %(month)s · %(board)s · %(category)s") % {
        "month": month_name(one.month),
        "board": labels.board_name(one.board),
        "category": labels.category_name(one.category),
    }


def _name(one: RankingList) -> str:
    return _("%(month)s, revision %(number)s") % {"month": month_name(one.month), "number": one.revision}


def _warning(found: Proof) -> str:
    if not found.shown.signature:
        return _("This list was published before lists were signed here; there is no pack for it.")
    if found.key is None:
        return _("The signature is of a key that is not listed here, so that the pack will not hold.")
    return ""


def _superseded(found: Proof) -> Choice | None:
    """The revision that took this one's place, without a link where it was withdrawn."""
    shown = found.shown
    later = [one for one in found.chain if one.month == shown.month and one.revision > shown.revision]
    if not later:
        return None
    values = {"number": later[-1].revision}
    if getattr(later[-1].publication, "withdrawal", None) is not None:
        text = _("This revision was superseded by revision %(number)s, which was withdrawn.") % values
        return Choice(text, "")
    return Choice(_("This revision was superseded by revision %(number)s.") % values, address(later[-1]))


def _proves(one: RankingList) -> list[str]:
    first = (
        _(
            "Anyone can compute the list again from the verified figures: these scores, ranks and order come out."
        )
        if one.origin == Origin.COMPUTED
        else _("The list stands as it was loaded from the published record, each place with its source.")
    )
    return [
        first,
        _("Not a character of it has changed since it was published: its digest would be another."),
        _("No list before it was changed, removed or put in later: each digest covers the one before."),
        _("It was published by the holder of the key, which signs the digest."),
    ]


def _place(found: Proof) -> str:
    count = len(found.chain)
    return ngettext(
        "list %(place)s of %(count)s on this board and in this category, in order of publication",
        "list %(place)s of %(count)s on this board and in this category, in order of publication",
        count,
    ) % {"place": found.place, "count": count}


def _key(key: str, use: str) -> Key:
    return Key(signing.key_id(key), key, signing.fingerprint(key), use)


def signing_keys() -> tuple[Key, ...]:
    """The keys of this installation, today's first."""
    current, *retired = signing.public_keys()
    return (
        _key(current, _("signs today")),
        *(_key(one, _("retired; its signatures still hold")) for one in retired),
    )


def _choices(shown: RankingList) -> dict[str, tuple[Choice, ...]]:
    """The proofs of the other lists of the month."""
    beside = list_entries(board=None, category=None, origin=None, first=shown.month, last=shown.month)
    asked = Asked(shown.board, shown.category, Origin(shown.origin))
    there = {(one.board, one.category, one.origin) for one in beside}

    def to(board: str, category: str, origin: str) -> str:
        return _proof(shown.month, Asked(board, category, Origin(origin)))

    boards = {b: to(b, c, o) for b, c, o in there if (c, o) == (shown.category, shown.origin)}
    categories = {c: to(b, c, o) for b, c, o in there if (b, o) == (shown.board, shown.origin)}
    origins = sorted(o for b, c, o in there if (b, c) == (shown.board, shown.category))
    return {
        "boards": tuple(links.board_choices(asked, boards)),
        "categories": tuple(links.category_choices(asked, categories)),
        "origins": tuple(
            Choice(labels.origin_name(o), to(shown.board, shown.category, o), o == shown.origin)
            for o in origins
        ),
    }
