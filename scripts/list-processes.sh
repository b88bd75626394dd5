#!/usr/bin/env bash
# Writes docs/processes.md anew from the folders under processes/: what each holds, what it automates, what is still done by hand.
set -euo pipefail
cd "$(dirname "$0")/.."

models() { find "$1" -maxdepth 1 -name '*.bpmn' -print0 | xargs -0 -r cat; }
matches() { grep -oE "$1" || true; } # none is no failure
count() { matches "$1" | wc -l; }
list() { sort -u | paste -sd, | sed 's/,/, /g'; }

row() {
  local folder=$1 xml nodes diagrams forms decisions documents scenarios records automated byhand
  xml=$(models "$folder")
  [ -n "$xml" ] || return 0 # a card without a model
  diagrams=$(count '<bpmn:process ' <<<"$xml")
  nodes=$(count '<bpmn:([a-zA-Z]*Task|[a-zA-Z]*Event|[a-zA-Z]*Gateway|callActivity|[a-zA-Z]*[sS]ubProcess|transaction) id=' <<<"$xml")
  forms=$(find "$folder" -maxdepth 1 -name '*.form' | wc -l)
  decisions=$(find "$folder" -maxdepth 1 -name '*.dmn' -print0 | xargs -0 -r cat | count '<decision id=')
  documents=$(find "$folder" -maxdepth 1 -name '*.belge.md' | wc -l)
  scenarios=$(cat "$folder/scenarios.yaml" 2>/dev/null | count '^  - name:')
  records=$(matches 'type="registry.save".*' <<<"$xml" | matches '<zeebe:header key="type" value="[^"]*"' | cut -d'"' -f4 | list)
  automated=$(matches '<zeebe:taskDefinition type="[^"]*"' <<<"$xml" | cut -d'"' -f2 | sed -E '/^(akis\.notify|registry\.|document\.)/d' | list)
  byhand=$(matches 'processId="elle-yurutulen-surec".*' <<<"$xml" | matches 'SEK 08-04-[0-9]+' | list)
  echo "| $(basename "$folder") | $diagrams | $nodes | $forms | $decisions | $documents | $scenarios | ${records:-–} | ${automated:-–} | ${byhand:-–} |"
}

{
  echo '# The processes at a glance'
  echo
  echo 'Made by `scripts/list-processes.sh` from the folders: run it again when a process changes. Steps of people are not counted as automated; *still by hand* are the processes of the'
  echo 'catalogue that a person is asked to run (`elle-yurutulen-surec`) because they have no model yet or are not called by theirs. A folder without a diagram is missing here: its card is published, its steps are not run.'
  echo
  echo '| process | diagrams | nodes | forms | decisions | documents | scenarios | records it writes | what is automated | still by hand |'
  echo '|---|---|---|---|---|---|---|---|---|---|'
  for folder in processes/sek-* processes/shared/*/; do row "${folder%/}"; done
} >docs/processes.md
