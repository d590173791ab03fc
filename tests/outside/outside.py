#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connection Doctor as people meet it: a real window on a display of its own, real keys and a real pointer, judged by
its accessibility tree and by pictures of the screen.
Usage: outside.py BUILD-FOLDER [--pictures FOLDER] [COMBINATION...]    without a combination: all of them."""
import argparse
import os
import pathlib
import subprocess
import sys
import time
import traceback

SOURCE = pathlib.Path(__file__).resolve().parents[2]

# name: width, height, scale, language, dark, who walks to the report, whether the other pages are visited too
COMBINATIONS = {
    "keyboard-1280x800-light-en": (1280, 800, 1, "en", False, "keyboard", True),
    "keyboard-800x600-dark-de": (800, 600, 1, "de", True, "keyboard", True),
    "pointer-2560x1600-scale2-light-de": (2560, 1600, 2, "de", False, "pointer", False),
    "pointer-800x600-light-en": (800, 600, 1, "en", False, "pointer", False),
    "keyboard-1280x800-dark-en": (1280, 800, 1, "en", True, "keyboard", True),
    "keyboard-1600x1200-scale2-light-de": (1600, 1200, 2, "de", False, "keyboard", True),
    "pointer-800x600-dark-de": (800, 600, 1, "de", True, "pointer", False),
}


def one(name, build, pictures):
    from stage import Desk, NotHere, skip
    width, height, scale, language, dark, who, visits = COMBINATIONS[name]
    program = build / "app" / "main" / "window" / "connection-doctor"
    if not program.exists():
        skip(f"{program} is not built")
    try:
        import gi
        gi.require_version("Atspi", "2.0")
        import numpy, PIL, Xlib  # noqa: E401,F401
        desk = Desk(width, height, language, scale)
    except (ImportError, ValueError, NotHere) as missing:
        skip(str(missing))
    folder = None
    if pictures:
        folder = pictures / name
        folder.mkdir(parents=True, exist_ok=True)
    problems = []
    begin = time.monotonic()
    try:
        os.environ.pop("AT_SPI_BUS_ADDRESS", None)
        os.environ.update(desk.environment)
        from accessibility import Application
        from display import Display
        from inspector import Inspector
        from persons import KeyboardPerson, PointerPerson
        from spoken import Spoken
        from walk import Walk
        child = desk.start_program(program)
        application = Application(child.pid, scale)
        display = Display(desk.environment["DISPLAY"], desk.frame_file)
        inspector = Inspector(application, display, scale, folder)
        person = (KeyboardPerson if who == "keyboard" else PointerPerson)(application, display)
        walk = Walk(person, inspector, Spoken(SOURCE, language), desk.documents)
        try:
            walk.choose_theme(dark)
            if visits:
                walk.pages_of_the_window()
                walk.settings()
            problems += walk.to_saved_report()
        except Exception:  # whatever ends the walk is its result, after what was found on the way
            problems.append("the walk ended early:\n" + traceback.format_exc())
            if folder:
                inspector.look("where it ended", tab=False)
        if child.poll() is not None:
            problems.append(f"the program ended with {child.returncode}")
        problems = inspector.problems + problems
        if problems:
            problems.append("the program said: " + desk.log("program"))
        print(f"{name}: {inspector.pages} pages in {time.monotonic() - begin:.0f} s")
    finally:
        desk.close()
    for problem in problems:
        print(f"{name}: {problem}")
    return 1 if problems else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("combinations", nargs="*", metavar="COMBINATION", help=", ".join(COMBINATIONS))
    parser.add_argument("--pictures", type=pathlib.Path, help="keeps a picture and the tree of each page")
    given = parser.parse_intermixed_args()
    unknown = [name for name in given.combinations if name not in COMBINATIONS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(COMBINATIONS)}")
    if len(given.combinations) == 1:
        return one(given.combinations[0], given.build, given.pictures)
    # A process for each: the accessibility library knows one bus only.
    status = 0
    for name in given.combinations or COMBINATIONS:
        command = [sys.executable, __file__, str(given.build), name]
        if given.pictures:
            command += ["--pictures", str(given.pictures)]
        status = max(status, subprocess.run(command, check=False).returncode)
    return status


if __name__ == "__main__":
    sys.exit(main())
