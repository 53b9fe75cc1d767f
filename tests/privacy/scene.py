"""A market behind the running application, and what anybody reads of it there."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask

from community.accounts.models import User
from community.core import clock
from community.core.db import db, transaction
from community.deals.models import Deal
from community.deals.rules import reporting
from community.prices.release import publish_release
from tests.market import Market, Paid, add_products
from tests.page import Page, PageClient

DESK = "/prices/arbor/desk/"
SUBPAGES = ("", "questions", "list-prices", "records")
_FIGURE = r"[^\d]{0,3}([\d,.]+)"


def after(months: int) -> date:
    """Return the first day of the month that comes so many months from now."""
    month = clock.add_months(clock.current_month(), months)
    return date(int(month[:4]), int(month[5:7]), 1)


@dataclass(frozen=True)
class Shown:
    """What a page says of prices; None is what it doesn't say."""

    organisations: str | None
    median: str | None
    middle_half: tuple[str, str] | None
    parts: tuple[tuple[str, ...], ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.organisations or self.median or self.middle_half or self.parts)


class Scene:
    """A vendor's product, organisations that buy it, and a browser for each role."""

    def __init__(self, app: Flask, organisations: int = 45) -> None:
        self.app = app
        with app.app_context(), transaction():
            self.market = Market(organisations)
            desk, twin = add_products(["Desk", "Deck"])
            self.product_id, self.twin_id = desk.id, twin.id
        self.client = app.test_client()

    def pay(self, *paid: Paid, twin: bool = False) -> list[int]:
        """Report prices; return the ids of the deals."""
        with self.app.app_context(), transaction():
            product_id = self.twin_id if twin else self.product_id
            return self.market.pay(_Bare(product_id), paid)  # type: ignore[arg-type]

    def release(self, months: int = 0) -> None:
        """Publish the release of the month that comes so many months from now."""
        with self.app.app_context():
            assert publish_release(after(months)) is not None

    def body(self, path: str = DESK, client: Any = None) -> bytes:
        answer = (client or self.client).get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.get_data()

    def bodies(self, client: Any = None) -> dict[str, bytes]:
        """Return all that is said of the product, page by page."""
        return {sub: self.body(DESK + sub, client) for sub in SUBPAGES}

    def shown(self, path: str = DESK) -> Shown:
        return read(Page(self.client.get(path)))

    def own(self, number: int, rule: Callable[..., Any], deal_id: int) -> None:
        """Let the member of an organisation do something with a deal of its own."""
        with self.app.app_context(), transaction():
            user = db.session.get_one(User, self.market.user_ids[number])
            rule(user.actor, db.session.get_one(Deal, deal_id))

    def withdraw(self, number: int, deal_id: int) -> None:
        self.own(number, reporting.withdraw_deal, deal_id)

    def change(self, which: Iterable[int], **values: Any) -> None:
        """Set columns of deals as no rule would: for what a test plants."""
        with self.app.app_context(), transaction():
            db.session.execute(
                sa.update(Deal).where(Deal.id.in_(list(which))).values(**values)
            )

    def page(self) -> PageClient:
        return PageClient(self.app)


@dataclass(frozen=True)
class _Bare:
    """What a market needs to know of a product."""

    id: int


def read(page: Page) -> Shown:
    """Return the figures of a product page as a reader sees them."""
    words = page.words()
    median = re.search(r"Median paid" + _FIGURE, words)
    half = re.search(r"Middle half" + _FIGURE + r"\D+([\d,.]+)", words)
    count = re.search(r"Organisations (\d+(?:–\d+|\+))", words)
    rows = re.findall(r"<tr>(.*?)</tr>", page.html, re.DOTALL)
    parts = [
        tuple(
            re.sub(r"<[^>]*>|\s+", " ", cell).strip()
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        )[:3]
        for row in rows
        if 'data-label="Organisations"' in row
    ]
    return Shown(
        organisations=count and count[1],
        median=median and median[1].rstrip(".,"),
        middle_half=half and (half[1].rstrip(".,"), half[2].rstrip(".,")),
        parts=tuple(parts),
    )
