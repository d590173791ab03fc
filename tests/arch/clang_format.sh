#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails and names the places where clang-format would change a file. Argument: the clang-format program.
set -euo pipefail
cd "$DOCTOR_SOURCE_DIR"
find app ui tests \( -name '*.cpp' -o -name '*.h' \) -print0 | xargs -0 "$1" --dry-run --Werror
