"""Sentences made from data, over random histories: each number and name is worked out again from the rows alone.

A sentence that fits none of the forms below fails as well, so that a new form is not left unchecked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from unittest.mock import patch

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.dates import month_name
from common.months import Month
from dashboard.annual import views as wording
from dashboard.compare import views as compare
from dashboard.compare.charts import ahead_title
from dashboard.compare.queries import ahead
from dashboard.state import sentences as profiles
from dashboard.state.queries import Past, Place
from dashboard.streaks import views as streak_sentences
from dashboard.streaks.charts import firsts_chart, ranks_title
from dashboard.why import views as why
from dashboard.why import wording as progress_wording
from dashboard.why import wording as why_words
from insights.explain.core import explain
from insights.progress.queries import Progressed
from rankings.annual.core import annual_list
from rankings.lists import headlines
from rankings.lists.histories import Scope
from rankings.lists.history import MonthList, SampleBasis, count_all, count_firsts
from rankings.lists.progress_rank import Measure, obstacle, progress_list
from rankings.lists.queries import ListView, Row
from rankings.lists.scored_list import Worked
from rankings.lists.streaks import streaks_of
from states.models import State
from tests.insights.lists import NAMES as LETTERS
from tests.insights.lists import worked_lists
from tests.rankings.lists.histories import (
    NAMES,
    START,
    STATES,
    histories,
    hundredths,
    month_lists,
    naive_current,
    naive_first,
)

History = dict[Month, MonthList]
Drawn = tuple[History, Month, Month]
DIRECTORY = {code: State(code=code, name=name, name_hi=name) for code, name in NAMES.items()}
CODES = {name: code for code, name in NAMES.items()}
WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
NTHS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@pytest.fixture(autouse=True, scope="module")
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(sentence: str, *forms: str) -> dict[str, str]:
    """The values of the one form that the sentence has."""
    found = [match.groupdict() for form in forms if (match := re.fullmatch(form, sentence))]
    assert len(found) == 1, sentence
    return {key: value for key, value in found[0].items() if value is not None}


def codes(text: str) -> set[str]:
    """`Delhi, Gujarat and Haryana` → their codes."""
    return {CODES[name] for name in re.split(r", | and ", text)}


def names(text: str, states: set[str]) -> bool:
    """Whether the text names these States and no other, or says how many they are where there are more than three."""
    if match := re.fullmatch(r"(\d+) States|(.+) and (\d+) others", text):
        number, name, others = match.groups()
        return len(states) > 3 and (
            int(number) if number else CODES[name] in states and int(others) + 1
        ) == len(states)
    return codes(text) == states


def firsts(history: History, state: str, first: Month, last: Month) -> list[bool | None]:
    return [naive_first(history.get(month), state) for month in first.to(last)]


def run(verdicts: Sequence[bool | None]) -> tuple[int, bool]:
    """The streak at the end, and whether nothing but the record's own start or a proven month bounds it."""
    length = naive_current([one is True for one in verdicts])
    return length, length == len(verdicts) or verdicts[-length - 1] is False


def ordinal(text: str) -> int:
    return int(re.sub(r"\D", "", text))


@given(histories())
def test_the_headline_of_the_streaks(drawn: Drawn) -> None:
    history, first, last = drawn
    with patch("rankings.lists.streaks.states_by_code", return_value=DIRECTORY):
        headline = streak_sentences.headline(streaks_of(history, Scope("cctns", "all"), first, last))
    if not history:
        assert headline == "No list is on record yet"
        return
    window = r"(?P<window>(since|in|from) .+?)"
    told = read(
        headline,
        rf"No first place is on record {window}",
        r"(?P<states>.+?) (has been|have each been) first in (?P<count>\d+) of (?P<total>\d+) months? "
        rf"{window}(, (?P<least>at least )?the last (?P<streak>\w+) in a row)?",
    )
    verdicts = {state: firsts(history, state, first, last) for state in STATES}
    counts = {state: own.count(True) for state, own in verdicts.items()}
    if last == max(history):
        assert told["window"] == f"since {month_name(first)}"
    elif first == last:
        assert told["window"] == f"in {month_name(first)}"
    else:
        assert told["window"] == f"from {month_name(first)} to {month_name(last)}"
    assert ("states" in told) is any(counts.values())
    if "states" in told:
        most = max(counts.values())
        assert codes(told["states"]) == {state for state, count in counts.items() if count == most}
        assert int(told["count"]) == most
        assert int(told["total"]) == sum(month in history for month in first.to(last))
    if "streak" in told:
        (leader,) = codes(told["states"])
        assert (WORDS.index(told["streak"]) + 1, "least" not in told) == run(verdicts[leader])


@given(histories())
def test_the_titles_of_the_charts_of_first_places(drawn: Drawn) -> None:
    history, first, last = drawn
    if not history:
        return
    with patch("rankings.lists.streaks.states_by_code", return_value=DIRECTORY):
        found = streaks_of(history, Scope("cctns", "all"), first, last)
    months = list(first.to(last))
    chart = firsts_chart(found)
    first_in: dict[str, set[Month]] = {state: set() for state in STATES}
    for month in months:
        for state in STATES:
            if naive_first(history.get(month), state):
                first_in[state].add(month)
    if chart is not None:
        told = read(
            chart.title,
            r"(?P<state>.+) has been first in (?P<count>\d+) months?; no other State is on record as first",
            r"(?P<state>.+) has been first in (?P<count>\d+) months?, (?P<other>[A-Z].+) in (?P<months>\d+)",
            r"(?P<state>.+) has been first in (?P<count>\d+) months?, (?P<others>\d+) other States "
            r"in (?P<months>\d+) between them",
        )
        leader = CODES[told["state"]]
        others = {state for state, own in first_in.items() if own and state != leader}
        assert int(told["count"]) == len(first_in[leader]) == max(map(len, first_in.values()))
        assert int(told.get("months", "0")) == len(set().union(*(first_in[state] for state in others)))
        assert int(told.get("others", "0")) == (len(others) if len(others) > 1 else 0)
        assert others == {CODES[told["other"]]} if "other" in told else len(others) != 1
    told = read(
        ranks_title(found),
        "Ranks of the States that led",
        r"(?P<states>.+) share first place in (?P<month>.+)",
        r"(?P<states>.+) has held first place (?P<least>at least )?since (?P<since>.+)",
        r"(?P<states>.+) is first in (?P<month>.+)",
    )
    known = [month for month in months if any(month in own for own in first_in.values())]
    assert ("states" in told) is bool(known)
    if known:
        assert codes(told["states"]) == {state for state, own in first_in.items() if known[-1] in own}
        assert told.get("month", month_name(known[-1])) == month_name(known[-1])
    if "since" in told:
        (leader,) = codes(told["states"])
        length, certain = run(firsts(history, leader, first, last))
        assert (told["since"], "least" not in told) == (month_name(last.plus(1 - length)), certain)


def listed(history: History, month: Month, *, complete: bool) -> ListView:
    """The list of a month as the leaderboard gets it."""
    rows = []
    counts = count_all(history, STATES, min(history), month)
    order = sorted(
        history[month].rows.items(), key=lambda pair: (pair[1].rank is None, pair[1].rank, NAMES[pair[0]])
    )
    for position, (code, one) in enumerate(order, start=1):
        rows.append(
            Row(
                position=position, state=DIRECTORY[code], rank=one.rank, score=one.score, reason="", source="",
                previous_rank=None, rank_change=None, change_among_both=None, came=False, movement_flagged=False,
                months_first=counts[code].months_first,
                current_streak=counts[code].current_streak, streak_certain=counts[code].streak_certain,
            )
        )  # fmt: skip
    return ListView(
        month=month, board="cctns", category="all", status="published", origin="computed", sample=False,
        complete=complete, revision=1, is_current=True, supersedes=None, reason="", released_on=None,
        published_at=None, month_basis="stated", methodology="2023-01", digest="", previous_digest="",
        inputs_digest="", previous_origin="", sample_basis=SampleBasis.NONE, rows=tuple(rows),
    )  # fmt: skip


@given(histories())
def test_the_headline_of_a_list(drawn: Drawn) -> None:
    history, _, _ = drawn
    for month, one in history.items():
        view = listed(
            {key: value for key, value in history.items() if key <= month}, month, complete=one.complete
        )
        _check_list(headlines.headline(view, newest=True), history, month)
        assert headlines.headline(view, newest=False).startswith(f"{month_name(month)}: ")


def _check_list(sentence: str, history: History, month: Month) -> None:
    then = r"(, ((?P<gap>[\d.]+) )?ahead of (?P<second>.+)|; no other (?P<alone>State is ranked|place is on record))?"
    told = read(
        sentence,
        "No State is ranked in this list",
        r"First place is not on record; the best place known is the (?P<place>\w+), of (?P<best>.+)",
        r"(?P<first>.+?) is first( for (?P<least>at least )?the (?P<nth>\w+) month in a row)?" + then,
        r"(?P<first>.+?) share first place( with (?P<score>[\d.]+) each)?" + then,
    )
    one = history[month]
    ranked = {code: row for code, row in one.rows.items() if row.rank is not None}
    leaders = {code for code, row in ranked.items() if row.rank == 1}
    assert ("first" in told) is bool(leaders)
    if not leaders:
        assert ("best" in told) is bool(ranked)
        if ranked:
            best = min(row.rank for row in ranked.values() if row.rank)
            assert (ordinal(told["place"]), ranked[CODES[told["best"]]].rank) == (best, best)
        return
    assert names(told["first"], leaders)
    scores = {ranked[code].score for code in leaders}
    if "score" in told:
        assert Decimal(told["score"]) in scores
    if len(leaders) == 1:
        verdicts = firsts(history, next(iter(leaders)), min(history), month)
        length, certain = run(verdicts)
        assert ("nth" in told) is (length > 1)
        if "nth" in told:
            assert (NTHS.index(told["nth"]) + 1, "least" not in told) == (length, certain)
    below = sorted({row.rank for row in ranked.values() if row.rank and row.rank > 1})
    if "second" in told:
        second = {code for code, row in ranked.items() if row.rank == below[0]}
        assert names(told["second"], second)
        assert one.complete or below[0] == len(leaders) + 1, "nobody else can stand between them"
        if "gap" in told:
            gaps = {
                ahead_.score - behind.score
                for ahead_ in (ranked[code] for code in leaders)
                for behind in (ranked[code] for code in second)
                if ahead_.score is not None and behind.score is not None
            }
            assert gaps == {Decimal(told["gap"])}
    if "alone" in told:
        assert not below
        assert one.complete is (told["alone"] == "State is ranked")
        assert len(leaders) == 1 or not one.complete


@given(
    histories(), st.sampled_from(STATES), st.none() | st.lists(st.fractions(Fraction(1, 9), 9), max_size=5)
)
def test_the_headline_of_a_state(drawn: Drawn, state: str, lost: list[Fraction] | None) -> None:
    history, _, _ = drawn
    if not history:
        return
    month = max(history)
    one = history[month]
    row = one.rows.get(state)
    top = next((other.score for other in one.rows.values() if other.rank == 1), None)
    ranked = sum(other.rank is not None for other in one.rows.values())
    shown = None
    if row is not None:
        reason = "" if row.rank else "not_reported"
        shown = Place("cctns", "all", row.rank, row.score, reason, ranked, top, one.sample)
    past = Past("all", history, count_firsts(history, state, min(history), month))
    losses = None if lost is None else sorted(lost, reverse=True)
    told = read(
        profiles.headline(NAMES[state], shown, past, losses),
        r"(?P<name>.+) is not named in this list",
        r"(?P<name>.+) is unranked: sent no figures",
        r"(?P<name>.+?) is (?P<place>first|in (?P<nth_place>\w+) place(, (?P<gap>[\d.]+) behind first)?)"
        r"( for (?P<least>at least )?the (?P<nth>\w+) month in a row)?"
        r"(; (?P<full>it has full marks in every applicable parameter)|; (?P<all>all it lacks lies in one parameter)"
        r"|; (?P<few>\w+) parameters? holds? at least two thirds of what it lacks)?",
    )
    assert told["name"] == NAMES[state]
    if row is None or row.rank is None:
        assert "place" not in told
        return
    assert row.rank == (1 if told["place"] == "first" else ordinal(told["nth_place"]))
    if "gap" in told:
        assert top is not None
        assert row.score is not None
        assert Decimal(told["gap"]) == top - row.score
    length, certain = run(firsts(history, state, min(history), month))
    assert ("nth" in told) is (length > 1)
    if "nth" in told:
        assert (NTHS.index(told["nth"]) + 1, "least" not in told) == (length, certain)
    assert ("full" in told) is (losses == [])
    assert ("all" in told) is (losses is not None and len(losses) == 1)
    if "few" in told:
        assert losses is not None
        number = WORDS.index(told["few"]) + 1
        held = [sum(chosen) for chosen in combinations(losses, number)]
        fewer = [sum(chosen) for chosen in combinations(losses, number - 1)]
        assert max(held) >= Fraction(2, 3) * sum(losses) > max(fewer)


@given(st.data())
def test_the_headline_of_a_year(data: st.DataObject) -> None:
    year = [Month(2022, number) for number in range(1, 13)]
    full = data.draw(st.booleans())
    kinds = (True,) if full else (True, False)
    history = {month: data.draw(month_lists(month, STATES[:3], kinds=kinds)) for month in year}
    found = annual_list(history, 2022, NAMES)
    places = [place for place in found.places if place.rank == 1]
    told = read(
        wording.headline(found, [DIRECTORY[place.state] for place in places]),
        r"(?P<states>.+?) (was first|shared first place) in 2022 with a mean of (?P<score>[\d.]+)",
        r"(?P<none>No State has a rank for 2022)",
        r"2022 has no annual ranking: (?P<whole>\d+) of its 12 lists are complete on record",
    )
    whole = [
        one
        for one in history.values()
        if one.complete and all(row.score is not None for row in one.rows.values() if row.rank)
    ]
    assert ("whole" in told) is (len(whole) < 12)
    if "whole" in told:
        assert int(told["whole"]) == len(whole)
        return
    sums: dict[str, int] = {}
    for state in STATES[:3]:
        scores = [one.rows[state].score for one in history.values()]
        if None not in scores:
            sums[state] = sum(int(100 * score) for score in scores if score is not None)
    means = {state: hundredths((2 * total + 12) // 24) for state, total in sums.items()}
    assert ("none" in told) is (not means)
    if means:
        assert Decimal(told["score"]) == max(means.values())
        assert codes(told["states"]) == {
            state for state, mean in means.items() if mean == max(means.values())
        }


@given(st.data(), st.sampled_from(Measure))
def test_the_headline_of_progress(data: st.DataObject, measure: Measure) -> None:
    month = START.plus(1)
    history = {one: data.draw(month_lists(one, kinds=(True, True, False))) for one in (START, month)}
    found = Progressed(
        scope=Scope("cctns", "all"), month=month, since=START, span=1, measure=measure, months=tuple(history),
        now=history[month], then=history[START], listed=progress_list(history, month, 1, measure, NAMES),
        missing=obstacle(history, month, 1), counts={}, coverage=None, unranked={}, states=DIRECTORY,
        sample_basis=SampleBasis.NONE,
    )  # fmt: skip
    told = read(
        progress_wording.headline(found),
        r"No State’s score rose since (?P<since>.+)",
        r"Progress cannot be told: (?P<few>fewer than two States can be compared) with (?P<since>.+)",
        r"Progress cannot be told: the list of (?P<partial>.+) names only some places",
        r"(?P<states>.+) improved most: (?P<points>[\d.]+) points( each)? since (?P<since>.+)",
        r"(?P<states>.+) closed the largest share of (its gap|their gaps): (?P<percent>[\d.]+) % of what "
        r"(it|each) lacked in (?P<since>.+)",
    )
    partial = [month_name(one) for one, listed_ in history.items() if not listed_.complete]
    assert ("partial" in told) is bool(partial)
    if partial:
        assert told["partial"] in partial
        return
    assert told["since"] == month_name(START)
    gains: dict[str, Fraction] = {}
    for state, now in history[month].rows.items():
        before = history[START].rows[state]
        if None not in (now.rank, before.rank, now.score, before.score):
            change = Fraction(now.score or 0) - Fraction(before.score or 0)
            gains[state] = (
                change if measure is Measure.CHANGE else 100 * change / (100 - Fraction(before.score or 0))
            )
    shown = {state: round(gain + Fraction(1, 10**9), 2) for state, gain in gains.items()}
    best = max(shown.values(), default=Fraction(0))
    assert ("few" in told) is (len(shown) < 2)
    assert ("states" in told) is (best > 0 and len(shown) > 1)
    if "states" in told:
        assert Fraction(told.get("points") or told["percent"]) == best
        assert names(told["states"], {state for state, value in shown.items() if value == best})


@given(histories(), st.lists(st.sampled_from(STATES), unique=True, max_size=4))
def test_the_headline_of_a_comparison(drawn: Drawn, chosen: list[str]) -> None:
    history, _, _ = drawn
    if not history:
        return
    rows = history[max(history)].rows
    ranked = sorted(
        ((NAMES[code], row.rank, row.score) for code in chosen if (row := rows.get(code)) and row.rank),
        key=lambda place: place[1],
    )
    told = read(
        compare.headline(ranked, [NAMES[code] for code in chosen]),
        r"(?P<beside>.+) side by side",
        r"(?P<beside>[A-Z]\w+( [A-Z]\w+)?)",
        r"(?P<level>.+) stand level",
        r"(?P<first>.+) is (?P<gap>\d+\.\d\d) ahead of (?P<second>.+)",
        r"(?P<first>.+) is (?P<count>\d+) places? ahead of (?P<second>.+)",
    )
    standing = {code: rows[code] for code in chosen if code in rows and rows[code].rank}
    best = min((row.rank or 0 for row in standing.values()), default=0)
    assert ("beside" in told) is (len(standing) < 2)
    if "level" in told:
        assert names(told["level"], {code for code, row in standing.items() if row.rank == best})
    elif "first" in told:
        first, second = standing.pop(CODES[told["first"]]), standing[CODES[told["second"]]]
        assert first.rank == best < (second.rank or 0) == min(row.rank or 0 for row in standing.values())
        assert "count" not in told or int(told["count"]) == (second.rank or 0) - best
        assert "gap" not in told or Decimal(told["gap"]) == (first.score or 0) - (second.score or 0)


@given(histories(), st.lists(st.sampled_from(STATES), unique=True, min_size=2, max_size=4))
def test_who_was_ahead_how_often(drawn: Drawn, chosen: list[str]) -> None:
    history, _, _ = drawn
    told = read(
        ahead_title(ahead(history, chosen), NAMES),
        "Two of them were never ranked in the same month",
        r"Nobody was ahead most often in (?P<months>\d+) months?",
        r"(?P<state>.+) was ahead of (?P<other>.+) in (?P<count>\d+) of (?P<months>\d+) months?",
    )
    won: list[str] = []
    months = 0
    for one in history.values():
        ranks = {code: row.rank for code in chosen if (row := one.rows.get(code)) and row.rank}
        months += len(ranks) > 1
        if len(ranks) > 1 and list(ranks.values()).count(min(ranks.values())) == 1:
            won.append(min(ranks, key=lambda code: ranks[code] or 0))
    assert int(told.get("months", "0")) == months
    counts = sorted((won.count(code) for code in chosen), reverse=True)
    assert ("state" in told) is (counts[0] > counts[1])
    if "state" in told:
        assert int(told["count"]) == counts[0] == won.count(CODES[told["state"]])
        (other, *more) = [NAMES[code] for code in chosen if code != CODES[told["state"]]]
        assert told["other"] == ("the rest" if more else other)


@given(worked_lists(), worked_lists())
def test_the_sentences_of_a_change(before: Worked, after: Worked) -> None:
    for state in LETTERS:
        _check_change(before, after, state)


def _check_change(before: Worked, after: Worked, state: str) -> None:
    found = explain(before, after, state)
    old, new = before.places[state], after.places[state]
    told = read(
        why.headline(state, found),
        r"(?P<state>\w) moved (?P<way>up|down) from (?P<old>\w+) to (?P<new>\w+) place",
        r"(?P<state>\w): from (?P<old>\w+) of (?P<then>\d+) to (?P<new>\w+) of (?P<now>\d+)",
        r"(?P<state>\w) stayed in (?P<new>\w+) place",
        r"(?P<state>\w) came into the ranking; before, it was unranked \(.+\)",
        r"(?P<state>\w) left the ranking: it is unranked \(.+\)",
        r"(?P<state>\w) is unranked in both lists \(.+\)",
    )
    assert told["state"] == state
    assert ("new" in told) is (old.rank is not None and new.rank is not None)
    if "new" not in told or found.rank is None or found.score is None:
        return
    assert ordinal(told["new"]) == new.rank
    assert ordinal(told.get("old", told["new"])) == old.rank
    both = set(before.printed) & set(after.printed)
    assert ("then" in told) is (both != set(before.printed) | set(after.printed))
    if "then" in told:
        assert (int(told["then"]), int(told["now"])) == (len(before.printed), len(after.printed))
    else:
        assert told.get("way") == (
            None if new.rank == old.rank else "up" if (new.rank or 0) < (old.rank or 0) else "down"
        )
    places = read(
        why_words.movers(found.rank),
        r"(?P<alone>No other State is ranked in both lists), so no movement can be told\.",
        r"(Among the (?P<both>\d+) States ranked in both lists: )?"
        r"[Ii]ts own score (neither won nor cost it a place|(?P<own_way>won|cost) it (?P<own>\d+) places?); "
        r"the others' scores (neither won nor cost it a place|(?P<others_way>won|cost) it (?P<others>\d+) places?)"
        r"(; another rule for ties: (?P<rule>[+−]\d+))?\."
        r"( Of the change of rank (?P<apart>[+−]\d+) places? comes? from others leaving or coming\.)?",
    )
    assert ("alone" in places) is (len(both) < 2)
    if "alone" in places:
        return
    everyone = set(LETTERS)
    between = [
        rank_among(old.score, before, state, before, everyone), rank_among(old.score, before, state, before, both),
        rank_among(new.score, before, state, before, both), rank_among(new.score, after, state, before, both),
        rank_among(new.score, after, state, before, everyone), rank_among(new.score, after, state, after, everyone),
    ]  # fmt: skip
    left, own, others, came, rule = (first - second for first, second in pairwise(between))
    assert (between[0], between[-1]) == (old.rank, new.rank)
    assert int(places.get("apart", "0").replace("−", "-")) == left + came
    assert int(places.get("both", len(both))) == len(both)
    for key, number in (("own", own), ("others", others)):
        signs = {None: 0, "won": 1, "cost": -1}
        assert signs[places.get(f"{key}_way")] * int(places.get(key, "0")) == number
    assert int(places.get("rule", "0").replace("−", "-")) == rule
    _check_score(why.score(found.score, ""), old.score, new.score)


def rank_among(own: Decimal | None, others: Worked, state: str, rules: Worked, inside: set[str]) -> int:
    """The rank of a printed score among the other States of a list that are `inside`, by a list's rule for ties."""
    scores = [one.score for code, one in others.places.items() if code != state and code in inside]
    above = [score for score in scores if score is not None and own is not None and score > own]
    return 1 + (len(above) if rules.basis.rules.ties == "competition" else len(set(above)))


def _check_score(sentence: str, old: Decimal | None, new: Decimal | None) -> None:
    told = read(sentence, r"Its score went from (?P<old>[\d.]+) to (?P<new>[\d.]+) \((?P<change>.+)\)\.")
    assert (Decimal(told["old"]), Decimal(told["new"])) == (old, new)
    assert Decimal(told["change"].replace("−", "-")) == (new or 0) - (old or 0)
