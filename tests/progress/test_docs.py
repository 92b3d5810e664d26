"""Whatever the documents name exists: files, links, addresses of the site, commands, targets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

import benchmarks.__main__  # noqa: F401  # its import puts every row into the suite
from benchmarks.runner import ROWS
from tests.guides import DOCS, prose, quoted
from tests.servers.session import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
A_PATH = re.compile(r"[\w.-]+(/[\w.*-]+)+/?")
ELSEWHERE = ("/etc/", "/srv/", "/var/", "/run/", "/tmp/", "/backups/", "/data/")  # noqa: S108 folders of a host, named
"""Where paths of an installation's host begin, as against addresses of the site."""


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def heading_names(text: str) -> set[str]:
    """The anchors of a document's headings, as a reader of Markdown makes them."""
    titles = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in titles}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_its_links_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(prose(text_of(document))):
        if target.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        found = (document.parent / path).resolve() if path else document
        assert found.exists(), target
        assert not anchor or anchor in heading_names(text_of(found)), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_the_files_that_it_names_are_there(document: Path) -> None:
    tops = {one.name for one in ROOT.iterdir()} - {"rankings.py", "var", ".venv"}
    for name in quoted(text_of(document)):
        if A_PATH.fullmatch(name) and name.split("/")[0] in tops:
            pattern = re.sub(r"\b[A-Z]{2,}\b", "*", name.rstrip("/"))  # VERSION and LANGUAGE stand for any
            assert [*ROOT.glob(pattern)], name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_the_addresses_that_it_names_are_there(document: Path) -> None:
    for name in quoted(text_of(document)):
        path = name.partition("?")[0]
        if not re.fullmatch(r"/([\w.-]+/)*([\w.-]+)?", path) or path.startswith(ELSEWHERE):
            continue
        try:
            resolve(path.replace("VERSION", "2023-01"))
        except Resolver404:
            pytest.fail(f"{document.name}: no page at {name}")


@pytest.mark.parametrize(
    "name", ["CHANGELOG.md", *(str(document.relative_to(ROOT)) for document in DOCUMENTS)]
)
def test_the_commands_that_it_names_are_there(name: str) -> None:
    text = text_of(ROOT / name)
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())
    targets = set(re.findall(r"^([a-z][a-z-]*):", text_of(ROOT / "Makefile"), re.MULTILINE))
    targets |= {"bench-NAME", *(f"bench-{row}" for row in ROWS)}
    assert set(re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z][A-Za-z0-9-]*)[ `]", text)) <= targets
    for module in re.findall(r"python -m ((?:progress|tests|benchmarks)[\w.]*)", text):
        parts = ROOT.joinpath(*module.split("."))
        assert parts.with_suffix(".py").exists() or (parts / "__init__.py").exists(), module
