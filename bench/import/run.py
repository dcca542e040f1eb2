#!/usr/bin/env python3
"""How long an import of sales takes, beside DuckDB and pandas, on this machine in one run.

    cargo build --release && bench/import/run.py --comptoir target/release/comptoir --rows 1000000

Everything runs in turns, each time in a fresh process and on a fresh database. Comptoir's seconds are those of the
whole process; those of DuckDB and pandas start behind their own start and `import`, and end when the file is closed.
Peak memory is the largest resident set that the system saw, never below this script's own (some 20 MB; Linux counts
so). After each import the rows of the table are counted. The files are warm: they have just been written.
"""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

PRODUCTS = 200
FIRST_DAY = datetime.date(2021, 1, 1)
DAYS = 5 * 365
CITIES = {
    "Paris": "Île-de-France", "Versailles": "Île-de-France", "Lyon": "Auvergne-Rhône-Alpes",
    "Grenoble": "Auvergne-Rhône-Alpes", "Marseille": "Provence-Alpes-Côte d'Azur", "Nice": "Provence-Alpes-Côte d'Azur",
    "Toulouse": "Occitanie", "Montpellier": "Occitanie", "Bordeaux": "Nouvelle-Aquitaine", "Pau": "Nouvelle-Aquitaine",
    "Nantes": "Pays de la Loire", "Angers": "Pays de la Loire", "Rennes": "Bretagne", "Brest": "Bretagne",
    "Lille": "Hauts-de-France", "Amiens": "Hauts-de-France", "Strasbourg": "Grand Est", "Reims": "Grand Est",
    "Rouen": "Normandie", "Dijon": "Bourgogne-Franche-Comté",
}


def write_files(folder, rows):
    """Products, stores and clean sales, the same for the same number of rows."""
    dice = random.Random(rows)
    prices = [dice.randrange(100, 20_000) for _ in range(PRODUCTS)]
    with open(folder / "products.csv", "w", encoding="utf-8") as file:
        file.write("id,name,price,category\n")
        for number, cents in enumerate(prices, 1):
            file.write(f"{number},Produit {number},{cents / 100:.2f},Famille {number % 12}\n")
    with open(folder / "stores.csv", "w", encoding="utf-8") as file:
        file.write("id,city,region,address\n")
        for number, (city, region) in enumerate(CITIES.items(), 1):
            file.write(f"{number},{city},{region},{number} rue du Commerce\n")
    days = [(FIRST_DAY + datetime.timedelta(day)).isoformat() for day in range(DAYS)]
    with open(folder / "sales.csv", "w", encoding="utf-8") as file:
        file.write("id,product_id,store_id,sale_date,quantity,amount\n")
        for number in range(rows):
            product, quantity = dice.randrange(PRODUCTS), dice.randrange(1, 6)
            store, amount = dice.randrange(len(CITIES)) + 1, prices[product] * quantity / 100
            file.write(f"{number + 1},{product + 1},{store},{days[number * DAYS // rows]},{quantity},{amount:.2f}\n")


def write_files_without_ids(folder, rows):
    """Sales of a till without ids, four hundred a day in two stores: an export, and what comes of it later."""
    dice = random.Random(rows)
    header = "date;magasin;produit;quantite;montant\n"

    def line(number):
        day = FIRST_DAY + datetime.timedelta(number // 400)
        product, quantity = dice.randrange(PRODUCTS), dice.randrange(1, 6)
        store = ("Lyon", "Nantes")[dice.randrange(2)]
        return f"{day};{store};Produit {product};{quantity};{(product + 1) * quantity * 1.25:.2f}\n"

    lines = [line(number) for number in range(rows + 400)]
    refused = list(lines[:rows])
    for number in range(0, rows, 2_000):
        refused[number] = refused[number].rsplit(";", 1)[0] + ";n/a\n"
    shuffled = list(lines)
    dice.shuffle(shuffled)
    contents = {"first": lines[:rows], "longer": lines, "shuffled": shuffled, "refused": refused}
    for name, content in contents.items():
        with open(folder / f"{name}.csv", "w", encoding="utf-8") as file:
            file.write(header)
            file.writelines(content)


def duckdb_import(database, sales):
    """Runs in the other Python, as `pandas_import` does; seconds, and rows in the table."""
    import duckdb

    connection = duckdb.connect(database, config={"threads": 2})
    connection.execute(
        "create table if not exists sales (id bigint primary key, product_id bigint not null,"
        " store_id bigint not null, sale_date date not null, quantity double not null, amount double not null)"
    )
    start = time.perf_counter()
    connection.execute(f"insert into sales select * from read_csv('{sales}') on conflict do nothing")
    connection.close()
    seconds = time.perf_counter() - start
    return seconds, duckdb.connect(database).execute("select count(*) from sales").fetchone()[0]


def pandas_import(database, sales):
    import pandas

    start = time.perf_counter()
    connection = sqlite3.connect(database)
    pandas.read_csv(sales).to_sql("sales", connection, index=False, chunksize=100_000)
    connection.commit()
    connection.close()
    return time.perf_counter() - start, sqlite_rows(database)


def tell(function, database, sales):
    """Seconds and rows on standard output."""
    print(json.dumps({"duckdb": duckdb_import, "pandas": pandas_import}[function](database, sales)))


def sqlite_rows(database):
    """How many sales a file of SQLite holds."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return connection.execute("select count(*) from sales").fetchone()[0]


def measured(command, codes=(0,)):
    """Runs a command to its end: wall seconds, peak resident bytes, standard output."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode not in codes:
            sys.exit(f"{command[0]} ended with {process.returncode}:\n{errors.read().decode()}")
        return seconds, usage.ru_maxrss * 1024, output.read().decode()


class Bench:
    """The files of one run, and what was measured: seconds and peak memory by what was done."""

    def __init__(self, folder, rows, comptoir, python):
        self.alone = python is None
        self.folder, self.rows, self.comptoir, self.python = folder, rows, comptoir, python
        self.sales = folder / "sales.csv"
        self.shop = folder / "shop.db"
        self.times, self.peaks, self.without_ids = {}, {}, {}

    def note(self, what, seconds, peak, rows):
        if rows != self.rows:
            sys.exit(f"{what}: {rows} rows in the table instead of {self.rows}")
        self.times.setdefault(what, []).append(seconds)
        self.peaks[what] = max(self.peaks.get(what, 0), peak)
        print(f"{what}: {seconds:.2f} s", file=sys.stderr)

    def fresh(self, name, template=None):
        """The path of a database that is not there, or is like the template."""
        for left in self.folder.glob(f"{name}*"):
            left.unlink()
        if template:
            shutil.copy(template, self.folder / name)
        return self.folder / name

    def prepare_shop(self):
        """A database of Comptoir with products and stores, to be copied for each run."""
        self.fresh(self.shop.name)
        measured([self.comptoir, "--db", self.shop, "import", self.folder / "products.csv", self.folder / "stores.csv"])

    def run_comptoir(self):
        database = self.fresh("comptoir.db", self.shop)
        for what in ("Comptoir", "Comptoir, again"):
            seconds, peak, _ = measured([self.comptoir, "--db", database, "import", self.sales])
            self.note(what, seconds, peak, sqlite_rows(database))

    def run_without_ids(self):
        """Exports that come again, each on a database that has the first one."""
        database, first = self.fresh("till.db"), self.folder / "first.csv"
        self.time_import("first", database, first, self.rows)
        again = [
            ("the same file", "first", [], self.rows),
            ("one day more", "longer", [], self.rows + 400),
            ("one day more, shuffled", "shuffled", [], self.rows + 400),
            ("one day more, mode replace", "longer", ["--mode", "replace"], self.rows + 400),
        ]
        for what, name, flags, rows in again:
            copy = self.fresh("again.db", database)
            self.time_import(what, copy, self.folder / f"{name}.csv", rows, flags)
        copy, kept = self.fresh("again.db"), self.rows - -(-self.rows // 2_000)
        self.time_import("with refused lines", copy, self.folder / "refused.csv", kept)
        self.time_import("with refused lines, again", copy, self.folder / "refused.csv", kept)

    def time_import(self, what, database, file, rows, flags=()):
        rejects = self.folder / "rejects.csv"
        command = [self.comptoir, "--db", database, "import", *flags, "--rejects", rejects, file]
        seconds, peak, _ = measured(command, (0, 3))
        if sqlite_rows(database) != rows:
            sys.exit(f"{what}: {sqlite_rows(database)} rows in the table instead of {rows}")
        self.without_ids.setdefault(what, []).append((seconds, peak))
        print(f"without ids, {what}: {seconds:.2f} s", file=sys.stderr)

    def table_without_ids(self):
        lines = ["| without ids | best | × first | peak memory |", "|---|---|---|---|"]
        first = min(self.without_ids["first"])[0]
        for what, runs in self.without_ids.items():
            best, peak = min(runs)[0], max(peak for _, peak in runs)
            lines.append(f"| {what} | {best:.2f} s | {best / first:.2f} | {megabytes(peak)} |")
        return "\n".join(lines)

    def run_service(self):
        database = self.fresh("service.db", self.shop)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        command = [str(self.comptoir), "--db", str(database), "db", "serve", "--listen", address]
        service = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until_healthy(f"http://{address}/health")
            seconds, peak, _ = measured([self.comptoir, "--db", f"http://{address}", "import", self.sales])
        finally:
            service.send_signal(signal.SIGTERM)
            _, _, usage = os.wait4(service.pid, 0)
            service.returncode = 0
        self.note("Comptoir, through its service", seconds, peak, sqlite_rows(database))
        self.peaks["the service"] = max(self.peaks.get("the service", 0), usage.ru_maxrss * 1024)

    def run_other(self, function, names):
        database = self.fresh(f"{function}.db")
        for what in names:
            _, peak, output = measured([self.python, __file__, "--inside", function, database, self.sales])
            seconds, rows = json.loads(output)
            self.note(what, seconds, peak, rows)

    def turn(self):
        if self.comptoir:
            self.run_comptoir()
            self.run_without_ids()
        if self.alone:
            return
        self.run_other("duckdb", ["DuckDB", "DuckDB, again"])
        if self.comptoir:
            self.run_service()
        self.run_other("pandas", ["pandas into SQLite"])

    def table(self):
        lines = ["| what | best | median | rows/s | × DuckDB | peak memory |", "|---|---|---|---|---|---|"]
        for what in sorted(self.times, key=lambda what: (what.endswith("again"), min(self.times[what]))):
            best, median = min(self.times[what]), statistics.median(self.times[what])
            duckdb = min(self.times["DuckDB, again" if what.endswith("again") else "DuckDB"])
            memory = megabytes(self.peaks[what])
            if "service" in what:
                memory += f" + {megabytes(self.peaks['the service'])}"
            speed = spaced(self.rows / best)
            lines.append(f"| {what} | {best:.2f} s | {median:.2f} s | {speed} | {best / duckdb:.2f} | {memory} |")
        return "\n".join(lines)


def spaced(number):
    return f"{number:,.0f}".replace(",", " ")


def megabytes(size_bytes):
    return f"{size_bytes / 1e6:.0f} MB"


def wait_until_healthy(url):
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"{url} does not answer")


def other_python(folder):
    """A Python of its own that has DuckDB and pandas."""
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "duckdb>=2", "pandas"], check=True)
    return python


def main():
    if sys.argv[1:2] == ["--inside"]:
        return tell(*sys.argv[2:])
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--comptoir", type=pathlib.Path, help="the binary; without it only the others run")
    flags.add_argument("--python", type=pathlib.Path, help="a Python with DuckDB and pandas; default: one is made")
    flags.add_argument("--alone", action="store_true", help="Comptoir without the others")
    flags.add_argument("--rows", type=int, default=1_000_000)
    flags.add_argument("--runs", type=int, default=3)
    flags.add_argument("--keep", type=pathlib.Path, help="the folder to work in, kept; default: a temporary one")
    options = flags.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.keep or pathlib.Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        comptoir = options.comptoir and options.comptoir.resolve()
        bench = Bench(folder, options.rows, comptoir, None if options.alone else options.python or other_python(folder))
        write_files(folder, options.rows)
        write_files_without_ids(folder, options.rows)
        if comptoir:
            bench.prepare_shop()
        for _ in range(options.runs):
            bench.turn()
        size = megabytes(bench.sales.stat().st_size)
        print(f"{spaced(options.rows)} sales, {size} of CSV, runs: {options.runs}\n")
        if not options.alone:
            print(f"{bench.table()}\n")
        if comptoir:
            print(bench.table_without_ids())


if __name__ == "__main__":
    main()
