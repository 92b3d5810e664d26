"""Every regular expression of the rooms takes time in proportion to the text: nobody can stop us with a long word.

The grammar of claims lays its own over roles of words (`rewrite`), whose growth tests/insights/claims/test_parser.py
holds.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from accounts.passwords import _words

ROOT = Path(__file__).parents[2]
ROOMS = (
    "progress",
    "dashboard",
    "submissions",
    "insights",
    "rankings",
    "metrics",
    "accounts",
    "states",
    "common",
)
LETTERS = 4_000
METHODS = ("match", "fullmatch", "search", "split", "findall", "finditer", "sub", "subn")
# Characters that classes of patterns tell apart, and a few that make words and numbers.
SIGNS = [
    "a",
    "A",
    "0",
    " ",
    "\n",
    "_",
    "-",
    ".",
    ",",
    ":",
    "/",
    "=",
    "\u0939",
    "\u202e",
    "\\",
    '"',
    "[",
    "<",
    "{",
    "(",
]
# Made in a function, of words alone.
MADE = {("accounts/passwords.py", "_words")}

Use = tuple[str, re.Pattern[Any], bool]
"""Where a pattern stands, itself, and whether it is laid on the whole text only."""


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file, ast.parse(file.read_text(encoding="utf-8"))


def patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns_in(list(value.values()))
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from patterns_in(part)


def _is_re(node: ast.AST, *names: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in names
    )


def uses() -> list[Use]:
    """Every compiled pattern that a module holds, and every one that is written where it is used."""
    found: list[Use] = [("accounts/passwords.py:_words", _words(), False)]
    for file, tree in modules():
        here = str(file.relative_to(ROOT))
        if not any(_is_re(node, "compile", *METHODS) for node in ast.walk(tree)):
            continue
        module = import_module(here.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        laid: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS and isinstance(node.value, ast.Name):
                holder = node.value.id if node.value.id in vars(module) else "one of many"
                laid.setdefault(holder, set()).add(node.attr)
        for name, value in vars(module).items():
            for pattern in patterns_in(value):
                methods = laid.get(name if value is pattern else "one of many", set()) - {"split"}
                found.append((f"{here}:{name}", pattern, bool(methods) and methods <= {"match", "fullmatch"}))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and _is_re(node, *METHODS)
                and ast.unparse(node.args[0]) != "pattern"
            ):
                text = eval(ast.unparse(node.args[0]), vars(module))  # noqa: S307 (our own code)
                whole = ast.unparse(node.func) in {"re.match", "re.fullmatch"}
                found.append((f"{here}:{node.lineno}", re.compile(text), whole))
    return found


def hostile(pattern: re.Pattern[Any]) -> Iterator[str]:
    """Words whose repetition is dear to patterns that go back: the pattern's own, alone and in pairs."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    plain = re.sub(
        r"\(\?(?:P?<[^>=!]*>|<?[=!]|[a-zA-Z]*[:)>#])|\\[bBdDwWsSAZ]|\[[^\]]*\]|\{[0-9,]*\}", "\0", source
    )
    words = {word for word in re.findall(r"[^\0()|?*+\\^$]+", plain) if word.strip()}
    own = {sign for sign in source if sign not in "()|?*+^$"}
    signs = [*dict.fromkeys([*SIGNS, *sorted(own)])][:48]
    yield from signs
    for word in sorted(words)[:16]:
        yield from (word, f"{word} ", f"{word}-", f"{word}=")
    yield from ("a-", "a_", "_ ", "0 ", "0,", "a@", '"a', "[a", "a:", "://a", "://a:", "\n ", "0a", ":/")


def seconds(run: Callable[[str], object], text: Any, times: int) -> float:
    best = float("inf")
    for _ in range(times):
        begun = time.thread_time()
        run(text)
        best = min(best, time.thread_time() - begun)
    return best


def dear(pattern: re.Pattern[Any], *, whole: bool, letters: int = LETTERS) -> Iterator[str]:
    """The words of which twice as many cost clearly more than twice the time, best of five.

    A millisecond more or less is the clock's; what grows with the square takes ten of them.
    """
    run = pattern.fullmatch if whole else lambda text: sum(1 for _ in pattern.finditer(text))
    for word in hostile(pattern):
        texts: list[Any] = [
            (word * (size // len(word) + 1))[:size] + "\x01" for size in (letters, 2 * letters)
        ]
        if isinstance(pattern.pattern, bytes):
            texts = [text.encode("utf-8", "surrogatepass") for text in texts]
        for times in (1, 5):
            once, twice = (seconds(run, text, times) for text in texts)
            if twice <= 3 * once + 0.001:
                break
        else:
            yield f"{word!r}: {once * 1000:.1f} ms, then {twice * 1000:.1f} ms"


@pytest.mark.parametrize(("where", "pattern", "whole"), uses(), ids=[use[0] for use in uses()])
def test_twice_the_text_takes_twice_the_time(where: str, pattern: re.Pattern[Any], whole: bool) -> None:
    assert list(dear(pattern, whole=whole)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "bad", [r"(?:token)[\w-]*\s*=\S", r"\w+://", r"\[[^\]]*\]", r"\s*\n", r"[^@]+@", r"/reset/[^ ]*!"]
)
def test_a_pattern_that_goes_back_is_noticed(bad: str) -> None:
    assert next(dear(re.compile(bad), whole=False, letters=3 * LETTERS), None)


def test_every_pattern_is_known_to_this_test() -> None:
    """One that is made inside a function is not seen by `uses`."""
    inside = set()
    for file, tree in modules():
        for function in ast.walk(tree):
            if isinstance(function, (ast.FunctionDef, ast.Lambda)):
                calls = [node for node in ast.walk(function) if _is_re(node, "compile")]
                inside |= {(str(file.relative_to(ROOT)), getattr(function, "name", "lambda")) for _ in calls}
    assert inside == MADE
