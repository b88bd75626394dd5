#!/bin/sh
# Random processes under random schedules (RandomProcessTests, UnstructuredProcessTests), as many as wanted. Usage: bench/engine/random.sh [seeds, 10000]
set -e
cd "$(dirname "$0")/../.."
dotnet build -c Release tests/Akis.Bpmn.Tests -v q --nologo
CsCheck_Iter="${1:-10000}" artifacts/bin/Akis.Bpmn.Tests/release/Akis.Bpmn.Tests -noColor -class Akis.Bpmn.Tests.RandomProcessTests -class Akis.Bpmn.Tests.UnstructuredProcessTests
