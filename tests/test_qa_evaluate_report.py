"""The page of a run: what stands in it, and that nothing in it can run, load or hide."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from qa.evaluate.questions import Question
from qa.evaluate.report import write_comparison, write_report
from qa.evaluate.rows import Row, RunError
from qa.evaluate.scoring import Case, score
from qa.evaluate.summary import summary
from qa.types import Answer, Outcome, Sentence, Support

QUOTE = "渡口在三月十二日停航，两岸居民改走新桥。"
WHYS = (
    "right",
    "not_retrieved",
    "not_read",
    "not_worded",
    "refused",
    "answered_unanswerable",
    "failed",
)


def row(why: str, id_: str, question: str = "渡口哪天停航？", **changed: object) -> Row:
    """The row of a question that went this way, as a run writes it."""
    answerable = why != "answered_unanswerable"
    refused, right = why == "refused", why == "right"
    found, cited = why != "not_retrieved", why in {"right", "not_worded"}
    given: Row = {
        "question": question,
        "outcome": "weak_evidence" if refused else "answered",
        "text": "" if refused else "三月十二日停航。",
        "message": "没有找到足够的依据。" if refused else "",
        "sentences": []
        if refused
        else [{"text": "三月十二日停航。", "support": "supported", "citations": [1]}],
        "citations": []
        if refused
        else [
            {
                "number": 1,
                "article_id": "a1",
                "title": "渡口停航",
                "source": "river.txt",
                "publication": "江城晚报",
                "date": "2024-03-13",
                "page": "4",
                "start": 20,
                "end": 40,
                "quote": QUOTE,
            }
        ],
        "timings": {"search": 0.02, "read": 0.4},
    }
    made: Row = {
        "id": id_,
        "question": {
            "id": id_,
            "question": question,
            "lang": "zh",
            "type": "date" if id_ < "q4" else "list",
            "answers": ["三月十二日", "3月12日"] if answerable else [],
            "required": [],
            "evidence": [{"file": "river.txt", "quote": QUOTE, "title": "渡口停航"}]
            if answerable
            else [],
            "answerable": answerable,
            "history": [],
        },
        "group": {"type": "date" if id_ < "q4" else "list", "lang": "zh", "source": "river.txt"},
        "answer": None if why == "failed" else given,
        "error": "KeyError: 'a1'" if why == "failed" else "",
        "seconds": 0.5,
        "retrieved": []
        if why == "failed"
        else [
            {
                "rank": 1,
                "article_id": "a1",
                "title": "渡口停航" if found else "新桥通车",
                "source": "river.txt",
                "start": 0,
                "end": 60,
                "text": QUOTE if found else "新桥通车典礼在桥头举行。",
                "score": 1.0,
                "parts": {"lexical": 1.0, "dense": 0.1},
                "relevant": found,
            }
        ],
        "gold": [
            {
                "file": "river.txt",
                "quote": QUOTE,
                "found": True,
                "article_id": "a1",
                "start": 20,
                "end": 40,
                "rank": int(found),
                "cited": cited,
            }
        ]
        if answerable
        else [],
        "contexts": []
        if refused or why == "failed"
        else [
            {
                "number": 1,
                "before": "江上起了大雾。",
                "quote": QUOTE,
                "after": "船票可以退。",
                "right": cited if answerable else None,
            }
        ],
        "checks": []
        if refused or why == "failed"
        else [
            {
                "text": "三月十二日停航。",
                "supported": why != "not_worded",
                "reason": "only one of sentence and cited text denies"
                if why == "not_worded"
                else "",
            }
        ],
        "scores": {
            "correct": float(right),
            "answerable": float(answerable),
            "graded": 1.0,
            "refused": float(refused),
            "confidence": 0.9 if right else 0.4,
            "hit@1": float(found) if answerable else None,
            "hit@5": float(found) if answerable else None,
            "hit@10": float(found) if answerable else None,
            "citation_precision": float(cited) if answerable and not refused else None,
        },
        "why": why,
    }
    return made | changed


def rows() -> list[Row]:
    """One question of each kind."""
    return [row(why, f"q{number}") for number, why in enumerate(WHYS, 1)]


MANIFEST: Row = {
    "protocol": {
        "set": "渡口",
        "files": ["river.jsonl"],
        "sha256": "ab12",
        "seed": 13,
        "sample": 0,
        "limit": 0,
        "options": {"noise": 0.8},
        "text": "Every question once.",
    },
    "date": "2024-05-01T12:00:00+00:00",
    "command": "python -m qa eval river.jsonl --out RUN",
    "commit": "abc123",
    "machine": {"system": "Linux", "cores": 2},
    "versions": {"baowen": "0.1.0"},
    "settings": {"generator": "bundled"},
    "library": {"articles": 3, "passages": 5},
    "warnings": [],
}


def write_run(
    folder: Path,
    given: Sequence[Row],
    baselines: Mapping[str, tuple[str, Sequence[Row]]] | None = None,
    **changed: object,
) -> Path:
    """A run's folder with these rows and the summary that the evaluation makes of them."""
    folder.mkdir(exist_ok=True)
    lines = "".join(json.dumps(one, ensure_ascii=True) + "\n" for one in given)
    (folder / "answers.jsonl").write_text(lines, encoding="utf-8")
    found = summary(MANIFEST | changed, given, len(given), baselines or {})
    (folder / "summary.json").write_text(json.dumps(found), encoding="utf-8")
    return folder


def page(folder: Path) -> LexborHTMLParser:
    return LexborHTMLParser(write_report(folder).read_text(encoding="utf-8"))


def words(node: LexborHTMLParser | LexborNode, selector: str) -> list[str]:
    """The texts of the elements that a selector finds, spaces put in order."""
    return [" ".join(one.text().split()) for one in node.css(selector)]


def measure(tree: LexborHTMLParser, label: str) -> list[str]:
    """The line of a measure in the table: a figure a system, with its interval."""
    for line in tree.css("tbody tr"):
        if words(line, "th")[:1] == [label]:
            return words(line, "td")
    raise AssertionError(label)


def test_each_question_says_in_words_why_it_went_as_it_did(tmp_path: Path) -> None:
    tree = page(write_run(tmp_path / "run", rows()))
    assert words(tree, ".row .why") == [
        "Right",
        "Not retrieved",
        "Not read",
        "Not worded",
        "Refused",
        "Answered, nothing answers it",
        "Failed",
    ]
    assert words(tree, ".row .mark") == ["✓", "✗", "✗", "✗", "✗", "✗", "✗"]
    told = [words(one, ".because") for one in tree.css(".row")]
    assert told == [
        ["found 1 of 1 → cited 1 of 1 → said"],
        [
            "The search lost it: the gold evidence is in none of 1 hits. "
            "found 0 of 1 → cited 0 of 1 → not said"
        ],
        [
            "The evidence was found, but not all of it is cited: the reader chose other places. "
            "found 1 of 1 → cited 0 of 1 → not said"
        ],
        [
            "The right place is cited, but the answer does not say what is expected. "
            "found 1 of 1 → cited 1 of 1 → not said"
        ],
        [
            "The evidence was found, and the answer is a refusal all the same. "
            "found 1 of 1 → cited 0 of 1 → not said"
        ],
        [
            "Nothing in the articles answers this question; the right answer is a refusal. "
            "not refused"
        ],
        [
            "Asking raised an error; the question counts as wrong. "
            "found 1 of 1 → cited 0 of 1 → not said"
        ],
    ]
    counted = dict(zip(words(tree, ".reasons span"), words(tree, ".reasons b"), strict=True))
    assert counted["Not read"] == "1"
    assert sum(map(int, counted.values())) == 7


def test_a_question_shows_its_answer_its_sources_in_context_and_what_was_expected(
    tmp_path: Path,
) -> None:
    tree = page(write_run(tmp_path / "run", [row("not_worded", "q1")]))
    (one,) = tree.css(".row")
    assert words(one, ".text bdi") == ["三月十二日停航。"]
    (mark,) = one.css(".text sup a")
    target = (mark.attributes["href"] or "").removeprefix("#")
    assert [source.id for source in one.css(".source")] == [target]
    assert words(one, ".source cite") == ["渡口停航"]
    assert words(one, ".source .head small") == ["江城晚报 · river.txt · 2024-03-13 · p. 4"]
    assert words(one, ".quoted") == [f"…江上起了大雾。{QUOTE}船票可以退。…"]
    assert words(one, ".quoted q") == [QUOTE]
    assert words(one, ".judged") == ["in the gold evidence"]
    assert words(one, ".expected li") == ["三月十二日 / 3月12日"]
    assert words(one, "blockquote p") == [QUOTE]
    assert words(one, "blockquote footer") == ["渡口停航 · river.txt — first in hit 1, cited"]
    assert words(one, ".small") == [
        "correct 0.0 · answerable 100.0 · graded 100.0 · refused 0.0 · confidence 40.0 · "
        "hit@1 100.0 · hit@5 100.0 · hit@10 100.0 · citation precision 100.0 · "
        "search 20 ms · read 400 ms"
    ]
    assert words(one, ".complaint") == [
        "Not supported by what is cited (only one of sentence and cited text denies): "
        "三月十二日停航。"
    ]


def test_a_failure_says_whether_anything_was_raised(tmp_path: Path) -> None:
    said = row("failed", "q1")
    said["answer"] = {"outcome": "failed", "message": "The writer gave nothing.", "timings": {}}
    said["error"] = "The writer gave nothing."
    scored = row("failed", "q2", error="scoring: KeyError: 'a1'")
    tree = page(write_run(tmp_path / "run", [said, scored, row("failed", "q3")]))
    told = [one.partition(";")[0] for one in words(tree, ".because")]
    assert told == [
        "The answer says itself that it failed",
        "Scoring the answer raised an error",
        "Asking raised an error",
    ]
    assert "raised an error" not in words(tree, ".because")[0]
    assert words(tree, ".message")[0] == "The writer gave nothing."


def unsettled(why: str, id_: str, recall: float | None) -> Row:
    """The row of a question that no string settles."""
    made = row(why, id_)
    scores = made["scores"]
    assert isinstance(scores, dict)
    scores |= {"correct": None, "keypoint_recall": recall}
    return made


def test_a_verdict_that_no_string_decides_says_by_what_it_is_given(tmp_path: Path) -> None:
    given = [
        unsettled("right", "q1", 0.5),
        unsettled("not_worded", "q2", 0.25),
        unsettled("right", "q3", None),
        unsettled("failed", "q4", None),
        unsettled("answered_unanswerable", "q5", None),
        row("right", "q6"),
    ]
    tree = page(write_run(tmp_path / "run", given))
    assert words(tree, ".reasons ~ .rule") == [
        "Marked right from half of the keypoints on, as no string settles the answer: "
        "2 of 4 answerable questions.",
        "Marked right whenever it is not refused, whatever it says, as there is no gold answer: "
        "1 of 4 answerable questions.",
    ]
    assert words(page(write_run(tmp_path / "settled", rows())), ".rule") == []


def test_keypoints_make_an_answer_right_from_half_on() -> None:
    for points, why in ((("船停航", "桥"), "right"), (("船停航", "桥", "票"), "not_read")):
        question = Question("k", "？", "zh", "", keypoints=points, settled=False)
        answer = Answer("？", Outcome.ANSWERED, (Sentence("渡船停航。", Support.QUOTED),))
        assert score(Case(question, (), answer, lambda _: None)).why == why


@pytest.mark.parametrize("where", ["protocol", "settings"])
def test_times_of_questions_asked_together_say_so(tmp_path: Path, where: str) -> None:
    kept = MANIFEST[where]
    assert isinstance(kept, dict)

    def run_of(name: str, **given: object) -> LexborHTMLParser:
        changed: dict[str, object] = {where: {**kept, **given}}
        return page(write_run(tmp_path / name, rows(), None, **changed))

    tree = run_of("four", workers=4)
    (told,) = words(tree, ".together")
    assert told.startswith("4 questions were asked at a time")
    assert words(tree, "figcaption")[-1].endswith("4 questions were asked at a time.")
    for alone in ({"workers": 1}, {"workers": None}, {}):
        tree = run_of("one", **alone)
        assert words(tree, ".together") == []
        assert "at a time" not in words(tree, "figcaption")[-1]


@pytest.mark.parametrize(
    ("why", "count", "printed", "headline"),
    [
        ("right", 5, "100.047.8–100.0", "47.8–100.0, 5 questions"),
        ("right", 1, "100.02.5–100.0", "2.5–100.0, 1 questions"),
        ("not_read", 5, "0.00.0–52.2", "0.0–52.2, 5 questions"),
        ("right", 90, "100.096.0–100.0", "96.0–100.0, 90 questions"),
    ],
)
def test_questions_that_all_agree_leave_a_doubt(
    tmp_path: Path, why: str, count: int, printed: str, headline: str
) -> None:
    tree = page(write_run(tmp_path / "run", [row(why, f"a{n}") for n in range(count)]))
    assert measure(tree, "Accuracy")[0] == printed
    (group,) = [one for one in tree.css("tbody tr") if words(one, "th") == ["date"]]
    assert words(group, "td")[1] == printed
    assert words(tree, ".headlines small")[0] == headline
    assert any("Clopper–Pearson" in one for one in words(tree, ".notes li"))


def test_a_ratio_that_shows_no_doubt_has_no_interval(tmp_path: Path) -> None:
    given = [row("answered_unanswerable", f"q{n}") for n in range(5)]
    for one in given:
        scores = one["scores"]
        assert isinstance(scores, dict)
        scores |= {"refused": 1.0, "correct": 1.0}
    tree = page(write_run(tmp_path / "run", given))
    assert measure(tree, "Refusal F1")[0] == "100.0"
    assert measure(tree, "Refusal recall")[0] == "100.047.8–100.0"
    assert words(tree, ".headlines small")[-1] == "5 questions"


RIGHT_EDGE = "349.2"


def test_answers_that_are_equally_sure_are_a_point_that_is_seen(tmp_path: Path) -> None:
    level = [row("not_read", f"q{n}") for n in range(3)]
    spread = [row("right", "q1"), row("not_read", "q2")]
    drawn = {
        name: page(write_run(tmp_path / name, spread, {"lexical": ("", baseline)})).css("svg")[0]
        for name, baseline in (("level", level), ("spread", spread))
    }
    # A mark in the plot and one in the legend; curves of two points have lines and no marks.
    ticks = len(drawn["spread"].css("use"))
    assert len(drawn["level"].css("use")) == ticks + 2
    marks = [one for one in drawn["level"].css("use") if one.attributes["x"] == RIGHT_EDGE]
    heights = [float(one.attributes["y"] or 0) for one in marks]
    # The tick of 100 % answered below, and above it the point of answers that are all wrong.
    assert len(heights) == 2
    assert min(heights) < 50 < 200 < max(heights)


def test_evidence_that_is_nowhere_is_said_to_be(tmp_path: Path) -> None:
    lost = row("not_retrieved", "q1")
    gold = lost["gold"]
    assert isinstance(gold, list)
    gold[0] |= {"found": False, "rank": 0}
    tree = page(write_run(tmp_path / "run", [lost]))
    assert words(tree, "blockquote footer") == [
        "渡口停航 · river.txt — in no article of the library"
    ]
    assert "Pieces of it that are in no article of the library: 1." in words(tree, ".because")[0]
    assert words(tree, ".hits p") == ["新桥通车典礼在桥头举行。"]


def test_the_figures_stand_beside_the_baselines(tmp_path: Path) -> None:
    baseline = [row("right", f"q{n}") if n < 3 else row("not_read", f"q{n}") for n in range(1, 5)]
    own = [row("right", f"q{n}") if n < 4 else row("not_read", f"q{n}") for n in range(1, 5)]
    tree = page(write_run(tmp_path / "run", own, {"lexical": ("Bigrams only.", baseline)}))
    assert words(tree, "section:has(.reasons) ~ section thead th")[:4] == [
        "Measure",
        "Baowen",
        "lexical",
        "Questions",
    ]
    ours, theirs, number = measure(tree, "Accuracy")
    assert re.fullmatch(r"75\.0\d+\.\d–100\.0", ours)
    assert re.fullmatch(r"50\.0\d+\.\d–100\.0", theirs)
    assert number == "4"
    assert measure(tree, "Citation precision")[0].startswith("75.0")
    assert "Bigrams only." in words(tree, ".facts dd")
    assert words(tree, ".headlines .label") == ["Accuracy", "Citation precision"]
    assert words(tree, ".headlines .big") == ["75.0%", "75.0%"]


def test_the_run_states_how_it_was_made(tmp_path: Path) -> None:
    tree = page(write_run(tmp_path / "run", rows(), warnings=["2 quotes are in no article"]))
    facts = dict(zip(words(tree, ".facts dt"), words(tree, ".facts dd"), strict=True))
    assert facts["Protocol"] == "Every question once."
    assert facts["Seed"] == "13"
    assert facts["Options"] == "noise 0.8"
    assert facts["Command"] == "python -m qa eval river.jsonl --out RUN"
    assert facts["Commit"] == "abc123"
    assert facts["Date"] == "2024-05-01T12:00:00+00:00"
    assert facts["Machine"] == "system Linux, cores 2"
    assert facts["q7"] == "KeyError: 'a1'"
    assert words(tree, ".warning") == ["2 quotes are in no article"]
    assert words(tree, "header .line") == [
        "7 of 7 questions, 6 with an answer in the articles, 1 without; 5 answered, 1 refused, "
        "1 failed, 0 skipped. Question by question"
    ]
    assert any("no code and no threshold with the verifier" in one for one in words(tree, "li"))


def test_plots_have_names_and_leave_texts_and_colours_to_the_page(tmp_path: Path) -> None:
    given = rows()
    given[0]["group"] = {"type": "日期 $x$ <b>", "lang": "zh", "source": ""}
    tree = page(write_run(tmp_path / "run", given, {"lexical": ("", rows())}))
    assert words(tree, "svg > title") == [
        "Risk and coverage",
        "Accuracy by type",
        "Hit rate at 1, 5 and 10",
        "Time by stage",
    ]
    for plot in tree.css("svg"):
        named = (plot.attributes["aria-labelledby"] or "").split()
        assert [tree.css_first(f"#{name}") is not None for name in named] == [True, True]
    types = tree.css("svg")[1]
    assert "日期 $x$ <b> (1)" in words(types, "text")
    assert words(types, "desc")[0].startswith("日期 $x$ <b>: 100.0 %; date: 0.0 %")
    html = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    for drawn in re.findall(r"<svg.*?</svg>", html, re.S):
        assert not re.search(r"#0[0-9]0[0-9]0[0-9]|style=|xmlns|font-family", drawn)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">{{ 7*7 }}&lt;'


def test_what_articles_and_models_say_is_text_and_nothing_else(tmp_path: Path) -> None:
    bad = json.loads(json.dumps(row("not_worded", "q1")).replace("river.txt", "RIVER"))
    swapped = json.dumps(bad).replace("RIVER", json.dumps(HOSTILE)[1:-1])
    bad = json.loads(swapped)
    bad["question"]["question"] = HOSTILE
    bad["question"]["answers"] = [HOSTILE]
    bad["group"] = {"type": '"><script>x</script>', "lang": '" onclick="x', "source": HOSTILE}
    bad["answer"]["sentences"][0]["text"] = HOSTILE
    bad["answer"]["message"] = HOSTILE
    bad["contexts"][0]["quote"] = HOSTILE
    bad["id"] = "javascript:alert(1)"
    tree = page(write_run(tmp_path / "run", [bad], command=HOSTILE))
    assert [node.tag for node in tree.css("script, img, iframe, object, link, base")] == ["script"]
    assert words(tree, ".asked bdi") == [HOSTILE]
    assert words(tree, ".text bdi") == [HOSTILE]
    assert words(tree, ".quoted q") == [HOSTILE]
    (one,) = tree.css(".row")
    assert one.attributes["data-type"] == '"><script>x</script>'
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on") or name == "style"]
        assert (node.attributes.get("href") or "#").startswith("#")


def test_the_policy_lets_only_the_page_s_own_blocks_run(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", rows())
    tree = page(folder)
    (meta,) = tree.css('meta[http-equiv="Content-Security-Policy"]')
    policy = dict(part.split(maxsplit=1) for part in (meta.attributes["content"] or "").split("; "))
    assert policy["default-src"] == "'none'"
    for kind, tag in (("style-src", "style"), ("script-src", "script")):
        (block,) = tree.css(tag)
        digest = hashlib.sha256((block.text() or "").encode()).digest()
        assert policy[kind] == f"'sha256-{base64.b64encode(digest).decode()}'"
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"https?:|//[a-z]+\.|url\(['\"]?[^#]|@import", html)


def test_characters_that_turn_or_break_a_page_are_spelled_out(tmp_path: Path) -> None:
    given = row("right", "q1", question="谁\u202e写的\x00？\ud800\u2066")
    tree = page(write_run(tmp_path / "run", [given], command="a\u202eb"))
    assert words(tree, ".asked bdi") == ["谁⟨U+202E⟩写的⟨U+0000⟩？⟨U+D800⟩⟨U+2066⟩"]
    assert "a⟨U+202E⟩b" in words(tree, ".facts dd")


def test_the_same_run_gives_the_same_bytes_whatever_was_finished_first(tmp_path: Path) -> None:
    given = [row("right", "q2"), row("not_read", "q10")]
    one = write_report(write_run(tmp_path / "one", given)).read_bytes()
    other = write_run(tmp_path / "other", given)
    lines = (other / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    (other / "answers.jsonl").write_text("\n".join(reversed(lines)) + "\n", encoding="utf-8")
    assert write_report(other).read_bytes() == one
    assert words(LexborHTMLParser(one), ".row .id") == ["q2", "q10"]
    assert sorted(path.name for path in other.iterdir()) == [
        "answers.jsonl",
        "report.html",
        "summary.json",
    ]


def test_questions_without_gold_are_shown_and_not_graded(tmp_path: Path) -> None:
    plain = row("right", "q1") | {"why": "ungraded", "gold": []}
    plain["scores"] = {"graded": 0.0, "refused": 0.0, "answerable": 1.0, "correct": None}
    plain["question"] = {"id": "q1", "question": "渡口哪天停航？", "answerable": True}
    tree = page(write_run(tmp_path / "run", [plain]))
    assert words(tree, "main > p") == [
        "These questions came without gold answers: nothing is graded, every answer is shown with "
        "its sources."
    ]
    assert words(tree, ".row .mark") == ["–"]
    assert words(tree, ".row .why") == ["answered"]
    assert words(tree, ".quoted q") == [QUOTE]
    assert words(tree, ".expected, blockquote, .reasons, .because") == []
    assert words(tree, "svg > title") == ["Time by stage"]
    assert words(tree, "#filters label") == ["Contains"]


def test_a_run_of_nothing_has_a_page(tmp_path: Path) -> None:
    tree = page(write_run(tmp_path / "run", []))
    assert words(tree, "h2") == ["How it was made", "Question by question"]
    assert words(tree, "h2#questions ~ p") == ["No question was asked."]


def test_a_folder_without_a_finished_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"summary\.json.*Finish the run first"):
        write_report(tmp_path)
    (tmp_path / "summary.json").write_text("[]", encoding="utf-8")
    with pytest.raises(RunError, match=r"summary\.json.*Finish the run first"):
        write_report(tmp_path)


def test_two_runs_are_compared_question_by_question(tmp_path: Path) -> None:
    one = [row("right" if n < 8 else "not_read", f"q{n}") for n in range(1, 10)]
    other = [row("right" if n > 8 else "not_worded", f"q{n}") for n in range(1, 10)]
    other.append(row("right", "q99"))
    folders = write_run(tmp_path / "one", one), write_run(tmp_path / "<b>", other)
    out = write_comparison(*folders, tmp_path / "compared.html")
    tree = LexborHTMLParser(out.read_text(encoding="utf-8"))
    line = measure(tree, "Accuracy")
    assert line[:2] == ["77.8", "11.1"]
    assert line[2].startswith("−66.7")
    assert line[3] == "worse"
    assert words(tree, "h2") == ["What changed", "Gained: 1", "Lost: 7", "In one run only"]
    assert words(tree, ".facts dt")[0] == "q9"
    assert words(tree, ".facts dd")[0] == "渡口哪天停航？ Not read → Right"
    assert words(tree, "section:last-child p") == ["q99"]
    assert str(folders[1]) in words(tree, "header .line")[0]
    assert tree.css("script, b:not(td b)") == []
