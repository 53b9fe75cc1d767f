"""Moderators are mailed once a day what is late, of what they may decide; they can end it."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db, transaction
from community.core.mail import Mail
from moderation.kinds import Reason
from moderation.models import Case, ModeratorScope
from moderation.reminding import late_for, look_for_late, remind
from moderation.scopes import refile
from tests.moderation.appealing import HIDE, appealed, decided
from tests.moderation.conftest import report
from tests.notifications.conftest import send_mails

Reminded = Callable[[timedelta], list[EmailMessage]]


@pytest.fixture
def reminded(app, settings) -> Reminded:
    """Return what looks for late cases at a later time, and opens the reminders."""
    for file in (settings.data_dir / "mail").glob("*.eml"):
        file.unlink()

    def look(later: timedelta) -> list[EmailMessage]:
        with time_machine.travel(clock.now() + later):
            sent = send_mails(app, settings, look_for_late)
        return [one for one in sent if one["Subject"].startswith("Something waits")]

    return look


def whom(mails: list[EmailMessage]) -> list[str]:
    return sorted(one["To"].partition("@")[0] for one in mails)


@pytest.fixture
def late(app, cast, scene) -> str:
    return report(app, cast, "cleo", "post", scene.post)


def test_moderators_are_reminded_once_a_day(cast, late, reminded):
    assert reminded(timedelta(hours=3)) == []
    noon = clock.now().replace(hour=12) + timedelta(days=1) - clock.now()
    mails = reminded(noon)
    assert whom(mails) == ["mia", "mo"]
    assert reminded(noon + timedelta(hours=2)) == []
    assert whom(reminded(noon + timedelta(days=1))) == ["mia", "mo"]

    mail = next(one for one in mails if one["To"].startswith("mo@"))
    text = mail.get_content()
    assert "1 case is late" in text
    assert "/moderation/?show=overdue" in text
    assert "renewals" not in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = mail["List-Unsubscribe"].partition("/unsubscribe/")[2].rstrip(">")
    answer = cast.page("ada").client.post(
        f"/unsubscribe/{token}", data={"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert whom(reminded(noon + timedelta(days=2))) == ["mia"]


def test_who_may_not_decide_it_is_not_reminded(app, cast, late, chairs, reminded):
    tomorrow = timedelta(days=1)
    with app.app_context(), transaction():
        refile()
        db.session.add(ModeratorScope(user_id=cast.mo.id, category_id=chairs))
        db.session.execute(sa.update(Case).values(author_id=cast.mia.id))
    assert reminded(tomorrow) == []
    with app.app_context(), transaction():
        db.session.execute(sa.update(Case).values(author_id=None))
    assert whom(reminded(tomorrow)) == ["mia"]


def test_late_appeals_go_to_who_had_no_part(app, cast, scene):
    with app.app_context():
        assert late_for(cast.mia.id) == []
    appealed(cast, decided(app, cast, scene.post, HIDE, by="mo"))
    with time_machine.travel(clock.now() + timedelta(days=15)), app.app_context():
        assert late_for(cast.mo.id) == []
        (due,) = late_for(cast.mia.id)
        assert due == ("1 appeal is late", "/moderation/appeals/")


def test_nothing_is_mailed_of_what_was_decided_meanwhile(app, cast, late):
    with app.app_context(), transaction():
        db.session.execute(sa.update(Case).values(state="decided"))
        remind(cast.mo.id)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == 0


def test_several_are_counted(app, cast, scene, late):
    report(app, cast, "cleo", "review", scene.review, Reason.ADVERTISING)
    with time_machine.travel(clock.now() + timedelta(days=2)), app.app_context():
        (due,) = late_for(cast.mo.id)
        assert due == ("2 cases are late", "/moderation/?show=overdue")
