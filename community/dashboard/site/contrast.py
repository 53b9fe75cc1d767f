"""Contrast of two colours as WCAG 2 computes it, and the colours that follow from one; pure."""

import re
from dataclasses import dataclass

LEAST_TEXT = 4.5
"""What AA asks of text."""
_HEX = re.compile("#[0-9a-f]{6}")
_LOW = 0.04045
_WEAK = 0.12
"""How much of the accent there is in the ground of what is marked with it."""

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Scheme:
    """The grounds that an accent stands on, of our own stylesheet."""

    name: str
    grounds: tuple[str, ...]
    surface: str
    inks: tuple[str, str]


LIGHT = Scheme(
    "light", ("#faf9f6", "#ffffff", "#f3f1ec"), "#ffffff", ("#ffffff", "#06201e")
)
DARK = Scheme(
    "dark", ("#121517", "#191d20", "#0e1112"), "#191d20", ("#06201e", "#ffffff")
)


@dataclass(frozen=True)
class Accent:
    """An accent with what stands on it, and its weak ground."""

    colour: str
    ink: str
    weak: str


def is_colour(text: str) -> bool:
    return _HEX.fullmatch(text) is not None


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours like #0a6b68, from 1 to 21."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def accent_of(colour: str, scheme: Scheme) -> Accent:
    """Return the accent with the ink that stands out on it, and its weak ground."""
    ink = max(scheme.inks, key=lambda one: ratio(one, colour))
    return Accent(colour, ink, mixed(colour, scheme.surface, _WEAK))


def weakest(accent: Accent, scheme: Scheme) -> tuple[float, str]:
    """Return the lowest contrast that text in or on the accent would have, and where."""
    pairs = [(ratio(accent.colour, one), f"on {one}") for one in scheme.grounds]
    pairs.append(
        (ratio(accent.colour, accent.weak), f"on its weak ground {accent.weak}")
    )
    pairs.append((ratio(accent.ink, accent.colour), f"as the ground of {accent.ink}"))
    return min(pairs)


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `share` of a colour in a ground."""
    parts = zip(_rgb(colour), _rgb(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LOW else ((part + 0.055) / 1.055) ** 2.4
