"""Word keeps text in many places: all of it is told once, or counted."""

from __future__ import annotations

import io
import zipfile

from docx import Document as WordFile
from docx.oxml import parse_xml

from corpus.readers.docx import read
from corpus.types import Aside, Document

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def box(text: str) -> str:
    return f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"


PLACES = f"""
<w:sdt><w:sdtContent><w:p>{run("内容控件里的一段。")}</w:p></w:sdtContent></w:sdt>
<w:p>{run("前")}<w:ins w:id="1" w:author="a">{run("插入")}</w:ins>
<w:del w:id="2" w:author="a"><w:r><w:delText>删去</w:delText></w:r></w:del>
<w:moveFrom w:id="3" w:author="a">{run("移走的")}</w:moveFrom>
<w:hyperlink>{run("链接")}</w:hyperlink><w:r><w:noBreakHyphen/><w:t>后</w:t></w:r></w:p>
<w:p>{run("框外")}<w:r><mc:AlternateContent><mc:Choice>{box("框内")}</mc:Choice>
<mc:Fallback>{box("框内")}</mc:Fallback></mc:AlternateContent></w:r></w:p>
<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc><w:p>{run("表中")}</w:p>
<w:tbl><w:tr><w:tc><w:p>{run("之表")}</w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:sdtContent></w:sdt>
</w:tbl>
"""

FOOTNOTES = (
    f"<w:footnotes {NAMES}><w:footnote w:id='1'><w:p>{run('脚注一则。')}</w:p></w:footnote>"
    "</w:footnotes>"
)


def saved(word: object) -> bytes:
    data = io.BytesIO()
    word.save(data)  # type: ignore[attr-defined]
    return data.getvalue()


def with_footnotes(data: bytes, notes: str) -> bytes:
    """The same file with a part for footnotes, which the library cannot write."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "[Content_Types].xml":
                text = text.replace(
                    b"</Types>",
                    b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.'
                    b'openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>',
                )
            if name == "word/_rels/document.xml.rels":
                text = text.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rId99" Target="footnotes.xml" Type="http://schemas.'
                    b'openxmlformats.org/officeDocument/2006/relationships/footnotes"/>'
                    b"</Relationships>",
                )
            new.writestr(name, text)
        new.writestr("word/footnotes.xml", notes)
    return out.getvalue()


def test_text_is_told_wherever_word_keeps_it() -> None:
    word = WordFile()
    body = parse_xml(f"<w:body {NAMES}>{PLACES}</w:body>")
    for at, element in enumerate(list(body)):
        word.element.body.insert(at, element)
    word.sections[0].header.paragraphs[0].text = "港城工运"
    found = list(read(with_footnotes(saved(word), FOOTNOTES), "a.docx", {}))
    lines = ["内容控件里的一段。", "前插入链接-后", "框外", "框内", "表中 之表", "脚注一则。"]
    assert found == [
        Document("a.docx", "\n".join(lines), paragraphs=True),
        Aside("page headers and comments", 4),
        Aside("text moved away", 3),
    ]


def test_merged_cells_are_told_once_and_equal_cells_each_time() -> None:
    word = WordFile()
    table = word.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(2, 0)).text = "合并"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "横跨"
    for row in (1, 2):
        table.cell(row, 1).text = table.cell(row, 2).text = "同"
    word.add_paragraph("完。")
    (document,) = read(saved(word), "a.docx", {})
    assert isinstance(document, Document)
    assert document.text == "合并\t横跨\n\t同\t同\n\t同\t同\n完。"


def test_broken_notes_are_a_broken_document() -> None:
    from corpus.errors import ReadError

    word = WordFile()
    word.add_paragraph("完。")
    try:
        list(read(with_footnotes(saved(word), "<w:footnotes"), "a.docx", {}))
    except ReadError as error:
        assert str(error) == "the Word document is broken: a.docx. Save it again."  # noqa: PT017
    else:
        raise AssertionError("not refused")
