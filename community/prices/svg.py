"""The few SVG elements that our drawings are made of, as escaped text."""

from collections.abc import Sequence
from html import escape
from zlib import crc32

from community.prices.axis import Label


def plain(number: float) -> str:
    """Return a coordinate without needless digits."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def line(name: str, x1: str, x2: str, y1: float, y2: float) -> str:
    return (
        f'<line class="{name}" x1="{x1}" x2="{x2}" y1="{plain(y1)}" y2="{plain(y2)}"/>'
    )


def rect(
    name: str, left: float, right: float, *, top: float, height: float, radius: float
) -> str:
    """Return a box from `left` to `right` per cent; never too thin to be seen."""
    return (
        f'<rect class="{name}" x="{plain(left)}%" width="{plain(max(right - left, 0.4))}%"'
        f' y="{plain(top)}" height="{plain(height)}" rx="{plain(radius)}"/>'
    )


def circle(name: str, percent: float, y: float, radius: float) -> str:
    return f'<circle class="{name}" cx="{plain(percent)}%" cy="{plain(y)}" r="{plain(radius)}"/>'


def text_at(label: Label, y: float, name: str = "") -> str:
    """Return a label as text whose anchor keeps it inside the drawing."""
    named = f' class="{name}"' if name else ""
    return (
        f'<text{named} x="{plain(label.percent)}%" y="{plain(y)}"'
        f' text-anchor="{label.anchor}">{escape(label.text)}</text>'
    )


def picture_svg(
    title: str,
    description: str,
    height: float,
    parts: Sequence[str],
    attributes: str = "",
) -> str:
    """Return the drawing as one image with a title and a description that read as sentences."""
    key = f"{crc32((title + description).encode()):08x}"
    return (
        f'<svg class="plot" width="100%" height="{plain(height)}"{attributes} role="img"'
        f' aria-labelledby="t{key} d{key}"><title id="t{key}">{escape(title)}</title>'
        f'<desc id="d{key}">{escape(description)}</desc>{"".join(parts)}</svg>'
    )
