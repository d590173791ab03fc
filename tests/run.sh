#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything with warnings as errors, and passes all tests.
set -euo pipefail
cd "$(dirname "$0")/.."

bash app/setup.sh build window tests
cmake --workflow --preset release
