"""The heat map's steps are told apart by everyone: in grey, and with red, green or blue vision missing."""

from __future__ import annotations

from itertools import pairwise
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import pytest

from tests.dashboard.test_tokens import contrast, luminance, tokens

STEPS = [f"heat-{step}" for step in range(6)]
LEAST_APART = 10  # ΔE2000 between the shades of two neighbouring steps, but for the lightest tint
# Machado, Oliveira, Fernandes (2009), severity 1, over linear RGB.
VISION = {
    "whole": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}  # fmt: skip
Lab = tuple[float, float, float]


def seen(colour: str, vision: str) -> Lab:
    """A colour as it is seen, in CIE Lab (D65)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    r, g, b = (
        min(max(sum(weight * one for weight, one in zip(row, linear, strict=True)), 0), 1)
        for row in VISION[vision]
    )
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: Lab, other: Lab) -> float:
    """ΔE2000 (Sharma, Wu, Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (hypot(a1, b1) + hypot(a2, b2)) / 2
    grey = 0.5 * (1 - sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + grey), a2 * (1 + grey)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    middle = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    t = (
        1 - 0.17 * cos(radians(middle - 30)) + 0.24 * cos(radians(2 * middle))
        + 0.32 * cos(radians(3 * middle + 6)) - 0.20 * cos(radians(4 * middle - 63))
    )  # fmt: skip
    sl = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    rotation = (
        -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((middle - 275) / 25) ** 2))))
    )
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, hue / sh
    return sqrt(dl**2 + dc**2 + dh**2 + rotation * dc * dh)


def test_the_measure_is_the_published_one() -> None:
    """Three pairs of the authors' own test data."""
    for one, other, expected in (
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ):
        assert apart(one, other) == pytest.approx(expected, abs=0.0001)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
def test_neighbouring_steps_are_told_apart(scheme: str, vision: str) -> None:
    colours = [seen(tokens(scheme)[step], vision) for step in STEPS]
    distances = [apart(one, other) for one, other in pairwise(colours)]
    # The tint of full marks only has to be the palest; the number in the cell says the rest.
    assert distances[0] >= LEAST_APART / 2
    assert min(distances[1:]) >= LEAST_APART


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_grey_the_steps_keep_their_order(scheme: str) -> None:
    light = [luminance(tokens(scheme)[step]) for step in STEPS]
    assert light == sorted(light, reverse=scheme == "light")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_number_is_read_on_its_shade(scheme: str) -> None:
    colours = tokens(scheme)
    on = ["soft", "ink", "ink", "on-heat-3", "on-heat", "on-heat"]
    for text, step in zip(on, STEPS, strict=True):
        assert contrast(colours[text], colours[step]) >= 4.5, (text, step)
