#!/usr/bin/env bash
# Compares the figures of a made-up chain, of shops of other shapes and of shops at the edges, with what DuckDB finds in their files;
# targets and odd days with what their documents promise.
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt
"$work/python/bin/python" check.py "$program"
"$work/python/bin/python" check_shops.py "$program"
"$work/python/bin/python" check_edges.py "$program"
"$work/python/bin/python" check_targets.py "$program"
