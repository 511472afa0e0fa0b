"""The bundled encoder: unpacked right, computed right, fingerprinted, and refused when altered."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError, SettingError
from index import bundled
from index.encoder import EncoderSettings, TransformerEncoder, load_encoder, model_folder
from index.prepared import MANIFEST, fault, prepared
from tests import reference
from tests.test_layers import ROOT


@pytest.fixture(scope="module")
def packed() -> bundled.Packed:
    source = bundled.data_file()
    assert source is not None
    return bundled.read(source.read_bytes(), source)


@pytest.fixture(scope="module")
def bfloat16(model_cache: Path) -> TransformerEncoder:
    return load_encoder(EncoderSettings(precision="bfloat16"), model_cache)


@pytest.fixture(scope="module")
def theirs() -> dict[str, np.ndarray]:
    with np.load(reference.PATH) as stored:
        return {name: stored[name] for name in ("queries", "passages")}


def cosines(encoder: TransformerEncoder, theirs: dict[str, np.ndarray]) -> np.ndarray:
    ours = encoder.encode_queries(reference.TEXTS), encoder.encode_passages(reference.TEXTS)
    rows = [(a * b).sum(1) for a, b in zip(ours, theirs.values(), strict=True)]
    return np.asarray(np.concatenate(rows))


def test_float32_agrees_with_the_engine_of_the_package(
    real_encoder: TransformerEncoder, theirs: dict[str, np.ndarray]
) -> None:
    found = cosines(real_encoder, theirs)
    # The engine rounds activations to 8 bits; what is left between us is its rounding.
    assert found.mean() >= 0.9999
    assert found.min() >= 0.9998


def test_bfloat16_agrees_with_the_engine_of_the_package(
    bfloat16: TransformerEncoder, theirs: dict[str, np.ndarray]
) -> None:
    assert cosines(bfloat16, theirs).min() >= 0.995


def test_float32_agrees_with_plain_arithmetic_on_the_same_weights(
    real_encoder: TransformerEncoder, packed: bundled.Packed
) -> None:
    tokenizer = bundled._tokenizer(packed)
    texts = reference.TEXTS[1:9:3]
    for text, ours in zip(texts, real_encoder.encode_passages(texts), strict=True):
        expected = forward(packed, tokenizer.encode("passage: " + text).ids)
        assert float(ours @ expected) >= 0.999999


def forward(packed: bundled.Packed, ids: list[int]) -> np.ndarray:
    """A BERT in numpy: what the encoder must compute, written without any of its libraries."""
    t = packed.tensors
    size, heads = packed.hidden, packed.heads

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(1, keepdims=True)
        scale = np.sqrt((centred**2).mean(1, keepdims=True) + packed.epsilon)
        return np.asarray(centred / scale * t[f"{name}.w"] + t[f"{name}.b"])

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return np.asarray(x @ t[f"{name}.w"].reshape(-1, x.shape[1]).T + t[f"{name}.b"])

    x = t["emb.word"].reshape(-1, size)[ids] + t["emb.pos"].reshape(-1, size)[: len(ids)]
    x = norm(x + t["emb.type"].reshape(-1, size)[0], "emb.ln")
    for layer in range(packed.layers):
        name = f"l{layer}"
        q, k, v = (
            linear(x, f"{name}.{part}").reshape(len(ids), heads, -1).transpose(1, 0, 2)
            for part in "qkv"
        )
        scores = q @ k.transpose(0, 2, 1) / np.sqrt(size // heads)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        mixed = (weights @ v).transpose(1, 0, 2).reshape(len(ids), size)
        x = norm(x + linear(mixed, f"{name}.ao"), f"{name}.aln")
        inner = linear(x, f"{name}.fi")
        inner = inner * 0.5 * (1 + np.vectorize(_erf)(inner / np.sqrt(2)))
        x = norm(x + linear(inner, f"{name}.fo"), f"{name}.oln")
    mean = x.mean(0)
    return np.asarray(mean / np.linalg.norm(mean))


def _erf(x: float) -> float:
    import math

    return math.erf(x)


def test_vectors_are_float32_of_unit_length_in_the_order_asked(
    real_encoder: TransformerEncoder,
) -> None:
    together = real_encoder.encode_passages(reference.TEXTS)
    alone = np.concatenate([real_encoder.encode_passages([text]) for text in reference.TEXTS])
    assert together.dtype == np.float32
    assert together.shape == (len(reference.TEXTS), 384) == (12, real_encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(together, alone, atol=2e-6)
    assert real_encoder.encode_queries([]).shape == (0, 384)


def test_queries_and_passages_get_their_own_prefix(real_encoder: TransformerEncoder) -> None:
    query = real_encoder.encode_queries(["高温津贴"])[0]
    passage = real_encoder.encode_passages(["高温津贴"])[0]
    assert float(query @ passage) < 0.99


def test_the_nearest_passage_is_the_right_one_across_languages(
    real_encoder: TransformerEncoder,
) -> None:
    passages = real_encoder.encode_passages(reference.TEXTS)
    query = real_encoder.encode_queries(["Who has to pay the allowance for heat?"])[0]
    assert int((passages[:3] @ query).argmax()) == 0


def test_the_tokenizer_normalises_every_code_point_as_the_file_says(
    packed: bundled.Packed,
) -> None:
    normalise = bundled._tokenizer(packed).normalizer.normalize_str
    wrong = [
        hex(point)
        for point in range(0x110000)
        if not 0xD800 <= point < 0xE000 and point != 0xE000
        and normalise(chr(point)) != packed.normal_forms.get(point, chr(point))
    ]  # fmt: skip
    # One squared ideograph, which the Unicode of the file's day had not decomposed yet.
    assert wrong == ["0x1f23b"]


def test_dequantise_follows_the_layout_by_hand() -> None:
    nibbles = bytes(
        (low | high << 4) for low, high in zip(range(16), range(15, -1, -1), strict=True)
    )
    block = struct.pack("<e", 0.5) + nibbles
    expected = [(n - 8) * 0.5 for n in range(16)] + [(n - 8) * 0.5 for n in reversed(range(16))]
    assert bundled.dequantise(block).tolist() == expected


def test_the_fingerprint_changes_with_precision_prefix_pooling_and_weights(
    real_encoder: TransformerEncoder,
    bfloat16: TransformerEncoder,
    model_cache: Path,
    tmp_path: Path,
) -> None:
    seen = {real_encoder.fingerprint, bfloat16.fingerprint}
    folder = tmp_path / "model"
    shutil.copytree(model_cache / bundled.FOLDER, folder)
    float32 = EncoderSettings(encoder=str(folder), precision="float32")
    assert load_encoder(float32, tmp_path).fingerprint == real_encoder.fingerprint

    prompts = folder / "config_sentence_transformers.json"
    kept = prompts.read_text()
    prompts.write_text(json.dumps({"prompts": {"query": "ask: ", "document": "passage: "}}))
    seen.add(load_encoder(float32, tmp_path).fingerprint)
    prompts.write_text(kept)

    pooling = folder / "1_Pooling" / "config.json"
    kept = pooling.read_text()
    pooling.write_text(
        json.dumps({"word_embedding_dimension": 384, "pooling_mode_cls_token": True,
                    "pooling_mode_mean_tokens": False})
    )  # fmt: skip
    seen.add(load_encoder(float32, tmp_path).fingerprint)
    pooling.write_text(kept)

    with (folder / "model.safetensors").open("r+b") as weights:
        weights.seek(-4, 2)
        weights.write(struct.pack("<f", 0.25))
    seen.add(load_encoder(float32, tmp_path).fingerprint)
    assert len(seen) == 5


def test_an_altered_file_is_prepared_again_and_never_loaded(
    model_cache: Path, tmp_path: Path, real_encoder: TransformerEncoder
) -> None:
    folder = tmp_path / bundled.FOLDER
    shutil.copytree(model_cache / bundled.FOLDER, folder)
    with (folder / "model.safetensors").open("r+b") as weights:
        weights.truncate(1000)
    encoder = load_encoder(EncoderSettings(precision="float32"), tmp_path)
    assert encoder.fingerprint == real_encoder.fingerprint
    left = sorted(p.name for p in tmp_path.iterdir())
    assert left == [f".{bundled.FOLDER}.lock", bundled.FOLDER]


def test_a_wheel_with_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "e5-small-q4.bin"
    other.write_bytes(b"E5S1 but not the one that was tested")
    with pytest.raises(ModelError, match="not the one that was tested"):
        bundled.unpack(other, bundled.SHA256, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [other.name]


def test_a_folder_without_a_model_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        load_encoder(EncoderSettings(encoder=str(tmp_path)), tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_with_half_a_model_is_refused_in_one_line(
    model_cache: Path, tmp_path: Path
) -> None:
    for name in ("config.json", "modules.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copy(model_cache / bundled.FOLDER / name, tmp_path / name)
    with pytest.raises(ModelError, match="the encoder does not load") as caught:
        load_encoder(EncoderSettings(encoder=str(tmp_path)), tmp_path)
    assert "\n" not in str(caught.value)


def test_a_cache_that_is_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("not a folder")
    with pytest.raises(ModelError, match="the cache cannot be written") as caught:
        bundled.bundled_encoder(blocked)
    assert caught.value.value == blocked


def test_a_batch_of_nothing_is_refused() -> None:
    with pytest.raises(SettingError, match="batch"):
        EncoderSettings(batch=0)


def test_truncated_weights_are_refused_in_one_line(model_cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model_cache / bundled.FOLDER, folder)
    with (folder / "model.safetensors").open("r+b") as weights:
        weights.truncate(1000)
    with pytest.raises(ModelError, match="the encoder does not load") as caught:
        load_encoder(EncoderSettings(encoder=str(folder)), tmp_path)
    assert "\n" not in str(caught.value)


def test_what_a_name_means(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    assert model_folder(str(tmp_path)) == tmp_path
    assert model_folder("somebody/some-model") is None
    for nothing in ("/models/gone", "~/gone/too", "", "../up"):
        with pytest.raises(ModelError, match="no model in this folder"):
            model_folder(nothing)


@pytest.mark.parametrize(
    "text", ['{"recipe": "r", "files": {}}', '{"recipe": "r", "files": {"a": 1}}', "[", "{}"]
)
def test_a_manifest_that_says_nothing_is_a_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    assert str(fault(tmp_path, "r")).startswith("its manifest")


def test_two_that_prepare_at_once_make_it_once(tmp_path: Path) -> None:
    made: list[float] = []

    def build(folder: Path) -> None:
        made.append(time.monotonic())
        time.sleep(0.2)
        (folder / "weights").write_text("whole")

    with ThreadPoolExecutor(4) as pool:
        folders = list(pool.map(lambda _: prepared(tmp_path / "m", "r", build), range(4)))
    assert len(made) == 1
    assert {(folder / "weights").read_text() for folder in folders} == {"whole"}


def test_what_a_killed_preparation_left_is_swept(tmp_path: Path) -> None:
    left = tmp_path / ".m-killed"
    left.mkdir()
    (left / "half").write_text("x" * 1000)

    def build(folder: Path) -> None:
        (folder / "w").write_text("w")

    prepared(tmp_path / "m", "r", build)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".m.lock", "m"]


@pytest.mark.parametrize("module", ["index.bundled", "qa.bundled"])
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path, module: str) -> None:
    made = "bundled_encoder" if module == "index.bundled" else "bundled_generator"
    # A limit on the size of a file stops a write half-way, as a full disk does.
    code = (
        "import resource, sys, signal, pathlib, importlib\n"
        "from corpus.errors import reported\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000_000, 40_000_000))\n"
        f"make = importlib.import_module({module!r}).{made}\n"
        f"sys.exit(reported(make)(pathlib.Path({str(tmp_path)!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "error: the cache cannot be written" in done.stderr
    assert "Free 1.5 GB, or name another folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert [p.suffix for p in tmp_path.iterdir()] == [".lock"]


def test_a_prepared_folder_is_made_once_and_again_when_the_recipe_changes(tmp_path: Path) -> None:
    made: list[str] = []

    def build(folder: Path) -> None:
        made.append(folder.name)
        (folder / "weights").write_text(f"version {len(made)}")

    for recipe in ("one", "one", "two"):
        folder = prepared(tmp_path / "model", recipe, build)
    assert len(made) == 2
    assert (folder / "weights").read_text() == "version 2"
    assert sorted(p.name for p in folder.iterdir()) == [MANIFEST, "weights"]
