"""Static files are collected when they have changed, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import override_settings

from progress.staticfiles import PLOTLY_NAME, SWAGGER_NAMES, collect


@pytest.mark.slow
def test_collected_once_and_again_after_a_change(tmp_path: Path) -> None:
    ours = tmp_path / "static"
    ours.mkdir()
    style = ours / "page.css"
    style.write_text("a { color: black }")
    with override_settings(STATICFILES_DIRS=[ours], STATIC_ROOT=tmp_path / "collected"):
        assert collect() is True
        first = staticfiles_storage.url("page.css")
        assert collect() is False
        style.write_text("a { color: blue }")
        assert collect() is True
        second = staticfiles_storage.url("page.css")
        assert first != second
        assert (tmp_path / "collected" / first.removeprefix("/static/")).read_text() == "a { color: black }"
        assert (
            tmp_path / "collected" / f"{second.removeprefix('/static/')}"
        ).read_text() == "a { color: blue }"


def test_plotly_comes_from_the_installed_package() -> None:
    found = find(PLOTLY_NAME)
    assert found is not None
    assert Path(found).parts[-3:] == ("plotly", "package_data", PLOTLY_NAME)
    served = staticfiles_storage.url(PLOTLY_NAME).removeprefix("/static/")
    assert served != PLOTLY_NAME
    assert staticfiles_storage.exists(f"{served}.gz")


@pytest.mark.parametrize("name", SWAGGER_NAMES)
def test_the_try_it_page_takes_two_files_of_its_package(name: str) -> None:
    found = find(name)
    assert found is not None
    assert "drf_spectacular_sidecar" in Path(found).parts
    assert staticfiles_storage.exists(staticfiles_storage.url(name).removeprefix("/static/"))
    assert find("redoc.standalone.js") is None
