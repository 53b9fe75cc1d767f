"""What stands between somebody and a product that they report on: printed with the report.

16 CFR 465.5 and the like: a price or a review says who gives it and what they got for it.
"""

from enum import StrEnum


class Relationship(StrEnum):
    """What somebody is to a product and to who sells it."""

    BUYER = "buyer"
    EX_BUYER = "ex-buyer"
    RESELLER = "reseller"
    CONSULTANT = "consultant"
    VENDOR = "vendor"
    COMPETITOR = "competitor"
    HOST_STAFF = "host-staff"


COUNTED_RELATIONSHIPS = frozenset({Relationship.BUYER, Relationship.EX_BUYER})
"""Who paid; what others report carries its label and is in no figure."""

RELATIONSHIP_LABELS = {
    Relationship.BUYER: "We buy it",
    Relationship.EX_BUYER: "We used to buy it",
    Relationship.RESELLER: "We resell it",
    Relationship.CONSULTANT: "We advise a buyer",
    Relationship.VENDOR: "We make or sell it",
    Relationship.COMPETITOR: "We compete with it",
    Relationship.HOST_STAFF: "I work for the host of this site",
}


class Incentive(StrEnum):
    """What somebody got for a report."""

    NONE = "none"
    MONEY = "money"
    DISCOUNT = "discount"
    GIFT = "gift"
    DONATION = "donation"


INCENTIVE_LABELS = {
    Incentive.NONE: "Nothing",
    Incentive.MONEY: "Money or a voucher",
    Incentive.DISCOUNT: "A discount",
    Incentive.GIFT: "A gift",
    Incentive.DONATION: "A donation to somebody else",
}


class IncentiveSource(StrEnum):
    HOST = "host"
    VENDOR = "vendor"
    OTHER = "other"


INCENTIVE_SOURCE_LABELS = {
    IncentiveSource.HOST: "The host of this site",
    IncentiveSource.VENDOR: "The vendor",
    IncentiveSource.OTHER: "Somebody else",
}
