"""Uploads: which files are taken under which name; split, confirmed, added, cancelled."""

from __future__ import annotations

import io
import os
import threading
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import corpus
from corpus.read import KINDS
from corpus.types import READABLE, Kind
from index.library import Library
from index.types import Filters
from qa.desk import uploads
from qa.desk.jobs import Adding, Stage
from qa.desk.staged import Staged, stage
from qa.desk.uploads import Inbox, UploadError, numbered, safe_name
from tests.conftest import FakeEncoder
from tests.libraries import story, write_rows, write_story

if TYPE_CHECKING:
    from index.types import Matrix

LIMIT = 1_000_000


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "data", LIMIT, unpacked=4 << 20)


@pytest.fixture
def library(tmp_path: Path, encoder: FakeEncoder) -> Iterator[Library]:
    with Library.open_or_create(tmp_path / "library", lambda: encoder) as library:
        yield library


def sent(tmp_path: Path, name: str, data: bytes) -> tuple[str, Path]:
    """A file as a page hands it over: the browser's name for it, and where it lies."""
    place = tmp_path / "sent" / f"{len(list((tmp_path / 'sent').glob('*')))}"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(data)
    return name, place


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    (tmp_path / "sent").mkdir()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("1987-03-02.txt", "1987-03-02.txt"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/shadow.txt", "shadow.txt"),
        ("a/..", "file"),
        ("..", "file"),
        ("", "file"),
        ("...", "file"),
        (".hidden.txt", "hidden.txt"),
        ("a\x00b\n\x1b[31m.txt", "ab[31m.txt"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
        ("e\u0301.txt", "\u00e9.txt"),
        ("half\ud83d.txt", "half\ufffd.txt"),
        ("name.txt. ", "name.txt"),
        ("报" * 60 + ".txt", "报" * 38 + ".txt"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
        ("a." + "y" * 200, "a." + "y" * 118),
    ],
)
def test_a_name_is_made_safe(raw: str, name: str) -> None:
    assert safe_name(raw) == name
    assert len(name.encode()) <= 120
    assert safe_name(name) == name


def test_a_taken_name_is_numbered_within_its_length() -> None:
    assert numbered("a.txt", {"b.txt"}) == "a.txt"
    assert numbered("A.txt", {"a.txt", "a (2).txt"}) == "A (3).txt"
    long = "报" * 38 + ".txt"
    assert numbered(long, {long}) == "报" * 37 + " (2).txt"


def test_the_kinds_taken_are_those_that_are_read() -> None:
    assert uploads.kinds() == KINDS


def container(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


def test_what_is_not_taken_is_said_in_a_line_each(tmp_path: Path, inbox: Inbox) -> None:
    bomb = container(("a.xml", bytes(3 << 20)), ("b.xml", bytes(1 << 20)), ("c.xml", b"<a/>"))
    many = container(*((f"{n}", b"") for n in range(5001)))
    link = tmp_path / "sent" / "link"
    link.symlink_to("/etc/passwd")
    taken = uploads.take(
        inbox,
        [
            sent(tmp_path, "../../etc/passwd", b"root"),
            sent(tmp_path, "run.exe", b"MZ"),
            sent(tmp_path, "empty.txt", b""),
            sent(tmp_path, "large.txt", b"x" * (LIMIT + 1)),
            sent(tmp_path, "../bomb.docx", bomb),
            sent(tmp_path, "many.epub", many),
            ("link.txt", link),
            ("folder.txt", tmp_path),
            sent(tmp_path, "../good\x1b.txt", "好".encode()),
        ],
    )
    kinds = " ".join(KINDS)
    assert taken.refused == (
        f"this kind of file is not read: passwd. Kinds that are: {kinds}",
        f"this kind of file is not read: run.exe. Kinds that are: {kinds}",
        "the file is empty: empty.txt. Leave it out",
        "the file is too large: large.txt (1.0 MB). Up to 1 MB; split it",
        "the file unpacks to too much: bomb.docx (4 MB in 3 parts). "
        "Up to 4 MB in 5,000 parts; split it",
        "the file unpacks to too much: many.epub (0 MB in 5,001 parts). "
        "Up to 4 MB in 5,000 parts; split it",
        "this is no file: link.txt. Choose a file",
        "this is no file: folder.txt. Choose a file",
    )
    assert [file.name for file in taken.files] == ["good.txt"]
    assert taken.files[0].read_text(encoding="utf-8") == "好"
    assert taken.folder.parent == inbox.staging
    assert taken.folder.name.isalpha()
    assert taken.folder.stat().st_mode & 0o777 == 0o700
    assert len(bomb) < LIMIT


def test_names_that_are_the_same_once_safe_are_numbered(tmp_path: Path, inbox: Inbox) -> None:
    given = [sent(tmp_path, name, name.encode()) for name in ("a/x.txt", "b/x.txt", "X.TXT")]
    taken = uploads.take(inbox, given)
    assert [file.name for file in taken.files] == ["x.txt", "x (2).txt", "X (3).TXT"]
    assert [file.read_bytes() for file in taken.files] == [b"a/x.txt", b"b/x.txt", b"X.TXT"]


def test_too_many_files_are_refused(tmp_path: Path, inbox: Inbox) -> None:
    one = sent(tmp_path, "x.txt", b"x")
    taken = uploads.take(inbox, [one] * 501)
    assert len(taken.files) == 500
    assert taken.refused == ("too many files at once: x.txt. Up to 500",)


def test_what_nobody_confirms_goes_after_a_day(tmp_path: Path, inbox: Inbox) -> None:
    old = uploads.take(inbox, [sent(tmp_path, "x.txt", b"x")])
    new = uploads.take(inbox, [sent(tmp_path, "x.txt", b"x")])
    os.utime(old.folder, (0, 0))
    uploads.sweep(inbox)
    assert (old.folder.exists(), new.folder.exists()) == (False, True)
    uploads.discard(new)
    assert list(inbox.staging.iterdir()) == []


def test_kept_files_are_numbered_unless_they_are_the_same(tmp_path: Path, inbox: Inbox) -> None:
    outcomes = []
    for data in (b"one", b"two", b"one"):
        taken = uploads.take(inbox, [sent(tmp_path, "x.txt", data)])
        ((place, new),) = uploads.keep(inbox, taken).items()
        outcomes.append((place.name, new, place.read_bytes()))
        assert not taken.folder.exists()
    assert outcomes == [
        ("x.txt", True, b"one"),
        ("x (2).txt", True, b"two"),
        ("x.txt", False, b"one"),
    ]


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    inbox = Inbox(tmp_path / "file", LIMIT)
    with pytest.raises(UploadError, match=r"the uploads cannot be kept \(Not a directory\)"):
        uploads.take(inbox, [])


def staged_of(tmp_path: Path, inbox: Inbox, *files: Path) -> Staged:
    given = [sent(tmp_path, file.name, file.read_bytes()) for file in files]
    return stage(uploads.take(inbox, given))


def test_files_are_split_for_the_reader_to_see(tmp_path: Path, inbox: Inbox) -> None:
    reports: list[tuple[int, int]] = []
    given = [
        sent(tmp_path, "one.md", write_story(tmp_path / "one.md", 1).read_bytes()),
        sent(tmp_path, "rows.jsonl", write_rows(tmp_path / "r.jsonl", range(2, 5)).read_bytes()),
        sent(tmp_path, "broken.pdf", b"this is no PDF"),
        sent(tmp_path, "part.jsonl", b'{"title": "t", "text": "x"}\nnonsense\n'),
    ]
    taken = uploads.take(inbox, given)
    staged = stage(taken, lambda done, of: reports.append((done, of)))
    one, rows, broken, part = staged.files
    title, body = story(1)
    (article,) = one.articles
    assert (article.title, article.kind, one.error) == (title, Kind.ARTICLE, "")
    assert article.opening == body[:120]
    assert article.characters == len(body)
    assert [(a.title, a.date) for a in rows.articles] == [
        (story(n)[0], f"1987-03-{n + 1:02d}") for n in (2, 3, 4)
    ]
    assert broken.articles == ()
    assert broken.name == "broken.pdf"
    assert broken.error.startswith("the PDF ")
    assert len(part.articles) == len(part.lost) == 1
    assert part.lost[0].count("\n") == 0
    assert not any(str(taken.folder) in line for line in (broken.error, *part.lost))
    assert reports == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert staged.articles == 5


PAGES = [
    Path(corpus.__file__).parent / "demo" / "pages" / name
    for name in ("2024-03-18-page1.txt", "2024-03-18-page4.txt")
]


def test_pages_are_shown_as_they_will_be_added(
    tmp_path: Path, inbox: Inbox, library: Library
) -> None:
    staged = staged_of(tmp_path, inbox, *PAGES)
    job = Adding(library, inbox).start(staged)
    assert job.wait(120)
    summary = job.state().summary
    assert summary is not None
    assert summary.joined == staged.joined == 2
    assert summary.articles == staged.articles > 2
    assert summary.others == sum(sum(file.others.values()) for file in staged.files)
    shown = {(a.title, a.kind, a.date, a.page) for file in staged.files for a in file.articles}
    added = [article for _, article in library.articles() if article.kind in READABLE]
    assert {(a.title, a.kind, a.date, a.page) for a in added} == shown
    assert [file.name for file in staged.files] == [page.name for page in PAGES]
    # What is left out of these pages is the marks that turn from one to the other, four in all.
    kept = sum(article.text.count(mark) for article in added for mark in ("下转", "上接"))
    assert [file.junk for file in staged.files] == [(4 - kept) * len("（下转第4版）"), 0]
    assert kept < 2


def test_what_was_confirmed_is_what_is_added(
    tmp_path: Path, inbox: Inbox, library: Library
) -> None:
    staged = staged_of(tmp_path, inbox, write_rows(tmp_path / "rows.jsonl", range(30)))
    adding = Adding(library, inbox)
    job = adding.start(staged, "河口")
    assert job.wait(120)
    state = job.state()
    assert (state.stage, state.share, state.error, state.failed) == (Stage.DONE, 1.0, "", ())
    assert state.summary is not None
    assert (state.summary.articles, state.summary.added) == (30, 1)
    found = library.articles(Filters(collections=("河口",)))
    assert {article.title for _, article in found} == {
        article.title for article in staged.files[0].articles
    }
    assert {Path(place.path) for place, _ in found} == {inbox.uploads / "rows.jsonl"}
    again = adding.start(staged_of(tmp_path, inbox, tmp_path / "rows.jsonl"))
    assert again.wait(120)
    summary = again.state().summary
    assert summary is not None
    assert (summary.unchanged, summary.articles) == (1, 0)
    assert library.stats().articles == 30
    adding.close()


def test_a_file_that_cannot_be_read_is_told_and_not_kept(
    tmp_path: Path, inbox: Inbox, library: Library
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"no PDF")
    good = write_story(tmp_path / "good.md", 1)
    job = Adding(library, inbox).start(staged_of(tmp_path, inbox, tmp_path / "broken.pdf", good))
    assert job.wait(120)
    (line,) = job.state().failed
    assert line.startswith("the PDF ")
    assert "broken.pdf" in line
    assert str(tmp_path) not in line
    assert [file.name for file in inbox.uploads.iterdir()] == ["good.md"]
    assert library.stats().articles == 1


def many(tmp_path: Path) -> Path:
    """A file of more articles than are committed at once."""
    path = tmp_path / "rows.jsonl"
    rows = (f'{{"title": "第{n}条", "text": "第{n}号消息。"}}' for n in range(700))
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


class Slow(FakeEncoder):
    """Stops inside of each batch until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = threading.Event(), threading.Event()

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        self.begun.set()
        assert self.go.wait(120)
        return super().encode_passages(texts)


@pytest.fixture
def slow() -> Iterator[Slow]:
    encoder = Slow()
    yield encoder
    encoder.go.set()


def test_searching_goes_on_while_files_are_added_and_jobs_wait_for_each_other(
    tmp_path: Path, inbox: Inbox, slow: Slow
) -> None:
    with Library.open_or_create(tmp_path / "library", lambda: slow) as library:
        slow.go.set()
        library.add([write_story(tmp_path / "first.md", 1)])
        slow.go.clear()
        slow.begun.clear()
        adding = Adding(library, inbox)
        job = adding.start(staged_of(tmp_path, inbox, write_story(tmp_path / "a.md", 2)))
        assert slow.begun.wait(120)
        after = adding.start(staged_of(tmp_path, inbox, write_story(tmp_path / "b.md", 3)))
        assert [hit.passage.article_id for hit in library.search(story(1)[0], 3)] == [
            article.id for _, article in library.articles()
        ]
        assert (job.state().stage, after.state().stage) == (Stage.ADDING, Stage.WAITING)
        slow.go.set()
        assert after.wait(120)
        assert (job.state().stage, after.state().stage) == (Stage.DONE, Stage.DONE)
        assert library.stats().articles == 3
        adding.close()


def test_a_cancelled_job_leaves_nothing_behind(tmp_path: Path, inbox: Inbox, slow: Slow) -> None:
    with Library.open_or_create(tmp_path / "library", lambda: slow) as library:
        slow.go.set()
        library.add([write_story(tmp_path / "first.md", 1)])
        slow.go.clear()
        slow.begun.clear()
        before = [place for place, _ in library.articles()]
        adding = Adding(library, inbox)
        rows = many(tmp_path)
        running = adding.start(staged_of(tmp_path, inbox, rows))
        assert slow.begun.wait(120)
        waiting = adding.start(staged_of(tmp_path, inbox, write_story(tmp_path / "b.md", 3)))
        waiting.cancel()
        assert waiting.wait(120)
        running.cancel()
        slow.go.set()
        assert running.wait(120)
        assert (running.state().stage, waiting.state().stage) == (
            Stage.CANCELLED,
            Stage.CANCELLED,
        )
        assert [place for place, _ in library.articles()] == before
        assert library.stats().files == 1
        assert list(inbox.uploads.iterdir()) == list(inbox.staging.iterdir()) == []
        adding.close()


def test_a_library_that_refuses_is_one_line_and_nothing_is_kept(
    tmp_path: Path, inbox: Inbox, library: Library
) -> None:
    other = Library.open(library.storage.directory, lambda: FakeEncoder("another"))
    job = Adding(other, inbox).start(staged_of(tmp_path, inbox, write_story(tmp_path / "a.md", 2)))
    assert job.wait(120)
    state = job.state()
    other.close()
    assert state.stage is Stage.FAILED
    assert "another" in state.error
    assert "\n" not in state.error
    assert list(inbox.uploads.iterdir()) == []


def test_closing_ends_what_is_running(tmp_path: Path, inbox: Inbox, slow: Slow) -> None:
    with Library.open_or_create(tmp_path / "library", lambda: slow) as library:
        adding = Adding(library, inbox)
        job = adding.start(staged_of(tmp_path, inbox, many(tmp_path)))
        assert slow.begun.wait(120)
        threading.Timer(0.2, slow.go.set).start()
        assert adding.close()
        assert job.state().stage is Stage.INTERRUPTED
        assert library.stats().articles == 256  # the batch that was committed
        (left,) = Adding(library, inbox).unfinished()
        assert left.files == {inbox.uploads / "rows.jsonl": True}


@pytest.mark.parametrize(("keep", "stage", "articles"), [
    (True, Stage.DONE, 700), (False, Stage.CANCELLED, 0),
])  # fmt: skip
def test_what_was_interrupted_is_gone_on_with_or_taken_out(
    tmp_path: Path, inbox: Inbox, slow: Slow, keep: bool, stage: Stage, articles: int
) -> None:
    with Library.open_or_create(tmp_path / "library", lambda: slow) as library:
        first = Adding(library, inbox)
        token = first.start(staged_of(tmp_path, inbox, many(tmp_path)), "河口").token
        assert slow.begun.wait(120)
        assert not first.close(0.0)
        assert first.unfinished() == []
        slow.go.set()
        assert first.close()
        later = Adding(library, inbox)
        assert later.resume("another", keep=keep) is None
        job = later.resume(token, keep=keep)
        assert job is not None
        assert job.wait(120)
        assert (job.state().stage, library.stats().articles) == (stage, articles)
        assert list(library.stats().collections) == ["河口"] * keep
        assert len(list(inbox.uploads.iterdir())) == keep
        assert later.close()
        assert Adding(library, inbox).unfinished() == []
