"""Every error that a user can mend says what, which value, and the remedy, on one line."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

import corpus
import index
import qa
from corpus.errors import UserError, reported
from tests.test_layers import ROOT


def subclasses(kind: type[UserError]) -> list[type[UserError]]:
    return [found for child in kind.__subclasses__() for found in (child, *subclasses(child))]


def all_errors() -> list[type[UserError]]:
    for package in (corpus, index, qa):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    return [UserError, *subclasses(UserError)]


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_has_what_value_and_remedy_on_one_line(kind: type[UserError]) -> None:
    error = kind("the thing is\nwrong", "the value", "Do this")
    assert (error.what, error.value, error.remedy) == (
        "the thing is\nwrong",
        "the value",
        "Do this",
    )
    assert str(error) == "the thing is wrong: the value. Do this"
    assert kind.__doc__


def test_a_user_error_becomes_one_line_and_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    @reported
    def command() -> int:
        raise UserError("no such thing", 7, "Take another")

    assert command() == 1
    assert capsys.readouterr() == ("", "error: no such thing: 7. Take another\n")


def test_ctrl_c_becomes_130(capsys: pytest.CaptureFixture[str]) -> None:
    @reported
    def command() -> int:
        raise KeyboardInterrupt

    assert command() == 130
    assert capsys.readouterr().err.startswith("interrupted")


def test_a_bug_keeps_its_traceback() -> None:
    @reported
    def command() -> int:
        return 1 // 0

    with pytest.raises(ZeroDivisionError):
        command()


def run(
    code: str, stdout: int | IO[str], env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    program = (
        f"import sys\nfrom corpus.errors import reported\n@reported\ndef main():\n    {code}\n"
    )
    command = [sys.executable, "-c", program + "sys.exit(main())"]
    return subprocess.run(
        command, cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, env=env, text=True, check=False
    )


def test_a_reader_that_has_gone_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    done = run("print('x' * 100_000); return 0", stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_output_that_cannot_be_written_is_one_line() -> None:
    with open("/dev/full", "w") as full:
        done = run("print('x'); return 0", stdout=full)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "error: the output cannot be written: no space left. Free some"
    ]


def test_output_is_utf8_whatever_the_locale() -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    code = "print('\\u62a5\\u95ee', chr(0xdc80)); return 0"
    done = run(code, stdout=subprocess.PIPE, env=environment)
    assert done.stdout == "报问 \\udc80\n"
