#!/usr/bin/env bash
# Sets up what is missing, builds what changed, and serves the demo university on http://127.0.0.1:5080.
set -euo pipefail
cd "$(dirname "$0")"
scripts/setup.sh run
scripts/build-app.sh
exec ./akis serve --demo "$@"
