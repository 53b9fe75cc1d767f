"""The picture that links to a product carry elsewhere: what is published, drawn as PNG."""

import unicodedata
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from community.prices.paid import Paid

WIDTH, HEIGHT = 1200, 630
"""What Open Graph's readers crop least."""
_LEFT = 80
_ROOM = WIDTH - 2 * _LEFT
_SMALLEST = 20
_PAPER, _INK, _MUTED, _ACCENT, _WEAK = (
    "#f7f4ee",
    "#1c2024",
    "#5c6570",
    "#0a6b68",
    "#b9d9d5",
)
_SCALE_ENDS = 0.25
"""How much wider than the middle half the drawn scale is, at either end."""


_FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Arial.ttf")
"""Looked for where the system keeps its fonts; Pillow's own knows ASCII alone."""
_PLAIN = str.maketrans(
    {"–": "to", "€": "EUR ", "£": "GBP ", "¥": "JPY ", "₹": "INR ", "·": "-"}
)


@dataclass(frozen=True)
class Subject:
    """Whose picture it is."""

    name: str
    vendor: str
    site_name: str


def draw(subject: Subject, paid: Paid | None) -> bytes:
    """Return the picture; it says nothing that the page does not say to everybody."""
    # Heavy: most processes never draw one.
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)

    def font(size: int, name: str) -> Any:
        return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)

    name = _find_font(ImageFont)

    def write(text: str, y: int, size: int, colour: str = _INK) -> None:
        text = text if name else _plain(text)
        while size > _SMALLEST and pen.textlength(text, font(size, name)) > _ROOM:
            size -= 2
        pen.text((_LEFT, y), text, fill=colour, font=font(size, name))

    pen.rectangle((0, 0, WIDTH, 14), fill=_ACCENT)
    write(subject.name, 70, 64)
    if subject.vendor:
        write(f"by {subject.vendor}", 150, 32, _MUTED)
    if paid is None:
        write("Be the first to share what you paid", 300, 44)
    else:
        write(f"{paid.median} {paid.per}", 240, 84, _ACCENT)
        write(_line(paid), 360, 34)
        _draw_middle_half(pen, paid)
    write(f"{subject.site_name}: what buyers pay", 550, 30, _MUTED)
    kept = BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _find_font(fonts: Any) -> str:
    """Return the first of _FONTS that this system has, or ""."""
    for name in _FONTS:
        try:
            fonts.truetype(name, _SMALLEST)
        except OSError:
            continue
        return name
    return ""


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return folded.encode("ascii", "ignore").decode("ascii")


def _line(paid: Paid) -> str:
    half = f"Middle half {paid.middle_half} · " if paid.middle_half else "Median · "
    return f"{half}{paid.organisations} organisations"


def _draw_middle_half(pen: Any, paid: Paid) -> None:
    low, middle, high = paid.total.p25, paid.total.median, paid.total.p75
    if low is None or high is None or middle is None or low == high:
        return
    span = float(high - low)
    first = float(low) - span * _SCALE_ENDS
    wide = span * (1 + 2 * _SCALE_ENDS)

    def place(value: Any) -> int:
        return _LEFT + int((float(value) - first) / wide * _ROOM)

    pen.rectangle((_LEFT, 462, WIDTH - _LEFT, 466), fill=_WEAK)
    pen.rounded_rectangle((place(low), 444, place(high), 484), 8, fill=_WEAK)
    pen.rectangle((place(middle) - 3, 434, place(middle) + 3, 494), fill=_ACCENT)
