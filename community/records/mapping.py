"""Which column of a file becomes which field of a price: a mapping, as data and as TOML.

kind = "records"              # or "list-prices"
market = true                 # the product has no vendor of its own; many sell it alike
divide = true                 # the price column is a total: divide it by the quantity
[source]                      # name, url, licence, attribution, note, published
[product]                     # model, unit, category of products that are made
[file]                        # encoding, delimiter, skip_lines, decimal: overrule us
[fields.price]                # one table for each field
column = "price_usd"          # where it stands …
value = "USD"                 # … or what it always is, or is where the column is empty
columns = ["a", "b"]          # several columns, joined
translate = {"per hour" = "hour"}            # whole cells, case does not count
contains = [["huddle", "Huddle"]]            # the first that occurs in the cell wins
only = true                   # what is not translated is no value
style = "words"               # BUSINESS_PLUS and teamPack become words
format = "%d/%m/%Y"           # of dates; ISO dates and months need none
[[filters]]                   # only = […] or never = […] values of a column
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from community.catalog.kinds import PricingModel
from community.core.errors import Invalid
from community.records.files import FileOptions

PLACE = re.compile(r"\{([^{}]+)\}")
"""A column's name in a template."""
PART = " · "
"""Between the parts of a template."""


class Kind(StrEnum):
    """What the rows of a file are."""

    RECORDS = "records"
    LIST_PRICES = "list-prices"


class Field(StrEnum):
    """What a price is made of."""

    PRICE = "price"
    CURRENCY = "currency"
    UNIT = "unit"
    PRODUCT = "product"
    VENDOR = "vendor"
    SUPPLIER = "supplier"
    QUANTITY = "quantity"
    DATE = "date"
    BUYER = "buyer"
    DESCRIPTION = "description"
    PLAN = "plan"
    ADD_ON = "add_on"
    URL = "url"


RECORD_FIELDS = frozenset(Field) - {Field.PLAN, Field.ADD_ON, Field.URL}
LIST_FIELDS = frozenset(
    {
        Field.PRICE,
        Field.CURRENCY,
        Field.UNIT,
        Field.PRODUCT,
        Field.VENDOR,
        Field.DATE,
        Field.PLAN,
        Field.ADD_ON,
        Field.URL,
    }
)


class Style(StrEnum):
    """How a text is made readable."""

    AS_IS = ""
    WORDS = "words"
    CALM = "calm"


@dataclass(frozen=True)
class FieldRule:
    """How one field is found in a row; see the module."""

    column: str = ""
    template: str = ""
    value: str = ""
    translate: tuple[tuple[str, str], ...] = ()
    contains: tuple[tuple[str, str], ...] = ()
    only: bool = False
    style: Style = Style.AS_IS
    format: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that it needs."""
        named = PLACE.findall(self.template)
        return tuple(dict.fromkeys([self.column, *named] if self.column else named))


@dataclass(frozen=True)
class Filter:
    """Which rows count: those with one of `only`, or with none of `never`, in a column."""

    column: str
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceInfo:
    """Who published the prices, under which licence, and what to know about them."""

    name: str
    url: str = ""
    licence: str = ""
    attribution: str = ""
    note: str = ""
    published: str = ""


@dataclass(frozen=True)
class ProductInfo:
    """How products are sold that the import makes."""

    model: PricingModel = PricingModel.SEAT
    unit: str = ""
    category: str = ""


@dataclass(frozen=True)
class Mapping:
    source: SourceInfo
    fields: tuple[tuple[Field, FieldRule], ...]
    kind: Kind = Kind.RECORDS
    market: bool = False
    divide: bool = False
    decimal: str = ""
    product: ProductInfo = field(default_factory=ProductInfo)
    filters: tuple[Filter, ...] = ()
    file: FileOptions = field(default_factory=FileOptions)

    def rule(self, name: Field) -> FieldRule:
        return dict(self.fields).get(name, FieldRule())

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that it needs, each once."""
        read = [column for _, rule in self.fields for column in rule.reads]
        return tuple(dict.fromkeys([*read, *(one.column for one in self.filters)]))

    def missing_from(self, columns: tuple[str, ...]) -> list[str]:
        """Return the columns that are needed and not there.

        An add-on's column and a plan's may stand in for each other: a register often
        has a file for each.
        """
        alternatives = {
            column
            for name in (Field.PLAN, Field.ADD_ON)
            for column in self.rule(name).reads
        }
        missing = [column for column in self.reads if column not in columns]
        if alternatives and alternatives & set(columns):
            missing = [column for column in missing if column not in alternatives]
        return missing


def require_complete(mapping: Mapping) -> None:
    """Raise Invalid when something is missing that every price needs."""
    needed = [Field.PRICE, Field.CURRENCY, Field.UNIT, Field.PRODUCT]
    if mapping.kind is Kind.LIST_PRICES:
        needed += [Field.VENDOR, Field.DATE]
    elif mapping.market:
        needed.append(Field.SUPPLIER)
    else:
        needed.append(Field.VENDOR)
    if mapping.divide:
        needed.append(Field.QUANTITY)
    for name in needed:
        rule = mapping.rule(name)
        if not rule.reads and not rule.value:
            raise Invalid(
                f"Say where the {name} comes from.",
                fields={f"{name}.column": "Choose a column, or give a value for all."},
            )
    if mapping.kind is Kind.LIST_PRICES and not (
        mapping.rule(Field.PLAN).reads or mapping.rule(Field.ADD_ON).reads
    ):
        raise Invalid(
            "Say which column names the plan.",
            fields={"plan.column": "Choose a column."},
        )
    if not mapping.source.name:
        raise Invalid(
            "Say who published these prices.", fields={"source_name": "Give a name."}
        )
