"""A made-up chain of shops, the same for every run of a seed, with what makes figures hard to compare.

One store closed for good, one opened late, one two days late, a hole of three days in all stores, Sundays closed in half of
them, a store that moved, a product renamed, prices raised each February, returns, kilograms.
"""
import csv
import datetime as dt
import random

FIRST, LAST = dt.date(2023, 12, 1), dt.date(2026, 11, 28)
HOLE = [dt.date(2026, 5, day) for day in (19, 20, 21)]
CLOSED = {"M07": dt.date(2026, 6, 30)}  # its last day
OPENED = {"M09": dt.date(2025, 9, 15)}  # its first day
LATE = {"M05": dt.date(2026, 11, 26)}  # its last day that has arrived
STORES = [
    ("M01", "Lyon Bellecour", "Lyon", "Auvergne-Rhône-Alpes", False),
    ("M02", "Paris Rivoli", "Paris", "Île-de-France", True),
    ("M03", "Versailles Centre", "Versailles", "Île-de-France", False),
    ("M04", "Nice Masséna", "Nice", "Provence-Alpes-Côte d'Azur", True),
    ("M05", "Rennes République", "Rennes", "Bretagne", True),
    ("M06", "Grenoble Victor Hugo", "Grenoble", "Auvergne-Rhône-Alpes", False),
    ("M07", "Lille Grand Place", "Lille", "Hauts-de-France", False),
    ("M08", "Bordeaux Sainte-Catherine", "Bordeaux", "Nouvelle-Aquitaine", True),
    ("M09", "Nantes Graslin", "Nantes", "Pays de la Loire", True),
    ("M10", "Toulouse Capitole", "Toulouse", "Occitanie", False),
    ("M11", "Strasbourg Kléber", "Strasbourg", "Grand Est", False),
    ("M12", "Dijon Darcy", "Dijon", "Bourgogne-Franche-Comté", True),
]
PRODUCTS = [
    ("P1", "Tablette noire", "Chocolats", 450, "piece"),
    ("P2", "Tablette lait", "Chocolats", 420, "piece"),
    ("P3", "Ballotin", "Chocolats", 1890, "piece"),
    ("P4", "Café moulu", "Épicerie", 650, "piece"),
    ("P5", "Thé vert", "Épicerie", 890, "piece"),
    ("P6", "Comté", "Fromages", 2490, "kilogram"),
    ("P7", "Confiture", "Épicerie", 540, "piece"),
    ("P8", "Corbeille", "Cadeaux", 3900, "piece"),
]
STOPPED = {"P8": dt.date(2026, 9, 9)}
RENAMED = ("P7", "Confiture artisanale", dt.date(2026, 1, 1))


def is_open(code, sundays, day):
    if day < OPENED.get(code, FIRST) or day > CLOSED.get(code, LAST) or day > LATE.get(code, LAST):
        return False
    return (sundays or day.weekday() != 6) and day not in HOLE


def lines(seed):
    """Each line: date, ticket, store, product, name, category, thousandths, cents."""
    chance = random.Random(seed)
    ticket = 0
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + dt.timedelta(number)
        rise = 1.03 ** (day.year - 2023 - (1 if (day.month < 2) else 0))
        season = 1.6 if day.month == 12 else 1.0
        for place, (code, _, _, _, sundays) in enumerate(STORES):
            if not is_open(code, sundays, day):
                continue
            mean = (2.2 + 0.15 * place) * season * (1.5 if day.weekday() == 5 else 1.0)
            if code == "M06" and day >= dt.date(2026, 10, 5):
                mean *= 0.72
            for _ in range(max(2, round(chance.gauss(mean, 0.7)))):
                ticket += 1
                for reference, name, category, price, unit in chance.sample(PRODUCTS, chance.choice((1, 1, 2, 3))):
                    if day > STOPPED.get(reference, LAST):
                        continue
                    if reference == RENAMED[0] and day >= RENAMED[2]:
                        name = RENAMED[1]
                    count = chance.randint(120, 900) if unit == "kilogram" else 1000 * chance.choice((1, 1, 1, 2))
                    sign = -1 if chance.random() < 0.01 else 1
                    cents = round(price * rise * count / 1000)
                    yield day, f"T{ticket}", code, reference, name, category, sign * count, sign * cents


def write(folder, seed=1):
    """Writes magasins.csv and ventes.csv as a French till exports them."""
    with open(folder / "magasins.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Code magasin", "Magasin", "Ville", "Région", "Adresse"])
        for code, name, city, region, _ in STORES:
            out.writerow([code, name, city, region, "12 rue du Marché" if code == "M11" else "1 place de la Gare"])
    decimal = lambda number, places: f"{number / 10**places:.{places}f}".replace(".", ",")
    with open(folder / "ventes.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Date", "N° ticket", "Code magasin", "Code article", "Désignation", "Catégorie", "Quantité", "Montant TTC"])
        for day, ticket, store, reference, name, category, thousandths, cents in lines(seed):
            out.writerow([day.strftime("%d/%m/%Y"), ticket, store, reference, name, category, decimal(thousandths, 3), decimal(cents, 2)])
