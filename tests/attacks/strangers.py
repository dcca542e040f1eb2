"""What somebody can do who reaches a port and has neither token nor password."""

import os
import re
import socket
import subprocess
import threading
import time
from pathlib import Path

from services import ATTACKER, BYSTANDER, PASSWORD, Failed, Service, Watch, basic, bearer, hold, in_threads, query, sql


def _minutes(function):
    function.takes_minutes = True
    return function


def _connect(service, sent=b""):
    connection = socket.create_connection(("127.0.0.1", service.port), timeout=10)
    if sent:
        connection.sendall(sent)
    return connection


def _open(count, service, sent=b""):
    """Opens many connections; those that the service takes."""
    opened = []
    for _ in range(count):
        try:
            opened.append(_connect(service, sent))
        except OSError:
            break
    return opened


def _close(connections):
    for connection in connections:
        connection.close()


STALLED_SESSION = (b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                   b"Content-Length: 100\r\n\r\n{")
STALLED_PIPELINE = (b"POST /v3/pipeline HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    b"Content-Length: 100\r\n\r\n{")
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


def a_secret_that_is_empty_blank_or_short_opens_nothing(shop):
    """From a variable or a file, for both services: beyond loopback neither starts, or nobody gets in without it. Nor do words
    that anybody would try first."""
    cases = []
    known = ("changeme", "password", "comptoir", "Admin2026", "aaaaaaaa", "12345678", "azertyuiop")
    for secret in ("", " ", "\n", "x", "\t\r\n", *known):
        file = shop.folder / f"secret-{len(cases)}"
        file.write_text(secret)
        for name, arguments in (("COMPTOIR_DB_TOKEN", ["db", "serve"]), ("COMPTOIR_PASSWORD", ["serve"])):
            cases.append((arguments, {name + "_FILE": str(file)}))
            if "\x00" not in secret:
                cases.append((arguments, {name: secret}))
    open_ones = []
    for arguments, environment in cases:
        full = ["--db", str(shop.file), *arguments, "--listen", "0.0.0.0:0"]
        try:
            service = Service(shop.program, full, environment, shop.folder, ready_seconds=20)
        except Failed:
            continue
        shop.services.append(service)
        path = query("select count(*) from sales") if "db" in arguments else "/api/v1/summary"
        for secret in ("", " ", "x", "\n", *known):
            for headers in (basic(secret), bearer(secret), {}):
                if "\n" in headers.get("authorization", ""):
                    continue
                if service.ask(path, headers=headers).status == 200:
                    open_ones.append((environment, secret))
        service.kill()
    hold(not open_ones, f"open with {open_ones[:3]}")


def bodies_that_never_come(shop):
    """1 100 connections that send a byte of a body and no more: others are answered meanwhile."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    for service, sent in ((dashboard, STALLED_SESSION), (database, STALLED_PIPELINE)):
        with Watch(dashboard, database):
            opened = _open(1100, service, sent)
            time.sleep(2)
        _close(opened)
    hold(dashboard.growth() < 200 and database.growth() < 200, f"{dashboard.growth():.0f} MiB, {database.growth():.0f} MiB")


@_minutes
def a_stalled_body_ends(shop):
    """The service cuts a request off whose body does not come, within a minute."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    for service, sent in ((dashboard, STALLED_SESSION), (database, STALLED_PIPELINE), (dashboard, HALF_A_HEAD), (database, HALF_A_HEAD)):
        connection = _connect(service, sent)
        connection.settimeout(60)
        since = time.monotonic()
        try:
            while connection.recv(4096):
                pass
        except TimeoutError:
            hold(False, f"still open after {time.monotonic() - since:.0f} s: {sent[:30]}")
        except OSError:
            pass
        connection.close()


def _send_all(service, head, pieces, seconds=60):
    """Sends a request whole before anything is read of its answer: the answer's bytes, or the error of sending."""
    with _connect(service) as connection:
        connection.settimeout(seconds)
        connection.sendall(head)
        for piece in pieces:
            connection.sendall(piece)
        answer = b""
        while piece := connection.recv(1 << 16):
            answer += piece
        return answer


def refusals_reach_who_still_sends(shop):
    """100 MB without a session or a token get their 401 whole, with a length or in chunks, several at once."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    piece, count = b"x" * (1 << 20), 100
    chunk = b"100000\r\n" + piece + b"\r\n"
    boundary = "Content-Type: multipart/form-data; boundary=z\r\n"
    cases = []
    for service, path in ((dashboard, "/api/v1/imports"), (dashboard, "/api/v1/sql"), (database, "/load"), (database, "/v3/pipeline")):
        start = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{boundary}"
        cases.append((service, f"{start}Content-Length: {count << 20}\r\n\r\n", [piece] * count))
        cases.append((service, f"{start}Transfer-Encoding: chunked\r\n\r\n", [chunk] * count + [b"0\r\n\r\n"]))
    with Watch(dashboard, database):
        answers = in_threads(len(cases), lambda at: _send_all(cases[at][0], cases[at][1].encode(), cases[at][2]))
    for (_, head, _), answer in zip(cases, answers):
        hold(isinstance(answer, bytes), f"{head.splitlines()[0]}: {answer!r}")
        hold(answer.startswith(b"HTTP/1.1 401"), f"{head.splitlines()[0]}: {answer[:100]!r}")
        length = re.search(rb"content-length: (\d+)", answer, re.I)
        hold(length and int(length[1]) == len(answer.split(b"\r\n\r\n", 1)[1]), f"not whole: {answer!r}")
    hold(dashboard.growth() < 100 and database.growth() < 100, f"{dashboard.growth():.0f} MiB, {database.growth():.0f} MiB")


def requests_that_never_end_after_their_refusal(shop):
    """Who goes on sending after a refusal, without end or drop by drop, is cut off within seconds, and no stop waits for it."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    head = "POST {} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary=z\r\n\r\n"

    def go_on(at):
        """For how long a service takes what is sent, in seconds."""
        service, path = ((dashboard, "/api/v1/imports"), (database, "/load"))[at % 2]
        chunk, pause = ((b"10000\r\n" + b"x" * 65536 + b"\r\n", 0.005), (b"1\r\nx\r\n", 0.3))[at // 2 % 2]
        since = time.monotonic()
        with _connect(service, head.format(path).encode()) as connection:
            connection.settimeout(30)
            try:
                while time.monotonic() - since < 60:
                    connection.sendall(chunk)
                    time.sleep(pause)
            except OSError:
                pass
        return time.monotonic() - since

    with Watch(dashboard, database):
        lasted = in_threads(24, go_on)
    hold(all(isinstance(seconds, float) and seconds < 45 for seconds in lasted), f"taken for {lasted}")
    hold(dashboard.growth() < 100 and database.growth() < 100, f"{dashboard.growth():.0f} MiB, {database.growth():.0f} MiB")
    senders = threading.Thread(target=lambda: in_threads(16, go_on), daemon=True)
    senders.start()
    time.sleep(1)
    took = [service.stop() for service in (dashboard, database)]
    hold(max(took) < 15, f"stops took {took}")


def bodies_where_none_is_read(shop):
    """GET and HEAD with a body, and uploads that ask before they send, are answered, and their connections stay in step."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    for service, path in ((dashboard, "/api/v1/summary"), (database, "/query.csv?sql=select+1")):
        for method in ("GET", "HEAD"):
            body = "x" * 100_000
            with _connect(service) as connection:
                connection.settimeout(20)
                request = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n{body}"
                connection.sendall(request.encode() + b"GET /version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                answer = b""
                while piece := connection.recv(1 << 16):
                    answer += piece
            found = re.findall(rb"HTTP/1\.1 (\d+)", answer)
            hold(found == [b"401", b"200"], f"{method} {path}: {found} {answer[:200]!r}")
        with _connect(service) as connection:
            connection.settimeout(5)
            since = time.monotonic()
            connection.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n".encode())
            answer = connection.recv(1 << 16)
            hold(answer.startswith(b"HTTP/1.1 4"), f"{path}: {answer[:100]!r}")
            hold(time.monotonic() - since < 4, f"who asks first waits {time.monotonic() - since:.1f} s")


def idle_connections(shop):
    """1 000 idle connections cost less than 64 KiB each, which is given back, and keep nobody out."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    for service in (dashboard, database):
        before = service.memory()
        with Watch(dashboard, database):
            opened = _open(1000, service)
            time.sleep(1)
            grown = service.memory() - before
        hold(grown < 64, f"{grown:.0f} MiB for {len(opened)} connections")
        _close(opened)
        time.sleep(0.5)
        opened = _open(1000, service)
        time.sleep(0.5)
        again = service.memory() - before
        _close(opened)
        hold(again < grown + 16, f"{grown:.0f} MiB, then {again:.0f} MiB: not given back")


def half_requests_keep_nobody_out(shop):
    """2 000 connections with half a head, dripped: bystanders are let in and answered."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    for service in (dashboard, database):
        with Watch(dashboard, database):
            opened = _open(2000, service, HALF_A_HEAD)
            for _ in range(2):
                for connection in opened:
                    try:
                        connection.sendall(b"x: y\r\n")
                    except OSError:
                        pass
                time.sleep(0.7)
        _close(opened)


def bytes_that_are_no_request(shop):
    """Smuggling, lies about lengths, huge heads, rubbish: refused or closed, and the service goes on."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    post = b"POST /v3/pipeline HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    rubbish = [
        post + b"Content-Length: -1\r\n\r\n{}",
        post + b"Content-Length: 99999999999999999999\r\n\r\n{}",
        post + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        post + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\nGET /backup HTTP/1.1\r\n\r\n",
        post + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        post + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        post + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 2_000_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"x%d: y\r\n" % number for number in range(10_000)) + b"\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", os.urandom(5000),
        b"CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + os.urandom(200), b"GET / HTTP/9.9\r\n\r\n",
    ]
    with Watch(dashboard, database):
        for service in (dashboard, database):
            for sent in rubbish:
                try:
                    connection = _connect(service, sent)
                    connection.shutdown(socket.SHUT_WR)
                    connection.settimeout(10)
                    answer = connection.recv(4096)
                    connection.close()
                except OSError:
                    continue
                # TRACE and CONNECT may be refused in any way; nothing here may look like an answer with data.
                hold(b"cptr_" not in answer and b"SQLite format" not in answer, f"{sent[:60]} answered {answer[:80]}")
    hold(database.process.poll() is None and dashboard.process.poll() is None, "a service has ended")


def files_beside_the_assets(shop):
    """No path leads out of what is served."""
    dashboard = shop.dashboard(None, PASSWORD)
    for path in ("/assets/../../etc/passwd", "/assets/..%2f..%2fetc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd",
                 "/assets/....//etc/passwd", "/assets//etc/passwd", "/words/../shop.db", "/words/%2e%2e%2fshop.db",
                 "/assets/..\\..\\shop.db", "/assets/%00", "/../shop.db"):
        answer = dashboard.ask(path)
        hold(answer.status in (301, 303, 302, 307, 308, 400, 401, 404), f"{path}: {answer}")
        hold(b"root:" not in answer.body and b"SQLite format" not in answer.body, path)


def names_that_were_pointed_here(shop):
    """Without a secret, requests that name another host (DNS rebinding) are refused by both services."""
    database, dashboard = shop.database(token=False), shop.dashboard()
    for host in ("evil.example", "evil.example:8080", "localhost.evil.example", "192.168.1.4", "127.0.0.1.nip.io"):
        for service, path in ((database, query("select 1")), (dashboard, "/api/v1/summary")):
            status = service.ask(path, headers={"host": host}).status
            hold(status in (401, 403), f"{host} {path}: {status}")
    # Nor does one name that is right cover another.
    for service, path in ((database, query("select 1")), (dashboard, "/api/v1/summary")):
        for hosts in (("localhost", "evil.example"), ("evil.example", "localhost")):
            head = "".join(f"Host: {host}\r\n" for host in hosts)
            with _connect(service, f"GET {path} HTTP/1.1\r\n{head}\r\n".encode()) as connection:
                answer = connection.recv(100)
            hold(b" 403 " in answer or b" 400 " in answer, f"{hosts} {path}: {answer}")


def nothing_is_open_without_the_secret(shop):
    """Every route but the documented ones wants the token or the password, by every method."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        for path in (query("select 1"), query("select 1", "json"), query("select 1", "arrow"), "/query", "/v2/pipeline",
                     "/v3/pipeline", "/v3/cursor", "/load", "/imports/1/undo", "/backup", "/metrics"):
            status = database.ask(path, method).status
            hold(status in (401, 403, 404, 405), f"{method} {path}: {status}")
        for path in ("/api/v1/summary", "/api/v1/sql?sql=select+1", "/api/v1/imports", "/api/v1/events", "/api/v1/lines",
                     "/api/v1/forecasts", "/api/v1/several", "/api/openapi.json", "/api/v1/nothing", "/api/v1/uploads/1",
                     "/api/v2/summary", "/API/v1/summary", "//api/v1/summary"):
            # What there is and what not is answered alike.
            status = dashboard.ask(path, method).status
            hold(status in (401, 403) or status == 303 and not path.startswith("/api/"), f"{method} {path}: {status}")


def guessing_the_password(shop):
    """After a few wrong ones the next has to wait; forged addresses are no way round; programs' tokens go on."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    statuses = []
    for number in range(12):
        forged = {"x-forwarded-for": f"10.0.0.{number}", "forwarded": f"for=10.0.0.{number}", "x-real-ip": f"10.0.0.{number}"}
        statuses.append(dashboard.ask("/api/v1/summary", headers=basic(f"wrong{number}") | forged).status)
    hold(429 in statuses, f"{statuses}")
    hold(200 not in statuses, f"{statuses}")
    hold(sql(database, "select 1", shop.token) == (None, "1"), "the token of a program is throttled")
    hold(dashboard.ask("/api/v1/summary", headers=basic(PASSWORD), source=BYSTANDER).status == 200,
         "somebody else with the right password is kept out")


def right_passwords_at_once(shop):
    """20 programs that start together with the right password all get in."""
    dashboard = shop.dashboard(None, PASSWORD)
    statuses = in_threads(20, lambda _: dashboard.ask("/api/v1/summary", headers=basic(PASSWORD), seconds=60).status)
    hold(all(status == 200 for status in statuses), f"{statuses}")


def a_stop_while_strangers_hold_on(shop):
    """SIGTERM ends both services within 10 s whatever connections do."""
    database = shop.database()
    dashboard = shop.dashboard(database, PASSWORD)
    opened = _open(100, dashboard, STALLED_SESSION) + _open(100, database, STALLED_PIPELINE)
    opened += _open(50, dashboard, HALF_A_HEAD) + _open(50, database)
    time.sleep(0.5)
    times = in_threads(2, lambda number: (dashboard, database)[number].stop())
    _close(opened)
    hold(all(isinstance(seconds, float) and seconds < 12 for seconds in times), f"{times}")


def jumps_of_the_clock(shop):
    """Sessions, guessing and tokens go by what has passed, not by what the clock shows: a jump lets nobody in and locks nobody out."""
    library = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
    if library is None:
        print("     skipped: libfaketime is not installed")
        return
    shown = shop.folder / "clock"
    shown.write_text("+0d")
    clock = {"LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(shown), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    database = shop.database(**clock)
    dashboard = shop.dashboard(database, PASSWORD, **clock)
    reader = shop.read_token()

    def sign_in(password, source=BYSTANDER, **headers):
        return dashboard.ask("/api/v1/session", "POST", {"password": password}, headers, source=source)

    session = next(cookie for cookie in sign_in(PASSWORD).cookies if "session" in cookie)
    cookie = {"cookie": session}
    for jump in ("-365d", "+1d", "+400d", "-3650d", "+0d"):
        shown.write_text(jump)
        time.sleep(1.5)
        hold(dashboard.ask("/api/v1/summary", headers=cookie).status == 200, f"{jump}: the session has ended")
        hold(dashboard.ask("/api/v1/summary").status == 401, f"{jump}: open without a session")
        hold(dashboard.ask("/api/v1/summary", headers={"cookie": session[:-2] + "xx"}).status == 401, f"{jump}: another session")
        guesses = [sign_in(f"guess {number}", ATTACKER).status for number in range(12)]
        hold(set(guesses) <= {401, 429} and guesses.count(429) >= 3, f"{jump}: {guesses}")
        hold(sign_in(PASSWORD).status == 204, f"{jump}: the right password is refused from elsewhere")
        hold(sql(database, "select 1", reader)[0] is None and sql(database, "select 1", "cptr_no")[0] == "AUTH", f"{jump}: tokens")
        for service in (database, dashboard):
            hold(service.health() is not None, f"{jump}: no /health")
    for service in (dashboard, database):
        hold(service.stop() < 10, "the service does not stop")


def a_second_service_on_the_same_port(shop):
    """Says what is wrong, and leaves the first one alone."""
    database = shop.database()
    second = subprocess.run([shop.program, "--lang", "en", "--db", str(shop.file), "db", "serve", "--listen", f"127.0.0.1:{database.port}"],
                            capture_output=True, text=True, timeout=60, env=os.environ | {"COMPTOIR_DB_TOKEN": shop.token})
    hold(second.returncode != 0 and second.stderr.strip(), f"{second.returncode} {second.stderr}")
    hold(database.health() is not None, "the first one does not answer")
