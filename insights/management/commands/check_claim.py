from typing import Any

from django.core.management.base import CommandError, CommandParser

from common.asking import MalformedQueryError, UnknownNameError
from common.commands import OwnCommand
from common.months import Month
from insights.claims.kinds import Claim, ClaimKind, Relation
from insights.claims.queries import Lists, claim_in, number_text
from insights.claims.verdicts import Evidence
from rankings.lists import asked
from rankings.lists.histories import Scope
from rankings.models import Origin
from states.selectors import CATEGORIES, UnknownStateError, all_states


class Command(OwnCommand):
    help = "Check a claim against the lists on record: TRUE, FALSE or UNPROVEN, then the evidence."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--state", required=True, help="a State's code, such as HR")
        parser.add_argument("--kind", required=True, choices=[kind.value for kind in ClaimKind])
        parser.add_argument("--count", required=True, help="the number of months, the rank, or the score")
        parser.add_argument(
            "--relation", default="", choices=["", *Relation], help="how the number is meant; exactly"
        )
        parser.add_argument(
            "--other", default="", help="the second State, or the parameter, where a kind has one"
        )
        parser.add_argument("--from", required=True, dest="first", metavar="YYYY-MM")
        parser.add_argument("--to", required=True, dest="last", metavar="YYYY-MM")
        parser.add_argument("--board", default="", help="cctns where it is not given")
        parser.add_argument(
            "--category", default="", help=f"one of {', '.join(CATEGORIES)}; all where not given"
        )
        parser.add_argument(
            "--origin", default="", choices=["", *Origin.values], help="one kind of lists alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scope = Scope(
                asked.board(options["board"]).value,
                asked.category(options["category"]),
                asked.origin(options["origin"]),
            )
            query = {
                **options,
                "count": str(options["count"]),
                "from": options["first"],
                "to": options["last"],
            }
            claim = claim_in(query, None)
            if claim is None:
                raise CommandError("Name the State, the number and both months.")
        except UnknownStateError as problem:
            raise CommandError(
                f"{problem.code} is no State or UT; known: {', '.join(problem.known)}."
            ) from problem
        except UnknownNameError as problem:
            raise CommandError(f"There is no {problem}; known: {', '.join(problem.known)}.") from problem
        except (MalformedQueryError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        evidence = Lists(scope, all_states()).check(claim, scope)
        for line in _told(evidence, scope):
            self.stdout.write(line)


def _told(evidence: Evidence, scope: Scope) -> list[str]:
    claim, coverage = evidence.claim, evidence.coverage
    lists = f"{scope.origin.value if scope.origin else 'current'} lists of {scope.board}, {scope.category}"
    numbers = [number_text(claim.kind, value) for value in evidence.attainable]
    lines = [
        f"{evidence.verdict} {claim.state} {claim.kind} {number_text(claim.kind, claim.count)}{_how(claim)}, "
        f"{claim.first} to {claim.last}, by the {lists}",
        f"months counted ({len(evidence.counted_months)}): {_months(evidence.counted_months)}",
        f"{_undecided(claim)} ({len(evidence.undecided_months)}): {_months(evidence.undecided_months)}",
        f"numbers that the record allows: {', '.join(numbers) or 'none'}",
        f"lists on record: {len(coverage.on_record)} of {coverage.months} months, {len(coverage.complete)} complete",
    ]
    if coverage.sample_months:
        lines.append(f"computed from sample figures: {len(coverage.sample_months)} of these months")
    if coverage.mixed_sample:
        lines.append("sample and real months are mixed in this count")
    return lines


def _months(months: tuple[Month, ...]) -> str:
    return ", ".join(map(str, months)) or "none"


def _undecided(claim: Claim) -> str:
    if claim.kind is ClaimKind.ANNUAL:
        return "months without a complete list"
    return f"months not on record for {claim.state}"


def _how(claim: Claim) -> str:
    """How the number is meant, and the second State or parameter; nothing where it is exact."""
    relation = "" if claim.relation is Relation.EXACTLY else f" {claim.relation}"
    return f"{relation} {claim.other}" if claim.other else relation
