"""The form in which somebody reports a deal: product first, then what its model needs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import g
from wtforms import (
    BooleanField,
    Field,
    FormField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)

from community.accounts.traits import Industry, OrgSize, Region
from community.catalog.disclosure import Incentive, IncentiveSource, Relationship
from community.catalog.models import Product
from community.core.errors import Invalid
from community.core.forms import Form, options
from community.core.money import CURRENCIES
from community.core.selects import SelectField
from community.deals import layouts
from community.deals.captions import DEAL_CAPTIONS as D
from community.deals.countries import country_choices
from community.deals.fields import (
    AmountField,
    CountField,
    CurrencyField,
    LineProductField,
    MayBeEmpty,
    MonthField,
    Needed,
    SafeFieldList,
    select,
    text_of,
    tick_boxes,
)
from community.deals.kinds import (
    Answer,
    Billing,
    Channel,
    ContractForbids,
    Lever,
    OtherAlternative,
    PaymentDays,
    Sector,
    Stage,
    Visibility,
)
from community.deals.labels import choices
from community.deals.line_form import LineForm, is_filled
from community.deals.plausibility import LONGEST_NOTE, MOST_LINES
from community.deals.toolong import ShortNote, cut_short

ALTERNATIVES = 3
_CHOOSE = "Choose…"
_UNSAID = "Not said"


class DealForm(Form):
    """All of a deal; buttons called `do` say which step is wanted."""

    class Meta(Form.Meta):
        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            return cut_short(super().wrap_formdata(form, formdata))

    CONTRACT = layouts.CONTRACT
    ORGANISATION = layouts.ORGANISATION
    NEGOTIATION = layouts.NEGOTIATION
    CLAUSES = layouts.CLAUSES
    MORE = layouts.MORE

    do = StringField()
    version = HiddenField()
    lines = SafeFieldList(FormField(LineForm), min_entries=1, max_entries=MOST_LINES)
    is_separate = BooleanField(
        "This is another contract than the one I reported before"
    )

    stage = select(Stage, D["stage"], empty=_CHOOSE, need="Say what happened.")
    deal_month = MonthField(
        D["deal_month"],
        [Needed("Give the month.")],
        description="When it was signed or offered. We never store a day.",
    )
    term_months = CountField(D["term_months"], [Needed("Give the term in months.")])
    currency = CurrencyField(
        D["currency"],
        [Needed("Choose the currency.")],
        choices=options((code, code) for code in CURRENCIES),
    )
    billing = select(Billing, D["billing"], need="Say how it is billed.")
    channel = select(Channel, D["channel"], need="Say where it was bought.")

    org_size = select(OrgSize, D["org_size"], empty=_CHOOSE, need="Choose a size.")
    industry = select(Industry, D["industry"], empty=_UNSAID)
    region = select(Region, D["region"], empty=_CHOOSE, need="Choose a region.")
    sector = select(Sector, D["sector"], need="Choose a sector.")
    country = SelectField(
        D["country"],
        [MayBeEmpty()],
        choices=options([("", "Not stored"), *country_choices()]),
        description="Stored only if you choose one; others only ever see the region.",
    )

    levers = tick_boxes(Lever, D["levers"])
    first_quote_amount = AmountField(
        D["first_quote_amount"], description="The total that they asked for at first."
    )
    rounds = CountField(D["rounds"])
    other_alternatives = tick_boxes(OtherAlternative, "What else you considered")
    alternatives = SafeFieldList(
        LineProductField("Other product"),
        D["alternative_ids"],
        min_entries=ALTERNATIVES,
        max_entries=5,
    )

    auto_renew = select(Answer, D["auto_renew"], empty=_UNSAID)
    renewal_cap_pct = AmountField(D["renewal_cap_pct"])
    notice_days = CountField(D["notice_days"])
    price_hold_months = CountField(D["price_hold_months"])
    true_down = select(Answer, D["true_down"], empty=_UNSAID)
    swap_rights = select(Answer, D["swap_rights"], empty=_UNSAID)
    termination_for_convenience = select(
        Answer, D["termination_for_convenience"], empty=_UNSAID
    )
    most_favoured = select(Answer, D["most_favoured"], empty=_UNSAID)
    audit_clause = select(Answer, D["audit_clause"], empty=_UNSAID)

    payment_days = select(PaymentDays, D["payment_days"], empty=_UNSAID)
    expiry_month = MonthField(D["expiry_month"], description="For you alone.")
    satisfaction = SelectField(
        D["satisfaction"],
        [MayBeEmpty()],
        choices=options(
            [
                ("", _UNSAID),
                ("5", "5, very"),
                ("4", "4"),
                ("3", "3"),
                ("2", "2"),
                ("1", "1, not at all"),
            ]
        ),
    )
    note = TextAreaField(
        D["note"],
        [ShortNote()],
        description="Shown apart from the numbers, after a person has read it. No names, "
        "no amounts, no dates.",
        render_kw={"rows": "4", "maxlength": str(LONGEST_NOTE)},
    )

    relationship = select(Relationship, D["relationship"], need="Say what you are.")
    incentive = select(
        Incentive, D["incentive"], need="Say whether there was something."
    )
    incentive_from = select(IncentiveSource, D["incentive_from"], empty="Nobody")
    contract_forbids = RadioField(
        D["contract_forbids"],
        [Needed("Please answer: it decides what we may do with the price.")],
        choices=options(choices(ContractForbids)),
    )
    visibility = RadioField(
        D["visibility"],
        [Needed("Choose who may see it.")],
        choices=options(choices(Visibility)),
    )
    right_to_share = BooleanField(
        "I may share this price",
        [Needed("We can only take prices that you may share.")],
    )
    tax_excluded = BooleanField(
        "All amounts are without VAT or sales tax",
        [Needed("Give all amounts without VAT or sales tax.")],
    )

    @property
    def line_forms(self) -> list[LineForm]:
        return [entry.form for entry in self.lines.entries]

    @property
    def products(self) -> list[Product]:
        return [line.bought for line in self.line_forms if line.bought is not None]

    @property
    def is_started(self) -> bool:
        """Whether the whole form is in sight: a product is known, or more was typed."""
        return bool(self.products) or bool(self.stage.raw_data)

    def is_open(self, names: Iterable[str]) -> bool:
        """Whether a fold with these fields must be open: something is said or wrong."""
        return any(self[name].errors or is_filled(self[name]) for name in names)

    def resolve_products(self) -> None:
        """Find out which product each line means; a wrong text is an error there."""
        for line in self.line_forms:
            if text_of(line.product).strip():
                line.product.validate(line)
        self._gather_line_errors()

    @property
    def is_current(self) -> bool:
        """Whether the page that was sent was ours and still valid."""
        return bool(g.csrf_valid_token)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators=extra_validators)
        complete = [line.is_complete() for line in self.line_forms]
        self._gather_line_errors()
        return valid and all(complete)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn a rule's refusal into errors of the fields, those of lines included."""
        with super().refusals():
            try:
                yield
            except Invalid as error:
                raise self._at_lines(error) from error

    def _at_lines(self, error: Invalid) -> Invalid:
        """Put the sentences about lines where they belong; return the others."""
        left = {}
        for name, sentence in error.fields.items():
            field = self._find(name)
            if field is None:
                left[name] = sentence
            else:
                field.errors = [*field.errors, sentence]
        self._gather_line_errors()
        return Invalid(error.message, fields=left, code=error.code)

    def _gather_line_errors(self) -> None:
        found = [line.errors for line in self.line_forms]
        self.lines.errors = found if any(found) else []

    def _find(self, path: str) -> Field | None:
        """Return the field at "lines-0-quantity"; None when the path is another one."""
        parts = path.split("-")
        if len(parts) != 3 or parts[0] != "lines":
            return None
        name = _LINE_NAMES.get(parts[2], parts[2])
        return self.line_forms[int(parts[1])]._fields.get(name)


_LINE_NAMES = {"year_schedule": "years"}
