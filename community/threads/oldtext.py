"""Texts of other forums: addresses taken out, and HTML told from Markdown."""

import re

from community.threads.models import SourceFormat

REMOVED = "[e-mail removed]"

_MAILTO = re.compile(r"""\shref\s*=\s*(["'])mailto:[^"']{0,300}\1""", re.IGNORECASE)
# Begins where a word begins and never gives back: linear on any text.
_ADDRESS = re.compile(
    r"(?<![\w.+%-])(?:mailto:)?[\w.+%-]++@[\w-]++(?:\.[\w-]++)+", re.ASCII
)
_HTML = re.compile(
    r"<(?:p|div|h[1-6]|ul|ol|blockquote|pre|table)\b[^>]{0,300}>", re.IGNORECASE
)
_ANY_TAG = re.compile(r"</?[a-z][a-z0-9]{0,15}\b[^<>]{0,300}>", re.IGNORECASE)

# No space may be matched by two parts of a pattern: a long run of them would take hours.
_INSIDE = r"\s*+(\S(?:.{0,498}?\S)??)\s*+"
_TO_MARKDOWN = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), markdown)
    for pattern, markdown in (
        (rf"<(b|strong)>{_INSIDE}</\1>", r"**\2**"),
        (rf"<(i|em)>{_INSIDE}</\1>", r"*\2*"),
        (rf"<(s|strike|del)>{_INSIDE}</\1>", r"~~\2~~"),
        (r"<code>([^`<>\n]{1,500})</code>", r"`\1`"),
        (
            rf"""<a\s[^<>]{{0,200}}?href=["']([^"'\s<>()]{{1,500}})["'][^<>]{{0,200}}>{_INSIDE}</a>""",
            r"[\2](\1)",
        ),
        (r"<br\s*/?>\n?", "  \n"),
        (r"<hr\s*/?>", "\n\n---\n\n"),
        (r"<pre>\n?(.{1,5000}?)\n?</pre>", r"\n\n```\n\1\n```\n\n"),
        (r"<h[1-6]>([^<>]{1,500})</h[1-6]>", r"\n\n## \1\n\n"),
        (r"<blockquote>\s*", "\n\n> "),
        (r"<li>\s*", "\n\n- "),
        (r"</?(?:p|ul|ol|blockquote|div)>", "\n\n"),
        (r"</li>|</?span>|<img\s[^<>]{0,1000}>", ""),
    )
)


def redacted(text: str) -> str:
    """Return `text` with every e-mail address replaced by a remark."""
    if "@" not in text:
        return text
    return _ADDRESS.sub(REMOVED, _MAILTO.sub("", text))


def converted(text: str) -> tuple[str, SourceFormat]:
    """Return what to keep as the source of an old post, and what it is written in.

    Posts that begin as HTML stay HTML. Markdown of the time could hold tags, which ours
    shows as text: the known ones become Markdown.
    """
    if _HTML.match(text.lstrip()):
        return text, SourceFormat.HTML
    if not _ANY_TAG.search(text):
        return text, SourceFormat.MARKDOWN
    for pattern, markdown in _TO_MARKDOWN:
        text = pattern.sub(markdown, text)
    return text, SourceFormat.MARKDOWN
