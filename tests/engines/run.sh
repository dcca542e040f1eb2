#!/usr/bin/env bash
# Has another engine answer the SQL of every question.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt
# With the features of the whole workspace, as the tests were built: nothing is compiled twice.
cargo build --quiet --locked --workspace --example canonical_sql
"${CARGO_TARGET_DIR:-../../target}/debug/examples/canonical_sql" >"$work/questions.json"
"$work/python/bin/python" datafusion_check.py <"$work/questions.json"
