"""Atom feeds (RFC 4287), written from rows without a template or a request."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

_SPACE = "http://www.w3.org/2005/Atom"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When an empty feed was changed: the same each time, so that its ETag stays."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 allows in no form."""


@dataclass(frozen=True)
class Entry:
    """What a feed tells of; `updated_at` is when it last changed."""

    title: str
    url: str
    author: str
    html: str
    published_at: datetime
    updated_at: datetime
    tags: tuple[str, ...] = ()
    permanent_url: str = ""
    """The address that stays whatever changes, its id; empty where `url` does."""


@dataclass(frozen=True)
class Feed:
    """A feed: its own address, the page that it follows, and what is on it."""

    title: str
    path: str
    page: str
    entries: Sequence[Entry]


def write_atom(feed: Feed, *, base_url: str, site_name: str) -> bytes:
    """Return the feed as UTF-8; ids are the permanent addresses of pages."""
    top = Element("feed", {"xmlns": _SPACE, "xml:lang": "en", "xml:base": base_url})
    _text(top, "id", f"{base_url}{feed.path}")
    _text(top, "title", f"{feed.title} · {site_name}")
    newest = max((one.updated_at for one in feed.entries), default=_NEVER)
    _text(top, "updated", _time(newest))
    _text(SubElement(top, "author"), "name", site_name)
    _link(top, "self", f"{base_url}{feed.path}", "application/atom+xml")
    _link(top, "alternate", f"{base_url}{feed.page}", "text/html")
    for entry in feed.entries:
        _entry(top, entry, base_url)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(top)


def _entry(top: Element, entry: Entry, base_url: str) -> None:
    one = SubElement(top, "entry")
    _text(one, "id", f"{base_url}{entry.permanent_url or entry.url}")
    _text(one, "title", entry.title)
    _text(one, "published", _time(entry.published_at))
    _text(one, "updated", _time(entry.updated_at))
    _text(SubElement(one, "author"), "name", entry.author)
    _link(one, "alternate", f"{base_url}{entry.url}", "text/html")
    for tag in entry.tags:
        SubElement(one, "category", term=tag)
    _text(one, "content", entry.html).set("type", "html")


def _text(parent: Element, name: str, text: str) -> Element:
    one = SubElement(parent, name)
    one.text = _NOT_XML.sub("", text)
    return one


def _link(parent: Element, rel: str, href: str, kind: str) -> None:
    SubElement(parent, "link", rel=rel, href=href, type=kind)


def _time(moment: datetime) -> str:
    """Return RFC 3339 in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
