"""What stands between a library and the wrong hands: another encoder, another log."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import LibraryError
from corpus.passages import DEFAULT
from index.database import DATABASE
from index.library import Library, ignore
from index.rebuild import rebuild
from tests.conftest import FakeEncoder
from tests.libraries import write_story
from tests.test_layers import ROOT


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for seed in range(4):
        write_story(folder / f"{seed}.txt", seed)
    return folder


def test_after_a_rebuild_by_another_encoder_every_use_is_refused(
    tmp_path: Path, papers: Path, encoder: FakeEncoder
) -> None:
    folder = tmp_path / "library"
    with Library.open_or_create(folder, lambda: encoder) as library:
        library.add([papers])
        assert library.search("报纸", 3)
        rebuild(folder, FakeEncoder("another"), DEFAULT, ignore)
        write_story(papers / "new.txt", 9)
        for use in (
            lambda: library.search("报纸", 3),
            lambda: library.search("报纸", 3),
            lambda: library.add([papers]),
            lambda: library.search("报纸", 3),
        ):
            with pytest.raises(LibraryError, match="another encoder"):
                use()
    with Library.open(folder, lambda: FakeEncoder("another")) as library:
        assert library.stats().articles == 4


KILLED = """
import os, sys
from pathlib import Path
from index.library import Library
from tests.conftest import FakeEncoder
library = Library.open_or_create(Path(sys.argv[1]), FakeEncoder)
library.add([Path(sys.argv[2])])
os._exit(9)
"""


def test_a_killed_librarys_log_is_not_replayed_into_a_new_one(
    tmp_path: Path, papers: Path, encoder: FakeEncoder
) -> None:
    folder = tmp_path / "library"
    command = [sys.executable, "-c", KILLED, str(folder), str(papers)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    assert (folder / f"{DATABASE}-wal").stat().st_size > 0
    (folder / DATABASE).unlink()
    with Library.open_or_create(folder, lambda: encoder) as library:
        assert library.stats().articles == 0


READER = """
import os, sys
from pathlib import Path
from index.library import Library
from tests.conftest import FakeEncoder
with Library.open(Path(sys.argv[1]), FakeEncoder) as library:
    library.stats()  # imports what is imported late, which another user might not find
os.setuid(65534)
library = Library.open(Path(sys.argv[1]), FakeEncoder)
while True:
    print(library.stats().articles, flush=True)
    if not sys.stdin.readline():
        break
"""


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that another user can read."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_reader_who_may_not_write_sees_the_next_generation(
    public: Path, papers: Path, encoder: FakeEncoder
) -> None:
    folder = public / "library"
    with Library.open_or_create(folder, lambda: encoder) as library:
        library.add([papers])
    command = [sys.executable, "-c", READER, str(folder)]
    reader = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert reader.stdout.readline() == "4\n"
    write_story(papers / "new.txt", 9)
    with Library.open(folder, lambda: encoder) as library:
        library.add([papers])
    print(file=reader.stdin, flush=True)
    assert reader.stdout.readline() == "5\n"
    reader.communicate()
