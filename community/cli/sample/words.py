"""What the sample's people ask and answer: sentences of ours, filled in by a generator."""

from dataclasses import dataclass

from community.catalog.kinds import PricingModel

_RECURRING = frozenset({PricingModel.SEAT, PricingModel.FLAT, PricingModel.USAGE})
_ANY = frozenset(PricingModel)
_SEATS = frozenset({PricingModel.SEAT})
_USAGE = frozenset({PricingModel.USAGE})
_HOURS = frozenset({PricingModel.SERVICE})


@dataclass(frozen=True)
class Topic:
    """A question with slots, the models it makes sense for, its tags, its answers.

    `again` are title and text of who asks it once more, not having looked.
    """

    title: str
    body: str
    models: frozenset[PricingModel]
    tags: tuple[str, ...]
    answers: tuple[str, ...]
    again: tuple[str, str]


TOPICS = (
    Topic(
        "{product} renewal went up {up} %. Is there room at {quantity} {metric}s?",
        "Our term ends in {month}. The renewal quote is {up} % above what we pay today, "
        "same edition, same {metric}s. We use about {used} of {quantity}.\n\nHas anybody "
        "got a cap on the uplift, and what did you give for it?",
        _SEATS,
        ("renewal", "uplift"),
        (
            "We were quoted {up} % as well and ended at {less} % with a {cap} % cap for "
            "three years. What moved them: a dated proposal of a competitor, and signing "
            "before their quarter end.",
            "Count the seats first. We dropped {dropped} unused ones, and the higher price "
            "for the rest still came out below last year's bill.",
            "The cap has to be in the **order form**, not in a mail. Ours was promised "
            "by a rep who had left when we renewed.",
        ),
        again=(
            "{product} wants {up} % more at renewal, {quantity} {metric}s: do they move?",
            "Same {metric}s, same edition, and the price goes up anyway. What did others get them down to?",
        ),
    ),
    Topic(
        "What discount is normal for {product} at about {quantity} {metric}s?",
        "First purchase, {quantity} {metric}s of {plan}, twelve months. They opened with "
        "{less} % off and called it their best price. Is it?",
        _SEATS,
        ("discount", "new-purchase"),
        (
            "No. First offer to us was {less} % as well, we signed at about {more} %. "
            "Two rounds, no drama.",
            "Depends on the term. For one year we got {less} %, for three about {more} %.",
            "Ask for the price of the next volume step. They gave it to us below the "
            "threshold once we said that we would grow into it.",
        ),
        again=(
            "{less} % off {product} for {quantity} {metric}s: is that all?",
            "We buy for the first time and have nothing to compare with. Is there more in it?",
        ),
    ),
    Topic(
        "Does {product} charge for sandbox environments?",
        "The quote has a line for a second environment at {less} % of the licence. Is "
        "this standard, or is it there to be traded away?",
        _RECURRING,
        ("environments", "negotiation"),
        (
            "It was in our first quote too and gone in the second. I would not pay for it.",
            "We pay for it, a flat amount a year. Needed for our auditors.",
        ),
        again=(
            "{product} bills a test environment at {less} %: do you pay that?",
            "There is a second environment in our quote for {quantity} {metric}s. Can that go?",
        ),
    ),
    Topic(
        "Multi-year with {vendor}: what did you get for three years of {product}?",
        "They push for 36 months with yearly payment. The extra discount is {less} %. "
        "That seems thin for the loss of freedom.\n\nWhat else is worth asking for?\n\n"
        "- a cap on renewal\n- a right to reduce\n- price hold for more {metric}s",
        _RECURRING,
        ("multi-year", "terms"),
        (
            "Price hold for additional {metric}s was worth more to us than the discount: "
            "we doubled in year two.",
            "We asked for a true-down of {cap} % a year and got it. They did not like it.",
            "Yearly payment for a three-year commitment is normal. Do not prepay all "
            "three, unless they give {more} % or so.",
        ),
        again=(
            "Three years of {product} for {less} % off: worth it at {quantity} {metric}s?",
            "They offer a longer term. What did you ask for in return?",
        ),
    ),
    Topic(
        "How does overage work with {product}? Invoice was twice the forecast",
        "We committed to {quantity} {metric}s and used {up} % more in {month}. The "
        "overage was billed at list. Could you get overage at the committed rate?",
        _USAGE,
        ("overage", "usage"),
        (
            "Yes: overage at the committed rate, billed in arrears, was in our contract "
            "from the start. They offer it when asked before signing, hardly after.",
            "Roll-over of unused volume is the other half of it. We have both.",
            "Set a hard limit in the console. Support will do it for you.",
        ),
        again=(
            "{up} % over our volume of {product}: which price applies?",
            "We used more than the {quantity} {metric}s that we bought, and the bill is at list. Is that usual?",
        ),
    ),
    Topic(
        "From seats to usage: what happened to your {product} bill?",
        "{vendor} moves everybody to usage pricing at the next renewal. Our estimate "
        "says {less} % cheaper, theirs too, which makes me suspicious.",
        _USAGE,
        ("usage", "migration"),
        (
            "Ours went up {up} % in the first year, because of test systems that nobody "
            "had switched off. Then down.",
            "About the same. Watch what counts as a {metric}: it is defined in a document "
            "that the contract only links to.",
        ),
        again=(
            "{product} goes to usage pricing: was it {less} % cheaper for you?",
            "We are told that it saves money at {quantity} {metric}s. Did it?",
        ),
    ),
    Topic(
        "Maintenance on perpetual {product} licences: anybody below 18 %?",
        "We own {quantity} licences. Maintenance is a percentage of list, not of what we "
        "paid, and list rises every year.\n\nIs that negotiable, and can one let it lapse "
        "and come back?",
        frozenset({PricingModel.PERPETUAL}),
        ("maintenance", "perpetual"),
        (
            "We got it fixed to the net price. Took two renewals of asking.",
            "Coming back cost us the missed years plus a fee. Not worth it.",
            "18 % of net here, three years fixed.",
        ),
        again=(
            "{product} maintenance at {more} % of list for {quantity} licences?",
            "It rises each year although nothing changes. Has anybody had it fixed?",
        ),
    ),
    Topic(
        "{product}: reseller or direct?",
        "The reseller is {less} % below the vendor's own quote for the same {quantity} "
        "{metric}s. Where is the catch?",
        _ANY,
        ("reseller", "channel"),
        (
            "No catch here. The reseller gives away part of a bonus that you do not see.",
            "Support. Ours went through the reseller first, which cost days each time.",
            "We showed the reseller's quote to the vendor and got the same price direct.",
        ),
        again=(
            "A reseller offers {product} {less} % below the vendor. Why?",
            "For {quantity} {metric}s, the same paper otherwise. Does anybody buy that way?",
        ),
    ),
    Topic(
        "Quarter end with {vendor}: does waiting still pay off?",
        "Everybody says to sign at their quarter end. For {product} the offer that "
        "expires at quarter end has simply been repeated, twice.",
        _ANY,
        ("negotiation", "timing"),
        (
            "Fiscal year end, not quarter end. We got another {less} % in the last week.",
            "It works when you are ready to sign. They can tell when you are not.",
            "For us it was {cap} %. I would not build a plan on it.",
        ),
        again=(
            "Does {vendor} give more than {less} % at quarter end?",
            "We could sign {product} now or wait until {month}.",
        ),
    ),
    Topic(
        "Spare units and warranty for {product}: what is a fair price?",
        "We buy {quantity} and the quote has five years of next-day replacement at "
        "{up} % of the hardware price. We would rather keep two spares.",
        frozenset({PricingModel.HARDWARE}),
        ("warranty", "hardware"),
        (
            "Two spares and the basic warranty: cheaper after the third year for us.",
            "Next-day was {cap} % a year in ours after some back and forth.",
            "Ask for the support price to be fixed for years four and five as well.",
        ),
        again=(
            "Warranty of {product}: {up} % of the price for five years?",
            "We need {quantity}. Would you take the warranty or buy spares?",
        ),
    ),
    Topic(
        "Rate card of {vendor}: what do you pay an hour for {product}?",
        "We are quoted {plan} rates plus travel. Around {quantity} hours over a year. "
        "Blended rates or by role?",
        _HOURS,
        ("rates", "services"),
        (
            "Blended, about {less} % under their card, travel included. We named the "
            "people in the contract.",
            "By role, and the expensive role never showed up. Blended is more honest.",
            "Fixed price for the first phase, then by the hour at {less} % off.",
        ),
        again=(
            "Hourly rates of {product}: how far below the card, for {quantity} hours?",
            "We have the card and {less} % off. What do others pay?",
        ),
    ),
    Topic(
        "Cost of onboarding for {product}: quoted more than half a year's licence",
        "{plan}, {quantity} {metric}s. Onboarding is a separate line with a fixed price "
        "and little detail. What did you pay, and did you need it?",
        _RECURRING,
        ("onboarding", "one-time"),
        (
            "We struck it out and did it with their documents in three weeks.",
            "Paid half of what was quoted. The data import alone was worth it.",
            "Ask for the list of deliverables. Ours shrank when they had to write it down.",
        ),
        again=(
            "{product} onboarding for {quantity} {metric}s: can one leave it out?",
            "It costs more than the first half year. Who did it alone?",
        ),
    ),
    Topic(
        "Which clauses did you get into your {vendor} contract?",
        "Legal has the paper for {product} now and asks what is realistic: renewal cap, "
        "notice of {notice} days, termination for convenience?",
        _ANY,
        ("contract", "clauses"),
        (
            "Cap of {cap} %: yes. {notice} days: yes. Termination for convenience: they "
            "laughed.",
            "No automatic renewal, that one was easy and saved us a year later.",
            "Swap rights between their products. We use it every year.",
        ),
        again=(
            "Notice of {notice} days and a cap of {cap} % with {vendor}: realistic?",
            "We negotiate the paper for {product} and don’t know where to push.",
        ),
    ),
    Topic(
        "Is {plan} of {product} worth the step up?",
        "The feature that we need (audit log, single sign-on) is in {plan} only, at "
        "roughly {up} % more per {metric}. Did anybody get it in the smaller edition?",
        _SEATS,
        ("editions", "single-sign-on"),
        (
            "We got single sign-on as an add-on at a few per cent. It is not on the site.",
            "Took {plan} for the team that needs it and the small one for the rest. They "
            "allow mixing if you insist.",
            "Yes, for the reporting. The rest is fluff.",
        ),
        again=(
            "{up} % more for {plan} of {product}: who went back?",
            "We need single sign-on for {quantity} {metric}s and nothing else in it.",
        ),
    ),
)

SMALL_TALK = (
    "Same question here, following.",
    "Thank you, that helped: we signed last week, close to what was said here.",
    "Would you share whether that was direct or through a reseller?",
    "Please post it as a price as well, without the name: the median needs it.",
)

NOTES = (
    "They moved when we named a competitor with a dated proposal.",
    "Three-year commitment and a cap on renewal.",
    "Onboarding was free after the second round.",
    "Price per unit falls again at the next step; we did not reach it.",
    "Paid yearly in advance, which gave a few per cent.",
)
