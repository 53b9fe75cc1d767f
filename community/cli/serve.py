"""`fairquote serve` and `fairquote worker`: the site, and jobs on any host."""

import os
import signal
import socket
import threading
from pathlib import Path
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from community.cli import check, maintenance
from community.cli.sample import commands as sample
from community.cli.webserver import STOP_SECONDS, WebServer
from community.core.db import db
from community.core.sealing import require_right_key
from community.core.settings import Settings, load_settings
from community.core.worker import Worker, start_thread
from community.deals.basecurrency import require_same_currency


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), help="Port to serve on.")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where everything is kept.",
)
@click.option("--bind", help="HOST:PORT to serve on.")
@click.option(
    "--first-run-sample",
    is_flag=True,
    help="Fill the sample community when the database is new.",
)
@click.pass_context
def serve(
    context: click.Context,
    port: int | None,
    data_dir: Path | None,
    bind: str | None,
    *,
    first_run_sample: bool,
) -> None:
    """Serve the site, with a thread that does the jobs."""
    settings = _settings(context, port, data_dir, bind)
    _require_free_port(settings)
    app: Flask = context.meta["fairquote.factory"](settings)
    with app.app_context():
        _prepare(fill_sample=first_run_sample)
        check.refuse_unsafe_start()
        db.session.remove()
        db.engine.dispose()
    web = WebServer(settings)
    worker = start_thread(app)
    click.echo(f"{settings.site_name} is at {settings.base_url} (stop with Ctrl+C)")
    status = web.wait()
    worker.stop(STOP_SECONDS)
    context.exit(status)


def _settings(
    context: click.Context, port: int | None, data_dir: Path | None, bind: str | None
) -> Settings:
    host: str | None = None
    if bind:
        host, _, number = bind.rpartition(":")
        if not host or not number.isdigit():
            raise click.BadParameter("give HOST:PORT", param_hint="--bind")
        port = port or int(number)
    return load_settings(
        data_dir=data_dir or context.meta["fairquote.data_dir"],
        bind_host=host.strip("[]") if host else None,
        bind_port=port,
    )


def _require_free_port(settings: Settings) -> None:
    address = (settings.bind_host, settings.bind_port)
    family = socket.AF_INET6 if ":" in settings.bind_host else socket.AF_INET
    try:
        with socket.create_server(address, family=family):
            pass
    except OSError as error:
        raise click.ClickException(
            f"Cannot serve on {settings.bind_host}:{settings.bind_port} "
            f"({os.strerror(error.errno or 0)}). Another port: --port N."
        ) from None


def _prepare(*, fill_sample: bool) -> None:
    if maintenance.current_revision() != maintenance.head_revision():
        click.echo("Preparing the database …")
    maintenance.bring_up_to_date()
    require_same_currency()
    # Asked of the people, not of the tables: a first start that was killed in the
    # middle of the sample fills it in at the second.
    if fill_sample and maintenance.is_empty():
        sample.fill_with_progress()


@click.command()
@with_appcontext
def worker() -> None:
    """Do the jobs, on this or any other host, until stopped."""
    require_right_key()
    require_same_currency()
    running = Worker(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001

    def stop(_signal: int, _frame: FrameType | None) -> None:
        running.stop()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
    click.echo("Doing jobs (stop with Ctrl+C)")
    running.run()
