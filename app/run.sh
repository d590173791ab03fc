#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and opens Connection Doctor on its practice server.
# Without a display it says so, runs the same diagnosis in the terminal and writes the report.
set -euo pipefail
cd "$(dirname "$0")/.."

bash app/setup.sh build window
cmake --preset release -DDOCTOR_BUILD_TESTS=OFF -B build/run >/dev/null
cmake --build build/run --target connection-doctor connection-doctor-cli

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec build/run/app/main/window/connection-doctor --practice "$@"
fi

echo
echo "There is no display here, so the window cannot open. Running the same diagnosis in the terminal."
cli=build/run/app/main/cli/connection-doctor-cli
target_file=$(mktemp)
trap 'kill "$server" 2>/dev/null || true; rm -f "$target_file"' EXIT
"$cli" practice --fault idle-fin >"$target_file" &
server=$!
until [ -s "$target_file" ]; do
  kill -0 "$server" 2>/dev/null || { echo "The practice server could not start." >&2; exit 3; }
  read -rt 0.1 <> <(:) || true
done
target=$(head -n 1 "$target_file")
echo "Practice server: closes idle connections; listening on $target"
echo
status=0
"$cli" diagnose "$target" --symptom when=idle --max-duration 30 --overwrite -o build/run/practice-session.json || status=$?
[ "$status" -le 1 ] || exit "$status"
"$cli" report build/run/practice-session.json --format html --overwrite -o build/run/practice-report.html
echo
echo "Report: build/run/practice-report.html   Session: build/run/practice-session.json"
