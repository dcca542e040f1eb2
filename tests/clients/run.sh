#!/usr/bin/env bash
# Starts a Database Service with a token, and has it asked by clients that are not ours.
#   run.sh PATH/TO/comptoir
set -euo pipefail
comptoir=$(realpath "$1")
cd "$(dirname "$0")"
work=$(mktemp -d)
export COMPTOIR_DB_TOKEN=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
service=
end() {
  [ -n "$service" ] && kill "$service" 2>/dev/null
  rm -rf "$work"
}
trap end EXIT

npm ci --no-fund --no-audit --silent
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt

"$comptoir" --lang en --db "$work/shop.db" db serve --listen 127.0.0.1:0 2>"$work/log" &
service=$!
for _ in $(seq 100); do
  COMPTOIR_DB_URL=$(grep -o 'http://localhost:[0-9]*' "$work/log" || true)
  [ -n "$COMPTOIR_DB_URL" ] && break
  sleep 0.1
done
export COMPTOIR_DB_URL=${COMPTOIR_DB_URL/localhost/127.0.0.1}

bash curl.sh
npm test
"$work/python/bin/python" python_client.py

kill -TERM "$service"
wait "$service"
service=
[ ! -s "$work/shop.db-wal" ] || { echo "the write-ahead log was left behind"; exit 1; }
echo "stopped politely, log checkpointed"
