"""A process that posts notes, indexes them and can be killed: see test_crash.py.

    python crash_writer.py DATA_DIR NAME

Prints the id of each note once it is committed: that is the acknowledgement.
"""

import sys
import time
import warnings
from pathlib import Path

warnings.simplefilter("ignore")

from sqlalchemy.exc import OperationalError  # noqa: E402

from community.app import create_app  # noqa: E402
from community.core.db import transaction  # noqa: E402
from community.core.events import Bus  # noqa: E402
from community.core.settings import load_settings  # noqa: E402
from search import outbox  # noqa: E402
from search.engines.whoosh import WhooshEngine  # noqa: E402
from search.rebuild import AlreadyBuilding  # noqa: E402
from search.service import Search  # noqa: E402
from tests.search import notes  # noqa: E402


def main() -> None:
    data_dir, name = Path(sys.argv[1]), sys.argv[2]
    app = create_app(load_settings({}, data_dir=data_dir))
    service = Search(WhooshEngine(data_dir / "notes"), [notes.NoteSource()])
    app.extensions["fairquote.bus"] = bus = Bus()
    outbox.subscribe(bus, service.sources.keys())
    with app.app_context():
        _catch_up(service)
        print("ready", flush=True)  # noqa: T201
        number = 0
        while True:
            with transaction():
                note_id = notes.post(f"Arbor {name} {number}", "a seat")
            print(note_id, flush=True)  # noqa: T201
            number += 1
            time.sleep(0.004)
            if number % 4 == 0:
                service.indexer.drain()
            if number % 60 == 0 and name.endswith("rebuilds"):
                service.rebuilder.rebuild()


def _catch_up(service: Search) -> None:
    """Wait out a lock or a build, as the worker does: the other process may be long at it."""
    while True:
        try:
            service.catch_up()
        except (OperationalError, AlreadyBuilding):
            time.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    main()
