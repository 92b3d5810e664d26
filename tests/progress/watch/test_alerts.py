"""The alert rules name figures that are given out, and say what to do."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from progress.watch.figures import REQUESTS, SECONDS
from rankings.anchors import AUDIT, note
from tests.dashboard.conftest import AT
from tests.servers.session import ROOT

NAME = re.compile(r"\b(pragati_\w+)(?:\{([^}]*)\})?")
LABEL = re.compile(r'(\w+)\s*(=~|=|!=|!~)\s*"([^"]*)"')


def rules() -> list[dict[str, Any]]:
    document = yaml.safe_load((ROOT / "ops" / "alerts.yaml").read_text(encoding="utf-8"))
    return [rule for group in document["groups"] for rule in group["rules"]]


@pytest.fixture
def given_out(db: None) -> dict[str, list[dict[str, str]]]:
    """The labels of every figure, by its name."""
    REQUESTS.labels("stored", "GET", "500").inc()
    SECONDS.labels("stored").observe(0.1)
    note(AUDIT, problem="", at=AT)
    found: dict[str, list[dict[str, str]]] = {}
    for family in text_string_to_metric_families(Client().get("/metrics").content.decode()):
        for sample in family.samples:
            found.setdefault(sample.name, []).append(dict(sample.labels))
    return found


def test_every_figure_of_a_rule_is_given_out(given_out: dict[str, list[dict[str, str]]]) -> None:
    named = 0
    for rule in rules():
        for name, matchers in NAME.findall(rule["expr"]):
            named += 1
            assert name in given_out, (rule["alert"], name)
            for label, sign, value in LABEL.findall(matchers):
                values = [labels[label] for labels in given_out[name]]
                same = (lambda one, value=value: re.fullmatch(value, one)) if "~" in sign else value.__eq__
                assert any(map(same, values)), (rule["alert"], name, label, value)
    assert named >= len(rules())


def test_every_rule_says_how_grave_it_is_and_what_to_do() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names)
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert {"summary", "action"} <= set(rule["annotations"])
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_the_documentation_names_every_figure(given_out: dict[str, list[dict[str, str]]]) -> None:
    text = (ROOT / "docs" / "watch.md").read_text(encoding="utf-8")
    bare = {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in given_out}
    assert sorted(name for name in bare if f"`{name}" not in text) == []
