"""Targets and odd days of the made-up chain and of the shop of feasts, computed anew from their files by what the documents promise.

    check_targets.py PROGRAM

docs/analysis.md says what a target's figures are, crates/analysis/src/anomalies.rs what an odd day is.
"""
import collections
import csv
import datetime as dt
import fractions
import functools
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile
import urllib.parse

import duckdb

import chain
import check as chain_check
import edges

DAY = dt.timedelta(1)
WINDOW = 182 * DAY
SMALLEST_PART = 0.01


class Files:
    """Sales by store and day, in cents, and what is known of the stores because it was made so."""

    def __init__(self, sales, places, is_unknown, is_closed_ahead, late, gone):
        self.sales, self.places, self.late, self.gone = sales, places, late, gone
        self.is_unknown, self.is_closed_ahead = is_unknown, is_closed_ahead
        self.first, self.last = min(day for _, day in sales), max(day for _, day in sales)
        self.opened = {store: min(day for other, day in sales if other == store) for store in places}

    def stores(self, store, region):
        return [code for code, (name, own) in self.places.items() if store in (None, name) and region in (None, own)]

    def complete_to(self, stores):
        """What the stores that still sell wait for; stores that have all gone wait for nothing."""
        alive = [store for store in stores if store not in self.gone]
        return min([self.last, *(self.late[store] for store in alive if store in self.late)])

    def revenue(self, stores, day):
        """Euros of a day, None where all were closed or the data of one are missing."""
        if any(self.is_unknown(store, day) for store in stores) or not any((store, day) in self.sales for store in stores):
            return None
        return sum(self.sales.get((store, day), 0) for store in stores) / 100

    @functools.cache
    def series(self, stores):
        first = min(self.opened[store] for store in stores)
        return {day: self.revenue(stores, day) for day in edges.days(first, self.complete_to(stores))}

    @functools.cache
    def weights(self, stores):
        """The index of each weekday: the median of its days' ratios to the mean of the seven days around, four of them known."""
        series, ratios = self.series(stores), collections.defaultdict(list)
        for day, revenue in series.items():
            known = [one for one in (series.get(day + DAY * offset) for offset in range(-3, 4)) if one is not None]
            if revenue is not None and len(known) >= 4 and sum(known) > 0:
                ratios[day.weekday()].append(revenue / (sum(known) / len(known)))
        return {weekday: statistics.median(found) for weekday, found in ratios.items()}

    def is_closed(self, stores, day, known_to):
        if day > known_to:
            return all(store in self.gone or self.is_closed_ahead(store, day) for store in stores)
        return not any((store, day) in self.sales or self.is_unknown(store, day) for store in stores)


def cents_of(value):
    return round(value * 100)


class Target:
    """What the documents promise of the target of a month."""

    def __init__(self, files, month, store, region, cents):
        stores = files.stores(store, region)
        begin = dt.date.fromisoformat(f"{month}-01")
        days = edges.days(begin, chain_check.end_of(begin, "month"))
        self.known_to = files.complete_to(stores)
        self.target, self.store, self.region = cents, store, region
        self.sold = sum(files.sales.get((code, day), 0) for code in stores for day in days if day <= self.known_to)
        self.remaining = max(0, cents - self.sold)
        indices = files.weights(tuple(stores))
        weigh = lambda day: 0 if files.is_closed(stores, day, self.known_to) else indices.get(day.weekday(), 0) if indices else 1
        weights = {day: max(0, weigh(day)) for day in days}
        gone = sum(weight for day, weight in weights.items() if day <= self.known_to)
        left = sum(weight for day, weight in weights.items() if day > self.known_to)
        self.expected = cents * gone / (gone + left) if gone + left else 0
        self.days_left = sum(weight > 0 for day, weight in weights.items() if day > self.known_to)
        self.plan = {day: self.remaining * weight / left for day, weight in weights.items() if day > self.known_to and weight > 0 and self.remaining}
        self.state = "reached" if not self.remaining else "running" if self.plan else "missed"


def check_target(check, what, shown, true):
    check.same(f"{what}: target", cents_of(shown["target"]), true.target, 0)
    check.same(f"{what}: known to {shown['known_to']} ({true.known_to})", shown["known_to"] == str(true.known_to), True)
    check.same(f"{what}: sold", cents_of(shown["sold"]), true.sold, 0)
    check.same(f"{what}: remaining", cents_of(shown["remaining"]), true.remaining, 0)
    check.same(f"{what}: expected", shown["expected"] * 100, true.expected, 1 + true.target * 1e-5)
    check.same(f"{what}: state {shown['state']} ({true.state})", shown["state"] == true.state, True)
    plan = {dt.date.fromisoformat(day["day"]): cents_of(day["amount"]) for day in shown["plan"]}
    check.same(f"{what}: days {sorted(map(str, set(plan) ^ set(true.plan)))}", set(plan) == set(true.plan), True)
    for day, cents in plan.items():
        check.same(f"{what}: {day}", cents, true.plan.get(day, 0), 1 + true.remaining * 1e-5)
    if plan:
        check.same(f"{what}: plan", sum(plan.values()), true.remaining, 0)


def check_period(check, what, shown, trues, last):
    """The target of a period: the sums of its months, where all have one."""
    check.same(f"{what}: has a target", shown is not None, bool(trues) and all(trues))
    if shown is None or not trues or not all(trues):
        return
    for name in ("target", "sold"):
        check.same(f"{what}: {name}", cents_of(shown[name]), sum(getattr(one, name) for one in trues), 0)
    target, sold, days = (sum(getattr(one, name) for one in trues) for name in ("target", "sold", "days_left"))
    check.same(f"{what}: expected", shown["expected"] * 100, sum(one.expected for one in trues), len(trues) * (1 + target * 1e-5))
    remaining = max(0, target - sold)
    check.same(f"{what}: remaining", cents_of(shown["remaining"]), remaining, 0)
    known_to = min(trues[0].known_to, last)
    check.same(f"{what}: known to {shown['known_to']} ({known_to})", shown["known_to"] == str(known_to), True)
    check.same(f"{what}: days left", shown["days_left"], days, 0)
    is_left = remaining and days
    check.same(f"{what}: per day", cents_of(shown["per_day"] or 0), remaining / days if is_left else 0, 0.51)


def check_targets(check, name, files, program, database, url, months, targets, units):
    get = lambda question: chain_check.get(f"{url}/api/v1/targets?{question}")[1]
    for month in months:
        begin = dt.date.fromisoformat(f"{month}-01")
        end = chain_check.end_of(begin, "month")
        true = {unit: Target(files, month, *unit, targets[month, unit]) for unit in units if (month, unit) in targets}
        check.states += 1
        answers = [("API", get(f"from={begin}&to={end}")), ("command", run(program, database, "analyse", "--targets", "--from", str(begin), "--to", str(end)))]
        # The month that the last day asked about lies in, wherever the question begins.
        answers += [("to", get(f"to={end}")), ("command to", run(program, database, "analyse", "--targets", "--to", str(end)))]
        for source, answer in answers:
            shown = {(one["store"], one["region"]): one for one in answer["targets"] if one["month"] == month}
            check.same(f"{name} {month} {source}: {len(shown)} of {len(true)} targets", set(shown) == set(true), True)
            for unit in set(shown) & set(true):
                check_target(check, f"{name} {month} {source} {unit}", shown[unit], true[unit])


def run(program, database, *arguments):
    return json.loads(subprocess.run([program, "--db", database, *arguments, "--json"], capture_output=True, text=True, check=True).stdout)


def check_periods(check, name, files, url, periods, targets, filters):
    for begin, end in periods:
        months, day = [], begin
        while day <= end:
            months.append(f"{day:%Y-%m}")
            day = chain_check.end_of(day.replace(day=1), "month") + DAY
        is_whole = begin.day == 1 and (end + DAY).day == 1
        for question, unit in filters:
            check.states += 1
            asked = urllib.parse.urlencode([("from", begin), ("to", end), *question])
            shown = chain_check.get(f"{url}/api/v1/targets?{asked}")[1]["of_period"]
            of = lambda month: Target(files, month, *unit, targets[month, unit]) if (month, unit) in targets else None
            trues = [of(month) for month in months] if is_whole and unit else []
            check_period(check, f"{name} {asked}", shown, trues, end)


def outcomes(series):
    """Of each day of which something was expected: what it sold, what was expected, its score and the scores of the window before it."""
    known = [(day, revenue) for day, revenue in series.items() if revenue is not None]
    rows, by_day, past, found = [], dict(known), [], []
    start = begin = 0
    for day, revenue in known:
        while start < len(rows) and rows[start][0] < day - WINDOW:
            start += 1
        by_weekday = collections.defaultdict(list)
        for _, weekday, _, ratio in rows[start:]:
            if ratio is not None:
                by_weekday[weekday].append(ratio)
        indices = {weekday: statistics.median(some) for weekday, some in by_weekday.items() if len(some) >= 4}
        indices = {weekday: index for weekday, index in indices.items() if index > 0}
        levels = [sold / indices[weekday] for _, weekday, sold, _ in reversed(rows[start:]) if weekday in indices][:28]
        expected = statistics.median(levels) * indices.get(day.weekday(), 0) if len(levels) >= 14 else 0
        week = [by_day[day - DAY * offset] for offset in range(7) if day - DAY * offset in by_day]
        mean = sum(week) / len(week)
        rows.append((day, day.weekday(), revenue, revenue / mean if len(week) >= 4 and mean > 0 else None))
        if expected > 0:
            while begin < len(past) and past[begin][0] < day - WINDOW:
                begin += 1
            score = abs(math.log(max(revenue / expected, SMALLEST_PART)))
            found.append((day, revenue, expected, score, sorted(one for _, one in past[begin:])))
            past.append((day, score))
    return found


def odd_days(series, begin, end):
    """The days outside of their interval, how many were judged, and the sum of their rates."""
    found, judged, alarms = {}, 0, 0.0
    for day, revenue, expected, score, scores in series:
        if len(scores) < 28 or not begin <= day <= end:
            continue
        rank = min(len(scores), math.ceil((len(scores) + 1) * fractions.Fraction(99, 100)))
        limit = scores[rank - 1]
        judged += 1
        alarms += (len(scores) + 1 - rank) / (len(scores) + 1)
        if score > limit + 1e-9:
            lower = expected / math.exp(limit) if limit < -math.log(SMALLEST_PART) - 1e-9 else 0
            found[day] = (revenue, expected, lower, expected * math.exp(limit))
    return found, judged, alarms


def check_odd_days(check, name, files, url, periods, filters):
    for question, unit in filters:
        stores = files.stores(*unit)
        series = outcomes(files.series(tuple(stores)))
        for begin, end in periods:
            check.states += 1
            asked = urllib.parse.urlencode([("from", begin), ("to", end), *question])
            answer = chain_check.get(f"{url}/api/v1/anomalies?{asked}")[1]
            found, judged, alarms = odd_days(series, begin, end)
            what = f"{name} odd days {asked}"
            check.same(f"{what}: complete to", answer["complete_to"] == str(files.complete_to(stores)), True)
            check.same(f"{what}: judged", answer["judged"], judged, 0)
            check.same(f"{what}: false alarms", answer["expected_false_alarms"], alarms, 1e-6)
            check.same(f"{what}: rate", answer["false_alarm_rate"] or 0, alarms / judged if judged else 0, 1e-9)
            shown = {dt.date.fromisoformat(day["day"]): day for day in answer["days"]}
            check.same(f"{what}: days {sorted(map(str, set(shown) ^ set(found)))}", set(shown) == set(found), True)
            for day in set(shown) & set(found):
                for column, value in zip(("revenue", "expected", "lower", "upper"), found[day]):
                    check.same(f"{what}: {day} {column}", shown[day][column], value)
                check.same(f"{what}: {day} side", shown[day]["side"] == ("above" if found[day][0] > found[day][1] else "below"), True)


def sales_of(folder):
    rows = duckdb.connect().execute(
        f"""select "Code magasin", strptime("Date", '%d/%m/%Y')::date, (sum(replace("Montant TTC", ',', '.')::decimal(18, 2)) * 100)::bigint
        from read_csv('{folder}/ventes.csv', delim=';', all_varchar=true) group by all"""
    ).fetchall()
    return {(store, day): cents for store, day, cents in rows}


def write_targets(folder, targets):
    with open(folder / "objectifs.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Mois", "Magasin", "Région", "Objectif"])
        for (month, (store, region)), cents in targets.items():
            out.writerow([month, store or "", region or "", f"{cents / 100:.2f}".replace(".", ",")])


def months_of(first, last):
    return [f"{year}-{month:02}" for year in range(first.year, last.year + 1) for month in range(1, 13) if first <= dt.date(year, month, 1) <= last]


def aims(files, months, units):
    """About what the same month of the year before sold, odd in its cents; the last unit has none in some months."""
    targets = {}
    for month in months:
        begin = dt.date.fromisoformat(f"{month}-01")
        for number, unit in enumerate(units):
            if number + 1 == len(units) and begin.month % 3 == 0:
                continue
            stores = files.stores(*unit)
            sold = sum(files.sales.get((store, day), 0) for store in stores for day in edges.days(begin - 365 * DAY, begin - 335 * DAY))
            targets[month, unit] = max(100_001, round(sold * (0.8 + 0.1 * (begin.month % 5)))) + number
    return targets


def check_shop(check, program, name, files, folder, sources, units, months, periods, odd_filters):
    targets = aims(files, months, units)
    write_targets(folder, targets)
    with chain_check.served(program, folder, [*sources, "objectifs.csv"]) as url:
        asked = months[::9] + months[-3:]
        check_targets(check, name, files, program, folder / "comptoir.db", url, asked, targets, units)
        filters = [([(key, value) for key, value in (("store", store), ("region", region)) if value], (store, region)) for store, region in units]
        place = next(iter(files.places.values()))
        # What no target is of: a store and its region, two stores, a product.
        others = [[("store", place[0]), ("region", place[1])], [("store", one) for one, _ in list(files.places.values())[:2]], [("category", odd_filters)]]
        check_periods(check, name, files, url, periods, targets, filters + [(question, None) for question in others])
        spans = [(files.first, files.last), (files.last - 89 * DAY, files.last), (files.first, files.first + 60 * DAY)]
        check_odd_days(check, name, files, url, spans, filters)


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    check = chain_check.Check()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        chain.write(folder)
        places = {code: (name, region) for code, name, _, region, _ in chain.STORES}
        sundays = {code: opens for code, *_, opens in chain.STORES}
        files = Files(sales_of(folder), places, chain_check.is_unknown, lambda store, day: day.weekday() == 6 and not sundays[store], chain.LATE, chain.CLOSED)
        units = [(None, None), (None, "Auvergne-Rhône-Alpes"), (None, "Bretagne"), ("Nice Masséna", None), ("Nantes Graslin", None), ("Grenoble Victor Hugo", None)]
        months = months_of(dt.date(2023, 12, 1), dt.date(2027, 1, 1))
        D = dt.date
        periods = [(D(2026, 4, 1), D(2026, 6, 30)), (D(2026, 10, 1), D(2026, 12, 31)), (D(2026, 11, 1), D(2026, 11, 28)), (D(2025, 1, 1), D(2025, 12, 31)), (D(2026, 11, 1), D(2026, 11, 30))]
        check_shop(check, program, "chain", files, folder, ["magasins.csv", "ventes.csv"], units, months, periods, "Chocolats")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        edge = edges.feasts()
        edges.write(edge, folder)
        places = {line[2]: (line[3], line[5]) for line in edge.lines}
        closes = lambda store, day: store != "F3" and (day.weekday() == 6 or day in edges.holidays(day.year))
        files = Files(sales_of(folder), places, lambda store, day: False, closes, {}, {})
        units = [(None, None), (None, "Centre-Val de Loire"), ("Centre", None), ("Plage", None)]
        months = months_of(dt.date(2023, 3, 1), dt.date(2027, 5, 1))
        periods = [(D(2026, 11, 1), D(2026, 11, 30)), (D(2026, 12, 1), D(2026, 12, 31)), (D(2024, 2, 1), D(2024, 2, 29)), (D(2026, 1, 1), D(2026, 12, 31))]
        check_shop(check, program, "feasts", files, folder, ["ventes.csv"], units, months, periods, "Fromages")
    for line in check.wrong[:80]:
        print(line)
    print(f"{check.values} values over {check.states} states of targets and odd days, {len(check.wrong)} wrong")
    sys.exit(1 if check.wrong else 0)


if __name__ == "__main__":
    main()
