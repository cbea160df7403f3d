"""Cutting texts into what is compared: pairs of Chinese characters, English words, numbers.

Phrases that every scheme has (认证, 规则, 实施 …) say nothing about which scheme it is, so they
are cut away first, and pairs never reach over what was cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.core.folding import fold
from portal.core.standard_numbers import StandardNumber, spelled

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>[a-z][a-z0-9]+)|(?P<number>\d+(?:\.\d+)?)")

#: What every scheme of the field has; longer phrases before the shorter ones inside them.
_PHRASES = (
    "质量认证规则|认证实施规则|认证实施细则|认证技术规范|认证规则|认证方案|认证制度|实施规则|实施细则|管理体系认证|"
    "质量认证|服务认证|产品认证|管理体系|认证机构|获证组织|认证证书|认证依据|自愿性|强制性|规则|细则|方案|制度|"
    "认证|规范|标准|要求|规定|适用于|适用范围|适用|以及|或者|包括|应当|符合|提供|进行|有关|相关|不少于|不超过|"
    "不低于|不大于|不高于|不小于|组织|机构|企业|经营者|产品质量|服务质量|产品|服务|评价"
)
_CHARACTERS = "的和及与或等应须并且由对按在为以其所各该且之于从将被均可有是个项"
_CUT = re.compile(f"{_PHRASES}|[{_CHARACTERS}]")
_ENGLISH = frozenset(
    "certification certified certify rule rules scheme schemes implementing implementation "
    "requirement requirements management system systems service services product products "
    "quality standard standards specification specifications voluntary organisation organization "
    "organisations organizations for of the and or in on to by with from at an as is are be not "
    "that this which its their other than shall each all any after before within under least most "
    "more no".split()
)
#: How to certify, not what: named by schemes of every kind.
_GENERIC = re.compile(r"GB/T (?:27\d{3}|19011|19000)\b|ISO/IEC 17\d{3}\b|ISO 19011\b")


def terms(text: str) -> list[str]:
    """The terms of a text in their order, each once."""
    return list(dict.fromkeys(term for term, _start, _end in spans(fold(text))))


def spans(folded: str) -> Iterator[tuple[str, int, int]]:
    """Every term of a folded text with the place where it stands."""
    for run in _RUN.finditer(_CUT.sub(lambda found: " " * len(found.group()), folded)):
        start, end = run.span()
        if run["han"]:
            size = min(2, end - start)
            for place in range(start, end - size + 1):
                yield folded[place : place + size], place, place + size
        elif word := run["word"]:
            if word not in _ENGLISH:
                yield _singular(word), start, end
        else:
            yield run["number"], start, end


def _singular(word: str) -> str:
    """An English word without its plural ending, roughly; the same on both sides."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def standard_number(ref: str) -> str:
    """The number of a standard in one spelling and without its year: `GB/T 19001`."""
    return spelled(StandardNumber.of(ref).name)


def is_generic(number: str) -> bool:
    """Whether a standard tells how certification is done, whatever is certified."""
    return _GENERIC.match(number) is not None
