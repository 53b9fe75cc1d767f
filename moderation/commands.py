"""`fairquote audit` and `fairquote moderation`: proofs of what is done to people's words."""

import re
from pathlib import Path

import click
from flask.cli import with_appcontext

from community.core.errors import Invalid
from moderation import heads, spam
from moderation.audit import Chain, walk
from moderation.heads import Head
from moderation.labelled import read_examples

_NUMBER, _SHA256 = re.compile(r"[1-9][0-9]{0,17}"), re.compile(r"[0-9a-f]{64}")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """Look after the audit of what moderators and the host did."""


@audit.command()
@click.option(
    "--head",
    "noted",
    metavar="HASH",
    multiple=True,
    help="A head that somebody noted; it can be given several times.",
)
@with_appcontext
def verify(noted: tuple[str, ...]) -> None:
    """Walk the chain of hashes; exit with 1 where it is not what it was.

    It has to lead through every head that was published, and through those given here.
    """
    known = [*heads.published(), *(_head(one) for one in noted)]
    chain = walk(known)
    if chain.broken_at is not None:
        raise click.ClickException(
            f"The chain breaks at row {chain.broken_at}: it was changed, or rows before "
            "it are gone."
        )
    if chain.missed is not None:
        raise click.ClickException(_missed(chain, chain.missed))
    click.echo(f"{chain.rows} rows, chain whole, through {len(known)} known heads")
    click.echo(f"Head {chain.rows}:{chain.head}")


def _head(noted: str) -> Head:
    number, _, hashed = noted.strip().lower().rpartition(":")
    if not (_SHA256.fullmatch(hashed) and (not number or _NUMBER.fullmatch(number))):
        raise click.BadParameter(
            f"“{noted}” is no head: write its hash of 64 digits and letters, with or "
            "without the number of its row and a colon before it.",
            param_hint="--head",
        )
    return Head(int(number) if number else None, hashed, "noted")


def _missed(chain: Chain, head: Head) -> str:
    if head.number is None:
        return (
            f"No row has the hash {head.hash}, which was {head.named}: rows were written "
            "anew, or are gone."
        )
    if chain.rows < head.number:
        return (
            f"The chain ends at row {chain.rows}, but row {head.number} was {head.named}: "
            "rows at its end are gone."
        )
    return (
        f"Row {head.number} is not the one that was {head.named}: rows up to it were "
        "written anew."
    )


@click.group()
def moderation() -> None:
    """Try out what helps moderators."""


@moderation.command()
@click.argument("file", type=_FILE)
@click.option(
    "--train", type=_FILE, help="Learn from this file; a random half of FILE otherwise."
)
@click.option(
    "--ham",
    multiple=True,
    metavar="LABEL",
    help="Another label that means ham; can be given several times.",
)
@click.option(
    "--seed", default=1, show_default=True, help="Draws the half, and the trials."
)
def evaluate(file: Path, train: Path | None, ham: tuple[str, ...], seed: int) -> None:
    """Print how often the spam filter is right about the texts in FILE (CSV).

    Its columns are `text` (or `title`) and `label`, which is spam or ham.
    """
    examples = read_examples(file, ham)
    if train is None:
        learnt, judged = spam.halves(examples, seed=seed)
    else:
        learnt, judged = read_examples(train, ham), examples
    try:
        spam_filter = spam.learn(learnt, seed=seed)
    except ValueError as error:
        of_spam = sum(one.is_spam for one in learnt)
        raise Invalid(
            f"{error} Of the {len(learnt)} here, {of_spam} are spam."
        ) from None
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
