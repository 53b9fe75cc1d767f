"""The fields that other slices' forms embed."""

import pytest
from flask import render_template_string, request
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request
from wtforms import Form
from wtforms.validators import InputRequired, Length

from community.catalog.fields import ProductField, VendorField
from community.catalog.models import Product, Vendor
from community.catalog.rules import ensure_product, ensure_vendor
from community.core.db import db, transaction
from tests.page import Page


class Both(Form):
    product = ProductField("Product")
    vendor = VendorField("Vendor")


class Required(Form):
    product = ProductField(validators=[InputRequired("Choose one."), Length(max=30)])


@pytest.fixture
def typed(app, shelf):
    """Fill a form in, as one request does, and validate it."""
    contexts = []

    def fill(form_class=Both, **fields):
        data = {name.replace("_", "-"): value for name, value in fields.items()}
        context = app.test_request_context("/", method="POST", data=data)
        context.push()
        contexts.append(context)
        form = form_class(request.form)
        form.validate()
        return form

    yield fill
    for context in reversed(contexts):
        context.pop()


def shown(form):
    """Return the fields as a page renders them."""
    html = render_template_string(
        '{% from "catalog/fields.html" import product_field, vendor_field %}'
        '<title>t</title><h1>t</h1><form method="get">'
        "{{ product_field(form.product) }}"
        "{% if form.vendor %}{{ vendor_field(form.vendor) }}{% endif %}</form>",
        form=form,
    )
    response = TestResponse(
        [html.encode()], "200 OK", {"Content-Type": "text/html"}, Request({})
    )
    page = Page(response)
    assert page.complaints == []
    return page


def test_a_name_becomes_its_product_and_vendor(typed, shelf):
    form = typed(product="arbor desk", vendor="BIRCH Ltd")
    assert form.errors == {}
    assert (form.product.product.id, form.vendor.vendor.id) == (shelf.desk, shelf.birch)
    assert not form.product.is_unknown


@pytest.mark.parametrize("text", ["", "   "])
def test_an_optional_field_may_be_empty(typed, text):
    form = typed(product=text, vendor=text)
    assert form.errors == {}
    assert (form.product.product, form.vendor.vendor) == (None, None)


def test_other_validators_still_apply(typed):
    assert typed(Required, product="").errors == {"product": ["Choose one."]}
    form = typed(Required, product="Arbor Desk" + " " * 30)
    assert "longer than 30" in form.errors["product"][0]
    assert not form.product.is_unknown


def test_an_unknown_name_leads_to_a_suggestion(typed):
    form = typed(product="Zelkova", vendor="Z" * 90)
    assert form.errors["product"] == [
        "We don’t know “Zelkova” yet. Check the spelling, or suggest it."
    ]
    assert len(form.errors["vendor"][0]) < 130
    assert form.product.is_unknown
    page = shown(form)
    assert "Suggest it" in page.words()
    assert "/prices/suggestions/keep?field=product&amp;kind=product" in page.html


def test_an_ambiguous_name_offers_what_it_may_mean(app, typed):
    with app.app_context(), transaction():
        cedar = ensure_product(ensure_vendor("Cedar"), "Desk").public_id
    form = typed(product="desk", vendor="arb")
    assert form.errors["product"] == ["Which of these do you mean?"]
    assert [label for _, label in form.product.offers] == [
        "Desk · Birch",
        "Desk · Cedar",
    ]
    page = shown(form)
    assert "Did you mean" in page.words()
    assert "Desk · Cedar" in page.words()

    picked = typed(product="desk", product_asked="desk", product_pick=cedar)
    assert picked.product.product.public_id == cedar
    assert picked.errors == {}


def test_an_offer_counts_only_for_the_text_it_was_made_for(app, typed):
    with app.app_context(), transaction():
        cedar = ensure_product(ensure_vendor("Cedar"), "Desk").public_id
        chat = db.session.get(Product, ensure_product(None, "Chat").id).public_id
    for fields in (
        {"product": "desks", "product_asked": "desk", "product_pick": cedar},
        {"product": "desk", "product_pick": cedar},
        {"product": "desk", "product_asked": "desk", "product_pick": chat},
        {"product": "desk", "product_asked": "desk", "product_pick": "\x00"},
    ):
        assert typed(**fields).product.product is None


def test_vendors_are_offered_and_picked(app, typed, shelf):
    with app.app_context():
        arbor = db.session.get(Vendor, shelf.arbor).public_id
    form = typed(vendor="arb", vendor_asked="arb", vendor_pick=arbor)
    assert form.vendor.vendor.id == shelf.arbor


def test_a_form_offers_what_it_was_opened_for(app, shelf):
    with app.test_request_context("/"):
        form = Both()
        form.product.offer(db.session.get(Product, shelf.desk))
        form.vendor.offer(db.session.get(Vendor, shelf.birch))
        assert (form.product.data, form.vendor.data) == (
            "Arbor Desk · Arbor Inc.",
            "Birch",
        )
        assert 'data-suggest="/prices/suggest?q="' in form.product()


def test_what_was_typed_is_never_replaced(typed, shelf):
    form = typed(product="Chat")
    form.product.offer(db.session.get(Product, shelf.desk))
    assert form.product.data == "Chat"
