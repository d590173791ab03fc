#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything with warnings as errors, and passes all tests.
# Usage: tests/run.sh [--whole-lab]   with the flag every scenario of the lab runs too (root, about half an hour).
set -euo pipefail
cd "$(dirname "$0")/.."

bash app/setup.sh build window tests
cmake --workflow --preset release
if [ "${1:-}" = --whole-lab ]; then
  tests/lab/run --all
fi
