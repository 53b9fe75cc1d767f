"""Events through the API: what everybody reads, and one's own registrations."""

from tests.api.conftest import program, program_of  # noqa: F401 - fixtures
from tests.demos.conftest import LINK, NAME, PERSON, TITLE, registered, taken


def test_programs_read_what_pages_show_and_never_where_to_join(
    app,
    cast,
    program,  # noqa: F811
    program_of,  # noqa: F811
    scene,
):
    registered(cast.page("ada"), scene, **PERSON)
    paths = ("/events", "/products/arbor/arbor-desk/events", f"/events/{scene.event}")
    for asking in (program, program_of("cleo"), program_of("rae"), program_of("ada")):
        for path in paths:
            text = asking.ask(path).get_data(as_text=True)
            assert TITLE in text
            assert "CANARYLINK" not in text
            assert NAME not in text
    one = program.get(f"/events/{scene.event}")
    assert one["starts"] == "2027-02-10T13:00:00Z"
    assert (one["zone"], one["by"], one["sequence"]) == ("Europe/Berlin", "Arbor", 0)
    assert one["announced_by"] == "Rae Alder, Head of Pricing"
    assert program.get("/events?when=past") == {"items": [], "next": None}
    program.ask("/events?when=now", status=400)
    program.ask("/events/nothing", status=404)


def test_ones_own_registration_is_ones_own(
    app,
    cast,
    program_of,  # noqa: F811
    scene,
):
    registered(cast.page("ada"), scene, **PERSON)
    ada = program_of("ada")
    (mine,) = ada.get("/me/events")["items"]
    assert mine["link"] == LINK
    assert {one["value"] for one in mine["told"]} >= {NAME, "ada@northwind.example"}
    assert ada.get(f"/me/events/{scene.event}") == mine
    for other in ("cleo", "rae", "mo", "hana"):
        asking = program_of(other)
        asking.ask(f"/me/events/{scene.event}", status=404)
        assert asking.get("/me/events")["items"] == []
    ada.post(f"/me/events/{scene.event}/withdraw", status=204)
    ada.ask(f"/me/events/{scene.event}", status=404)
    assert taken(app) == 0
