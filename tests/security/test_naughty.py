"""Every form and every address, fed with what nobody should type: nothing breaks or runs."""

import io
from functools import cache
from html.parser import HTMLParser
from urllib.parse import quote, quote_plus, urlencode

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse

from community.core.text import clean_block, clean_line
from tests.page import Page
from tests.security import naughty, rows
from tests.security.crawl import Found, forms_of, open_everything, parameters_of
from tests.security.naughty import MARK, SUM
from tests.security.town import Town
from tests.security.tries import is_for, tries

ROLES = ("visitor", "member", "moderator", "host")
_HTML = {"Content-Type": "text/html"}
_REQUEST = EnvironBuilder().get_request()
_ENCODED = "application/x-www-form-urlencoded"
_BROKEN = "multipart/form-data; boundary=x"
_BODIES = (
    (b"\xff\xfe\x00", _ENCODED),
    (b"csrf_token=%ff%fe&a=%ed%a0%80", _ENCODED),
    (b"--x\r\nContent-Disposition: form-data; name=", _BROKEN),
    (b"--y\r\n\r\n--x--", _BROKEN),
    (b"--x\r\n\r\nno name\r\n--x--\r\n", _BROKEN),
    (b"x", "multipart/form-data"),
    (b'{"csrf_token": ["a"]}', "application/json"),
    (b"{", "application/json"),
    (b"<a/>", "text/xml"),
    (b"", ""),
)


class _Marks(HTMLParser):
    found = False

    def handle_starttag(self, tag, attrs):
        if MARK in tag or any(MARK in name for name, _ in attrs):
            self.found = True


def complaints_of(page: Page, typed: str) -> list[str]:
    """Return what is wrong with an answer, whatever was asked."""
    wrong = list(page.complaints)
    if page.status >= 500:
        wrong.append(str(page.status))
    if MARK in page.html:
        marks = _Marks()
        marks.feed(page.html)
        if marks.found:
            wrong.append("typed markup lives")
    if "7191" in typed and SUM in page.html:
        wrong.append("typed template was computed")
    headers = page.response.headers
    if "X-Canary" in headers or MARK in headers.get("Set-Cookie", ""):
        wrong.append("typed header was sent")
    if "evil.example" in headers.get("Location", "").split("?")[0]:
        wrong.append("leads to another site")
    return wrong


class Sender:
    """Sends what it is told as one role, and writes down what went wrong."""

    def __init__(self, app, who) -> None:
        self.app, self.who = app, who
        self.kept = rows.Kept(app)
        self.wrong: list[str] = []
        self.sent = self.followed = 0

    def get(self, path: str, typed: str = "") -> Page:
        page = Page(self.who.browser().client.get(path))
        self.sent += 1
        self._note(f"GET {path[:150]!a}", page, typed)
        return page

    def post(self, path: str, typed: str, data: object, **kwargs: object) -> Page:
        browser = self.who.browser()
        if isinstance(data, dict):
            data = {**data, "csrf_token": self.who.token}
            data = _encoded(data)
            kwargs["content_type"] = _ENCODED
        page = Page(browser.client.post(path, data=data, **kwargs))
        self.sent += 1
        told = f"POST {path} {typed[:40]!a}"
        self._note(told, page, typed)
        if page.status < 400:
            self._follow(browser, page, told, typed)
        if page.status >= 400 and (changed := self.kept.changed()):
            self.wrong.append(f"{told}: {page.status} changed {changed}")
        self.kept.put_back()
        return page

    def close(self) -> None:
        self.kept.close()

    def _follow(self, browser, page: Page, told: str, typed: str) -> None:
        for _ in range(3):
            if not page.location or not page.location.startswith("/"):
                return
            page = Page(browser.client.get(page.location))
            self.followed += page.status == 200
            self._note(f"{told} → {page.response.request.path}", page, typed)

    def _note(self, told: str, page: Page, typed: str) -> None:
        self.wrong += [f"{told}: {one}" for one in complaints_of(page, typed)]


def _encoded(data: dict[str, str | list[str]]) -> str:
    """Do as urlencode does, which takes longer for the odd values than our answers."""
    return "&".join(
        f"{_quoted(name)}={_quoted(one)}"
        for name, given in data.items()
        for one in (given if isinstance(given, list) else [given])
    )


@cache
def _quoted(text: str) -> str:
    return quote_plus(text, errors="surrogatepass")


@pytest.fixture
def sender(app, somebody):
    sender = Sender(app, somebody)
    yield sender
    sender.close()


_found: dict[str, tuple[Town, list[Found]]] = {}


@pytest.fixture
def forms(app, town, somebody, role) -> list[Found]:
    """Return the forms that `role` is the first to meet, looked for once in a town."""
    known_in, known = _found.get(role, (None, []))
    if known_in != town:
        known = forms_of(app, open_everything(app, town, somebody), role)
        _found[role] = (town, known)
    return known


def _acting(form) -> dict[str, str]:
    """Return the button that carries a form out; others show it again or preview it."""
    return {"do": "save"} if "do" in dict(form.submits) else {}


def _looking(form) -> dict[str, str]:
    return dict(form.submits[-1:])


def test_complaints_are_raised():
    """The net holds: each kind of leak is noticed."""
    leaks = {
        f"<p><{MARK}>x</p>": "typed markup lives",
        f'<input value="" {MARK}=1>': "typed markup lives",
        f"<p>{SUM}</p>": "typed template was computed",
    }
    for html, complaint in leaks.items():
        page = Page(TestResponse([html.encode()], "200 OK", Headers(_HTML), _REQUEST))
        assert complaint in complaints_of(page, "7191*7")


@pytest.mark.parametrize("role", ROLES)
def test_forms_take_or_refuse_whatever_is_typed(sender, forms, role):
    for number, form in enumerate(forms):
        if form.method != "post" or not form.names:
            continue
        for value in naughty.share(naughty.ODD, number, 9):
            typed = dict.fromkeys(form.texts or form.names, value)
            sender.post(form.action, value, {**form.fields, **typed, **_acting(form)})

    assert sender.wrong == []
    assert sender.sent > 10


@pytest.mark.any_database
@pytest.mark.parametrize("role", ROLES)
def test_nothing_typed_into_a_form_lives(sender, forms, role):
    lost = []
    for number, form in enumerate(forms):
        if form.method != "post" or not form.texts:
            continue
        for vector in naughty.share(naughty.VECTORS, number, 4):
            value = f"Long enough to be taken {vector}"
            data = {**form.fields, **dict.fromkeys(form.texts, value)}
            if _looking(form) != _acting(form):
                sender.post(form.action, value, {**data, **_looking(form)})
            page = sender.post(form.action, value, {**data, **_acting(form)})
            if page.status == 422 and "\x00" not in value:
                lost += _lost(form, page, value)

    assert sender.wrong == []
    assert sender.followed > 0 or role in {"visitor", "host"}
    assert sorted(set(lost)) == [], "a refused form forgot what was typed"


def _lost(form, page: Page, value: str) -> list[str]:
    """Return the text fields that did not come back with what was typed."""
    secret = {name for name in form.texts if "password" in name}
    kept = {value, clean_line(value), clean_block(value), value.strip()}
    back = {
        name: text for shown in page.forms for name, text in shown["fields"].items()
    }
    return [
        f"{form.action} {name}: {value!r} came back as {back.get(name)!r}"
        for name in form.texts
        if name not in secret and back.get(name) not in kept
    ]


@pytest.mark.parametrize("role", ROLES)
def test_each_field_alone_breaks_nothing(sender, forms, role):
    tried: set[tuple[str, str]] = set()
    for form in forms:
        if form.method != "post":
            continue
        for name in form.names:
            # Asking and editing have the same fields, as have a form and its preview.
            field = (form.action.split("/")[1], name)
            if field in tried:
                continue
            tried.add(field)
            typed = [{**form.fields, name: one} for one in naughty.DANGEROUS]
            typed.append({key: one for key, one in form.fields.items() if key != name})
            typed.append({**form.fields, name: ["1", "<b>2</b>"], f"{name}[]": "3"})
            for data in naughty.share(typed, len(tried), 7):
                told = f"{name}={data.get(name)}"
                sender.post(form.action, told, {**data, **_acting(form)})

    assert sender.wrong == []


@pytest.mark.any_database
@pytest.mark.parametrize("role", ROLES)
def test_bodies_that_are_no_forms_are_refused(app, town, sender, role):
    paths = {
        one.path(town, role)
        for one in tries(app)
        if one.method == "POST" and is_for(role, one.policy)
        if one.case in ({"public"} if role == "visitor" else {"own", "public"})
    }
    for number, path in enumerate(sorted(paths)):
        for body, kind in naughty.share(_BODIES, number, 5):
            sender.post(path, f"{kind} {body!r}", body, content_type=kind)
        if number % 5 == 0:  # the limit is one for all, and reading so many takes time
            sender.post(path, "2,100 parts", {f"f{n}": "" for n in range(2_100)})
        upload = {"csrf_token": (io.BytesIO(b"x"), "a\x00<b>.txt")}
        sender.post(path, "a file for a token", None, **_multipart(upload))

    assert sender.wrong == []


def _multipart(data: dict) -> dict:
    builder = EnvironBuilder(method="POST", data=data)
    return {
        "input_stream": builder.input_stream,
        "content_type": builder.content_type,
        "content_length": builder.content_length,
    }


@pytest.mark.parametrize("role", ROLES)
def test_queries_may_hold_anything(app, town, sender, role):
    pages = {
        one.rule.endpoint: one.path(town, role)
        for one in tries(app)
        if one.method == "GET" and is_for(role, one.policy)
        if one.case in {"public", "foreign"}
    }
    number = 0
    for endpoint, path in pages.items():
        for name in sorted(parameters_of(app, endpoint)):
            number += 1
            if "knows no parameter" in sender.get(f"{path}?{name}=1").html:
                continue
            for value in naughty.share(naughty.QUERIES, number, 8):
                encoded = urlencode({name: value}, errors="surrogatepass")
                sender.get(f"{path}?{encoded}", value)
            for raw in naughty.share(naughty.RAW_QUERIES, number, 6):
                sender.get(f"{path}?{raw.format(name=name)}")
        # Limits on searching have tests of their own.
        app.extensions["fairquote.search"].limiter.forget()

    assert sender.wrong == []
    assert sender.kept.changed() == []


@pytest.mark.parametrize("role", ROLES)
def test_addresses_may_hold_anything(app, town, sender, role):
    others = {**town.of("cleo"), **town.of("shared")}
    ids = [others[kind] for kind in ("thread", "answer", "deal", "suggestion", "run")]
    odd = [*(quote(value, safe="%") for value in naughty.PATHS), *ids]
    for number, one in enumerate(tries(app)):
        if one.case != "missing" or not is_for(role, one.policy):
            continue
        places = one.path(town, role).split("/")
        asked = [at for at, part in enumerate(one.rule.rule.split("/")) if "<" in part]
        for at in asked:
            for part in naughty.share(odd, number, 5):
                path = "/".join([*places[:at], part, *places[at + 1 :]])
                if one.method == "GET":
                    sender.get(path, part)
                else:
                    sender.post(path, part, dict(one.route.data))

    assert sender.wrong == []
