"""Every problem's sentences, English and Hindi: what is wrong, and how to mend it.

A key is a code, or `code.variant` where one code needs several sentences. Codes are relied upon outside the
project; sentences may be bettered at any time.
"""

from __future__ import annotations

# The sentences of what only station files can have wrong; joined to the one table of problems.

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


TEXTS: dict[str, tuple[str, str]] = {
    **STATION_TEXTS,
    # The file as a whole.
    "not_a_spreadsheet": (
        "This is neither a CSV nor an XLSX file. Fill in the template and send it as XLSX or CSV.",
        "यह फ़ाइल न CSV है न XLSX। टेम्पलेट भरकर उसे XLSX या CSV के रूप में भेजें।",
    ),
    "not_a_spreadsheet.old_xls": (
        "This is an old Excel file (.xls). Open it and save it as “Excel Workbook (.xlsx)”, then send that.",
        "यह पुराने प्रकार की एक्सेल फ़ाइल (.xls) है। इसे खोलकर “Excel Workbook (.xlsx)” के रूप में सहेजें और वही भेजें।",
    ),
    "not_a_spreadsheet.other_office": (
        "This is a document of another kind ({kind}). Save the sheet as “Excel Workbook (.xlsx)”, then send that.",
        "यह दूसरे प्रकार का दस्तावेज़ ({kind}) है। शीट को “Excel Workbook (.xlsx)” के रूप में सहेजें और वही भेजें।",
    ),
    "not_a_spreadsheet.damaged": (
        "This looks like an XLSX file, but it is damaged or cut short. Save it again and send it again.",
        "यह XLSX फ़ाइल जैसी है, पर क्षतिग्रस्त या अधूरी है। इसे फिर से सहेजकर दोबारा भेजें।",
    ),
    "damaged_file": (
        "The workbook cannot be read: a part of it is damaged. Open it in Excel or LibreOffice, save it as a new "
        "“.xlsx” and send that.",
        "वर्कबुक पढ़ी नहीं जा सकी: उसका कोई भाग क्षतिग्रस्त है। इसे एक्सेल या लिब्रेऑफ़िस में खोलकर नई “.xlsx” के रूप में "
        "सहेजें और वही भेजें।",
    ),
    "unsafe_xml": (
        "The workbook holds declarations that no spreadsheet program writes, so it was not opened. Copy the figures "
        "into a fresh template.",
        "वर्कबुक में ऐसी घोषणाएँ हैं जो कोई स्प्रेडशीट प्रोग्राम नहीं लिखता, इसलिए उसे खोला नहीं गया। आँकड़े नए टेम्पलेट में "
        "कॉपी करें।",
    ),
    "macro_file": (
        "The file holds macros or controls. Save it as “Excel Workbook (.xlsx)”, without macros, and send that.",
        "फ़ाइल में मैक्रो या कंट्रोल हैं। इसे मैक्रो के बिना “Excel Workbook (.xlsx)” के रूप में सहेजें और वही भेजें।",
    ),
    "macro_file.binary": (
        "This is a binary workbook (.xlsb), which can hold macros. Save it as “Excel Workbook (.xlsx)” and send that.",
        "यह बाइनरी वर्कबुक (.xlsb) है, जिसमें मैक्रो हो सकते हैं। इसे “Excel Workbook (.xlsx)” के रूप में सहेजें और वही भेजें।",
    ),
    "embedded_object": (
        "Another file is embedded in the workbook. Remove it, or copy the figures into a fresh template.",
        "वर्कबुक में कोई दूसरी फ़ाइल जुड़ी है। उसे हटाएँ, या आँकड़े नए टेम्पलेट में कॉपी करें।",
    ),
    "infected_file": (
        "The virus scanner found {threat} in the file; nothing of it was kept. Have your computer checked, and send "
        "the figures in a fresh template.",
        "वायरस स्कैनर को फ़ाइल में {threat} मिला; उसका कुछ भी नहीं रखा गया। अपने कंप्यूटर की जाँच कराएँ और आँकड़े नए "
        "टेम्पलेट में भेजें।",
    ),
    "not_scanned": (
        "The file could not be checked for viruses, so it was not taken. Try again in a few minutes, or type the "
        "figures on the page.",
        "फ़ाइल की वायरस जाँच नहीं हो सकी, इसलिए वह नहीं ली गई। कुछ मिनट बाद फिर प्रयास करें, या आँकड़े पृष्ठ पर टाइप करें।",
    ),
    "encrypted_file": (
        "The file is protected by a password. Save it without one and send that.",
        "फ़ाइल पासवर्ड से सुरक्षित है। इसे बिना पासवर्ड के सहेजें और वही भेजें।",
    ),
    "too_large": (
        "The file is larger than {limit} MB. Send the month's figures alone, in the template.",
        "फ़ाइल {limit} MB से बड़ी है। केवल इस माह के आँकड़े टेम्पलेट में भेजें।",
    ),
    "too_large.unpacked": (
        "The workbook unpacks to far more than a month's figures need. Copy the figures into a fresh template.",
        "वर्कबुक खुलने पर एक माह के आँकड़ों की आवश्यकता से कहीं बड़ी हो जाती है। आँकड़े नए टेम्पलेट में कॉपी करें।",
    ),
    "too_many_rows": (
        "The file has more than {limit} rows. Send one row for each parameter; copy them into a fresh template.",
        "फ़ाइल में {limit} से अधिक पंक्तियाँ हैं। हर पैरामीटर की एक पंक्ति भेजें; उन्हें नए टेम्पलेट में कॉपी करें।",
    ),
    "too_many_sheets": (
        "The workbook has more than {limit} sheets. Send the template's sheets alone.",
        "वर्कबुक में {limit} से अधिक शीट हैं। केवल टेम्पलेट की शीट भेजें।",
    ),
    "several_sheets": (
        "More than one sheet holds figures: {sheets}. Keep the sheet of this month and delete the others.",
        "एक से अधिक शीट में आँकड़े हैं: {sheets}। इस माह की शीट रखें और शेष हटा दें।",
    ),
    "blank_file": (
        "The file holds no figures. Fill in the template and send it.",
        "फ़ाइल में कोई आँकड़ा नहीं है। टेम्पलेट भरकर भेजें।",
    ),
    "encoding": (
        "Row {row} is not UTF-8; it looks like {looks}, and reading it by guess would spoil Hindi text. In Excel, "
        "save as “CSV UTF-8”, or send the XLSX.",
        "पंक्ति {row} UTF-8 में नहीं है; वह {looks} जैसी लगती है, और अनुमान से पढ़ने पर हिंदी पाठ बिगड़ जाता। एक्सेल में “CSV "
        "UTF-8” के रूप में सहेजें, या XLSX भेजें।",
    ),
    "encoding.named": (
        "The file is in {looks}. Save it as “CSV UTF-8”, or send the XLSX.",
        "फ़ाइल {looks} में है। इसे “CSV UTF-8” के रूप में सहेजें, या XLSX भेजें।",
    ),
    "encoding.spoilt": (
        "The text “{value}” was spoilt when the file was saved in another encoding. Type it again and save as “CSV "
        "UTF-8”, or send the XLSX.",
        "फ़ाइल दूसरी एन्कोडिंग में सहेजने से पाठ “{value}” बिगड़ गया है। इसे फिर से लिखकर “CSV UTF-8” में सहेजें, या XLSX भेजें।",
    ),
    "control_character": (
        "The cell holds a character that cannot be shown (NUL). Clear the cell and type its content again.",
        "सेल में ऐसा वर्ण है जो दिखाया नहीं जा सकता (NUL)। सेल खाली करके उसकी सामग्री फिर से लिखें।",
    ),
    "unbalanced_quote": (
        "From this row on the quotation marks do not pair up, so the rest cannot be told apart. Write a quotation "
        "mark inside a cell twice, or send the XLSX.",
        "इस पंक्ति से उद्धरण चिह्न जोड़े में नहीं हैं, इसलिए आगे का पाठ अलग नहीं किया जा सकता। सेल के भीतर उद्धरण चिह्न दो बार "
        "लिखें, या XLSX भेजें।",
    ),
    # The header.
    "wrong_header": (
        "Row 1 has no column “{name}”. The header is parameter, numerator, denominator, remarks.",
        "पंक्ति 1 में “{name}” स्तंभ नहीं है। शीर्षक हैं: parameter, numerator, denominator, remarks।",
    ),
    "wrong_header.none": (
        "Row 1 is not the header. Row 1 must hold parameter, numerator, denominator, remarks, as in the template.",
        "पंक्ति 1 शीर्षक पंक्ति नहीं है। पंक्ति 1 में टेम्पलेट की तरह parameter, numerator, denominator, remarks होने चाहिए।",
    ),
    "wrong_header.lower": (
        "The header stands in row {row}. Delete the rows above it, so that it is row 1.",
        "शीर्षक पंक्ति {row} में है। उससे ऊपर की पंक्तियाँ हटा दें, ताकि वह पंक्ति 1 हो।",
    ),
    "wrong_header.unknown": (
        "“{name}” is not a column of the template. Delete this column, or put its text into remarks.",
        "“{name}” टेम्पलेट का स्तंभ नहीं है। यह स्तंभ हटा दें, या उसका पाठ remarks में लिखें।",
    ),
    "wrong_header.twice": (
        "The column “{name}” stands twice. Keep one of them.",
        "“{name}” स्तंभ दो बार है। उनमें से एक ही रखें।",
    ),
    "stray_cell": (
        "Cell {cell} stands outside the table, under no column. Delete it, or move its text into remarks; in a CSV "
        "file, put text that holds a comma in quotation marks.",
        "सेल {cell} तालिका के बाहर है, किसी स्तंभ के नीचे नहीं। उसे हटा दें, या उसका पाठ remarks में लिखें; CSV फ़ाइल में अल्पविराम "
        "वाले पाठ को उद्धरण चिह्नों में रखें।",
    ),
    # Cells.
    "not_a_number": (
        "“{value}” is not a number. Write digits only, such as 393 or 1,23,456 or 12.50.",
        "“{value}” संख्या नहीं है। केवल अंक लिखें, जैसे 393 या 1,23,456 या 12.50।",
    ),
    "not_a_number.dash": (
        "“{value}” is not a number. Where there was none write 0; where nothing can be reported leave both figures "
        "empty and say why in remarks.",
        "“{value}” संख्या नहीं है। जहाँ एक भी न हो वहाँ 0 लिखें; जहाँ सूचना न हो वहाँ दोनों आँकड़े खाली छोड़ें और कारण remarks में "
        "लिखें।",
    ),
    "not_a_number.exponent": (
        "“{value}” is written with an exponent, and digits may be lost. Format the cell as a number and write it in "
        "full.",
        "“{value}” घातांक के साथ लिखा है, जिससे अंक छूट सकते हैं। सेल को संख्या के रूप में फ़ॉर्मैट करके पूरी संख्या लिखें।",
    ),
    "not_a_number.digits": (
        "“{value}” holds a character that is not a plain digit. Write it with the digits 0–9 or ०–९.",
        "“{value}” में ऐसा वर्ण है जो सामान्य अंक नहीं है। इसे 0–9 या ०–९ अंकों में लिखें।",
    ),
    "not_a_number.grouping": (
        "The commas in “{value}” stand in the wrong places. Write 1,23,456 or 123,456, or leave the commas out.",
        "“{value}” में अल्पविराम गलत स्थान पर हैं। 1,23,456 या 123,456 लिखें, या अल्पविराम हटा दें।",
    ),
    "not_a_number.boolean": (
        "The cell holds {value}, not a number. Type the figure.",
        "सेल में संख्या नहीं, {value} है। आँकड़ा लिखें।",
    ),
    "not_a_number.error": (
        "The cell shows the error {value}. Type the figure instead.",
        "सेल में त्रुटि {value} दिख रही है। उसके स्थान पर आँकड़ा लिखें।",
    ),
    "negative": (
        "{value} is below 0. Write a figure of 0 or more.",
        "{value} शून्य से कम है। 0 या उससे अधिक आँकड़ा लिखें।",
    ),
    "too_many_decimals": (
        "{value} has more than two decimals. Write at most two, such as 12.50.",
        "{value} में दशमलव के बाद दो से अधिक अंक हैं। अधिक से अधिक दो अंक लिखें, जैसे 12.50।",
    ),
    "number_too_large": (
        "{value} is larger than any figure can be. Check the number of digits.",
        "{value} किसी भी संभव आँकड़े से बड़ा है। अंकों की संख्या जाँचें।",
    ),
    "percent_cell": (
        "The cell holds a percentage ({value}). Type the two counts, numerator and denominator, and format the cell "
        "as a number; the percentage is computed from them.",
        "सेल में प्रतिशत ({value}) है। दोनों संख्याएँ, अंश (numerator) और हर (denominator), लिखें और सेल को संख्या के रूप में "
        "फ़ॉर्मैट करें; प्रतिशत उन्हीं से निकाला जाता है।",
    ),
    "date_cell": (
        "The cell holds a date ({value}), not a count. Format the cell as a number and type the figure again.",
        "सेल में संख्या नहीं, दिनांक ({value}) है। सेल को संख्या के रूप में फ़ॉर्मैट करके आँकड़ा फिर से लिखें।",
    ),
    "formula_cell": (
        "The cell holds a formula. Copy it and paste it as values, so that the cell holds the number itself.",
        "सेल में सूत्र (formula) है। उसे कॉपी करके “Paste values” से चिपकाएँ, ताकि सेल में स्वयं संख्या हो।",
    ),
    "merged_cells": (
        "The cells {range} are merged. Unmerge them, so that each row has its own cells.",
        "सेल {range} मिला दिए गए हैं (merged)। उन्हें अलग करें, ताकि हर पंक्ति के अपने सेल हों।",
    ),
    "too_long": (
        "The text is longer than {limit} characters. Shorten it.",
        "पाठ {limit} वर्णों से अधिक लंबा है। इसे छोटा करें।",
    ),
    # Rows against what the month expects.
    "unknown_parameter": (
        "“{value}” is not a parameter of methodology {methodology}. Correct the code, or delete the row.",
        "“{value}” पद्धति {methodology} का पैरामीटर नहीं है। कोड सुधारें, या पंक्ति हटा दें।",
    ),
    "unknown_parameter.blank": (
        "The row has no parameter code. Write the code, or empty the row.",
        "पंक्ति में पैरामीटर का कोड नहीं है। कोड लिखें, या पंक्ति खाली करें।",
    ),
    "duplicate_parameter": (
        "{parameter} stands in row {first} already. Keep one of the rows.",
        "{parameter} पंक्ति {first} में पहले से है। उनमें से एक ही पंक्ति रखें।",
    ),
    "missing_parameter": (
        "There is no row for {parameter} ({name}). Add it; leave its figures empty where there are none, and say why "
        "in remarks.",
        "{parameter} ({name}) की पंक्ति नहीं है। उसे जोड़ें; आँकड़े न हों तो खाली छोड़ें और कारण remarks में लिखें।",
    ),
    "numerator_missing": (
        "There is a denominator but no numerator. Write the numerator (0 where there was none), or empty both.",
        "हर (denominator) है, पर अंश (numerator) नहीं। अंश लिखें (एक भी न हो तो 0), या दोनों खाली करें।",
    ),
    "denominator_missing": (
        "There is a numerator but no denominator. Write the denominator, or empty both.",
        "अंश (numerator) है, पर हर (denominator) नहीं। हर लिखें, या दोनों खाली करें।",
    ),
    "numerator_exceeds_denominator": (
        "The numerator {numerator} is above the denominator {denominator}. A part cannot exceed the whole: check both "
        "(are they swapped?).",
        "अंश {numerator} हर {denominator} से अधिक है। भाग पूरे से अधिक नहीं हो सकता: दोनों जाँचें (कहीं अदल-बदल तो नहीं?)।",
    ),
    "numerator_exceeds_denominator.may": (
        "The numerator {numerator} is above the denominator {denominator}. That can happen here; it counts as 100 %. "
        "Check that it is right.",
        "अंश {numerator} हर {denominator} से अधिक है। इस पैरामीटर में ऐसा हो सकता है; इसे 100 % माना जाएगा। जाँच लें कि यह सही है।",
    ),
    "stock_fell": (
        "The total fell from {before} last month to {now}. A running total does not fall of itself.",
        "कुल संख्या पिछले माह {before} थी, अब {now} है। संचित संख्या अपने-आप नहीं घटती।",
    ),
    "jump": (
        "{percent} % lies outside the State's usual range for {parameter}, {low} to {high} % (from {months} past "
        "months).",
        "{percent} % इस पैरामीटर ({parameter}) में राज्य के सामान्य दायरे {low} से {high} % के बाहर है (पिछले {months} माह के "
        "आधार पर)।",
    ),
    "figure_missing": (
        "No figure, although there was one last month ({before}).",
        "आँकड़ा नहीं दिया गया, जबकि पिछले माह था ({before})।",
    ),
    "remark_needed": (
        "{reasons} Write the reason in remarks.",
        "{reasons} कारण remarks में लिखें।",
    ),
    "remark_needed.blank": (
        "No figure is reported. Write it, or say why in remarks.",
        "आँकड़ा नहीं दिया गया है। आँकड़ा लिखें, या कारण remarks में बताएँ।",
    ),
    # The template that the file was made from.
    "wrong_state": (
        "The file was made from the template of {found}, but it was sent for {expected}. Download the template of "
        "{expected}.",
        "फ़ाइल {found} के टेम्पलेट से बनी है, पर {expected} के लिए भेजी गई है। {expected} का टेम्पलेट डाउनलोड करें।",
    ),
    "wrong_month": (
        "The file was made from the template of {found}, but it was sent for {expected}. Download the template of "
        "{expected}.",
        "फ़ाइल {found} के टेम्पलेट से बनी है, पर {expected} के लिए भेजी गई है। {expected} का टेम्पलेट डाउनलोड करें।",
    ),
    "wrong_methodology": (
        "The template follows methodology {found}, but {month} follows {expected}. Download the template again.",
        "टेम्पलेट पद्धति {found} का है, पर {month} पर पद्धति {expected} लागू है। टेम्पलेट फिर से डाउनलोड करें।",
    ),
}  # fmt: skip
