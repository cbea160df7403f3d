"""A document as a Word file (Office Open XML, ISO/IEC 29500), for those who annotate there.

Pure, as `schemes.reading` is: chapters and a cover in, bytes out.
"""

from __future__ import annotations

from schemes.word.marking import NAMESPACE, PREFIX, Frame, Framed, Marks, mark_in, mark_of
from schemes.word.writing import Cover, marked_places, word_file

__all__ = [
    "NAMESPACE",
    "PREFIX",
    "Cover",
    "Frame",
    "Framed",
    "Marks",
    "mark_in",
    "mark_of",
    "marked_places",
    "word_file",
]
