"""The page: ask in the browser, read the answer, check each sentence at its source.

Renders an Answer and decides nothing. The only place, beside the evaluation's report, where HTML
is written; every text that comes from an article, a file name or a reader is escaped here.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import corpus
from corpus.errors import SettingError, UserError, reported
from corpus.settings import Places, Settings, add_flags, resolve
from qa.opening import ALL_GROUPS, LazyEncoder, PageSettings, demo_folder
from qa.types import Answer, Citation, Outcome, Sentence

if TYPE_CHECKING:
    from gradio import Blocks

    from index.library import Library

DEMO = Path(corpus.__file__).parent / "demo"
SUGGESTED, LONGEST_SUGGESTION = 4, 60
WAIT_FOR_ANOTHER = 600.0
"""Seconds to wait for another start that is making the demo library."""


PAGE_CSS = """
:root {
  --paper: #fbfaf6; --ink: #1c1a17; --quiet: #645f57; --rule: #d9d4c8; --vermilion: #b8321f;
  --mark: #f7e3dc; --step: 0.5rem;
  --serif: "Noto Serif SC", "Source Han Serif SC", "Songti SC", SimSun, Georgia, serif;
}
.dark {
  --paper: #14130f; --ink: #ece7dc; --quiet: #a49d90; --rule: #37332b; --vermilion: #ff8468;
  --mark: #43251d;
}
gradio-app, body { background: var(--paper) !important; }
.gradio-container { background: var(--paper) !important; max-width: 72rem !important;
  color: var(--ink); margin: 0 auto !important; }
.masthead { border-bottom: 1px solid var(--ink); padding: calc(3 * var(--step)) 0 var(--step); }
.masthead h1 { font: 700 2rem/1.3 var(--serif); letter-spacing: .08em; margin: 0;
  color: var(--ink); }
.masthead p { color: var(--quiet); margin: 0; }
.turn { border-bottom: 1px solid var(--rule); padding: calc(3 * var(--step)) 0; display: grid;
  grid-template-columns: minmax(0, 38em) minmax(0, 1fr); gap: var(--step) calc(5 * var(--step)); }
.turn h2 { font: 600 1.25rem/1.6 var(--serif); margin: 0; grid-column: 1 / -1;
  color: var(--ink); }
.turn .answer { font: 400 1.06rem/1.8 var(--serif); color: var(--ink); overflow-wrap: anywhere; }
.turn .answer p { margin: 0 0 var(--step); }
.turn sup a { color: var(--vermilion); text-decoration: none; font-variant-numeric: tabular-nums;
  padding: .4em .5em; }
.turn ol { list-style: none; margin: 0; padding: 0; }
.turn li { border-top: 1px solid var(--rule); padding: var(--step) 0; color: var(--ink);
  overflow-wrap: anywhere; }
.turn li:target { border-top-color: var(--vermilion); }
.turn li b { color: var(--vermilion); font-variant-numeric: tabular-nums; }
.turn li cite { font: 600 1rem/1.5 var(--serif); }
.turn li small { display: block; color: var(--quiet); }
.turn li p { margin: var(--step) 0 0; line-height: 1.7; }
.turn mark { background: var(--mark); color: inherit; }
.note { color: var(--quiet); }
.gradio-container main { padding-left: 0 !important; padding-right: 0 !important; }
.gradio-container textarea { background: var(--paper) !important; color: var(--ink) !important; }
.gradio-container .block, .gradio-container .form { background: transparent !important;
  border-color: var(--rule); box-shadow: none; }
.gradio-container .html-container { padding: 0 !important; }
button.primary { background: var(--ink) !important; color: var(--paper) !important; }
a:focus-visible, button:focus-visible, textarea:focus-visible {
  outline: 2px solid var(--vermilion) !important; outline-offset: 2px; }
@media (max-width: 52rem) { .turn { grid-template-columns: minmax(0, 1fr); } }
"""

MASTHEAD = """<header class="masthead"><h1>报问 Baowen</h1>
<p>向报纸提问，逐句核对出处。 Ask the newspapers; check each sentence at its source.</p></header>"""

REFUSAL = "报纸里没有找到答案。 The articles do not answer this question."
FAILED = "出错了，请再问一次。 Something went wrong; the log has the details. Ask again."
CONTEXT, WORD = 80, 16
"""Characters of the article shown on each side of a quotation."""


class Page:
    """The parts that the page needs, and the pieces of HTML that it makes of an Answer."""

    def __init__(self, library: Library) -> None:
        from qa.answer import Answerer

        self._library = library
        self._answerer = Answerer(library)

    def ask(self, question: str, turns: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
        """Answer a question: first what is being done, then the answer above the earlier turns."""
        if not question.strip():
            hint = '<p class="note" role="alert">请先写一个问题。 Type a question first.</p>'
            yield hint + "".join(turns), list(turns)
            return
        waiting = _turn(question, '<p class="note" role="status">正在查找… Searching…</p>', "")
        yield waiting + "".join(turns), list(turns)
        try:
            turn = self.render(self._answerer.ask(question), len(turns))
        except UserError as error:
            turn = _failed(question, str(error))
        except Exception:
            yield _failed(question, FAILED) + "".join(turns), list(turns)
            raise
        turns = [turn, *turns]
        yield "".join(turns), list(turns)

    def render(self, answer: Answer, turn: int) -> str:
        """One question with its answer and its sources."""
        if answer.outcome is Outcome.NO_EVIDENCE:
            return _turn(answer.question, f'<p class="note">{REFUSAL}</p>', "")
        body = "".join(_sentence(sentence, turn) for sentence in answer.sentences)
        sources = "".join(self._source(citation, turn) for citation in answer.citations)
        return _turn(answer.question, body, f'<ol aria-label="Sources 出处">{sources}</ol>')

    def _source(self, citation: Citation, turn: int) -> str:
        article = self._library.article(citation.evidence.article_id)
        start, end = citation.evidence.start, citation.evidence.end
        before, after = _around(article.text, start, end)
        page = f"第{citation.page}版" if citation.page else ""
        place = " · ".join(
            filter(None, (citation.publication or citation.source, citation.date, page))
        )
        return (
            f'<li id="source-{turn}-{citation.number}"><b>{citation.number}</b> '
            f"<cite>{html.escape(citation.title or '（无标题）')}</cite>"
            f"<small>{html.escape(place)}</small>"
            f"<p>{html.escape(before)}<mark>{html.escape(citation.quote)}</mark>"
            f"{html.escape(after)}</p></li>"
        )


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a span, cut between words, with an ellipsis where it is cut."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if start > CONTEXT:
        before = "…" + (before.partition(" ")[2] if " " in before[:WORD] else before)
    if end + CONTEXT < len(text):
        after = (after.rpartition(" ")[0] if " " in after[-WORD:] else after) + "…"
    return before, after


def _failed(question: str, message: str) -> str:
    return _turn(question, f'<p class="note" role="alert">{html.escape(message)}</p>', "")


def _turn(question: str, body: str, sources: str) -> str:
    return (
        f'<section class="turn"><h2 dir="auto">{html.escape(question)}</h2>'
        f'<div class="answer" dir="auto">{body}</div><aside>{sources}</aside></section>'
    )


def _sentence(sentence: Sentence, turn: int) -> str:
    marks = "".join(
        f'<sup><a href="#source-{turn}-{number}" aria-label="source {number}">{number}</a></sup>'
        for number in sentence.citations
    )
    return f"<p>{html.escape(sentence.text)}{marks}</p>"


def suggestions() -> list[str]:
    """A few questions that the demo articles answer, one of each kind."""
    path = DEMO / "questions.jsonl"
    chosen: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        fits = len(row["question"]) <= LONGEST_SUGGESTION
        if fits and row["answerable"] and not row["history"]:
            chosen.setdefault(row["type"], row["question"])
    return list(chosen.values())[:SUGGESTED]


def build(page: Page, examples: Sequence[str]) -> Blocks:
    """The page's parts and how they are wired."""
    import gradio as gr

    blocks: Blocks = gr.Blocks(title="报问 Baowen", analytics_enabled=False)
    with blocks:
        gr.HTML(MASTHEAD, padding=False)
        turns = gr.State([])
        with gr.Row():
            question = gr.Textbox(
                label="问题 Question",
                placeholder="问一个问题 Ask a question",
                scale=6,
                autofocus=True,
            )
            ask = gr.Button("提问 Ask", variant="primary", scale=1)
        if examples:
            gr.Examples([[text] for text in examples], question, label="例如 For example")
        answers = gr.HTML(elem_id="answers", padding=False)
        for event, name in ((ask.click, "ask"), (question.submit, None)):
            event(
                page.ask,
                [question, turns],
                [answers, turns],
                api_name=name,
                api_visibility="public" if name else "private",
                show_progress="hidden",
            )
    return blocks


def open_or_make(settings: Settings, *, demo: bool) -> tuple[Library, bool]:
    """The library to serve, and whether it is the demo library.

    With `demo`, the demo articles are served until there is a library of the reader's own; they are
    kept apart, so that invented news is never cited beside real ones.
    """
    from index.library import Library

    places = settings[Places]
    own = places.library is None and (places.library_folder / "library.db").exists()
    demo = demo and not own
    if demo:
        from qa.cli_library import add_demo

        settings = settings.replacing(replace(places, library=demo_folder(places)))
        add_demo(settings, wait=WAIT_FOR_ANOTHER)
    return Library.open(settings[Places].library_folder, LazyEncoder(settings)), demo


def _check_address(page: PageSettings) -> None:
    """Refuse an address that cannot be listened on before any work is done."""
    try:
        found = socket.getaddrinfo(page.host, page.port, type=socket.SOCK_STREAM)
        for family, kind, protocol, _, address in found:
            with socket.socket(family, kind, protocol) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind(address)
    except OSError as error:
        raise SettingError(
            f"the page cannot listen there ({error.strerror or error})",
            f"{page.host}:{page.port}",
            "Try another --host or --port",
        ) from error


def _warm_up(library: Library) -> None:
    """Load the models while the page already stands; the first question waits for them."""
    try:
        library.warm_up()
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)


def serve(blocks: Blocks, settings: PageSettings) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    import gradio as gr

    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    system = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
    blocks.queue().launch(
        server_name=settings.host,
        server_port=settings.port,
        prevent_thread_lock=True,
        quiet=True,
        footer_links=[],
        theme=gr.themes.Base(font=system, font_mono=["monospace"]),
        css=PAGE_CSS,
    )
    print(f"Baowen is at http://{settings.host}:{settings.port} (Ctrl-C stops it)", file=sys.stderr)
    stopped.wait()
    blocks.close()


@reported
def main(argv: list[str] | None = None) -> int:
    """Open the library and serve the page."""
    parser = argparse.ArgumentParser(prog="app.py", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--demo", action="store_true", help="serve the demo articles while you have no library"
    )
    add_flags(parser, ALL_GROUPS)
    args = parser.parse_args(argv)
    settings = resolve(ALL_GROUPS, args)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    _check_address(settings[PageSettings])
    library, is_demo = open_or_make(settings, demo=args.demo)
    with library:
        warming = threading.Thread(target=_warm_up, args=(library,))
        warming.start()
        try:
            serve(build(Page(library), suggestions() if is_demo else ()), settings[PageSettings])
        finally:
            warming.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
