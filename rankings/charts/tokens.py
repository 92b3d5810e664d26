"""The tokens of `static/css/tokens.css`, read from the file itself, and how well two colours are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

TEXT_AT_LEAST, SHAPE_AT_LEAST = 4.5, 3.0
"""The contrasts that WCAG asks for at level AA: of text on its ground, and of a shape that says something."""
_DARK, _PAPER = "@media screen and (prefers-color-scheme: dark)", "@media print"
_TOKEN = re.compile(r"(?<![a-z0-9-])--([a-z0-9-]+):\s*([^;]+);")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Names without their dashes, in the file's order; `light` has every token, `dark` those that it changes."""

    light: dict[str, str]
    dark: dict[str, str]

    def colours(self, scheme: str) -> dict[str, str]:
        """Every colour in force in `light` or `dark`, as `#rrggbb`."""
        found = self.light | (self.dark if scheme == "dark" else {})
        return {name: value for name, value in found.items() if _COLOUR.fullmatch(value)}

    def named(self, prefix: str) -> dict[str, str]:
        return {name: value for name, value in self.light.items() if name.startswith(prefix)}


def read(css: str) -> Tokens:
    """The tokens of the style sheet; where a later rule sets one anew, the first counts.

    >>> read(":root { --ink: #16202e; } @media screen and (prefers-color-scheme: dark) { :root { --ink: #e9edf2; } }")
    Tokens(light={'ink': '#16202e'}, dark={'ink': '#e9edf2'})
    """
    light, _, rest = css.partition(_DARK)
    return Tokens(_first(light), _first(rest.partition(_PAPER)[0]))


def _first(css: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _TOKEN.findall(css):
        found.setdefault(name, value)
    return found


def contrast(one: str, other: str) -> float:
    """The ratio by WCAG 2.2 of two colours `#rrggbb`, from 1 to 21. A measure of colours, never of a State.

    >>> contrast("#000000", "#ffffff"), contrast("#ffffff", "#ffffff")
    (21.0, 1.0)
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)


def scheme_rules(tokens: Tokens) -> str:
    """Rules that hold a part of a page in one scheme, whatever the reader's: `.scheme-light`, `.scheme-dark`."""
    rules = []
    for scheme in ("light", "dark"):
        lines = [f"  --{name}: {value};" for name, value in tokens.colours(scheme).items()]
        rules.append(
            f".scheme-{scheme} {{\n  color-scheme: {scheme};\n"
            + "\n".join(lines)
            + "\n  background: var(--paper);\n  color: var(--ink);\n}\n"
        )
    return "\n".join(rules)
