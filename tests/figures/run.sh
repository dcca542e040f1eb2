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
# Two at a time: each waits for a service of its own as long as it computes.
check() {
  for name in "$@"; do "$work/python/bin/python" "$name.py" "$program" || return 1; done
}
check check_shops check_targets >"$work/small" 2>&1 &
small=$!
failed=0
check check check_edges || failed=1
wait "$small" || failed=1
cat "$work/small"
exit "$failed"
