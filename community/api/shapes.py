"""What all shapes of the API share: strictness, kinds of text, pages, problems."""

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from community.catalog.kinds import SLUG_LENGTH

SLUG = rf"^[a-z0-9-]{{1,{SLUG_LENGTH}}}$"
PUBLIC_ID = r"^[A-Za-z0-9]{1,24}$"
MONTH = r"^[12][0-9]{3}-(0[1-9]|1[0-2])$"
AMOUNT = r"^[0-9]{1,12}(\.[0-9]{1,6})?$"

Slug = Annotated[str, StringConstraints(pattern=SLUG)]
PublicIdText = Annotated[str, StringConstraints(pattern=PUBLIC_ID)]
MonthText = Annotated[
    str, StringConstraints(pattern=MONTH), Field(examples=["2026-05"])
]
AmountText = Annotated[
    str,
    StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]+)?$"),
    Field(description="A decimal number as text.", examples=["1250.5"]),
]
Amount = Annotated[
    str,
    StringConstraints(pattern=AMOUNT),
    Field(description="A decimal number as text.", examples=["1250.5"]),
]
Day = Annotated[date, Field(description="In UTC.")]
Instant = Annotated[datetime, Field(description="In UTC.")]
Html = Annotated[str, Field(description="Safe HTML, as our pages show it.")]
T = TypeVar("T", bound=BaseModel)


class Shape(BaseModel):
    """What is sent or answered: nothing that is not named, and no guessing of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Asked(BaseModel):
    """The parameters behind the question mark."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(Asked):
    """Parameters of a list."""

    after: Annotated[
        str | None,
        Field(
            max_length=400,
            min_length=1,
            description="Where to go on: `next` of the page before.",
        ),
    ] = None


class Listed(Shape, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: Annotated[
        str | None, Field(description="For `after`; null on the last page.")
    ]


class Wrong(Shape):
    """What is wrong at one place of what was sent."""

    pointer: Annotated[str, Field(description="A JSON pointer (RFC 6901).")]
    detail: str


class Problem(BaseModel):
    """Why something was refused (RFC 9457)."""

    status: int
    title: str
    detail: str
    code: str | None = None
    errors: list[Wrong] = []
    request_id: str | None = None
