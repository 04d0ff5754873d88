#!/usr/bin/env bash
# How fast `extract` reads a folder of PDFs, beside the programs that only print text.
#
#   benches/corpus.sh FOLDER        medians of 5 runs each; RUNS=9 for more
#
# The programs take turns, so that a busy machine slows all of them. Nothing is written but where the line says so.
# `extract` reads all files in one process; the others take one file a process, as they must. EXTRACT=path measures
# another build than the one of this source. Needs bash 5 and awk; tells what else is missing.
set -euo pipefail
export LC_ALL=C

folder=${1:?which folder of PDFs? benches/corpus.sh FOLDER}
runs=${RUNS:-5}
root=$(cd "$(dirname "$0")/.." && pwd)
if [[ -z ${EXTRACT:-} ]]; then
    cargo build --quiet --release --manifest-path "$root/Cargo.toml"
    EXTRACT=${CARGO_TARGET_DIR:-$root/target}/release/extract
fi

mapfile -d '' pdfs < <(find "$folder" -iname '*.pdf' -print0 | sort -z)
((${#pdfs[@]})) || { echo "there is no *.pdf in $folder" >&2; exit 2; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# ---------------------------------------------------------------- what is measured

# Status 1 is a finding of `extract`, 2 a file that could not be read: neither is a reason to stop measuring.
read_all() { printf '%s\n' "${pdfs[@]}" | "$EXTRACT" -q "$@" - 2>>"$scratch/extract.said" || (($? <= 2)); }
one_by_one() { for pdf in "${pdfs[@]}"; do "$@" "$pdf" "${last[@]}" >/dev/null 2>&1 || true; done; }

extract_one_core() { read_all -f none -j 1; }
extract_all_cores() { read_all -f none; }
extract_writing() { read_all -o "$scratch/out"; }
pdftotext_layout() { last=(/dev/null); one_by_one pdftotext -layout; }
mutool_stext() { last=(); one_by_one mutool draw -q -F stext -o /dev/null; }

names=(extract_one_core extract_all_cores extract_writing)
declare -A label=(
    [extract_one_core]='extract -j1 -f none'
    [extract_all_cores]="extract -f none"
    [extract_writing]='extract, writing json and csv'
    [pdftotext_layout]='pdftotext -layout'
    [mutool_stext]='mutool draw -F stext'
)
for tool in pdftotext:pdftotext_layout:poppler-utils mutool:mutool_stext:mupdf-tools; do
    IFS=: read -r program name package <<<"$tool"
    if command -v "$program" >/dev/null; then names+=("$name"); else echo "not measured: $program is not installed ($package)"; fi
done

# ---------------------------------------------------------------- measuring

# Appends elapsed and processor seconds of one run.
measure() {
    local TIMEFORMAT='%R %U %S'
    { time "$1" >/dev/null; } 2>"$scratch/time"
    awk '{ print $1, $2 + $3 }' "$scratch/time" >>"$scratch/$1"
}

# The median of column $2 of the runs of $1.
median() {
    awk -v n="$2" '{ print $n }' "$scratch/$1" | sort -n |
        awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

for name in "${names[@]}"; do "$name" >/dev/null; done # the first run only fills the file cache
for ((run = 0; run < runs; run++)); do
    for name in "${names[@]}"; do measure "$name"; done
done

# ---------------------------------------------------------------- telling

echo "${#pdfs[@]} PDFs in $folder; medians of $runs runs on $(nproc) cores"
base=
if [[ -f $scratch/pdftotext_layout ]]; then base=$(median pdftotext_layout 1); fi
printf '%-30s %9s %9s %13s\n' '' elapsed 'CPU' '÷ pdftotext'
for name in "${names[@]}"; do
    awk -v label="${label[$name]}" -v elapsed="$(median "$name" 1)" -v cpu="$(median "$name" 2)" -v base="$base" \
        'BEGIN { printf "%-30s %7.2f s %7.2f s %12s\n", label, elapsed, cpu, base ? sprintf("%.2f", elapsed / base) : "-" }'
done
awk -v one="$(median extract_one_core 1)" -v all="$(median extract_all_cores 1)" \
    'BEGIN { printf "one core ÷ all cores: %.2f\n", one / all }'
if [[ -x /usr/bin/time ]]; then
    for jobs in 1 "$(nproc)"; do
        printf '%s\n' "${pdfs[@]}" |
            /usr/bin/time -o "$scratch/memory" -f %M "$EXTRACT" -q -f none -j "$jobs" - 2>/dev/null || true
        awk -v jobs="$jobs" 'END { printf "peak memory at -j%d: %.0f MiB\n", jobs, $1 / 1024 }' "$scratch/memory"
    done
else
    echo "peak memory not measured: /usr/bin/time is not installed (time)"
fi
if [[ -s $scratch/extract.said ]]; then
    echo "what extract said:"
    sort -u "$scratch/extract.said"
fi
