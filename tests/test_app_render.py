"""What the page makes of an answer: every text escaped, whatever it says."""

from __future__ import annotations

from pathlib import Path

from app import Page
from index.library import Library
from qa.types import Answer, Citation, Evidence, Outcome, Sentence, Support
from tests.conftest import FakeEncoder

HOSTILE = "<img src=x onerror=alert(1)> & \"'[1](javascript:alert(2))"


def library(folder: Path, encoder: FakeEncoder) -> Library:
    paper = folder / "paper.md"
    paper.write_text(f"---\ntitle: {HOSTILE}\n---\n{HOSTILE}。后面还有一句话，说的是别的事。\n")
    made = Library.open_or_create(folder / "library", lambda: encoder)
    made.add([paper])
    return made


def test_nothing_of_an_article_or_question_is_markup(tmp_path: Path, encoder: FakeEncoder) -> None:
    with library(tmp_path, encoder) as opened:
        ((_, article),) = opened.articles()
        citation = Citation(1, Evidence(article.id, 0, 9, 1.0), HOSTILE, HOSTILE, HOSTILE, HOSTILE)
        sentence = Sentence(HOSTILE, Support.QUOTED, (1,))
        answer = Answer(HOSTILE, Outcome.ANSWERED, (sentence,), (citation,))
        page = Page(opened).render(answer, 0)
    assert "<img" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;&#x27;[1]") >= 4
    assert '<sup><a href="#source-0-1"' in page


def test_a_failure_is_shown_and_is_not_a_refusal(tmp_path: Path, encoder: FakeEncoder) -> None:
    with library(tmp_path, encoder) as opened:
        shown = list(Page(opened).ask("！", []))
    assert 'role="alert"' in shown[-1][0]
    assert "nothing is asked" in shown[-1][0]
