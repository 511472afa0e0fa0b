"""The command line as a user meets it: fast help, one-line errors, answers as text and as JSON."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.library import Library
from index.types import Encoder
from qa.__main__ import main
from tests.test_layers import HEAVY, ROOT


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_help_is_fast_and_imports_nothing_heavy() -> None:
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = run("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
        assert done.returncode == 0
        assert "doctor" in done.stdout
    assert min(seconds) <= 0.5
    code = "import sys, qa.__main__ as m; m.parser(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(done.stdout.split())


def test_usage_is_status_2() -> None:
    done = run("sing")
    assert done.returncode == 2
    assert "invalid choice: 'sing'" in done.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["eval", "q.jsonl", "--out", ""], "no folder is named"),
        (["compare", "a", "b", "--report", "b/answers.jsonl"], "end it in .html"),
        (["compare", "a", "b", "--report", "/nowhere/at/all.html"], "no file can be here"),
    ],
)
def test_a_place_that_cannot_be_written_is_said_first(
    capsys: pytest.CaptureFixture[str], words: list[str], expected: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert expected in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ask", "x", "--batch", "many"], "impossible value for batch"),
        (["ask", "x", "--config", "/nowhere.toml"], "the settings file cannot be read"),
        (["ask", "x", "--library", "/nowhere/at/all"], "/nowhere/at/all"),
        (["ask", "x", "--precision", "float8"], "Give one of: auto, bfloat16, float32"),
    ],
)
def test_bad_input_is_one_line_and_status_1(
    capsys: pytest.CaptureFixture[str], words: list[str], expected: str
) -> None:
    assert main(words) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert expected in err
    assert err.count("\n") == 1


def ask(
    library: Path, cache: Path, question: str, capsys: pytest.CaptureFixture[str], *flags: str
) -> str:
    places = ["--library", str(library), "--cache", str(cache)]
    assert main(["ask", question, *places, *flags]) == 0
    return capsys.readouterr().out


def test_ask_cites_the_exact_span(
    demo_library: Path, model_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = ask(demo_library, model_cache, "高温津贴怎么发？", capsys, "--json")
    answer = json.loads(printed)
    assert answer["outcome"] == "answered"
    assert answer["text"] == "".join(s["text"] for s in answer["sentences"])
    assert answer["citations"]
    with Library.open(demo_library, _no_encoder) as library:
        for citation in answer["citations"]:
            article = library.article(citation["article_id"])
            assert article.text[citation["start"] : citation["end"]] == citation["quote"]
            assert article.title == citation["title"]
    numbers = {citation["number"] for citation in answer["citations"]}
    assert {n for s in answer["sentences"] for n in s["citations"]} == numbers


def _no_encoder() -> Encoder:
    pytest.fail("reading an article needs no encoder")


def test_ask_prints_numbered_sources(
    demo_library: Path, model_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = ask(demo_library, model_cache, "高温津贴怎么发？", capsys)
    first, *rest = printed.splitlines()
    assert first.endswith(" [1]")
    assert f"    “{first.removesuffix(' [1]')}”" in rest


@pytest.mark.parametrize("question", ["", "   ", "？！…", "问" * 2001])
def test_an_impossible_question_is_one_line(
    demo_library: Path,
    model_cache: Path,
    capsys: pytest.CaptureFixture[str],
    question: str,
) -> None:
    places = ["--library", str(demo_library), "--cache", str(model_cache)]
    assert main(["ask", question, *places]) == 1
    assert capsys.readouterr().err.count("\n") == 1


OFFLINE = ("unshare", "--net", "--map-root-user", "sh", "-c")
NO_NAMESPACE = (
    shutil.which("unshare") is None
    or subprocess.run([*OFFLINE, "ip link set lo up"], capture_output=True, check=False).returncode
    != 0
)


@pytest.mark.skipif(NO_NAMESPACE, reason="this machine gives no network namespace")
@pytest.mark.parametrize("command", ["doctor", "ask 高温津贴怎么发？"])
def test_nothing_needs_a_network(demo_library: Path, model_cache: Path, command: str) -> None:
    places = f"--library {demo_library} --cache {model_cache}"
    done = subprocess.run(
        [*OFFLINE, f"ip link set lo up && {sys.executable} -m qa {command} {places}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout
