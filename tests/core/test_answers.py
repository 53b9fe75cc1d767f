"""Tables that go on: the link to older rows asks for what this page was asked for."""

from urllib.parse import parse_qs, urlsplit

from community.core.answers import csv_page


def test_the_link_to_older_rows_keeps_the_filters(app):
    with app.test_request_context("/log.csv?kind=post&moderator=m%26o&after=new"):
        answer = csv_page(["a"], [["1"]], "o/ld==")
        last = csv_page(["a"], [], None)

    address, _, relation = answer.headers["Link"].partition(">")
    asked = urlsplit(address.removeprefix("<"))
    assert (asked.path, relation) == ("/log.csv", '; rel="next"')
    assert parse_qs(asked.query) == {
        "kind": ["post"],
        "moderator": ["m&o"],
        "after": ["o/ld=="],
    }
    assert answer.get_data(as_text=True) == "a\r\n1\r\n"
    assert "Link" not in last.headers
