"""Every error that a user can mend says what, which value, and the remedy, on one line."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import corpus
import index
import qa
from corpus.errors import UserError, reported


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
