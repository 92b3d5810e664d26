"""Is a methodology version sound? Every problem at once, each with the place where it can be mended.

A version is a plain mapping, as its file has it: texts, with numbers as texts too, so that no float comes near them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from common.months import Month
from metrics.boards import Board, boards_of

# Every problem's sentence, English and Hindi: what is wrong with a methodology version, and how to mend it.

TEXTS: dict[str, tuple[str, str]] = {
    # The version as a whole.
    "missing": ("{name}: {field} is missing", "{name}: {field} नहीं है"),
    "too_long": (
        "{name}: {field} is longer than {limit} characters",
        "{name}: {field} {limit} वर्णों से लंबा है",
    ),
    "not_hindi": (
        "{name}: {field} holds no Devanagari letter; write it in Hindi",
        "{name}: {field} में देवनागरी का कोई वर्ण नहीं है; इसे हिन्दी में लिखें",
    ),
    "not_english": (
        "{name}: {field} holds Devanagari letters; write it in English",
        "{name}: {field} में देवनागरी वर्ण हैं; इसे अंग्रेज़ी में लिखें",
    ),
    "version_form": (
        "version: “{value}” is no name for a version; use letters, digits, dots and hyphens, for example 2023-11",
        "संस्करण: “{value}” संस्करण का नाम नहीं हो सकता; रोमन अक्षर, अंक, बिंदु और हाइफ़न लिखें, जैसे 2023-11",
    ),
    "month_form": (
        "first month: “{value}” is not a month: write it as YYYY-MM, for example 2023-10",
        "आरंभ माह: “{value}” माह नहीं है; इसे YYYY-MM के रूप में लिखें, जैसे 2023-10",
    ),
    "choice": ("{name}: {field} must be one of {known}", "{name}: {field} इनमें से एक हो: {known}"),
    "unknown_rule": ("rules.{field} is not a known rule", "rules.{field} ज्ञात नियम नहीं है"),
    "marks_sum": (
        "the marks of all parameters sum to {total}, not to {whole}",
        "सभी पैरामीटर के अंकों का योग {total} है, {whole} नहीं",
    ),
    "board_empty": (
        "board {board}: no group counts on it, so nobody could be ranked there",
        "बोर्ड {board}: इस पर कोई समूह नहीं गिना जाता, इसलिए वहाँ किसी की रैंक नहीं बन सकती",
    ),
    # Groups.
    "group_code": (
        "{name}: a group's code is three capital letters, for example REG",
        "{name}: समूह का कोड तीन बड़े रोमन अक्षर होता है, जैसे REG",
    ),
    "group_twice": ("{name} stands twice", "{name} दो बार आया है"),
    "not_a_board": ("{name}: {board} is not a board", "{name}: {board} कोई बोर्ड नहीं है"),
    "not_overall": (
        "{name}: every group counts on overall",
        "{name}: हर समूह समग्र बोर्ड (overall) पर गिना जाता है",
    ),
    "on_no_board": (
        "{name}: it counts on no board beside overall; choose at least one",
        "{name}: यह समग्र (overall) के अलावा किसी बोर्ड पर नहीं गिना जाता; कम से कम एक चुनें",
    ),
    "group_empty": (
        "{name} has no parameter; add one, or remove the group",
        "{name} में कोई पैरामीटर नहीं है; एक जोड़ें, या समूह हटाएँ",
    ),
    # Parameters.
    "parameter_code": (
        "{name}: a parameter's code is three capital letters, a hyphen and two digits, for example REG-01",
        "{name}: पैरामीटर का कोड तीन बड़े रोमन अक्षर, एक हाइफ़न और दो अंकों का होता है, जैसे REG-01",
    ),
    "parameter_twice": ("{name} stands twice", "{name} दो बार आया है"),
    "no_group": (
        "{name}: group {group} is not in the version",
        "{name}: समूह {group} इस संस्करण में नहीं है",
    ),
    "not_a_number": (
        "{name}: {field} is “{value}”; write a number with two decimals at most",
        "{name}: {field} “{value}” है; अधिक से अधिक दो दशमलव वाली संख्या लिखें",
    ),
    "percent_range": (
        "{name}: {field} {value} lies outside 0 to 100",
        "{name}: {field} {value} 0 से 100 के बीच नहीं है",
    ),
    "marks_range": (
        "{name}: maximum marks {value} must be above 0 and at most 100",
        "{name}: अधिकतम अंक {value} 0 से अधिक और 100 तक हों",
    ),
    "best_is_worst": (
        "{name}: best and worst percent are both {best}; they must differ",
        "{name}: सर्वोत्तम और न्यूनतम प्रतिशत दोनों {best} हैं; वे अलग होने चाहिए",
    ),
    "better_contradicts": (
        "{name}: best percent {best} and worst percent {worst} contradict “better” ({better})",
        "{name}: सर्वोत्तम प्रतिशत {best} और न्यूनतम प्रतिशत {worst}, दिशा ({better}) से मेल नहीं खाते",
    ),
    # Beside the versions and lists that there are.
    "version_sealed": (
        "version: a published list rests on {value}; give the draft another name",
        "संस्करण: {value} पर एक प्रकाशित सूची टिकी है; मसौदे को दूसरा नाम दें",
    ),
    "month_taken": (
        "first month: version {other} holds from {month} already; choose another month",
        "आरंभ माह: संस्करण {other} पहले से {month} से लागू है; दूसरा माह चुनें",
    ),
    "month_published": (
        "first month: {newest} has a published list; a version can begin in {next} at the earliest",
        "आरंभ माह: {newest} की सूची प्रकाशित है; संस्करण जल्दी से जल्दी {next} से आरंभ हो सकता है",
    ),
    "version_in_use": (
        "version: {value} holds from {month}, and later months have published lists; give the draft another name",
        "संस्करण: {value} {month} से लागू है और उसके बाद के माहों की सूचियाँ प्रकाशित हैं; मसौदे को दूसरा नाम दें",
    ),
}

FIELDS: dict[str, tuple[str, str]] = {
    "version": ("version", "संस्करण"),
    "title": ("title", "शीर्षक"),
    "title_hi": ("title in Hindi", "हिन्दी शीर्षक"),
    "code": ("code", "कोड"),
    "name": ("name", "नाम"),
    "name_hi": ("name in Hindi", "हिन्दी नाम"),
    "numerator": ("numerator", "अंश"),
    "numerator_hi": ("numerator in Hindi", "हिन्दी अंश"),
    "denominator": ("denominator", "हर"),
    "denominator_hi": ("denominator in Hindi", "हिन्दी हर"),
    "better": ("“better”", "“बेहतर दिशा”"),
    "period_kind": ("kind of period", "अवधि का प्रकार"),
    "attested": ("“attested”", "“स्रोत”"),
    "numerator_may_exceed": ("“numerator may exceed”", "“अंश हर से अधिक हो सकता है”"),
    "best_percent": ("best percent", "सर्वोत्तम प्रतिशत"),
    "worst_percent": ("worst percent", "न्यूनतम प्रतिशत"),
    "max_marks": ("maximum marks", "अधिकतम अंक"),
    "decimals": ("decimals", "दशमलव"),
    "rounding": ("rounding", "पूर्णांकन"),
    "ties": ("ties", "समान स्कोर"),
    "missing": ("missing figures", "न आए आँकड़े"),
}
"""Names of fields in the sentences."""

NAMES: dict[str, tuple[str, str]] = {
    "version": ("version", "संस्करण"),
    "rules": ("rules", "नियम"),
    "group": ("group {code}", "समूह {code}"),
    "parameter": ("parameter {code}", "पैरामीटर {code}"),
}
"""What a problem is about."""


Document = Mapping[str, Any]

TOTAL_MARKS = Decimal(100)
BOTH_LANGUAGES = ("name", "numerator", "denominator")
NUMBERS = ("best_percent", "worst_percent", "max_marks")
CHOICES: dict[str, tuple[Any, ...]] = {
    "better": ("higher", "lower"),
    "period_kind": ("stock", "flow"),
    "attested": ("subject", "proposed"),
    "numerator_may_exceed": (False, True),
}
RULES: dict[str, tuple[Any, ...]] = {
    "decimals": (2,),
    "rounding": ("half_up",),
    "ties": ("competition", "dense"),
    "missing": ("zero_marks",),
}
# As many characters as the database keeps.
_LONGEST = {"title": 200, "title_hi": 200, "group": 100, "parameter": 150}
VERSION_FORM = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,18}[0-9A-Za-z])?", re.ASCII)
GROUP_FORM = re.compile(r"[A-Z]{3}", re.ASCII)
PARAMETER_FORM = re.compile(r"[A-Z]{3}-[0-9]{2}", re.ASCII)
_DEVANAGARI, _LATIN = re.compile(r"[\u0904-\u0939]"), re.compile(r"[A-Za-z]")
_NUMBER = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,2}0*)?", re.ASCII)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is stable; `place` is the path of what is to be mended, such as `parameters/REG-01/max_marks`."""

    code: str
    place: str
    message: str
    message_hi: str

    def text(self, language: str) -> str:
        """The message in `hi`, or in English for any other language."""
        return self.message_hi if language == "hi" else self.message


def problem(code: str, place: str, *, kind: str = "", field: str = "", **values: object) -> Problem:
    """A problem from its code. `kind` says of what it is (`group`, `parameter`, …), `field` of which of its fields."""
    told = []
    for number in (0, 1):
        shown = {key: _short(value) for key, value in values.items()}
        name = NAMES[kind][number].format(code=shown.get("of", "")) if kind else ""
        named = FIELDS[field][number] if field in FIELDS else field
        told.append(TEXTS[code][number].format(**{**shown, "name": name, "field": named}))
    return Problem(code, place, *told)


def check(document: Document) -> list[Problem]:
    """Everything that is wrong with a version's content, in the order of the document; empty where it is sound.

    >>> [one.code for one in check({"version": "2023 11", "title": "Zwei", "title_hi": "Two"})][:3]
    ['version_form', 'not_hindi', 'month_form']
    """
    groups, parameters = document.get("groups", []), document.get("parameters", [])
    return [
        *_head(document),
        *_rules(document.get("rules", {})),
        *_groups(groups, parameters, boards_of(str(document.get("holds_from", "")))),
        *_parameters(parameters, {group.get("code") for group in groups}),
        *_sum(parameters),
    ]


def total_marks(parameters: Iterable[Document]) -> Decimal:
    """The marks of parameters together; what is no number counts as 0."""
    return sum((number(parameter.get("max_marks")) or Decimal(0) for parameter in parameters), Decimal(0))


def number(value: Any) -> Decimal | None:
    """A number given as text, so that no float comes near it; None where it is not one.

    >>> number("7.50"), number("7.505"), number(7)
    (Decimal('7.50'), None, None)
    """
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return None
    return Decimal(value)


def _head(document: Document) -> Iterator[Problem]:
    version = document.get("version")
    if not isinstance(version, str) or not version:
        yield problem("missing", "version", kind="version", field="version")
    elif not VERSION_FORM.fullmatch(version):
        yield problem("version_form", "version", value=version)
    yield from _text(document, "title", "version", "title", _LONGEST["title"])
    yield from _text(document, "title_hi", "version", "title_hi", _LONGEST["title_hi"], hindi=True)
    begins = str(document.get("holds_from", ""))
    try:
        Month.parse(begins)
    except ValueError:
        yield problem("month_form", "holds_from", value=begins)


def _rules(rules: Document) -> Iterator[Problem]:
    yield from _choices(rules, RULES, "rules", "rules")
    for key in rules:
        if key not in RULES:
            yield problem("unknown_rule", f"rules/{key}", field=key)


def _groups(
    groups: Sequence[Document], parameters: Sequence[Document], boards: Sequence[Board]
) -> Iterator[Problem]:
    codes = [group.get("code") for group in groups]
    used = {parameter.get("group") for parameter in parameters}
    for code in sorted({str(code) for code in codes if codes.count(code) > 1}):
        yield problem("group_twice", f"groups/{code}", kind="group", of=code)
    for group in groups:
        yield from _group(group)
        if group.get("code") not in used:
            yield problem("group_empty", f"groups/{group.get('code')}", kind="group", of=group.get("code"))
    filled = {board for group in groups if group.get("code") in used for board in group.get("boards", [])}
    for board in boards:
        if board not in filled:
            yield problem("board_empty", "groups", board=board)


def _group(group: Document) -> Iterator[Problem]:
    code, boards = group.get("code"), group.get("boards", [])
    place = f"groups/{code}"
    if not GROUP_FORM.fullmatch(str(code or "")):
        yield problem("group_code", place, kind="group", of=code)
    yield from _text(group, "name", "group", f"{place}/name", _LONGEST["group"])
    yield from _text(group, "name_hi", "group", f"{place}/name_hi", _LONGEST["group"], hindi=True)
    for board in boards:
        if board not in set(Board):
            yield problem("not_a_board", f"{place}/boards", kind="group", of=code, board=board)
    if Board.OVERALL not in boards:
        yield problem("not_overall", f"{place}/boards", kind="group", of=code)
    if not set(boards) & (set(Board) - {Board.OVERALL}):
        yield problem("on_no_board", f"{place}/boards", kind="group", of=code)


def _parameters(parameters: Sequence[Document], groups: set[Any]) -> Iterator[Problem]:
    codes = [parameter.get("code") for parameter in parameters]
    for code in sorted({str(code) for code in codes if codes.count(code) > 1}):
        yield problem("parameter_twice", f"parameters/{code}", kind="parameter", of=code)
    for parameter in parameters:
        yield from _parameter(parameter, groups)


def _parameter(parameter: Document, groups: set[Any]) -> Iterator[Problem]:
    code = parameter.get("code")
    place = f"parameters/{code}"
    if not PARAMETER_FORM.fullmatch(str(code or "")):
        yield problem("parameter_code", place, kind="parameter", of=code)
    for field in BOTH_LANGUAGES:
        yield from _text(parameter, field, "parameter", f"{place}/{field}", _LONGEST["parameter"])
        hindi = f"{field}_hi"
        yield from _text(parameter, hindi, "parameter", f"{place}/{hindi}", _LONGEST["parameter"], hindi=True)
    yield from _choices(parameter, CHOICES, "parameter", place)
    if parameter.get("group") not in groups:
        group = parameter.get("group")
        yield problem("no_group", f"{place}/group", kind="parameter", of=code, group=group)
    yield from _numbers(parameter, place)


def _numbers(parameter: Document, place: str) -> Iterator[Problem]:
    code = parameter.get("code")
    found = {field: number(parameter.get(field)) for field in NUMBERS}
    for field, value in found.items():
        if value is None:
            told = "" if parameter.get(field) is None else parameter.get(field)
            yield problem(
                "not_a_number", f"{place}/{field}", kind="parameter", field=field, of=code, value=told
            )
        elif field == "max_marks":
            if not 0 < value <= TOTAL_MARKS:
                yield problem("marks_range", f"{place}/{field}", kind="parameter", of=code, value=value)
        elif not 0 <= value <= 100:
            yield problem(
                "percent_range", f"{place}/{field}", kind="parameter", field=field, of=code, value=value
            )
    best, worst, better = found["best_percent"], found["worst_percent"], parameter.get("better")
    if best is None or worst is None:
        return
    if best == worst:
        yield problem("best_is_worst", f"{place}/best_percent", kind="parameter", of=code, best=best)
    elif (best > worst) != (better == "higher"):
        yield problem(
            "better_contradicts", f"{place}/better",
            kind="parameter", of=code, best=best, worst=worst, better=better,
        )  # fmt: skip


def _sum(parameters: Sequence[Document]) -> Iterator[Problem]:
    total = total_marks(parameters)
    if total != TOTAL_MARKS:
        yield problem("marks_sum", "parameters", total=total, whole=TOTAL_MARKS)


def _text(
    values: Document, field: str, kind: str, place: str, limit: int, *, hindi: bool = False
) -> Iterator[Problem]:
    """A text that must be there, fit, and be in its language."""
    text, code = values.get(field), values.get("code")
    if not isinstance(text, str) or not text.strip():
        yield problem("missing", place, kind=kind, field=field, of=code)
        return
    if len(text) > limit:
        yield problem("too_long", place, kind=kind, field=field, of=code, limit=limit)
    # A text without letters (“9”) is in both languages.
    devanagari, latin = _DEVANAGARI.search(text), _LATIN.search(text)
    if (latin and not devanagari) if hindi else devanagari:
        yield problem("not_hindi" if hindi else "not_english", place, kind=kind, field=field, of=code)


def _choices(
    values: Document, choices: Mapping[str, tuple[Any, ...]], kind: str, place: str
) -> Iterator[Problem]:
    for field, known in choices.items():
        value = values.get(field)
        if not any(value == one and type(value) is type(one) for one in known):
            listed = ", ".join(sorted(str(one).lower() for one in known))
            of = values.get("code")
            yield problem("choice", f"{place}/{field}", kind=kind, field=field, of=of, known=listed)


def _short(value: object) -> str:
    return str(value)[:_SHOWN]


# Beside the versions and lists that there are. A version can begin only after the newest month that has a published
# list: no past list may come to rest on other rules, and no later revision of one either.

Present = Mapping[str, tuple[Month, bool]]
"""The versions that there are: the month from which each holds, and whether a published list rests on it."""


def standing(document: Document, versions: Present, newest: Month | None) -> Iterator[Problem]:
    """What stands in the way. `newest` is the newest month with a published computed list, None where there is none.

    >>> held = {"2023-01": (Month(2023, 1), True)}
    >>> document = {"version": "2023-01", "holds_from": "2023-01"}
    >>> [problem.code for problem in standing(document, held, Month(2023, 10))]
    ['version_sealed', 'month_published']
    """
    name = str(document.get("version", ""))
    if name in versions:
        month, sealed = versions[name]
        if sealed:
            yield problem("version_sealed", "version", value=name)
        elif newest is not None and month <= newest:
            yield problem("version_in_use", "version", value=name, month=month)
    try:
        begins = Month.parse(str(document.get("holds_from", "")))
    except ValueError:
        return
    if newest is not None and begins <= newest:
        yield problem("month_published", "holds_from", newest=newest, next=newest.next())
    for other, (month, _) in versions.items():
        if month == begins and other != name:
            yield problem("month_taken", "holds_from", other=other, month=begins)


def until(begins: Month, versions: Present, name: str) -> tuple[Month, str] | None:
    """From when and which version takes over from one that begins in a month; None where none does."""
    later = [
        (month, version) for version, (month, _) in versions.items() if month > begins and version != name
    ]
    return min(later, default=None)
