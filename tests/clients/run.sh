#!/usr/bin/env bash
# Starts a Database Service with a token, and has it asked by clients that are not ours.
#   run.sh PATH/TO/comptoir
set -euo pipefail
comptoir=$(realpath "$1")
cd "$(dirname "$0")"
work=$(mktemp -d)
export COMPTOIR_DB_TOKEN=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
service= open_service=
end() {
  [ -z "$service" ] || kill "$service" 2>/dev/null || true
  [ -z "$open_service" ] || kill "$open_service" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT

npm ci --no-fund --no-audit --silent
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt

# Waits until a service has written its address into its log.
address() {
  local url=
  for _ in $(seq 300); do
    url=$(grep -o 'http://localhost:[0-9]*' "$1" || true)
    [ -n "$url" ] && break
    sleep 0.1
  done
  [ -n "$url" ] || { cat "$1" >&2; return 1; }
  echo "${url/localhost/127.0.0.1}"
}
"$comptoir" --lang en --db "$work/shop.db" db serve --listen 127.0.0.1:0 2>"$work/log" &
service=$!
# A second one wants no token, for tools that send none to an address.
env -u COMPTOIR_DB_TOKEN "$comptoir" --lang en --db "$work/open.db" db serve --listen 127.0.0.1:0 2>"$work/open-log" &
open_service=$!
COMPTOIR_DB_URL=$(address "$work/log")
COMPTOIR_DB_OPEN_URL=$(address "$work/open-log")
export COMPTOIR_DB_URL COMPTOIR_DB_OPEN_URL

bash curl.sh
npm test
"$work/python/bin/python" python_client.py
"$work/python/bin/python" python_tools.py

kill -TERM "$service"
wait "$service"
service=
[ ! -s "$work/shop.db-wal" ] || { echo "the write-ahead log was left behind"; exit 1; }
echo "stopped politely, log checkpointed"
