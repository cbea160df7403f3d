"""From the bytes of a `.docx` to its pieces (ISO/IEC 29500-1, WordprocessingML)."""

from __future__ import annotations

from schemes.from_word.reading.opening import open_word

__all__ = ["open_word"]
