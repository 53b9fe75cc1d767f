"""A filled site in a folder of its own, served by the real command, for benchmarks."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from community.app import create_app
from community.cli import maintenance
from community.core.settings import Settings, load_settings


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def new_site(folder: Path, **changes: object) -> tuple[Settings, Flask]:
    """Return a migrated, empty installation in `folder`, to be filled by the caller."""
    port = free_port()
    settings = load_settings({}, data_dir=folder, bind_port=port, **changes)
    app = create_app(settings)
    with app.app_context():
        maintenance.bring_up_to_date()
    return settings, app


@contextlib.contextmanager
def serving(settings: Settings, **environ: str) -> Iterator[subprocess.Popen]:
    """Serve the installation with the console command; yield its process."""
    command = [
        sys.executable,
        "-c",
        "from community.bootstrap.installed import main; main()",
        "serve",
    ]
    with running(
        [*command, "--port", str(settings.bind_port)],
        settings.base_url,
        FAIRQUOTE_DATA_DIR=str(settings.data_dir),
        FAIRQUOTE_DATABASE_URL=settings.database_url,
        **environ,
    ) as process:
        yield process


@contextlib.contextmanager
def running(
    command: list[str], address: str, **environ: str
) -> Iterator[subprocess.Popen]:
    """Run a server until the block ends; it has answered /healthz when the block begins."""
    process = subprocess.Popen(
        command,
        env=os.environ | environ,  # noqa: TID251 - what a shell hands on
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(f"{address}/healthz", process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def session_cookie(app: Flask, token: str) -> str:
    """Return what a browser that is logged in with `token` holds after its first page."""
    serializer = app.session_interface.get_signing_serializer(app)
    content = serializer.dumps({"_user_id": token, "csrf_token": secrets.token_hex(20)})
    return f"{app.config['SESSION_COOKIE_NAME']}={content}"


def wait_for(url: str, process: subprocess.Popen, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"the server stopped with {process.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.05)
    raise SystemExit(f"{url} did not answer within {seconds} s")
