"""What is typed in a room, cleaned and checked: names in a line, and texts in Markdown."""

from community.core.errors import Invalid
from community.core.text import (
    clean_block,
    clean_line,
    has_huge_tables,
    plain_text,
    render_markdown,
)
from community.rooms.kinds import HTML_LENGTH, TEXT_LENGTH

NOT_SAVED = "Nothing is saved yet."


def checked_line(field: str, text: str, longest: int) -> str:
    """Return a name in one line; raise Invalid where it says nothing or too much."""
    line = clean_line(text)
    if not any(one.isalnum() for one in line):
        raise _wrong(field, "Write something that others can read.")
    if len(line) > longest:
        raise _wrong(field, f"Keep it to {longest} characters; yours has {len(line)}.")
    return line


def checked_text(
    field: str, text: str, *, may_be_empty: bool = False
) -> tuple[str, str]:
    """Return a text and its HTML; raise Invalid where it shows nothing or too much."""
    source = clean_block(text)
    if may_be_empty and not clean_line(source):
        return "", ""
    if len(source) > TEXT_LENGTH:
        raise _wrong(
            field,
            f"Keep the text to {TEXT_LENGTH:,} characters; yours has {len(source):,}.",
        )
    if has_huge_tables(source):
        raise _wrong(field, "The tables in this text are too large. Show less of them.")
    html = render_markdown(source)
    if not clean_line(plain_text(html)):
        raise _wrong(field, "Nothing of this text would be seen. Write it as words.")
    if len(html) > HTML_LENGTH:
        raise _wrong(field, "This text grows too large when it is shown.")
    return source, html


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(NOT_SAVED, fields={field: sentence})
