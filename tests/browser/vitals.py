"""`make vitals`: how fast a page is on a slow phone, scored as Lighthouse scores it, and how accessible.

The page is opened anew in a browser that is held to Lighthouse's "slow 4G" line and a processor four times slower.
Its five measures are turned into scores by the published log-normal curves and weighed as Lighthouse 10 to 12 does
on mobile devices (developer.chrome.com/docs/lighthouse/performance/performance-scoring). No test asserts a time.
"""

from __future__ import annotations

import math
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from progress import messages
from tests.browser import measures
from tests.servers.browser import ARGUMENTS, browser_or_exit
from tests.servers.session import ROOT
from tests.servers.site import Site

PAGES = ("/", "/hi/", "/states/HR/", "/streaks/")
ROUNDS = 5
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 184_320, "uploadThroughput": 84_480}
"""Milliseconds that a request waits, bytes a second down and up: Lighthouse's own for throttling in the browser."""
SLOWER = 4
PHONE = {"width": 412, "height": 823}
QUIET = 3000
"""Milliseconds after the load in which late work still counts."""

_ERFC_OF_A_FIFTH = 0.9061938024368232
_WATCH = """
window.vitals = {lcp: 0, shifted: 0, tasks: []};
const watch = (type, use) =>
  new PerformanceObserver((list) => list.getEntries().forEach(use)).observe({type, buffered: true});
watch("largest-contentful-paint", (one) => { vitals.lcp = one.startTime; });
watch("layout-shift", (one) => { if (!one.hadRecentInput) vitals.shifted += one.value; });
watch("longtask", (one) => { vitals.tasks.push([one.startTime, one.duration]); });
"""
_READ = """() => {
  const fcp = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  const blocked = vitals.tasks.filter(([start]) => start >= fcp).map(([, long]) => Math.max(long - 50, 0));
  return {
    fcp, lcp: vitals.lcp, cls: vitals.shifted, tbt: blocked.reduce((sum, one) => sum + one, 0),
    origin: performance.timeOrigin,
  };
}"""
# How complete each frame is: how far its colours have come from the first frame's to the last one's.
_PROGRESS = """async (frames) => {
  const histograms = [];
  for (const data of frames) {
    const image = new Image();
    image.src = `data:image/jpeg;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const drawing = canvas.getContext("2d");
    drawing.drawImage(image, 0, 0);
    const counts = new Float64Array(3 * 256);
    const pixels = drawing.getImageData(0, 0, image.width, image.height).data;
    for (let at = 0; at < pixels.length; at += 4) {
      for (let channel = 0; channel < 3; channel++) counts[256 * channel + pixels[at + channel]]++;
    }
    histograms.push(counts);
  }
  const apart = (one, other) => one.reduce((sum, count, at) => sum + Math.abs(count - other[at]), 0);
  const last = histograms.at(-1);
  const whole = apart(histograms[0], last);
  return histograms.map((one) => (whole ? 1 - apart(one, last) / whole : 1));
}"""


@dataclass(frozen=True, slots=True)
class Curve:
    """A measure's log-normal curve: where the score is 0.9 and 0.5, and what share of the whole it has."""

    good: float
    middling: float
    weight: float

    def score(self, value: float) -> float:
        """From 1 for nothing to 0; Lighthouse's own approximation, in floats."""
        if value <= 0:
            return 1.0
        steps = math.log(value / self.middling) * _ERFC_OF_A_FIFTH / math.log(self.middling / self.good)
        return (1 - math.erf(steps)) / 2


CURVES = {
    "fcp": Curve(1800, 3000, 0.10),
    "si": Curve(3387, 5800, 0.10),
    "lcp": Curve(2500, 4000, 0.25),
    "tbt": Curve(200, 600, 0.30),
    "cls": Curve(0.1, 0.25, 0.25),
}
"""Milliseconds, but for the layout shift, which has no unit."""
Vitals = dict[str, float]


def performance(vitals: Vitals) -> float:
    """The score of a page out of 100."""
    return 100 * sum(curve.weight * curve.score(vitals[name]) for name, curve in CURVES.items())


def speed_index(frames: Sequence[tuple[float, float]]) -> float:
    """Milliseconds: how long the view was incomplete, weighed by how much. `frames` are (when, how complete).

    >>> speed_index([(0, 0.0), (1000, 0.5), (1500, 1.0)])
    1250.0
    """
    return sum((later - when) * (1 - done) for (when, done), (later, _) in pairwise(frames))


def accessibility(page: Page) -> tuple[int, int]:
    """How many of axe's rules hold, and how many apply: all rules, best practices too."""
    page.evaluate(measures.AXE)
    held: list[int] = page.evaluate(
        "axe.run(document).then((one) => [one.passes.length, one.passes.length + one.violations.length])"
    )
    return held[0], held[1]


def measured(browser: Browser, address: str) -> Vitals:
    """Open a page once, as a new visitor on a slow phone."""
    with _slow(browser) as (page, session):
        frames: list[tuple[float, str]] = []
        session.on("Page.screencastFrame", lambda told: _keep(session, frames, told))
        session.send(
            "Page.startScreencast", {"format": "jpeg", "quality": 40, "maxWidth": 206, "everyNthFrame": 1}
        )
        page.goto(address, wait_until="load")
        page.wait_for_timeout(QUIET)
        session.send("Page.stopScreencast")
        found: dict[str, float] = page.evaluate(_READ)
        found["si"] = _index(browser, frames, found.pop("origin"), found["fcp"])
    return found


@contextmanager
def _slow(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context(viewport=PHONE, device_scale_factor=1.75, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(_WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        yield page, session
    finally:
        context.close()


def _keep(session: CDPSession, frames: list[tuple[float, str]], told: dict[str, Any]) -> None:
    frames.append((1000 * float(told["metadata"]["timestamp"]), str(told["data"])))
    session.send("Page.screencastFrameAck", {"sessionId": told["sessionId"]})


def _index(browser: Browser, frames: list[tuple[float, str]], origin: float, fcp: float) -> float:
    """The speed index of the frames; never before the first paint, as nothing was there."""
    if len(frames) < 2:
        return fcp
    page = browser.new_page()
    done: list[float] = page.evaluate(_PROGRESS, [data for _, data in frames])
    page.close()
    timed = [(max(when - origin, 0.0), share) for (when, _), share in zip(frames, done, strict=True)]
    return max(speed_index([(0.0, 0.0), *timed]), fcp)


def main(arguments: Sequence[str]) -> int:
    """Serve the sample and print the medians of every page's rounds."""
    messages.compile_all(ROOT)
    path = browser_or_exit()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        with Site(Path(folder) / "var").serve("--prepare", seconds=600) as served:
            for line in _report(browser, served.url.rstrip("/"), arguments or PAGES):
                print(line, flush=True)  # noqa: T201
        browser.close()
    return 0


def _report(browser: Browser, site: str, pages: Sequence[str]) -> Iterator[str]:
    yield f"medians of {ROUNDS} rounds, in milliseconds; in brackets the round that other work disturbed least"
    yield "page            performance   FCP    SI   LCP   TBT    CLS   accessibility"
    for path in pages:
        measured(browser, f"{site}{path}")  # the first reader's page is made for him
        rounds = [measured(browser, f"{site}{path}") for _ in range(ROUNDS)]
        middle = {name: statistics.median(one[name] for one in rounds) for name in CURVES}
        page = browser.new_page()
        page.goto(f"{site}{path}")
        held, applied = accessibility(page)
        page.close()
        scores = sorted(performance(one) for one in rounds)
        columns = [f"{path:<15}", f"{statistics.median(scores):>5.0f} ({scores[-1]:.0f})"]
        columns += [f"{middle[name]:>5.0f}" for name in ("fcp", "si", "lcp", "tbt")]
        columns += [f"{middle['cls']:>6.3f}", f"  {100 * held // applied} ({held} of {applied} rules)"]
        yield " ".join(columns)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
