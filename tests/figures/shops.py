"""Made-up shops of other shapes than the chain: young, seasonal, stopped, of the night, returned goods, dates to come.

Each is a list of lines as a till exports them, the same for every run.
"""
import csv
import dataclasses
import datetime as dt
import random

D = dt.date
TODAY = D(2026, 11, 30)


@dataclasses.dataclass
class Shop:
    name: str
    lines: list  # (moment, ticket, store code, store name, city, region, product, category, thousandths, hundredths)
    currency: str = "EUR"
    decimals: int = 2
    has_time: bool = False
    stores: list = dataclasses.field(default_factory=list)


BAKERY = [("Baguette", "Pain", 120), ("Croissant", "Viennoiserie", 130), ("Éclair", "Pâtisserie", 320), ("Tarte", "Pâtisserie", 1890), ("Café", "Boissons", 180)]
BAR = [("Pinte", "Bières", 700), ("Mojito", "Cocktails", 950), ("Planche", "Cuisine", 1600), ("Soda", "Sans alcool", 400)]
CLOTHES = [("Pull", "Hauts", 5900), ("Jean", "Bas", 8900), ("Écharpe", "Accessoires", 2900), ("Robe", "Robes", 7900)]


def days(first, last):
    return [first + dt.timedelta(n) for n in range((last - first).days + 1)]


class Till:
    def __init__(self, seed):
        self.chance, self.tickets, self.lines = random.Random(seed), 0, []

    def sell(self, moment, store, products, count=1, sign=1, factor=1.0):
        """Some tickets of a moment."""
        code, name, city, region = store
        for _ in range(count):
            self.tickets += 1
            for product, category, price in self.chance.sample(products, self.chance.choice((1, 1, 2))):
                pieces = self.chance.choice((1, 1, 1, 2, 3))
                hundredths = round(price * pieces * factor)
                self.lines.append((moment, f"T{self.tickets}", code, name, city, region, product, category, sign * pieces * 1000, sign * hundredths))


def around(till, mean):
    return max(1, round(till.chance.gauss(mean, mean / 5)))


def young():
    """One store, opened five months ago, closed on Mondays."""
    till, store = Till(2), ("B1", "Fournil du Port", "Vannes", "Bretagne")
    for day in days(D(2026, 6, 26), D(2026, 11, 28)):
        if day.weekday() != 0:
            till.sell(day, store, BAKERY, around(till, 8))
    return Shop("young", till.lines)


def kiosk():
    """Open from April to September, for three years."""
    till, store = Till(3), ("K1", "Kiosque de la Plage", "Royan", "Nouvelle-Aquitaine")
    for year in (2024, 2025, 2026):
        for day in days(D(year, 4, 1), D(year, 9, 30)):
            till.sell(day, store, BAKERY, around(till, 9 if day.month in (7, 8) else 4))
    return Shop("kiosk", till.lines)


NETWORK_CLOSED, NETWORK_OPENED, NETWORK_LATE = D(2026, 3, 14), D(2025, 9, 15), D(2026, 11, 25)


def network():
    """A store opens, one closes, one is renamed, one is three days late."""
    till = Till(4)
    for day in days(D(2024, 1, 2), D(2026, 11, 28)):
        sunday = day.weekday() == 6
        name = "Rennes Centre" if day < D(2026, 6, 1) else "Rennes République"
        stores = [("N1", "Angers Ralliement", "Angers", "Pays de la Loire", True), ("N4", name, "Rennes", "Bretagne", not sunday)]
        stores.append(("N2", "Tours Nationale", "Tours", "Centre-Val de Loire", day >= NETWORK_OPENED and not sunday))
        stores.append(("N3", "Le Mans République", "Le Mans", "Pays de la Loire", day <= NETWORK_CLOSED))
        stores.append(("N5", "Brest Siam", "Brest", "Bretagne", day <= NETWORK_LATE and not sunday))
        for *store, is_open in stores:
            if is_open:
                till.sell(day, tuple(store), CLOTHES, around(till, 3))
    return Shop("network", till.lines)


def stall():
    """A market stall that sells on Saturdays only, with one missed."""
    till, store = Till(5), ("E1", "Étal des Halles", "Dijon", "Bourgogne-Franche-Comté")
    for day in days(D(2024, 9, 7), D(2026, 11, 28)):
        if day.weekday() == 5 and day != D(2026, 2, 14):
            till.sell(day, store, BAKERY, around(till, 25))
    return Shop("stall", till.lines)


def night_bar():
    """From Thursday to Saturday, seven in the evening to three: sales cross midnight."""
    till, store = Till(6), ("NB", "Le Hibou", "Lille", "Hauts-de-France")
    for day in days(D(2024, 10, 3), D(2026, 11, 28)):
        if day.weekday() in (3, 4, 5):
            for _ in range(around(till, 12)):
                moment = dt.datetime.combine(day, dt.time(19)) + dt.timedelta(minutes=till.chance.randint(0, 8 * 60 - 1))
                if moment < dt.datetime(2026, 11, 29):
                    till.sell(moment, store, BAR)
    till.lines.sort(key=lambda line: line[0])
    return Shop("night bar", till.lines, has_time=True)


def web_shop():
    """More came back than was sold in February 2026."""
    till, store = Till(7), ("WEB", "Boutique en ligne", "Nantes", "Pays de la Loire")
    for day in days(D(2024, 11, 1), D(2026, 11, 29)):
        till.sell(day, store, CLOTHES, around(till, 2), factor=1.1 if day.year == 2026 else 1.0)
        if day.month == 2 and day.year == 2026:
            till.sell(day, store, CLOTHES, around(till, 4), sign=-1)
        elif till.chance.random() < 0.2:
            till.sell(day, store, CLOTHES, 1, sign=-1)
    return Shop("web shop", till.lines)


def stopped():
    """Nothing since the end of July, four months ago."""
    till, store = Till(8), ("S1", "Librairie du Pont", "Albi", "Occitanie")
    for day in days(D(2024, 5, 2), D(2026, 7, 31)):
        if day.weekday() != 6:
            till.sell(day, store, CLOTHES, around(till, 4))
    return Shop("stopped", till.lines)


def orders():
    """Orders for days to come, and one line of 2019 by mistake."""
    till, store = Till(9), ("P1", "Pâtisserie Lenoir", "Reims", "Grand Est")
    till.sell(D(2019, 3, 5), store, BAKERY[:1])
    for day in days(D(2025, 1, 2), D(2026, 11, 29)):
        if day.weekday() != 0:
            till.sell(day, store, BAKERY, around(till, 7))
    for day in (D(2026, 12, 5), D(2026, 12, 12), D(2026, 12, 19), D(2026, 12, 23), D(2026, 12, 24)):
        till.sell(day, store, BAKERY[2:4], 2)
    return Shop("orders", till.lines)


def geneva():
    till, store = Till(10), ("G1", "Chocolats du Lac", "Genève", "")
    for day in days(D(2024, 11, 4), D(2026, 11, 28)):
        if day.weekday() != 6:
            till.sell(day, store, BAKERY, around(till, 5))
    return Shop("geneva", till.lines, currency="CHF")


def noumea():
    """Francs of the Pacific have no hundredths."""
    till, store = Till(11), ("F1", "Baie des Citrons", "Nouméa", "Nouvelle-Calédonie")
    products = [(name, category, price * 100) for name, category, price in BAKERY]
    for day in days(D(2025, 3, 3), D(2026, 11, 28)):
        if day.weekday() != 6:
            till.sell(day, store, products, around(till, 5))
    return Shop("noumea", till.lines, currency="XPF", decimals=0)


SHOPS = (young, kiosk, network, stall, night_bar, web_shop, stopped, orders, geneva, noumea)


def write(shop, folder):
    """ventes.csv as a French till exports it."""
    decimal = lambda number, places: f"{number / 10**places:.{places}f}".replace(".", ",")
    # No quantity has a fraction.
    with open(folder / "ventes.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Date", "N° ticket", "Code magasin", "Magasin", "Ville", "Région", "Article", "Catégorie", "Quantité", "Montant TTC", "Devise"])
        for moment, ticket, code, name, city, region, product, category, thousandths, hundredths in shop.lines:
            written = moment.strftime("%d/%m/%Y %H:%M") if shop.has_time else moment.strftime("%d/%m/%Y")
            amount = decimal(hundredths, 2) if shop.decimals else str(round(hundredths / 100))
            out.writerow([written, ticket, code, name, city, region, product, category, thousandths // 1000, amount, shop.currency])
