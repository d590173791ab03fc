#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Prints the project's numbers: start-up against other windows, memory per idle connection, time to rank causes,
# what each test takes beyond its waits.
# Usage: tests/bench/run.sh BUILD_FOLDER [RUNS]     Compares with packetsender where that and xrandr, which it asks before
# it opens a window, are installed. The programs take turns, so that a busy machine slows all of them alike.
set -euo pipefail
build=$(cd "${1:?build folder}" && pwd)
runs=${2:-15}
startup=$build/tests/bench/startup

lowest() { sort -n "$1" | head -1; }
median() { sort -n "$1" | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }
ratio() { awk "BEGIN{printf \"%.2f\", $1/$2}"; }
tell() { echo "first paint, $runs runs: $1 at least $(lowest "$2") ms, median $(median "$2") ms"; }
compare() { echo "  against $1: $(ratio "$(lowest "$3")" "$(lowest "$2")") of its least, $(ratio "$(median "$3")" "$(median "$2")") of its median"; }

if command -v Xvfb >/dev/null; then
  display=:$((RANDOM % 400 + 100))
  Xvfb "$display" -screen 0 1280x800x24 >/dev/null 2>&1 &
  server=$!
  work=$(mktemp -d)
  trap 'kill $server; rm -rf "$work"' EXIT
  until [ -e "/tmp/.X11-unix/X${display#:}" ]; do kill -0 $server; done
  export DISPLAY=$display QT_QPA_PLATFORM=xcb HOME=$work XDG_CONFIG_HOME=$work XDG_DATA_HOME=$work XDG_RUNTIME_DIR=$work
  other=$(command -v packetsender && command -v xrandr >/dev/null || true)
  for ((run = 0; run < runs; ++run)); do
    "$startup/first_paint" 1 "$startup/minimal_chart_window" >>"$work/minimal"
    "$startup/first_paint" 1 "$build/app/main/window/connection-doctor" >>"$work/ours"
    if [ -n "$other" ]; then "$startup/first_paint" 1 "$other" >>"$work/other"; fi
  done
  tell "minimal Qt Charts window" "$work/minimal"
  tell "Connection Doctor" "$work/ours"
  compare "the minimal window" "$work/minimal" "$work/ours"
  if [ -n "$other" ]; then
    tell packetsender "$work/other"
    compare packetsender "$work/other" "$work/ours"
  else
    echo "packetsender is not compared: it or xrandr is not installed"
  fi
else
  echo "start-up not measured: Xvfb is not installed"
fi
"$build/tests/bench/idle_memory/idle_memory"
"$build/tests/bench/ranking/ranking"
"$build/tests/bench/overhead/overhead"
