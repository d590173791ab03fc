#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the command line against every practice fault and prints: fault, expected cause, found cause, probability, seconds.
# Usage: tests/fault/table.sh PATH-TO-connection-doctor-cli [SECONDS [BATCH [plain]]]
# With "plain" the command line is told neither the protocol nor the symptom. With "default" for SECONDS it is given no
# time, as by most users; then a run may end before a fault has shown itself, which is told apart. Exit status 1 if any
# row is wrong. ONLY="id id" in the environment picks faults.
set -eu
cli=${1:?"give the path of connection-doctor-cli"}
seconds=${2:-40}
batch=${3:-6}
manner=${4:-told}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$cli" practice --list --format json > "$work/list.json"
python3 - "$work/list.json" > "$work/list" <<'PY'
import json, os, sys
for fault in json.load(open(sys.argv[1]))["faults"]:
    if os.environ.get("ONLY") and fault["id"] not in os.environ["ONLY"].split():
        continue
    print(fault["id"], fault["cause"], fault.get("protocol") or "auto", fault.get("when") or "unknown")
PY

diagnose_one() { # id expected protocol when
    mkfifo "$work/$1.port"
    "$cli" practice --fault "$1" > "$work/$1.port" 2> "$work/$1.practice" &
    server=$!
    read -r address < "$work/$1.port"
    address=$(printf '%s' "$address" | grep -o '127\.0\.0\.1:[0-9]*' | head -n 1)
    began=$(date +%s%N)
    hints="--protocol $3 --symptom when=$4"
    [ "$manner" = plain ] && hints=
    [ "$seconds" = default ] || hints="$hints --max-duration $seconds"
    # shellcheck disable=SC2086 # the hints are words
    "$cli" diagnose "$address" $hints --format json > "$work/$1.json" 2> "$work/$1.log" || true
    echo $((($(date +%s%N) - began) / 100000000)) > "$work/$1.seconds"
    kill "$server" 2> /dev/null || true
    wait "$server" 2> /dev/null || true
}

count=0
while read -r id expected protocol when; do
    diagnose_one "$id" "$expected" "$protocol" "$when" &
    count=$((count + 1))
    [ $((count % batch)) -eq 0 ] && wait
done < "$work/list"
wait

python3 - "$work" "$seconds$manner" <<'PY'
import json, os, sys
work = sys.argv[1]
may_miss = sys.argv[2] == "defaultplain"
row = "{:26} {:32} {:32} {:>11} {:>7}"
print(row.format("fault", "expected", "found", "probability", "seconds"))
wrong = missed = 0
for line in open(os.path.join(work, "list")):
    fault, expected = line.split()[:2]
    try:
        causes = json.load(open(os.path.join(work, fault + ".json")))["causes"]
        found, probability = causes[0]["id"], causes[0]["probability"]
    except (OSError, ValueError, KeyError, IndexError):
        found, probability = "(no result)", 0.0
    spent = int(open(os.path.join(work, fault + ".seconds")).read()) / 10
    not_seen = may_miss and found == "no-fault-found" != expected
    mark = "" if found == expected else "   not seen" if not_seen else "   <-- wrong"
    missed += not_seen
    wrong += found != expected and not not_seen
    print(row.format(fault, expected, found, f"{probability:.2f}", spent) + mark)
print(f"{wrong} wrong" + (f", {missed} not seen" if may_miss else ""))
sys.exit(1 if wrong else 0)
PY
