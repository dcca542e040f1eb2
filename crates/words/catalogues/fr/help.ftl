# L'aide de chaque commande (help-COMMANDE) et de chaque option (help-COMMANDE-OPTION, ou help-OPTION si partagée).

help = Comptoir : l’analyse des ventes des petites entreprises
help-usage = Utilisation :
help-commands = Commandes{"\u00A0"}
help-arguments = Arguments{"\u00A0"}
help-options = Options{"\u00A0"}
help-default = [par défaut : { $value }]
help-help = Affiche cette aide
help-version = Affiche la version
help-database = La base : un fichier, ou l’adresse d’un service de base de données [par défaut : comptoir.db]
help-lang = La langue : fr ou en [par défaut : fr]
help-json = Écrit un seul document JSON sur la sortie standard

help-demo = Charge les données de démonstration, analyse, prévoit, puis ouvre le tableau de bord
help-demo-no-serve = S’arrête après l’affichage, sans tableau de bord
help-demo-listen = L’adresse du tableau de bord

help-import = Importe des produits, des magasins ou des ventes : seules les nouvelles données sont ajoutées
help-import-sources = Fichiers CSV, JSON, Parquet, XLSX, XLS ou ODS, dossiers, motifs (*.csv), adresses http(s), ou - pour l’entrée standard
help-import-table = Ce que contient le fichier, s’il ne le dit pas
help-import-map = Le rôle d’une colonne : id, product, store, date, time, quantity, amount, net, tax, discount, discount-rate, order-discount, price, currency, name, category, city, region, address, postcode, country, ticket, kind, status, month, year ou day
help-import-ignore = Une colonne à ne pas utiliser ; retenu pour les fichiers aux mêmes colonnes
help-import-date-order = L’ordre des dates, si le fichier en permet plusieurs : ydm lit aussi les jours et les mois inversés par un tableur
help-import-time-zone = Le jour auquel comptent les heures UTC : shop (celui du territoire du magasin, par défaut), keep (celui qui est écrit) ou un fuseau comme Indian/Reunion
help-import-currency = La devise des montants, par son code (EUR, CHF…), si le fichier ne la dit pas ou en mêle plusieurs
help-import-decimal = La marque décimale, si le fichier en permet deux
help-import-on-error = Écarter les lignes invalides, ou tout arrêter
help-import-dry-run = Lit et vérifie sans rien écrire, et montre comment le fichier est lu
help-import-kind = Ce que sont les lignes d’un mot : un type ('Avoir=return'), les lettres d’un numéro ('DEV=aside'), un article ('Acompte=sale') ; répétable, et retenu
help-import-state = Ce que sont les lignes d’un état ('Brouillon=aside') ; répétable, et retenu
help-import-dates-once = La date n’est écrite que sur la première ligne de chaque jour
help-import-side-by-side = Ce que représentent des colonnes côte à côte d’un même chiffre, une par groupe
help-import-moved-stores = Ventes des magasins qui ont changé d’endroit : past les déplace toutes, un jour celles depuis ce jour ; sans réponse, le magasin reste où il est
help-import-same-till = Les fichiers qui partagent des jours sont de la même caisse

help-analyse = Calcule le CA total, par produit et par région, et le conserve
help-analyse-from = Le premier jour
help-analyse-to = Le dernier jour
help-analyse-by = Un seul regroupement, sans rien conserver
help-analyse-top = Seulement les N plus grands, les autres ensemble
help-analyse-movers = Les N plus fortes hausses, puis les N plus fortes baisses
help-analyse-sql = Montre aussi le SQL d’où viennent ces chiffres
help-analyse-lines = Montre les lignes de vente d’où vient le chiffre, et leur fichier
help-analyse-net = Du CA brut au CA net : remises, retours, port
help-analyse-targets = Les objectifs du mois : ce qui est réalisé, ce qui reste à faire par jour

help-why = Explique pourquoi le CA a changé : prix, volume, produits, magasins, jours d’ouverture
help-why-from = Le premier jour [par défaut : le dernier mois]
help-why-to = Le dernier jour
help-why-top = Combien de causes montrer

help-compare = Ce à quoi comparer : la période d’avant, les mêmes jours N-1, fêtes avec fêtes, ou les mêmes dates N-1
help-same_stores = Seulement les magasins qui ont vendu dans les deux périodes
help-product = Seulement ce produit (répétable)
help-category = Seulement cette catégorie (répétable)
help-store = Seulement ce magasin (répétable)
help-city = Seulement cette ville (répétable)
help-region = Seulement cette région (répétable)
help-format = La forme de la réponse [par défaut : table]

help-forecast = Prévoit le CA des prochains jours, et conserve la prévision
help-forecast-model = Le modèle : auto, arima(p,d,q), ets, theta, ces, mstl(theta), naive …
help-forecast-horizon = Le nombre de jours à prévoir
help-forecast-level = Les niveaux des intervalles, en %
help-forecast-by = Prévoir aussi chaque groupe ; leur somme est le total
help-forecast-grain = Montrer par jour, semaine ou mois
help-forecast-input = Prévoir les séries d’un fichier CSV (series_id, ds, y) au lieu des ventes
help-forecast-output = Le fichier à écrire [par défaut : la sortie standard]
help-forecast-season = Le nombre de périodes d’une saison des séries [par défaut : selon les dates]
help-forecast-postcode = Le code postal ou le département des séries du fichier : elles ont alors les jours fériés, les soldes et les ponts de ce lieu
help-forecast-date-order = L’ordre des dates du fichier, s’il en permet plusieurs
help-forecast-decimal = La marque décimale du fichier, s’il en permet deux
help-forecast-scores = Affiche la précision des prévisions passées

help-backtest = Essaie les modèles sur le passé de cette boutique
help-backtest-model = Seulement ce modèle, à côté de la semaine d’avant et de l’arima(5,1,0) du cahier des charges (répétable)
help-backtest-horizon = Le nombre de jours de chaque prévision
help-backtest-origins = Le nombre de prévisions par modèle

help-sql = Pose une question en SQL, en lecture seule
help-sql-query = La requête
help-sql-format = La forme de la réponse [par défaut : table]

help-serve = Ouvre le tableau de bord et son API
help-serve-listen = L’adresse du tableau de bord
help-serve-wait = Combien attendre le service de base de données
help-serve-sources = Adresses à importer, analyser et prévoir au démarrage, séparées par des espaces
help-serve-every = Combien de temps après chaque import de ces adresses commence le suivant
help-serve-allow-private-urls = Permet à l’API d’importer depuis un réseau privé
help-serve-trusted-proxies = Mandataires (adresses ou réseaux) crus quand ils disent pour qui ils demandent (X-Forwarded-For)

help-db = La base de données
help-db-serve = Ouvre le service de base de données
help-db-serve-listen = L’adresse du service
help-db-serve-tls-cert = Le certificat TLS (PEM)
help-db-serve-tls-key = La clé du certificat TLS (PEM)
help-db-serve-allow-origin = Une origine dont les pages peuvent interroger le service
help-db-backup = Copie la base dans un fichier, même pendant qu’on s’en sert
help-db-backup-file = Le fichier à écrire
help-db-restore = Remplace la base par une copie ; l’ancienne est gardée à côté
help-db-restore-file = La copie à remettre
help-db-check = Vérifie que la base est saine
help-db-repair = Refait ce qui manque à la base, après une copie ; nomme ce qui est perdu
help-db-token = Les jetons qui ouvrent le service de base de données
help-db-token-create = Crée un jeton ; il n’est affiché qu’une fois
help-db-token-create-name = À quoi il sert
help-db-token-create-scope = Ce qu’il permet
help-db-token-list = Liste les jetons
help-db-token-revoke = Révoque un jeton
help-db-token-revoke-id = Son numéro

help-import-mode = Les lignes déjà connues restent (new), prennent le contenu du fichier (upsert), et celles qui manquent au fichier pour ses jours sont retirées (replace)
help-import-replace-partial = Avec replace : aussi pour le premier et le dernier jour du fichier, s’ils ont rétréci
help-import-rejects = Où garder les lignes refusées, à corriger puis à importer (NOM.rejets.csv sinon)
help-import-source = La caisse ou la boutique dont vient le fichier : ses identifiants ne croisent pas ceux des autres

help-imports = Le journal des imports
help-imports-list = Liste les imports
help-imports-show = Montre un import : comptes, colonnes, lignes refusées
help-imports-show-id = Le numéro de l’import
help-imports-undo = Annule un import, exactement
help-imports-undo-id = Le numéro de l’import

help-days = Jusqu’où les ventes sont connues, et ce que vous dites des jours sans vente
help-days-list = Magasins en retard ou fermés, jours sans vente à expliquer
help-days-closed = Le magasin était fermé ces jours-là
help-days-closed-store = Le magasin, par son nom ou son numéro
help-days-closed-from = Le premier jour
help-days-closed-to = Le dernier jour
help-days-missing = Les données de ces jours manquent
help-days-missing-store = Le magasin, par son nom ou son numéro
help-days-missing-from = Le premier jour
help-days-missing-to = Le dernier jour
help-days-undo = Retire la réponse : la question est de nouveau ouverte
help-days-undo-store = Le magasin, par son nom ou son numéro
help-days-undo-from = Le premier jour
help-days-undo-to = Le dernier jour

help-completions = Écrit les complétions d’un interpréteur de commandes, à charger dans sa configuration
help-completions-shell = L’interpréteur : bash, zsh, fish, elvish ou powershell
help-licences = Les licences des œuvres dont ce programme est fait
help-man = Écrit le manuel : la page du programme, ou celles de toutes les commandes dans un dossier
help-man-folder = Où écrire une page par commande, au format de man

# Names of values, in capitals (help-value-WORD).

help-value-address = ADRESSE
help-value-column = COLONNE
help-value-command = COMMANDE
help-value-days = JOURS
help-value-dd = JJ
help-value-field = CHAMP
help-value-file = FICHIER
help-value-folder = DOSSIER
help-value-host = HÔTE
help-value-name = NOM
help-value-network = RÉSEAU
help-value-origin = ORIGINE
help-value-path = CHEMIN
help-value-periods = PÉRIODES
help-value-query = REQUÊTE
help-value-seconds = SECONDES
help-value-word = MOT
help-value-yyyy = AAAA
help-value-zone = FUSEAU
