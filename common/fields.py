"""Model fields of the house."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from common.months import Month

if TYPE_CHECKING:
    _Text = models.CharField[Month | str, Month]
else:
    _Text = models.CharField


_parsed = lru_cache(maxsize=4096)(Month.parse)
"""A column holds the same few months in every row."""


class MonthField(_Text):
    """A `Month`, stored as `YYYY-MM` so that the database sorts and compares it rightly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 7
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_: object) -> Month | None:
        return None if value is None else _parsed(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Month):
            return value
        try:
            return Month.parse(str(value))
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            value = _parsed(value)
        return None if value is None else str(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def run_validators(self, value: Any) -> None:
        """Nothing beyond `to_python`: a Month cannot be malformed."""
