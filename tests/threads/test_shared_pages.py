"""Pages that members share: nobody gets a byte of another's, of an old role, or too late."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import AccountState, LoginSession, User
from community.core import clock, madepages
from community.core.actors import Role
from community.core.db import db, transaction
from community.core.visibility import State
from community.core.web import current_actor
from community.threads import reads
from community.threads.models import Post, Thread
from community.threads.reads import ThreadRead
from community.threads.rules import asking
from tests.page import PageClient
from tests.queries import count_queries
from tests.sharing import ALL, FLASK, Sharing, shared_pages, words_of
from tests.threads.made import answer, ask, put_in_state

PRICED = "We renewed at $140 a seat after asking twice."


@pytest.fixture(scope="module")
def _sharing(_app, settings) -> Iterator[Sharing]:
    with shared_pages(settings) as sharing:
        yield sharing


@pytest.fixture
def sharing(_sharing) -> Sharing:
    _sharing.pages.shelf.clear()
    return _sharing


@pytest.fixture
def path(app, cast) -> str:
    """Return a question of Ben's, with what he and others said, openly or not."""
    with app.app_context(), transaction():
        thread = ask(cast.actor("ben"))
        answer(cast.actor("ben"), thread, PRICED)
        asking.answer(
            cast.actor("ben"),
            thread,
            "This is said quietly, under an alias.",
            anonymous=True,
        )
        held = answer(cast.actor("mo"), thread, "This one waits for a moderator.")
        put_in_state(thread, held, State.HELD)
        return f"/questions/{thread.public_id}/{thread.slug}"


@pytest.fixture
def everybody(cast) -> dict[str, PageClient]:
    """Return the browsers of the whole cast, and a visitor's."""
    found = {name: cast.page(name) for name in ("ada", "ben", "cleo", "rae", "mo")}
    return {**found, "hana": cast.page("hana")}


@pytest.fixture
def alike(sharing, everybody, path) -> Callable[..., None]:
    """Return a check that all get from the page that is kept what Flask makes for them.

    `shared` are those who share one, `alone` those who have one of their own.
    """

    seen: set[tuple[str, str]] = set()

    def check(*shared: str, alone: Sequence[str] = (), at: str = path) -> None:
        for name, browser in everybody.items():
            if (name, at) not in seen:
                browser.get(at)  # what is new is read, what was said is said
                seen.add((name, at))
            got = sharing.get(browser, at)
            made, own = [*sharing.made], browser.get(at)
            assert words_of(got) == words_of(own), name
            assert got.response.headers["Cache-Control"] == "no-store"
            expected = ALL if name in shared else name if name in alone else FLASK
            assert set(made) <= {expected}, (name, made)
            if expected is not FLASK:
                assert words_of(sharing.get(browser, at)) == words_of(own), name
                assert sharing.made == []

    return check


def posts_of(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Post.public_id).order_by(Post.id)))


def test_members_in_turn_get_their_own_page(app, cast, sharing, everybody, alike, path):
    alike("ada", "cleo", alone=["ben"])
    alike("ada", "cleo", alone=["ben"], at=f"{path}?sort=oldest")
    alike("ada", "ben", "cleo", at="/")
    # One page serves both, and holds nothing of either.
    ada, cleo = everybody["ada"], everybody["cleo"]
    sharing.get(ada, path)
    both = [sharing.get(one, path) for one in (ada, cleo)]
    assert sharing.made == []
    assert words_of(both[0]) != words_of(both[1])
    assert "ada, your account" in both[0].html
    assert "cleo" not in both[0].html
    shelf = sharing.pages.shelf._pages
    kept = [one.parts for key, one in shelf.items() if key[-1].alone is None]
    assert kept
    for secret in ("ada", "cleo", cast.ada.email, cast.cleo.email):
        assert not any(re.search(rf"\b{secret}\b".encode(), b"".join(k)) for k in kept)


def test_what_one_did_on_a_page_makes_it_ones_own(app, everybody, alike, path):
    _, priced, _, _ = posts_of(app)
    ada, cleo, ben = everybody["ada"], everybody["cleo"], everybody["ben"]
    ada.post(f"/questions/posts/{priced}/compare", {"says": "less"}, status=303)
    cleo.post(f"/questions/posts/{priced}/vote", status=303)
    alike("cleo", alone=["ada", "ben"])
    ada.post(f"/questions/posts/{priced}/compare/withdraw", status=303)
    cleo.post(f"/questions/posts/{priced}/unvote", status=303)
    ben.post(f"/questions/posts/{priced}/remove", status=303)
    for one in (ada, ben, cleo):
        one.get("/account/")  # says what was done, once
    alike("ada", "cleo", alone=["ben"])


def test_a_draft_shows_at_once_and_to_nobody_else(
    cast, everybody, sharing, alike, path
):
    cleo, answers = everybody["cleo"], f"/questions/{path.split('/')[2]}/answers"
    typed = {"body": "Not done with this yet.", "live": "1"}
    kept = cleo.post(answers, typed, status=200).response.json
    alike("ada", alone=["ben", "cleo"])
    assert typed["body"] in sharing.get(cleo, path).html
    typed = {**typed, "body": "Nearly done.", **_seen(kept)}
    kept = cleo.post(answers, typed, status=200).response.json
    assert "Nearly done." in sharing.get(cleo, path).html
    assert sharing.made == ["cleo"]
    cleo.post(f"/questions/drafts/{kept['draft_id']}/delete", status=303)
    cleo.get("/account/")  # says what was done, once
    alike("ada", "cleo", alone=["ben"])


def _seen(kept: dict[str, str]) -> dict[str, str]:
    return {name: kept[name] for name in ("draft_id", "draft_version")}


def test_what_one_wrote_is_never_shared(app, cast, everybody, alike, sharing, path):
    with app.app_context(), transaction():
        thread = db.session.scalars(sa.select(Thread)).one()
        asking.answer(
            cast.actor("cleo"),
            thread,
            "This one is mine, said quietly.",
            anonymous=True,
        )
        held = answer(cast.actor("ada"), thread, "Waits for a moderator, as it does.")
        put_in_state(thread, held, State.HELD)
    alike(alone=["ada", "ben", "cleo"])
    # Who takes part votes, follows and reads on like everybody.
    _, priced, *_ = posts_of(app)
    cleo = everybody["cleo"]
    cleo.post(f"/questions/posts/{priced}/vote", status=303)
    cleo.post(f"/follow/question/{path.split('/')[2]}", {"level": "all"}, status=303)
    with app.app_context(), transaction():
        found = db.session.scalars(sa.select(Thread)).one()
        answer(cast.actor("mo"), found, "One more, since you looked.")
    cleo.get("/account/")
    assert "1 new since your visit" in sharing.get(cleo, path).text
    for one in everybody.values():
        one.get(path)
    alike(alone=["ada", "ben", "cleo"])


def test_followers_share_with_followers(everybody, sharing, alike, path):
    thread = path.split("/")[2]
    everybody["cleo"].post(f"/follow/question/{thread}", {"level": "all"}, status=303)
    everybody["ada"].post(f"/saved/question/{thread}", {"keep": "yes"}, status=303)
    alike("ada", "cleo", alone=["ben"])
    assert "✓ Following" in sharing.get(everybody["cleo"], path).html
    assert "✓ Following" not in sharing.get(everybody["ada"], path).html


def test_what_is_new_is_marked_counted_and_noted(app, cast, everybody, sharing, path):
    cleo = everybody["cleo"]
    cleo.get("/account/")
    assert "new since" not in sharing.get(cleo, path).text
    with app.app_context():
        assert db.session.query(ThreadRead).count() == 1
        assert reads.count_pages([cast.cleo.id])[cast.cleo.id][0] == 1
    with app.app_context(), transaction():
        thread = db.session.scalars(sa.select(Thread)).one()
        answer(cast.actor("mo"), thread, "One more, since you looked.")
    for at in ("/questions/", "/questions/new"):
        assert ">1 new</a>" in sharing.get(cleo, at).html
        assert words_of(sharing.get(cleo, at)) == words_of(cleo.get(at))
        assert ">1 new</a>" not in sharing.get(everybody["ada"], at).html
    assert "1 new since your visit" in sharing.get(cleo, path).text
    assert sharing.made == [ALL]
    assert "new since" not in sharing.get(cleo, path).text


def test_lists_are_shared_by_those_who_have_read_alike(
    app, cast, everybody, sharing, alike
):
    ada, cleo = everybody["ada"], everybody["cleo"]
    with app.app_context(), transaction():
        ask(cast.actor("ben"), title="Who got a longer term?", tags="term renewal")
    alike("ada", "ben", "cleo", at="/questions/tagged/term")
    cleo.post("/follow/tag/term", {"level": "all"}, status=303)
    cleo.get("/account/")  # says what was done, once
    assert "✓ Following" not in sharing.get(ada, "/questions/tagged/term").html
    assert "✓ Following" in sharing.get(cleo, "/questions/tagged/term").html
    for at in ("tagged/no", "unanswered?vendor=no"):
        assert sharing.get(cleo, f"/questions/{at}").status == 404


def test_the_inbox_counts_on_a_shared_page(app, cast, everybody, sharing, path):
    ada = everybody["ada"]
    with app.app_context(), transaction():
        question = ask(cast.actor("ada"), title="Who has asked for a longer term?")
        answer(cast.actor("ben"), question)
    ada.get(path)
    unread = re.search(r"Inbox[^\"]*", ada.get(path).html)[0]
    assert unread in sharing.get(ada, path).html


def test_a_hit_asks_the_database_once(everybody, sharing, path):
    cleo = everybody["cleo"]
    cleo.get(path)
    sharing.get(cleo, path)
    for at, queries in ((path, 1), ("/", 2), ("/questions/", 2)):
        sharing.get(cleo, at)
        with count_queries() as asked:
            sharing.get(cleo, at)
        assert len(asked) == queries
        assert sharing.made == []


def test_forms_of_a_shared_page_work(app, everybody, sharing, path):
    priced = posts_of(app)[1]
    cleo = everybody["cleo"]
    cleo.get(path)
    sharing.get(cleo, path)
    page = sharing.get(cleo, path)
    assert sharing.made == []
    fields = page.form(f"/questions/posts/{priced}/vote")["fields"]
    other = everybody["ada"]
    other.get(path)
    stolen = other.client.post(f"/questions/posts/{priced}/vote", data=fields)
    assert stolen.status_code == 400
    done = cleo.client.post(f"/questions/posts/{priced}/vote", data=fields)
    assert done.status_code == 303
    assert f"/questions/posts/{priced}/unvote" in sharing.get(cleo, path).html
    keys = {
        sharing.get(other, path).form(having="body")["fields"]["submission_key"]
        for _ in range(2)
    }
    assert len(keys) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"role": Role.MODERATOR},
        {"role": Role.REP},
        {"email_proven_at": None},
        {"state": AccountState.LOCKED},
        {"handle": "renamed", "handle_key": "renamed"},
        {"time_zone": "Asia/Kolkata"},
    ],
    ids=lambda change: next(iter(change)) + str(next(iter(change.values()))),
)
def test_who_one_is_counts_at_once(app, cast, everybody, sharing, path, change):
    cleo = everybody["cleo"]
    cleo.get(path)
    sharing.get(cleo, path)
    with app.app_context(), transaction():
        found = sa.update(User).where(User.id == cast.cleo.id).values(**change)
        db.session.execute(found)
    cleo.get(path)  # as a moderator she sees more, and has seen it now
    got = sharing.get(cleo, path)
    shared = FLASK not in sharing.made
    assert words_of(got) == words_of(cleo.get(path))
    assert bool({"handle", "time_zone"} & set(change)) is shared


def test_a_login_that_ended_gets_a_visitors_page(app, everybody, sharing, path):
    cleo = everybody["cleo"]
    cleo.get(path)
    assert "your account" in sharing.get(cleo, path).html
    with app.app_context(), transaction():
        db.session.execute(sa.delete(LoginSession))
    assert "your account" not in sharing.get(cleo, path).html
    assert sharing.made == [FLASK]


def test_a_login_that_is_in_use_stays_so(app, everybody, sharing, path):
    cleo = everybody["cleo"]
    cleo.get(path)
    for days in (6, 12):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            assert "your account" in sharing.get(cleo, path).html


def test_a_cookie_that_says_more_goes_to_flask(app, everybody, sharing, path):
    priced = posts_of(app)[1]
    ben, cleo = everybody["ben"], everybody["cleo"]
    assert sharing.get(cleo, path).status == 200
    assert sharing.made == [FLASK]  # it has no token for forms as yet
    cleo.get(path)
    ben.post(f"/questions/posts/{priced}/remove", status=303)
    for browser, said in ((ben, "Removed."), (cleo, "")):
        assert said in sharing.get(browser, "/").text
    forged = "x" + cleo.client.get_cookie("fairquote").value[1:]
    cleo.client.set_cookie("fairquote", forged)
    assert "your account" not in sharing.get(cleo, path).html


def test_an_old_cookie_goes_to_flask(everybody, sharing, path):
    cleo = everybody["cleo"]
    cleo.get(path)
    sharing.get(cleo, path)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert "your account" not in sharing.get(cleo, path).html
    assert sharing.made == [FLASK]


def test_other_wishes_go_to_flask(everybody, sharing, path):
    cleo = everybody["cleo"]
    cleo.get(path)
    for at in (f"{path}?quote=x", f"{path}?sort={'x' * 300}", "/log/", "/%C3%A4"):
        sharing.get(cleo, at)
        assert sharing.made == [FLASK], at
    for wish in ("gzip;q=0.5", "*"):
        sharing.get(cleo, path, **{"Accept-Encoding": wish})
        assert sharing.made == [FLASK], wish
    assert sharing.get(cleo, path, Range="bytes=0-9").status == 200
    assert sharing.made == [FLASK]
    assert sharing.get(cleo, f"{path}?sort=worst").status == 400
    assert sharing.get(cleo, "/questions/0000000000000000/x").status == 404
    assert sharing.get(cleo, f"{path}-old").status == 301


@pytest.mark.parametrize("packing", ["br", "gzip", "gzip, deflate, br, zstd"])
def test_shared_pages_are_compressed(everybody, sharing, path, packing):
    cleo = everybody["cleo"]
    cleo.get(path)
    page = sharing.get(cleo, path, **{"Accept-Encoding": packing})
    assert page.response.headers["Content-Encoding"] in packing
    assert int(page.response.headers["Content-Length"]) == len(page.response.data)


def test_pages_grow_old_and_leave_room(app, everybody, sharing, path, monkeypatch):
    cleo = everybody["cleo"]
    cleo.get(path)
    sharing.get(cleo, path)
    with time_machine.travel(clock.now(), tick=False):
        monkeypatch.setattr(madepages.time, "monotonic", lambda: 1e12)
        sharing.get(cleo, path)
        assert sharing.made == [ALL]
        sharing.get(cleo, path)
        assert sharing.made == []
    shelf = sharing.pages.shelf
    monkeypatch.setattr(shelf, "_most", shelf.bytes + 1)
    for sort in ("best", "oldest"):
        sharing.get(cleo, f"{path}?sort={sort}")
    assert sum(page.size for page in shelf.pages()) == shelf.bytes <= shelf._most


def test_a_page_that_names_its_reader_is_not_kept(everybody, sharing, monkeypatch):
    cleo = everybody["cleo"]
    cleo.get("/")
    views = sharing.app.view_functions
    home = views["prices.home"]

    def naming() -> str:
        return f"<title>x</title><h1>{current_actor().handle}</h1>"

    naming.__access__ = home.__access__
    monkeypatch.setitem(views, "prices.home", naming)
    assert "cleo" in sharing.get(cleo, "/").html
    assert sharing.made == [ALL, FLASK]
    assert not list(sharing.pages.shelf.pages())


def test_who_waits_too_long_for_a_page_gets_their_own(
    everybody, sharing, path, monkeypatch
):
    monkeypatch.setattr("community.core.sharedpages._WAITS_SECONDS", 0.01)
    cleo = everybody["cleo"]
    cleo.get(path)
    with sharing.pages._making:
        assert "cleo, your account" in sharing.get(cleo, path).html
    assert sharing.made == [FLASK]
