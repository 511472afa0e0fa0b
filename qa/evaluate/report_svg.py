"""Plots for a page: drawn by matplotlib, coloured by the page.

What matplotlib writes is made over so that it follows the page's theme and stands under its policy:
colours become classes, styles become attributes, ids are gone or the plot's own, text stays text
in the system's fonts, and each plot has a title and a description.

Knows drawings; nothing of runs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

INK, QUIET, RULE, PAPER = "#010101", "#020202", "#030303", "#040404"
"""What a drawing may be coloured with; the page decides what each of them looks like."""
_CLASSES = {INK: "ink", QUIET: "quiet", RULE: "rule", PAPER: "paper", "none": "none"}
_DEFAULTS = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
_KEPT = frozenset({"opacity", "font-size", "text-anchor", "fill-opacity", "stroke-opacity"}) | {
    f"stroke-{what}" for what in ("width", "dasharray", "dashoffset", "linejoin", "linecap")
}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)px")
_LINK = "{http://www.w3.org/1999/xlink}href"


@contextmanager
def drawing(width: float, height: float) -> Iterator[tuple[Figure, Axes]]:
    """A figure in points, with hairlines for axes; nothing of it outlives the block."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    style: dict[RcKeyType, object] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "baowen",
        "text.parse_math": False,
        "font.size": 11.0,
        "axes.linewidth": 0.6,
        "axes.edgecolor": QUIET,
        "axes.labelcolor": QUIET,
        "text.color": INK,
        "xtick.color": QUIET,
        "ytick.color": QUIET,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "legend.frameon": False,
        "legend.fontsize": 10.0,
    }
    with mpl.rc_context(style):
        figure = Figure(figsize=(width / 72, height / 72))
        axes = figure.add_subplot()
        axes.grid(color=RULE, linewidth=0.6)
        axes.set_axisbelow(True)
        yield figure, axes


def svg(figure: Figure, name: str, title: str, about: str, words: Mapping[str, str]) -> str:
    """The figure as an element for a page.

    `words` holds what stands in the place of texts of the drawing: matplotlib measures texts with
    a font of its own, which does not have every script.
    """
    out = io.BytesIO()
    empty = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(out, format="svg", transparent=True, metadata=empty)
    root = ElementTree.fromstring(out.getvalue())  # noqa: S314 - written by the line above
    _drop(root)
    linked = {node.get(_LINK, "") for node in root.iter()} | set(_urls(root))
    for node in root.iter():
        _plain(node, name, linked, words)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title {name}-about"}
    for number, (tag, said) in enumerate((("title", title), ("desc", about))):
        node = ElementTree.Element(tag, {"id": f"{name}-{('title', 'about')[number]}"})
        node.text = said
        root.insert(number, node)
    return ElementTree.tostring(root, encoding="unicode")


def _drop(node: ElementTree.Element) -> None:
    """Without metadata, a style sheet of its own, and the figure's empty background."""
    for child in list(node):
        if child.tag.rpartition("}")[2] in {"metadata", "style"}:
            node.remove(child)
        else:
            _drop(child)


def _urls(root: ElementTree.Element) -> Iterator[str]:
    for node in root.iter():
        for value in node.attrib.values():
            yield from re.findall(r"url\((#[^)]+)\)", value)


def _plain(
    node: ElementTree.Element, name: str, linked: set[str], words: Mapping[str, str]
) -> None:
    """One element without namespaces, styles, foreign ids."""
    node.tag = node.tag.rpartition("}")[2]
    node.text = words.get((node.text or "").strip(), node.text)
    attributes = dict(node.attrib)
    node.attrib.clear()
    classes = []
    style = attributes.pop("style", "")
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    for key, value in (*attributes.items(), *((k.strip(), v.strip()) for k, _, v in pairs)):
        if key in {"fill", "stroke"}:
            classes.append(f"{key}-{_CLASSES[value]}")
        elif key == "font":
            node.set("font-size", _SIZE.findall(value)[0])
        elif key == "id":
            if f"#{value}" in linked:
                node.set("id", f"{name}-{value}")
        elif key == _LINK:
            node.set("href", f"#{name}-{value[1:]}")
        elif value != _DEFAULTS.get(key) and (key in _KEPT or key in attributes):
            node.set(key, value.replace("url(#", f"url(#{name}-").removesuffix("px"))
    if classes:
        node.set("class", " ".join(classes))
