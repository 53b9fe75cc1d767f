"""Time and memory of importing many rows: python tests/bench/import_prices.py [ROWS].

Makes a register of ROWS rows (100,000 by default) in a folder of its own, imports it
into an empty SQLite database, kills a second import in the middle and repeats it, and
imports it once more. Prints what took how long, and the peak memory of each process.
"""

import csv
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]

from flask.cli import ScriptInfo

from community.app import create_app
from community.cli.import_prices import prices
from community.core.db import Base, db
from community.core.settings import load_settings

ROWS = 100_000
PRODUCTS, SUPPLIERS = 2_000, 500
MAPPING = """
kind = "records"
market = true
[source]
name = "A made-up register"
[product]
model = "service"
[fields.price]
column = "rate"
[fields.currency]
value = "USD"
[fields.unit]
value = "hour"
[fields.product]
column = "category"
[fields.supplier]
column = "contractor"
[fields.date]
column = "begins"
[fields.description]
column = "remarks"
"""


def make_register(path: Path, rows: int) -> None:
    chance = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["category", "contractor", "rate", "begins", "remarks"])
        for number in range(rows):
            writer.writerow(
                [
                    f"Engineer of kind {chance.randrange(PRODUCTS)}",
                    f"Contractor No. {chance.randrange(SUPPLIERS)}, Inc.",
                    f"{chance.lognormvariate(4.7, 0.4):.2f}",
                    f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02d}-01",
                    f"Row {number} of the register, with some words about it",
                ]
            )


def prepare(data: Path) -> None:
    run([sys.executable, __file__, "--prepare", str(data)])


def import_command(data: Path, register: Path, mapping: Path) -> list[str]:
    arguments = ["--import", str(data), str(register), "--map", str(mapping)]
    return [sys.executable, __file__, *arguments]


def run(command: list[str]) -> str:
    began = time.perf_counter()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return f"{said.strip()}\n  in {time.perf_counter() - began:.1f} s with the start"


def kill_in_the_middle(command: list[str], seconds: float) -> str:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    return f"killed after {seconds:.1f} s: status {process.wait()}"


def inside(arguments: list[str]) -> None:
    """Run in a process of its own: make the tables, or import."""
    task, data, *rest = arguments
    app = create_app(load_settings({}, data_dir=Path(data)))
    if task == "--prepare":
        with app.app_context():
            Base.metadata.create_all(db.engine)
        return
    began = time.perf_counter()
    prices.main(
        args=rest, obj=ScriptInfo(create_app=lambda: app), standalone_mode=False
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {time.perf_counter() - began:.1f} s, peak memory {peak:.0f} MB")


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        register, mapping = Path(folder, "register.csv"), Path(folder, "map.toml")
        make_register(register, rows)
        mapping.write_text(MAPPING)
        print(f"{rows:,} rows, {register.stat().st_size / 1e6:.1f} MB")
        for name in ("whole", "killed"):
            prepare(Path(folder, name))
        whole = import_command(Path(folder, "whole"), register, mapping)
        began = time.perf_counter()
        print("First import:", run(whole))
        took = time.perf_counter() - began
        print("Second import:", run(whole))
        killed = import_command(Path(folder, "killed"), register, mapping)
        print("Another database:", kill_in_the_middle(killed, took / 2))
        print("Repeated there:", run(killed))


if __name__ == "__main__":
    if sys.argv[1:2] in (["--prepare"], ["--import"]):
        inside(sys.argv[1:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
