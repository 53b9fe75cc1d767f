"""Prints the part of requirements.lock that a plain installation needs."""

from pathlib import Path

from community.bootstrap.lockfile import requirements

if __name__ == "__main__":
    lock = Path(__file__).resolve().parent.parent / "requirements.lock"
    print("".join(requirements(lock.read_text(), ())), end="")
