# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be told from the picture of a screen: contrast of text, marks of charts, and a focus that shows.
Pictures are arrays of rows of red, green, blue. Contrast is WCAG's ratio, 1 to 21."""
import numpy

TEXT_CONTRAST = 4.5
MARK_CONTRAST = 3.0
STRONGEST = 3        # pixels whose mean stands for a colour; thinner strokes than that are all anti-aliasing
COLOURED = 60        # difference of a pixel's channels from which on it is a colour and no grey
MEASURED_DOWN_BY = 0.05


def luminance(pixels):
    part = pixels.astype(numpy.float64) / 255
    linear = numpy.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ numpy.array([0.2126, 0.7152, 0.0722])


def contrast(one, other):
    """Ratio for each pixel of two pictures (or a picture and a colour)."""
    a, b = luminance(numpy.asarray(one)), luminance(numpy.asarray(other))
    return (numpy.maximum(a, b) + 0.05) / (numpy.minimum(a, b) + 0.05)


def cut_out(picture, rect):
    height, width = picture.shape[:2]
    return picture[max(0, rect.y):min(height, rect.bottom), max(0, rect.x):min(width, rect.right)]


def ground(part):
    """The colour that most of it has."""
    flat = part.reshape(-1, 3).astype(numpy.uint32)
    codes = flat[:, 0] << 16 | flat[:, 1] << 8 | flat[:, 2]
    values, counts = numpy.unique(codes, return_counts=True)
    code = int(values[counts.argmax()])
    return numpy.array([code >> 16, code >> 8 & 255, code & 255], dtype=numpy.uint8)


def runs(flags, gap):
    """Stretches of true values; holes of up to `gap` are bridged."""
    places = numpy.flatnonzero(flags)
    if not len(places):
        return []
    breaks = numpy.flatnonzero(numpy.diff(places) > gap + 1)
    starts = numpy.concatenate(([places[0]], places[breaks + 1]))
    ends = numpy.concatenate((places[breaks], [places[-1]]))
    return [(int(a), int(b) + 1) for a, b in zip(starts, ends)]


def words(part, back, scale=1):
    """Boxes (top, bottom, left, right) of what is written: lines, then stretches between wide gaps."""
    ink = contrast(part, back) > 1.15
    found = []
    for top, bottom in runs(ink.any(axis=1), 0):
        for left, right in runs(ink[top:bottom].any(axis=0), 4 * scale):
            found.append((top, bottom, left, right))
    return found


def is_box(ink, scale):
    """The empty box of a tick, which is no writing."""
    height, width = ink.shape
    rim = 3 * scale
    return abs(height - width) <= 2 * scale and height >= 11 * scale and not ink[rim:-rim, rim:-rim].any()


def is_coloured(part):
    return (part.max(axis=2).astype(int) - part.min(axis=2)) > COLOURED


def is_icon(part, ink, scale):
    """A small coloured picture beside the text, which as a mark needs less than writing."""
    height, width = ink.shape
    return abs(height - width) <= 3 * scale and is_coloured(part)[ink].mean() > 0.3


def weakest_text(picture, rect, scale=1):
    """The lowest contrast of a written word in the rectangle, None when nothing large enough is written there. A word
    counts by its strongest pixels, since the edges of letters are mixed with the ground; what is narrower than two letters
    may be an arrow or a dot and does not count."""
    part = cut_out(picture, rect)
    if part.size == 0:
        return None
    back = ground(part)
    ratios = contrast(part, back)
    weakest = None
    for top, bottom, left, right in words(part, back, scale):
        if bottom - top < 7 * scale or right - left < 10 * scale or bottom - top > 60 * scale:
            continue
        word = ratios[top:bottom, left:right]
        if (word > 1.15).sum() < 12 * scale * scale or is_box(word > 1.15, scale):
            continue
        inside = numpy.sort(word, axis=None)
        strongest = float(inside[-STRONGEST * scale * scale:].mean())
        if strongest >= MARK_CONTRAST and is_icon(part[top:bottom, left:right], word > 1.15, scale):
            continue
        if weakest is None or strongest < weakest:
            weakest = strongest
    return weakest


def is_framed(part):
    """Whether a line of one colour goes down both sides, as around a button."""
    start, end, inside = ground(part[:, :1]), ground(part[:, -1:]), ground(part[3:-3, 3:-3])
    return bool((start == end).all()) and float(contrast(start, inside)) > 1.2


def touches_edge(picture, rect, scale=1):
    """Sides at which writing is cut (not the left one, where writing begins at the edge). A cut goes through the bodies
    of letters: at the bottom or top it leaves nearly as much ink as the fullest line of pixels has, where the tails of
    letters that just fit leave little."""
    part = cut_out(picture, rect)
    if min(part.shape[:2]) < 8:
        return []
    strong = contrast(part, ground(part)) > 2
    if is_framed(part):
        return []
    rows = strong.sum(axis=1)
    sides = [side for side, line in (("top", rows[0]), ("bottom", rows[-1]))
             if line >= 3 * scale and line > 0.4 * rows.max()]
    if strong[:, -1].sum() >= 3 * scale:
        sides.append("right")
    return sides


def changed_strongly(before, after, rect, least=MARK_CONTRAST):
    """How many pixels of the rectangle have at least that contrast against what was there."""
    return int((contrast(cut_out(before, rect), cut_out(after, rect)) >= least - MEASURED_DOWN_BY).sum())


def weak_marks(picture, rect, scale=1):
    """Contrasts below 3:1 of coloured patches in a chart, each by its strongest pixels and what edges it."""
    part = cut_out(picture, rect)
    if part.size == 0:
        return []
    back = ground(part)
    ratios = contrast(part, back)
    coloured = is_coloured(part)
    weak = []
    for top, bottom in runs(coloured.any(axis=1), 1):
        for left, right in runs(coloured[top:bottom].any(axis=0), 1):
            patch = coloured[top:bottom, left:right]
            if patch.sum() < 12 * scale * scale:
                continue
            edge = scale + 1
            around = ratios[max(0, top - edge):bottom + edge, max(0, left - edge):right + edge]
            strongest = float(numpy.sort(around, axis=None)[-max(STRONGEST, int(patch.sum() / 8)):].mean())
            if strongest < MARK_CONTRAST - MEASURED_DOWN_BY:
                weak.append(strongest)
    return weak
