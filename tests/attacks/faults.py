"""What breaks by itself or by accident: a service that hangs, files that vanish, answers and files without an end."""

import contextlib
import gzip
import http.client
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path

import parquet
from services import BYSTANDER, MEMORY_MIB, PASSWORD, Watch, basic, hold, in_threads, sql, upload


def _minutes(function):
    function.takes_minutes = True
    return function


@contextlib.contextmanager
def _source(write):
    """A server on loopback whose answers `write` makes; counts who came."""
    came = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            came.append(self.path)
            with contextlib.suppress(OSError):
                self.send_response(200)
                self.send_header("content-type", "text/csv")
                self.end_headers()
                write(self.wfile)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], came
    finally:
        server.shutdown()
        server.server_close()


def a_database_service_that_hangs(shop):
    """The dashboard, its /health and its stop answer within 5 s, and it recovers by itself."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    hold(dashboard.ask("/api/v1/summary", headers=basic(PASSWORD)).status == 200, "no summary before")
    database.process.send_signal(signal.SIGSTOP)
    time.sleep(0.5)

    def ask(number):
        path = ("/health", "/api/v1/sql?sql=select+1", "/", "/api/v1/names")[number % 4]
        since = time.monotonic()
        status = dashboard.ask(path, headers=basic(PASSWORD), seconds=30).status
        return path, status, time.monotonic() - since

    slow = [result for result in in_threads(24, ask) if isinstance(result, Exception) or result[2] > 7]
    hold(not slow, f"{slow[:3]}")
    database.process.send_signal(signal.SIGCONT)
    until = time.monotonic() + 15
    while dashboard.ask("/api/v1/sql?sql=select+1", headers=basic(PASSWORD), seconds=30).status != 200:
        hold(time.monotonic() < until, "it does not recover")
        time.sleep(0.3)
    database.process.send_signal(signal.SIGSTOP)
    waiting = threading.Thread(target=lambda: in_threads(8, ask), daemon=True)
    waiting.start()
    time.sleep(0.3)
    seconds = dashboard.stop()
    hold(seconds < 12, f"a stop takes {seconds:.0f} s")


def a_database_service_that_is_killed(shop):
    """The dashboard says so at once, and goes on when it is back."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    port = database.port
    database.kill()
    since = time.monotonic()
    answer = dashboard.ask("/api/v1/sql?sql=select+1", headers=basic(PASSWORD))
    hold(answer.status in (502, 503) and time.monotonic() - since < 5, f"{answer}")
    hold(answer.json().get("remedy"), f"{answer}")
    shop.database(listen=f"127.0.0.1:{port}")
    until = time.monotonic() + 10
    while dashboard.ask("/api/v1/sql?sql=select+1", headers=basic(PASSWORD)).status != 200:
        hold(time.monotonic() < until, "it does not go on")
        time.sleep(0.3)


def sql_over_the_dashboard(shop):
    """A signed-in person cannot make it answer or hold gigabytes, alone or with a Database Service."""
    database = shop.database()
    for dashboard, others in ((shop.dashboard(database, PASSWORD), [database]), (shop.dashboard(None, PASSWORD), [])):
        for text, form in (("select randomblob(3000000) from sales limit 400", "json"),
                           ("select hex(randomblob(500000)) from sales limit 800", "csv"),
                           ("with recursive n(i) as (select 1 union all select i+1 from n) select i, i, i, i from n", "csv")):
            path = "/api/v1/sql?" + urllib.parse.urlencode({"sql": text, "format": form})
            with Watch(dashboard, *others), contextlib.suppress(OSError, http.client.HTTPException):
                dashboard.ask(path, headers=basic(PASSWORD), seconds=5, limit=512 << 20)
        grown = [service.growth() for service in (dashboard, *others)]
        hold(max(grown) < MEMORY_MIB, f"{[f'{mib:.0f} MiB' for mib in grown]}")


def many_refused_lines(shop):
    """A file of 120 000 bad lines: its refused lines are kept and answered, all of them, within bounds."""
    _refused_lines(shop, 120_000)
    _refused_lines(shop, 120_000, shop.database())


@_minutes
def millions_of_refused_lines(shop):
    """8 400 000 bad lines in a gzip of less than 100 kB."""
    _refused_lines(shop, 8_400_000)


def _refused_lines(shop, count, *others):
    dashboard = shop.dashboard(*others or [None], PASSWORD)
    size = shop.file.stat().st_size
    good = b"2023-11-30;Pack Premium;Paris;1;2,00\n"
    body = gzip.compress(b"sale_date;product;store;quantity;amount\n" + good * 3 + b"x;Pack Premium;Paris;a;b\n" * count)
    with Watch(dashboard, *others):
        answer = upload(dashboard, "bad.csv.gz", body)
    hold(answer.status in (201, 413, 422), f"{answer}")
    ledger = dashboard.ask("/api/v1/imports", headers=basic(PASSWORD), seconds=60).json()["imports"]
    rejected = [line["id"] for line in ledger if (line["rejected"] or 0) >= count]
    hold(rejected or answer.status != 201, f"no line was refused: {answer}")
    for number in rejected:
        for form in ("json", "csv"):
            with Watch(dashboard, *others), contextlib.suppress(OSError):
                answer = dashboard.ask(f"/api/v1/imports/{number}/rejects?format={form}", headers=basic(PASSWORD),
                                       seconds=300, limit=1 << 30)
                whole = len(answer.body) < 1 << 30 and answer.body.count(b'"line":' if form == "json" else b"\n")
                expected = count + (form == "csv")
                hold(whole in (False, expected), f"{form}: {whole} lines of {expected}")
    grown = [service.growth() for service in (dashboard, *others)]
    hold(max(grown) < MEMORY_MIB, f"{[f'{mib:.0f} MiB' for mib in grown]}")
    grown = (shop.file.stat().st_size - size) >> 20
    hold(grown < 100, f"the database grows by {grown} MiB")


def compressed_bombs(shop):
    """Archives that become gigabytes are refused or read within bounds."""
    dashboard = shop.dashboard(None, PASSWORD)
    zeros = gzip.compress(b"\0" * (50 << 20), 1)
    line = gzip.compress(b"a" * (50 << 20), 1)
    headers = gzip.compress(b"sale_date;product;store;quantity;amount\n" * (1 << 19), 1)
    totals = gzip.compress(b"sale_date;product;store;quantity;amount\n" + b"Total;;;;12,00\n" * (1 << 20), 1)
    remarks = gzip.compress(b"sale_date;product;store;quantity;amount\n" + b"Fin de page;;;;\n" * (1 << 20), 1)
    with Watch(dashboard):
        for body in (zeros, gzip.compress(zeros), line, headers, totals, remarks):
            with contextlib.suppress(OSError):
                answer = upload(dashboard, "x.csv.gz", body, dry_run=True, seconds=120)
                hold(answer.status in (201, 400, 413, 422, 503), f"{answer}")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")


def parquet_that_lies(shop):
    """Files of Parquet whose pages, counts, schema or groups are not what they say: refused, and the service goes on. Uploaded,
    and by an address."""
    dashboard = shop.dashboard(None, PASSWORD, "--allow-private-urls")
    rows, many = 1_000, 100_000_000
    twice = parquet.file(parquet.sales(rows), rows)
    packed = {name: parquet.constant(text, 1, parquet.GZIP) for name, text in
              {"sale_date": b"2023-11-30", "store": b"Paris", "quantity": b"1", "amount": b"2.00"}.items()}
    long_text = parquet.page(parquet.plain(b"a" * (600 << 20)), 1, codec=parquet.GZIP, says=20)
    packed["product"] = parquet.TEXT, [long_text], 1, False

    def product(*pages, values=rows, has_dictionary=False):
        return parquet.sales(rows, product=(parquet.TEXT, list(pages), values, has_dictionary))

    nested = [parquet.element("schema", children=1), *[parquet.element("g", children=1)] * 100_000, parquet.element("x", parquet.TEXT)]
    wide = {f"c{number}": parquet.constant(b"z" * (1 << 20), 4_000) for number in range(24)}
    places = bytes([1]) + parquet.run(1, rows)
    files = {
        "unpacks to more than its page says": parquet.file(packed, 1, parquet.GZIP, says=30),
        "a page of 2 GB": parquet.file(product(parquet.page(parquet.plain(b"x") * rows, rows, says=2**31 - 1)), rows),
        "a dictionary of 2 billion": parquet.file(product(
            parquet.page(parquet.plain(b"x"), 2**31 - 1, is_dictionary=True),
            parquet.page(places, rows, parquet.RLE_DICTIONARY), has_dictionary=True), rows),
        "100 million rows": parquet.file(parquet.sales(many), many),
        "more rows than it says": parquet.file(parquet.sales(many), 5),
        "long texts in all columns": parquet.file(parquet.sales(4_000) | wide, 4_000, says=1000),
        "columns in columns": parquet.file({"g.x": parquet.constant(b"x", 1)}, 1, schema=nested),
        "50 000 columns": parquet.file({f"c{number}": parquet.constant(b"x", rows) for number in range(50_000)}, rows),
        "100 000 groups": parquet.file(parquet.sales(1), 1, copies=100_000),
        "the same group again and again": parquet.file(product(parquet.page(parquet.plain(b"q" * 300_000) * 200, rows)), 200, copies=300, says=9),
    }
    with Watch(dashboard):
        for name, body in files.items():
            answer = upload(dashboard, "x.parquet", body, dry_run=True, seconds=120)
            hold(answer.status in (400, 413, 422), f"{name}: {answer}")
            hold(answer.json().get("remedy"), f"{name}: {answer}")
            with _source(lambda out, body=body: out.write(body)) as (port, _):
                by_address = {"url": f"http://127.0.0.1:{port}/x.parquet"}
                answer = dashboard.ask("/api/v1/imports", "POST", by_address, basic(PASSWORD), seconds=120)
            hold(answer.status in (400, 413, 422), f"{name}, by its address: {answer}")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")
    answer = upload(dashboard, "x.parquet", twice, dry_run=True)
    hold(answer.status == 201 and answer.json().get("added") == rows, f"a true file: {answer}")


def texts_that_are_repeated_without_end(shop):
    """JSON and tables of HTML and XML of a few kilobytes in which a text, a column or a cell comes again and again: refused, within bounds."""
    dashboard = shop.dashboard(None, PASSWORD)
    line = b'{"product":"Pack Premium","quantity":1,"amount":2}'
    order = b'{"id":1,"sale_date":"2023-11-30","store":"Paris","note":"' + b"x" * 500_000 + b'","lines":[' + b",".join([line] * 5_000) + b"]}"
    spanning = b"<html><table><tr><td rowspan=9999>" + b"x" * 100_000 + b"</td></tr>" + b"<tr>" * 9_999 + b"</table></html>"
    space = b"urn:schemas-microsoft-com:office:spreadsheet"
    far = b'<Row><Cell ss:Index="4000"><Data ss:Type="String">x</Data></Cell></Row>'
    sheet = (b'<?xml version="1.0"?><Workbook xmlns="' + space + b'" xmlns:ss="' + space + b'"><Worksheet><Table>' + far * 20_000
             + b"</Table></Worksheet></Workbook>")
    files = {
        "order.json": order, "orders.json": b"[" + b",".join([order] * 20) + b"]",
        "string.json": b'[{"a":"' + b"x" * (30 << 20) + b'"}]', "deep.json": b"[" * (30 << 20), "deeper.json": b'{"a":' * (2 << 20),
        "keys.json": b"[" + b",".join(b'{"k%d":1}' % number for number in range(200_000)) + b"]",
        "span.html": spanning, "far.xml": sheet,
    }
    with Watch(dashboard):
        for name, text in files.items():
            answer = upload(dashboard, name + ".gz", gzip.compress(text, 1), dry_run=True, seconds=120)
            # An order by itself is its lines, which are asked about.
            hold(answer.status in (400, 413, 422) and answer.json().get("remedy") or name == "order.json", f"{name}: {answer}")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")


def private_addresses(shop):
    """An import by address never asks a private one, however it is written."""
    dashboard = shop.dashboard(None, PASSWORD)
    with _source(lambda out: out.write(b"a;b\n")) as (port, came):
        for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]",
                     "[::ffff:7f00:1]", "0.0.0.0", "0", "127.0.0.1.", "LOCALHOST", "user@127.0.0.1", "[::]", "127.127.127.127"):
            answer = dashboard.ask("/api/v1/imports", "POST", {"url": f"http://{host}:{port}/x.csv"}, basic(PASSWORD))
            hold(answer.status in (400, 403, 422), f"{host}: {answer}")
        answer = dashboard.ask("/api/v1/imports", "POST", {"url": "file:///etc/passwd"}, basic(PASSWORD))
        hold(answer.status in (400, 403, 422), f"file: {answer}")
        hold(not came, f"asked: {came}")


@_minutes
def a_source_without_an_end(shop):
    """An address that sends header lines for ever is given up within bounds of memory and disk."""
    dashboard = shop.dashboard(None, PASSWORD, "--allow-private-urls")

    def write(out):
        for _ in range(40_000):
            out.write(b"sale_date;product;store;quantity;amount\n" * 1000)

    with _source(write) as (port, _), Watch(dashboard):
        dashboard.ask("/api/v1/imports?dry_run=true", "POST", {"url": f"http://127.0.0.1:{port}/x.csv"}, basic(PASSWORD), seconds=300)
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")


@contextlib.contextmanager
def _small_disk(folder):
    """A disk of 8 MB, where this account may mount one; else None."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True, check=False)
    try:
        yield folder if mounted.returncode == 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def _filled(folder):
    """Takes all the room of a disk; the file that does."""
    filler = folder / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    return filler


def a_full_disk(shop):
    """Uploads say that the disk is full and change nothing, /health of both services says so, and all go on once there is room."""
    line = b"%d;2023-12-01;Pack Premium;Paris;1;2,00\n"
    sales = b"id;sale_date;product;store;quantity;amount\n" + b"".join(line % number for number in range(5_000_000, 5_002_000))
    for two in (False, True):
        with _small_disk(shop.folder / f"disk-{two}") as disk:
            if disk is None:
                return
            shop.file = disk / "shop.db"
            shop.run("demo", "--no-serve")
            database = shop.database() if two else None
            dashboard = shop.dashboard(database, PASSWORD)
            count = "/api/v1/sql?sql=select+count(*)+from+sales"
            before = dashboard.ask(count, headers=basic(PASSWORD)).body
            filler = _filled(disk)
            time.sleep(1.2)
            for service in (dashboard, *([database] if two else [])):
                answer = service.ask("/health")
                hold(answer.status == 503 and (b"full" in answer.body or b"plein" in answer.body), f"/health: {answer}")
            answer = upload(dashboard, "x.csv", sales)
            hold(answer.status == 507 and answer.json()["code"] == "store-disk-full", f"{answer}")
            hold(dashboard.ask(count, headers=basic(PASSWORD)).body == before, "half of a file was kept")
            filler.unlink()
            time.sleep(1.2)
            hold(dashboard.ask("/health").status == 200, "/health does not recover")
            answer = upload(dashboard, "x.csv", sales)
            hold(answer.status == 201 and answer.json()["added"] == 2_000, f"{answer}")
            for service in shop.services:
                service.stop()


def a_full_disk_of_temporary_files(shop):
    """An upload that finds no room on it says where, and nothing of it is left there."""
    with _small_disk(shop.folder / "temporary") as disk:
        if disk is None:
            return
        dashboard = shop.dashboard(None, PASSWORD, TMPDIR=str(disk))
        for dry_run in (True, False):
            answer = upload(dashboard, "x.csv", b"sale_date;product;store;quantity;amount\n" * (1 << 20), dry_run)
            hold(answer.status == 507 and answer.json()["code"] == "import-disk-full", f"{answer}")
            hold(not list(disk.iterdir()), f"{list(disk.iterdir())}")
        hold(dashboard.ask("/api/v1/summary", headers=basic(PASSWORD)).status == 200, "no summary")


@contextlib.contextmanager
def _failing_disk(folder):
    """A disk that becomes read-only when the function is called, where this account may make one; else None."""
    image = folder.with_suffix(".image")
    folder.mkdir()
    image.write_bytes(b"")
    os.truncate(image, 64 << 20)
    made = [["mkfs.ext4", "-q", "-F", "-e", "remount-ro", str(image)], ["mount", "-o", "loop,errors=remount-ro", str(image), str(folder)]]
    try:
        is_mounted = all(subprocess.run(step, capture_output=True, check=False).returncode == 0 for step in made)
    except FileNotFoundError:
        is_mounted = False
    device = subprocess.run(["findmnt", "-no", "SOURCE", str(folder)], capture_output=True, text=True, check=False).stdout
    switch = Path("/sys/fs/ext4") / device.strip().rsplit("/", 1)[-1] / "trigger_fs_error"
    try:
        yield (lambda: switch.write_text("1")) if is_mounted and switch.is_file() else None
    finally:
        if is_mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def a_disk_that_becomes_read_only(shop):
    """Under both services: reads go on, writes and /health say why, and the stop is clean. As a failing disk becomes."""
    with _failing_disk(shop.folder / "disk") as fail:
        if fail is None:
            return
        shop.file = Path(shutil.move(shop.file, shop.folder / "disk" / "shop.db"))
        database = shop.database()
        dashboard = shop.dashboard(database, PASSWORD)
        hold(dashboard.health() is not None and database.ask("/health").status == 200, "not well before")
        fail()
        code, count = sql(database, "select count(*) from sales", shop.token)
        hold(code is None and int(count) > 2_000, f"reads end: {code}")
        hold(dashboard.ask("/api/v1/summary", headers=basic(PASSWORD), seconds=60).status == 200, "the summary fails")
        code, _ = sql(database, "update settings set value = value || ''", shop.token)
        hold(code == "SQLITE_READONLY", f"a write says {code}")
        for service in (database, dashboard):
            # What was found within the last moments is said again: the look before the failure may be one of these.
            end = time.monotonic() + 5
            while (answer := service.ask("/health")).status == 200 and time.monotonic() < end:
                time.sleep(0.2)
            hold(answer.status == 503 and b"store-file-read-only" in answer.body, f"/health: {answer}")
        answer = upload(dashboard, "one.csv", b"sale_date;product;store;quantity;amount\n2023-11-30;Pack Premium;Paris;1;2,00\n")
        hold(answer.status >= 500 and b"store-file-read-only" in answer.body, f"an import says {answer}")
        hold(dashboard.stop() < 10 and database.stop() < 10, "a stop took more than 10 s")
        hold("read-only" in database.log.read_text(), f"the stop says {database.log.read_text()}")


def a_file_that_vanishes(shop):
    """A database that is deleted under the service is missed, and never silently made anew."""
    database = shop.database()
    shop.file.unlink()
    for beside in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{shop.file}{beside}")
    time.sleep(1.5)
    code, count = sql(database, "select count(*) from sales", shop.token)
    hold(not (code is None and count == "0"), "an empty database answers in its place")
    answer = database.ask("/health")
    hold(answer.status == 503, f"/health: {answer}")
    sql(database, "insert into products (name) values ('x')", shop.token)
    hold(not shop.file.exists() or shop.file.stat().st_size == 0, "the file was made anew")


def files_that_are_no_database(shop):
    """Are left to the byte as they were, and named for what they are."""
    notes, device = shop.folder / "notes.txt", "/dev/null"
    notes.write_text("these are notes\n" * 500)
    before = notes.read_bytes()
    for path in (str(notes), device, str(shop.folder)):
        done = _run_on(shop, path)
        hold(done.returncode not in (0, -6, -11), f"{path}: {done.returncode}")
        said = done.stdout + done.stderr
        hold("SQLite database" in said and "I/O" not in said, f"{path}: {said}")
    hold(notes.read_bytes() == before, "the notes have changed")


def _run_on(shop, path):
    return subprocess.run([shop.program, "--lang", "en", "--db", path, "analyse"], cwd=shop.folder, capture_output=True, text=True, timeout=60)


def truncated_and_damaged_files(shop):
    """Are found before a figure is shown."""
    whole = shop.file.read_bytes()
    cut, zeroed = shop.folder / "cut.db", shop.folder / "zeroed.db"
    cut.write_bytes(whole[:-7000])
    # From the fourth page to the middle: pages there are in use, one alone may be free.
    middle = len(whole) // 8192 * 4096
    zeroed.write_bytes(whole[:12288] + bytes(middle - 12288) + whole[middle:])
    done = _run_on(shop, str(cut))
    hold(done.returncode == 1, f"a truncated file: {done.returncode} {done.stdout[:200]}")
    checked = subprocess.run([shop.program, "--lang", "en", "--db", str(zeroed), "db", "check"], capture_output=True, text=True, timeout=60)
    hold(checked.returncode != 0, "a zeroed page is sound")


def a_stop_in_the_middle_of_writes(shop):
    """What was answered is there after a kill, and the file is sound."""
    database = shop.database()
    sql(database, "create table notes (id integer primary key)", shop.token)
    kept, over = [], threading.Event()

    def write(number):
        at = number * 1_000_000
        while not over.is_set():
            at += 1
            with contextlib.suppress(OSError, json.JSONDecodeError):
                if sql(database, f"insert into notes values ({at})", shop.token)[0] is None:
                    kept.append(at)

    writing = threading.Thread(target=lambda: in_threads(6, write), daemon=True)
    writing.start()
    time.sleep(2)
    database.kill()
    over.set()
    writing.join(20)
    again = shop.database()
    _, there = sql(again, "select group_concat(id) from notes", shop.token)
    missing = set(kept) - {int(number) for number in (there or "").split(",") if number}
    hold(not missing, f"{len(missing)} of {len(kept)} answered rows are gone")
    again.stop()
    hold(shop.run("db", "check").returncode == 0, "the file is not sound")


def bodies_that_are_held_whole(shop):
    """Requests that are no files are cut off at a megabyte, whatever they say of their length: JSON, names in a form, answers."""
    dashboard = shop.dashboard(None, PASSWORD)
    boundary = "z" * 24
    table = (f'--{boundary}\r\nContent-Disposition: form-data; name="table"\r\n\r\n'.encode() + b"x" * (200 << 20)
             + f"\r\n--{boundary}--\r\n".encode())
    form = {"content-type": f"multipart/form-data; boundary={boundary}"}
    json_type = {"content-type": "application/json"}
    for path, body, headers in (("/api/v1/imports", b" " * (200 << 20), json_type), ("/api/v1/imports", table, form),
                                ("/api/v1/imports/drafts/0", b" " * (200 << 20), json_type), ("/api/v1/forecasts", b" " * (200 << 20), json_type),
                                ("/api/v1/store-days", b" " * (200 << 20), json_type)):
        with Watch(dashboard), contextlib.suppress(OSError):
            answer = dashboard.ask(path, "POST", body, basic(PASSWORD) | headers, seconds=120)
            hold(400 <= answer.status < 500, f"{path}: {answer}")
    hold(dashboard.growth() < 100, f"{dashboard.growth():.0f} MiB")


def few_files_may_be_open(shop):
    """Where a process may open 64, 128 or 256 files, idle strangers and many questions take none from the database: both services
    answer /health meanwhile, and everybody afterwards."""
    for most in (64, 128, 256):
        shop.open_files = most
        database = shop.database()
        dashboard = shop.dashboard(database, PASSWORD)
        shop.open_files = None
        with contextlib.ExitStack() as idle:
            for service in (database, dashboard):
                for _ in range(400):
                    with contextlib.suppress(OSError):
                        stranger = idle.enter_context(contextlib.closing(socket.create_connection(("127.0.0.1", service.port), 5)))
                        stranger.sendall(b"GET /health HTTP/1.1\r\n")
            for service in (database, dashboard):
                seconds = service.health(15)
                hold(seconds is not None and seconds < 2, f"{most} files: /health takes {seconds} s")
            answers = in_threads(24, lambda _: dashboard.ask("/api/v1/summary", headers=basic(PASSWORD), source=BYSTANDER).status)
            # More at once than there is room for are refused, or closed before they have asked.
            others = {answer for answer in answers if not isinstance(answer, (OSError, http.client.HTTPException))}
            hold(answers.count(200) >= 12 and others <= {200, 502, 503}, f"{most} files: {answers}")
        time.sleep(0.5)
        answer = dashboard.ask("/api/v1/sql?sql=select+1", headers=basic(PASSWORD))
        hold(answer.status == 200, f"{most} files: {answer}")
        hold(upload(dashboard, "x.csv", b"sale_date;product;store;quantity;amount\n2023-12-01;Pack Premium;Paris;1;2,00\n").status == 201,
             f"{most} files: no upload")
        hold(b"read-only" not in database.log.read_bytes(), f"{most} files: {database.log.read_text()}")
        for service in (dashboard, database):
            hold(service.stop() < 12, f"{most} files: it does not stop")


def forecasts_without_end(shop):
    """Horizons, levels and groups by the thousand are refused before anything is computed; many forecasts at once take turns."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    levels = [50 + number / 1000 for number in range(1, 1001)]

    def make(**wanted):
        return dashboard.ask("/api/v1/forecasts", "POST", wanted, basic(PASSWORD), seconds=120)

    for wanted, code in (({"levels": levels}, "forecast-too-many-levels"), ({"horizon": 100_000}, "forecast-horizon-too-long"),
                         ({"horizon": 3_650, "by": "product", "levels": levels[:20]}, "forecast-too-large")):
        since = time.monotonic()
        answer = make(**wanted)
        hold(answer.status in (400, 413) and answer.json()["code"] == code, f"{answer}")
        hold(time.monotonic() - since < 10, f"{code} takes {time.monotonic() - since:.0f} s")
    with Watch(dashboard, database):
        answers = in_threads(12, lambda number: make(horizon=700 + number, by="product", levels=[80, 90, 95]).status)
    hold(set(answers) <= {201, 503} and 201 in answers, f"{answers}")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")
