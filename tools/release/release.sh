#!/usr/bin/env bash
# release.sh OUT: all that a release holds but the image: the wheel, the program for any Linux with glibc 2.17 (2012) or later, the
# Debian package, the list of components and checksums. Wants Rust, Python, binutils and dpkg.
set -euo pipefail
mkdir -p "$1"
out=$(realpath "$1")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check -r tools/release/requirements.txt
# zig links against the symbols of an old glibc on a machine with a new one.
(cd tools/release && PATH=$work/python/bin:$PATH maturin build --release --zig --compatibility manylinux_2_17 --out "$out")

wheel=$(ls -t "$out"/*.whl | head -1)
python3 -m zipfile -e "$wheel" "$work/wheel"
program=$work/comptoir
install --mode 755 "$work"/wheel/*.data/scripts/comptoir "$program"
version=$("$program" --version | cut -d' ' -f2)
tools/release/deb.sh "$program" "$out"
# PEP 770: the wheel lists its components, in the form of CycloneDX.
install --mode 644 "$work"/wheel/*.dist-info/sboms/*.json "$out/comptoir-$version.cdx.json"
tar czf "$out/comptoir-$version-$(uname -m)-linux.tar.gz" --owner=0 --group=0 \
  -C "$work" comptoir -C "$PWD" README.md README.fr.md SECURITY.md LICENSE-APACHE LICENSE-MIT CHANGELOG.md
(cd "$out" && sha256sum -- *.whl *.deb *.json *.tar.gz >SHA256SUMS && cat SHA256SUMS)
