"""How the units of thresholds are written; codes of UN/CEFACT Recommendation 20."""

from __future__ import annotations

SYMBOLS = {
    "P1": "%",
    "MGM": "mg",
    "GRM": "g",
    "KGM": "kg",
    "TNE": "t",
    "2N": "dB",
    "GP": "mg/m³",
    "GQ": "µg/m³",
    "GL": "g/L",
    "M1": "mg/L",
    "NA": "mg/kg",
    "59": "ppm",
    "61": "ppb",
    "MMT": "mm",
    "CMT": "cm",
    "MTR": "m",
    "KMT": "km",
    "4H": "µm",
    "MTK": "m²",
    "MTQ": "m³",
    "MQH": "m³/h",
    "LTR": "L",
    "MLT": "mL",
    "CEL": "°C",
    "KEL": "K",
    "WTT": "W",
    "KWT": "kW",
    "KWH": "kWh",
    "VLT": "V",
    "AMP": "A",
    "OHM": "Ω",
    "HTZ": "Hz",
    "PAL": "Pa",
    "KPA": "kPa",
    "MPA": "MPa",
    "BAR": "bar",
    "NEW": "N",
    "NU": "N·m",
    "JOU": "J",
    "LUX": "lx",
    "LUM": "lm",
    "SEC": "s",
    "C26": "ms",
}

#: Units that are words, by language.
WORDS = {
    "MIN": {"zh": "分钟", "en": "min"},
    "HUR": {"zh": "小时", "en": "h"},
    "DAY": {"zh": "天", "en": "days"},
    "MON": {"zh": "个月", "en": "months"},
    "ANN": {"zh": "年", "en": "years"},
    "C62": {"zh": "", "en": ""},
    "H87": {"zh": "件", "en": "pieces"},
    "EA": {"zh": "个", "en": "each"},
    "PR": {"zh": "双", "en": "pairs"},
}


def unit_words(code: object, language: str) -> str:
    """The unit as it is written after a number; a code that is not listed stays a code."""
    if not isinstance(code, str):
        return ""
    if code in WORDS:
        return WORDS[code][language]
    return SYMBOLS.get(code, code)
