"""The mean of several readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.reader.average import main
from qa.reader.weights import Calibration, Packed, read, save


def saved(path: Path, value: float, *, encoder: str = "e5", name: str = "span.weight") -> str:
    import torch

    tensors = {name: torch.full((2, 3), value, dtype=torch.float16)}
    save(Packed(encoder, Calibration(2.0, 1.0), tensors), path)
    return str(path)


def test_the_mean_has_each_readers_share_and_no_calibration(tmp_path: Path) -> None:
    one, two = saved(tmp_path / "a", 1.0), saved(tmp_path / "b", 3.0)
    assert main([f"{one}=0.25", f"{two}=0.75", "--out", str(tmp_path / "mean")]) == 0
    mean = read(tmp_path / "mean")
    assert mean.tensors["span.weight"].tolist() == [[2.5] * 3] * 2
    assert str(mean.tensors["span.weight"].dtype) == "torch.float16"
    assert mean.calibration == Calibration()
    assert mean.encoder == "e5"


def test_the_guess_of_one_network_is_in_no_mean(tmp_path: Path) -> None:
    import torch

    one, two = saved(tmp_path / "a", 1.0), saved(tmp_path / "b", 3.0)
    packed = read(tmp_path / "a")
    guess = {"early.weight": torch.ones(1, 2, dtype=torch.float16)}
    save(Packed("e5", Calibration(), {**packed.tensors, **guess}), tmp_path / "a")
    assert main([f"{one}=0.5", f"{two}=0.5", "--out", str(tmp_path / "mean")]) == 0
    assert set(read(tmp_path / "mean").tensors) == {"span.weight"}


@pytest.mark.parametrize(
    ("other", "shares", "what"),
    [
        ({"encoder": "e6"}, (0.5, 0.5), "different encoders"),
        ({"name": "span.bias"}, (0.5, 0.5), "different encoders or networks"),
        ({}, (0.5, 0.6), "do not make one"),
        ({}, (0.5, "half"), "not a reader and its share"),
    ],
)
def test_what_has_no_mean_is_refused_and_nothing_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    other: dict[str, str],
    shares: tuple[object, object],
    what: str,
) -> None:
    one, two = saved(tmp_path / "a", 1.0), saved(tmp_path / "b", 3.0, **other)
    out = tmp_path / "mean"
    assert main([f"{one}={shares[0]}", f"{two}={shares[1]}", "--out", str(out)]) == 1
    assert what in capsys.readouterr().err
    assert not out.exists()
