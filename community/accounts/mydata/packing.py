"""Makes one file of an export: JSON for programs, a page without scripts for people."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import Any

from community.accounts.letters import Site
from community.accounts.mydata.collecting import LeftOut, Listed, Section, plain

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
    "padding:0 1rem;color-scheme:light dark;overflow-wrap:anywhere}"
    "dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.1rem 1rem;"
    "border-top:1px solid;padding-top:.5rem}dd{margin:0;white-space:pre-wrap}"
    "dt{opacity:.7}@media(max-width:40rem){dl{display:block}}"
)


def pack(
    site: Site, handle: str, sections: Sequence[Section], made_at: datetime
) -> bytes:
    """Return the ZIP: a JSON file for each section, and index.html with all of them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for section in sections:
            _add(archive, f"{section.name}.json", _json(section), made_at)
        page = "".join(_page(site, handle, sections, made_at))
        _add(archive, "index.html", page, made_at)
    return file.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: str, made_at: datetime) -> None:
    about = zipfile.ZipInfo(name, made_at.timetuple()[:6])
    about.compress_type = zipfile.ZIP_DEFLATED
    about.external_attr = 0o600 << 16
    archive.writestr(about, content)


def _json(section: Section) -> str:
    told = {one.name: one.rows for one in section.lists}
    return json.dumps(told, ensure_ascii=False, indent=1, default=plain)


def _page(
    site: Site, handle: str, sections: Sequence[Section], made_at: datetime
) -> Iterator[str]:
    title = escape(f"What {site.name} holds of {handle}")
    yield (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
        f"<p>Made on {made_at:%-d %B %Y at %H:%M} UTC. The same is in the JSON files "
        "beside this page.</p><ul>"
    )
    for section in sections:
        yield f'<li><a href="#{section.name}">{escape(section.title)}</a></li>'
    yield "</ul>"
    for section in sections:
        yield f'<section id="{section.name}"><h2>{escape(section.title)}</h2>'
        for listed in section.lists:
            yield from _list(listed)
        if section.left_out:
            yield from _left_out(section.left_out)
        yield "</section>"
    yield "</body></html>"


def _list(listed: Listed) -> Iterator[str]:
    yield f"<h3>{escape(listed.title)} ({len(listed.rows)})</h3>"
    for row in listed.rows:
        yield "<dl>"
        for name, value in row.items():
            if value not in (None, "", [], {}):
                label = escape(name.replace("_", " "))
                yield f"<dt>{label}</dt><dd>{escape(_words(value))}</dd>"
        yield "</dl>"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=plain)
    return str(plain(value))


def _left_out(left_out: Sequence[LeftOut]) -> Iterator[str]:
    yield "<h3>Not in this file, and why</h3><ul>"
    for one in left_out:
        yield f"<li>{escape(one.what)}: {escape(one.why)}</li>"
    yield "</ul>"
