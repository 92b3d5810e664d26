"""Every problem's sentences, English and Hindi: what is wrong with a file of past lists, and how to mend it."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # The file as a whole.
    "encoding": (
        "not UTF-8; save the file as CSV UTF-8 and load it again",
        "UTF-8 नहीं है; फ़ाइल को CSV UTF-8 के रूप में सहेजकर फिर से भेजें",
    ),
    "not_text": ("not a text file", "यह टेक्स्ट फ़ाइल नहीं है"),
    "not_csv": (
        "not readable as CSV from here on; look for a quotation mark that nothing closes",
        "यहाँ से आगे CSV के रूप में पढ़ी नहीं जा सकी; देखें कि कोई उद्धरण चिह्न खुला तो नहीं रह गया",
    ),
    "column_missing": ("missing; the header is {header}", "यह स्तंभ नहीं है; शीर्ष पंक्ति यह है: {header}"),
    "column_unknown": (
        "not a column; the header is {header}",
        "ऐसा कोई स्तंभ नहीं होता; शीर्ष पंक्ति यह है: {header}",
    ),
    "column_twice": ("stands twice", "दो बार आया है"),
    "cells": (
        "{cells} cells under {columns} columns; quote a cell that holds a comma, a semicolon or a tab",
        "{columns} स्तंभों के नीचे {cells} खाने हैं; जिस खाने में अल्पविराम, अर्धविराम या टैब हो, उसे उद्धरण चिह्नों में रखें",
    ),
    # A cell.
    "choice": (
        "“{value}” is not known; use one of {known}",
        "“{value}” ज्ञात नहीं है; इनमें से एक लिखें: {known}",
    ),
    "month_form": (
        "“{value}” is not a month: write it as YYYY-MM, for example 2023-10",
        "“{value}” माह नहीं है; इसे YYYY-MM के रूप में लिखें, जैसे 2023-10",
    ),
    "month_number": (
        "there is no month {number}; months run from 01 to 12",
        "माह {number} नहीं होता; माह 01 से 12 तक होते हैं",
    ),
    "month_early": (
        "{month} is before {first}; memberships are known from {first} on",
        "{month} का माह {first} से पहले का है; किस श्रेणी में कौन है, यह {first} से ज्ञात है",
    ),
    "month_open": (
        "{month} has not ended; a list is of a month that is over",
        "{month} का माह अभी पूरा नहीं हुआ; सूची बीते हुए माह की होती है",
    ),
    "date_form": (
        "“{value}” is not a date: write YYYY-MM-DD",
        "“{value}” तिथि नहीं है; YYYY-MM-DD के रूप में लिखें",
    ),
    "date_future": ("{date} is still to come", "{date} अभी आई नहीं है"),
    "date_early": (
        "{date} is not after the end of {month}",
        "{date} की तिथि {month} के माह की समाप्ति के बाद की नहीं है",
    ),
    "rank_form": (
        "“{value}” is not a rank: write a whole number from 1",
        "“{value}” रैंक नहीं है; 1 या उससे बड़ी पूर्ण संख्या लिखें",
    ),
    "rank_above": (
        "{rank} is above {members}, the members of {category}",
        "{rank} श्रेणी {category} के सदस्यों की संख्या {members} से अधिक है",
    ),
    "score_form": (
        "“{value}” is not a score: write a number from 0 to 100 with two decimals at most",
        "“{value}” स्कोर नहीं है; 0 से 100 तक की संख्या लिखें, जिसमें अधिक से अधिक दो दशमलव अंक हों",
    ),
    "state_unknown": (
        "“{value}” is no State or UT; use a code such as HR",
        "“{value}” कोई राज्य या केंद्र शासित प्रदेश नहीं है; HR जैसा कोड लिखें",
    ),
    "state_outside": (
        "{state} is not in the category {category} in {month}",
        "{month} में {state} श्रेणी {category} में नहीं है",
    ),
    "source_missing": (
        "missing; name the paper, its date and number",
        "स्रोत नहीं है; समाचार पत्र का नाम, तिथि और क्रमांक लिखें",
    ),
    "source_long": ("longer than {limit} characters", "{limit} वर्णों से लंबा है"),
    "source_spoilt": (
        "“{value}” has lost its letters on the way; type the source again and save the file as CSV UTF-8",
        "“{value}” के अक्षर रास्ते में बिगड़ गए हैं; स्रोत फिर से लिखें और फ़ाइल को CSV UTF-8 के रूप में सहेजें",
    ),
    "source_error": (
        "“{value}” is a spreadsheet's error value; name the paper, its date and number",
        "“{value}” स्प्रेडशीट की त्रुटि है; समाचार पत्र का नाम, तिथि और क्रमांक लिखें",
    ),
    # Rows that cannot all be true.
    "differs": (
        "differs from line {other}, which is of the same month",
        "पंक्ति {other} से अलग है, जो इसी माह की है",
    ),
    "on_record": (
        "{told} contradicts {stands}, which is on record",
        "{told} अभिलेख में दर्ज {stands} के विपरीत है",
    ),
    "state_twice": (
        "{state} stands in this list already, in {where}",
        "{state} इस सूची में पहले से है: {where}",
    ),
    "score_order": (
        "{score} at rank {rank} contradicts {other_score} at rank {other_rank} in {where}",
        "रैंक {rank} पर {score} और रैंक {other_rank} पर {other_score} ({where}) एक साथ सही नहीं हो सकते",
    ),
    "score_room": (
        "{score} at rank {rank} leaves no score for another rank: a better rank has a higher score, 100.00 at most",
        "रैंक {rank} पर {score} होने से किसी और रैंक के लिए स्कोर नहीं बचता: बेहतर रैंक का स्कोर अधिक होता है, अधिक से अधिक 100.00",
    ),
    "rank_shared": (
        "{count} States share rank {rank}, so rank {following} cannot be held",
        "रैंक {rank} पर {count} राज्य हैं, इसलिए रैंक {following} किसी की नहीं हो सकती",
    ),
    "rank_dense": (
        "{count} States share rank {rank}, so rank {following} cannot be held: this table is ranked without "
        "skips (1, 2, 2, 3); after a shared rank the next one skips (1, 2, 2, 4)",
        "रैंक {rank} पर {count} राज्य हैं, इसलिए रैंक {following} किसी की नहीं हो सकती: इस तालिका में रैंक छोड़े बिना "
        "(1, 2, 2, 3) दी गई हैं; साझा रैंक के बाद की रैंक छूटती है (1, 2, 2, 4)",
    ),
    "score_elsewhere": (
        "{score} contradicts {other_score}, which {state} has in the list {category}, in {where}",
        "{score} सूची {category} में {state} के स्कोर {other_score} के विपरीत है ({where})",
    ),
    "order_elsewhere": (
        "{state} and {other} stand in another order in the list {category}, in {where}",
        "सूची {category} में {state} और {other} का क्रम अलग है ({where})",
    ),
    "rank_elsewhere": (
        "by the rows of this month on this board {state} cannot hold rank {rank} of {category}: "
        "{above} stand above it, {below} do not, of {members}",
        "इस बोर्ड पर इस माह की पंक्तियों के अनुसार {category} में {state} की रैंक {rank} नहीं हो सकती: "
        "{members} में से {above} उससे ऊपर हैं और {below} नहीं",
    ),
}
