"""Canaries of a guest and of where to join, looked for by every role, in tables and logs."""

import re
from dataclasses import replace

from community.core.worker import run_due
from tests.api.conftest import program, program_of  # noqa: F401 - fixtures
from tests.demos.conftest import (
    CANARIES,
    MAIL,
    NAME,
    PERSON,
    mails_to,
    registered,
    typed,
)
from tests.queries import count_queries
from tests.security.rows import read

OTHERS = ("cleo", "ben", "mo", "mia", "hana", None)
"""A buyer, a rival's rep, staff, and a visitor."""
_WHERE = "CANARYLINK"
_MAY_HOLD = {NAME: {"demo_registration", "mail"}, _WHERE: {"demo"}}
"""Where each may stand while somebody is registered; the mail is the receipt."""


def _pages(scene) -> tuple[str, ...]:
    own = ("registration", "registration.ics", "reveal", "withdraw")
    return (
        *(scene.path, f"{scene.path}.ics", scene.desk, f"{scene.desk}?after=x"),
        *(f"{scene.path}/{one}" for one in own),
        *("/events/", "/events/past", "/events/mine", "/events/desk/", "/rep/"),
        *("/prices/arbor/", "/prices/arbor/arbor-desk/", "/u/ada", "/u/rae", "/log"),
        *("/moderation/", "/host/", "/host/metrics", "/host/metrics.csv", "/inbox"),
        *("/flags/mine", f"/flags/event/{scene.event}", "/account/", "/sitemap.xml"),
        *("/search?q=canary", "/feeds/prices/arbor.atom", "/feeds/events.atom", "/"),
    )


def _seen(page, paths) -> str:
    answers = [page.client.get(path) for path in paths]
    return "".join(f"{one.headers}{one.get_data(as_text=True)}" for one in answers)


def _browser(cast, page, handle):
    return page if handle is None else cast.page(handle)


def _told_by_programs(program, program_of, scene) -> dict[str, str]:  # noqa: F811
    paths = ("/events", f"/events/{scene.event}", f"/me/events/{scene.event}")
    paths = (*paths, "/me/events", "/me/notifications", "/me/posts")
    asking = {one: program_of(one) for one in ("cleo", "rae", "ben", "mo", "hana")}
    return {
        handle: "".join(
            one.ask(path, status=None).get_data(as_text=True) for path in paths
        )
        for handle, one in (*asking.items(), ("nobody", program))
    }


def test_nobody_but_the_organiser_sees_a_guest_and_once_withdrawn_nobody_does(
    app,
    cast,
    scene,
    page,
    program,  # noqa: F811
    program_of,  # noqa: F811
    capfd,
):
    ada, rae = cast.page("ada"), cast.page("rae")
    registered(ada, scene, **PERSON)
    _held(app)
    for handle in OTHERS:
        found = _seen(_browser(cast, page, handle), _pages(scene))
        assert [one for one in (*CANARIES, _WHERE) if one in found] == [], handle
    found = _seen(cast.page("rae"), _pages(scene))
    assert [one for one in (*CANARIES, _WHERE) if one not in found] == []
    for handle, told in _told_by_programs(program, program_of, scene).items():
        assert [one for one in (*CANARIES, _WHERE) if one in told] == [], handle
    moved = typed(starts="2027-02-10T16:00")
    rae.send(rae.get(f"{scene.desk}/edit"), moved, having="body", status=303)
    run_due(app)

    ada.send(ada.get(f"{scene.path}/withdraw"), {}, having="submission_key", status=303)
    run_due(app)
    for handle in (*OTHERS, "rae"):
        found = _seen(_browser(cast, page, handle), _pages(scene))
        assert [one for one in CANARIES if one in found] == [], handle
        assert (_WHERE in found) is (handle == "rae"), handle
    own = _seen(cast.page("ada"), _pages(scene))
    assert _WHERE not in own
    rows = {name: repr(found) for name, found in read(app).items()}
    assert [name for name, found in rows.items() if NAME in found] == []
    mails = {one: mails_to(app, one) for one in (MAIL, "rae@arbor.example", "@")}
    assert mails["rae@arbor.example"] == []
    assert len(mails[MAIL]) == len(mails["@"]) == 2
    assert [one for one in mails["@"] if _WHERE in f"{one}"] == []
    logged = "".join(capfd.readouterr())
    assert [one for one in (*CANARIES, _WHERE) if one in logged] == []


def _held(app) -> None:
    """Raise for a canary in a table that has no business with it."""
    rows = {name: repr(found) for name, found in read(app).items()}
    for canary, allowed in _MAY_HOLD.items():
        where = {name for name, found in rows.items() if canary in found}
        assert where <= allowed, (canary, where)


def test_withdrawing_twice_by_a_double_click_is_once(cast, scene):
    ada = cast.page("ada")
    registered(ada, scene)
    form = ada.get(f"{scene.path}/withdraw").form(having="submission_key")["fields"]
    for _ in range(2):
        answer = ada.client.post(f"{scene.path}/withdraw", data=form)
        assert (answer.status_code, answer.location) == (303, "/events/mine")


def test_who_reveals_nothing_is_a_number_and_no_more(cast, scene):
    rae = cast.page("rae")
    registered(cast.page("ada"), scene)
    one = rae.get(scene.desk)
    registered(cast.page("cleo"), scene)
    two = rae.get(scene.desk)
    assert two.words() == one.words().replace("Registered 1", "Registered 2")


def test_the_log_counts_and_names_nobody(app, cast, scene, clock_hand):
    ada = cast.page("ada")
    registered(ada, scene, **PERSON)
    registered(cast.page("cleo"), scene)
    form = ada.get(f"{scene.path}/withdraw")
    ada.send(form, {}, having="submission_key", status=303)
    hana = cast.page("hana")
    told = hana.client.get("/host/metrics.csv?weeks=1").get_data(as_text=True)
    figures = {one.split(",")[1]: one.split(",")[2] for one in told.splitlines()[1:]}
    assert figures["Events announced"] == "vendor 1"
    assert figures["Registrations"] == "2"
    assert figures["Registrations withdrawn"] == "50 %"
    assert figures["Registered with their name"] == "50 %"
    with app.app_context():
        facts = repr(read(app, {"measured_fact"}))
    assert [one for one in (*CANARIES, "ada", "cleo") if one in facts] == []


def test_prices_are_the_same_bytes_for_all_while_events_stand_on_them(
    cast, scene, page
):
    parts = set()
    for handle in (None, "cleo", "rae", "mo", "hana"):
        html = _browser(cast, page, handle).get("/prices/arbor/arbor-desk/").html
        start = html.index('aria-labelledby="events"')
        parts.add(html[start : html.index("</section>", start)])
    assert len(parts) == 1


def test_lists_and_pages_cost_the_same_however_many_there_are(app, cast, scene, page):
    rae = cast.page("rae")
    paths = ("/events/", "/prices/arbor/arbor-desk/", "/prices/arbor/")
    first = {path: _cost(page, path) for path in paths}
    desk = _cost(rae, "/events/desk/")
    for day in ("11", "12"):
        words = typed(title=f"Another on {day}", starts=f"2027-02-{day}T10:00")
        rae.send(rae.get("/events/desk/new"), words, having="body", status=303)
    assert {path: _cost(page, path) for path in paths} == first
    assert _cost(rae, "/events/desk/") == desk
    registered(cast.page("ada"), scene)
    cost = _cost(cast.page("ada"), "/events/mine")
    for other in _events(page) - {scene.event}:
        registered(cast.page("ada"), replace(scene, event=other))
    assert len(_events(page)) == 3
    assert _cost(cast.page("ada"), "/events/mine") == cost


def _events(page) -> set[str]:
    found = (
        re.fullmatch(r"/events/(\w{16})", one) for one in page.get("/events/").links
    )
    return {one[1] for one in found if one}


def _cost(page, path: str) -> int:
    page.get(path)
    with count_queries() as asked:
        page.get(path)
    return len(asked)
