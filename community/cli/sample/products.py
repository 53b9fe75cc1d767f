"""What is sold in the sample community: all of it made up."""

from dataclasses import dataclass
from decimal import Decimal

from community.catalog.kinds import Period, PricingModel


@dataclass(frozen=True)
class SampleProduct:
    """A product, its plans' list prices, and how far buyers get below them.

    `plans` maps a plan to the list price of one unit in USD, per `period`; `discount`
    is the usual share off list at the `usual` quantity, `slope` what a doubling of it
    takes off; the greater the `weight`, the more buyers there are.
    """

    vendor: str
    name: str
    category: str
    model: PricingModel
    metric: str
    period: Period
    plans: dict[str, Decimal]
    discount: float
    slope: float
    usual: int
    unit_quantity: int
    weight: float


# vendor | product | category | model | metric | period | plans and list prices
# | discount | slope | usual quantity | units in one price | weight
_TABLE = """
Arbor | Arbor Desk | Customer support | seat | user | year | Team 108, Professional 158, Enterprise 228 | 0.31 | 0.06 | 120 | 1 | 3.0
Arbor | Arbor Voice | Customer support | seat | user | year | Professional 312, Enterprise 468 | 0.22 | 0.05 | 120 | 1 | 1.0
Palisade | Palisade ERP | Finance and ERP | seat | user | year | Standard 1680, Premium 2760 | 0.28 | 0.05 | 60 | 1 | 2.4
Palisade | Palisade Planning | Finance and ERP | seat | user | year | Standard 960 | 0.24 | 0.05 | 40 | 1 | 1.0
Lumen | Lumen Analytics | Analytics | usage | GB | month | Standard 0.65, Reserved 0.49 | 0.3 | 0.05 | 20000 | 1 | 2.0
Lumen | Lumen Boards | Analytics | seat | user | year | Viewer 96, Creator 420 | 0.2 | 0.05 | 90 | 1 | 1.0
Kestrel | Kestrel CAD | Design and engineering | perpetual | licence | once | Professional 4200, Premium 6900 | 0.17 | 0.05 | 25 | 1 | 1.8
Kestrel | Kestrel Cloud Review | Design and engineering | seat | user | year | Team 300 | 0.12 | 0.05 | 50 | 1 | 1.0
Halyard | Halyard CRM | Sales and marketing | seat | user | year | Starter 300, Growth 780, Enterprise 1500 | 0.26 | 0.05 | 80 | 1 | 2.2
Halyard | Halyard Campaigns | Sales and marketing | seat | user | year | Growth 960 | 0.18 | 0.05 | 20 | 1 | 1.0
Tessel | Tessel HR | People | seat | user | year | Core 72, Complete 132 | 0.15 | 0.05 | 400 | 1 | 1.6
Tessel | Tessel Payroll | People | seat | user | year | Core 60 | 0.1 | 0.05 | 400 | 1 | 1.0
Bramble | Bramble Learning | People | seat | user | year | Standard 48, Plus 84 | 0.3 | 0.05 | 500 | 1 | 1.0
Quillon | Quillon Identity | Security | seat | user | year | Workforce 72, Adaptive 156 | 0.27 | 0.05 | 350 | 1 | 1.9
Quillon | Quillon Endpoint | Security | seat | user | year | Detect 60, Respond 108 | 0.34 | 0.05 | 300 | 1 | 1.5
Ferrous | Ferrous Firewall 400 | Security | hardware | device | once | 400 5400, 400 HA 9800 | 0.36 | 0.05 | 6 | 1 | 1.0
Ferrous | Ferrous Access Point 6 | Infrastructure | hardware | device | once | Indoor 640, Outdoor 1150 | 0.4 | 0.05 | 60 | 1 | 1.0
Nimbus Row | Nimbus Row Compute | Infrastructure | usage | core hour | once | On demand 0.048, Committed 0.031 | 0.16 | 0.05 | 900000 | 1 | 1.0
Nimbus Row | Nimbus Row Object Store | Infrastructure | usage | GB | month | Standard 0.021 | 0.14 | 0.05 | 250000 | 1 | 1.0
Cairn | Cairn Event Stream | Infrastructure | usage | event | once | Standard 0.0020 | 0.35 | 0.05 | 50000000 | 1000 | 1.0
Cairn | Cairn Observability | Infrastructure | seat | user | year | Pro 276, Enterprise 480 | 0.29 | 0.05 | 120 | 1 | 1.5
Mosswood | Mosswood Docs | Collaboration | seat | user | year | Business 120, Enterprise 192 | 0.21 | 0.05 | 200 | 1 | 1.5
Mosswood | Mosswood Boards | Collaboration | seat | user | year | Business 132, Enterprise 210 | 0.23 | 0.05 | 150 | 1 | 1.0
Tideline | Tideline Meetings | Collaboration | seat | user | year | Pro 180, Business 240 | 0.33 | 0.05 | 250 | 1 | 1.4
Tideline | Tideline Phone | Collaboration | seat | user | year | Metered 120, Unlimited 216 | 0.28 | 0.05 | 180 | 1 | 1.0
Oxbow | Oxbow Projects | Collaboration | seat | user | year | Team 132, Portfolio 300 | 0.2 | 0.05 | 100 | 1 | 1.0
Saltmarsh | Saltmarsh Procure | Finance and ERP | seat | user | year | Essentials 360, Suite 660 | 0.25 | 0.05 | 70 | 1 | 1.0
Saltmarsh | Saltmarsh Expenses | Finance and ERP | seat | user | year | Essentials 96 | 0.19 | 0.05 | 260 | 1 | 1.0
Vireo | Vireo Billing | Finance and ERP | flat |  | year | Growth 18000, Scale 42000 | 0.18 | 0.05 | 1 | 1 | 1.0
Vireo | Vireo Tax | Finance and ERP | flat |  | year | Standard 9600 | 0.12 | 0.05 | 1 | 1 | 1.0
Alder and Finch | Finch Recruit | People | seat | user | year | Team 780, Company 1260 | 0.22 | 0.05 | 25 | 1 | 1.0
Meridian Glass | Meridian Simulation | Design and engineering | perpetual | licence | once | Mechanical 14500, Multiphysics 23800 | 0.21 | 0.05 | 6 | 1 | 1.0
Copperline | Copperline Data Catalog | Analytics | seat | user | year | Steward 900 | 0.27 | 0.05 | 40 | 1 | 1.0
Copperline | Copperline Warehouse | Analytics | usage | credit | once | Standard 2.40, Enterprise 3.60 | 0.24 | 0.05 | 40000 | 1 | 1.0
Harrow | Harrow Service Management | Customer support | seat | user | year | Agent 1080, Enterprise 1560 | 0.3 | 0.05 | 60 | 1 | 1.0
Harrow | Harrow Chat | Customer support | usage | conversation | once | Standard 0.90 | 0.2 | 0.05 | 60000 | 1 | 1.0
Lockstep | Lockstep Backup Appliance | Infrastructure | hardware | device | once | 40 TB 12400, 120 TB 28600 | 0.33 | 0.05 | 3 | 1 | 1.0
Lockstep | Lockstep Vault | Security | seat | user | year | Team 60, Business 96 | 0.18 | 0.05 | 220 | 1 | 1.0
Greywater | Greywater Implementation | Services | service | hour | once | Consultant 185, Architect 245 | 0.14 | 0.05 | 400 | 1 | 1.0
Greywater | Greywater Managed Support | Services | service | hour | once | Standard 120 | 0.1 | 0.05 | 600 | 1 | 1.0
"""


def _parse(line: str) -> SampleProduct:
    cells = [cell.strip() for cell in line.split("|")]
    vendor, name, category, model, metric, period, plans, *figures = cells
    discount, slope, usual, unit_quantity, weight = figures
    priced = (plan.rsplit(" ", 1) for plan in plans.split(", "))
    return SampleProduct(
        vendor=vendor,
        name=name,
        category=category,
        model=PricingModel(model),
        metric=metric,
        period=Period(period),
        plans={plan: Decimal(price) for plan, price in priced},
        discount=float(discount),
        slope=float(slope),
        usual=int(usual),
        unit_quantity=int(unit_quantity),
        weight=float(weight),
    )


PRODUCTS = tuple(_parse(line) for line in _TABLE.strip().splitlines())
