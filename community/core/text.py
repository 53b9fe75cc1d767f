"""The one way from what people type to HTML, and the cleaning of lines and blocks."""

import html
import re
import unicodedata
from functools import cache

import nh3
from bleach.sanitizer import Cleaner
from markdown_it import MarkdownIt
from markupsafe import Markup  # noqa: TID251 - the one door

RENDERER_VERSION = 1
"""Raised whenever the same source would give other HTML; a job then re-renders."""

_TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "strong",
        "em",
        "del",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
_ATTRIBUTES = {"a": ["href", "title"], "ol": ["start"]}
_PROTOCOLS = frozenset({"http", "https", "mailto"})
_REL = "nofollow ugc noopener"
_ALIGNED = re.compile(r' style="text-align:(?:left|right|center)"')

_SURROGATES = re.compile(r"[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"\s+")
_MOST_CELLS = 20_000
_TABLE_RULE = re.compile(r"[\s>]*[|:][|:\s-]*|[\s>]*-[\s-]*\|[|:\s-]*")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_MAX_SLUG = 80


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "linkify": True, "maxNesting": 100}
    )
    return parser.enable(["table", "strikethrough", "linkify"])


@cache
def _cleaner() -> Cleaner:
    return Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, protocols=_PROTOCOLS, strip=True)


def render_markdown(source: str) -> str:
    """Return `source` as sanitised HTML: raw HTML in it stays visible text."""
    rendered = _markdown().render(clean_block(source))
    # A page has one h1, its title: headings in a post begin below it.
    for level in (3, 2, 1):
        rendered = rendered.replace(f"<h{level}>", f"<h{level + 1}>")
        rendered = rendered.replace(f"</h{level}>", f"</h{level + 1}>")
    return _sanitise(_ALIGNED.sub("", rendered))


def render_html(source: str) -> str:
    """Return somebody's HTML as sanitised HTML, for imports; what we don't take is dropped."""
    return _sanitise(clean_block(source).replace("<h1", "<h2").replace("</h1", "</h2"))


def _sanitise(dirty: str) -> str:
    # Two sanitisers of different parsers; nh3, which is maintained, has the last word.
    return nh3.clean(
        _cleaner().clean(dirty),
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(_PROTOCOLS),
        link_rel=_REL,
    ).strip()


def has_huge_tables(source: str) -> bool:
    """Whether the tables of a Markdown text could have too many cells once rendered.

    Markdown fills each short row up to the width of the table: a few characters a line
    become hundreds of thousands of cells.
    """
    lines = source.split("\n")
    widths = [line.count("|") for line in lines if _TABLE_RULE.fullmatch(line)]
    return max(widths, default=0) * len(lines) > _MOST_CELLS


def safe(trusted: str) -> Markup:
    """Mark HTML that this module (or our own code from constants) made as safe."""
    return Markup(trusted)  # noqa: S704 - the one door


def plain_text(rendered: str) -> str:
    """Return the words of our own HTML, without tags."""
    spaced = re.sub(r"<(?:/p|/li|/h\d|/pre|/tr|br|/td|/th)[^>]*>", " ", rendered)
    return _SPACES.sub(" ", html.unescape(re.sub(r"<[^>]*>", "", spaced))).strip()


def excerpt(text: str, length: int = 160) -> str:
    """Return the beginning of `text`, cut between words; of HTML give its plain_text()."""
    words = _SPACES.sub(" ", text).strip()
    if len(words) <= length:
        return words
    cut = words[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut) + "…"


def clean_block(text: str) -> str:
    """Return `text` with LF line ends, without controls, NUL and lone surrogates."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", _SURROGATES.sub("\ufffd", unified))


def clean_line(text: str) -> str:
    """Return `text` as one visible line: NFC, no controls, nothing invisible."""
    visible = _INVISIBLE.sub("", clean_block(text))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip()


def slugify(text: str) -> str:
    """Return `text` in kebab-case ASCII for a URL; "-" when nothing is left."""
    folded = unicodedata.normalize("NFKD", clean_line(text)).encode("ascii", "ignore")
    slug = _NOT_SLUG.sub("-", folded.decode().lower().replace("'", "")).strip("-")
    if len(slug) > _MAX_SLUG:
        slug = slug[:_MAX_SLUG].rsplit("-", 1)[0]
    return slug or "-"
