"""The attacks of PRICES.md through the API: it tells what the pages tell, and no more."""

import pytest

from community.core.db import transaction
from tests.market import Paid, spread
from tests.privacy import whispers
from tests.privacy.scene import Scene
from tests.queries import count_queries

DESK = "/products/arbor/desk"
SURFACES = (
    *(f"{DESK}{sub}" for sub in ("", "/prices", "/cards", "/list-prices", "/records")),
    *(f"{DESK}{sub}" for sub in ("/questions", "/reviews", "/statements")),
    "/products",
    "/vendors/arbor",
    "/categories",
    "/search?q=desk",
)


@pytest.fixture
def scene(app) -> Scene:
    return Scene(app)


def _all(program) -> dict[str, tuple]:
    found = {}
    for path in SURFACES:
        answer = program.ask(path)
        headers = [one for one in answer.headers if one[0] != "X-Request-Id"]
        found[path] = (answer.get_data(), headers)
    return found


def test_a1_a29_suppressed_and_empty_are_the_same_bytes_and_cost_the_same(
    scene, program
):
    scene.release(-1)
    program.ask(f"{DESK}/prices")
    with count_queries() as empty:
        before = _all(program)
    scene.pay(*spread(4))
    scene.release()

    with count_queries() as suppressed:
        after = _all(program)

    assert after == before
    assert len(suppressed) == len(empty)


def test_the_figure_is_the_pages(scene, program, page):
    scene.pay(*spread(13))
    scene.release()

    told = program.get(f"{DESK}/prices")["published"]

    shown = scene.shown()
    assert [one["total"]["organisations"] for one in told] == [shown.organisations]
    assert told[0]["total"]["median"] == shown.median.replace(",", "")
    assert told[0]["total"]["p10"] is None


def test_a26_a_rep_a_buyer_and_staff_read_the_bytes_of_a_visitor(
    scene, program, program_of
):
    scene.pay(*spread(45))
    scene.release()
    asked = {path: program.ask(path).get_data() for path in SURFACES}

    for handle in ("rae", "ada", "mo", "hana"):
        own = program_of(handle)
        assert {path: own.ask(path).get_data() for path in SURFACES} == asked


def test_a7_no_filter_reaches_below_a_figure(scene, program):
    scene.pay(*spread(13))
    scene.release()

    for asked in ("size=ENT", "exclude=o12", "k=1", "floor=1", "currency=EUR"):
        program.ask(f"{DESK}/prices?{asked}", status=400)


def test_a9_one_more_price_moves_nothing(scene, program):
    scene.pay(*spread(13))
    scene.release(-1)
    before = _all(program)

    scene.pay(Paid(20, 5_000))

    assert _all(program) == before


def test_an_alias_is_all_that_any_answer_says_of_its_author(
    app, cast, program, program_of
):
    with app.app_context(), transaction():
        planted = whispers.plant(cast)
    thread = planted.thread.split("/")[2]
    paths = (
        f"/questions/{thread}",
        f"/questions/{thread}?sort=oldest",
        "/questions",
        "/questions?sort=new",
        "/questions?tag=whisper",
        "/products/arbor/arbor-desk/questions",
        "/search?q=whispering",
        "/log",
        f"/me/questions/{thread}",
        "/me/posts",
        "/me/notifications",
        "/me/follows",
    )

    for asking in (program, *map(program_of, ("ben", "rae", "mo", "hana"))):
        for path in paths:
            answer = asking.ask(path, status=None)
            told = f"{answer.headers}\n{answer.get_data(as_text=True)}".casefold()
            assert [one for one in whispers.CANARIES if one in told] == [], path
