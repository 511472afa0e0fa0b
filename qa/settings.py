"""How a question is answered: thresholds, limits, and what may be left out.

Knows the names of the stages; knows nothing of how any of them works.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.errors import SettingError


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """What an answer may take, and what it needs."""

    answer_threshold: float | None = field(
        default=None,
        metadata={"help": "probability from which evidence answers (default .28; .765 if given)"},
    )
    weak_threshold: float | None = field(
        default=None,
        metadata={"help": "probability from which evidence is shown (default .12)"},
    )
    hits: int = field(default=20, metadata={"help": "how many passages a question finds"})
    rewrite: bool = field(
        default=True, metadata={"help": "make a follow-up question stand alone (true or false)"}
    )
    check_writer: bool = field(
        default=True, metadata={"help": "check what the generator writes (true or false)"}
    )
    wording: bool = field(
        default=True,
        metadata={"help": "let a base model shorten a long quotation (true or false)"},
    )
    writer_seconds: float = field(
        default=30.0, metadata={"help": "seconds that the generator may write; then quotations"}
    )

    def __post_init__(self) -> None:
        """Refuse what is no probability, no number of passages, no time."""
        for name, value in (
            ("answer_threshold", self.answer_threshold),
            ("weak_threshold", self.weak_threshold),
        ):
            if value is not None and not 0 <= value <= 1:
                raise SettingError(f"impossible value for {name}", value, "Give 0 to 1")
        if not 0 < self.hits <= 1_000:
            raise SettingError("impossible value for hits", self.hits, "Give 1 to 1000")
        if not 0 < self.writer_seconds <= 86_400:
            raise SettingError(
                "impossible value for writer_seconds", self.writer_seconds, "Give 0.1 or more"
            )
