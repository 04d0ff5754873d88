#!/usr/bin/env bash
# How fast `extract` reads a folder of PDFs, beside the programs that only print text, and beside the table readers of Python.
#
#   benches/corpus.sh FOLDER        medians of 5 runs each; RUNS=9 for more
#   SLOW=0 benches/corpus.sh FOLDER without the table readers, which take hundreds of times as long
#
# The programs take turns, so that a busy machine slows all of them. Nothing is written but where the line says so.
# `extract` and the libraries of Python read all files in one process; pdftotext and mutool take one file a process, as they
# must. The table readers read every tenth file (SLOW=n: every nth), once, and `extract` the same files beside them.
# EXTRACT=path measures another build than the one of this source. Needs bash 5 and awk; Python 3 with venv, into which it
# installs PyMuPDF, pdfplumber and camelot (VENV=folder keeps them); tells what else is missing.
set -euo pipefail
export LC_ALL=C

folder=${1:?which folder of PDFs? benches/corpus.sh FOLDER}
runs=${RUNS:-5}
slow=${SLOW:-10}
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

python_reads() { "$venv/bin/python" "$root/benches/readers.py" "$@" 2>>"$scratch/python.said"; }

extract_one_core() { read_all -f none -j 1; }
extract_all_cores() { read_all -f none; }
extract_writing() { read_all --no-cache -o "$scratch/out"; }
pdftotext_layout() { last=(/dev/null); one_by_one pdftotext -layout; }
mutool_stext() { last=(); one_by_one mutool draw -q -F stext -o /dev/null; }

pymupdf_text() { python_reads pymupdf "${pdfs[@]}"; }
extract_some() { printf '%s\n' "${some[@]}" | "$EXTRACT" -q -f none -j 1 - 2>/dev/null || (($? <= 2)); }
pymupdf_tables() { python_reads pymupdf-tables "${some[@]}"; }
pdfplumber_tables() { python_reads pdfplumber "${some[@]}"; }
camelot_tables() { python_reads camelot "${some[@]}"; }

names=(extract_one_core extract_all_cores extract_writing)
declare -A label=(
    [extract_one_core]='extract -j1 -f none'
    [extract_all_cores]="extract -f none"
    [extract_writing]='extract, writing json and csv'
    [pdftotext_layout]='pdftotext -layout'
    [mutool_stext]='mutool draw -F stext'
    [pymupdf_text]='PyMuPDF get_text'
    [extract_some]='extract -j1 -f none'
    [pymupdf_tables]='PyMuPDF find_tables'
    [pdfplumber_tables]='pdfplumber extract_tables'
    [camelot_tables]='camelot read_pdf (lattice)'
)
for tool in pdftotext:pdftotext_layout:poppler-utils mutool:mutool_stext:mupdf-tools; do
    IFS=: read -r program name package <<<"$tool"
    if command -v "$program" >/dev/null; then names+=("$name"); else echo "not measured: $program is not installed ($package)"; fi
done

venv=${VENV:-$scratch/venv}
slow_names=()
if python3 -c 'import ensurepip, venv' 2>/dev/null; then
    if ! [[ -x $venv/bin/python ]]; then python3 -m venv "$venv"; fi
    "$venv/bin/python" -c 'import pymupdf, pdfplumber, camelot' 2>/dev/null ||
        "$venv/bin/pip" install --quiet --disable-pip-version-check pymupdf pdfplumber camelot-py
    names+=(pymupdf_text)
    if ((slow)); then slow_names=(extract_some pymupdf_tables pdfplumber_tables camelot_tables); fi
else
    echo "not measured: PyMuPDF, pdfplumber, camelot need Python 3 with venv (python3-venv)"
fi
some=()
for ((at = 0; slow && at < ${#pdfs[@]}; at += slow)); do some+=("${pdfs[at]}"); done

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

for name in "${slow_names[@]}"; do measure "$name"; done

# ---------------------------------------------------------------- telling

# A table of the named runs: how long each took, and how that compares with the run $1.
tell() {
    local base=
    if [[ -f $scratch/$1 ]]; then base=$(median "$1" 1); fi
    printf '%-30s %9s %9s %s\n' '' elapsed CPU "  ÷ ${label[$1]}"
    for name in "${@:2}"; do
        awk -v label="${label[$name]}" -v elapsed="$(median "$name" 1)" -v cpu="$(median "$name" 2)" -v base="$base" \
            'BEGIN { printf "%-30s %7.2f s %7.2f s %12s\n", label, elapsed, cpu, base ? sprintf("%.2f", elapsed / base) : "-" }'
    done
}

echo "${#pdfs[@]} PDFs in $folder; medians of $runs runs on $(nproc) cores ($(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo))"
tell pdftotext_layout "${names[@]}"
if ((${#slow_names[@]})); then
    echo "${#some[@]} of them, one run"
    tell extract_some "${slow_names[@]}"
fi
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
if [[ -s $scratch/python.said ]]; then
    echo "what the libraries of Python said:"
    sort -u "$scratch/python.said" | head -20
fi
