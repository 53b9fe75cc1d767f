"""What is Whoosh's own: stems, files, damage, commits under a reader, the time limit."""

import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
import whoosh

from community.core.ports import SearchDocument
from search.engines import whoosh as whoosh_engine
from search.engines.protocol import Changes, EngineBroken, EngineBusy, EngineStuck, Key
from search.engines.whoosh import WhooshEngine
from search.engines.whoosh_index import merge_evenly
from search.query import parse
from search.ranking import Ranking


def build(engine: WhooshEngine, count: int, *, generation: int = 1) -> None:
    making = engine.build(generation)
    making.add(document(n) for n in range(1, count + 1))
    making.finish()
    engine.activate(generation)


def document(number: int, title: str = "renewals of licences") -> SearchDocument:
    body = f"we negotiated seat prices w{number} " + "and then some " * (number % 7)
    return SearchDocument("note", number, 1, f"{title} {number}", body)


def count(engine: WhooshEngine, text: str) -> int:
    return engine.search(parse(text), {"note": 5}).counts.get("note", 0)


def files(engine_folder: Path) -> list[Path]:
    return sorted(p for p in engine_folder.resolve().iterdir() if p.is_file())


def test_whoosh_is_the_one_that_was_measured() -> None:
    assert whoosh.__version__ == (2, 7, 4)


def test_stems_join_forms_of_a_word(engine: WhooshEngine) -> None:
    build(engine, 3)
    assert count(engine, "renewal license negotiating") == 3
    assert engine.stem("renewals") == engine.stem("renewal")


def test_kinds_may_weigh_titles_differently(tmp_path: Path) -> None:
    ranking = Ranking({"flat": 1.0}, default_title_boost=4.0)
    engine = WhooshEngine(tmp_path, ranking)
    making = engine.build(1)
    for number, kind in enumerate(("flat", "steep"), 1):
        making.add([SearchDocument(kind, number, 1, "arbor", "text")])
    making.finish()
    engine.activate(1)
    hits = engine.search(parse("arbor"), {"flat": 1, "steep": 1}).hits
    assert hits["steep"][0].score == pytest.approx(4 * hits["flat"][0].score)
    engine.close()


def test_the_folder_is_closed_to_others(engine: WhooshEngine, tmp_path: Path) -> None:
    build(engine, 1)
    assert (tmp_path / "search").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "search" / "1").stat().st_mode & 0o027 == 0


def test_one_generation_is_kept_beside_the_serving_one(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    for generation in range(1, 5):
        build(engine, 1, generation=generation)
    names = sorted(p.name for p in (tmp_path / "search").iterdir() if p.is_dir())
    assert names == ["3", "4", "current"]


DAMAGE = {
    "empty": lambda _whole: b"",
    "cut": lambda whole: whole[: len(whole) // 2],
    "garbage": lambda whole: b"\xff" * len(whole),
    "one bit": lambda whole: bytes([whole[0] ^ 1]) + whole[1:],
    "last bit": lambda whole: whole[:-1] + bytes([whole[-1] ^ 128]),
}


@pytest.mark.usefixtures("damaging")
@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", ".col", ".json"])
@pytest.mark.parametrize("damage", [*DAMAGE, "gone"])
def test_damage_is_noticed_and_never_more_than_broken(
    engine: WhooshEngine, tmp_path: Path, suffix: str, damage: str
) -> None:
    build(engine, 50)
    engine.apply(Changes([document(51)]))
    assert engine.is_sound()
    victims = [p for p in files(tmp_path / "search/current") if p.name.endswith(suffix)]
    assert victims
    path = victims[0]
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(DAMAGE[damage](path.read_bytes()))
    engine.close()
    with suppress(EngineBroken):
        assert count(engine, "renewal seat") <= 51
    assert not engine.is_sound()
    build(engine, 50, generation=2)
    assert engine.is_sound()
    assert count(engine, "renewal seat") == 50


def test_a_manifest_that_a_crash_overtook_proves_nothing(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(engine, 5)
    with monkeypatch.context() as patch:
        patch.setattr("search.engines.manifest.write", _crash)
        with pytest.raises(KeyboardInterrupt):
            engine.apply(Changes([document(6)]))
    assert engine.is_sound()
    engine.apply(Changes([document(7)]))
    assert engine.is_sound()
    assert count(engine, "seat") == 7


def _crash(*_args: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.usefixtures("damaging")
def test_a_folder_that_vanished_is_broken(engine: WhooshEngine, tmp_path: Path) -> None:
    build(engine, 5)
    assert count(engine, "renewal") == 5
    shutil.rmtree(tmp_path / "search")
    time.sleep(0.3)
    with pytest.raises(EngineBroken):
        count(engine, "renewal")
    build(engine, 6)
    assert count(engine, "renewal") == 6


@pytest.mark.usefixtures("damaging")
def test_a_full_disk_is_stuck_and_harmless(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(engine, 5)

    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("whoosh.index.TOC.write", full)
        with pytest.raises(EngineStuck):
            engine.apply(Changes([document(6)]))
    engine.apply(Changes([document(7)]))
    engine.close()
    assert {key.object_id for key, _ in engine.versions()} == {1, 2, 3, 4, 5, 7}


def test_out_of_time_answers_with_what_it_has(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(engine, 600)
    monkeypatch.setattr(engine, "_seconds", -1.0)
    answer = engine.search(parse('seat "seat prices" -w5'), {"note": 5})
    assert not answer.complete


def test_who_waits_too_long_is_told_so(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(engine, 1)
    monkeypatch.setattr(whoosh_engine, "_WAIT_SECONDS", 0.01)
    with engine._turn, pytest.raises(EngineBusy):
        engine.search(parse("seat"), {"note": 1})


def test_another_process_sees_a_commit_within_a_second(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    assert whoosh_engine._LOOK_SECONDS < 1
    build(engine, 3)
    assert count(engine, "seat") == 3
    WhooshEngine(tmp_path / "search").apply(Changes([document(4)]))
    time.sleep(whoosh_engine._LOOK_SECONDS)
    assert count(engine, "seat") == 4


@pytest.mark.usefixtures("damaging")
def test_readers_never_fail_while_a_writer_commits(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(engine, 200)
    monkeypatch.setattr(whoosh_engine, "_LOOK_SECONDS", 0.0)
    readers = [WhooshEngine(tmp_path / "search") for _ in range(3)]
    stop, failures, searches = threading.Event(), [], [0]

    def read(reader: WhooshEngine) -> None:
        while not stop.is_set():
            try:
                if count(reader, "seat") < 200:
                    failures.append("lost documents")
            except Exception as error:  # noqa: BLE001 - any error fails the test
                failures.append(repr(error))
            searches[0] += 1

    threads = [threading.Thread(target=read, args=[one]) for one in readers]
    for thread in threads:
        thread.start()
    for number in range(201, 241):
        engine.apply(Changes([document(number)], [Key("note", 10_000)]))
    stop.set()
    for thread in threads:
        thread.join()
    for reader in readers:
        reader.close()
    assert failures == []
    assert searches[0] > 50
    assert count(engine, "seat") == 240


def test_segments_stay_few(engine: WhooshEngine, tmp_path: Path) -> None:
    build(engine, 100)
    for number in range(101, 201):
        engine.apply(Changes([document(number)]))
    terms = [p for p in files(tmp_path / "search/current") if p.suffix == ".trm"]
    assert len(terms) <= 24
    assert count(engine, "seat") == 200


class _Segment:
    def __init__(self, size: int) -> None:
        self.size = size

    def doc_count_all(self) -> int:
        return self.size

    doc_count = doc_count_all


@pytest.mark.parametrize("sizes", [[1] * 7, [1, 8, 64, 512] * 2, [600] * 9, []])
def test_levels_that_are_not_full_or_too_large_are_left_alone(sizes: list[int]) -> None:
    segments = [_Segment(size) for size in sizes]
    assert merge_evenly(None, segments) == segments


def test_a_forked_process_opens_for_itself(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    build(engine, 20)
    script = """
import os, sys
from pathlib import Path
from search.engines.whoosh import WhooshEngine
from search.query import parse
engine = WhooshEngine(Path(sys.argv[1]))
ask = lambda: engine.search(parse("seat"), {"note": 1}).counts["note"]
assert ask() == 20
child = os.fork()
results = [ask() for _ in range(50)]
if child == 0:
    os._exit(0 if set(results) == {20} else 1)
assert set(results) == {20}
assert os.waitpid(child, 0)[1] == 0
"""
    command = [sys.executable, "-W", "ignore", "-c", script, str(tmp_path / "search")]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
