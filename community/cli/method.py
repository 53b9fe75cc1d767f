"""`fairquote method apply`: what the publisher would publish of a table of deals."""

import codecs
import json
from pathlib import Path

import click

from community.core.errors import Invalid
from community.core.settings import load_settings

_MOST_BYTES = 200 * 1024 * 1024


@click.group()
def method() -> None:
    """Check how prices are computed."""


@method.command()
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--breakdown",
    "breakdowns",
    multiple=True,
    metavar="DIMENSION",
    help="The frozen dimension: size, region, quantity, term or sector; twice for a "
    "second one.",
)
@click.option(
    "--instead-of-quartiles",
    is_flag=True,
    help="With too few organisations for both, show the breakdown and no quartiles.",
)
@click.pass_context
def apply(
    context: click.Context,
    table: Path,
    breakdowns: tuple[str, ...],
    *,
    instead_of_quartiles: bool,
) -> None:
    """Print as JSON what would be published of the deals in TABLE (CSV).

    One row a deal: org,price,age_months,stage,status,card and any of
    size,region,quantity,term,sector; prices per unit and year, in one currency. An
    organisation is in the part of its youngest deal, of two the one that stands first.
    The thresholds are those of this installation's settings. Columns that are not read, and
    a breakdown without its column, are named on the standard error.
    """
    # Heavy: they bring numpy and scipy, which no other command needs.
    from community.prices.method import apply_method, remarks  # noqa: PLC0415

    text = _text_of(table)
    found = apply_method(
        text,
        breakdowns,
        load_settings(data_dir=context.meta.get("fairquote.data_dir")),
        instead_of_quartiles=instead_of_quartiles,
    )
    for remark in remarks(text, breakdowns):
        click.echo(f"fairquote: {remark}", err=True)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


def _text_of(table: Path) -> str:
    with table.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise Invalid("The table is larger than 200 MB.")
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Invalid(
            f"Line {line}: the table must be text in UTF-8; save it as “CSV UTF-8”."
        ) from None
