"""`python -m corpus` in its own process: broken files of every kind, and odd ways to name files."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.test_corpus_read_pdf import pdf

HOUSE = Path(__file__).parent.parent
GOOD = "锅炉房的检修昨天完成。\n"
LOCKED = (
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'5a' * 32}> /U <{'a5' * 32}> >> "
    f"/ID [<{'00' * 16}> <{'00' * 16}>]"
)


def run(*arguments: str | Path | bytes, **environment: str) -> tuple[int, str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "corpus", *map(os.fsencode, arguments)],
        cwd=HOUSE,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode().splitlines()


def zipped(**members: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def broken_files(folder: Path) -> dict[str, str]:
    """A file of every kind that cannot be read, and how the line about it begins."""
    page = pdf([[(60, 700, "港口的起重机昨天换了新缆绳，")]])
    whole_zip = zipped(hello="no book")
    contents: dict[str, tuple[bytes, str]] = {
        "b-locked.pdf": (pdf([[(60, 700, "字")]], trailer=LOCKED), "the PDF is encrypted"),
        "c-scan.pdf": (pdf([[], []]), "the PDF has no text: its pages are pictures (a scan)"),
        "d-cut.pdf": (page[:40], "the PDF is broken"),
        "e-cut.docx": (whole_zip[:30], "the Word document is broken"),
        "f-other.docx": (whole_zip, "the Word document is broken"),
        "g-cut.epub": (whole_zip[:30], "the electronic book is broken"),
        "h-other.epub": (whole_zip, "the electronic book is broken"),
        "i-binary.txt": (bytes(range(256)) * 40, "the file holds no text in an encoding"),
        "j-empty.txt": (b"", "the file is empty"),
        "k-blank.txt": ("\u3000\n".encode(), "the file is empty"),
        "l-table.csv": (b"page,when\n1,2\n", "no column holds the text"),
        "m-page.html": (b"<script>draw()</script>", "the web page holds no text"),
        "n-array.jsonl": (b'[{"text": "x"}]\n', "no line of the file is a JSON object"),
        "o-front.md": (b"---\ntitle: x\n---\n", "the file holds nothing but front matter"),
    }
    for name, (data, _) in contents.items():
        (folder / name).write_bytes(data)
    said = {name: line for name, (_, line) in contents.items()}
    with (folder / "p-large.txt").open("wb") as file:
        file.truncate(2 << 30)
    said["p-large.txt"] = "the file is larger than 512 MB"
    (folder / "q-loop.txt").symlink_to(folder / "q-loop.txt")
    said["q-loop.txt"] = "cannot be read ("
    (folder / "r-up").symlink_to(folder)
    said["r-up"] = "a link leads back into its own folder"
    shut = folder / "s-shut.txt"
    if os.geteuid():
        shut.write_text(GOOD, encoding="utf-8")
        shut.chmod(0)
    else:
        # Root may read every file but this one.
        shut.symlink_to("/proc/self/mem")
    said["s-shut.txt"] = "cannot be read ("
    return said


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs links and users")
def test_two_good_files_among_broken_ones_of_every_kind(tmp_path: Path) -> None:
    (tmp_path / "a-good.txt").write_text(GOOD, encoding="utf-8")
    said = broken_files(tmp_path)
    (tmp_path / "z-good.md").write_text(f"# 锅炉房\n\n{GOOD}", encoding="utf-8")
    status, out, errors = run(tmp_path)
    assert status == 1
    assert len(errors) == len(said) + 1
    for (name, line), error in zip(said.items(), errors, strict=False):
        assert error.startswith(f"error: {line}")
        assert name in error
    assert errors[-1] == "error: 18 files of 20 could not be read"
    lines = out.splitlines()
    assert [line.split(":")[0] for line in lines if ": one article (" in line] == [
        "a-good.txt",
        "z-good.md",
    ]
    assert lines[-1] == (
        "2 files read, 18 failed; 2 articles; 26 characters = "
        "articles 22 + captions 0 + banners 0 + contents 0 + junk 0 + headlines 3 + marks 1"
    )
    status, out, again = run(tmp_path, "--json")
    assert (status, again) == (1, errors)
    assert {name: [unit["text"] for unit in units] for name, units in json.loads(out).items()} == {
        "a-good.txt": [GOOD.strip()],
        "z-good.md": [GOOD.strip()],
    }


def test_many_lost_records_are_one_line(tmp_path: Path) -> None:
    rows = ["title,text", *(f"{number},x" if number % 2 else f"{number}," for number in range(100))]
    (tmp_path / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    status, _, errors = run(tmp_path)
    assert status == 1
    assert errors == [
        "error: a row has no text: t.csv, line 2, and 49 more. "
        "Mend it or leave it: everything else is read.",
        "error: 50 records could not be read",
    ]


def test_quotation_mark_that_is_never_closed_is_said(tmp_path: Path) -> None:
    text = 'title,text\n甲,"第一行\n第二行。"\n乙,"末班车推迟到零点。\n丙,短。\n'
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    status, out, errors = run(tmp_path, "--json")
    assert status == 1
    assert errors[0].startswith("error: a quotation mark is never closed: t.csv, from line 4 on. ")
    assert [unit["title"] for unit in json.loads(out)["t.csv"]] == ["甲"]
    assert "+ lost records 14 + " in run(tmp_path)[1]


def test_what_is_named_twice_is_read_once_and_no_two_files_share_a_name(tmp_path: Path) -> None:
    for folder in ("d1", "d2", "d1/in.txt"):
        (tmp_path / folder).mkdir(parents=True)
    for place in ("d1/1.txt", "d2/1.txt", "d1/in.txt/1.txt"):
        (tmp_path / place).write_text(GOOD, encoding="utf-8")
    given: list[str | Path] = [
        tmp_path / "d1",
        tmp_path / "d2",
        tmp_path,
        tmp_path / "d1" / "1.txt",
        "-",
        "-",
    ]
    status, out, errors = run("--json", *given)
    assert list(json.loads(out)) == ["1.txt", "in.txt/1.txt", "d2/1.txt"]
    assert (status, errors) == (
        1,
        [
            "error: the file is empty: standard input. Leave it out, or fetch it again.",
            "error: 1 file of 4 could not be read",
        ],
    )


def test_names_that_cannot_be_printed_are_made_legible_and_kept_apart(tmp_path: Path) -> None:
    names = [b"\xb8\xdb.txt", b"\xb8\xdc.txt", b"a\n\x1b[31mb.txt", "a [1]*?　港.txt".encode()]
    for name in names:
        try:
            (tmp_path / os.fsdecode(name)).write_text(GOOD, encoding="utf-8")
        except OSError:
            pytest.skip("the file system takes UTF-8 names only")
    status, out, errors = run(
        tmp_path, "--json", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0"
    )
    assert (status, errors) == (0, [])
    assert list(json.loads(out)) == [
        "a\ufffd\ufffd[31mb.txt",
        "a [1]*?　港.txt",
        "\ufffd\ufffd.txt",
        f"{tmp_path.name}/\ufffd\ufffd.txt",
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        ([], 2, "the following arguments are required: FILE"),
        ([""], 1, "error: no file is named: an empty name. Name a file."),
        (["nowhere.txt"], 1, "error: cannot be read (No such file or directory): nowhere.txt. "),
        (["{folder}"], 1, "error: no file of a kind that is read: "),
        (["{folder}/*.txt"], 1, "error: cannot be read (No such file or directory): "),
        (["LICENSE", "--show", "0"], 1, "error: there is no article with this number: 0 of 1. "),
        (["LICENSE", "--show", "x"], 2, "invalid int value: 'x'"),
        (["LICENSE", "--show", "1", "--json"], 2, "not allowed with argument --show"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, arguments: list[str], status: int, line: str
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    (tmp_path / "sub").mkdir()
    code, _, errors = run(*(argument.format(folder=tmp_path) for argument in arguments))
    assert code == status
    assert any(line in error for error in errors)
    assert not any("Traceback" in error for error in errors)


def test_folders_nest_deeper_than_the_call_stack(tmp_path: Path) -> None:
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1_200):
            os.mkdir("d")
            os.chdir("d")
        Path("x.txt").write_text(GOOD, encoding="utf-8")
    finally:
        os.chdir(here)
    try:
        status, out, errors = run(tmp_path, "--json")
    finally:
        # Too deep for what clears pytest's folders.
        (tmp_path / ("d/" * 1_200 + "x.txt")).unlink()
        for depth in range(1_200, 0, -1):
            (tmp_path / ("d/" * depth)).rmdir()
    assert (status, errors, list(json.loads(out))) == (0, [], ["d/" * 1_200 + "x.txt"])


def test_reader_of_the_report_may_go_away(tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number}.txt").write_text(GOOD, encoding="utf-8")
    command = [sys.executable, "-m", "corpus", str(tmp_path)]
    with subprocess.Popen(
        command, cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith(b"0.txt: one article")
        process.stdout.close()
        assert process.stderr.read() == b""


def test_lone_surrogates_and_long_lines(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "\\ud83d 半个 \\ud83d\\ude00"}\n', encoding="utf-8")
    (tmp_path / "b.txt").write_text("缆绳" * 900_000, encoding="utf-8")
    status, out, _ = run(tmp_path, "--json")
    units = json.loads(out)
    assert status == 0
    assert units["a.jsonl"][0]["text"] == "\ufffd 半个 😀"
    assert units["b.txt"][0]["text"] == "缆绳" * 900_000


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path: Path, end: str) -> None:
    (tmp_path / "a.txt").write_bytes(end.join(("甲行。", "", "乙行。", "")).encode())
    (unit,) = json.loads(run(tmp_path, "--json")[1])["a.txt"]
    assert unit["text"] == "甲行。\n乙行。"
