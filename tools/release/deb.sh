#!/usr/bin/env bash
# deb.sh PROGRAM OUT: a Debian package of a program, with both services, the manual and completions.
set -euo pipefail
program=$(realpath "$1") out=$(realpath "$2")
cd "$(dirname "$0")/../.."
version=$("$program" --version | cut -d' ' -f2)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

install -D --mode 755 "$program" "$root/usr/bin/comptoir"
for unit in comptoir-db comptoir; do
  install -D --mode 644 "tools/release/debian/$unit.service" "$root/usr/lib/systemd/system/$unit.service"
done
"$program" --lang en man "$root/usr/share/man/man1" >/dev/null
find "$root/usr/share/man" -name '*.1' -exec gzip -9n {} +
completions() { mkdir -p "$(dirname "$root/$2")" && "$program" completions "$1" >"$root/$2"; }
completions bash usr/share/bash-completion/completions/comptoir
completions zsh usr/share/zsh/vendor-completions/_comptoir
completions fish usr/share/fish/vendor_completions.d/comptoir.fish
doc=$root/usr/share/doc/comptoir
install -D --mode 644 -t "$doc" README.md README.fr.md SECURITY.md LICENSE-APACHE
{ cat LICENSE-MIT; "$program" licences; } >"$doc/copyright"
gzip -9nc CHANGELOG.md >"$doc/changelog.gz"

# The oldest glibc that serves is read from the program itself.
glibc=$(objdump -T "$program" | grep -o 'GLIBC_2\.[0-9]*' | sort -Vu | tail -1 | cut -d_ -f2)
mkdir "$root/DEBIAN"
install --mode 755 -t "$root/DEBIAN" tools/release/debian/{postinst,prerm,postrm}
cat >"$root/DEBIAN/control" <<CONTROL
Package: comptoir
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: Comptoir <comptoir@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: libc6 (>= $glibc), libgcc-s1, passwd
Section: misc
Priority: optional
Description: sales analytics for small French businesses
 Reads the files that a till, a shop or an ERP exports, keeps them in SQLite,
 says what was sold, where, when and why that changed, forecasts what comes
 next, and shows it in a browser.
CONTROL
dpkg-deb --root-owner-group -Zxz --build "$root" "$out/comptoir_${version}_$(dpkg --print-architecture).deb"
