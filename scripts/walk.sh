#!/usr/bin/env bash
# Walks processes from start to end in a real browser, as the persons of their roles; screenshots go to artifacts/walks.
# Usage: scripts/walk.sh [CODE…]   (33 for SEK 08-04-33; all walks when none is given)
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then set -- $(ls tests/Akis.Browser.Tests/Walks/*.walk.yaml | sed -E 's#^.*/sek-08-04-([0-9]+).*#\1#'); fi
dotnet build tests/Akis.Browser.Tests -c Release -v quiet --nologo
AKIS_WALKS="$*" artifacts/bin/Akis.Browser.Tests/release/Akis.Browser.Tests -noColor -noLogo -class '*WalkTests'
