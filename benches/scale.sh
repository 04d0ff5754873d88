#!/bin/bash
# How a run behaves over many documents: pages a second, peak memory over time, files, and what a second run costs.
#   benches/scale.sh [COUNT] [FOLDER]     COUNT documents (10000), copies of the PDFs under FOLDER (samples), each with bytes of its own
# A copy gets a comment after %%EOF, so that its content is another while its pages are the same. EXTRACT is the program.
set -eu
cd "$(dirname "$0")/.."
count=${1:-10000} from=${2:-samples} extract=${EXTRACT:-target/release/extract}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir "$work/in"
mapfile -t pdfs < <(find "$from" -name '*.pdf' | sort)
for ((n = 0; n < count; n++)); do
  { cat "${pdfs[n % ${#pdfs[@]}]}"; echo "% $n"; } > "$work/in/$n.pdf"
done
for run in first second; do
  "$extract" --lang en -f csv -o "$work/out" "$work/in" > "$work/said" & pid=$!
  echo "$run run: seconds, MB in memory"
  begun=$SECONDS
  while kill -0 "$pid" 2>/dev/null; do
    awk -v s=$((SECONDS - begun)) '/VmRSS/ { printf "  %4d %6.0f\n", s, $2 / 1024 }' "/proc/$pid/status" 2>/dev/null || true
    sleep "${EVERY:-10}"
  done
  wait "$pid" || true
  cat "$work/said"
done
echo "files $(find "$work/out" -type f | wc -l), kept $(du -sm "$work/out/.cache" | cut -f1) MB, results $(du -sm --exclude=.cache "$work/out" | cut -f1) MB"
