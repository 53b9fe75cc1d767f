"""Makes a new file of the pixels of an old one: a process of its own, with nothing to lose.

`python -m community.deals.evidence.worker TYPE` reads the file from its input and writes
one line and the copy to its output. Decoders of foreign files have bugs, so this process
has a second's worth of everything, no settings, no database, and can write no file.
"""

import io
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageOps

from community.deals.evidence.limits import (
    ADDRESS_SPACE,
    CPU_SECONDS,
    DPI,
    MOST_PAGES,
    MOST_PIXELS,
    MOST_PIXELS_IN_ALL,
)
from community.deals.evidence.sniffing import FileType

ENCRYPTED, BROKEN, PAGES, PIXELS = "encrypted", "broken", "pages", "pixels"
"""Why a file has no copy: the first line of the answer, after "refused"."""

_POINTS = 72
_JPEG_QUALITY = 90
_MOST_OPEN = 64

Image.MAX_IMAGE_PIXELS = None  # it would warn; we count ourselves


class Refused(Exception):
    """There is no copy; the message is one of the words above."""


def limit_myself() -> None:
    """Give up, for good, what a decoder needs not have."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, ADDRESS_SPACE),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _MOST_OPEN),
    ):
        # macOS knows no limit of the address space; the time limits hold there, too.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def rewritten(kind: FileType, data: bytes) -> tuple[int, bytes]:
    """Return the number of pages, and a file of the same type that holds pixels only."""
    try:
        return (1, _picture(kind, data)) if kind is not FileType.PDF else _pages(data)
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError) as error:
        # What Pillow and PDFium raise for files that are not what they say.
        raise Refused(BROKEN) from error


def _picture(kind: FileType, data: bytes) -> bytes:
    name = "PNG" if kind is FileType.PNG else "JPEG"
    with Image.open(io.BytesIO(data), formats=[name]) as image:
        # Only its head has been read so far.
        if image.width * image.height > MOST_PIXELS:
            raise Refused(PIXELS)
        image.load()
        bare = _bare(image)
    out = io.BytesIO()
    bare.save(out, name, quality=_JPEG_QUALITY)
    return out.getvalue()


def _bare(image: Image.Image) -> Image.Image:
    """Return the pixels of `image`, the right way up, on white, and nothing else of it."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I;16"):
        upright = upright.point(lambda value: value / 256).convert("L")
    if upright.has_transparency_data:
        seen = upright.convert("RGBA")
        upright = Image.new("RGB", seen.size, "white")
        upright.paste(seen, mask=seen.getchannel("A"))
    plain = upright.convert("L" if upright.mode in {"1", "L"} else "RGB")
    # A new image: info, EXIF, profiles and text chunks stay with the old one.
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _pages(data: bytes) -> tuple[int, bytes]:
    document = _opened(data)
    try:
        count = len(document)
        _require_sensible(document)
        if document.get_formtype() != pdfium_c.FORMTYPE_NONE:
            document.init_forms()  # or what was typed into fields would not be seen
        pages = _drawn(document)
        first = next(pages)
        out = io.BytesIO()
        first.save(
            out,
            "PDF",
            save_all=True,
            append_images=pages,
            resolution=DPI,
            quality=_JPEG_QUALITY,
            **_NO_INFO,
        )
    finally:
        document.close()
    return count, out.getvalue()


_NO_INFO = dict.fromkeys(
    ("title", "author", "subject", "keywords", "creator", "producer")
) | dict.fromkeys(("creationDate", "modDate"))
"""Pillow would write the time and a name into the document."""


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = error.err_code == pdfium_c.FPDF_ERR_PASSWORD
        raise Refused(ENCRYPTED if locked else BROKEN) from None
    if pdfium_c.FPDF_GetSecurityHandlerRevision(document) != -1:
        document.close()
        raise Refused(ENCRYPTED)
    return document


def _require_sensible(document: pdfium.PdfDocument) -> None:
    count = len(document)
    if count > MOST_PAGES:
        raise Refused(PAGES)
    sizes = [document.get_page_size(index) for index in range(count)]
    pixels = [width * height * (DPI / _POINTS) ** 2 for width, height in sizes]
    if not all(pixels) or not pixels:
        raise Refused(BROKEN)
    if max(pixels) > MOST_PIXELS or sum(pixels) > MOST_PIXELS_IN_ALL:
        raise Refused(PIXELS)


def _drawn(document: pdfium.PdfDocument) -> Iterator[Image.Image]:
    """Yield each page as it would be printed, notes and black boxes included."""
    for page in document:
        bitmap = page.render(scale=DPI / _POINTS)
        drawn = _bare(bitmap.to_pil())
        bitmap.close()
        page.close()
        yield drawn


def answer(kind: str, data: bytes, write: Callable[[bytes], object]) -> None:
    """Write one line, "ok PAGES" or "refused WHY", and after an "ok" the copy."""
    try:
        pages, copy = rewritten(FileType(kind), data)
    except Refused as refused:
        write(f"refused {refused}\n".encode())
        return
    write(f"ok {pages}\n".encode())
    write(copy)


if __name__ == "__main__":
    limit_myself()
    answer(sys.argv[1], sys.stdin.buffer.read(), sys.stdout.buffer.write)
