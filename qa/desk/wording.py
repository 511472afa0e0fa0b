"""Text that readers type, made fit to be kept: bounded, and without what moves a screen.

Everything else is kept as it was typed; escaping is the work of whoever shows it.
"""

from __future__ import annotations

import re

from index.paths import whole

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of all that follows them, or end another's turn."""
_UNSEEN = re.compile(r"[\u061c\u200b\u200e\u200f\u2060\ufeff]")
"""Characters that nobody sees and no title needs. Joiners, which scripts need, are none."""


def clipped(text: str, longest: int) -> str:
    """The text in at most `longest` characters, with an ellipsis where it was cut."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def unturned(text: str) -> str:
    """The text without what turns the direction of the text around it."""
    return _TURNING.sub("", text)


def block(text: str, longest: int) -> str:
    """A text of several lines."""
    lines = whole(text).replace("\r\n", "\n").replace("\r", "\n")
    return clipped(_CONTROL.sub("", lines).strip(), longest)


def line(text: str, longest: int) -> str:
    """A text of one line: every white space is one blank."""
    flat = " ".join(whole(text).split())
    return clipped(_UNSEEN.sub("", unturned(_CONTROL.sub("", flat))).strip(), longest)
