# SPDX-License-Identifier: GPL-3.0-or-later
"""Values for what is seen: a rectangle in pixels of the screen, and a thing of the accessibility tree."""
import dataclasses


@dataclasses.dataclass
class Rect:
    x: int
    y: int
    width: int
    height: int

    @property
    def right(self):
        return self.x + self.width

    @property
    def bottom(self):
        return self.y + self.height

    @property
    def centre(self):
        return self.x + self.width // 2, self.y + self.height // 2

    def grown(self, by):
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def within(self, other, slack=0):
        return (self.x >= other.x - slack and self.y >= other.y - slack and self.right <= other.right + slack
                and self.bottom <= other.bottom + slack)

    def cut(self, other):
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Rect(x, y, max(0, min(self.right, other.right) - x), max(0, min(self.bottom, other.bottom) - y))


@dataclasses.dataclass(eq=False)
class Node:
    """One thing as assistive tools see it; `identity` is the same for the same thing at another time."""
    role: str
    name: str = ""
    description: str = ""
    states: frozenset = frozenset()
    rect: Rect = dataclasses.field(default_factory=lambda: Rect(0, 0, 0, 0))
    keys: tuple = ()
    children: list = dataclasses.field(default_factory=list)
    parent: "Node" = None
    identity: str = ""

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self):
        node = self.parent
        while node:
            yield node
            node = node.parent

    def said(self):
        return f"{self.role} '{self.name}'"
