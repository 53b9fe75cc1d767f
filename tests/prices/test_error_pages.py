"""The pages of refusals and of crashes."""

import pytest
from flask import g, render_template

from tests.queries import count_queries


def shown(app, template, status):
    with app.test_request_context("/somewhere"):
        g.request_id = "0123abcd"
        html = render_template(
            template,
            status=status,
            title="Something happened",
            message="This is what happened.",
            request_id="0123abcd",
        )
        return html, "fairquote_actor" in g


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 429])
def test_a_refusal_says_what_happened_and_what_to_do(app, status):
    html, _ = shown(app, "errors/error.html", status)

    assert "<h1>Something happened</h1>" in html
    assert "This is what happened." in html
    assert html.count('<p class="muted') >= 2
    assert "0123abcd" not in html


@pytest.mark.parametrize("status", [500, 503, 507])
def test_a_crash_page_needs_neither_database_nor_actor(app, status):
    with count_queries() as asked:
        html, actor_was_asked = shown(app, "errors/crash.html", status)

    assert asked == []
    assert not actor_was_asked
    assert "<h1>Something happened</h1>" in html
    assert ("0123abcd" in html) == (status == 500)


def test_real_refusals_come_as_pages(page, cast):
    page.get("/?no=such", status=400)
    page.get("/nothing/here", status=404)
    cast.page("ada").get("/host/", status=403)
