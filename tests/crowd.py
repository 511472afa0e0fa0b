"""Many who ask a running page at once, and one who searches: `python -m tests.crowd ADDRESS 20`.

Prints how long each had to wait. Everything is asked through the page's own HTTP endpoints.
"""

from __future__ import annotations

import json
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx

from tests.browser import ROOT

QUERIES = ("高温津贴", "吹哨人", "桥吊比武", "劳动模范", "女职工合同", "夜班食堂")


@dataclass(frozen=True, slots=True)
class Crowd:
    """What everybody got, and the seconds that it took."""

    answers: tuple[dict[str, object], ...]
    waits: tuple[float, ...]
    found: tuple[tuple[str, list[dict[str, object]]], ...]
    searches: tuple[float, ...]


def questions(n: int) -> list[str]:
    """Questions that the demo articles answer, each by another sentence."""
    path = ROOT / "corpus" / "demo" / "questions.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row["question"] for row in rows if row["type"] == "single"][:n]


def called(client: httpx.Client, name: str, *values: object) -> object:
    """What a named endpoint answers."""
    begun = client.post(f"/gradio_api/call/{name}", json={"data": values})
    begun.raise_for_status()
    told = client.get(f"/gradio_api/call/{name}/{begun.json()['event_id']}").text
    event, _, data = told.strip().split("\n\n")[-1].partition("\n")
    assert event == "event: complete", told[-500:]
    (value,) = json.loads(data.removeprefix("data: "))
    return value


def crowd(address: str, asked: Sequence[str]) -> Crowd:
    """Ask all of it at once, and search until the last answer is there."""
    over = threading.Event()
    waits: dict[str, float] = {}
    found: list[tuple[str, list[dict[str, object]]]] = []
    searches: list[float] = []
    limits = httpx.Limits(max_connections=len(asked) + 4)
    with httpx.Client(base_url=address, timeout=1_800, limits=limits) as client:

        def ask(question: str) -> dict[str, object]:
            begun = time.monotonic()
            answer = called(client, "ask", question, "", "")
            waits[question] = time.monotonic() - begun
            assert isinstance(answer, dict)
            return answer

        def search() -> None:
            while not over.is_set() or not searches:
                query = QUERIES[len(searches) % len(QUERIES)]
                begun = time.monotonic()
                rows = called(client, "search", query, 5)
                searches.append(time.monotonic() - begun)
                assert isinstance(rows, list)
                found.append((query, rows))
                over.wait(0.3)

        with ThreadPoolExecutor(len(asked) + 1) as pool:
            searching = pool.submit(search)
            try:
                answers = tuple(pool.map(ask, asked))
            finally:
                over.set()
            searching.result()
    return Crowd(answers, tuple(waits[one] for one in asked), tuple(found), tuple(searches))


def main() -> None:
    """Print the seconds."""
    address, n = sys.argv[1], int(sys.argv[2])
    came = crowd(address, questions(n))
    for name, seconds in (("answers", came.waits), ("searches", came.searches)):
        middle, most = statistics.median(seconds), max(seconds)
        print(f"{name}: {len(seconds)}, median {middle:.2f} s, longest {most:.2f} s")


if __name__ == "__main__":
    main()
