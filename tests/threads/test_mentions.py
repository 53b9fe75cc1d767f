"""@names in posts: links to whom they name, and events for who wants to hear of it."""

import pytest

from community.catalog.models import Vendor
from community.core.db import db, transaction
from community.core.errors import Invalid, NotFound
from community.core.visibility import State
from community.threads import jobs, limits, mentions
from community.threads.drafts import Draft, checked
from community.threads.events import Mentioned, VendorMentioned
from community.threads.models import Post
from community.threads.quoting import quotation
from community.threads.rules import asking, editing, mentioning
from tests.threads.made import ANSWER, BODY, answer, ask, thread_with_answers

LINK = '<a href="/u/ben">@ben</a>'


@pytest.fixture
def arbor(context) -> Vendor:
    with transaction():
        found = Vendor(name="Arbor", slug="arbor", sort_key="arbor")
        hidden = Vendor(
            name="Birch", slug="birch", sort_key="birch", state=State.HIDDEN
        )
        db.session.add_all([found, hidden])
    return found


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<p>Ask @ben, or @Ben.</p>",
            f'<p>Ask {LINK}, or <a href="/u/ben">@Ben</a>.</p>',
        ),
        ("<p>@nobody-here @birch</p>", None),
        ("<p>lee@ben ben@contoso.example /@ben</p>", None),
        ("<p><code>@ben</code> <a href='/x'>@ben</a></p>", None),
        ("<blockquote><p>@ben</p></blockquote>", None),
        ("<pre>@ben</pre>", None),
        ("<p>@arbor</p>", '<p><a href="/prices/arbor/">@arbor</a></p>'),
        ("<p>no names</p>", None),
    ],
)
def test_linked_names_those_who_are_there(cast, arbor, html, expected):
    assert mentions.linked(html) == (expected or html)


@pytest.mark.usefixtures("arbor")
def test_mentioned_are_told_once_and_authors_never(cast, bus_events):
    thread = ask(cast.actor("ada"), body=f"{BODY} @ben @ada @arbor")
    assert [one.user_id for one in bus_events(Mentioned)] == [cast.ben.id]
    (told,) = bus_events(VendorMentioned)
    assert (told.thread_id, told.actor_id) == (thread.id, cast.ada.id)
    post = answer(cast.actor("ben"), thread, f"{ANSWER} @cleo")
    editing.edit_answer(cast.actor("ben"), post, f"{ANSWER} @cleo @mo", version=1)
    assert [one.user_id for one in bus_events(Mentioned)][1:] == [
        cast.cleo.id,
        cast.mo.id,
    ]
    assert "@mo</a>" in post.html


def test_an_anonymous_post_names_nobody_as_who_wrote_it(cast, context, bus_events):
    thread = ask(cast.actor("ada"))
    asking.answer(cast.actor("ben"), thread, f"{ANSWER} @cleo @ben", anonymous=True)
    told, author = sorted(
        bus_events(Mentioned), key=lambda one: one.user_id != cast.cleo.id
    )
    assert author.user_id == cast.ben.id, "left out, they would be known for it"
    assert (told.user_id, told.actor_id) == (cast.cleo.id, None)


@pytest.mark.usefixtures("context")
def test_there_is_a_measure_and_names_are_no_links(cast, monkeypatch):
    html = mentions.linked("<p>@ada @ben @cleo</p>")
    assert mentions.count_links(html) == 3
    assert mentions.count_links('<a href="/u/ben" rel="nofollow">@ben</a>') == 0
    few = limits.Limits(mentions=3, mentions_when_new=2)
    monkeypatch.setattr(limits, "LIMITS", few)
    mentioning.require_few_mentions(html, new=False)
    with pytest.raises(Invalid) as refused:
        mentioning.require_few_mentions(html, new=True)
    assert "this text names 3" in refused.value.fields["body"]


@pytest.mark.usefixtures("context")
def test_names_stay_links_when_a_post_is_rendered_again(cast):
    post = answer(cast.actor("ben"), ask(cast.actor("ada")), f"{ANSWER} @cleo")
    post.html, post.renderer_version = "", 0
    db.session.flush()
    jobs.rerender()
    assert db.session.get_one(Post, post.id).html.endswith(
        '<a href="/u/cleo">@cleo</a></p>'
    )


@pytest.mark.usefixtures("context")
def test_a_quotation_leads_to_what_it_quotes(cast):
    thread, other = ask(cast.actor("ada")), ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread, "First line.\n\nSecond " + "word " * 200)
    quoted = quotation(cast.actor("cleo"), thread, post.public_id)
    assert quoted.startswith(
        f"> [Quoted from here](/questions/posts/{post.public_id}):\n>\n> First line.\n>\n> Second"
    )
    assert quoted.endswith("word …\n\n")
    with pytest.raises(NotFound):
        quotation(cast.actor("cleo"), other, post.public_id)


def test_quote_fills_the_form_in_before_what_was_typed(app, cast):
    path, (_, first) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    cleo = cast.page("cleo")
    form = cleo.get(path)
    assert f"{path}?quote={first}#answer" in form.links
    cleo.send(
        form, {"body": "So far."}, having="body", submit=("save", "1"), status=303
    )
    shown = cleo.get(f"{path}?quote={first}").form(having="body")["fields"]["body"]
    assert shown.startswith("> [Quoted from here]")
    assert shown.endswith("\n\nSo far.")
    cleo.get(f"{path}?quote=nothing", status=404)


def test_no_slug_is_that_of_another_page():
    assert checked(Draft("Close?!?!?!?!?!?", BODY)).slug == "close-question"


def test_previews_do_not_tell_who_is_a_member(cast, arbor):
    shown = asking.preview_answer(cast.actor("ada"), f"{ANSWER} @ben @nobody @arbor")
    assert "@ben @nobody <a" in shown.html
    assert "/u/" not in shown.html
    assert "@" not in asking.preview_answer(cast.actor("ada"), ANSWER).html
