"""What people say about the ranking, in both languages, and what it is taken to claim."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.claims.parser import LONGEST_NOTE
from tests.insights.claims.reading import CASES, cases, read, read_note, told

ALL = "2021-06 2023-10"
NOW = "2023-10 2023-10"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Haryana was first in 29 of 39 months from June 2021", ["HR months_first 29 2021-06 2024-08"]),
        ("20 times first since June 2021: Haryana", [f"HR months_first 20 {ALL}"]),
        ("Haryana, first 29 of the past 39 months", ["HR months_first 29 2020-08 2023-10"]),
        ("Haryana is first for the sixth month in a row", [f"HR current_streak 6 {ALL}"]),
        ("Haryana first for the sixth straight month", [f"HR current_streak 6 {ALL}"]),
        ("HR first for the last 6 consecutive months", [f"HR current_streak at_least 6 {ALL}"]),
        ("Haryana's longest streak is six months", [f"HR longest_streak 6 {ALL}"]),
        ("Haryana has a streak of six", [f"HR current_streak at_least 6 {ALL}"]),
        ("Haryana was first six months in a row in 2022", ["HR longest_streak at_least 6 2022-01 2022-12"]),
        (
            "Haryana was first six months in a row from May to October 2022",
            ["HR longest_streak at_least 6 2022-05 2022-10"],
        ),
        ("Himachal Pradesh was first in January 2023", ["HP rank 1 2023-01 2023-01"]),
        ("Haryana was first in 2022", ["HR annual 1 2022-01 2022-12"]),
        ("Haryana was second in 2022", ["HR annual 2 2022-01 2022-12"]),
        ("UP was in the top 3 in 2022", ["UP annual at_most 3 2022-01 2022-12"]),
        ("Himachal Pradesh was 4th in 2023-02", ["HP rank 4 2023-02 2023-02"]),
        ("Haryana was first 9 times in 2022", ["HR months_first 9 2022-01 2022-12"]),
        ("Haryana was first 9 times last year", ["HR months_first 9 2022-01 2022-12"]),
        ("Haryana was first 9 times in the past year", ["HR months_first 9 2022-11 2023-10"]),
        ("Haryana was first 8 times this year", ["HR months_first 8 2023-01 2023-10"]),
        ("Haryana was first 8 times in 11 months of 2023", ["HR months_first 8 2023-01 2023-11"]),
        ("Haryana was first 10 times since 2022", ["HR months_first 10 2022-01 2023-10"]),
        ("Haryana was first 5 times between May 2022 and May 2023", ["HR months_first 5 2022-05 2023-05"]),
        ("Haryana has been first since May 2023", ["HR rank 1 2023-05 2023-10"]),
        ("Haryana was always first", [f"HR rank 1 {ALL}"]),
        ("Haryana was first more than 15 times", [f"HR months_first more_than 15 {ALL}"]),
        ("Haryana was first at least twenty-one times", [f"HR months_first at_least 21 {ALL}"]),
        ("Haryana was first nearly 20 times since June 2021", [f"HR months_first about 20 {ALL}"]),
        ("Haryana was not first in January 2023", ["HR rank not 1 2023-01 2023-01"]),
        ("Delhi was never first", [f"DL months_first 0 {ALL}"]),
        ("UP moved up to rank 3 in March 2022",
         ["UP rank 3 2022-03 2022-03", "UP rank_change more_than 0 2022-03 2022-03"]),
        ("Punjab is the most improved state", [f"PB most_improved 1 {NOW}"]),
        ("Haryana beat Delhi in May 2023", ["HR ahead 1 2023-05 2023-05 DL"]),
        ("Telangana is behind Uttarakhand", [f"TS behind 1 {NOW} UK"]),
        (
            "Uttarakhand is ahead of Telangana and Haryana was first",
            [f"UK ahead 1 {NOW} TS", f"HR rank 1 {NOW}"],
        ),
        (
            "Haryana was first 20 times, Himachal Pradesh four times and Delhi twice",
            [f"HR months_first 20 {ALL}", f"HP months_first 4 {ALL}", f"DL months_first 2 {ALL}"],
        ),
        ("Haryana was first in May 2023 and second in June",
         ["HR rank 1 2023-05 2023-05", "HR rank 2 2023-06 2023-06"]),
        ("Haryana was first in May and October 2023", ["HR rank 1 2023-05 2023-05", "HR rank 1 2023-10 2023-10"]),
        ("Haryana was first in November", ["HR rank 1 2022-11 2022-11"]),
        ("Jammu and Kashmir was first", [f"JK rank 1 {NOW}"]),
        ("Haryana had full marks", [f"HR score 10000 {NOW}"]),
        ("Haryana had full marks in all parameters", [f"HR full_marks all 0 {NOW}"]),
        ("The spokesman said that Haryana was first", [f"HR rank 1 {NOW}"]),
        ("Gujarat was first on ICJS in May and second in June 2023",
         ["GJ rank 1 2023-05 2023-05 icjs", "GJ rank 2 2023-06 2023-06 icjs"]),
        ("हरियाणा जून 2021 से 20 बार प्रथम रहा", [f"HR months_first 20 {ALL}"]),
        ("हरियाणा जून 2021 के बाद 20 बार प्रथम रहा", [f"HR months_first 20 {ALL}"]),
        ("हरियाणा जून २०२१ से ३९ में से २९ माह प्रथम रहा", ["HR months_first 29 2021-06 2024-08"]),
        ("पिछले 12 महीनों में से 11 बार हरियाणा प्रथम", ["HR months_first 11 2022-11 2023-10"]),
        ("हरियाणा मई से अक्टूबर 2022 तक 6 बार प्रथम रहा", ["HR months_first 6 2022-05 2022-10"]),
        ("हरियाणा लगातार छठे माह प्रथम", [f"HR current_streak 6 {ALL}"]),
        ("मिजोरम 2022 में तीसरे स्थान पर", ["MZ annual 3 2022-01 2022-12"]),
        ("यूपी सितम्बर 2022 में दूसरे स्थान पर", ["UP rank 2 2022-09 2022-09"]),
        ("हिमाचल प्रदेश कभी शीर्ष 10 से बाहर नहीं रहा", [f"HP top 10 {ALL}"]),
        ("उत्तराखंड तेलंगाना से आगे है", [f"UK ahead 1 {NOW} TS"]),
        ("हरियाणा खिसककर जनवरी 2023 में पांचवें स्थान पर",
         ["HR rank 5 2023-01 2023-01", "HR rank_change less_than 0 2023-01 2023-01"]),
    ],
)  # fmt: skip
def test_what_was_meant(text: str, claims: list[str]) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Haryana was first in 1066 villages", ("1066", "villages")),
        ("Haryana was first for 6 months", ("6", "months")),
        ("It is false that Haryana was first", ("It", "false", "that")),
        ("Haryana may be first in October 2023", ("may",)),
        (
            "Haryana was first in October 2023 and its chief thanked everybody",
            ("chief", "thanked", "everybody"),
        ),
        ("Haryana scored 99.97 in 2022", ("2022",)),
        ("Haryana was first 3 times in the past 200 years", ("in", "the", "past", "200", "years")),
        ("हरियाणा 2022 में सबसे ज़्यादा बार प्रथम", ("सबसे", "ज़्यादा")),
    ],
)
def test_words_that_were_not_used_take_the_verdict_away_and_are_named(
    text: str, unread: tuple[str, ...]
) -> None:
    sentence = read(text)
    assert (sentence.claims, sentence.unread) == ((), unread)


def test_a_state_named_once_is_carried_on_and_a_place_of_writing_is_not() -> None:
    note = read_note(
        "Haryana was first in May 2023.\nChandigarh, 22 December.\nWe were first 20 times since June 2021."
    )
    assert [[claim.state for claim, _, _ in sentence.claims] for sentence in note] == [["HR"], [], ["HR"]]
    assert not note[1].checkable
    assert read("We were first 20 times").stateless


def test_the_press_note_holds_its_fourteen_claims() -> None:
    note = read_note((CASES / "press-note.txt").read_text(encoding="utf-8"))
    assert len(note) == 25
    kinds = [claim.kind for sentence in note for claim, _, _ in sentence.claims]
    assert {claim.state for sentence in note for claim, _, _ in sentence.claims} == {"HR"}
    assert kinds == [
        "rank", "full_marks", "months_first", "rank", "months_first", "full_marks", "rank", "current_streak",
        "months_first", "full_marks", "rank", "months_first", "full_marks", "full_marks_in",
    ]  # fmt: skip
    assert not any(
        claim.kind == "score" or claim.count == 66 for sentence in note for claim, _, _ in sentence.claims
    )


FOREIGN = (
    "37",
    "3.7",
    "1930",
    "10%",
    "₹66",
    "villages",
    "crore",
    "districts",
    "calls",
    "people",
    "जिलों",
    "करोड़",
    "गाँव",
)
UNDERSTOOD = [text for text, verdicts in cases() if all(verdicts) and read(text).claims]
# "The top position" with a number in it is "the top 37", a claim of its own.
POSITIONS = [
    (text, place)
    for text in UNDERSTOOD
    for place in range(len(text.split()) + 1)
    if "top position" not in " ".join(text.split()[max(0, place - 1) : place + 1])
]


@given(st.sampled_from(POSITIONS), st.sampled_from(FOREIGN))
def test_a_foreign_number_or_noun_takes_the_verdict_away(position: tuple[str, int], foreign: str) -> None:
    text, place = position
    words = text.split()
    assert not read(" ".join([*words[:place], foreign, *words[place:]])).claims


def test_most_cases_are_understood() -> None:
    assert len(UNDERSTOOD) >= 55


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for sentence in read_note(text):
        assert all(claim.first <= claim.last for claim, _, _ in sentence.claims)


VOCABULARY = (
    "Haryana Delhi was first in of the past last 20 29 39 999 99.97 6th times months row since from to until between "
    "and June May 2021 2022 2099 2023-10 2023-13 rank second longest top never not every ahead behind full marks "
    "parameters points about more than में से लगातार माह जून २०२१ प्रथम पिछले तक अंक , : twice hilly icjs CYB-01 slipped "
    "improved"
)


@given(st.lists(st.sampled_from(VOCABULARY.split()), max_size=14))
def test_any_words_of_claims_are_read_without_a_fault(words: list[str]) -> None:
    sentence = read(" ".join(words))
    assert all(claim.first <= claim.last for claim, _, _ in sentence.claims)


@given(st.integers(1, 400))
def test_of_so_many_months_is_a_window_of_that_length(length: int) -> None:
    ((claim, _, _),) = read(f"Haryana was first in 1 of {length} months since June 2021").claims
    assert len(list(claim.first.to(claim.last))) == length


@pytest.mark.parametrize(
    "unit",
    [
        "Haryana was first 20 times since June 2021. ", "Haryana, ", "May and ", "20 of 20 of ", "a ", "first second ",
        "हरियाणा लगातार ", "5 times of , ", "से तक ",
        "with ", "rank ", "top ", "May, ", "outside top ",
        "marks ", "(((", "June to ", "not every never ", "99.97 per cent marks ",
    ],
)  # fmt: skip
def test_the_cost_of_reading_grows_with_the_text(unit: str) -> None:
    """CPU at doubled input, best of five; a quadratic pattern would take four times as long."""

    def cost(characters: int) -> float:
        text = (unit * characters)[:characters]
        best = float("inf")
        for _ in range(5):
            start = time.process_time()
            read_note(text)
            best = min(best, time.process_time() - start)
        return best

    assert cost(LONGEST_NOTE) < 3 * cost(LONGEST_NOTE // 2) + 0.005
