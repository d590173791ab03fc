#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Prints the project's numbers: start-up against other windows, and memory per idle connection.
# Usage: tests/bench/run.sh BUILD_FOLDER [RUNS]     Compares with packetsender where that is installed.
set -euo pipefail
build=$(cd "${1:?build folder}" && pwd)
runs=${2:-9}
median() { sort -n | awk '{v[NR]=$1} END {printf "%.0f", v[int((NR+1)/2)]}'; }

if command -v Xvfb >/dev/null; then
  display=:$((RANDOM % 400 + 100))
  Xvfb "$display" -screen 0 1280x800x24 >/dev/null 2>&1 &
  server=$!
  trap 'kill $server' EXIT
  export DISPLAY=$display QT_QPA_PLATFORM=xcb
  until [ -e "/tmp/.X11-unix/X${display#:}" ]; do kill -0 $server; done
  settings=$(mktemp -d)
  paint() { XDG_CONFIG_HOME=$settings XDG_DATA_HOME=$settings "$build/tests/bench/startup/first_paint" "$runs" "$@" | median; }
  minimal=$(paint "$build/tests/bench/startup/minimal_chart_window")
  ours=$(paint "$build/app/main/window/connection-doctor")
  echo "first paint, median of $runs: minimal Qt Charts window $minimal ms, Connection Doctor $ours ms," \
       "ratio $(awk "BEGIN{printf \"%.2f\", $ours/$minimal}")"
  if command -v packetsender >/dev/null; then
    if other=$(paint packetsender) && [ -n "$other" ]; then
      echo "packetsender $other ms, ours is $(awk "BEGIN{printf \"%.2f\", $ours/$other}") of it"
    else
      echo "packetsender painted nothing here, so it cannot be compared"
    fi
  fi
else
  echo "start-up not measured: Xvfb is not installed"
fi
"$build/tests/bench/idle_memory/idle_memory"
