"""`fairquote user`: accounts that the host makes, and what they may do."""

import sys

import click
from flask.cli import with_appcontext

from community.accounts.rules import factors, people
from community.core.actors import SYSTEM, Role
from community.core.db import transaction
from community.core.errors import Invalid

_ROLES = click.Choice([str(role) for role in Role if role is not Role.VISITOR])


@click.group()
def user() -> None:
    """Make accounts and give roles."""


@user.command()
@click.argument("handle")
@click.argument("email")
@click.option(
    "--role",
    type=_ROLES,
    default=str(Role.MEMBER),
    show_default=True,
    help="What the account may do.",
)
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from the first line of the input instead of asking for it.",
)
@with_appcontext
def add(handle: str, email: str, role: str, *, password_stdin: bool) -> None:
    """Make an account; its address counts as proven."""
    password = _read_password(from_stdin=password_stdin)
    try:
        with transaction():
            account = people.add_account(
                SYSTEM, handle=handle, email=email, password=password, role=Role(role)
            )
            name = account.handle
    except Invalid as error:
        raise click.ClickException(_one_line(error)) from None
    click.echo(f"{name} is a {role} now.")


@user.command()
@click.argument("handle")
@click.argument("role", type=_ROLES)
@with_appcontext
def promote(handle: str, role: str) -> None:
    """Give somebody another role; they have to log in again."""
    with transaction():
        account = people.change_role(SYSTEM, handle, Role(role))
        name = account.handle
    click.echo(f"{name} is a {role} now.")


_WHY = click.option("--reason", required=True, help="Why; the audit keeps it.")


@user.command()
@click.argument("handle")
@_WHY
@with_appcontext
def lock(handle: str, reason: str) -> None:
    """Keep an account out that was stolen, say: its logins end at once."""
    with transaction():
        name = people.lock_account(SYSTEM, handle, reason).handle
    click.echo(f"{name} is locked out now.")


@user.command()
@click.argument("handle")
@_WHY
@with_appcontext
def unlock(handle: str, reason: str) -> None:
    """Let a locked account log in again."""
    with transaction():
        name = people.unlock_account(SYSTEM, handle, reason).handle
    click.echo(f"{name} may log in again.")


@user.command("reset-two-factors")
@click.argument("handle")
@with_appcontext
def reset_two_factors(handle: str) -> None:
    """Let somebody in with the password alone who lost app and recovery codes."""
    with transaction():
        name = factors.reset_two_factors(SYSTEM, handle).handle
    click.echo(f"{name} logs in with the password alone now.")


def _read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.ClickException("Give the password with --password-stdin.")
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


def _one_line(error: Invalid) -> str:
    return " ".join(error.fields.values()) or error.message
