#!/usr/bin/env python3
"""How fast questions about sales are answered, beside DuckDB, on this machine in one run.

    bench/analysis/run.py --rows 10000000 --runs 11

Both have the same sales and two threads. The brief's four questions (total revenue, revenue by product, by region, day
by day) are asked together, then revenue by product of the last thirty days. Comptoir's cube and DuckDB's tables are in
memory; DuckDB's are read from the same SQLite file's rows, sorted by day, so that it can skip what lies outside of a
period. The sums of both are compared before any figure is printed. Turns alternate, so that a busy moment of the machine
meets both.
"""

import argparse
import contextlib
import json
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOUR = [
    "select sum(amount) from sales",
    "select p.name, sum(amount) from sales s join products p on p.id = s.product_id group by p.id, p.name",
    "select st.region, sum(amount) from sales s join stores st on st.id = s.store_id group by st.region",
    "select sale_date, sum(amount) from sales group by sale_date",
]
MONTH = """
    select p.name, sum(amount) from sales s join products p on p.id = s.product_id
    where sale_date > (select max(sale_date) from sales) - 30 group by p.id, p.name
"""


def write_shop(path, rows):
    """A database of Comptoir's with so many sales in the order of their days, made by SQL alone."""
    subprocess.run([binary(), "--db", path, "sql", "select 1"], check=True, stdout=subprocess.DEVNULL)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
            pragma journal_mode = off;
            pragma synchronous = off;
            drop trigger sales_inserted;
            drop trigger sales_day_inserted;
        """)
        connection.executemany(
            "insert into products (id, name, price, category) values (?, ?, 10, ?)",
            [(number, f"Produit {number}", f"Famille {number % 12}") for number in range(1, 201)],
        )
        connection.executemany(
            "insert into stores (id, city, region) values (?, ?, ?)",
            [(number, f"Ville {number}", f"Région {number % 13}") for number in range(1, 21)],
        )
        # Numbers that look drawn: a multiplicative hash of the row's number.
        connection.execute(
            """
            insert into sales (id, product_id, store_id, sale_date, quantity, amount)
            with recursive n (n) as (select 0 union all select n + 1 from n where n + 1 < ?1)
            select n + 1, 1 + (n * 2654435761 >> 16) % 200, 1 + (n * 40503 >> 8) % 20,
                   date('2020-01-01', '+' || (n * 1826 / ?1) || ' days'),
                   1 + (n * 97 >> 5) % 5, (100 + (n * 7919 >> 3) % 20000) / 100.0
            from n
            """,
            [rows],
        )
        connection.execute("insert into calendar_days (day) select distinct sale_date from sales")
        connection.execute("update data_version set version = version + 1, rewrites = rewrites + 1")
        connection.commit()


class Peer:
    """DuckDB with the sales in memory."""

    def __init__(self, shop):
        import duckdb

        self.connection = duckdb.connect(config={"threads": 2})
        with contextlib.closing(sqlite3.connect(shop)) as source:
            import pyarrow

            for table, columns, order in (
                ("products", "id, name, category", "id"),
                ("stores", "id, region", "id"),
                ("sales", "sale_date, product_id, store_id, quantity, amount", "sale_date"),
            ):
                cursor = source.execute(f"select {columns} from {table} order by {order}")
                first = True
                while rows := cursor.fetchmany(1_000_000):
                    names = [name.strip() for name in columns.split(",")]
                    batch = pyarrow.table(dict(zip(names, map(list, zip(*rows)))))
                    chosen = columns.replace("sale_date", "cast(sale_date as date) as sale_date")
                    into = f"create table {table} as" if first else f"insert into {table}"
                    self.connection.execute(f"{into} select {chosen} from batch")
                    first = False

    def timed(self, queries):
        start = time.perf_counter()
        answers = [self.connection.execute(query).fetchall() for query in queries]
        return (time.perf_counter() - start) * 1_000, answers

    def total(self):
        return self.connection.execute("select sum(amount), count(*) from sales").fetchone()


class Cube:
    """The cube's side, in a process of its own that answers on a line for each line it is given."""

    def __init__(self, shop):
        command = [bench_binary(), "--db", shop]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.made = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("the cube's process has ended")
        return json.loads(line)

    def ask(self, what):
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def binary():
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "comptoir"], cwd=ROOT, check=True)
    return str(ROOT / "target" / "release" / "comptoir")


def bench_binary():
    command = ["cargo", "bench", "-p", "comptoir-analysis", "--bench", "cube", "--no-run", "--message-format=json"]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    made = [json.loads(line) for line in output.splitlines()]
    return next(part["executable"] for part in made if part.get("target", {}).get("name") == "cube")


def row(what, ours, theirs):
    ratio = statistics.median(theirs) / statistics.median(ours)
    cells = [f"{min(ours):.2f}", f"{statistics.median(ours):.2f}", f"{min(theirs):.1f}", f"{statistics.median(theirs):.1f}"]
    return f"| {what} | {' | '.join(cells)} | {ratio:.1f} |"


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--rows", type=int, default=10_000_000)
    flags.add_argument("--runs", type=int, default=11)
    flags.add_argument("--shop", type=pathlib.Path, help="a database to use; made when it is not there")
    flags.add_argument("--alone", action="store_true", help="without DuckDB")
    options = flags.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shop = (options.shop or pathlib.Path(folder) / "shop.db").resolve()
        if not shop.exists():
            write_shop(shop, options.rows)
        cube = Cube(shop)
        peer = None if options.alone else Peer(shop)
        four, month, theirs_four, theirs_month = [], [], [], []
        for _ in range(options.runs):
            four.append(cube.ask("four"))
            month.append(cube.ask("month"))
            if peer:
                theirs_four.append(peer.timed(FOUR)[0])
                theirs_month.append(peer.timed([MONTH])[0])
        made = cube.made
        if peer:
            amount, count = peer.total()
            if count != made["sales"] or abs(amount - made["total"]) > 0.01:
                sys.exit(f"DuckDB has {count} sales and {amount}, the cube {made['sales']} and {made['total']}")
        cube.close()
    print(f"{made['sales']:,} sales; {made['bytes_a_sale']:.1f} bytes a sale; read from SQLite in "
          f"{made['read_seconds']:.2f} s, {made['sales'] / made['read_seconds'] / 1e6:.1f} million a second".replace(",", " "))
    if peer:
        print("\n| what | cube, best ms | median | DuckDB, best ms | median | × |\n|---|---|---|---|---|---|")
        print(row("the brief's four questions", four, theirs_four))
        print(row("thirty days by product", month, theirs_month))
    else:
        for what, times in (("four questions", four), ("thirty days", month)):
            print(f"{what}: best {min(times):.2f} ms, median {statistics.median(times):.2f} ms")


if __name__ == "__main__":
    main()
