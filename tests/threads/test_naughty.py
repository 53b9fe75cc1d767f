"""Nothing that is typed runs, breaks a page, or ends in an error of ours."""

import io
import re

import pytest
import sqlalchemy as sa

from community.core.db import db
from community.threads.models import Post, Thread
from tests.effort import little_work
from tests.threads.made import BODY, thread_with_answers

TITLE = "A title that is long enough"
VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "![x](javascript:alert(1))",
    "![x](http://tracker.example/pixel.gif)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x](http://a.example 'onmouseover=alert(1)')",
    '[x](http://a.example"onmouseover=alert(1)//)',
    "<a href='http://a.example' onclick=alert(1)>x</a>",
    "<iframe src=//a.example></iframe>",
    "<style>*{display:none}</style>",
    "<form action=//a.example><input></form>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "{{ 7 * 7 }} {% raw %}",
    "</textarea><script>alert(1)</script>",
    "<base href=//a.example>",
    "<meta http-equiv=refresh content='0;url=//a.example'>",
    "# <h1>heading</h1>",
    "<x onpointerrawupdate=alert(1)>",
    "\u202ereversed\u202c and \u200bhidden",
]
LIVE = re.compile(r"<(?:iframe|img|base|math|meta http-equiv)", re.IGNORECASE)
"""Beside scripts, styles and handlers, which the page client refuses by itself."""

OWN_SCHEMES = ("/", "#", "http://a.example")
NAUGHTY = [
    "\x00" * 30,
    "\ud800" * 30,
    "x" * 100_000,
    "\u202e" * 40,
    "٣" * 40,
    "\U0001d57f\U0001d58d\U0001d58a" * 9,
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮" * 2,
    "'; DROP TABLE thread; --" * 2,
    "%s%s%n%x" * 5,
    "${jndi:ldap://x}" * 3,
    "../../../../etc/passwd\0",
    "=cmd|' /C calc'!A0" * 2,
    "\r\nSet-Cookie: x=y\r\n" * 2,
    "0x7fffffff99999999999999999999",
    "null undefined NaN Infinity",
]


@pytest.mark.any_database
@pytest.mark.parametrize("vector", VECTORS)
def test_vectors_do_not_live_on_any_page(app, cast, page, vector):
    ada = cast.page("ada")
    words = {
        "title": f"{TITLE} {vector}"[:150],
        "body": f"{BODY}\n\n{vector}",
        "tags": "xss",
    }
    form = ada.get("/questions/ask")
    preview = ada.send(form, words, having="title", submit=("preview", "1"), status=200)
    sent = ada.send(form, words, having="title", status=303)
    with app.app_context():
        post = db.session.scalars(sa.select(Post)).one().public_id
    edit = ada.get(f"/questions/posts/{post}/edit")
    ada.send(edit, {"body": f"{words['body']} again"}, having="body", status=303)
    path = page.get(f"/questions/posts/{post}", status=302).location
    pages = [
        preview,
        edit,
        page.get(path),
        page.get("/questions/"),
        page.get("/questions/tagged/xss"),
        page.get(f"/questions/posts/{post}/history"),
        ada.get(path),
    ]
    assert sent.location is not None
    assert [LIVE.findall(one.html) for one in pages] == [[]] * len(pages)
    links = {link for one in pages for link in one.links}
    assert [link for link in links if not link.startswith(OWN_SCHEMES)] == []


@pytest.mark.parametrize("text", NAUGHTY)
@pytest.mark.parametrize("field", ["title", "body"])
def test_naughty_strings_are_taken_or_refused(app, cast, page, field, text):
    ada = cast.page("ada")
    words = {"title": TITLE, "body": BODY, field: text.encode("utf-8", "surrogatepass")}
    form = ada.get("/questions/ask")
    with little_work():
        sent = ada.send(form, words, having="title")
    assert sent.status in {303, 422}
    for path in ("/questions/", "/questions/new"):
        page.get(path)
    with app.app_context():
        for thread in db.session.scalars(sa.select(Thread)):
            page.get(f"/questions/{thread.public_id}/{thread.slug}")


@pytest.mark.parametrize("field", ["title", "body", "tags", "product", "csrf_token"])
def test_fields_may_be_missing_or_doubled(app, cast, field):
    ada = cast.page("ada")
    form = ada.get("/questions/ask")
    words = {"title": TITLE, "body": BODY}
    missing = ada.send(form, {**words, field: None}, having="title")
    doubled = ada.send(form, {**words, field: ["one", "two"]}, having="title")
    statuses = [missing.status, doubled.status]
    assert set(statuses) <= {303, 422, 400}
    with app.app_context():
        threads = db.session.scalar(sa.select(sa.func.count(Thread.id)))
    assert threads == statuses.count(303)


def test_files_in_place_of_text_are_refused(cast):
    ada = cast.page("ada")
    data = {
        "csrf_token": ada.token(),
        "title": (io.BytesIO(b"x" * 50), "x.txt"),
        "body": (io.BytesIO(b"x" * 50), "x.txt"),
    }
    assert ada.client.post("/questions/ask", data=data).status_code == 422


def test_a_body_of_a_megabyte_is_refused(cast):
    ada = cast.page("ada")
    data = {"csrf_token": ada.token(), "title": TITLE, "body": "x" * 1_100_000}
    assert ada.client.post("/questions/ask", data=data).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/questions/%00",
        "/questions/%ff%fe/x",
        "/questions/" + "a" * 5000,
        "/questions/tagged/%00",
        "/questions/tagged/%E4%BB%B7",
        "/questions/tagged/a%2Fb",
        "/questions/posts/%00",
        "/questions/posts/..%2f..%2fetc/history",
        "/questions/posts/%ed%a0%80/edit",
        "/questions/posts/' OR 1=1/history",
    ],
)
def test_strange_addresses_are_not_found(cast, path):
    assert cast.page("ada").client.get(path).status_code == 404


@pytest.mark.parametrize(
    "after", ["x" * 5000, "W10", "WyJcdTAwMDAiXQ", "bnVsbA", "%00", "e30"]
)
def test_strange_page_markers_are_refused(app, cast, page, after):
    path, (post, _) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    for where in ("/questions/", path, f"/questions/posts/{post}/history"):
        page.get(f"{where}?after={after}", status=400)


@pytest.mark.parametrize("value", ["", "\x00", "x" * 10_000, "é", "1"])
def test_strange_values_of_a_button_do_no_harm(app, cast, value):
    _, (_, post) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    data = {"instead_of": value}
    cast.page("ada").post(f"/questions/posts/{post}/choose", data, status=303)
