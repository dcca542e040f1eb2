"""Texts of sales whose lines are all different: what an import counts of them is bounded, on disk, or refused."""

import gzip
import random

from services import MEMORY_MIB, PASSWORD, Watch, hold, upload

HEADER = "id,date,product,store,quantity,amount\n"


def _minutes(function):
    function.takes_minutes = True
    return function


def _text(count, line, header=HEADER):
    return gzip.compress((header + "".join(line(number) for number in range(count))).encode(), 1)


def _day(number):
    return f"20{number % 24 + 1:02}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"


def _refused(shop, files, words):
    dashboard = shop.dashboard(None, PASSWORD)
    for name, body in files.items():
        with Watch(dashboard):
            answer = upload(dashboard, name, body)
        hold(answer.status in (400, 413, 422) and words in answer.body, f"{name}: {answer}")
        hold(dashboard.growth() < MEMORY_MIB, f"{name}: {dashboard.growth():.0f} MiB")


def stores_without_end(shop):
    """A column of stores, or of their cities, that says something else on every line is asked about."""
    _refused(shop, {
        "stores.csv.gz": _text(150_000, lambda n: f"{n},{_day(n)},Pack,Ville {n},1,10.5\n"),
        "cities.csv.gz": _text(150_000, lambda n: f"{n},{_day(n)},Pack,M{n},Ville {n},1,10.5\n", "id,date,product,magasin,ville,quantity,amount\n"),
    }, b"too-many-different")


@_minutes
def products_without_end(shop):
    """Far more new products than a shop has are refused, whether or not they have codes."""
    _refused(shop, {
        "products.csv.gz": _text(700_000, lambda n: f"{n},{_day(n)},Produit {n},Lyon,1,10.5\n"),
        "codes.csv.gz": _text(700_000, lambda n: f"{n},{_day(n)},C{n},Produit {n},Lyon,1,10.5\n", "id,date,code produit,nom produit,store,quantity,amount\n"),
    }, b"too-many-different")


@_minutes
def lines_that_are_long(shop):
    """Refused lines of hundreds of kilobytes each take no more memory than a report may, whatever they are refused for."""
    long = "x" * 700_000
    good = "".join(f"{number + 8_000_000},2025-11-03,Pack,Lyon,1,10.5\n" for number in range(2_500))
    for name, line in (("amounts", f"9{{}},2025-11-03,Pack,Lyon,1,{long}\n"), ("days", f"9{{}},{long},Pack,Lyon,1,10.5\n")):
        dashboard = shop.dashboard(None, PASSWORD)
        body = gzip.compress((HEADER + good + "".join(line.format(number) for number in range(300))).encode(), 1)
        with Watch(dashboard):
            answer = upload(dashboard, f"{name}.csv.gz", body)
        hold(answer.status in (200, 201) and answer.json()["rejected"] == 300, f"{name}: {answer}")
        hold(dashboard.growth() < MEMORY_MIB, f"{name}: {dashboard.growth():.0f} MiB")


def columns_of_numbers_without_end(shop):
    """A thousand columns of numbers on every line are set aside without being held."""
    numbers = ",".join(f"{number}.25" for number in range(1_000))
    header = HEADER.strip() + "," + ",".join(f"c{number}" for number in range(1_000)) + "\n"
    dashboard = shop.dashboard(None, PASSWORD)
    with Watch(dashboard):
        answer = upload(dashboard, "wide.csv.gz", _text(10_000, lambda n: f"{n + 8_000_000},{_day(n)},Pack,Lyon,1,10.5,{numbers}\n", header))
    hold(answer.status in (200, 201) and answer.json()["added"] == 10_000, f"{answer}")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")


@_minutes
def lines_without_ids_in_no_order(shop):
    """Millions of lines without ids, in no order of days, are counted on disk: none is dropped, none is taken twice."""
    count, choose = 3_000_000, random.Random(1)
    body = _text(count, lambda n: f"{_day(choose.randrange(8_000))},Pack,Lyon,1,{n % 9_973}.5\n", "date,product,store,quantity,amount\n")
    dashboard = shop.dashboard(None, PASSWORD)
    with Watch(dashboard):
        answer = upload(dashboard, "sales.csv.gz", body, seconds=1_800)
    hold(answer.status in (200, 201) and answer.json()["added"] == count, f"{answer}")
    hold(dashboard.growth() < MEMORY_MIB, f"{dashboard.growth():.0f} MiB")
