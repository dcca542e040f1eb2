"""Analysts' tools in Python: what they send beside the question, and whether they read the answer."""

import io
import os
import pathlib
import unittest
import urllib.parse
import urllib.request
import uuid

import duckdb
import duckdb_extension_httpfs
import libsql
import pandas
import polars
import pyarrow as pa
import sqlalchemy as sa

URL = os.environ.get("COMPTOIR_DB_URL", "http://127.0.0.1:8080")
TOKEN = os.environ.get("COMPTOIR_DB_TOKEN", "")
HOST = URL.split("//")[1]
# A service that wants no token: Polars sends none to an address.
OPEN_HOST = os.environ.get("COMPTOIR_DB_OPEN_URL", URL).split("//")[1]
BEARER = {"Authorization": f"Bearer {TOKEN}"}
ROWS = "with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) select i, i * 1.5 as half, 'été' as name from n"


def address(sql, form="csv", host=HOST):
    return f"http://{host}/query.{form}?" + urllib.parse.urlencode({"sql": sql})


class Addresses(unittest.TestCase):
    def test_polars_reads_and_scans_csv(self):
        for rows in (3, 200_000):
            frame = polars.read_csv(address(ROWS.format(rows), host=OPEN_HOST))
            self.assertEqual((frame.height, frame["i"].sum()), (rows, rows * (rows + 1) // 2))
            self.assertEqual(frame["name"][0], "été")
            scanned = polars.scan_csv(address(ROWS.format(rows), host=OPEN_HOST)).select("half").collect()
            self.assertEqual(scanned.height, rows)

    def test_polars_and_pyarrow_read_arrow(self):
        request = urllib.request.Request(address(ROWS.format(1000), "arrow"), headers=BEARER)
        with urllib.request.urlopen(request) as answer:
            body = answer.read()
        self.assertEqual(polars.read_ipc_stream(io.BytesIO(body)).height, 1000)
        self.assertEqual(pa.ipc.open_stream(body).read_all().num_rows, 1000)

    def test_pandas_reads_csv_and_json(self):
        frame = pandas.read_csv(address(ROWS.format(1000)), storage_options=BEARER)
        self.assertEqual((len(frame), int(frame["i"].sum())), (1000, 500_500))
        frame = pandas.read_json(address(ROWS.format(10), "json"), storage_options=BEARER)
        self.assertEqual(list(frame.columns), ["i", "half", "name"])

    def test_duckdb_reads_csv_and_json(self):
        database = duckdb.connect()
        folder = pathlib.Path(duckdb_extension_httpfs.__file__).parent / "extensions"
        database.execute(f"load '{next(folder.rglob('*.duckdb_extension'))}'")
        database.execute(f"create secret (type http, bearer_token '{TOKEN}')")
        for rows in (3, 100_000):
            (count, total), = database.execute(f"select count(*), sum(i) from read_csv('{address(ROWS.format(rows))}')").fetchall()
            self.assertEqual((count, total), (rows, rows * (rows + 1) // 2))
        (count,), = database.execute(f"select count(*) from read_json('{address(ROWS.format(100), 'json')}')").fetchall()
        self.assertEqual(count, 100)


class OfficialDriver(unittest.TestCase):
    """PyPI's libsql, built on the official Rust crate: it names no content type."""

    def test_rows_are_kept_undone_and_read(self):
        name = "t" + uuid.uuid4().hex[:12]
        database = libsql.connect(database=URL, auth_token=TOKEN)
        database.execute(f"create table {name} (id integer primary key, label text)")
        database.executemany(f"insert into {name} (label) values (?)", [("a",), ("b",)])
        database.commit()
        database.execute(f"insert into {name} (label) values ('c')")
        database.rollback()
        self.assertEqual(database.execute(f"select label from {name} order by id").fetchall(), [("a",), ("b",)])


class SqlAlchemy(unittest.TestCase):
    def setUp(self):
        self.engine = sa.create_engine(f"sqlite+libsql://{HOST}?secure=false", connect_args={"auth_token": TOKEN})
        self.addCleanup(self.engine.dispose)

    def test_a_table_its_rows_and_a_rollback(self):
        notes = sa.Table("t" + uuid.uuid4().hex[:12], sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True),
                         sa.Column("label", sa.String, unique=True), sa.Column("price", sa.Float))
        notes.create(self.engine)
        with self.engine.begin() as connection:
            connection.execute(notes.insert(), [{"label": "a", "price": 1.5}, {"label": "b", "price": 2.5}])
        with self.assertRaises(ZeroDivisionError), self.engine.begin() as connection:
            connection.execute(notes.insert().values(label="c"))
            raise ZeroDivisionError
        with self.engine.connect() as connection:
            self.assertEqual(connection.execute(sa.select(sa.func.sum(notes.c.price))).scalar(), 4.0)
            frame = pandas.read_sql(sa.select(notes), connection)
        self.assertEqual(list(frame["label"]), ["a", "b"])

    def test_tables_are_reflected_with_their_keys(self):
        metadata = sa.MetaData()
        metadata.reflect(self.engine, only=["sales", "products", "stores"])
        sales = metadata.tables["sales"]
        self.assertEqual({key.column.table.name for key in sales.foreign_keys}, {"products", "stores", "imports"} & set(metadata.tables))
        self.assertTrue(sales.c.id.primary_key)
        self.assertTrue(sa.inspect(self.engine).get_indexes("sales"))


if __name__ == "__main__":
    unittest.main()
