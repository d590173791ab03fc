# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window says in the language of the walk, found by what it says in English."""
import json
import pathlib
import xml.etree.ElementTree


class Spoken:
    def __init__(self, source_folder, language):
        self._source = pathlib.Path(source_folder)
        self.language = language
        self._translated = {}
        if language != "en":
            file = self._source / "translations" / f"connection-doctor_{language}.ts"
            for message in xml.etree.ElementTree.parse(file).iter("message"):
                translation = message.find("translation")
                if translation.text:
                    self._translated[message.findtext("source")] = translation.text
        strings = self._source / "resources" / "knowledge" / language / "strings.json"
        self._strings = json.loads(strings.read_text())

    def text(self, english):
        """As assistive tools are told it: without the mark of the access key."""
        if self.language != "en" and english not in self._translated:
            raise KeyError(f"no translation of '{english}'")
        return self._translated.get(english, english).replace("&", "")

    def fault(self, fault_id):
        return self._strings[f"fault.{fault_id}"]

    def symptom(self, answer):
        return self._strings[f"symptom.when.{answer}"]

    def cause(self, cause_id):
        page = self._source / "resources" / "knowledge" / self.language / "causes" / f"{cause_id}.md"
        for line in page.read_text().splitlines():
            if line.startswith("title: "):
                return line.removeprefix("title: ")
        raise KeyError(f"{page} has no title")
