"""The pages that a stranger sees first: home, what a product costs, and how our parts look."""

from flask import Blueprint, current_app

from community.core.errors import NotFound
from community.core.web import ANYONE, access, render
from community.prices import style as samples

blueprint = Blueprint("prices", __name__)


@blueprint.get("/style")
@access(ANYONE)
def style() -> str:
    if not (current_app.debug or current_app.testing):
        raise NotFound("There is no such page.")
    return render(
        "prices/style.html",
        form=samples.refused_form(),
        page=samples.page(),
        plots=samples.plots(),
        strips=samples.strips(),
        trend=samples.trend(),
    )
