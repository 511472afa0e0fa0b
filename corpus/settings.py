"""Settings: defaults, then a TOML file, then the environment, then flags; the last one wins.

A group of settings is a frozen dataclass beside the code that uses it. All groups share one flat
set of names: the field `encoder` is `encoder = "…"` in the file, `BAOWEN_ENCODER` in the
environment and `--encoder` on the command line. An unknown name or an impossible value is refused,
never ignored.

Knows how settings are found and checked; does not know what any of them means.
"""

from __future__ import annotations

import argparse
import difflib
import os
import tomllib
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from corpus.errors import SettingError

ENVIRONMENT = "BAOWEN_"
_OTHER_NAMES = ("BAOWEN_CONFIG", "BAOWEN_TEST_")
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")

Group = TypeVar("Group")


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are kept."""

    library: Path | None = field(
        default=None,
        metadata={"help": "the library's folder (default: in your data directory)"},
    )
    cache: Path | None = field(
        default=None,
        metadata={"help": "where prepared models are kept (default: your cache directory)"},
    )

    @property
    def library_folder(self) -> Path:
        """The library's folder, given or default."""
        if self.library is not None:
            return self.library
        import platformdirs

        return Path(platformdirs.user_data_dir("baowen")) / "library"

    @property
    def cache_folder(self) -> Path:
        """The cache's folder, given or default."""
        if self.cache is not None:
            return self.cache
        import platformdirs

        return Path(platformdirs.user_cache_dir("baowen"))


class Settings:
    """The resolved groups: `settings[EncoderSettings].encoder`."""

    def __init__(self, groups: Mapping[type, object]) -> None:
        self._groups = dict(groups)

    def __getitem__(self, group: type[Group]) -> Group:
        found = self._groups[group]
        assert isinstance(found, group)
        return found

    def replacing(self, group: object) -> Settings:
        """The same settings with another value of one group."""
        return Settings({**self._groups, type(group): group})


def add_flags(parser: argparse._ActionsContainer, groups: Sequence[type]) -> None:
    """Give the parser, or a group of it, one flag for each field, and `--config`."""
    parser.add_argument("--config", metavar="FILE", help="settings in TOML, the flags' names")
    for name, text in _names(groups).items():
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            metavar=name.upper(),
            help=text.replace("%", "%%"),
            dest=f"setting_{name}",
        )


def resolve(
    groups: Sequence[type],
    arguments: argparse.Namespace | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Every group, from all four layers."""
    env = os.environ if environment is None else environment
    config = getattr(arguments, "config", None) or env.get("BAOWEN_CONFIG")
    known = _names(groups)
    layers: list[tuple[str, dict[str, object]]] = []
    if config:
        layers.append((f"in {config}", _known(read_toml(Path(config)), known, f"in {config}")))
    layers.append(("in the environment", _from_environment(env, known)))
    flags = {name: getattr(arguments, f"setting_{name}", None) for name in known}
    layers.append(("on the command line", {k: v for k, v in flags.items() if v is not None}))

    values = {name: (where, value) for where, layer in layers for name, value in layer.items()}
    return Settings({group: _build(group, values) for group in groups})


def read_toml(path: Path) -> dict[str, object]:
    """A settings file's content."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingError(
            f"the settings file cannot be read ({error.strerror})", path, "Check the path"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(
            "the settings file is not TOML", f"{path}: {error}", 'Write lines like: encoder = "…"'
        ) from error


def _names(groups: Sequence[type]) -> dict[str, str]:
    return {f.name: str(f.metadata.get("help", "")) for group in groups for f in _fields(group)}


def _fields(group: type) -> tuple[Field[object], ...]:
    return fields(group)


def _known(layer: Mapping[str, object], known: Mapping[str, str], where: str) -> dict[str, object]:
    for name in layer:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            remedy = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(known))}"
            raise SettingError(f"unknown setting {where}", name, remedy)
    return dict(layer)


def _from_environment(env: Mapping[str, str], known: Mapping[str, str]) -> dict[str, object]:
    ours = {
        name.removeprefix(ENVIRONMENT).lower(): value
        for name, value in env.items()
        if name.startswith(ENVIRONMENT) and not name.startswith(_OTHER_NAMES)
    }
    return _known(ours, known, "in the environment (BAOWEN_…)")


def _build(group: type[Group], values: Mapping[str, tuple[str, object]]) -> Group:
    kinds = get_type_hints(group)
    given = {
        f.name: _convert(values[f.name][1], kinds[f.name], f.name, values[f.name][0])
        for f in _fields(group)
        if f.name in values
    }
    return group(**given)


def _convert(value: object, kind: object, name: str, where: str) -> object:
    """A value from a file or a string, as the field's type, or a refusal that names both."""
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(part for part in get_args(kind) if part is not types.NoneType)
    if get_origin(kind) is Literal:
        if value in get_args(kind):
            return value
        expected = "one of: " + ", ".join(map(str, get_args(kind)))
    else:
        read, expected = _READERS[kind]
        try:
            return read(value)
        except (TypeError, ValueError):
            pass
    raise SettingError(f"impossible value for {name} {where}", repr(value), f"Give {expected}")


def _truth(value: object) -> bool:
    word = str(value).lower()
    if word not in _TRUE + _FALSE:
        raise ValueError(word)
    return word in _TRUE


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise TypeError(value)
    return float(value)


def _whole(value: object) -> int:
    number = _number(value)
    if not number.is_integer():
        raise ValueError(value)
    return int(number)


def _path(value: object) -> Path:
    if not _text(value):
        raise ValueError(value)
    try:
        return Path(_text(value)).expanduser()
    except RuntimeError as error:  # a home directory that is nobody's
        raise ValueError(value) from error


_READERS: dict[object, tuple[Callable[[object], object], str]] = {
    bool: (_truth, "true or false"),
    str: (_text, "a text in quotes"),
    float: (_number, "a number"),
    int: (_whole, "a whole number"),
    Path: (_path, "a path"),
}
