# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at one page after the other: its tree, its picture, and the round of the Tab key. Collects what is wrong."""
import numpy
from PIL import Image

import checks
import pictures
from accessibility import pump
from stage import TooLate, wait_for
from things import Rect

TEXTS = {"label", "push button", "toggle button", "check box", "radio button", "page tab", "list item", "table cell",
         "table column header", "tree item", "menu item", "combo box", "text", "entry", "spin button", "link"}
STILL = 3          # pictures in a row without a difference that make a settled page
FOCUS_SHOWS_IN = 6.0
TAB_ANSWERS_IN = 10.0
MOST_LINKS = 60
READINGS = 3        # of the tree of a page that changes all the time: one may fall into the middle of a new layout
A_CARET = 60        # pixels that may blink while a page is looked at


class Inspector:
    def __init__(self, application, display, scale, folder=None):
        self._application = application
        self._display = display
        self._scale = scale
        self._folder = folder
        self._dumped = 0
        self.problems = []
        self.pages = 0

    def _report(self, page, sentences):
        for sentence in sentences:
            self.problems.append(f"{page}: {sentence}")

    def settle(self):
        """Waits until nothing moves on the screen any more, and gives the picture."""
        last = [None, 0]

        def still():
            now = self._display.picture()
            same = last[0] is not None and numpy.array_equal(now, last[0])
            last[0], last[1] = now, last[1] + 1 if same else 0
            for _ in range(8):
                pump()
            return last[1] >= STILL
        try:
            wait_for("a page that keeps still", still, 5, pump)
        except TooLate:
            pass  # a caret may blink all the time; what is asked of the picture does not depend on it
        return last[0]

    def tree_only(self, page):
        """For a page that changes all the time: a fault is in every reading of its tree."""
        for _ in range(READINGS):
            window = self._application.window()
            faults = self._faults_of(window)
            if not faults:
                break
            self.settle()
        self._report(page, faults)
        return window

    def look(self, page, tab=True):
        picture, window = wait_for("a tree and a picture of one moment", self._both, turn=pump)
        self.pages += 1
        self._keep(page, picture, window)
        self._report(page, self._faults_of(window))
        self._ask_picture(page, picture, window)
        if tab:
            self._tab_round(page, window)

    def _both(self):
        """The tree between two pictures that are the same, but for a caret; None while parts are still being built."""
        picture = self.settle()
        window = self._application.window()
        changed = (self._display.picture() != picture).any(axis=2).sum()
        return (picture, window) if changed < A_CARET * self._scale * self._scale else None

    def _keep(self, page, picture, window):
        if not self._folder:
            return
        self._dumped += 1
        name = self._folder / f"{self._dumped:02} {page}".replace(" ", "-")
        Image.fromarray(picture).save(f"{name}.png")

        def lines(node, depth=0):
            states = ",".join(sorted(node.states - {"visible", "showing", "enabled"}))
            yield f"{'  ' * depth}{node.role} '{node.name}' {node.rect.x},{node.rect.y} " \
                  f"{node.rect.width}x{node.rect.height} {states} {' '.join(node.keys)} # {node.description}"
            for child in node.children:
                yield from lines(child, depth + 1)
        with open(f"{name}.txt", "w") as file:
            file.write("\n".join(lines(window)) + "\n")

    def _faults_of(self, window):
        return [*checks.nameless_or_double(window), *checks.double_keys(window),
                *checks.outside(window, 2 * self._scale), *checks.overlapping(window, 2 * self._scale)]

    def _visible(self, node):
        rect = node.rect
        for above in node.ancestors():
            if above.rect.width > 0 and above.role not in checks.MENUS:
                rect = rect.cut(above.rect)
        return rect

    def _ask_picture(self, page, picture, window):
        scale = self._scale
        for node in window.walk():
            if node.role in checks.PICTURES:
                weak = pictures.weak_marks(picture, self._visible(node), scale)
                if weak:
                    self._report(page, [f"{node.said()}: {len(weak)} marks below 3:1, worst {min(weak):.2f}"])
            if node.role not in TEXTS or "sensitive" not in node.states or not node.rect.width:
                continue
            if node.role == "list item" and "focusable" not in node.states:
                continue  # cannot be chosen now; Qt calls it sensitive all the same
            rect = self._visible(node)
            if rect.height < 8 * scale or rect.width < 8 * scale:
                continue
            ratio = pictures.weakest_text(picture, self._written(node, rect), scale)
            if ratio is not None and ratio < pictures.TEXT_CONTRAST - pictures.MEASURED_DOWN_BY:
                self._report(page, [f"{node.said()} at {node.rect}: text of {ratio:.2f}:1"])
            if node.role in ("label", "check box", "radio button") and node.name and rect == node.rect \
                    and not checks.holds_links(node):
                sides = pictures.touches_edge(picture, rect, scale)
                if sides:
                    self._report(page, [f"{node.said()} at {node.rect}: text reaches the {', '.join(sides)} edge"])

    def _written(self, node, rect):
        """The part of a thing that holds its text: neither its frame nor its mark."""
        scale = self._scale
        if node.role in ("check box", "radio button") or "checkable" in node.states:
            return Rect(rect.x + 22 * scale, rect.y + 3 * scale, rect.width - 25 * scale, rect.height - 6 * scale)
        if node.role in ("combo box", "spin button"):
            return Rect(rect.x + 5 * scale, rect.y + 5 * scale, rect.width - 32 * scale, rect.height - 10 * scale)
        if node.role in ("push button", "toggle button", "text", "entry", "list item", "table cell", "page tab"):
            return rect.grown(-4 * scale)
        return rect

    def _tab_round(self, page, window):
        expected = checks.expected_stops(window)
        known = {node.identity: node for node in window.walk()}
        begin = self._application.focused()
        begin = begin and checks.stop_of(begin).identity
        visited = []
        for _ in range(len(expected) + MOST_LINKS):
            moved = self._next_stop(page, visited)
            if moved is None:
                break
            before, focused = moved
            stop = checks.stop_of(focused)
            if visited and visited[-1].identity == stop.identity:
                continue  # the next link of the same text
            if stop.identity in [node.identity for node in visited]:
                if stop.identity != visited[0].identity:
                    self._report(page, [f"Tab is caught: from {visited[-1].said()} back to {stop.said()}"])
                break
            self._ask_focus_shows(page, before, focused, stop, known)
            visited.append(known.get(stop.identity, stop))
            if stop.identity == begin:
                break
        else:
            self._report(page, ["Tab does not come round: " + ", ".join(n.said() for n in visited)])
        missed = checks.missed(expected, visited)
        if missed:
            self._report(page, ["Tab passes by " + ", ".join(f"{n.said()} {n.rect}" for n in missed)])
        self._report(page, checks.order_problems(visited))

    def _next_stop(self, page, visited):
        """The picture before a press of Tab and what has the focus after it; None when nothing happens. Within a text
        Tab may go from link to link, of which only the picture tells."""
        count = self._application.focus_count
        before = self._display.picture()
        self._display.press("Tab")

        def moved():
            return self._application.focus_count > count or (
                visited and checks.holds_links(visited[-1])
                and pictures.changed_strongly(before, self._display.picture(), self._visible(visited[-1])) > 10)
        try:
            wait_for("the focus", moved, TAB_ANSWERS_IN, pump)
            return before, wait_for("what has the focus", self._application.focused, TAB_ANSWERS_IN, pump)
        except TooLate:
            self._report(page, [f"after {visited[-1].said() if visited else 'the start'} Tab leads nowhere"])
            return None

    def _ask_focus_shows(self, page, before, focused, stop, known):
        old = known.get(focused.identity)
        if old is not None and old.rect != focused.rect:
            return self._ask_again_without_scrolling(page, focused)
        thing = focused if focused.rect.width > 0 else stop
        if not self._shows(before, thing, stop):
            self._report(page, [f"the focus does not show on {thing.said()} at {thing.rect}"])
        return None

    def _ask_again_without_scrolling(self, page, focused):
        """The page scrolled to it, so that all of the picture is new: off and on again."""
        for keys in ("Shift+Tab", "Tab"):
            count = self._application.focus_count
            before = self._display.picture()
            self._display.press(keys)
            wait_for("the focus", lambda: self._application.focus_count > count, TAB_ANSWERS_IN, pump)
            for _ in range(3):
                pump()
        again = self._application.focused()
        if again and not self._shows(before, again, again):
            self._report(page, [f"the focus does not show on {again.said()} at {again.rect}"])

    def _shows(self, before, thing, stop):
        scale = self._scale
        around = 7 * scale  # a check box tells the extents of its mark and text only; its ring lies around that
        area = self._visible(thing).grown(around)
        whole = self._visible(stop).grown(around)
        needed = min(thing.rect.width + thing.rect.height, area.width + area.height)

        def enough():
            now = self._display.picture()
            return pictures.changed_strongly(before, now, area) >= needed \
                or pictures.changed_strongly(before, now, whole) >= whole.width + whole.height
        try:
            return wait_for("the focus to show", enough, FOCUS_SHOWS_IN, pump)
        except TooLate:
            return False
