# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people who use the program: one has no pointer, the other touches no key unless something must be typed."""
from accessibility import pump
from stage import TooLate, wait_for
import checks

MOST_STROKES = 80
ANSWER = 15.0


class Person:
    def __init__(self, application, display):
        self.application = application
        self.display = display

    def find(self, role, name):
        return self.application.find(role, name)

    def wait_for_thing(self, role, name, seconds=ANSWER):
        return wait_for(f"{role} '{name}'", lambda: self.find(role, name), seconds, pump)

    def press(self, keys):
        """A stroke after which the focus is elsewhere; gives what has it then."""
        before = self.application.focus_count
        self.display.press(keys)
        wait_for(f"the focus to move after {keys}", lambda: self.application.focus_count > before, ANSWER, pump)
        return wait_for("what has the focus", self.application.focused, ANSWER, pump)


class KeyboardPerson(Person):
    def tab(self):
        """To the next place. Within a text to be read Tab goes from link to link, which only the picture tells."""
        count = self.application.focus_count
        here = self.application.focused()
        before = self.display.picture() if here and checks.holds_links(here) else None
        self.display.press("Tab")
        wait_for("the focus to move after Tab", lambda: self.application.focus_count > count or (
            before is not None and (self.display.picture() != before).any()), ANSWER, pump)
        return wait_for("what has the focus", self.application.focused, ANSWER, pump)

    def reach(self, role, name):
        """Goes on by Tab until the thing has the focus."""
        def there(node):
            return node is not None and any(n.role == role and n.name == name for n in [node, *node.ancestors()])
        focused = self.application.focused()
        for _ in range(MOST_STROKES):
            if there(focused):
                return focused
            focused = self.tab()
        raise TooLate(f"Tab does not lead to {role} '{name}'")

    def use(self, role, name):
        self.wait_for_thing(role, name)
        self.reach(role, name)
        self.display.press("Space")

    def choose(self, box, entry):
        self.reach("combo box", box)
        focused = self.press("Alt+Down")
        for way in ("Down", "Up"):
            for _ in range(MOST_STROKES):
                if focused.name == entry:
                    self.display.press("Enter")
                    return
                before = self.application.focus_count
                self.display.press(way)
                try:
                    wait_for("next entry", lambda: self.application.focus_count > before, 2, pump)
                except TooLate:
                    break  # the end of the list
                focused = self.application.focused()
        raise TooLate(f"'{entry}' is not in the list of '{box}'")

    def pick(self, role, name):
        """One of several radio buttons, by the arrow keys."""
        self.wait_for_thing(role, name)
        siblings = [n.name for n in self.application.window().walk() if n.role == role]
        focused = self.application.focused()
        for _ in range(MOST_STROKES):
            if focused and focused.role == role and focused.name in siblings:
                break
            focused = self.tab()
        while focused.name != name:
            focused = self.press("Down" if siblings.index(focused.name) < siblings.index(name) else "Up")

    def show_tab(self, name):
        focused = self.application.focused()
        for _ in range(MOST_STROKES):
            if focused and focused.role == "page tab":
                break
            focused = self.tab()
        tabs = [node.name for node in self.application.window().walk() if node.role == "page tab"]
        while focused.name != name:
            before = focused.name
            self.display.press("Right" if tabs.index(before) < tabs.index(name) else "Left")
            wait_for(f"another tab than '{before}'", lambda: self.application.focused().name != before, ANSWER, pump)
            focused = self.application.focused()

    def command(self, *titles):
        """Through the menus: Alt leads to the menu bar, arrow keys from there."""
        self.wait_for_thing("menu item", titles[0])
        focused = self.press("Alt")
        for depth, title in enumerate(titles):
            for _ in range(MOST_STROKES):
                if focused.name == title:
                    break
                focused = self.press("Down" if depth else "Right")
            if depth + 1 < len(titles):
                focused = self.press("Right" if depth else "Down")
        self.display.press("Enter")


class PointerPerson(Person):
    def _in_view(self, node):
        rect = node.rect
        for above in node.ancestors():
            if checks.scrolls(above) and above.rect.width > 0:
                rect = rect.cut(above.rect)
        return rect

    def use(self, role, name):
        self.wait_for_thing(role, name)
        for _ in range(MOST_STROKES):
            node = self.find(role, name)
            rect = self._in_view(node)
            if rect.height >= min(12, node.rect.height) and rect.width > 4:
                self.display.click(*rect.centre)
                return
            holder = next(a for a in node.ancestors() if checks.scrolls(a) and a.rect.width > 0)
            self.display.move(*holder.rect.centre)
            self.display.scroll(node.rect.y > holder.rect.y)
            place = node.rect.y
            wait_for("the view to scroll", lambda: self._moved(role, name, place), ANSWER, pump)
        raise TooLate(f"{role} '{name}' cannot be scrolled into view")

    def _moved(self, role, name, place):
        node = self.find(role, name)
        return node and node.rect.y != place

    def choose(self, box, entry):
        self.use("combo box", box)
        self.use("list item", entry)
        wait_for("the list to close", lambda: not self.find("list item", entry), ANSWER, pump)

    def pick(self, role, name):
        self.use(role, name)

    def show_tab(self, name):
        self.use("page tab", name)

    def command(self, *titles):
        for title in titles:
            self.use("menu item" if self.find("menu item", title) else "check menu item", title)
