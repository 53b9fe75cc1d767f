"""What an account may say about its organisation: the bands of PRICES.md, with labels."""

from dataclasses import dataclass
from enum import StrEnum


class OrgSize(StrEnum):
    """Head count of the organisation, in the eight usual bands."""

    TO_10 = "1-10"
    TO_50 = "11-50"
    TO_200 = "51-200"
    TO_500 = "201-500"
    TO_1000 = "501-1000"
    TO_5000 = "1001-5000"
    TO_10000 = "5001-10000"
    OVER_10000 = "10001+"


class PublicSize(StrEnum):
    """The five sizes that are published; each of the eight lies in one of them."""

    TO_50 = "1–50"
    TO_200 = "51–200"
    TO_1000 = "201–1,000"
    TO_5000 = "1,001–5,000"
    OVER_5000 = "5,001+"


class Industry(StrEnum):
    """Twelve groups over the two-digit sections of NAICS and the letters of ISIC."""

    RESOURCES = "resources"
    MANUFACTURING = "manufacturing"
    CONSTRUCTION = "construction"
    TRADE = "trade"
    TRANSPORT = "transport"
    TECHNOLOGY = "technology"
    LEISURE = "leisure"
    FINANCE = "finance"
    PROFESSIONAL = "professional"
    HEALTH = "health"
    EDUCATION = "education"
    PUBLIC = "public"


class Region(StrEnum):
    EMEA = "emea"
    NORTH_AMERICA = "north-america"
    LATIN_AMERICA = "latin-america"
    APAC = "apac"


@dataclass(frozen=True)
class Traits:
    """What fills forms for somebody; nobody else sees it."""

    org_size: OrgSize | None = None
    industry: Industry | None = None
    region: Region | None = None


ORG_SIZE_LABELS: dict[OrgSize, str] = {
    OrgSize.TO_10: "1 to 10",
    OrgSize.TO_50: "11 to 50",
    OrgSize.TO_200: "51 to 200",
    OrgSize.TO_500: "201 to 500",
    OrgSize.TO_1000: "501 to 1,000",
    OrgSize.TO_5000: "1,001 to 5,000",
    OrgSize.TO_10000: "5,001 to 10,000",
    OrgSize.OVER_10000: "10,001 or more",
}
INDUSTRY_LABELS: dict[Industry, str] = {
    Industry.RESOURCES: "Agriculture, mining, energy and utilities",
    Industry.MANUFACTURING: "Manufacturing",
    Industry.CONSTRUCTION: "Construction and property",
    Industry.TRADE: "Retail and wholesale",
    Industry.TRANSPORT: "Transport and logistics",
    Industry.TECHNOLOGY: "Software, IT and telecoms",
    Industry.LEISURE: "Media, leisure and hospitality",
    Industry.FINANCE: "Finance and insurance",
    Industry.PROFESSIONAL: "Professional and business services",
    Industry.HEALTH: "Health and life sciences",
    Industry.EDUCATION: "Education and research",
    Industry.PUBLIC: "Public administration and non-profits",
}
REGION_LABELS: dict[Region, str] = {
    Region.EMEA: "Europe, Middle East and Africa",
    Region.NORTH_AMERICA: "North America",
    Region.LATIN_AMERICA: "Latin America",
    Region.APAC: "Asia and Pacific",
}
_ROLL_UP = {
    OrgSize.TO_10: PublicSize.TO_50,
    OrgSize.TO_50: PublicSize.TO_50,
    OrgSize.TO_200: PublicSize.TO_200,
    OrgSize.TO_500: PublicSize.TO_1000,
    OrgSize.TO_1000: PublicSize.TO_1000,
    OrgSize.TO_5000: PublicSize.TO_5000,
    OrgSize.TO_10000: PublicSize.OVER_5000,
    OrgSize.OVER_10000: PublicSize.OVER_5000,
}


def public_size(size: OrgSize) -> PublicSize:
    """Roll one of the eight sizes up to the five that are published."""
    return _ROLL_UP[size]
