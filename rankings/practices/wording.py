"""Sentences of the register of good practices."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, gettext_lazy, ngettext, npgettext

from common.dates import day
from rankings.lists.labels import grouped
from rankings.practices.core import LARGEST_DOCUMENT, MEDIA_TYPES, FileFault
from rankings.practices.services import RefusedDocumentError

_KIB, _MIB = 2**10, 2**20


def counted(practices: int, states: int) -> tuple[str, str]:
    """`5 practices`, `4 States and UTs`"""
    told = npgettext("in the register", "%(count)s State or UT", "%(count)s States and UTs", states)
    return (
        ngettext("%(count)s practice", "%(count)s practices", practices) % {"count": practices},
        told % {"count": states},
    )


def nothing(*, narrowed: bool) -> str:
    """What stands in place of an empty list."""
    if narrowed:
        return gettext(
            "The register holds nothing for this choice. Choose another State or year, or all of them."
        )
    return gettext(
        "The register is empty as yet. Practices stand here as soon as the bureau has entered them."
    )


def dated(added: date, changed: date) -> str:
    """`Added on 03-12-2023 · last changed on 05-12-2023`"""
    text = gettext("Added on %(day)s") % {"day": day(added)}
    if changed == added:
        return text
    return f"{text} · {gettext('last changed on %(day)s') % {'day': day(changed)}}"


def file_size(size: int) -> str:
    """`120 KB`, `2.4 MB`; never 0.

    >>> file_size(1), file_size(2500000)
    ('1 KB', '2.4 MB')
    """
    if size < _MIB:
        return gettext("%(size)s KB") % {"size": grouped(max(1, round(size / _KIB)))}
    return gettext("%(size)s MB") % {"size": f"{size / _MIB:.1f}"}


def kinds() -> str:
    """The endings that are taken: `PDF, DOCX, PPTX, ODT, ODP`."""
    return ", ".join(one.upper() for one in MEDIA_TYPES)


def largest() -> str:
    """The cap on a document: `10 MB`."""
    return gettext("%(size)s MB") % {"size": LARGEST_DOCUMENT // _MIB}


def refused(problem: RefusedDocumentError) -> str:
    """Why a document was not taken, and how to mend it."""
    if problem.threat:
        told = gettext(
            "The virus scanner found %(threat)s in this file; it was not kept. Have your computer looked "
            "at, and choose a sound file."
        )
        return told % {"threat": problem.threat}
    if problem.fault is None:
        return gettext(
            "The file could not be checked for viruses, so it was not kept. Save without it, or try again later."
        )
    return str(_FAULTS[problem.fault]) % {"kinds": kinds(), "size": largest()}


_FAULTS = {
    FileFault.EMPTY: gettext_lazy("The file is empty. Choose the one that holds the text."),
    FileFault.TOO_LARGE: gettext_lazy(
        "The file is larger than %(size)s. Make its pictures smaller, or leave out what is not needed."
    ),
    FileFault.NOT_TAKEN: gettext_lazy(
        "This is no document of a kind that is taken: %(kinds)s. Save it as PDF and choose that."
    ),
    FileFault.MISNAMED: gettext_lazy(
        "The ending of the file's name is not that of its content. Save it again from the program that made it."
    ),
    FileFault.DAMAGED: gettext_lazy(
        "The file is damaged or not whole. Open it, save it again and choose that."
    ),
    FileFault.LOCKED: gettext_lazy(
        "The file is protected by a password, so that readers could not open it. Save it without one."
    ),
    FileFault.CODE: gettext_lazy("The file holds macros. Save it without them, or as PDF."),
}
