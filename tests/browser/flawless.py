"""What is wrong with a page in a browser: access, sideways scrolling, complaints in the console.

`listen(page)` once, before the first address; then `faults(page)` on each page.
"""

from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

WIDTHS = (320, 390, 600, 768, 1024, 1280, 1920)
HEIGHT = 900

_AXE = Axe()  # the script, which a page needs once
_COMPLAINTS: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()
# Chromium reports the answer of a refused form although it is as meant.
_AS_MEANT = "status of 422"

_OVERFLOWING = """() => {
    const root = document.documentElement, width = root.clientWidth;
    if (root.scrollWidth <= width) return null;
    const scrolls = element => element && element !== document.body && element !== root
        && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    const wide = [...document.body.querySelectorAll('*')]
        .filter(element => element.getBoundingClientRect().right > width + 0.5)
        .filter(element => !scrolls(element.parentElement))
        .map(element => element.tagName.toLowerCase() + (element.id ? '#' + element.id : '')
            + [...element.classList].map(name => '.' + name).join(''));
    return [root.scrollWidth - width, wide.slice(-1)[0] || 'something unnamed'];
}"""


_SHIFTED = """() => new Promise(done => {
    let shifted = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => {
        if (!entry.hadRecentInput) shifted += entry.value;
    })).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(shifted), 20);
})"""
#: Of the screen, times how far: what a reader does not see.
_UNSEEN = 0.01


def shifts(page: Page) -> list[str]:
    """Whether anything moved by itself since the page was opened."""
    shifted = page.evaluate(_SHIFTED)
    return [f"layout shift: {shifted:.3f}"] if shifted > _UNSEEN else []


def listen(page: Page) -> None:
    """Collect what the page's console says from now on, of any level, and requests that fail."""
    said = _COMPLAINTS.setdefault(page, [])

    def note(line: ConsoleMessage) -> None:
        if _AS_MEANT not in line.text:
            said.append(f"console, {line.type}: {line.text}")

    def failed(request: Request) -> None:
        # A page that is left while it loads ends its own requests.
        if request.failure != "net::ERR_ABORTED":
            said.append(f"request: {request.url} failed with {request.failure}")

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    page.on("requestfailed", failed)


def complaints(page: Page) -> list[str]:
    """What the console said since the last time; an error when nobody has listened."""
    said = _COMPLAINTS[page]
    heard = said.copy()
    said.clear()
    return heard


def overflow(page: Page) -> list[str]:
    """Whether the page scrolls sideways at its present width, and the innermost culprit."""
    found = page.evaluate(_OVERFLOWING)
    if found is None:
        return []
    width = page.evaluate("innerWidth")
    return [f"overflow: {found[0]} px too wide at {width} px, because of {found[1]}"]


def inaccessible(page: Page) -> list[str]:
    """axe-core's violations of any impact: the rule, its impact, and each element."""
    # A color may be on its way.
    page.evaluate("document.getAnimations().forEach(change => change.finish())")
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.axe_script)
    violations = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [
        f"axe, {each['id']} ({each['impact']}): {' '.join(map(str, node['target']))}"
        for each in violations
        for node in each["nodes"]
    ]


def faults(page: Page) -> list[str]:
    """All three at the present width and color scheme, each fault a sentence with its place."""
    return [*inaccessible(page), *overflow(page), *complaints(page)]


def overflows(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """Sideways scrolling at each of the widths; the page keeps its size."""
    before = page.viewport_size
    found: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += overflow(page)
    if before is not None:
        page.set_viewport_size(before)
    return found
