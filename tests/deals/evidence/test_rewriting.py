"""The process that draws: its limits, its turns, and what is left when it dies."""

import fcntl
import signal
import subprocess
import sys

import pytest
from PIL.PngImagePlugin import PngInfo

from community.core.errors import Invalid, Unavailable
from community.deals.evidence import rewriting
from community.deals.evidence.rewriting import clean_copy
from community.deals.evidence.sniffing import FileType
from tests.deals.evidence import files

SLEEPS = "import time; time.sleep(60)"


def runs(monkeypatch, tmp_path, code: str) -> None:
    """Let the worker be a module that holds `code`."""
    real = rewriting.subprocess.Popen
    script = tmp_path / "worker.py"
    script.write_text(code)

    def start(command, **kwargs):
        return real([command[0], str(script), command[-1]], **kwargs)

    monkeypatch.setattr(rewriting.subprocess, "Popen", start)


def refusal(tmp_path, data: bytes = b"") -> str:
    with pytest.raises(Invalid) as caught:
        clean_copy(data, FileType.PNG, tmp_path)
    assert set(caught.value.fields) == {"file"}
    return caught.value.message


def test_a_copy_comes_from_another_process(tmp_path):
    copy = clean_copy(files.png(), FileType.PNG, tmp_path)

    assert (copy.type, copy.pages) == (FileType.PNG, 1)
    assert copy.data.startswith(b"\x89PNG")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["turn-0.lock"]


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "raise SystemExit(1)",
        "print('ok 1'); raise SystemExit(1)",
        "print('nonsense')",
        "print('refused because')",
        "",
    ],
)
def test_a_process_that_dies_or_babbles_has_no_copy(monkeypatch, tmp_path, code):
    runs(monkeypatch, tmp_path, code)

    assert "too complicated" in refusal(tmp_path, bytes(300_000))


def test_what_takes_too_long_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr(rewriting, "WALL_SECONDS", 0.3)
    runs(monkeypatch, tmp_path, SLEEPS)

    assert "too complicated" in refusal(tmp_path)


def test_a_copy_without_end_is_not_taken(monkeypatch, tmp_path):
    monkeypatch.setattr(rewriting, "MOST_STORED", 1_000)
    runs(
        monkeypatch,
        tmp_path,
        "import sys\nprint('ok 1', flush=True)\n"
        "while True: sys.stdout.buffer.write(bytes(10_000))",
    )

    assert "too complicated" in refusal(tmp_path)


LIMITS = """
import sys, resource, os
sys.path.insert(0, {root!r})
from community.deals.evidence import worker
worker.limit_myself()
tried = []
for name, do in (
    ("write", lambda: open({out!r}, "wb", 0).write(b"x" * 10) and None),
    ("memory", lambda: bytes(1_200_000_000)),
    ("secrets", lambda: [k for k in os.environ if "FAIR" in k][0]),
):
    try:
        do()
    except Exception as error:
        tried.append(name)
cpu = resource.getrlimit(resource.RLIMIT_CPU)[1]
print("ok", *tried, cpu)
"""


def test_the_process_can_write_no_file_and_has_an_end(tmp_path, monkeypatch):
    out = tmp_path / "out.txt"
    monkeypatch.setenv("FAIRQUOTE_SECRET_KEY", "secret")
    runs(
        monkeypatch,
        tmp_path,
        LIMITS.format(root=str(rewriting.Path.cwd()), out=str(out)),
    )

    _code, head, _copy = rewriting._run(FileType.PNG, b"")

    assert head.decode().split() == ["ok", "write", "memory", "secrets", "10"]
    assert not out.exists() or out.read_text() == ""


def test_a_third_one_waits_and_hears_so(monkeypatch, tmp_path):
    monkeypatch.setattr(rewriting, "_PATIENCE", 0.2)
    held = [(tmp_path / f"turn-{n}.lock").open("w") for n in range(2)]
    for place in held:
        fcntl.flock(place, fcntl.LOCK_EX)

    with pytest.raises(Unavailable):
        clean_copy(files.png(), FileType.PNG, tmp_path)
    held[1].close()

    assert clean_copy(files.png(), FileType.PNG, tmp_path).pages == 1
    held[0].close()


DIES = """
import os, signal, sys, threading
from pathlib import Path
from community.deals.evidence.rewriting import clean_copy
data = sys.stdin.buffer.read()
threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGKILL)).start()
clean_copy(data, "image/png", Path(sys.argv[1]))
"""


def test_killed_in_the_middle_nothing_of_the_original_is_left(tmp_path):
    info = PngInfo()
    info.add_text("Author", "CANARY-AUTHOR")
    original = files.png(files.picture((3_000, 2_000)), pnginfo=info)
    assert b"CANARY" in original

    died = subprocess.run(
        [sys.executable, "-c", DIES, str(tmp_path)],
        input=original,
        env={"TMPDIR": str(tmp_path)},
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )

    assert died.returncode == -signal.SIGKILL
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in left] == ["turn-0.lock"]
    assert left[0].read_bytes() == b""
