"""What was asked before, and what prices there are, for who is about to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app

from community.catalog.facts import Fact, known_facts
from community.catalog.lookup import resolve_product_text
from community.catalog.models import Product
from community.catalog.paths import product_path
from community.core.actors import Actor
from community.core.ports import FindsSimilar, Likeness, SearchResult
from community.core.text import clean_line
from community.threads.drafts import MAX_TITLE
from community.threads.events import KIND
from community.threads.queries import canonical_ids

EXTENSION = "fairquote.similar"
"""`app.extensions[EXTENSION]` is a core.ports.FindsSimilar that app.py hands over."""

MIN_LETTERS = 8
"""Of a title, before anything is offered."""

_PRODUCT = "product"
_MOST = 5
_WANTED = {
    # Some are closed onto one and the same: then that one stands for them.
    KIND: Likeness(most=2 * _MOST, shared=2),
    _PRODUCT: Likeness(most=3, shared=1),
}


@dataclass(frozen=True)
class Priced:
    """A product that a question is about or its title names, with what is published of its prices."""

    name: str
    url: str
    facts: Sequence[Fact]


@dataclass(frozen=True)
class Similar:
    """Questions like a title, and products: the chosen one, and those that it names."""

    questions: Sequence[SearchResult] = ()
    products: Sequence[Priced] = ()

    def __bool__(self) -> bool:
        return bool(self.questions or self.products)


def list_similar(actor: Actor, title: str, product: Product | None = None) -> Similar:
    """Return what is like a title; of one that is too short the chosen product alone.

    `product` is what the question is about, where its author has said so: it comes first
    whether or not the title names it.
    """
    typed = clean_line(title)[:MAX_TITLE]
    chosen = [] if product is None else [product]
    found: Sequence[SearchResult] = ()
    if len(typed) >= MIN_LETTERS:
        text = " ".join([typed, *(one.name for one in chosen)])
        found = _finder().like(actor, text, _WANTED)
    named = {one.id: (one.name, product_path(one)) for one in chosen}
    for one in found:
        if one.kind == _PRODUCT:
            named.setdefault(one.object_id, (one.title, one.url))
    return Similar(
        questions=_open_ones(actor, [one for one in found if one.kind == KIND]),
        products=_priced(named),
    )


def list_while_typing(actor: Actor, title: str, product: str) -> Similar:
    """Do as list_similar() with the product that is typed, as far as it names one.

    Raises TooMany for who types faster than people do.
    """
    _finder().hit(actor)
    return list_similar(actor, title, resolve_product_text(actor, product).product)


def _finder() -> FindsSimilar:
    finder: FindsSimilar = current_app.extensions[EXTENSION]
    return finder


def _open_ones(actor: Actor, found: Sequence[SearchResult]) -> list[SearchResult]:
    """Return what takes answers: in place of what was asked before what it is closed onto."""
    onto = canonical_ids([one.object_id for one in found])
    known = {one.object_id: one for one in found}
    missing = set(onto.values()) - known.keys()
    if missing:
        loaded = _finder().load(actor, KIND, sorted(missing))
        known |= {one.object_id: one for one in loaded}
    wanted = dict.fromkeys(onto.get(one.object_id, one.object_id) for one in found)
    return [known[one] for one in wanted if one in known][:_MOST]


def _priced(named: Mapping[int, tuple[str, str]]) -> list[Priced]:
    """Return the products of these ids, names and addresses with what is published of each."""
    facts = known_facts([*named])
    return [
        Priced(name=name, url=url, facts=facts.get(product_id, ()))
        for product_id, (name, url) in named.items()
    ]
