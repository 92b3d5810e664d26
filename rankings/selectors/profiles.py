"""A State on its own: its history on a board, and its marks in a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from metrics.models import Methodology
from metrics.scoring import Figure, Mark, ParameterRule, mark
from metrics.selectors import document_of, figures_at
from rankings.models import ListRow, Origin, Publication, RankingList
from rankings.selectors.histories import Scope, chosen_lists, standing_lists
from rankings.selectors.shapes import HistoryPoint
from rankings.selectors.withdrawals import refuse_withdrawn_marks
from states.asking import UnknownNameError
from states.models import State
from states.months import Month


@dataclass(frozen=True, slots=True)
class ParameterMark:
    """A parameter of a State in a month: what was sent and what it is worth.

    `percent` and `marks` are exact. `percent` is None where there is nothing to rate; `marks` are 0 where nothing was
    reported and None where the parameter does not apply.
    """

    parameter: str
    name: str
    name_hi: str
    group: str
    boards: frozenset[str]
    numerator: Decimal | None
    denominator: Decimal | None
    percent: Fraction | None
    marks: Fraction | None
    max_marks: Decimal
    full_marks: bool
    status: str

    @property
    def lost(self) -> Fraction | None:
        """Marks missed; None where the parameter does not apply."""
        return None if self.marks is None else Fraction(self.max_marks) - self.marks


@dataclass(frozen=True, slots=True)
class MarksView:
    """The marks of a State on which the current computed lists of a month rest."""

    state: State
    month: Month
    methodology: str
    sample: bool
    rows: tuple[ParameterMark, ...]


def state_history(
    scope: Scope, state: State, first: Month | None, last: Month | None, after: datetime | None = None
) -> list[HistoryPoint]:
    """The State's places on a board and category, oldest first; months where it is not named are absent.

    With `after`, only the months whose list was published later than that.
    """
    lists = {month: one for month, one in chosen_lists(scope).items() if after is None or _since(one, after)}
    rows = ListRow.objects.filter(list__in=[one.pk for one in lists.values()], state=state)
    by_list = {row.list_id: row for row in rows}
    return [
        HistoryPoint(
            month, by_list[one.pk].rank, by_list[one.pk].score, by_list[one.pk].reason, one.origin, one.sample,
            one.methodology_id, one.revision,
        )
        for month, one in lists.items()
        if one.pk in by_list and (first is None or month >= first) and (last is None or month <= last)
    ]  # fmt: skip


def _since(one: RankingList, after: datetime) -> bool:
    return one.publication is not None and one.publication.published_at > after


def months_with_marks(as_of: date | None = None) -> list[Month]:
    """Months whose published lists were computed here and stand, so that their figures are known."""
    return _months_with_marks(as_of)


def _months_with_marks(as_of: date | None) -> list[Month]:
    lists = standing_lists(as_of=as_of).filter(origin=Origin.COMPUTED)
    return sorted(set(lists.order_by().values_list("month", flat=True).distinct()))


def marks_view(state: State, month: str, as_of: date | None = None) -> MarksView:
    """Marks per parameter, in the order of the methodology, as of now or of a day.

    UnknownNameError where no list was computed, WithdrawnListError where it was withdrawn.
    """
    known = _months_with_marks(as_of)
    try:
        wanted = Month.parse(month)
    except ValueError:
        raise UnknownNameError("month", month, map(str, known)) from None
    if wanted not in known:
        refuse_withdrawn_marks(wanted)
        raise UnknownNameError("month", month, map(str, known))
    resting_on = standing_lists(as_of=as_of).filter(month=wanted, origin=Origin.COMPUTED)
    publication = Publication.objects.filter(lists__in=resting_on.values("pk")).order_by("-revision")[0]
    methodology = Methodology.objects.get(pk=publication.lists.values_list("methodology", flat=True)[0])
    revisions = {code: number for code, number in publication.inputs.items() if code == state.code}
    figures = figures_at(wanted, revisions).get(state.code, {})
    rules = {rule.code: rule for rule in document_of(methodology).parameter_rules()}
    rows = []
    for parameter in methodology.parameters.order_by("position"):
        figure = figures.get(parameter.code, Figure(None, None))
        rated = mark(rules[parameter.code], figure)
        rows.append(parameter_mark(parameter.name, parameter.name_hi, rules[parameter.code], figure, rated))
    return MarksView(state, wanted, methodology.version, publication.sample, tuple(rows))


def parameter_mark(
    name: str, name_hi: str, rule: ParameterRule, figure: Figure, rated: Mark
) -> ParameterMark:
    """A figure and its worth, with the names of what it measures."""
    return ParameterMark(
        parameter=rated.parameter,
        name=name,
        name_hi=name_hi,
        group=rule.group,
        boards=rule.boards,
        numerator=figure.numerator,
        denominator=figure.denominator,
        percent=rated.percent,
        marks=rated.marks if rated.counts else None,
        max_marks=rated.max_marks,
        full_marks=rated.full_marks,
        status=rated.status.value,
    )
