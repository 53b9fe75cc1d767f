"""Which encoding a file of text is in: by its mark, by its zeros, by what its bytes allow."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from community.core.errors import Invalid

SAMPLE = 64 * 1024
"""Bytes at the beginning of a file that tell what it is."""

_CHUNK = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
)
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32": "UTF-32",
    "cp1252": "Windows 1252, Western",
    "cp1250": "Windows 1250, Central European",
    "cp1251": "Windows 1251, Cyrillic",
    "cp1253": "Windows 1253, Greek",
    "cp1254": "Windows 1254, Turkish",
    "iso8859-15": "ISO 8859-15, Western",
    "mac-roman": "Mac Roman",
    "cp437": "DOS 437",
    "cp850": "DOS 850",
    "shift_jis": "Shift JIS",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "euc-kr": "EUC-KR",
}
"""What somebody may say a file is in; we find out the first seven by ourselves."""

_TEXT_CONTROLS = b"\t\n\r\x0b\x0c\x1a"
_CONTROLS = bytes(set(range(32)) - set(_TEXT_CONTROLS)) + b"\x7f"
_MOST_CONTROLS = 0.01
_FEW_CONTROLS = 4
_MOSTLY = 0.4
_RARELY = 0.05
_GOOD_FOR_ONE_BROKEN = 4


@dataclass(frozen=True)
class Decoding:
    """How bytes become text; `broken` characters of the file are none in that encoding."""

    encoding: str
    broken: int = 0

    @property
    def label(self) -> str:
        name = ENCODINGS[self.encoding]
        return f"{name}, {self.broken} broken characters" if self.broken else name


def detect(path: Path) -> Decoding:
    """Return the encoding of a file; Invalid when it is empty or holds no text."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if not sample.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Invalid("The file is empty.")
    for magic, what in _NOT_TEXT:
        if sample.startswith(magic):
            raise Invalid(f"This is {what}, not a CSV file: save it as CSV first.")
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return Decoding(encoding)
    wide = _wide(sample)
    if wide is not None:
        return Decoding(wide)
    if _controls(sample) > max(_FEW_CONTROLS, len(sample) * _MOST_CONTROLS):
        raise Invalid("This file holds something other than text.")
    return _narrow(path)


def forced(encoding: str) -> Decoding:
    """Return the encoding that somebody asked for; Invalid when it is none of ours."""
    if encoding not in ENCODINGS:
        raise Invalid(f"We know no encoding “{encoding[:40]}”.")
    return Decoding(encoding)


def _wide(sample: bytes) -> str | None:
    """Return UTF-16 without a mark, which shows by a zero in every other byte."""
    half = max(len(sample) // 2, 1)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > _MOSTLY and even < _RARELY:
        return "utf-16-le"
    if even > _MOSTLY and odd < _RARELY:
        return "utf-16-be"
    return None


def _controls(sample: bytes) -> int:
    return len(sample) - len(sample.translate(None, _CONTROLS))


def _narrow(path: Path) -> Decoding:
    """Choose between UTF-8 and Windows 1252 by reading the whole file once.

    A few broken characters in much good UTF-8 are damage, not another encoding.
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    good = broken = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            replaced = text.count("\ufffd")
            honest = min(chunk.count(b"\xef\xbf\xbd"), replaced)
            special = len(text) - len(text.encode("ascii", "ignore"))
            good += special - replaced + honest
            broken += replaced - honest
    broken += decoder.decode(b"", final=True).count("\ufffd")
    if not broken:
        return Decoding("utf-8")
    if good >= broken * _GOOD_FOR_ONE_BROKEN:
        return Decoding("utf-8", broken)
    return Decoding("cp1252")
