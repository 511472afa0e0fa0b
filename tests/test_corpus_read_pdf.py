"""PDF: page numbers, the order of columns, and the two kinds that cannot be read."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.read import read, read_batch
from corpus.readers.layout import Segment, in_reading_order, segments_of

Placed = tuple[float, float, str]
"""x, y and a line of text."""

SIZE = 12


def pdf(pages: list[list[Placed]], trailer: str = "", labels: str = "") -> bytes:
    """A PDF with text at places, in a font that names its characters by their Unicode values."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {labels} >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids "
        f"[{' '.join(f'{7 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /FontDescriptor 5 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        "<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] "
        "/ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 800 /StemV 80 >>",
        stream(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
            "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange "
            "1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
        ),
    ]
    for number, lines in enumerate(pages):
        drawn = "".join(
            f"BT /F1 {SIZE} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for x, y, text in lines
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {8 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(stream(drawn))
    return assembled(objects, trailer)


def stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def assembled(objects: list[str], trailer: str) -> bytes:
    data = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
        f"startxref\n{len(data)}\n%%EOF\n"
    )
    return data + end.encode("latin-1")


LEFT = [
    "港口的起重机昨天换了新缆绳，",
    "班长老吴说这是三年来头一回。",
    "夜班的人也都到场看了检修。",
]
RIGHT = ["食堂从今天起供应夜宵，花样", "比从前多了一倍。炊事员小丁", "说，面条要现擀才有嚼头呢。"]


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    return path


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    interleaved: list[Placed] = [(60, 740, "两件小事温暖全厂职工的冬天从缆绳到面条")]
    for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        interleaved += [(60, 700 - 16 * row, left), (60 + SIZE * 17, 700 - 16 * row, right)]
    (document,) = read(written(tmp_path, pdf([interleaved])))
    assert document.text.split("\n") == [
        "两件小事温暖全厂职工的冬天从缆绳到面条",
        "",
        *LEFT,
        *RIGHT,
        "",
    ]


def test_pages_keep_their_numbers(tmp_path: Path) -> None:
    pages: list[list[Placed]] = [[(60, 700, LEFT[0])], [], [(60, 700, RIGHT[0])]]
    (document,) = read(written(tmp_path, pdf(pages)))
    assert document.text == f"{LEFT[0]}\n{RIGHT[0]}\n"
    assert [(p.offset, p.label) for p in document.pages] == [(0, "1"), (15, "2"), (15, "3")]
    labelled = pdf(pages, labels="/PageLabels << /Nums [0 << /S /D /St 4 /P (A) >>] >>")
    (document,) = read(written(tmp_path, labelled))
    assert [page.label for page in document.pages] == ["A4", "A5", "A6"]


def test_encrypted_pdf_is_said_to_be_one(tmp_path: Path) -> None:
    locked = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'5a' * 32}> /U <{'a5' * 32}> >> "
        f"/ID [<{'00' * 16}> <{'00' * 16}>]"
    )
    with pytest.raises(ReadError, match=r"^the PDF is encrypted: page\.pdf\. "):
        read(written(tmp_path, pdf([[(60, 700, LEFT[0])]], trailer=locked)))


def test_pdf_without_text_is_said_to_be_a_scan(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(written(tmp_path, pdf([[], []])))
    assert str(caught.value) == (
        "the PDF has no text: its pages are pictures (a scan): page.pdf (2 pages). "
        "Run text recognition on it first, for example ocrmypdf."
    )


def laid_out(lines: Sequence[Placed]) -> list[str]:
    characters = [
        (character, (x + 10 * at, y, x + 10 * at + 10, y + 10))
        for x, y, text in lines
        for at, character in enumerate(text)
    ]
    ordered = in_reading_order(segments_of(characters))
    return ["|".join(segment.text for segment in line) for line in ordered]


def test_headline_in_the_middle_of_a_page_parts_it_into_bands() -> None:
    top = [
        (x, 500 - 12 * row, f"{name}{row}栏里的文字")
        for row in range(4)
        for x, name in ((0, "甲"), (100, "乙"))
    ]
    low = [
        (x, 300 - 12 * row, f"{name}{row}栏里的文字")
        for row in range(4)
        for x, name in ((0, "丙"), (100, "丁"))
    ]
    lines = laid_out([*low, (0, 400, "横跨两栏的标题横跨两栏的标题"), *top])
    expected = [f"甲{n}栏里的文字" for n in range(4)] + [f"乙{n}栏里的文字" for n in range(4)]
    expected += ["横跨两栏的标题横跨两栏的标题"]
    expected += [f"丙{n}栏里的文字" for n in range(4)] + [f"丁{n}栏里的文字" for n in range(4)]
    assert lines == expected


def test_headline_over_two_of_three_columns() -> None:
    columns = ((0, "甲"), (100, "乙"), (200, "丙"))

    def band(top: int, mark: str) -> list[Placed]:
        return [
            (x, top - 12 * row, f"{name}{row}{mark}里的文字")
            for row in range(4)
            for x, name in columns
        ]

    lines = laid_out([*band(500, "上"), (0, 430, "只占两栏宽的一个标题"), *band(400, "下")])
    expected = [f"{name}{row}上里的文字" for _, name in columns for row in range(4)]
    expected += ["只占两栏宽的一个标题"]
    expected += [f"{name}{row}下里的文字" for _, name in columns for row in range(4)]
    assert lines == expected


def test_white_between_paragraphs_is_a_blank_line(tmp_path: Path) -> None:
    lines: list[Placed] = [(60, 700, LEFT[0]), (60, 684, LEFT[1]), (60, 640, LEFT[2])]
    (document,) = read(written(tmp_path, pdf([lines])))
    assert document.text == f"{LEFT[0]}\n{LEFT[1]}\n\n{LEFT[2]}\n"


@pytest.mark.parametrize("pitch", [12, 16, 20, 30])
def test_columns_are_told_apart_whatever_the_leading(pitch: int) -> None:
    rows = [
        (x, 700 - pitch * row, f"{name}{row}栏里的文字")
        for row in range(6)
        for x, name in ((0, "甲"), (100, "乙"))
    ]
    lines = laid_out([(0, 700 + 3 * pitch, "横跨两栏的标题横跨两栏的标题"), *rows])
    assert lines == [
        "横跨两栏的标题横跨两栏的标题",
        *(f"甲{row}栏里的文字" for row in range(6)),
        *(f"乙{row}栏里的文字" for row in range(6)),
    ]


def scattered(count: int) -> list[Segment]:
    chance = random.Random(2)
    places = ((chance.random() * 500, chance.random() * 780) for _ in range(count))
    return [Segment("字" * 6, x, y, x + 20 + chance.random() * 60, y + 8) for x, y in places]


def columns(count: int) -> list[Segment]:
    rows = count // 4
    return [
        Segment("栏里的文字", x + y / rows, -12.0 * y, x + 60 + y / rows, 10 - 12.0 * y)
        for y in range(rows)
        for x in (0, 100, 200, 300)
    ]


def crossed(count: int) -> list[Segment]:
    across = [
        Segment("横跨两栏的标题", 30, -12.0 * y, 130, 10 - 12.0 * y)
        for y in range(0, count // 2, 9)
    ]
    return across + [
        Segment("栏里的文字", x, -12.0 * y, x + 60, 10 - 12.0 * y)
        for y in range(count // 2)
        if y % 9
        for x in (0, 100)
    ]


@pytest.mark.parametrize("shape", [scattered, columns, crossed])
def test_time_grows_with_the_page_and_no_faster(shape: Callable[[int], list[Segment]]) -> None:
    def seconds(count: int) -> float:
        segments = shape(count)
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            lines = in_reading_order(segments)
            best = min(best, time.process_time() - start)
            assert sum(map(len, lines)) == len(segments)
        return best

    assert seconds(8_000) < 10 * seconds(2_000) + 0.02


def test_table_is_read_row_by_row() -> None:
    rows = [
        (x, 500 - 12 * row, f"{name}{row}")
        for row in range(5)
        for x, name in ((0, "月"), (60, "元"))
    ]
    assert laid_out(rows) == [f"月{row}|元{row}" for row in range(5)]


def test_one_column_stays_as_it_is() -> None:
    lines = [(0.0, 500.0 - 12 * row, f"第{row}行写得不长也不短") for row in range(8)]
    assert laid_out(lines) == [text for _, _, text in lines]
    assert in_reading_order([]) == []
    single = Segment("孤字", 0, 0, 20, 10)
    assert in_reading_order([single]) == [[single]]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, cut out, or cut off."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        at = chance.randrange(len(out) + 1)
        kind = chance.random()
        if kind < 0.5:
            out[at : at + 1] = chance.randbytes(1)
        elif kind < 0.8:
            out[at : at + chance.randrange(40)] = chance.randbytes(chance.randrange(20))
        else:
            del out[at:]
    return bytes(out)


def test_a_damaged_pdf_is_read_or_said_to_be_damaged(tmp_path: Path) -> None:
    chance = random.Random(5)
    whole = pdf([[(60, 700, LEFT[0])], [(60, 700, LEFT[1])]])
    said: set[str] = set()
    for _ in range(300):
        (result,) = read_batch([written(tmp_path, damaged(whole, chance))])
        errors = (result.error, *result.lost)
        said |= {error.what for error in errors if error}
        assert result.documents or result.error
    assert {"the PDF is broken", "a page of the PDF is broken"} <= said
