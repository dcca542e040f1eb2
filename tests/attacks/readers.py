"""What somebody can do who has a token to read."""

import json
import socket
import time

from services import BYSTANDER, MEMORY_MIB, Watch, bearer, hold, in_threads, query, sql

def _minutes(function):
    function.takes_minutes = True
    return function


DEAR_STEPS = [
    "select instr(replace(hex(zeroblob(3000000)),'0','a'), replace(hex(zeroblob(1000000)),'0','a')||'b')",
    "with recursive n(i) as (select 1 union all select i+1 from n) select count(length(randomblob(60000000))) from n",
    "select replace(replace(hex(zeroblob(3000000)),'0','aa'),'a','bbbbbbbb')",
    "with recursive n(i) as (select 1 union all select i+1 from n) select count(printf('%.*c', 30000000, 'x')) from n",
    "select hex(zeroblob(3000000)) like '%0%0%0%0%0%0%0%0%0%0%1'",
    "select hex(zeroblob(3000000)) glob '*0*0*0*0*0*0*0*1'",
    "with recursive n(i) as (select 1 union all select i+1 from n) select count(*) from n",
    "select count(*) from sales a, sales b, sales c, sales d",
    "with recursive n(i) as (select 1 union all select i+1 from n) select sum(length(quote(zeroblob(10000000)))) from n",
    "with recursive n(i) as (select 1 union all select i+1 from n) select count(json_array_length(json_group_array(i))) from n",
    "with recursive n(i) as (select 1 union all select i+1 from n) select count(upper(hex(randomblob(20000000)))) from n",
    "with recursive n(i) as (select 1 union all select i+1 from n) select count(trim(hex(zeroblob(20000000)),'0')) from n",
]


def _pipeline(text):
    return {"requests": [{"type": "execute", "stmt": {"sql": text}}, {"type": "close"}]}


def _leave(service, text, token):
    """Sends a statement and does not wait for the answer."""
    body = json.dumps(_pipeline(text)).encode()
    connection = socket.create_connection(("127.0.0.1", service.port), timeout=10)
    head = (f"POST /v3/pipeline HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n")
    connection.sendall(head.encode() + body)
    return connection


def statements_beyond_reading(shop):
    """Writes, structure, other files, settings, extensions and secrets are refused, in every way of asking."""
    token = shop.read_token()
    database = shop.database()
    outside = shop.folder / "outside.db"
    refused = [
        "delete from sales", "insert into products (name) values ('x')", "update settings set value = 'x'",
        "replace into stores (id, city) values (1, 'x')", "create table t (x)", "create temp table t (x)", "create view v as select 1",
        "create temp view v as select 1", "create index i on sales (amount)", "drop table sales", "alter table sales add column x",
        "create trigger t after insert on sales begin select 1; end", "reindex", "analyze", "vacuum",
        f"attach '{outside}' as x", f"vacuum into '{outside}'", "attach ':memory:' as x", "detach main", "select load_extension('x')",
        "select readfile('/etc/passwd')", "select writefile('/tmp/x', 'x')", "select fts3_tokenizer('x')",
        "pragma writable_schema = on", "pragma user_version = 9", "pragma hard_heap_limit = 1", "pragma soft_heap_limit = 1",
        "pragma temp_store_directory = '/tmp'", "pragma wal_checkpoint(truncate)", "pragma application_id = 1",
        "pragma schema_version = 1", "pragma query_only = off", "pragma trusted_schema = on",
        "begin immediate", "begin exclusive",
        "insert into sqlite_schema values ('table', 'x', 'x', 1, '')", "update sqlite_schema set sql = ''",
        "delete from tokens", "insert into tokens (name) values ('x')",
    ]
    answered = [text for text in refused if sql(database, text, token)[0] is None]
    hold(not answered, f"answered: {answered}")
    hold(not outside.exists(), "another file was written")
    for body, path in (({"requests": [{"type": "sequence", "sql": "delete from sales"}]}, "/v3/pipeline"),
                       ({"requests": [{"type": "batch", "batch": {"steps": [{"stmt": {"sql": "delete from sales"}}]}}]}, "/v3/pipeline"),
                       ({"batch": {"steps": [{"stmt": {"sql": "delete from sales"}}]}}, "/v3/cursor"),
                       ({"statements": ["delete from sales"]}, "/"), ({"sql": "delete from sales"}, "/query")):
        database.ask(path, "POST", body, bearer(token))
    for path, method in (("/backup", "GET"), ("/load?mode=new", "POST"), ("/imports/1/undo", "POST")):
        hold(database.ask(path, method, b"", bearer(token)).status in (400, 403, 404, 405, 415), path)
    hold(int(sql(database, "select count(*) from sales", token)[1]) > 0, "the sales are gone")


def the_path_of_the_file(shop):
    """Drivers ask for the databases of a connection and are answered; where the file lies is told to nobody."""
    reader, database = shop.read_token(), shop.database()
    for text in ("pragma database_list", "PRAGMA main.database_list;", "select * from pragma_database_list",
                 "explain pragma database_list", "select group_concat(file) from pragma_database_list"):
        for path in (query(text), query(text, "json")):
            answer = database.ask(path, headers=bearer(reader))
            hold(str(shop.folder).encode() not in answer.body, f"{text}: {answer}")
    code, number = sql(database, "pragma database_list", reader)
    hold((code, number) == (None, "0"), f"pragma database_list: {code}, {number}")


def secrets_through_joins(shop):
    """No column of a secret is read, by name, by USING, by a view, by statistics or by the schema."""
    token = shop.read_token()
    database = shop.database()
    for text in ("select * from tokens", "select count(*) from tokens", "select hash from tokens", "select 1 from tokens",
                 "select name from (select 'reader' as name) join tokens using (name)",
                 "select count(*) from (select 'reader' as name) natural join tokens",
                 "select scope from (select 'read' as scope) join main.tokens using (scope)",
                 "select (select name from tokens)", "with t as (select * from tokens) select * from t",
                 "select * from sales where exists (select 1 from tokens)", "select max(rowid) from tokens",
                 "explain select * from tokens", "select * from pragma_table_info('tokens') join tokens using (name)"):
        code, value = sql(database, text, token)
        hold(code is not None or value in (None, "0"), f"{text}: {value}")


def dear_steps_of_one_statement(shop):
    """Functions on long values, endless recursion, cross joins: /health, /version and stop stay alive whatever runs."""
    token = shop.read_token()
    database = shop.database()
    dashboard = shop.dashboard(database)
    left = []
    with Watch(dashboard, database):
        for text in DEAR_STEPS:
            left += [_leave(database, text, token), _leave(database, text, token)]
            time.sleep(0.4)
        try:
            version = database.ask("/version", source=BYSTANDER, seconds=5).status
        except OSError as error:
            version = error
        hold(version == 200, f"/version: {version}")
    for connection in left:
        connection.close()
    grown = database.growth()
    hold(grown < MEMORY_MIB, f"{grown:.0f} MiB")
    seconds = database.stop()
    hold(seconds < 12, f"a stop takes {seconds:.0f} s")


def statements_whose_client_has_gone(shop):
    """End by themselves: the service computes nothing for nobody."""
    token = shop.read_token()
    database = shop.database()
    for text in DEAR_STEPS[:4]:
        _leave(database, text, token).close()

    def busy():
        fields = open(f"/proc/{database.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100

    until = time.monotonic() + 20
    while True:
        before = busy()
        time.sleep(1)
        used = busy() - before
        if used < 0.3:
            return
        hold(time.monotonic() < until, f"still {used:.1f} s of processor a second, 20 s after its clients have gone")


def large_answers_at_once(shop):
    """40 answers of 30 MiB at once, taken slowly: the memory of the service is one budget."""
    token = shop.read_token()
    database = shop.database()
    text = "with recursive n(i) as (select 1 union all select i+1 from n where i < 30) select hex(zeroblob(500000)) from n"
    with Watch(database):
        answers = in_threads(40, lambda _: database.ask("/v3/pipeline", "POST", _pipeline(text), bearer(token), seconds=60))
    statuses = [getattr(answer, "status", answer) for answer in answers]
    hold(all(status in (200, 413, 429, 503) for status in statuses), f"{statuses}")
    hold(database.growth() < MEMORY_MIB, f"{database.growth():.0f} MiB")


def large_rows_read_slowly(shop):
    """Readers of long rows who stop reading: bounded, and others are answered."""
    token = shop.read_token()
    database = shop.database()
    text = "with recursive n(i) as (select 1 union all select i+1 from n where i < 4000) select hex(randomblob(400000)) from n"
    asleep = []
    with Watch(database):
        for _ in range(20):
            connection = socket.create_connection(("127.0.0.1", database.port), timeout=10)
            connection.sendall(f"GET {query(text)} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
            asleep.append(connection)
        time.sleep(4)
    for connection in asleep:
        connection.close()
    hold(database.growth() < MEMORY_MIB, f"{database.growth():.0f} MiB")


def memory_within_sqlite(shop):
    """Sorting, grouping and joining long values stays within the budget, or is refused."""
    token = shop.read_token()
    database = shop.database()
    rows = "with recursive n(i) as (select 1 union all select i+1 from n where i < {}) "
    for text in (rows.format(1_000) + "select length(group_concat(hex(randomblob(100000)))) from n",
                 rows.format(100_000) + "select count(*) from (select distinct randomblob(4000) as x from n)",
                 rows.format(500_000) + "select length(json_group_array(i)) from n",
                 rows.format(100_000) + "select max(length(x)) from (select randomblob(4000) as x, row_number() over (order by i desc) from n)"):
        with Watch(database):
            database.ask("/v3/pipeline", "POST", _pipeline(text), bearer(token), seconds=90)
        hold(database.growth() < MEMORY_MIB, f"{database.growth():.0f} MiB after {text[70:140]}")


@_minutes
def heavy_statements_in_a_row(shop):
    """Sixty sorts, groups, joins, windows and long texts, six at once: what SQLite has freed is given back."""
    token = shop.read_token()
    database = shop.database()
    rows = "with recursive n(i) as (select 1 union all select i+1 from n where i < 400000) "
    heavy = [rows + text.format(k=k, bytes=8 * k) for k in (1, 3, 10) for text in (
        "select count(*) from (select i, hex(randomblob({bytes})) h from n order by h)",
        "select count(distinct hex(randomblob({bytes}))) from n",
        "select length(group_concat(hex(randomblob({k})))) from n",
        "select max(r) from (select row_number() over (order by random()) r, hex(randomblob({bytes})) from n)",
        "select length(json_group_object(i, hex(randomblob({k})))) from n",
        "select i, hex(randomblob({bytes})) from n",
        "select i % 1000, group_concat(i) from n group by 1",
        "select lag(h, 1000 * {k}) over (order by i) from (select i, hex(randomblob(20)) h from n)",
        "select i from n union select i + {k} from n except select i * 2 from n",
        "select percent_rank() over (partition by i % {k} order by random()) p from n order by p limit 5")]
    with Watch(database):
        in_threads(6, lambda number: [
            database.ask("/v3/pipeline", "POST", _pipeline(text), bearer(token), seconds=120) for text in (heavy * 2)[number::6]])
    hold(database.growth() < MEMORY_MIB, f"{database.growth():.0f} MiB")
    time.sleep(12)
    kept = database.memory() - database.memory_at_start
    hold(kept < MEMORY_MIB / 2, f"{kept:.0f} MiB are kept")


def statements_that_are_hard_to_read(shop):
    """Depth, length and number of statements: refused or answered, never a crash."""
    token = shop.read_token()
    database = shop.database()
    hard = [f"select {'(' * 5000}1{')' * 5000}", "select 1" + "+1" * 5000, "select 1" + " union all select 1" * 2000,
            "select " + "-" * 100_000 + "1", "select '" + "x" * 2_000_000 + "'", f"select json('{'[' * 3000}{']' * 3000}')",
            "select printf('%2000000000d', 1)", "select zeroblob(1000000000)", "select " + ",".join("1" * 1 for _ in range(5000)),
            "select 'a' like '" + "%a" * 5000 + "'", "select " + "case when 1 then " * 300 + "1" + " end" * 300]
    with Watch(database):
        for text in hard:
            sql(database, text, token, seconds=60)
        nested = '{"requests":[' + '{"type":"batch","batch":{"steps":[{"condition":' + '{"type":"not","cond":' * 500 + "{}" + "}" * 500 + ',"stmt":{"sql":"select 1"}}]}}]}'
        hold(database.ask("/v3/pipeline", "POST", nested.encode(), bearer(token) | {"content-type": "application/json"}).status == 400, "deep conditions")
        many = {"requests": [{"type": "execute", "stmt": {"sql": "select 1"}}] * 50_000}
        hold(database.ask("/v3/pipeline", "POST", many, bearer(token), seconds=90).status in (200, 413), "50 000 statements")
    hold(database.growth() < MEMORY_MIB, f"{database.growth():.0f} MiB")


@_minutes
def requests_of_many_parts(shop):
    """Statements, arguments and stored texts by the hundred thousand, long errors and wide rows: refused or within bounds."""
    database, token = shop.database(), shop.read_token()
    stored = b'{"type":"store_sql","sql_id":1,"sql":"%s"},'

    def steps(text, count):
        return (b'{"requests":[' + stored % text + b'{"type":"batch","batch":{"steps":['
                + b",".join([b'{"stmt":{"sql_id":1}}'] * count) + b']}},{"type":"close"}]}')

    bodies = [
        b'{"requests":[' + b'{"type":"get_autocommit"},' * 600_000 + b'{"type":"close"}]}',
        steps(b"select 1", 290_000),
        steps(b"select 1", 90_000),
        # Each error has its name, each answer its columns.
        steps(b"select " + b"a" * 10_000, 5_000),
        steps(b"select " + b"1," * 1_900 + b"1", 2_000),
        b'{"requests":[' + b",".join([b'{"type":"describe","sql":"select ' + b"1," * 1_900 + b'1"}'] * 2_000) + b"]}",
        b'{"requests":[{"type":"execute","stmt":{"sql":"select 1","args":[' + b",".join([b'{"type":"null"}'] * 590_000) + b"]}}]}",
    ] + [b'{"requests":[' + b",".join(b'{"type":"store_sql","sql_id":%d,"sql":"%s"}' % (number, b"x" * 900_000) for number in range(16))
         + b"]}"] * 6
    with Watch(database):
        for body in bodies:
            for answer in in_threads(2, lambda _: database.ask("/v3/pipeline", "POST", body, bearer(token), seconds=120)):
                hold(getattr(answer, "status", None) in (200, 400, 413, 503), f"{body[:60]}: {answer}")
    hold(database.growth() < MEMORY_MIB, f"{database.growth():.0f} MiB")


def parts_of_answers(shop):
    """Ranges of large answers: what is kept for them on disk and in memory is bounded."""
    token = shop.read_token()
    database = shop.database()
    with Watch(database):
        for number in range(6):
            text = f"with recursive n(i) as (select {number} union all select i+1 from n where i < 3000) select hex(zeroblob(10000)) from n"
            database.ask(query(text), "HEAD", None, bearer(token), seconds=60)
            for part in ("bytes=0-99", "bytes=-5", "bytes=5-1", "bytes=99999999999-", "bytes=0-1,5-6"):
                status = database.ask(query(text), headers=bearer(token) | {"range": part}, seconds=60, limit=1000).status
                hold(status in (200, 206, 416, 413, 503), f"{part}: {status}")
    hold(database.growth() < 100, f"{database.growth():.0f} MiB")


def streams_of_others(shop):
    """A baton of somebody else, of nobody or of long ago is no use; their number is bounded."""
    token = shop.read_token()
    database = shop.database()
    mine = database.ask("/v3/pipeline", "POST", {"requests": [{"type": "execute", "stmt": {"sql": "begin"}}]}, bearer(shop.token)).json()["baton"]
    for baton in (mine, "", "x" * 10_000, "AAAA"):
        status = database.ask("/v3/pipeline", "POST", {"baton": baton, "requests": []}, bearer(token)).status
        hold(status in (400, 401, 403), f"{baton[:20]}: {status}")
    begin = {"requests": [{"type": "execute", "stmt": {"sql": "begin"}}]}
    statuses = [database.ask("/v3/pipeline", "POST", begin, bearer(token)).status for _ in range(140)]
    hold(429 in statuses, "one client may open any number of transactions")
    hold(sql(database, "select 1", shop.token) == (None, "1"), "others cannot open one any more")
