"""Dates as dd-mm-yyyy and numbers grouped the Indian way (1,23,45,678); Django's own formats do neither."""

DATE_FORMAT = SHORT_DATE_FORMAT = "d-m-Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "d-m-Y H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = "j F"
YEAR_MONTH_FORMAT = "F Y"
DATE_INPUT_FORMATS = ["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = (3, 2, 0)
