"""What a draft leaves out because its pricing model has no room for it."""

from dataclasses import replace
from decimal import Decimal

from community.catalog.disclosure import IncentiveSource
from community.catalog.kinds import PricingModel
from community.deals.drafts import tidy
from community.deals.kinds import OtherAlternative
from community.deals.normalisation import YearStep

RAMP = (YearStep(1, Decimal(50), Decimal(60000)),)


def test_tidying_drops_what_a_model_does_not_have(draft, line, perpetual):
    seat = tidy(
        replace(
            draft,
            lines=(replace(line, overage_rate=Decimal(1), maintenance_pct=Decimal(9)),),
        )
    )
    flat = tidy(replace(draft, lines=(replace(line, pricing_model=PricingModel.FLAT),)))
    bought = tidy(
        replace(
            draft,
            lines=(
                replace(perpetual, recurring_amount=Decimal(5), year_schedule=RAMP),
            ),
        )
    )
    fixed = tidy(
        replace(
            draft,
            lines=(
                replace(line, pricing_model=PricingModel.SERVICE, metric="fixed price"),
            ),
        )
    )

    assert (seat.lines[0].overage_rate, seat.lines[0].maintenance_pct) == (None, None)
    assert flat.lines[0].quantity == 1
    assert (bought.lines[0].recurring_amount, bought.lines[0].year_schedule) == (
        None,
        (),
    )
    assert fixed.lines[0].quantity == 1


def test_tidying_cleans_texts_and_lists(draft, line):
    messy = replace(
        draft,
        lines=(
            replace(
                line,
                metric=" user\u200b ",
                list_url="https://x.example",
                add_on_ids=(5, 3, 5),
            ),
        ),
        note="  a\r\nb\x00 ",
        alternative_ids=(9, 7, 9),
        incentive_from=IncentiveSource.HOST,
        other_alternatives=(OtherAlternative.INCUMBENT, OtherAlternative.INCUMBENT),
    )

    clean = tidy(messy)

    assert clean.lines[0].metric == "user"
    assert clean.lines[0].list_url == ""
    assert clean.lines[0].add_on_ids == (3, 5)
    assert clean.note == "a\nb"
    assert clean.alternative_ids == (7, 9)
    assert clean.incentive_from is None
    assert clean.other_alternatives == (OtherAlternative.INCUMBENT,)
