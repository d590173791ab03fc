# SPDX-License-Identifier: GPL-3.0-or-later
"""The way from Home to a saved report, as one person goes it, with an inspector at each page."""
import html
import re

from accessibility import pump
from persons import KeyboardPerson
from stage import TooLate, wait_for

FAULT = "reset-at-accept"
CAUSE = "ip-filtering"
RUN_ENDS_IN = 150.0
PAGE_COMES_IN = 20.0
STEPS = 8


class Walk:
    def __init__(self, person, inspector, spoken, documents):
        self._person = person
        self._inspector = inspector
        self._spoken = spoken
        self._documents = documents
        self._tab = isinstance(person, KeyboardPerson)

    def _title(self):
        return self._person.application.title()

    def _at_step(self, number):
        return re.search(rf"\b{number}\b\D+\b{STEPS}\b", self._title())

    def _wait_for_step(self, number):
        wait_for(f"step {number}", lambda: self._at_step(number), PAGE_COMES_IN, pump)

    def _look(self, page):
        self._inspector.look(page, self._tab)

    def _use(self, english):
        self._person.use("push button", self._spoken.text(english))

    def choose_theme(self, dark):
        if dark:
            self._person.command(*(self._spoken.text(title) for title in ("&View", "&Theme", "&Dark")))
            self._inspector.settle()

    def pages_of_the_window(self):
        """Every page that a number key leads to, until one leads nowhere new, and back to the first."""
        home = self._title()
        for number in range(2, 10):
            before = self._title()
            self._person.display.press(f"Ctrl+{number}")
            try:
                wait_for("another page", lambda: self._title() != before, 5, pump)
            except TooLate:
                break  # there is no page of that number, or it has nothing to show yet
            self._look(self._title().split(" - ")[0])
        self._person.display.press("Ctrl+1")
        wait_for("the first page", lambda: self._title() == home, PAGE_COMES_IN, pump)

    def settings(self):
        before = self._title()
        self._person.display.press("Ctrl+comma")
        wait_for("the settings", lambda: self._title() not in ("", before), PAGE_COMES_IN, pump)
        self._look("Settings")
        self._look_at_tabs("Settings")
        self._person.display.press("Esc")
        wait_for("the window after the settings", lambda: self._title() == before, PAGE_COMES_IN, pump)

    def _look_at_tabs(self, page):
        """Each of the tabs that are not in front, and back to the first."""
        tabs = [node.name for node in self._person.application.window().walk() if node.role == "page tab"]
        for tab in tabs[1:]:
            self._person.show_tab(tab)
            self._look(f"{page}, {tab}")
        self._person.show_tab(tabs[0])

    def to_saved_report(self):
        self._look("Home")
        self._use("&Start a diagnosis")
        self._wait_for_step(1)
        self._person.pick("radio button", self._symptom())
        self._look("step 1")
        self._use("&Next")
        self._wait_for_step(2)
        self._look("step 2")
        self._person.choose(self._spoken.text("Fault to pract&ise on:"), self._spoken.fault(FAULT))
        self._use("&Use the practice server")
        self._wait_for_practice()
        self._look("step 2, practice")
        self._use("&Next")
        self._wait_for_step(3)
        self._look("step 3")
        self._use("&Next")
        self._wait_for_step(4)
        self._person.choose(self._spoken.text("Th&oroughness:"), self._spoken.text("Quick (about 1 minute)"))
        self._look("step 4")
        self._use("&Start tests")
        self._run()
        self._look("step 6")
        self._look_at_tabs("step 6")
        self._use("&Next")
        self._wait_for_step(7)
        self._look("step 7")
        self._use("&Next")
        self._wait_for_step(8)
        self._look("step 8")
        return self._save()

    def _symptom(self):
        return self._spoken.symptom("connect")

    def _wait_for_practice(self):
        port = re.compile(r"127\.0\.0\.1|localhost|::1|Practice|Übung", re.IGNORECASE)
        wait_for("the practice server as target", lambda: any(
            node.role == "label" and self._spoken.fault(FAULT) in node.name and port.search(node.name)
            for node in self._person.application.window().walk()), PAGE_COMES_IN, pump)

    def _run(self):
        self._wait_for_step(5)
        self._inspector.tree_only("step 5, running")
        results = self._spoken.text("Show &results")
        wait_for("the end of the tests", lambda: self._at_step(6) or self._person.find("push button", results),
                 RUN_ENDS_IN, pump)
        if self._at_step(5):
            self._person.use("push button", results)
        self._wait_for_step(6)
        self._use("&Back")
        self._wait_for_step(5)
        self._look("step 5, finished")
        self._person.use("push button", results)
        self._wait_for_step(6)

    def _save(self):
        before = set(self._documents.iterdir())
        main = self._title()
        self._use("&Save report…")
        wait_for("the file dialog", lambda: self._title() != main, PAGE_COMES_IN, pump)
        self._confirm_file()
        file = wait_for("the report's file", lambda: next(iter(set(self._documents.iterdir()) - before), None),
                        PAGE_COMES_IN, pump)
        wait_for("the line about the saved file", lambda: any(
            file.name in node.name for node in self._person.application.window().walk() if node.role == "label"),
            PAGE_COMES_IN, pump)
        self._look("step 8, saved")
        return self._read(file)

    def _confirm_file(self):
        if self._tab:
            self._person.display.press("Enter")  # the name is there, and its field has the focus
            return
        window = self._person.application.window()
        field = next(node for node in window.walk() if node.role in ("text", "entry") and "focused" in node.states)
        beside = [node for node in window.walk() if node.role == "push button" and node.rect.x > field.rect.right - 4
                  and abs(node.rect.centre[1] - field.rect.centre[1]) < field.rect.height]
        self._person.display.click(*beside[0].rect.centre)

    def _read(self, file):
        text = html.unescape(re.sub(r"<[^>]+>", " ", file.read_text()))
        cause = self._spoken.cause(CAUSE)
        problems = []
        if not file.read_text().lstrip().lower().startswith("<!doctype html"):
            problems.append(f"saved report {file.name} is no web page")
        if cause not in text:
            problems.append(f"saved report {file.name} does not name '{cause}'")
        return problems
