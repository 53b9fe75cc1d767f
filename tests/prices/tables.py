"""Fixture F1 of the method, and tables of deals as text."""

from community.prices.contributions import Contribution
from community.prices.dimensions import Dimension
from community.prices.publisher import Published

F1 = (
    ("o01", 840, "SMB", "EMEA", 4),
    ("o02", 900, "SMB", "EMEA", 5),
    ("o03", 930, "SMB", "AMER", 6),
    ("o04", 960, "SMB", "EMEA", 7),
    ("o05", 960, "SMB", "AMER", 8),
    ("o06", 1000, "MID", "EMEA", 9),
    ("o07", 1020, "MID", "AMER", 10),
    ("o08", 1080, "MID", "EMEA", 11),
    ("o09", 1140, "MID", "AMER", 12),
    ("o10", 1200, "MID", "EMEA", 14),
    ("o11", 1250, "ENT", "APAC", 16),
    ("o12", 1300, "ENT", "EMEA", 20),
)
HEADER = "org,price,age_months,stage,status,card,size,region"


def f1_contributions() -> list[Contribution]:
    return [
        Contribution(
            org,
            float(price),
            age,
            traits={Dimension.SIZE: size, Dimension.REGION: region},
        )
        for org, price, size, region, age in F1
    ]


def f1_table(
    *, stage: str = "signed", status: str = "accepted", card: str = "no"
) -> str:
    rows = [
        f"{org},{price},{age},{stage},{status},{card},{size},{region}"
        for org, price, size, region, age in F1
    ]
    return "\n".join([HEADER, *rows]) + "\n"


def alike(count: int, *, price: float = 1000.0, age: float = 6) -> list[Contribution]:
    """Return so many organisations whose prices lie close to `price`."""
    return [
        Contribution(f"o{number:03d}", price * (1 + number / 1000), age)
        for number in range(count)
    ]


def medians(published: Published, dimension: Dimension) -> dict[str, int] | None:
    parts = published.breakdowns[dimension]
    if parts is None:
        return None
    return {label: int(cell.median) for label, cell in parts.items()}
