"""A view of the sales, saved and opened again in the browser, with the workbook of its rows."""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.clicks import no_sideways_scrolling


def _rows(page: Page) -> list[str]:
    return page.locator("main table tbody td:first-child").all_inner_texts()


def _references(page: Page) -> list[str]:
    """The numbers of the sales in the workbook that the page offers."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel of these sales").click()
    workbook = load_workbook(BytesIO(Path(download.value.path()).read_bytes()), read_only=True)
    rows = [[str(cell) for cell in row] for row in workbook.worksheets[0].values]
    head = next(place for place, row in enumerate(rows) if "agreement" in row)
    column = rows[head].index("agreement")
    return [row[column] for row in rows[head + 1 :] if row[column].endswith("-agreement")]


def test_a_filter_is_saved_and_opened_again_with_its_rows_and_its_workbook(page: Page) -> None:
    page.goto("/sales/")
    everything = _rows(page)
    page.get_by_role("combobox", name="Agreement").select_option("sales-agreement")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**agreement=sales-agreement*")
    filtered = _rows(page)
    assert 0 < len(filtered) < len(everything)

    page.get_by_text("Views", exact=True).click()
    page.locator(".list-views").get_by_label("Name").fill("Sales Agreement only")
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("status")).to_contain_text("View “Sales Agreement only” is saved.")

    page.goto("/placements/")
    page.goto("/sales/")
    assert _rows(page) == everything
    page.get_by_text("Views", exact=True).click()
    page.get_by_role("link", name="Sales Agreement only", exact=True).click()
    expect(page.get_by_text("View: Sales Agreement only")).to_be_visible()
    assert _rows(page) == filtered
    assert _references(page) == ["sales-agreement"] * len(filtered)

    page.get_by_text("View: Sales Agreement only").click()
    page.get_by_role("link", name="Change view Sales Agreement only").click()
    page.get_by_role("button", name="Remove view").click()
    expect(page.get_by_role("status")).to_contain_text("View “Sales Agreement only” is removed.")


def test_a_column_hidden_in_a_view_is_hidden_in_its_address_alone(page: Page) -> None:
    page.goto("/sales/?sort=&without=net")
    expect(page.locator("td[data-label=Net]")).to_have_count(0)
    page.get_by_text("Columns", exact=True).click()
    page.get_by_role("checkbox", name="Price").click()
    page.wait_for_url("**without=price%2Cnet*")
    expect(page.locator("td[data-label=Price]")).to_have_count(0)
    page.goto("/sales/")
    expect(page.locator("tbody td[data-label=Net]").first).to_be_attached()
