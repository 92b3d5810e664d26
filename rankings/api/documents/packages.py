"""`datapackage.json`: a month, or all of them, as files with a descriptor."""

from __future__ import annotations

from typing import Annotated, TypedDict

from rankings.api.documents.lists import SampleBasisText
from rankings.api.documents.said import Count, DigestText, says


class Resource(TypedDict):
    """A table of the package: a CSV file, and what its columns may hold (Table Schema)."""

    name: Annotated[str, says(examples=["rankings"])]
    path: Annotated[str, says("Relative to the descriptor.", examples=["data/rankings.csv"])]
    title: str
    description: str
    bytes: Count
    hash: DigestText


class DataPackage(TypedDict):
    """A Frictionless Data Package (specification 1), as far as it need be known here."""

    profile: Annotated[str, says(examples=["tabular-data-package"])]
    name: Annotated[str, says(examples=["pragati-2023-10"])]
    title: str
    description: str
    version: Annotated[
        str, says("The revision of a month; of all months the number of the newest publication.")
    ]
    sample: Annotated[bool, says("Whether any of it rests on sample figures.")]
    sample_basis: Annotated[SampleBasisText, says("Of all its lists.")]
    digest: Annotated[DigestText, says("Over the hashes of all files.")]
    resources: list[Resource]
