#!/usr/bin/env bash
# How many facts stay the same when a PDF comes as the text of another program.
#
#   benches/flatteners.sh FOLDER|FILE...     every *.pdf, against its text by six flatteners
#
# Prints, a flattener a line, how many facts of the PDFs are also read from their texts, and how many are read from the texts
# alone. A fact: table, row (code, name, project, side), column, number. EXTRACT=path measures another build than the one of
# this source. Needs pdftotext, and Python 3 with venv, into which it installs pypdf, pdfminer.six and pymupdf
# (VENV=folder keeps them; else they go with the scratch folder).
set -euo pipefail

(($#)) || { echo "which PDFs? benches/flatteners.sh FOLDER|FILE..." >&2; exit 2; }
root=$(cd "$(dirname "$0")/.." && pwd)
if [[ -z ${EXTRACT:-} ]]; then
    cargo build --quiet --release --manifest-path "$root/Cargo.toml"
    EXTRACT=${CARGO_TARGET_DIR:-$root/target}/release/extract
fi
mapfile -d '' pdfs < <(find -L "$@" -iname '*.pdf' -print0 | sort -z)
((${#pdfs[@]})) || { echo "there is no *.pdf in $*" >&2; exit 2; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
venv=${VENV:-$scratch/venv}
if ! [[ -x $venv/bin/python ]]; then python3 -m venv "$venv"; fi
"$venv/bin/python" -c 'import pypdf, pdfminer, pymupdf' 2>/dev/null ||
    "$venv/bin/pip" install --quiet pypdf pdfminer.six pymupdf

flatten() { # mode, PDF
    case $1 in
    pdftotext) pdftotext "$2" - ;;
    pdftotext-*) pdftotext "-${1#pdftotext-}" "$2" - ;;
    *) "$venv/bin/python" "$root/benches/flatteners.py" "$1" "$2" ;;
    esac
}

# Status 1 is a finding of `extract`, not a failure. Inputs are named by their number, so that PDF and text pair up.
extract() { "$EXTRACT" -q -f csv -o "$scratch/out.$1" "$scratch/$1" || (($? == 1)); }

modes=(pdftotext-layout pdftotext-raw pdftotext pypdf pdfminer pymupdf)
mkdir "$scratch/pdf" "${modes[@]/#/$scratch/}"
for at in "${!pdfs[@]}"; do
    cp "${pdfs[at]}" "$scratch/pdf/$at.pdf"
    for mode in "${modes[@]}"; do
        flatten "$mode" "${pdfs[at]}" >"$scratch/$mode/$at.txt" 2>"$scratch/said" ||
            echo "$mode could not read ${pdfs[at]}: $(tail -n1 "$scratch/said")" >&2
    done
done

printf '%-18s %9s %9s %8s %14s\n' "${#pdfs[@]} PDFs" 'facts' 'in both' 'share' 'only in text'
extract pdf
for mode in "${modes[@]}"; do
    extract "$mode"
    "$venv/bin/python" "$root/benches/agreement.py" "$mode" "$scratch/out.pdf" "$scratch/out.$mode"
done
