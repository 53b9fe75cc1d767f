"""A mapping as what a form holds, and back: the form changes what it shows and keeps the rest."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace

from community.catalog.kinds import PricingModel
from community.records.files import FileOptions
from community.records.guessing import guess_columns
from community.records.mapping import (
    LIST_FIELDS,
    RECORD_FIELDS,
    Field,
    FieldRule,
    Filter,
    Kind,
    Mapping,
    ProductInfo,
    SourceInfo,
)
from community.records.mappingtext import parse_mapping
from community.records.mappingwriting import write_mapping


@dataclass(frozen=True)
class FieldWords:
    """How the form speaks of a field."""

    label: str
    hint: str = ""


FIELD_WORDS = {
    Field.PRICE: FieldWords(
        "Price", "Amounts like $1,234.50, (12.00) or 12,50 are read."
    ),
    Field.CURRENCY: FieldWords("Currency", "An ISO code: USD, EUR, GBP."),
    Field.UNIT: FieldWords("Unit", "hour, seat; user/month for list prices."),
    Field.PRODUCT: FieldWords("Product"),
    Field.VENDOR: FieldWords(
        "Vendor", "Who makes it. Not needed for market-wide products."
    ),
    Field.SUPPLIER: FieldWords("Supplier", "Who sold it, if somebody else did."),
    Field.QUANTITY: FieldWords("Quantity", "How many units the row is about."),
    Field.DATE: FieldWords("Date"),
    Field.BUYER: FieldWords("Buyer", "Only where the source publishes it."),
    Field.DESCRIPTION: FieldWords(
        "Description", "Shown with each row as the source puts it."
    ),
    Field.PLAN: FieldWords("Plan", "For list prices."),
    Field.ADD_ON: FieldWords("Add-on", "For list prices."),
    Field.URL: FieldWords("Address of the price page", "For list prices."),
}


@dataclass(frozen=True)
class Typed:
    """What the form holds of a mapping."""

    kind: Kind
    market: bool
    divide: bool
    decimal: str
    source: SourceInfo
    product: ProductInfo
    columns: Dict[Field, str]
    values: Dict[Field, str]
    date_format: str
    file: FileOptions
    filter_column: str = ""
    filter_never: bool = False
    filter_values: str = ""


def start_for(columns: tuple[str, ...], file_name: str) -> Mapping:
    """Return a mapping to begin with, guessed from the names of the columns."""
    return Mapping(
        source=SourceInfo(name=file_name.rpartition(".")[0] or file_name),
        fields=tuple(guess_columns(columns).items()),
        product=ProductInfo(PricingModel.SERVICE),
    )


def typed_of(mapping: Mapping) -> Typed:
    """Return what the form shows of a mapping."""
    first = mapping.filters[0] if mapping.filters else Filter("")
    return Typed(
        kind=mapping.kind,
        market=mapping.market,
        divide=mapping.divide,
        decimal=mapping.decimal,
        source=mapping.source,
        product=mapping.product,
        columns={name: rule.column for name, rule in mapping.fields},
        values={name: rule.value for name, rule in mapping.fields},
        date_format=mapping.rule(Field.DATE).format,
        file=mapping.file,
        filter_column=first.column,
        filter_never=bool(first.never),
        filter_values=", ".join(first.never or first.only),
    )


def mapping_from(typed: Typed, base: Mapping) -> Mapping:
    """Return `base` with what was typed; Invalid as for any mapping.

    Translations of a field stay as long as its column does.
    """
    allowed = LIST_FIELDS if typed.kind is Kind.LIST_PRICES else RECORD_FIELDS
    rules = {name: _rule(typed, name, base.rule(name)) for name in Field}
    mapping = Mapping(
        kind=typed.kind,
        market=typed.market,
        divide=typed.divide,
        decimal=typed.decimal,
        source=typed.source,
        product=typed.product,
        fields=tuple(
            (name, rule)
            for name, rule in rules.items()
            if name in allowed and (rule.reads or rule.value)
        ),
        filters=_filters(typed, base),
        file=typed.file,
    )
    # The same checks as for a mapping that somebody wrote by hand.
    return parse_mapping(write_mapping(mapping))


def _rule(typed: Typed, name: Field, base: FieldRule) -> FieldRule:
    column, value = typed.columns.get(name, ""), typed.values.get(name, "")
    kept = base if column == base.column else FieldRule()
    form = typed.date_format if name is Field.DATE else kept.format
    return replace(kept, column=column, value=value, format=form)


def _filters(typed: Typed, base: Mapping) -> tuple[Filter, ...]:
    rest = base.filters[1:]
    values = tuple(filter(None, (v.strip() for v in typed.filter_values.split(","))))
    if not typed.filter_column or not values:
        return rest
    if typed.filter_never:
        return (Filter(typed.filter_column, never=values), *rest)
    return (Filter(typed.filter_column, only=values), *rest)
