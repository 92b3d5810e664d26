"""Every form of sentence that the checker reads, in both languages, each with an example that can be asked.

The help prints these and the tests read each of them, so that nothing is promised that is not understood. They stand
in `data/claim_forms.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from common.months import Month
from insights.claims.kinds import ClaimKind, Relation
from insights.claims.lexer import folded_words

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
    state: str
    count: int
    total: int
    relation: Relation
    other: str
    board: str
    category: str
    english: str
    hindi: str

    def said(self, language: str, names: Mapping[str, str], months: Mapping[str, str]) -> str:
        """The example in words: `names` has the name of each State by its code, `months` the names of `EXAMPLES`."""
        text = self.hindi if language == "hi" else self.english
        count = f"{self.count / 100:.2f}" if self.kind is ClaimKind.SCORE else self.count
        other = names.get(self.other, self.other)
        return text.format(
            state=names[self.state], count=count, total=self.total, year=YEAR, other=other, **months
        )


def _forms() -> tuple[Form, ...]:
    with (Path(__file__).parent.parent / "data" / "claim_forms.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return tuple(
            Form(
                ClaimKind(row.pop("kind")),
                count=int(row.pop("count")),
                total=int(row.pop("total") or 0),
                relation=Relation(row.pop("relation") or Relation.EXACTLY),
                **row,
            )
            for row in csv.DictReader(file)
        )


FORMS = _forms()


def nearest(text: str) -> tuple[Form, ...]:
    """The forms that share most words with a sentence in either language; in their order where none does more."""
    said = folded_words(text)

    def shared(form: Form) -> int:
        return max(len(said & folded_words(example)) for example in (form.english, form.hindi))

    return tuple(sorted(FORMS, key=lambda form: -shared(form))[:NEAREST])
