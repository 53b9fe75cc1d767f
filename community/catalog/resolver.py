"""Names to ids for imports: looks names up in batches and makes what is missing.

One resolver belongs to one transaction: after a rollback its memory is wrong.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from community.catalog import counts, names
from community.catalog.events import ProductChanged
from community.catalog.kinds import AliasSource, PlanKind
from community.catalog.models import (
    Category,
    Plan,
    Product,
    ProductAlias,
    Vendor,
    VendorAlias,
)
from community.catalog.slugs import EVERYWHERE, product_slugs, vendor_slugs
from community.catalog.specs import ProductSpec
from community.core.chunks import chunks
from community.core.db import db
from community.core.errors import Invalid
from community.core.events import ManyContentChanged, publish

ProductWish = tuple[int | None, str, ProductSpec]
"""Vendor id or None for the market, name, and what to make if it is not there."""


class CatalogResolver:
    """Remembers every name it has seen; prepare_*() before a batch saves queries.

    For 100,000 rows: collect the names of some thousand rows, prepare_vendors(),
    prepare_products(), then ask vendor_id() and product_id() for each row. Asking
    without preparing works too, one name at a time.
    """

    def __init__(self) -> None:
        self._vendors: dict[str, int] = {}
        self._products: dict[tuple[int | None, str], int] = {}
        self._plans: dict[tuple[int, str], int] = {}
        self._vendor_slugs = vendor_slugs()
        self._product_slugs = product_slugs()

    def vendor_id(self, name: str) -> int:
        """Return the vendor of this name, made if there was none; Invalid without letters."""
        keys = _vendor_names(name)
        known = self._known_vendor(keys)
        if known is not None:
            return known
        self.prepare_vendors([name])
        return self._vendors[keys.key]

    def product_id(
        self, vendor_id: int | None, name: str, spec: ProductSpec | None = None
    ) -> int:
        """Return the product of this name and vendor (None: market), made if missing."""
        key = (vendor_id, _product_key(name))
        if key not in self._products:
            self.prepare_products([(vendor_id, name, spec or ProductSpec())])
        return self._products[key]

    def plan_id(
        self, product_id: int, name: str, kind: PlanKind = PlanKind.PLAN
    ) -> int:
        """Return the plan (or add-on) of this name of a product, made if missing."""
        key = (product_id, _product_key(name))
        if key not in self._plans:
            self._load_plans(product_id)
        if key not in self._plans:
            self._plans[key] = _new_plan(product_id, name, kind).id
        return self._plans[key]

    def prepare_vendors(self, wanted: Iterable[str]) -> None:
        """Look up these names, and make the vendors that are missing."""
        named = {name: _vendor_names(name) for name in wanted}
        unknown = {n: k for n, k in named.items() if self._known_vendor(k) is None}
        self._load_vendors(unknown.values())
        self._vendor_slugs.prepare((EVERYWHERE, names.tidy(name)) for name in unknown)
        made: list[Vendor] = []
        pending: dict[str, Vendor | int] = {}
        for name, keys in unknown.items():
            every = (keys.key, *keys.others)
            owner = self._known_vendor(keys) or _first(pending, every)
            if owner is None:
                owner = self._new_vendor(names.tidy(name))
                made.append(owner)
            for key in every:
                if key not in self._vendors:
                    pending.setdefault(key, owner)
        self._add_vendors(made, pending)

    def prepare_products(self, wanted: Iterable[ProductWish]) -> None:
        """Look up these products, and make those that are missing."""
        wishes: dict[tuple[int | None, str], ProductWish] = {}
        for wish in wanted:
            wishes.setdefault((wish[0], _product_key(wish[1])), wish)
        self._load_products([key for key in wishes if key not in self._products])
        unknown = {k: wish for k, wish in wishes.items() if k not in self._products}
        self._product_slugs.prepare(
            (wish[0] or EVERYWHERE, names.tidy(wish[1])) for wish in unknown.values()
        )
        made = {key: self._row_of(wish) for key, wish in unknown.items()}
        self._add_products(made)

    def _known_vendor(self, keys: names.VendorNames) -> int | None:
        """Return the vendor of the legal name, else that of a trading name."""
        for key in (keys.key, *keys.others):
            if key in self._vendors:
                return self._vendors[key]
        return None

    def _load_vendors(self, wanted: Iterable[names.VendorNames]) -> None:
        keys = sorted({key for one in wanted for key in (one.key, *one.others)})
        for chunk in chunks(keys):
            rows = db.session.execute(
                sa.select(VendorAlias.key, VendorAlias.vendor_id).where(
                    VendorAlias.key.in_(chunk)
                )
            )
            self._vendors.update(rows.all())

    def _new_vendor(self, name: str) -> Vendor:
        return Vendor(
            name=name,
            slug=self._vendor_slugs.take(EVERYWHERE, name),
            sort_key=names.sort_key(name),
            initial=names.initial(name),
        )

    def _add_vendors(
        self, made: list[Vendor], pending: dict[str, Vendor | int]
    ) -> None:
        db.session.add_all(made)
        db.session.flush()  # for their ids
        own = {names.vendor_key(vendor.name): vendor for vendor in made}
        aliases = []
        for key, owner in pending.items():
            is_own = key in own and own[key] is owner
            vendor_id = owner if isinstance(owner, int) else owner.id
            aliases.append(
                {
                    "vendor_id": vendor_id,
                    "name": own[key].name if is_own else key,
                    "key": key,
                    "source": AliasSource.NAME if is_own else AliasSource.SPELLING,
                }
            )
            self._vendors[key] = vendor_id
        if aliases:
            db.session.execute(sa.insert(VendorAlias), aliases)
        if made:
            publish(ManyContentChanged("vendor", tuple(one.id for one in made)))

    def _load_products(self, keys: Sequence[tuple[int | None, str]]) -> None:
        by_vendor: dict[int | None, list[str]] = {}
        for vendor_id, key in keys:
            by_vendor.setdefault(vendor_id, []).append(key)
        # One statement for many vendors: their ids and keys apart, pairs sorted out here.
        for vendor_ids in chunks([v for v in by_vendor if v is not None]):
            mine = [key for v in vendor_ids for key in by_vendor[v]]
            for chunk in chunks(mine):
                self._remember(ProductAlias.vendor_id.in_(vendor_ids), chunk)
        for chunk in chunks(by_vendor.get(None, [])):
            self._remember(ProductAlias.vendor_id.is_(None), chunk)

    def _remember(self, whose: sa.ColumnElement[bool], keys: Sequence[str]) -> None:
        rows = db.session.execute(
            sa.select(
                ProductAlias.vendor_id, ProductAlias.key, ProductAlias.product_id
            ).where(whose, ProductAlias.key.in_(keys))
        )
        self._products.update({(vendor, key): product for vendor, key, product in rows})

    def _row_of(self, wish: ProductWish) -> dict[str, Any]:
        vendor_id, name, spec = wish[0], names.tidy(wish[1]), wish[2]
        return {
            "name": name,
            "slug": self._product_slugs.take(vendor_id or EVERYWHERE, name),
            "sort_key": names.sort_key(name),
            "initial": names.initial(name),
            "vendor_id": vendor_id,
            "category_id": spec.category_id,
            "pricing_model": spec.pricing_model,
            "metric": spec.effective_metric,
            "metric_period": spec.effective_period,
            "unit": spec.effective_unit,
            "unit_quantity": spec.unit_quantity,
        }

    def _add_products(self, made: dict[tuple[int | None, str], dict[str, Any]]) -> None:
        if not made:
            return
        inserted = sa.insert(Product).returning(
            Product.id, sort_by_parameter_order=True
        )
        ids = db.session.scalars(inserted, list(made.values())).all()
        aliases = []
        for product_id, (owner, row) in zip(ids, made.items(), strict=True):
            aliases.append(
                {
                    "product_id": product_id,
                    "vendor_id": owner[0],
                    "name": row["name"],
                    "key": owner[1],
                    "source": AliasSource.NAME,
                }
            )
            self._products[owner] = product_id
        db.session.execute(sa.insert(ProductAlias), aliases)
        _count_products(made.values())
        publish(ManyContentChanged("product", tuple(ids)))

    def _load_plans(self, product_id: int) -> None:
        rows = db.session.execute(
            sa.select(Plan.key, Plan.id).where(Plan.product_id == product_id)
        )
        self._plans.update({(product_id, key): plan_id for key, plan_id in rows})


def _new_plan(product_id: int, name: str, kind: PlanKind) -> Plan:
    key = _product_key(name)
    plan = Plan(product_id=product_id, name=names.tidy(name), key=key, kind=kind)
    db.session.add(plan)
    db.session.flush()  # for its id
    counts.add(Product.plan_count, product_id, 1)
    publish(ProductChanged.of(product_id))
    return plan


def _vendor_names(name: str) -> names.VendorNames:
    keys = names.vendor_names(name)
    if not keys.key:
        raise Invalid("A vendor's name needs a letter or a digit.")
    return keys


def _product_key(name: str) -> str:
    key = names.product_key(name)
    if not key:
        raise Invalid("A product's name cannot be empty.")
    return key


def _first(
    pending: dict[str, Vendor | int], keys: Iterable[str]
) -> Vendor | int | None:
    return next((pending[key] for key in keys if key in pending), None)


def _count_products(rows: Iterable[dict[str, Any]]) -> None:
    """Raise the counts of the vendors and categories that got new products."""
    vendors: Counter[int] = Counter()
    categories: Counter[int] = Counter()
    for row in rows:
        if row["vendor_id"] is not None:
            vendors[row["vendor_id"]] += 1
        if row["category_id"] is not None:
            categories[row["category_id"]] += 1
    counts.add_many(Vendor.product_count, vendors)
    counts.add_many(Category.product_count, categories)
