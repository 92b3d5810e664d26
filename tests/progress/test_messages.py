"""Messages are found in Python and templates, kept through an update, checked and compiled, without gettext's tools."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from progress import messages

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext, pgettext

FIRST = gettext_lazy("Haryana is first")
_("%(state)s has "
  "%(score)s")
ngettext("%(count)s month", "%(count)s months", 2)
pgettext("place", "1st")
npgettext("place", "one place", "%(count)s places", 2)
_(FIRST)  # nothing to extract
"""
TEMPLATE = """
{% translate "Score" %} {% translate "Score" context "head of a column" %} {{ _("Rank") }}
{% blocktranslate trimmed with name=state.name %}
  Marks of
  {{ name }}
{% endblocktranslate %}
{% blocktranslate count number=rows context "list" %}one row{% plural %}{{ number }} rows{% endblocktranslate %}
{# {% translate "In a comment" %} #}
"""
FOUND = {
    ("%(count)s month", None): "%(count)s months",
    ("%(state)s has %(score)s", None): None,
    ("1st", "place"): None,
    ("Haryana is first", None): None,
    ("Marks of %(name)s", None): None,
    ("Rank", None): None,
    ("Score", None): None,
    ("Score", "head of a column"): None,
    ("one place", "place"): "%(count)s places",
    ("one row", "list"): "%(number)s rows",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small project: one module, one template, and migrations that nobody translates."""
    for name, text in {
        "rankings/views.py": PYTHON,
        "rankings/migrations/0001_initial.py": '_ = str\n_("In a migration")\n',
        "tests/test_views.py": 'from django.utils.translation import gettext\ngettext("In a test")\n',
        "templates/page.html": TEMPLATE,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def po(tree: Path) -> Path:
    return messages.catalogues(tree)[0]


def translate(tree: Path) -> None:
    """Fill every message that is empty with a translation that holds its placeholders."""
    catalog = messages.read(po(tree))
    for entry in catalog:
        if entry.id and isinstance(entry.id, str):
            entry.string = entry.string or f"हि {entry.id}"
        elif entry.id:
            entry.string = tuple(f"हि {form}" for form in entry.id)
    po(tree).write_bytes(messages.rendered(catalog))


def edit(tree: Path, old: str, new: str) -> None:
    text = po(tree).read_text(encoding="utf-8")
    assert old in text
    po(tree).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def translated(tree: Path) -> Path:
    assert messages.main(["extract"], tree) == 0
    translate(tree)
    assert messages.check_all(tree) == []
    return tree


def test_what_is_found(tree: Path) -> None:
    template, problems = messages.extract(tree)
    assert problems == []
    ids = [(entry.id, entry.context) for entry in template if entry.id]
    assert {
        (id, context) if isinstance(id, str) else (id[0], context): None if isinstance(id, str) else id[1]
        for id, context in ids
    } == FOUND
    places = {(entry.id, entry.context): entry.locations[0] for entry in template if entry.id}
    assert places["1st", "place"] == ("rankings/views.py", 8)
    assert places["Score", None] == ("templates/page.html", 2)


def test_a_template_that_cannot_be_read_is_a_problem(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "templates/bad.html").write_text("{% blocktranslate %}{% if x %}{% endblocktranslate %}")
    assert messages.main(["extract"], tree) == 1
    assert capsys.readouterr().err.startswith(
        "templates/bad.html: Translation blocks must not include other block"
    )
    assert not po(tree).exists()


def test_the_file_is_sorted_and_says_nothing_of_where_and_when(translated: Path) -> None:
    text = po(translated).read_text(encoding="utf-8")
    ids = [line for line in text.splitlines() if line.startswith('msgid "') and line != 'msgid ""']
    assert len(ids) == len(FOUND)
    assert "#:" not in text
    assert "Date" not in text
    assert messages.main(["extract"], translated) == 0
    assert po(translated).read_text(encoding="utf-8") == text


def test_an_update_keeps_translations_and_remarks(translated: Path) -> None:
    edit(translated, 'msgid "Rank"\nmsgstr "हि Rank"', '# a remark\nmsgid "Rank"\nmsgstr "क्रम"')
    (translated / "templates/more.html").write_text('{% translate "New" %}')
    (translated / "rankings/views.py").write_text("")
    assert messages.main(["extract"], translated) == 0
    text = po(translated).read_text(encoding="utf-8")
    assert '# a remark\nmsgid "Rank"\nmsgstr "क्रम"' in text
    assert 'msgid "New"\nmsgstr ""' in text
    assert "Haryana is first" not in text


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgstr "हि Rank"', 'msgstr ""', "templates/page.html:2: “Rank” is not translated"),
        (
            'msgid "Rank"',
            'msgid "Ranks"',
            "templates/page.html:2: “Rank” is missing; `make messages` adds it",
        ),
        ('msgid "Rank"', 'msgid "Ranks"', "“Ranks” stands nowhere in the code; `make messages` removes it"),
        ('msgid "Rank"', '#~ msgid "Old"\n#~ msgstr "पु"\n\nmsgid "Rank"', "“Old” stands nowhere in the code"),
        ('msgid "Rank"', '#, fuzzy\nmsgid "Rank"', "the translation of “Rank” is fuzzy; look it through"),
        ("हि %(count)s months", "हि", "“%(count)s month”: the translation lacks %(count)s"),
        ('[1] "हि %(count)s months"', '[1] ""', "“%(count)s month” is not translated"),
        (
            "हि %(state)s has",
            "हि %(State)s %(state)s",
            "the translation has %(State)s, which the message has not",
        ),
        ("हि %(state)s has", "हि %(state)d", "the translation lacks %(state)s"),
    ],
)
def test_what_a_check_finds(translated: Path, old: str, new: str, problem: str) -> None:
    edit(translated, old, new)
    assert [sentence for sentence in messages.check_all(translated) if problem in sentence], (
        messages.check_all(translated)
    )
    assert messages.main(["check"], translated) == 1


def test_a_singular_may_hold_the_number_or_leave_it_out_where_english_does(translated: Path) -> None:
    edit(translated, 'msgstr[0] "हि one row"', 'msgstr[0] "%(number)s पंक्ति"')
    assert messages.check_all(translated) == []
    edit(translated, 'msgstr[0] "हि %(count)s month"', 'msgstr[0] "एक माह"')
    [problem] = messages.check_all(translated)
    assert "the translation lacks %(count)s" in problem


def test_a_faulty_file_is_told(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    po(translated).write_text('msgid "Rank"\nmsgstr "क्रम"\nnonsense\n', encoding="utf-8")
    assert messages.main(["check"], translated) == 1
    assert f"{po(translated)}: " in capsys.readouterr().err


def test_what_is_compiled(translated: Path) -> None:
    edit(translated, 'msgid "Rank"', '#, fuzzy\nmsgid "Rank"')
    assert messages.main(["compile"], translated) == 0
    compiled = po(translated).with_suffix(".mo")
    with compiled.open("rb") as file:
        hindi = gettext.GNUTranslations(file)
    assert hindi.gettext("Haryana is first") == "हि Haryana is first"
    assert hindi.pgettext("place", "1st") == "हि 1st"
    assert hindi.ngettext("%(count)s month", "%(count)s months", 2) == "हि %(count)s months"
    assert hindi.gettext("Rank") == "Rank"
    before = compiled.stat()
    assert messages.main(["compile"], translated) == 0
    assert (compiled.stat().st_ino, compiled.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_only_three_acts_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["translate"]) == 2
    assert capsys.readouterr().err == "Say what to do with the messages: extract, compile, check.\n"
