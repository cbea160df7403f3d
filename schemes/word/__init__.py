"""A document as a Word file (Office Open XML, ISO/IEC 29500), for those who annotate there.

Pure, as `schemes.reading` is: chapters and a cover in, bytes out.
"""

from __future__ import annotations

from schemes.word.writing import Cover, word_file

__all__ = ["Cover", "word_file"]
