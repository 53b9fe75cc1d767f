"""Quotations in Markdown: a passage of a post that is gone is taken out of those who quote it."""

import re

REMOVED = "[taken out]"
_SHORTEST = 12
"""Characters of a quoted line that belongs to nobody else by chance."""
_MARK = re.compile(r"^\s{0,3}(?:>\s?)+")
_PLAIN = re.compile(r"[\W_]+")


def take_out(source: str, said: str, link: str) -> str:
    """Return `source` without quoted lines that say what `said` does.

    `link` is the address that our own quotations begin with: what follows it in the same
    quotation goes whatever it says, because it may have been edited since.
    """
    words = _words(said)
    lines: list[str] = []
    follows = False
    for line in source.split("\n"):
        mark = _MARK.match(line)
        if mark is None:
            follows = False
            lines.append(line)
            continue
        told = line[mark.end() :]
        if link in told:
            follows = True
            told = REMOVED
        elif told.strip() and (follows or _is_theirs(told, words)):
            told = REMOVED
        kept = f"{mark[0].strip()} {told}".rstrip()
        if not (told == REMOVED and lines and lines[-1] == kept):
            lines.append(kept if told == REMOVED else line)
    return "\n".join(lines)


def _is_theirs(told: str, words: str) -> bool:
    quoted = _words(told)
    return len(quoted) >= _SHORTEST and quoted in words


def _words(text: str) -> str:
    return _PLAIN.sub(" ", text).strip().casefold()
