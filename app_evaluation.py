"""The tab for measuring: a file of questions is asked, its report shown, two runs compared.

Knows where runs are kept and how their reports are shown: each in a frame without any rights.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from app_desk import QUIET, Desk, Labels, words_for
from app_render import Words, esc, notice
from corpus.errors import UserError
from qa.desk.strings import Key

if TYPE_CHECKING:
    from corpus.types import Article
    from index.types import Filters
    from qa.answer import Answerer
    from qa.evaluate.questions import Question
    from qa.types import Answer, Turn

RUNS = "evaluations"
_POLL = 0.5
_HOW = "Each question is asked of the library with the conversation before it."


class _StoppedError(BaseException):
    """Ends a run between two questions; no question is marked as failed by it."""


@dataclass(slots=True)
class _System:
    """The answerer, until it is told to stop."""

    answerer: Answerer
    stopped: threading.Event

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """The answer from the library."""
        if self.stopped.is_set():
            raise _StoppedError
        return self.answerer.ask(question, history, filters)

    def answer_from(
        self, question: str, passages: Sequence[Article], history: Sequence[Turn] = ()
    ) -> Answer:
        """The answer from these texts alone."""
        return self.answerer.answer_from(question, passages, history)


@dataclass(slots=True)
class Run:
    """One evaluation that goes on in a thread of its own."""

    folder: Path
    questions: Sequence[Question]
    stopped: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    error: str = ""

    def work(self, desk: Desk, name: str) -> None:
        """Ask every question, then write the report."""
        from qa.evaluate import bookcase, check, command, provenance, run
        from qa.evaluate.report import write_report

        library = desk.library
        protocol = {
            "set": "questions", "files": [name], "sha256": run.digest(self.questions),
            "text": _HOW,
        }  # fmt: skip
        plan = command.Plan(
            self.folder,
            self.questions,
            protocol,
            library=provenance.library(library),
            provenance={"machine": provenance.machine(), "versions": provenance.versions()},
        )
        try:
            placed = check.placed_in(library, self.questions)
            system = _System(desk.answerer, self.stopped)
            command.execute(plan, system, bookcase.Texts(library), placed, {})
            write_report(self.folder)
        except UserError as error:
            self.error = str(error)
        except _StoppedError:
            self.error = "stopped"
        finally:
            self.over.set()


class EvaluationTab:
    """The tab's components and what happens in them."""

    def __init__(self, desk: Desk, labels: Labels) -> None:
        self._desk = desk
        self._guard = threading.Lock()
        self._run: Run | None = None
        self.intro = gr.HTML(apply_default_css=False)
        with gr.Column(visible=not desk.settings.read_only, elem_classes="adding"):
            self.file = gr.File(file_types=[".jsonl", ".csv", ".txt"], elem_id="questions")
            self.go = gr.Button(variant="primary", elem_id="run")
        self.state = gr.HTML(apply_default_css=False, elem_id="run-state")
        with gr.Row():
            self.first = gr.Dropdown(choices=[], elem_id="first-run")
            self.second = gr.Dropdown(choices=[], elem_id="second-run")
        with gr.Row():
            self.show = gr.Button(variant="secondary")
            self.compare = gr.Button(variant="secondary")
        self.report = gr.HTML(apply_default_css=False, elem_id="report")
        labels.put(self.file, label=Key.EVAL_FILE)
        labels.put(self.go, value=Key.EVAL_RUN)
        labels.put(self.first, label=Key.EVAL_FIRST)
        labels.put(self.second, label=Key.EVAL_SECOND)
        labels.put(self.show, value=Key.EVAL_REPORT)
        labels.put(self.compare, value=Key.EVAL_COMPARE)

    @property
    def whole(self) -> list[gr.blocks.Block]:
        """What `enter` answers for."""
        return [self.intro, self.first, self.second]

    def wire(self) -> None:
        """Connect the events."""
        shown = [self.state, self.report, self.first, self.second]
        self.go.click(self.start, self.file, shown, **QUIET)
        self.show.click(self.shown, self.first, self.report, **QUIET)
        self.compare.click(self.compared, [self.first, self.second], self.report, **QUIET)

    def enter(self, words: Words) -> list[object]:
        """The runs that there are."""
        names = self._names()
        intro = f'<section class="bw"><h2 class="ask">{words(Key.EVAL_INTRO)}</h2></section>'
        latest = names[0] if names else None
        earlier = names[1] if len(names) > 1 else latest
        return [
            intro,
            gr.update(choices=names, value=latest),
            gr.update(choices=names, value=earlier),
        ]

    def close(self, seconds: float) -> bool:
        """Stop what is running after the question that is being asked; whether it ended in time."""
        with self._guard:
            run = self._run
        if run is None:
            return True
        run.stopped.set()
        return run.over.wait(seconds)

    def start(self, file: str | None, request: gr.Request) -> Iterator[list[object]]:
        """Ask a file of questions, with progress, and show the report."""
        words = words_for(request)
        try:
            run = self._begun(words, file)
        except UserError as error:
            yield [notice(str(error), "alert"), gr.skip(), gr.skip(), gr.skip()]
            return
        while not run.over.wait(_POLL):
            yield [_progress(words, run), gr.skip(), gr.skip(), gr.skip()]
        if run.error:
            yield [notice(run.error, "alert"), gr.skip(), gr.skip(), gr.skip()]
            return
        names = self._names()
        report = _framed(words, run.folder / "report.html")
        first = gr.update(choices=names, value=run.folder.name)
        yield ["", report, first, gr.update(choices=names)]

    def shown(self, name: str | None, request: gr.Request) -> str:
        """The report of an earlier run."""
        words = words_for(request)
        if name not in self._names():
            return notice(words.plain(Key.EVAL_NONE))
        return _framed(words, self._folder / str(name) / "report.html")

    def compared(self, first: str | None, second: str | None, request: gr.Request) -> str:
        """What changed from one run to another."""
        import tempfile

        from qa.evaluate.report import write_comparison

        words, names = words_for(request), self._names()
        if first not in names or second not in names:
            return notice(words.plain(Key.EVAL_NONE))
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "comparison.html"
            try:
                write_comparison(self._folder / str(second), self._folder / str(first), out)
            except UserError as error:
                return notice(str(error), "alert")
            return _framed(words, out)

    @property
    def _folder(self) -> Path:
        return self._desk.library.storage.directory / RUNS

    def _names(self) -> list[str]:
        """The finished runs, the latest first."""
        reports = self._folder.glob("*/report.html")
        return sorted((path.parent.name for path in reports), reverse=True)

    def _begun(self, words: Words, file: str | None) -> Run:
        """A run of this file; one at a time."""
        from qa.evaluate import questions
        from qa.evaluate.questions import QuestionFileError

        if self._desk.settings.read_only:
            raise QuestionFileError(words.plain(Key.NOT_ALLOWED), words.plain(Key.READ_ONLY), "")
        if not file:
            raise QuestionFileError(words.plain(Key.NOTHING_CHOSEN), words.plain(Key.EVAL_FILE), "")
        asked = questions.read(Path(file))
        with self._guard:
            if self._run is not None and not self._run.over.is_set():
                raise QuestionFileError(words.plain(Key.SERVER_BUSY), self._run.folder.name, "")
            folder = self._folder / f"{datetime.now():%Y-%m-%d %H.%M.%S}"
            folder.mkdir(parents=True)
            run = self._run = Run(folder, asked)
        threading.Thread(target=run.work, args=(self._desk, Path(file).name)).start()
        return run


def _progress(words: Words, run: Run) -> str:
    from qa.evaluate.command import kept

    done, n = kept(run.folder), len(run.questions)
    told = words(Key.EVAL_PROGRESS, done=done, n=n)
    return (
        f'<section class="bw" role="status"><p>{told}</p>'
        f'<progress max="{n}" value="{done}" aria-label="{told}"></progress></section>'
    )


def _framed(words: Words, path: Path) -> str:
    """A report in a frame that may run its own script and reach nothing else."""
    page = esc(path.read_text(encoding="utf-8"))
    title = words(Key.EVAL_REPORT)
    return f'<iframe class="bw" sandbox="allow-scripts" title="{title}" srcdoc="{page}"></iframe>'
