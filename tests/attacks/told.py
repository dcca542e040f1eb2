"""Errors of both services: each says what happened and what helps, and blames nobody else."""

import sqlite3
import time
import urllib.parse

from services import PASSWORD, basic, bearer, hold, sql


def errors_of_the_database_service(shop):
    """Cause, name and remedy of every refusal that a client can bring about."""
    database = shop.database()
    json_type = {"content-type": "application/json"}

    def over_hrana(text, **stmt):
        body = {"requests": [{"type": "execute", "stmt": {"sql": text} | stmt}, {"type": "close"}]}
        return database.ask("/v3/pipeline", "POST", body, bearer(shop.token)).json()["results"][0].get("error", {})

    one = {"type": "integer", "value": "1"}
    for text, stmt, code, words in (
            ("", {}, "SQL_NO_STATEMENT", "no statement"), ("-- x", {}, "SQL_NO_STATEMENT", "no statement"),
            ("select 1; select 2", {}, "SQL_MANY_STATEMENTS", "more than one"),
            ("select 1 -- " + "x" * 1_100_000, {}, "SQLITE_TOOBIG", "statement is longer"),
            ("select zeroblob(1500000000)", {}, "SQLITE_TOOBIG", "value"),
            ("selec 1", {}, "SQLITE_ERROR", "syntax error"), ("select no_such", {}, "SQLITE_ERROR", "no such column"),
            ("select ?", {}, "ARGS_INVALID", "no value"), ("select 1", {"args": [one]}, "ARGS_INVALID", "parameters"),
            ("select :a, ?", {"args": [one], "named_args": [{"name": "a", "value": one}]}, "ARGS_INVALID", "together"),
            ("attach 'x' as y", {}, "SQLITE_AUTH", "not"), ("pragma writable_schema = on", {}, "SQLITE_AUTH", "not"),
            ("insert into sales (product_id, store_id, sale_date, quantity, amount) values (-1, -1, '2023-01-01', 1, 1)", {},
             "SQLITE_CONSTRAINT", "FOREIGN KEY")):
        error = over_hrana(text, **stmt)
        hold(error.get("code") == code and words in error.get("message", "") and error.get("remedy"), f"{text[:40]}: {error}")
    read = shop.read_token()
    time.sleep(1.2)
    body = {"requests": [{"type": "execute", "stmt": {"sql": "delete from sales"}}]}
    error = database.ask("/v3/pipeline", "POST", body, bearer(read)).json()["results"][0]["error"]
    hold(error["code"] == "SQLITE_READONLY" and error.get("remedy"), f"{error}")
    for path, method, sent, headers, status, words in (
            ("/v3/pipeline", "POST", b"{", bearer(shop.token) | json_type, 400, "body"),
            ("/v3/pipeline", "POST", b"{}", bearer(shop.token) | {"content-type": "text/plain"}, 415, "plain text"),
            ("/v3/pipeline", "POST", b" " * (17 << 20), bearer(shop.token) | json_type, 413, "request is larger"),
            ("/v3/pipeline", "POST", b'{"baton":"x","requests":[]}', bearer(shop.token) | json_type, 400, "baton"),
            ("/v3/pipeline", "POST", b'{"requests":[{"type":"close"},{"type":"close"}]}', bearer(shop.token) | json_type, 400, "close"),
            ("/query.csv", "GET", None, bearer(shop.token), 400, "sql"),
            ("/query.csv?sql=select+no_such", "GET", None, bearer(shop.token), 400, "no such column"),
            ("/query.csv?sql=", "GET", None, bearer(shop.token), 400, "no statement"),
            ("/imports/987654/undo", "POST", b"", bearer(shop.token), 404, "987654"),
            ("/query.csv?sql=select+1", "GET", None, {}, 401, "token")):
        answer = database.ask(path, method, sent, headers)
        told = answer.json()
        hold(answer.status == status and words in told["message"] and told.get("code"), f"{path}: {answer}")
        hold(told.get("remedy") or status in (401, 403), f"{path} has no remedy: {answer}")


def errors_of_the_dashboard(shop):
    """The same cause and a remedy that fits, in both languages, whether or not a Database Service is in between."""
    database = shop.database()
    for dashboard in (shop.dashboard(database, PASSWORD), shop.dashboard(None, PASSWORD)):
        for text, code in (("", "store-no-statement"), ("select 1; select 2", "store-many-statements"), ("select no_such", "store-sql"),
                           ("delete from sales", "store-read-only"), ("select zeroblob(1500000000)", "store-value-too-large"),
                           ("attach 'x' as y", "store-not-allowed")):
            for language in ("fr", "en"):
                path = "/api/v1/sql?" + urllib.parse.urlencode({"sql": text})
                answer = dashboard.ask(path, headers=basic(PASSWORD) | {"accept-language": language})
                told = answer.json()
                hold(told.get("code") == code, f"{text[:30]}: {answer}")
                hold(told.get("detail") and told.get("remedy") and "{$" not in told["detail"], f"{text[:30]}: {answer}")
        for path, status in (("/api/v1/breakdown/nothing", 404), ("/api/v1/summary?from=x", 400), ("/api/v1/imports/987654", 404), ("/api/v1/nothing", 404)):
            answer = dashboard.ask(path, headers=basic(PASSWORD))
            hold(400 <= answer.status < 500 and answer.json().get("remedy"), f"{path} (about {status}): {answer}")
    wrong = shop.token
    shop.token = "wrong-token-wrong-token"
    dashboard = shop.dashboard(database, PASSWORD)
    shop.token = wrong
    told = dashboard.ask("/api/v1/sql?sql=select+1", headers=basic(PASSWORD)).json()
    hold(told.get("code") == "store-refused-token" and "COMPTOIR_DB_TOKEN" in told.get("remedy", ""), f"{told}")


def a_database_that_another_program_locks(shop):
    """Says that another client or program is writing, and that nothing was changed."""
    database = shop.database()
    other = sqlite3.connect(shop.file, isolation_level=None)
    other.execute("begin immediate")
    body = {"requests": [{"type": "execute", "stmt": {"sql": "insert into products (name) values ('x')"}}]}
    error = database.ask("/v3/pipeline", "POST", body, bearer(shop.token), seconds=60).json()["results"][0].get("error", {})
    other.execute("rollback")
    hold(error.get("code") == "SQLITE_BUSY" and "program" in error.get("message", "") and error.get("remedy"), f"{error}")
    hold(sql(database, "insert into products (name) values ('x')", shop.token)[0] is None, "it does not go on")
