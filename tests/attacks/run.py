#!/usr/bin/env python3
"""Attacks both services, as processes of the built program, on this machine alone.

    run.py PATH/TO/comptoir [--long] [--only NAME] [--list]

Each attack is a function that says what must hold. A short one takes seconds; with --long those of minutes run too.
Exit code 1 when something did not hold.
"""

import argparse
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import faults
import lines
import pages
import readers
import strangers
import told
import workbooks
import writers
from services import Failed, Shop

MODULES = [strangers, readers, writers, pages, faults, workbooks, lines, told]


def attacks():
    """The attacks of a module are its public functions, in their order; those of minutes are marked."""
    for module in MODULES:
        for name, function in vars(module).items():
            if callable(function) and getattr(function, "__module__", "") == module.__name__ and not name.startswith("_"):
                yield f"{module.__name__}.{name}", function


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", type=Path)
    parser.add_argument("--long", action="store_true", help="those of minutes too")
    parser.add_argument("--only", help="those whose name has this in it")
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    chosen = [(name, function) for name, function in attacks()
              if (asked.long or not getattr(function, "takes_minutes", False)) and (not asked.only or asked.only in name)]
    if asked.list:
        for name, function in chosen:
            print(f"{name}: {(function.__doc__ or '').splitlines()[0]}")
        return 0
    program = str(asked.program.resolve())
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        template = Path(folder) / "demo.db"
        subprocess.run([program, "--db", str(template), "demo", "--no-serve"], check=True, capture_output=True, timeout=300)
        succeeded = [name for name, function in chosen if not withstood(name, function, program, template)]
    print(f"{len(chosen) - len(succeeded)} of {len(chosen)} attacks withstood")
    for name in succeeded:
        print(f"  succeeds: {name}")
    return 1 if succeeded else 0


def withstood(name, function, program, template):
    shop, since, reason = Shop(program, template), time.monotonic(), None
    try:
        function(shop)
    except Failed as failed:
        reason = str(failed)
    except Exception:  # noqa: BLE001, the suite goes on
        reason = traceback.format_exc()
    growth = [f"{service.growth():.0f}" for service in shop.services if service.process.poll() is None]
    shop.end()
    print(f"{'ok  ' if reason is None else 'FAIL'} {time.monotonic() - since:6.1f} s  +{'/'.join(growth) or '-'} MiB  {name}",
          flush=True)
    if reason is not None:
        print("     " + reason.strip().replace("\n", "\n     "), flush=True)
    return reason is None


if __name__ == "__main__":
    sys.exit(main())
