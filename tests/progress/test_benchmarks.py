"""The measuring itself: ratios, aims, what is written down, and a load that checks what it is answered.

How fast anything is, no test says; that both sides of a row do the same work, one does.
"""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import benchmarks.__main__
from benchmarks import draws, runner, scoring
from benchmarks.house import House
from benchmarks.load import UnexpectedAnswerError, load
from benchmarks.runner import AtLeast, AtMost, Pair, Result, Row, keep, measure, table
from insights.sensitivity.order_reversal import Draws
from metrics.scoring import Rules, score


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
        ["row", "against", "ours", "theirs", "ratio", "required", "(aimed", "at)", "noise"],
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


def test_every_road_ranks_the_same_months() -> None:
    """The sides of the rows do one job: exact arrays, fractions, and floats wherever these are far from an edge."""
    known = scoring.History(months=2)
    exact, columns, ranks = known.exactly()
    scores, order, numbers = scoring.naively(*known.floats)
    placed = exact >= 0
    assert (abs(exact[placed] / 100 - scores[placed]) < 0.02).all()
    made = known.arrays
    for column in range(0, exact.shape[1], 7):
        marks = made.marks_in(known.sheet, column)
        for board, codes in enumerate(known.boards):
            found = score(marks, on_board=codes, rules=Rules())
            assert found.printed is None or exact[board, column] == int(found.printed * 100)
    sure = placed.reshape(columns.shape).all(axis=1) & (exact == np.round(scores * 100)).reshape(
        columns.shape
    ).all(axis=1)
    assert sure.sum() >= 4
    assert (columns[sure] == order[sure]).all()
    assert (ranks[sure] == numbers[sure]).all()


def test_peers_are_given_the_same_months_and_draws() -> None:
    known = scoring.History(months=2)
    matrix, weights = scoring.shares(known)[1][0]
    assert list(scoring.by_pymcdm(matrix, weights)) == list(scoring.by_scikit_criteria(matrix, weights))
    values, drawn = draws.plainly()
    shares, marks = draws.a_list()
    found = Draws(shares, marks, draws.WIDTH, draws.SEED, 50).drawn()
    by_floats = np.sort((-(drawn[:50] @ values.T)).argsort(axis=1).argsort(axis=1) + 1, axis=0)
    for number, one in enumerate(found.values()):
        assert [rank for rank, count in one.ranks for _ in range(count)] == by_floats[:, number].tolist()


def test_aims_in_milliseconds() -> None:
    assert runner.Within(50).met(9.9, ours=0.05, theirs=0.01)
    assert not runner.Within(50).met(0.1, ours=0.051, theirs=1)
    assert runner.Within(100, more=True).met(9.9, ours=0.15, theirs=0.06)
    assert not runner.Within(100, more=True).met(1, ours=0.17, theirs=0.06)
    assert str(runner.Within(100, more=True)) == "at most 100 ms more"


def test_what_is_aimed_at_beyond_the_required_is_told_and_does_not_decide() -> None:
    assert AtLeast(4, aimed_at=5).met(4.5)
    assert not AtLeast(4, aimed_at=5).met(3.9)
    assert runner.Within(50, aimed_at=40).met(1, ours=0.045)
    assert str(AtLeast(0.65, aimed_at=0.75)) == "at least 0.65 (0.75)"
    assert str(runner.Within(50, aimed_at=40)) == "at most 50 ms (40)"


def test_the_rows_of_kept_answers_ask_for_what_was_agreed() -> None:
    agreed = {
        "page": "at least 4 (5)", "page-bare": "at least 0.65 (0.75)", "304": "at least 3.5 (4)",
        "json-datasette": "at least 40 (50)", "first": "at most 50 ms (40)", "first-state": "at most 50 ms",
        "odd": "at most 10",
        "draws-scikit": "none", "exact-scikit": "none",
    }  # fmt: skip
    assert {name: str(runner.ROWS[name].aim) for name in agreed} == agreed


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
