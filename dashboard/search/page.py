"""What was found, by kind: States, months, parameters, practices, lists and pages; or what is spelt nearly like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override, pgettext

from common.asking import Choice
from common.dates import month_name
from common.folding import LONGEST, Named, found, near
from dashboard.search.queries import Asked as AskedMonths
from dashboard.search.queries import ParameterNames, Searchable, read_months
from dashboard.site import guide
from metrics.boards import DEFAULT_BOARD
from rankings.lists import labels, links
from rankings.lists.links import Asked
from rankings.practices.queries import PublicPractice
from states.models import State
from states.names import other_names
from states.selectors import DEFAULT_CATEGORY

MOST_MONTHS = 24
EXAMPLES = ("Haryana", "हिमाचल", "Orissa", "2023-10", "अक्टूबर 2023", "REG-01", "methodology")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind, best first."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`told` says how it went in a sentence; `near` is what may have been meant where nothing was found."""

    query: str
    title: str
    told: str
    groups: tuple[Found, ...]
    near: tuple[Choice, ...]
    examples: tuple[Choice, ...]


def search_page(query: str, known: Searchable, wanted: Asked) -> SearchPage:
    """Look for `query`; an empty one finds nothing and is told how to search."""
    query = query.strip()[:LONGEST]
    if not query:
        return SearchPage("", pgettext("noun", "Search"), "", (), (), _examples())
    asked = read_months(query)
    groups = tuple(
        one
        for one in (
            Found(gettext("States and UTs"), _states(asked, query, known, wanted)),
            Found(gettext("Months"), _months(asked, known)),
            Found(gettext("Parameters"), _parameters(asked.rest or query, known.parameters)),
            Found(gettext("Good practices"), _practices(asked.rest or query, known.practices)),
            Found(gettext("Lists and pages"), _pages(asked.rest or query)),
        )
        if one.choices
    )
    count = sum(len(group.choices) for group in groups)
    return SearchPage(
        query=query,
        title=gettext("Search: %(query)s") % {"query": query},
        told=_told(asked, known, count),
        groups=groups,
        near=() if groups else suggestions(asked.rest or query, known.states),
        examples=() if groups else _examples(),
    )


def suggestions(text: str, states: Iterable[State]) -> tuple[Choice, ...]:
    """States and pages that are called so, or nearly so."""
    by_key = {
        state.code: Choice(labels.state_name(state), links.page("state", state.code)) for state in states
    }
    by_key |= {page.name: page.choice for page in guide.PAGES}
    named = [*map(_state_named, states), *_pages_named()]
    tried = [text, *(word for word in text.split() if len(word) > 3)]
    keys = next(filter(None, (found(one, named) or near(one, named) for one in tried)), ())
    return tuple(by_key[key] for key in keys[:5] if key in by_key)


def _states(asked: AskedMonths, query: str, known: Searchable, wanted: Asked) -> tuple[Choice, ...]:
    by_code = {state.code: state for state in known.states}
    month = asked.exact if asked.exact in known.months else None
    choices = []
    for code in found(asked.rest if asked.any and asked.rest else query, map(_state_named, known.states)):
        one = by_code[code]
        name = labels.state_name(one)
        label = name if month is None else f"{name}, {month_name(month)}"
        about = f"{one.get_kind_display()} · {one.code} · {labels.either(one.name_hi, one.name)}"
        choices.append(Choice(label, links.state(code, wanted, month), title=about))
    return tuple(choices)


def _state_named(one: State) -> Named:
    names = (one.code, one.name, one.name_hi, one.iso, one.iso_old, *other_names().get(one.code, ()))
    return Named(one.code, names)


def _months(asked: AskedMonths, known: Searchable) -> tuple[Choice, ...]:
    if not asked.any:
        return ()
    fitting = [month for month in known.months if asked.holds(month)][:MOST_MONTHS]
    return tuple(Choice(month_name(one), links.page("month", one)) for one in fitting)


def _parameters(text: str, known: Iterable[ParameterNames]) -> tuple[Choice, ...]:
    by_code = {one.code: one for one in known}
    keys = found(text, (Named(one.code, (one.code, one.name, one.name_hi)) for one in by_code.values()))
    return tuple(
        Choice(
            labels.either(by_code[key].name, by_code[key].name_hi), links.page("parameter", key), title=key
        )
        for key in keys
    )


def _practices(text: str, known: Iterable[PublicPractice]) -> tuple[Choice, ...]:
    """Practices by their titles in either language."""
    by_key = {str(one.number): one.revision for one in known}
    named = (Named(key, (one.title, one.title_hi)) for key, one in by_key.items())
    return tuple(
        Choice(
            labels.either(by_key[key].title, by_key[key].title_hi or by_key[key].title),
            links.page("practice", key),
            title=f"{labels.state_name(by_key[key].state)} · {by_key[key].year}",
        )
        for key in found(text, named)
    )


def _pages(text: str) -> tuple[Choice, ...]:
    by_key = {page.name: page.choice for page in guide.PAGES} | _lists()
    return tuple(by_key[key] for key in found(text, _pages_named()))


def _pages_named() -> list[Named]:
    """Pages and lists by their names in either language, whatever the reader's."""
    names: dict[str, list[str]] = defaultdict(list)
    for language, _ in settings.LANGUAGES:
        with override(language):
            for board in labels.BOARDS:
                names[_key("board", board)] += [labels.board_name(board), labels.board_long(board)]
            for category in labels.CATEGORIES:
                names[_key("category", category)].append(labels.category_name(category))
            for page in guide.PAGES:
                names[page.name].append(str(page.label))
    for page in guide.PAGES:
        names[page.name] += page.also
    return [Named(key, tuple(called)) for key, called in names.items()]


def _lists() -> dict[str, Choice]:
    """The newest list of each board and of each category."""
    base, made = Asked(DEFAULT_BOARD, DEFAULT_CATEGORY, None), {}
    for board in labels.BOARDS:
        label = gettext("Ranking: %(what)s") % {"what": labels.board_name(board)}
        address = links.leaderboard(None, base.on_board(board))
        made[_key("board", board)] = Choice(label, address, title=labels.board_long(board))
    for category in labels.CATEGORIES:
        label = gettext("Ranking: %(what)s") % {"what": labels.category_name(category)}
        made[_key("category", category)] = Choice(label, links.leaderboard(None, base.in_category(category)))
    return made


def _key(kind: str, code: str) -> str:
    return f"{kind} {code}"


def _told(asked: AskedMonths, known: Searchable, count: int) -> str:
    exact = asked.exact
    if exact is not None and exact not in known.months:
        text = gettext("No list of %(month)s is on record.") % {"month": month_name(exact)}
        return text if not count else f"{text} {_counted(count)}"
    return _counted(count) if count else gettext("Nothing was found.")


def _counted(count: int) -> str:
    return ngettext("%(count)d found", "%(count)d found", count) % {"count": count}


def _examples() -> tuple[Choice, ...]:
    return tuple(
        Choice(example, f"{reverse('site:search')}?{urlencode({'q': example})}") for example in EXAMPLES
    )
