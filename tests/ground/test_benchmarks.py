"""The measuring itself: ratios, aims, what is written down, and a load that checks what it is answered.

How fast anything is, no test says; that both sides of a row do the same work, one does.
"""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import benchmarks.__main__
from benchmarks import runner, scoring
from benchmarks.house import House
from benchmarks.load import UnexpectedAnswerError, load
from benchmarks.runner import AtLeast, AtMost, Pair, Result, Row, keep, measure, table


def a_row(ours: list[float], theirs: list[float], aim: runner.Aim) -> Row:
    """A row whose measurements are known beforehand; the first of each is the warm-up."""
    mine, others = iter(ours), iter(theirs)
    return Row(
        "known",
        "ours",
        "theirs",
        aim,
        lambda house: Pair(ours=lambda: next(mine), theirs=lambda: next(others)),
    )


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    one = a_row([99, 10, 40, 30], [1, 10, 10, 10], AtLeast(3))
    with House() as house:
        result = measure(one, house, rounds=3)
    assert (result.ratio, result.ours, result.theirs) == (3, 30, 10)
    assert result.noise == 1
    assert result.entry == {"row": "ours", "against": "theirs", "ratio": 3, "aim": "at least 3", "met": True}


def test_aims() -> None:
    assert AtLeast(2).met(2)
    assert not AtLeast(2).met(1.99)
    assert AtMost(3).met(3)
    assert not AtMost(3).met(3.01)


def result(measured: str, ratio: float) -> Result:
    row = Row(measured, measured, "hello", AtMost(2.5), lambda house: Pair(lambda: 1, lambda: 1))
    return Result(row, ratio, 0.1, 1234.5, 2.0)


def test_the_table_says_what_is_missed() -> None:
    lines = table([result("page", 2.5), result("json", 2.6)]).splitlines()
    assert [line.split() for line in lines] == [
        ["row", "against", "ours", "theirs", "ratio", "aim", "noise"],
        ["page", "hello", "1,234", "2", "2.5", "at", "most", "2.5", "met", "±5", "%"],
        ["json", "hello", "1,234", "2", "2.6", "at", "most", "2.5", "MISSED", "±5", "%"],
    ]


def test_a_run_of_one_row_keeps_the_others(tmp_path: Path) -> None:
    file = tmp_path / "var" / "bench.json"
    keep([result("page", 2.5), result("json", 2.6)], file)
    keep([result("json", 2.0)], file)
    assert [(one["row"], one["ratio"], one["met"]) for one in json.loads(file.read_text())] == [
        ("page", 2.5, True),
        ("json", 2.0, True),
    ]


def test_two_rows_of_one_name_are_refused() -> None:
    name = next(iter(runner.ROWS))
    with pytest.raises(ValueError, match="two rows are called"):
        runner.row(name, measured="", against="", aim=AtLeast(1))(lambda house: Pair(lambda: 1, lambda: 1))


def test_an_unknown_row_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        benchmarks.__main__.main(["nosuch"])
    assert f"there is no row nosuch; there are {', '.join(runner.ROWS)}" in capsys.readouterr().err


def test_exact_and_naive_rank_the_same_month() -> None:
    """Made-up figures are far enough apart that floats, too, get the order right: the two sides do one job."""
    rules, figures = scoring.a_month()
    floats = {
        state: [(float(one.numerator or 0), float(one.denominator or 1)) for one in row]
        for state, row in figures.items()
    }
    assert scoring.exactly(rules, figures) == scoring.naively(rules, floats)


class Answering(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(f"{self.path} {self.headers['X-Extra']}")
        self.send_response(200 if self.path == "/page" else 404)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def answering() -> Iterator[str]:
    Answering.seen = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_load_counts_what_was_answered(answering: str) -> None:
    found = load(answering, "/page", 200, ["X-Extra: yes"], seconds=0.2, connections=2)
    assert found["answers"] == len(Answering.seen) > 2
    assert set(Answering.seen) == {"/page yes"}
    assert 0 < found["median"] <= found["p99"] < 1
    assert 0 < found["rate"] <= found["answers"] / 0.2


def test_the_load_takes_no_error_for_an_answer(answering: str) -> None:
    with pytest.raises(UnexpectedAnswerError, match=r"expected status 200, got: HTTP/1\.1 404"):
        load(answering, "/missing", 200, [], seconds=0.2, connections=2)
