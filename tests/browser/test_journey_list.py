"""An office brings its list: a thousand rows, fifty of them wrong; mended, written, taken back."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.stack import Stack
from tests.intake.list_files import HEADINGS, csv_content, put_right, taiwan_rows, with_errors, xlsx_content

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

ROWS, ERRORS, OTHERS = 1_000, 50, 10
WORKED_OFF = 120_000
"""Milliseconds in which a busy machine's worker has looked at a thousand rows or written them."""


def bring(officer: Person, name: str, content: bytes) -> str:
    """File and columns as suggested, up to the preview; returns the list's path."""
    page = officer.page
    officer.go("/office/lists/new/")
    page.locator('[name="file"]').set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    officer.save()
    assert page.url.endswith("/columns/")
    officer.press('main form[action$="/columns/"] .button-primary')
    page.wait_for_url("**/preview/", timeout=WORKED_OFF)
    return page.url.removesuffix("preview/").removeprefix(f"{officer.base}/{officer.language}")


def counts(officer: Person) -> dict[str, int]:
    """Kind of row → number, from the chips over the table."""
    chips = officer.page.locator('main a.chip[href^="?show="]')
    found = chips.evaluate_all(
        "links => links.map(l => [l.search.slice(6), Number(l.querySelector('span').innerText)])"
    )
    return dict(found)


def wait_until_done(officer: Person, move: str) -> None:
    """The page finds out by itself; what one can do next stands there."""
    expect(officer.page.locator(move)).to_be_visible(timeout=WORKED_OFF)
    assert officer.page.locator("#progress").count() == 0


def schools(stack: Stack) -> int:
    return int(stack.python("from mado.directory.models import Organization; print(Organization.objects.count())"))


def test_a_thousand_rows_with_fifty_errors(browser, journey_stack):
    officer = Person.at(browser, journey_stack.url, language="zh-hant", email="officer@example.org", zone="Asia/Taipei")
    page = officer.page
    before = schools(journey_stack)

    # 1 · File, columns, preview: every number is right and nothing is written.
    officer.sign_in()
    officer.go("/office/lists/")
    officer.press('main a.button-primary[href$="/office/lists/new/"]')
    path = bring(officer, "schools.xlsx", xlsx_content(HEADINGS, with_errors(taiwan_rows(ROWS))))
    assert counts(officer) == {"create": ROWS - ERRORS, "change": 0, "choose": 0, "reject": ERRORS, "same": 0}
    assert schools(journey_stack) == before

    # 2 · The errors in groups, then each with row, column, found, expected and cure.
    officer.press('main a.chip[href="?show=reject"]')
    groups = page.locator("main ul.rows > li.row")
    assert groups.locator(".row-title .muted").evaluate_all("n => n.map(e => parseInt(e.innerText))") == [10] * 5
    assert groups.locator("q").evaluate_all("n => n.map(e => e.innerText)") == [
        "夜校",
        "高雄縣鳳山",
        "no address",
        "臺北市",
    ]
    assert page.locator("main tbody tr").count() == ERRORS
    wrong_level = page.locator("main tbody tr", has_text="夜校").first.locator("td").all_inner_texts()
    assert wrong_level[:2] == ["3", "D · 學制"]
    assert all(cell.strip() for cell in wrong_level)

    # 3 · The wrong rows as a file.
    with page.expect_download() as download:
        page.locator('main a[href$="/rejected.csv"]').first.click()
    table = list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"), newline="")))
    assert (table[0][: len(HEADINGS)], len(table)) == (HEADINGS, ERRORS + 1)

    # 4 · The others are written, however long the worker is away; the page shows how far and then what came of it.
    journey_stack.stop_worker()
    officer.press('main form[action$="/run/"] .button-primary')
    expect(page.locator("#progress progress")).to_be_visible()
    journey_stack.start_worker()
    wait_until_done(officer, 'main form[action$="/undo/"] button')
    assert officer.state() == "agreed"
    assert counts(officer) == {"created": ROWS - ERRORS}
    assert schools(journey_stack) == before + ROWS - ERRORS
    officer.press("main tbody a")
    officer.sees("國民小學")

    # 5 · The mended rows: all but those of another office.
    second = bring(officer, "mended.csv", csv_content(table[0], put_right(table[1:])))
    assert counts(officer) == {"create": ERRORS - OTHERS, "change": 0, "choose": 0, "reject": OTHERS, "same": 0}
    officer.press('main form[action$="/run/"] .button-primary')
    wait_until_done(officer, 'main form[action$="/undo/"] button')
    assert schools(journey_stack) == before + ROWS - OTHERS

    # 6 · Both lists are taken back: the directory is as it was, and the lists say so.
    for listed, removed in ((path, ROWS - ERRORS), (second, ERRORS - OTHERS)):
        officer.go(listed)
        officer.press('main form[action$="/undo/"] button')
        wait_until_done(officer, 'main a.chip[href="?show=removed"]')
        assert counts(officer) == {"removed": removed}
        assert officer.state() == "ended"
    assert schools(journey_stack) == before
