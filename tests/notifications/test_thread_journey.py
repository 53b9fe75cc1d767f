"""Following a question: the answer comes to the inbox, to the mail, and ends by a link."""

from tests.notifications.made import answer, ask, inbox
from tests.page import PageClient


def test_what_was_read_where_it_stands_is_neither_new_nor_mailed(app, cast, mails):
    public_id, path = ask(app, cast.actor("ada"))
    ada = cast.page("ada")
    ada.get(path)
    answer(app, cast.actor("cleo"), public_id)
    assert "Inbox, 1 new" in ada.get("/").html
    ada.get(path)

    assert "Inbox, 1 new" not in ada.get("/inbox").html
    assert "Mark as read" not in inbox(cast, "ada")
    assert "cleo answered" in inbox(cast, "ada")
    assert mails() == []
    answer(app, cast.actor("mo"), public_id)
    assert "New" in inbox(cast, "ada")
    assert len(mails()) == 1


def test_from_the_button_to_the_end_of_mails(app, cast, page, mails):
    public_id, path = ask(app, cast.actor("ada"))
    ben = cast.page("ben")

    followed = ben.send(ben.get(path), action=f"/follow/question/{public_id}")
    assert followed.location == path
    assert "✓ Following" in ben.follow(followed).words()
    ben.post(
        "/account/notifications",
        {"mail_is_on": "y", "oneself": "at-once", "followed": "at-once"},
        status=303,
    )
    answer(app, cast.actor("cleo"), public_id)

    assert "cleo answered “Is there room below $140 a seat?”" in inbox(cast, "ben")
    assert "because you follow this question" in inbox(cast, "ben")
    assert "because you asked this" in inbox(cast, "ada")
    assert "Inbox, 1 new" in ben.get("/").html

    sent = {one["To"]: one for one in mails()}
    assert sorted(sent) == ["ada@northwind.example", "ben@northwind.example"]
    mail = sent["ben@northwind.example"]
    assert mail["Subject"] == "News for you at Fairquote"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = mail.get_body(("plain",)).get_content()
    assert "You get this because you follow this question." in text
    address = mail["List-Unsubscribe"].strip("<>")
    assert address in text
    assert address in mail.get_body(("html",)).get_content()
    assert mails() == [], "nothing goes out twice"

    asked = page.get(address)
    assert "Press the button" in asked.words()
    provider = PageClient(app)
    done = provider.client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    answer(app, cast.actor("mo"), public_id)
    assert [one["To"] for one in mails()] == ["ada@northwind.example"]
    assert "2 new answers to" in inbox(cast, "ben")

    ended = page.send(asked, status=200)
    page.send(ended, status=200)
    answer(app, cast.actor("mia"), public_id)
    assert len(mails()) == 2, "undone"
