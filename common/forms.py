"""What may be asked in an address: fields that read their text, and a form that keeps what was asked in its links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Self

from django import forms


class ReadField(forms.Field):
    """A part of an address, read by `read` and written by `write`; None or empty text is what the field says at
    first (`initial`).

    Whatever `read` raises is raised by the form: UnknownNameError (404) or MalformedQueryError (400).
    """

    def __init__(self, read: Callable[[Any], Any], write: Callable[[Any], str] = str, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.read, self.write = read, write

    def clean(self, value: Any) -> Any:
        return self.read(value) if value else self.initial


class QueryForm(forms.Form):
    """What may be asked of a page and of its API, once for both.

    `carried` are the parts that every page of ours understands, `takes` the pages that understand others only.
    """

    carried: ClassVar[tuple[str, ...]] = ()
    takes: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data)
        self._parts_of: dict[tuple[str, ...] | None, dict[str, str]] = {}

    @classmethod
    def read(cls, data: Mapping[str, str]) -> Self:
        """The form, checked. Raises UnknownNameError, MalformedQueryError."""
        form = cls(data)
        form.full_clean()
        return form

    def carried_to(self, page: str, **changes: Any) -> dict[str, str]:
        """The parts that a page of ours understands, some of them changed."""
        return self.parts(self.takes.get(page, self.carried), **changes)

    def parts(self, names: tuple[str, ...] | None = None, **changes: Any) -> dict[str, str]:
        """What differs from the defaults, as an address says it: of these fields or of all, some values changed.

        A part changed to None is left out. Values that are no field of the form come last.
        """
        own = self.fields if names is None else names
        if changes.keys() & self.fields.keys():
            return self._written(own, changes)
        if names not in self._parts_of:
            self._parts_of[names] = self._written(own, {})
        more = {key: str(value) for key, value in changes.items() if value not in {None, ""}}
        return {**self._parts_of[names], **more}

    def _written(self, names: Iterable[str], changes: Mapping[str, Any]) -> dict[str, str]:
        values = {**{name: self.cleaned_data[name] for name in names}, **changes}
        return {
            name: getattr(self.fields.get(name), "write", str)(value)
            for name, value in values.items()
            if value is not None
            and value != ""
            and not (name in self.fields and value == self.usual(name, values))
        }

    def usual(self, name: str, values: Mapping[str, Any]) -> Any:
        """What is meant where a part is left out; it may hang on the other values."""
        return self.fields[name].initial
