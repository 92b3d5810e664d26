"""Settings from the environment: what is taken, and the sentence that each bad value earns."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from progress.env import POSTGRESQL, SQLITE, BadEnvironmentError, Env
from tests.servers.site import Site

STRONG = "k3Jx-9qLmZ0vT_wPz7RfUyHnBd2CgAs5eQi8oXtVlMhNpWrKbY"
REDIS: dict[str, Any] = {"schemes": {"redis", "rediss"}, "form": "redis://host:6379/0"}


def problems(read: Callable[[Env], object], **values: str) -> list[str]:
    """What is wrong with the values that `read` asks for."""
    env = Env(values)
    read(env)
    try:
        env.finish()
    except BadEnvironmentError as error:
        return [line.strip() for line in str(error).splitlines()[1:]]
    return []


def test_a_choice_and_a_token() -> None:
    env, known = Env({"FORM": " JSON ", "KEY": "kM3vQ8xZt1Lw9RbN5sYc"}), ("line", "json")
    assert (env.choice("FORM", "", known=known), env.choice("NONE", "", known=known)) == ("json", "line")
    assert (env.token("KEY", ""), env.token("NONE", "")) == ("kM3vQ8xZt1Lw9RbN5sYc", "")
    env.finish()
    sentences = problems(lambda env: env.choice("FORM", "", known=known), FORM="xml")
    assert sentences == ["FORM: write line or json, not xml."]
    for bad in ("short", "twenty characters and spaces", "schlüsselschlüsselschlüssel"):
        sentences = problems(lambda env: env.token("KEY", ""), KEY=bad)
        assert sentences == ["KEY: give at least 20 random characters of ASCII, without spaces."]


@pytest.mark.parametrize(
    ("value", "meant"),
    [("1", True), ("0", False), ("TRUE", True), ("no", False), ("", True), (" 0 ", False), ("off", False)],
)
def test_a_flag(value: str, meant: bool) -> None:
    env = Env({"NAME": value})
    assert env.flag("NAME", default=True) is meant
    env.finish()


@pytest.mark.parametrize("value", ["2", "maybe", "ja", "{input}"])
def test_a_bad_flag(value: str) -> None:
    assert problems(lambda env: env.flag("NAME", default=False), NAME=value) == [
        f"NAME: write 1 or 0, not {value}."
    ]


@pytest.mark.parametrize("value", ["0", "65536", "-1", "8000.0", "८००००", "port", "{0}", "9" * 30])
def test_a_bad_number(value: str) -> None:
    sentences = problems(lambda env: env.number("PORT", 8000, 1, 65535), PORT=value)
    number = int(value) if value.isdigit() else value
    assert sentences == [f"PORT: write a whole number from 1 to 65535, not {number}."]


@pytest.mark.parametrize(
    "value", ["https://pragati.example", "pragati.example:8000", "pragati.example/", "two words", "हरियाणा"]
)
def test_a_bad_host(value: str) -> None:
    found = problems(lambda env: env.hosts("ALLOWED_HOSTS", ""), ALLOWED_HOSTS=f"pragati.example,{value}")
    assert len(found) == 1
    assert f"“{value}” is not a host name; write names alone" in found[0]


def test_any_host_is_no_host() -> None:
    [sentence] = problems(lambda env: env.hosts("ALLOWED_HOSTS", ""), ALLOWED_HOSTS="pragati.example,*")
    assert sentence.startswith("ALLOWED_HOSTS: * stands for any host")


def test_good_hosts() -> None:
    env = Env({"ALLOWED_HOSTS": "pragati.example, .gov.in,127.0.0.1,[::1]"})
    assert env.hosts("ALLOWED_HOSTS", "") == ["pragati.example", ".gov.in", "127.0.0.1", "[::1]"]
    env.finish()
    assert Env({"ALLOWED_HOSTS": " , "}).hosts("ALLOWED_HOSTS", "") == ["127.0.0.1", "[::1]", "localhost"]


@pytest.mark.parametrize(
    "value",
    ["news.example", "https://news.example/", "ftp://news.example", "https://*.example", "*,https://a.in"],
)
def test_a_bad_origin(value: str) -> None:
    found = problems(lambda env: env.origins("CORS_ORIGINS", ""), CORS_ORIGINS=value)
    assert found[0].startswith("CORS_ORIGINS: “")
    assert "is not an origin; write scheme, host and port alone" in found[0]


def test_good_origins() -> None:
    told = "https://news.example, http://127.0.0.1:8000,https://[::1]:8443"
    assert Env({"CORS_ORIGINS": told}).origins("CORS_ORIGINS", "") == told.replace(" ", "").split(",")
    assert Env({"CORS_ORIGINS": "*"}).origins("CORS_ORIGINS", "") == ["*"]
    assert Env({}).origins("CORS_ORIGINS", "") == []


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
    found = problems(lambda env: env.database("DATABASE_URL", ""), DATABASE_URL=value)
    assert len(found) == 1
    assert why in found[0]
    assert "write postgres://user:password@host:5432/name or sqlite:////path/to/file" in found[0]


def test_a_problem_with_the_database_does_not_print_its_password(tmp_path: Path) -> None:
    found = problems(lambda env: env.database("DATABASE_URL", ""), DATABASE_URL="mysql://me:sesame@host/x")
    assert "sesame" not in found[0]


def test_good_databases(tmp_path: Path) -> None:
    assert Env({}).database("DATABASE_URL", "") == {}
    embedded = Env({"DATABASE_URL": f"sqlite:///{tmp_path}/x"}).database("DATABASE_URL", "")
    assert (embedded["ENGINE"], embedded["NAME"]) == (SQLITE, f"{tmp_path}/x")
    found: dict[str, Any] = Env({"DATABASE_URL": "postgres://me:p%40ss@db:5433/pragati"}).database(
        "DATABASE_URL", ""
    )
    assert (found["ENGINE"], found["HOST"], found["PORT"]) == (POSTGRESQL, "db", 5433)
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("me", "p@ss", "pragati")


@pytest.mark.parametrize(
    "value", ["localhost:6379", "http://host", "redis://", "redis://host:port/0", "redis://[::1"]
)
def test_a_bad_address(value: str) -> None:
    found = problems(lambda env: env.address("REDIS_URL", "", **REDIS), REDIS_URL=value)
    assert found == ["REDIS_URL: this is not such an address; write it as redis://host:6379/0."]


def test_good_addresses() -> None:
    for value in ("", "redis://host", "rediss://:secret@host:6380/1", "redis://[::1]:6379/0"):
        env = Env({"REDIS_URL": value})
        assert env.address("REDIS_URL", "", **REDIS) == value
        env.finish()


def test_a_value_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "value").write_text(f"{STRONG}\n", encoding="utf-8")
    env = Env({"SECRET_KEY_FILE": str(tmp_path / "value")})
    assert env.secret("SECRET_KEY", "", production=True, kept_in=tmp_path / "kept") == STRONG
    env.finish()
    assert not (tmp_path / "kept").exists()


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    assert problems(lambda env: env.str("NAME", ""), NAME_FILE=str(tmp_path / "none")) == [
        f"NAME_FILE: {tmp_path / 'none'} cannot be read (No such file or directory); name a readable file."
    ]
    assert problems(lambda env: env.str("NAME", ""), NAME_FILE=str(tmp_path / "bytes")) == [
        f"NAME_FILE: {tmp_path / 'bytes'} does not hold text; write the value there in UTF-8."
    ]
    assert problems(lambda env: env.str("NAME", ""), NAME="a", NAME_FILE="b") == [
        "NAME and NAME_FILE are both set: keep one of them."
    ]


@pytest.mark.parametrize("value", ["short", "a" * 80, "abcabcabc" * 10])
def test_a_weak_key_is_refused_in_production_only(value: str, tmp_path: Path) -> None:
    def read(production: bool) -> list[str]:
        return problems(
            lambda env: env.secret("SECRET_KEY", "", production=production, kept_in=tmp_path / "kept"),
            SECRET_KEY=value,
        )

    assert read(production=True) == ["SECRET_KEY: too weak; give at least 50 random characters."]
    assert read(production=False) == []


def test_production_needs_a_key(tmp_path: Path) -> None:
    found = problems(lambda env: env.secret("SECRET_KEY", "", production=True, kept_in=tmp_path / "kept"))
    assert len(found) == 1
    assert found[0].startswith("SECRET_KEY: not set, although ALLOWED_HOSTS names a public host: set it to")
    assert list(tmp_path.iterdir()) == []


def test_a_public_host_needs_a_signing_key() -> None:
    [sentence] = problems(lambda env: env.seed("SIGNING_KEY", "", needed=True))
    assert sentence.startswith(
        "SIGNING_KEY: not set, although ALLOWED_HOSTS names a public host: published lists"
    )


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
    first = Env({}).secret("SECRET_KEY", "", production=False, kept_in=kept)
    assert len(first) >= 50
    assert Env({}).secret("SECRET_KEY", "", production=False, kept_in=kept) == first
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.iterdir()) == [kept]
    kept.write_text("")
    assert problems(lambda env: env.secret("SECRET_KEY", "", production=False, kept_in=kept)) == [
        f"SECRET_KEY: {kept} is empty; remove it, and a new one is made."
    ]


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = problems(lambda env: env.folder("PRAGATI_VAR", ""), PRAGATI_VAR=str(tmp_path / "file" / "var"))
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
    def read(env: Env) -> None:
        env.flag("DEBUG", default=False)
        env.number("PORT", 8000, 1, 65535)
        env.hosts("ALLOWED_HOSTS", "")

    assert [sentence.split()[0] for sentence in problems(read, DEBUG="maybe", PORT="0", ALLOWED_HOSTS="a/,b/")] == [
        "DEBUG:", "PORT:", "ALLOWED_HOSTS:", "ALLOWED_HOSTS:",
    ]  # fmt: skip
    assert problems(read) == []


def test_bad_settings_stop_the_start(tmp_path: Path) -> None:
    site = Site(
        tmp_path / "var",
        DEBUG="maybe",
        PORT="no",
        ALLOWED_HOSTS="pragati.example,x/y",
        DATABASE_URL="oracle://x/y",
        REDIS_URL="localhost",
        PRAGATI_SAMPLE="some",
    )
    done = site.manage("serve")
    assert done.returncode == 1
    assert done.stderr.startswith("The environment needs mending:\n")
    for name in (
        "ALLOWED_HOSTS",
        "DEBUG",
        "PORT",
        "SECRET_KEY",
        "SIGNING_KEY",
        "DATABASE_URL",
        "REDIS_URL",
        "PRAGATI_SAMPLE",
    ):
        assert f"\n  {name}" in done.stderr


def test_a_start_reads_the_file_of_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("OWNER_LINE=State Crime Records Bureau, Haryana\nPORT=8010\n", encoding="utf-8")
    site = Site(tmp_path / "var", PRAGATI_ENV_FILE=str(file), PORT="8020")
    said = site.told(
        "shell", "--no-imports", "-c", "from django.conf import settings as s; print(s.OWNER_LINE, s.PORT)"
    )
    assert said.splitlines()[-1] == "State Crime Records Bureau, Haryana 8020"
