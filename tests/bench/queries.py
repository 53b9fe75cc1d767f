"""Print the queries that each main page sends at 1 and at 1,000 rows.

    python tests/bench/queries.py

1,000 rows are 1,000 questions about one product, 1,000 answers to one of them, and
1,000 public-record prices of that product.
"""

import csv
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

import sqlalchemy as sa
import structlog
from site_under_test import new_site, session_cookie

from community.accounts.models import User
from community.accounts.rules.sessions import start_session
from community.catalog.models import Product
from community.cli.import_prices import prices
from community.core import clock
from community.core.actors import Role
from community.core.db import db, transaction
from community.threads.drafts import Draft
from community.threads.rules import asking
from tests.queries import count_queries

MANY = 1_000
COLUMNS = [
    "labor_category",
    "price_usd",
    "unit",
    "vendor",
    "contract_start",
    "min_education",
]
COLUMNS += ["min_years_experience", "worksite"]


def import_records(app, folder: Path, count: int) -> None:
    """Take in `count` rates of project managers, as from the register of the GSA."""
    file = folder / f"rates-{count}.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for n in range(count):
            row = [
                "Project Manager",
                90 + n % 80,
                "Hour",
                f"Firm {n % 70}",
                "2015-05-05",
            ]
            writer.writerow([*row, "Bachelors", n % 20, "Customer"])
    done = app.test_cli_runner().invoke(prices, [str(file), "--map", "gsa"])
    if done.exit_code:
        raise SystemExit(done.output)


def talk(person, product_id: int, questions: int, answers: int):
    at = clock.now() - timedelta(days=3)
    for n in range(questions):
        draft = Draft(
            title=f"Question {n} about what a project manager costs",
            body="What do you pay for an hour, travel included?",
            product_id=product_id,
        )
        thread = asking.ask(person, draft, at=at + timedelta(seconds=n))
    for n in range(answers):
        body = f"Answer {n}: it depends on where and for how long."
        asking.answer(person, thread, body, at=at + timedelta(minutes=n))
    return f"/questions/{thread.public_id}/{thread.slug}"


def counted(client, path: str) -> int:
    client.get(path)  # whatever is made once is made now
    with count_queries() as seen:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return len(seen)


def measure(app, cookie: str, thread: str) -> dict[tuple[str, str], int]:
    pages = {
        "home": "/",
        "questions": "/questions/",
        "thread": thread,
        "product": "/prices/market/project-manager/",
        "its records": "/prices/market/project-manager/records",
        "catalogue": "/prices/",
    }
    visitor, member = app.test_client(), app.test_client()
    member.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie.partition("=")[2])
    return {
        (name, who): counted(client, path)
        for name, path in pages.items()
        for who, client in (("visitor", visitor), ("member", member))
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _settings, app = new_site(Path(folder), cache_pages=False)
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
        with app.app_context(), transaction():
            ada = User(
                handle="ada",
                handle_key="ada",
                email="ada@a.example",
                email_proven_at=clock.now(),
                role=Role.MEMBER,
            )
            db.session.add(ada)
            db.session.flush()
            actor = ada.actor
            cookie = session_cookie(app, start_session(ada.id, user_agent="bench"))
        results = []
        for count in (1, MANY):
            import_records(app, Path(folder), count)
            with app.app_context(), transaction():
                product_id = db.session.scalar(sa.select(Product.id))
                thread = talk(actor, product_id, count, count)
            results.append(measure(app, cookie, thread))
    few, many = results
    print(f"{'page':14} {'as':8} {'at 1':>5} {f'at {MANY}':>8}")
    for (name, who), number in few.items():
        print(f"{name:14} {who:8} {number:5} {many[name, who]:8}")


if __name__ == "__main__":
    main()
