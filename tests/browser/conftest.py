import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.journey_world import WORLD
from tests.browser.stack import Stack, build_stack

CHROMIUM_ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium_path() -> str | None:
    """MADO_CHROMIUM, a Chromium of the system, or None: Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("MADO_CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_stack(tmp_path_factory: pytest.TempPathFactory, django_db_setup, django_db_blocker) -> Iterator[Stack]:
    """A running Mado with the demonstration world."""
    directory: Path = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock():
        stack = build_stack("mado_browser_demo", directory)
    stack.run("demo_world", "--quiet")
    stack.run("reindex")
    stack.start_web()
    stack.start_worker()
    yield stack
    stack.stop()


@pytest.fixture(scope="session")
def journey_stack(tmp_path_factory: pytest.TempPathFactory, django_db_setup, django_db_blocker) -> Iterator[Stack]:
    """A running Mado with the world of the journeys."""
    with django_db_blocker.unblock():
        stack = build_stack("mado_browser_journeys", tmp_path_factory.mktemp("journeys"))
    stack.python(WORLD)
    stack.run("reindex")
    stack.start_web()
    stack.start_worker()
    yield stack
    stack.stop()
