"""Asks pages, API, command line and files of the shops of shops.py at random, and holds each value to its own label.

    check_shops.py PROGRAM [SEED]

An answer says which days of which stores it is of; DuckDB sums these days from the CSV file alone. Which days are late, missing,
closed or to come is known of each made-up shop.
"""
import collections
import csv
import datetime as dt
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import urllib.parse

import duckdb

import check as chain_check
import shops

STATES = 24
YEAR = dt.timedelta(364)
GROUPINGS = ("product", "category", "store", "region", "weekday", "week", "month", "quarter", "day")


class Truth:
    """The lines of ventes.csv; a store is called as the first line with its code calls it."""

    def __init__(self, folder, name=None):
        self.db = duckdb.connect()
        self.db.execute(
            f"""create table sales as
            select coalesce(try_strptime("Date", '%d/%m/%Y %H:%M'), try_strptime("Date", '%d/%m/%Y'))::date as day, "N° ticket" as ticket,
                   first_value("Magasin") over (partition by "Code magasin" order by line) as store, nullif("Région", '') as region, "Article" as product, "Catégorie" as category,
                   replace("Quantité", ',', '.')::decimal(18, 3) as quantity,
                   replace("Montant TTC", ',', '.')::decimal(18, 2) as amount
            from (select *, row_number() over () as line from read_csv('{folder}/ventes.csv', delim=';', all_varchar=true, parallel=false))"""
        )
        self.db.execute(
            """alter table sales add column weekday varchar; update sales set weekday = isodow(day)::varchar;
            alter table sales add column week varchar; update sales set week = strftime(day, '%G-W%V');
            alter table sales add column month varchar; update sales set month = strftime(day, '%Y-%m');
            alter table sales add column quarter varchar; update sales set quarter = year(day) || '-Q' || quarter(day)"""
        )
        self.stores = [row[0] for row in self.db.execute("select distinct store from sales").fetchall()]
        self.sold = set(self.db.execute("select distinct store, day from sales").fetchall())
        self.first = min(day for _, day in self.sold)
        self.traded = {store: self.business_days(store, name) for store in self.stores}
        # Sales of days to come do not count yet.
        self.last = max(day for _, day in self.sold if day <= shops.TODAY)
        known = {"Nouvelle-Calédonie": None}
        self.regions = {region: known.get(region, region) for (region,) in self.db.execute("select distinct region from sales").fetchall()}

    def business_days(self, store, name):
        """The days on which a store was in business: from its first sale on, until it closed, without its closures of a week where it
        sells on most days."""
        sold = sorted(day for other, day in self.sold if other == store)
        closed = CLOSED.get(name, {}).get(store)
        there = set(shops.days(sold[0], day_of(closed) - dt.timedelta(1) if closed else max(day for _, day in self.sold)))
        if 2 * len(sold) >= (sold[-1] - sold[0]).days + 1:
            for before, after in zip(sold, sold[1:]):
                if (after - before).days > 7:
                    there -= set(shops.days(before + dt.timedelta(1), after - dt.timedelta(1)))
        return there

    def sums(self, pairs, by, filters):
        """Revenue, lines, quantity and tickets of some store-days, by a column."""
        self.db.execute("create or replace temp table kept (store varchar, day date)")
        if pairs:
            self.db.execute("insert into kept values " + ", ".join(f"('{store}', '{day}')" for store, day in pairs))
        where = " and ".join(f"{column} = '{value}'" for column, value in filters) or "true"
        rows = self.db.execute(
            f"""select {by}, sum(amount)::double, count(*), sum(quantity)::double, count(distinct day || ticket) filter (amount >= 0)
            from sales semi join kept using (store, day) where {where} group by 1"""
        ).fetchall()
        named = collections.defaultdict(lambda: (0.0, 0, 0.0, 0))
        for name, *values in rows:
            name = self.regions.get(name) if by == "region" else str(name)
            named[name] = tuple(map(sum, zip(named[name], values)))
        return named


def day_of(text):
    return dt.date.fromisoformat(text)


def run_of(document):
    return shops.days(day_of(document["from"]), day_of(document["to"]))


def pairs_of(document, basis, asked):
    """Each day compared with its match, and the days of either side without one, as the label says."""
    now = [day for run in document["days"] for day in run_of(run)]
    base = [day for run in document["base"] for day in run_of(run)]
    first = day_of(document["period"]["from"])
    if basis == "n-1":
        match = {day: day - YEAR for day in now}
    else:
        _, match, _ = before_of(asked, first, now)
        match = {day: match[day] for day in now if day in match}
    there = set(base)
    match = {day: other for day, other in match.items() if other in there}
    taken = set(match.values())
    return match, [day for day in now if day not in match], [day for day in base if day not in taken]


def before_of(asked, first, mine):
    """The period before the whole one that was asked for, by its days."""
    begin, end = asked
    spans = [span for span in ("year", "quarter", "month") if chain_check.start_of(begin, span) == begin and chain_check.end_of(begin, span) == end]
    if spans:
        last = begin - dt.timedelta(1)
        before = shops.days(chain_check.start_of(last, spans[0]), last)
        if spans[0] == "year":
            return mine, {day: chain_check.same_date(day) for day in mine}, before
    elif (end - begin).days == 6 and begin.weekday() == 0:
        before = shops.days(begin - dt.timedelta(7), begin - dt.timedelta(1))
    else:
        before = shops.days(begin - dt.timedelta((end - begin).days + 1), begin - dt.timedelta(1))
    return mine, {day: before[(day - begin).days] for day in mine if (day - begin).days < len(before)}, before


def sides_of(truth, document, basis, asked, stores, same):
    """The store-days of both sides that a label names."""
    match, alone_now, alone_before = pairs_of(document, basis, asked)
    out = {one["store"]: {day for run in one["days"] for day in run_of(run)} for one in document["left_out"]}
    now, before = set(), set()
    for store in stores:
        gone = out.get(store, set())
        kept = 0
        for day, other in match.items():
            if day in gone or other in gone:
                continue
            if same and basis == "n-1" and not {(store, day), (store, other)} <= truth.sold:
                continue
            # The days before are other weekdays: being in business is what counts.
            if same and basis == "previous" and not {day, other} <= truth.traded[store]:
                continue
            kept += 1
            now.add((store, day))
            before.add((store, other))
        if kept or not same:
            now |= {(store, day) for day in alone_now if day not in gone}
            before |= {(store, day) for day in alone_before if day not in gone}
    return now, before


class Shop:
    def __init__(self, check, name, truth, url, chance):
        self.check, self.name, self.truth, self.url, self.chance = check, name, truth, url, chance

    def get(self, question):
        status, answer, _ = chain_check.get(f"{self.url}/api/v1/{question}")
        return status, answer

    def stores_of(self, filters):
        wanted = [value for column, value in filters if column == "store"]
        if wanted:
            return wanted
        regions = [value for column, value in filters if column == "region"]
        if regions:
            rows = self.truth.db.execute("select distinct store from sales where region = ?", [regions[0]]).fetchall()
            return [row[0] for row in rows]
        return self.truth.stores

    def period(self):
        first, last = self.truth.first, self.truth.last
        kind = self.chance.choice(("days", "month", "quarter", "year", "year", "all", "last"))
        if kind == "all":
            return first, last
        if kind == "last":
            return last - dt.timedelta(self.chance.choice((6, 27, 29, 89))), last
        day = last - dt.timedelta(self.chance.randint(0, min((last - first).days, 800)))
        if kind == "days":
            return max(first, day - dt.timedelta(self.chance.randint(0, 120))), day
        return chain_check.start_of(day, kind), chain_check.end_of(day, kind)

    def filters(self):
        if self.chance.random() < 0.5:
            return []
        column = self.chance.choice(("product", "category", "store", "region"))
        values = self.truth.db.execute(f"select distinct {column} from sales where {column} is not null order by 1").fetchall()
        values = [row[0] for row in values if column != "region" or self.truth.regions[row[0]]]
        return [(column, self.chance.choice(values))] if values else []

    def state(self):
        self.check.states += 1
        begin, end = self.period()
        filters, same = self.filters(), self.chance.random() < 0.25
        basis = self.chance.choice(("n-1", "previous", None))
        query = {"from": begin, "to": end, **dict(filters)}
        if basis:
            query |= {"compare": basis} | ({"same_stores": "true"} if same else {})
        query = urllib.parse.urlencode(query)
        what = f"{self.name} {query}"
        first, last = max(begin, self.truth.first), min(end, self.truth.last)
        stores = self.stores_of(filters)
        whole = [(store, day) for store in stores for day in shops.days(first, last)] if first <= last else []
        self.summary(what, query, whole, filters, (basis, (begin, end), stores, same))
        for grouping in self.chance.sample(GROUPINGS, 3):
            self.breakdown(what, grouping, query, whole, filters, (basis, (begin, end), stores, same))
        self.series(what, query, whole, filters)
        self.file(what, query, whole, filters)

    def refused(self, what, status, answer, whole):
        if status == 200:
            return False
        known = {"no-sales-in-period": not whole, "nothing-before": True, "little-before": True}
        if not known.get(answer.get("code")):
            self.check.wrong.append(f"{what}: {status} {answer}")
        return True

    def summary(self, what, query, whole, filters, compared):
        status, answer = self.get(f"summary?{query}")
        if self.refused(f"{what} summary", status, answer, whole):
            return
        zero = (0.0, 0, 0.0, 0)
        chain_check.check_figures(self.check, f"{what} summary", answer, self.truth.sums(whole, "1", filters).get("1", zero))
        if compared[0] and answer["before"]:
            document = answer["before"]["compared"]
            now, before = sides_of(self.truth, document, *compared)
            self.check_days(what, document, compared)
            chain_check.check_figures(self.check, f"{what} summary now", answer["before"]["now"], self.truth.sums(now, "1", filters).get("1", zero))
            chain_check.check_figures(self.check, f"{what} summary before", answer["before"], self.truth.sums(before, "1", filters).get("1", zero))
            self.why(what, query, now, before, filters)

    def check_days(self, what, document, compared):
        """No day is compared of which nothing is known, on either side."""
        match, alone_now, alone_before = pairs_of(document, compared[0], compared[1])
        unknown = {day for _, day in UNKNOWN.get(self.name, ()) if all((store, day) in UNKNOWN[self.name] for store in self.truth.stores)}
        seen = {*match, *match.values(), *alone_now, *alone_before}
        self.check.same(f"{what}: unknown days compared", len(seen & unknown), 0)
        outside = {day for day in seen if not self.truth.first <= day <= self.truth.last}
        self.check.same(f"{what}: days outside of the data", len(outside), 0)
        out = {(one["store"], day) for one in document["left_out"] for run in one["days"] for day in run_of(run)}
        late = {pair for pair in UNKNOWN.get(self.name, ()) if pair[1] in seen and pair[0] in compared[2]} - {(store, day) for store in self.truth.stores for day in unknown}
        self.check.same(f"{what}: late store-days left out", len(late - out), 0)
        self.check.same(f"{what}: other store-days left out", len({pair for pair in out if pair in self.truth.sold}), 0)

    def why(self, what, query, now, before, filters):
        status, answer = self.get(f"why?{query}")
        if self.refused(f"{what} why", status, answer, True):
            return
        after, base = (self.truth.sums(side, "1", filters)["1"][0] for side in (now, before))
        self.check.same(f"{what} why: revenue", answer["revenue"], after)
        self.check.same(f"{what} why: before", answer["revenue_before"], base)
        self.check.same(f"{what} why: parts", sum(answer["parts"].values()), after - base, 0.011)
        lines = sum(line["amount"] for line in answer["lines"]) + answer["other_lines"]
        self.check.same(f"{what} why: lines", lines, after - base, 0.06)
        shown = answer["shown"]
        self.check.same(f"{what} why: whole units", shown["revenue_before"] + sum(shown["parts"].values()), shown["revenue"], 0)
        opened, closed = OPENED.get(self.name, 0), CLOSED.get(self.name, 0)
        self.check.same(f"{what} why: opened without an opening", 0 if opened else answer["parts"].get("opened", 0.0), 0.0)
        self.check.same(f"{what} why: closed without a closing", 0 if closed else answer["parts"].get("closed", 0.0), 0.0)

    def breakdown(self, what, grouping, query, whole, filters, compared):
        status, answer = self.get(f"breakdown/{grouping}?{query}")
        what = f"{what} by {grouping}"
        if self.refused(what, status, answer, whole):
            return
        true = self.truth.sums(whole, grouping, filters)
        total = sum(row[0] for row in true.values())
        self.check.same(f"{what}: total", answer["total"], total, 0.01)
        shown = {row["name"]: row for row in answer["rows"]}
        for name, row in shown.items():
            self.check.same(f"{what}: {name}", row["revenue"], true[name][0])
            self.check.same(f"{what}: {name} quantity", row["quantity"], true[name][2])
            share = row["revenue"] / total if total > 0.004 else None
            if abs(total) > 0.004:
                self.check.same(f"{what}: {name} share", row["share"], share, 1e-6)
        self.check.same(f"{what}: groups", len(set(true) - set(shown)), 0)
        if compared[0] and answer["compared"] and grouping in ("product", "category", "store", "region"):
            now, before = sides_of(self.truth, answer["compared"], *compared)
            now, before = self.truth.sums(now, grouping, filters), self.truth.sums(before, grouping, filters)
            for name, row in shown.items():
                self.check.same(f"{what}: {name} now", chain_check.before_of(row)["now"]["revenue"], now[name][0])
                self.check.same(f"{what}: {name} before", chain_check.before_of(row)["revenue"], before[name][0])

    def series(self, what, query, whole, filters):
        grain = self.chance.choice(("day", "week", "month"))
        status, answer = self.get(f"series?{query}&grain={grain}")
        what = f"{what} series by {grain}"
        if self.refused(what, status, answer, whole):
            return
        true = self.truth.sums(whole, grain, filters)
        for point in answer["points"]:
            self.check.same(f"{what}: {point['label']}", point["revenue"], true[point["label"]][0])
        self.check.same(f"{what}: points", len(set(true) - {point["label"] for point in answer["points"]}), 0)
        missing = {day for run in answer["missing"] for day in run_of(run)}
        self.check.same(f"{what}: missing days with sales", len([day for _, day in self.truth.sold if day in missing]), 0)

    def file(self, what, query, whole, filters):
        grouping = self.chance.choice(("product", "store", "month"))
        status, body, headers = chain_check.get(f"{self.url}/api/v1/breakdown/{grouping}?{query}&format=csv&lang=fr", raw=True)
        if status != 200:
            return
        text = body.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
        true = self.truth.sums(whole, grouping, filters)
        # A header of another currency than the euro names it.
        place = next(at for at, header in enumerate(rows[0]) if header.split(' (')[0] == "CA")
        for row in rows[1:]:
            self.check.same(f"{what} file by {grouping}: {row[0]}", float(row[place].replace(",", ".")), true[row[0]][0])


def known_answers(check, one):
    """What a person would say of two of the shops."""
    if one.name == "web_shop":
        _, answer = one.get("why?from=2026-02-01&to=2026-02-28&compare=n-1")
        parts = answer["parts"]
        check.same("web_shop why: returns first", float(max(parts, key=lambda part: abs(parts[part])) == "returns"), 1.0)
        rows = one.truth.db.execute(
            "select sum(case when day >= '2026-02-01' then amount else -amount end)::double from sales where amount < 0"
            " and (day between '2026-02-01' and '2026-02-28' or day between '2025-02-02' and '2025-03-01')"
        ).fetchall()
        check.same("web_shop why: returns", parts["returns"], rows[0][0])
    if one.name == "stall":
        _, answer, _ = chain_check.get(f"{one.url}/api/v1/series?from=2026-10-01&to=2026-10-31")
        check.same("stall series: trading days", answer["trading_days"], 5)
        check.same("stall series: closed runs", len(answer["closed"]), 5)
    if one.name == "geneva":
        _, answer = one.get("calendar")
        check.same("geneva calendar: occasions", len(answer["spans"]), 0)


def command_line(check, program, folder, name, truth):
    run = lambda *more: json.loads(subprocess.check_output([program, "--db", folder / "comptoir.db", *more, "--json"], stderr=subprocess.DEVNULL))
    known = run("days")
    late = {one["store"]: one["since"] for one in known["late"]}
    closed = {one["store"]: one["since"] for one in known["closed"]}
    check.same(f"{name} days: late", float(late == LATE.get(name, {})), 1.0)
    check.same(f"{name} days: closed", float(closed == CLOSED.get(name, {})), 1.0)
    check.same(f"{name} days: asked", float(len(known["asked"])), float(ASKED.get(name, 0)))
    check.same(f"{name} days: silent", float(known["silent"]), float((shops.TODAY - truth.last).days >= 60))
    check.same(f"{name} days: ahead", float(known["ahead"]["sales"] if known["ahead"] else 0), float(AHEAD(truth)))
    for grouping in ("product", "month"):
        answer = run("analyse", "--by", grouping)
        true = truth.sums([(store, day) for store in truth.stores for day in shops.days(truth.first, truth.last)], grouping, [])
        for row in answer["rows"]:
            check.same(f"{name} analyse: {row['name']}", row["revenue"], true[row["name"]][0])


def AHEAD(truth):
    return truth.db.execute("select count(*) from sales where day > ?", [shops.TODAY]).fetchone()[0]


# What is known of the shops since they were made so.
LATE = {"network": {"Brest Siam": "2026-11-26"}}
CLOSED = {"network": {"Le Mans République": "2026-03-15"}}
OPENED = {"network": 1}
ASKED = {"kiosk": 2}
UNKNOWN = {
    "network": {("Brest Siam", day) for day in shops.days(dt.date(2026, 11, 26), dt.date(2026, 11, 28))},
    "stall": {("Étal des Halles", dt.date(2026, 2, 14))},
    "orders": {("Pâtisserie Lenoir", day) for day in shops.days(dt.date(2019, 3, 6), dt.date(2025, 1, 1))},
}


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    check, chance = chain_check.Check(), random.Random(seed)
    for make in shops.SHOPS:
        shop = make()
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            shops.write(shop, folder)
            truth = Truth(folder, shop.name)
            with chain_check.served(program, folder, ["ventes.csv"]) as url:
                one = Shop(check, shop.name.replace(" ", "_"), truth, url, chance)
                for _ in range(STATES):
                    one.state()
                known_answers(check, one)
            command_line(check, program, folder, shop.name, truth)
    for line in check.wrong[:80]:
        print(line)
    print(f"{check.values} values over {check.states} states of {len(shops.SHOPS)} shops, {len(check.wrong)} wrong")
    sys.exit(1 if check.wrong else 0)


if __name__ == "__main__":
    main()
