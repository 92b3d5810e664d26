"""What the schema says in words, in a language of its own choice."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import override


def said(text: Promise, language: str) -> str:
    with override(language):
        return str(text)
