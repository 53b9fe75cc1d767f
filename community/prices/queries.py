"""What the home page and a product's pages show, gathered from the rooms below."""

from dataclasses import dataclass

from community.catalog.models import Product
from community.catalog.queries import price_history
from community.core.actors import Actor
from community.prices.listprices import ListPrices, tell
from community.threads import queries as threads
from community.threads.queries import ThreadRow

_QUESTIONS = 5


@dataclass(frozen=True)
class HomePage:
    """What templates/home/show.html reads."""

    questions: list[ThreadRow]
    featured: None = None
    prices: tuple[()] = ()
    examples: tuple[()] = ()


def home_for(actor: Actor) -> HomePage:
    return HomePage(questions=threads.list_for_home(actor))


def list_prices_of(product: Product) -> ListPrices:
    return tell(price_history(product))


def questions_about(actor: Actor, product: Product) -> list[ThreadRow]:
    return threads.list_for_product(actor, product.id, limit=_QUESTIONS)
