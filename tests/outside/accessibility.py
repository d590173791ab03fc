# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessibility tree of the program as plain values, and the news of where the focus went."""
import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from stage import wait_for  # noqa: E402
from checks import BUTTONS, COLLECTIONS, ENTRIES, FIELDS  # noqa: E402
from things import Node, Rect  # noqa: E402

MOST_ENTRIES = 300
WITH_KEYS = BUTTONS | FIELDS | {"menu item"}


STATES = {getattr(Atspi.StateType, name): name.lower()
          for name in ("ACTIVE", "CHECKABLE", "CHECKED", "EDITABLE", "ENABLED", "EXPANDED", "FOCUSABLE", "FOCUSED", "MODAL",
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

    def _read(self, what, reading):
        """The answer of a reading that nothing disturbed; things may go while they are read."""
        def once():
            try:
                return (reading(),)
            except GLib.Error:
                return None
        return wait_for(what, once, turn=pump)[0]

    def _handles(self):
        handles = (self._root.get_child_at_index(i) for i in range(self._root.get_child_count()))
        return [handle for handle in handles if handle]

    def _active(self):
        active = [handle for handle in self._handles() if handle.get_state_set().contains(Atspi.StateType.ACTIVE)]
        return active[-1] if active else None

    def window(self):
        """The window that takes the keys, with everything in it that shows."""
        return wait_for("an active window", lambda: self._read("the window's tree", lambda: (
            lambda handle: self._tree(handle, None) if handle else None)(self._active())), turn=pump)

    def title(self):
        return self._read("the title", lambda: (lambda handle: handle.get_name() if handle else "")(self._active()))

    def find(self, role, name):
        """The first thing in view of that role and name in any window; None without one."""
        def search():
            for handle in self._handles():
                found = self._search(handle, role, name)
                if found:
                    node = self._value(found)
                    self._add_ancestors(node, found)
                    return node
            return None
        return self._read(f"the search for {role} '{name}'", search)

    def _search(self, handle, role, name):
        if not handle.get_state_set().contains(Atspi.StateType.SHOWING):
            return None
        if handle.get_role_name() == role and self._name(handle, role) == name:
            extents = handle.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
            if extents.width > 0:
                return handle
        for i in range(handle.get_child_count()):
            child = handle.get_child_at_index(i)
            found = self._search(child, role, name) if child else None
            if found:
                return found
        return None

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
        role = handle.get_role_name()
        action = handle.get_action_iface() if role in WITH_KEYS else None
        keys = []
        if action:
            for i in range(action.get_n_actions()):
                key = action.get_key_binding(i)
                if key and key not in keys:
                    keys.append(key)
        rect = Rect(0, 0, 0, 0)
        if extents:
            rect = Rect(*(int(round(v * self.scale)) for v in (extents.x, extents.y, extents.width, extents.height)))
        return Node(identity=handle.path, role=role, name=self._name(handle, role),
                    description=handle.get_description() or "",
                    states=frozenset(name for state, name in STATES.items() if states.contains(state)),
                    rect=rect, keys=tuple(keys))

    @classmethod
    def _name(cls, handle, role):
        """A combo box is named by its label; what Qt gives as its name is what is chosen in it."""
        return cls._labels(handle) if role == "combo box" else handle.get_name() or ""

    @staticmethod
    def _labels(handle):
        names = []
        for relation in handle.get_relation_set():
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
                targets = [relation.get_target(i) for i in range(relation.get_n_targets())]
                names += [target.get_name() for target in targets if target.get_role_name() == "label"]
        return " ".join(names)
