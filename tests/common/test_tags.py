"""The tag library: how values are printed, and links that keep what the reader asked for."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from common.months import Month
from common.templatetags.pragati import lost_bar, rank_bar
from metrics.scoring import Figure
from rankings.lists.query import ListQuery
from states.models import State

ASSAM, DELHI = State(code="AS", name="Assam", name_hi="असम"), State(code="DL", name="Delhi", name_hi="दिल्ली")


def printed(source: str, **values: Any) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "value", "english", "hindi"),
    [
        ("{{ value|score }}", Decimal("99.9"), "99.90", "99.90"),
        ("{{ value|score }}", None, "–", "–"),
        ("{{ value|dash }}", 0, "0", "0"),
        ("{{ value|dash }}", None, "–", "–"),
        ("{{ value|dashed }}", (1, None, 5), "1, –, 5", "1, –, 5"),
        ("{{ value|signed }}", Decimal("-0.87"), "−0.87", "−0.87"),
        ("{{ value|signed }} {{ value|absolute }}", 2, "+2 2", "+2 2"),
        ("{{ value|month }}", Month(2023, 10), "October 2023", "अक्टूबर 2023"),
        ("{{ value|month_short }}", Month(2023, 10), "Oct 2023", "अक्टू॰ 2023"),
        ("{{ value|month_alone }}", Month(2023, 10), "October", "अक्टूबर"),
        ("{{ value|day }}", date(2023, 11, 27), "27-11-2023", "27-11-2023"),
        ("{{ value|place }}", 22, "22nd", "22वें"),
        ("{{ value.arrow }}|{{ value|moved|at:'arrow' }}", -2, "|▼", "|▼"),
        ("{% with m=value|moved %}{{ m.kind }} {{ m.words }}{% endwith %}", 3, "up up", "up ऊपर"),
        ("{% with m=value|moved %}{{ m.kind }}{% endwith %}", None, "none", "none"),
        ("{{ value|figure }}", Figure(Decimal(1234), Decimal("1300.5")), "1,234 of 1,300.50", None),
        ("{{ value|figure }}", Figure(None, Decimal(3)), "not reported", "सूचना प्राप्त नहीं"),
        ("{{ value|grouped }} {{ value|plain }}", Decimal("1234567.50"), "12,34,567.50 1234567.5", None),
        ("{{ value|name }}", DELHI, "Delhi", "दिल्ली"),
        ("{{ value|names }}", (DELHI, ASSAM), "Delhi and Assam", "दिल्ली और असम"),
        ("{{ value|some_names }}", (DELHI, ASSAM, DELHI, ASSAM), "Delhi and 3 others", "दिल्ली और 3 अन्य"),
        ("{{ value|either:'name' }}", {"name": "Delhi", "name_hi": "दिल्ली"}, "Delhi", "दिल्ली"),
        ("{{ value|two_decimals }}", Decimal("0.005"), "0.01", None),
        ("{{ value|by_name|names }}", (DELHI, ASSAM), "Assam and Delhi", "असम और दिल्ली"),
        ("{{ value|board }} {{ value|board_long }}", "overall", "Overall all parameters together", None),
        ("{{ value|category_short }}/{{ value|category_tag }}", "ut", "UTs/UTs", None),
    ],
)
def test_values_are_printed_in_both_languages(
    source: str, value: Any, english: str, hindi: str | None
) -> None:
    assert printed(source, value=value) == english
    if hindi is not None:
        with translation.override("hi"):
            assert printed(source, value=value) == hindi


def test_links_keep_what_the_page_they_lead_to_understands() -> None:
    query = ListQuery.read({"board": "ICJS", "category": "ut", "origin": "recorded", "as_of": "2023-12-01"})
    link = '{% link "rankings:state" "HR" month=month %}'
    assert printed(link, query=query, month=Month(2023, 9)) == (
        "/states/HR/?board=icjs&amp;origin=recorded&amp;as_of=2023-12-01&amp;month=2023-09"
    )
    assert "month" not in printed(link, query=query, month=None)
    change = '{% link "why:change" "HR" from_=month to=month as_of=None %}'
    assert printed(change, query=query, month=Month(2023, 9)) == (
        "/states/HR/why/?board=icjs&amp;category=ut&amp;from=2023-09&amp;to=2023-09"
    )
    assert printed('{% link "rankings:methodology" "2023-01" %}', query=query) == "/methodology/2023-01/"
    with translation.override("hi"):
        assert printed('{% link "rankings:latest" origin=None as_of=None board="cctns" %}', query=query) == (
            "/hi/?category=ut"
        )


def test_a_list_is_looked_at_again_with_one_thing_changed_and_forms_keep_the_rest() -> None:
    query = ListQuery.read({"board": "icjs", "category": "ut"})
    assert printed(
        "{% look here category='major' %}", query=query, here=("rankings:month", Month(2023, 9))
    ) == ("/rankings/2023-09/?board=icjs&amp;category=major")
    hidden = "{% kept 'rankings:state' as parts %}{{ parts }}|{% kept without='board' as parts %}{{ parts }}"
    assert printed("{% autoescape off %}" + hidden + "{% endautoescape %}", query=query) == (
        "[('board', 'icjs')]|[('category', 'ut')]"
    )


@pytest.mark.parametrize(
    ("best", "worst", "bar"),
    [
        (3, 3, ""),
        (2, 5, '<rect x="15" y="1" width="15" height="3"/>'),
        (1, 30, '<rect x="10" y="1" width="30" height="3"/>'),
    ],
)
def test_the_bar_beside_a_rank_ends_at_its_window(best: int, worst: int, bar: str) -> None:
    """Five units a rank, the State's own in the middle."""
    picture = rank_bar(3, best, worst, "a < b")
    assert picture.count("<rect") == bool(bar)
    assert bar in picture
    assert "<title>a &lt; b</title>" in picture


@pytest.mark.parametrize(
    ("lost", "start", "width"), [("0", "100.0", "0.0"), ("0.03", "99.0", "1.0"), ("5.5", "94.5", "5.5")]
)
def test_what_a_score_lacks_shows_as_at_least_one_unit(lost: str, start: str, width: str) -> None:
    assert f'x="{start}" width="{width}"' in lost_bar(Decimal(lost))


def test_no_two_libraries_give_one_name_to_different_things() -> None:
    """All of them stand in every template, and the last one would win without a word."""
    names: Counter[str] = Counter()
    options: Any = settings.TEMPLATES[0]["OPTIONS"]
    for module in options["builtins"]:
        library = import_module(module).register
        names.update([*library.filters, *(f"tag {name}" for name in library.tags)])
    assert [name for name, count in names.items() if count > 1] == []
