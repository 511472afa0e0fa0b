"""What an answer has to say beside its sentences, in the question's language.

The one place where refusals and warnings are worded. Knows outcomes; knows nothing of where a
message is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Filters
from qa.mentions import is_wide


@dataclass(frozen=True, slots=True)
class Value:
    """What one article says where another says something else."""

    said: str
    source: str
    date: str


def chinese(question: str) -> bool:
    """Whether messages about this question are in Chinese."""
    return any("\u3400" <= character <= "\u9fff" for character in question) and is_wide(question)


def nothing_asked(question: str) -> tuple[str, str]:
    """For a question without a letter or a digit: what is wrong, what to do."""
    return (
        ("没有问题", "请写一个问题")
        if chinese(question)
        else ("nothing is asked", "Type a question")
    )


def too_long(question: str, longest: int) -> tuple[str, str, str]:
    """For a question that is a book: what, how much, what to do."""
    if chinese(question):
        return "问题太长", f"{len(question):,} 字", f"请用不超过 {longest:,} 字提问"
    return (
        "the question is too long",
        f"{len(question):,} characters",
        f"Ask in {longest:,} or fewer",
    )


def no_evidence(query: str, filters: Filters, unmet: Sequence[str], *, empty: bool) -> str:
    """What was looked for, in vain."""
    limits = _limits(filters, zh=chinese(query))
    if chinese(query):
        where = f"（限于{limits}）" if limits else ""
        if empty:
            return f"没有找到与“{query}”有关的文章{where}。"
        lacking = f"没有提到{'、'.join(unmet)}，" if unmet else ""
        return f"找到的文章{lacking}没有回答“{query}”{where}。"
    where = f" (within {limits})" if limits else ""
    if empty:
        return f"No article was found for “{query}”{where}."
    lacking = f" They do not speak of {', '.join(unmet)}." if unmet else ""
    return f"The articles that were found do not answer “{query}”{where}.{lacking}"


def weak_evidence(question: str, unmet: Sequence[str], *, read: bool) -> str:
    """For quotations that may not answer."""
    if chinese(question):
        if not read:
            return "没有阅读模型，下面只是意思最接近的原文，未必回答了问题。"
        lacking = f"其中没有提到{'、'.join(unmet)}；" if unmet else ""
        return f"没有找到确切的答案。{lacking}下面是最接近的原文，仅供参考。"
    if not read:
        return "There is no reader: these are the nearest sentences, which may not answer."
    lacking = f" They do not speak of {', '.join(unmet)}." if unmet else ""
    return f"No certain answer was found; these are the nearest passages.{lacking}"


def conflicting(question: str, values: Sequence[Value]) -> str:
    """For articles that do not agree: who says what."""
    if chinese(question):
        told = "；".join(f"{value.said}（{_place(value)}）" for value in values)
        return f"文章的说法不一致：{told}。"
    told = "; ".join(f"{value.said} ({_place(value)})" for value in values)
    return f"The articles differ: {told}."


def cancelled(question: str) -> str:
    """For an answer that nobody waited for."""
    return "已取消。" if chinese(question) else "Cancelled."


def filters_dropped(question: str) -> str:
    """Why the search was not limited to what the question names."""
    return (
        "所限范围内没有文章，已在全部文章中查找"
        if chinese(question)
        else ("nothing within these limits; all articles were searched")
    )


def _place(value: Value) -> str:
    return "，".join(filter(None, (value.source, value.date)))


def _limits(filters: Filters, *, zh: bool) -> str:
    first, last = filters.date_from, filters.date_to
    dates = first if first == last else f"{first or '…'}–{last or '…'}"
    parts = [dates, *filters.sources, *filters.sections, *filters.languages, *filters.collections]
    return ("、" if zh else ", ").join(part for part in parts if part)
