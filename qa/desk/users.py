"""Who may log in: a file of names and scrypt hashes, and a limit on guessing.

A line is `name:scrypt$n$r$p$salt$hash`, salt and hash in base64; `#` begins a comment. The file is
read at the start. Knows nothing of pages, cookies or sessions.
"""

from __future__ import annotations

import base64
import binascii
import getpass
import hashlib
import hmac
import os
import secrets
import sys
import tempfile
import threading
import time
import unicodedata
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.errors import UserError
from index.lock import exclusive

N, R, P = 1 << 15, 8, 1
"""What a hash costs: 32 MB of memory and about a tenth of a second."""
_N, _R, _P = (1 << 14, 1 << 18), (8, 32), (1, 16)
"""What a file may ask for, so that no line of it stops the machine."""
_KEY, _SALT = 32, 16
SHORTEST, LONGEST, LONGEST_NAME = 8, 1024, 64
PER_NAME, OVERALL, WINDOW = 5, 100, 300.0
"""Wrong passwords in so many seconds, for one name and for all together."""
_AT_ONCE = 2


class AuthError(UserError):
    """A file of users, a name or a password that cannot be used."""


class Login(StrEnum):
    """What came of an attempt."""

    OK = "ok"
    WRONG = "wrong"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Secret:
    """A hashed password and what the hash costs."""

    n: int
    r: int
    p: int
    salt: bytes
    hash: bytes

    def matches(self, password: str) -> bool:
        """Whether this is the password; takes as long when it is not."""
        return hmac.compare_digest(_scrypt(password, self), self.hash)

    def __str__(self) -> str:
        salt, hash_ = (base64.b64encode(part).decode() for part in (self.salt, self.hash))
        return f"scrypt${self.n}${self.r}${self.p}${salt}${hash_}"


class Users:
    """The users of one file. Safe to share between threads."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._secrets = read(path)
        self.warning = exposed(path)
        """One line where others can read the file; empty where not."""
        # An unknown name is checked against this one, so that it takes as long as a known one.
        cost = next(iter(self._secrets.values()), Secret(N, R, P, b"", b""))
        self._nobody = Secret(
            cost.n, cost.r, cost.p, secrets.token_bytes(_SALT), secrets.token_bytes(_KEY)
        )
        self._limit = Limit(clock)
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def __len__(self) -> int:
        return len(self._secrets)

    def login(self, name: str, password: str) -> Login:
        """Check a name and a password, unless there were too many wrong ones of late."""
        name = _same(name)[:LONGEST_NAME]
        # Noted before it is checked: attempts made at the same moment are counted, too.
        if not self._limit.take(name):
            return Login.TOO_MANY
        known = self._secrets.get(name)
        with self._places:
            # No password is empty: one that is too long to be any is checked as that.
            given = password if len(password) <= LONGEST else ""
            right = (known or self._nobody).matches(given)
        if known is None or not right:
            return Login.WRONG
        self._limit.forgive(name)
        return Login.OK


class Limit:
    """Counts wrong attempts of the last minutes, by name and in all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._attempts: deque[tuple[float, str]] = deque()

    def take(self, name: str) -> bool:
        """Note an attempt, if there is one left."""
        with self._guard:
            now = self._clock()
            while self._attempts and self._attempts[0][0] <= now - WINDOW:
                self._attempts.popleft()
            of_name = sum(one == name for _, one in self._attempts)
            if of_name >= PER_NAME or len(self._attempts) >= OVERALL:
                return False
            self._attempts.append((now, name))
            return True

    def forgive(self, name: str) -> None:
        """Forget the attempts of a name that came in."""
        with self._guard:
            kept = [attempt for attempt in self._attempts if attempt[1] != name]
            self._attempts = deque(kept)


def read(path: Path) -> dict[str, Secret]:
    """The users of a file; the first broken line is named by its number."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise AuthError(
            f"the file of users cannot be read ({os.strerror(error.errno or 0)})",
            path,
            "Make an entry with `python app.py --add-user NAME --auth-file FILE`",
        ) from error
    except UnicodeDecodeError as error:
        raise AuthError("the file of users is not UTF-8", path, "Save it as UTF-8") from error
    found: dict[str, Secret] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.partition(":")
        secret = _parsed(rest.strip())
        if secret is None or fault(name) or name in found:
            why = "names a user a second time" if name in found else "is no user's entry"
            raise AuthError(
                f"line {number} of the file of users {why}",
                f"{path}:{number}",
                "Take the line out and make the entry with `python app.py --add-user`",
            )
        found[_same(name)] = secret
    if not found:
        raise AuthError(
            "the file of users is empty", path, "Make an entry with `python app.py --add-user NAME`"
        )
    return found


def add(path: Path, name: str, password: str) -> None:
    """Put a user into the file, or a new password in the place of the old one.

    The file appears whole: written beside its place, for its owner only, and moved there.
    """
    name = _same(name)
    if wrong := fault(name):
        raise AuthError("this cannot be a user's name", repr(name)[:80], wrong)
    if not SHORTEST <= len(password) <= LONGEST:
        raise AuthError(
            "the password is too short" if len(password) < SHORTEST else "the password is too long",
            f"{len(password)} characters",
            f"Choose {SHORTEST} to {LONGEST}",
        )
    path = path.resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(path.with_name(f".{path.name}.lock")):
            lines = path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []
            if any(map(_is_entry, lines)):
                read(path)
            entry = f"{name}:{hashed(password)}"
            kept = [line for line in lines if _same(line.partition(":")[0]) != name]
            _replace(path, "".join(f"{line}\n" for line in (*kept, entry)))
    except OSError as error:
        raise AuthError(
            f"the file of users cannot be written ({os.strerror(error.errno or 0)})",
            path,
            "Name a file in a folder that you can write",
        ) from error


def add_asking(path: Path, name: str, ask: Callable[[str], str] | None = None) -> None:
    """As `add`, asking for the password: twice at a terminal, a line of a pipe."""
    if ask is None and not sys.stdin.isatty():
        add(path, name, sys.stdin.readline().rstrip("\r\n"))
        return
    ask = ask or getpass.getpass
    password = ask(f"Password for {name}: ")
    if ask("The same again: ") != password:
        raise AuthError("the two passwords differ", "(not shown)", "Run the command again")
    add(path, name, password)


def hashed(password: str, n: int = N, r: int = R, p: int = P) -> Secret:
    """The secret of a password, with a salt of its own."""
    secret = Secret(n, r, p, secrets.token_bytes(_SALT), b"")
    return Secret(n, r, p, secret.salt, _scrypt(password, secret))


def exposed(path: Path) -> str:
    """A line where others than its owner can read the file; nothing where they cannot."""
    mode = path.stat().st_mode & 0o777
    if os.name != "posix" or not mode & 0o077:
        return ""
    return f"others can read the file of users: {path} has mode {mode:03o}. Run: chmod 600 {path}"


def fault(name: str) -> str:
    """What is wrong with a user's name; nothing where it can be one."""
    if not name or len(name) > LONGEST_NAME:
        return f"Give 1 to {LONGEST_NAME} characters"
    if ":" in name or name.startswith("#") or name != name.strip() or not name.isprintable():
        return "Leave out colons, control characters, blanks at the ends and a # at the start"
    return ""


def _is_entry(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _same(text: str) -> str:
    """One spelling for what looks the same, however a keyboard composes it."""
    return unicodedata.normalize("NFKC", text)


def _scrypt(password: str, secret: Secret) -> bytes:
    return hashlib.scrypt(
        _same(password).encode("utf-8", "surrogatepass"),
        salt=secret.salt,
        n=secret.n,
        r=secret.r,
        p=secret.p,
        maxmem=256 * secret.n * secret.r,
        dklen=_KEY,
    )


def _parsed(text: str) -> Secret | None:
    """The secret that a line states, or None where it states none that is safe to compute."""
    parts = text.split("$")
    if len(parts) != 6 or parts[0] != "scrypt" or not all(p.isascii() for p in parts):
        return None
    try:
        n, r, p = map(int, parts[1:4])
        salt, hash_ = (base64.b64decode(part, validate=True) for part in parts[4:])
    except (ValueError, binascii.Error):
        return None
    costs = ((n, _N), (r, _R), (p, _P))
    fits = all(low <= value <= high for value, (low, high) in costs) and not n & (n - 1)
    return Secret(n, r, p, salt, hash_) if fits and len(salt) >= 8 and len(hash_) == _KEY else None


def _replace(path: Path, text: str) -> None:
    """Write a file anew, mode 600, whole or not at all."""
    descriptor, half = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, path)
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise
