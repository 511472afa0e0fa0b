"""The page: ask in the browser, read the answer, check each sentence at its source.

Starts and stops the server and takes the operator's options. The page's tabs are the `app_*`
modules; they render Answers and decide nothing, and are the only place, beside the evaluation's
report, where HTML is written.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SettingError, UserError, reported
from corpus.settings import Places, Settings, add_flags, resolve
from qa.opening import ALL_GROUPS, LazyEncoder, PageSettings, demo_folder, open_answerer

if TYPE_CHECKING:
    from app_desk import Desk
    from index.library import Library
    from qa.desk.users import Users

FIRST_LOOK = 3.0
"""Seconds to wait for somebody to come."""
GRACE = 2.0
"""Seconds that each of those who work is given to end when the page ends."""
WAIT_FOR_ANOTHER = 600.0
"""Seconds to wait for another start that is making the demo library."""


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


def _check_mcp(page: PageSettings) -> None:
    """Refuse to promise what is not installed."""
    from importlib.util import find_spec

    if page.mcp and find_spec("mcp") is None:
        raise SettingError("the tools cannot be served", "--mcp", "pip install 'gradio[mcp]'")


def _warm_up(desk: Desk) -> None:
    """Load the models once the page stands before somebody; the first question waits for them.

    Loading takes both cores, and a reader who came at once would look at nothing meanwhile.
    """
    desk.visited.wait(FIRST_LOOK)
    try:
        desk.answerer.warm_up()
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
    finally:
        desk.ready.set()


def serve(desk: Desk) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    from app_chat import ASKING
    from app_page import launch

    settings = desk.settings
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    served = launch(desk)
    warming = threading.Thread(target=_warm_up, args=(desk,))
    warming.start()
    print(f"Baowen is at http://{settings.host}:{settings.port} (Ctrl-C stops it)", file=sys.stderr)
    try:
        stopped.wait()
    finally:
        ended = served.close(GRACE)
        warming.join(GRACE)
        computing = [one for one in threading.enumerate() if one.name == ASKING]
        if not ended or computing or warming.is_alive():
            # A model that computes cannot be stopped. What is kept is committed, and what is not
            # over is written down: leave as if killed, which costs nothing.
            sys.stderr.flush()
            os._exit(0)


def _users(settings: Settings) -> Users | None:
    """Who may log in, where that is limited."""
    from qa.desk.users import Users

    path = settings[PageSettings].auth_file
    if path is None:
        return None
    users = Users(path)
    if users.warning:
        print(users.warning, file=sys.stderr)
    return users


def _add_user(settings: Settings, name: str) -> int:
    from qa.desk.users import add_asking

    path = settings[PageSettings].auth_file
    if path is None:
        raise SettingError("no file of users is named", name, "Give --auth-file FILE, too")
    add_asking(path, name)
    print(f"{name} may log in", file=sys.stderr)
    return 0


def _export_feedback(settings: Settings, path: Path, *, demo: bool) -> int:
    from qa.desk.database import DESK
    from qa.desk.feedback import Feedback, as_csv, as_jsonl

    places = settings[Places]
    desk = (demo_folder(places) if demo else places.library_folder) / DESK
    if not desk.exists():
        raise SettingError("nobody has asked anything there", desk, "Name the page's --library")
    with Feedback(desk) as feedback:
        rows = feedback.rows()
    text = as_csv(rows) if path.suffix.lower() == ".csv" else as_jsonl(rows)
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise SettingError(f"cannot be written ({error.strerror})", path, "Name another") from error
    print(f"{len(rows)} written to {path}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    # "resolve": a switch takes the place of the flag of the same name that takes a value.
    parser = argparse.ArgumentParser(
        prog="app.py", description=__doc__.partition("\n")[0], conflict_handler="resolve"
    )
    parser.add_argument(
        "--demo", action="store_true", help="serve the demo articles while you have no library"
    )
    parser.add_argument(
        "--add-user", metavar="NAME", help="put a user into --auth-file, asking for the password"
    )
    parser.add_argument(
        "--export-feedback",
        metavar="FILE",
        type=Path,
        help="write what readers said about answers to FILE.jsonl or FILE.csv",
    )
    add_flags(parser, ALL_GROUPS)
    for name, help_ in (
        ("read-only", "nobody adds or removes articles on the page"),
        ("mcp", "serve the tools by MCP, too"),
    ):
        parser.add_argument(
            f"--{name}", dest=f"setting_{name.replace('-', '_')}", action="store_const",
            const="true", help=help_,
        )  # fmt: skip
    return parser


@reported
def main(argv: list[str] | None = None) -> int:
    """Open the library and serve the page."""
    args = _parser().parse_args(argv)
    settings = resolve(ALL_GROUPS, args)
    if args.add_user:
        return _add_user(settings, args.add_user)
    if args.export_feedback:
        return _export_feedback(settings, args.export_feedback, demo=args.demo)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    page = settings[PageSettings]
    _check_address(page)
    _check_mcp(page)
    users = _users(settings)
    library, demo = open_or_make(settings, demo=args.demo)
    with library:
        from app_page import furnished

        with furnished(open_answerer(settings, library), library, page, users, demo=demo) as desk:
            serve(desk)
    return 0


if __name__ == "__main__":
    sys.exit(main())
