"""Confirmed files into the library, in a thread of their own, one job after another.

Searching goes on meanwhile. A job that is cancelled takes out again what it had put in; one that
the end of the page interrupts is found again by the next page, to be gone on with or taken out.
Knows nothing of how progress is shown.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UserError
from qa.desk import journal, uploads
from qa.desk.journal import Unfinished
from qa.desk.staged import Staged
from qa.desk.uploads import Inbox
from qa.desk.wording import line

if TYPE_CHECKING:
    from index.adding import AddSummary, Progress
    from index.library import Library

WAIT_FOR_ANOTHER = 600.0
"""Seconds to wait for another process that writes the library."""
LONGEST_COLLECTION = 80
_PAUSE = 0.1


class Stage(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    ADDING = "adding"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


OVER = frozenset(Stage) - {Stage.WAITING, Stage.ADDING}


@dataclass(frozen=True, slots=True)
class JobState:
    """A job at one moment."""

    stage: Stage
    progress: Progress | None = None
    summary: AddSummary | None = None
    error: str = ""
    failed: tuple[str, ...] = ()
    """A line for each file that could not be added while others were."""

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.stage in OVER

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        if self.stage is Stage.DONE:
            return 1.0
        if self.progress is None or not self.progress.bytes_in_all:
            return 0.0
        return min(1.0, self.progress.bytes / self.progress.bytes_in_all)


class _Stopped(Exception):  # noqa: N818
    """Leaves adding from within its report of progress."""


class Job:
    """Files being added by a thread of their own."""

    def __init__(self, library: Library, inbox: Inbox, work: Unfinished) -> None:
        self._library = library
        self._inbox = inbox
        self._work = work
        self._guard = threading.Lock()
        self._state = JobState(Stage.WAITING)
        self._stop = threading.Event()
        self._keep = threading.Event()
        self._over = threading.Event()

    @property
    def token(self) -> str:
        """The job's name."""
        return self._work.token

    def state(self) -> JobState:
        """How it stands now."""
        with self._guard:
            return self._state

    def cancel(self) -> None:
        """Stop at the next batch, and take out again what came in; at once where it only waits."""
        self._stop.set()

    def interrupt(self) -> None:
        """Stop likewise, but keep what came in and what was written down: the page ends."""
        self._keep.set()
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end; whether it came."""
        return self._over.wait(seconds)

    def run(self, turn: threading.Lock) -> None:
        """Wait for the turn, add, and say how it ended. Runs in the job's thread, once."""
        end = JobState(Stage.FAILED, error="a fault of the program; the log has the details")
        try:
            end = self._in_turn(turn)
        finally:
            # A bug leaves its traceback in the log, but never a job that seems to go on.
            if end.stage is not Stage.INTERRUPTED:
                journal.end(self._inbox, self.token)
            with self._guard:
                self._state = end
            self._over.set()

    def _in_turn(self, turn: threading.Lock) -> JobState:
        while not turn.acquire(timeout=_PAUSE):
            if self._stop.is_set():
                return self._stopped()
        try:
            if self._stop.is_set():
                return self._stopped()
            with self._guard:
                self._state = JobState(Stage.ADDING)
            return self._add()
        finally:
            turn.release()

    def _stopped(self) -> JobState:
        if self._keep.is_set():
            return JobState(Stage.INTERRUPTED)
        self._undo()
        return JobState(Stage.CANCELLED)

    def _add(self) -> JobState:
        files, collection = list(self._work.files), self._work.collection
        try:
            summary = self._library.add(
                files, collection, wait=WAIT_FOR_ANOTHER, report=self._report
            )
        except _Stopped:
            return self._stopped()
        except UserError as error:
            self._undo()
            return JobState(Stage.FAILED, error=self._line(error))
        self._drop_unread()
        failed = tuple(map(self._line, summary.failed))
        return replace(self.state(), stage=Stage.DONE, summary=summary, failed=failed)

    def _line(self, error: UserError) -> str:
        """The error in a line that does not tell where on the server the files lie."""
        return str(error).replace(f"{self._inbox.uploads}{os.sep}", "")

    def _report(self, progress: Progress) -> None:
        if self._stop.is_set():
            raise _Stopped
        with self._guard:
            self._state = JobState(Stage.ADDING, progress)

    def _undo(self) -> None:
        """Leave the library, and the folder of uploads, as if the new files had never come."""
        from index.storage import Batch

        new = {_path(file) for file in self._new()}
        with self._library.storage.view() as view:
            held = tuple(record.path for record in view.files() if record.path in new)
        if held:
            with self._library.storage.writer("cancel", WAIT_FOR_ANOTHER) as writer:
                writer.commit(Batch(forget=held))
        for file in self._new():
            file.unlink(missing_ok=True)

    def _drop_unread(self) -> None:
        """Remove uploads that could not be read: nothing in the library leads back to them."""
        with self._library.storage.view() as view:
            held = {record.path for record in view.files()}
        for file in self._new():
            if _path(file) not in held:
                file.unlink(missing_ok=True)

    def _new(self) -> list[Path]:
        """The files that came with this job: no other articles lead back to them."""
        return [file for file, new in self._work.files.items() if new]


class Adding:
    """Adds to one library, one job after another. Safe to share between threads."""

    def __init__(self, library: Library, inbox: Inbox) -> None:
        self._library = library
        self._inbox = inbox
        self._turn = threading.Lock()
        self._guard = threading.Lock()
        self._running: list[tuple[Job, threading.Thread]] = []

    def start(self, staged: Staged, collection: str = "") -> Job:
        """Begin to add what was confirmed."""
        taken = staged.taken
        files = uploads.keep(self._inbox, taken)
        work = Unfinished(taken.token, files, line(collection, LONGEST_COLLECTION))
        journal.begin(self._inbox, work)
        return self._begin(Job(self._library, self._inbox, work))

    def unfinished(self) -> list[Unfinished]:
        """What an earlier page began and did not end."""
        with self._guard:
            running = {job.token for job, _ in self._running}
        return [work for work in journal.unfinished(self._inbox) if work.token not in running]

    def resume(self, token: str, *, keep: bool) -> Job | None:
        """Go on with what was not ended, or take it out again; None where it is no more."""
        for work in self.unfinished():
            if work.token == token:
                job = Job(self._library, self._inbox, work)
                if not keep:
                    job.cancel()
                return self._begin(job)
        return None

    def _begin(self, job: Job) -> Job:
        thread = threading.Thread(target=job.run, args=(self._turn,), name="adding")
        with self._guard:
            self._running = [pair for pair in self._running if pair[1].is_alive()]
            self._running.append((job, thread))
            thread.start()
        return job

    def close(self, seconds: float | None = None) -> bool:
        """Interrupt what is not over; whether it ended, in so many seconds each."""
        with self._guard:
            running = list(self._running)
        for job, _ in running:
            job.interrupt()
        for _, thread in running:
            thread.join(seconds)
        return not any(thread.is_alive() for _, thread in running)


def _path(file: Path) -> str:
    """A file's path as the library remembers it."""
    from index.paths import stored

    return stored(os.path.abspath(file))
