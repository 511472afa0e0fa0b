"""The browser that the page's tests drive: found on the machine, or installed by the system's
packages.

`python tests/browser.py` makes sure that there is one; `executable()` names it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")


def executable() -> str | None:
    """The browser's path; BAOWEN_TEST_BROWSER names another than the one on the PATH."""
    named = os.environ.get("BAOWEN_TEST_BROWSER")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> int:
    """Install Debian's chromium and a Chinese font, or say what to install."""
    if executable():
        return 0
    if shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
        prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
        subprocess.run([*prefix, "apt-get", "update", "-qq"], check=False)
        if subprocess.run([*prefix, *command], check=False).returncode == 0 and executable():
            return 0
    print(
        "error: no browser for the page's tests: tried " + ", ".join(NAMES) + ". "
        "Install Chromium, or name a browser with BAOWEN_TEST_BROWSER",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(install())
