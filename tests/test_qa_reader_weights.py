"""The reader's file: what goes in comes out, and what does not fit is refused with both values."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from corpus.errors import ModelError
from qa.reader.model import SHARED, assembled, padded, untrained
from qa.reader.weights import FORMAT, Calibration, Packed, read, save, write
from tests.tiny_reader import body, tokenizer

CALIBRATION = Calibration(0.5, -1.5)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of a tiny reader."""
    path = tmp_path / "reader.safetensors"
    write(untrained(body()), "encoder-1", path, CALIBRATION)
    return path


def test_what_goes_in_comes_out(file: Path) -> None:
    from qa.reader.inputs import windows

    model = untrained(body())
    torch.manual_seed(3)
    with torch.no_grad():
        for parameter in model.own().values():
            parameter.copy_(parameter.half().float())
    write(model, "encoder-1", file, CALIBRATION)
    packed = read(file)
    assert (packed.encoder, packed.calibration) == ("encoder-1", CALIBRATION)
    assert SHARED not in packed.tensors
    assert {tensor.dtype for tensor in packed.tensors.values()} == {torch.float16}
    again = assembled(body(), packed.tensors).float().eval()
    batch = padded(windows(tokenizer(), "谁来", "桥", "渡口昨日开航"))
    with torch.inference_mode():
        wanted, found = model.eval()(batch), again(batch)
    assert torch.equal(wanted.start, found.start)
    assert torch.equal(wanted.relevance, found.relevance)


def test_the_word_embeddings_are_the_encoders_own(file: Path) -> None:
    encoder = body()
    model = assembled(encoder, read(file).tensors)
    shared = model.body.embeddings.word_embeddings.weight
    assert shared.data_ptr() == encoder.embeddings.word_embeddings.weight.data_ptr()


def test_a_new_calibration_leaves_the_weights(file: Path) -> None:
    before = read(file)
    save(Packed(before.encoder, Calibration(1, 3), before.tensors), file)
    after = read(file)
    assert after.calibration == Calibration(1, 3)
    assert all(torch.equal(after.tensors[name], one) for name, one in before.tensors.items())
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_another_file_than_the_tested_one_is_refused_with_both_values(file: Path) -> None:
    own = hashlib.sha256(file.read_bytes()).hexdigest()
    assert read(file, own).encoder == "encoder-1"
    with pytest.raises(ModelError, match=f"{own[:16]}….*{'ab' * 8}…"):
        read(file, "ab" * 32)


@pytest.mark.parametrize("content", [b"", b"not tensors", b"\x08\0\0\0\0\0\0\0{}      "])
def test_what_is_no_readers_file_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(ModelError, match=file.name):
        read(file)


def test_a_file_that_names_no_encoder_is_refused(file: Path) -> None:
    save_file(read(file).tensors, file, {"format": FORMAT, "calibration": "{}"})
    with pytest.raises(ModelError, match="encoder"):
        read(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.safetensors"):
        read(tmp_path / "none.safetensors")


def test_weights_of_another_network_are_refused(file: Path) -> None:
    tensors = read(file).tensors
    del tensors["span.weight"]
    with pytest.raises(ValueError, match=r"span\.weight"):
        assembled(body(), tensors)
