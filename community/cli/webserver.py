"""The processes that answer requests: one that watches, and the web workers it starts."""

import multiprocessing
import signal
import sys
from types import FrameType

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from community.core.settings import Settings, export_settings

STOP_SECONDS = 10
_MOST_CONNECTIONS = 4_096

# Forked processes need not import everything again; elsewhere system libraries mind.
_CONTEXT = (
    multiprocessing.get_context("fork")
    if sys.platform == "linux"
    else multiprocessing.get_context("spawn")
)
_STOPPING = (signal.SIGTERM, signal.SIGINT)


class WebServer:
    """The watching process, as a child of ours: what stops us stops it.

    Start it before this process has threads of its own: one may hold a lock at the
    moment of a fork, and nobody would ever open that in the child. The watching
    process has none that hold any, so that it can fork again when a web worker dies.
    """

    def __init__(self, settings: Settings) -> None:
        # The web workers make their own application: its settings are in the environment.
        export_settings(settings)
        self._process = _CONTEXT.Process(
            name="fairquote-web", target=_watch, args=(settings,)
        )
        # No signal may find us with a child that we would not pass it on to.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        self._process.start()
        for number in _STOPPING:
            signal.signal(number, self._stop)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._process.terminate()

    def wait(self) -> int:
        """Wait until the web processes are gone; return 0 if they were told to go."""
        self._process.join()
        return abs(int(self._process.exitcode or 0))


def _watch(settings: Settings) -> None:
    for number in _STOPPING:
        signal.signal(number, signal.SIG_DFL)  # until the server below has its own
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    multiprocessing.set_start_method(_CONTEXT.get_start_method(), force=True)
    MPServer(
        "community.app:create_app",
        address=settings.bind_host,
        port=settings.bind_port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=settings.workers,
        blocking_threads=settings.threads,
        # Connections, not requests: idle and dribbling ones must not shut others out.
        backpressure=_MOST_CONNECTIONS,
        # A client that dribbles its headers is let go.
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=STOP_SECONDS,
        websockets=False,
        log_enabled=True,
        log_level=LogLevels.error,
    ).serve()
