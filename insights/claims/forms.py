"""Every form of sentence that the checker reads, in both languages, each with an example that can be asked.

The help prints these and the tests read each of them, so that nothing is promised that is not understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from common.months import Month
from insights.claims.kinds import Claim, ClaimKind, Relation
from insights.claims.vocabulary import folded_words

EXAMPLES = {
    "since": Month(2021, 6),
    "until": Month(2022, 12),
    "month": Month(2023, 1),
    "last": Month(2023, 10),
}
"""The months of the examples, by their place in a sentence."""
YEAR = 2022
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Form:
    """A sentence with places for what it names: state, count, total, since, until, month, year, other.

    `window` tells which months it is about: since (to the newest), span, month, year, past (the last `total`), of
    (`total` months from `since` on), newest (the newest list) or all. `state` is the example's, `other` a second State
    or a parameter; `board` and `category` are empty where the sentence names none. A score counts hundredths.
    """

    kind: ClaimKind
    window: str
    english: str
    hindi: str
    state: str = "HR"
    count: int = 1
    total: int = 0
    board: str = ""
    category: str = ""
    relation: Relation = Relation.EXACTLY
    other: str = ""

    def said(self, language: str, names: Mapping[str, str], months: Mapping[str, str]) -> str:
        """The example in words: `names` has the name of each State by its code, `months` the names of `EXAMPLES`."""
        text = self.hindi if language == "hi" else self.english
        count = f"{self.count / 100:.2f}" if self.kind is ClaimKind.SCORE else self.count
        other = names.get(self.other, self.other)
        return text.format(
            state=names[self.state], count=count, total=self.total, year=YEAR, other=other, **months
        )

    def meant(self, oldest: Month, newest: Month) -> Claim:
        """What the example claims, where these are the first and the last month on record."""
        since, until, month = EXAMPLES["since"], EXAMPLES["until"], EXAMPLES["month"]
        first, last = {
            "since": (since, newest),
            "span": (since, until),
            "month": (month, month),
            "year": (Month(YEAR, 1), Month(YEAR, 12)),
            "past": (newest.plus(1 - max(self.total, 1)), newest),
            "of": (since, since.plus(max(self.total, 1) - 1)),
            "newest": (newest, newest),
            "all": (oldest, newest),
        }[self.window]
        return Claim(self.state, self.kind, self.count, first, last, self.relation, self.other)


FORMS = (
    Form(
        ClaimKind.MONTHS_FIRST, "since",
        "{state} was first {count} times since {since}",
        "{state} {since} से {count} बार प्रथम रहा", count=20,
    ),
    Form(
        ClaimKind.MONTHS_FIRST, "of",
        "{state} was first in {count} of {total} months from {since}",
        "{state} {since} से {total} में से {count} माह प्रथम रहा", count=20, total=29,
    ),
    Form(
        ClaimKind.MONTHS_FIRST, "past",
        "{state} was first in {count} of the past {total} months",
        "{state} पिछले {total} में से {count} माह प्रथम रहा", count=9, total=12,
    ),
    Form(
        ClaimKind.MONTHS_FIRST, "span",
        "{state} was first {count} times from {since} to {until}",
        "{state} {since} से {until} तक {count} बार प्रथम रहा", count=12,
    ),
    Form(
        ClaimKind.MONTHS_FIRST, "year",
        "{state} was first {count} times in {year}",
        "{state} {year} में {count} बार प्रथम रहा", count=9,
    ),
    Form(
        ClaimKind.RANK, "month",
        "{state} was first in {month}",
        "{state} {month} में प्रथम रहा", state="HP",
    ),
    Form(
        ClaimKind.CURRENT_STREAK, "all",
        "{state} has been first for {count} months in a row",
        "{state} लगातार {count} माह से प्रथम है", count=6, relation=Relation.AT_LEAST,
    ),
    Form(
        ClaimKind.CURRENT_STREAK, "all",
        "{state} is first for the {count}th time in a row",
        "{state} लगातार {count}वीं बार प्रथम है", count=6,
    ),
    Form(
        ClaimKind.LONGEST_STREAK, "all",
        "The longest streak of {state} is {count} months",
        "{state} का सबसे लंबा लगातार क्रम {count} माह का है", count=6,
    ),
    Form(
        ClaimKind.LONGEST_STREAK, "span",
        "{state} was first {count} months in a row from {since} to {until}",
        "{state} {since} से {until} तक लगातार {count} माह प्रथम रहा", count=4, relation=Relation.AT_LEAST,
    ),
    Form(
        ClaimKind.RANK, "month",
        "{state} had rank {count} in {month}",
        "{month} में {state} की रैंक {count} थी", count=5,
    ),
    Form(
        ClaimKind.TOP, "month",
        "{state} was in the top {count} in {month}",
        "{state} {month} में शीर्ष {count} में रहा", state="DL", count=5,
    ),
    Form(
        ClaimKind.TOP, "year",
        "{state} was in the top {count} in every month of {year}",
        "{state} {year} में हर माह शीर्ष {count} में रहा", state="UP", count=5,
    ),
    Form(
        ClaimKind.TOP, "span",
        "{state} was in the top {count} in every month from {since} to {until}",
        "{state} {since} से {until} तक हर माह शीर्ष {count} में रहा", count=10,
    ),
    Form(
        ClaimKind.ANNUAL, "year",
        "{state} was first in {year}",
        "{state} {year} में प्रथम रहा",
    ),
    Form(
        ClaimKind.ANNUAL, "year",
        "{state} had rank {count} in {year}",
        "{year} में {state} की रैंक {count} थी", state="HP", count=2,
    ),
    Form(
        ClaimKind.RANK, "month",
        "{state} was first among hilly and north-eastern States in {month}",
        "{state} {month} में पर्वतीय और पूर्वोत्तर राज्यों में प्रथम रहा", state="HP", category="hilly-ne",
    ),
    Form(
        ClaimKind.MONTHS_FIRST, "since",
        "{state} was first {count} times among major States since {since}",
        "{state} {since} से बड़े राज्यों में {count} बार प्रथम रहा", count=20, category="major",
    ),
    Form(
        ClaimKind.ANNUAL, "year",
        "{state} was first among Union Territories in {year}",
        "{state} {year} में केंद्र शासित प्रदेशों में प्रथम रहा", state="CH", category="ut",
    ),
    Form(
        ClaimKind.MONTHS_FIRST, "since",
        "{state} was first {count} times on the board ICJS since {since}",
        "{state} {since} से आईसीजेएस बोर्ड पर {count} बार प्रथम रहा", state="GJ", count=20, board="icjs",
    ),
    Form(
        ClaimKind.MONTHS_FIRST, "since",
        "{state} was first about {count} times since {since}",
        "{state} {since} से लगभग {count} बार प्रथम रहा", count=20, relation=Relation.ABOUT,
    ),
    Form(
        ClaimKind.MONTHS_FIRST, "all",
        "{state} was never first",
        "{state} कभी प्रथम नहीं रहा", state="BR", count=0,
    ),
    Form(
        ClaimKind.OUTSIDE_TOP, "all",
        "{state} has never been in the top {count}",
        "{state} कभी शीर्ष {count} में नहीं रहा", state="BR", count=10,
    ),
    Form(
        ClaimKind.TOP, "all",
        "{state} has never been below rank {count}",
        "{state} कभी रैंक {count} से नीचे नहीं रहा", count=5,
    ),
    Form(
        ClaimKind.SCORE, "month",
        "{state} scored {count} in {month}",
        "{state} को {month} में {count} अंक मिले", state="HP", count=9977,
    ),
    Form(
        ClaimKind.FULL_MARKS, "newest",
        "{state} had full marks in more than {count} parameters in the latest list",
        "{state} को नवीनतम सूची में {count} से अधिक मापदंडों में पूर्ण अंक मिले", count=25, relation=Relation.MORE_THAN,
    ),
    Form(
        ClaimKind.FULL_MARKS_IN, "newest",
        "{state} had full marks in {other} in the latest list",
        "{state} को नवीनतम सूची में {other} में पूर्ण अंक मिले", other="CYB-01",
    ),
    Form(
        ClaimKind.AHEAD, "newest",
        "{state} is ahead of {other}",
        "{state} {other} से आगे है", state="UK", other="TS",
    ),
    Form(
        ClaimKind.RANK_CHANGE, "month",
        "{state} slipped to fifth place in {month}",
        "{state} {month} में खिसककर पाँचवें स्थान पर रहा", count=0, relation=Relation.LESS_THAN,
    ),
    Form(
        ClaimKind.MOST_IMPROVED, "newest",
        "{state} is the most improved State",
        "{state} में सबसे अधिक सुधार", state="PB",
    ),
)  # fmt: skip


def nearest(text: str) -> tuple[Form, ...]:
    """The forms that share most words with a sentence in either language; in their order where none does more."""
    said = folded_words(text)

    def shared(form: Form) -> int:
        return max(len(said & folded_words(example)) for example in (form.english, form.hindi))

    return tuple(sorted(FORMS, key=lambda form: -shared(form))[:NEAREST])
