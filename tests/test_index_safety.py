"""What happens to a library when disks, files and other processes misbehave."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import LibraryError
from corpus.passages import DEFAULT
from index import database, schema
from index.library import Library, recipe_of
from index.lock import LOCK_FILE, writer_lock
from index.storage import Batch, Entry
from index.store import SqliteStorage
from index.types import Filters
from index.verify import faults
from tests.conftest import FakeEncoder
from tests.libraries import content, write_rows, write_story
from tests.test_layers import ROOT


@pytest.fixture
def library(tmp_path: Path, encoder: FakeEncoder) -> Iterator[Library]:
    """A library of thirty articles."""
    write_rows(tmp_path / "articles" / "rows.jsonl", range(30))
    with Library.open_or_create(tmp_path / "library", lambda: encoder) as opened:
        opened.add([tmp_path / "articles"])
        yield opened


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def python(code: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("keep", [0, 50, 100, 5_000, 30_000])
def test_a_cut_database_is_refused_and_left_alone(library: Library, keep: int) -> None:
    library.close()
    path = library.storage.path
    with path.open("r+b") as file:
        file.truncate(keep)
    before = digest(path)
    with pytest.raises(LibraryError) as refused:
        Library.open(path.parent, FakeEncoder)
    assert "Nothing was changed" in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)
    with pytest.raises(LibraryError):
        Library.open_or_create(path.parent, FakeEncoder)
    assert digest(path) == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"notes of the reading group\n" * 400)
    with pytest.raises(LibraryError, match="the library is not a database"):
        Library.open_or_create(tmp_path, FakeEncoder)
    assert path.read_bytes() == b"notes of the reading group\n" * 400


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    before = digest(path)
    with pytest.raises(LibraryError, match="belongs to another program"):
        Library.open_or_create(tmp_path, FakeEncoder)
    assert digest(path) == before


def test_a_damaged_page_is_one_line_and_verify_finds_it(library: Library) -> None:
    library.close()
    path = library.storage.path
    with path.open("r+b") as file:
        for page in range(3, path.stat().st_size // 8192):
            file.seek(page * 8192)
            file.write(b"\xff" * 400)
    opened = SqliteStorage(path.parent)
    with pytest.raises(LibraryError, match="the library is damaged"), opened.view() as view:
        view.listing(Filters())


def test_the_second_writer_is_refused_by_name_and_can_wait(library: Library) -> None:
    folder = library.storage.directory
    freed = threading.Event()
    held = threading.Event()

    def hold() -> None:
        with writer_lock(folder, "add of the archive"):
            held.set()
            freed.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    with pytest.raises(LibraryError) as refused:
        library.remove(sources=["rows.jsonl"])
    line = str(refused.value)
    assert "`add of the archive`" in line
    assert f"process {os.getpid()}" in line
    assert "--wait" in line
    threading.Timer(0.3, freed.set).start()
    assert library.remove(sources=["rows.jsonl"], wait=10) == 30
    holder.join()


def test_the_lock_of_a_killed_writer_is_free(library: Library) -> None:
    folder = library.storage.directory
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom index.lock import writer_lock\n"
        "with writer_lock(Path(sys.argv[1]), 'killed'): os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert python(code, str(folder)).returncode == -9
    assert json.loads((folder / LOCK_FILE).read_text())["command"] == "killed"
    assert library.remove(sources=["rows.jsonl"]) == 30


def test_a_full_disk_is_one_line_and_the_library_is_as_it_was(
    library: Library, tmp_path: Path
) -> None:
    """No file of the child may grow beyond what the library has now and a little."""
    before = content(library.storage)
    library.close()
    write_rows(tmp_path / "articles" / "more.jsonl", range(1000, 1400))
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom corpus.errors import LibraryError\n"
        "from index.library import Library\nfrom tests.conftest import FakeEncoder\n"
        "limit = int(sys.argv[3])\nresource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "try:\n"
        "    with Library.open(Path(sys.argv[1]), FakeEncoder) as library:\n"
        "        library.add([Path(sys.argv[2])], batch=20)\n"
        "except LibraryError as error:\n    print(error); sys.exit(1)\n"
    )
    limit = library.storage.path.stat().st_size + 100_000
    words = (str(library.storage.directory), str(tmp_path / "articles"))
    done = python(code, *words, str(limit))
    assert (done.returncode, done.stderr) == (1, "")
    assert "Free some space" in done.stdout
    assert done.stdout.count("\n") == 1
    assert list(faults(library.storage)) == []
    with library.storage.view() as view:
        held = view.count()
        assert 30 <= held < 430
    if held == 30:
        assert content(library.storage) == before
    assert library.add([tmp_path / "articles"]).failed == []
    with library.storage.view() as view:
        assert view.count() == 430


def test_a_folder_that_cannot_be_written_can_be_searched(library: Library) -> None:
    """The child gives up the right of root to write wherever it likes."""
    folder = library.storage.directory
    expected = library.search("第7号消息", 1)[0].passage.article_id
    library.close()
    code = (
        "import ctypes, sys\nfrom pathlib import Path\n"
        "from index.library import Library\nfrom corpus.errors import LibraryError\n"
        "from tests.conftest import FakeEncoder\n"
        "header = (ctypes.c_uint32 * 2)(0x20080522, 0)\n"
        "assert ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)()) == 0\n"
        "folder = Path(sys.argv[1])\n"
        "with Library.open(folder, FakeEncoder) as library:\n"
        "    print(library.search('第7号消息', 1)[0].passage.article_id)\n"
        "    try: library.add([folder])\n"
        "    except LibraryError as error: print(error)\n"
    )
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    try:
        done = python(code, str(folder))
    finally:
        folder.chmod(0o755)
    assert done.returncode == 0, done.stderr
    found, line = done.stdout.splitlines()
    assert found == expected
    assert "cannot be written" in line
    assert "Searching it still works" in line


def test_readers_see_whole_batches_while_a_writer_adds(
    library: Library, tmp_path: Path, encoder: FakeEncoder
) -> None:
    """Each file holds ten articles of one passage each: in every view, all ten or none."""
    library.remove(sources=["rows.jsonl"])
    folder = tmp_path / "many"
    for number in range(200):
        write_rows(folder / f"{number:03d}.jsonl", range(number * 10, number * 10 + 10))
    code = (
        "import sys\nfrom pathlib import Path\nfrom index.library import Library\n"
        "from tests.conftest import FakeEncoder\n"
        "with Library.open(Path(sys.argv[1]), FakeEncoder) as library:\n"
        "    library.add([Path(sys.argv[2])], batch=60)\n"
    )
    seen: list[set[int]] = [set() for _ in range(8)]
    found: set[str] = set()
    errors: list[BaseException] = []
    over = threading.Event()

    def read(mine: set[int]) -> None:
        try:
            while not over.is_set():
                with library.storage.view() as view:
                    living = int(view.alive.sum())
                    assert living == 10 * len(view.files()) == len(view.listing(Filters()))
                    every = view.postings(["消"])
                    assert living == (len(every["消"].rows) if every else 0)
                    mine.add(view.generation)
                # What a search finds is no less than what was there before it.
                hits = library.search("修好了水渠", 5)
                assert len(hits) == 5 if living >= 30 else len(hits) <= 5
                found.update(hit.passage.id for hit in hits)
                for hit in hits:
                    assert hit.passage.end <= len(library.article(hit.passage.article_id).text)
        except BaseException as error:
            errors.append(error)
            raise

    readers = [threading.Thread(target=read, args=(mine,)) for mine in seen]
    for reader in readers:
        reader.start()
    done = python(code, str(library.storage.directory), str(folder))
    over.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert done.returncode == 0, done.stderr
    assert library.stats().passages == 2000
    # Without a restart, readers saw the library grow.
    assert len(set.union(*seen)) >= 5
    assert len(found) >= 5
    assert list(faults(library.storage, prints=False)) == []


def test_readers_go_on_while_the_library_is_rebuilt_under_them(library: Library) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom corpus.passages import DEFAULT\n"
        "from index.library import ignore\nfrom index.rebuild import rebuild\n"
        "from tests.conftest import FakeEncoder\n"
        "for _ in range(2):\n"
        "    rebuild(Path(sys.argv[1]), FakeEncoder(), DEFAULT, ignore, batch=6)\n"
    )
    expected = [hit.passage for hit in library.search("修好了水渠", 5)]
    lineages: set[str] = set()
    errors: list[BaseException] = []
    over = threading.Event()

    def read() -> None:
        try:
            while not over.is_set():
                assert [hit.passage for hit in library.search("修好了水渠", 5)] == expected
                with library.storage.view() as view:
                    assert int(view.alive.sum()) == 30 == len(view.listing(Filters()))
                    lineages.add(view.stamp.split("/")[0])
        except BaseException as error:
            errors.append(error)
            raise

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    done = python(code, str(library.storage.directory))
    time.sleep(0.3)
    over.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert done.returncode == 0, done.stderr
    assert len(lineages) >= 2
    assert list(faults(library.storage)) == []


def test_an_older_schema_is_brought_up_to_date_in_one_step(library: Library) -> None:
    library.close()
    path = library.storage.path

    def add_notes(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE files ADD COLUMN note TEXT NOT NULL DEFAULT 'none'")

    def fail(connection: sqlite3.Connection) -> None:
        add_notes(connection)
        raise RuntimeError("cut off")

    now = schema.SCHEMA
    with pytest.raises(RuntimeError):
        database.check_schema(path, {**schema.MIGRATIONS, now: fail})
    assert library.storage.meta()["schema"] == str(now)
    database.check_schema(path, {**schema.MIGRATIONS, now: add_notes})
    assert library.storage.meta()["schema"] == str(now + 1)
    with library.storage.reading() as connection:
        assert connection.execute("SELECT note FROM files").fetchall() == [("none",)]


@pytest.mark.parametrize("between", [False, True])
def test_a_library_of_the_first_schema_opens_with_all_it_held(
    library: Library, tmp_path: Path, *, between: bool
) -> None:
    """Also one made between two versions, which has the new columns under the old number."""
    before, articles = content(library.storage), library.articles()
    library.close()
    with sqlite3.connect(library.storage.path) as connection:
        if not between:
            connection.execute("ALTER TABLE placements DROP COLUMN publication")
            connection.execute("ALTER TABLE files DROP COLUMN fields")
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    connection.close()
    encoder = FakeEncoder()
    with Library.open(library.storage.directory, lambda: encoder) as opened:
        assert opened.articles() == articles
        assert opened.stats().schema == schema.SCHEMA
        # Its files are read once more, for the kinds that were not searched then.
        done = opened.add([tmp_path / "articles"])
        assert (done.unchanged, done.articles, encoder.encoded) == (0, 0, 0)
        assert content(opened.storage) == before
        assert opened.remove(sources=["rows.jsonl"]) == 30


def test_an_upgrade_that_fails_is_one_line_and_changes_nothing(library: Library) -> None:
    library.close()
    path = library.storage.path
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE files DROP COLUMN fields")
        connection.execute("DROP TABLE placements")
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(LibraryError, match=r"cannot be brought up to date.*no such table"):
        Library.open(library.storage.directory, FakeEncoder)
    with sqlite3.connect(path) as connection:
        version = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        columns = connection.execute("SELECT name FROM pragma_table_info('files')").fetchall()
    connection.close()
    assert version == ("1",)
    assert ("fields",) not in columns


def test_a_library_that_cannot_be_put_in_its_place_is_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    (folder / "library.db").mkdir(parents=True)
    with pytest.raises(LibraryError, match="cannot be put in its place"):
        SqliteStorage.create(folder, recipe_of(FakeEncoder(), DEFAULT))
    assert [path.name for path in folder.iterdir()] == ["library.db"]


def test_a_newer_schema_is_refused_with_both_versions(library: Library) -> None:
    library.close()
    with sqlite3.connect(library.storage.path) as connection:
        connection.execute("UPDATE meta SET value = '7' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(LibraryError, match=f"its schema is 7, this program knows {schema.SCHEMA}"):
        Library.open(library.storage.directory, FakeEncoder)


def test_a_restored_copy_does_not_extend_what_came_after_it(
    library: Library, tmp_path: Path
) -> None:
    library.close()
    copy = library.storage.path.read_bytes()
    write_story(tmp_path / "one" / "one.md", 77)
    library.add([tmp_path / "one"])
    with library.storage.view() as view:
        first = view.stamp
    library.close()
    other = tmp_path / "put back.db"
    other.write_bytes(copy)
    other.replace(library.storage.path)
    write_story(tmp_path / "two" / "two.md", 78)
    library.add([tmp_path / "two"])
    with library.storage.view() as view:
        assert view.stamp.split("/")[:2] == first.split("/")[:2]
        assert not view.extends(first)
        assert view.extends(view.stamp)


def test_a_failed_batch_leaves_no_trace(library: Library) -> None:
    before = content(library.storage)
    with library.storage.view() as view:
        id_ = view.listing(Filters())[0].article_id
        article = view.articles([id_])[id_]
    lost = Entry(article, "/nowhere", (), np.zeros((0, 64), np.float32), ())
    refused = pytest.raises(ValueError, match="not in the batch")
    with library.storage.writer("test") as writer, refused:
        writer.commit(Batch(remove=(id_,), entries=(lost,)))
    assert content(library.storage) == before
