"""Samples for the style page: every macro and drawing with something plausible in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from wtforms import (
    BooleanField,
    DecimalField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from community.core import clock
from community.core.forms import Form, options
from community.core.paging import Page
from community.prices.charts import Bin, Picture, Spread, price_plot, strip
from community.prices.trend import Series, list_price_trend

SPREAD = Spread(
    p10=Decimal(82),
    p25=Decimal(96),
    median=Decimal(109),
    p75=Decimal(127),
    p90=Decimal(147),
)
_COUNTS = (1, 2, 4, 7, 12, 19, 16, 11, 9, 5, 4, 2, 1, 0, 0, 1)
_STAGES = (("quote", "Quote"), ("new", "Signed"), ("renewal", "Renewal"))
_BY_SIZE = (
    ("1 to 24", (118, 135, 161, 170, 190)),
    ("25 to 99", (98, 121, 139, 147, 170)),
    ("100 to 249", (82, 96, 109, 127, 147)),
    ("250 to 999", (66, 80, 96, 107, 132)),
)


class SampleForm(Form):
    """One field of each kind."""

    title = StringField(
        "Title",
        [InputRequired(), Length(max=120)],
        description="One question, as you would ask a colleague.",
    )
    amount = DecimalField("Yearly total", [InputRequired()], description="Without tax.")
    plan = SelectField(
        "Plan", choices=options([("", "Choose"), ("pro", "Professional")])
    )
    stage = RadioField(
        "Stage",
        [InputRequired()],
        choices=options(_STAGES),
    )
    text = TextAreaField("Details", [Length(max=400)])
    share = BooleanField("I may share this price")


@dataclass(frozen=True)
class SampleRow:
    """What thread_row() reads."""

    title: str
    url: str
    answers: int
    solved: bool
    author: str
    last_activity_at: datetime
    subject: str = "Arbor Desk"
    subject_url: str = "#lists"
    tags: tuple[str, ...] = ()
    closed: bool = False
    asked: int = 1


def rows() -> list[SampleRow]:
    now = clock.now()
    return [
        SampleRow(
            "Arbor Desk renewal went up 22 %. Is there room below $140 a seat?",
            "#lists",
            9,
            solved=True,
            author="quietmaple",
            last_activity_at=now - timedelta(minutes=12),
            asked=4,
        ),
        SampleRow(
            "Maintenance on perpetual Kestrel licences: anybody below 18 %?",
            "#lists",
            0,
            solved=False,
            author="slow_river",
            last_activity_at=now - timedelta(hours=5),
            tags=("maintenance",),
        ),
    ]


def page() -> Page[SampleRow]:
    return Page(rows(), "sample")


def refused_form() -> SampleForm:
    """Return the form as it comes back when it was sent empty."""
    form = SampleForm()
    form.validate()
    form.refusal = None
    return form


def plots() -> list[Picture]:
    bins = [
        Bin(Decimal(60 + 8 * i), Decimal(68 + 8 * i), n) for i, n in enumerate(_COUNTS)
    ]
    plot = partial(price_plot, SPREAD, currency="USD", unit="per seat per year")
    return [
        plot(basis="94 prices", bins=bins, quote=Decimal(156)),
        plot(basis="50 to 99 organisations"),
    ]


def trend() -> Picture | None:
    plans = [
        ("Professional", ((2019, 60), (2021, 72), (2023, 79))),
        ("Enterprise", ((2019, 95), (2022, 110))),
        ("Basic", ((2019, 20),)),
    ]
    series = [
        Series(name, tuple((date(year, 3, 1), Decimal(p)) for year, p in points))
        for name, points in plans
    ]
    unit = "per user per month"
    return list_price_trend(series, currency="USD", unit=unit)


def strips() -> list[tuple[str, Decimal, str]]:
    drawn = []
    for name, (p10, p25, median, p75, p90) in _BY_SIZE:
        spread = Spread(*(Decimal(part) for part in (median, p25, p75, p10, p90)))
        drawn.append((name, spread.median, strip(spread, Decimal(40), Decimal(200))))
    return drawn
