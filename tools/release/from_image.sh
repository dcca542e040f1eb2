#!/usr/bin/env bash
# from_image.sh: packages the program of the image and tries the package.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
container=$(docker create comptoir:latest)
docker cp "$container:/usr/local/bin/comptoir" "$work/comptoir" >/dev/null
docker rm "$container" >/dev/null
./deb.sh "$work/comptoir" "$work"
./test.sh "$work"/*.deb
