"""The steps of the deal form: show fields, add and remove, preview, save; all without JavaScript."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from community.catalog.models import Product
from community.core.forms import form_page, once
from community.core.web import current_actor, render
from community.deals import queries
from community.deals.checking import Checked, checked, require_no_twin
from community.deals.drafts import DealDraft
from community.deals.filling import draft_of
from community.deals.forms import DealForm
from community.deals.hints import deal_hints
from community.deals.line_form import MOST_YEARS
from community.deals.models import Deal
from community.deals.plausibility import MOST_LINES
from community.deals.previewing import line_views
from community.deals.toolong import cut_short
from community.deals.unitprices import unit_prices

SAVE, EDIT, PREVIEW, SHOW = "save", "edit", "preview", "show"
ADD_LINE, REMOVE_LINE, ADD_YEAR = "add-line", "remove-line", "add-year"
_TEMPLATE = "deals/form.html"
_NOT_TYPED = frozenset({"csrf_token", "do"})


def run(
    form: DealForm,
    save: Callable[[DealDraft], str],
    *,
    deal: Deal | None = None,
    known: Iterable[Product] = (),
) -> Response | str:
    """Answer one sending (or the first showing) of the form.

    `save` saves and returns where to go; `deal` is the one that is revised, and
    `known` are its products.
    """
    _prepare(form, known)
    if not form.is_submitted():
        return _page(form, deal)
    step, _, argument = str(form.do.data or PREVIEW).partition(":")
    if step in {SHOW, EDIT, ADD_LINE, REMOVE_LINE, ADD_YEAR} and form.is_current:
        _change(form, step, argument)
        return render(
            _TEMPLATE, form=form, deal=deal, twins=[], prices=unit_prices(form)
        )
    twins: list[Deal] = []
    if form.validate_on_submit():
        draft = draft_of(form)
        twins = _twins(draft, deal)
        with form.refusals():
            if step == SAVE:
                return once(form, lambda: save(draft))
            return _preview(form, draft, deal)
    return _page(form, deal, twins)


def first(form: DealForm, address: str) -> str:
    """Show a new form that is filled in and goes to `address`."""
    _prepare(form, ())
    prices = unit_prices(form)
    context = {"deal": None, "twins": [], "prices": prices, "address": address}
    return render(_TEMPLATE, form=form, **context)


def _page(form: DealForm, deal: Deal | None, twins: Sequence[Deal] = ()) -> Response:
    context = {"deal": deal, "twins": twins, "prices": unit_prices(form)}
    return form_page(form, _TEMPLATE, **context)


def _prepare(form: DealForm, known: Iterable[Product]) -> None:
    """Resolve the products and offer what each has, before anything is checked."""
    known = list(known)
    for line in form.line_forms:
        line.product.know(known)
    for field in form.alternatives.entries:
        field.know(known)
    form.resolve_products()
    plans = queries.plans_of(product.id for product in form.products)
    for line in form.line_forms:
        if line.bought is not None:
            line.offer(plans[line.bought.id])


def _change(form: DealForm, step: str, argument: str) -> None:
    """Add or remove what a button asked for; nonsense changes nothing."""
    index = int(argument) if argument.isascii() and argument.isdigit() else -1
    count = len(form.lines.entries)
    if step == ADD_LINE and count < MOST_LINES:
        form.lines.append_entry()
    elif step == REMOVE_LINE and 0 <= index < count and count > 1:
        form.lines.remove(index)
    elif step == ADD_YEAR and 0 <= index < count:
        years = form.line_forms[index].years
        if len(years.entries) < MOST_YEARS:
            years.append_entry()


def _twins(draft: DealDraft, deal: Deal | None) -> list[Deal]:
    user_id = current_actor().user_id
    if user_id is None or draft.is_separate:
        return []
    return queries.list_twins(user_id, draft, besides=None if deal is None else deal.id)


def _preview(form: DealForm, draft: DealDraft, deal: Deal | None) -> str:
    found = checked(current_actor(), draft, deal=deal)
    user_id = current_actor().user_id
    if user_id is not None:
        require_no_twin(user_id, found.draft, besides=None if deal is None else deal.id)
    return render(
        "deals/preview.html",
        form=form,
        deal=deal,
        typed=_typed(),
        **shown(found),
    )


def shown(found: Checked) -> dict[str, Any]:
    """Return what the pages tell an author about a deal that could be saved."""
    return {
        "draft": found.draft,
        "rate": found.rate,
        "base_currency": found.base_currency,
        "views": line_views(found),
        "hints": deal_hints(found.draft, found.unit_quantities),
    }


def _typed() -> list[tuple[str, str]]:
    """Return all that was sent, to be sent again as it is."""
    return [
        (name, value)
        for name, value in cut_short(request.form).items(multi=True)
        if name not in _NOT_TYPED
    ]
