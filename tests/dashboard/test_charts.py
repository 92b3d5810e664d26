"""Charts: valid figures, drawings that agree with them, and words that say what they show."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import plotly
import plotly.graph_objects as go
import pytest
from defusedxml import ElementTree

from common.charts import rows, svg, theme, times
from common.charts.theme import text_width
from common.months import Month
from dashboard.state.charts import ranks_alternative, ranks_title, until
from dashboard.streaks.charts import firsts_chart, firsts_title
from rankings.lists.histories import Scope
from rankings.lists.history import MonthList, Standing
from rankings.lists.streaks import streaks_of
from rankings.models import RankingList
from states.models import State
from tests.dashboard.conftest import Read, Shares
from tests.dashboard.reading import Page

ROOT = Path(__file__).parents[2]
POINTS = [
    rows.RowPoint("Haryana", "HR", Decimal("99.97"), "99.97", "1. Haryana", True),
    rows.RowPoint("Lakshadweep", "LD", Decimal("49.45"), "49.45", "2. Lakshadweep"),
]
LINE = times.Series("Haryana", (3, None, 1, 1), ("a", "", "b", "c"), "rank 1", "1")
LOOKING = times.Series(
    "Haryana", (Decimal("99.40"), None, Decimal(100), None), ("a", "", "b", ""), "100.00", "HR", look=1
)
LABELS = ["Jun 2023", "Jul 2023", "Aug 2023", "Sep 2023"]
RULE = times.Rule(2, "version 2023-01", "2023-01")
TICKS = [times.Tick(0, "Jun 2023")]
SCALE = times.rank_scale(3)
FALLS = [
    rows.Fall("September", "Sep", Decimal("99.10"), Decimal("99.10"), "99.10", "September", total=True),
    rows.Fall("Forms", "REG-05", Decimal("99.10"), Decimal("99.97"), "+0.87", "Forms"),
    rows.Fall("Trained", "MAN-01", Decimal("99.97"), Decimal("99.95"), "−0.02", "Trained"),
    rows.Fall("October", "Oct", Decimal("99.95"), Decimal("99.95"), "99.95", "October", total=True),
]
PAYLOADS: dict[str, Callable[[], dict[str, Any]]] = {
    "scores": lambda: rows.scores(POINTS),
    "bars": lambda: rows.bars(POINTS),
    "ranks": lambda: times.figure([LINE], LABELS, TICKS, SCALE, mark_first=True),
    "broken": lambda: times.figure([LINE], LABELS, TICKS, SCALE, rules=[RULE]),
    "waterfall": lambda: rows.waterfall(FALLS),
    "firsts": lambda: times.figure([LINE, LINE], LABELS, TICKS, times.count_scale(20)),
    "compared": lambda: times.figure([LOOKING, LINE], LABELS, TICKS, times.percent_scale(Decimal("99.40"))),
}


def elements(payload: dict[str, Any], name: str) -> list[dict[str, str]]:
    """The attributes of every element of that name in the chart as a file."""
    picture = ElementTree.fromstring(svg.svg_document(payload["figure"], title="", alternative="", notes=[]))
    own = [element.attrib for element in picture.iter(f"{{http://www.w3.org/2000/svg}}{name}")]
    return own[1:] if name == "rect" else own  # the first one is the paper


@pytest.mark.parametrize("name", PAYLOADS)
def test_plotly_accepts_every_figure(name: str) -> None:
    payload = json.loads(json.dumps(PAYLOADS[name]()))
    figure = go.Figure(data=payload["figure"]["data"], layout=payload["figure"]["layout"])
    narrow = theme.narrowed(payload)
    assert narrow["layout"] != payload["figure"]["layout"]
    go.Figure(data=narrow["data"], layout=narrow["layout"])
    assert len(figure.data) >= 1


def test_no_float_comes_near_a_score() -> None:
    (trace,) = rows.scores(POINTS)["figure"]["data"]
    assert trace["x"] == ["99.97", "49.45"]


def test_a_month_not_on_record_breaks_the_line() -> None:
    payload = times.figure([LINE], LABELS, TICKS, SCALE)
    (trace,) = payload["figure"]["data"]
    assert trace["y"] == [3, None, 1, 1]
    assert trace["connectgaps"] is False
    (line,) = elements(payload, "polyline")  # June stands alone, so that it is a marker and no line
    assert len(line["points"].split()) == 2
    assert len(elements(payload, "circle")) == 2


def test_rank_one_is_on_top_and_amber() -> None:
    payload = times.figure([LINE], LABELS, TICKS, SCALE, mark_first=True)
    low, high = map(Decimal, payload["figure"]["layout"]["yaxis"]["range"])
    assert (round(low), round(high)) == (5, 1)
    assert low > 5
    assert high < 1
    assert payload["figure"]["data"][0]["marker"]["color"][2] == theme.COLOURS["first"]
    amber = [dot for dot in elements(payload, "circle") if dot["fill"] == theme.COLOURS["first"]]
    assert len(amber) == 2
    assert len({dot["cy"] for dot in amber}) == 1
    assert Decimal(amber[0]["cy"]) < times.TOP + 8


def test_another_version_is_ruled_off_half_a_month_before() -> None:
    payload = times.figure([LINE], LABELS, TICKS, SCALE, rules=[RULE])
    layout = payload["figure"]["layout"]
    assert [(one["x0"], one["x1"]) for one in layout["shapes"]] == [(1.5, 1.5)]
    assert [one["text"] for one in layout["annotations"]] == ["rank 1", "version 2023-01"]
    (line,) = [line for line in elements(payload, "line") if "stroke-dasharray" in line]
    june, september = (Decimal(dot["cx"]) for dot in elements(payload, "circle"))
    # Half way from July, which is not on record, to August.
    assert Decimal(line["x1"]) == (june + september) / 2
    assert "annotations.1.text" in payload["narrow"]
    assert payload["narrow"]["annotations.1.text"] == "2023-01"


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_drawing_is_as_high_as_its_figure_and_holds_its_texts(name: str) -> None:
    payload = PAYLOADS[name]()
    for kind, figure in {"wide": payload["figure"], "narrow": theme.narrowed(payload)}.items():
        drawn = ElementTree.fromstring(svg.fluid(figure, kind=kind))
        assert {part.attrib["height"] for part in drawn} == {str(figure["layout"]["height"])}
        texts = {text.text for text in drawn.iter("text")}
        assert {one["text"] for one in figure["layout"].get("annotations", ())} - {""} <= texts
        assert "style" not in {name for part in drawn.iter() for name in part.attrib}


def test_a_waterfall_hangs_together() -> None:
    """Each bar begins where the one before it ended; what falls has a colour of its own."""
    bars, scores = rows.waterfall(FALLS)["figure"]["data"]
    assert (bars["base"], bars["x"]) == (["99.10", "99.95"], ["0.87", "0.02"])
    assert scores["x"] == ["99.10", "99.95"]
    assert bars["marker"]["color"] == [theme.COLOURS["data"], theme.COLOURS["down"]]
    rise, fall = elements(rows.waterfall(FALLS), "rect")
    assert [bar["fill"] for bar in (rise, fall)] == [theme.COLOURS["data"], theme.COLOURS["down"]]
    assert Decimal(rise["x"]) + Decimal(rise["width"]) == Decimal(fall["x"]) + Decimal(fall["width"])
    still = [
        FALLS[0],
        rows.Fall("October", "Oct", Decimal("99.10"), Decimal("99.10"), "99.10", "", total=True),
    ]
    before, after = elements(rows.waterfall(still), "circle")
    assert before["cx"] == after["cx"]


def test_a_drawing_places_values_in_order() -> None:
    payload = rows.scores(POINTS)
    wide, narrow = (
        ElementTree.fromstring(svg.fluid(figure, kind="any"))
        for figure in (payload["figure"], theme.narrowed(payload))
    )
    first, last = (Decimal(dot.attrib["cx"].rstrip("%")) for dot in wide.iter("circle"))
    assert 0 < last < first < 100
    assert [text.text for text in wide.iter("text")][:2] == ["99.97", "49.45"]
    assert [text.text for text in wide.iter("text")][-2:] == ["Haryana", "Lakshadweep"]
    assert [text.text for text in narrow.iter("text")][-2:] == ["HR", "LD"]


def test_names_at_the_ends_never_cover_one_another() -> None:
    lines = [times.Series(str(n), (0, n), ("", ""), str(n), str(n)) for n in (20, 3, 2, 2, 1, 1)]
    payload = times.figure(lines, ["a", "b"], [], times.count_scale(20))
    drawn = ElementTree.fromstring(svg.fluid(payload["figure"], kind="wide"))
    heights = [Decimal(text.attrib["y"]) for text in drawn.iter("text")][-len(lines) :]
    assert all(lower - upper >= times.LABEL_GAP - 1 for upper, lower in pairwise(sorted(heights)))
    assert max(heights) < times.HEIGHT


def test_lines_in_grey_have_dashes_of_their_own() -> None:
    """Whoever sees no colours tells the boards behind from one another, too."""
    grey = [
        times.Series(name, (2, 3), ("", ""), name, name, leading=False)
        for name in ("ICJS", "ITSSO", "Overall")
    ]
    lead = times.Series("CCTNS", (1, 1), ("", ""), "CCTNS 1", "CCTNS 1")
    payload = times.figure([*grey, lead], ["a", "b"], [], SCALE)
    dashes = [line.get("stroke-dasharray") for line in elements(payload, "polyline")]
    assert len(set(dashes)) == 4
    assert dashes[-1] is None


def test_a_narrow_chart_keeps_its_numbers() -> None:
    """Room for the last values at the right, and for "100.00" at the left of the plot."""
    payload = times.figure([LOOKING], LABELS, TICKS, times.percent_scale(Decimal("99.40")))
    ends = times.Series("A", (1, 2), ("", ""), "Andaman and Nicobar Islands 99.25", "AN 99.25")
    narrow = times.figure([ends], LABELS[:2], [], SCALE)["narrow"]
    assert narrow["margin.r"] > text_width("AN 99.25") + 8
    assert payload["figure"]["layout"]["margin"]["l"] >= text_width("100.00") + svg.TICK_PAD


@pytest.mark.parametrize(
    ("lowest", "bottom", "lines"),
    [("99.40", "99", 5), ("98.00", "98", 5), ("91", "90", 6), ("41.20", "40", 7), ("0", "0", 6)],
)
def test_percent_scales(lowest: str, bottom: str, lines: int) -> None:
    scale = times.percent_scale(Decimal(lowest))
    assert (scale.top, scale.bottom, len(scale.ticks)) == (100, Decimal(bottom), lines)


def test_a_score_is_written_as_text() -> None:
    payload = times.figure([LOOKING], LABELS, TICKS, times.percent_scale(Decimal("99.40")))
    assert payload["figure"]["data"][0]["y"] == ["99.40", None, "100", None]
    assert payload["figure"]["layout"]["yaxis"]["ticktext"][1] == "99.25"


@pytest.mark.parametrize(("worst", "bottom"), [(1, 5), (5, 5), (14, 20), (36, 36), (41, 41)])
def test_rank_scales(worst: int, bottom: int) -> None:
    scale = times.rank_scale(worst)
    assert (scale.top, scale.bottom) == (1, bottom)
    assert scale.ticks[0] == 1


def test_colours_are_those_of_the_tokens() -> None:
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8").partition("@media")[0]
    for name, value in theme.COLOURS.items():
        assert f"--{name}: {value};" in tokens


def test_the_script_skips_plotlys_own_styles() -> None:
    """Both names stand in Plotly's script; a new version that renames them would break the content policy."""
    script = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    ours = (ROOT / "static" / "charts.js").read_text(encoding="utf-8")
    map_styles = ours.partition('noMapStyles.id = "')[2].partition('"')[0]
    assert f'getElementById("{map_styles}")' in script
    assert ".no-inline-styles" in script
    assert '"plotly.js-style-"' in script


@pytest.mark.parametrize(
    ("ranks", "months", "title"),
    [
        ([14, 9, 6], 29, "From 14th to 6th place in 29 months"),
        ([6, 3, 6], 3, "In 6th place, as at the start of these 3 months; at best in 3rd"),
        ([1, 5, 1], 3, "In 1st place, as at the start of these 3 months; at worst in 5th"),
        ([1, 1], 2, "In 1st place in each of 2 months"),
        ([4], 1, "In 4th place, the only month with a rank"),
    ],
)
def test_titles_of_ranks(ranks: list[int], months: int, title: str) -> None:
    assert ranks_title(ranks, months) == title


def test_a_title_says_of_how_many_and_until_when() -> None:
    september, october = Month(2023, 9), Month(2023, 10)
    title = ranks_title([36, 14], 2, [36, 16])
    assert title == "From 36th of 36 to 14th of 16 in 2 months"
    assert ranks_title([36, 14], 2, [36, 36]) == "From 36th to 14th place in 2 months"
    assert until(title, october, october, unranked=False) == title
    assert until("In 4th place", september, october, unranked=True) == (
        "In 4th place until September 2023; unranked in October 2023"
    )
    assert until("In 4th place", september, october, unranked=False).endswith("not on record in October 2023")


def test_alternatives_of_lines() -> None:
    alone = ranks_alternative("Haryana", [3, 1, 1], "June 2023", "August 2023", "CCTNS", [])
    assert alone.endswith(
        "rank 3 at the start, rank 1 at the end, rank 1 at best, rank 3 at worst; months in first place: 2."
    )
    among = ranks_alternative(
        "Haryana", [3, 1, 1], "June 2023", "August 2023", "CCTNS", ["ICJS 4", "Overall 2"]
    )
    assert among == f"{alone} The other boards, in grey, at the end: ICJS 4, Overall 2."
    several = firsts_title("Haryana", 20, ["Himachal Pradesh", "Delhi", "Uttar Pradesh"], 9)
    assert several == "Haryana has been first in 20 months, 3 other States in 9 between them"
    assert firsts_title("Haryana", 20, ["Delhi"], 9) == "Haryana has been first in 20 months, Delhi in 9"
    alone = firsts_title("Haryana", 3, [], 0)
    assert alone == "Haryana has been first in 3 months; no other State is on record as first"


def test_pages_hold_figure_drawing_and_words(
    figures: Callable[[Shares, Month, bool], None], record: RankingList, read: Read
) -> None:
    figures({"HR": 990, "HP": 985, "DL": 970}, Month(2023, 10), False)
    for path in ("/states/HR/", "/streaks/", "/methodology/2023-01/", "/hi/states/HR/"):
        page = read(path)
        assert page.every("figure", "chart")
        for figure in page.every("figure", "chart"):
            plot = figure.one("div", "chart-plot")
            assert plot.attributes["role"] == "img"
            assert plot.attributes["aria-label"]
            assert plot.every("svg")
            data = _data(page, figure.attributes["data-chart"])
            go.Figure(data=data["figure"]["data"], layout=data["figure"]["layout"])
        assert page.every("script")[0].attributes["data-plotly"].startswith("/static/plotly.min.")


def test_the_script_for_charts_is_left_out_where_there_is_none(directory: None, read: Read) -> None:
    for path in ("/", "/states/", "/methodology/"):
        assert not read(path).every("script")


def _data(page: Page, name: str) -> dict[str, Any]:
    (script,) = [one for one in page.every("script") if one.attributes.get("id") == name]
    loaded: dict[str, Any] = json.loads("".join(script.parts))
    return loaded


def test_the_alternative_of_months_that_add_up() -> None:
    states = {code: State(code=code, name=name) for code, name in (("HR", "Haryana"), ("DL", "Delhi"))}
    months = list(Month(2021, 6).to(Month(2023, 10)))
    history = {
        month: MonthList(month, True, "computed", False, "2023-01", {code: Standing(1, None)})
        for month in months
        for code in ["DL" if month.number == 1 else "HR"]
    }
    with patch("rankings.lists.streaks.states_by_code", return_value=states):
        chart = firsts_chart(streaks_of(history, Scope("cctns", "all"), None, None))
    assert chart is not None
    assert chart.alternative.endswith("added up from June 2021 to October 2023: Haryana 27, Delhi 2.")
