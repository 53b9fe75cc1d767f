"""A committee's way through its room, as each of its people sees it."""

import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.mail import Mail
from community.core.measuring import Fact
from community.dashboard.models import MeasuredFact
from community.rooms import jobs
from community.rooms.models import Room, RoomComment, RoomMember
from tests.queries import count_queries
from tests.rooms.conftest import invited, joined, person


def test_a_room_opens_once_and_its_people_alone_find_it(app, cast, scene):
    cleo = cast.page("cleo")
    form = cleo.get("/rooms/new")
    cleo.send(form, {"name": " \u200b"}, having="name", status=422)
    opened = cleo.send(form, {"name": "Payroll"}, having="name", status=303)
    assert (
        cleo.send(form, {"name": "Payroll"}, having="name").location == opened.location
    )
    room = cleo.follow(opened)
    assert room.h1 == ["Payroll"]
    assert "Nothing on the shortlist yet" in room.words()
    assert "Payroll" in cleo.get("/rooms/").words()
    for handle, status in {"ada": 404, "rae": 403, "mo": 403, "hana": 403}.items():
        page = cast.page(handle)
        answers = {page.get(one, status=status).words() for one in (opened.location,)}
        assert all("Payroll" not in words for words in answers)
    assert "Payroll" not in cast.page("ada").get("/rooms/").words()


def test_who_is_invited_joins_once_by_the_mailed_link(app, cast, scene):
    ada, cleo = cast.page("ada"), cast.page("cleo")
    first = invited(app, ada, scene.url, "cleo@contoso.example")
    path = invited(app, ada, scene.url, "Cleo@Contoso.example")
    cleo.get(first, status=404)
    with app.app_context():
        mail = db.session.scalars(sa.select(Mail).order_by(Mail.id.desc())).first()
    assert "Help desk" not in f"{mail.subject} {mail.text}"
    assert "ada invites you" in mail.text
    form = cleo.get(path)
    assert "Join “Help desk”" in form.words()
    entered = cleo.send(form, {}, having="submission_key", status=303)
    assert "Help desk" in cleo.follow(entered).words()
    cast.page("ben").get(path, status=404)
    assert "cleo joined" in ada.get(f"{scene.url}/history").words()


def test_products_come_with_their_cells_and_go_with_their_scores(cast, scene):
    ada = cast.page("ada")
    form = ada.get(f"{scene.url}/products")
    ada.send(form, {"product": "Nonesuch"}, having="product", status=422)
    again = ada.send(form, {"product": "Arbor Desk"}, having="product", status=422)
    assert "on the shortlist already" in again.words()
    ada.send(form, {"product": "Cedar Mill"}, having="product", status=303)
    room = ada.get(scene.url)
    assert "Cedar Mill by Cedar" in room.words()
    assert "Nothing is published here yet." in room.words()
    ada.send(room, action=f"{scene.url}/products/{scene.desk}/delete", status=303)
    assert "Arbor Desk" not in ada.get(scene.url).words()
    history = ada.get(f"{scene.url}/history").words()
    assert "ada took Arbor Desk off the shortlist" in history


def test_a_product_goes_from_its_page_to_a_shortlist(app, cast, scene):
    ada, cleo = cast.page("ada"), cast.page("cleo")
    page = ada.get("/prices/cedar/cedar-mill/")
    way = next(one for one in page.links if one.startswith("/rooms/shortlist"))
    form = ada.get(way)
    assert form.form(having="room")["fields"]["product"] == "Cedar Mill · Cedar"
    room = ada.send(form, {}, having="room", status=303)
    assert room.location == scene.url
    assert "Cedar Mill is on the shortlist." in ada.get(scene.url).words()
    again = ada.send(ada.get(way), {}, having="room", status=422)
    assert "on the shortlist already" in again.words()
    nameless = cleo.send(cleo.get(way), {}, having="room", status=422)
    begun = cleo.send(nameless, {"name": "Mills"}, having="room", status=303)
    assert "Cedar Mill by Cedar" in cleo.follow(begun).words()
    foreign = {"room": scene.room, "product": "Birch Board"}
    cleo.send(cleo.get("/rooms/shortlist"), foreign, having="room", status=404)


def test_scores_of_all_are_weighed(cast, scene):
    ada, ben = cast.page("ada"), cast.page("ben")
    form = ada.get(f"{scene.url}/criteria")
    ada.send(form, {"name": "price", "weight": "3"}, having="weight", status=422)
    ada.send(form, {"name": "Ease", "weight": "11"}, having="weight", status=422)
    before = ben.get(f"{scene.url}/scores")
    ada.send(form, {"name": "Ease", "weight": "5"}, having="weight", status=303)
    of_desk = f"s-{scene.criterion}-{scene.desk}"
    ben.send(before, {of_desk: "2"}, having=of_desk, status=303)
    ada.send(ada.get(f"{scene.url}/scores"), {of_desk: "6"}, having=of_desk, status=422)
    ada.send(ada.get(f"{scene.url}/scores"), {of_desk: "5"}, having=of_desk, status=303)
    room = ada.get(scene.url).words()
    assert "3.5 from 2" in room
    assert "3.5 of 5, 1 of 2 criteria" in room
    of_board = f"s-{scene.criterion}-{scene.board}"
    ada.send(ada.get(f"{scene.url}/scores"), {of_board: "1"}, having=of_board)
    assert "Arbor Desk by Arbor Ahead" in ada.get(scene.url).words()
    taken = {of_desk: "", of_board: "1"}
    ada.send(ada.get(f"{scene.url}/scores"), taken, having=of_desk, status=303)
    assert "2.0 from 1" in ada.get(scene.url).words()


def test_two_who_edit_one_criterion_lose_nothing(cast, scene):
    ada, ben = cast.page("ada"), cast.page("ben")
    path = f"{scene.url}/criteria/{scene.criterion}"
    hers, his = ada.get(path), ben.get(path)
    ada.send(hers, {"name": "Price, all in"}, having="weight", status=303)
    refused = ben.send(his, {"weight": "8"}, having="weight", status=409)
    assert "Now it is “Price, all in” with the weight 5" in refused.words()
    assert refused.form(having="weight")["fields"]["weight"] == "8"
    ben.send(refused, {"name": "Price, all in"}, having="weight", status=303)
    assert "“Price, all in” (weight 8)" in ada.get(f"{scene.url}/history").words()
    gone = ada.get(path)
    ada.send(gone, action=f"{path}/delete", status=303)
    ben.get(path, status=404)
    ben.send(refused, {"name": "Late"}, having="weight", status=404)


def test_two_who_edit_the_notes_lose_nothing(cast, scene):
    ada, ben = cast.page("ada"), cast.page("ben")
    path = f"{scene.url}/edit"
    hers, his = ada.get(path), ben.get(path)
    ada.send(hers, {"notes": "Budget: *120,000*"}, having="notes", status=303)
    refused = ben.send(
        his, {"notes": "We move in May.", "name": "Desk"}, having="notes", status=409
    )
    assert "Budget: *120,000*" in refused.words()
    assert refused.form(having="notes")["fields"]["notes"].strip() == "We move in May."
    both = {"notes": "Budget 120,000. We move in May."}
    ben.send(refused, both, having="notes", status=303)
    room = ada.get(scene.url)
    assert room.h1 == ["Desk"]
    assert "Budget 120,000. We move in May." in room.words()
    ada.send(ada.get(path), {"notes": ""}, having="notes", status=303)
    assert "ben called the room “Desk”" in ada.get(f"{scene.url}/history").words()


def test_comments_are_said_shown_and_deleted_by_who_wrote_them(app, cast, scene):
    ada, ben = cast.page("ada"), cast.page("ben")
    ada.send(ada.get(scene.url), {"body": "<!-- -->"}, having="body", status=303)
    empty = ada.send(ada.get(scene.url), {"body": "![](x)"}, having="body")
    assert empty.status in {303, 422}
    long = ada.send(
        ada.get(scene.url), {"body": "word " * 2000}, having="body", status=422
    )
    assert "Keep the text to 5,000 characters" in long.words()
    said = ada.send(ada.get(scene.url), {"body": "I like **it**."}, having="body")
    room = ben.get(scene.url)
    assert "I like it" in room.words()
    one = said.location.partition("#comment-")[2]
    ben.post(f"{scene.url}/comments/{one}/delete", status=403)
    ada.send(
        ada.get(scene.url), action=f"{scene.url}/comments/{one}/delete", status=303
    )
    assert "I like it" not in ben.get(scene.url).words()
    with app.app_context(), transaction():
        db.session.execute(sa.update(RoomComment).values(renderer_version=0, html=""))
        db.session.execute(
            sa.update(Room).values(renderer_version=0, notes_source="*n*")
        )
        jobs.rerender()
    with app.app_context():
        assert (
            db.session.scalars(sa.select(Room.notes_html)).one() == "<p><em>n</em></p>"
        )
        assert "" not in db.session.scalars(sa.select(RoomComment.html)).all()


def test_a_room_of_three_counts_once_whoever_leaves_and_comes_back(app, cast, scene):
    ada = cast.page("ada")
    for _ in range(2):
        joined(app, cast, ada, scene.url, "cleo")
        cleo = cast.page("cleo")
        people = cleo.get(f"{scene.url}/people")
        cleo.send(people, action=f"{scene.url}/leave", status=303)

    with app.app_context():
        counted = sa.select(sa.func.sum(MeasuredFact.times)).where(
            MeasuredFact.fact == Fact.ROOM_OF_THREE
        )
        assert db.session.scalar(counted) == 1


def test_a_thousand_comments_cost_a_page_what_three_do(app, cast, scene):
    ada = cast.page("ada")
    with count_queries() as few:
        ada.get(scene.url)
    with app.app_context(), transaction():
        db.session.add_all(
            RoomComment(
                room_id=scene.room_id,
                author_id=cast.ben.id,
                source=f"Number {number}",
                html=f"<p>Number {number}</p>",
                renderer_version=1,
            )
            for number in range(1_000)
        )
    with count_queries() as many:
        page = ada.get(scene.url)
    assert len(many) == len(few)
    assert page.words().count("Number ") == 20
    older = next(link for link in page.links if "after=" in link)
    assert "Number 979" in ada.get(older).words()
    ada.get(f"{scene.url}?after=nonsense", status=400)


def test_people_leave_are_removed_and_hand_over(app, cast, scene):
    ada, ben = cast.page("ada"), cast.page("ben")
    joined(app, cast, ada, scene.url, "cleo")
    cleo = cast.page("cleo")
    writing = ben.get(scene.url)
    people = ada.get(f"{scene.url}/people")
    his, hers = (person(app, scene, one.id) for one in (cast.ben, cast.cleo))
    ben.post(f"{scene.url}/people/{hers}/remove", status=403)
    mine = person(app, scene, cast.ada.id)
    ada.post(f"{scene.url}/people/{mine}/remove", status=409)
    ada.post(f"{scene.url}/leave", status=409)
    ada.send(people, action=f"{scene.url}/people/{his}/remove", status=303)
    late = ben.send(writing, {"body": "One more thing."}, having="body", status=404)
    assert "Help desk" not in late.words()
    ada.send(people, action=f"{scene.url}/people/{hers}/own", status=303)
    ada.send(ada.get(f"{scene.url}/people"), action=f"{scene.url}/leave", status=303)
    ada.get(scene.url, status=404)
    history = cleo.get(f"{scene.url}/history").words()
    assert "ada removed ben" in history
    assert "ada left" in history
    gone = cleo.get(f"{scene.url}/delete")
    cleo.send(gone, {}, having="submission_key", status=303)
    cleo.get(scene.url, status=404)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(RoomMember.id))) == 0


def test_an_invitation_is_taken_back_and_ends(app, cast, scene):
    ada, cleo = cast.page("ada"), cast.page("cleo")
    path = invited(app, ada, scene.url, "cleo@contoso.example")
    people = ada.get(f"{scene.url}/people")
    assert "cleo@contoso.example" in people.words()
    assert (
        "cleo@contoso.example"
        not in cast.page("ben").get(f"{scene.url}/people").words()
    )
    action = next(
        one["action"] for one in people.forms if "/invitations/" in one["action"]
    )
    ada.send(people, action=action, status=303)
    cleo.get(path, status=404)
