#!/usr/bin/env bash
# Builds the program into artifacts/app when a source is newer than the last build; otherwise returns at once.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=artifacts/app.stamp
if [ -e "$stamp" ] && [ -e artifacts/app/Akis.Server.dll ]; then
  newer=$(find src web Directory.Build.props Directory.Packages.props global.json \
    \( -name node_modules -o -name dist -o -name obj -o -name bin \) -prune -o -type f -newer "$stamp" -print -quit)
  [ -z "$newer" ] && exit 0
fi

echo "build: building Akış (the first time this takes a minute or two)" >&2
mkdir -p artifacts
started=$(mktemp artifacts/started.XXXXXX)
trap 'rm -f "$started"' EXIT
dotnet publish src/Akis.Server/Akis.Server.csproj -c Release -o artifacts/app -v quiet --nologo >&2
mv -f "$started" "$stamp"
