"""The moderators' pages of organisations: who may, what is shown, what comes back."""

import pytest

from community.core.events import Audited
from tests.accounts.organisations import found, group, organisation
from tests.queries import count_queries

PATH = "/moderation/organisations/"
NAMES = (
    "alfa.example",
    "alfa.test",
    "a1fa.example",
    "bravo.example",
    "xn--lfa-5cd.test",
)

CYRILLIC = "\u0430lfa.test"
"""As people read the last of them."""


@pytest.fixture
def ids(app, cast):
    """Add organisations; return their public ids by domain."""
    with app.app_context():
        found("mia", *NAMES)
        known = (*NAMES, "northwind.example", "contoso.example")
        return {domain: organisation(domain).public_id for domain in known}


@pytest.fixture
def mo(cast):
    return cast.page("mo")


def _group(page, public_id, into="bravo.example", reason="Same imprint.", **kwargs):
    shown = page.get(f"{PATH}{public_id}")
    return page.send(shown, {"into": into, "reason": reason}, having="into", **kwargs)


@pytest.mark.parametrize("who", ["ada", "rae", "hana"])
def test_pages_are_for_moderators_alone(cast, ids, who):
    page = cast.page(who)
    one = ids["alfa.example"]

    for path in (PATH, f"{PATH}{one}"):
        page.get(path, status=403)
    for act in ("group", "apart"):
        values = {"into": "bravo.example", "reason": "Because."}
        assert page.post(f"{PATH}{one}/{act}", values).status == 403


def test_a_moderator_whose_address_is_not_proven_is_refused(cast, ids):
    cast.unproven("mia").get(PATH, status=403)


def test_visitors_are_led_to_the_login(page, ids):
    assert page.get(PATH, status=303).location.startswith("/login?next=")


def test_the_list_is_by_domain_and_searched_by_beginning(mo, ids):
    whole = mo.get(PATH)
    assert all(domain in whole.html for domain in ids)
    assert whole.html.index("a1fa.example") < whole.html.index("northwind.example")

    for search in ("alfa.ex", "ALFA.example", "ada@mail.alfa.example", " alfa.e"):
        rows = mo.get(PATH, query_string={"domain": search})
        assert ">alfa.example<" in rows.html
        assert ">alfa.test<" not in rows.html
        assert "bravo" not in rows.html


@pytest.mark.parametrize("search", ["nothing", "%", "_", "\\", "'", "x" * 5_000])
def test_a_search_without_a_result_says_so(mo, ids, search):
    assert "There is none" in mo.get(PATH, query_string={"domain": search}).words()


@pytest.mark.parametrize("query", ["?after=zzz", "?organisation=1", "?after="])
def test_odd_parameters_are_400_or_ignored(mo, ids, query):
    assert mo.get(f"{PATH}{query}", status=None).status in {200, 400}


def test_doubles_and_foreign_letters_are_marked(mo, ids):
    shown = mo.get(PATH).words()
    assert f"foreign letters: {CYRILLIC}" in shown

    detail = mo.get(f"{PATH}{ids['alfa.example']}").words()
    for double in ("alfa.test", "a1fa.example", "xn--lfa-5cd.test"):
        assert f"looks like {double}" in detail
    assert "looks like bravo" not in detail


def test_what_is_grouped_is_no_double_any_more(app, cast, mo, ids):
    with app.app_context():
        group(cast.actor("mo"), "alfa.test", "alfa.example")

    detail = mo.get(f"{PATH}{ids['alfa.example']}").words()

    assert "looks like alfa.test" not in detail
    assert "looks like a1fa.example" in detail


def test_one_is_grouped_and_taken_apart_again(app, mo, ids, listen):
    heard = listen(Audited)
    one = ids["alfa.example"]

    sent = _group(mo, one, status=303)
    assert "A part of bravo.example" in mo.follow(sent).words()
    assert "alfa.example" in mo.get(f"{PATH}{ids['bravo.example']}").words()

    shown = mo.get(f"{PATH}{one}")
    apart = mo.send(shown, {"reason": "It was sold."}, having="reason", status=303)

    assert "by itself" in mo.follow(apart).words()
    assert [(act.action, act.reason) for act in heard] == [
        ("organisation.group", "Same imprint."),
        ("organisation.take-apart", "It was sold."),
    ]


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({"into": ""}, 422, "Name a domain."),
        ({"into": "nobody.example"}, 422, "No organisation here has this domain."),
        ({"into": "alfa.example"}, 422, "The two are one already."),
        ({"into": "<b>x</b>"}, 422, "No organisation here has this domain."),
        ({"into": "x" * 300}, 422, "Use at most 254 characters."),
        ({"reason": ""}, 422, "Say why."),
        ({"reason": "x" * 501}, 422, "Use at most 500 characters."),
    ],
)
def test_a_refused_grouping_comes_back_filled_in(mo, ids, values, status, sentence):
    typed = {"into": "bravo.example", "reason": "Same imprint."} | values

    answer = _group(mo, ids["alfa.example"], **typed, status=status)

    assert sentence in answer.words()
    fields = answer.form(having="into")["fields"]
    assert {name: fields[name] for name in typed} == typed


def test_the_second_moderator_is_told_that_another_was_faster(cast, mo, ids):
    one = ids["alfa.example"]
    mia = cast.page("mia")
    shown = mia.get(f"{PATH}{one}")
    _group(mo, one, status=303)

    late = mia.send(
        shown, {"into": "contoso.example", "reason": "Same."}, having="into", status=409
    )
    assert "take it apart first" in late.words()

    again = mo.get(f"{PATH}{one}")
    mo.send(again, {"reason": "Sold."}, having="reason", status=303)
    twice = mo.post(f"{PATH}{one}/apart", {"reason": "Sold.", "submission_key": "2"})
    assert twice.status == 409


def test_unknown_organisations_are_not_found(mo, ids):
    mo.get(f"{PATH}nothing", status=404)
    for act in ("group", "apart"):
        assert mo.post(f"{PATH}nothing/{act}", {"reason": "x"}).status == 404


def test_pages_cost_the_same_however_many_there_are(app, cast, mo, ids):
    few, one = _cost(mo, f"{PATH}?domain=alfa"), _cost(mo, f"{PATH}{ids['alfa.test']}")
    with app.app_context():
        found("mia", *(f"alfa{number}.example" for number in range(35)))
        for domain in ("alfa.example", "alfa1.example", "alfa2.example"):
            group(cast.actor("mo"), domain, "alfa.test")

    assert (few, one) == (6, 8)
    assert _cost(mo, f"{PATH}?domain=alfa") == few
    assert _cost(mo, f"{PATH}{ids['alfa.test']}") == one


def test_long_lists_come_in_pages(app, mo, ids):
    with app.app_context():
        found("mia", *(f"many{number:02}.example" for number in range(35)))

    first = mo.get(f"{PATH}?domain=many")
    more = next(link for link in first.links if "after=" in link)
    second = mo.get(more)

    assert (first.html.count("many00.example"), first.html.count("many34")) == (1, 0)
    assert (second.html.count("many00.example"), second.html.count("many34")) == (0, 1)


def _cost(page, path):
    with count_queries() as seen:
        page.get(path)
    return len(seen)
