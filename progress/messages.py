"""Messages: extracted, checked and compiled in Python, without gettext's tools and without Django's settings.

`python -m progress.messages extract | compile | check`. The msgids are English; `locale/LANGUAGE/` holds a
translation of each. A `.po` file is written sorted and without line numbers or dates, so that the same code
and the same translations always give the same bytes.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("progress", "states", "metrics", "rankings", "submissions")
LANGUAGES = ("hi",)
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: pragati\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural};\\n"

"""
PLURAL = "nplurals=2; plural=(n != 1)"
"""As Django's own Hindi has it: Django keeps catalogues of unlike plurals apart, which costs a look-up more."""

_PLACEHOLDER = re.compile(r"%\([A-Za-z_][A-Za-z0-9_]*\)[a-zA-Z]|%[a-zA-Z]|\{[^{}]*\}")
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a translation is looked up by: the singular msgid and its context, if it has one."""

    msgid: str
    context: str = ""

    def __str__(self) -> str:
        return f"“{self.msgid}”" + (f" ({self.context})" if self.context else "")


@dataclass(frozen=True, slots=True)
class Found:
    """A message as the code has it; `where` is the first place, as `path:line`."""

    key: Key
    plural: str | None
    where: str


def extract(root: Path) -> tuple[dict[Key, Found], list[str]]:
    """Every message in the Python of the rooms and in the templates under `root`, and what cannot be read."""
    found: dict[Key, Found] = {}
    problems: list[str] = []
    for path in _sources(root):
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        try:
            for one in _in_file(name, text if path.suffix == ".py" else templatize(text, origin=name)):
                known = found.setdefault(one.key, one)
                if known.plural is None and one.plural is not None:
                    found[one.key] = one  # gettext looks up the singular form of it just as well
        except SyntaxError as problem:
            problems.append(f"{name}: {problem}")
    return found, problems


def _sources(root: Path) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    yield from sorted(path for path in (root / "templates").rglob("*") if path.is_file())


def _in_file(name: str, text: str) -> Iterator[Found]:
    source = io.BytesIO(text.encode())
    for line, messages, _comments, context in babel_extract("python", source, KEYWORDS):
        singular, plural = messages if isinstance(messages, tuple) else (messages, None)
        yield Found(Key(singular, context or ""), plural, f"{name}:{line}")


def updated(catalog: Catalog, found: Mapping[Key, Found]) -> Catalog:
    """A catalogue of exactly the messages in `found`, with the translations and remarks of `catalog`."""
    new, entries = Catalog(locale=catalog.locale), _entries(catalog)
    for key, one in found.items():
        old = entries.get(key)
        msgid = key.msgid if one.plural is None else (key.msgid, one.plural)
        kept = old is not None and isinstance(old.id, str) == (one.plural is None)
        new.add(
            msgid,
            old.string if old is not None and kept else None,
            flags=old.flags if old is not None and kept else (),
            user_comments=old.user_comments if old is not None else (),
            context=key.context or None,
        )
    return new


def rendered(catalog: Catalog) -> bytes:
    """The catalogue as a `.po` file."""
    file = io.BytesIO()
    write_po(file, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    return HEADER.format(language=catalog.locale, plural=PLURAL).encode() + file.getvalue().rstrip() + b"\n"


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as a `.mo` file, without fuzzy entries."""
    catalog.creation_date = catalog.revision_date = _NO_DATE
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def problems_of(catalog: Catalog, found: Mapping[Key, Found]) -> list[str]:
    """What keeps the catalogue from being the whole translation of the messages in `found`, in their order."""
    entries, problems = _entries(catalog), []
    for key, one in sorted(found.items()):
        entry = entries.get(key)
        if entry is None or isinstance(entry.id, str) != (one.plural is None):
            problems.append(f"{one.where}: {key} is missing; `make messages` adds it")
        elif not all(_forms(entry)):
            problems.append(f"{one.where}: {key} is not translated")
        elif entry.fuzzy:
            problems.append(f"{one.where}: the translation of {key} is fuzzy; look it through and unmark it")
        elif fault := _placeholder_fault(entry):
            problems.append(f"{one.where}: {key}: {fault}")
    unused = [
        *(key for key in entries if key not in found),
        *(_key(entry) for entry in catalog.obsolete.values()),
    ]
    return problems + [
        f"{key} stands nowhere in the code; `make messages` removes it" for key in sorted(unused)
    ]


def _placeholder_fault(entry: Message) -> str:
    """Where the translation's placeholders are not those of the message. A singular follows either English form."""
    sources = [entry.id] if isinstance(entry.id, str) else list(entry.id)
    asked = [set(_PLACEHOLDER.findall(source)) for source in sources]
    forms = _forms(entry)
    for number, form in enumerate(forms):
        given = set(_PLACEHOLDER.findall(form))
        needed = asked[-1] if number == len(forms) - 1 else set.intersection(*asked)
        if lost := needed - given:
            return f"the translation lacks {', '.join(sorted(lost))}"
        if strange := given - set.union(*asked):
            return f"the translation has {', '.join(sorted(strange))}, which the message has not"
    return ""


def _entries(catalog: Catalog) -> dict[Key, Message]:
    return {_key(entry): entry for entry in catalog if entry.id}


def _key(entry: Message) -> Key:
    return Key(entry.id if isinstance(entry.id, str) else entry.id[0], entry.context or "")


def _forms(entry: Message) -> list[str]:
    """The translation: one form, or for a plural one form per number; "" where a form is missing."""
    forms = [entry.string] if isinstance(entry.string, str) else list(entry.string or [""])
    return [form or "" for form in forms]


def read(path: Path) -> Catalog:
    """The catalogue in a `.po` file; empty where there is none. ValueError where the file is faulty."""
    language = path.parent.parent.name
    if not path.exists():
        return Catalog(locale=language)
    try:
        return read_po(io.BytesIO(path.read_bytes()), locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as problem:
        raise ValueError(f"{path}: {problem}") from problem


def _written(path: Path, data: bytes) -> bool:
    """Put `data` there in one piece, and only where it differs: a server may be reading the file."""
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    draft.replace(path)
    return True


def catalogues(root: Path) -> list[Path]:
    return [root / "locale" / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES]


def compile_all(root: Path) -> list[str]:
    """Compile every catalogue; returns what is wrong."""
    for path in catalogues(root):
        _written(path.with_suffix(".mo"), compiled(read(path)))
    return []


def extract_all(root: Path) -> list[str]:
    """Bring every catalogue up to the code, keeping its translations; returns what is wrong."""
    found, problems = extract(root)
    if not problems:
        for path in catalogues(root):
            _written(path, rendered(updated(read(path), found)))
    return problems


def check_all(root: Path) -> list[str]:
    """Everything that is untranslated, fuzzy, obsolete or wrongly translated in any language."""
    found, problems = extract(root)
    for path in catalogues(root):
        language = path.parent.parent.name
        problems += [f"{language}: {problem}" for problem in problems_of(read(path), found)]
    return problems


ACTS: dict[str, Callable[[Path], list[str]]] = {
    "extract": extract_all,
    "compile": compile_all,
    "check": check_all,
}


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    if len(arguments) != 1 or arguments[0] not in ACTS:
        sys.stderr.write(f"Say what to do with the messages: {', '.join(ACTS)}.\n")
        return 2
    try:
        problems = ACTS[arguments[0]](root)
    except ValueError as problem:
        problems = [str(problem)]
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    if problems:
        sys.stderr.write(f"{len(problems)} problems with messages.\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
