"""The version of what is public: raised in each transaction that may change what a visitor sees."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import WRITTEN, Base, IntPk, db, note_written


class PublicVersion(Base):
    """One row, which caches of visitors' pages ask for."""

    __tablename__ = "public_version"

    id: Mapped[IntPk]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


PRIVATE_TABLES = frozenset(
    [
        "job",
        "mail",
        "rate_count",
        "audit_row",
        # What rules say of texts, and the host's patterns.
        "screening_finding",
        "spam_lesson",
        "text_band",
        "watched_pattern",
        # The raw store: visitors see what a release made of it, and no page may tell
        # by its age that somebody reported a price (P13).
        "deal",
        "deal_alternative",
        "deal_evidence",
        "deal_line",
        "deal_line_add_on",
        "deal_note",
        "deal_notice",
        "defamation_complaint",
        "deal_revision",
        "line_hold",
        "measure",
        "notice_sender",
        # What is counted for the host.
        "measured_fact",
        "organisation_week",
        # Where events go, and who asked the host to write to them.
        "offer_ask",
        "member_run",
        "archive_run",
        "member_invitation",
        "webhook",
        "webhook_attempt",
        "webhook_delivery",
        "webhook_event",
        "lead",
        "person_note",
        "case_reply",
        "price_cell_basis",
        "stashed_form",
        "kept_form",
        # What somebody follows, reads and saves is seen by nobody else.
        "follow",
        "inbox_entry",
        "inbox_item",
        "reader",
        "retired_handle",
        "saved_draft",
        "saved_item",
        "thread_read",
        "reading_count",
        # What buyers ask vendors privately; the record made of it is public.
        "buyer_request",
        "request_message",
        "proposed_time",
        # Who comes to what; what is announced is public.
        "demo_registration",
        "demo_change",
        # What a buying committee weighs among itself.
        "room",
        "room_choice",
        "room_comment",
        "room_criterion",
        "room_decision",
        "room_file",
        "room_guest",
        "room_invitation",
        "room_member",
        "room_quote",
        "room_score",
        "room_step",
        "room_vote",
        # How somebody logs in, and what programs of theirs ask with.
        "api_token",
        "second_factor",
        "recovery_code",
        "submission",
        "login_session",
        "email_token",
        "registration",
        # What people asked for about their own data.
        "account_export",
        "account_erasure",
        "search_outbox",
        "search_state",
        "public_version",
    ]
)
"""Tables that no visitor's page shows anything of: writing to them raises nothing."""


def watch_writes() -> None:
    """Have each transaction raise the version that writes to a public table."""
    if not sa.event.contains(db.session, "after_flush", _note_flush):
        sa.event.listen(db.session, "after_flush", _note_flush)
        sa.event.listen(db.session, "do_orm_execute", _note_statement)
        sa.event.listen(db.session, "before_commit", _raise_version)
        sa.event.listen(db.session, "after_rollback", _forget_note)


def _note_flush(session: Any, _context: object) -> None:
    for one in (*session.new, *session.dirty, *session.deleted):
        note_written(session.info, one.__tablename__)


def _note_statement(state: Any) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        mapper = state.bind_mapper
        table = "" if mapper is None else mapper.local_table.name
        note_written(state.session.info, table)


def _forget_note(session: Any) -> None:
    session.info.pop(WRITTEN, None)


def _raise_version(session: Any) -> None:
    if session.info.pop(WRITTEN, frozenset()) - PRIVATE_TABLES:
        session.flush()  # what is pending belongs to this version
        session.info.pop(WRITTEN, None)
        raised = sa.update(PublicVersion).values(version=PublicVersion.version + 1)
        if not session.connection().execute(raised).rowcount:
            session.connection().execute(
                sa.insert(PublicVersion).values(id=1, version=1)
            )
