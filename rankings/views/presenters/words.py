"""What the words of this site mean, one sentence each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Word:
    term: str
    meaning: str


_WORDS: tuple[tuple[Promise, Promise], ...] = (
    (
        _("Data month"),
        _("The month that the figures are of. The list of a month is released some weeks after its end."),
    ),
    (
        _("Release"),
        _("The day on which a list is made public. It is another date than the data month."),
    ),
    (
        _("Parameter"),
        _("One thing that is measured, for example how many of the police stations are connected."),
    ),
    (
        _("Figure"),
        _("What a State reports for a parameter: a numerator and a denominator."),
    ),
    (
        _("Marks"),
        _("What a figure earns under the methodology. Each parameter has its most marks."),
    ),
    (
        _("Score"),
        _("Marks obtained out of the marks that apply on a board, times 100, rounded once to two decimals."),
    ),
    (
        _("Rank"),
        _("The place by the printed score. Equal scores share a rank, and the next rank is left out."),
    ),
    (
        _("Board"),
        _("Which parameters count: CCTNS, ICJS, ITSSO, or all of them together."),
    ),
    (
        _("Category"),
        _("Like is also ranked with like: major States, hilly and north-eastern States, Union Territories."),
    ),
    (
        _("Months in first place"),
        _("How many published lists a State leads. A shared first place counts for each that shares it."),
    ),
    (
        _("Streak"),
        _(
            "Months in first place one after the other. A month not on record neither ends nor extends it unseen."
        ),
    ),
    (
        _("Not on record"),
        _("No list of the month is known, or not this State's place in it. Nothing is filled in."),
    ),
    (
        _("Not reported"),
        _("No figure was sent: no marks, and the sign “–”, never 0."),
    ),
    (
        _("Not applicable"),
        _("Nothing of the kind happened, so the parameter counts neither for nor against."),
    ),
    (
        _("Revision"),
        _("A correction after the release, with its reason. The list as it was stays readable."),
    ),
    (
        _("Methodology version"),
        _("The rules and marks from a month onwards. A past list never moves when a new version arrives."),
    ),
    (
        _("Published record"),
        _("Lists as the press reported them: only the places that the sources name."),
    ),
    (
        _("Sample figures"),
        _("Figures made up to show how the site works; marked wherever they show."),
    ),
    (
        _("Digest"),
        _("A short code that follows from a list's content: whoever changes the list changes the code."),
    ),
)


def glossary() -> tuple[Word, ...]:
    """The words in the order in which a reader meets them, in the active language."""
    return tuple(Word(str(term), str(meaning)) for term, meaning in _WORDS)
