"""Of the whole site's file: which tables are in it, of each which columns, and why no others."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from community.core.db import Base
from community.prices.kinds import CLAUSE_MEDIANS, CellKind
from community.reps.desk import in_words

TABLES: dict[str, tuple[str, ...]] = {
    "category": ("id", "name", "slug"),
    "vendor": ("id", "public_id", "name", "slug", "merged_into_id"),
    "vendor_alias": ("id", "vendor_id", "name"),
    "product": (
        *("id", "public_id", "name", "slug", "vendor_id", "category_id"),
        *("pricing_model", "merged_into_id"),
    ),
    "slug_redirect": ("id", "vendor_slug", "product_slug", "vendor_id", "product_id"),
    "plan": ("id", "product_id", "name", "kind"),
    "list_price": (
        *("id", "plan_id", "valid_from", "currency", "amount_micro", "per_unit"),
        *("per_period", "source_name", "source_url", "source_licence", "is_current"),
    ),
    "thread": (
        *("id", "public_id", "title", "author_id", "alias", "product_id", "vendor_id"),
        *("state", "created_at", "accepted_post_id", "duplicate_of_id"),
    ),
    "thread_origin": ("thread_id", "name", "url", "licence", "licence_url"),
    "tag": ("id", "name"),
    "thread_tag": ("thread_id", "tag_id", "position"),
    "post": (
        *("id", "public_id", "thread_id", "author_id", "alias", "place", "source"),
        *("source_format", "state", "created_at", "interested", "compared"),
    ),
    "post_revision": (
        *("id", "post_id", "version", "title", "tags", "source", "interested"),
        *("written_at", "redacted_at", "redacted_by", "redacted_why"),
    ),
    "review": (
        *("id", "public_id", "product_id", "author_id", "relationship", "incentive"),
        *("price_clarity", "value", "renewal", "support", "exit", "overall"),
        *("good", "bad", "state", "created_at"),
    ),
    "review_revision": (
        *("id", "review_id", "version", "facts", "good", "bad", "written_at"),
    ),
    "review_response": ("id", "review_id", "vendor_id", "signature", "source"),
    "response_revision": ("id", "response_id", "version", "source", "written_at"),
    "official_text": (
        *("id", "public_id", "kind", "vendor_id", "thread_id", "heading", "source"),
        *("state", "created_at"),
    ),
    "official_version": (
        *("id", "text_id", "version", "heading", "source", "written_at"),
    ),
    "contact_record": (
        *("vendor_id", "median_seconds", "unanswered_tenths", "stars_tenths"),
    ),
    "demo": (
        *("id", "public_id", "kind", "vendor_id", "product_id", "by_host", "title"),
        *("source", "starts_at", "ends_at", "zone", "seats", "stage", "state"),
        "created_at",
    ),
    "user": ("id", "handle", "role", "attribution_name", "attribution_url"),
    "price_release": ("id", "slot", "released_on", "method"),
    "price_series": (
        *("id", "product_id", "plan_id", "pricing_model", "metric", "basis"),
        *("unit_quantity", "stage", "channel", "currency"),
    ),
    "price_cell": (
        *("id", "series_id", "kind", "dimension", "label", "organisations", "median"),
        *("p25", "p75", "p10", "p90", "interval_low", "interval_high", "confidence"),
        *("bins", "words", "released_in_id", "closed_in_id", "is_current"),
    ),
    "price_card": (
        *("public_id", "product_id", "series_id", "low", "high", "half_year"),
        *("traits", "handle", "tier"),
    ),
    "price_note": ("public_id", "product_id", "text"),
    "price_source": ("id", "name", "url", "licence", "attribution", "published"),
    "price_record": (
        *("id", "product_id", "supplier_id", "source_id", "source_line"),
        *("amount_micro", "total_micro", "quantity_micro", "currency", "unit"),
        *("month", "buyer", "description"),
    ),
    "record_summary": (
        *("id", "product_id", "currency", "unit", "count", "p10_micro", "p25_micro"),
        *("median_micro", "p75_micro", "p90_micro", "bars", "first_month"),
        *("last_month", "years", "supplier_count"),
    ),
}
"""Of each table the columns that may leave, as coarse as the pages show them."""

STANDS_IN = {
    "vendor_alias": ("vendor_id", "vendor"),
    "plan": ("product_id", "product"),
    "list_price": ("plan_id", "plan"),
    "price_series": ("product_id", "product"),
    "price_cell": ("series_id", "price_series"),
    "price_card": ("product_id", "product"),
    "price_note": ("product_id", "product"),
    "price_record": ("product_id", "product"),
    "record_summary": ("product_id", "product"),
    "post": ("thread_id", "thread"),
    "thread_tag": ("thread_id", "thread"),
    "thread_origin": ("thread_id", "thread"),
    "post_revision": ("post_id", "post"),
    "official_text": ("thread_id", "thread"),
    "official_version": ("text_id", "official_text"),
    "review_response": ("review_id", "review"),
    "review_revision": ("review_id", "review"),
    "response_revision": ("response_id", "review_response"),
}
"""By which column what stands in which table: it is public where that is."""

LEFT_OUT: dict[str, tuple[str, ...]] = {
    "Accounts, and what leads to whoever has one.": (
        *("account_erasure", "account_export", "api_token", "email_token"),
        *("login_session", "notice_sender", "organisation", "organisation_domain"),
        *("recovery_code", "registration", "rep_claim", "retired_handle"),
        *("second_factor", "vendor_domain"),
    ),
    "What members keep, follow and read for themselves, and what is written to them.": (
        *(
            "follow",
            "inbox_entry",
            "inbox_item",
            "kept_form",
            "reader",
            "reading_count",
        ),
        *("saved_draft", "saved_item", "saved_search", "search_match", "stashed_form"),
        "thread_read",
    ),
    "Who voted how: what became of it orders the pages.": (
        *("helpful_vote", "vote", "product_score"),
    ),
    "The raw store: what a release made of it is in the file.": (
        *("card_place", "comparison", "deal", "deal_alternative", "deal_evidence"),
        *("deal_line", "deal_line_add_on", "deal_note", "deal_notice"),
        *("deal_revision", "line_hold", "price_cell_basis", "price_choice"),
        *("price_withheld", "stale_product"),
    ),
    "Rooms of buying committees.": (
        *("room", "room_choice", "room_comment", "room_criterion", "room_decision"),
        *("room_file", "room_guest", "room_invitation", "room_member", "room_quote"),
        *("room_score", "room_step", "room_vote"),
    ),
    "Private requests, and who comes to events.": (
        *("buyer_request", "demo_change", "demo_registration", "proposed_time"),
        "request_message",
    ),
    "Moderators’ work: what is public of it is at /log.csv, /log/requests.csv and "
    "/log/disputes.csv, for everybody.": (
        *("appeal", "audit_head", "audit_row", "case_reply", "catalog_merge"),
        *("defamation_complaint", "dispute"),
        *("duplicate_mark", "flag", "legal_notice", "measure", "moderation_action"),
        *("moderation_case", "moderator_scope", "person_note", "product_alias"),
        *("screening_finding", "spam_lesson", "suggestion", "text_band"),
        "watched_pattern",
    ),
    "The host’s own: consents, guides, imports, webhooks, looks.": (
        *("archive_run", "import_run", "lead", "member_invitation", "member_run"),
        *("offer", "offer_ask", "organisation_week", "saved_mapping", "site_dress"),
        *("webhook", "webhook_attempt", "webhook_delivery", "webhook_event"),
    ),
    "What is counted: the file holds sums of weeks, as counted_by_week.": (
        "measured_fact",
    ),
    "The machinery, and what it makes anew or brings along.": (
        *("job", "mail", "public_version", "rate_count", "reference_rate"),
        *("sample_range", "seal_mark", "search_gap", "search_gap_asker"),
        *("search_outbox", "search_state", "submission"),
    ),
}
"""What does not leave, by why."""

_FOR_THOSE_WHO_SHARED = (CellKind.CLAUSES, *CLAUSE_MEDIANS)
"""Figures that a page shows to buyers with an accepted price alone."""

COARSER: Mapping[tuple[str, str], Callable[[Any], Any]] = {
    ("contact_record", "median_seconds"): lambda one: one and in_words(one),
}
"""What a page tells in words, and how it does."""


def shown(table: sa.Table) -> list[sa.ColumnElement[bool]]:
    """Return what rows of a table have to fulfil besides, for pages to show them."""
    rule = _SHOWN.get(table.name)
    return [] if rule is None else [rule(table)]


def _table(name: str) -> sa.Table:
    return Base.metadata.tables[name]


def _everybodys(cells: sa.Table) -> sa.ColumnElement[bool]:
    return cells.c.kind.not_in(_FOR_THOSE_WHO_SHARED)


def _has_total(series: sa.Table) -> sa.ColumnElement[bool]:
    """Of which nothing is published, nobody knows that it was reported (P11)."""
    return _total_of(series.c.id)


def _beside_a_figure(notes: sa.Table) -> sa.ColumnElement[bool]:
    return _total_of(notes.c.series_id)


def _total_of(series_id: sa.Column[int]) -> sa.ColumnElement[bool]:
    cells = _table("price_cell")
    return sa.exists().where(
        cells.c.series_id == series_id,
        cells.c.is_current,
        cells.c.kind == CellKind.TOTAL,
    )


def _summed_up(records: sa.Table) -> sa.ColumnElement[bool]:
    sums = _table("record_summary")
    return sa.exists().where(
        *(
            records.c[name] == sums.c[name]
            for name in ("product_id", "currency", "unit")
        )
    )


def _of_a_record(sources: sa.Table) -> sa.ColumnElement[bool]:
    records = _table("price_record")
    return sa.exists().where(records.c.source_id == sources.c.id, _summed_up(records))


def _of_a_public_thread(tags: sa.Table) -> sa.ColumnElement[bool]:
    tagged, threads = _table("thread_tag"), _table("thread")
    return sa.exists().where(
        tagged.c.tag_id == tags.c.id,
        threads.c.id == tagged.c.thread_id,
        threads.c.state == "public",
    )


_SHOWN: Mapping[str, Callable[[sa.Table], sa.ColumnElement[bool]]] = {
    "price_cell": _everybodys,
    "price_note": _beside_a_figure,
    "price_series": _has_total,
    "price_record": _summed_up,
    "price_source": _of_a_record,
    "tag": _of_a_public_thread,
}
