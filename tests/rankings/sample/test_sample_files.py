"""The figures that every installation loads are those that the generator makes."""

from __future__ import annotations

import gzip
import subprocess
import sys

from rankings.sample import FOLDER, sample_history
from tests.rankings.sample.computed import ROOT, history
from tools.sample import SAMPLE_MONTHS
from tools.sample.__main__ import FOLDER as WRITTEN
from tools.sample.__main__ import month_csv


def test_the_generator_still_makes_the_files() -> None:
    """The texts are compared, for the packed bytes also depend on the version of zlib."""
    assert FOLDER == WRITTEN
    files = {path.name: gzip.decompress(path.read_bytes()) for path in FOLDER.iterdir()}
    assert files == {f"{month}.csv.gz": month_csv(states) for month, states in history().items()}


def test_no_file_holds_the_time_at_which_it_was_made() -> None:
    assert {path.read_bytes()[4:8] for path in FOLDER.iterdir()} == {b"\0\0\0\0"}


def test_what_is_loaded_is_what_was_generated() -> None:
    """Month by month in their order; the State that sent nothing is left out."""
    loaded = dict(sample_history())
    assert list(loaded) == list(SAMPLE_MONTHS)
    assert loaded == {
        month: {state: figures for state, figures in states.items() if figures}
        for month, states in history().items()
    }


def test_loading_needs_no_generator() -> None:
    """The image of the service does not hold `tools`."""
    code = (
        "import sys; sys.modules['tools'] = None\n"
        "import django; django.setup()\n"
        "from rankings.sample import sample_history; print(len(dict(sample_history())))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(len(SAMPLE_MONTHS))]
