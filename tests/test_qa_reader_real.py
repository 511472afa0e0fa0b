"""The reader that ships, on articles of the demo; and its refusal of another encoder."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ModelError
from index.encoder import TransformerEncoder
from qa.reader.reader import load_reader
from qa.reader.types import Text
from qa.reader.weights import FILE, Packed, read, save

pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason="the trained reader (qa/reader/reader.safetensors) is not there"
)

FERRY = (
    "停航九年的南岸渡口昨日恢复通航。首班渡船清早六时离岸，载客四十七人。"
    "船长陈水根说，新船由县船厂建造，造价二百一十六万元。渡口每日往返八班，末班为傍晚七时。"
)
LIBRARY = "新图书馆周六开馆，藏书四万册，设座位三百二十个。馆长何秀兰说，读者凭身份证即可借书。"


@pytest.mark.parametrize(
    ("question", "article", "answer"),
    [
        ("渡口恢复通航后的船长是谁？", 0, "陈水根"),
        ("新图书馆有多少册藏书？", 1, "四万册"),
        ("渡船造价多少？", 0, "二百一十六万元"),
    ],
)
def test_questions_on_articles(
    real_encoder: TransformerEncoder, question: str, article: int, answer: str
) -> None:
    reader = load_reader(real_encoder)
    texts = [Text("渡口复航", FERRY), Text("图书馆开馆", LIBRARY)]
    readings = reader.read(question, texts)
    assert readings[article].probability > readings[1 - article].probability
    best = readings[article].spans[0]
    said = texts[article].text[best.start : best.end]
    assert answer in said or said in answer


def test_a_reader_of_another_encoder_is_refused_with_both_values(
    real_encoder: TransformerEncoder, tmp_path: Path
) -> None:
    packed = read(FILE)
    other = tmp_path / "other.safetensors"
    save(Packed("0123456789abcdef", packed.calibration, packed.tensors), other)
    with pytest.raises(ModelError, match=f"0123456789abcdef, loaded is {real_encoder.identity}"):
        load_reader(real_encoder, other)
