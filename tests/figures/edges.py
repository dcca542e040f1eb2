"""Small made-up shops at the edges: weights, gifts, twins, one line, one day, returns alone, months of
net zero, leap days, weeks 53, moved stores, moved feasts.

Each writes ventes.csv as a till exports it, the same for every run; nothing is missing or late in them.
"""
import csv
import dataclasses
import datetime as dt
import random

D = dt.date


@dataclasses.dataclass
class Edge:
    name: str
    lines: list  # (day, ticket, code, store, city, region, product, category, thousandths, hundredths)
    currency: str = "EUR"
    has_tickets: bool = True


def days(first, last):
    return [first + dt.timedelta(n) for n in range((last - first).days + 1)]


GROCERY = [("Comté", "Fromages", 2490, True), ("Pommes", "Fruits", 349, True), ("Pain", "Pain", 120, False), ("Sac", "Divers", 0, False)]


def sell(chance, day, ticket, store, products, most=2):
    lines = []
    for product, category, price, is_weighed in chance.sample(products, chance.randint(1, min(most, len(products)))):
        thousandths = chance.randint(48, 2350) if is_weighed else 1000 * chance.randint(1, 3)
        lines.append((day, ticket, *store, product, category, thousandths, round(price * thousandths / 1000)))
    return lines


def grocer():
    """Weights of three decimals, bags given away, a leap day, a year of 53 weeks; stopped long ago."""
    chance, lines = random.Random(21), []
    store = ("E1", "Épicerie du Parc", "Annecy", "Auvergne-Rhône-Alpes")
    for day in days(D(2019, 2, 1), D(2021, 2, 10)):
        for ticket in range(chance.randint(2, 5)):
            lines += sell(chance, day, f"{day:%y%m%d}-{ticket}", store, GROCERY, 3)
    return Edge("grocer", lines)


def twins():
    """Two stores of one name in two towns of one name, one that only takes things back, and a product that is called anew."""
    chance, lines = random.Random(22), []
    stores = [("A1", "Au Bon Coin", "Lyon", "Auvergne-Rhône-Alpes"), ("A2", "Au Bon Coin", "Lyon", "Pays de la Loire")]
    depot = ("A3", "Retours", "Lyon", "Auvergne-Rhône-Alpes")
    for day in days(D(2025, 3, 3), D(2026, 11, 29)):
        products = [("Lampe", "Maison", 3990, False), ("Vase neuf" if day >= D(2026, 4, 1) else "Vase", "Maison", 2450, False), ("Bougie", "Senteurs", 1290, False)]
        for number, store in enumerate(stores):
            for ticket in range(chance.randint(1, 3)):
                lines += sell(chance, day, f"{day:%y%m%d}{number}{ticket}", store, products)
        if day.weekday() == 2:
            product = products[chance.randint(0, 2)]
            lines.append((day, f"R{day:%y%m%d}", *depot, product[0], product[1], -1000, -product[2]))
    return Edge("twins", lines)


def one_line():
    return Edge("one line", [(D(2026, 11, 18), "T1", "S1", "Seul", "Nice", "Provence-Alpes-Côte d’Azur", "Glace", "Glaces", 1000, 350)])


def returns_alone():
    """A week of sales, then a week in which things only came back."""
    store = ("S1", "La Boîte", "Metz", "Grand Est")
    sold = [(day, f"T{day:%d}", *store, "Robe", "Robes", 2000, 15800) for day in days(D(2026, 11, 9), D(2026, 11, 15))]
    back = [(day, f"R{day:%d}", *store, "Robe", "Robes", -1000, -7900) for day in days(D(2026, 11, 16), D(2026, 11, 22))]
    return Edge("returns alone", sold + back)


def identical():
    """No tickets, and lines that are the same to the letter."""
    chance, lines = random.Random(23), []
    store = ("K1", "Kiosque", "Caen", "Normandie")
    for day in days(D(2026, 8, 1), D(2026, 11, 28)):
        lines += [(day, "", *store, "Journal", "Presse", 1000, 280)] * chance.randint(1, 6)
        lines += [(day, "", *store, "Carte", "Papeterie", 1000, 150)] * chance.randint(0, 2)
    return Edge("identical", lines, has_tickets=False)


def pacific():
    """Francs of the Pacific in three stores, two of New Caledonia."""
    chance, lines = random.Random(24), []
    stores = [("P1", "Anse Vata", "Nouméa", "Nouvelle-Calédonie"), ("P2", "Koné", "Koné", "Nouvelle-Calédonie"), ("P3", "Papeete", "Papeete", "Polynésie française")]
    products = [("Paréo", "Textile", 350000, False), ("Monoï", "Soins", 95000, False), ("Vanille", "Épices", 1200000, True)]
    for day in days(D(2025, 6, 2), D(2026, 11, 28)):
        for number, store in enumerate(stores):
            if day.weekday() != 6 or number == 0:
                lines += sell(chance, day, f"{day:%y%m%d}{number}", store, products)
    return Edge("pacific", [(*line[:9], round(line[9] / 100) * 100) for line in lines], currency="XPF")


def swiss():
    """Swiss francs, amounts to five hundredths, stores in two languages."""
    chance, lines = random.Random(25), []
    stores = [("G1", "Rive", "Genève", ""), ("Z1", "Bahnhofstrasse", "Zürich", "")]
    for day in days(D(2025, 1, 6), D(2026, 11, 28)):
        for number, store in enumerate(stores):
            if day.weekday() != 6:
                for ticket in range(chance.randint(1, 3)):
                    lines += sell(chance, day, f"{day:%y%m%d}{number}{ticket}", store, GROCERY[:3])
    return Edge("swiss", [(*line[:9], round(line[9] / 5) * 5) for line in lines], currency="CHF")


def easter(year):
    """The anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * rest) // 433
    month = (h + rest - 7 * m + 90) // 25
    return D(year, month, (h + rest - 7 * m + 33 * month + 19) % 32)


def holidays(year):
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    return {D(year, *date) for date in fixed} | {easter(year) + dt.timedelta(days) for days in (1, 39, 50)}


def feasts():
    """Easter, Ascension and Whitsun in other months each year, holidays kept by two of three stores, 29 February, weeks 53."""
    chance, lines = random.Random(26), []
    stores = [("F1", "Centre", "Tours", "Centre-Val de Loire"), ("F2", "Gare", "Blois", "Centre-Val de Loire"), ("F3", "Plage", "Royan", "Nouvelle-Aquitaine")]
    for day in days(D(2023, 3, 1), D(2026, 11, 29)):
        for number, store in enumerate(stores):
            if number == 2 or day.weekday() != 6 and day not in holidays(day.year):
                for ticket in range(chance.randint(1, 2)):
                    lines += sell(chance, day, f"{day:%y%m%d}{number}{ticket}", store, GROCERY[:3])
    return Edge("feasts", lines)


def one_day():
    """Two stores and a product given back, all on one day."""
    stores = [("J1", "Foire", "Beaune", "Bourgogne-Franche-Comté"), ("J2", "Halle", "Dijon", "Bourgogne-Franche-Comté")]
    day = D(2026, 11, 15)
    sold = [(day, f"T{number}", *store, "Nappe", "Linge", 2000, 6000 + number) for number, store in enumerate(stores)]
    return Edge("one day", sold + [(day, "T9", *stores[1], "Torchon", "Linge", -1000, -450)])


def zeros():
    """A month of returns alone, one of net zero, quantities of zero, a product without a category and one that only came back."""
    chance, lines = random.Random(27), []
    store = ("Z1", "Le Bazar", "Rouen", "Normandie")
    for day in days(D(2025, 1, 1), D(2026, 11, 29)):
        ticket = f"{day:%y%m%d}"
        if (day.year, day.month) == (2026, 2):
            lines.append((day, ticket, *store, "Lot", "Divers", -1000, -chance.randint(100, 900)))
        elif (day.year, day.month) == (2026, 5):
            lines += [(day, f"{ticket}{sign}", *store, "Lot", "Divers", 1000 * sign, 500 * sign) for sign in (1, -1)]
        else:
            lines.append((day, ticket, *store, "Lot", "Divers", 1000, chance.randint(100, 900)))
            lines.append((day, ticket, *store, "Pose", "", 0, chance.choice((0, 1500, 2500))))
            if day.weekday() == 4:
                lines.append((day, f"{ticket}R", *store, "Plateau", "Vaisselle", -1000, -100))
    return Edge("zeros", lines)


EDGES = (grocer, twins, one_line, returns_alone, identical, pacific, swiss, feasts, one_day, zeros)


def write(edge, folder):
    decimal = lambda number, places: f"{number / 10**places:.{places}f}".replace(".", ",")
    with open(folder / "ventes.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=";")
        ticket = ["N° ticket"] if edge.has_tickets else []
        out.writerow(["Date", *ticket, "Code magasin", "Magasin", "Ville", "Région", "Article", "Catégorie", "Quantité", "Montant TTC", "Devise"])
        for day, number, code, store, city, region, product, category, thousandths, hundredths in edge.lines:
            amount = str(hundredths // 100) if edge.currency == "XPF" else decimal(hundredths, 2)
            named = [number] if edge.has_tickets else []
            out.writerow([f"{day:%d/%m/%Y}", *named, code, store, city, region, product, category, decimal(thousandths, 3), amount, edge.currency])
