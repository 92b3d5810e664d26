"""The texts that explain parameters: one for each, in both languages, and outside of every hash."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from metrics.catalogue import FILE, FOLDER, load_all, parameter_texts


def test_every_parameter_of_every_version_has_its_text_and_no_other() -> None:
    codes = {one["code"] for version in load_all() for one in version.document["parameters"]}
    assert set(parameter_texts()) == codes
    assert len(codes) == 33


def test_the_texts_are_in_their_languages_and_short() -> None:
    for code, text in parameter_texts().items():
        for english, hindi in ((text.measures, text.measures_hi), (text.why, text.why_hi)):
            assert not re.search("[\u0900-\u097f]", english), code
            assert english.endswith("."), code
            assert hindi.endswith("।"), code
            assert len(re.findall("[\u0900-\u097f]", hindi)) > len(hindi) / 2, code
            assert 30 < len(english) < 220, code


def test_no_two_parameters_share_a_sentence() -> None:
    texts = parameter_texts().values()
    for name in ("measures", "measures_hi", "why", "why_hi"):
        assert len({getattr(one, name) for one in texts}) == len(texts)


def test_the_direction_is_said_where_lower_is_better() -> None:
    (newest,) = [one for one in load_all() if one.version == "2024-07"]
    for one in newest.document["parameters"]:
        said = "Lower is better" in parameter_texts()[one["code"]].measures
        assert said is (one["better"] == "lower"), one["code"]


def test_the_texts_are_no_part_of_a_version() -> None:
    assert FILE.parent != FOLDER
    for version in load_all():
        for one in version.document["parameters"]:
            assert "why" not in one
            assert "measures" not in one


def test_a_text_that_lacks_a_sentence_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "texts.toml"
    file.write_text('[REG-01]\nmeasures = "A."\n', encoding="utf-8")
    with pytest.raises(ValueError, match="REG-01 needs measures, measures_hi, why, why_hi"):
        parameter_texts(file)
