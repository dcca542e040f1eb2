# Ce qui n'a pas marché, et ce qui aide.

error-import-not-found = { $file } n'existe pas
    .remedy = vérifiez le chemin ; « - » lit l'entrée standard
error-import-unreadable = { $file } ne peut pas être lu ({ $reason })
    .remedy = vérifiez les droits du fichier et qu'il n'est pas un dossier
error-import-unreachable = { $file } ne répond pas ({ $reason })
    .remedy = vérifiez l'adresse et la connexion, ou téléchargez le fichier et importez-le
error-import-private-address = { $file } mène à un réseau privé
    .remedy = lancez le service avec --allow-private-urls si cette adresse est de confiance
error-import-timed-out = { $file } n'a pas répondu en { $seconds } s
    .remedy = réessayez plus tard, ou téléchargez le fichier et importez-le
error-import-http-status = { $file } répond par l'erreur { $status }
    .remedy = ouvrez l'adresse dans un navigateur : elle doit donner le fichier sans connexion à un compte
error-import-too-large = { $file } dépasse { $limit } Mio
    .remedy = découpez le fichier, par mois par exemple
error-import-web-page = { $file } est une page web, pas un fichier de données
    .remedy = utilisez l'adresse de téléchargement du fichier CSV ou JSON lui-même
error-import-unknown-format = { $file } est au format { $format }, qui n'est pas lu
    .remedy = exportez le fichier en CSV, JSON ou XLSX
error-import-damaged = { $file } ne peut pas être ouvert ({ $format } : { $reason })
    .remedy = enregistrez-le à nouveau, sans mot de passe, ou exportez-le en CSV
error-import-several-files = { $file } contient { $count } fichiers ({ $files })
    .remedy = décompressez-le, puis importez les fichiers que vous voulez
error-import-no-files = { $file } ne désigne aucun fichier de données
    .remedy = vérifiez le dossier ou le motif : CSV, JSON, XLSX, XLS, ODS, zip ou gzip
error-import-empty = { $file } ne contient aucune ligne de données
    .remedy = vérifiez que l'export a abouti
error-import-malformed = { $file }, ligne { $line } : le fichier est abîmé ou tronqué ({ $reason })
    .remedy = refaites l'export, ou corrigez cette ligne
error-import-unknown-table = { $file } : ces colonnes ne sont ni celles de produits, ni de magasins, ni de ventes : { $columns }
    .remedy = dites ce que le fichier contient avec --table products, stores, sales ou targets, et les colonnes avec --map CHAMP=COLONNE
error-import-missing-column = { $file } : aucune colonne pour « { $field } » (table { $table }). Colonnes : { $columns }
    .remedy = nommez-la avec --map { $field }=COLONNE
error-import-no-such-column = { $file } n'a pas de colonne « { $column } ». Colonnes : { $columns }
    .remedy = corrigez --map
error-import-ambiguous-dates = { $file }, colonne « { $column } » : « { $value } » se lit jour d'abord ou mois d'abord
    .remedy = précisez l'ordre : --date-order dmy (jour/mois/année) ou --date-order mdy (mois/jour/année)
error-import-ambiguous-numbers = { $file }, colonne « { $column } » : « { $value } » se lit de deux façons
    .remedy = précisez la marque décimale : --decimal comma (1.234,56) ou --decimal point (1,234.56)
error-import-rejected = { $file } : { $count } lignes refusées, la première est la ligne { $line } ; rien n'est importé
    .remedy = corrigez ces lignes, ou importez les bonnes avec --on-error reject

error-store-open = la base { $path } ne peut pas être ouverte ({ $reason })
    .remedy = vérifiez le chemin et les droits, ou choisissez un autre fichier avec --db
error-store-not-a-database = { $path } n'est pas une base SQLite
    .remedy = choisissez un autre fichier avec --db ; celui-ci n'a pas été modifié
error-store-too-new = la base vient d'une version plus récente de Comptoir (schéma { $found }, connu : { $known })
    .remedy = mettez Comptoir à jour
error-store-busy = la base est occupée : un autre programme y écrit
    .remedy = attendez qu'il ait fini, puis recommencez ; rien n'a été modifié
error-store-sql = SQL refusé : { $reason }
    .remedy = corrigez la requête
error-store-arguments = les arguments ne conviennent pas : { $reason }
    .remedy = donnez une valeur à chaque paramètre de la requête
error-store-not-allowed = cette instruction n'est pas permise ici ({ $reason })
    .remedy = restez dans les tables de cette base : ni autre fichier, ni réglage, ni jeton
error-store-file-read-only = le fichier { $path } ne peut pas être modifié
    .remedy = donnez-vous le droit d'écrire dans ce fichier et son dossier, ou choisissez un autre fichier avec --db
error-store-disk-full = le disque est plein ; rien n'a été modifié
    .remedy = libérez de la place, puis recommencez
error-store-damaged = la base est abîmée ({ $reason })
    .remedy = examinez-la avec « comptoir db check », ou remettez une copie avec « comptoir db restore »
error-store-too-large = la réponse dépasse { $limit } octets
    .remedy = restreignez la requête
error-store-mixed-types = la colonne { $column } contient des valeurs de types différents ({ $found } après { $expected })
    .remedy = convertissez-la avec CAST dans la requête
error-store-load = la table { $table } n'a pas pu être remplie : { $reason }
    .remedy = corrigez ces lignes ; rien n'a été modifié
error-store-overloaded = le service de base de données est débordé ({ $reason })
    .remedy = recommencez dans un instant
error-store-file = le fichier { $path } ne peut pas être utilisé ({ $reason })
    .remedy = vérifiez le chemin, les droits et la place libre
error-store-internal = quelque chose d'imprévu est arrivé à la base ({ $reason })
    .remedy = recommencez ; si cela dure, examinez-la avec « comptoir db check »
error-store-read-only = ici, la base ne peut qu'être lue
    .remedy = utilisez une requête SELECT
error-store-too-many-rows = la réponse dépasse { $limit } lignes
    .remedy = ajoutez LIMIT à la requête
error-store-too-slow = la requête a duré plus de { $seconds } s et a été arrêtée
    .remedy = restreignez-la à une période
error-store-unreachable = le service de base de données à { $url } ne répond pas ({ $reason })
    .remedy = démarrez-le avec « comptoir db serve », ou corrigez --db
error-store-refused = le service à { $url } répond { $status } : { $reason }
    .remedy = vérifiez l'adresse et COMPTOIR_DB_TOKEN
error-store-protocol = { $url } ne parle pas le protocole attendu ({ $reason })
    .remedy = vérifiez que c'est l'adresse d'un « comptoir db serve »

error-no-sales-in-period = aucune vente du { $first } au { $last }
    .remedy = les ventes vont du { $first_known } au { $last_known }
error-nothing-before = aucune vente à comparer avec celles du { $first } au { $last }
    .remedy = les ventes vont du { $first_known } au { $last_known } : choisissez une autre période, ou une autre comparaison
error-unknown-name = « { $name } » : inconnu ({ $grouping ->
        [product] produit
        [category] catégorie
        [store] magasin
        [city] ville
       *[region] région
    })
    .remedy = voyez les noms avec comptoir analyse --by { $grouping }
error-unknown-name-like = « { $name } » : inconnu ({ $grouping ->
        [product] produit
        [category] catégorie
        [store] magasin
        [city] ville
       *[region] région
    })
    .remedy = vouliez-vous dire : { $nearest } ?
error-unknown-basis = aucune comparaison ne s'appelle { $name }
    .remedy = previous, n-1, n-1-holidays ou n-1-dates
error-analysis-out-of-range = des montants ou des quantités sont trop grands pour être décomposés
    .remedy = cherchez la ligne avec comptoir sql "select * from sales order by abs(amount) desc limit 5"
error-period-upside-down = la période finit le { $last }, avant son début le { $first }
    .remedy = échangez les deux dates (from et to)
error-no-sales = il n'y a aucune vente
    .remedy = importez des ventes : comptoir import FICHIER
error-unknown-grouping = « { $grouping } » n'est pas un regroupement
    .remedy = choisissez product, category, store, city, region, day, week, month, quarter, year ou weekday
error-forecast-order-syntax = « { $text } » n'est pas un modèle
    .remedy = écrivez par exemple 'arima(5,1,0)'
error-forecast-order-too-high = { $part } = { $value } dépasse { $limit }
    .remedy = choisissez un modèle plus petit, par exemple 'arima(5,1,0)'
error-forecast-series-too-short = il n'y a que { $observed } jours de ventes, ce modèle en demande { $needed }
    .remedy = importez un historique plus long, ou choisissez un modèle plus petit, par exemple 'arima(1,1,0)'
error-forecast-value-infinite = la valeur { $position } de la série est infinie
    .remedy = corrigez les montants des ventes
error-forecast-value-too-large = la valeur { $value } (position { $position }) est trop grande
    .remedy = corrigez les montants des ventes
error-forecast-horizon-zero = l'horizon est de zéro jour
    .remedy = choisissez au moins 1 avec --horizon
error-forecast-horizon-too-long = l'horizon de { $horizon } jours dépasse { $limit }
    .remedy = choisissez un horizon plus court avec --horizon
error-forecast-level-out-of-range = { $level } n'est pas un niveau entre 0 et 100
    .remedy = choisissez par exemple 80 ou 95
error-forecast-likelihood-undefined = la vraisemblance ne peut pas être calculée pour cette série
    .remedy = vérifiez les montants des ventes
error-forecast-internal = le modèle ne peut pas être calculé ({ $reason })
    .remedy = choisissez un autre modèle avec --model

error-input = la donnée « { $value } » n'est pas valable pour « { $name } »
    .remedy = dates AAAA-MM-JJ, nombres entiers, noms comme dans la documentation
error-not-found = il n'y a rien à cette adresse
    .remedy = les adresses de l'API commencent par /api/v1
error-foreign-origin = cette demande vient d'une autre page web
    .remedy = envoyez-la depuis le tableau de bord ou un programme
error-listen = l'adresse { $address } ne peut pas être ouverte ({ $reason })
    .remedy = un autre programme l'utilise peut-être : choisissez-en une autre avec --listen
error-listen-syntax = « { $address } » n'est pas une adresse
    .remedy = écrivez par exemple 127.0.0.1:5000
error-token-needed = au-delà de cette machine ({ $address }), le service de base de données demande un jeton
    .remedy = donnez COMPTOIR_DB_TOKEN (par exemple le résultat de « openssl rand -hex 32 ») aux deux services, ou créez un jeton avec « comptoir db token create »
error-secret-file = le fichier { $path } de { $name } ne peut pas être lu ({ $reason })
    .remedy = vérifiez son chemin et ses droits
error-demo-exists = { $path } existe déjà
    .remedy = la démonstration ne touche jamais une base existante : choisissez un autre --db, ou aucun
error-tls = le certificat { $path } ne peut pas être utilisé ({ $reason })
    .remedy = donnez un certificat et sa clé au format PEM avec --tls-cert et --tls-key
error-backup-exists = { $path } existe déjà
    .remedy = choisissez un autre nom : une copie n'écrase rien
error-db-not-there = il n'y a pas de base à { $path }
    .remedy = choisissez le fichier avec --db
error-db-damaged = { $path } a { $count } défauts, dont : { $first }
    .remedy = remettez une copie saine avec « comptoir db restore »
error-no-such-token = il n'y a pas de jeton { $id }
    .remedy = « comptoir db token list » donne leurs numéros
error-db-is-remote = le service de base de données travaille sur un fichier, pas sur { $url }
    .remedy = donnez un chemin à --db
error-demo-remote = la démonstration travaille sur une base à elle, pas sur { $url }
    .remedy = lancez « comptoir demo » sans --db
error-usage = la commande n'a pas été comprise ({ $reason })
    .remedy = lisez l'aide : comptoir --help
error-usage-value = « { $value } » ne convient pas à { $argument }
    .remedy = lisez l'aide de la commande avec --help
error-usage-unknown = l'option { $argument } n'existe pas ici
    .remedy = lisez l'aide de la commande avec --help
error-usage-command = la commande { $argument } n'existe pas
    .remedy = lisez la liste des commandes : comptoir --help
error-usage-missing = il manque { $argument }
    .remedy = lisez l'aide de la commande avec --help
error-usage-twice = { $argument } ne peut pas être donné ainsi
    .remedy = lisez l'aide de la commande avec --help
error-unexpected = { $reason }
    .remedy = réessayez ; si cela persiste, signalez-le avec ce message

reject-missing = { $file }, ligne { $line }, colonne « { $column } » : la valeur manque
    .remedy = complétez-la
reject-not-a-number = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » n'est pas un nombre
    .remedy = corrigez-le, ou précisez la marque décimale avec --decimal
reject-not-an-id = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » n'est pas un identifiant (entier positif)
    .remedy = corrigez-le
reject-not-a-date = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » n'est pas une date qui existe
    .remedy = corrigez-la (AAAA-MM-JJ ou JJ/MM/AAAA), ou précisez l'ordre avec --date-order
reject-negative-price = { $file }, ligne { $line }, colonne « { $column } » : le prix « { $value } » est négatif
    .remedy = corrigez-le ; une remise ou un retour se note dans les ventes
reject-unknown-product = { $file }, ligne { $line }, colonne « { $column } » : le produit « { $value } » est inconnu
    .remedy = importez d'abord le fichier des produits
reject-not-a-month = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » n'est pas un mois
    .remedy = écrivez AAAA-MM, MM/AAAA ou nov. 2023
reject-unknown-region = { $file }, ligne { $line }, colonne « { $column } » : la région « { $value } » est inconnue
    .remedy = écrivez le nom officiel d'une région
reject-unknown-store = { $file }, ligne { $line }, colonne « { $column } » : le magasin « { $value } » est inconnu
    .remedy = importez d'abord le fichier des magasins
reject-no-price = { $file }, ligne { $line } : ni montant ni prix pour le produit « { $value } »
    .remedy = ajoutez un montant à la ligne ou un prix au produit
reject-too-many-values = { $file }, ligne { $line } : plus de valeurs que les { $columns } colonnes ; la première en trop est « { $value } »
    .remedy = entourez de guillemets les valeurs qui contiennent le séparateur
reject-twice = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » est déjà à la ligne { $first } avec un autre contenu
    .remedy = donnez à chaque ligne son identifiant

error-import-line-too-long = { $file }, ligne { $line } : plus de { $limit } Kio sans fin de ligne
    .remedy = cherchez à partir de cette ligne un guillemet qui n'est jamais refermé
error-import-too-many-columns = { $file }, ligne { $line } : plus de { $limit } colonnes
    .remedy = exportez un tableau avec une ligne par vente
error-import-stopped = la lecture s'est arrêtée
    .remedy = recommencez l'import
error-rejects-file = les lignes refusées de { $file } ne peuvent pas être gardées ({ $reason })
    .remedy = choisissez un autre fichier avec --rejects ; les bonnes lignes sont importées
error-no-such-import = il n'y a pas d'import { $id }
    .remedy = voyez les numéros avec comptoir imports
reject-conflict-marker = { $file }, ligne { $line } : « { $value } » est la marque d'un conflit de versions, pas une donnée
    .remedy = ouvrez le fichier, gardez l'une des deux versions entre ces marques, puis réimportez-le
reject-cut-off = { $file }, ligne { $line } : le fichier s'arrête au milieu de cette ligne
    .remedy = exportez le fichier à nouveau, il est incomplet
reject-other-currency = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » est dans une autre devise que celle de la base
    .remedy = une base a une seule devise : importez ces lignes dans une autre avec --db

error-moved = la base a changé pendant la lecture du fichier
    .remedy = recommencez l'import
error-store-clash = ligne { $line } : « { $key } » est déjà dans ce fichier avec un autre contenu ; rien n'est importé
    .remedy = donnez à chaque ligne son identifiant, ou laissez ces lignes de côté avec --on-error reject
error-store-no-such-reference = { $table }, colonne { $column } : { $value } ne désigne rien
    .remedy = importez d'abord les produits et les magasins
error-store-other-currency = ces montants sont en { $found }, ceux de la base en { $kept }
    .remedy = une base a une seule devise : importez ce fichier dans une autre avec --db
error-store-undone-before = l'import { $id } est déjà annulé
    .remedy = voyez les imports avec comptoir imports
error-store-depended-on = l'import { $id } ne peut pas être annulé, d'autres données en dépendent : { $dependents }
    .remedy = annulez d'abord les imports nommés ; ce qui a été changé en SQL doit l'être à la main
