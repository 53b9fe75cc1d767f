"""A vendor's reply: one for each question about it, in a lane of its own, edits shown."""

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.merges import merge_vendors
from community.catalog.models import Product, Vendor
from community.catalog.rules import ensure_vendor
from community.core import spokespeople
from community.core.actors import VISITOR
from community.core.db import db, transaction
from community.core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    StaleEdit,
    TooMany,
)
from community.core.ratelimit import Limit
from community.core.spokespeople import voice_of
from community.core.visibility import State
from community.reps import access, history, jobs, texts
from community.reps.models import OfficialText, OfficialVersion
from community.reps.rules import hiding, publishing
from community.reps.rules.wording import tells_prices_to_come
from community.reviews.models import Review
from community.reviews.rules import responding
from community.threads.models import Post, Thread
from community.threads.queries import get_question_post
from community.threads.rules import asking, choosing
from moderation.models import AuditRow
from tests.moderating import moderate
from tests.reps.conftest import LONG_AGO, WORDS
from tests.reviews.made import written
from tests.threads.made import put_in_state

EVERYBODY = ("ada", "ben", "rae", "mo", "hana", None)


@pytest.fixture
def text(cast, thread) -> OfficialText:
    return publishing.reply(cast.actor("rae"), thread, WORDS, at=LONG_AGO)


def test_a_rep_replies_edits_takes_back_and_everybody_reads_it(cast, page, spoken):
    rae = cast.page("rae")
    rae.get("/rep/")
    shown = rae.follow(rae.get(spoken.thread, status=301))
    assert "Reply for your vendor" in shown.words()
    path = f"{spoken.thread}/official"
    form = rae.get(path)
    short = rae.send(form, {"body": "Too short"}, having="body", status=422)
    assert "20 characters or more" in short.words()
    seen = rae.send(form, {"body": WORDS}, having="body", submit=("preview", "1"))
    assert "Preview: not posted yet" in seen.words()
    posted = rae.send(form, {"body": WORDS}, having="body", status=303)
    assert rae.send(form, {"body": WORDS}, having="body").location == posted.location
    again = rae.send(form, {"body": f"{WORDS} More."}, having="body", status=409)
    assert "There is a reply already" in again.words()
    assert rae.get(path, status=303).location == f"{posted.location}/edit"

    place = page.get(posted.location, status=302).location
    assert place.startswith(spoken.thread)
    read = page.get(place.partition("#")[0])
    assert place.partition("#")[2] in read.ids
    assert "Official reply of Arbor" in read.words()
    assert "Rae Alder, Head of Pricing" in read.words()
    assert "0 answers" in read.words()
    page.get(f"{posted.location}/edit", status=303)

    edit = rae.get(f"{posted.location}/edit")
    rae.send(edit, {"body": f"{WORDS} Really."}, having="body", status=303)
    late = rae.send(edit, {"body": f"{WORDS} Late."}, having="body", status=409)
    assert "Really." in late.words()
    versions = page.get(f"{posted.location}/history").words()
    assert "Version 2" in versions
    assert "Rae Alder" in versions
    rae.send(rae.get(shown.path), {}, action=f"{posted.location}/remove", status=303)
    assert "Official reply of Arbor" not in page.get(shown.path).words()
    page.get(posted.location, status=404)
    gone = rae.send(late, {"body": f"{WORDS} Too late."}, having="body", status=409)
    assert "it can’t be edited at the moment" in gone.words()
    assert "Too late." in gone.form(having="body")["fields"]["body"]
    rae.send(rae.get(shown.path), {}, action=f"{posted.location}/restore", status=303)
    assert "Really." in page.get(shown.path).words()


def test_without_two_factors_a_rep_reads_and_does_not_post(app, cast, spoken):
    with app.app_context(), transaction():
        db.session.get_one(User, cast.rae.id).two_factors_since = None
    rae = cast.page("rae")
    assert "You can read, and not post yet" in rae.get("/rep/").words()
    assert "uplift cap" in rae.get("/rep/questions").words()
    refused = rae.get(f"{spoken.thread}/official", status=403)
    assert "Two factors come first" in refused.words()
    assert "/account/two-factors" in refused.links
    rae.post(f"{spoken.thread}/official", {"body": WORDS}, status=403)


def test_what_two_factors_stopped_stands_in_the_form_again(app, cast, spoken):
    rae, path = cast.page("rae"), f"{spoken.thread}/official"
    open_form = rae.get(path)
    with app.app_context(), transaction():
        db.session.get_one(User, cast.rae.id).two_factors_since = None
    refused = rae.send(open_form, {"body": WORDS}, having="body", status=403)
    assert "What you typed is kept for a day" in refused.words()
    assert WORDS in refused.words()
    assert path in refused.links
    with app.app_context(), transaction():
        cast.have_two_factors("rae")
    again = rae.get(path)
    assert WORDS in again.form(having="body")["fields"]["body"]
    rae.send(again, {}, having="body", status=303)


def test_a_reply_whose_question_is_gone_can_be_a_statement(app, cast, spoken):
    rae, path = cast.page("rae"), f"{spoken.thread}/official"
    rae.get(path)
    with app.app_context(), transaction():
        thread = db.session.get_one(Thread, spoken.thread_id)
        put_in_state(thread, get_question_post(thread), State.HIDDEN)
    assert "Make a statement" not in rae.get(path, status=404).words()

    lost = rae.post(path, {"body": WORDS}, status=404)
    assert "Your text is kept for a day" in lost.words()
    assert "/rep/statements/new" in lost.links
    statement = rae.get("/rep/statements/new")
    assert WORDS in statement.html
    said = {"heading": "What a renewal costs", "body": WORDS}
    rae.send(statement, said, having="heading", status=303)
    assert WORDS not in rae.get("/rep/statements/new").html


def test_a_moderator_hides_it_with_a_reason(app, cast, page, spoken):
    with app.app_context(), transaction():
        thread = db.session.get_one(Thread, spoken.thread_id)
        text = publishing.reply(cast.actor("rae"), thread, WORDS, at=LONG_AGO)
        path, text_id = f"/official/{text.public_id}", text.public_id
    mo = cast.page("mo")
    moderate(mo, "official", text_id, "hide")
    page.get(path, status=404)
    page.get(f"{path}/history", status=404)
    seen = cast.page("rae").follow(cast.page("rae").get(path, status=302))
    assert "Hidden by a moderator" in seen.words()
    moderate(mo, "official", text_id, "restore")
    page.get(path, status=302)
    with app.app_context():
        actions = db.session.scalars(
            sa.select(AuditRow.action).order_by(AuditRow.number)
        ).all()
    assert actions == ["case.opened", "case.hidden", "case.opened", "case.restored"]


def test_a_rep_posts_nothing_in_a_rivals_thread_nor_where_no_vendor_is_meant(
    app, cast, spoken, context
):
    rae = cast.actor("rae")
    rival = db.session.scalars(
        sa.select(Thread).where(Thread.id != spoken.thread_id)
    ).one()
    with pytest.raises(Forbidden, match="confirmed representative"):
        publishing.reply(rae, rival, WORDS)
    rival.vendor_id = None
    with pytest.raises(Forbidden, match="about no vendor"):
        publishing.reply(rae, rival, WORDS)
    db.session.rollback()
    browser = cast.page("rae")
    browser.get(f"{spoken.rival}/official", status=403)
    browser.post(f"{spoken.rival}/answers", {"body": WORDS}, status=403)
    browser.post(f"{spoken.thread}/answers", {"body": WORDS}, status=403)


def test_only_the_vendors_own_rep_replies(cast, thread):
    for handle in ("ada", "ben", "mo", "hana"):
        with pytest.raises(Forbidden):
            publishing.reply(cast.actor(handle), thread, WORDS)
    thread.state = State.HIDDEN
    with pytest.raises(Conflict, match="not public"):
        publishing.reply(cast.actor("rae"), thread, WORDS)


def test_a_reply_is_no_answer_and_never_chosen(cast, thread, text):
    answer = asking.answer(
        cast.actor("cleo"),
        thread,
        "It held for us, twice, and in writing.",
        at=LONG_AGO,
    )
    choosing.choose_answer(cast.actor("ada"), thread, answer, instead_of=None)

    assert thread.answer_count == 1
    assert thread.accepted_post_id == answer.id
    assert WORDS not in db.session.scalars(sa.select(Post.source)).all()


def test_predicates_and_filters_agree(cast, text):
    for state in State:
        text.state = state
        db.session.flush()
        for handle in EVERYBODY:
            actor = VISITOR if handle is None else cast.actor(handle)
            voice = voice_of(actor)
            found = db.session.scalar(
                sa.select(OfficialText.id).where(access.visible_texts(actor, voice))
            )
            assert access.can_see_text(actor, voice, text) == (found is not None)
            assert access.can_edit_text(voice, text) == (
                handle == "rae" and state in {State.PUBLIC, State.HELD}
            )
            reads = state is State.PUBLIC or handle == "mo"
            reads = reads or (
                handle == "rae" and state not in {State.DELETED, State.REMOVED}
            )
            assert access.can_read_text(actor, voice, text) == reads


def test_taking_away_and_back_keeps_what_a_moderator_decided(cast, text):
    rae, mo = cast.actor("rae"), cast.actor("mo")
    with pytest.raises(Conflict, match="there already"):
        publishing.restore_text(rae, text)
    publishing.remove_text(rae, text)
    with pytest.raises(Conflict, match="taken away already"):
        publishing.remove_text(rae, text)
    with pytest.raises(Conflict, match="taken away"):
        publishing.edit_text(rae, text, body=f"{WORDS} More.", version=1)
    hiding.withhold(mo, text, "It names a customer.")
    publishing.restore_text(rae, text)
    assert text.state is State.HIDDEN
    hiding.strike(mo, text, "It names two.")
    hiding.strike(mo, text, "It names two.")
    with pytest.raises(Conflict, match="there already"):
        publishing.restore_text(rae, text)
    with pytest.raises(Conflict, match="taken away already"):
        publishing.remove_text(rae, text)
    hiding.bring_back(mo, text, "The names are gone.")
    assert text.state is State.PUBLIC
    for act in (hiding.withhold, hiding.strike, hiding.bring_back):
        with pytest.raises(Forbidden):
            act(cast.actor("hana"), text, "Because.")


def test_taking_away_and_responding_count_for_the_day(
    app, cast, thread, text, spoken, monkeypatch
):
    monkeypatch.setattr(spokespeople, "_TEXTS_A_DAY", Limit(3, 86_400))
    rae = cast.actor("rae")
    publishing.remove_text(rae, text)
    publishing.restore_text(rae, text)
    db.session.commit()
    review_id = written(app, cast.actor("cleo"), spoken.product_id)
    review = db.session.scalars(
        sa.select(Review).where(Review.public_id == review_id)
    ).one()
    desk = db.session.get_one(Product, spoken.product_id)
    with pytest.raises(Invalid) as refused:
        responding.respond(rae, review, desk, "This review is by J. Doe of Contoso.")
    assert "J. Doe" in refused.value.fields["body"]
    responding.respond(rae, review, desk, WORDS)
    with pytest.raises(TooMany):
        responding.edit_response(rae, review, desk, f"{WORDS} Promised.", version=1)


def test_of_two_who_change_a_text_at_once_one_is_told(cast, text):
    state = text.state
    db.session.execute(
        sa.update(OfficialText)
        .values(state=State.HIDDEN)
        .execution_options(synchronize_session=False)
    )
    assert text.state is state
    for act in (
        lambda: publishing.remove_text(cast.actor("rae"), text),
        lambda: hiding.withhold(cast.actor("mo"), text, "It names a customer."),
    ):
        with pytest.raises(Conflict, match="same moment"):
            act()


def test_another_vendors_rep_changes_nothing(cast, spoken, text):
    ben = cast.actor("ben")
    other = cast.speak_for(ensure_vendor("Birch").id, "ben")
    rep = type(ben)(
        ben.user_id, "ben", cast.actor("rae").role, proven=True, two_factors=True
    )
    for act in (publishing.remove_text, publishing.restore_text):
        with pytest.raises(Forbidden):
            act(rep, text)
    with pytest.raises(Forbidden):
        publishing.edit_text(rep, text, body=f"{WORDS} Stolen.", version=1)
    with pytest.raises(Forbidden):
        access.require_can_edit(voice_of(rep), text)
    assert other.vendor_id != spoken.vendor_id


def test_edits_are_kept_and_a_colleague_signs_their_own(cast, spoken, text):
    rae, ben = cast.actor("rae"), cast.actor("ben")
    cast.speak_for(spoken.vendor_id, "ben")
    colleague = type(ben)(ben.user_id, "ben", rae.role, proven=True, two_factors=True)
    publishing.edit_text(rae, text, body=WORDS, version=1)
    assert text.version == 1
    publishing.edit_text(colleague, text, body=f"{WORDS} Promised.", version=1)
    publishing.edit_text(rae, text, body=f"{WORDS} Done.", version=2)
    with pytest.raises(StaleEdit):
        publishing.edit_text(rae, text, body=f"{WORDS} Late.", version=2)

    kept = db.session.scalars(
        sa.select(OfficialVersion.source).order_by(OfficialVersion.version)
    ).all()
    assert kept == [WORDS, f"{WORDS} Promised.", f"{WORDS} Done."]
    assert texts.get_text(text.public_id).source == f"{WORDS} Done."


def test_a_long_history_is_read_page_by_page(cast, text, monkeypatch):
    monkeypatch.setattr(history, "VERSIONS_A_PAGE", 2)
    for version in (1, 2):
        words = f"{WORDS} Again {version}."
        publishing.edit_text(cast.actor("rae"), text, body=words, version=version)
    first = history.list_versions(text, None)
    last = history.list_versions(text, first.next_cursor)

    assert [one.number for one in first.items] == [3, 2]
    assert [one.number for one in last.items] == [1]
    assert last.next_cursor is None
    assert any(piece.change == "added" for piece in first.items[1].body)


@pytest.mark.parametrize(
    "told",
    [
        "From January on we will raise prices by six percent.",
        "We plan to increase the price of each seat.",
        "Our prices will go up next spring, we are sorry.",
        "We are going to charge a fee for exports.",
    ],
)
def test_prices_to_come_are_not_told(cast, thread, told):
    assert tells_prices_to_come(told)
    with pytest.raises(Invalid) as refused:
        publishing.reply(cast.actor("rae"), thread, told)
    assert "prices to come" in refused.value.fields["body"]


@pytest.mark.parametrize(
    "told",
    [
        "We raised the price in June, and told everybody in March.",
        "The price of a seat is $79 a month today.",
        "We will call you back. Prices are on our page.",
    ],
)
def test_prices_of_today_are_told(told):
    assert not tells_prices_to_come(told)


def test_replies_follow_their_vendor_but_one_a_question(cast, spoken, thread, text):
    group = ensure_vendor("Arbor Group")
    merge_vendors(
        cast.actor("mo"),
        db.session.get_one(Vendor, spoken.vendor_id),
        group,
        "They are one.",
    )
    found = texts.find_reply(VISITOR, None, thread.id, group.id)

    assert found is not None
    assert found[0].public_id == text.public_id


def test_old_texts_are_rendered_anew(text):
    shown, text.html, text.renderer_version = text.html, "<p>old</p>", 0
    db.session.flush()
    jobs.rerender()

    assert text.html == shown


def test_what_is_not_there_is_not_found(text):
    for public_id in ("0" * 16, "no/id"):
        with pytest.raises(NotFound):
            texts.get_text(public_id)
