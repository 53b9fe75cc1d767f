"""How many would like to know what a product costs, told in words that name nobody."""

from enum import IntEnum


class Wanted(IntEnum):
    """From how many on; fewer than five are not told of at all."""

    NOT_TOLD = 0
    SEVERAL = 1
    MANY = 2
    VERY_MANY = 3


_FROM = ((100, Wanted.VERY_MANY), (20, Wanted.MANY), (5, Wanted.SEVERAL))

_WORDS = {
    Wanted.NOT_TOLD: "",
    Wanted.SEVERAL: "Several members",
    Wanted.MANY: "Many members",
    Wanted.VERY_MANY: "A great many members",
}


def wanted_by(count: int) -> Wanted:
    """Return what is told of `count` organisations and single members."""
    return next((told for least, told in _FROM if count >= least), Wanted.NOT_TOLD)


def wanted_words(wanted: int) -> str:
    """Return who wants to know, "" when it is not told."""
    return _WORDS[Wanted(wanted)]
