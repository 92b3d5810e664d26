"""Every nasty file gives exactly its problems: no more, no fewer, each on its cell, in both languages."""

from __future__ import annotations

import csv

import pytest

from submissions.problems import Severity
from tests.submissions.files import corpus_attacks, corpus_csv, corpus_xlsx
from tests.submissions.files.nasty import NastyFile
from tests.submissions.files.support import ROWS, told, verdict

CORPUS = [*corpus_csv.FILES, *corpus_xlsx.FILES, *corpus_attacks.FILES]


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.name)
def test_a_nasty_file_gives_exactly_its_problems(file: NastyFile) -> None:
    checked = verdict(file.make())
    assert told(checked.problems) == list(file.expected)
    assert all(one.message and one.message_hi and "{" not in one.message for one in checked.problems)
    assert checked.blocked == any(one.severity is Severity.ERROR for one in checked.problems)
    assert 0 <= checked.accepted <= checked.rows
    if checked.blocked:
        assert not checked.figures
        assert not checked.remarks
    else:
        assert sorted(checked.figures) == sorted(row[0] for row in ROWS)
        assert checked.accepted == checked.rows == len(ROWS)


def test_the_corpus_is_large_and_every_name_is_its_own() -> None:
    names = [file.name for file in CORPUS]
    assert len(names) > 150
    assert len(set(names)) == len(names)


def test_what_a_library_does_to_the_csv_module_changes_no_verdict() -> None:
    """Its bound of a field holds for the whole process, and libraries do lift it."""
    long = [file for file in corpus_csv.FILES if "letters" in file.name]
    before = csv.field_size_limit(2**30)
    try:
        found = [told(verdict(file.make()).problems) for file in long]
    finally:
        csv.field_size_limit(before)
    assert long
    assert found == [list(file.expected) for file in long]
