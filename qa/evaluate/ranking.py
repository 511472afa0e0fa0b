"""How well the hits of one question hold its evidence, computed by `ir-measures`.

What is relevant: where a set names the evidence's article, that article (hits are taken as
articles, each once); else every hit that holds half of a gold quote that no hit before it held.
Pieces of evidence that no hit holds count as relevant and missed, so nDCG and recall pay for them.

Knows numbered hits; nothing of how they were found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NAMES = ("hit@1", "hit@5", "hit@10", "mrr@10", "ndcg@10", "recall@10")


@dataclass(frozen=True, slots=True)
class Ranked:
    """Which of the hits are relevant, best first, and how many relevant ones were missed."""

    relevant: tuple[bool, ...]
    missed: int


def of_articles(hits: Sequence[str], gold: Sequence[str]) -> Ranked:
    """Hits by their articles' ids."""
    wanted = set(gold)
    order = list(dict.fromkeys(hits))
    return Ranked(tuple(one in wanted for one in order), len(wanted - set(order)))


def of_pieces(hits: Sequence[frozenset[int]], pieces: int) -> Ranked:
    """Hits by the numbers of the pieces of evidence that each holds."""
    seen: set[int] = set()
    relevant = []
    for held in hits:
        relevant.append(bool(held - seen))
        seen |= held
    return Ranked(tuple(relevant), pieces - len(seen))


def measured(ranked: Ranked) -> dict[str, float]:
    """Every measure of one question's hits."""
    from ir_measures import RR, Qrel, R, ScoredDoc, Success, iter_calc, nDCG

    gold = [Qrel("q", f"hit {at}", 1) for at, one in enumerate(ranked.relevant) if one]
    gold += [Qrel("q", f"missed {at}", 1) for at in range(ranked.missed)]
    if not gold:
        return {}
    if not ranked.relevant:
        return dict.fromkeys(NAMES, 0.0)
    # Scores only order the hits; some measures break ties by name, so none may tie.
    count = len(ranked.relevant)
    run = [ScoredDoc("q", f"hit {at}", float(count - at)) for at in range(count)]
    wanted = (Success @ 1, Success @ 5, Success @ 10, RR @ 10, nDCG @ 10, R @ 10)
    names = {str(measure): name for measure, name in zip(wanted, NAMES, strict=True)}
    return {names[str(one.measure)]: float(one.value) for one in iter_calc(wanted, gold, run)}
