"""Reporting a deal on the page, without JavaScript."""
from community.core.db import db
from community.deals.models import Deal
import sqlalchemy as sa

def test_smoke(app, cast, shop, typed):
    page = cast.page("ada")
    new = page.get("/deals/new")
    shown = page.send(new, {"lines-0-product": shop.desk.label}, having="lines-0-product", submit=("do", "show"), status=200)
    assert "Professional" in shown.html
    values = {k: v for k, v in typed.items()}
    preview = page.send(shown, values, having="lines-0-product", submit=("do", "preview"))
    print(preview.words()[:3000])
    assert preview.status == 200
    assert "$720.00" in preview.html
    saved = page.send(preview, {}, having="lines-0-product", submit=("do", "save"), status=303)
    deal = page.follow(saved)
    print(deal.words()[:3000])
    mine = page.get("/deals/mine")
    print(mine.words())
    edit = page.get(saved.location + "/edit")
    prev = page.send(edit, {"lines-0-quantity": "160"}, having="lines-0-product", submit=("do", "preview"))
    print(prev.words()[:800])
    again = page.send(prev, {}, having="lines-0-product", submit=("do", "save"), status=303)
    print(page.follow(again).words()[:3000])
