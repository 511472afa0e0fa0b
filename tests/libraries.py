"""Folders of articles, and what a library holds, for the tests of storing and adding."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from pathlib import Path

from index.storage import Batch, Storage, Writer
from index.types import Filters

_PLACES = ["河口", "南坡", "柳树", "青石", "东关", "白塔", "新桥", "下湾", "石门", "长堤"]
_WHO = ["村民", "工人", "教师", "船员", "医生", "木匠", "社员", "邮递员", "学生", "养蜂人"]
_DEEDS = [
    "修好了水渠",
    "种下了果树",
    "办起了夜校",
    "打通了山路",
    "救起了落水的孩子",
    "试种了早稻",
    "挖出了一口井",
]
_THEN = ["县里派人来看过", "大家都说办得好", "明年还要接着干", "乡亲们送来了鸡蛋", "这件事上了广播"]


def sentence(chance: random.Random) -> str:
    """A sentence of news."""
    return (
        f"{chance.choice(_PLACES)}的{chance.choice(_WHO)}{chance.choice(_DEEDS)}，"
        f"用了{chance.randint(2, 90)}天，{chance.choice(_THEN)}。"
    )


def story(seed: int, sentences: int = 4) -> tuple[str, str]:
    """A headline and a body, the same for the same seed."""
    chance = random.Random(seed)
    title = f"{chance.choice(_PLACES)}{chance.choice(_DEEDS)}之{seed}"
    return title, f"第{seed}号消息。" + "".join(sentence(chance) for _ in range(sentences))


def write_story(path: Path, seed: int) -> Path:
    """A file that is one article."""
    title, body = story(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {title}\n\n{body}\n", encoding="utf-8")
    return path


def write_rows(path: Path, seeds: range) -> Path:
    """A file of many articles."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for seed in seeds:
        title, body = story(seed)
        row = {"title": title, "text": body, "date": f"1987-03-{seed % 28 + 1:02d}"}
        lines.append(json.dumps(row, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def content(storage: Storage) -> str:
    """One digest of everything that a library says, whatever the order that it was written in."""
    with storage.view() as view:
        files = sorted(
            (r.path, r.source, r.size, r.sha256, r.bundle, sorted(r.collections))
            for r in view.files()
        )
        placements = view.listing(Filters())
        articles = view.articles([p.article_id for p in placements])
        stories = sorted(
            {tuple(sorted({p.article_id for p in view.same_story(id_)})) for id_ in articles}
        )
        living = [row for row in range(view.rows) if view.alive[row]]
        vectors = view.vectors(0, view.rows)
        passages = sorted(
            (p.id, p.article_id, p.start, p.end, vectors[row].tobytes().hex(),
             int(view.lengths[row]))
            for row, p in zip(living, view.passages(living), strict=True)
        )  # fmt: skip
    parts = (files, sorted(map(repr, placements)), sorted(map(repr, articles.values())))
    return hashlib.sha256(repr((*parts, stories, passages)).encode()).hexdigest()


class NotingWriter:
    """A writer that says when a batch is in."""

    def __init__(self, writer: Writer, note: Callable[[int], None]) -> None:
        self._writer = writer
        self._note = note

    def commit(self, batch: Batch) -> int:
        generation = self._writer.commit(batch)
        self._note(generation)
        return generation
