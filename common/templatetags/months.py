"""Months in templates that are handed a model as it is: `{% load months %}`, `{{ one.month|in_words }}`."""

from __future__ import annotations

from django import template

from common.dates import month_name

register = template.Library()
register.filter("in_words", month_name)
