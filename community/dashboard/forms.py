"""Forms of the host's desk: a file to import, and what its columns mean."""

from typing import Any

from wtforms import (
    BooleanField,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from community.catalog.kinds import MODEL_LABELS, PricingModel
from community.core.forms import Form, options
from community.core.selects import SelectField
from community.core.text import clean_line
from community.dashboard.fields import FIELD_WORDS, Typed
from community.records.decoding import ENCODINGS
from community.records.files import FileOptions
from community.records.kinds import NAME_LENGTH, NOTE_LENGTH, URL_LENGTH
from community.records.mapping import Field, Kind, ProductInfo, SourceInfo
from community.records.mappingtext import LONGEST
from community.records.sniffing import DELIMITERS

_KINDS = (
    (
        Kind.RECORDS.value,
        "Prices on record: one row is one price that was agreed or paid",
    ),
    (Kind.LIST_PRICES.value, "List prices: one row is what a vendor asks for a plan"),
)
_DATES = (
    ("", "2024-11-30, or 2024-11"),
    ("%d/%m/%Y", "30/11/2024"),
    ("%m/%d/%Y", "11/30/2024"),
    ("%d.%m.%Y", "30.11.2024"),
    ("%d %b %Y", "30 Nov 2024"),
    ("%d-%b-%y", "30-Nov-24"),
    ("%b-%y", "Nov-24"),
    ("%Y%m%d", "20241130"),
)
_DECIMALS = (("", "Find out"), (".", "Point: 1,234.50"), (",", "Comma: 1.234,50"))
_NONE = ("", "–")


class UploadForm(Form):
    file = FileField(
        "CSV file",
        description="Any delimiter, encoding and line end; the first row names the columns.",
    )

    def validate_file(self, field: FileField) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a file.")


class RuleForm(PlainForm):
    """Where one field comes from."""

    column = SelectField("Column", [Optional()], choices=options([_NONE]))
    value = StringField("Always, or where empty", [Length(max=200)])


def _rule(name: Field) -> Any:
    words = FIELD_WORDS[name]
    return FormField(RuleForm, label=words.label, description=words.hint)


class MappingForm(Form):
    """What the columns of a file mean; `base` names the mapping it started from."""

    base = HiddenField()
    kind = SelectField("The rows are", choices=options(_KINDS))
    market = BooleanField(
        "Products are market-wide: many vendors sell the same, such as an hour of a "
        "project manager"
    )
    divide = BooleanField("The price is a total: divide it by the quantity")
    price = _rule(Field.PRICE)
    currency = _rule(Field.CURRENCY)
    unit = _rule(Field.UNIT)
    product = _rule(Field.PRODUCT)
    vendor = _rule(Field.VENDOR)
    supplier = _rule(Field.SUPPLIER)
    quantity = _rule(Field.QUANTITY)
    date = _rule(Field.DATE)
    buyer = _rule(Field.BUYER)
    description = _rule(Field.DESCRIPTION)
    plan = _rule(Field.PLAN)
    add_on = _rule(Field.ADD_ON)
    url = _rule(Field.URL)
    date_format = SelectField("Dates look like", choices=options(_DATES))
    decimal = SelectField("Decimals", choices=options(_DECIMALS))
    filter_column = SelectField("Only rows where", choices=options([_NONE]))
    filter_mode = SelectField(
        "is", choices=options([("only", "is one of"), ("never", "is none of")])
    )
    filter_values = StringField(
        "Values", [Length(max=2_000)], description="Separated by commas."
    )
    source_name = StringField("Source", [InputRequired(), Length(max=NAME_LENGTH)])
    source_url = StringField("Address of the source", [Length(max=URL_LENGTH)])
    source_licence = StringField("Licence", [Length(max=NAME_LENGTH)])
    source_attribution = StringField("Attribution", [Length(max=NOTE_LENGTH)])
    source_note = StringField(
        "What readers must know",
        [Length(max=NOTE_LENGTH)],
        description="Ceiling rates, without tax, for an unknown period: shown under the figures.",
    )
    source_published = StringField(
        "Published in",
        [Length(max=7)],
        description="A month, 2024-11; later dates are doubted.",
    )
    model = SelectField(
        "New products are sold",
        choices=options([(m.value, MODEL_LABELS[m]) for m in PricingModel]),
    )
    product_unit = StringField("in units of", [Length(max=60)])
    category = StringField("Category of new products", [Length(max=200)])
    encoding = SelectField(
        "Encoding", choices=options([("", "Find out"), *ENCODINGS.items()])
    )
    delimiter = SelectField(
        "Delimiter", choices=options([("", "Find out"), *DELIMITERS.items()])
    )
    skip_lines = IntegerField(
        "Lines above the header", [Optional(), NumberRange(0, 1000)]
    )
    save_as = StringField(
        "Keep this mapping as",
        [Length(max=40)],
        description="A short name, to use it again; leave it empty to use it once.",
    )

    def offer(self, columns: tuple[str, ...], date_format: str = "") -> None:
        """Let the columns of the file be chosen, and a date format of one's own."""
        names = options([_NONE, *((name, name) for name in columns)])
        for name in Field:
            self.rule(name).column.choices = names
        self.filter_column.choices = names
        if date_format not in dict(_DATES):
            self.date_format.choices = options([*_DATES, (date_format, date_format)])

    def rule(self, name: Field) -> RuleForm:
        inner: RuleForm = self[name.value].form
        return inner

    def fill(self, typed: Typed, base: str) -> None:
        """Show a mapping."""
        for name in Field:
            self.rule(name).column.data = typed.columns.get(name, "")
            self.rule(name).value.data = typed.values.get(name, "")
        shown = {
            "base": base,
            "kind": typed.kind.value,
            "market": typed.market,
            "divide": typed.divide,
            "date_format": typed.date_format,
            "decimal": typed.decimal,
            "filter_column": typed.filter_column,
            "filter_mode": "never" if typed.filter_never else "only",
            "filter_values": typed.filter_values,
            "model": typed.product.model.value,
            "product_unit": typed.product.unit,
            "category": typed.product.category,
            "encoding": typed.file.encoding,
            "delimiter": typed.file.delimiter,
            "skip_lines": typed.file.skip_lines or None,
            **{f"source_{name}": said for name, said in vars(typed.source).items()},
        }
        for key, value in shown.items():
            self[key].data = value

    def typed(self) -> Typed:
        """Return what was typed."""
        return Typed(
            kind=Kind(self.kind.data),
            market=bool(self.market.data),
            divide=bool(self.divide.data),
            decimal=self.decimal.data,
            source=SourceInfo(
                **{name: self._line(f"source_{name}") for name in vars(SourceInfo(""))}
            ),
            product=ProductInfo(
                PricingModel(self.model.data),
                self._line("product_unit"),
                self._line("category"),
            ),
            columns={name: self.rule(name).column.data or "" for name in Field},
            values={
                name: clean_line(self.rule(name).value.data or "") for name in Field
            },
            date_format=self.date_format.data,
            file=FileOptions(
                self.encoding.data, self.delimiter.data, self.skip_lines.data or 0
            ),
            filter_column=self.filter_column.data or "",
            filter_never=self.filter_mode.data == "never",
            filter_values=self._line("filter_values"),
        )

    def _line(self, name: str) -> str:
        return clean_line(self[name].data or "")


class MappingTextForm(Form):
    text = TextAreaField("Mapping as TOML", [InputRequired(), Length(max=LONGEST)])
    save_as = StringField("Keep this mapping as", [Length(max=40)])


FIELD_NAMES = tuple(name.value for name in Field)
"""Names of the form's rule fields, in the order in which they are shown."""
