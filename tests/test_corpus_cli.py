"""`python -m corpus`: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from corpus.__main__ import main
from corpus.report import Account, accounted, sum_of
from corpus.types import Document, Kind

HOUSE = Path(__file__).parent.parent

ARTICLE = "# 夜班车\n\n末班车推迟到零点。\n\n工友们不用再跑着赶车。\n"
PAGE = """2023年2月7日 星期二 第3版
三号泊位换了新缆绳
本报讯（记者丁小满）2月6日夜里，港城码头三号泊位的二十六台起重机
全部停了下来，换上了新的缆绳。班长老周说，这是他干了十一年头一回
见到这样大的阵势。“以前是坏了才修，”他说，“现在是到了日子就换。”

食堂夜里添了热汤面
本报讯（记者吴一舟）从2月6日起，港城码头的食堂通宵供应热汤面。炊事
员小丁凌晨两点起来和面，四点，第一批下班的工友推门进来。老周端着碗
说，这一口热的，比什么都强。食堂还给值守的人留了保温桶。
"""


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "bus.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "news" / "page3.txt").write_bytes(PAGE.encode("gb18030"))
    return tmp_path / "news"


def test_report_accounts_for_every_character(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, folder)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "bus.md: one article (its container says that it is one article)"
    assert "夜班车 · 20 characters" in lines[1]
    assert lines[2].strip() == (
        "24 characters = articles 20 + captions 0 + banners 0 + contents 0 + junk 0"
        " + headlines 3 + marks 1"
    )
    assert lines[3].startswith("page3.txt: read as a page (")
    size = len("".join(PAGE.split()))
    assert lines[-2].strip().startswith(f"{size:,} characters = ")
    assert lines[-1].startswith(f"2 files read, 0 failed; 3 articles; {size + 24:,} characters = ")


def test_json_holds_every_unit_under_the_name_of_its_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, folder, "--json")
    units = json.loads(out)
    assert status == 0
    assert list(units) == ["bus.md", "page3.txt"]
    assert units["bus.md"] == [
        {
            "title": "夜班车",
            "text": "末班车推迟到零点。\n工友们不用再跑着赶车。",
            "kind": "article",
            "byline": "",
            "date": "",
            "page": "",
            "section": "",
        }
    ]
    articles = [unit for unit in units["page3.txt"] if unit["kind"] == "article"]
    assert [unit["title"] for unit in articles] == ["三号泊位换了新缆绳", "食堂夜里添了热汤面"]
    alone = json.loads(run(capsys, folder / "bus.md", "--json")[1])
    assert alone == {"bus.md": units["bus.md"]}


def test_show_prints_the_article_of_that_number(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, folder, "--show", "2")
    assert status == 0
    assert out.startswith("三号泊位换了新缆绳\npage3.txt · ")
    assert "丁小满" in out.splitlines()[1]
    assert "换上了新的缆绳。" in out
    status, out, err = run(capsys, folder, "--show", "9")
    assert (status, out) == (1, "")
    assert err == (
        "error: there is no article with this number: 9 of 3. "
        "Run without --show to see the numbers.\n"
    )


def test_failures_are_told_counted_and_do_not_stop_the_rest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    (folder / "b.jsonl").write_text('{"text": "一行。"}\n{"text":\n', encoding="utf-8")
    (folder / "c.txt").write_bytes(b"")
    (folder / "photo.jpg").write_bytes(b"x")
    status, out, err = run(capsys, folder)
    assert status == 1
    lines = err.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == [
        "no column holds the text",
        "a line is not JSON",
        "the file is empty",
        "2 files of 5 and 1 record could not be read",
    ]
    assert out.splitlines()[-1].startswith(
        "3 files read, 2 failed, 1 of other kinds left out; 4 articles; "
    )
    assert list(json.loads(run(capsys, folder, "--json")[1])) == ["b.jsonl", "bus.md", "page3.txt"]
    status, out, _ = run(capsys, folder / "c.txt", "--json")
    assert (status, json.loads(out)) == (1, {})


def test_named_fields(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名,话\n夜班车,末班车推迟到零点。\n", encoding="utf-8")
    status, out, _ = run(capsys, path, "--json", "--field", "text=话", "--field", "title=名")
    assert status == 0
    (unit,) = json.loads(out)["t.csv"]
    assert (unit["title"], unit["text"]) == ("夜班车", "末班车推迟到零点。")
    for wrong in ("text", "text=", "nonsense=话"):
        status, _, err = run(capsys, path, "--field", wrong)
        assert (status, err.count("\n")) == (1, 1)
        assert err.startswith(f"error: a field is not NAME=COLUMN: {wrong}. ")


def test_a_lost_or_doubled_character_is_a_bug_and_not_a_line() -> None:
    document = Document("x.txt", "甲 乙丙")
    with pytest.raises(AssertionError, match="offsets from 0 on are in no unit"):
        accounted(document, [])
    assert accounted(Document("x.txt", " \n"), []) == {}
    units = Counter({Kind.ARTICLE: 1_200, Kind.CONTINUATION: 30, Kind.JUNK: 4})
    groups = "articles 1,230 + captions 0 + banners 0 + contents 0 + junk 4"
    assert sum_of(Account(units)) == f"1,234 characters = {groups}"
    account = Account(units, Counter({"markup and navigation": 66}))
    assert sum_of(account) == f"1,300 characters = {groups} + markup and navigation 66"
    scan = Account(Counter({Kind.ARTICLE: 5}), extracted=5)
    assert sum_of(scan).startswith(
        "5 characters (as extracted from pdf, docx or epub) = articles 5"
    )
    account.add(scan)
    assert sum_of(account).startswith(
        "1,305 characters (5 of them as extracted from pdf, docx or epub) = articles 1,235 "
    )


def test_as_a_program(folder: Path) -> None:
    command = [sys.executable, "-m", "corpus"]
    shown = subprocess.run([*command, "--help"], cwd=HOUSE, capture_output=True, check=True)
    assert b"--field NAME=COLUMN" in shown.stdout
    assert subprocess.run(command, cwd=HOUSE, capture_output=True, check=False).returncode == 2
    piped = subprocess.run(
        [*command, "-", "--json"],
        cwd=HOUSE,
        input=PAGE.encode("utf-16"),
        capture_output=True,
        check=True,
    )
    assert list(json.loads(piped.stdout)) == ["standard input"]


def test_corpus_imports_nothing_but_the_standard_library() -> None:
    code = (
        "import sys; import corpus.__main__, corpus.passages, corpus.language\n"
        "print(sorted({n.split('.')[0] for n in sys.modules} - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=HOUSE, capture_output=True, check=True, text=True
    )
    loaded = set(json.loads(done.stdout.replace("'", '"')))
    assert "corpus" in loaded
    assert not {"numpy", "selectolax", "pypdfium2", "docx", "charset_normalizer"} & loaded


def test_parts_on_two_pages_are_shown_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = PAGE.replace(
        "现在是到了日子就换。”", "现在是到了日子就换。”码头的检修规矩由此\n立了起来。（下转第4版）"
    )
    second = (
        "2023年2月7日 星期二 第4版\n三号泊位换了新缆绳\n"
        "（上接第3版）码头给每条缆绳编了号，谁检查谁签字。老周翻着登记本说，\n"
        "检修的规矩写在纸上，也要记在心里。三号泊位试了一个月，缆绳没有出过\n"
        "一回差错，值守的人心里踏实多了。\n\n"
        "港城技校开了焊工夜班\n"
        "本报讯（记者吴一舟）2月6日晚，港城技校的焊工夜班开课，三十二名学员\n"
        "戴上面罩走进实训室。课程一共四十个课时，学费由工会出。\n\n"
        "女工澡堂装了热泵\n"
        "本报讯（记者丁小满）纺织三厂的女工澡堂上周装了热泵，水温稳在四十二\n"
        "度，洗一回澡不用再等半个钟头。\n"
    )
    (tmp_path / "2023-02-07-3.txt").write_text(first, encoding="utf-8")
    (tmp_path / "2023-02-07-4.txt").write_text(second, encoding="utf-8")
    _, out, _ = run(capsys, tmp_path)
    joined = [line for line in out.splitlines() if line.startswith("joined  ")]
    assert len(joined) == 1
    assert joined[0].startswith("joined  三号泊位换了新缆绳 · 2023-02-07-3.txt")
    assert " + 2023-02-07-4.txt" in joined[0]
    _, out, _ = run(capsys, tmp_path, "--show", "1")
    assert "立了起来。\n码头给每条缆绳编了号" in out
    assert "下转" not in out
    assert "上接" not in out
