"""The words of the template, English and Hindi side by side: every officer gets both."""

from __future__ import annotations

FIGURES_SHEET = "Figures – आँकड़े"
INSTRUCTIONS_SHEET = "Instructions – निर्देश"

# A prompt or an error of Excel holds at most 255 characters, its title 32.
NUMBER_TITLE = "Number – संख्या"
NUMBER_PROMPT = (
    "A count of 0 or more, at most two decimals. No percentages, dates or formulas.\n"
    "0 या अधिक संख्या, दशमलव के बाद अधिक से अधिक दो अंक। प्रतिशत, दिनांक या सूत्र नहीं।"
)
NUMBER_ERROR = "Type a number of 0 or more.\n0 या उससे अधिक संख्या लिखें।"
REMARK_TITLE = "Remark – टिप्पणी"
REMARK_PROMPT = (
    "Say why a figure is missing, fell, or changed much. At most 1,000 characters.\n"
    "आँकड़ा न होने, घटने या बहुत बदलने का कारण लिखें। अधिक से अधिक 1,000 वर्ण।"
)
REMARK_ERROR = "At most 1,000 characters.\nअधिक से अधिक 1,000 वर्ण।"

TITLE = (
    "Pragati: figures of {state} ({code}) for {month}, methodology {methodology}",
    "प्रगति: {state} ({code}) के आँकड़े, माह {month}, पद्धति {methodology}",
)
INSTRUCTIONS: tuple[tuple[str, str], ...] = (
    (
        "Fill in the white cells of the sheet “{sheet}”: numerator, denominator and, where needed, remarks. The other "
        "cells are locked.",
        "“{sheet}” शीट के सफ़ेद सेल भरें: numerator (अंश), denominator (हर) और आवश्यक हो तो remarks (टिप्पणी)। शेष सेल "
        "सुरक्षित हैं।",
    ),
    (
        "One row for each parameter. What its numerator and denominator mean stands further right in the same row, "
        "and so do last month's figures.",
        "हर पैरामीटर की एक पंक्ति है। उसके अंश और हर का अर्थ उसी पंक्ति में दाईं ओर लिखा है, और पिछले माह के आँकड़े भी।",
    ),
    (
        "Write counts, not percentages: digits 0–9 or ०–९, with or without commas (1,23,456), at most two decimals, "
        "never below 0.",
        "प्रतिशत नहीं, संख्याएँ लिखें: अंक 0–9 या ०–९, अल्पविराम के साथ या बिना (1,23,456), दशमलव के बाद अधिक से अधिक दो अंक, "
        "शून्य से कम नहीं।",
    ),
    (
        "Where nothing of the kind happened in the month write 0 in both cells: the parameter is then not applicable "
        "and costs no marks.",
        "जहाँ माह में वैसा कुछ हुआ ही नहीं, वहाँ दोनों सेल में 0 लिखें: तब पैरामीटर लागू नहीं होता और अंक नहीं कटते।",
    ),
    (
        "Where no figure can be given leave both cells empty and say why in remarks. It counts as not reported.",
        "जहाँ आँकड़ा देना संभव न हो, दोनों सेल खाली छोड़ें और कारण remarks में लिखें। इसे “सूचना प्राप्त नहीं” माना जाएगा।",
    ),
    (
        "A running total that fell, and a percentage outside your State's usual range, want a remark too.",
        "संचित संख्या घटी हो, या प्रतिशत आपके राज्य के सामान्य दायरे से बाहर हो, तो भी टिप्पणी आवश्यक है।",
    ),
    (
        "Copy figures in as values: cells with formulas, merged cells, dates and percentage formats are refused.",
        "आँकड़े मान (values) के रूप में चिपकाएँ: सूत्र, मिलाए गए (merged) सेल, दिनांक और प्रतिशत फ़ॉर्मैट स्वीकार नहीं होते।",
    ),
    (
        "Save as XLSX, or as “CSV UTF-8”. Plain “CSV” spoils Hindi text.",
        "XLSX या “CSV UTF-8” में सहेजें। साधारण “CSV” हिंदी पाठ बिगाड़ देता है।",
    ),
    (
        "This file is for {state} and {month} alone; a hidden sheet says so, and for another State or month the file "
        "is refused.",
        "यह फ़ाइल केवल {state} और माह {month} के लिए है; एक छिपी शीट में यह दर्ज है, और दूसरे राज्य या माह के लिए फ़ाइल स्वीकार "
        "नहीं होगी।",
    ),
)  # fmt: skip
