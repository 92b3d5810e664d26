"""The sentences of what only station files can have wrong; joined to the one table of problems."""

from __future__ import annotations

STATION_TEXTS: dict[str, tuple[str, str]] = {
    "too_many_rows.stations": (
        "The file has more than {limit} rows of stations. Send one row for each police station.",
        "फ़ाइल में थानों की {limit} से अधिक पंक्तियाँ हैं। हर थाने की एक पंक्ति भेजें।",
    ),
    "wrong_header.station": (
        "The column “{name}” is missing. Begin the sheet with the columns station, name, district and state.",
        "“{name}” स्तंभ नहीं है। शीट को station, name, district और state स्तंभों से शुरू करें।",
    ),
    "wrong_header.station_column": (
        "“{name}” is no column of a station file. Write columns of figures as “REG-01 numerator” and “REG-01 "
        "denominator”, or delete the column.",
        "“{name}” थाना-फ़ाइल का स्तंभ नहीं है। आँकड़ों के स्तंभ “REG-01 numerator” और “REG-01 denominator” जैसे लिखें, या स्तंभ "
        "हटा दें।",
    ),
    "wrong_header.half": (
        "The column “{name}” is missing: each parameter has a numerator and a denominator.",
        "“{name}” स्तंभ नहीं है: हर पैरामीटर का अंश (numerator) और हर (denominator) दोनों होते हैं।",
    ),
    "wrong_header.no_figures": (
        "The sheet has no column of figures. Download the template and fill it in.",
        "शीट में आँकड़ों का कोई स्तंभ नहीं है। टेम्पलेट डाउनलोड करके भरें।",
    ),
    "unknown_parameter.column": (
        "The column “{name}” names no parameter of this month's methodology. Correct the code, or delete the column.",
        "“{name}” स्तंभ का कोड इस माह की पद्धति का पैरामीटर नहीं है। कोड सुधारें, या स्तंभ हटा दें।",
    ),
    "duplicate_parameter.column": (
        "The column “{name}” stands twice. Keep one of them.",
        "“{name}” स्तंभ दो बार है। उनमें से एक ही रखें।",
    ),
    "station_missing": (
        "The row has no station code. Write the code by which the State knows the station.",
        "पंक्ति में थाने का कोड नहीं है। वह कोड लिखें जिससे राज्य उस थाने को जानता है।",
    ),
    "name_missing": (
        "The station has no name. Write the name of the police station.",
        "थाने का नाम नहीं है। थाने का नाम लिखें।",
    ),
    "district_missing": (
        "The station has no district. Write the district to which the station belongs.",
        "थाने का ज़िला नहीं है। वह ज़िला लिखें जिसमें थाना आता है।",
    ),
    "state_missing": (
        "The row has no State. Write its code, such as HR.",
        "पंक्ति में राज्य नहीं है। उसका कोड लिखें, जैसे HR।",
    ),
    "unknown_state": (
        "“{value}” is no State or UT. Write its code, such as HR.",
        "“{value}” कोई राज्य या संघ राज्य क्षेत्र नहीं है। उसका कोड लिखें, जैसे HR।",
    ),
    "wrong_state.station": (
        "The row is of {found}, but the file was sent for {state}. Delete the row, or correct the State.",
        "पंक्ति {found} की है, पर फ़ाइल {state} के लिए भेजी गई है। पंक्ति हटा दें, या राज्य सुधारें।",
    ),
    "duplicate_station": (
        "The station “{value}” already stands in row {row}. Each station of a State has one row.",
        "थाना “{value}” पंक्ति {row} में पहले से है। राज्य के हर थाने की एक ही पंक्ति होती है।",
    ),
}
