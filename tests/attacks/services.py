"""Both services as processes of the built program, watched from outside: memory, time, and whether they are alive."""

import base64
import contextlib
import http.client
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

# Attackers come from one address of this machine, everybody else from another.
ATTACKER = ("127.0.0.1", 0)
BYSTANDER = ("127.0.0.9", 0)

# What both services may need above what they had when they were ready, whatever is done to them.
MEMORY_MIB = 300

# How long an answer of /health may take meanwhile, in seconds; longer where the machine itself is busy.
HEALTH_SECONDS = 1.0

PASSWORD = "un mot de passe assez long"


class Failed(Exception):
    """What had to hold did not."""


def hold(condition, message):
    if not condition:
        raise Failed(message)


class Answer:
    """An answer, read whole up to a limit."""

    def __init__(self, response, limit):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.cookies = [value.split(";")[0] for name, value in response.getheaders() if name.lower() == "set-cookie"]
        self.body = b"" if limit == 0 else response.read(limit)

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:200]!r}"


class Service:
    """A process that serves, on a port of loopback."""

    def __init__(self, program, arguments, environment, folder, ready_seconds=60, open_files=None):
        self.log = Path(tempfile.mkstemp(dir=folder, suffix=".log")[1])
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}
        self.process = subprocess.Popen(
            [program, "--lang", "en", *arguments], cwd=folder, stdin=subprocess.DEVNULL,
            stdout=self.log.open("w"), stderr=subprocess.STDOUT, env=inherited | environment,
            preexec_fn=open_files and (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))))
        self.port = self._wait_for_port(ready_seconds)
        self.memory_at_start = self.memory("VmHWM")

    def _wait_for_port(self, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            found = re.search(r"http://(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(\d+)", self.log.read_text().split("--db")[-1])
            found = found or re.search(r"http://\S*?:(\d+)", self.log.read_text())
            if found:
                return int(found[1])
            time.sleep(0.05)
        self.kill()
        raise Failed(f"the service does not start: {self.log.read_text()}")

    def memory(self, what="VmRSS"):
        """In MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{what}:\s+(\d+) kB", status)[1]) / 1024

    def growth(self):
        """How far the memory has grown at its highest, in MiB."""
        return self.memory("VmHWM") - self.memory_at_start

    def ask(self, path, method="GET", body=None, headers=None, source=ATTACKER, seconds=30, limit=64 << 20):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds, source_address=source)
        try:
            if isinstance(body, (dict, list)):
                body, headers = json.dumps(body), {"content-type": "application/json"} | (headers or {})
            connection.request(method, path, body=body, headers=headers or {})
            return Answer(connection.getresponse(), limit)
        finally:
            connection.close()

    def health(self, seconds=5.0):
        """How long /health takes, in seconds; None without an answer."""
        since = time.monotonic()
        try:
            answer = self.ask("/health", source=BYSTANDER, seconds=seconds)
        except (OSError, http.client.HTTPException):
            return None
        return time.monotonic() - since if answer.status in (200, 503) else None

    def stop(self):
        """Asks the process to end; how long it took, in seconds."""
        since = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.kill()
        return time.monotonic() - since

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


class Shop:
    """A folder with a copy of the demo data, and services on it."""

    def __init__(self, program, template):
        self.program, self.folder = program, Path(tempfile.mkdtemp(prefix="attack-"))
        self.file = self.folder / "shop.db"
        shutil.copy(template, self.file)
        self.token, self.services, self.open_files = "main-" + os.urandom(16).hex(), [], None

    def run(self, *arguments, **environment):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}
        return subprocess.run([self.program, "--lang", "en", "--db", str(self.file), *arguments], cwd=self.folder,
                              env=inherited | environment, capture_output=True, text=True, timeout=120)

    def read_token(self):
        made = self.run("db", "token", "create", "--name", "reader", "--scope", "read")
        return re.search(r"cptr_\S+", made.stdout + made.stderr)[0]

    def database(self, token=True, listen="127.0.0.1:0", **environment):
        if token:
            environment |= {"COMPTOIR_DB_TOKEN": self.token}
        return self._keep(["--db", str(self.file), "db", "serve", "--listen", listen], environment)

    def dashboard(self, database=None, password=None, *more, **environment):
        address = str(self.file)
        if database:
            address, environment["COMPTOIR_DB_TOKEN"] = f"http://127.0.0.1:{database.port}", self.token
        if password:
            environment["COMPTOIR_PASSWORD"] = password
        return self._keep(["--db", address, "serve", "--listen", "127.0.0.1:0", *more], environment)

    def _keep(self, arguments, environment):
        service = Service(self.program, arguments, environment, self.folder, open_files=self.open_files)
        self.services.append(service)
        return service

    def end(self):
        for service in self.services:
            with contextlib.suppress(ProcessLookupError):
                service.process.send_signal(signal.SIGCONT)
            service.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def bearer(token):
    return {"authorization": f"Bearer {token}"}


def basic(password):
    return {"authorization": "Basic " + base64.b64encode(f"x:{password}".encode()).decode()}


def sql(service, text, token=None, headers=None, **more):
    """Runs one statement over Hrana; (code of the error or None, first value or None)."""
    request = {"requests": [{"type": "execute", "stmt": {"sql": text}}, {"type": "close"}]}
    headers = (bearer(token) if token else {}) | (headers or {})
    answer = service.ask("/v3/pipeline", "POST", request, headers, **more)
    if answer.status != 200:
        return answer.json().get("code", str(answer.status)), None
    result = answer.json()["results"][0]
    if result["type"] == "error":
        return result["error"].get("code") or "?", None
    rows = result["response"]["result"]["rows"]
    return None, rows[0][0].get("value") if rows and rows[0] else None


def query(text, form="csv"):
    return f"/query.{form}?" + urllib.parse.urlencode({"sql": text})


def upload(dashboard, name, content, dry_run=False, seconds=300):
    """Sends a file to be imported."""
    boundary = "z" * 24
    form = (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + content
            + f"\r\n--{boundary}--\r\n".encode())
    return dashboard.ask("/api/v1/imports" + ("?dry_run=true" if dry_run else ""), "POST", form,
                         basic(PASSWORD) | {"content-type": f"multipart/form-data; boundary={boundary}"}, seconds=seconds)


class Watch:
    """Asks /health of services again and again while an attack goes on."""

    def __init__(self, *services):
        self.services, self.slowest, self.unanswered = services, {}, {}
        usual = [service.health() for service in services for _ in range(3)]
        self.usual = max((seconds for seconds in usual if seconds is not None), default=0)
        self.limit = self._limit()
        self.over, self.thread = threading.Event(), None

    def _limit(self):
        """A machine that is busy with something else is no fault of the service."""
        crowd = os.getloadavg()[0] / (os.cpu_count() or 1)
        return max(HEALTH_SECONDS * max(1, crowd), 8 * self.usual)

    def __enter__(self):
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()
        return self

    def _look(self):
        while not self.over.is_set():
            for service in self.services:
                seconds = service.health(self.limit + 1)
                if seconds is None and service.process.poll() is None:
                    self.unanswered[service.port] = self.unanswered.get(service.port, 0) + 1
                elif seconds is None:
                    self.unanswered[service.port] = 1
                else:
                    self.slowest[service.port] = max(seconds, self.slowest.get(service.port, 0))
            self.over.wait(0.2)

    def __exit__(self, kind, error, trace):
        self.over.set()
        self.thread.join()
        if kind is None:
            hold(not self.unanswered, f"/health was not answered {sum(self.unanswered.values())} times")
            slowest = max(self.slowest.values(), default=0)
            hold(slowest <= max(self.limit, self._limit()), f"/health took {slowest:.1f} s")


def in_threads(count, work):
    """Runs `work(number)` in as many threads at once; their results, an exception being one."""
    results = [None] * count

    def run(number):
        try:
            results[number] = work(number)
        except Exception as error:  # noqa: BLE001, what happened is the result
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
