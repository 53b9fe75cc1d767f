"""What each field of a deal is called, on forms, in previews and in histories alike."""

from community.catalog.kinds import PricingModel
from community.deals.normalisation import FLOW_MODELS

LINE_CAPTIONS = {
    "product_id": "Product",
    "plan_id": "Edition",
    "add_on_ids": "Add-ons",
    "pricing_model": "How it is priced",
    "metric": "Counted in",
    "metric_period": "Unit price per",
    "quantity": "Quantity",
    "quantity_used": "Quantity really used",
    "overage_rate": "Price per unit beyond the commitment",
    "recurring_amount": "Amount",
    "recurring_covers": "The amount is",
    "year_schedule": "Year by year",
    "licence_amount": "Licences",
    "hardware_amount": "Hardware",
    "setup_amount": "Set-up",
    "onboarding_amount": "Onboarding",
    "migration_amount": "Migration",
    "training_amount": "Training",
    "maintenance_pct": "Maintenance a year, % of the price",
    "maintenance_amount": "Maintenance a year, amount",
    "maintenance_in_price": "First year of maintenance is in the price",
    "list_unit_price": "List price per unit",
    "list_source": "Seen in",
    "list_url": "Address of the page",
    "list_month": "List price of",
    "discount_pct": "Discount off list, %",
    "prior_unit_price": "Unit price before",
    "bundled": "Its share of a bundle’s price is arbitrary",
}

DEAL_CAPTIONS = {
    "stage": "What happened",
    "deal_month": "Month of the deal",
    "expiry_month": "Runs out in",
    "term_months": "Term in months",
    "billing": "Billed",
    "payment_days": "Payment within",
    "currency": "Currency",
    "channel": "Bought",
    "org_size": "People in your organisation",
    "industry": "Industry",
    "region": "Region",
    "country": "Country",
    "sector": "Sector",
    "levers": "What moved the price",
    "alternative_ids": "Alternatives",
    "other_alternatives": "Other alternatives",
    "rounds": "Rounds of negotiation",
    "first_quote_amount": "First offer, over the whole term",
    "renewal_cap_pct": "Cap on the rise at renewal, %",
    "auto_renew": "Renews by itself",
    "notice_days": "Notice, days",
    "price_hold_months": "Price held, months",
    "true_down": "Quantity may go down",
    "swap_rights": "Products may be swapped",
    "termination_for_convenience": "May be ended without a reason",
    "most_favoured": "Most-favoured customer",
    "audit_clause": "Vendor may audit",
    "satisfaction": "Happy with the price",
    "note": "Note",
    "relationship": "You and the product",
    "contract_forbids": "Does the contract forbid to disclose the price?",
    "incentive": "Did anybody give you something for this report?",
    "incentive_from": "Who gave it",
    "visibility": "Who sees it",
}

FLOW_CAPTIONS = {"metric_period": "Quantity is for"}
"""Of usage and services: so many a month, a year, or over the whole term."""

HARDWARE_CAPTIONS = {
    "maintenance_pct": "Support a year, % of the price",
    "maintenance_amount": "Support a year, amount",
    "maintenance_in_price": "First year of support is in the price",
}


def captions_of(model: PricingModel) -> dict[str, str]:
    """Return the captions of a line's fields that this pricing model words in its own way."""
    if model in FLOW_MODELS:
        return FLOW_CAPTIONS
    return HARDWARE_CAPTIONS if model is PricingModel.HARDWARE else {}
