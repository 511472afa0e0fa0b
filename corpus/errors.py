"""The errors a user can mend, and the one line that tells them how.

    UserError            something the person at the keyboard can put right
    ├── SettingError     a flag, an environment variable or a line of a settings file
    ├── ReadError        a file that cannot become articles
    ├── ModelError       a model that is missing, altered or does not load
    ├── LibraryError     a library that cannot be opened, written or matched
    └── ServerError      a generator behind a URL that does not answer

Every one of them says what is wrong, the value that is wrong, and the remedy. `reported` is the
one place where such an error becomes a line on stderr and exit status 1. Anything else is a bug
and keeps its traceback.
"""

from __future__ import annotations

import errno
import functools
import io
import os
import sys
from collections.abc import Callable
from typing import ParamSpec


class UserError(Exception):
    """Something that the user can mend: what, the value, the remedy."""

    def __init__(self, what: str, value: object, remedy: str) -> None:
        self.what = what
        self.value = value
        self.remedy = remedy
        super().__init__(what, value, remedy)

    def __str__(self) -> str:
        line = f"{self.what}: {self.value}. {self.remedy}"
        return " ".join(line.split())


class SettingError(UserError):
    """A setting with an unknown name or an impossible value."""


class ReadError(UserError):
    """A file that cannot be read as articles."""


class ModelError(UserError):
    """A model that is missing, altered, or does not fit."""


class LibraryError(UserError):
    """A library that cannot be opened, written, or matched with the settings."""


class ServerError(UserError):
    """A generator behind a URL that refuses, times out or answers nonsense."""


P = ParamSpec("P")


def reported(command: Callable[P, int]) -> Callable[P, int]:
    """Wrap a command line's `main`: a `UserError` becomes one line and 1, Ctrl-C becomes 130.

    Also keeps what every command owes its reader: UTF-8 whatever the locale, silence when the
    reader of a pipe has gone (`| head`), and one line when the output cannot be written.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            status = command(*args, **kwargs)
            if sys.stdout is not None:
                sys.stdout.flush()
        except UserError as error:
            return _told(f"error: {error}", 1)
        except KeyboardInterrupt:
            return _told("interrupted; what was committed is kept", 130)
        except BrokenPipeError:
            _drop_output()
            return 141
        except OSError as error:
            if error.errno != errno.ENOSPC or error.filename is not None:
                raise
            _drop_output()
            return _told("error: the output cannot be written: no space left. Free some", 1)
        return status

    return run


def _told(line: str, status: int) -> int:
    print(line, file=sys.stderr)  # noqa: T201
    return status


def _drop_output() -> None:
    """Let what is still to be written go nowhere, so that leaving does not fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
