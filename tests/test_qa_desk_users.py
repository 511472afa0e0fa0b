"""Logging in: hashes, the file of users, and a limit on guessing."""

from __future__ import annotations

import io
import os
import sys
import threading
from pathlib import Path

import pytest

from qa.desk import users
from qa.desk.users import AuthError, Limit, Login, Users

PASSWORD = "correct horse"
CHEAP = (1 << 14, 8, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one user, whose hash is the cheapest that is allowed."""
    path = tmp_path / "users"
    path.write_text(f"# readers\n\nli:{users.hashed(PASSWORD, *CHEAP)}\n", encoding="utf-8")
    path.chmod(0o600)
    return path


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_right_password_comes_in_and_no_other(path: Path) -> None:
    known = Users(path)
    assert len(known) == 1
    assert known.login("li", PASSWORD) is Login.OK
    assert known.login("li", PASSWORD + "s") is Login.WRONG
    assert known.login("li", "") is Login.WRONG
    assert known.login("li", PASSWORD + "x" * 2000) is Login.WRONG
    assert known.login("wang", PASSWORD) is Login.WRONG
    assert known.login("", "") is Login.WRONG


def test_a_hash_is_the_standards_own() -> None:
    # RFC 7914, section 12: password "pleaseletmein", salt "SodiumChloride", N 16384, r 8, p 1.
    expected = bytes.fromhex("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2")
    secret = users.Secret(16384, 8, 1, b"SodiumChloride", expected)
    assert secret.matches("pleaseletmein")
    assert not secret.matches("pleaseletmeim")


def test_two_entries_of_one_password_differ() -> None:
    first, second = users.hashed(PASSWORD, *CHEAP), users.hashed(PASSWORD, *CHEAP)
    assert first.salt != second.salt
    assert first.hash != second.hash


def test_names_and_passwords_are_the_same_however_they_are_composed(tmp_path: Path) -> None:
    path = tmp_path / "users"
    users.add(path, "Zoe\u0301", "mot de passe\u0301")
    known = Users(path)
    assert known.login("Zo\u00e9", "mot de pass\u00e9") is Login.OK


def test_five_wrong_passwords_shut_a_name_for_five_minutes(path: Path) -> None:
    clock = Clock()
    known = Users(path, clock)
    outcomes = [known.login("li", f"wrong {number}") for number in range(6)]
    assert outcomes == [Login.WRONG] * 5 + [Login.TOO_MANY]
    assert known.login("li", PASSWORD) is Login.TOO_MANY
    assert known.login("wang", PASSWORD) is Login.WRONG
    clock.now += 299.0
    assert known.login("li", PASSWORD) is Login.TOO_MANY
    clock.now += 1.0
    assert known.login("li", PASSWORD) is Login.OK


def test_an_unknown_name_is_shut_like_a_known_one(path: Path) -> None:
    known = Users(path)
    outcomes = [known.login("nobody", PASSWORD) for _ in range(6)]
    assert outcomes == [Login.WRONG] * 5 + [Login.TOO_MANY]


def test_coming_in_forgives_the_attempts_before(path: Path) -> None:
    known = Users(path)
    for _ in range(2):
        assert [known.login("li", "wrong") for _ in range(4)] == [Login.WRONG] * 4
        assert known.login("li", PASSWORD) is Login.OK


def test_a_hundred_wrong_attempts_shut_everybody_out_for_a_while() -> None:
    clock = Clock()
    limit = Limit(clock)
    assert all(limit.take(f"name {number}") for number in range(100))
    assert not limit.take("one more")
    clock.now += 300.0
    assert limit.take("one more")


def test_attempts_at_the_same_moment_are_counted(path: Path) -> None:
    known = Users(path)
    outcomes: list[Login] = []
    threads = [
        threading.Thread(target=lambda: outcomes.append(known.login("li", "wrong")))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [Login.TOO_MANY] * 7 + [Login.WRONG] * 5


def test_an_unknown_name_is_checked_at_the_cost_of_a_known_one(path: Path) -> None:
    known = Users(path)
    nobody = known._nobody
    assert (nobody.n, nobody.r, nobody.p) == CHEAP
    assert (len(nobody.salt), len(nobody.hash)) == (16, 32)


GOOD = str(users.hashed(PASSWORD, *CHEAP))
KIND, N, R, P, SALT, HASH = GOOD.split("$")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("wang", "is no user's entry"),
        ("wang:", "is no user's entry"),
        ("wang:secret", "is no user's entry"),
        (f":{GOOD}", "is no user's entry"),
        (f" wang:{GOOD}", "is no user's entry"),
        (f"wang:{GOOD}:x", "is no user's entry"),
        (f"wang:argon2${N}${R}${P}${SALT}${HASH}", "is no user's entry"),
        (f"wang:scrypt$1024${R}${P}${SALT}${HASH}", "is no user's entry"),
        (f"wang:scrypt$16385${R}${P}${SALT}${HASH}", "is no user's entry"),
        (f"wang:scrypt$1073741824${R}${P}${SALT}${HASH}", "is no user's entry"),
        (f"wang:scrypt${N}$1000${P}${SALT}${HASH}", "is no user's entry"),
        (f"wang:scrypt${N}${R}$-1${SALT}${HASH}", "is no user's entry"),
        (f"wang:scrypt${N}${R}${P}$AA==${HASH}", "is no user's entry"),
        (f"wang:scrypt${N}${R}${P}$!!!!${HASH}", "is no user's entry"),
        (f"wang:scrypt${N}${R}${P}${SALT}$AAAA", "is no user's entry"),
        (f"li:{GOOD}", "names a user a second time"),
    ],
)
def test_a_broken_line_is_named_by_its_number_and_never_shown(
    path: Path, line: str, why: str
) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(AuthError) as caught:
        Users(path)
    said = str(caught.value)
    assert said.startswith(f"line 4 of the file of users {why}: {path}:4. ")
    assert "\n" not in said
    assert "secret" not in said
    assert SALT not in said


def test_a_file_that_is_missing_empty_or_no_text_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "users"
    with pytest.raises(AuthError, match=r"cannot be read \(No such file or directory\)"):
        Users(path)
    path.write_text("# nobody yet\n\n")
    with pytest.raises(AuthError, match="the file of users is empty"):
        Users(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AuthError, match="not UTF-8"):
        Users(path)


def test_a_file_that_others_can_read_is_warned_about(path: Path) -> None:
    assert Users(path).warning == ""
    path.chmod(0o640)
    warning = Users(path).warning
    assert warning.endswith(f"{path} has mode 640. Run: chmod 600 {path}")


def test_an_entry_is_made_with_a_mode_and_replaced_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "new" / "users"
    users.add(path, "li", PASSWORD)
    path.write_text("# readers\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    users.add(path, "王芳", "another one")
    users.add(path, "li", "a newer one")
    assert path.stat().st_mode & 0o777 == 0o600
    known = Users(path)
    assert len(known) == 2
    assert known.login("li", PASSWORD) is Login.WRONG
    assert known.login("li", "a newer one") is Login.OK
    assert known.login("王芳", "another one") is Login.OK
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# readers\n王芳:scrypt$32768$8$1$")
    assert "newer" not in text
    assert sorted(p.name for p in path.parent.iterdir()) == [".users.lock", "users"]


def test_a_broken_file_is_not_written_over(path: Path) -> None:
    path.write_text("li:nonsense\n")
    with pytest.raises(AuthError, match="line 1"):
        users.add(path, "wang", PASSWORD)
    assert path.read_text() == "li:nonsense\n"


@pytest.mark.parametrize("name", ["", "a:b", " li", "li ", "#li", "a\nb", "a\x00", "x" * 65])
def test_what_cannot_be_a_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(AuthError, match="this cannot be a user's name"):
        users.add(tmp_path / "users", name, PASSWORD)
    assert not (tmp_path / "users").exists()


@pytest.mark.parametrize(("password", "why"), [("short", "too short"), ("x" * 1025, "too long")])
def test_a_password_is_of_some_length(tmp_path: Path, password: str, why: str) -> None:
    with pytest.raises(AuthError, match=f"the password is {why}: {len(password)} characters"):
        users.add(tmp_path / "users", "li", password)


def test_the_password_is_asked_for_twice(tmp_path: Path) -> None:
    answers = iter([PASSWORD, PASSWORD, PASSWORD, "another"])
    prompts: list[str] = []

    def ask(prompt: str) -> str:
        prompts.append(prompt)
        return next(answers)

    users.add_asking(tmp_path / "users", "li", ask)
    assert prompts == ["Password for li: ", "The same again: "]
    assert Users(tmp_path / "users").login("li", PASSWORD) is Login.OK
    with pytest.raises(AuthError, match="the two passwords differ"):
        users.add_asking(tmp_path / "users", "li", ask)


def test_a_pipe_gives_the_password_in_its_first_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\nmore\n"))
    users.add_asking(tmp_path / "users", "li")
    assert Users(tmp_path / "users").login("li", PASSWORD) is Login.OK


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(AuthError, match="cannot be written"):
        users.add(tmp_path / "users", "li", PASSWORD)
