# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every page, asked of the tree alone. Every function gives sentences, none when all is well."""
import re

BUTTONS = {"push button", "toggle button", "check box", "radio button", "link", "button menu"}
FIELDS = {"text", "entry", "combo box", "spin button", "slider", "password text", "editbar"}
COLLECTIONS = {"list", "list box", "table", "tree", "tree table", "page tab list"}
PICTURES = {"chart"}
INTERACTIVE = BUTTONS | FIELDS | COLLECTIONS | PICTURES
ENTRIES = {"list item", "table cell", "tree item", "page tab", "table column header", "table row header", "table row"}
SCROLLING = {"scroll pane", "list", "list box", "table", "tree", "tree table", "viewport", "text", "document frame"}
MENUS = {"menu bar", "menu", "menu item", "check menu item", "radio menu item", "popup menu", "separator"}
PANES = {"panel", "filler", "grouping", "split pane", "layered pane", "scroll pane", "frame", "page tab list"}


def scrolls(node):
    """Whether it can be moved to show more of what is in it. Qt gives no role for that, but its scroll bars show."""
    return node.role in SCROLLING or any(
        inner.role == "scroll bar" for child in node.children for inner in [child, *child.children])


def interactive(window):
    """What a person can act upon now, entries of lists and menus aside: these are reached within their list."""
    found = []
    for node in window.walk():
        if node.role not in INTERACTIVE and not holds_links(node):
            continue
        if "sensitive" not in node.states or node.rect.width <= 0:
            continue
        above = [a.role for a in node.ancestors()]
        if any(role in MENUS or role in FIELDS or role in ENTRIES for role in above):
            continue  # the inner parts of a combo box or a spin box
        if node.role in BUTTONS and any(role in ("table", "tree") for role in above):
            continue
        found.append(node)
    return found


def nameless_or_double(window):
    problems = []
    seen = {}
    for node in interactive(window):
        if node.role == "page tab list" and all(tab.name for tab in node.children):
            continue  # its tabs are what is named
        if not node.name.strip():
            problems.append(f"{node.role} at {node.rect.x},{node.rect.y} has no name")
        elif (node.role, node.name) in seen:
            problems.append(f"two of one name: {node.said()}")
        seen[(node.role, node.name)] = node
    for node in window.walk():
        if node.role in ("page tab", "list item", "table column header", "menu item") and not node.name.strip() \
                and node.rect.width > 0 and node.parent.role != "menu":
            problems.append(f"{node.role} in {node.parent.said()} has no name")
    return problems


def double_keys(window):
    """Access keys that two things in view share. Titles of the menu bar count, entries of closed menus do not. Qt 6.4
    tells nobody the key in the label of a combo box; tests/gui asks for that one."""
    owners = {}
    for node in window.walk():
        if any(a.role in ("menu", "popup menu") or (a.role == "menu item" and a is not node)
               for a in node.ancestors()):
            continue
        for key in node.keys:
            match = re.fullmatch(r"Alt\+(\w)", key)
            if match and "sensitive" in node.states and node.rect.width > 0:
                same = owners.setdefault(match.group(1).lower(), [])
                if node not in same:
                    same.append(node)
    return [f"Alt+{key}: " + ", ".join(node.said() for node in nodes)
            for key, nodes in sorted(owners.items()) if len(nodes) > 1]


def outside(window, slack):
    """What sticks out of its window, or out of what holds it, unless that scrolls."""
    problems = []
    for node in window.walk():
        if node is window or node.rect.width <= 0 or node.rect.height <= 0:
            continue
        above = list(node.ancestors())
        if any(scrolls(a) or a.role in MENUS for a in above):
            continue
        if not node.rect.within(window.rect, slack):
            problems.append(f"{node.said()} at {node.rect} is not all in its window {window.rect}")
        elif above and above[0].rect.width > 0 and not node.rect.within(above[0].rect, slack):
            problems.append(f"{node.said()} at {node.rect} sticks out of {above[0].said()} at {above[0].rect}")
    return problems


def overlapping(window, slack):
    """Things to act upon that lie on each other."""
    things = [node for node in interactive(window) if not any(scrolls(a) for a in node.ancestors())]
    problems = []
    for i, one in enumerate(things):
        for other in things[i + 1:]:
            if one in other.ancestors() or other in one.ancestors():
                continue
            common = one.rect.cut(other.rect)
            if common.width > slack and common.height > slack:
                problems.append(f"{one.said()} and {other.said()} lie on each other")
    return problems


def stop_of(node):
    """The Tab stop that a focused thing belongs to: entries count for their list, inner parts for their field."""
    stop = node
    for above in node.ancestors():
        if above.role in COLLECTIONS or above.role in FIELDS:
            stop = above
    return stop


def expected_stops(window):
    """The Tab stops of a page: what can be acted upon and takes the focus; of radio buttons of one group, one."""
    stops = []
    groups = set()
    for node in interactive(window):
        if "focusable" not in node.states and node.role != "page tab list":
            continue
        if node.role == "radio button":
            if node.parent in groups:
                continue
            groups.add(node.parent)
            chosen = [n for n in node.parent.children if n.role == "radio button" and "checked" in n.states]
            node = chosen[0] if chosen else node
        stops.append(node)
    return stops


def missed(expected, visited):
    reached = {node.identity for node in visited}
    return [node for node in expected if node.identity not in reached]


def in_reading_order(stops, slack=0):
    """Whether the order can be explained by cutting the page again and again along a straight line, each time taking
    all of the one side before all of the other: above before below, or, the start before the end. Cuts across are
    always fine. A cut down is one where nothing can be cut across (things beside each other), or where one side has a
    pane of its own, which is read to its end first. Gives the sentence for the first place that no cut explains."""
    if len(stops) < 2:
        return ""

    def above(first, rest):
        return max(n.rect.bottom for n in first) <= min(n.rect.y for n in rest) + slack

    def before(first, rest):
        return max(n.rect.right for n in first) <= min(n.rect.x for n in rest) + slack

    by_height = sorted(stops, key=lambda n: n.rect.y)
    some_cut_across = any(above(by_height[:k], by_height[k:]) for k in range(1, len(stops)))
    worst = ""
    for k in range(1, len(stops)):
        first, rest = stops[:k], stops[k:]
        if above(first, rest) or (before(first, rest) and (not some_cut_across or own_pane(first, rest)
                                                           or own_pane(rest, first))):
            worst = in_reading_order(first, slack) or in_reading_order(rest, slack)
            if not worst:
                return ""
    return worst or "not in reading order: " + ", ".join(f"{n.said()} {n.rect.x},{n.rect.y}" for n in stops)


def own_pane(side, other):
    """Whether the things of one side share something that holds none of the other side."""
    if len(side) < 2:
        return False
    common = [a for a in side[0].ancestors() if all(a in list(n.ancestors()) for n in side[1:])]
    return bool(common) and not any(common[0] in list(n.ancestors()) for n in other)


def scrolled_in(node):
    """The outermost thing that scrolls around it and is no list of entries."""
    holder = None
    for above in node.ancestors():
        if scrolls(above) and above.role not in COLLECTIONS and not holds_links(above):
            holder = above
    return holder


def holds_links(node):
    """A text of several lines to be read: the only thing within which Tab has places to go to."""
    return "multi_line" in node.states and "editable" not in node.states


def order_problems(visited):
    """The round of the Tab key against the reading order. It may begin anywhere, so some turn of it has to be right.
    What lies in one scrolling part counts as one thing at that part's place, and has an order of its own inside."""
    groups = []
    for node in visited:
        holder = scrolled_in(node) or (node if scrolls(node) else None)
        if groups and holder is not None and groups[-1][0] is holder:
            groups[-1][1].append(node)
        else:
            groups.append((holder if holder is not None else node, [node]))
    if len(groups) > 1 and groups[0][0] is groups[-1][0]:
        groups[0] = (groups[0][0], groups.pop()[1] + groups[0][1])
    outer = [place for place, _ in groups]
    problems = []
    if len({id(place) for place in outer}) < len(outer):
        problems.append("Tab leaves a scrolling part and comes back to it")
    turns = [in_reading_order(outer[i:] + outer[:i], 4) for i in range(len(outer))]
    if turns and all(turns):
        problems.append(turns[0])
    for place, inside in groups:
        inner = [node for node in inside if node is not place]
        # Only where all is in one part may the round have begun in its middle.
        begins = range(len(inner)) if len(groups) == 1 else range(min(1, len(inner)))
        turns = [in_reading_order(inner[i:] + inner[:i], 4) for i in begins]
        if turns and all(turns):
            problems.append(turns[0])
    return problems
