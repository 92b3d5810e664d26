"""What a reader can search for by its names in either language: States, months, parameters, practices, pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from common.asking import Choice
from common.dates import month_name
from common.folding import Named, folded, found, near
from common.months import Month
from common.templatetags.pragati import address
from dashboard.site import guide
from metrics.boards import DEFAULT_BOARD
from metrics.models import Parameter
from metrics.selectors import methodologies
from rankings.lists import labels, links
from rankings.lists.histories import Scope, chosen_lists
from rankings.lists.query import ListQuery
from rankings.practices.queries import practices
from states.models import State
from states.selectors import DEFAULT_CATEGORY, all_states, other_names

MOST_MONTHS, MOST_MEANT = 24, 5

Things = Iterable[tuple[Choice, Iterable[str]]]
"""What can be found, each with all its names; the title of a choice says what it is."""


def search(text: str, query: ListQuery) -> tuple[str, dict[str, list[Choice]], list[Choice]]:
    """How it went in a sentence, what was found by kind, best first, and what may have been meant where nothing was.

    Five queries in all.
    """
    named, known = (
        read_months(text),
        sorted(chosen_lists(Scope(DEFAULT_BOARD, DEFAULT_CATEGORY)), reverse=True),
    )
    rest, states = named.rest or text, all_states()
    month = named.exact if named.exact in known else None
    fitting = [month for month in known if named.holds(month)][:MOST_MONTHS] if named.any else []
    groups = {
        gettext("States and UTs"): look(rest if named.any else text, state_things(states, query, month)),
        gettext("Months"): [Choice(month_name(one), links.page("month", one)) for one in fitting],
        gettext("Parameters"): look(rest, parameter_things()),
        gettext("Good practices"): look(rest, practice_things()),
        gettext("Lists and pages"): look(rest, page_things()),
    }
    count = sum(map(len, groups.values()))
    sentences = []
    if named.exact is not None and month is None:
        sentences.append(gettext("No list of %(month)s is on record.") % {"month": month_name(named.exact)})
    if count:
        sentences.append(ngettext("%(count)d found", "%(count)d found", count) % {"count": count})
    return (
        " ".join(sentences) or gettext("Nothing was found."),
        {title: choices for title, choices in groups.items() if choices},
        [] if count else suggestions(rest, states),
    )


def look(
    text: str, things: Things, by: Callable[[str, Iterable[Named]], tuple[str, ...]] = found
) -> list[Choice]:
    """Those that the text names, best first."""
    every = list(things)
    keys = by(text, [Named(str(place), tuple(names)) for place, (_, names) in enumerate(every)])
    return [every[int(key)][0] for key in keys]


def suggestions(text: str, states: Iterable[State]) -> list[Choice]:
    """States and pages that are called so, or nearly so."""
    every = [*state_things(states, ListQuery.read({})), *page_things()]
    tried = [text, *(word for word in text.split() if len(word) > 3)]
    return next(filter(None, (look(one, every) or look(one, every, near) for one in tried)), [])[:MOST_MEANT]


def state_things(states: Iterable[State], query: ListQuery, month: Month | None = None) -> Things:
    """States, each with the way to its page in a month."""
    for state in states:
        name = state.label
        yield (
            Choice(
                name if month is None else f"{name}, {month_name(month)}",
                address("rankings:state", state.code, query=query.carried_to("rankings:state", month=month)),
                title=f"{state.get_kind_display()} · {state.code} · {labels.either(state.name_hi, state.name)}",
            ),
            (
                state.code,
                state.name,
                state.name_hi,
                state.iso,
                state.iso_old,
                *other_names().get(state.code, ()),
            ),
        )


def parameter_things() -> Things:
    """Parameters, each as its newest version calls it."""
    rank = {methodology.version: place for place, methodology in enumerate(methodologies())}
    rows = Parameter.objects.filter(methodology__in=list(rank)).values_list(
        "methodology", "code", "name", "name_hi"
    )
    newest = {code: names for _, code, *names in sorted(rows, key=lambda row: rank[row[0]])}
    for code, names in sorted(newest.items()):
        yield Choice(labels.either(*names), links.page("parameter", code), title=code), (code, *names)


def practice_things() -> Things:
    """Practices by their titles in either language."""
    for practice in practices():
        title = labels.either(practice.title, practice.title_hi or practice.title)
        about = f"{practice.state.label} · {practice.year}"
        here = links.page("practice", practice.practice_id)
        yield Choice(title, here, title=about), (practice.title, practice.title_hi)


def page_things() -> Things:
    """Pages, and the newest list of each board and of each category; by their names in either language."""
    names: dict[str, list[str]] = defaultdict(list)
    for language, _ in settings.LANGUAGES:
        with override(language):
            for board in labels.BOARDS:
                names[board] += [labels.board_name(board), labels.board_long(board)]
            for category in labels.CATEGORIES:
                names[category].append(labels.category_name(category))
            for page in guide.PAGES:
                names[page.name].append(str(page.label))
    whole = gettext("Ranking: %(what)s")
    for board in labels.BOARDS:
        here = links.page("latest", query=ListQuery.read({"board": board}).parts())
        yield (
            Choice(whole % {"what": labels.board_name(board)}, here, title=labels.board_long(board)),
            names[board],
        )
    for category in labels.CATEGORIES:
        here = links.page("latest", query=ListQuery.read({"category": category}).parts())
        yield Choice(whole % {"what": labels.category_name(category)}, here), names[category]
    for page in guide.PAGES:
        yield page.choice, (*names[page.name], *page.also)


# Months in what a reader types: `2023-10`, `10/2023`, `October 2023`, `अक्टूबर 2023`, `2023`, `2023-24`.

_NAMES = (
    ("january", "jan", "जनवरी", "जन"),
    ("february", "feb", "फ़रवरी", "फर"),
    ("march", "mar", "मार्च"),
    ("april", "apr", "अप्रैल", "अप्रै"),
    ("may", "मई"),
    ("june", "jun", "जून"),
    ("july", "jul", "जुलाई", "जुल"),
    ("august", "aug", "अगस्त", "अग"),
    ("september", "sept", "sep", "सितंबर", "सितम्बर", "सितं", "सित"),
    ("october", "oct", "अक्टूबर", "अक्तूबर", "अक्टू"),
    ("november", "nov", "नवंबर", "नवम्बर", "नवं", "नव"),
    ("december", "dec", "दिसंबर", "दिसम्बर", "दिसं", "दिस"),
)
_BY_NAME = {folded(name): number for number, names in enumerate(_NAMES, start=1) for name in names}
_YEARS = range(2000, 2100)
_FINANCIAL_STARTS = 4


@dataclass(frozen=True, slots=True)
class MonthsNamed:
    """What a query says of months: numbers and years, none where it names none; and its other words.

    `financial` is the first year of a financial year, April to March.
    """

    numbers: frozenset[int]
    years: frozenset[int]
    rest: str
    financial: int | None = None

    @property
    def any(self) -> bool:
        return bool(self.numbers or self.years or self.financial)

    @property
    def exact(self) -> Month | None:
        """The one month that is meant, where it is one."""
        if len(self.numbers) == len(self.years) == 1:
            return Month(min(self.years), min(self.numbers))
        return None

    def holds(self, month: Month) -> bool:
        """Whether a month is one of those meant."""
        if self.financial is not None:
            first = Month(self.financial, _FINANCIAL_STARTS)
            return first <= month <= Month(self.financial + 1, _FINANCIAL_STARTS - 1)
        return (not self.numbers or month.number in self.numbers) and (
            not self.years or month.year in self.years
        )


def read_months(query: str) -> MonthsNamed:
    """Take the months out of a query. A number counts as a month only beside a year."""
    words = folded(query).split()
    years = [word for word in words if word.isascii() and word.isdigit() and int(word) in _YEARS]
    names = [word for word in words if word in _BY_NAME]
    short = [word for word in words if word.isascii() and word.isdigit() and len(word) <= 2]
    taken, financial = set(years) | set(names), None
    numbers = {_BY_NAME[name] for name in names}
    if len(years) == len(short) == 1 and not names:
        year, number = int(years[0]), int(short[0])
        if 1 <= number <= 12:
            numbers.add(number)
            taken.add(short[0])
        elif number == (year + 1) % 100:
            financial = year
            taken.add(short[0])
    rest = " ".join(word for word in words if word not in taken)
    return MonthsNamed(frozenset(numbers), frozenset(map(int, years)), rest, financial)
