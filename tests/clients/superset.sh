#!/usr/bin/env bash
# Superset's own test of a database, and R, against a Database Service. Superset and its packages are half a gigabyte:
# this runs in .ci/long.
#   superset.sh PATH/TO/comptoir
set -euo pipefail
comptoir=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
export COMPTOIR_DB_TOKEN=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
service=
end() {
  [ -z "$service" ] || kill "$service" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
cd "$work"

"$comptoir" --lang en --db "$work/shop.db" demo --no-serve >/dev/null
"$comptoir" --lang en --db "$work/shop.db" db serve --listen 127.0.0.1:0 2>"$work/log" &
service=$!
for _ in $(seq 300); do
  host=$(grep -o 'localhost:[0-9]*' "$work/log" || true)
  [ -n "$host" ] && break
  sleep 0.1
done

# R comes with the system, where this account may install it.
command -v Rscript >/dev/null || [ "$(id -u)" != 0 ] ||
  apt-get install --yes --no-install-recommends r-base-core r-cran-httr2 r-cran-jsonlite >/dev/null 2>&1 || true
if command -v Rscript >/dev/null; then
  LC_ALL=C.UTF-8 COMPTOIR_DB_URL="http://$host" Rscript "$here/client.R"
else
  echo "no R: not tried"
fi

python3 -m venv superset
superset/bin/pip install --quiet --disable-pip-version-check 'apache-superset==6.1.0' 'libsql-experimental==0.0.55' \
  rich cachetools 'flask-caching==2.3.1'
# It asks for SQLAlchemy 2, and works with Superset's.
superset/bin/pip install --quiet --disable-pip-version-check --no-deps 'sqlalchemy-libsql==0.2.0'
# The dialect is written for SQLAlchemy 2, Superset has 1.4.
cat >superset_config.py <<'PYTHON'
import libsql_experimental
from sqlalchemy_libsql.libsql import SQLiteDialect_libsql
SQLiteDialect_libsql.dbapi = classmethod(lambda _: libsql_experimental)
SECRET_KEY = "for this test alone"
PYTHON
export PYTHONPATH=$work SUPERSET_CONFIG_PATH=$work/superset_config.py FLASK_APP=superset
superset/bin/superset test-db "sqlite+libsql://$host?secure=false" -c "{\"connect_args\": {\"auth_token\": \"$COMPTOIR_DB_TOKEN\"}}" | tee test-db.log
grep -q Success test-db.log
