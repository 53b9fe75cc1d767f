import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask.cli import ScriptInfo

from community.accounts.models import User
from community.accounts.passwords import verify_password
from community.cli.users import user
from community.core.actors import Role
from community.core.db import db


@pytest.fixture
def run(app):
    def invoke(*args, typed=""):
        info = ScriptInfo(create_app=lambda: app)
        return CliRunner().invoke(user, args, obj=info, input=typed)

    return invoke


def _find(app, handle):
    with app.app_context():
        return db.session.scalar(sa.select(User).where(User.handle == handle))


def test_add_makes_an_account_that_may_log_in(app, run):
    done = run(
        "add",
        "boss",
        "Boss@Acme.Example",
        "--role",
        "host",
        "--password-stdin",
        typed="seven slow herons\nsecond line\n",
    )
    assert (done.exit_code, done.output) == (0, "boss is a host now.\n")
    made = _find(app, "boss")
    assert (made.email, made.role, made.is_proven) == (
        "boss@acme.example",
        Role.HOST,
        True,
    )
    with app.app_context():
        assert verify_password(made.password_hash, "seven slow herons")


@pytest.mark.parametrize(
    ("args", "typed", "said"),
    [
        (
            ("boss", "nowhere", "--password-stdin"),
            "seven slow herons",
            "Error: Give an e-mail address, name@company.example for instance.\n",
        ),
        (
            ("boss", "b@acme.example", "--password-stdin"),
            "short",
            "Error: Use 12 characters or more; a few words in a row are easy to keep.\n",
        ),
        (
            ("boss", "b@acme.example", "--password-stdin"),
            "",
            "Error: Use 12 characters or more; a few words in a row are easy to keep.\n",
        ),
        (
            ("ada", "b@acme.example", "--password-stdin"),
            "seven slow herons",
            "Error: Somebody has this handle, or one that looks like it.\n",
        ),
        (
            ("boss", "b@acme.example"),
            "",
            "Error: Give the password with --password-stdin.\n",
        ),
    ],
)
@pytest.mark.usefixtures("cast")
def test_add_fails_in_one_clear_line(app, run, args, typed, said):
    done = run("add", *args, typed=typed)
    assert (done.exit_code, done.output) == (1, said)
    assert _find(app, "boss") is None


def test_add_asks_for_the_password_twice_at_a_terminal(app, run, monkeypatch):
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
    typed = "seven slow herons\nseven slow herons\n"
    done = run("add", "boss", "b@acme.example", typed=typed)
    assert done.exit_code == 0
    assert "seven" not in done.output
    assert _find(app, "boss").role is Role.MEMBER


@pytest.mark.usefixtures("cast")
def test_promote_gives_another_role(app, run):
    done = run("promote", "ada", "moderator")
    assert (done.exit_code, done.output) == (0, "ada is a moderator now.\n")
    assert _find(app, "ada").role is Role.MODERATOR


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("args", "code"),
    [(("ada", "visitor"), 2), (("ada", "king"), 2), (("ada",), 2)],
)
def test_promote_to_no_role_is_refused(app, run, args, code):
    assert run("promote", *args).exit_code == code
    assert _find(app, "ada").role is Role.MEMBER


@pytest.mark.usefixtures("cast")
def test_promote_of_nobody_says_so(run):
    done = run("promote", "nobody", "host")
    assert done.exit_code == 1
    assert str(done.exception) == "Nobody here has the handle “nobody”."
