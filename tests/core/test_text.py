import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.core import text

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<svg/onload=alert(1)>",
    "![x](http://tracker.example/x.png)",
    "<a href='jAvAsCrIpT:alert(1)'>x</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<style>*{display:none}</style>",
    "<iframe src=//evil.example></iframe>",
    "<form action=/logout method=post><button>x",
    '<p style="position:fixed">x',
]
TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "strong",
        "em",
        "s",
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


def harmless(html: str) -> bool:
    tags = {t.lower() for t in re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", html)}
    live = re.findall(r"<[^>]*\son\w+\s*=", html) + re.findall(
        r'href="(?!https?:|mailto:)', html
    )
    return tags <= TAGS and not live


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("render", [text.render_markdown, text.render_html])
def test_nothing_live_comes_out(render, vector):
    assert harmless(render(vector))


@given(st.text(max_size=300))
def test_any_text_renders_harmlessly(source):
    assert harmless(text.render_markdown(source))
    assert harmless(text.render_html(source))


def test_markdown_keeps_raw_html_as_words():
    assert text.render_markdown("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>"


def test_headings_begin_below_the_title():
    assert (
        text.render_markdown("# One\n\n## Two").replace("\n", "")
        == "<h2>One</h2><h3>Two</h3>"
    )


def test_links_say_that_we_do_not_vouch_for_them():
    assert text.render_markdown("https://a.example") == (
        '<p><a href="https://a.example" rel="nofollow ugc noopener">https://a.example</a></p>'
    )


def test_deep_nesting_ends():
    assert text.render_markdown(">" * 5000 + "x")
    assert text.render_markdown("[" * 5000)


def test_plain_text_parts_paragraphs():
    assert (
        text.plain_text("<p>One &amp; two</p><p>three<br>four</p>")
        == "One & two three four"
    )


def test_excerpt_cuts_between_words():
    assert text.excerpt("one two three", 9) == "one two…"
    assert text.excerpt("3 < 5, 7 > 2", 20) == "3 < 5, 7 > 2"
    assert text.excerpt("x" * 30, 9) == "x" * 8 + "…"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  a\t b\r\n c ", "a b c"),
        ("a\u202eb\u200b\x00c", "abc"),
        ("e\u0301", "é"),
        ("\ud800x", "\ufffdx"),
    ],
)
def test_clean_line_is_one_visible_line(typed, line):
    assert text.clean_line(typed) == line


def test_clean_block_keeps_lines():
    assert text.clean_block("a\r\nb\rc\x00") == "a\nb\nc"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Arbor Desk", "arbor-desk"),
        ("Société d'Été (SA)", "societe-dete-sa"),
        ("日本", "-"),
        ("a" * 100, "a" * 80),
    ],
)
def test_slugify_is_kebab_case(name, slug):
    assert text.slugify(name) == slug


@given(st.text(max_size=200))
def test_slugs_fit_into_addresses(name):
    assert re.fullmatch(r"-|[a-z0-9]+(-[a-z0-9]+)*", text.slugify(name))


def test_safe_is_for_our_own_html():
    assert text.safe("<p>x</p>").__html__() == "<p>x</p>"
