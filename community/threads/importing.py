"""Taking threads of an archive in: each once, with author, date, licence and source."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from community.accounts.rules.importing import (
    ImportedAuthor,
    author_key,
    import_authors,
)
from community.accounts.rules.moving import Seen
from community.core import events
from community.core.db import Turn, db, insert_ignore, new_public_id, take_turn
from community.core.text import RENDERER_VERSION
from community.core.visibility import State
from community.threads import counters
from community.threads.archive import ArchivedAuthor, ArchivedPost, ArchivedThread
from community.threads.events import ThreadImported
from community.threads.models import (
    Place,
    Post,
    Tag,
    Thread,
    ThreadOrigin,
    ThreadTag,
)

_KEYS_AT_ONCE = 500


@dataclass(frozen=True)
class Archive:
    """Where threads come from; `url` is a pattern with {id} and {slug}."""

    key: str
    name: str
    url: str
    licence: str
    licence_url: str

    def link(self, thread: ArchivedThread) -> str:
        url = self.url.replace("{id}", quote(thread.question.id, safe=""))
        return url.replace("{slug}", quote(thread.slug, safe=""))[:500]

    def question_key(self, thread: ArchivedThread) -> str:
        return f"{self.key}:q{thread.question.id}"

    def answer_key(self, post: ArchivedPost) -> str:
        return f"{self.key}:a{post.id}"


ONSTARTUPS = Archive(
    key="onstartups",
    name="Answers OnStartups, Stack Exchange",
    url="https://github.com/collapsed-stacks/onstartups/blob/"
    "240fea96a6a543e3e9cf557dcfe08bb74f829622/questions/{id}/{slug}.md",
    licence="CC BY-SA 3.0",
    licence_url="https://creativecommons.org/licenses/by-sa/3.0/",
)


@dataclass(frozen=True)
class Taken:
    """What one batch added, and how many of its threads were there already."""

    threads: int = 0
    answers: int = 0
    present: int = 0

    def plus(self, other: "Taken") -> "Taken":
        return Taken(
            self.threads + other.threads,
            self.answers + other.answers,
            self.present + other.present,
        )


def import_threads(archive: Archive, batch: Sequence[ArchivedThread]) -> Taken:
    """Add what is new in `batch`, in the caller's transaction.

    A thread that is there already gets the answers that it lacks; nothing comes twice,
    so that a run that was stopped half-way is simply repeated. Of two runs at the same
    time the second sees what the first added.
    """
    take_turn(Turn.IMPORTING_QUESTIONS)
    there, new, grown = _lacking(archive, batch)
    authors = _import_authors(archive, [*new, *grown])
    added = _add_threads(archive, new, authors)
    for one in grown:
        _add_answers(archive, one, there[archive.question_key(one)], authors)
    for thread_id in [*added, *(there[archive.question_key(one)] for one in grown)]:
        events.publish(ThreadImported(object_id=thread_id))
    answers = sum(len(one.answers) for one in [*new, *grown])
    return Taken(len(new), answers, len(batch) - len(new))


def list_lacking(
    archive: Archive, batch: Sequence[ArchivedThread]
) -> list[ArchivedPost]:
    """Return what import_threads() would add of `batch`; it only reads.

    Who renders them before the transaction that stores them keeps no other writer waiting.
    """
    _, new, grown = _lacking(archive, batch)
    answers = [post for one in [*new, *grown] for post in one.answers]
    return [*(one.question for one in new), *answers]


def would_import(
    archive: Archive, batch: Sequence[ArchivedThread], seen: Seen
) -> Taken:
    """Return what import_threads() would add of `batch`; it only reads.

    `seen` tells what lines before had, which would be here by then.
    """
    there = _find_keys(archive, batch)
    new = answers = 0
    for one in batch:
        question = archive.question_key(one)
        is_first = seen("question", question, one.line) is None
        new += is_first and question not in there
        keys = {archive.answer_key(post) for post in one.answers} - there.keys()
        answers += sum(seen("answer", key, one.line) is None for key in keys)
    return Taken(new, answers, len(batch) - new)


def _lacking(
    archive: Archive, batch: Sequence[ArchivedThread]
) -> tuple[dict[str, int], list[ArchivedThread], list[ArchivedThread]]:
    """Return what is here already, the threads that are not, and those with new answers."""
    there = _find_keys(archive, batch)
    known, fresh = set(there), dict[str, ArchivedThread]()
    for thread in batch:
        key, one = archive.question_key(thread), _without_known(archive, thread, known)
        known.update(archive.answer_key(post) for post in one.answers)
        first = fresh.get(key)
        if first is not None:  # told of twice, perhaps with more answers
            one = replace(first, answers=(*first.answers, *one.answers))
        fresh[key] = one
    wanted = list(fresh.values())
    new = [one for one in wanted if archive.question_key(one) not in there]
    grown = [
        one for one in wanted if archive.question_key(one) in there and one.answers
    ]
    return there, new, grown


def _find_keys(archive: Archive, batch: Sequence[ArchivedThread]) -> dict[str, int]:
    """Return which posts of `batch` are here already, with the ids of their threads."""
    keys = [archive.question_key(thread) for thread in batch]
    keys += [archive.answer_key(post) for thread in batch for post in thread.answers]
    found: dict[str, int] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        rows = db.session.execute(
            sa.select(Post.source_key, Post.thread_id).where(
                Post.source_key.in_(keys[start : start + _KEYS_AT_ONCE])
            )
        )
        found |= {str(key): thread_id for key, thread_id in rows}
    return found


def _without_known(
    archive: Archive, thread: ArchivedThread, known: set[str]
) -> ArchivedThread:
    unseen = {archive.answer_key(post): post for post in thread.answers}
    fresh = tuple(post for key, post in unseen.items() if key not in known)
    return replace(thread, answers=fresh)


def _import_authors(
    archive: Archive, threads: Iterable[ArchivedThread]
) -> dict[str, int]:
    people = {
        _key_of(post.author): post.author
        for thread in threads
        for post in (thread.question, *thread.answers)
    }
    return import_authors(
        archive.key,
        [ImportedAuthor(key, one.name, one.url) for key, one in people.items()],
    )


def _key_of(author: ArchivedAuthor) -> str:
    return author_key(author.url or author.name)


def _add_threads(
    archive: Archive, threads: Sequence[ArchivedThread], authors: dict[str, int]
) -> list[int]:
    rows = [_thread(one, authors) for one in threads]
    db.session.add_all(rows)
    db.session.flush()  # posts, tags and origins need the ids
    for row, one in zip(rows, threads, strict=True):
        key = archive.question_key(one)
        db.session.add(_post(one.question, row.id, Place.QUESTION, key, authors))
        db.session.add_all(
            _post(post, row.id, Place.ANSWER, archive.answer_key(post), authors)
            for post in one.answers
        )
        db.session.add(
            ThreadOrigin(
                thread_id=row.id,
                name=archive.name,
                url=archive.link(one),
                licence=archive.licence,
                licence_url=archive.licence_url,
            )
        )
    _tag(list(zip(rows, threads, strict=True)))
    db.session.flush()  # what subscribers read must be there
    return [row.id for row in rows]


def _thread(one: ArchivedThread, authors: dict[str, int]) -> Thread:
    return Thread(
        public_id=new_public_id(),
        slug=one.slug,
        title=one.title,
        author_id=authors[_key_of(one.question.author)],
        state=State.PUBLIC,
        created_at=one.question.at,
        last_activity_at=max(post.at for post in (one.question, *one.answers)),
        answer_count=len(one.answers),
    )


def _post(
    post: ArchivedPost, thread_id: int, place: int, key: str, authors: dict[str, int]
) -> Post:
    return Post(
        thread_id=thread_id,
        author_id=authors[_key_of(post.author)],
        place=place,
        rank=-post.score,
        source=post.source,
        source_format=post.source_format,
        html=post.html,
        renderer_version=RENDERER_VERSION,
        created_at=post.at,
        source_key=key,
    )


def _add_answers(
    archive: Archive, one: ArchivedThread, thread_id: int, authors: dict[str, int]
) -> None:
    """Add answers to a thread that came with an earlier import."""
    db.session.add_all(
        _post(post, thread_id, Place.ANSWER, archive.answer_key(post), authors)
        for post in one.answers
    )
    db.session.flush()  # the counters below are changed in SQL
    thread = db.session.get_one(Thread, thread_id)
    counters.change_answers(thread, len(one.answers))
    counters.note_activity(thread, max(post.at for post in one.answers))


def _tag(pairs: Sequence[tuple[Thread, ArchivedThread]]) -> None:
    counts = Counter(name for _, one in pairs for name in one.tags)
    insert_ignore(Tag, [{"name": name, "thread_count": 0} for name in sorted(counts)])
    tags = db.session.scalars(sa.select(Tag).where(Tag.name.in_(list(counts))))
    ids = {tag.name: tag.id for tag in tags}
    rows: list[dict[str, Any]] = [
        {
            "thread_id": row.id,
            "tag_id": ids[name],
            "position": position,
            "last_activity_at": row.last_activity_at,
        }
        for row, one in pairs
        for position, name in enumerate(one.tags)
    ]
    insert_ignore(ThreadTag, rows)
    for name in sorted(counts, key=lambda name: ids[name]):
        counters.change_thread_count(ids[name], counts[name])
