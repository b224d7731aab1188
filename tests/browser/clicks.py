"""What a person does with a placement, click by click."""

from playwright.sync_api import Page, expect

LEFT_AFTER = {"Sales Agreement": "$21,013,033.00", "Other Agreement": "$7,823,104.00"}


def look_back_to(page: Page, day: str) -> None:
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_label("As of").fill(day)
    page.get_by_role("button", name="Show").click()


def draft(page: Page, agreement: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="New placement").click()
    page.get_by_label("Agreement").select_option(label=agreement)
    page.get_by_label("Shares offered").fill("40000")
    page.get_by_label("Minimum price").fill("4.00")
    page.get_by_role("button", name="Create draft").click()
    expect(page.locator("main")).to_contain_text("draft")
    no_sideways_scrolling(page)


def ask_and_approve(page: Page, approver: Page) -> None:
    """Ask for the approval of the draft on the page, and let the second CFO approve it."""
    page.get_by_role("button", name="Request approval").click()
    expect(page.locator("main")).to_contain_text("is awaiting a CFO's decision")
    expect(page.get_by_role("button", name="Propose", exact=True)).to_be_disabled()
    request = page.locator("main").get_by_role("link", name="Request").first
    number = request.inner_text().split()[-1]
    request.click()
    expect(page.locator("main")).to_contain_text("another person must approve it")
    expect(page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    no_sideways_scrolling(page)
    page.go_back()
    approve(approver, number)
    page.reload()


def approve(approver: Page, number: str) -> None:
    """From the second CFO's inbox."""
    approver.goto("/approvals/")
    no_sideways_scrolling(approver)
    waiting = approver.get_by_role("region", name="Awaiting my decision")
    waiting.get_by_role("link", name=number, exact=True).click()
    approver.get_by_role("button", name="Approve", exact=True).click()
    expect(approver.locator("main")).to_contain_text(f"Request {number} is approved")
    no_sideways_scrolling(approver)


def move(page: Page, verb: str, then: str, on: str = "Nov 13, 2001") -> None:
    page.get_by_role("link", name=verb, exact=True).click()
    page.get_by_role("button", name=verb, exact=True).click()
    expect(page.locator(".answer")).to_contain_text(f"{then} since {on}")


def fill_notice(page: Page, price: str, reference: str) -> None:
    page.get_by_label("Method").select_option(label="Privately negotiated")
    page.get_by_label("Shares").fill("40000")
    page.get_by_label("Price per share").fill(price)
    page.get_by_label("Agent's reference").fill(reference)


def sell(page: Page, agreement: str) -> None:
    page.get_by_role("link", name="Record sale").click()
    fill_notice(page, price="4.10", reference=f"notice-{agreement}")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("$164,000.00")
    expect(preview).to_contain_text("$6,560.00")
    expect(preview).to_contain_text("$157,440.00")
    expect(preview).to_contain_text("Nov 16, 2001")
    expect(preview).to_contain_text(LEFT_AFTER[agreement])
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Post sale").click()
    expect(page.locator("main")).to_contain_text("unsettled, due on Nov 16, 2001")


def deliver(page: Page) -> None:
    """Before the settlement date: the reason is asked for, and kept."""
    why = "a delivery before that day needs a reason"
    expect(page.locator("main")).to_contain_text(why)
    page.get_by_label("Remark (optional)", exact=True).first.fill("The agent asked for it.")
    page.get_by_role("button", name="Record delivery").click()
    expect(page.locator("main")).to_contain_text("settled")
    expect(page.get_by_role("button", name="Record delivery")).to_have_count(0)


def fits_desk_and_phone(page: Page) -> None:
    """Look at the page in both widths."""
    before = page.viewport_size
    assert before is not None
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        no_sideways_scrolling(page)
    page.set_viewport_size(before)


def no_sideways_scrolling(page: Page) -> None:
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow == 0
