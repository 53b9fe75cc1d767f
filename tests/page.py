"""A client that reads pages as a person would, and refuses the bad ones."""

import re
from collections import Counter
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from tests.markup import Reader

_FIELDS = {"input", "select", "textarea"}
_ENDS_PARAGRAPH = {"form", "div", "ul", "ol", "table", "section", "dl", "details", "p"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col", "area"}


class Page(Reader):
    """One answer: its status, its text, its forms, and what is wrong with it."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.location = response.headers.get("Location")
        self.html = response.get_data().decode("utf-8", "replace")
        response.close()  # of a file: whoever collects it later would complain
        self.title = ""
        self.text = ""
        self.h1: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.forms: list[dict] = []
        self.complaints: list[str] = []
        self._labels: set[str] = set()
        self._fields: list[dict[str, str | None]] = []
        self._stack: list[str] = []
        self._select: dict | None = None
        if response.mimetype == "text/html" and self.html:
            try:
                self.feed(self.html)
            except ValueError as error:
                self.complaints.append(str(error))
            self._judge()

    def handle_starttag(self, tag: str, given: dict[str, str | None]) -> None:
        if tag in _ENDS_PARAGRAPH and "p" in self._stack:
            self.complaints.append(f"<{tag}> ends the paragraph that it stands in")
        if tag not in _VOID:
            self._stack.append(tag)
        if "id" in given:
            self.ids[str(given["id"])] += 1
        if "style" in given:
            self.complaints.append(f"inline style on <{tag}>")
        self.complaints += [
            f"inline handler {name} on <{tag}>"
            for name in given
            if name.startswith("on")
        ]
        if (
            tag == "script"
            and "src" not in given
            and given.get("type") != "application/ld+json"
        ):
            self.complaints.append("inline script")
        if tag == "style":
            self.complaints.append("inline stylesheet")
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "img" and "alt" not in given:
            self.complaints.append("image without alt")
        self._note_form(tag, given)

    def _note_form(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "form":
            self.forms.append(
                {
                    "action": given.get("action") or "",
                    "method": (given.get("method") or "get").lower(),
                    "only_asks": "data-asks" in given,
                    "fields": {},
                    "submits": [],
                }
            )
        if tag == "label" and given.get("for"):
            self._labels.add(str(given["for"]))
        if tag in _FIELDS:
            given["wrapped"] = "yes" if "label" in self._stack else None
            given["tag"] = tag
            self._fields.append(given)
        if self.forms and tag in {*_FIELDS, "button"} and given.get("name"):
            self._note_value(tag, given)
        if tag == "option" and self._select is not None:
            value = given.get("value")
            if "selected" in given or self._select["first"] is None:
                self._select["first"] = value or ""
                self.forms[-1]["fields"][self._select["name"]] = value or ""

    def _note_value(self, tag: str, given: dict[str, str | None]) -> None:
        fields = self.forms[-1]["fields"]
        name, kind = str(given["name"]), given.get("type")
        if tag == "button" or kind == "submit":
            self.forms[-1]["submits"].append((name, given.get("value") or ""))
        elif tag == "select":
            self._select = {"name": name, "first": None}
        elif kind in {"checkbox", "radio"}:
            if "checked" in given:
                fields[name] = given.get("value") or "on"
        elif kind != "file":
            fields[name] = given.get("value") or ""
        if tag == "textarea":
            fields[name] = ""
            self._textarea = name

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if tag == "select":
            self._select = None
        while self._stack:
            if self._stack.pop() == tag:
                break

    def handle_data(self, data: str) -> None:
        inside = self._stack[-1] if self._stack else ""
        if inside == "title" and "svg" not in self._stack:
            self.title += data
        if inside == "textarea" and self.forms:
            self.forms[-1]["fields"][self._textarea] = data.replace(
                "\r\n", "\n"
            ).removeprefix("\n")
        if "h1" in self._stack:
            self.h1.append(data)
        if inside not in {"script", "style", "title"}:
            self.text += data + " "

    def _judge(self) -> None:
        if not self.title.strip():
            self.complaints.append("no title")
        if self.html.count("<h1") != 1:
            self.complaints.append(f"{self.html.count('<h1')} h1 elements")
        self.complaints += [f"id {one} twice" for one, n in self.ids.items() if n > 1]
        for field in self._fields:
            if field.get("type") in {"hidden", "submit", "button"}:
                continue
            named = field.get("aria-label") or field.get("aria-labelledby")
            if not (named or field["wrapped"] or field.get("id") in self._labels):
                self.complaints.append(f"field {field.get('name')} without label")
        for form in self.forms:
            changes = form["method"] == "post" and not form["only_asks"]
            if changes and "csrf_token" not in form["fields"]:
                self.complaints.append(f"form {form['action']} without CSRF token")

    def words(self) -> str:
        """Return the visible text with single spaces."""
        return re.sub(r"\s+", " ", self.text).strip()

    def form(self, action: str | None = None, having: str | None = None) -> dict:
        """Return the form with this action, or that has this field; posts first."""
        for form in sorted(self.forms, key=lambda one: one["method"] != "post"):
            if action is not None and urlsplit(form["action"]).path != action:
                continue
            if having is not None and having not in form["fields"]:
                continue
            return form
        raise AssertionError(f"no form {action or having} among {self.forms}")


class PageClient:
    """Opens pages, follows nothing by itself, fills in and sends forms."""

    def __init__(self, app: Flask, client: FlaskClient | None = None) -> None:
        self.app = app
        self.client = client or app.test_client()
        self.last: Page | None = None

    def get(self, path: str, *, status: int | None = 200, **kwargs) -> Page:
        page = self._check(Page(self.client.get(path, **kwargs)), path, status)
        page.path = path
        self.last = page
        return page

    def post(
        self,
        path: str,
        data: dict | None = None,
        *,
        status: int | None = None,
        **kwargs,
    ) -> Page:
        """Post `data` with this session's CSRF token, as one of our forms would."""
        data = {"csrf_token": self.token(), **(data or {})}
        return self._check(
            Page(self.client.post(path, data=data, **kwargs)), path, status
        )

    def send(
        self,
        page: Page,
        values: dict | None = None,
        *,
        action: str | None = None,
        having: str | None = None,
        submit: tuple[str, str] | None = None,
        status: int | None = None,
    ) -> Page:
        """Fill in a form of `page` with `values` and send it; None leaves a field out."""
        form = page.form(action, having)
        data = {**form["fields"], **(values or {})}
        if submit:
            data[submit[0]] = submit[1]
        data = {name: value for name, value in data.items() if value is not None}
        target = form["action"] or page.path
        if form["method"] == "get":
            return self._check(
                Page(self.client.get(target, query_string=data)), target, status
            )
        sent = Page(self.client.post(target, data=data))
        sent.path = target
        return self._check(sent, target, status)

    def follow(self, page: Page, *, status: int = 200) -> Page:
        assert page.status in {301, 302, 303, 308}, (page.status, page.words()[:500])
        assert page.location is not None
        return self.get(page.location, status=status)

    def token(self) -> str:
        """Return a CSRF token of this session."""
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", "0" * 40)
        return URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(
            raw
        )

    def _check(self, page: Page, path: str, status: int | None) -> Page:
        if status is not None:
            assert page.status == status, (path, page.status, page.words()[:800])
        assert page.status < 500 or status == page.status, (path, page.words()[:800])
        assert not page.complaints, (path, page.complaints)
        return page
