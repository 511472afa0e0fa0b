"""The tab for the library: what is in it, adding files after a look at their split, removing.

Knows what a reader is shown of a library; adding itself is done by `qa.desk`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import gradio as gr

from app_desk import QUIET, Desk, Labels, text_of, words_for
from app_holdings import ended, facts, interrupted, progress, sources, to_confirm
from app_render import Words, notice
from app_script import ACTS
from corpus.errors import LibraryError, UserError
from index.types import Filters
from qa.desk import uploads
from qa.desk.jobs import LONGEST_COLLECTION, Job
from qa.desk.staged import Staged, stage
from qa.desk.strings import Key

_POLL, _PATH = 0.5, 1_000


class LibraryTab:
    """The tab's components and what happens in them."""

    def __init__(self, desk: Desk, labels: Labels) -> None:
        self._desk = desk
        self._staged: dict[str, Staged] = {}
        self._jobs: dict[str, Job] = {}
        self.facts = gr.HTML(apply_default_css=False, js_on_load=ACTS, elem_id="facts")
        with gr.Column(visible=desk.closed is None, elem_classes="adding"):
            self.files = gr.File(
                file_count="multiple", file_types=list(uploads.kinds()), elem_id="upload"
            )
            with gr.Row(visible=desk.settings.allow_folder is not None):
                self.folder = gr.Textbox(max_lines=1, max_length=_PATH, scale=8, elem_id="folder")
                self.look = gr.Button(variant="secondary", scale=0)
            self.collection = gr.Textbox(
                max_lines=1, max_length=LONGEST_COLLECTION, elem_id="collection"
            )
        self.split = gr.HTML(apply_default_css=False, js_on_load=ACTS, elem_id="split")
        self.listing = gr.HTML(apply_default_css=False, js_on_load=ACTS, elem_id="listing")
        labels.put(self.files, label=Key.ADD_FILES)
        labels.put(self.folder, label=Key.FOLDER_PATH)
        labels.put(self.look, value=Key.ADD_FOLDER)
        labels.put(self.collection, label=Key.COLLECTION_NAME)

    @property
    def whole(self) -> list[gr.blocks.Block]:
        """What `enter` answers for."""
        return [self.facts, self.listing]

    def wire(self) -> None:
        """Connect the events."""
        self.files.upload(self.staged, self.files, [self.split, self.files], **QUIET)
        self.look.click(self.folder_staged, self.folder, self.split, **QUIET)
        self.folder.submit(self.folder_staged, self.folder, self.split, **QUIET)
        shown = [self.split, *self.whole]
        self.split.confirm(self.confirmed, self.collection, shown, **QUIET)
        self.split.discard(self.discarded, None, self.split, **QUIET)
        self.split.cancel(self.cancelled, None, None, queue=False, **QUIET)
        self.facts.resume(self.resumed, None, shown, **QUIET)
        self.facts.undo(self.undone, None, shown, **QUIET)
        self.listing.remove(self.remove, None, [self.split, *self.whole], **QUIET)

    def enter(self, words: Words) -> list[object]:
        """What the library holds now."""
        library = self._desk.library
        with library.storage.view() as view:
            listing = view.listing(Filters())
            files = view.files()
        dates = [placement.date for placement in listing if placement.date]
        counts = Counter(placement.source for placement in listing)
        named = {record.source: Path(record.path).name for record in files}
        closed = self._desk.closed
        why = notice(words.plain(closed)) if closed else ""
        left = () if closed else self._desk.adding.unfinished()
        above = "".join(interrupted(words, work) for work in left)
        return [
            above + facts(words, library.stats(), dates) + why,
            sources(words, counts, named, removable=closed is None),
        ]

    def staged(self, files: list[str] | None, request: gr.Request) -> Iterator[list[object]]:
        """What was uploaded, split into articles, to be looked at."""
        given = [(Path(file).name, Path(file)) for file in files or ()]
        for split in self._split(given, request):
            yield [split, gr.skip()]
        for _, path in given:
            path.unlink(missing_ok=True)  # a copy lies in the staging folder
        yield [gr.skip(), None]

    def folder_staged(self, text: str, request: gr.Request) -> Iterator[str]:
        """The files of a folder of this machine, likewise."""
        from corpus.read import files

        try:
            folder = self._folder(words_for(request), text)
            given = [(path.name, path) for path in files([folder])]
        except UserError as error:
            yield notice(str(error), "alert")
            return
        yield from self._split(given, request)

    def confirmed(
        self, collection: str, request: gr.Request, event: gr.EventData
    ) -> Iterator[list[object]]:
        """Add what was looked at; asking goes on meanwhile."""
        words = words_for(request)
        staged = self._staged.pop(text_of(event, "token"), None)
        if staged is None or self._desk.closed:
            yield [notice(words.plain(Key.NOT_FOUND), "alert"), gr.skip(), gr.skip()]
            return
        yield from self._followed(words, self._desk.adding.start(staged, collection))

    def resumed(self, request: gr.Request, event: gr.EventData) -> Iterator[list[object]]:
        """Go on with what an earlier page did not end."""
        yield from self._again(words_for(request), event, keep=True)

    def undone(self, request: gr.Request, event: gr.EventData) -> Iterator[list[object]]:
        """Take out what an earlier page did not end."""
        yield from self._again(words_for(request), event, keep=False)

    def _again(self, words: Words, event: gr.EventData, *, keep: bool) -> Iterator[list[object]]:
        closed = self._desk.closed
        job = None if closed else self._desk.adding.resume(text_of(event, "token"), keep=keep)
        if job is None:
            yield [notice(words.plain(Key.NOT_FOUND), "alert"), gr.skip(), gr.skip()]
            return
        yield from self._followed(words, job)

    def _followed(self, words: Words, job: Job) -> Iterator[list[object]]:
        """How adding goes, to its end."""
        self._jobs[job.token] = job
        while not job.wait(_POLL):
            yield [progress(words, job.token, job.state()), gr.skip(), gr.skip()]
        del self._jobs[job.token]
        yield [ended(words, job.state()), *self.enter(words)]

    def discarded(self, request: gr.Request, event: gr.EventData) -> str:
        """Leave nothing behind of what was looked at."""
        staged = self._staged.pop(text_of(event, "token"), None)
        if staged is not None:
            uploads.discard(staged.taken)
        return notice(words_for(request).plain(Key.ADD_CANCELLED))

    def cancelled(self, event: gr.EventData) -> None:
        """Stop adding and take out what came in."""
        job = self._jobs.get(text_of(event, "token"))
        if job is not None:
            job.cancel()

    def remove(self, request: gr.Request, event: gr.EventData) -> list[object]:
        """Take a file's articles out."""
        words = words_for(request)
        try:
            self._check_writable(words)
            gone = self._desk.library.remove(sources=[text_of(event, "source")])
        except UserError as error:
            return [notice(str(error), "alert"), gr.skip(), gr.skip()]
        return [notice(words.plain(Key.REMOVED, n=gone)), *self.enter(words)]

    def _check_writable(self, words: Words) -> None:
        if closed := self._desk.closed:
            raise LibraryError(words.plain(Key.NOT_ALLOWED), words.plain(closed), "")

    def _folder(self, words: Words, text: str) -> Path:
        """The folder, if it lies within what the operator allows."""
        allowed = self._desk.settings.allow_folder
        self._check_writable(words)
        if allowed is None:
            raise LibraryError(words.plain(Key.NOT_ALLOWED), text[:80], "")
        # A path never holds a zero; what is longer than the field takes was not typed there.
        folder = (allowed / text.strip()[:_PATH].replace("\0", "")).resolve()
        if not folder.is_relative_to(allowed.resolve()) or not folder.is_dir():
            raise LibraryError(words.plain(Key.NOT_ALLOWED), text[:80], "")
        return folder

    def _split(self, given: Sequence[tuple[str, Path]], request: gr.Request) -> Iterator[str]:
        words = words_for(request)
        if not given:
            yield notice(words.plain(Key.NOTHING_CHOSEN), "alert")
            return
        try:
            self._check_writable(words)
            yield notice(words.plain(Key.SPLITTING, done=1, n=len(given)))
            staged = stage(uploads.take(self._desk.inbox, given))
        except UserError as error:
            yield notice(str(error), "alert")
            return
        self._staged[staged.taken.token] = staged
        yield to_confirm(words, staged)
