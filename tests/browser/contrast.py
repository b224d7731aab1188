"""Which words of a page are too pale to read, by WCAG's AA: 4.5 to 1, and 3 to 1 for large ones."""

from playwright.sync_api import Page

_TOO_PALE = """() => {
    document.getAnimations().forEach(change => change.finish());  // a color may be on its way
    const dot = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const parts = color => {
        dot.clearRect(0, 0, 1, 1);
        dot.fillStyle = color;
        dot.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = dot.getImageData(0, 0, 1, 1).data;
        return [red, green, blue, alpha / 255];
    };
    const over = (top, ground) =>
        [0, 1, 2].map(i => top[i] * top[3] + ground[i] * (1 - top[3])).concat(1);
    const light = color => {
        const [red, green, blue] = color.slice(0, 3).map(part => part / 255)
            .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ground = element => element
        ? over(parts(getComputedStyle(element).backgroundColor), ground(element.parentElement))
        : [255, 255, 255, 1];
    const holdsWords = element =>
        [...element.childNodes].some(node => node.nodeType == 3 && node.data.trim());
    const isShown = element => element.checkVisibility({visibilityProperty: true})
        && !element.closest(':disabled, .visually-hidden, title');
    const ratio = element => {
        const style = getComputedStyle(element), behind = ground(element);
        const ink = element instanceof SVGElement ? style.fill : style.color;
        const [less, more] = [light(over(parts(ink), behind)), light(behind)].sort((a, b) => a - b);
        return (more + 0.05) / (less + 0.05);
    };
    const needed = element => {
        const {fontSize, fontWeight} = getComputedStyle(element), size = parseFloat(fontSize);
        return size >= 24 || (size >= 18.66 && fontWeight >= 700) ? 3 : 4.5;
    };
    return [...document.body.querySelectorAll('*')]
        .filter(element => holdsWords(element) && isShown(element))
        .filter(element => ratio(element) < needed(element))
        .map(element => `${element.textContent.trim().slice(0, 40)}: ${ratio(element).toFixed(2)}`);
}"""


def too_pale(page: Page) -> list[str]:
    """The words, each with its contrast to one; a control that is disabled may be pale."""
    pale: list[str] = page.evaluate(_TOO_PALE)
    return pale
