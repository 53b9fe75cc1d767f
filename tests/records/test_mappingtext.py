"""Mappings as TOML: those that we ship, round trips, and what is wrong with one."""

import pytest

from community.catalog.kinds import PricingModel
from community.core.errors import Invalid
from community.records.files import FileOptions
from community.records.mapping import (
    Field,
    FieldRule,
    Filter,
    Kind,
    Mapping,
    ProductInfo,
    SourceInfo,
    Style,
)
from community.records.mappingtext import parse_mapping
from community.records.mappingwriting import write_mapping
from community.records.rules.mappings import shipped_names
from tests.records.made import LIST_MAPPING, MAPPING

EVERYTHING = Mapping(
    kind=Kind.RECORDS,
    market=False,
    divide=True,
    decimal=",",
    source=SourceInfo(
        'A "source" \\ with\u2028marks\x7f'.replace("\u2028", " ").replace("\x7f", ""),
        "https://register.example/",
        "CC0",
        "Them",
        "Ceiling rates.",
        "2024-06",
    ),
    product=ProductInfo(PricingModel.USAGE, "1,000 calls", "APIs"),
    fields=(
        (Field.PRICE, FieldRule(column="Preis in €")),
        (Field.CURRENCY, FieldRule(value="EUR")),
        (
            Field.UNIT,
            FieldRule(
                column="unit",
                translate=(("per hour", "hour"), ("std", "hour")),
                only=True,
            ),
        ),
        (
            Field.PRODUCT,
            FieldRule(
                column="text", contains=(("huddle", "Huddle"),), style=Style.WORDS
            ),
        ),
        (Field.VENDOR, FieldRule(column="maker", value="Unknown maker")),
        (Field.QUANTITY, FieldRule(column="n")),
        (Field.DATE, FieldRule(column="when", format="%d/%m/%Y")),
        (Field.DESCRIPTION, FieldRule(template="{a} · {b} years")),
    ),
    filters=(Filter("kind", only=("sale",)), Filter("state", never=("void", "test"))),
    file=FileOptions("cp1252", "\t", 3),
)


def test_a_mapping_survives_being_written():
    assert parse_mapping(write_mapping(EVERYTHING)) == EVERYTHING


@pytest.mark.parametrize("text", [MAPPING, LIST_MAPPING])
def test_what_is_written_is_what_was_read(text):
    mapping = parse_mapping(text)

    assert parse_mapping(write_mapping(mapping)) == mapping


def test_the_shipped_mappings_are_sound():
    assert shipped_names() == ["gcloud", "gcloud-licences", "gsa", "saas-list"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "records"', 'kind = "recipes"', "“kind” must be one of records"),
        ("market = true", 'market = "yes"', "“market” must be true or false."),
        ("market = true", "colour = 1", "“colour” is not known here."),
        ("[source]", "[[source]]", "“source” must be a table."),
        ('name = "Register of rates"', "name = 5", "“source.name” must be a text"),
        (
            'name = "Register of rates"',
            f'name = "{"x" * 201}"',
            "“source.name” may have 200 characters.",
        ),
        ('url = "https', 'url = "javascript', "“source.url” must begin with"),
        ('published = "2024-06"', 'published = "June"', "Give the month as year"),
        ('model = "service"', 'model = "gift"', "“product.model” must be one of"),
        ("[fields.unit]", "[fields.colour]", "“fields.colour” is no field of records."),
        ("[fields.unit]", "[fields.plan]", "“fields.plan” is no field of records."),
        ('column = "unit"', 'columns = ["unit"]', "“fields.unit.columns” is not known"),
        ('column = "unit"', "translate = 3", "“fields.unit.translate” must be a table"),
        ('column = "unit"', 'contains = [["a"]]', "must be a list of pairs"),
        ('column = "unit"', "contains = 1", "must be a list of pairs."),
        ('column = "unit"', 'style = "loud"', "“fields.unit.style” must be one of"),
        ('column = "unit"', "", "Say where the unit comes from."),
        ('name = "Register of rates"', "", "Say who published these prices."),
        ("market = true", "divide = true", "Say where the vendor comes from."),
        ("[product]", '[file]\nencoding = "hex"\n[product]', "“file.encoding” must"),
        ("[product]", '[file]\ndecimal = "x"\n[product]', "“file.decimal” must be"),
        ("[product]", '[file]\ndelimiter = "ab"\n[product]', "must be one character"),
        ("[product]", "[file]\nskip_lines = -1\n[product]", "must be between 0 and"),
        ("[product]", '[file]\nskip_lines = "1"\n[product]', "must be a number"),
        ("[product]", "[file]\nskip_lines = true\n[product]", "must be a number"),
        ("[product]", "[[filters]]\nonly = []\n[product]", "“filters[1]” needs a col"),
        ("[product]", "[filters]\n[product]", "“filters” must be a list of tables."),
        ("[source]", "[source", "That is no TOML"),
        (
            "[product]",
            '[[filters]]\ncolumn = "a"\nonly = "b"\n[product]',
            "“filters[1].only” must be a list of texts.",
        ),
    ],
)
def test_what_is_wrong_is_named(old, new, says):
    assert old in MAPPING
    with pytest.raises(Invalid) as refused:
        parse_mapping(MAPPING.replace(old, new, 1))

    assert says in refused.value.message


def test_a_quantity_is_needed_where_totals_are_divided():
    with pytest.raises(Invalid, match="Say where the quantity comes from"):
        parse_mapping(MAPPING.replace("market = true", "market = true\ndivide = true"))


def test_list_prices_need_a_plan_and_a_date():
    with pytest.raises(Invalid, match="which column names the plan"):
        parse_mapping(
            LIST_MAPPING.replace('column = "edition"', "").replace(
                'column = "extra"', ""
            )
        )
    with pytest.raises(Invalid, match="Say where the date comes from"):
        parse_mapping(LIST_MAPPING.replace('column = "seen"', ""))


@pytest.mark.parametrize("text", ["x = " + "[" * 50_000, "a" * 100_001, "\x00", "é"])
def test_nonsense_is_refused(text):
    with pytest.raises(Invalid):
        parse_mapping(text)


def test_a_plan_may_stand_in_for_an_add_on():
    mapping = parse_mapping(LIST_MAPPING)
    columns = ("product", "asked", "currency", "per", "seen")

    assert mapping.missing_from((*columns, "edition")) == []
    assert mapping.missing_from((*columns, "extra")) == []
    assert mapping.missing_from(columns) == ["edition", "extra"]
