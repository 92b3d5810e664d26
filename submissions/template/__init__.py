"""The template that officers download, fill in and send back, as XLSX and as CSV. Plain Python."""

from submissions.template.sheet import HEADER, TemplateRow, TemplateSheet, csv_template
from submissions.template.workbook import write_origin, xlsx_template

__all__ = ["HEADER", "TemplateRow", "TemplateSheet", "csv_template", "write_origin", "xlsx_template"]
