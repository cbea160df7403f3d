"""Draws the first page of a PDF, as a program of its own: `python pdf_page.py < in.pdf > out.png`.

Reading a PDF is done by a large library in C++, so it is done apart, with little memory and time
and with nothing of ours loaded: a file made to break it breaks only this program. Exit status 1
says that no picture could be made.
"""

from __future__ import annotations

import io
import resource
import sys

#: Pixels on the longer side of the page; a mark is often small on it.
SIDE = 1600
#: The longer side of the picture that is given back.
MOST = 640
MEMORY = 1 << 30
SECONDS = 10


def first_page(data: bytes) -> bytes:
    """PNG bytes of what is drawn on the first page, without the margins."""
    import pypdfium2
    from PIL import Image, ImageChops, ImageOps

    page = pypdfium2.PdfDocument(data)[0]
    width, height = page.get_size()
    picture = page.render(scale=SIDE / max(width, height)).to_pil().convert("RGB")
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    if box is not None:
        picture = ImageOps.expand(picture.crop(box), border=8, fill="white")
    picture.thumbnail((MOST, MOST))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def main() -> int:
    """Read standard input, write standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        sys.stdout.buffer.write(first_page(sys.stdin.buffer.read()))
    except Exception:  # noqa: BLE001  # whatever is wrong with the file, there is no picture
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
