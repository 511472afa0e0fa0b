"""Prompts to tokens, and tokens to text as they come.

What a prompt says is printed text, and nobody's command: a "<bos>" or "<end_of_turn>" in an article
is read as the letters that it is, never as the token of that name.

Knows tokenizers and chat templates; does not know where tokens come from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from qa.generate import Message, Prompt

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

UNFINISHED = "\ufffd"
"""What a tokenizer writes for bytes that are no character, or not yet."""
_SPACE = "\u2581"
"""How the bundled model's tokenizer writes a space."""
_LONGEST_PIECE = 12
"""Characters of the longest token that is looked for in a text."""


class Tokens(Protocol):
    """A tokenizer, as generation needs it."""

    @property
    def chat(self) -> bool:
        """Whether there is a template for messages."""
        ...

    def read(self, prompt: Prompt) -> list[int]:
        """The tokens of a prompt."""
        ...

    def write(self, tokens: Sequence[int]) -> str:
        """The text of some tokens."""
        ...

    def parts(self, text: str) -> set[int]:
        """The tokens that the text, or a piece of it, may be made of."""
        ...


class PlainTokens:
    """The tokenizer of the bundled model: no chat template, and loaded in half the time."""

    chat = False

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(file))
        # As text, that is; the token that begins a text is added all the same.
        self._tokenizer.encode_special_tokens = True

    def read(self, prompt: Prompt) -> list[int]:
        """The tokens of a text to continue."""
        return list(self._tokenizer.encode(_continued(prompt)).ids)

    def write(self, tokens: Sequence[int]) -> str:
        """The text of some tokens."""
        return str(self._tokenizer.decode(tokens, skip_special_tokens=True))

    def parts(self, text: str) -> set[int]:
        """Every token whose text stands in this one, a space being a sign like any other."""
        text = f" {text}".replace(" ", _SPACE)
        pieces = {
            text[start : start + length]
            for start in range(len(text))
            for length in range(1, _LONGEST_PIECE + 1)
        }
        found = (self._tokenizer.token_to_id(piece) for piece in pieces)
        return {token for token in found if token is not None}


class ModelTokens:
    """The tokenizer of any model, with its chat template where it has one."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self._tokenizer = tokenizer
        self.chat = bool(tokenizer.chat_template)

    def read(self, prompt: Prompt) -> list[int]:
        """The tokens of a conversation to answer, or of a text to continue."""
        if not self._tokenizer.chat_template:
            found = self._tokenizer(_continued(prompt), split_special_tokens=True)
            return [int(token) for token in found["input_ids"]]
        turns = [Message("user", prompt)] if isinstance(prompt, str) else prompt
        text = self._tokenizer.apply_chat_template(
            [{"role": turn.role, "content": self._harmless(turn.content)} for turn in turns],
            add_generation_prompt=True,
            tokenize=False,
        )
        # The template writes the special tokens itself.
        found = self._tokenizer(str(text), add_special_tokens=False)
        return [int(token) for token in found["input_ids"]]

    def write(self, tokens: Sequence[int]) -> str:
        """The text of some tokens."""
        text = self._tokenizer.decode(
            list(tokens), skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return str(text)

    def parts(self, text: str) -> set[int]:
        """The tokens of the text, and of each of its words and characters by itself."""
        words = re.findall(r"\w+|[^\w\s]", text)
        alone = [*words, *(f" {word}" for word in words), *set(text)]
        found = self._tokenizer([text, *dict.fromkeys(alone)], add_special_tokens=False)
        return {int(token) for tokens in found["input_ids"] for token in tokens}

    def _harmless(self, text: str) -> str:
        """The text with every name of a control token broken by a space."""
        return self._control.sub(lambda found: f"{found[0][0]} {found[0][1:]}", text)

    @cached_property
    def _control(self) -> re.Pattern[str]:
        """The names of all control tokens, and of the others that the template writes."""
        template = str(self._tokenizer.chat_template)
        names = set(self._tokenizer.all_special_tokens)
        for token in self._tokenizer.added_tokens_decoder.values():
            name = token.content
            if token.special or (name.strip() and name in template):
                names.add(name)
        # A name of one sign cannot be broken, and is no command in any template.
        longest_first = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


class Detokeniser:
    """Tokens to text, one by one. A character of several tokens is held until it is whole."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._given: list[int] = []
        self._waiting: list[int] = []

    def push(self, token: int) -> str:
        """What the token adds to the text, if it completes anything."""
        self._waiting.append(token)
        piece = self._added()
        if not piece or piece.endswith(UNFINISHED):
            return ""
        # The tokens of the last piece stay as context: how some models write a word depends on
        # whether another stands before it.
        self._given, self._waiting = self._waiting, []
        return piece

    def rest(self) -> str:
        """What is left at the end, without a character that never became whole."""
        return self._added().rstrip(UNFINISHED) if self._waiting else ""

    def _added(self) -> str:
        before = self._tokens.write(self._given) if self._given else ""
        return self._tokens.write([*self._given, *self._waiting])[len(before) :]


def _continued(prompt: Prompt) -> str:
    """The text that a model without a chat template continues."""
    return prompt if isinstance(prompt, str) else "\n\n".join(turn.content for turn in prompt)
