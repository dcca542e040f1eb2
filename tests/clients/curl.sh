#!/usr/bin/env bash
# The Database Service, asked with curl: what a person, a spreadsheet or DBeaver's driver sends.
set -euo pipefail
url=${COMPTOIR_DB_URL:-http://127.0.0.1:8080}
auth=()
[ -n "${COMPTOIR_DB_TOKEN:-}" ] && auth=(-H "authorization: Bearer $COMPTOIR_DB_TOKEN")
failed=0
checked=0

is() { # NAME EXPECTED FOUND
  checked=$((checked + 1))
  if [ "$2" = "$3" ]; then
    echo "ok   $1"
  else
    echo "FAIL $1: expected $2, found $3"
    failed=$((failed + 1))
  fi
}
get() { curl -sS "${auth[@]}" "$@"; }
status() { curl -sS -o /dev/null -w '%{http_code}' "${auth[@]}" "$@"; }
json() { python3 -c 'import json, sys; data = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"; }
statements() { get -H 'content-type: application/json' -d "$1" "$url/"; }
pipeline() { get -H 'content-type: application/json' -d "$2" "$url/$1/pipeline"; }

is 'health' ok "$(get "$url/health" | json 'data["status"]')"
is 'version' comptoir "$(get "$url/version" | json 'data["name"]')"
is 'Hrana 2 is spoken' 200 "$(status "$url/v2")"
is 'Hrana 3 is spoken' 200 "$(status "$url/v3")"
is 'no protobuf' 404 "$(status "$url/v3-protobuf")"

sql='select 1 as n, null as empty, '"'a,b \"c\" é'"' as text, 1.5 as half'
is 'CSV' $'n,empty,text,half\n1,,"a,b ""c"" é",1.5' "$(get -G --data-urlencode "sql=$sql" "$url/query.csv")"
is 'JSON keeps the order of the columns' '[{"n":1,"empty":null,"text":"a,b \"c\" é","half":1.5}]' \
  "$(get -G --data-urlencode "sql=$sql" "$url/query.json" | tr -d '\n')"
is 'an empty answer in JSON' '[]' "$(get "$url/query.json?sql=select+1+where+0" | tr -d '\n')"
is 'an empty answer in CSV keeps its header' 'n' "$(get "$url/query.csv?sql=select+1+n+where+0")"
is 'POST with plain text' '[{"n":2}]' "$(get -H 'content-type: text/plain' -d 'select 2 n' "$url/query" | tr -d '\n')"
is 'POST asks for CSV' $'n\n3' "$(get -H 'accept: text/csv' -H 'content-type: text/plain' -d 'select 3 n' "$url/query")"
is 'a query cannot write' 403 "$(status -d 'delete from sales' "$url/query")"
is 'bad SQL' 400 "$(status "$url/query.csv?sql=selec")"
is 'no SQL' 400 "$(status "$url/query.csv")"
is 'another file cannot be reached' 403 "$(status -G --data-urlencode "sql=attach '/etc/passwd' as x" "$url/query.csv")"
is 'the tokens cannot be read' 400 "$(status -G --data-urlencode 'sql=select * from tokens' "$url/query.csv")"
is 'a setting cannot be changed' 403 "$(status -G --data-urlencode 'sql=pragma journal_mode=delete' "$url/query.csv")"
is 'the answer tells its data version' 1 \
  "$(get -D - -o /dev/null "$url/query.csv?sql=select+1" | grep -ci '^comptoir-data-version: [0-9]')"

table=t$$_$RANDOM
is 'POST / runs statements' '1' "$(statements "{\"statements\": [\"create table $table (a, b)\",
  {\"q\": \"insert into $table values (?, ?)\", \"params\": [1, \"x\"]},
  {\"q\": \"insert into $table values (:a, :b)\", \"params\": {\":a\": 2.5, \":b\": null}},
  \"select * from $table\"]}" | json 'int(data[3]["results"]["rows"] == [[1, "x"], [2.5, None]])')"
is 'POST / tells an error and runs nothing after it' "['error', 'error']" \
  "$(statements "{\"statements\": [\"select no_such\", \"drop table $table\"]}" | json '[list(one)[0] for one in data]')"
is 'POST / undoes an open transaction' 2 "$(statements "{\"statements\": [\"begin\", \"delete from $table\"]}" >/dev/null
  get "$url/query.json?sql=select+count(*)+n+from+$table" | json 'data[0]["n"]')"

stored='{"requests": [{"type": "store_sql", "sql_id": 1, "sql": "select 7"}, {"type": "execute", "stmt": {"sql_id": 1}},
  {"type": "describe", "sql": "select :a as one from sales"}, {"type": "close_sql", "sql_id": 1},
  {"type": "execute", "stmt": {"sql_id": 1}}, {"type": "get_autocommit"}, {"type": "close"}]}'
for version in v2 v3; do
  is "$version: stored SQL, describe, autocommit" "['ok', 'ok', 'ok', 'ok', 'error', 'ok', 'ok'] 7 :a True" "$(pipeline $version "$stored" | json \
    '"%s %s %s %s" % ([one["type"] for one in data["results"]], data["results"][1]["response"]["result"]["rows"][0][0]["value"],
      data["results"][2]["response"]["result"]["params"][0]["name"], data["results"][5]["response"]["is_autocommit"])')"
done
is 'a closed stream has no baton' None "$(pipeline v3 '{"requests": [{"type": "close"}]}' | json 'data["baton"]')"
is 'a baton that was never given' 400 \
  "$(status -H 'content-type: application/json' -d '{"baton": "x", "requests": []}' "$url/v3/pipeline")"
baton=$(pipeline v3 '{"requests": []}' | json 'data["baton"]')
is 'a baton serves once' '200 400' "$(for _ in 1 2; do
  status -H 'content-type: application/json' -d "{\"baton\": \"$baton\", \"requests\": []}" "$url/v3/pipeline"; echo; done | xargs)"
is 'rubbish' 400 "$(status -H 'content-type: application/json' -d '{"requests": [{"type": "explode"}]}' "$url/v3/pipeline")"
is 'half a document' 400 "$(status -H 'content-type: application/json' -d '{"requests": [' "$url/v3/pipeline")"
is 'what does not call itself JSON' 415 "$(status -H 'content-type: text/plain' -d '{"requests": []}' "$url/v3/pipeline")"
is 'a page of another origin' 403 "$(status -H 'origin: https://evil.example' "$url/query.csv?sql=select+1")"
is 'no CORS' 0 "$(get -D - -o /dev/null -H "origin: $url" "$url/query.csv?sql=select+1" | grep -ci '^access-control' || true)"
is 'metrics are read by Prometheus' 1 "$(get "$url/metrics" | grep -c '^comptoir_db_rows_read_total [1-9]')"
copy=$(mktemp)
get -o "$copy" "$url/backup"
is 'a backup is a sound SQLite file' ok "$(python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("pragma integrity_check").fetchone()[0])' "$copy")"
rm "$copy"

if [ -n "${COMPTOIR_DB_TOKEN:-}" ]; then
  is 'no token, no answer' 401 "$(curl -sS -o /dev/null -w '%{http_code}' "$url/query.csv?sql=select+1")"
  is 'a wrong token' 401 "$(curl -sS -o /dev/null -w '%{http_code}' -H 'authorization: Bearer wrong' "$url/query.csv?sql=select+1")"
  is 'the token as a password' 200 \
    "$(curl -sS -o /dev/null -w '%{http_code}' -u "anyone:$COMPTOIR_DB_TOKEN" "$url/query.csv?sql=select+1")"
fi

echo "$checked checks, $failed failed"
[ "$failed" = 0 ]
