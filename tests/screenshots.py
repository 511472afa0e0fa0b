"""`make screenshots`: pictures of the running page for the README, from the demo library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser import executable
from tests.test_app_page import QUIET, ROOT, free_port, wait_for

FOLDER = ROOT / "docs" / "screenshots"
QUESTIONS = {"page": "高温津贴每月发多少钱？"}


def main() -> None:
    """Start the page, ask, take the pictures."""
    port, log = free_port(), Path(os.devnull)
    command = [sys.executable, "app.py", "--demo", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        wait_for(address, process, log)
        with sync_playwright() as playwright:
            arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
            browser = playwright.chromium.launch(executable_path=executable(), args=arguments)
            for name, question in QUESTIONS.items():
                page = browser.new_page(viewport={"width": 1280, "height": 860})
                page.goto(address)
                page.get_by_role("textbox").first.fill(question)
                page.get_by_role("button", name="提问 Ask").click()
                expect(page.locator(".turn sup").first).to_be_visible(timeout=120_000)
                page.screenshot(path=FOLDER / f"{name}.png")
            browser.close()
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
