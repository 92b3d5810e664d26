"""`/submissions/`: the officer's desk, the template, and the API tokens' neighbours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from states.access import Act, Person
from submissions.models import Upload
from submissions.presenters.desk_list import desk_page
from submissions.selectors.own import own_months
from submissions.services import store
from submissions.template import csv_template, xlsx_template
from submissions.views.desk_doors import cell_of, show, signed_in
from submissions.views.desk_files import attachment

__all__ = ["desk", "template"]
