"""What a file is by its content alone, and whether it is that and nothing besides (pure).

Nothing is decoded here: headers are read and structures walked, so that a bomb is
refused before it goes off, and a file that is two things at once before anybody opens
it as the other one.
"""

import re
import struct
from collections.abc import Callable, Iterator
from enum import StrEnum

from community.deals.evidence.limits import MOST_BYTES, MOST_PIXELS

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_PDF = b"%PDF-"
_ZIP_END = b"PK\x05\x06"
_ZIP_REACH = 65_557
"""Programs look for the end of a ZIP in so many last bytes."""

_NOT_STUFFED = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of JPEG that tell width and height."""
_SCAN, _END = 0xDA, 0xD9
_BLANK = b"\r\n \t\x00"


class FileType(StrEnum):
    """What we take, as media types."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"


class Unfit(Exception):
    """The file can't be taken; the message is a sentence for whoever sent it."""


EMPTY = "The file is empty."
TOO_LARGE = "The file is larger than 10 MB. A few pages or one picture are enough."
WRONG_TYPE = (
    "Send a PDF, a PNG or a JPEG. This file is none of them, whatever its name says."
)
BROKEN = "The file is damaged or not complete. Please save it anew and try again."
TWO_IN_ONE = (
    "Something is hidden before, behind or inside this file. Save it anew, or take "
    "a screenshot of it, and try again."
)
TOO_MANY_PIXELS = "The picture has more than 40 megapixels. Please make it smaller."


def file_type(data: bytes) -> FileType:
    """Return what `data` is; raise Unfit for all that we don't take."""
    if not data:
        raise Unfit(EMPTY)
    if len(data) > MOST_BYTES:
        raise Unfit(TOO_LARGE)
    kind = _kind(data)
    if _ZIP_END in data[-_ZIP_REACH:]:
        raise Unfit(TWO_IN_ONE)
    _WALKS[kind](data)
    return kind


def _kind(data: bytes) -> FileType:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    # A reader of PDFs forgives a kilobyte of something else before it.
    if _PDF in data[:1024]:
        raise Unfit(TWO_IN_ONE)
    raise Unfit(WRONG_TYPE)


_MAGIC = ((_PNG, FileType.PNG), (_JPEG, FileType.JPEG), (_PDF, FileType.PDF))


def _walk_png(data: bytes) -> None:
    position = len(_PNG)
    for number, (name, begins, ends) in enumerate(_chunks(data)):
        if number == 0:
            if name != b"IHDR" or ends - begins != 13:
                raise Unfit(BROKEN)
            _require_pixels(*struct.unpack(">II", data[begins : begins + 8]))
        position = ends + 4
        if name == b"IEND":
            _require_end(data, position)
            return
    raise Unfit(BROKEN)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, begin and end of each chunk's content, as far as they are whole."""
    position = len(_PNG)
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4])
        begins, ends = position + 8, position + 8 + length
        if ends + 4 > len(data):
            return
        yield data[position + 4 : begins], begins, ends
        position = ends + 4


def _walk_jpeg(data: bytes) -> None:
    position, sized = 2, False
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1  # filled up, as the standard allows
            continue
        length = int.from_bytes(data[position + 2 : position + 4])
        ends = position + 2 + length
        if length < 2 or ends > len(data):
            break
        if marker in _SIZES:
            _require_pixels(*struct.unpack(">HH", data[position + 5 : position + 9]))
            sized = True
        if marker != _SCAN:
            position = ends
            continue
        found = _NOT_STUFFED.search(data, ends)
        if found is None or not sized:
            break
        position = found.start()
        if data[position + 1] == _END:
            _require_end(data, position + 2)
            return
    raise Unfit(BROKEN)


def _walk_pdf(data: bytes) -> None:
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Unfit(BROKEN)
    _require_end(data.rstrip(_BLANK), end + len(b"%%EOF"))


def _require_pixels(one: int, other: int) -> None:
    if not one * other:
        raise Unfit(BROKEN)
    if one * other > MOST_PIXELS:
        raise Unfit(TOO_MANY_PIXELS)


def _require_end(data: bytes, position: int) -> None:
    if len(data) > position:
        raise Unfit(TWO_IN_ONE)


_WALKS: dict[FileType, Callable[[bytes], None]] = {
    FileType.PNG: _walk_png,
    FileType.JPEG: _walk_jpeg,
    FileType.PDF: _walk_pdf,
}
