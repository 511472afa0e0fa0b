"""Files' paths as a library keeps them, and names that no other file of the library has.

A path need not be UTF-8 (old archives have names in GBK), and a database holds nothing else. Knows
names only; opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import count
from pathlib import Path

_ESCAPED = re.compile(r"(?<=.)//(d[89a-f][0-9a-f]{2})")
_SURROGATE = re.compile("[\ud800-\udfff]")


def stored(path: str) -> str:
    """An absolute path with what is not Unicode written as `//dc9d`.

    No such path has two slashes in its middle, so it can be read back.
    """
    return _SURROGATE.sub(lambda found: f"//{ord(found[0]):04x}", path)


def on_disk(path: str) -> str:
    """The path that `stored` was given."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), path)


def unlike(taken: Set[str], name: str, path: str) -> str:
    """The name, lengthened by the folders above it until it is none of those taken."""
    above = [whole(f.name) for f in list(Path(path).parents)[name.count("/") :]]
    for folder in above:
        if name not in taken:
            return name
        name = f"{folder}/{name}"
    numbered = (f"{name} ({number})" for number in count(2))
    return next(n for n in numbered if n not in taken) if name in taken else name


def whole(text: str) -> str:
    """A text without halves of characters, which can be neither encoded nor kept."""
    return _SURROGATE.sub("\ufffd", text)
