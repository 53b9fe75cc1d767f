from datetime import date
from decimal import Decimal

from community.catalog.kinds import PRICE_SCALE, Period, PlanKind
from community.catalog.models import ListPrice, Plan
from community.prices.listprices import Asked, Source, tell


def plan(name, kind=PlanKind.PLAN):
    return Plan(name=name, key=name.lower(), kind=kind)


def price(day, amount, currency="USD", per_unit="user", period=Period.MONTH, **more):
    micro = None if amount is None else int(Decimal(str(amount)) * PRICE_SCALE)
    return ListPrice(
        valid_from=date.fromisoformat(day),
        amount_micro=micro,
        currency=currency,
        per_unit=per_unit,
        per_period=period,
        **{"source_name": "", "source_url": "", "source_licence": "", **more},
    )


def test_no_list_prices_is_nothing_to_tell():
    told = tell([(plan("Pro"), [])])

    assert told.plans == ()
    assert told.pictures == ()
    assert told.looked_up is None


def test_newest_price_comes_first_with_its_rise():
    told = tell([(plan("Pro"), [price("2020-01-01", 60), price("2021-06-01", 72)])])

    early, late = date(2020, 1, 1), date(2021, 6, 1)
    assert told.plans[0].prices == (
        Asked(late, late, "$72", "/ user / month", "+20.0 %", ""),
        Asked(early, early, "$60", "/ user / month", "", ""),
    )
    assert told.plans[0].newest.amount == "$72"
    assert told.looked_up == late


def test_a_price_seen_again_is_one_price():
    seen = [
        price("2020-01-01", 60, source_url="https://example.org/2020"),
        price("2021-01-01", 60, source_url="https://example.org/2021"),
    ]

    (told,) = tell([(plan("Pro"), seen)]).plans[0].prices

    assert (told.first, told.last) == (date(2020, 1, 1), date(2021, 1, 1))
    assert told.url == "https://example.org/2021"


def test_a_switch_of_currency_is_not_a_rise():
    moved = [
        price("2020-01-01", 60),
        price("2021-01-01", 66, "EUR"),
        price("2022-01-01", 66, "EUR"),
        price("2023-01-01", 33, "EUR"),
    ]

    told = tell([(plan("Pro"), moved)])

    assert [one.change for one in told.plans[0].prices] == [
        "−50.0 %",
        "now in EUR, before in USD",
        "",
    ]
    assert [p.title.split(",")[0] for p in told.pictures] == [
        "List prices in EUR / user / month",
        "List prices in USD / user / month",
    ]
    assert told.pictures[1].rows[-1] == ("Pro", "2021-01-01", "no price listed")


def test_another_unit_is_not_a_rise():
    moved = [price("2020-01-01", 60), price("2021-01-01", 9, per_unit="GB")]

    assert tell([(plan("Pro"), moved)]).plans[0].newest.change == "now for another unit"


def test_a_price_on_request_has_no_rise():
    quiet = [
        price("2020-01-01", 60),
        price("2021-01-01", None),
        price("2022-01-01", 80),
    ]

    newest, middle, _ = tell([(plan("Pro"), quiet)]).plans[0].prices

    assert (middle.amount, middle.change) == ("on request", "")
    assert newest.change == ""


def test_what_was_free_has_no_rise_and_no_picture():
    free = [price("2020-01-01", 0), price("2021-01-01", 0)]

    told = tell([(plan("Free"), free), (plan("Pro"), [price("2021-01-01", 5)])])

    assert told.plans[0].newest.change == ""
    assert told.pictures == ()


def test_add_ons_are_kept_apart():
    add_on = (plan("Extra seats", PlanKind.ADD_ON), [price("2020-01-01", 5)])

    told = tell([(plan("Pro"), [price("2020-01-01", 60)]), add_on])

    assert [one.name for one in told.on_offer] == ["Pro"]


def test_a_plan_that_others_outlived_is_gone():
    told = tell(
        [
            (plan("Plus"), [price("2020-01-01", 15)]),
            (plan("Pro"), [price("2023-01-01", 9)]),
        ]
    )

    assert [(one.name, one.is_gone) for one in told.plans] == [
        ("Pro", False),
        ("Plus", True),
    ]
    assert [one.name for one in told.on_offer] == ["Pro"]


def test_plans_stand_by_price_and_on_request_last():
    told = tell(
        [
            (plan("Enterprise"), [price("2023-01-01", None)]),
            (plan("Pro"), [price("2023-01-01", 9)]),
            (plan("Free"), [price("2023-01-01", 0)]),
        ]
    )

    assert [(one.name, one.newest.amount) for one in told.plans] == [
        ("Free", "free"),
        ("Pro", "$9"),
        ("Enterprise", "on request"),
    ]


def test_each_source_is_named_once():
    source = {"source_name": "Pricing pages", "source_url": "https://example.org"}
    rows = [price("2020-01-01", 5, **source), price("2021-01-01", 6, **source)]

    assert tell([(plan("Pro"), rows)]).sources == (
        Source("Pricing pages", "https://example.org", ""),
    )


def test_a_source_of_many_addresses_is_named_without_one():
    rows = [
        price("2020-01-01", 5, source_name="Archive", source_url="https://a.example"),
        price("2021-01-01", 6, source_name="Archive", source_url="https://b.example"),
    ]

    assert tell([(plan("Pro"), rows)]).sources == (Source("Archive", "", ""),)


def test_only_web_addresses_become_links():
    row = price("2020-01-01", 5, source_name="A page", source_url="javascript:alert(1)")

    assert tell([(plan("Pro"), [row])]).sources == (Source("A page", "", ""),)


def test_what_was_free_has_no_rise():
    paid = [price("2020-01-01", 0), price("2021-01-01", 5)]

    assert tell([(plan("Pro"), paid)]).plans[0].newest.change == ""
