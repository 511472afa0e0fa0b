"""A process that forks writers and kills them with SIGKILL at random moments.

Run by test_index_safety_kill.py as `python -m tests.killing FOLDER SEED`; prints one JSON line for
each kill. It has one thread and no open database while it forks.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from corpus.errors import LibraryError
from corpus.passages import DEFAULT
from index.adding import Adder
from index.library import Library, ignore
from index.rebuild import NEW, rebuild
from index.store import SqliteStorage
from index.verify import faults
from tests.conftest import FakeEncoder
from tests.libraries import NotingWriter, content, write_rows, write_story

BATCH = 12
KILLS = {"add": 26, "change": 12, "remove": 8, "rebuild": 14}

Action = Callable[[Path, Callable[[int], None]], None]


made: list[FakeEncoder] = []
"""The encoders of this process: those of a killed child are not among them."""


def encoder(name: str = "fake") -> FakeEncoder:
    made.append(FakeEncoder(name, 16, seconds=0.0005))
    return made[-1]


def encoded(action: Action, work: Path) -> int:
    """Run the action; how many passages it had to encode."""
    made.clear()
    action(work, lambda _: None)
    return sum(one.encoded for one in made)


def rows(path: Path) -> int:
    """How many rows a database has handed out; none where it is not whole."""
    try:
        storage = SqliteStorage(path.parent, path.name)
    except LibraryError:
        return 0
    found = int(storage.meta()["next_row"])
    storage.close()
    return found


def committed(work: Path, name: str, begin: int) -> int:
    """How many passages a killed run had encoded and committed."""
    if name != "rebuild":
        return rows(work / "library.db") - begin
    if (work / NEW).exists():
        return rows(work / NEW)
    renewed = SqliteStorage(work).meta()["encoder"] == "other"
    return rows(work / "library.db") if renewed else 0


def make_folder(folder: Path) -> None:
    for seed in range(24):
        write_story(folder / "a" / f"{seed:02d}.md", seed)
    write_rows(folder / "b" / "rows.jsonl", range(100, 160))
    write_story(folder / "b" / "again.md", 3)


def change_folder(folder: Path) -> None:
    for seed in range(0, 24, 3):
        write_story(folder / "a" / f"{seed:02d}.md", seed + 500)
    (folder / "a" / "04.md").unlink()
    (folder / "a" / "05.md").rename(folder / "a" / "55.md")
    write_rows(folder / "b" / "rows.jsonl", range(130, 190))


def add(articles: Path) -> Action:
    def action(library: Path, note: Callable[[int], None]) -> None:
        with (
            Library.open_or_create(library, encoder) as opened,
            opened.storage.writer("test") as writer,
        ):
            noting = NotingWriter(writer, note)
            adder = Adder(opened.storage, noting, encoder, DEFAULT, ignore, BATCH)
            adder.add([articles], "甲", prune=True)

    return action


def remove(library: Path, note: Callable[[int], None]) -> None:
    with Library.open(library, encoder) as opened:
        with opened.storage.view() as view:
            there = {record.source for record in view.files()}
        sources = ["b/rows.jsonl", *(f"a/{seed:02d}.md" for seed in range(0, 24, 2))]
        for source in sources:
            if source in there:
                opened.remove(sources=[source])
                note(opened.stats().generation)


def renew(library: Path, note: Callable[[int], None]) -> None:
    if SqliteStorage(library).meta()["encoder"] != "other":
        rebuild(library, encoder("other"), DEFAULT, ignore, batch=BATCH)


def states(start: Path | None, work: Path, action: Action) -> tuple[dict[int, str], float]:
    """The content after each batch of an undisturbed run, and how long such a run takes."""
    found: dict[int, str] = {}
    _reset(start, work)
    if start is None:
        Library.open_or_create(work, encoder).close()
    storage = SqliteStorage(work)
    found[int(storage.meta()["generation"])] = content(storage)
    storage.close()
    action(work, lambda generation: found.update({generation: content(SqliteStorage(work))}))
    storage = SqliteStorage(work)
    found[int(storage.meta()["generation"])] = content(storage)
    storage.close()
    _reset(start, work)
    began = time.perf_counter()
    action(work, lambda _: None)
    return found, time.perf_counter() - began


def _reset(start: Path | None, work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    if start is not None:
        shutil.copytree(start, work)


def kill_once(work: Path, action: Action, delay: float) -> tuple[int, bool]:
    """Run the action in a child; kill it after a while. The last batch that it noted, if killed."""
    notes, noted = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(notes)

        def note(generation: int) -> None:
            os.write(noted, b"%d\n" % generation)

        action(work, note)
        os._exit(0)
    os.close(noted)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(notes, "rb") as file:
        lines = file.read().split()
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError("the writer failed by itself")
    return (int(lines[-1]) if lines else -1), os.WIFSIGNALED(status)


def judge(work: Path, known: dict[int, str], noted: int) -> list[str]:
    """What is wrong with a library after a kill."""
    try:
        storage = SqliteStorage(work)
    except LibraryError as error:
        nothing_yet = not (work / "library.db").exists() and noted < 0
        return [] if nothing_yet else [str(error)]
    wrong = list(faults(storage, prints=False))
    generation = int(storage.meta()["generation"])
    if generation < noted:
        wrong.append(f"batch {noted} was committed, the library is at {generation}")
    if content(storage) not in known.values():
        wrong.append(f"the content at {generation} is not that of a committed batch")
    elif generation in known and len(known) > 2 and known[generation] != content(storage):
        wrong.append(f"the content at {generation} is not that of its batch")
    storage.close()
    return wrong


def main(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    articles, work, full = folder / "articles", folder / "work", folder / "full"
    make_folder(articles)
    add(articles)(full, lambda _: None)
    actions = {"add": (None, add(articles)), "remove": (full, remove), "rebuild": (full, renew),
               "change": (full, add(articles))}  # fmt: skip
    for name, (start, action) in actions.items():
        if name == "change":
            change_folder(articles)
        known, seconds = states(start, work, action)
        _reset(start, work)
        begin = rows(work / "library.db")
        full_cost = encoded(action, work)
        for _ in range(KILLS[name]):
            _reset(start, work)
            delay = chance.uniform(0, seconds)
            noted, killed = kill_once(work, action, delay)
            wrong = judge(work, known, noted)
            kept = committed(work, name, begin)
            again = encoded(action, work)
            if again != full_cost - kept:
                wrong.append(f"encoded {again}, of {full_cost} there were {kept}")
            storage = SqliteStorage(work)
            if content(storage) != known[max(known)]:
                wrong.append("finished otherwise than an undisturbed run")
            wrong.extend(faults(storage, prints=False))
            storage.close()
            left = sorted(path.name for path in work.iterdir())
            line = {
                "action": name,
                "killed": killed,
                "noted": noted,
                "wrong": wrong,
                "left": left,
                "kept": kept,
                "again": again,
            }
            print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
