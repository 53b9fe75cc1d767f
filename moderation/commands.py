"""`fairquote audit` and `fairquote moderation`: proofs of what is done to people's words."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from community.core.errors import Invalid
from moderation import spam
from moderation.audit import walk
from moderation.labelled import read_examples

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """Look after the audit of what moderators and the host did."""


@audit.command()
@with_appcontext
def verify() -> None:
    """Walk the chain of hashes; exit with 1 at the first row that is not what it was."""
    chain = walk()
    if chain.broken_at is not None:
        raise click.ClickException(
            f"The chain breaks at row {chain.broken_at}: it was changed, or rows before "
            "it are gone."
        )
    click.echo(f"{chain.rows} rows, chain whole")
    click.echo(f"Head {chain.head}")


@click.group()
def moderation() -> None:
    """Try out what helps moderators."""


@moderation.command()
@click.argument("file", type=_FILE)
@click.option(
    "--train", type=_FILE, help="Learn from this file; a random half of FILE otherwise."
)
@click.option(
    "--seed", default=1, show_default=True, help="Draws the half, and the trials."
)
def evaluate(file: Path, train: Path | None, seed: int) -> None:
    """Print how often the spam filter is right about the texts in FILE (CSV).

    Its columns are `text` and `label`, which is spam or ham.
    """
    examples = read_examples(file)
    if train is None:
        learnt, judged = spam.halves(examples, seed=seed)
    else:
        learnt, judged = read_examples(train), examples
    try:
        spam_filter = spam.learn(learnt, seed=seed)
    except ValueError as error:
        raise Invalid(str(error)) from None
    for line in _told(spam.judge(spam_filter, judged), len(learnt), len(judged)):
        click.echo(line)


def _told(found: spam.Confusion, learnt: int, judged: int) -> list[str]:
    return [
        f"learnt from  {learnt}",
        f"judged       {judged}",
        f"precision    {found.precision:.4f}",
        f"recall       {found.recall:.4f}",
        "",
        f"{'':<12} {'called spam':>12} {'called ham':>12}",
        f"{'spam':<12} {found.spam_found:>12} {found.spam_missed:>12}",
        f"{'ham':<12} {found.ham_accused:>12} {found.ham_passed:>12}",
    ]
