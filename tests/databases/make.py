#!/usr/bin/env python3
"""Makes the database of a release, to be kept: every later version opens it (crates/cli/tests/it/databases.rs).

    tests/databases/make.py exports 0.1.0           # the export files, the same bytes each time
    tests/databases/make.py database 0.1.0 PROGRAM  # with the released PROGRAM: comptoir.db.gz and secrets.json

A kept database is never made again: it is what that release wrote.
"""

import datetime, gzip, json, os, random, shutil, subprocess, sys, tempfile, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
FIRST_DAY = datetime.date(2026, 8, 3)
ARTICLES = [("Pain", "Boulangerie", 250), ("Tarte aux pralines", "Traiteur", 1800), ("Boîte rustique", "Maison", 5243),
            ("Café crème", "Boissons", 320), ("Savon au miel", "Maison", 690), ("SAVON AU MIEL", "Maison", 710)]
SHOPS = [("Lyon", "Auvergne-Rhône-Alpes"), ("Paris", "Île-de-France"), ("Saint-Denis", "La Réunion")]


def days(count):
    """The days of trade of so many days: closed on Sundays."""
    every = (FIRST_DAY + datetime.timedelta(days=at) for at in range(count))
    return [day for day in every if day.weekday() != 6]


def french(cents):
    """12345 as 123,45."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"


def plain(count):
    """Sales with integer ids, in the columns of the brief."""
    chance, lines, number = random.Random(1), [], 0
    for day in days(count):
        for _ in range(chance.randint(4, 9)):
            number += 1
            product, quantity = chance.randint(1, 5), chance.randint(1, 3)
            amount = quantity * ARTICLES[product - 1][2]
            lines.append(f"{number},{product},{chance.randint(1, 3)},{day},{quantity},{amount / 100:.2f}")
    return "id,product_id,store_id,sale_date,quantity,amount\n" + "\n".join(lines) + "\n"


def till(count):
    """Sales without ids: identical lines are two sales."""
    chance, lines = random.Random(2), []
    for day in days(count):
        for _ in range(chance.randint(3, 7)):
            name, category, price = chance.choice(ARTICLES)
            quantity = chance.choice([1, 1, 1, 2])
            line = f"{day:%d/%m/%Y};{chance.choice(SHOPS)[0]};{name};{category};{quantity};{french(quantity * price)}"
            lines += [line] * (2 if chance.random() < 0.1 else 1)
    return "Date;Magasin;Article;Catégorie;Quantité;Montant TTC\n" + "\n".join(lines) + "\n"


def second_till(count):
    """Sales with references of the till's own, tickets and times, in Windows-1252."""
    chance, lines, number = random.Random(3), [], 0
    for day in days(count):
        for ticket in range(chance.randint(2, 4)):
            for _ in range(chance.randint(1, 3)):
                number += 1
                name, category, price = chance.choice(ARTICLES)
                quantity = -1 if chance.random() < 0.04 else chance.randint(1, 2)
                lines.append(f"V-{number:05d};T{day:%m%d}{ticket};{day:%d/%m/%Y};{9 + ticket}:15;{name};{category};"
                             f"{quantity};{french(price)};{french(quantity * price)}")
    return ("N° vente;N° ticket;Date;Heure;Article;Catégorie;Qté;Prix unitaire;Montant\n" + "\n".join(lines) + "\n")


def sumup(count):
    """SumUp's own export."""
    chance, number = random.Random(4), 0
    head = ("Date,Type,Réf. transaction,Moyen de paiement,Quantité,Description,Catégorie,SKU,Devise,Prix avant réduction,"
            "Réduction,Prix (TTC),Prix (HT),TVA,Taux de TVA,Compte,Motif du remboursement")
    months = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
    lines = []
    for day in days(count):
        for _ in range(chance.randint(1, 4)):
            number += 1
            name, category, price = ARTICLES[chance.randint(0, 4)]
            kind = "Remboursement" if chance.random() < 0.05 else "Vente"
            untaxed = round(price / 1.2)
            lines.append(f'{day.day} {months[day.month - 1]} {day.year} {chance.randint(9, 18)}:{chance.randint(10, 59)},'
                         f'{kind},TAAA{number:05d},Espèces,1,{name},{category},,EUR,"{french(price)}","0,00",'
                         f'"{french(price)}","{french(untaxed)}","{french(price - untaxed)}",20%,Alex,')
    return head + "\n" + "\n".join(lines) + "\n"


def other_columns(count):
    """Columns that only --map tells: the mapping is remembered."""
    chance, lines = random.Random(5), []
    for day in days(count):
        name, _, price = chance.choice(ARTICLES)
        lines.append(f"{day},Lyon,{name},1,{price / 100:.2f}")
    return "quand,ou,quoi,combien,valeur\n" + "\n".join(lines) + "\n"


EXPORTS = {"ventes.csv": plain, "caisse.csv": till, "deuxieme.csv": second_till, "sumup.csv": sumup, "autres.csv": other_columns}


def write(path, text):
    # Windows-1252 for the second till: tills write it still.
    with open(path, "w", encoding="cp1252" if path.endswith("deuxieme.csv") else "utf-8", newline="") as file:
        file.write(text)


def exports(folder):
    """The first exports, of 40 days, and the next ones of the same tills, of 55."""
    for name, count in [("first", 40), ("longer", 55)]:
        os.makedirs(f"{folder}/{name}", exist_ok=True)
        for file, make in EXPORTS.items():
            write(f"{folder}/{name}/{file}", make(count))
    first = f"{folder}/first"
    write(f"{first}/produits.csv", "id,name,price,category\n" + "".join(
        f"{at},{name},{price / 100:.2f},{category}\n" for at, (name, category, price) in enumerate(ARTICLES, 1)))
    write(f"{first}/magasins.csv", "id,city,region,address\n" + "".join(
        f'{at},{city},{region},"{at} rue de la Paix"\n' for at, (city, region) in enumerate(SHOPS, 1)))
    write(f"{first}/nouveaux-prix.csv", "id,name,price,category\n1,Pain,2.60,Boulangerie\n")
    write(f"{first}/objectifs.csv", "month,store,region,amount\n2026-08,,,6000\n2026-09,Lyon,,1500\n2026-09,,Île-de-France,2000\n")
    write(f"{first}/erreur.csv", "id,product_id,store_id,sale_date,quantity,amount\n" + "".join(
        f"{90000 + at},1,1,2026-08-20,1,1000.00\n" for at in range(5)))
    write(f"{first}/refusees.csv", "id,product_id,store_id,sale_date,quantity,amount\n"
          "80001,1,1,2026-08-21,1,2.50\n80002,1,1,31/31/2026,1,2.50\n80003,1,1,2026-08-21,1,beaucoup\n")


CLIENT_SQL = [
    "create table events (id integer primary key, at text not null, what text)",
    "create table tickets (id integer primary key autoincrement, event_id integer references events (id), seat text unique)",
    "create table payments (id integer primary key, ticket_id integer not null references tickets (id), cents integer check (cents > 0))",
    "create table tokens2 (id integer primary key, secret text)",
    "create index payments_by_ticket on payments (ticket_id)",
    "create trigger tickets_sold after insert on tickets begin insert into events (at, what) values ('2026-09-01', 'sold ' || new.seat); end",
    "create view paid as select tickets.seat, sum(payments.cents) as cents from payments join tickets on tickets.id = ticket_id group by 1",
    "create view sales_by_day as select sale_date, sum(amount) as revenue from sales group by sale_date",
    "insert into events (at, what) values ('2026-08-30', 'concert')",
    "insert into tickets (event_id, seat) values (1, 'A1'), (1, 'A2')",
    "insert into payments (ticket_id, cents) values (1, 2500), (2, 2600)",
    "insert into tokens2 (secret) values ('not one of comptoir')",
    "insert into analysis_results (analysis_type, result_value, result_details, created_at) values ('by_a_client', 42, '{}', '2026-09-12T08:00:00Z')",
    "insert into products (id, name, price, category) values (900, 'Ajouté par un client', 9.9, 'Maison')",
    "insert into settings (name, value) values ('a_client_setting', 'kept')",
]


def database(folder, program):
    program = os.path.abspath(program)
    with tempfile.TemporaryDirectory() as desk:
        shutil.copytree(f"{folder}/first", desk, dirs_exist_ok=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}

        def run(*args, expected=0):
            done = subprocess.run([program, *args], cwd=desk, env=environment, capture_output=True, text=True)
            print("comptoir", *args, "→", done.returncode)
            if done.returncode != expected:
                sys.exit(done.stdout + done.stderr)
            return done.stdout

        run("import", "produits.csv", "magasins.csv", "ventes.csv")
        run("import", "caisse.csv")
        run("import", "--source", "deuxieme", "deuxieme.csv")
        run("import", "--source", "sumup", "sumup.csv")
        run("import", "--map", "date=quand", "--map", "store=ou", "--map", "product=quoi", "--map", "quantity=combien",
            "--map", "amount=valeur", "autres.csv")
        run("import", "--table", "targets", "objectifs.csv")
        run("import", "erreur.csv")
        run("imports", "undo", "9")
        run("import", "refusees.csv", expected=3)
        run("import", "--mode", "upsert", "--table", "products", "nouveaux-prix.csv")
        run("analyse")
        run("forecast", "--model", "arima(5,1,0)")
        run("forecast", "--by", "region")
        secrets = {}
        for name, scope in [("Excel", "read"), ("script", "write"), ("revoked", "write")]:
            secrets[name] = json.loads(run("db", "token", "create", "--name", name, "--scope", scope, "--json"))["token"]
        run("db", "token", "revoke", "3")
        client(program, desk, environment, secrets["script"])
        run("db", "check")
        with open(f"{desk}/comptoir.db", "rb") as file, open(f"{folder}/comptoir.db.gz", "wb") as kept:
            with gzip.GzipFile(filename="", mode="wb", fileobj=kept, mtime=0) as packed:
                packed.write(file.read())
        with open(f"{folder}/secrets.json", "w") as file:
            file.write(json.dumps(secrets, indent=2) + "\n")


def client(program, desk, environment, token):
    """What a client makes of its own, through the service."""
    service = subprocess.Popen([program, "db", "serve", "--listen", "127.0.0.1:0"], cwd=desk, env=environment,
                               stderr=subprocess.PIPE, text=True)
    try:
        line = service.stderr.readline()
        url = next(word for word in line.split() if word.startswith("http")).rstrip(".,")
        requests = [{"type": "execute", "stmt": {"sql": sql}} for sql in CLIENT_SQL] + [{"type": "close"}]
        request = urllib.request.Request(f"{url}/v3/pipeline", json.dumps({"requests": requests}).encode(),
                                         {"content-type": "application/json", "authorization": f"Bearer {token}"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for answer in json.load(opener.open(request))["results"]:
            if answer["type"] != "ok":
                sys.exit(answer)
    finally:
        service.terminate()
        service.wait()


if __name__ == "__main__":
    what, release, *rest = sys.argv[1:]
    folder = f"{HERE}/{release}"
    exports(folder) if what == "exports" else database(folder, *rest)
