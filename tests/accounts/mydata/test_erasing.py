"""An account goes: canaries in every table of its owner, and afterwards none anywhere."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from community.accounts.models import AccountState, User
from community.core import clock
from community.core.db import Base, Json, db, transaction
from community.core.personal import Fate, Held, Person, items_of, parts
from community.deals.evidence import vault
from community.rooms.models import RoomComment, RoomStep
from community.threads.models import Post, PostRevision, Thread
from community.threads.paths import post_path
from community.threads.rules.wording import rendered
from moderation.audit import walk
from search.service import get_search
from tests.accounts.mydata.conftest import EMAIL, HANDLE
from tests.accounts.mydata.going import FIELD, ask_to_go, let_days_pass
from tests.cast import PASSWORD, Cast
from tests.page import PageClient
from tests.security.town import Town

WORD = "zibethum"
"""Stands in no text by chance."""
NAMES = (HANDLE, EMAIL, WORD)
_STAYS = {Fate.KEPT}
_SYMBOLS = ("_key", "_hash", "_mark", "public_id", "slug", "handle", "email", "alias")


_OTHERS = {
    *("lead.mail", "offer_ask.mail"),  # by which they are found; it is looked for, too
    "organisation_domain",  # a colleague is still there
    "room_step.words",  # ours, but for what they quote: that is planted below
    "suggestion.vendor_name",  # what a moderator may put into the catalogue
}


_REVEALED = {
    "buyer_request": ", reveals = 'person', shown_size = NULL WHERE buyer_id = 1",
    "demo_registration": ", reveals = 'person' WHERE user_id = 1",
    "suggestion": " WHERE suggested_by_id = 1",
}


def _plant(cast: Cast) -> dict[str, int]:
    """Put a word of its own into each text of each row of hers; return where and how often."""
    person = Person(cast.ada.id, HANDLE, EMAIL, items_of(cast.ada.id))
    for table, name in (
        *(("buyer_request", "shown_name"), ("demo_registration", "shown_name")),
        ("suggestion", "comment"),
    ):
        db.session.execute(
            sa.text(f"UPDATE {table} SET {name} = 'Otter Canary'{_REVEALED[table]}")  # noqa: S608 - constants
        )
    db.session.execute(
        sa.update(RoomStep)
        .where(RoomStep.actor_id == cast.ada.id)
        .values(words=f"added the file “{WORD} ”{WORD}””", before=f"{WORD} before")
    )
    planted: dict[str, int] = {}
    for held in (one for part in parts() for one in part.held):
        if held.whose is None or held.table.name == "audit_row":
            continue  # of the audit no row changes
        # What stays as it is stays the words of others, who may name her.
        said = f"@{HANDLE}" if held.fate in _STAYS else WORD
        columns = [one for one in held.table.columns if _takes_words(one)]
        ids = sa.select(*held.table.primary_key.columns).where(held.whose(person))
        for key in db.session.execute(ids).all():
            which = [
                column == value
                for column, value in zip(
                    held.table.primary_key.columns, key, strict=True
                )
            ]
            for column in columns:
                if {held.table.name, f"{held.table.name}.{column.name}"} & _OTHERS:
                    continue
                told = sa.update(held.table).where(*which, column != "")
                done = db.session.execute(told.values({column: column + f" {said}"}))
                if done.rowcount:
                    name = f"{held.table.name}.{column.name}"
                    planted[name] = planted.get(name, 0) + 1
    return planted


def _takes_words(column: sa.Column) -> bool:
    if column.primary_key or column.unique or column.name.endswith(_SYMBOLS):
        return False
    if column.name.startswith("sealed_") or isinstance(column.type, sa.Enum | Json):
        return False
    length = getattr(column.type, "length", None)
    return isinstance(column.type, sa.String) and (length is None or length >= 80)


def _found(words: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the columns of all tables in which one of some words stands."""
    found: dict[str, list[str]] = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            text = sa.cast(sa.type_coerce(column, sa.Text()), sa.Text())
            for word in words:
                there = text.icontains(word, autoescape=True)
                rows = db.session.scalars(sa.select(text).where(there)).all()
                if rows:
                    found[f"{table.name}.{column.name} {word}"] = list(rows)
    return found


@pytest.fixture
def gone(app: Flask, cast: Cast, town: Town, has_read: None) -> dict[str, int]:
    """Plant canaries, and have her go with her texts; return where they stood."""
    with app.app_context():
        with transaction():
            planted = _plant(cast)
            _others_name_her(town)
        get_search().catch_up()
    ask_to_go(app, cast)
    let_days_pass(app)
    return planted


def _others_name_her(town: Town) -> None:
    """Let another's texts name her, quote her, and give her address."""
    whose = town.of(HANDLE)
    hers = _post(whose["answer"])
    other = _post(town.of("cleo")["answer"])
    quoted = "\n".join(f"> {line}" for line in hers.source.split("\n"))
    other.source = (
        f"@{HANDLE} knows, see [her](/u/{HANDLE}), or write to {EMAIL}.\n\n"
        f"> [Quoted from here]({post_path(hers.public_id)}):\n>\n{quoted}\n\nSo we did."
    )
    other.html = rendered(other.source)
    db.session.add(
        PostRevision(
            post_id=other.id,
            version=1,
            source=other.source,
            author_id=other.author_id,
            written_at=clock.now(),
        )
    )
    comment = db.session.scalars(
        sa.select(RoomComment).where(RoomComment.source.contains("ben"))
    ).one()
    comment.source = f"As {HANDLE} said."
    comment.html = f"<p>As {HANDLE} said.</p>"
    db.session.add(RoomStep(room_id=comment.room_id, words=f"made {HANDLE} an owner"))


def _post(public_id: str) -> Post:
    return db.session.scalars(sa.select(Post).where(Post.public_id == public_id)).one()


def test_nothing_of_her_is_in_any_table(app: Flask, gone: dict[str, int]) -> None:
    assert len(gone) > 30  # columns with canaries

    with app.app_context():
        assert _found(NAMES) == {}


def test_her_rows_are_gone(app: Flask, cast: Cast, gone: dict[str, int]) -> None:
    with app.app_context():
        person = Person(cast.ada.id, HANDLE, EMAIL)
        left = [
            held.table.name
            for part in parts()
            for held in part.held
            if held.fate is Fate.ERASED
            and held.whose is not None
            and _any(held, person)
        ]
        user = db.session.get_one(User, cast.ada.id)

    assert left == []
    assert user.state is AccountState.LOCKED
    assert (user.email, user.password_hash, user.organisation_id) == (None, None, None)
    assert gone


def _any(held: Held, person: Person) -> bool:
    assert held.whose is not None
    some = sa.select(sa.literal(1)).select_from(held.table).where(held.whose(person))
    return db.session.scalar(some.limit(1)) is not None


@pytest.mark.usefixtures("gone")
def test_nothing_of_her_is_in_files_and_index(app: Flask) -> None:
    with app.app_context():
        folder = vault.folder().parent
        if db.engine.dialect.name == "sqlite":
            _checkpoint(folder)
        db.session.rollback()
        db.engine.dispose()

    holding = [
        f"{path.name}: {word}"
        for path in _files(folder)
        for word in NAMES
        if word.encode() in path.read_bytes()
    ]

    assert holding == []


def _checkpoint(folder: Path) -> None:
    """Have SQLite write its log into the file: the log holds what was."""
    for path in folder.glob("*.sqlite3"):
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@pytest.mark.usefixtures("gone")
def test_search_finds_nothing_of_her(app: Flask, cast: Cast) -> None:
    with app.app_context():
        get_search().catch_up()

    for word in (WORD, HANDLE, f"by:{HANDLE}"):
        for page in (PageClient(app), cast.page("cleo"), cast.page("mo")):
            answer = page.get("/search", query_string={"q": word}, status=None)
            assert "<mark>" not in answer.response.text


@pytest.mark.usefixtures("gone")
def test_the_audit_is_whole(app: Flask) -> None:
    with app.app_context():
        assert walk().broken_at is None


@pytest.mark.usefixtures("gone")
def test_others_keep_what_they_said(app: Flask, town: Town) -> None:
    with app.app_context():
        other = _post(town.of("cleo")["answer"])

        assert other.source == (
            "a deleted member knows, see [her](/u/-), or write to [address removed]."
            "\n\n> [taken out]\n>\n> [taken out]\n\nSo we did."
        )
        assert other.html == rendered(other.source)
        words = db.session.scalars(sa.select(RoomStep.words)).all()
        assert "made a deleted member an owner" in words


def test_texts_stay_by_a_deleted_member(app: Flask, cast: Cast, town: Town) -> None:
    whose = town.of(HANDLE)
    with app.app_context():
        alias = _post(whose["whisper"]).alias
    ask_to_go(app, cast, "leave")
    let_days_pass(app)

    page = PageClient(app).get(f"/questions/{whose['thread']}/{whose['slug']}")

    assert "Deleted member" in page.text
    assert "We have 180 seats" in page.text
    assert str(alias) in page.text
    assert "deleted-" not in page.response.text
    with app.app_context():
        told = {one: _found((one,)) for one in (EMAIL,)}
        hidden = _post(whose["whisper"])
        assert told == {EMAIL: {}}
        assert hidden.owner_key != hidden.sealed_author
        assert items_of(cast.ada.id)["post"] == {
            _post(whose["question"]).id,
            _post(whose["answer"]).id,
        }


def test_published_figures_do_not_move(app: Flask, cast: Cast, town: Town) -> None:
    with app.app_context():
        before = db.session.execute(sa.text("SELECT * FROM price_cell")).all()
    ask_to_go(app, cast)
    let_days_pass(app)

    with app.app_context():
        after = db.session.execute(sa.text("SELECT * FROM price_cell")).all()
        assert before == after
        deals = db.session.scalar(sa.text("SELECT count(*) FROM deal"))
    assert deals == 3 * 6


def test_votes_no_longer_count(app: Flask, cast: Cast, town: Town) -> None:
    with app.app_context():
        voted = _post(town.of("cleo")["answer"]).score
    ask_to_go(app, cast)
    let_days_pass(app)

    with app.app_context():
        assert _post(town.of("cleo")["answer"]).score == voted - 1


def test_a_question_with_answers_of_others_keeps_its_page(
    app: Flask, cast: Cast, town: Town
) -> None:
    whose = town.of(HANDLE)
    with app.app_context(), transaction():
        answer = _post(town.of("cleo")["answer"])
        thread = db.session.scalars(
            sa.select(Thread).where(Thread.public_id == whose["thread"])
        ).one()
        before = db.session.get_one(Thread, answer.thread_id)
        answer.thread_id = thread.id
        thread.answer_count += 1
        before.answer_count -= 1
    ask_to_go(app, cast)
    let_days_pass(app)

    page = PageClient(app).get(f"/questions/{whose['thread']}/x", status=301)
    page = PageClient(app).get(str(page.location))

    assert "A question that was taken away" in page.text
    assert "have deleted their account" not in page.text
    assert "cleo renewed in August" in page.text


def test_a_representative_goes_and_the_vendors_words_stay(
    app: Flask, cast: Cast, town: Town
) -> None:
    page = cast.page("rae")
    page.send(
        page.get("/account/delete"),
        {FIELD: PASSWORD, "texts": "take"},
        having=FIELD,
        status=303,
    )
    let_days_pass(app)

    with app.app_context():
        assert _found(("Rae Alder", cast.rae.email or "")) == {}
        states = db.session.scalars(
            sa.select(sa.text("source")).select_from(sa.text("official_text"))
        ).all()
        assert states == ["The cap of 5 % holds."]
