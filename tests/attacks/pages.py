"""What a page of another site can do through the browser of its visitor, whose services want no secret on this machine."""

import urllib.parse

from services import PASSWORD, basic, hold, query

# What browsers send: an image, a frame, a script, a form, a fetch without CORS.
EMBEDDED = [
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"},
    {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", "origin": "http://evil.example"},
    {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://localhost:1"}, {"origin": "https://localhost"},
]


def reads_of_a_foreign_page(shop):
    """No SQL runs for an image, a frame, a script or a fetch of another site, in either service."""
    database, dashboard = shop.database(token=False), shop.dashboard()
    for headers in EMBEDDED:
        for service, path in ((database, query("select 1")), (database, query("select 1", "json")), (database, "/backup"),
                              (dashboard, "/api/v1/sql?sql=select+1"), (dashboard, "/api/v1/lines?format=csv")):
            answer = service.ask(path, headers=headers)
            hold(answer.status == 403, f"{path} {headers}: {answer}")
    hold(database.ask(query("select 1")).status == 200, "a program is refused")
    hold(dashboard.ask("/api/v1/sql?sql=select+1", headers={"sec-fetch-site": "same-origin"}).status == 200, "its own page is refused")


def navigations_open_pages(shop):
    """A link or a hidden frame opens a page; it runs no SQL."""
    dashboard = shop.dashboard()
    navigation = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-user": "?1"}
    answer = dashboard.ask("/", headers=navigation | {"sec-fetch-dest": "document"})
    hold(answer.status == 200, f"a link to the page: {answer.status}")
    for destination in ("document", "iframe", "frame", "embed", "object"):
        status = dashboard.ask("/api/v1/sql?sql=select+1", headers=navigation | {"sec-fetch-dest": destination}).status
        hold(status == 403, f"SQL by a {destination}: {status}")
    framed = dashboard.ask("/", headers=navigation | {"sec-fetch-dest": "iframe"})
    policy = framed.headers.get("content-security-policy", "") + framed.headers.get("x-frame-options", "")
    hold(framed.status == 403 or "frame-ancestors" in policy or "DENY" in policy.upper(), "the page may be framed")


def writes_of_a_foreign_page(shop):
    """No form, no beacon and no fetch of another site changes anything."""
    database, dashboard = shop.database(token=False), shop.dashboard()
    body = b'{"requests":[{"type":"execute","stmt":{"sql":"delete from sales"}},{"type":"close"}]}'
    kinds = [{"content-type": "text/plain"}, {"content-type": "application/x-www-form-urlencoded"},
             {"content-type": "multipart/form-data; boundary=x"}, {"content-type": "application/json"}, {}]
    for headers in EMBEDDED:
        for kind in kinds:
            for path in ("/v2/pipeline", "/v3/pipeline", "/v3/cursor", "/", "/query", "/load", "/imports/1/undo"):
                status = database.ask(path, "POST", body, headers | kind).status
                hold(status in (403, 415), f"{path} {headers} {kind}: {status}")
            for path in ("/api/v1/imports", "/api/v1/analyses", "/api/v1/forecasts", "/api/v1/imports/1/undo", "/api/v1/session"):
                status = dashboard.ask(path, "POST", body, headers | kind).status
                hold(status in (403, 415), f"{path} {headers} {kind}: {status}")
    # A form without Origin, of a browser of long ago.
    for kind in kinds[:3]:
        status = database.ask("/v3/pipeline", "POST", body, kind).status
        hold(status == 415, f"{kind} without Origin: {status}")
    count = database.ask(query("select count(*) from sales"))
    hold(int(count.body.split()[1]) > 0, "the sales are gone")


def answers_that_a_foreign_page_may_read(shop):
    """No answer says that other origins may read it, unless one was allowed."""
    database, dashboard = shop.database(token=False), shop.dashboard()
    for service, path in ((database, "/health"), (database, "/version"), (dashboard, "/health"), (dashboard, "/"), (dashboard, "/api/v1/session")):
        for method in ("GET", "OPTIONS"):
            headers = {"origin": "http://evil.example", "access-control-request-method": "POST"}
            allowed = service.ask(path, method, headers=headers).headers.get("access-control-allow-origin")
            hold(allowed is None, f"{path}: {allowed}")


def texts_that_a_browser_would_run(shop):
    """What comes from data is never a page: types are said, sniffing is off, scripts come from the service alone."""
    dashboard = shop.dashboard(None, PASSWORD)
    script = urllib.parse.urlencode({"sql": "select '<script>alert(1)</script>'"})
    for path in ("/api/v1/summary", "/api/v1/names", "/api/v1/sql?" + script, "/api/v1/sql?format=csv&" + script,
                 "/api/v1/%3Cscript%3E"):
        answer = dashboard.ask(path, headers=basic(PASSWORD))
        kind = answer.headers.get("content-type", "")
        hold("html" not in kind, f"{path}: {kind}")
        hold(answer.headers.get("x-content-type-options") == "nosniff", f"{path}: sniffing")
    page = dashboard.ask("/login")
    policy = page.headers.get("content-security-policy", "")
    hold("script-src 'self'" in policy or "default-src 'self'" in policy, f"policy: {policy}")
    hold("unsafe-inline" not in policy.split("style-src")[0], f"policy: {policy}")


def headers_through_parameters(shop):
    """No parameter puts a line into the head of an answer, and none leads to another machine."""
    dashboard = shop.dashboard(None, PASSWORD)
    for path in ("/login?next=%0d%0aset-cookie:%20a=b", "/api/v1/sql?format=csv%0d%0ax:y&sql=select+1", "/?lang=fr%0d%0ax:y",
                 "/login?next=//evil.example", "/login?next=/.//evil.example", "/login?next=https://evil.example"):
        answer = dashboard.ask(path, headers=basic(PASSWORD))
        hold("set-cookie" not in answer.headers or "a=b" not in answer.headers["set-cookie"], f"{path}: a cookie")
        hold("evil" not in answer.headers.get("location", ""), f"{path}: {answer.headers.get('location')}")


def formulas_in_downloads(shop):
    """A cell that begins like a formula is text for spreadsheets, behind signs that nobody sees too."""
    dashboard = shop.dashboard()
    names = ["=1+1", "+1", "-1+1", "@sum(1)", "\t=1", "\u200b=1", "\uff1d1", "\ufeff=1+1"]
    for name in names:
        text = f"select char({','.join(str(ord(letter)) for letter in name)}) as x"
        answer = dashboard.ask("/api/v1/sql?" + urllib.parse.urlencode({"sql": text, "format": "csv"}))
        if answer.status != 200:
            continue
        cell = answer.body.decode("utf-8", "replace").splitlines()[-1].strip().strip('"').lstrip("\ufeff")
        hold(cell.startswith("'"), f"{name!r} becomes {cell!r}")
