from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.core.management.base import CommandError, CommandParser

from common.asking import UnknownNameError
from common.commands import OwnCommand
from common.months import Month
from insights.explain.core import Cause, Explanation, Kind, Mover, Step
from insights.explain.queries import explained, explained_changes
from metrics.boards import Board
from rankings.lists import asked
from states.selectors import ALL_INDIA, UnknownStateError, state_by_code

_CAUSES = {
    Cause.FIGURES: "own figures",
    Cause.METHODOLOGY: "methodology",
    Cause.APPLICABILITY: "what is applicable",
}
_MOVERS = {
    Mover.LEFT: "those that left",
    Mover.OWN: "own score",
    Mover.OTHERS: "the others",
    Mover.CAME: "those that came",
    Mover.RULE: "another tie rule",
}


class Command(OwnCommand):
    help = "Explain rank changes between computed lists: of one State in words, or of all with a count."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="every State, every two lists, every board")
        parser.add_argument(
            "--assert", action="store_true", dest="strict", help="end with status 1 on any residual"
        )
        parser.add_argument("--state", default="", help="a State's code, such as HR")
        parser.add_argument("--from", default="", dest="first", metavar="YYYY-MM")
        parser.add_argument("--to", default="", dest="last", metavar="YYYY-MM")
        parser.add_argument("--board", default="", help="cctns where it is not given")
        parser.add_argument("--category", default="", help="all where it is not given")

    def handle(self, *args: Any, **options: Any) -> None:
        single = (options["state"], options["first"], options["last"])
        if options["all"] == any(single) or not (options["all"] or all(single)):
            raise CommandError("Give --all, or --state with --from and --to.")
        if options["all"]:
            self._all(options["board"], options["category"], strict=options["strict"])
        else:
            self._one(options)

    def _all(self, only: str, category: str, *, strict: bool) -> None:
        try:
            boards = [asked.board(only)] if only else list(Board)
            category = asked.category(category) if category else ALL_INDIA
        except UnknownNameError as problem:
            raise _unknown(problem) from problem
        changed, residual, faulty = 0, Fraction(0), 0
        for board in boards:
            moved = still = unranked = 0
            for first, last, why, misfit in explained_changes(board.value, category):
                moved += _moved(why)
                still += why.rank is not None and why.rank.change == 0
                unranked += why.kind is Kind.UNRANKED
                if misfit:
                    faulty += 1
                    residual += misfit
                    self.stdout.write(f"{why.state}, {board.value}, {first} to {last}: residual {misfit}")
            changed += moved
            self.stdout.write(
                f"{board.value}: {moved} changes of rank, {still} times the same rank, "
                f"{unranked} times unranked in both"
            )
        self.stdout.write(f"{changed} changes explained, residual {residual}")
        if strict and faulty:
            raise CommandError(f"{faulty} explanations leave a residual.")

    def _one(self, options: dict[str, Any]) -> None:
        try:
            board = asked.board(options["board"]).value
            first, last, why, misfit = explained(
                state_by_code(options["state"]).code,
                board,
                asked.category(options["category"]),
                Month.parse(options["first"]),
                Month.parse(options["last"]),
            )
        except UnknownStateError as problem:
            raise CommandError(
                f"{problem.code} is no State or UT; known: {', '.join(problem.known)}."
            ) from problem
        except UnknownNameError as problem:
            raise _unknown(problem) from problem
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        for line in _lines(f"{why.state}, {board}, {first} to {last}", why):
            self.stdout.write(line)
        self.stdout.write(f"residual {misfit}")
        if options["strict"] and misfit:
            raise CommandError(f"The explanation leaves a residual of {misfit}.")


def _unknown(problem: UnknownNameError) -> CommandError:
    return CommandError(f"There is no {problem}; known: {', '.join(problem.known)}.")


def _moved(why: Explanation) -> bool:
    """A change of rank: another rank, or into the ranking, or out of it."""
    return why.rank.change != 0 if why.rank else why.kind in {Kind.ENTERED, Kind.LEFT}


def _lines(name: str, why: Explanation) -> Iterator[str]:
    if why.rank is None or why.score is None:
        yield f"{name}: {_unranked(why)}"
    else:
        rank, score = why.rank, why.score
        way = f" ({'up' if rank.change > 0 else 'down'} {abs(rank.change)})"
        ranks = (
            f"rank {rank.before} to {rank.after}{way}." if rank.change else f"rank {rank.before}, unchanged."
        )
        yield f"{name}: {ranks} Score {score.before} to {score.after} ({score.change:+})."
        yield from (f"  {_step_sentence(step)}" for step in rank.steps if _matters(step))
        yield f"  net: passed {_codes(rank.passed)}; passed by {_codes(rank.passed_by)}"
        for part, points in score.shown(4):
            yield f"  {part.parameter} ({_CAUSES[part.cause]}): {points:+}"
        yield f"  rounding: {score.shown_rounding(4):+}"
        yield f"  sum: {score.change:+}"
    if why.methodology_changed:
        yield "  The two lists were ranked by different methodology versions."


def _unranked(why: Explanation) -> str:
    return {
        Kind.ENTERED: f"came into the ranking (unranked before: {why.reason_before}).",
        Kind.LEFT: f"left the ranking (unranked: {why.reason_after}).",
        Kind.UNRANKED: f"unranked in both lists ({why.reason_before}, {why.reason_after}).",
        Kind.RANKED: "",
    }[why.kind]


def _matters(step: Step) -> bool:
    return bool(step.places or step.gained or step.lost) or step.mover in {Mover.OWN, Mover.OTHERS}


def _step_sentence(step: Step) -> str:
    shared = f", {step.shared:+} by scores shared among others" if step.shared else ""
    return (
        f"{_MOVERS[step.mover]}: {step.places:+} (rank {step.from_rank} to {step.to_rank}); "
        f"places won from {_codes(step.gained)}; lost to {_codes(step.lost)}{shared}"
    )


def _codes(codes: tuple[str, ...]) -> str:
    return ", ".join(codes) or "nobody"
