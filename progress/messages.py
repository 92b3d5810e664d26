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
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
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


def extract(root: Path) -> tuple[Catalog, list[str]]:
    """Every message in the Python of the rooms and in the templates under `root`, and what cannot be read."""
    template, problems = Catalog(), []
    for path in _sources(root):
        name, text = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        try:
            source = text if path.suffix == ".py" else _python_of(text, name)
            for line, ids, _comments, context in babel_extract(
                "python", io.BytesIO(source.encode()), KEYWORDS
            ):
                template.add(ids, locations=[(name, line)], context=context)
        except SyntaxError as problem:
            problems.append(f"{name}: {problem}")
    return template, problems


def _python_of(template: str, name: str) -> str:
    """The messages of a template as calls; its indentation means nothing there, and would in Python."""
    return "\n".join(line.lstrip() for line in templatize(template, origin=name).splitlines())


def _sources(root: Path) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    yield from sorted(path for path in (root / "templates").rglob("*") if path.is_file())


def rendered(catalog: Catalog) -> bytes:
    """The catalogue as a `.po` file, without what stands nowhere in the code."""
    file = io.BytesIO()
    write_po(
        file, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True
    )
    return HEADER.format(language=catalog.locale, plural=PLURAL).encode() + file.getvalue().rstrip() + b"\n"


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as a `.mo` file, without fuzzy entries."""
    catalog.creation_date = catalog.revision_date = _NO_DATE
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def problems_of(catalog: Catalog, template: Catalog) -> Iterator[str]:
    """What keeps the catalogue from being the whole translation of the messages in `template`."""
    for message in template:
        if not message.id:
            continue
        where, entry = ":".join(map(str, message.locations[0])), catalog.get(message.id, message.context)
        if entry is None or entry.pluralizable != message.pluralizable:
            yield f"{where}: {_named(message)} is missing; `make messages` adds it"
        elif not all(_forms(entry.string)):
            yield f"{where}: {_named(message)} is not translated"
        elif entry.fuzzy:
            yield f"{where}: the translation of {_named(message)} is fuzzy; look it through and unmark it"
        elif fault := _placeholder_fault(entry):
            yield f"{where}: {_named(message)}: {fault}"
    for entry in [*catalog, *catalog.obsolete.values()]:
        if entry.id and template.get(entry.id, entry.context) is None:
            yield f"{_named(entry)} stands nowhere in the code; `make messages` removes it"


def _placeholder_fault(entry: Message) -> str:
    """Where the translation's placeholders are not those of the message. A singular follows either English form."""
    asked = [set(_PLACEHOLDER.findall(source)) for source in _forms(entry.id)]
    forms = _forms(entry.string)
    for number, form in enumerate(forms):
        given = set(_PLACEHOLDER.findall(form))
        needed = asked[-1] if number == len(forms) - 1 else set.intersection(*asked)
        if lost := needed - given:
            return f"the translation lacks {', '.join(sorted(lost))}"
        if strange := given - set.union(*asked):
            return f"the translation has {', '.join(sorted(strange))}, which the message has not"
    return ""


def _forms(text: Any) -> list[str]:
    """One form, or for a plural one form per number; "" where a form is missing."""
    return [text or ""] if isinstance(text, str | None) else [form or "" for form in text]


def _named(message: Message) -> str:
    return f"“{_forms(message.id)[0]}”" + (f" ({message.context})" if message.context else "")


def read(path: Path) -> Catalog:
    """The catalogue in a `.po` file; empty where there is none. ValueError where the file is faulty."""
    language = path.parent.parent.name
    if not path.exists():
        return Catalog(locale=language)
    try:
        return read_po(io.BytesIO(path.read_bytes()), locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as problem:
        raise ValueError(f"{path}: {problem}") from problem


def _write(path: Path, data: bytes) -> None:
    """Put `data` there in one piece, and only where it differs: a server may be reading the file."""
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    draft.replace(path)


def catalogues(root: Path) -> list[Path]:
    return [root / "locale" / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES]


def compile_all(root: Path) -> list[str]:
    """Compile every catalogue; returns what is wrong."""
    for path in catalogues(root):
        _write(path.with_suffix(".mo"), compiled(read(path)))
    return []


def extract_all(root: Path) -> list[str]:
    """Bring every catalogue up to the code, keeping its translations; returns what is wrong."""
    template, problems = extract(root)
    for path in [] if problems else catalogues(root):
        catalog = read(path)
        catalog.update(template, no_fuzzy_matching=True)
        _write(path, rendered(catalog))
    return problems


def check_all(root: Path) -> list[str]:
    """Everything that is untranslated, fuzzy, obsolete or wrongly translated in any language."""
    template, problems = extract(root)
    for path in catalogues(root):
        problems += [f"{path.parent.parent.name}: {problem}" for problem in problems_of(read(path), template)]
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
