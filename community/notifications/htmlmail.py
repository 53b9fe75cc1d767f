"""A mail as HTML, in the look of the site: elements, never pasted strings."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

_LOOK = """
:root { color-scheme: light dark; }
body { margin: 0; padding: 24px 12px; background: #f6f5f1; color: #1d2125;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.sheet { max-width: 560px; margin: 0 auto; padding: 24px; border: 1px solid #dedbd2;
  border-radius: 12px; background: #ffffff; }
.brand { margin: 0 0 16px; font-size: 18px; }
.news { margin: 0; padding: 14px 0; border-top: 1px solid #dedbd2; }
.news a.what { font-weight: 600; }
a { color: #0b5f54; }
.small { font-size: 14px; color: #565d64; }
.foot { margin: 16px auto 0; max-width: 560px; padding: 0 24px; }
@media (prefers-color-scheme: dark) {
  body { background: #14181b; color: #e9ebec; }
  .sheet { background: #1c2226; border-color: #343c42; }
  .news { border-color: #343c42; }
  a { color: #6fd0c0; }
  .small { color: #a9b2b9; }
}
"""


class HtmlMail:
    """Writes one mail from top to bottom."""

    def __init__(self, site_name: str, home: str) -> None:
        self._top = Element("html", lang="en")
        head = SubElement(self._top, "head")
        SubElement(head, "meta", charset="utf-8")
        SubElement(
            head,
            "meta",
            name="viewport",
            content="width=device-width, initial-scale=1",
        )
        SubElement(head, "meta", name="color-scheme", content="light dark")
        _say(head, "title", site_name)
        _say(head, "style", _LOOK)
        self._body = SubElement(self._top, "body")
        self._sheet = SubElement(self._body, "div", {"class": "sheet", "role": "main"})
        heading = SubElement(self._sheet, "h1", {"class": "brand"})
        _link(heading, site_name, home)

    def paragraph(self, text: str) -> None:
        _say(self._sheet, "p", text)

    def news(self, headline: str, url: str, reason: str, stop: str) -> None:
        """Add one piece of news, with why one gets it and, if `stop`, how to end it."""
        one = SubElement(self._sheet, "p", {"class": "news"})
        _link(one, headline, url, "what")
        SubElement(one, "br")
        small = SubElement(one, "span", {"class": "small"})
        small.text = reason
        if stop:
            small.text += " "
            _link(small, "No more mails about it", stop)

    def linked(self, text: str, label: str, url: str) -> None:
        _link(_say(self._sheet, "p", f"{text} "), label, url)

    def foot(self, text: str, ways: Sequence[tuple[str, str]]) -> None:
        small = _say(self._body, "p", f"{text} ")
        small.set("class", "small foot")
        for label, url in ways:
            _link(small, label, url).tail = "" if label == ways[-1][0] else " · "

    def written(self) -> str:
        html = tostring(self._top, encoding="unicode", method="html")
        return f"<!DOCTYPE html>\n{html}\n"


def _say(parent: Element, name: str, text: str) -> Element:
    one = SubElement(parent, name)
    one.text = text
    return one


def _link(parent: Element, text: str, url: str, kind: str = "") -> Element:
    one = SubElement(parent, "a", href=url)
    if kind:
        one.set("class", kind)
    one.text = text
    return one
