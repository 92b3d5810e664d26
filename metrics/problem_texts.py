"""Every problem's sentence, English and Hindi: what is wrong with a methodology version, and how to mend it.

A key is the problem's code. `{name}` says what the problem is about: `parameter REG-01`, `group INF`.
"""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # The version as a whole.
    "missing": ("{name}: {field} is missing", "{name}: {field} नहीं है"),
    "too_long": (
        "{name}: {field} is longer than {limit} characters",
        "{name}: {field} {limit} वर्णों से लंबा है",
    ),
    "not_hindi": (
        "{name}: {field} holds no Devanagari letter; write it in Hindi",
        "{name}: {field} में देवनागरी का कोई वर्ण नहीं है; इसे हिन्दी में लिखें",
    ),
    "not_english": (
        "{name}: {field} holds Devanagari letters; write it in English",
        "{name}: {field} में देवनागरी वर्ण हैं; इसे अंग्रेज़ी में लिखें",
    ),
    "version_form": (
        "version: “{value}” is no name for a version; use letters, digits, dots and hyphens, for example 2023-11",
        "संस्करण: “{value}” संस्करण का नाम नहीं हो सकता; रोमन अक्षर, अंक, बिंदु और हाइफ़न लिखें, जैसे 2023-11",
    ),
    "month_form": (
        "first month: “{value}” is not a month: write it as YYYY-MM, for example 2023-10",
        "आरंभ माह: “{value}” माह नहीं है; इसे YYYY-MM के रूप में लिखें, जैसे 2023-10",
    ),
    "choice": ("{name}: {field} must be one of {known}", "{name}: {field} इनमें से एक हो: {known}"),
    "unknown_rule": ("rules.{field} is not a known rule", "rules.{field} ज्ञात नियम नहीं है"),
    "marks_sum": (
        "the marks of all parameters sum to {total}, not to {whole}",
        "सभी पैरामीटर के अंकों का योग {total} है, {whole} नहीं",
    ),
    "board_empty": (
        "board {board}: no group counts on it, so nobody could be ranked there",
        "बोर्ड {board}: इस पर कोई समूह नहीं गिना जाता, इसलिए वहाँ किसी की रैंक नहीं बन सकती",
    ),
    # Groups.
    "group_code": (
        "{name}: a group's code is three capital letters, for example REG",
        "{name}: समूह का कोड तीन बड़े रोमन अक्षर होता है, जैसे REG",
    ),
    "group_twice": ("{name} stands twice", "{name} दो बार आया है"),
    "not_a_board": ("{name}: {board} is not a board", "{name}: {board} कोई बोर्ड नहीं है"),
    "not_overall": (
        "{name}: every group counts on overall",
        "{name}: हर समूह समग्र बोर्ड (overall) पर गिना जाता है",
    ),
    "on_no_board": (
        "{name}: it counts on no board beside overall; choose at least one",
        "{name}: यह समग्र (overall) के अलावा किसी बोर्ड पर नहीं गिना जाता; कम से कम एक चुनें",
    ),
    "group_empty": (
        "{name} has no parameter; add one, or remove the group",
        "{name} में कोई पैरामीटर नहीं है; एक जोड़ें, या समूह हटाएँ",
    ),
    # Parameters.
    "parameter_code": (
        "{name}: a parameter's code is three capital letters, a hyphen and two digits, for example REG-01",
        "{name}: पैरामीटर का कोड तीन बड़े रोमन अक्षर, एक हाइफ़न और दो अंकों का होता है, जैसे REG-01",
    ),
    "parameter_twice": ("{name} stands twice", "{name} दो बार आया है"),
    "no_group": (
        "{name}: group {group} is not in the version",
        "{name}: समूह {group} इस संस्करण में नहीं है",
    ),
    "not_a_number": (
        "{name}: {field} is “{value}”; write a number with two decimals at most",
        "{name}: {field} “{value}” है; अधिक से अधिक दो दशमलव वाली संख्या लिखें",
    ),
    "percent_range": (
        "{name}: {field} {value} lies outside 0 to 100",
        "{name}: {field} {value} 0 से 100 के बीच नहीं है",
    ),
    "marks_range": (
        "{name}: maximum marks {value} must be above 0 and at most 100",
        "{name}: अधिकतम अंक {value} 0 से अधिक और 100 तक हों",
    ),
    "best_is_worst": (
        "{name}: best and worst percent are both {best}; they must differ",
        "{name}: सर्वोत्तम और न्यूनतम प्रतिशत दोनों {best} हैं; वे अलग होने चाहिए",
    ),
    "better_contradicts": (
        "{name}: best percent {best} and worst percent {worst} contradict “better” ({better})",
        "{name}: सर्वोत्तम प्रतिशत {best} और न्यूनतम प्रतिशत {worst}, दिशा ({better}) से मेल नहीं खाते",
    ),
    # Beside the versions and lists that there are.
    "version_sealed": (
        "version: a published list rests on {value}; give the draft another name",
        "संस्करण: {value} पर एक प्रकाशित सूची टिकी है; मसौदे को दूसरा नाम दें",
    ),
    "month_taken": (
        "first month: version {other} holds from {month} already; choose another month",
        "आरंभ माह: संस्करण {other} पहले से {month} से लागू है; दूसरा माह चुनें",
    ),
    "month_published": (
        "first month: {newest} has a published list; a version can begin in {next} at the earliest",
        "आरंभ माह: {newest} की सूची प्रकाशित है; संस्करण जल्दी से जल्दी {next} से आरंभ हो सकता है",
    ),
    "version_in_use": (
        "version: {value} holds from {month}, and later months have published lists; give the draft another name",
        "संस्करण: {value} {month} से लागू है और उसके बाद के माहों की सूचियाँ प्रकाशित हैं; मसौदे को दूसरा नाम दें",
    ),
}

FIELDS: dict[str, tuple[str, str]] = {
    "version": ("version", "संस्करण"),
    "title": ("title", "शीर्षक"),
    "title_hi": ("title in Hindi", "हिन्दी शीर्षक"),
    "code": ("code", "कोड"),
    "name": ("name", "नाम"),
    "name_hi": ("name in Hindi", "हिन्दी नाम"),
    "numerator": ("numerator", "अंश"),
    "numerator_hi": ("numerator in Hindi", "हिन्दी अंश"),
    "denominator": ("denominator", "हर"),
    "denominator_hi": ("denominator in Hindi", "हिन्दी हर"),
    "better": ("“better”", "“बेहतर दिशा”"),
    "period_kind": ("kind of period", "अवधि का प्रकार"),
    "attested": ("“attested”", "“स्रोत”"),
    "numerator_may_exceed": ("“numerator may exceed”", "“अंश हर से अधिक हो सकता है”"),
    "best_percent": ("best percent", "सर्वोत्तम प्रतिशत"),
    "worst_percent": ("worst percent", "न्यूनतम प्रतिशत"),
    "max_marks": ("maximum marks", "अधिकतम अंक"),
    "decimals": ("decimals", "दशमलव"),
    "rounding": ("rounding", "पूर्णांकन"),
    "ties": ("ties", "समान स्कोर"),
    "missing": ("missing figures", "न आए आँकड़े"),
}
"""Names of fields in the sentences."""

NAMES: dict[str, tuple[str, str]] = {
    "version": ("version", "संस्करण"),
    "rules": ("rules", "नियम"),
    "group": ("group {code}", "समूह {code}"),
    "parameter": ("parameter {code}", "पैरामीटर {code}"),
}
"""What a problem is about."""
