"""All pages that a role may open, with the forms and query parameters on them."""

import inspect
import re
import sys
from dataclasses import dataclass
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from search.limits import SearchLimiter
from tests.page import Page
from tests.security.town import Town
from tests.security.tries import Somebody, is_for, tries

_TEXT_KINDS = {None, "text", "search", "email", "url", "tel", "number", "password"}
_ARGS = re.compile(
    r"only_known_args\(([^)]*)\)|request\.args(?:\.get)?[(\[]\"(\w+)\"", re.DOTALL
)
_SAMPLES = "/style"
"""Shows buttons that lead nowhere."""
_OWN = {"csrf_token", "submission_key"}


@dataclass(frozen=True)
class Found:
    """One form: where it stands, where it goes, and what it holds."""

    page: str
    action: str
    method: str
    fields: dict[str, str]
    texts: tuple[str, ...]
    submits: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.method} {self.action} on {self.page}"

    @property
    def names(self) -> list[str]:
        return [name for name in self.fields if name not in _OWN]


def open_everything(app: Flask, town: Town, who: Somebody) -> list[Page]:
    """Open the page of every route, and what those link to, once of each kind."""
    paths = [
        one.path(town, who.role)
        for one in tries(app)
        if one.method == "GET" and one.case in {"own", "public", "foreign"}
        if one.policy.admits(who.actor)
        if not (one.case == "own" and who.actor.is_visitor)
    ]
    seen: set[object] = set()
    pages: list[Page] = []
    while paths:
        path = paths.pop(0)
        kind = _kind(app, path)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        # A crawl searches more often than a visitor may: that limit has tests of its own.
        with patch.object(SearchLimiter, "hit"):
            page = who.browser().get(path, status=None)
        if page.status == 200:
            page.path = path
            pages.append(page)
            paths += [link for link in page.links if link.startswith("/")]
    return pages


def _kind(app: Flask, path: str) -> object:
    address = urlsplit(path)
    try:
        found = app.url_map.bind("localhost").match(address.path, method="GET")
    except HTTPException:
        return None
    return found[0], tuple(sorted(parse_qs(address.query)))


def forms_of(app: Flask, pages: list[Page], role: str) -> list[Found]:
    """Return each kind of form that `role` is the first to send, once."""
    forms: dict[object, Found] = {}
    for page in pages:
        if page.path.startswith(_SAMPLES):
            continue
        texts = {
            str(one["name"])
            for one in page._fields
            if one.get("name")
            and (
                one["tag"] == "textarea"
                or (one["tag"] == "input" and one.get("type") in _TEXT_KINDS)
            )
        }
        for form in page.forms:
            action = form["action"] or page.path
            names = tuple(sorted(form["fields"]))
            endpoint = _endpoint(app, action, form["method"])
            view = app.view_functions[endpoint]
            if not is_for(role, view.__access__.policy):
                continue
            forms.setdefault(
                (endpoint, names),
                Found(
                    page.path,
                    action,
                    form["method"],
                    dict(form["fields"]),
                    tuple(name for name in names if name in texts),
                    tuple(form["submits"]),
                ),
            )
    return list(forms.values())


def _endpoint(app: Flask, action: str, method: str) -> str:
    adapter = app.url_map.bind("localhost")
    try:
        return str(adapter.match(urlsplit(action).path, method=method.upper())[0])
    except HTTPException as error:
        raise AssertionError(f"a form leads to {action}: {error}") from None


def parameters_of(app: Flask, endpoint: str) -> set[str]:
    """Return the query parameters that the module of a view reads, and `after`."""
    view = inspect.unwrap(app.view_functions[endpoint])
    source = inspect.getsource(sys.modules[view.__module__])
    names = {"after"}
    for known, read in _ARGS.findall(source):
        names |= set(re.findall(r"\"(\w+)\"", known)) | ({read} if read else set())
    if "KNOWN_ARGS" in source:
        names |= set(sys.modules["community.records.panels"].KNOWN_ARGS)
    return names
