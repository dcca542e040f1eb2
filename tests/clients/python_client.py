"""PyPI's turso-serverless (DB-API over /v3/cursor), and pyarrow for the bulk paths."""

import io
import json
import os
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request
import uuid

import pyarrow as pa
import turso_serverless

URL = os.environ.get("COMPTOIR_DB_URL", "http://127.0.0.1:8080")
TOKEN = os.environ.get("COMPTOIR_DB_TOKEN")


def connect(**options):
    return turso_serverless.connect(URL, auth_token=TOKEN, **options)


def new_table(columns):
    name = "t" + uuid.uuid4().hex[:12]
    with connect() as database:
        database.execute(f"create table {name} ({columns})")
    return name


def ask(path, data=None, headers=()):
    request = urllib.request.Request(URL + path, data=data, headers=dict(headers))
    if TOKEN:
        request.add_header("Authorization", f"Bearer {TOKEN}")
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def arrow_form(tables):
    """A form with an Arrow stream for each table."""
    boundary = uuid.uuid4().hex
    body = io.BytesIO()
    for name, table in tables.items():
        body.write(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode())
        if isinstance(table, bytes):
            body.write(table)
        else:
            with pa.ipc.new_stream(body, table.schema) as writer:
                writer.write_table(table)
        body.write(b"\r\n")
    body.write(f"--{boundary}--\r\n".encode())
    return body.getvalue(), [("Content-Type", f"multipart/form-data; boundary={boundary}")]


def load(tables, mode="new"):
    body, headers = arrow_form(tables)
    return json.loads(ask(f"/load?mode={mode}", body, headers))


def scan(sql):
    query = urllib.parse.urlencode({"sql": sql})
    return pa.ipc.open_stream(ask(f"/query.arrow?{query}")).read_all()


class DbApi(unittest.TestCase):
    def test_every_kind_of_value_comes_back(self):
        values = (None, 2**63 - 1, -(2**53) - 1, 0.1, "l’été 🧀", b"\x00\xff")
        with connect() as database:
            row = database.execute("select ?, ?, ?, ?, ?, ?", values).fetchone()
        self.assertEqual(row, values)

    def test_named_arguments(self):
        with connect() as database:
            row = database.execute("select :a, @b", {"a": 1, "@b": "deux"}).fetchone()
        self.assertEqual(row, (1, "deux"))

    def test_a_transaction_is_kept_or_undone(self):
        name = new_table("id integer primary key")
        database = connect()
        database.execute(f"insert into {name} values (1)")
        self.assertTrue(database.in_transaction)
        database.rollback()
        database.execute(f"insert into {name} values (2)")
        database.commit()
        self.assertFalse(database.in_transaction)
        self.assertEqual(database.execute(f"select id from {name}").fetchall(), [(2,)])
        database.close()

    def test_a_broken_constraint_is_an_integrity_error(self):
        name = new_table("id integer primary key")
        with connect() as database:
            database.execute(f"insert into {name} values (1)")
        database = connect()
        with self.assertRaises(turso_serverless.IntegrityError):
            database.execute(f"insert into {name} values (1)")
        database.close()

    def test_a_script_runs_whole(self):
        name = "t" + uuid.uuid4().hex[:12]
        with connect() as database:
            cursor = database.cursor()
            cursor.executescript(f"create table {name} (x); insert into {name} values (1), (2);")
            self.assertEqual(database.execute(f"select sum(x) from {name}").fetchone(), (3,))

    def test_concurrent_transactions_take_turns(self):
        name = new_table("n integer")
        with connect() as database:
            database.execute(f"insert into {name} values (0)")

        def add():
            database = connect(isolation_level=None)
            for _ in range(10):
                database.execute("begin immediate")
                (n,) = database.execute(f"select n from {name}").fetchone()
                database.execute(f"update {name} set n = ?", (n + 1,))
                database.execute("commit")
            database.close()

        threads = [threading.Thread(target=add) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with connect() as database:
            self.assertEqual(database.execute(f"select n from {name}").fetchone(), (80,))


class Arrow(unittest.TestCase):
    def test_a_load_counts_new_known_and_changed(self):
        name = new_table("id integer primary key, label text, price real")
        first = pa.table({"id": [1, 2], "label": ["a", "b"], "price": [1.5, None]})
        second = pa.table({"id": [2, 3], "label": ["B", "c"], "price": [2.0, 3.0]})
        [done] = load({name: first})["tables"]
        self.assertEqual((done["added"], done["known"], done["changed"]), (2, 0, 0))
        [done] = load({name: second})["tables"]
        self.assertEqual((done["added"], done["known"], done["changed"]), (1, 1, 1))
        self.assertEqual(done["changed_keys"], ["2"])
        rows = scan(f"select * from {name} order by id").to_pylist()
        self.assertEqual([row["label"] for row in rows], ["a", "b", "c"])
        [done] = load({name: second}, "upsert")["tables"]
        self.assertEqual((done["added"], done["known"], done["changed"]), (0, 2, 1))
        self.assertEqual(scan(f"select label from {name} where id = 2").to_pylist(), [{"label": "B"}])
        [done] = load({name: first}, "replace")["tables"]
        self.assertEqual((done["removed"], done["added"]), (3, 2))
        self.assertEqual(scan(f"select count(*) n from {name}").to_pylist(), [{"n": 2}])

    def test_many_types_are_taken(self):
        import datetime
        import decimal

        name = new_table("day text, amount real, ok integer, label text, bytes blob")
        table = pa.table({
            "day": [datetime.date(2023, 11, 1)],
            "amount": pa.array([decimal.Decimal("12.50")], pa.decimal128(10, 2)),
            "ok": [True],
            "label": pa.array(["é"], pa.large_string()),
            "bytes": [b"\x00"],
        })
        load({name: table})
        [row] = scan(f"select * from {name}").to_pylist()
        self.assertEqual(row, {"day": "2023-11-01", "amount": 12.5, "ok": 1, "label": "é", "bytes": b"\x00"})

    def test_a_load_that_fails_leaves_nothing(self):
        name = new_table("id integer primary key, label text not null")
        wrong = pa.table({"id": [1, 2], "label": ["a", None]})
        with self.assertRaises(urllib.error.HTTPError) as caught:
            load({name: wrong})
        self.assertEqual(caught.exception.code, 400)
        self.assertIn("row 2", caught.exception.read().decode())
        self.assertEqual(scan(f"select count(*) n from {name}").to_pylist(), [{"n": 0}])

    def test_rubbish_is_refused(self):
        name = new_table("id integer primary key")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            load({name: b"this is no arrow stream"})
        self.assertEqual(caught.exception.code, 400)
        caught.exception.close()

    def test_the_tables_of_the_service_itself_are_not_loaded(self):
        for name in ["tokens", "sqlite_schema", "data_version"]:
            with self.assertRaises(urllib.error.HTTPError) as caught:
                load({name: pa.table({"id": [1]})})
            self.assertEqual(caught.exception.code, 400)
            caught.exception.close()

    def test_a_scan_of_a_million_rows(self):
        sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000) select i, i / 2.0 half from n"
        table = scan(sql)
        self.assertEqual((table.num_rows, table.schema.field("half").type), (1_000_000, pa.float64()))


if __name__ == "__main__":
    unittest.main()
