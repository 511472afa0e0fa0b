"""Settings: which layer wins, and what is refused."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from corpus.errors import SettingError
from corpus.settings import Places, add_flags, resolve


@dataclass(frozen=True, slots=True)
class Press:
    """Settings of an invented part."""

    title: str = "default"
    copies: int = 100
    speed: float = 1.5
    duplex: bool = False
    paper: Literal["news", "fine"] = "news"
    tray: Path | None = None


GROUPS = (Press, Places)


def parsed(*flags: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_flags(parser, GROUPS)
    return parser.parse_args(flags)


def test_the_last_layer_wins(tmp_path: Path) -> None:
    config = tmp_path / "press.toml"
    config.write_text('title = "file"\ncopies = 1\nspeed = 2\nduplex = true\n')
    env = {"BAOWEN_COPIES": "2", "BAOWEN_SPEED": "2.5", "HOME": "/nowhere"}
    settings = resolve(GROUPS, parsed("--config", str(config), "--speed", "3.25"), env)
    assert settings[Press] == Press(title="file", copies=2, speed=3.25, duplex=True)
    assert resolve(GROUPS, parsed(), {})[Press] == Press()


def test_the_environment_may_name_the_file(tmp_path: Path) -> None:
    config = tmp_path / "press.toml"
    config.write_text('paper = "fine"\ntray = "~/tray"')
    press = resolve(GROUPS, None, {"BAOWEN_CONFIG": str(config)})[Press]
    assert press.paper == "fine"
    assert press.tray == Path.home() / "tray"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('tittle = "x"', ("unknown setting", "tittle", "Did you mean title?")),
        ("zzz = 1", ("unknown setting", "zzz", "Known: cache, copies")),
        ('copies = "many"', ("copies", "'many'", "Give a whole number")),
        ("copies = 1.5", ("copies", "1.5", "Give a whole number")),
        ("copies = true", ("copies", "True", "Give a whole number")),
        ("copies = inf", ("copies", "inf", "Give a whole number")),
        ('speed = "fast"', ("speed", "'fast'", "Give a number")),
        ('duplex = "maybe"', ("duplex", "'maybe'", "Give true or false")),
        ('paper = "silk"', ("paper", "'silk'", "Give one of: news, fine")),
        ("title = 3", ("title", "3", "Give a text in quotes")),
        ('tray = ""', ("tray", "''", "Give a path")),
        ('tray = "~nobody-at-all/x"', ("tray", "~nobody-at-all/x", "Give a path")),
        ("title = ", ("not TOML", "Write lines like")),
    ],
)
def test_what_a_file_may_not_say(tmp_path: Path, line: str, words: tuple[str, ...]) -> None:
    config = tmp_path / "press.toml"
    config.write_text(line)
    with pytest.raises(SettingError) as caught:
        resolve(GROUPS, parsed("--config", str(config)), {})
    message = str(caught.value)
    assert all(word in message for word in words), message
    assert "\n" not in message


def test_an_unknown_variable_of_ours_is_refused_and_others_are_not() -> None:
    with pytest.raises(SettingError, match="BAOWEN_"):
        resolve(GROUPS, None, {"BAOWEN_LIBARY": "/x"})
    assert resolve(GROUPS, None, {"BAOWEN_TEST_CACHE": "/x", "OTHER": "y"})[Press] == Press()


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="cannot be read"):
        resolve(GROUPS, parsed("--config", str(tmp_path / "none.toml")), {})
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingError, match="not TOML"):
        resolve(GROUPS, parsed("--config", str(binary)), {})


def test_places_default_to_the_users_directories_and_can_be_moved(tmp_path: Path) -> None:
    default = resolve(GROUPS, None, {})[Places]
    assert default.library_folder.name == "library"
    assert "baowen" in str(default.cache_folder)
    moved = resolve(GROUPS, parsed("--library", str(tmp_path), "--cache", str(tmp_path)), {})
    assert moved[Places].library_folder == moved[Places].cache_folder == tmp_path
