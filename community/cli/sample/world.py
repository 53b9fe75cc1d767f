"""What is sold in the sample community: all of it made up."""

from dataclasses import dataclass
from decimal import Decimal

from community.catalog.kinds import Period, PricingModel

_SEAT, _USAGE, _FLAT = PricingModel.SEAT, PricingModel.USAGE, PricingModel.FLAT
_PERPETUAL, _HARDWARE, _SERVICE = (
    PricingModel.PERPETUAL,
    PricingModel.HARDWARE,
    PricingModel.SERVICE,
)


@dataclass(frozen=True)
class SampleProduct:
    """A product, its plans' list prices, and how far buyers get below them.

    `plans` maps a plan to the list price of one unit (`currency`, per `period`);
    `discount` is the usual share off list at 100 units, `slope` what a doubling of the
    volume takes off, `usual` a middling quantity.
    """

    vendor: str
    name: str
    category: str
    model: PricingModel
    metric: str
    period: Period
    plans: dict[str, Decimal]
    discount: float = 0.2
    slope: float = 0.05
    usual: int = 120
    unit_quantity: int = 1
    weight: float = 1.0


def _seat(
    vendor: str, name: str, category: str, plans: str, **more: float
) -> SampleProduct:
    return _product(vendor, name, category, _SEAT, "user", Period.YEAR, plans, more)


def _product(
    vendor: str,
    name: str,
    category: str,
    model: PricingModel,
    metric: str,
    period: Period,
    plans: str,
    more: dict[str, float | int],
) -> SampleProduct:
    pairs = (part.rsplit(" ", 1) for part in plans.split(", "))
    return SampleProduct(
        vendor,
        name,
        category,
        model,
        metric,
        period,
        {plan: Decimal(price) for plan, price in pairs},
        **more,  # type: ignore[arg-type]
    )


CATEGORIES = {
    "Customer support": "Help desks, contact centres and what answers customers.",
    "Finance and ERP": "Ledgers, billing, procurement and planning.",
    "Analytics": "Dashboards, warehouses and what is asked of data.",
    "Design and engineering": "CAD, simulation and product data.",
    "Sales and marketing": "Pipelines, campaigns and customer records.",
    "People": "Hiring, payroll and learning.",
    "Security": "Identity, endpoints and what watches over them.",
    "Infrastructure": "Clouds, networks and the machines beneath.",
    "Collaboration": "Documents, meetings and projects.",
    "Services": "People by the hour.",
}

PRODUCTS = (
    _seat(
        "Arbor",
        "Arbor Desk",
        "Customer support",
        "Team 108, Professional 158, Enterprise 228",
        discount=0.31,
        slope=0.06,
        weight=3.0,
    ),
    _seat(
        "Arbor",
        "Arbor Voice",
        "Customer support",
        "Professional 312, Enterprise 468",
        discount=0.22,
    ),
    _seat(
        "Palisade",
        "Palisade ERP",
        "Finance and ERP",
        "Standard 1680, Premium 2760",
        discount=0.28,
        usual=60,
        weight=2.4,
    ),
    _seat(
        "Palisade",
        "Palisade Planning",
        "Finance and ERP",
        "Standard 960",
        discount=0.24,
        usual=40,
    ),
    _product(
        "Lumen",
        "Lumen Analytics",
        "Analytics",
        _USAGE,
        "GB",
        Period.MONTH,
        "Standard 0.65, Reserved 0.49",
        {"discount": 0.3, "usual": 20000, "weight": 2.0},
    ),
    _seat(
        "Lumen",
        "Lumen Boards",
        "Analytics",
        "Viewer 96, Creator 420",
        discount=0.2,
        usual=90,
    ),
    _product(
        "Kestrel",
        "Kestrel CAD",
        "Design and engineering",
        _PERPETUAL,
        "licence",
        Period.ONCE,
        "Professional 4200, Premium 6900",
        {"discount": 0.17, "usual": 25, "weight": 1.8},
    ),
    _seat(
        "Kestrel",
        "Kestrel Cloud Review",
        "Design and engineering",
        "Team 300",
        discount=0.12,
        usual=50,
    ),
    _seat(
        "Halyard",
        "Halyard CRM",
        "Sales and marketing",
        "Starter 300, Growth 780, Enterprise 1500",
        discount=0.26,
        usual=80,
        weight=2.2,
    ),
    _seat(
        "Halyard",
        "Halyard Campaigns",
        "Sales and marketing",
        "Growth 960",
        discount=0.18,
        usual=20,
    ),
    _seat(
        "Tessel",
        "Tessel HR",
        "People",
        "Core 72, Complete 132",
        discount=0.15,
        usual=400,
        weight=1.6,
    ),
    _seat("Tessel", "Tessel Payroll", "People", "Core 60", discount=0.1, usual=400),
    _seat(
        "Bramble",
        "Bramble Learning",
        "People",
        "Standard 48, Plus 84",
        discount=0.3,
        usual=500,
    ),
    _seat(
        "Quillon",
        "Quillon Identity",
        "Security",
        "Workforce 72, Adaptive 156",
        discount=0.27,
        usual=350,
        weight=1.9,
    ),
    _seat(
        "Quillon",
        "Quillon Endpoint",
        "Security",
        "Detect 60, Respond 108",
        discount=0.34,
        usual=300,
        weight=1.5,
    ),
    _product(
        "Ferrous",
        "Ferrous Firewall 400",
        "Security",
        _HARDWARE,
        "device",
        Period.ONCE,
        "400 5400, 400 HA 9800",
        {"discount": 0.36, "usual": 6},
    ),
    _product(
        "Ferrous",
        "Ferrous Access Point 6",
        "Infrastructure",
        _HARDWARE,
        "device",
        Period.ONCE,
        "Indoor 640, Outdoor 1150",
        {"discount": 0.4, "usual": 60},
    ),
    _product(
        "Nimbus Row",
        "Nimbus Row Compute",
        "Infrastructure",
        _USAGE,
        "core hour",
        Period.ONCE,
        "On demand 0.048, Committed 0.031",
        {"discount": 0.16, "usual": 900000},
    ),
    _product(
        "Nimbus Row",
        "Nimbus Row Object Store",
        "Infrastructure",
        _USAGE,
        "GB",
        Period.MONTH,
        "Standard 0.021",
        {"discount": 0.14, "usual": 250000},
    ),
    _product(
        "Cairn",
        "Cairn Event Stream",
        "Infrastructure",
        _USAGE,
        "event",
        Period.ONCE,
        "Standard 0.0020",
        {"discount": 0.35, "usual": 50000000, "unit_quantity": 1000},
    ),
    _seat(
        "Cairn",
        "Cairn Observability",
        "Infrastructure",
        "Pro 276, Enterprise 480",
        discount=0.29,
        usual=120,
        weight=1.5,
    ),
    _seat(
        "Mosswood",
        "Mosswood Docs",
        "Collaboration",
        "Business 120, Enterprise 192",
        discount=0.21,
        usual=200,
        weight=1.5,
    ),
    _seat(
        "Mosswood",
        "Mosswood Boards",
        "Collaboration",
        "Business 132, Enterprise 210",
        discount=0.23,
        usual=150,
    ),
    _seat(
        "Tideline",
        "Tideline Meetings",
        "Collaboration",
        "Pro 180, Business 240",
        discount=0.33,
        usual=250,
        weight=1.4,
    ),
    _seat(
        "Tideline",
        "Tideline Phone",
        "Collaboration",
        "Metered 120, Unlimited 216",
        discount=0.28,
        usual=180,
    ),
    _seat(
        "Oxbow",
        "Oxbow Projects",
        "Collaboration",
        "Team 132, Portfolio 300",
        discount=0.2,
        usual=100,
    ),
    _seat(
        "Saltmarsh",
        "Saltmarsh Procure",
        "Finance and ERP",
        "Essentials 360, Suite 660",
        discount=0.25,
        usual=70,
    ),
    _seat(
        "Saltmarsh",
        "Saltmarsh Expenses",
        "Finance and ERP",
        "Essentials 96",
        discount=0.19,
        usual=260,
    ),
    _product(
        "Vireo",
        "Vireo Billing",
        "Finance and ERP",
        _FLAT,
        "",
        Period.YEAR,
        "Growth 18000, Scale 42000",
        {"discount": 0.18, "usual": 1},
    ),
    _product(
        "Vireo",
        "Vireo Tax",
        "Finance and ERP",
        _FLAT,
        "",
        Period.YEAR,
        "Standard 9600",
        {"discount": 0.12, "usual": 1},
    ),
    _seat(
        "Alder and Finch",
        "Finch Recruit",
        "People",
        "Team 780, Company 1260",
        discount=0.22,
        usual=25,
    ),
    _product(
        "Meridian Glass",
        "Meridian Simulation",
        "Design and engineering",
        _PERPETUAL,
        "licence",
        Period.ONCE,
        "Mechanical 14500, Multiphysics 23800",
        {"discount": 0.21, "usual": 6},
    ),
    _seat(
        "Copperline",
        "Copperline Data Catalog",
        "Analytics",
        "Steward 900",
        discount=0.27,
        usual=40,
    ),
    _product(
        "Copperline",
        "Copperline Warehouse",
        "Analytics",
        _USAGE,
        "credit",
        Period.ONCE,
        "Standard 2.40, Enterprise 3.60",
        {"discount": 0.24, "usual": 40000},
    ),
    _seat(
        "Harrow",
        "Harrow Service Management",
        "Customer support",
        "Agent 1080, Enterprise 1560",
        discount=0.3,
        usual=60,
    ),
    _product(
        "Harrow",
        "Harrow Chat",
        "Customer support",
        _USAGE,
        "conversation",
        Period.ONCE,
        "Standard 0.90",
        {"discount": 0.2, "usual": 60000},
    ),
    _product(
        "Lockstep",
        "Lockstep Backup Appliance",
        "Infrastructure",
        _HARDWARE,
        "device",
        Period.ONCE,
        "40 TB 12400, 120 TB 28600",
        {"discount": 0.33, "usual": 3},
    ),
    _seat(
        "Lockstep",
        "Lockstep Vault",
        "Security",
        "Team 60, Business 96",
        discount=0.18,
        usual=220,
    ),
    _product(
        "Greywater",
        "Greywater Implementation",
        "Services",
        _SERVICE,
        "hour",
        Period.ONCE,
        "Consultant 185, Architect 245",
        {"discount": 0.14, "usual": 400},
    ),
    _product(
        "Greywater",
        "Greywater Managed Support",
        "Services",
        _SERVICE,
        "hour",
        Period.ONCE,
        "Standard 120",
        {"discount": 0.1, "usual": 600},
    ),
)

MARKET_PRODUCTS = (
    ("Project Manager", "Services", Decimal(118)),
    ("Business Analyst", "Services", Decimal(96)),
)

REGISTER = "Sample price register (made up)"
REGISTER_SUPPLIERS = (
    "Greywater",
    "Alder and Finch",
    "Northgate Advisory",
    "Pinnace Systems",
    "Tallow Street Consulting",
    "Bluebird Delivery",
    "Hartwell and Sons",
    "Orchard IT",
)
