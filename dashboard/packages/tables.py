"""The rows of a package's tables, out of what the selectors say."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from common.api.answers import Table
from common.digests import digest
from common.months import Month
from dashboard.packages.columns import (
    LISTS,
    MARKS,
    METHODOLOGIES,
    PARAMETERS,
    RANKINGS,
    SHEETS,
    STATES,
    Sheet,
    schema_of,
)
from dashboard.parameters.documents import parameter_documents
from metrics.models import Methodology
from rankings.api.said import State as StateShape
from rankings.api.said import figure, four_decimals, shaped, time_text
from rankings.lists.history import sample_basis
from rankings.lists.packages import Rated, methodologies_of, newest_release, rated, rows_of
from rankings.models import RankingList
from states.models import State
from states.selectors import all_states, categories_in

Row = dict[str, Any]


def tables_of(lists: Sequence[RankingList], month: Month | None) -> Iterator[tuple[Sheet, Table]]:
    """Every table of the package of these lists. `month` is the month whose categories are meant, None the newest."""
    states, versions = all_states(), methodologies_of(lists)
    yield LISTS, _table(LISTS, [_list(ranking) for ranking in lists])
    yield RANKINGS, _table(RANKINGS, list(_rankings(lists)))
    yield MARKS, _table(MARKS, [_mark(one) for one in rated(lists, [state.code for state in states])])
    yield PARAMETERS, _table(PARAMETERS, [row for version in versions for row in _parameters(version)])
    yield METHODOLOGIES, _table(METHODOLOGIES, [_methodology(version) for version in versions])
    yield STATES, _table(STATES, _states(states, month))


def _table(sheet: Sheet, rows: list[Row]) -> Table:
    return Table(tuple(column.name for column in sheet.columns), rows)


def _name(one: RankingList) -> Row:
    return {"month": str(one.month), "board": one.board, "category": one.category, "origin": one.origin}


def _list(one: RankingList) -> Row:
    publication = one.publication
    assert publication is not None
    return _name(one) | {
        "revision": one.revision,
        "sample": one.sample,
        "complete": one.complete,
        "month_basis": one.month_basis,
        "methodology": one.methodology_id,
        "released_on": publication.released_on.isoformat() if publication.released_on else None,
        "published_at": time_text(publication.published_at),
        "reason": publication.reason,
        "digest": one.digest,
        "previous_digest": one.previous_digest,
        "inputs_digest": one.inputs_digest,
    }


def _rankings(lists: Sequence[RankingList]) -> Iterator[Row]:
    for one, rows in rows_of(lists):
        name = _name(one)
        for row in rows:
            yield name | {
                "position": row.position,
                "rank": row.rank,
                "state": row.state_id,
                "score": row.score,
                "reason": row.reason,
                "source": row.source,
            }


def _mark(one: Rated) -> Row:
    mark = one.mark
    return {
        "month": str(one.month),
        "methodology": one.methodology,
        "state": one.state,
        "parameter": mark.parameter,
        "numerator": figure(one.figure.numerator),
        "denominator": figure(one.figure.denominator),
        "percent": four_decimals(mark.percent),
        "marks": four_decimals(mark.marks) if mark.counts else None,
        "max_marks": mark.max_marks,
        "full_marks": mark.full_marks,
        "status": mark.status.value,
    }


def _parameters(version: Methodology) -> Iterator[Row]:
    for document in parameter_documents(version, list(version.groups.all())):
        yield {"methodology": version.version} | document


def _methodology(version: Methodology) -> Row:
    return {
        "version": version.version,
        "holds_from": str(version.holds_from),
        "title": version.title,
        "title_hi": version.title_hi,
        "content_hash": version.content_hash,
    } | dict(version.rules)


def _states(states: Sequence[State], month: Month | None) -> list[Row]:
    categories = categories_in(month)
    return [shaped(state, StateShape, category=categories[state.code]) for state in states]


# The descriptor of a package, `datapackage.json`, and the whole package as a zip. The same content, the same bytes.

DESCRIPTOR = "datapackage.json"
TERMS = (
    "Copyright and terms of use of this site: may be reproduced free of charge, exactly and with its source"
)
BUREAU = "State and UT police, through the State Crime Records Bureaus"
TEXT = """\
The ranking of India's States and Union Territories on the use of CCTNS and ICJS: {what}.
Text cells that a spreadsheet would run as a formula begin with an apostrophe. Empty cells are what is not known, \
never 0. All marks are this project's proposal, not the bureau's."""
SAMPLE = " It holds sample figures, which are made up; `sample` in the table of lists says which lists rest on them."
# A zip has to name a time for every file; this one is the earliest that there is, and says nothing.
EPOCH = (1980, 1, 1, 0, 0, 0)


def path_of(name: str) -> str:
    """Where a table lies, seen from the descriptor."""
    return f"data/{name}.csv"


def descriptor(
    lists: Sequence[RankingList],
    files: Mapping[str, bytes],
    *,
    month: Month | None,
    sources: Sequence[str],
    home: str,
    terms: str,
) -> dict[str, Any]:
    """The document. `files` are the tables by name, `sources` who reported what was recorded, `home` the site.

    `terms` is where it says who may do what with all this.
    """
    sample = any(ranking.sample for ranking in lists)
    what = f"the lists of {month}" if month else "every list that stands"
    released, published = newest_release(lists)
    hashes = {path_of(name): f"sha256:{hashlib.sha256(data).hexdigest()}" for name, data in files.items()}
    told: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"pragati-{month}" if month else "pragati",
        "title": f"Pragati, {month}" if month else "Pragati, all months",
        "description": TEXT.format(what=what) + (SAMPLE if sample else ""),
        "homepage": home,
        "version": _version(lists, month),
        "created": time_text(published),
        "released_on": released.isoformat() if released else None,
        "sample": sample,
        # A list for which no State sent anything is sample where the rest of its month is.
        "sample_basis": sample_basis(
            ranking.publication is not None and ranking.publication.sample for ranking in lists
        ).value,
        "digest": digest({"files": hashes}),
        "keywords": ["CCTNS", "ICJS", "police", "India", "ranking"],
        "licenses": [{"name": "other-attribution", "title": TERMS, "path": terms}],
        "sources": [{"title": title} for title in sources],
        "resources": [_resource(name, data, hashes[path_of(name)]) for name, data in files.items()],
    }
    return {name: value for name, value in told.items() if value is not None}


def sources_of(lists: Sequence[RankingList], reported: Sequence[str]) -> list[str]:
    """Where the content comes from: the police's figures of computed lists, and who `reported` recorded ones."""
    computed = [BUREAU] if any(ranking.origin == "computed" for ranking in lists) else []
    return computed + sorted(set(reported))


def _version(lists: Sequence[RankingList], month: Month | None) -> str:
    """The revision of a month, and for all months the number of the newest publication."""
    if month is not None:
        return str(max(ranking.revision for ranking in lists))
    return str(max((ranking.publication_id or 0 for ranking in lists), default=0))


def _resource(name: str, data: bytes, hashed: str) -> dict[str, Any]:
    sheet = SHEETS[name]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path_of(name),
        "title": sheet.title,
        "description": sheet.text,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": hashed,
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": schema_of(sheet),
    }


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by path, in their order, without a clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in files.items():
            member = zipfile.ZipInfo(path, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return out.getvalue()
