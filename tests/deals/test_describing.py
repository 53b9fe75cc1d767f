"""A deal in words, and what an edit changed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from community.catalog.kinds import PricingModel
from community.core.clock import Month
from community.deals.describing import changes, describe
from community.deals.kinds import Answer, Lever, ListSource, OtherAlternative
from community.deals.normalisation import YearStep
from community.deals.queries import named_in

pytestmark = pytest.mark.usefixtures("context")


def words(draft) -> dict[str, str]:
    return {
        ": ".join(part for part in (fact.section, fact.caption) if part): fact.text
        for fact in describe(draft, named_in(draft))
    }


def test_every_kind_of_field_reads_as_a_person_would_write_it(draft, line, shop):
    full = replace(
        draft,
        lines=(
            replace(
                line,
                add_on_ids=(shop.desk.plans["Voice"][0],),
                year_schedule=(YearStep(1, Decimal(50), Decimal(60000)),),
                list_unit_price=Decimal("1200.5"),
                list_source=ListSource.PRICE_BOOK,
                list_month=Month("2026-01"),
                bundled=True,
            ),
        ),
        country="DE",
        levers=(Lever.QUARTER_END, Lever.VOLUME),
        alternative_ids=(shop.suite.id,),
        other_alternatives=(OtherAlternative.INCUMBENT,),
        auto_renew=Answer.NO,
        satisfaction=4,
        rounds=3,
        note="Good.",
    )

    found = words(full)

    expected = {
        "Product": "Arbor Desk",
        "Edition": "Professional",
        "Add-ons": "Voice",
        "Quantity": "150",
        "Amount": "$324,000",
        "The amount is": "for the whole term",
        "Year by year": "year 1: 50 for $60,000",
        "List price per unit": "$1,200.50",
        "Unit price per": "year",
        "List price of": "January 2026",
        "Its share of a bundle’s price is arbitrary": "Yes",
        "Month of the deal": "May 2026",
        "Country": "Germany",
        "What moved the price": "End of their quarter, More volume",
        "Alternatives": "Arbor Suite",
        "Other alternatives": "Staying with what we had",
        "Renews by itself": "No",
        "Happy with the price": "4 of 5",
        "Rounds of negotiation": "3",
        "Note": "Good.",
    }
    assert {name: found.get(name) for name in expected} == expected


def test_what_is_not_said_is_not_there(draft):
    found = words(draft)

    assert not {
        "Add-ons",
        "Note",
        "Country",
        "Unit price per",
        "Rounds of negotiation",
    } & set(found)


def test_usage_says_what_its_quantity_is_for(with_line):
    assert (
        words(with_line(pricing_model=PricingModel.USAGE))["Quantity is for"]
        == "a year"
    )


def test_lines_are_numbered_when_there_are_several(draft, line):
    found = words(replace(draft, lines=(line, replace(line, quantity=Decimal(5)))))

    assert (found["Product 1: Quantity"], found["Product 2: Quantity"]) == ("150", "5")


def test_changes_name_what_was_and_what_is(draft, line):
    named = named_in(draft)
    after = replace(
        draft, lines=(replace(line, quantity=Decimal(160)),), note="x" * 400
    )

    found = changes(describe(draft, named), describe(after, named))

    assert found[0] == {"label": "Quantity", "before": "150", "after": "160"}
    assert (found[1]["label"], found[1]["before"]) == ("Note", "–")
    assert len(found[1]["after"]) == 300
    assert changes(describe(draft, named), describe(draft, named)) == []
