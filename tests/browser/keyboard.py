"""A person without a mouse: only the keys reach anything, and the place of the keys is seen."""

from typing import Literal

from playwright.sync_api import Page

Role = Literal["link", "button", "textbox", "combobox", "checkbox", "searchbox", "spinbutton"]
#: More steps than any page has places.
_MOST = 150
_IS_FOCUSED = "element => element === document.activeElement"
# An outline, a ring or an edge of its own.
_IS_SEEN = """element => {
    document.getAnimations().forEach(change => change.finish());
    const look = getComputedStyle(element);
    return look.outlineStyle !== 'none' || look.boxShadow !== 'none';
}"""


class Keys:
    """The keyboard at one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, role: Role, name: str) -> None:
        """Step from place to place until this one is reached; its focus must be seen."""
        target = self.page.get_by_role(role, name=name, exact=True).first
        target.wait_for()
        for _ in range(_MOST):
            if target.evaluate(_IS_FOCUSED):
                assert target.evaluate(_IS_SEEN), f"Nobody sees that {name} is reached."
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"No key leads to the {role} {name}.")

    def press(self, role: Role, name: str, key: str = "Enter") -> None:
        """Reach a link or a button, and use it."""
        self.to(role, name)
        self.page.keyboard.press(key)

    def type(self, name: str, text: str, role: Role = "textbox") -> None:
        """Reach a field and write over what it holds; in a list, the typed begins the choice."""
        self.to(role, name)
        if role != "combobox":
            self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
