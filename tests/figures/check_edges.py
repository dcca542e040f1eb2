"""Asks everything of the shops of edges.py at random, with days that are decided here from the docs, and holds the laws between answers.

    check_edges.py PROGRAM [SEED]

Nothing is late or missing in these shops, so that the days of a change follow from the period and the first and last day alone.
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
import openpyxl

import check as chain_check
import edges

STATES = 30
YEAR = dt.timedelta(364)
DAY = dt.timedelta(1)
COLUMNS = {"product": "product", "category": "category", "store": "name", "city": "city", "region": "region"}
TIMES = ("day", "week", "month", "quarter", "year", "weekday")


class Truth:
    def __init__(self, folder, edge):
        self.db = duckdb.connect()
        ticket = '"N° ticket"' if edge.has_tickets else "null"
        self.db.execute(
            f"""create table sales as
            select strptime("Date", '%d/%m/%Y')::date as day, {ticket} as ticket, "Code magasin" as store, "Magasin" as name, "Ville" as city,
                   "Région" as region, "Article" as product, "Catégorie" as category,
                   replace("Quantité", ',', '.')::decimal(18, 3) as quantity, replace("Montant TTC", ',', '.')::decimal(18, 2) as amount
            from read_csv('{folder}/ventes.csv', delim=';', all_varchar=true)"""
        )
        # What several have is followed by what distinguishes them: a city by its region, a store by its city, its region or its code.
        self.db.execute(
            """create table places as select distinct store, name, city, region from sales;
            create table names as select store,
                name || case when (select count(*) from places o where o.name = p.name) = 1 then ''
                             when (select count(distinct city) = count(*) from places o where o.name = p.name) then ' (' || city || ')'
                             when (select count(distinct region) = count(*) from places o where o.name = p.name) then ' (' || region || ')'
                             else ' (' || store || ')' end as name,
                city || case when (select count(distinct region) from places o where o.city = p.city) <= 1 then '' else ' (' || region || ')' end as city
            from places p;
            update sales set name = names.name, city = names.city from names where names.store = sales.store"""
        )
        # Regions are called as the INSEE calls them; others than the eighteen have none.
        names = {"Provence-Alpes-Côte d’Azur": "Provence-Alpes-Côte d'Azur", "Polynésie française": None, "Nouvelle-Calédonie": None, "": None}
        self.regions = {region: names.get(region, region) for (region,) in self.db.execute("select distinct region from sales").fetchall()}
        self.first, self.last = self.db.execute("select min(day), max(day) from sales").fetchone()
        self.sold = set(self.db.execute("select distinct store, day from sales").fetchall())
        self.stores = {store for store, _ in self.sold}
        self.opened = {store: min(day for other, day in self.sold if other == store) for store in self.stores}
        lasts = {store: max(day for other, day in self.sold if other == store) for store in self.stores}
        counts = collections.Counter(store for store, _ in self.sold)
        self.daily = {store for store in self.stores if 2 * counts[store] >= (lasts[store] - self.opened[store]).days + 1}

    def where(self, filters):
        both = collections.defaultdict(list)
        for column, value in filters:
            both[column].append(value.replace("'", "''"))
        tests = [f"{COLUMNS[column]} in ({', '.join(f'{chr(39)}{value}{chr(39)}' for value in values)})" for column, values in both.items()]
        return " and ".join(tests) or "true"

    def sums(self, pairs, by, filters):
        """Revenue, lines, quantity, tickets, and revenue with a ticket of some store-days, by an expression; None means all stores."""
        expression = {
            "one": "1", "day": "strftime(day, '%Y-%m-%d')", "week": "strftime(day, '%G-W%V')", "month": "strftime(day, '%Y-%m')",
            "quarter": "year(day) || '-Q' || quarter(day)", "year": "year(day)::varchar", "weekday": "isodow(day)::varchar",
        }.get(by) or ("store" if by == "store" else COLUMNS[by])
        self.db.execute("create or replace temp table kept (store varchar, day date)")
        if pairs:
            self.db.executemany("insert into kept values (?, ?)", [list(pair) for pair in pairs])
        rows = self.db.execute(
            f"""select {expression}, sum(amount)::double, count(*), sum(quantity)::double,
                   count(distinct store || ' ' || day || ' ' || ticket) filter (amount >= 0),
                   coalesce(sum(amount) filter (ticket is not null), 0)::double
            from sales semi join kept using (store, day) where {self.where(filters)} group by 1"""
        ).fetchall()
        named = collections.defaultdict(lambda: (0.0, 0, 0.0, 0, 0.0))
        for name, *values in rows:
            name = self.regions.get(name) if by == "region" else name
            named[name] = tuple(map(sum, zip(named[name], values)))
        return named


def holiday_matches():
    """Each day's match with holidays matched, as docs/analysis.md has it: the days of feasts with those of the year before as far from
    Easter, fixed holidays and eves with themselves; who had that match takes what they leave. The first that claims a day has it."""
    match = {day: day - YEAR for day in edges.days(dt.date(2017, 1, 1), dt.date(2030, 12, 31))}
    holder = {other: day for day, other in match.items()}
    placed, taken = set(), set()
    for year in range(2018, 2030):
        near_easter = [*range(-6, 2), *range(39, 43), *range(48, 51)]
        claims = [(edges.easter(year) + DAY * offset, edges.easter(year - 1) + DAY * offset) for offset in near_easter]
        fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 31)]
        claims += [(dt.date(year, *date), dt.date(year - 1, *date)) for date in fixed]
        for day, own in claims:
            if day not in placed and own not in taken:
                placed.add(day)
                taken.add(own)
                match[holder[own]], holder[match[day]] = match[day], holder[own]
                match[day], holder[own] = own, day
    return match


HOLIDAY_MATCHES = holiday_matches()


def back(day, basis):
    if basis == "n-1-holidays":
        return HOLIDAY_MATCHES[day]
    if basis == "n-1":
        return day - YEAR
    return chain_check.same_date(day)


def run_before(begin, end):
    """The run of days before a whole period: the one before a week, month, quarter or year, else as many days."""
    for span in ("year", "quarter", "month"):
        if chain_check.start_of(begin, span) == begin and chain_check.end_of(begin, span) == end:
            return span, edges.days(chain_check.start_of(begin - DAY, span), begin - DAY)
    length = (end - begin).days + 1
    return "days", edges.days(begin - dt.timedelta(length), begin - DAY)


def matches(basis, begin, end, first, last, keeps):
    """The days of a period that are compared, each with its match, and those of both sides that stand beside them; None for nothing."""
    mine = edges.days(max(begin, first), min(end, last))
    known = lambda day: first <= day <= last
    if basis != "previous":
        pairs = {day: back(day, basis) for day in mine if known(back(day, basis)) and keeps(day, back(day, basis))}
        alone_before = []
        if basis == "n-1-dates" and len(pairs) == len(mine):
            base = edges.days(back(mine[0], basis), back(mine[-1], basis))
            alone_before = [day for day in base if day not in pairs.values()]
        return (pairs, [], alone_before) if pairs and 3 * len(pairs) >= len(mine) else None
    span, before = run_before(begin, end)
    is_whole = len(mine) == (end - begin).days + 1
    if span == "year":
        match = {day: chain_check.same_date(day) for day in mine}
        if not is_whole:
            before = edges.days(chain_check.same_date(mine[0]), chain_check.same_date(mine[-1]))
    else:
        if not is_whole:
            before = before[: len(mine)]
        match = dict(zip(mine, before))
    pairs = {day: other for day, other in match.items() if known(other) and keeps(day, other)}
    if len(pairs) == len(match):
        taken = set(pairs.values())
        alone = [day for day in mine if day not in pairs], [day for day in before if day not in taken and known(day)]
    else:
        alone = [], []
    if not pairs or 3 * (len(pairs) + len(alone[0])) < len(mine):
        return None
    return pairs, *alone


class Asked:
    """A question: period, filters, basis, stores."""

    def __init__(self, truth, chance):
        self.begin, self.end = period(truth, chance)
        self.filters = filters(truth, chance)
        self.basis = chance.choice(("n-1", "previous", "n-1-dates", "n-1-holidays", None))
        self.same = self.basis is not None and chance.random() < 0.3
        query = [("from", self.begin), ("to", self.end), *self.filters]
        query += ([("compare", self.basis)] if self.basis else []) + ([("same_stores", "true")] if self.same else [])
        self.query = urllib.parse.urlencode(query)
        self.flags = ["--from", str(self.begin), "--to", str(self.end)]
        for column, value in self.filters:
            self.flags += [f"--{column}", value]
        if self.basis:
            self.flags += ["--compare", self.basis] + (["--same-stores"] if self.same else [])
        first, last = max(self.begin, truth.first), min(self.end, truth.last)
        self.days = edges.days(first, last) if first <= last else []
        self.whole = [(store, day) for store in truth.stores for day in self.days]
        places = truth.where([pair for pair in self.filters if pair[0] in ("store", "city", "region")])
        self.stores = {store for (store,) in truth.db.execute(f"select distinct store from sales where {places}").fetchall()}
        alive = lambda day: [store for store in self.stores if day >= truth.opened[store]]
        keeps = lambda day, other: any(self.counts(truth, store, day, other) for store in alive(day)) or not alive(day) and not self.same
        self.sides = matches(self.basis, self.begin, self.end, truth.first, truth.last, keeps) if self.basis and self.days else None

    def counts(self, truth, store, day, other):
        """Whether a store is compared on two days: of the same stores those that sold on both, or, where weekdays differ or the store
        sells once in a while, that were in business on both."""
        if not self.same:
            return True
        if self.basis == "previous" or store not in truth.daily:
            return min(day, other) >= truth.opened[store]
        return {(store, day), (store, other)} <= truth.sold

    def side(self, truth, is_now):
        pairs, alone_now, alone_before = self.sides
        found = set()
        for store in truth.stores:
            kept = [(day, other) for day, other in pairs.items() if self.counts(truth, store, day, other)]
            found |= {(store, day if is_now else other) for day, other in kept}
            if kept or not self.same:
                found |= {(store, day) for day in (alone_now if is_now else alone_before)}
        return list(found)


def period(truth, chance):
    first, last = truth.first, truth.last
    day = first + dt.timedelta(chance.randint(0, (last - first).days))
    kind = chance.choice(("one", "last-one", "week", "month", "quarter", "year", "400", "free", "to-first", "to-leap", "before", "beyond", "iso-53", "dst", "feast", "new-year"))
    if kind == "one":
        return day, day
    if kind == "last-one":
        return last, last
    if kind == "week":
        monday = day - dt.timedelta(day.weekday())
        return monday, monday + dt.timedelta(6)
    if kind in ("month", "quarter", "year"):
        begin = chain_check.start_of(day, kind)
        return begin, chain_check.end_of(begin, kind)
    if kind == "400":
        return day - dt.timedelta(399), day
    if kind == "to-first":
        begin = chain_check.start_of(day, chance.choice(("month", "quarter", "year")))
        return begin, begin
    if kind == "to-leap":
        year = chance.choice((2020, 2024))
        return chance.choice((dt.date(year, 1, 1), dt.date(year, 2, 1), dt.date(year, 2, 29))), dt.date(year, 2, 29)
    if kind == "before":
        return first - dt.timedelta(chance.randint(1, 400)), first - DAY * chance.choice((0, 1))
    if kind == "beyond":
        return last - dt.timedelta(chance.randint(0, 40)), last + dt.timedelta(chance.randint(1, 400))
    if kind == "iso-53":
        return chance.choice(((dt.date(2020, 12, 28), dt.date(2021, 1, 3)), (dt.date(2021, 1, 4), dt.date(2021, 1, 10))))
    if kind == "feast":
        begin = edges.easter(day.year) + DAY * chance.choice((0, 1, 39, 49, 50))
        return begin, begin + DAY * chance.choice((0, 6))
    if kind == "new-year":
        monday = dt.date.fromisocalendar(chance.choice((first.year + 1, last.year)), 1, 1)
        return monday, monday + DAY * 6
    if kind == "dst":
        year = chance.choice((day.year, last.year))
        return dt.date(year, 3, 25), dt.date(year, 4, 2)
    return max(first, day - dt.timedelta(chance.randint(0, 200))), day


def filters(truth, chance):
    """Up to four filters, those of one line of sales or of several, so that some have nothing."""
    count = chance.choice((0, 0, 1, 1, 2, 3, 4))
    picked = chance.sample(sorted(COLUMNS), count)
    rows = truth.db.execute("select distinct product, category, city, region, name from sales order by all").fetchall()
    row = chance.choice(rows)
    found = []
    for column in picked:
        if chance.random() < 0.2:
            row = chance.choice(rows)
        value = dict(zip(("product", "category", "city", "region", "name"), row))[COLUMNS[column]]
        if value and (column != "region" or truth.regions[value]):
            found.append((column, value))
    if found and chance.random() < 0.2:
        column = found[0][0]
        values = sorted({dict(zip(("product", "category", "city", "region", "name"), row))[COLUMNS[column]] or "" for row in rows} - ({""} if column == "category" else set()))
        found.append((column, chance.choice(values)))
        found = [(column, value) for column, value in found if column != "region" or truth.regions[value]]
    return found


def label_of(day, grain):
    return {
        "day": f"{day}", "week": f"{day:%G-W%V}", "month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}", "year": str(day.year),
        "weekday": str(day.isoweekday()),
    }[grain]


class Shop:
    def __init__(self, check, edge, truth, url, chance, program, database):
        self.check, self.edge, self.truth, self.url, self.chance = check, edge, truth, url, chance
        self.program, self.database = program, database

    def same(self, what, shown, true, tolerance=0.005):
        self.check.same(what, shown, true, tolerance)

    def get(self, question, raw=False):
        return chain_check.get(f"{self.url}/api/v1/{question}", raw)

    def state(self):
        self.check.states += 1
        asked = Asked(self.truth, self.chance)
        what = f"{self.edge.name} {asked.query}"
        status, answer, _ = self.get(f"summary?{asked.query}")
        refused = not asked.days or (asked.basis and not asked.sides)
        self.same(f"{what}: refused", status, 404 if refused else 200)
        if status != 200 or refused:
            self.command_refused(what, asked, status)
            return
        self.summary(what, asked, answer)
        for grouping in ("product", "category", "city", "region", *self.chance.sample(TIMES, 2)):
            self.breakdown(what, asked, grouping)
        self.stores(what, asked)
        self.series(what, asked)
        self.lines(what, asked, answer)
        self.seasonality(what, asked)
        self.why(what, asked)
        self.files(what, asked)
        if self.chance.random() < 0.2:
            self.command_line(what, asked)

    def figures(self, what, shown, true):
        revenue, lines, quantity, tickets, with_ticket = true
        self.same(f"{what}: revenue", shown["revenue"], revenue)
        self.same(f"{what}: lines", shown["sales"], lines, 0)
        self.same(f"{what}: quantity", shown["quantity"], quantity, 1e-6)
        self.same(f"{what}: tickets", shown["baskets"], tickets, 0)
        if "average_basket" in shown and tickets and self.edge.has_tickets:
            self.same(f"{what}: basket", shown["average_basket"], with_ticket / tickets if with_ticket > -0.004 else None, 1e-4)
        if "average_price" in shown:
            self.same(f"{what}: price", shown["average_price"], revenue / quantity if quantity > 0 and revenue >= 0 else None, 1e-4)

    def summary(self, what, asked, answer):
        true = self.truth.sums(asked.whole, "one", asked.filters)[1]
        self.figures(f"{what} summary", answer, true)
        self.same(f"{what} summary: period", answer["period"] == {"from": str(asked.days[0]), "to": str(asked.days[-1])}, True)
        self.same(f"{what} summary: currency", answer["currency"] == self.edge.currency, True)
        if asked.basis:
            for name, is_now in ((answer["before"]["now"], True), (answer["before"], False)):
                self.figures(f"{what} summary {'now' if is_now else 'before'}", name, self.truth.sums(asked.side(self.truth, is_now), "one", asked.filters)[1])

    def breakdown(self, what, asked, grouping):
        status, answer, _ = self.get(f"breakdown/{grouping}?{asked.query}")
        what = f"{what} by {grouping}"
        self.same(f"{what}: status", status, 200)
        true = self.truth.sums(asked.whole, grouping, asked.filters)
        sides = [self.truth.sums(asked.side(self.truth, is_now), grouping, asked.filters) for is_now in (True, False)] if asked.basis else []
        has_alone = bool(sides and grouping in TIMES and (asked.sides[1] or asked.sides[2]))
        if sides and grouping in TIMES and grouping != "weekday":
            sides[1] = self.by_time_before(asked, grouping)
        total = sum(row[0] for row in true.values())
        self.same(f"{what}: total", answer["total"], total)
        running, contributions = 0.0, 0.0
        for row in answer["rows"]:
            name = row["name"]
            self.same(f"{what}: {name}", row["revenue"], true[name][0])
            self.same(f"{what}: {name} quantity", row["quantity"], true[name][2], 1e-6)
            self.same(f"{what}: {name} lines", row["sales"], true[name][1], 0)
            self.same(f"{what}: {name} share", row["share"], true[name][0] / total if total > 0.004 else None, 1e-9)
            running += row["share"] or 0.0
            if grouping not in TIMES and row["share"] is not None and row["sales"]:
                self.same(f"{what}: {name} running share", row["cumulative_share"], running, 1e-9)
            if sides and not has_alone:
                before = chain_check.before_of(row)
                self.same(f"{what}: {name} now", before["now"]["revenue"], sides[0][name][0])
                self.same(f"{what}: {name} before", before["revenue"], sides[1][name][0])
                self.same(f"{what}: {name} change", before["change"], sides[0][name][0] - sides[1][name][0])
                contributions += before["contribution"] or 0.0
                # A group of which no day is compared has no change, not one of zero.
                is_compared = not row["sales"] or sides[0][name][1] or sides[1][name][1] or (
                    grouping in TIMES and name in {label_of(day, grouping) for day in asked.sides[0]}
                )
                self.same(f"{what}: {name} is compared", "before" in row, bool(is_compared))
            if row.get("place"):
                self.same(f"{what}: {name} place", row["place"], 1 + sum(other[0] > true[name][0] + 1e-9 for other in true.values()))
        # The 31st beside a month of thirty days goes with the last of them, or stands by itself.
        if not has_alone:
            self.same(f"{what}: groups", len(answer["rows"]), len({*true, *(sides[0] if sides else ()), *(sides[1] if sides else ())}))
        if total > 0.004:
            self.same(f"{what}: shares", running, 1.0, 1e-9)
        if sides and grouping not in TIMES:
            before = sum(row[0] for row in sides[1].values())
            now = sum(row[0] for row in sides[0].values())
            if before > 0.004:
                self.same(f"{what}: contributions", contributions, (now - before) / before, 1e-9)

    def by_time_before(self, asked, grouping):
        """The days compared with, each in the group of time of the day that it is compared with."""
        pairs, alone_now, alone_before = asked.sides
        of = collections.defaultdict(list)
        for day, other in pairs.items():
            of[other].append(day)
        by_day = self.truth.sums(asked.side(self.truth, False), "day", asked.filters)
        named = collections.defaultdict(lambda: (0.0, 0, 0.0, 0, 0.0))
        for other, mine in of.items():
            row = by_day[str(other)]
            if row[1]:
                # 28 February is that of the 28th, not of the 29th.
                name = label_of(mine[0], grouping)
                named[name] = tuple(map(sum, zip(named[name], row)))
        return named

    def stores(self, what, asked):
        _, answer, _ = self.get(f"breakdown/store?{asked.query}")
        names = dict(self.truth.db.execute("select store, name from names").fetchall())
        true = {names[store]: round(row[0], 2) for store, row in self.truth.sums(asked.whole, "store", asked.filters).items()}
        self.same(f"{what} by store", {row["name"]: round(row["revenue"], 2) for row in answer["rows"] if row["sales"]} == true, True)

    def series(self, what, asked):
        grain = self.chance.choice(("day", "week", "month", "quarter", "year"))
        _, answer, _ = self.get(f"series?{asked.query}&grain={grain}")
        what = f"{what} series by {grain}"
        true = self.truth.sums(asked.whole, grain, asked.filters)
        labels = [point["label"] for point in answer["points"]]
        expected = []
        for day in asked.days:
            label = label_of(day, grain)
            if not expected or expected[-1] != label:
                expected.append(label)
        self.same(f"{what}: labels", labels == expected, True)
        for point in answer["points"]:
            self.figures(f"{what}: {point['label']}", point, true[point["label"]])
        closed = sum((dt.date.fromisoformat(run["to"]) - dt.date.fromisoformat(run["from"])).days + 1 for run in answer["closed"])
        # The stores that ever sold such things.
        stores = {store for (store,) in self.truth.db.execute(f"select distinct store from sales where {self.truth.where(asked.filters)}").fetchall()}
        traded = {day for store, day in self.truth.sold if store in stores}
        self.same(f"{what}: closed days sold", sum(str(run["from"]) <= str(day) <= str(run["to"]) for run in answer["closed"] for day in traded), 0)
        if stores:
            self.same(f"{what}: trading days", answer["trading_days"] + closed, len(asked.days))
        if answer["compared"]:
            for is_now, value in ((True, lambda point: point["before"]["now"]["revenue"]), (False, lambda point: point["before"]["revenue"])):
                shown = sum(value(point) for point in answer["points"] if point["before"])
                pairs, alone_now, alone_before = asked.sides
                # 28 February of the year before stands beside one of two days.
                if not alone_now and not alone_before and len(set(pairs.values())) == len(pairs):
                    self.same(f"{what}: {'now' if is_now else 'before'} together", shown, self.truth.sums(asked.side(self.truth, is_now), "one", asked.filters)[1][0], 0.05)

    def lines(self, what, asked, summary):
        query = urllib.parse.urlencode([("from", asked.begin), ("to", asked.end), *asked.filters])
        _, answer, _ = self.get(f"lines?{query}&limit=10000")
        place = answer["columns"].index("amount")
        self.same(f"{what} lines: count", len(answer["rows"]), summary["sales"], 0)
        self.same(f"{what} lines: sum", sum(row[place] for row in answer["rows"]), summary["revenue"], 0.01)
        _, net, _ = self.get(f"net?{query}")
        self.same(f"{what} net", net["net"], summary["revenue"])
        self.same(f"{what} net: steps", net["gross"] + net["discounts"] + net["returns"] + net["others"], net["net"])
        self.truth.sums(asked.whole, "one", asked.filters)
        true = self.truth.db.execute(f"select coalesce(sum(amount), 0)::double from sales semi join kept using (store, day) where amount < 0 and {self.truth.where(asked.filters)}").fetchone()[0]
        self.same(f"{what} net: returns", net["returns"], true)

    def seasonality(self, what, asked):
        query = urllib.parse.urlencode([("from", asked.begin), ("to", asked.end), *asked.filters])
        status, answer, _ = self.get(f"seasonality?{query}")
        self.same(f"{what} seasonality: status", status, 200)
        true = self.truth.sums(asked.whole, "day", asked.filters)
        for week in answer["heat_map"]["weeks"]:
            year, number = week["week"].split("-W")
            monday = dt.date.fromisocalendar(int(year), int(number), 1)
            for place, revenue in enumerate(week["days"]):
                if revenue is not None:
                    self.same(f"{what} seasonality: {monday + dt.timedelta(place)}", revenue, true[str(monday + dt.timedelta(place))][0])

    def why(self, what, asked):
        if not asked.basis:
            return
        status, answer, _ = self.get(f"why?{asked.query}")
        now, before = (self.truth.sums(asked.side(self.truth, is_now), "one", asked.filters)[1][0] for is_now in (True, False))
        what = f"{what} why"
        self.same(f"{what}: status", status, 200)
        self.same(f"{what}: revenue", answer["revenue"], now)
        self.same(f"{what}: before", answer["revenue_before"], before)
        self.same(f"{what}: parts", sum(answer["parts"].values()), now - before, 0.011)
        self.same(f"{what}: lines", sum(line["amount"] for line in answer["lines"]) + answer["other_lines"], now - before, 0.06)
        shown = answer["shown"]
        self.same(f"{what}: whole units", shown["revenue_before"] + sum(shown["parts"].values()), shown["revenue"], 0)

    def files(self, what, asked):
        grouping = self.chance.choice(("product", "category", "city", "region", "month", "weekday"))
        language = self.chance.choice(("fr", "en"))
        true = self.truth.sums(asked.whole, grouping, asked.filters)
        what = f"{what} file by {grouping}"
        _, body, _ = self.get(f"breakdown/{grouping}?{asked.query}&format=csv&lang={language}", raw=True)
        text = body.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
        place = next(at for at, header in enumerate(rows[0]) if header.split(" (")[0] in ("CA", "Revenue"))
        if self.edge.currency != "EUR":
            self.same(f"{what}: names its currency ({rows[0][place]})", self.edge.currency in rows[0][place], True)
        shown = sorted(round(float(row[place].replace(",", ".")), 2) for row in rows[1:])
        expected = sorted([round(row[0], 2) for row in true.values()] + [0.0] * (len(rows) - 1 - len(true)))
        self.same(f"{what}: csv", shown == expected, True)
        _, body, _ = self.get(f"breakdown/{grouping}?{asked.query}&format=xlsx&lang={language}", raw=True)
        book = openpyxl.load_workbook(io.BytesIO(body))
        header, *rows = book.worksheets[1].iter_rows()
        place = next(at for at, cell in enumerate(header) if str(cell.value).split(" (")[0] in ("CA", "Revenue"))
        self.same(f"{what}: xlsx", sorted(round(row[place].value, 2) for row in rows) == expected, True)
        format = rows[0][place].number_format if rows else ""
        signs = {"EUR": "€", "CHF": "CHF", "XPF": "FCFP"}
        if rows:
            self.same(f"{what}: xlsx in its currency ({format})", signs[self.edge.currency] in format or self.edge.currency in format, True)
            self.same(f"{what}: xlsx decimals ({format})", "0.00" in format, self.edge.currency != "XPF")

    def run(self, *flags):
        return subprocess.run([self.program, "--db", self.database, *flags], capture_output=True, text=True)

    def command_refused(self, what, asked, status):
        if self.chance.random() < 0.3:
            answer = self.run("analyse", "--by", "month", *asked.flags, "--json")
            self.same(f"{what} analyse: exit code of {status}", answer.returncode, {404: 1, 400: 2, 200: 0}.get(status))

    def command_line(self, what, asked):
        what = f"{what} analyse"
        grouping = self.chance.choice(("product", "category", "city", "region", "week", "month"))
        answer = self.run("analyse", "--by", grouping, *asked.flags, "--json")
        self.same(f"{what}: exit code", answer.returncode, 0)
        if answer.returncode:
            return
        document = json.loads(answer.stdout)
        _, api, _ = self.get(f"breakdown/{grouping}?{asked.query}")
        # The same answer as the API's.
        for row, other in zip(document["rows"], api["rows"]):
            name = other["name"]
            self.same(f"{what} by {grouping}: {name}", row["name"] == name, True)
            self.same(f"{what} by {grouping}: {name} revenue", row["revenue"], other["revenue"], 0)
            if asked.basis:
                self.same(f"{what} by {grouping}: {name} before", chain_check.before_of(row)["revenue"], chain_check.before_of(other)["revenue"], 0)
                self.same(f"{what} by {grouping}: {name} is compared", row["before"] is not None, "before" in other)
        self.same(f"{what} by {grouping}: rows", len(document["rows"]), len(api["rows"]), 0)
        if asked.basis:
            why = json.loads(self.run("why", *asked.flags, "--json").stdout)
            _, api, _ = self.get(f"why?{asked.query}")
            self.same(f"{what} why: parts of API", why["parts"] == api["parts"], True)
        table = self.run("analyse", "--by", grouping, *asked.flags, "--format", "csv").stdout
        rows = list(csv.reader(io.StringIO(table), delimiter=";" if ";" in table.splitlines()[0] else ","))
        self.same(f"{what}: csv rows", len(rows) - 1, len(document["rows"]), 0)


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    wanted = sys.argv[3].split(",") if len(sys.argv) > 3 else [make.__name__ for make in edges.EDGES]
    check = chain_check.Check()
    for make in edges.EDGES:
        if make.__name__ not in wanted:
            continue
        edge, chance = make(), random.Random(seed)
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            edges.write(edge, folder)
            truth = Truth(folder, edge)
            with chain_check.served(program, folder, ["ventes.csv"]) as url:
                shop = Shop(check, edge, truth, url, chance, program, folder / "comptoir.db")
                for _ in range(STATES):
                    shop.state()
    for line in check.wrong[:80]:
        print(line)
    print(f"{check.values} values over {check.states} states of {len(wanted)} shops at the edges, {len(check.wrong)} wrong")
    sys.exit(1 if check.wrong else 0)


if __name__ == "__main__":
    main()
