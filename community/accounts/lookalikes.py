"""Domains that a reader may take for another: foreign letters, digits, other endings."""

import unicodedata

import idna

from community.accounts import handles

# Letters of other alphabets that look like ours, by the letter that they look like.
_LIKE = {
    "a": "аɑα",
    "b": "ЬƄ",
    "c": "сϲ",
    "d": "ԁɗ",
    "e": "еєҽ",
    "g": "ɡց",
    "h": "һհ",
    "i": "іıɩι",
    "j": "јϳ",
    "k": "кκ",
    "l": "ӏǀɭ",
    "m": "м",
    "n": "пηո",
    "o": "оοօ0ø",
    "p": "рρ",
    "q": "ԛզ",
    "r": "гᴦ",
    "s": "ѕʂ",
    "t": "тτ",
    "u": "υսᴜ",
    "v": "ѵνᴠ",
    "w": "ԝωᴡ",
    "x": "хχ",
    "y": "уγүყ",
    "z": "ʐᴢ",
}
_TO_OURS = str.maketrans(
    {theirs: ours for ours, all_ in _LIKE.items() for theirs in all_}
)


def spelt(domain: str) -> str:
    """Return `domain` as people read it: its letters instead of their ASCII code."""
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain


def has_foreign_letters(domain: str) -> bool:
    return not spelt(domain).isascii()


def skeleton(domain: str) -> str:
    """Return the key that domains share when their names look alike.

    The ending does not count: the same name under another is a sister or a double.
    """
    name = spelt(domain).partition(".")[0].translate(_TO_OURS)
    plain = "".join(
        one
        for one in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(one)
    )
    return handles.fold(plain.translate(_TO_OURS))
