"""The descriptor of a package, `datapackage.json`, and the whole package as a zip. The same content, the same bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from rankings.api.packages.columns import SHEETS, schema_of
from rankings.api.values import time_text
from rankings.core.history import sample_basis
from rankings.models import RankingList
from rankings.selectors.packages import newest_release
from states.digests import digest
from states.months import Month

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
    sample = any(one.sample for one in lists)
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
            one.publication is not None and one.publication.sample for one in lists
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
    computed = [BUREAU] if any(one.origin == "computed" for one in lists) else []
    return computed + sorted(set(reported))


def _version(lists: Sequence[RankingList], month: Month | None) -> str:
    """The revision of a month, and for all months the number of the newest publication."""
    if month is not None:
        return str(max(one.revision for one in lists))
    return str(max((one.publication_id or 0 for one in lists), default=0))


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
