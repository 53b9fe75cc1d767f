"""Storing drafts: records with their products and suppliers, list prices with their plans."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from community.catalog.kinds import PlanKind
from community.catalog.resolver import CatalogResolver
from community.catalog.rules import Outcome, add_list_price, ensure_category
from community.catalog.specs import PriceFact, ProductSpec
from community.core.chunks import chunks
from community.core.db import db, insert_ignore
from community.records.errorfile import Note, note_of_flag, note_of_skipped
from community.records.interpret import ListPriceDraft, RecordDraft, Skipped
from community.records.keys import present_keys
from community.records.mapping import Kind, Mapping
from community.records.models import PriceRecord, StaleProduct
from community.records.reading import Entry
from community.records.tally import Tally


@dataclass(frozen=True)
class Target:
    """Where the rows of a run belong."""

    run_id: int
    source_id: int
    mapping: Mapping


def write(target: Target, entries: Sequence[Entry], tally: Tally) -> list[Note]:
    """Store a batch in the caller's transaction; count it, and return what to tell."""
    if target.mapping.kind is Kind.LIST_PRICES:
        drafts = [e.draft for e in entries if isinstance(e.draft, ListPriceDraft)]
        _write_list_prices(target.mapping, drafts, tally)
        fresh: set[str] = set()
    else:
        fresh = _write_records(target, entries, tally)
    return note_rows(entries, fresh, tally)


def note_rows(entries: Iterable[Entry], fresh: set[str], tally: Tally) -> list[Note]:
    """Count rows, skips and flags, and return the notes of the latter two, in order.

    Only `fresh` records are flagged: what was here before was flagged then.
    """
    notes = []
    for entry in entries:
        tally.rows += 1
        draft = entry.draft
        if isinstance(draft, Skipped):
            tally.skipped[draft.reason] += 1
            notes.append(note_of_skipped(draft))
        elif isinstance(draft, RecordDraft) and entry.key in fresh:
            tally.flagged.update(draft.flags)
            notes += [note_of_flag(draft.line, f, draft.cells) for f in draft.flags]
    return notes


def _write_records(target: Target, entries: Sequence[Entry], tally: Tally) -> set[str]:
    taken = {e.key: e.draft for e in entries if isinstance(e.draft, RecordDraft)}
    known = present_keys(db.session.connection(), list(taken))
    fresh = {key: draft for key, draft in taken.items() if key not in known}
    tally.present += len(taken) - len(fresh)
    tally.taken += len(fresh)
    rows = _rows(target, fresh)
    insert_ignore(PriceRecord, rows)
    mark_stale({row["product_id"] for row in rows})
    return set(fresh)


def _rows(target: Target, fresh: dict[str, RecordDraft]) -> list[dict[str, Any]]:
    resolver = CatalogResolver()
    drafts = fresh.values()
    # Makers first: where a supplier trades under the maker's name, that name is shown.
    makers = [d.vendor for d in drafts if d.vendor is not None]
    resolver.prepare_vendors(dict.fromkeys([*makers, *(d.supplier for d in drafts)]))
    vendor_ids = {
        name: resolver.vendor_id(name)
        for name in {*makers, *(d.supplier for d in drafts)}
    }
    spec = _spec(target.mapping)
    # The commonest spelling first: a new product is shown under it.
    sold = Counter((d.vendor, d.product) for d in drafts)
    wishes = {
        (vendor, product): (vendor_ids[vendor] if vendor else None, product, spec)
        for (vendor, product), _ in sold.most_common()
    }
    resolver.prepare_products(wishes.values())
    product_ids = {key: resolver.product_id(*wish) for key, wish in wishes.items()}
    return [
        {
            "product_id": product_ids[draft.vendor, draft.product],
            "supplier_id": vendor_ids[draft.supplier],
            "source_id": target.source_id,
            "run_id": target.run_id,
            "source_line": draft.line,
            "amount_micro": draft.amount,
            "total_micro": draft.total,
            "quantity_micro": draft.quantity,
            "currency": draft.currency,
            "unit": draft.unit,
            "month": draft.month,
            "buyer": draft.buyer,
            "description": draft.description,
            "dedupe_key": key,
        }
        for key, draft in fresh.items()
    ]


def _spec(mapping: Mapping) -> ProductSpec:
    product = mapping.product
    category = ensure_category(product.category) if product.category else None
    return ProductSpec(
        pricing_model=product.model,
        unit=product.unit or None,
        category_id=None if category is None else category.id,
    )


def mark_stale(product_ids: Iterable[int]) -> None:
    """Have the summaries of these products computed again."""
    for chunk in chunks(sorted(product_ids)):
        insert_ignore(StaleProduct, [{"product_id": one} for one in chunk])


def _write_list_prices(
    mapping: Mapping, drafts: Sequence[ListPriceDraft], tally: Tally
) -> None:
    resolver = CatalogResolver()
    resolver.prepare_vendors(dict.fromkeys(draft.vendor for draft in drafts))
    spec = _spec(mapping)
    for draft in drafts:
        kind = PlanKind.ADD_ON if draft.is_add_on else PlanKind.PLAN
        product_id = resolver.product_id(
            resolver.vendor_id(draft.vendor), draft.product, spec
        )
        plan_id = resolver.plan_id(product_id, draft.plan, kind)
        outcome = add_list_price(plan_id, _fact(mapping, draft))
        tally.taken += outcome is Outcome.ADDED
        tally.present += outcome is Outcome.UNCHANGED
        tally.corrected += outcome is Outcome.CORRECTED


def _fact(mapping: Mapping, draft: ListPriceDraft) -> PriceFact:
    return PriceFact(
        valid_from=draft.day,
        currency=draft.currency,
        amount=draft.amount,
        per_period=draft.period,
        per_unit=draft.per_unit,
        source_name=mapping.source.name,
        source_url=draft.url or mapping.source.url,
        source_licence=mapping.source.licence,
    )
