#!/usr/bin/env bash
# Builds the image of both services, comptoir:latest.
set -euo pipefail
cd "$(dirname "$0")/.."
# The registries of some networks are reached from the host's own network only.
docker build --network host -q -f deploy/Dockerfile -t comptoir:latest .
