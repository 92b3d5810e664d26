"""Station files that a person may see, and the ranking of districts and stations inside a State."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db.models import Q

from accounts.access import Act, NotVisibleError, Person, visible
from common.months import Month
from metrics.boards import DEFAULT_BOARD
from metrics.scoring import Figure
from metrics.selectors import document_of, methodology_in_force
from rankings.lists.ranks import Roll, place_month
from submissions.models import Station, StationFile, StationFileStatus

Level = Literal["district", "station"]
MOST_LISTED = 50
_ALL = "all"


@dataclass(frozen=True, slots=True)
class PlaceInside:
    """A district or station in the ranking inside its State. `stations` it has; `of` whom a station is."""

    name: str
    district: str
    stations: int
    score: Decimal | None
    rank: int | None


def files_visible_to(person: Person, month: Month | None = None) -> list[StationFile]:
    """The newest files that the person may see, newest first. One query."""
    found = StationFile.objects.select_related("state", "job").order_by("-created_at", "-pk")
    if month is not None:
        found = found.filter(month=month)
    if not person.is_staff:
        # Of a file of all India an officer sees what it says of the own State, once it is stored.
        stored = Q(state__isnull=True, status=StationFileStatus.STORED, sums__has_any_keys=[*person.states])
        own = Q(state_id__in=person.states)
        found = found.filter(own | stored if person.states else own)
    return list(found.defer("first_problems")[:MOST_LISTED])


def visible_file(pk: int, person: Person) -> StationFile:
    """A file, if the person may see it; NotVisibleError. One query."""
    file = visible(StationFile.objects.select_related("state", "job"), pk)
    if file.state_id is not None:
        person.require(Act.SEE_SUBMISSIONS, file.state_id)
    elif not person.is_staff and not states_shown(file, person):
        raise NotVisibleError(str(pk))
    return file


def states_shown(file: StationFile, person: Person) -> list[str]:
    """The States of a stored file whose sums the person may see."""
    return [code for code in sorted(file.sums) if person.may(Act.SEE_SUBMISSIONS, code)]


def ranking_inside(
    file: StationFile, state: str, *, level: Level = "district", board: str = DEFAULT_BOARD
) -> list[PlaceInside]:
    """The State's districts (or stations) by their score on a board, from the figures of their stations.

    Scored by the month's methodology as States are: exact, ties share a rank, equal ranks by name. Parameters
    that the file does not have are left out of the total, for every district alike. Three queries.
    """
    document = document_of(methodology_in_force(file.month))
    names, summed = _summed(file, state, level)
    known = {code for figures in summed.values() for code in figures}
    rules = [rule for rule in document.parameter_rules() if rule.code in known]
    roll = Roll({one: place[0] for one, place in names.items()}, dict.fromkeys(names, frozenset({_ALL})))
    placed = place_month(rules, document.rules, summed, roll, boards=(board,))
    return [PlaceInside(*names[place.state], place.score, place.rank) for place in placed[board, _ALL]]


def _summed(
    file: StationFile, state: str, level: Level
) -> tuple[dict[str, tuple[str, str, int]], dict[str, dict[str, Figure]]]:
    """Of each place: name, district and number of stations; and the sums of its figures. One query."""
    names: dict[str, tuple[str, str, int]] = {}
    summed: dict[str, dict[str, tuple[int | Decimal, int | Decimal]]] = defaultdict(dict)
    stations: Iterable[tuple[int, str, str, dict[str, list[int | Decimal]]]] = Station.objects.filter(
        file=file, state_id=state
    ).values_list("pk", "name", "district", "figures")
    for pk, name, district, figures in stations:
        if level == "station":
            names[str(pk)] = (name, district, 1)
        else:
            names[district] = (district, district, names.get(district, ("", "", 0))[2] + 1)
        sums = summed[str(pk) if level == "station" else district]
        for code, (over, under) in figures.items():
            before = sums.get(code, (0, 0))
            sums[code] = (before[0] + over, before[1] + under)
    return names, {
        one: {code: Figure(Decimal(over), Decimal(under)) for code, (over, under) in sums.items()}
        for one, sums in summed.items()
    }
