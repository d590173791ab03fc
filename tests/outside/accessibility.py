# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessibility tree of the program as plain values, and the news of where the focus went."""
import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from stage import SOON, wait_for  # noqa: E402
from checks import COLLECTIONS, ENTRIES  # noqa: E402
from things import Node, Rect  # noqa: E402

MOST_ENTRIES = 300


STATES = {getattr(Atspi.StateType, name): name.lower()
          for name in ("ACTIVE", "CHECKED", "EDITABLE", "ENABLED", "EXPANDED", "FOCUSABLE", "FOCUSED", "MODAL",
                       "SELECTED", "SENSITIVE", "SHOWING", "VISIBLE", "MULTI_LINE", "READ_ONLY")}


def pump():
    """Lets waiting events in; gives way for a moment when there are none."""
    context = GLib.MainContext.default()
    if not context.iteration(False):
        GLib.usleep(5000)
    while context.iteration(False):
        pass


class Application:
    """The program under test. Extents are given in pixels of the screen, whatever the program's own scale is."""

    def __init__(self, pid, scale):
        self.scale = scale
        self._news = []
        self._focus_count = 0
        Atspi.init()
        Atspi.set_timeout(10_000, 30_000)
        self._listener = Atspi.EventListener.new(self._heard)
        self._listener.register("object:state-changed:focused")
        self._root = wait_for("the program in the accessibility tree", lambda: self._find(pid), turn=pump)
        self._root.set_cache_mask(Atspi.Cache.NONE)

    @staticmethod
    def _find(pid):
        desktop = Atspi.get_desktop(0)
        try:
            for i in range(desktop.get_child_count()):
                child = desktop.get_child_at_index(i)
                if child and child.get_process_id() == pid and child.get_child_count() > 0:
                    return child
        except GLib.Error:
            pass
        return None

    def _heard(self, event):
        if event.detail1:
            self._news.append(event.source)
            self._focus_count += 1

    @property
    def focus_count(self):
        return self._focus_count

    def focused(self):
        """What has the focus, as a value with its ancestors; of a list, its current entry. News alone would not do:
        a list also tells of a new current entry while the focus is elsewhere."""
        for handle in reversed(self._news[-8:]):
            try:
                node = self._value(handle)
                if "focused" not in node.states or "showing" not in node.states:
                    continue
                self._add_ancestors(node, handle)
                if node.role in ENTRIES and not any("focused" in a.states and a.role in COLLECTIONS
                                                    for a in node.ancestors()):
                    continue
                return self._current_entry(node, handle) or node
            except GLib.Error:
                continue
        return None

    def _current_entry(self, node, handle):
        if node.role not in COLLECTIONS:
            return None
        for i in range(min(handle.get_child_count(), MOST_ENTRIES)):
            child = handle.get_child_at_index(i)
            if child and child.get_state_set().contains(Atspi.StateType.FOCUSED):
                entry = self._value(child)
                entry.parent = node
                return entry
        return None

    def _add_ancestors(self, node, handle):
        above = handle.get_parent()
        while above and above.get_role() not in (Atspi.Role.APPLICATION, Atspi.Role.DESKTOP_FRAME):
            node.parent = self._value(above)
            node = node.parent
            above = above.get_parent()

    def windows(self):
        """All windows in view, with everything in them that shows."""
        def complete():
            try:
                found = []
                for i in range(self._root.get_child_count()):
                    handle = self._root.get_child_at_index(i)
                    if handle:
                        node = self._tree(handle, None)
                        if node:
                            found.append(node)
                return found
            except GLib.Error:
                return None  # something went while it was read: once more
        return wait_for("a tree that stays while it is read", complete, turn=pump)

    def window(self):
        """The window that takes the keys."""
        def active():
            found = [node for node in self.windows() if "active" in node.states]
            return found[-1] if found else None
        return wait_for("an active window", active, SOON, turn=pump)

    def _tree(self, handle, parent):
        node = self._value(handle)
        if "showing" not in node.states:
            return None
        node.parent = parent
        for i in range(handle.get_child_count()):
            child = handle.get_child_at_index(i)
            below = self._tree(child, node) if child else None
            if below:
                node.children.append(below)
        return node

    def _value(self, handle):
        states = handle.get_state_set()
        component = handle.get_component_iface()
        extents = component.get_extents(Atspi.CoordType.SCREEN) if component else None
        action = handle.get_action_iface()
        keys = []
        if action:
            for i in range(action.get_n_actions()):
                key = action.get_key_binding(i)
                if key and key not in keys:
                    keys.append(key)
        rect = Rect(0, 0, 0, 0)
        if extents:
            rect = Rect(*(int(round(v * self.scale)) for v in (extents.x, extents.y, extents.width, extents.height)))
        role, name, value = handle.get_role_name(), handle.get_name() or "", ""
        if role == "combo box":  # named by its label; what Qt gives as name here is what is chosen
            name, value = self._labels(handle), name
        return Node(identity=handle.path, role=role, name=name, value=value,
                    description=handle.get_description() or "",
                    states=frozenset(name for state, name in STATES.items() if states.contains(state)),
                    rect=rect, keys=tuple(keys))

    @staticmethod
    def _labels(handle):
        names = []
        for relation in handle.get_relation_set():
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
                names += [relation.get_target(i).get_name() for i in range(relation.get_n_targets())]
        return " ".join(names)
