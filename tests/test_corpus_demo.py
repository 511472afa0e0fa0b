"""The demo corpus holds what it promises: its articles, its pages and the questions about them.

Reads the files as they are, and the three pages as the corpus reads them; how the questions are
answered is tested elsewhere.
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, TypedDict

import pytest

from corpus.assemble import articles_of
from corpus.read import read
from corpus.types import Article

DEMO = Path(__file__).resolve().parent.parent / "corpus" / "demo"
HEADER = ("title", "date", "source", "section", "byline", "page")
FIELDS = [
    "id",
    "question",
    "lang",
    "type",
    "answers",
    "required",
    "evidence",
    "answerable",
    "history",
]
SHARED_RUN = 30
# The answer is a comparison of two quoted figures, and stands in neither quote.
COMPARED = {"demo-m09", "demo-m10"}


class Evidence(TypedDict):
    file: str
    quote: str
    title: str


class Question(TypedDict):
    id: str
    question: str
    lang: str
    type: str
    answers: list[str]
    required: list[list[str]]
    evidence: list[Evidence]
    answerable: bool
    history: list[dict[str, str]]


class Story(NamedTuple):
    path: Path
    header: dict[str, str]
    body: str


def squeezed(text: str) -> str:
    """Without whitespace: how quotes are matched, whatever the line breaks."""
    return re.sub(r"\s", "", text)


def normalised(text: str) -> str:
    return squeezed(unicodedata.normalize("NFKC", text)).casefold()


def story(path: Path) -> Story:
    opening, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == "", path
    pairs = (line.partition(": ")[::2] for line in front.splitlines())
    return Story(path, dict(pairs), body)


STORIES = [story(path) for path in sorted(DEMO.glob("articles/*/*.md"))]
QUESTIONS: list[Question] = [
    json.loads(line) for line in (DEMO / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]
PAGES: dict[str, list[dict[str, str]]] = json.loads(
    (DEMO / "pages" / "pages.json").read_text(encoding="utf-8")
)


def of_type(kind: str) -> list[Question]:
    return [question for question in QUESTIONS if question["type"] == kind]


def stated(numberlike: str, text: str) -> bool:
    """True where `text` holds the answer, and not as a part of a longer number."""
    needle = re.escape(normalised(numberlike))
    before = r"(?<!\d)(?<!\d[.,])" if numberlike[0].isdigit() else ""
    after = r"(?![\d]|[.,]\d)" if numberlike[-1].isdigit() else ""
    return re.search(before + needle + after, normalised(text)) is not None


def test_every_language_has_its_articles() -> None:
    counts = Counter(item.path.parent.name for item in STORIES)
    assert counts["zh"] >= 30
    assert counts["zh-Hant"] >= 5
    assert counts["en"] >= 6
    assert min(counts["ja"], counts["es"], counts["ru"]) >= 2
    assert set(counts) == {"zh", "zh-Hant", "en", "ja", "es", "ru"}
    assert len(STORIES) >= 48


def test_front_matter_is_complete_and_in_order() -> None:
    for item in STORIES:
        keys = [key for key in HEADER if key != "byline" or "byline" in item.header]
        assert list(item.header) == keys, item.path
        assert all(value == value.strip() != "" for value in item.header.values()), item.path
        assert re.fullmatch(r"[A-Z]?\d+", item.header["page"]), item.path


def test_dates_are_real_and_those_of_the_file_names() -> None:
    for item in STORIES:
        date = datetime.date.fromisoformat(item.header["date"])
        assert 2021 <= date.year <= 2025, item.path
        assert item.path.name.startswith(date.isoformat() + "-"), item.path
        assert item.path.name.isascii(), item.path


def test_simplified_articles_are_of_newspaper_length() -> None:
    lengths = [len(squeezed(item.body)) for item in STORIES if item.path.parent.name == "zh"]
    assert 120 <= min(lengths) <= 200, "short notices belong to a newspaper"
    assert 700 <= max(lengths) <= 900
    assert sum(length >= 300 for length in lengths) >= 30


def test_paragraphs_stand_between_blank_lines() -> None:
    for item in STORIES:
        paragraphs = item.body.strip().split("\n\n")
        assert len(paragraphs) >= 2, item.path
        assert not any("\n" in paragraph for paragraph in paragraphs), item.path


def test_no_two_stories_share_a_long_run() -> None:
    owner: dict[str, str] = {}
    for item in STORIES:
        text = squeezed(item.body)
        for start in range(len(text) - SHARED_RUN + 1):
            run = text[start : start + SHARED_RUN]
            first = owner.setdefault(run, item.path.name)
            assert first == item.path.name, f"{first} and {item.path.name} share {run}"


def test_titles_are_unique() -> None:
    titles = Counter(item.header["title"] for item in STORIES)
    assert titles.most_common(1)[0][1] == 1


def test_questions_have_exactly_the_agreed_fields() -> None:
    for question in QUESTIONS:
        assert list(question) == FIELDS, question["id"]
        for evidence in question["evidence"]:
            assert list(evidence) == ["file", "quote", "title"], question["id"]
        for turn in question["history"]:
            assert list(turn) == ["question", "answer"], question["id"]


def test_question_ids_and_wordings_are_unique() -> None:
    ids = Counter(question["id"] for question in QUESTIONS)
    assert ids.most_common(1)[0][1] == 1
    wordings = Counter((q["question"], str(q["history"])) for q in QUESTIONS)
    assert wordings.most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("single", 34),
        ("list", 10),
        ("multi", 8),
        ("unanswerable", 14),
        ("crosslingual", 10),
        ("conversation", 6),
        ("typo", 6),
    ],
)
def test_every_type_of_question_is_asked_often_enough(kind: str, least: int) -> None:
    assert len(of_type(kind)) >= least


def test_types_carry_what_makes_them_that_type() -> None:
    for question in QUESTIONS:
        kind, name = question["type"], question["id"]
        assert bool(question["history"]) == (kind == "conversation"), name
        assert question["answerable"] == (kind != "unanswerable"), name
        if kind == "list":
            assert len(question["required"]) >= 3, name
        if kind == "multi":
            assert len({evidence["file"] for evidence in question["evidence"]}) == 2, name
        if kind == "crosslingual":
            files = {evidence["file"].split("/")[1] for evidence in question["evidence"]}
            assert question["lang"] not in files, name


def test_unanswerable_questions_have_neither_answer_nor_evidence() -> None:
    for question in of_type("unanswerable"):
        held = question["answers"] or question["required"] or question["evidence"]
        assert not held, question["id"]


def test_quotes_and_titles_stand_in_their_files() -> None:
    for question in QUESTIONS:
        for evidence in question["evidence"]:
            text = squeezed((DEMO / evidence["file"]).read_text(encoding="utf-8"))
            assert squeezed(evidence["quote"]) in text, question["id"]
            assert evidence["title"], question["id"]
            for part in evidence["title"].split():
                assert part in text, question["id"]


def test_answers_stand_in_their_quotes() -> None:
    for question in QUESTIONS:
        if not question["answerable"] or question["id"] in COMPARED:
            continue
        quotes = [evidence["quote"] for evidence in question["evidence"]]
        for group in question["required"] or [question["answers"]]:
            assert held(group, quotes), f"{question['id']}: {group}"


def held(variants: Iterable[str], quotes: Iterable[str]) -> bool:
    texts = list(quotes)
    return any(stated(variant, text) for variant in variants for text in texts)


def test_answers_agree_with_their_required_groups() -> None:
    for question in QUESTIONS:
        assert bool(question["answers"]) == question["answerable"], question["id"]
        for group in question["required"]:
            assert held(group, question["answers"]), f"{question['id']}: {group}"


def test_comparisons_are_multi_questions_without_groups() -> None:
    compared = [question for question in QUESTIONS if question["id"] in COMPARED]
    assert {question["type"] for question in compared} == {"multi"}
    assert not any(question["required"] for question in compared)


def test_gold_of_the_pages_stands_on_the_pages() -> None:
    names = {path.name for path in (DEMO / "pages").glob("*.txt")}
    assert set(PAGES) == names
    for name, units in PAGES.items():
        text = squeezed((DEMO / "pages" / name).read_text(encoding="utf-8"))
        read = [unit for unit in units if unit["kind"] in {"article", "continuation"}]
        assert 4 <= len(read) <= 7, name
        for unit in units:
            for part in (unit["starts"], unit["byline"], *unit["headline"].split()):
                assert all(squeezed(piece) in text for piece in part.split()), (name, part)


def test_continuations_name_the_page_that_they_continue() -> None:
    onward = {
        (name, unit["continues_on"])
        for name, units in PAGES.items()
        for unit in units
        if unit.get("continues_on")
    }
    back = {
        (unit["continues_from"], name)
        for name, units in PAGES.items()
        for unit in units
        if unit.get("continues_from")
    }
    assert onward == back == {("2024-03-18-page1.txt", "2024-03-18-page4.txt")}


def test_pages_are_hard_wrapped_like_print() -> None:
    for name in ("2024-03-18-page1.txt", "2024-03-18-page4.txt"):
        lines = (DEMO / "pages" / name).read_text(encoding="utf-8").split("\n")
        written = [line for line in lines if line]
        assert max(len(line) for line in written) <= 40, name
        assert len(written) >= 60, name


def units_read(name: str) -> list[Article]:
    return [unit for document in read(DEMO / "pages" / name) for unit in articles_of(document)]


def unit_at(start: str, units: list[Article]) -> Article:
    """The one unit that holds the first words of a gold article."""
    (unit,) = (unit for unit in units if squeezed(start) in squeezed(unit.text))
    return unit


def test_the_page_reader_keeps_the_stories_of_the_pages_apart() -> None:
    for name, gold in PAGES.items():
        units = units_read(name)
        placed = [unit_at(unit["starts"], units) for unit in gold]
        assert len({unit.id for unit in placed}) == len(gold), name
        for unit, expected in zip(placed, gold, strict=True):
            assert unit.kind == expected["kind"], (name, expected["starts"])


def test_the_page_reader_finds_headlines_and_bylines_of_the_pages() -> None:
    strict: list[bool] = []
    lenient: list[bool] = []
    named: list[bool] = []
    for name, gold in PAGES.items():
        units = units_read(name)
        for expected in gold:
            unit = unit_at(expected["starts"], units)
            if expected["headline"]:
                title, headline = squeezed(unit.title), squeezed(expected["headline"])
                strict.append(title == headline)
                lines = [squeezed(line) for line in expected["headline"].split()]
                # A kicker may be printed in the article: the main headline is one of its lines.
                lenient.append(title in lines or mostly(title, headline))
            if expected["byline"]:
                named.append(squeezed(expected["byline"]) in squeezed(unit.byline))
    assert sum(strict) >= 0.75 * len(strict), f"{sum(strict)} of {len(strict)} headlines"
    assert sum(lenient) >= 0.9 * len(lenient), f"{sum(lenient)} of {len(lenient)} headlines"
    assert sum(named) >= 0.9 * len(named), f"{sum(named)} of {len(named)} bylines"


def mostly(title: str, headline: str) -> bool:
    """Whether one of two headlines holds the other, and the other is at least half of it."""
    short, long = sorted((title, headline), key=len)
    return short in long and 2 * len(short) >= len(long)


def test_a_fragment_of_a_headline_is_not_the_headline() -> None:
    assert mostly("大桥检测完毕", "岚江大桥检测完毕")
    assert not mostly("桥", "岚江大桥检测完毕")
    assert not mostly("", "岚江大桥检测完毕")
    assert not mostly("岚江大桥开通", "岚江大桥检测完毕")


def test_the_reader_takes_the_articles_whole_with_their_headers() -> None:
    for item in STORIES:
        ((unit,),) = (articles_of(document) for document in read(item.path))
        assert squeezed(unit.text) == squeezed(item.body), item.path
        assert unit.title == item.header["title"], item.path
        assert unit.date == item.header["date"], item.path
        assert unit.byline == item.header.get("byline", ""), item.path
