"""Batches: which files are found, what they are called, and what each failure says."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.read import FileResult, counts, files, read, read_batch

GOOD = "锅炉房的检修昨天完成。\n"


def write(path: Path, data: str | bytes = GOOD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def errors_of(results: list[FileResult]) -> dict[str, str]:
    return {result.source: str(result.error) for result in results if result.error}


def test_folder_is_read_in_sorted_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/10.txt", ".hidden.txt", ".git/x.txt", "a/photo.jpg"):
        write(tmp_path / name)
    results = list(read_batch([tmp_path]))
    read_ones = [result.source for result in results if not result.skipped]
    assert read_ones == ["a/10.txt", "a/2.txt", "b.txt"]
    assert [result.source for result in results if result.skipped] == ["a/photo.jpg"]
    assert counts(results) == {"read": 3, "failed": 0, "skipped": 1, "lost": 0}
    assert list(files([tmp_path])) == [tmp_path / name for name in read_ones]


def test_source_is_below_the_given_folder_and_the_path_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "paper" / "1.txt")
    (in_folder,) = read_batch([tmp_path])
    (alone,) = read_batch([path])
    assert (in_folder.source, in_folder.path) == ("paper/1.txt", path)
    assert (alone.source, alone.path) == ("1.txt", path)
    assert alone.documents[0].source == "1.txt"


def test_equal_names_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    paths = [write(tmp_path / folder / "x" / "1.txt") for folder in ("north", "south", "west")]
    assert [r.source for r in read_batch(paths)] == ["1.txt", "x/1.txt", "west/x/1.txt"]
    folders = [tmp_path / "north", tmp_path / "south"]
    assert [r.source for r in read_batch(folders)] == ["x/1.txt", "south/x/1.txt"]


def test_every_failure_is_one_line_and_the_batch_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "empty.txt", b"")
    write(tmp_path / "blank.txt", b"\xef\xbb\xbf \n\n")
    write(tmp_path / "picture.txt", bytes(range(256)) * 40)
    write(tmp_path / "word.docx", b"PK\x03\x04 cut short")
    write(tmp_path / "book.epub", b"no container")
    write(tmp_path / "paper.pdf", b"%PDF-1.4 and nothing else")
    write(tmp_path / "table.csv", "page,when\n1,2\n")
    write(tmp_path / "z.txt")
    results = list(read_batch([tmp_path]))
    found = errors_of(results)
    assert {name: line.split(":")[0] for name, line in found.items()} == {
        "blank.txt": "the file is empty",
        "book.epub": "the electronic book is broken (its container cannot be unpacked)",
        "empty.txt": "the file is empty",
        "paper.pdf": "the PDF is broken",
        "picture.txt": "the file holds no text in an encoding that is known here",
        "table.csv": "no column holds the text",
        "word.docx": "the Word document is broken (its container cannot be unpacked)",
    }
    assert "(columns: page, when)" in found["table.csv"]
    assert all("\n" not in line for line in found.values())
    assert [r.source for r in results if r.documents] == ["a.txt", "z.txt"]
    assert counts(results)["failed"] == 7


def test_large_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "year.txt"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    (result,) = read_batch([path])
    assert "larger than 512 MB" in str(result.error)
    assert "(2048 MB). Split it" in str(result.error)
    (small,) = read_batch([write(tmp_path / "b.txt", "一二三")], limit=8)
    assert "the file is larger than" in str(small.error)


def test_link_loop_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a" / "1.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "one.txt").symlink_to(tmp_path / "two.txt")
    (tmp_path / "two.txt").symlink_to(tmp_path / "one.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    results = list(read_batch([tmp_path]))
    found = errors_of(results)
    assert found["a/up"].startswith("a link leads back into its own folder: ")
    assert "symbolic links" in found["one.txt"]
    assert "symbolic links" in found["two.txt"]
    assert "No such file" in found["gone.txt"]
    assert [r.source for r in results if r.documents] == ["a/1.txt"]


def test_link_to_another_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "store" / "1.txt")
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "store").symlink_to(tmp_path / "store")
    assert [r.source for r in read_batch([folder])] == ["store/1.txt"]


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="no users to become")
def test_unreadable_file_and_folder_are_named(tmp_path: Path) -> None:
    shut, folder = write(tmp_path / "shut.txt"), write(tmp_path / "folder" / "x.txt").parent
    write(tmp_path / "z.txt").chmod(0o644)
    shut.chmod(0)
    folder.chmod(0)
    above = [tmp_path, *list(tmp_path.parents)[:2]]
    modes = {path: path.stat().st_mode for path in above}
    for path in above:
        path.chmod(0o755)
    was = os.geteuid()
    os.seteuid(65534 if was == 0 else was)
    try:
        results = list(read_batch([tmp_path]))
    finally:
        os.seteuid(was)
        folder.chmod(0o755)
        for path, mode in modes.items():
            path.chmod(mode)
    found = errors_of(results)
    assert found["folder"].startswith("cannot be read (Permission denied): ")
    assert found["shut.txt"].startswith("cannot be read (Permission denied): ")
    assert [r.source for r in results if r.documents] == ["z.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.txt")
    assert errors_of(list(read_batch([tmp_path])))["p.txt"].startswith("is no file but a pipe")


def test_missing_and_unknown_files(tmp_path: Path) -> None:
    picture, bare = write(tmp_path / "x.jpg"), write(tmp_path / "README")
    results = list(read_batch([tmp_path / "nowhere.txt", picture, bare]))
    assert "No such file or directory" in str(results[0].error)
    assert str(results[1].error).startswith("this kind of file is not read")
    assert results[2].documents[0].text == GOOD


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(GOOD.encode("gb18030"))

    monkeypatch.setattr(sys, "stdin", Input())
    (result,) = read_batch(["-"])
    assert (result.source, result.documents[0].text) == ("standard input", GOOD)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2023-02-07.txt", "2023-02-07"),
        ("港城日报20230207第3版.txt", "2023-02-07"),
        ("2023年2月7日.txt", "2023-02-07"),
        ("paper_2023_2_7_p1.txt", "2023-02-07"),
        ("20231345.txt", None),
        ("issue 12.txt", None),
        ("1202302071.txt", None),
    ],
)
def test_date_from_the_file_name(tmp_path: Path, name: str, date: str | None) -> None:
    assert read(write(tmp_path / name))[0].date == date


def test_read_raises_what_a_batch_would_report(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="the file is empty"):
        read(write(tmp_path / "x.txt", b""))
    with pytest.raises(ReadError, match=r"a line is not JSON: x.jsonl, line 2"):
        read(write(tmp_path / "x.jsonl", '{"text": "甲"}\n{"text": \n{"text": "乙"}\n'))


def test_form_feeds_are_pages(tmp_path: Path) -> None:
    document = read(write(tmp_path / "x.txt", "甲\f乙\f丙"))[0]
    assert document.text == "甲\f乙\f丙"
    assert [(page.offset, page.label) for page in document.pages] == [(0, "1"), (2, "2"), (4, "3")]
