"""Compares figures of page, API, command line and files with what DuckDB finds in the CSV files themselves.

    check.py PROGRAM

DuckDB never asks Comptoir: which days and stores a change is of follows from what is known of the made-up chain.
"""
import collections
import contextlib
import datetime as dt
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

import duckdb
import openpyxl

import chain

FEWEST_VALUES, FEWEST_STATES = 3_000, 60
YEAR = dt.timedelta(364)
NAMES = {code: name for code, name, *_ in chain.STORES}
CODES = {name: code for code, name in NAMES.items()} | {city: code for code, _, city, *_ in chain.STORES}
PRODUCT_CODES = {name: code for code, name, *_ in chain.PRODUCTS} | {chain.RENAMED[1]: chain.RENAMED[0]}


class Truth:
    """The sales as the files have them."""

    def __init__(self, folder):
        self.db = duckdb.connect()
        self.db.execute(
            f"""create table sales as
            select strptime("Date", '%d/%m/%Y')::date as day, "N° ticket" as ticket, "Code magasin" as store,
                   "Code article" as product, "Catégorie" as category, s."Région" as region,
                   replace("Quantité", ',', '.')::decimal(18, 3) as quantity,
                   replace("Montant TTC", ',', '.')::decimal(18, 2) as amount
            from read_csv('{folder}/ventes.csv', delim=';', all_varchar=true)
            join read_csv('{folder}/magasins.csv', delim=';', all_varchar=true) s using ("Code magasin")"""
        )
        rows = self.db.execute("select distinct store, day from sales").fetchall()
        self.sold = set(rows)

    def sums(self, pairs, by, filters):
        """Revenue, lines, quantity and tickets of some store-days, by a column."""
        self.db.execute("create or replace temp table kept (store varchar, day date)")
        if pairs:
            values = ", ".join(f"('{store}', '{day}')" for store, day in pairs)
            self.db.execute(f"insert into kept values {values}")
        where = " and ".join(f"{column} = '{value.replace(chr(39), chr(39) * 2)}'" for column, value in filters) or "true"
        rows = self.db.execute(
            f"""select {by}, sum(amount)::double, count(*), sum(quantity)::double, count(distinct ticket) filter (amount >= 0)
            from sales semi join kept using (store, day) where {where} group by 1"""
        ).fetchall()
        return {row[0]: row[1:] for row in rows}


def days(first, last):
    return [first + dt.timedelta(n) for n in range((last - first).days + 1)]


def is_unknown(store, day):
    """Late, or in the hole on a day on which the store is open."""
    sundays = next(sundays for code, *_, sundays in chain.STORES if code == store)
    if store in chain.LATE and day > chain.LATE[store]:
        return True
    was_open = chain.OPENED.get(store, chain.FIRST) <= day <= chain.CLOSED.get(store, chain.LAST)
    return day in chain.HOLE and was_open and (sundays or day.weekday() != 6)


def start_of(day, span):
    month = {"month": day.month, "quarter": day.month - (day.month - 1) % 3, "year": 1}[span]
    return day.replace(month=month, day=1)


def end_of(first, span):
    months = {"month": 1, "quarter": 3, "year": 12}[span]
    month = first.month - 1 + months
    return dt.date(first.year + month // 12, month % 12 + 1, 1) - dt.timedelta(1)


NOTHING = {"revenue": 0.0, "quantity": 0.0, "sales": 0}


def before_of(row):
    """What a group is compared with: nothing where none of its days is."""
    return row.get("before") or {**NOTHING, "now": NOTHING, "change": 0.0, "contribution": 0.0}


def same_date(day):
    """The date of the year before; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def base_of(basis, first, last):
    """What the days of a period are compared with: the days, whether or not they are known, and each one's match."""
    known_last = min(last, chain.LAST)
    mine = days(first, known_last)
    if basis == "n-1":
        return mine, {day: day - YEAR for day in mine}, [day - YEAR for day in mine]
    spans = [span for span in ("year", "quarter", "month") if start_of(first, span) == first and end_of(first, span) == last]
    if spans:
        before_last = first - dt.timedelta(1)
        before = days(start_of(before_last, spans[0]), before_last)
        if spans[0] == "year":
            before = [day for day in before if known_last == last or day <= same_date(known_last)]
            return mine, {day: same_date(day) for day in mine}, before
        if known_last < last:
            before = before[: len(mine)]
    elif (last - first).days == 6 and first.weekday() == 0:
        before = days(first - dt.timedelta(7), first - dt.timedelta(1))
    else:
        before = days(first - dt.timedelta((last - first).days + 1), first - dt.timedelta(1))[: len(mine)]
    return mine, dict(zip(mine, before)), before


def compared(truth, basis, first, last, stores, same):
    """The store-days of both sides; None where too few days can be compared."""
    mine, match, before = base_of(basis, first, last)
    known = lambda day: chain.FIRST <= day <= chain.LAST
    closed = lambda store, day: day > chain.CLOSED.get(store, chain.LAST)
    unborn = lambda store, day: day < chain.OPENED.get(store, chain.FIRST)

    def counts(store, day):
        other = match[day]
        if is_unknown(store, day) or is_unknown(store, other):
            return False
        if same and basis == "previous":
            # The days before are other weekdays: being in business is what counts.
            return not any(closed(store, one) or unborn(store, one) for one in (day, other))
        return not same or ((store, day) in truth.sold and (store, other) in truth.sold)

    pairs = [day for day in mine if day in match]
    alive = lambda day: [store for store in stores if not closed(store, day) and not unborn(store, day)]
    kept = [
        day
        for day in pairs
        if known(match[day]) and (any(counts(store, day) for store in alive(day)) or (not alive(day) and not same))
    ]
    whole = len(kept) == len(pairs)
    compared_days = len(mine) if whole else len(kept)
    if not kept or 3 * compared_days < len(mine):
        return None
    now, then = set(), set()
    for store in stores:
        some = False
        for day in kept:
            if counts(store, day):
                now.add((store, day))
                then.add((store, match[day]))
                some = True
        if whole and (some or not same):
            # The 31st beside a month of thirty days.
            now |= {(store, day) for day in mine if day not in match and not is_unknown(store, day)}
            matched = set(match.values())
            then |= {(store, day) for day in before if day not in matched and not is_unknown(store, day)}
    return compared_days, len(mine), now, then


class Check:
    def __init__(self):
        self.values, self.states, self.wrong = 0, 0, []
        self.kinds = collections.Counter()

    def same(self, what, shown, true, tolerance=0.005):
        self.values += 1
        self.kinds[what.split(":")[0]] += 1
        close = shown == true if shown is None or true is None else abs(shown - true) <= tolerance
        if not close:
            self.wrong.append(f"{what}: shown {shown}, true {true}")


def get(url, raw=False):
    try:
        with urllib.request.urlopen(url, timeout=120) as answer:
            body = answer.read()
            return answer.status, body if raw else json.loads(body), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"{}"), error.headers


def asked_of(question):
    path, query = question.split("?", 1)
    query = urllib.parse.parse_qs(query)
    one = lambda name: query.get(name, [None])[0]
    day = lambda name, default: dt.date.fromisoformat(one(name)) if one(name) else default
    # Days before the first sale are not zero, but unknown.
    first, last = max(day("from", chain.FIRST), chain.FIRST), day("to", chain.LAST)
    filters = []
    for name in ("store", "product", "category", "region"):
        for value in query.get(name, []):
            column = {"store": CODES.get(value), "product": PRODUCT_CODES.get(value)}.get(name, value)
            filters.append((name, column))
    stores = [code for code, _, _, region, _ in chain.STORES if all({"store": code, "region": region}.get(n, v) == v for n, v in filters)]
    return path, first, last, one("compare"), one("same_stores") == "true", filters, stores


def key_of(grouping, name):
    if grouping == "store":
        return CODES.get(name, name)
    return PRODUCT_CODES.get(name, name) if grouping == "product" else name


def check_answer(check, truth, what, question, answer):
    path, first, last, basis, same, filters, stores = asked_of(question)
    last_known = min(last, chain.LAST)
    whole = [(store, day) for store in stores for day in days(first, last_known)]
    sides = compared(truth, basis, first, last, stores, same) if basis else None
    if answer is None:
        check.same(f"{what}: refused", None if sides is None else 1, None)
        return
    if basis:
        check.same(f"{what}: compared at all", 1, 1 if sides else 0)
        if not sides:
            return
    document = answer.get("before", {}).get("compared") if path == "summary" and basis else answer.get("compared")
    if basis and document:
        check.same(f"{what}: days compared", document["compared_days"], sides[0])
        check.same(f"{what}: days of the period", document["period_days"], sides[1])
    if path == "summary":
        zero = (0.0, 0, 0.0, 0)
        figures = truth.sums(whole, "1", filters).get(1, zero)
        check_figures(check, what, answer, figures)
        if basis:
            now, then = (truth.sums(side, "1", filters).get(1, zero) for side in sides[2:])
            check_figures(check, f"{what} compared", answer["before"]["now"], now)
            check_figures(check, f"{what} before", answer["before"], then)
            relative = now[0] / then[0] - 1 if then[0] > 0 else None
            check.same(f"{what}: change", answer["before"]["relative_change"], relative, 1e-6)
    elif path.startswith("breakdown/"):
        grouping = path.split("/")[1]
        true = truth.sums(whole, grouping, filters)
        now, then = (truth.sums(side, grouping, filters) for side in sides[2:]) if basis else ({}, {})
        shown = collections.defaultdict(lambda: [0.0, 0.0, 0.0])
        for row in answer["rows"]:
            sums = shown[key_of(grouping, row["name"])]
            sums[0] += row["revenue"]
            if basis:
                before = before_of(row)
                sums[1] += before["now"]["revenue"]
                sums[2] += before["revenue"]
        limited = "limit=" in question
        for key, sums in shown.items():
            for place, (side, name) in enumerate(((true, ""), (now, " compared"), (then, " before"))):
                if place == 0 or basis:
                    check.same(f"{what}: {key}{name}", sums[place], side.get(key, (0.0,))[0])
        if not limited:
            check.same(f"{what}: rows", len(shown), len({*true, *now, *then}))
        check.same(f"{what}: total", answer["total"], sum(row[0] for row in true.values()), 0.02)
    elif path == "series":
        true = truth.sums(whole, "day", filters)
        then = truth.sums(sides[3], "day", filters) if basis else {}
        check.same(f"{what}: points", len(answer["points"]), len(days(first, last_known)))
        for point in answer["points"]:
            day = dt.date.fromisoformat(point["day"])
            check.same(f"{what}: {day}", point["revenue"], true.get(day, (0.0,))[0])
            if point["before"]:
                base = dt.date.fromisoformat(point["before"]["day"])
                check.same(f"{what}: {day} before", point["before"]["revenue"], then.get(base, (0.0,))[0])
        missing = {str(day) for run in answer["missing"] for day in days(*(dt.date.fromisoformat(run[end]) for end in ("from", "to")))}
        check.same(f"{what}: missing", len(missing), len([day for day in gone(stores, last_known) if first <= day <= last_known]))
    elif path == "why":
        now, then = (truth.sums(side, "1", filters).get(1, (0.0,))[0] for side in sides[2:])
        check.same(f"{what}: revenue", answer["revenue"], now)
        check.same(f"{what}: revenue before", answer["revenue_before"], then)
        check.same(f"{what}: parts", sum(answer["parts"].values()), now - then, 0.011)
        shown = answer["shown"]
        check.same(f"{what}: whole euros", shown["revenue_before"] + sum(shown["parts"].values()), shown["revenue"], 0)


def gone(stores, last_known):
    """The days of which nothing has arrived: the hole, and those of stores that are late, where no other store is asked about."""
    is_late = all(code in chain.LATE for code in stores)
    late = [day for code in stores for day in days(chain.LATE[code] + dt.timedelta(1), last_known)] if is_late else []
    return [*chain.HOLE, *late]


def check_figures(check, what, shown, true):
    revenue, sales, quantity, tickets = true
    check.same(f"{what}: revenue", shown["revenue"], revenue)
    check.same(f"{what}: lines", shown["sales"], sales, 0)
    check.same(f"{what}: quantity", shown["quantity"], quantity)
    check.same(f"{what}: tickets", shown["baskets"], tickets, 0)
    if tickets:
        # Where more came back than was sold there is no average.
        check.same(f"{what}: basket", shown["average_basket"], revenue / tickets if revenue > -0.004 else None, 0.0001)


def addresses():
    """The states of the page: the first 24 months at every month's end, and what people look at today."""
    first = chain.FIRST
    for _ in range(24):
        end = end_of(first, "month")
        yield f"?period=month&to={end}"
        yield f"?period=month&to={end}&compare=previous"
        first = end + dt.timedelta(1)
    for period in ("7", "28", "30", "90", "month", "quarter", "year", "all"):
        for compare in ("n-1", "previous"):
            yield f"?period={period}&compare={compare}"
    for more in (
        "stores=same", "store=Grenoble Victor Hugo", "store=Rennes République", "region=Île-de-France", "product=Ballotin",
        "category=Fromages", "store=Lille Grand Place", "store=Nantes Graslin&stores=same", "stores=same&compare=previous",
    ):
        yield f"?period=year&{more}"
        yield f"?period=quarter&{more}"
    for span in ("from=2026-05-01&to=2026-05-31", "from=2026-05-18&to=2026-05-24", "from=2025-05-20&to=2025-06-18", "from=2024-02-01&to=2024-02-29"):
        yield f"?{span}"
        yield f"?{span}&compare=previous"
    # Beyond the data on either side, one day, 400 days across the hole, the whole data.
    for span in ("from=2020-01-01&to=2024-12-31", "from=2026-11-01&to=2027-06-30", "from=2026-11-23&to=2026-11-23", "from=2025-06-01&to=2026-07-05", "from=2023-12-01&to=2026-11-28"):
        yield f"?{span}"
        yield f"?{span}&stores=same&compare=previous"
    yield "?period=month&on=2026-11-23"
    yield "?period=30&on=2026-11-16..2026-11-22&store=Lyon Bellecour"


def check_page(check, truth, url, states, prefix=""):
    available = {"from": str(chain.FIRST), "to": str(chain.LAST)}
    here = pathlib.Path(__file__).parent
    asked = json.loads(subprocess.check_output(["node", here / "questions.mjs", json.dumps([available, states])]))
    for address, questions in zip(states, asked):
        check.states += 1
        questions.pop("shown")
        questions.pop("seasonality")
        for name, question in questions.items():
            status, answer, _ = get(f"{url}/api/v1/{question}")
            refused = status == 404 and answer.get("code") in ("nothing-before", "little-before")
            if not refused and status != 200:
                check.wrong.append(f"{prefix}{address} {name}: {status} {answer}")
                continue
            check_answer(check, truth, f"{prefix}{address} {name}", question, None if refused else answer)


def check_months(check, program, folder):
    """A shop's first 24 months: at every month's end the file that its till exports then, imported into a database of its own."""
    whole, first = chain.LAST, chain.FIRST
    with open(folder / "ventes.csv", encoding="utf-8", newline="") as file:
        header, *lines = file.readlines()
    day_of = lambda line: dt.datetime.strptime(line[:10], "%d/%m/%Y").date()
    lines = [(day_of(line), line) for line in lines]
    for month in range(1, 25):
        chain.LAST = end_of(first, "month")
        cut = folder / f"month-{month}"
        cut.mkdir()
        (cut / "magasins.csv").write_bytes((folder / "magasins.csv").read_bytes())
        with open(cut / "ventes.csv", "w", encoding="utf-8", newline="") as file:
            file.writelines([header, *(line for day, line in lines if day <= chain.LAST)])
        states = ["?period=month", "?period=month&compare=previous", "?period=year", "?period=30&stores=same"]
        with served(program, cut) as url:
            check_page(check, Truth(cut), url, states, f"month {month} ")
        first = chain.LAST + dt.timedelta(1)
    chain.LAST = whole


@contextlib.contextmanager
def served(program, folder, files=("magasins.csv", "ventes.csv")):
    """A service whose database holds the files of a folder."""
    database = folder / "comptoir.db"
    subprocess.run([program, "--db", database, "import", *(folder / file for file in files)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    service = subprocess.Popen([program, "--db", database, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield next(word for line in service.stdout for word in line.split() if word.startswith("http://")).rstrip("/.")
    finally:
        service.terminate()
        service.wait()


def check_files(check, truth, url):
    for grouping in ("store", "product", "region"):
        question = f"breakdown/{grouping}?from=2026-11-01&to=2026-11-30&compare=n-1"
        check.states += 1
        _, body, headers = get(f"{url}/api/v1/{question}&format=xlsx", raw=True)
        if "2026-11-01_2026-11-28.xlsx" not in headers["content-disposition"]:
            check.wrong.append(f"{question}: file {headers['content-disposition']}")
        book = openpyxl.load_workbook(io.BytesIO(body))
        about = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows()}
        if "du 1er au 28 nov. 2026" not in str(about) or "Comparaison" not in about:
            check.wrong.append(f"{question}: first sheet {about}")
        whole = [(code, day) for code in NAMES for day in days(dt.date(2026, 11, 1), chain.LAST)]
        true = truth.sums(whole, grouping, [])
        header, *rows = book.worksheets[1].iter_rows(values_only=True)
        place = header.index("CA")
        shown = collections.Counter()
        for row in rows:
            shown[key_of(grouping, row[0])] += row[place]
        for key, revenue in shown.items():
            check.same(f"{question} xlsx: {key}", revenue, true.get(key, (0.0,))[0])


def check_command_line(check, truth, program, database):
    for first, last in (("2026-11-01", "2026-11-30"), ("2026-01-01", "2026-12-31"), ("2026-05-01", "2026-05-31")):
        for basis in ("n-1", "previous"):
            check.states += 1
            span = ["--from", first, "--to", last, "--compare", basis, "--json"]
            run = lambda *more: json.loads(subprocess.check_output([program, "--db", database, *more]))
            first_day, last_day = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
            sides = compared(truth, basis, first_day, last_day, list(NAMES), False)
            whole = truth.sums([(code, day) for code in NAMES for day in days(first_day, min(last_day, chain.LAST))], "store", [])
            now, then = (truth.sums(side, "store", []) for side in sides[2:])
            answer = run("analyse", "--by", "store", *span)
            for row in answer["rows"]:
                key = key_of("store", row["name"])
                check.same(f"analyse {first} {basis}: {key}", row["revenue"], whole.get(key, (0.0,))[0])
                check.same(f"analyse {first} {basis}: {key} compared", (row["compared"] or NOTHING)["revenue"], now.get(key, (0.0,))[0])
                check.same(f"analyse {first} {basis}: {key} before", before_of(row)["revenue"], then.get(key, (0.0,))[0])
            why = run("why", *span)
            total = sum(row[0] for row in now.values()) - sum(row[0] for row in then.values())
            check.same(f"why {first} {basis}: change", why["change"], total, 0.02)


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    check = Check()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        chain.write(folder)
        truth = Truth(folder)
        with served(program, folder) as url:
            check_command_line(check, truth, program, folder / "comptoir.db")
            check_page(check, truth, url, list(addresses()))
            check_files(check, truth, url)
        check_months(check, program, folder)
    for line in check.wrong[:60]:
        print(line)
    print(f"{check.values} values over {check.states} states, {len(check.wrong)} wrong")
    enough = check.values >= FEWEST_VALUES and check.states >= FEWEST_STATES
    sys.exit(0 if enough and not check.wrong else 1)


if __name__ == "__main__":
    main()
