"""The library's commands as a user meets them: what they print, and where, and their status."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

import corpus
from corpus.errors import ReadError
from index.adding import AddSummary
from index.encoder import native_precision
from index.library import Library
from index.lock import writer_lock
from qa.__main__ import main
from qa.cli_library import _in_words
from tests.conftest import FakeEncoder
from tests.libraries import story, write_rows, write_story

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Five articles in two files."""
    write_story(tmp_path / "articles" / "1987-03-02-story.md", 1)
    write_rows(tmp_path / "articles" / "rows.jsonl", range(10, 14))
    return tmp_path / "articles"


@pytest.fixture
def library(tmp_path: Path, articles: Path) -> Path:
    """A library of them, for the commands that need no encoder."""
    folder = tmp_path / "library"
    with Library.open_or_create(folder, FakeEncoder) as opened:
        opened.add([articles], "县报")
    return folder


def run(capsys: Capture, library: Path, *words: str) -> tuple[int, str, str]:
    status = main([*words, "--library", str(library)])
    out, err = capsys.readouterr()
    return status, out, err


def test_articles_lists_with_filters(capsys: Capture, library: Path) -> None:
    status, out, err = run(capsys, library, "articles", "--from", "1987-03-13")
    title = story(12)[0]
    assert (status, err) == (0, "")
    assert [line.split()[1:3] for line in out.splitlines()] == [
        ["1987-03-13", title], ["1987-03-14", story(13)[0]],
    ]  # fmt: skip
    _, out, _ = run(capsys, library, "articles", "--json", "--source", "*.md")
    (line,) = map(json.loads, out.splitlines())
    assert line["title"] == story(1)[0]
    assert line["characters"] == len(story(1)[1])
    assert (line["date"], line["language"], line["kind"]) == ("1987-03-02", "zh", "article")
    assert run(capsys, library, "articles", "--collection", "省报") == (
        0, "", "no collection 省报 in the library; it has: 县报\n",
    )  # fmt: skip
    assert run(capsys, library, "articles", "--language", "xx") == (
        0, "", "no language xx in the library; it has: zh\n",
    )  # fmt: skip


def test_articles_lists_other_kinds_when_asked(capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with Library.open_or_create(folder, FakeEncoder) as opened:
        opened.add([Path(corpus.__file__).parent / "demo" / "pages"])

    def kinds(*words: str) -> Counter[str]:
        _, out, _ = run(capsys, folder, "articles", "--json", *words)
        return Counter(json.loads(line)["kind"] for line in out.splitlines())

    every = kinds("--all")
    assert {"article", "caption", "banner"} <= set(every)
    stories = {kind: every[kind] for kind in every if kind in ("article", "continuation")}
    assert kinds() == stories
    assert kinds("--kind", "caption") == {"caption": every["caption"]}
    _, out, _ = run(capsys, folder, "articles", "--kind", "banner")
    assert out.count("[banner]") == every["banner"]
    _, out, _ = run(capsys, folder, "stats", "--json")
    assert json.loads(out)["articles"] == sum(stories.values())
    _, out, _ = run(capsys, folder, "stats")
    assert f"caption {every['caption']}" in out


def test_remove_by_id_and_source(capsys: Capture, library: Path) -> None:
    _, out, _ = run(capsys, library, "articles", "--source", "rows.jsonl")
    first = out.split()[0]
    assert run(capsys, library, "remove", first) == (0, "", "1 article removed\n")
    gone = run(capsys, library, "remove", "--source", "rows.jsonl")
    assert gone == (0, "", "3 articles removed\n")
    _, out, _ = run(capsys, library, "stats", "--json")
    found = json.loads(out)
    assert (found["articles"], found["files"], found["collections"]) == (1, 1, {"县报": 1})


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("remove", "nobody"), "no article has this id: nobody"),
        (("remove",), "nothing to remove was named"),
        (("articles", "--from", "March"), "not a date: March. Write 1987"),
        (("articles", "--from", "2023-02-30"), "not a date: 2023-02-30. Write 1987"),
        (("articles", "--to", "2023-13"), "not a date: 2023-13. Write 1987"),
        (("articles", "--from", "0000"), "not a date: 0000. Write 1987"),
        (("articles", "--from", "2024", "--to", "2023"), "no day is in this range: 2024 to 2023."),
        (("search", "水渠"), "the library was made with another encoder: it has fake"),
        (("add", "/nowhere.md"), "cannot be read (No such file or directory): /nowhere.md"),
    ],
)
def test_mistakes_are_one_line(
    capsys: Capture, library: Path, words: tuple[str, ...], expected: str
) -> None:
    status, out, err = run(capsys, library, *words)
    assert (status, out) == (1, "")
    assert err.startswith(f"error: {expected}")
    summary = "files: 0 added" if words[0] == "add" else ""
    assert [line for line in err.splitlines()[1:] if not line.startswith(summary or "-")] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gone.md", "cannot be read (No such file or directory): gone.md. Check"),
        ("folder", "no file of a kind that is read: folder. Kinds that are: .txt"),
        ("image.png", "this kind of file is not read: image.png. Kinds"),
    ],
)
def test_adding_nothing_makes_no_library(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, expected: str
) -> None:
    (tmp_path / "folder").mkdir()
    for image in ("image.png", "folder/image.png"):
        (tmp_path / image).write_text("?")
    monkeypatch.chdir(tmp_path)
    status, out, err = run(capsys, tmp_path / "new", "add", name)
    assert (status, out) == (1, "")
    assert err.startswith(f"error: {expected}")
    assert err.count("\n") == 1
    assert not (tmp_path / "new").exists()


def test_a_name_that_is_not_utf8_is_shown_legibly(
    capsys: Capture, library: Path, tmp_path: Path
) -> None:
    name = tmp_path / os.fsdecode("空".encode() + b"\x9d.txt")
    try:
        name.write_text("")
    except OSError:
        pytest.skip("the file system keeps names in UTF-8")
    status, _, err = run(capsys, library, "add", str(name))
    assert (status, err.splitlines()[0]) == (
        1, f"error: the file is empty: {tmp_path}/空\ufffd.txt. Leave it out, or fetch it again.",
    )  # fmt: skip
    name.unlink()
    _, _, err = run(capsys, library, "add", str(name))
    assert f"No such file or directory): {tmp_path}/空\ufffd.txt" in err


@pytest.mark.parametrize("command", [("stats",), ("search", "水"), ("add", "{articles}")])
def test_a_file_in_the_place_of_a_library(
    capsys: Capture, tmp_path: Path, articles: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "README.md"
    file.write_text("# 说明", encoding="utf-8")
    words = (word.format(articles=articles) for word in command)
    expected = f"error: the library's name is that of a file: {file}. Name a folder with --library"
    assert run(capsys, file, *words) == (1, "", f"{expected}\n")


@pytest.mark.parametrize(
    "words",
    [
        ("search", "水", "-k", "0"),
        ("search", "水", "-k", "-3"),
        ("search", "水", "-k", "abc"),
        ("add", "x.md", "--wait", "nan"),
        ("rebuild", "--wait", "-1"),
        ("remove", "x", "--wait", "inf"),
    ],
)
def test_a_number_that_is_none_is_a_mistake_in_usage(
    capsys: Capture, library: Path, words: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as left:
        run(capsys, library, *words)
    assert left.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith("or more")


def test_a_lock_says_which_commands_can_wait(capsys: Capture, library: Path) -> None:
    with writer_lock(library, "add"):
        status, _, err = run(capsys, library, "remove", "--source", "rows.jsonl")
        assert status == 1
        assert err.startswith("error: the library is being written by another process: `add`, pr")
        assert err.endswith("Try again when it has finished; add, remove and rebuild wait with "
                            "--wait SECONDS\n")  # fmt: skip
    assert run(capsys, library, "remove", "--source", "rows.jsonl", "--wait", "0.5")[0] == 0


def test_a_phrase_that_no_article_has_is_said(
    capsys: Capture, tmp_path: Path, articles: Path, model_cache: Path
) -> None:
    folder = tmp_path / "own"
    cache = ("--cache", str(model_cache))
    assert run(capsys, folder, "add", str(articles), *cache)[0] == 0
    status, out, err = run(capsys, folder, "search", '"量子计算机" 水渠', *cache)
    assert (status, out) == (0, "")
    assert err == (
        'nothing found: no article has the quoted phrase of "量子计算机" 水渠; '
        "ask without the marks\n"
    )
    assert run(capsys, folder, "search", '"量子" "号消息"', "--json", *cache)[1:] == (
        "[]\n", 'nothing found: no article has every quoted phrase of "量子" "号消息"; '
        "ask without the marks\n",
    )  # fmt: skip


def test_a_hit_is_shown_where_it_passed_the_filters(
    capsys: Capture, tmp_path: Path, model_cache: Path
) -> None:
    folder, cache = tmp_path / "own", ("--cache", str(model_cache))
    for name, day in (("甲", "1987-03-02"), ("乙", "1999-01-01")):
        file = write_story(tmp_path / name / f"{day}.md", 1)
        assert run(capsys, folder, "add", str(file), "--collection", name, *cache)[0] == 0
    for words, day in (
        (("--collection", "乙", "--from", "1999"), "1999-01-01"),
        (("--collection", "甲"), "1987-03-02"),
    ):
        _, out, _ = run(capsys, folder, "search", "第1号消息", "--json", *words, *cache)
        (hit,) = json.loads(out)
        assert (hit["source"], hit["date"]) == (f"{day}.md", day)
        (other,) = hit["also_in"]
        assert {other["date"], day} == {"1987-03-02", "1999-01-01"}


def test_the_summary_of_add_adds_up() -> None:
    summary = AddSummary(added=2, articles=8, others=7, passages=17, joined=2, partly=1)
    summary.failed += [ReadError("a", "b", "c"), ReadError("d", "e", "f")]
    assert _in_words(summary) == (
        "files: 2 added, 0 changed, 0 unchanged, 0 removed, 1 failed, 1 read in part; "
        "8 new articles, 7 captions and the like, 17 new passages, 2 continuations joined"
    )


def test_verify_says_what_is_wrong(capsys: Capture, library: Path) -> None:
    assert run(capsys, library, "rebuild", "--verify") == (0, "", "no faults found\n")
    with Library.open(library, FakeEncoder) as opened:
        path = opened.storage.path
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("UPDATE articles SET text = text || '。' WHERE number = 2")
    connection.commit()
    connection.close()
    status, out, err = run(capsys, library, "rebuild", "--verify")
    assert (status, err) == (1, "1 fault found\n")
    assert "its text is not the one that the id was made of" in out


def test_add_search_rebuild_with_the_bundled_encoder(
    capsys: Capture, tmp_path: Path, articles: Path, model_cache: Path
) -> None:
    folder = tmp_path / "own"
    cache = ("--cache", str(model_cache))
    (articles / "empty.md").write_text("")
    status, out, err = run(capsys, folder, "add", str(articles), *cache, "--collection", "县报")
    assert (status, out) == (1, "")
    failed, summary = err.splitlines()
    assert failed.startswith("error: the file is empty")
    assert summary == (
        "files: 2 added, 0 changed, 0 unchanged, 0 removed, 1 failed; "
        "5 new articles, 5 new passages"
    )
    _, out, _ = run(capsys, folder, "stats", "--json")
    fingerprint = json.loads(out)["encoder"]
    other = "bfloat16" if native_precision() == "float32" else "float32"
    title, body = story(11)
    question = body[:24]
    status, out, err = run(capsys, folder, "search", question, "-k", "2", "--json", *cache)
    first, second = json.loads(out)
    assert (status, err) == (0, "")
    assert (first["title"], first["text"]) == (title, body)
    assert (first["start"], first["end"], first["source"]) == (0, len(body), "rows.jsonl:2")
    assert first["score"] > second["score"]
    assert set(first["parts"]) >= {"dense", "lexical"}
    assert run(capsys, folder, "rebuild", *cache, "--precision", other)[0] == 0
    _, out, _ = run(capsys, folder, "stats", "--json")
    assert json.loads(out)["encoder"] != fingerprint
