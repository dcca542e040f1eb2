#!/usr/bin/env python3
"""Writes the notices that the licences of all linked crates and of the pages' bundles ask for to crates/cli/notices.txt.

    python3 tools/notices/notices.py          # after a change of Cargo.lock or of tools/vendor
    python3 tools/notices/notices.py --check  # fails where the file is not what it would write

A crate may be used under one of several licences: MIT is taken where it is among them. Each text stands once, with the
crates and the copyright lines that it is for.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTICES = ROOT / "crates/cli/notices.txt"
VENDORED = ROOT / "crates/web/assets/vendor"
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|unlicense)", re.I)
COPYRIGHT = re.compile(r"^\W*(copyright\b|©|\(c\)).*\d{4}|^\W*copyright (\(c\)|©)? ?[a-z].*", re.I)
# Lines of the licences' own texts that begin with the word.
OF_THE_TEXT = re.compile(r"\[yyyy\]|copyright (notice|license|owner|holder|statement|and license|act)|<year>|\{yyyy\}", re.I)

# Code in C that crates bring along.
BUNDLED = """\
SQLite (in libsqlite3-sys) is in the public domain: https://www.sqlite.org/copyright.html
mimalloc (in libmimalloc-sys): Copyright (c) 2018-2025 Microsoft Corporation, Daan Leijen; MIT
Zstandard (in zstd-sys): Copyright (c) Meta Platforms, Inc. and affiliates; BSD-3-Clause
"""


def linked():
    """The crates that the program is linked with on Linux, without those that only build or test it."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"]
    metadata = json.loads(subprocess.check_output(command, cwd=ROOT, text=True))
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    waiting = [package["id"] for package in metadata["packages"] if package["name"] == "comptoir"]
    seen = set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for dependency in nodes[node]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                waiting.append(dependency["pkg"])
    crates = [packages[node] for node in seen if packages[node]["source"]]
    return sorted(crates, key=lambda crate: (crate["name"], crate["version"]))


def texts_of(crate):
    """The licence files of a crate: that of MIT alone where it may be taken under MIT."""
    folder = pathlib.Path(crate["manifest_path"]).parent
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and LICENCE_FILE.search(path.name)]
    expression = crate["license"] or ""
    if " AND " not in expression and "MIT" in re.split(r"\W*(?:OR|/)\W*|\s", expression.replace("(", "").replace(")", "")):
        of_mit = [path for path in files if "mit" in path.name.lower() or "Permission is hereby granted" in path.read_text("utf-8", "replace")]
        files = of_mit[:1] or files
    return [path.read_text("utf-8", "replace") for path in files]


def parted(text):
    """A text without its copyright lines, and these."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    holders = [line.strip() for line in lines if COPYRIGHT.search(line) and not OF_THE_TEXT.search(line)]
    rest = [line for line in lines if line.strip() not in holders]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rest)).strip("\n"), holders


def notices():
    by_text, without = collections.OrderedDict(), []
    for crate in linked():
        name = f"{crate['name']} {crate['version']}"
        texts = texts_of(crate)
        if not texts:
            without.append(f"{name} ({crate['license']}; {', '.join(crate['authors']) or crate['repository']})")
        for text in texts:
            body, holders = parted(text)
            key = re.sub(r"\W+", " ", body).lower().strip()
            by_text.setdefault(key, (body, []))[1].append((name, holders))
    out = ["Comptoir is made with the work of others. Thank you.\n", BUNDLED]
    if without:
        out.append("These crates name their licence, and carry no text of it:\n\n" + "\n".join(without) + "\n")
    for body, users in sorted(by_text.values(), key=lambda entry: -len(entry[1])):
        out.append("=" * 100 + "\n")
        for name, holders in users:
            out.append(name + ("".join(f"\n    {holder}" for holder in holders)))
        out.append("\n" + body + "\n")
    for path in sorted(VENDORED.glob("*.LICENSE")):
        out.append("=" * 100 + f"\n\n{path.stem}, in the pages\n\n" + path.read_text("utf-8").strip() + "\n")
    return "\n".join(out)


def main():
    text = notices()
    if sys.argv[1:] == ["--check"]:
        if not NOTICES.exists() or NOTICES.read_text("utf-8") != text:
            sys.exit(f"{NOTICES.relative_to(ROOT)} is stale: run python3 tools/notices/notices.py")
    else:
        NOTICES.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
