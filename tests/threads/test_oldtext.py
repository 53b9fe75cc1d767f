import pytest

from community.core.text import render_html, render_markdown
from community.threads.models import SourceFormat
from community.threads.oldtext import REMOVED, converted, redacted
from tests.effort import little_work


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Write to jo.doe+x@mail.example.com.", f"Write to {REMOVED}."),
        ("mailto:jo@example.com", REMOVED),
        ("<jo@example.co.uk>", f"<{REMOVED}>"),
        ('<a href="mailto:jo@example.com">Jo</a>', "<a>Jo</a>"),
        ("Follow @jo and pay 3 @ 5.", "Follow @jo and pay 3 @ 5."),
        ("user@localhost", "user@localhost"),
    ],
)
def test_redacted(text, left):
    assert redacted(text) == left


def test_redacting_is_linear():
    with little_work():
        redacted("a" * 200_000 + "@")
        redacted("a@" * 100_000)
        redacted("a.b" * 60_000 + "@b.c")


@pytest.mark.parametrize(
    "html",
    [
        "<p>One</p>",
        "  <UL><li>x</li></UL>",
        "<blockquote>q</blockquote>",
        "<h2 id=x>T</h2>",
    ],
)
def test_bodies_that_begin_as_html_stay_html(html):
    assert converted(html) == (html, SourceFormat.HTML)


@pytest.mark.parametrize(
    ("old", "markdown"),
    [
        ("Plain **text**, 3 < 5", "Plain **text**, 3 < 5"),
        ("<b>Update</b> now", "**Update** now"),
        ("so <STRONG> much </STRONG>", "so **much**"),
        ("<i>not</i>", "*not*"),
        ("<b>a</b> or\n<b> b c\n</b>", "**a** or\n**b c**"),
        ("<strike>old</strike>", "~~old~~"),
        ("use <code>x</code>", "use `x`"),
        ("one<br />two", "one  \ntwo"),
        ('see <a href="http://a.de/x?y=1">this</a>', "see [this](http://a.de/x?y=1)"),
        ("Ways:\n<li> one\n<li>two", "Ways:\n\n\n- one\n\n\n- two"),
        ("a <span>b</span> <img src='x'>c", "a b c"),
        ("so<hr>on", "so\n\n---\n\non"),
        ("x <unknown>y</unknown>", "x <unknown>y</unknown>"),
        ("say\n<pre>a\n b</pre>", "say\n\n\n```\na\n b\n```\n\n"),
    ],
)
def test_tags_in_markdown_become_markdown(old, markdown):
    assert converted(old) == (markdown, SourceFormat.MARKDOWN)


def test_converting_hostile_text_is_quick():
    for piece in ("<b>", "<a href='", "<a href='x'>", "<li>", "<pre>", "<code>x", "<"):
        with little_work():
            converted("x " + piece * 5_000)
        with little_work():
            converted("x " + piece + " " * 50_000 + "x")


def test_old_scripts_do_not_survive():
    old = (
        '<p onclick="x()">Hi<script>alert(1)</script><a href="javascript:x()">y</a></p>'
    )
    source, source_format = converted(old)
    assert source_format is SourceFormat.HTML
    assert "script" not in render_html(source)
    assert "onclick" not in render_html(source)
    mixed, _ = converted("Hi <b>you</b> <script>alert(1)</script>")
    assert "<script" not in render_markdown(mixed)
