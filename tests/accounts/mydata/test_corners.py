"""What seldom happens: accounts without an address, names inside names, rows that are gone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.handles import fold
from community.accounts.jobs import forget
from community.accounts.models import RetiredHandle, User
from community.accounts.mydata.limits import KEPT
from community.accounts.mydata.models import AccountErasure, AccountExport, ExportState
from community.accounts.mydata.rules import erasing, exporting, leaving
from community.accounts.mydata.rules.sweeping import cleaner, is_telling, sweep
from community.accounts.mydata.vault import VAULT
from community.accounts.queries import find_taken_keys
from community.accounts.retired import KEPT_FROM_OTHERS
from community.core import clock
from community.core.db import db
from community.core.mail import Mail
from community.core.outcomes import OutcomeTold
from community.core.personal import Leaver
from community.core.visibility import State
from community.notifications.kinds import Followed, News, Why
from community.notifications.models import InboxEntry
from community.notifications.rules.delivering import Slip
from community.notifications.rules.telling import tell_author, tell_outcome
from community.reviews.models import Review
from community.threads.drafts import Draft
from community.threads.models import Post
from community.threads.owners import open_author
from community.threads.queries import get_question_post
from community.threads.rules import asking
from moderation.notices.models import Notice, NoticeSender
from moderation.notices.senders import Sender, find_sender, forget_address, keep_sender
from tests.accounts.mydata.conftest import EMAIL, HANDLE
from tests.cast import PASSWORD

pytestmark = pytest.mark.usefixtures("context")


def _forget_address(user_id: int) -> None:
    db.session.execute(sa.update(User).where(User.id == user_id).values(email=None))


def _mails() -> int | None:
    return db.session.scalar(sa.select(sa.func.count(Mail.id)))


def test_who_has_no_address_gets_no_mail(cast):
    _forget_address(cast.ada.id)
    db.session.commit()
    export = exporting.ask_for_export(cast.actor("ada"), password=PASSWORD)
    exporting.make_export(export.id)
    db.session.commit()
    leaving.ask_to_go(cast.actor("ada"), password=PASSWORD, leave_texts=True)
    leaving.stay(cast.actor("ada"))

    assert export.state is ExportState.READY
    assert _mails() == 0
    VAULT.delete(export.file_name or "")


def test_a_job_that_runs_twice_makes_one_file(cast):
    export = AccountExport(user_id=cast.ada.id)
    db.session.add(export)
    db.session.flush()
    exporting.make_export(export.id)
    first = export.file_name

    exporting.make_export(export.id)
    exporting.make_export(export.id + 1)  # deleted meanwhile

    assert export.file_name == first
    VAULT.delete(first or "")


def test_what_was_never_made_goes_in_time_too(cast):
    db.session.add(AccountExport(user_id=cast.ada.id))
    db.session.flush()

    with time_machine.travel(clock.now() + KEPT + timedelta(hours=1)):
        exporting.delete_old()

    assert db.session.scalar(sa.select(AccountExport.id)) is None


def test_an_account_without_address_goes(cast):
    _forget_address(cast.ada.id)
    db.session.add(
        AccountErasure(
            user_id=cast.ada.id, token_hash="t", leave_texts=True, due_at=clock.now()
        )
    )
    db.session.flush()

    erasing.erase_account(cast.ada.id)

    assert db.session.get_one(User, cast.ada.id).is_erased


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("@ada, look", "a deleted member, look"),
        ("(@Ada)", "(a deleted member)"),
        ("@adam and @ada-2 and @ada_x", "@adam and @ada-2 and @ada_x"),
        ("mail@ada is no name", "mail@ada is no name"),
        ("[x](/u/ada) /u/adam", "[x](/u/-) /u/adam"),
        ('<a href="/u/ada">@Ada</a>!', "a deleted member!"),
        ("ada is a word to others", "ada is a word to others"),
        ("write to Ada@Northwind.example.", "write to [address removed]."),
    ],
)
def test_a_handle_that_is_a_word_goes_where_it_names_somebody(text, left):
    clean = cleaner(Leaver(1, "ada", "ada@northwind.example"))

    assert clean(text) == left


def test_a_handle_that_is_no_word_goes_everywhere():
    clean = cleaner(Leaver(1, HANDLE, None))

    assert is_telling(HANDLE)
    assert not is_telling("ada")
    assert clean(f"As {HANDLE} said, and {HANDLE}-b.") == (
        f"As a deleted member said, and {HANDLE}-b."
    )
    assert cleaner(Leaver(1, "ada", None), ours=True)("Dear ada") == (
        "Dear a deleted member"
    )


def test_names_inside_names_are_let_alone(cast):
    _say(cast.ben.id, "Member @adam")
    db.session.flush()

    sweep(Leaver(cast.ada.id, "ada", None))

    assert _said(cast.ben.id) == "Member @adam"


def test_a_text_stays_within_its_column(cast):
    _say(cast.ben.id, "x" * 115 + " @ada")
    db.session.flush()

    sweep(Leaver(cast.ada.id, "ada", None))

    assert _said(cast.ben.id) == "x" * 115 + " a de"


def _say(user_id: int, text: str) -> None:
    named = sa.update(User).where(User.id == user_id)
    db.session.execute(named.values(attribution_name=text))


def _said(user_id: int) -> str | None:
    return db.session.scalar(sa.select(User.attribution_name).where(User.id == user_id))


@pytest.mark.parametrize("state", [State.REMOVED, State.DELETED])
def test_what_is_not_public_goes_though_texts_stay(cast, town, state):
    whose = town.of(HANDLE)
    review = sa.select(Review).where(Review.public_id == whose["review"])
    answer = sa.select(Post).where(Post.public_id == whose["answer"])
    for one in (db.session.scalars(review).one(), db.session.scalars(answer).one()):
        one.state, one.prior_state = state, None
    other = sa.select(Post).where(Post.public_id == town.of("cleo")["answer"])
    other_post = db.session.scalars(other).one()
    other_post.source = "> Somebody else’s words, quoted from elsewhere."
    other_post.thread_id = db.session.scalars(answer).one().thread_id
    db.session.add(
        AccountErasure(
            user_id=cast.ada.id, token_hash="t", leave_texts=True, due_at=clock.now()
        )
    )
    db.session.flush()

    erasing.erase_account(cast.ada.id)

    said = db.session.scalars(review).one()
    assert (said.good, said.bad, said.state) == ("", "", state)
    post = db.session.scalars(answer).one()
    assert (post.source, post.html, post.state) == ("", "", state)
    assert EMAIL not in other_post.source
    assert other_post.source.startswith("> Somebody else’s")


def test_an_anonymous_question_leads_to_nobody(cast, town):
    words = Draft(
        title="What did you pay for seats?",
        body="We have 180 seats and the renewal quote went up.",
        tags="renewal",
    )
    thread = asking.ask(cast.actor("ada"), words, anonymous=True)
    before = thread.owner_key
    db.session.add(
        AccountErasure(
            user_id=cast.ada.id, token_hash="t", leave_texts=True, due_at=clock.now()
        )
    )
    db.session.flush()

    erasing.erase_account(cast.ada.id)

    post = get_question_post(thread)
    assert (thread.title, thread.author_id) == ("What did you pay for seats?", None)
    assert thread.owner_key == post.owner_key != before
    assert open_author(post.sealed_author or "") == 0


def test_a_notice_from_the_same_address_forgets_its_sender(cast, town):
    notice = db.session.scalars(sa.select(Notice).where(Notice.number == "N-OTTER"))
    first = notice.one()
    other = db.session.scalars(sa.select(Notice).where(Notice.id != first.id)).first()
    assert other is not None
    before = find_sender(other)
    keep_sender(first, Sender("Otter Canary", EMAIL.upper()))
    db.session.add(
        AccountErasure(
            user_id=cast.ada.id, token_hash="t", leave_texts=True, due_at=clock.now()
        )
    )
    db.session.flush()

    erasing.erase_account(cast.ada.id)

    assert find_sender(first) is None
    assert before is not None
    assert find_sender(other) == before


def test_a_notice_of_a_visitor_with_her_address_forgets_its_sender(cast, town):
    notice = db.session.scalars(
        sa.select(Notice).where(Notice.number != "N-OTTER")
    ).first()
    assert notice is not None
    db.session.execute(sa.delete(NoticeSender))
    keep_sender(notice, Sender("Otter Canary", EMAIL.upper()))
    for address, is_kept in (
        (None, True),
        ("else@kernel.example", True),
        (EMAIL, False),
    ):
        forget_address(address)
        db.session.flush()
        assert (find_sender(notice) is not None) == is_kept


def test_what_is_emptied_already_is_looked_for_nowhere(cast, town):
    answer = sa.select(Post).where(Post.public_id == town.of(HANDLE)["answer"])
    post = db.session.scalars(answer).one()
    post.source = post.html = ""
    db.session.add(
        AccountErasure(
            user_id=cast.ada.id, token_hash="t", leave_texts=False, due_at=clock.now()
        )
    )
    db.session.flush()

    erasing.erase_account(cast.ada.id)

    assert db.session.scalars(answer).one().state is State.DELETED


def test_a_strangers_handle_is_not_that_of_one_who_went(cast, town):
    _let_go(cast.ada.id)

    assert find_taken_keys({fold(HANDLE), fold("sparrow-9")}) == {fold(HANDLE)}
    with time_machine.travel(clock.now() + KEPT_FROM_OTHERS + timedelta(days=1)):
        assert find_taken_keys({fold(HANDLE)}) == set()
        forget()
    assert db.session.scalars(sa.select(RetiredHandle)).all() == []


def test_what_stays_behind_tells_nobody(cast, town):
    post = db.session.scalars(
        sa.select(Post).where(Post.public_id == town.of(HANDLE)["answer"])
    ).one()
    slip = Slip(News.YOURS_CHOSEN, Followed.QUESTION, post.thread_id, post.id)
    of_ada = sa.select(InboxEntry).where(InboxEntry.user_id == cast.ada.id)
    db.session.execute(sa.delete(InboxEntry))
    tell_author(slip, user_id=cast.ada.id, owner_key=None, why=Why.WROTE)
    assert len(db.session.scalars(of_ada).all()) == 1

    _let_go(cast.ada.id)
    tell_author(slip, user_id=cast.ada.id, owner_key=None, why=Why.WROTE)
    tell_outcome(OutcomeTold(cast.ada.id, 1))

    assert db.session.scalars(of_ada).all() == []


def _let_go(user_id: int) -> None:
    db.session.add(
        AccountErasure(
            user_id=user_id, token_hash="t", leave_texts=True, due_at=clock.now()
        )
    )
    db.session.flush()
    erasing.erase_account(user_id)
