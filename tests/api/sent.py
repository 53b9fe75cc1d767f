"""What programs send in tests."""

from datetime import timedelta

from community.core import clock

QUESTION = {
    "title": "What does premium support cost?",
    "body": "We would like to know what others pay for it.",
    "tags": ["support"],
}
REVIEW = {
    "relationship": "buyer",
    "incentive": "none",
    "stars": {"price_clarity": 4, "value": 3, "support": 5},
    "good": "Support answers within the day, and knows what it says.",
    "bad": "The price rose by nine per cent, and nobody told us before.",
}
REQUEST = {
    "subject": "Eighty seats for three years",
    "body": "What would eighty seats cost for three years?",
    "told": {"reveals": "nothing"},
    "last_day": (clock.now().date() + timedelta(days=20)).isoformat(),
}
TIME = {
    "what": "call",
    "starts": f"{clock.now().date() + timedelta(days=12)}T09:30:00Z",
    "minutes": 30,
    "place": "https://meet.arbor.example/eighty",
}


def deal_of(product: str, **other) -> dict:
    return {
        "lines": [
            {"product": product, "quantity": "80", "recurring_amount": "96000"}
            | {"recurring_covers": "year"}
        ],
        "currency": "USD",
        "tax_excluded": True,
        "term_months": 12,
        "billing": "annual-upfront",
        "stage": "new",
        "deal_month": clock.add_months(clock.current_month(), -5),
        "org_size": "201-500",
        "region": "emea",
        "sector": "private",
        "channel": "direct",
        "relationship": "buyer",
        "right_to_share": True,
        "contract_forbids": "no",
        **other,
    }
