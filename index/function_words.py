"""Words that say how a thing is asked, not what is asked for (什么, 的, which, of).

In a small or a foreign collection such words are rare, and rarity alone would make them count. The
lists are short on purpose: a word that is missing costs little, a word too many hides a subject.

Knows words; nothing of terms or scores.
"""

from __future__ import annotations

import re

_PAIRED = """
什么 甚么 啥 哪些 哪个 哪几 哪里 哪儿 哪位 哪一 哪年 哪两 哪 谁 多少 几 怎么样 怎样 怎么 如何
为何 何时 何地 何 为什么 请问 是否 有没有 多大 多长 多久 多高 多远 吗 呢 吧
是 的 了 在 由 以 于 与 和 被 有 为 之
は が の に を で と も か どの どこ いつ だれ なぜ どう です ます した する
"""
_SPACED = {
    "en": """
a an the of in on at to for from by with and or not is are was were be been do does did has have
had it its this that these those what which who whom whose when where why how many much as than
into about after before between during there their his her he she they
""",
    "es": """
el la los las un una unos unas de del al y o en con por para que qué quién quiénes cuál cuáles
cuándo dónde cómo cuánto cuánta cuántos cuántas es son fue era ser se su sus lo le no a ha han
""",
    "fr": """
le la les un une des du de et ou dans sur par pour avec qui que quoi dont où quand comment combien
quel quelle quels quelles est sont était ce cette ces il elle ils ne pas au aux en à a d l qu
""",
    "de": """
der die das den dem des ein eine einen einem einer und oder im am in an zu zum zur von vom mit für
auf aus bei nach wer was wann wo wie warum welche welcher welches welchen wurde wurden wird werden
ist sind war waren hat haben hatte es er sie sich nicht viel viele
""",
    "it": """
il lo la gli le i un una di dei della del da e che chi quando dove come quanto quanti quale quali
in con per su non è sono
""",
    "pt": """
o a os as um uma de do da dos das e em no na nos nas com por para que não quem quando onde como
qual quais quanto quantos foi é são
""",
    "ru": """
и в во на с со к по о об от из у за для при до не что кто где когда как какой какая какое какие
каких сколько почему был была было были это эта этот их его её он она они же ли
""",
}

PAIRED = re.compile("|".join(sorted(_PAIRED.split(), key=lambda word: (-len(word), word))))
"""The folded function words of scripts without spaces, the longest first."""

BY_LANGUAGE = {language: frozenset(words.split()) for language, words in _SPACED.items()}
"""The folded function words of languages with spaces."""

SPACED = frozenset(word for words in BY_LANGUAGE.values() for word in words)
"""Those of all of them together."""
