"""What is shown of a library: numbers over time, its files, a split to confirm, how adding goes.

Knows numbers, names and states; knows nothing of where they come from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from app_render import Words, act, bdi, esc, headline, notice
from index.library import Stats
from qa.desk.jobs import JobState, Stage
from qa.desk.journal import Unfinished
from qa.desk.staged import Staged, StagedFile
from qa.desk.strings import Key
from qa.desk.wording import clipped

_WIDE, _HIGH = 1120, 140
_MOST_BARS, _MOST_SHOWN, _NAMES = 60, 40, 300
_LANGUAGES = {
    "zh": "中文",
    "zh-Hant": "繁體中文",
    "en": "English",
    "ja": "日本語",
    "es": "Español",
    "ru": "Русский",
}


def facts(words: Words, stats: Stats, dates: Sequence[str]) -> str:
    """What is in the library, in numbers and over time."""
    if not stats.files:
        return f'<section class="bw"><p class="lead">{words(Key.LIBRARY_EMPTY)}</p></section>'
    numbers = (
        (Key.COUNT_ARTICLES, stats.articles),
        (Key.COUNT_FILES, stats.files),
        (Key.COUNT_PASSAGES, stats.passages),
        (Key.COUNT_OTHERS, sum(stats.others.values())),
    )
    told = "".join(f"<li>{words(key, n=number)}</li>" for key, number in numbers if number)
    columns = "".join(
        _column(words, key, counts)
        for key, counts in (
            (Key.BY_SOURCE, stats.publications),
            (Key.BY_LANGUAGE, {_LANGUAGES.get(k, k): n for k, n in stats.languages.items() if k}),
            (Key.COLLECTIONS, stats.collections),
        )
        if counts
    )
    return (
        f'<section class="bw holdings"><ul class="counts">{told}</ul>{histogram(words, dates)}'
        f'<div class="columns">{columns}</div></section>'
    )


def _column(words: Words, key: Key, counts: Mapping[str, int]) -> str:
    most = sorted(counts.items(), key=lambda item: -item[1])[:_MOST_SHOWN]
    rows = "".join(f"<li>{bdi(name)}<span>{number:,}</span></li>" for name, number in most)
    return f'<div><h3 class="label">{words(key)}</h3><ul>{rows}</ul></div>'


def histogram(words: Words, dates: Sequence[str]) -> str:
    """Articles over time, as a drawing with the numbers in words."""
    counts = _over_time(dates)
    if len(counts) < 2:
        return ""
    high, wide = max(counts.values()), _WIDE / len(counts)
    bars = "".join(
        f'<rect x="{at * wide + 1:.1f}" y="{_HIGH - number / high * _HIGH:.1f}" '
        f'width="{max(1.0, wide - 2):.1f}" height="{number / high * _HIGH:.1f}">'
        f"<title>{words(Key.OVER_TIME_BAR, when=when, n=number)}</title></rect>"
        for at, (when, number) in enumerate(counts.items())
    )
    first, last = min(counts), max(counts)
    label = f"{words(Key.OVER_TIME)}: {esc(first)}–{esc(last)}"
    return (
        f'<figure><figcaption class="label">{words(Key.OVER_TIME)}</figcaption>'
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" preserveAspectRatio="none" role="img" '
        f'aria-label="{label}">{bars}</svg>'
        f'<p class="ends fine"><span>{esc(first)}</span><span>{esc(last)}</span></p></figure>'
    )


def _over_time(dates: Sequence[str]) -> dict[str, int]:
    """How many there are in each month, or year, or decade: the finest that can be drawn."""
    for length in (7, 4, 3):
        found = Counter(date[:length] for date in dates if len(date) >= length)
        span = _periods(min(found), max(found), length) if found else []
        whole = sum(found.values()) == len(dates)  # some dates are no finer than a year
        if found and whole and len(span) <= _MOST_BARS:
            return {f"{when}0s" if length == 3 else when: found[when] for when in span}
    return {}


def _periods(first: str, last: str, length: int) -> list[str]:
    """Every month, year or decade from the first to the last."""
    if length != 7:
        return [f"{n:0{length}d}" for n in range(int(first), int(last) + 1)]
    low, high = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in (first, last))
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(low, high + 1)]


def sources(
    words: Words, counts: Mapping[str, int], named: Mapping[str, str], *, removable: bool
) -> str:
    """The files of the library, each to be taken out."""
    rows = []
    for source, number in list(counts.items())[:500]:
        sure = words.plain(Key.REMOVE_SURE, name=named.get(source, source))
        button = act("remove", words(Key.REMOVE), source=source, sure=sure) if removable else ""
        told = words(Key.COUNT_ARTICLES, n=number)
        rows.append(f"<li>{bdi(source)}<small>{told}</small>{button}</li>")
    if not rows:
        return ""
    count = words(Key.COUNT_FILES, n=len(counts))
    return (
        f'<details class="bw fold files"><summary>{count}</summary>'
        f"<ul>{''.join(rows)}</ul></details>"
    )


def to_confirm(words: Words, staged: Staged) -> str:
    """What each file would become, with its headlines, so that a bad split is seen."""
    files = "".join(_split_file(words, file) for file in staged.files)
    refused = "".join(notice(line, "alert") for line in staged.taken.refused)
    token = staged.taken.token
    if not staged.articles:
        nothing = notice(words.plain(Key.NOTHING_TO_ADD), "alert")
        return f'<section class="bw">{refused}{nothing}<ul class="split">{files}</ul></section>'
    joined = words(Key.SPLIT_JOINED, n=staged.joined) if staged.joined else ""
    return (
        f'<section class="bw"><h2 class="ask">{words(Key.CONFIRM_SPLIT)}</h2>'
        f'<div class="row">{act("confirm", words(Key.CONFIRM), "solid", token=token)}'
        f"{act('discard', words(Key.CANCEL), token=token)}"
        f'<span class="fine">{joined}</span></div>{refused}<ul class="split">{files}</ul></section>'
    )


def _split_file(words: Words, file: StagedFile) -> str:
    if file.error:
        return f"<li>{bdi(file.name)}{notice(file.error, 'alert')}</li>"
    items = "".join(
        f'<li><span class="headline">{headline(words, one.title)}</span>'
        f"<small> {esc(one.date)} {bdi(one.byline)}</small>"
        f"<small>{bdi(one.opening)}</small></li>"
        for one in file.articles
    )
    junk = f"<small>{words(Key.SPLIT_JUNK, n=file.junk)}</small>" if file.junk else ""
    lost = "".join(notice(line, "alert") for line in file.lost)
    told = words(Key.COUNT_ARTICLES, n=len(file.articles))
    return f'<li><b class="label">{bdi(file.name)} · {told}</b>{junk}{lost}<ol>{items}</ol></li>'


def progress(words: Words, token: str, state: JobState) -> str:
    """How far adding has come."""
    done = state.progress.articles if state.progress else 0
    waiting = state.stage is Stage.WAITING
    told = words(Key.ADD_WAITING) if waiting else words(Key.ADD_RUNNING, n=done)
    return (
        f'<section class="bw" role="status"><p>{told}</p>'
        f'<progress max="1" value="{state.share:.3f}" aria-label="{told}"></progress>'
        f'<p class="fine">{words(Key.ADD_STILL_ASK)}</p>'
        f"{act('cancel', words(Key.CANCEL), token=token)}</section>"
    )


def interrupted(words: Words, work: Unfinished) -> str:
    """What an earlier page did not end, to be gone on with or taken out."""
    names = "、".join(file.name for file in work.files)
    told = words.around(Key.ADD_INTERRUPTED, n=len(work.files), names=clipped(names, _NAMES))
    return (
        f'<section class="bw note" role="status"><p>{told}</p><div class="row">'
        f"{act('resume', words(Key.ADD_RESUME), token=work.token)}"
        f"{act('undo', words(Key.ADD_DROP), token=work.token)}</div></section>"
    )


def ended(words: Words, state: JobState) -> str:
    """What came of adding."""
    if state.stage is Stage.FAILED:
        return notice(f"{words.plain(Key.ADD_FAILED)}: {state.error}", "alert")
    if state.stage is Stage.INTERRUPTED:
        return ""  # the page ends
    if state.stage is Stage.CANCELLED:
        return notice(words.plain(Key.ADD_CANCELLED))
    summary = state.summary
    lines = [words.plain(Key.ADD_DONE, n=summary.articles if summary else 0)]
    if summary and summary.unchanged:
        lines.append(words.plain(Key.ADD_UNCHANGED, n=summary.unchanged))
    failed = "".join(notice(line, "alert") for line in state.failed)
    return notice(" · ".join(lines)) + failed
