"""Sentences read as on the record of the sample: June 2021 to October 2023 on every board."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path

from common.months import Month
from insights.claims.lexer import Lexicon, lexicon
from insights.claims.parser import ParsedSentence, parse_note, parse_sentence
from states.selectors import other_names

ROOT = Path(__file__).parents[3]
CASES = Path(__file__).parent / "cases"
OLDEST, NEWEST = Month(2021, 6), Month(2023, 10)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cases() -> list[tuple[str, list[list[str]]]]:
    """Every sentence with the lists of distinct verdicts that are right for it."""
    return [
        (
            row["sentence"],
            [[] if told == "none" else sorted(told.split()) for told in row["verdicts"].split("|")],
        )
        for row in rows(CASES / "claims.csv")
    ]


@cache
def words() -> Lexicon:
    states = rows(ROOT / "states/data/states.csv")
    names = {row[column]: row["code"] for row in states for column in ("name_en", "name_hi")}
    names |= {name: code for code, others in other_names().items() for name in others}
    version = tomllib.loads((ROOT / "metrics/methodologies/2023-01.toml").read_text(encoding="utf-8"))
    parameters = {
        parameter[column]: parameter["code"]
        for group in version["groups"]
        for parameter in group.get("parameters", version.get("parameters", []))
        for column in ("name", "name_hi")
    }
    return lexicon(names, parameters)


@cache
def categories() -> dict[str, str]:
    return {row["code"]: row["category"] for row in rows(ROOT / "states/data/states.csv")}


def read(text: str, carried: str = "") -> ParsedSentence:
    return parse_sentence(text, words(), lambda *_: (OLDEST, NEWEST), categories(), carried=carried)


def read_note(text: str) -> list[ParsedSentence]:
    return parse_note(text, words(), lambda *_: (OLDEST, NEWEST), categories())


def told(text: str) -> list[str]:
    """The claims of a sentence, each in one line without what is left at its default."""
    return [
        " ".join(
            part
            for part in (
                claim.state, claim.kind, "" if claim.relation == "exactly" else claim.relation, str(claim.count),
                str(claim.first), str(claim.last), claim.other, board, category,
            )
            if part
        )
        for claim, board, category in read(text).claims
    ]  # fmt: skip
