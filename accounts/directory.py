"""Loads the 36 States and Union Territories from the reviewed table in the project."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from accounts import audit
from common.edition import public_change
from states.models import CategoryMembership, State
from states.selectors import FIRST_MONTH, STATES_FILE, listed


@transaction.atomic
def load_states(*, at: datetime, path: Path = STATES_FILE) -> tuple[int, int]:
    """Bring the directory in line with the file; returns (added, changed). The same file again: (0, 0)."""
    rows = listed(path)
    present = {state.code: state for state in State.objects.all()}
    members = set(CategoryMembership.objects.values_list("state_id", flat=True))
    states = {row["code"]: _state(row) for row in rows}
    new = [state for code, state in states.items() if code not in present]
    moved = [
        state
        for code, state in states.items()
        if code in present and _content(present[code]) != _content(state)
    ]
    memberships = [
        CategoryMembership(state=states[row["code"]], category=row["category"], holds_from=FIRST_MONTH)
        for row in rows
        if row["code"] not in members
    ]
    added, changed = len(new), len(moved)
    if new or moved or memberships:
        with public_change():
            State.objects.bulk_create(new)
            for state in moved:
                state.save(force_update=True)
            CategoryMembership.objects.bulk_create(memberships)
    if added or changed:
        audit.record(
            at=at,
            actor=audit.SYSTEM,
            action="states.load",
            subject="states",
            after={"added": added, "changed": changed},
        )
    return added, changed


def _state(row: dict[str, str]) -> State:
    return State(
        code=row["code"],
        lgd_code=int(row["lgd_code"]),
        iso=row["iso_3166_2"],
        iso_old=row["iso_3166_2_before_2023"],
        name=row["name_en"],
        name_hi=row["name_hi"],
        kind=row["kind"],
        population_2011=int(row["population_2011"]),
        police_stations=int(row["police_stations"]),
        police_stations_cited=row["police_stations_confidence"] == "cited",
    )


def _content(state: State) -> dict[str, object]:
    return {field.attname: getattr(state, field.attname) for field in State._meta.concrete_fields}
