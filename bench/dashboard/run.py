#!/usr/bin/env python3
"""How fast the dashboard is, on this machine.

    bench/dashboard/run.py --rows 10000000 --runs 9

A shop with so many sales over five years is served by a release build. A real Chromium (tests/browser needs `npm ci`) draws the
overview with an empty cache in a window that has been open for a moment (a new one loads parts of the browser itself), then
stores and products are clicked, each once, so that no answer is known: how long until the new figures are seen, and until
all is drawn. Beside that it paints an almost empty page, which says how fast the browser is in that minute. Then wrk
(Debian's package) asks what an overview asks, with fifty clients that let answers be packed, as browsers do, for ten seconds:
once each asking again 50 ms after its answer, and once as fast as they can, which measures the queue before busy cores. How
long a plain loop took in the same minute is told with it, since machines are shared.
"""

import argparse
import contextlib
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "bench" / "analysis"))
from run import binary, write_shop  # noqa: E402

CLIENTS = 50
SECONDS = 10
PAUSE_MS = 50


@contextlib.contextmanager
def serving(program, shop):
    command = [program, "--db", shop, "serve", "--listen", "127.0.0.1:0"]
    service = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        while not (url := re.search(r"http://localhost:\d+", service.stderr.readline())):
            pass
        yield url[0].replace("localhost", "127.0.0.1")
    finally:
        service.kill()
        service.wait()


def ask(url):
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


def questions(url):
    """What one drawing of the overview asks."""
    available = ask(f"{url}/api/v1/summary")["available"]
    days = f"from={available['to'][:8]}01&to={available['to']}"
    compared = f"{days}&compare=n-1"
    return [
        "/api/v1/summary",
        f"/api/v1/summary?{days}&compare=previous",
        f"/api/v1/summary?{compared}",
        f"/api/v1/series?{compared}&grain=day",
        *(f"/api/v1/breakdown/{grouping}?{compared}&limit=8" for grouping in ("product", "store", "category")),
        f"/api/v1/breakdown/region?{compared}",
        f"/api/v1/why?{compared}",
        f"/api/v1/seasonality?{days}",
        f"/api/v1/calendar?{days}",
        f"/api/v1/targets?to={available['to']}",
    ]


def load(url, asked, pause_ms):
    """Latencies in milliseconds of clients that ask again so long after each answer."""
    addresses = ", ".join(f'"{address}"' for address in asked)
    script = f"""
        local addresses, at = {{ {addresses} }}, 0
        request = function()
            at = at % #addresses + 1
            return wrk.format("GET", addresses[at], {{ ["Accept-Encoding"] = "gzip" }})
        end
        {f"delay = function() return {pause_ms} end" if pause_ms else ""}
        done = function(summary, latency)
            local errors = summary.errors.status + summary.errors.read + summary.errors.timeout
            print(string.format("told %d %d %f %f", summary.requests, errors, latency:percentile(50), latency:percentile(99)))
        end
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "-s", file.name, url]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    requests, errors, median, p99 = re.search(r"told (\d+) (\d+) ([\d.]+) ([\d.]+)", told).groups()
    return int(requests) / SECONDS, int(errors), float(median) / 1000, float(p99) / 1000


def loop():
    start, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--shop", help="a database to measure, instead of one that is made")
    flags = parser.parse_args()
    program = binary()
    with tempfile.TemporaryDirectory() as folder:
        shop = flags.shop or str(pathlib.Path(folder) / "shop.db")
        if not flags.shop:
            write_shop(shop, flags.rows)
        with serving(program, shop) as url:
            start = time.perf_counter()
            asked = questions(url)
            print(f"first question, with the cube made meanwhile: {time.perf_counter() - start:.2f} s")
            for address in asked:
                start = time.perf_counter()
                ask(url + address)
                print(f"  {(time.perf_counter() - start) * 1000:7.1f} ms  {address}")
            command = ["node", str(HERE / "page.mjs"), url, str(flags.runs)]
            page = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            for name in ("empty", "drawn", "figures", "click"):
                values = page[name]
                print(f"{name}: median {statistics.median(values):.0f} ms, from {min(values):.0f} to {max(values):.0f}")
            print(f"bytes over the wire on the first visit: {page['bytes'] / 1000:.0f} kB in {page['requests']} answers")
            for pause_ms in (PAUSE_MS, 0):
                rate, errors, median, p99 = load(url, asked, pause_ms)
                print(
                    f"{CLIENTS} clients, {pause_ms} ms between: {rate:.0f} answers/s, {errors} errors, "
                    f"median {median:.1f} ms, p99 {p99:.1f} ms"
                )
            print(f"ten million additions in Python took {loop():.2f} s")


if __name__ == "__main__":
    main()
