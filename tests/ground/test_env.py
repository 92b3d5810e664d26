"""Settings from the environment: what is taken, and the sentence that each bad value earns."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from progress.env import POSTGRESQL, SQLITE, BadEnvironmentError, Env
from progress.exposed import check_exposed
from tests.servers.site import Site

STRONG = "k3Jx-9qLmZ0vT_wPz7RfUyHnBd2CgAs5eQi8oXtVlMhNpWrKbY"
REDIS = frozenset({"redis", "rediss"})


def problems(read: Callable[[Env], object], **values: str) -> list[str]:
    env = Env(values)
    read(env)
    return env.problems


def test_a_choice_and_a_token() -> None:
    env = Env({"FORM": " JSON ", "KEY": "kM3vQ8xZt1Lw9RbN5sYc"})
    assert (env.choice("FORM", ("line", "json")), env.choice("NONE", ("line", "json"))) == ("json", "line")
    assert (env.token("KEY"), env.token("NONE"), env.problems) == ("kM3vQ8xZt1Lw9RbN5sYc", "", [])
    told = problems(lambda env: env.choice("FORM", ("line", "json")), FORM="xml")
    assert told == ["FORM=xml: write line or json."]
    for bad in ("short", "twenty characters and spaces", "schlüsselschlüsselschlüssel"):
        told = problems(lambda env: env.token("KEY"), KEY=bad)
        assert told == ["KEY: give at least 20 random characters of ASCII, without spaces."]


@pytest.mark.parametrize(
    ("value", "meant"), [("1", True), ("0", False), ("TRUE", True), ("no", False), ("", True), (" 0 ", False)]
)
def test_a_flag(value: str, meant: bool) -> None:
    env = Env({"NAME": value})
    assert env.flag("NAME", default=True) is meant
    assert env.problems == []


@pytest.mark.parametrize("value", ["2", "on", "ja"])
def test_a_bad_flag(value: str) -> None:
    assert problems(lambda env: env.flag("NAME", default=False), NAME=value) == [
        f"NAME={value}: write 1 or 0."
    ]


@pytest.mark.parametrize("value", ["0", "65536", "-1", "8000.0", "८०००", "port", "9" * 30])
def test_a_bad_number(value: str) -> None:
    found = problems(lambda env: env.number("PORT", 8000, lowest=1, highest=65535), PORT=value)
    assert found == [f"PORT={value}: write a whole number from 1 to 65535."]


@pytest.mark.parametrize(
    "value", ["https://pragati.example", "pragati.example:8000", "pragati.example/", "two words", "हरियाणा"]
)
def test_a_bad_host(value: str) -> None:
    found = problems(lambda env: env.hosts("ALLOWED_HOSTS", []), ALLOWED_HOSTS=f"pragati.example,{value}")
    assert len(found) == 1
    assert f"“{value}” is not a host name; write names alone" in found[0]


def test_good_hosts() -> None:
    env = Env({"ALLOWED_HOSTS": "pragati.example, .gov.in,127.0.0.1,[::1],*"})
    assert env.hosts("ALLOWED_HOSTS", []) == ["pragati.example", ".gov.in", "127.0.0.1", "[::1]", "*"]
    assert env.problems == []
    assert Env({"ALLOWED_HOSTS": " , "}).hosts("ALLOWED_HOSTS", ["localhost"]) == ["localhost"]


@pytest.mark.parametrize(
    "value",
    ["news.example", "https://news.example/", "ftp://news.example", "https://*.example", "*,https://a.in"],
)
def test_a_bad_origin(value: str) -> None:
    found = problems(lambda env: env.origins("CORS_ORIGINS"), CORS_ORIGINS=value)
    assert found[0].startswith("CORS_ORIGINS: “")
    assert "is not an origin; write scheme, host and port alone" in found[0]


def test_good_origins() -> None:
    told = "https://news.example, http://127.0.0.1:8000,https://[::1]:8443"
    assert Env({"CORS_ORIGINS": told}).origins("CORS_ORIGINS") == told.replace(" ", "").split(",")
    assert Env({"CORS_ORIGINS": "*"}).origins("CORS_ORIGINS") == ["*"]
    assert Env({}).origins("CORS_ORIGINS") == []


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("pragati", "not an address of a database"),
        ("postgres://host:port/name", "not an address of a database"),
        ("mysql://root@host/name", "only PostgreSQL and SQLite are supported"),
        ("postgres://host:5432/", "the name of the database is missing"),
        ("sqlite://", "the name of the database is missing"),
        ("sqlite://:memory:", "the name of the database is missing"),
    ],
)
def test_a_bad_database(value: str, why: str, tmp_path: Path) -> None:
    found = problems(lambda env: env.database("DATABASE_URL", tmp_path / "x"), DATABASE_URL=value)
    assert len(found) == 1
    assert why in found[0]
    assert "write postgres://user:password@host:5432/name or sqlite:////path/to/file" in found[0]


def test_a_problem_with_the_database_does_not_print_its_password(tmp_path: Path) -> None:
    found = problems(
        lambda env: env.database("DATABASE_URL", tmp_path / "x"), DATABASE_URL="mysql://me:sesame@host/x"
    )
    assert "sesame" not in found[0]


def test_good_databases(tmp_path: Path) -> None:
    fallback = tmp_path / "pragati.sqlite3"
    assert Env({}).database("DATABASE_URL", fallback) == {"ENGINE": SQLITE, "NAME": fallback}
    found: dict[str, Any] = Env({"DATABASE_URL": "postgres://me:p%40ss@db:5433/pragati"}).database(
        "DATABASE_URL", fallback
    )
    assert (found["ENGINE"], found["HOST"], found["PORT"]) == (POSTGRESQL, "db", 5433)
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("me", "p@ss", "pragati")


@pytest.mark.parametrize(
    "value", ["localhost:6379", "http://host", "redis://", "redis://host:port/0", "redis://[::1"]
)
def test_a_bad_address(value: str) -> None:
    found = problems(lambda env: env.address("REDIS_URL", REDIS, "redis://host:6379/0"), REDIS_URL=value)
    assert found == ["REDIS_URL: this is not such an address; write it as redis://host:6379/0."]


def test_good_addresses() -> None:
    for value in ("", "redis://host", "rediss://:secret@host:6380/1", "redis://[::1]:6379/0"):
        env = Env({"REDIS_URL": value})
        assert env.address("REDIS_URL", REDIS, "") == value
        assert env.problems == []


def test_a_value_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "value").write_text(f"{STRONG}\n", encoding="utf-8")
    env = Env({"SECRET_KEY_FILE": str(tmp_path / "value")})
    assert env.secret("SECRET_KEY", production=True, kept_in=tmp_path / "kept") == STRONG
    assert env.problems == []
    assert not (tmp_path / "kept").exists()


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    assert problems(lambda env: env.text("NAME"), NAME_FILE=str(tmp_path / "none")) == [
        f"NAME_FILE: {tmp_path / 'none'} cannot be read (No such file or directory); name a readable file."
    ]
    assert problems(lambda env: env.text("NAME"), NAME_FILE=str(tmp_path / "bytes")) == [
        f"NAME_FILE: {tmp_path / 'bytes'} does not hold text; write the value there in UTF-8."
    ]
    assert problems(lambda env: env.text("NAME"), NAME="a", NAME_FILE="b") == [
        "NAME and NAME_FILE are both set: keep one of them."
    ]


@pytest.mark.parametrize("value", ["short", "a" * 80, "abcabcabc" * 10])
def test_a_weak_key_is_refused_in_production_only(value: str, tmp_path: Path) -> None:
    def read(production: bool) -> list[str]:
        return problems(
            lambda env: env.secret("SECRET_KEY", production=production, kept_in=tmp_path / "kept"),
            SECRET_KEY=value,
        )

    assert read(production=True) == ["SECRET_KEY: too weak; give at least 50 random characters."]
    assert read(production=False) == []


def test_production_needs_a_key(tmp_path: Path) -> None:
    found = problems(lambda env: env.secret("SECRET_KEY", production=True, kept_in=tmp_path / "kept"))
    assert len(found) == 1
    assert found[0].startswith("SECRET_KEY is not set, and ALLOWED_HOSTS names a public host: set it to")
    assert list(tmp_path.iterdir()) == []


def test_a_public_host_needs_a_signing_key_and_no_debugging() -> None:
    def exposed(*hosts: str, debug: bool = False, key: bytes = b"k") -> list[str]:
        return problems(lambda env: check_exposed(env, hosts, debug=debug, signing_key=key))

    told = exposed("pragati.example", key=b"")
    assert len(told) == 1
    assert told[0].startswith(
        "SIGNING_KEY is not set, and ALLOWED_HOSTS names a public host: published lists are"
    )
    told = exposed("pragati.example", debug=True)
    assert len(told) == 1
    assert told[0].endswith("Unset DEBUG, or ALLOWED_HOSTS.")
    told = exposed("pragati.example", "*")
    assert len(told) == 1
    assert told[0].startswith("ALLOWED_HOSTS: * stands for any host")
    assert exposed("pragati.example") == []


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("SIGNING_KEY", {"ALLOWED_HOSTS": "pragati.example"}),
        ("DEBUG", {"ALLOWED_HOSTS": "pragati.example", "DEBUG": "1"}),
        ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": "*"}),
    ],
)
def test_an_open_installation_does_not_start(tmp_path: Path, name: str, settings: dict[str, str]) -> None:
    done = Site(tmp_path / "var", SECRET_KEY="".join(map(chr, range(40, 110))), **settings).manage("check")
    assert done.returncode == 1
    assert done.stderr.startswith("The environment needs mending:\n")
    assert f"\n  {name}" in done.stderr


def test_elsewhere_a_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    kept = tmp_path / "new" / "secret_key"
    first = Env({}).secret("SECRET_KEY", production=False, kept_in=kept)
    assert len(first) >= 50
    assert Env({}).secret("SECRET_KEY", production=False, kept_in=kept) == first
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.iterdir()) == [kept]
    kept.write_text("")
    assert problems(lambda env: env.secret("SECRET_KEY", production=False, kept_in=kept)) == [
        f"SECRET_KEY: {kept} is empty; remove it, and a new one is made."
    ]


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = problems(
        lambda env: env.folder("PRAGATI_VAR", tmp_path), PRAGATI_VAR=str(tmp_path / "file" / "var")
    )
    assert len(found) == 1
    assert found[0].startswith(
        f"PRAGATI_VAR: the folder {tmp_path / 'file' / 'var'} cannot be made (Not a directory)"
    )
    assert found[0].endswith("name one that can be written.")


def test_the_file_of_settings(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "# a comment\n\nSECRET_KEY=a#b$c d\nexport PORT = 8010\nQUOTED='two words'\nEMPTY=\nWON=file\nnonsense\n",
        encoding="utf-8",
    )
    env = Env.load(file, {"WON": "environment"})
    assert env.values == {
        "SECRET_KEY": "a#b$c d",
        "PORT": "8010",
        "QUOTED": "two words",
        "EMPTY": "",
        "WON": "environment",
    }
    assert env.problems == [f"{file}, line 8: write NAME=value, or begin the line with #."]
    assert Env.load(tmp_path / "none", {"A": "b"}).values == {"A": "b"}


def test_all_problems_are_told_at_once() -> None:
    env = Env({"DEBUG": "maybe", "PORT": "0"})
    env.flag("DEBUG", default=False)
    env.number("PORT", 8000, lowest=1, highest=65535)
    with pytest.raises(BadEnvironmentError) as caught:
        env.finish()
    assert str(caught.value).splitlines() == [
        "The environment needs mending:",
        "  DEBUG=maybe: write 1 or 0.",
        "  PORT=0: write a whole number from 1 to 65535.",
    ]
    Env({}).finish()  # nothing to tell: no error


def test_bad_settings_stop_the_start(tmp_path: Path) -> None:
    site = Site(
        tmp_path / "var",
        DEBUG="maybe",
        PORT="no",
        ALLOWED_HOSTS="pragati.example",
        DATABASE_URL="oracle://x/y",
        REDIS_URL="localhost",
        PRAGATI_SAMPLE="some",
    )
    done = site.manage("serve")
    assert done.returncode == 1
    assert done.stderr.startswith("The environment needs mending:\n")
    for name in ("DEBUG", "PORT", "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "PRAGATI_SAMPLE"):
        assert f"\n  {name}" in done.stderr


def test_a_start_reads_the_file_of_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("OWNER_LINE=State Crime Records Bureau, Haryana\nPORT=8010\n", encoding="utf-8")
    site = Site(tmp_path / "var", PRAGATI_ENV_FILE=str(file), PORT="8020")
    said = site.told(
        "shell", "--no-imports", "-c", "from django.conf import settings as s; print(s.OWNER_LINE, s.PORT)"
    )
    assert said.splitlines()[-1] == "State Crime Records Bureau, Haryana 8020"
