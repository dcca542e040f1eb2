#!/usr/bin/env bash
# Builds the image and runs the compose file on a real engine: the order by health, the restart after a kill, the data
# that outlives `down` and `up`. Wants docker and docker-compose (or docker compose), curl and python3.
set -euo pipefail
cd "$(dirname "$0")/.."

export COMPTOIR_PORT=${COMPTOIR_PORT:-15000} COMPTOIR_DB_PORT=${COMPTOIR_DB_PORT:-18080}
export COMPOSE_PROJECT_NAME=comptoir-test-$$
# What the program may add to its base image.
ADDED_LIMIT_MB=30
script=http://127.0.0.1:$COMPTOIR_PORT
database=http://127.0.0.1:$COMPTOIR_DB_PORT

if docker compose version >/dev/null 2>&1; then compose=(docker compose); else compose=(docker-compose); fi
compose() { "${compose[@]}" -f deploy/compose.yaml "$@"; }

passed=0
check() { # check NAME COMMAND...: the command must succeed
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok $name"
  else
    echo "not ok $name"
    compose logs --tail 20 || true
    echo "$passed passed, 1 failed"
    exit 1
  fi
}
is() { [ "$1" = "$2" ] || { echo "  found $1, not $2"; return 1; }; }
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
container() { compose ps -q "$1"; }
inspect() { docker inspect -f "$2" "$(container "$1")"; }
healthy() { # healthy SERVICE: within a minute
  for _ in $(seq 120); do
    [ "$(inspect "$1" '{{.State.Health.Status}}' 2>/dev/null)" = healthy ] && return 0
    sleep 0.5
  done
  return 1
}
ask() { curl -sS -u "test:$COMPTOIR_PASSWORD" "$@"; } # the API, with the password
import() { ask -F "file=@examples/demo/$1.csv" "$script/api/v1/imports" | field added; }
select_one() { # select_one [HEADER]: the status of a pipeline
  curl -s -o /dev/null -w '%{http_code}' -H 'content-type: application/json' -H "${1:-x-none: 1}" "$database/v3/pipeline" \
    -d '{"requests":[{"type":"execute","stmt":{"sql":"select 1"}}]}'
}
cleanup() {
  COMPTOIR_DB_TOKEN=x COMPTOIR_PASSWORD=x compose down --volumes --timeout 5 >/dev/null 2>&1 || true
}
trap cleanup EXIT

bash deploy/build.sh >/dev/null
size=$(docker image inspect -f '{{.Size}}' comptoir:latest)
base=$(docker image inspect -f '{{.Size}}' debian:bookworm-slim)
echo "image: $((size / 1000000)) MB, of which the base $((base / 1000000)) MB; added: $(((size - base) / 1000)) kB"
check "the image adds little to its base" [ $((size - base)) -lt $((ADDED_LIMIT_MB * 1000000)) ]
check "the image runs as nobody in particular" is "$(docker image inspect -f '{{.Config.User}}' comptoir:latest)" 10001

without() { # without SECRET: the file is refused
  local said
  if said=$(unset "$1"; compose config 2>&1); then return 1; fi
  grep -q "make one first" <<<"$said"
}
export COMPTOIR_DB_TOKEN=a-token-for-the-test COMPTOIR_PASSWORD=a-password-for-the-test
check "without a token the file says what to do" without COMPTOIR_DB_TOKEN
check "without a password the file says what to do" without COMPTOIR_PASSWORD

compose up -d --no-build >/dev/null 2>&1
check "the database becomes healthy" healthy database
check "the script service becomes healthy" healthy script
ordered() {
  python3 - "$(inspect database '{{(index .State.Health.Log 0).End}}')" "$(inspect script '{{.State.StartedAt}}')" <<'P'
import re, sys
from datetime import datetime, timezone
def instant(text):
    # Docker prints Go's form in logs and RFC 3339 in states, both to the nanosecond.
    day, time = re.search(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d\.?\d{0,6})", text).groups()
    zone = re.search(r" ([+-]\d{4}) ", text)
    parsed = datetime.fromisoformat(f"{day}T{time.ljust(26 - 11, '0') if '.' in time else time}")
    offset = datetime.strptime(zone.group(1), "%z").tzinfo if zone else timezone.utc
    return parsed.replace(tzinfo=offset)
health, start = map(instant, sys.argv[1:])
sys.exit(0 if health <= start else f"  the script service started at {start}, before the first health check at {health}")
P
}
check "the script service starts after the database is healthy" ordered
read_only() { is "$(inspect "$1" '{{.HostConfig.ReadonlyRootfs}}')" true && ! docker exec "$(container "$1")" touch /usr/local/x 2>/dev/null; }
check "the database's root is read-only" read_only database
check "the script service's root is read-only" read_only script

check "products are imported" is "$(import products)" 8
check "stores are imported" is "$(import stores)" 10
check "sales are imported" is "$(import sales)" 2802
check "the analyses run" is "$(ask -X POST "$script/api/v1/analyses" | field total_revenue)" 1245678.0
forecast() { ask -X POST "$script/api/v1/forecasts" --data "{\"model\": \"$1\"}"; }
check "the brief's forecast is made" is "$(forecast 'arima(5,1,0)' | field last_day)" 2023-11-30
# On that day one store has told two sales of its usual five: other models do not take it for whole.
check "the forecast is made" is "$(forecast auto | field last_day)" 2023-11-29
status() { ask -o /dev/null -w '%{http_code}' "$script$1"; }
check "the page is served" is "$(status /)" 200
check "without the password it leads to the page to sign in" is "$(curl -s -o /dev/null -w '%{http_code}' "$script/")" 303
check "and the API refuses" is "$(curl -s -o /dev/null -w '%{http_code}' "$script/api/v1/summary")" 401
check "SQL without the token is refused" is "$(select_one)" 401
check "SQL with the token is answered" is "$(select_one "authorization: Bearer $COMPTOIR_DB_TOKEN")" 200

revenue() { ask "$script/api/v1/summary" | field revenue; }
killed=$(inspect database '{{.State.Pid}}')
kill -9 "$killed"
restarted() {
  for _ in $(seq 60); do
    local pid
    pid=$(inspect database '{{.State.Pid}}')
    [ "$pid" != 0 ] && [ "$pid" != "$killed" ] && return 0
    sleep 0.5
  done
  return 1
}
check "a killed database is started again" restarted
check "and becomes healthy" healthy database
check "with all its data" is "$(revenue)" 1245678.0

compose down --timeout 5 >/dev/null 2>&1
compose up -d --no-build >/dev/null 2>&1
check "after down and up the services are healthy" healthy script
check "the data outlives down and up" is "$(revenue)" 1245678.0
check "importing again adds nothing" is "$(import sales)" 0

echo "$passed passed, 0 failed"
