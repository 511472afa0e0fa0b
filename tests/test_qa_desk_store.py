"""Conversations and feedback: kept whole, each user's own, found again, taken away."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.desk.conversations import Conversation, Conversations
from qa.desk.database import STEPS, Desk, DeskError, NotFound
from qa.desk.feedback import Feedback, Verdict, as_csv, as_jsonl

ANSWER: dict[str, object] = {
    "question": "河口的水渠修了多久？",
    "outcome": "answered",
    "text": "水渠修了12天。",
    "sentences": [{"text": "水渠修了12天。", "support": "quoted", "citations": [1]}],
    "citations": [
        {
            "number": 1,
            "article_id": "a1",
            "title": "河口修渠",
            "source": "1987.txt",
            "publication": "河口报",
            "date": "1987-03-02",
            "page": "2",
            "quote": "水渠修了12天。",
        }
    ],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "desk.db"


def asked(store: Conversations, user: str, *questions: str, text: str = "好。") -> Conversation:
    conversation = store.create(user)
    for question in questions:
        store.add(user, conversation.id, question, {"text": text})
    return store.get(user, conversation.id)


def test_a_conversation_survives_a_restart_with_its_whole_answers(path: Path) -> None:
    with Conversations(path) as store:
        id_ = store.create("li").id
        store.add("li", id_, "河口的水渠修了多久？", ANSWER)
        store.add("li", id_, "谁修的？", {"text": "社员。"})
    with Conversations(path) as store:
        first, second = store.turns("li", id_)
        assert first.answer == ANSWER
        assert (first.number, second.number, second.question) == (1, 2, "谁修的？")
        assert [turn.answer for turn in store.history("li", id_)] == ["水渠修了12天。", "社员。"]
        (listed,) = store.list("li")
    assert (listed.id, listed.title, listed.turns) == (id_, "河口的水渠修了多久？", 2)
    assert first.asked.endswith("Z")
    assert listed.created <= first.asked <= second.asked == listed.changed


def test_the_last_used_conversation_is_listed_first_and_an_empty_one_not_at_all(
    path: Path,
) -> None:
    with Conversations(path) as store:
        old, new = asked(store, "li", "一"), asked(store, "li", "二")
        store.create("li")
        assert [one.title for one in store.list("li")] == ["二", "一"]
        store.add("li", old.id, "三", {"text": ""})
        assert [one.id for one in store.list("li")] == [old.id, new.id]
        assert [one.id for one in store.list("li", limit=1)] == [old.id]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("水渠", ["水渠何時修好？"]),
        ("何时 修好", ["水渠何時修好？"]),
        ("ＡＢＣ", ["100%的abc_d？"]),
        ("100%", ["100%的abc_d？"]),
        ("c_d", ["100%的abc_d？"]),
        ("c%d", []),
        ("cxd", []),
        ("三天 abc", []),
        ("三天", ["水渠何時修好？"]),
        ("\\", []),
        ("", ["100%的abc_d？", "水渠何時修好？"]),
    ],
)
def test_search_folds_and_takes_its_signs_as_they_are(
    path: Path, search: str, found: list[str]
) -> None:
    with Conversations(path) as store:
        asked(store, "li", "水渠何時修好？", text="三天。")
        asked(store, "li", "100%的abc_d？")
        asked(store, "wang", "水渠、三天、abc")
        assert [one.title for one in store.list("li", search)] == found


def test_search_finds_a_new_title(path: Path) -> None:
    with Conversations(path) as store:
        id_ = asked(store, "li", "问").id
        assert store.rename("li", id_, " 修\n渠  ").title == "修 渠"
        assert store.rename("li", id_, " \n ").title == "修 渠"
        assert [one.id for one in store.list("li", "修 渠")] == [id_]


def test_another_users_conversation_is_not_found_whatever_is_done_with_it(path: Path) -> None:
    with Conversations(path) as store, Feedback(path) as feedback:
        id_ = asked(store, "li", "问").id
        attempts: list[Callable[[], object]] = [
            lambda: store.get("wang", id_),
            lambda: store.turns("wang", id_),
            lambda: store.history("wang", id_),
            lambda: store.add("wang", id_, "插话", {"text": ""}),
            lambda: store.cut("wang", id_, 1),
            lambda: store.rename("wang", id_, "改"),
            lambda: store.delete("wang", id_),
            lambda: store.export("wang", id_, "md"),
            lambda: store.export("wang", id_, "json"),
            lambda: feedback.give("wang", id_, 1, Verdict.UP),
            lambda: feedback.withdraw("wang", id_, 1),
            lambda: store.turns("li", "no-such-conversation"),
        ]
        for attempt in attempts:
            with pytest.raises(NotFound, match="there is no such conversation"):
                attempt()
        assert [turn.question for turn in store.turns("li", id_)] == ["问"]
        assert store.list("li") == [store.get("li", id_)]
        assert (store.list("wang"), feedback.rows()) == ([], [])


def test_ids_cannot_be_guessed(path: Path) -> None:
    with Conversations(path) as store:
        ids = {store.create("li").id for _ in range(50)}
    assert {len(id_) for id_ in ids} == {24}
    assert len(ids) == 50


def test_what_is_typed_is_kept_but_for_controls_and_bounded(path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)> [1](javascript:x) \x1b[31m\x00\ud83d"
    with Conversations(path) as store, Feedback(path) as feedback:
        id_ = asked(store, "li", hostile).id
        kept = "<img src=x onerror=alert(1)> [1](javascript:x) [31m\ufffd"
        assert store.turns("li", id_)[0].question == kept
        assert store.get("li", id_).title == kept
        assert store.rename("li", id_, "甲\u202e乙" * 100).title == ("甲乙" * 60)[:119] + "…"
        feedback.give("li", id_, 1, "down", "\x07好\r\n坏" + "长" * 3000)
        (row,) = feedback.rows()
        assert row.comment == "好\n坏" + "长" * 1996 + "…"
        assert len(row.comment) == 2000
        long_one = asked(store, "li", "问" * 5000)
        assert long_one.title == "问" * 119 + "…"
        assert len(store.turns("li", long_one.id)[0].question) == 4000


def test_turns_are_cut_before_a_question_is_asked_again(path: Path) -> None:
    with Conversations(path) as store, Feedback(path) as feedback:
        id_ = asked(store, "li", "一", "二", "三").id
        feedback.give("li", id_, 3, "up")
        store.cut("li", id_, 2)
        assert store.add("li", id_, "二改", {"text": ""}).number == 2
        assert [turn.question for turn in store.turns("li", id_)] == ["一", "二改"]
        assert feedback.rows() == []


def test_deleting_takes_the_turns_and_the_feedback(path: Path) -> None:
    with Conversations(path) as store, Feedback(path) as feedback:
        id_, other = asked(store, "li", "一").id, asked(store, "li", "二").id
        feedback.give("li", id_, 1, "up")
        store.delete("li", id_)
        assert ([one.id for one in store.list("li")], feedback.rows()) == ([other], [])
    rows = sqlite3.connect(path)
    try:
        assert rows.execute("SELECT count(*) FROM turns").fetchone() == (1,)
    finally:
        rows.close()


def test_feedback_replaces_the_earlier_one_and_can_be_withdrawn(path: Path) -> None:
    with Conversations(path) as store, Feedback(path) as feedback:
        id_ = store.create("li").id
        store.add("li", id_, "问", ANSWER)
        feedback.give("li", id_, 1, Verdict.UP, "好")
        feedback.give("li", id_, 1, "down", "不好")
        (row,) = feedback.rows()
        assert (row.verdict, row.comment, row.question, row.answer) == (
            Verdict.DOWN,
            "不好",
            "问",
            ANSWER,
        )
        (turn,) = store.turns("li", id_)
        assert (turn.verdict, turn.comment) == ("down", "不好")
        feedback.withdraw("li", id_, 1)
        assert feedback.rows() == []
        with pytest.raises(NotFound, match="no such answer: 2"):
            feedback.give("li", id_, 2, "up")
        with pytest.raises(NotFound, match="no such verdict: 'maybe'"):
            feedback.give("li", id_, 1, "maybe")


def test_feedback_is_exported_as_lines_and_as_a_table_that_computes_nothing(path: Path) -> None:
    with Conversations(path) as store, Feedback(path) as feedback:
        id_ = store.create("li").id
        store.add("li", id_, "问, “甲”\n乙", ANSWER)
        feedback.give("li", id_, 1, "down", '=HYPERLINK("http://x")')
        rows = feedback.rows()
    (told,) = map(json.loads, as_jsonl(rows).splitlines())
    assert (told["verdict"], told["comment"], told["answer"]) == (
        "down",
        '=HYPERLINK("http://x")',
        ANSWER,
    )
    head, cells = csv.reader(io.StringIO(as_csv(rows)))
    table = dict(zip(head, cells, strict=True))
    assert table["comment"] == '\'=HYPERLINK("http://x")'
    assert (table["question"], table["answer"]) == ("问, “甲”\n乙", "水渠修了12天。")


def test_markdown_has_every_source_and_no_link_or_heading_of_anyone_else(path: Path) -> None:
    hostile = dict(ANSWER)
    hostile["sentences"] = [
        {"text": "# 标题 <b>[点](javascript:x)</b>", "citations": [1]},
        {"text": "1. 列表 &lt; `a`", "citations": []},
    ]
    with Conversations(path) as store:
        id_ = store.create("li").id
        store.add("li", id_, "- 问*一*\n# 题", hostile)
        store.add("li", id_, "二", {"text": "", "sentences": [], "citations": [], "message": ""})
        created = store.get("li", id_).created
        assert store.export("li", id_, "md") == (
            f"# \\- 问\\*一\\* \\# 题\n\n{created}\n\n"
            "## \\- 问\\*一\\* \\# 题\n\n"
            "\\# 标题 \\<b\\>\\[点\\](javascript:x)\\</b\\> \\[1\\]\n\n"
            "1\\. 列表 \\&lt; \\`a\\`\n\n"
            "**\\[1\\] 河口修渠** 河口报 · 1987-03-02 · 第2版\n\n"
            "> 水渠修了12天。\n\n"
            "## 二\n\n资料库里的报道没有回答这个问题。\n"
        )
        assert "**\\[1\\] 河口修渠** 河口报 · 1987-03-02 · p. 2" in store.export(
            "li", id_, "md", "en"
        )


def test_json_has_the_answers_as_they_were_given(path: Path) -> None:
    with Conversations(path) as store:
        id_ = store.create("li").id
        turn = store.add("li", id_, "问", ANSWER)
        told = json.loads(store.export("li", id_, "json"))
    assert told["title"] == "问"
    assert told["turns"] == [{"question": "问", "asked": turn.asked, "answer": ANSWER}]


def test_many_threads_write_and_read_without_mixing(path: Path) -> None:
    with Conversations(path) as store:
        ids = {user: store.create(user).id for user in ("li", "wang", "zhao", "sun")}

        def work(user: str) -> None:
            for number in range(10):
                store.add(user, ids[user], f"{user}{number}", {"text": user})
                store.list(user, user)

        threads = [threading.Thread(target=work, args=(user,)) for user in ids for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for user, id_ in ids.items():
            turns = store.turns(user, id_)
            assert [turn.number for turn in turns] == list(range(1, 21))
            assert sorted(turn.question for turn in turns) == sorted(
                f"{user}{number}" for number in [*range(10)] * 2
            )


WRITES = """
import sys
from pathlib import Path
from qa.desk.conversations import Conversations
with Conversations(Path(sys.argv[1])) as store:
    id_ = store.create("li").id
    for number in range(int(sys.argv[2])):
        store.add("li", id_, f"{number}", {"text": "长" * 3000})
        print(id_, number, flush=True)
"""


def test_two_processes_make_and_write_one_file(path: Path) -> None:
    command = [sys.executable, "-c", WRITES, str(path), "8"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    ids = [process.communicate()[0].split()[0].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    with Conversations(path) as store:
        for id_ in ids:
            assert [turn.question for turn in store.turns("li", id_)] == [
                str(number) for number in range(8)
            ]


def test_killed_while_writing_what_was_kept_is_whole(path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITES, str(path), "1000000"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout as out:
        for line in out:
            id_, number = line.split()
            if number == "5":
                os.kill(process.pid, signal.SIGKILL)
                break
    process.wait()
    with Conversations(path) as store:
        turns = store.turns("li", id_)
        assert [turn.number for turn in turns] == list(range(1, len(turns) + 1))
        assert len(turns) > int(number)
        assert {str(turn.answer["text"]) for turn in turns} == {"长" * 3000}


def test_the_file_is_its_owners_alone(path: Path) -> None:
    with Conversations(path) as store:
        asked(store, "li", "问")
        modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.glob("desk.db*")}
    assert modes["desk.db"] == 0o600
    assert modes["desk.db-wal"] == 0o600


def test_an_older_file_is_brought_up_to_date_and_a_newer_one_refused(path: Path) -> None:
    with Conversations(path) as store:
        id_ = asked(store, "li", "问").id
    step = ("ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",)
    newer = Desk(path, (*STEPS, step))
    with newer.reading() as connection:
        rows = connection.execute("SELECT id, pinned FROM conversations").fetchall()
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)
    newer.close()
    assert rows == [(id_, 0)]
    with pytest.raises(DeskError, match="newer version of this program"):
        Conversations(path)


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    Conversations(path).close()
    broken = ("CREATE TABLE pins (id TEXT)", "THIS IS NO SQL")
    with pytest.raises(sqlite3.OperationalError):
        Desk(path, (*STEPS, broken))
    with Conversations(path) as store:
        asked(store, "li", "问")
    rows = sqlite3.connect(path)
    try:
        tables = {name for (name,) in rows.execute("SELECT name FROM sqlite_schema")}
    finally:
        rows.close()
    assert "pins" not in tables


def test_other_files_are_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(DeskError, match="no database"):
        Conversations(path)
    assert path.read_bytes() == b"not a database at all" * 100
    path.unlink()
    foreign = sqlite3.connect(path)
    foreign.execute("CREATE TABLE theirs (x)")
    foreign.close()
    with pytest.raises(DeskError, match="belongs to another program"):
        Conversations(path)


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DeskError, match="cannot be kept"):
        Conversations(tmp_path / "file" / "desk.db")
