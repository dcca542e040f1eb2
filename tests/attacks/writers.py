"""What somebody can do who has a token to write: rows of the brief's tables and tables of their own, and no more."""

import json
import os
import socket
import time

from services import MEMORY_MIB, PASSWORD, Watch, basic, bearer, hold, in_threads, sql, upload


def the_structure_of_our_tables(shop):
    """No table, trigger or index of ours is dropped, changed, shadowed or added to."""
    database = shop.database()
    schema = "select json_group_object(name, coalesce(sql, '')) from sqlite_schema"
    before = json.loads(sql(database, schema, shop.token)[1])
    _, tables = sql(database, "select group_concat(name) from sqlite_schema where type = 'table' and name not like 'sqlite_%'", shop.token)
    _, triggers = sql(database, "select group_concat(name) from sqlite_schema where type = 'trigger'", shop.token)
    _, indexes = sql(database, "select group_concat(name) from sqlite_schema where type = 'index' and sql is not null", shop.token)
    attempts = []
    for table in (tables or "").split(","):
        attempts += [f"drop table {table}", f"alter table {table} add column x", f"alter table {table} rename to y",
                     f"create trigger tr after insert on {table} begin delete from sales; end",
                     f"create unique index ix on {table} (rowid)", f"create index ix on {table} (1)",
                     f"create table child_{table} (x references {table})",
                     f"create temp trigger tt after insert on {table} begin delete from sales; end"]
    attempts += [f"drop trigger {name}" for name in (triggers or "").split(",") if name]
    attempts += [f"drop index {name}" for name in (indexes or "").split(",") if name]
    attempts += ["alter table sales drop column amount", "alter table sales rename column amount to a", "create index i on sales (amount)",
                 "create unique index u on sales (sale_date)", "reindex", "vacuum"]
    for text in attempts:
        sql(database, text, shop.token)
    after = json.loads(sql(database, schema, shop.token)[1])
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    hold(not changed, f"changed: {changed}")
    database.stop()
    checked = shop.run("db", "check")
    hold(checked.returncode == 0, checked.stdout + checked.stderr)


def rows_of_the_ledger(shop):
    """Rows that only imports write are not written by SQL."""
    database = shop.database()
    hidden = ["delete from imports", "update imports set name = 'x'", "insert into calendar_days (day) values ('2099-01-01')",
              "delete from calendar_days", "update data_version set version = 0", "delete from data_version",
              "delete from hand_changes", "insert into hand_changes default values", "delete from import_changes",
              "delete from rejects", "delete from mappings", "update sqlite_sequence set seq = 0"]
    answered = [text for text in hidden if sql(database, text, shop.token)[0] is None]
    hold(not answered, f"answered: {answered}")
    for text in ("insert into products (id, name) values (900001, 'x')", "update products set name = 'y' where id = 900001",
                 "delete from products where id = 900001", "create table notes (id integer primary key, text)",
                 "insert into notes (text) values ('mine')", "create index notes_text on notes (text)", "drop table notes"):
        code, _ = sql(database, text, shop.token)
        hold(code is None, f"what a writer may do is refused: {text}: {code}")


def triggers_of_clients(shop):
    """A trigger on a table of one's own changes nothing of ours, by itself or by a view."""
    database = shop.database()
    for text in ("create table mine (x)", "create view shown as select * from sales"):
        hold(sql(database, text, shop.token)[0] is None, text)
    count = sql(database, "select count(*) from sales", shop.token)
    for number, body in enumerate(("delete from sales", "update sales set amount = 0", "insert into products (name) values ('x')",
                                   "update data_version set version = 0", "delete from imports", 'REPLACE INTO "sales" select * from sales')):
        for on in ("insert on mine", "update on mine", "delete on mine"):
            sql(database, f"create trigger t{number} after {on} begin {body}; end", shop.token)
        sql(database, f"create trigger u{number} instead of insert on shown begin {body}; end", shop.token)
        for text in ("insert into mine values (1)", "update mine set x = 2", "delete from mine", "insert into shown (id) values (1)"):
            sql(database, text, shop.token)
    hold(sql(database, "select count(*) from sales", shop.token) == count, "sales have changed")
    hold(sql(database, "select count(*) from sales where amount = 0", shop.token)[1] == "0", "amounts have changed")


def a_forgotten_transaction(shop):
    """Others wait until it ends and then write; none is told that it is busy."""
    database = shop.database()
    sql(database, "create table notes (x)", shop.token)
    steps = [{"type": "execute", "stmt": {"sql": text}} for text in ("begin immediate", "insert into notes values (1)")]
    database.ask("/v3/pipeline", "POST", {"requests": steps}, bearer(shop.token))
    with Watch(database):
        codes = in_threads(8, lambda _: sql(database, "insert into notes values (2)", shop.token)[0])
    hold(codes == [None] * 8, f"{codes}")
    hold(sql(database, "select count(*) from notes", shop.token)[1] == "8", "the forgotten row is there")


def parts_of_a_load_that_are_too_large(shop):
    """A ledger line of 300 MB, a part that never ends, 2 000 parts: refused early, without keeping them."""
    database = shop.database()
    boundary = "x" * 20

    def send(name, pieces, count):
        connection = socket.create_connection(("127.0.0.1", database.port), timeout=30)
        connection.sendall((f"POST /load?mode=new HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {shop.token}\r\n"
                            f"Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {count * len(pieces) + 200}\r\n\r\n"
                            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n').encode())
        try:
            for _ in range(count):
                connection.sendall(pieces)
        except OSError:
            pass
        connection.settimeout(5)
        try:
            return connection.recv(4096)
        except OSError:
            return b""
        finally:
            connection.close()

    with Watch(database):
        answer = send("import", b"x" * (1 << 20), 300)
        hold(not answer or b" 413 " in answer or b" 400 " in answer, f"{answer[:100]}")
        form = b"".join(f'--{boundary}\r\nContent-Disposition: form-data; name="t{number}"\r\n\r\n\r\n'.encode() for number in range(2000))
        form += f"--{boundary}--\r\n".encode()
        database.ask("/load?mode=new", "POST", form, bearer(shop.token) | {"content-type": f"multipart/form-data; boundary={boundary}"}, seconds=60)
    hold(database.growth() < 150, f"{database.growth():.0f} MiB")


def broken_arrow_streams(shop):
    """Truncated, lying and random streams are refused, one by one, and nothing is kept."""
    database = shop.database()
    whole = database.ask("/query.arrow?sql=select+*+from+products", headers=bearer(shop.token)).body
    count = sql(database, "select count(*) from products", shop.token)[1]
    boundary = "y" * 20
    with Watch(database):
        for number in range(60):
            bad = bytearray(whole[: len(whole) * (number % 10 + 1) // 11])
            if number > 20 and bad:
                for _ in range(5):
                    bad[int.from_bytes(os.urandom(4), "big") % len(bad)] ^= 0xFF
            if number > 50:
                bad = bytearray(os.urandom(2000))
            form = f'--{boundary}\r\nContent-Disposition: form-data; name="products"\r\n\r\n'.encode() + bad + f"\r\n--{boundary}--\r\n".encode()
            status = database.ask("/load?mode=new&dry_run=true", "POST", form,
                                  bearer(shop.token) | {"content-type": f"multipart/form-data; boundary={boundary}"}).status
            hold(status in (200, 400, 413), f"{status}")
    hold(sql(database, "select count(*) from products", shop.token)[1] == count, "products have changed")
    hold(database.growth() < MEMORY_MIB, f"{database.growth():.0f} MiB")


def bodies_of_every_size(shop):
    """A request of 17 MiB is refused, 64 of 15 MiB at once stay within the budget."""
    database = shop.database()
    large = {"requests": [{"type": "execute", "stmt": {"sql": "select length(?)", "args": [{"type": "text", "value": "x" * (15 << 20)}]}}]}
    answer = database.ask("/v3/pipeline", "POST", b" " * (17 << 20), bearer(shop.token) | {"content-type": "application/json"})
    hold(answer.status == 413, f"{answer}")
    with Watch(database):
        answers = in_threads(32, lambda _: database.ask("/v3/pipeline", "POST", large, bearer(shop.token), seconds=90))
    statuses = [getattr(answer, "status", repr(answer)) for answer in answers]
    hold(any(status == 200 for status in statuses), f"{statuses}")
    hold(database.growth() < MEMORY_MIB, f"{database.growth():.0f} MiB")


def many_writers_at_once(shop):
    """200 writers at once: all are answered, those beyond what can wait are told to come back."""
    database = shop.database()
    sql(database, "create table notes (x)", shop.token)
    with Watch(database):
        codes = in_threads(200, lambda _: sql(database, "insert into notes values (1)", shop.token, seconds=60)[0])
    written = codes.count(None)
    hold(all(code in (None, "OVERLOADED", "SQLITE_BUSY") for code in codes), f"{set(map(str, codes))}")
    hold(int(sql(database, "select count(*) from notes", shop.token)[1]) == written, "what was answered is not what is kept")
    hold(written > 50, f"{written} of 200")


def a_dashboard_beside_a_busy_writer(shop):
    """While somebody writes without cease the dashboard's figures are answered."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    sql(database, "create table notes (x)", shop.token)
    until = time.monotonic() + 4

    def write(_):
        while time.monotonic() < until:
            sql(database, "insert into notes values (hex(randomblob(1000)))", shop.token)

    with Watch(dashboard, database):
        results = in_threads(9, lambda number: write(number) if number < 8 else
                             dashboard.ask("/api/v1/summary", headers=basic(PASSWORD), seconds=20).status)
    hold(results[8] == 200, f"{results[8]}")


def values_that_no_figure_can_be_made_of(shop):
    """Amounts that are texts or endless, and days that are none, are refused with what they must be; a row with the largest number too leaves imports theirs."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    summary = lambda: dashboard.ask("/api/v1/summary", headers=basic(PASSWORD)).json()["revenue"]
    before = summary()
    for text in ("amount = '12,50'", "amount = 9e999", "amount = x'41'", "quantity = 'x'", "tax = -9e999", "sale_date = '2023-11-5'",
                 "sale_date = '2023-11-05 00:00:00'", "sale_date = '0000-01-01'", "sale_date = '9999-12-31'", "sale_date = 'x'"):
        code, _ = sql(database, f"update sales set {text} where id = (select min(id) from sales)", shop.token)
        hold(code == "SQLITE_CONSTRAINT", f"{text}: {code}")
    hold(summary() == before, "a figure has moved")
    largest = "insert into sales (id, product_id, store_id, sale_date, quantity, amount) values (9223372036854775807, 1, 1, '2023-11-30', 1, 0)"
    hold(sql(database, largest, shop.token)[0] is None, "the largest number is refused")
    answer = upload(dashboard, "new.csv", b"sale_date;product;store;quantity;amount\n2023-11-30;Pack Nouveau;Ville Neuve;1;2,00\n")
    hold(answer.status == 201 and answer.json()["added"] == 1, f"{answer}")


def search_tables_over_ours(shop):
    """A table of FTS over the ledger, which SQLite's own check cannot judge, keeps nobody from a check, a backup or a start after a kill."""
    database = shop.database()
    for text in ("create virtual table found using fts4 (content='imports', name)", "create virtual table words using fts5 (x, content='sales')",
                 "create virtual table boxes using rtree (id, low, high)"):
        hold(sql(database, text, shop.token)[0] is None, text)
    hold(database.ask("/backup", headers=bearer(shop.token)).status == 200, "no backup")
    database.kill()
    again = shop.database()
    hold(sql(again, "select count(*) from sales", shop.token)[0] is None, "no answer after a kill")
    again.stop()
    for verb in ("check", "repair"):
        done = shop.run("db", verb)
        hold(done.returncode == 0, f"{verb}: {done.stdout}{done.stderr}")
