#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks themselves: each must be silent about what is well and speak up about what is not."""
import sys
import unittest

try:
    import numpy
    from PIL import Image, ImageDraw, ImageFont
except ImportError as missing:
    from stage import skip
    skip(str(missing))

import checks
import pictures
from things import Node, Rect

USABLE = frozenset({"sensitive", "focusable", "showing", "visible"})


def thing(role, name, x, y, width=80, height=28, keys=(), states=USABLE, children=()):
    node = Node(role=role, name=name, states=states, rect=Rect(x, y, width, height), keys=keys,
                children=list(children))
    for child in children:
        child.parent = node
    return node


def page(*children, width=400, height=300):
    return thing("frame", "Page", 0, 0, width, height, children=children)


def written(text, colour, back, size=13):
    """A picture with a text as a toolkit draws it: with soft edges."""
    image = Image.new("RGB", (200, 40), back)
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", size)
    ImageDraw.Draw(image).text((10, 10), text, colour, font)
    return numpy.array(image)


WHOLE = Rect(0, 0, 200, 40)


class Names(unittest.TestCase):
    def test_named_things_are_fine(self):
        self.assertEqual(checks.nameless_or_double(page(thing("push button", "Next", 0, 0),
                                                        thing("combo box", "Port", 0, 40))), [])

    def test_a_button_without_a_name(self):
        self.assertEqual(len(checks.nameless_or_double(page(thing("push button", " ", 0, 0)))), 1)

    def test_two_of_one_name_and_role(self):
        two = [thing("push button", "Copy", 0, 0), thing("push button", "Copy", 0, 40)]
        self.assertEqual(len(checks.nameless_or_double(page(*two))), 1)
        self.assertEqual(checks.nameless_or_double(page(two[0], thing("label", "Copy", 0, 40))), [])

    def test_a_disabled_thing_needs_a_name_later(self):
        self.assertEqual(checks.nameless_or_double(page(thing("push button", "", 0, 0, states=frozenset()))), [])

    def test_a_nameless_entry(self):
        self.assertEqual(len(checks.nameless_or_double(page(thing("list", "Steps", 0, 0, children=[
            thing("list item", "", 0, 0)])))), 1)


class Keys(unittest.TestCase):
    def test_one_key_each(self):
        self.assertEqual(checks.double_keys(page(thing("push button", "Next", 0, 0, keys=("Alt+N",)),
                                                 thing("push button", "Back", 0, 40, keys=("Alt+B",)))), [])

    def test_a_key_for_two_whatever_its_case(self):
        self.assertEqual(len(checks.double_keys(page(thing("push button", "Next", 0, 0, keys=("Alt+N",)),
                                                     thing("menu item", "Netz", 0, 40, keys=("Alt+n",))))), 1)

    def test_entries_of_a_closed_menu_do_not_count(self):
        menu = thing("menu item", "File", 0, 0, keys=("Alt+F",),
                     children=[thing("menu", "", 0, 0, children=[thing("menu item", "New", 0, 0, keys=("Alt+N",))])])
        self.assertEqual(checks.double_keys(page(menu, thing("push button", "Next", 0, 40, keys=("Alt+N",)))), [])


class Places(unittest.TestCase):
    def test_inside_is_fine(self):
        self.assertEqual(checks.outside(page(thing("label", "all right", 10, 10)), 1), [])

    def test_sticking_out_of_the_window(self):
        self.assertEqual(len(checks.outside(page(thing("label", "too far", 350, 10)), 1)), 1)

    def test_sticking_out_of_a_group(self):
        group = thing("panel", "Group", 0, 0, 60, 60, children=[thing("label", "wide", 0, 0, 80, 20)])
        self.assertEqual(len(checks.outside(page(group), 1)), 1)

    def test_what_scrolls_may_reach_further(self):
        view = thing("scroll pane", "More", 0, 0, 60, 60, children=[thing("label", "far", 0, 500)])
        self.assertEqual(checks.outside(page(view), 1), [])

    def test_two_on_each_other(self):
        self.assertEqual(len(checks.overlapping(page(thing("push button", "A", 0, 0),
                                                     thing("push button", "B", 40, 10)), 1)), 1)


class Order(unittest.TestCase):
    def test_rows_then_start_to_end(self):
        stops = [thing("text", "a", 0, 0), thing("text", "b", 100, 2), thing("text", "c", 0, 40)]
        self.assertEqual(checks.in_reading_order(stops), "")

    def test_below_before_above(self):
        stops = [thing("text", "c", 0, 40), thing("text", "a", 0, 0)]
        self.assertNotEqual(checks.in_reading_order(stops), "")

    def test_end_before_start(self):
        self.assertNotEqual(checks.in_reading_order([thing("text", "b", 100, 0), thing("text", "a", 0, 0)]), "")

    def test_columns_without_panes_of_their_own_are_read_by_rows(self):
        a, b, c, d = (thing("text", n, x, y) for n, x, y in (("a", 0, 0), ("b", 100, 0), ("c", 0, 40), ("d", 100, 40)))
        page(a, b, c, d)
        self.assertEqual(checks.in_reading_order([a, b, c, d]), "")
        self.assertNotEqual(checks.in_reading_order([a, c, b, d]), "")

    def test_a_pane_is_read_to_its_end_first(self):
        a, b, c, d = (thing("text", n, x, y) for n, x, y in (("a", 0, 0), ("b", 100, 0), ("c", 0, 40), ("d", 100, 40)))
        page(thing("panel", "left", 0, 0, 90, 80, children=[a, c]), b, d)
        self.assertEqual(checks.in_reading_order([a, c, b, d]), "")

    def test_a_tall_list_beside_a_form(self):
        stops = [thing("list", "steps", 0, 0, 80, 300), thing("text", "a", 100, 0), thing("text", "b", 100, 40)]
        self.assertEqual(checks.in_reading_order(stops), "")

    def test_the_round_may_begin_anywhere(self):
        a, b, c = (thing("text", n, 0, y) for n, y in (("a", 0), ("b", 40), ("c", 80)))
        self.assertEqual(checks.order_problems([b, c, a]), [])
        self.assertEqual(len(checks.order_problems([b, a, c])), 1)

    def test_a_scrolling_part_counts_at_its_place(self):
        a, b = thing("push button", "a", 0, 20), thing("push button", "b", 0, 900)
        view = thing("scroll pane", "", 0, 0, 200, 200, children=[a, b])
        below = thing("push button", "Next", 0, 250)
        page(view, below)
        self.assertEqual(checks.order_problems([a, b, below]), [])
        self.assertEqual(len(checks.order_problems([a, below, b])), 1)

    def test_what_tab_passes_by(self):
        a, b = thing("text", "a", 0, 0), thing("text", "b", 0, 40)
        a.identity, b.identity = "a", "b"
        self.assertEqual(checks.missed([a, b], [b]), [a])
        self.assertEqual(checks.missed([a, b], [b, a]), [])

    def test_radio_buttons_are_one_stop(self):
        group = thing("panel", "Symptom", 0, 0, 200, 90, children=[
            thing("radio button", "one", 0, 0), thing("radio button", "two", 0, 30, states=USABLE | {"checked"})])
        self.assertEqual([n.name for n in checks.expected_stops(page(group))], ["two"])


class Contrast(unittest.TestCase):
    def test_known_ratios(self):
        self.assertAlmostEqual(float(pictures.contrast([0, 0, 0], [255, 255, 255])), 21.0, 2)
        self.assertAlmostEqual(float(pictures.contrast([0x76, 0x76, 0x76], [255, 255, 255])), 4.54, 2)

    def test_black_on_white(self):
        self.assertGreater(pictures.weakest_text(written("Nothing lost", "black", "white"), WHOLE), 15)

    def test_a_grey_just_good_enough_and_one_that_is_not(self):
        good = pictures.weakest_text(written("Hint of text", "#747474", "white"), WHOLE)
        bad = pictures.weakest_text(written("Hint of text", "#8a8a8a", "white"), WHOLE)
        self.assertGreater(good, pictures.TEXT_CONTRAST - pictures.MEASURED_DOWN_BY)
        self.assertLess(bad, pictures.TEXT_CONTRAST - pictures.MEASURED_DOWN_BY)

    def test_dark_ground(self):
        self.assertLess(pictures.weakest_text(written("Dim words", "#555555", "#1b1e20"), WHOLE), 3)
        self.assertGreater(pictures.weakest_text(written("Clear words", "#dddddd", "#1b1e20"), WHOLE), 8)

    def test_one_weak_word_among_strong_ones(self):
        picture = written("Strong", "black", "white")
        weak = written("weak", "#aaaaaa", "white")
        both = numpy.concatenate((picture[:, :100], weak[:, :100]), axis=1)
        self.assertLess(pictures.weakest_text(both, WHOLE), 3)

    def test_nothing_written(self):
        self.assertIsNone(pictures.weakest_text(numpy.full((40, 200, 3), 255, numpy.uint8), WHOLE))

    def test_the_empty_box_of_a_tick_is_no_writing(self):
        image = Image.new("RGB", (200, 40), "white")
        ImageDraw.Draw(image).rectangle((10, 10, 22, 22), outline="#c0c0c0")
        self.assertIsNone(pictures.weakest_text(numpy.array(image), WHOLE))

    def test_an_icon_needs_less_than_writing_but_not_nothing(self):
        for colour, well in (("#d55e00", True), ("#f0c0a0", False)):
            image = Image.new("RGB", (200, 40), "white")
            ImageDraw.Draw(image).line((10, 10, 22, 22), colour, 3)
            ImageDraw.Draw(image).line((22, 10, 10, 22), colour, 3)
            self.assertEqual(pictures.weakest_text(numpy.array(image), WHOLE) is None, well, colour)

    def test_text_at_the_edge_is_cut(self):
        picture = written("Nothing lost here", "black", "white")
        self.assertEqual(pictures.touches_edge(picture, WHOLE), [])
        stem = 1 + int(numpy.flatnonzero((picture.min(axis=2) < 60).sum(axis=0) >= 8)[3])
        self.assertIn("right", pictures.touches_edge(picture, Rect(0, 0, stem, 40)))
        self.assertIn("bottom", pictures.touches_edge(picture, Rect(0, 0, 200, 18)))


    def test_the_frame_of_a_button_is_no_writing(self):
        image = Image.new("RGB", (200, 40), "white")
        ImageDraw.Draw(image).rounded_rectangle((0, 0, 199, 39), 4, outline="black")
        self.assertEqual(pictures.touches_edge(numpy.array(image), WHOLE), [])


class Marks(unittest.TestCase):
    def picture(self, colour, edge=None, back="white"):
        image = Image.new("RGB", (200, 100), back)
        ImageDraw.Draw(image).ellipse((40, 40, 60, 60), colour, edge)
        return numpy.array(image)

    def test_a_strong_mark(self):
        self.assertEqual(pictures.weak_marks(self.picture("#0072b2"), Rect(0, 0, 200, 100)), [])

    def test_a_pale_mark(self):
        self.assertEqual(len(pictures.weak_marks(self.picture("#f0e442"), Rect(0, 0, 200, 100))), 1)

    def test_a_pale_mark_with_a_dark_edge(self):
        self.assertEqual(pictures.weak_marks(self.picture("#e69f00", "#333333"), Rect(0, 0, 200, 100)), [])


class Focus(unittest.TestCase):
    def test_a_ring_counts_and_a_hint_of_one_does_not(self):
        before = numpy.full((60, 160, 3), 239, numpy.uint8)
        rect = Rect(10, 10, 120, 30)
        for colour, shows in (("#1d5fa8", True), ("#cfd8e0", False)):
            image = Image.fromarray(before)
            ImageDraw.Draw(image).rectangle((10, 10, 129, 39), outline=colour, width=2)
            changed = pictures.changed_strongly(before, numpy.array(image), rect)
            self.assertEqual(changed >= rect.width + rect.height, shows, colour)

    def test_a_caret_alone_is_not_enough(self):
        before = numpy.full((60, 160, 3), 255, numpy.uint8)
        after = before.copy()
        after[14:30, 20] = 0
        rect = Rect(10, 10, 120, 30)
        self.assertLess(pictures.changed_strongly(before, after, rect), rect.width + rect.height)


if __name__ == "__main__":
    sys.exit(unittest.main())
