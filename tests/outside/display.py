# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person has: the picture of the screen, a keyboard and a pointer."""
import struct

import numpy
from Xlib import X, XK, display
from Xlib.ext import xtest

NAMED = {"Space": "space", "Enter": "Return", "Esc": "Escape", "Alt": "Alt_L"}
HELD_MS = 100  # no finger lets go of Alt sooner; Qt's menus take a faster stroke for an odd one
MODIFIERS = {"Alt": "Alt_L", "Ctrl": "Control_L", "Shift": "Shift_L"}


class Display:
    def __init__(self, name, frame_file):
        self._display = display.Display(name)
        data = numpy.memmap(frame_file, dtype=numpy.uint8, mode="r")  # a window dump that the server keeps up to date
        header = struct.unpack(">25I", data[:100].tobytes())
        start, width, height, line = header[0] + header[19] * 12, header[4], header[5], header[12]
        self._screen = data[start:start + height * line].reshape(height, line)[:, :width * 4].reshape(height, width, 4)

    def picture(self):
        """The whole screen now, as rows of red, green, blue."""
        self._display.sync()
        return self._screen[:, :, 2::-1].copy()

    def press(self, keys):
        """One stroke such as 'Tab', 'Shift+Tab' or 'Alt'."""
        *modifiers, key = keys.split("+") if keys != "+" else ["+"]
        held = [self._code(MODIFIERS[name])[0] for name in modifiers]
        code, shifted = self._code(NAMED.get(key, key))
        if shifted:
            held.append(self._code("Shift_L")[0])
        for modifier in held:
            xtest.fake_input(self._display, X.KeyPress, modifier)
        xtest.fake_input(self._display, X.KeyPress, code)
        for pressed in [code, *reversed(held)]:
            xtest.fake_input(self._display, X.KeyRelease, pressed, time=HELD_MS if held or key == "Alt" else 0)
        self._display.sync()

    def type(self, text):
        for letter in text:
            self.press({" ": "space", "-": "minus", ".": "period", "/": "slash", ":": "colon",
                        "_": "underscore"}.get(letter, letter))

    def move(self, x, y):
        xtest.fake_input(self._display, X.MotionNotify, x=int(x), y=int(y))
        self._display.sync()

    def click(self, x, y):
        self.move(x, y)
        xtest.fake_input(self._display, X.ButtonPress, 1)
        xtest.fake_input(self._display, X.ButtonRelease, 1)
        self._display.sync()

    def scroll(self, down=True):
        button = 5 if down else 4
        xtest.fake_input(self._display, X.ButtonPress, button)
        xtest.fake_input(self._display, X.ButtonRelease, button)
        self._display.sync()

    def _code(self, name):
        symbol = XK.string_to_keysym(name)
        code = self._display.keysym_to_keycode(symbol) if symbol else 0
        if not code:
            raise ValueError(f"no key gives '{name}'")
        return code, self._display.keycode_to_keysym(code, 0) != symbol
