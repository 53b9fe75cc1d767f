"""Who wrote under an alias hears of it, and nobody else learns that they do."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.accounts.rules.sessions import start_session
from community.core import clock
from community.core.actors import Actor, Role
from community.core.db import Base, db, transaction
from community.core.mail import Mail
from community.core.worker import run_due
from community.notifications.feeding import news_entries
from community.notifications.kinds import Frequency, News, Why
from community.notifications.models import Follow, InboxEntry, Reader
from community.threads.models import Post, Thread
from community.threads.rules import choosing
from community.threads.rules.signing import anonymise
from tests.notifications.made import answer, ask, inbox
from tests.page import PageClient
from tests.privacy.whispers import AUTHOR_ID, CANARIES, EMAIL, HANDLE

_ABOUT_MEMBERS = {"user", "login_session", "mail", "job", "reader"}


@pytest.fixture
def quill(app, cast) -> Actor:
    """Return somebody whose every name is a canary."""
    with app.app_context(), transaction():
        db.session.add(
            User(
                id=AUTHOR_ID,
                handle=HANDLE,
                handle_key="quillcanary",
                email=EMAIL,
                email_proven_at=clock.now(),
                role=Role.MEMBER,
            )
        )
        db.session.flush()
        db.session.add(Reader(user_id=AUTHOR_ID, followed=Frequency.AT_ONCE))
    return Actor(AUTHOR_ID, HANDLE, Role.MEMBER, proven=True)


def rows(app, *, without=_ABOUT_MEMBERS) -> str:
    with app.app_context():
        return repr(
            {
                table.name: db.session.execute(
                    sa.select(
                        *(sa.column(one.name) for one in table.columns)
                    ).select_from(sa.table(table.name))
                ).all()
                for table in Base.metadata.sorted_tables
                if table.name not in without
            }
        )


def find_post(public_id: str) -> tuple[Post, Thread]:
    post = db.session.scalars(sa.select(Post).where(Post.public_id == public_id)).one()
    return post, db.session.get_one(Thread, post.thread_id)


def told_in(text: str) -> list[str]:
    return [one for one in CANARIES if one in text.casefold()]


def test_asked_anonymously_answered_and_told_by_mail(app, cast, quill, mails, page):
    public_id, path = ask(app, quill, anonymous=True)
    cast.page("ben").post(f"/follow/question/{public_id}", {"level": "all"}, status=303)
    answer(app, cast.actor("cleo"), public_id)
    whispered = answer(
        app, quill, public_id, "We pay nine percent more.", anonymous=True
    )
    with app.app_context(), transaction():
        post, thread = find_post(whispered)
        choosing.choose_answer(quill, thread, post, instead_of=None)
    run_due(app)

    sent = {one["To"]: one for one in mails()}
    assert "New" in inbox(cast, "ben")
    assert "2 new answers to" in inbox(cast, "ben")
    assert sorted(sent) == [EMAIL], "Ben has a weekly digest"
    (mine,) = [one for to, one in sent.items() if to == EMAIL]
    text = mine.get_body(("plain",)).get_content()
    assert "cleo answered" in text
    assert "because you follow this question" in text
    assert "you asked" not in text
    assert "No more mails about it" in text, "as whoever follows it reads"
    assert "Anonymous" not in text, "not of what she wrote herself"
    assert told_in(rows(app)) == []
    for handle in ("ben", "cleo", "mo", "hana", "rae"):
        browser = cast.page(handle)
        for one in ("/inbox", "/account/follows", path):
            shown = browser.get(one)
            assert told_in(f"{shown.response.headers}{shown.html}") == [], (handle, one)
    assert told_in(page.get(path).html) == []
    with app.app_context():
        kept = db.session.scalars(sa.select(Mail)).all()
        assert {one.recipient for one in kept} == {""}, "forgotten once sent"


def test_followers_hear_of_an_anonymous_answer_its_author_among_them(app, cast, mails):
    """Were she left out, the one follower without an entry would be known for it."""
    public_id, _ = ask(app, cast.actor("cleo"))
    for handle in ("ada", "ben"):
        cast.page(handle).post(f"/follow/question/{public_id}", {"level": "all"})
    answer(app, cast.actor("ada"), public_id, anonymous=True)

    with app.app_context():
        told = set(
            db.session.scalars(
                sa.select(InboxEntry.user_id).where(InboxEntry.user_id.is_not(None))
            )
        )
        assert told == {cast.ada.id, cast.ben.id, cast.cleo.id}
    assert "Anonymous" in inbox(cast, "ben")
    assert "Anonymous" not in inbox(cast, "ada")
    with app.app_context():
        told_at = set(db.session.scalars(sa.select(InboxEntry.changed_at)))
        assert {(one.minute, one.second) for one in told_at} == {(0, 0)}
    assert "Inbox, 1 new" not in cast.page("ada").get("/").html
    assert mails() == [], "in the minute of an anonymous post nothing goes out"
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        assert [one["To"] for one in mails()] == [cast.cleo.email]
    # What others answer is new to her, though her own was the latest.
    answer(app, cast.actor("ben"), public_id)
    answer(
        app, cast.actor("ada"), public_id, "We pay nine percent less.", anonymous=True
    )
    assert "ben answered" in inbox(cast, "ada")
    assert "Inbox, 1 new" in cast.page("ada").get("/").html


def test_a_hidden_name_takes_the_follow_and_its_entries_along(app, cast, quill):
    public_id, _ = ask(app, quill)
    answer(app, cast.actor("cleo"), public_id)
    cast.page("ben").post(f"/follow/person/{HANDLE}", {"level": "all"}, status=303)
    named = answer(app, quill, public_id, "We got four percent.")
    elsewhere, _ = ask(app, cast.actor("cleo"))
    chosen = answer(app, quill, elsewhere, "It was six percent for us.")
    with app.app_context(), transaction():
        post, thread = find_post(chosen)
        choosing.choose_answer(cast.actor("cleo"), thread, post, instead_of=None)
    assert "quill_canary gave 2 new answers" in inbox(cast, "ben")
    with app.app_context(), transaction():
        post, thread = find_post(chosen)
        anonymise(quill, thread, post)
    assert "quill_canary answered" in inbox(cast, "ben")
    with app.app_context(), transaction():
        for post in db.session.scalars(
            sa.select(Post).where(Post.author_id == AUTHOR_ID)
        ):
            anonymise(quill, db.session.get_one(Thread, post.thread_id), post)

    with app.app_context():
        assert find_post(named)[0].author_id is None
        kept = db.session.scalars(sa.select(Follow.user_id)).all()
        assert AUTHOR_ID not in kept
        assert sorted(map(bool, kept)) == [False, False, True, True, True]
        told = sa.select(InboxEntry.news, InboxEntry.mail, InboxEntry.why).where(
            InboxEntry.owner_key.is_not(None)
        )
        assert set(db.session.execute(told).all()) == {
            (News.ANSWER, Frequency.AT_ONCE, Why.ASKED),
            (News.YOURS_CHOSEN, Frequency.NEVER, Why.WROTE),
        }
        of_others = sa.select(InboxEntry).where(InboxEntry.user_id == cast.cleo.id)
        for entry in db.session.scalars(of_others):
            assert entry.by_key is not None
            assert entry.changed_at.minute == 0
        assert AUTHOR_ID not in db.session.scalars(sa.select(InboxEntry.user_id)).all()
    assert "answered" not in inbox(cast, "ben")
    assert "Nothing new" in inbox(cast, "ben"), "it went without a trace"


def test_nobody_hears_of_a_followed_person_under_an_alias(app, cast, quill):
    cast.page("ben").post(f"/follow/person/{HANDLE}", {"level": "all"}, status=303)
    public_id, _ = ask(app, quill, anonymous=True)
    answer(app, quill, public_id, "Nobody knows it was me.", anonymous=True)

    assert "Nothing new" in inbox(cast, "ben")


def test_an_anonymous_answer_that_helped_is_told_in_the_inbox_alone(
    app, cast, quill, mails
):
    """A mail that says whose answer it was would lie open in a mailbox at work."""
    public_id, _ = ask(app, cast.actor("cleo"))
    whispered = answer(app, quill, public_id, "Six percent, quietly.", anonymous=True)
    mails()
    with app.app_context(), transaction():
        post, thread = find_post(whispered)
        choosing.choose_answer(cast.actor("cleo"), thread, post, instead_of=None)
        token = start_session(AUTHOR_ID, user_agent="Firefox on Linux")
    run_due(app)
    own = PageClient(app)
    with own.client.session_transaction() as session:
        session["_user_id"] = token

    assert "Your answer to “Is there room" in own.get("/inbox").words()
    assert "Inbox, 1 new" in own.get("/").html
    with app.test_request_context():
        assert news_entries(quill) == [], "programs that read feeds are seen by others"
    assert mails() == []
    assert told_in(rows(app)) == []


def test_whom_an_anonymous_post_names_is_told_its_author_too_who_sees_nothing(
    app, cast, mails
):
    public_id, _ = ask(app, cast.actor("cleo"))
    text = "Ask @ben or @ada, they pay four percent."
    answer(app, cast.actor("ada"), public_id, text, anonymous=True)

    with app.app_context():
        told = sa.select(InboxEntry.user_id).where(InboxEntry.news == News.MENTION)
        assert set(db.session.scalars(told)) == {cast.ada.id, cast.ben.id}
    assert "mentioned you" in inbox(cast, "ben")
    assert "mentioned" not in inbox(cast, "ada")
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        assert {one["To"] for one in mails()} == {cast.cleo.email, cast.ben.email}
