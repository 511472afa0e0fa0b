"""Dates are those that print, containers and file names state, and days of the calendar."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.assemble import articles_of
from corpus.dates import before_issue, calendar_day, date_in_name, stated_date, whole_date
from corpus.read import read
from corpus.types import Document


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年2月7日", "2023-02-07"),
        ("2023 年 2 月 7 日 星期二", "2023-02-07"),
        ("2023-2-7", "2023-02-07"),
        ("2023/02/07 08:30", "2023-02-07"),
        ("2023.2.7", "2023-02-07"),
        ("2023-02-07T08:30:00Z", "2023-02-07"),
        ("20230207", "2023-02-07"),
        ("Feb. 7, 2023", "2023-02-07"),
        ("7th February 2023", "2023-02-07"),
        ("2024-02-29", "2024-02-29"),
        ("2023-2-31", ""),
        ("2023年2月31日改为2023年3月1日", "2023-03-01"),
        ("2023-02-29", ""),
        ("20231345", ""),
        ("2023112", ""),
        ("2019-12", ""),
        ("2023-02/07", ""),
        ("120230207", ""),
        ("Marble 7, 2023", ""),
        ("去年秋天", ""),
    ],
)
def test_a_whole_date_is_a_day_of_the_calendar(text: str, day: str) -> None:
    assert whole_date(text) == day


def test_the_first_of_several_dates_counts_however_it_is_written() -> None:
    assert whole_date("7 May 2021, 2022-01-01, 2020年3月4日") == "2021-05-07"


def test_a_row_of_digits_on_a_page_is_no_date() -> None:
    assert whole_date("电话 20230207", compact=False) == ""
    assert whole_date("2023.02.07", compact=False) == "2023-02-07"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2022-07-27_01.txt", "2022-07-27"),
        ("daily/20220727.txt", "2022-07-27"),
        ("港城工人报2022年7月27日.pdf", "2022-07-27"),
        ("t2021-1-1.csv:12", "2021-01-01"),
        ("年报2019-12.txt", ""),
        ("paper2023112.txt", ""),
        ("2023-2-31.txt", ""),
        ("rows.csv:20230207", ""),
        ("2022-07-27/01.txt", ""),
    ],
)
def test_the_date_in_a_files_name(name: str, day: str) -> None:
    assert date_in_name(name) == day


def test_a_field_keeps_what_is_no_whole_date_as_it_stands() -> None:
    assert stated_date(" 去年秋天 ") == "去年秋天"
    assert stated_date("2023-02-31") == "2023-02-31"
    assert stated_date("7 Feb 2023") == "2023-02-07"
    assert stated_date(" ") is None
    assert stated_date(None) is None


def test_a_day_without_a_year_is_the_last_one_before_its_issue() -> None:
    assert before_issue(10, 26, "2022-10-27") == "2022-10-26"
    assert before_issue(12, 31, "2023-01-01") == "2022-12-31"
    assert before_issue(2, 29, "2023-03-01") == ""
    assert before_issue(10, 26, "2022") == ""
    assert before_issue(10, 26, "去年秋天") == ""
    assert calendar_day(2023, 2, 29) == ""


def date_of(text: str, issue: str | None) -> str:
    (article,) = articles_of(Document("a.csv:2", text, plain=True, date=issue))
    return article.date


def test_a_dispatch_has_its_own_date() -> None:
    assert date_of("新华社北京10月26日电 会议开幕。", "2022-10-27") == "2022-10-26"
    assert date_of("新華社北京10月26日電 會議開幕。", "2022-10-27") == "2022-10-26"
    assert date_of("会议开幕。（新华社云杉10月26日电）", "2022-10-27") == "2022-10-26"
    assert date_of("新华社北京2021年10月26日电 会议开幕。", "2022-10-27") == "2021-10-26"


@pytest.mark.parametrize("issue", ["去年秋天", "Spring 2020", "2022"])
def test_a_dispatch_beside_a_date_in_words_keeps_the_words(issue: str) -> None:
    assert date_of("新华社北京10月26日电 会议开幕。", issue) == issue


@pytest.mark.parametrize("power", ["电力公司抢修了线路。", "电工到场抢修。", "电费下调。"])
def test_electricity_is_no_dispatch(power: str) -> None:
    assert date_of("7月26日" + power, "2022-09-01") == "2022-09-01"
    assert date_of("本报讯 7月26日" + power, "2022-09-01") == "2022-09-01"


def test_a_batch_with_a_date_in_words_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("date,text\n去年秋天,新华社北京10月26日电 会议开幕。\n", encoding="utf-8")
    ((article,),) = (articles_of(document) for document in read(path))
    assert (article.date, article.text) == ("去年秋天", "新华社北京10月26日电 会议开幕。")


def test_a_month_in_a_files_name_is_no_day(tmp_path: Path) -> None:
    path = tmp_path / "年报2019-12.txt"
    path.write_text("全年工作总结。", encoding="utf-8")
    ((article,),) = (articles_of(document) for document in read(path))
    assert article.date == ""
