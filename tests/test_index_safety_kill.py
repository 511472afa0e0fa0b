"""Killed at sixty random moments, a library holds what was committed and can be finished."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.killing import KILLS
from tests.test_layers import ROOT


def test_sixty_kills_lose_nothing_that_was_committed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", str(tmp_path), "7"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    kills = [json.loads(line) for line in done.stdout.splitlines()]
    assert Counter(kill["action"] for kill in kills) == KILLS
    assert sum(KILLS.values()) == 60
    assert [kill for kill in kills if kill["wrong"]] == []
    assert sum(kill["killed"] for kill in kills) >= 50
    # Kills came before the first batch, between batches, and elsewhere than always at one place.
    assert len({kill["noted"] for kill in kills if kill["action"] == "add"}) >= 3
    # Some were killed with work done, and that work was not done again.
    for action in ("add", "rebuild"):
        assert any(kill["kept"] and kill["again"] for kill in kills if kill["action"] == action)
    own = {"library.db", "library.db-wal", "library.db-shm", "library.lock"}
    # Killed when the new library had taken its place and was not cleared away, a rebuild leaves a
    # copy, which the next rebuild clears; this run does not rebuild what is rebuilt.
    copy = {f"library.db.new{end}" for end in ("", "-wal", "-shm")}
    for kill in kills:
        assert set(kill["left"]) <= (own | copy if kill["action"] == "rebuild" else own)
