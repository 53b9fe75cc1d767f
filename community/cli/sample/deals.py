"""Lets the sample's buyers report 2,000 deals, priced as buyers of their size pay."""

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from community.accounts.models import User
from community.catalog.disclosure import Relationship
from community.catalog.kinds import PricingModel
from community.cli.sample.catalogue import Sold
from community.cli.sample.people import Organisation
from community.cli.sample.words import NOTES
from community.core import clock
from community.deals.drafts import DealDraft, LineDraft
from community.deals.kinds import (
    Answer,
    Billing,
    Channel,
    ContractForbids,
    Covers,
    Lever,
    ListSource,
    OtherAlternative,
    PaymentDays,
    Sector,
    Stage,
    Visibility,
)
from community.deals.metrics import default_metric
from community.deals.notes.rules import accept_samples
from community.deals.rules.reporting import submit_samples

DEALS = 2_000

_MODELS_WITH_TERM = frozenset(
    {PricingModel.SEAT, PricingModel.FLAT, PricingModel.USAGE}
)
_POPULAR = 1.5
"""From this weight on nearly everybody bought a product, and bought it again."""
_FIRST = {Stage.NEW: 88, Stage.QUOTE: 10, Stage.LOST: 2}
_AGAIN = {Stage.RENEWAL: 85, Stage.EXPANSION: 15}
_FIRST_MONTHS = (13, 33)
_AGAIN_MONTHS = (0, 12)
_USUAL_PLAN = 0.8


def add_deals(
    random: Random,
    people: Sequence[User],
    homes: dict[int, Organisation],
    sold: Sequence[Sold],
) -> None:
    """Report DEALS deals: of popular products a first one and a later one by each buyer.

    So there are figures on every rung of the ladder, from nothing to a histogram.
    """
    wanted = []
    for one in sold:
        if one.sample.weight >= _POPULAR:
            for user in people:
                wanted += [(user, one, _FIRST, _FIRST_MONTHS)]
                wanted += [(user, one, _AGAIN, _AGAIN_MONTHS)]
    rare = [one for one in sold if one.sample.weight < _POPULAR]
    pairs = [(user, one) for user in people for one in rare]
    for user, one in random.sample(pairs, DEALS - len(wanted)):
        wanted.append((user, one, _FIRST, (3, 33)))
    reports = []
    answering = Random("what they weighed and agreed")
    for user, one, stages, months in wanted:
        stage = random.choices(list(stages), list(stages.values()))[0]
        draft = _draft(random, homes[user.id], one, stage, random.randint(*months))
        reports.append((user.actor, _answered(answering, draft, _rivals(one, sold))))
    submit_samples(reports)
    accept_samples()


def _draft(
    random: Random, home: Organisation, one: Sold, stage: Stage, age_months: int
) -> DealDraft:
    term = _term(random, one.sample.model)
    line = _line(random, one, term, stage)
    draft = DealDraft(
        lines=(line,),
        currency="USD",
        tax_excluded=True,
        term_months=term,
        billing=Billing.ANNUAL if term > 1 else Billing.ARREARS,
        stage=stage,
        deal_month=clock.add_months(clock.current_month(), -age_months),
        org_size=home.size,
        region=home.region,
        industry=home.industry,
        sector=random.choices(list(Sector), (80, 10, 5, 5))[0],
        channel=random.choices(list(Channel), (70, 20, 7, 3))[0],
        relationship=Relationship.BUYER,
        right_to_share=True,
        contract_forbids=random.choices(
            (ContractForbids.NO, ContractForbids.UNKNOWN), (9, 1)
        )[0],
    )
    return _with_colour(random, draft)


def _with_colour(random: Random, draft: DealDraft) -> DealDraft:
    """Add what only some people fill in."""
    if random.random() < 0.5:
        levers = tuple(random.sample(list(Lever), random.randint(1, 3)))
        draft = replace(draft, levers=levers, rounds=random.randint(1, 4))
    if random.random() < 0.4:
        draft = replace(
            draft,
            auto_renew=random.choice(list(Answer)),
            renewal_cap_pct=Decimal(random.choice((3, 4, 5, 7))),
            notice_days=random.choice((30, 60, 90)),
            payment_days=random.choice(list(PaymentDays)),
        )
    if random.random() < 0.3:
        draft = replace(draft, satisfaction=random.randint(2, 5))
    if random.random() < 0.15 and draft.contract_forbids is ContractForbids.NO:
        draft = replace(
            draft,
            visibility=Visibility.CARD,
            note=random.choice(NOTES),
        )
    return draft


def _rivals(one: Sold, sold: Sequence[Sold]) -> list[int]:
    """Return the products of the same category, for it is these that one weighs."""
    return [
        other.product.id
        for other in sold
        if other.sample.category == one.sample.category and other is not one
    ]


def _answered(random: Random, draft: DealDraft, rivals: Sequence[int]) -> DealDraft:
    """Add what some weighed, when most pay, and for how long a price is held."""
    if random.random() < 0.5:
        if rivals and random.random() < 0.7:
            draft = replace(draft, alternative_ids=(random.choice(rivals),))
        else:
            other = random.choice(list(OtherAlternative))
            draft = replace(draft, other_alternatives=(other,))
    if draft.payment_days is not None:
        usual = random.choices(list(PaymentDays), (3, 4, 76, 5, 10, 2))[0]
        held = random.choice((12, 24, 24, 36))
        draft = replace(draft, payment_days=usual, price_hold_months=held)
    return draft


def _term(random: Random, model: PricingModel) -> int:
    if model in _MODELS_WITH_TERM:
        return random.choices((12, 24, 36), (6, 1, 3))[0]
    return 12


def _line(random: Random, one: Sold, term: int, stage: Stage) -> LineDraft:
    sample = one.sample
    plan = _plan(random, list(sample.plans))
    quantity = _quantity(random, one)
    listed = sample.plans[plan]
    paid = _rounded(listed * Decimal(1 - _share_off(random, one, quantity, term)))
    line = LineDraft(
        product_id=one.product.id,
        plan_id=one.plans[plan].id,
        pricing_model=sample.model,
        metric=default_metric(sample.model, sample.metric),
        metric_period=sample.period,
        quantity=Decimal(quantity),
    )
    if random.random() < 0.6:
        line = replace(line, list_unit_price=listed, list_source=ListSource.QUOTE)
    if stage in {Stage.RENEWAL, Stage.EXPANSION} and random.random() < 0.7:
        before = _rounded(paid * Decimal(random.uniform(0.85, 1.02)))
        line = replace(line, prior_unit_price=before)
    return _paid(random, line, paid, sample.unit_quantity)


def _plan(random: Random, plans: list[str]) -> str:
    """Return an edition: most buyers take the one in the middle."""
    if random.random() < _USUAL_PLAN:
        return plans[(len(plans) - 1) // 2]
    return random.choice(plans)


def _paid(
    random: Random, line: LineDraft, price: Decimal, unit_quantity: int
) -> LineDraft:
    """Return `line` with the amounts that `price` for one display unit comes to."""
    amount = (price * line.quantity / unit_quantity).quantize(Decimal("0.01"))
    if line.pricing_model is PricingModel.PERPETUAL:
        return replace(
            line,
            licence_amount=amount,
            maintenance_pct=Decimal(random.choice((18, 20, 22))),
            maintenance_in_price=random.choice(list(Answer)),
        )
    if line.pricing_model is PricingModel.HARDWARE:
        return replace(line, hardware_amount=amount)
    if line.pricing_model in {PricingModel.USAGE, PricingModel.SERVICE}:
        covers = Covers.TERM if line.metric_period.value == "once" else Covers.MONTH
        return replace(line, recurring_amount=amount, recurring_covers=covers)
    if random.random() < 0.2:
        onboarding = Decimal(random.choice((1500, 4000, 7500, 12000)))
        line = replace(line, onboarding_amount=onboarding)
    return replace(line, recurring_amount=amount, recurring_covers=Covers.YEAR)


def _quantity(random: Random, one: Sold) -> int:
    if one.sample.model is PricingModel.FLAT:
        return 1
    drawn = one.sample.usual * random.lognormvariate(0, 0.9)
    digits = max(0, len(str(int(drawn))) - 2)
    step = int(10**digits)
    return max(1, round(drawn / step) * step)


def _share_off(random: Random, one: Sold, quantity: int, term: int) -> float:
    """Return the discount: usual, more for volume and years, and some luck."""
    sample = one.sample
    volume = sample.slope * math.log2(max(quantity, 1) / sample.usual)
    years = 0.03 * (term // 12 - 1)
    return min(max(sample.discount + volume + years + random.gauss(0, 0.07), 0.0), 0.72)


def _rounded(price: Decimal) -> Decimal:
    return price.quantize(Decimal("0.0001") if price < 10 else Decimal("0.01"))
