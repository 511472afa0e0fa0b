"""A question limits the search only by what it says of printing, and only inside the library."""

from __future__ import annotations

import pytest

from index.types import Filters
from qa.scope import Facts, Scope, scope

FACTS = Facts(
    "2022-11-01", "2023-05-30", ("柳河工人报", "青溪晚报", "工人报", "Ashby Weekly"), ("notes.txt",)
)


def found(question: str, given: Filters | None = None, facts: Facts = FACTS) -> Scope:
    return scope(question, facts, given or Filters())


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("青溪晚报上登过哪家厂招女工？", ("青溪晚报",)),
        ("据《柳河工人报》报道，运动会有多少人？", ("柳河工人报",)),
        ("工人报里怎么说？", ("工人报",)),
        ("《青溪晚報》刊登了什麼消息？", ("青溪晚报",)),
        ("according to the Ashby Weekly, who won?", ("Ashby Weekly",)),
        ("What did the Ashby Weekly report about cranes?", ("Ashby Weekly",)),
        ("notes里写了什么？", ("notes.txt",)),
        ("工人报社有多少员工？", ()),
        ("《青溪晚报》哪一年创刊？", ()),
        ("青溪晚报有多少名记者？", ()),
        ("海滨日报上登过什么？", ()),
        ("How many people does the Ashby Weekly employ?", ()),
    ],
)
def test_a_source_is_a_filter_where_it_is_a_place_to_look(
    question: str, sources: tuple[str, ...]
) -> None:
    assert found(question).filters.sources == sources


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("2月的报纸说了什么？", "2023-02-01", "2023-02-28"),
        ("五月的报纸", "2023-05-01", "2023-05-31"),
        ("3月12日的工人报头版讲什么？", "2023-03-12", "2023-03-12"),
        ("2023年2月刊登的招聘会有哪些？", "2023-02-01", "2023-02-28"),
        ("去年的报纸怎么写津贴？", "2022-01-01", "2022-12-31"),
        ("papers of March 2023 on strikes", "2023-03-01", "2023-03-31"),
        ("In the January 5 2023 issue, who was praised?", "2023-01-05", "2023-01-05"),
        ("last year's issue about wages", "2022-01-01", "2022-12-31"),
        ("2022年查出多少隐患？", "", ""),
        ("2022年12月查出的隐患，报纸怎么说？", "", ""),
        ("2022年期间发生几起事故？", "", ""),
        ("2023年版的条例有几条？", "", ""),
        ("2019年的报纸说了什么？", "", ""),
        ("How many people moved in 2022?", "", ""),
        ("may the workers strike in 2023?", "", ""),
    ],
)
def test_a_date_is_a_filter_where_it_is_that_of_the_print(
    question: str, first: str, last: str
) -> None:
    filters = found(question).filters
    assert (filters.date_from, filters.date_to) == (first, last)


def test_a_month_of_several_years_is_no_filter() -> None:
    facts = Facts("2021-01-01", "2023-12-31")
    assert found("2月的报纸说了什么？", facts=facts) == Scope(Filters())


def test_notes_are_in_the_language_of_the_question() -> None:
    assert found("2023年4月的《青溪晚报》上有什么？").notes == (
        "刊登于 2023-04-01 – 2023-04-30",
        "来源 青溪晚报",
    )
    assert found("the Ashby Weekly reported what, papers of May 2023").notes == (
        "printed 2023-05-01 – 2023-05-31",
        "source Ashby Weekly",
    )


def test_given_filters_are_narrowed_never_widened() -> None:
    given = Filters("2023-02-10", "2023-03-05", ("notes.txt",), sections=("要闻",))
    filters = found("2月的工人报上有什么？", given).filters
    assert filters == Filters("2023-02-10", "2023-02-28", ("notes.txt",), sections=("要闻",))
    outside = Filters("2023-04-01", "2023-04-30")
    assert found("2月的报纸说了什么？", outside) == Scope(outside)


def test_an_empty_library_limits_nothing() -> None:
    assert found("2月的工人报上有什么？", facts=Facts()) == Scope(Filters())
