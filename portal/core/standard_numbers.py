"""The numbers of standards, read once for every layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from portal.core.folding import identity, plain

#: The types of the national standards of China, which their numbers begin with.
NATIONAL_TYPES = frozenset({"GB", "GB/T", "GB/Z"})
#: The named group of a shape that holds the year of a number, and the one that holds its type.
YEAR_GROUP = "year"
CODE_GROUP = "code"

#: `GBT 19001` and `DB11T 501` are how people type what has a stroke before its T.
_STROKE_LEFT_OUT = re.compile(r"^(?!GOST)([A-Z]{2,4}\d{0,4})T(?=\d)")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
#: What stands before the year, or before another sign of the edition; the first that fits counts.
_EDITIONS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        # Two digits of a year: of Chinese numbers of the last century, of GOST, ASTM and CSA.
        r"(?P<edition>(?P<name>(?:(?!EN|UL|BS)[A-Z]{2}(?:/[TZ])?|GBJ|GOST)[\d.]+)-\d\d)"
        r"(?:/XG\d+-\d{4})?(?:\(.*)?",
        r"(?P<edition>(?P<name>ASTM[A-G]\d[\dA-Z/]*)-\d\d)[A-Z]?(?:\(\d{4}\))?(?:E\d)?",
        r"(?P<edition>(?P<name>.*\d):\d\d)",
        # Four digits, and whatever follows them, such as an amendment. Where another year follows
        # at once, what stands after the first dash is a part.
        rf"(?P<edition>(?P<name>.*?[\dA-Z)])[-:]{_YEAR})(?![\d:]|-(?:19|20)\d\d(?!\d)).*",
        # A year in brackets (`(03/2008)`, `(2019-07)`), and the versions of ETSI.
        rf"(?P<name>.*?)(?:V\d+(?:\.\d+)+)?\((?:\d\d/)?{_YEAR}(?:-\d\d)?\)",
        r"(?P<name>.*\d{6}(?:-\d+)*)V\d+(?:\.\d+)+",
    )
)
#: Where a second number follows the year of the first; an amendment (`/XG1`, `/A11`) is none.
_JOINED = re.compile(r"(?<=[-:](?:19|20)\d\d)/(?!XG\d|A\d|AMD|COR|AC\d)(?=[A-Z]{2})")
_NATIONAL = re.compile(
    r"(?<![A-Z])(GB(?:\s?/\s?[TZ]|T(?=[\s\d]))?)\s?"
    r"(\d{1,6}(?:\.\d{1,4})*(?:\s?-\s?(?:19|20)\d\d)?)(?!\d)"
)
_KIND_OF_NATIONAL = re.compile(r"^GB(?:/[TZ]|T)?(?=\d)")
#: The letters before the digits of a number that is written in the Chinese manner.
_CODE = re.compile(
    r"^(DB[SJ]?\d{2,4}(?:/T)?|(?!DB[SJ]?\d|DGJ)[A-Z]{2,6}(?:/[A-Z]{1,6})*)\s?(?=\d)", re.IGNORECASE
)
#: In folded text, what looks like a number: letters, perhaps the letter of a series, digits.
_MENTION = re.compile(
    r"(?<![a-z0-9])(?P<letters>db[sj]?\d{2,4}(?:\s?/\s?t?|t)?|(?:astm|jis|jtg|ks|tsg)\s?[a-z]"
    r"|[a-z]{1,6}(?:\s?/\s?[a-z]{1,6}){0,2})(?P<gap>[\s-]?)\s?"
    r"\d{1,7}(?:\.\d{1,4}){0,3}(?![\da-z])(?:-\d{1,4}(?![\da-z]|\.\d))*"
    r"(?:\s?[-:]\s?(?:19|20)\d\d(?!\d))?"
)


@dataclass(frozen=True, slots=True)
class StandardNumber:
    """The number of a standard: the same value, however it is written.

    `ＧＢ 4943.1—2011/XG1-2012` has the form `GB4943.1-2011/XG1-2012`, the edition `GB4943.1-2011`
    that it amends, the name `GB4943.1` that all editions share, and the year `2011`, which is
    empty where there is none of four digits. What is no number has itself for a name.
    """

    form: str
    edition: str
    name: str
    year: str = ""

    @classmethod
    def of(cls, ref: str) -> StandardNumber:
        """The number that a reference is."""
        return _read(ref)

    @property
    def series(self) -> str:
        """The name without the kind of a national standard."""
        return in_series(self.name)

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms under which a register may have it: its own, and of what it amends."""
        return tuple(dict.fromkeys((self.form, self.edition)))


@dataclass(frozen=True, slots=True)
class Mention:
    """What looks like the number of a standard in a text, and where."""

    number: StandardNumber
    start: int
    end: int
    #: Whether nothing but a blank joins letters and digits, as in any two words.
    is_loose: bool


@lru_cache(maxsize=65_536)
def _read(ref: str) -> StandardNumber:
    form = normal_form(ref)
    bracketed = _with_stroke(plain(ref).replace(" ", "").upper())
    for pattern in _EDITIONS:
        if found := pattern.fullmatch(bracketed):
            said = {part: _unbracketed(words) for part, words in found.groupdict().items()}
            return StandardNumber(**{"form": form, "edition": form, **said})
    return StandardNumber(form, form, form)


def normal_form(ref: str) -> str:
    """`CODENUMBER-YEAR` as all spellings of a number have it in common, for comparing."""
    return _with_stroke(identity(ref))


def _with_stroke(form: str) -> str:
    return _STROKE_LEFT_OUT.sub(r"\1/T", form)


def _unbracketed(words: str) -> str:
    return words.replace("(", "").replace(")", "")


def in_series(name: str) -> str:
    """A name without the kind of national standards, which are numbered in one series.

    A standard that is no longer compulsory keeps its number and gets a T.
    """
    return _KIND_OF_NATIONAL.sub("GB", name)


def of_each_kind(form: str) -> tuple[str, ...]:
    """A form as each kind of national standard would have it; nothing for other numbers."""
    bare, count = _KIND_OF_NATIONAL.subn("", form)
    return tuple(kind + bare for kind in sorted(NATIONAL_TYPES)) if count else ()


@lru_cache(maxsize=65_536)
def numbers_in(ref: str) -> tuple[StandardNumber, ...]:
    """All standards that a reference names: its own number, then those inside it.

    A national number counts wherever it stands, so that words around it do not hide it
    (`GB 4943.1-2022（中文版）`), and of two numbers of one standard each does
    (`GB/T 19001-2016/ISO 9001:2015`).
    """
    own = StandardNumber.of(ref)
    joined = map(StandardNumber.of, _JOINED.split(own.form)) if _JOINED.search(own.form) else ()
    return tuple(dict.fromkeys((own, *national_numbers_in(ref), *joined)))


def national_numbers_in(text: str) -> list[StandardNumber]:
    """The national standards that a text names, in their order."""
    found = _NATIONAL.findall(plain(text).upper())
    return [StandardNumber.of(code + number) for code, number in found]


def national_type(code: str) -> str:
    """The type of a basis that a code stands for; GBZ, of occupational health, is national too."""
    return code.replace("GBZ", "GB")


def mentions_in(folded: str) -> Iterator[Mention]:
    """Everything in a folded text that looks like the number of a standard."""
    for found in _MENTION.finditer(folded):
        is_loose = "/" not in found["letters"] and found["gap"].isspace()
        yield Mention(StandardNumber.of(found[0]), found.start(), found.end(), is_loose)


def spelled(text: str) -> str:
    """A number as it is kept and shown: `gb4943.1—2022` becomes `GB 4943.1-2022`."""
    typed = plain(text)
    code = _CODE.match(typed)
    if code is None:
        return typed
    letters = _with_stroke(f"{code[1].upper()}0")[:-1]
    return f"{letters} {typed[code.end() :]}"
