#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes replayable cases out of saved sessions: keeps what was measured, takes the diagnosis out.

Usage: record.py SESSION.json NAME --top CAUSE [CAUSE ...] [--closed-by WORD ...] [--not-above CAUSE ...]
                 [--missing QUESTION ...] [--undecided REASON]
The first --top cause is the true one; the others may lead too because this side cannot tell them apart. --undecided: the run does not show the cause; then nobody may be accused surely.
"""
import argparse
import json
import pathlib

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("session")
parser.add_argument("name")
parser.add_argument("--top", nargs="+", required=True)
parser.add_argument("--closed-by", nargs="*", default=[])
parser.add_argument("--not-above", nargs="*", default=[])
parser.add_argument("--missing", nargs="*", default=[])
parser.add_argument("--undecided", default="")
options = parser.parse_args()

session = json.loads(pathlib.Path(options.session).read_text(encoding="utf-8"))
for concluded in ("causes", "findings"):
    session[concluded] = []
session.pop("nextTest", None)
session["verdict"] = {"closedBy": "unknown", "summary": "", "probability": 0}
session["environment"] = {}

folder = pathlib.Path(__file__).parent / "sessions" / options.name
folder.mkdir(parents=True, exist_ok=True)
(folder / "session.json").write_text(json.dumps(session, ensure_ascii=False, separators=(",", ":")) + "\n",
                                     encoding="utf-8")
expected = {"top": options.top}
for key, value in (("closedBy", options.closed_by), ("notAbove", options.not_above), ("missing", options.missing)):
    if value:
        expected[key] = value
if options.undecided:
    expected["undecided"] = options.undecided
(folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")
