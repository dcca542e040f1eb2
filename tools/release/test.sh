#!/usr/bin/env bash
# test.sh PACKAGE: installs a Debian package in a bare container, runs both services as its units would, removes it. Wants docker.
set -euo pipefail
package=$(realpath "$1")
docker run --rm --network none --volume "$package:/comptoir.deb:ro" --entrypoint bash debian:bookworm-slim -euc '
  check() { "${@:2}" || { echo "not ok $1"; exit 1; }; echo "ok $1"; }
  check "it installs" dpkg --install /comptoir.deb
  check "the secrets are of root alone" [ "$(stat -c %a:%U /etc/comptoir/secrets)" = 600:root ]
  secrets=$(cat /etc/comptoir/secrets)
  unit() { # runs the command of a unit as its user, in its folder
    local command
    command=$(sed -n "s/^ExecStart=//p" "/usr/lib/systemd/system/$1.service")
    (cd /var/lib/comptoir && setpriv --reuid comptoir --regid comptoir --clear-groups --no-new-privs env $secrets $command) >"/tmp/$1.log" 2>&1 &
  }
  healthy() {
    for _ in $(seq 60); do
      if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
        exec 3<>"/dev/tcp/127.0.0.1/$1"
        printf "GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n" >&3
        read -r _ status _ <&3
        [ "$status" != 200 ] || return 0
      fi
      sleep 0.5
    done
    cat /tmp/*.log
    return 1
  }
  unit comptoir-db
  check "the Database Service is ready" healthy 8080
  unit comptoir
  check "the dashboard is ready" healthy 5000
  check "the data is in its folder" [ -s /var/lib/comptoir/comptoir.db ]
  kill %1 %2
  wait
  cp /etc/comptoir/secrets /tmp/secrets
  check "it installs again" dpkg --install /comptoir.deb
  check "the secrets stay" cmp /etc/comptoir/secrets /tmp/secrets
  check "it is purged" dpkg --purge comptoir
  check "the secrets are gone" [ ! -e /etc/comptoir ]
  check "the data stays" [ -s /var/lib/comptoir/comptoir.db ]
'
