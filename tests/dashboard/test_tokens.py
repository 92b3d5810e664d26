"""Every pair of colours that carries text or meaning is told apart, in light and in dark (WCAG AA)."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
TEXT = [
    ("ink", "paper"), ("ink", "card"), ("ink", "stripe"), ("soft", "paper"), ("soft", "card"), ("soft", "stripe"),
    ("link", "paper"), ("link", "card"), ("first", "first-soft"), ("first", "paper"), ("first", "card"),
    ("up", "card"), ("up", "stripe"), ("down", "card"), ("down", "stripe"), ("on-data", "data"),
    *((f"series-{number}", ground) for number in (2, 3, 4, 5) for ground in ("paper", "card")),
    ("on-bin-low", "bin-1"), ("on-bin-low", "bin-2"), ("on-bin-low", "bin-3"), ("on-bin-high", "bin-4"),
    ("on-bin-high", "bin-5"), ("ink", "data-soft"), ("paper", "ink"), ("data", "paper"),
    ("ink", "first-soft"), ("soft", "first-soft"),
]  # fmt: skip
SHAPES = [
    ("data", "paper"), ("data", "card"), ("mute", "paper"), ("mute", "card"), ("first", "paper"),
    ("focus", "paper"), ("focus", "card"), ("soft", "card"), ("data", "data-soft"),
]  # fmt: skip


def tokens(scheme: str) -> dict[str, str]:
    """The colours in force in a scheme."""
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    light, _, rest = text.partition("@media screen and (prefers-color-scheme: dark)")
    dark = rest.partition("@media print")[0]
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text(scheme: str, front: str, back: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_shapes(scheme: str, front: str, back: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[front], colours[back]) >= 3


def test_no_colour_stands_outside_the_tokens() -> None:
    for name in ("page.css", "board.css", "charts.css", "parameters.css"):
        text = (CSS / name).read_text(encoding="utf-8")
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", text)


def test_every_token_used_is_defined() -> None:
    defined = set(re.findall(r"--([a-z0-9-]+):", (CSS / "tokens.css").read_text(encoding="utf-8")))
    for name in ("page.css", "board.css"):
        assert set(re.findall(r"var\(--([a-z0-9-]+)\)", (CSS / name).read_text(encoding="utf-8"))) <= defined


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shades_of_scores_run_one_way(scheme: str) -> None:
    """Each shade is told from its neighbour by lightness alone, so by every eye and on grey paper too."""
    colours = tokens(scheme)
    shades = [luminance(colours[f"bin-{number}"]) for number in range(1, 6)]
    assert shades == sorted(shades, reverse=scheme == "light")
    for one, other in pairwise(range(1, 6)):
        assert contrast(colours[f"bin-{one}"], colours[f"bin-{other}"]) >= 1.25
