# Ce qui n'a pas marché, et ce qui aide.

error-import-not-found = { $file } n’existe pas
    .remedy = vérifiez le chemin ; « - » lit l’entrée standard
error-import-unreadable = { $file } ne peut pas être lu ({ store-cause })
    .remedy = choisissez un fichier que ce programme a le droit de lire
error-import-disk-full = la lecture de { $file } s’arrête : il n’y a plus de place dans { $folder } ; rien n’est importé
    .remedy = libérez de la place, ou nommez un autre dossier temporaire par la variable TMPDIR, puis recommencez
error-import-no-temporary-file = { $file } ne peut pas être lu : aucun fichier temporaire ne peut être créé dans { $folder } ({ store-cause }) ; rien n’est importé
    .remedy = donnez à ce programme le droit d’écrire dans ce dossier, ou nommez-en un autre par la variable TMPDIR, puis recommencez
error-import-unreachable = { $file } ne répond pas ({ store-cause })
    .remedy = vérifiez l’adresse et la connexion, ou téléchargez le fichier et importez-le
error-import-private-address = { $file } mène à un réseau privé
    .remedy = lancez le service avec --allow-private-urls si cette adresse est de confiance
error-import-timed-out = { $file } n’a pas répondu en { $seconds } s
    .remedy = réessayez plus tard, ou téléchargez le fichier et importez-le
error-import-http-status = { $file } répond par l’erreur { $status }
    .remedy = ouvrez l’adresse dans un navigateur : elle doit donner le fichier sans connexion à un compte
error-import-too-large = { $file } dépasse { $limit } Mio
    .remedy = découpez le fichier, par mois par exemple
error-import-takes-too-much = { $file } demande trop de mémoire pour être lu tel quel
    .remedy = découpez-le, par mois par exemple, ou exportez-le à plat, en CSV
error-import-too-many-different = { $file } contient { $what ->
        [products] plus de produits nouveaux
        [stores] plus de magasins différents
        [words] plus de mots différents qui disent ce que sont les lignes
       *[orders] plus de commandes avec une remise globale
    } qu’on ne peut en lire en une fois
    .remedy = { $what ->
        [products] vérifiez quelle colonne nomme les produits : elle change à presque chaque ligne ; si ce sont bien des produits, importez le fichier en plusieurs parties
        [stores] vérifiez quelles colonnes nomment les magasins et leurs villes : elles changent à presque chaque ligne ; si ce sont bien des magasins, importez le fichier en plusieurs parties
        [words] vérifiez les colonnes des types, des états et des produits : l’une d’elles change à presque chaque ligne
       *[orders] importez le fichier en plusieurs parties, par mois par exemple
    }
error-import-workbook-too-large = { $file } est un classeur trop volumineux pour être lu
    .remedy = enregistrez-le en CSV, ou découpez-le, par mois par exemple
error-import-web-page = { $file } est une page web, pas un fichier de données
    .remedy = utilisez l’adresse de téléchargement du fichier CSV ou JSON lui-même
error-import-unknown-format = { $file } est au format { $format }, qui n’est pas lu
    .remedy = exportez le fichier en CSV, JSON ou XLSX
error-import-damaged = { $file } { $reason ->
        [other-columns] ne peut pas être lu : ses parties n’ont pas toutes les mêmes colonnes
       *[other] n’est pas un fichier { $format } lisible : il est abîmé, incomplet ou protégé par un mot de passe
    }
    .remedy = enregistrez-le à nouveau, sans mot de passe, ou exportez-le en CSV
error-import-several-files = { $file } contient { $count } fichiers ({ $files })
    .remedy = décompressez-le, puis importez les fichiers que vous voulez
error-import-no-files = { $file } ne désigne aucun fichier de données
    .remedy = vérifiez le dossier ou le motif : CSV, JSON, XLSX, XLS, ODS, zip ou gzip
error-import-empty = { $file } ne contient aucune ligne de données
    .remedy = vérifiez que l’export a abouti
error-import-malformed = { $file }, ligne { $line } : le fichier est abîmé ou tronqué ({ $reason ->
        [cut-off] il s’arrête au milieu d’une valeur
        [not-text] ce n’est pas du texte en UTF-8
        [not-an-object] il faut ici un objet, avec une valeur par colonne
       *[not-json] à partir d’ici, ce n’est plus du JSON
    })
    .remedy = refaites l’export, ou corrigez cette ligne
error-import-unknown-table = { $file } : ces colonnes ne sont ni celles de produits, ni de magasins, ni de ventes : { $columns }
    .remedy = dites ce que le fichier contient avec --table products, stores, sales ou targets, et les colonnes avec --map CHAMP=COLONNE
    .remedy-on-page = choisissez ce que le fichier contient et donnez un rôle à chaque colonne
error-import-missing-column = { $file } : aucune colonne reconnue pour « { $field } » (table { $table }). Colonnes : { $columns }
    .remedy = { $flags ->
        [none] aucune autre colonne du fichier ne semble convenir : refaites l’export avec elle, ou nommez la colonne avec --map { $first }=COLONNE
       *[other] si ce sont ces colonnes, ajoutez : { $flags }
    }{ $instead ->
        [none] {""}
       *[other] {" ; "}si le fichier est une table { $instead }, ajoutez --table { $instead }
    }
    .remedy-on-page = donnez ce rôle à la colonne qui convient
error-import-unexplained-columns = { $file } ressemble à une table { $table }, mais { $columns } contient des montants : est-ce un fichier de ventes ?
    .remedy = si c’est bien une table { $table }, ajoutez --table { $table } ; sinon, ajoutez --table sales
    .remedy-on-page = choisissez ce que le fichier contient
error-import-ambiguous-amount = { $file } : rien ne dit si { $columns } donne le montant de chaque ligne
    .remedy = ajoutez l’une de ces réponses : { $choices }
    .remedy-on-page = donnez le rôle du montant à la bonne colonne, ou n’utilisez pas celles qui ne le donnent pas
error-import-ambiguous-price = { $file } : { $columns } sont deux prix ; rien ne dit lequel a été payé
    .remedy = ajoutez l’une de ces réponses : { $choices }
    .remedy-on-page = donnez le rôle du prix à la bonne colonne
error-import-amount-of-one = { $file } : « { $columns } » est le même quelle que soit la quantité : prix d’une pièce, ou montant de la ligne ?
    .remedy = ajoutez l’une de ces réponses : { $choices }
    .remedy-on-page = donnez à cette colonne le rôle du prix ou celui du montant
error-import-amount-or-pieces = { $file } : « { $columns } » peut compter des pièces ou des montants
    .remedy = ajoutez l’une de ces réponses : { $choices }
    .remedy-on-page = donnez à cette colonne le rôle du montant ou celui de la quantité
error-import-ambiguous-discount = { $file } : rien ne dit si « { $columns } » est un montant ou un pourcentage
    .remedy = ajoutez l’une de ces réponses (montant, pourcentage, ou remise déjà comprise dans le prix) : { $choices }
    .remedy-on-page = donnez à cette colonne le rôle de la remise ou celui du taux de remise, ou ne l’utilisez pas si le prix la comprend déjà
error-import-discount-beside-amount = { $file } : le montant de chaque ligne est quantité × prix, bien qu’il y ait une remise ({ $columns })
    .remedy = ajoutez l’une de ces réponses (remise déjà comprise, ou encore à déduire) : { $choices }
    .remedy-on-page = n’utilisez pas la remise si le montant la comprend déjà ; sinon, n’utilisez pas le montant
error-import-order-discount = { $file } : « { $columns } » est une remise sur toute la commande, et rien ne montre si elle reste à déduire de ses lignes
    .remedy = répartissez-la entre les lignes de la commande, ou importez avant cette remise : { $choices }
    .remedy-on-page = répartissez-la entre les lignes (« Remise de la commande »), ou n’utilisez pas cette colonne : le CA est alors avant cette remise
error-import-before-tax-beside-taxed = { $file } : « { $columns } » est hors taxes, et les ventes déjà enregistrées sont TTC : les deux ne s’additionnent pas
    .remedy = exportez les montants TTC ; pour les additionner tels quels : { $choices }
    .remedy-on-page = exportez les montants TTC ; pour les additionner tels quels, choisissez cette colonne (« Montant HT »)
error-import-with-tax-beside-untaxed = { $file } : « { $columns } » est TTC, et les ventes déjà enregistrées sont hors taxes : les deux ne s’additionnent pas
    .remedy = exportez les montants hors taxes ; pour les additionner tels quels : { $choices }
    .remedy-on-page = exportez les montants hors taxes ; pour les additionner tels quels, choisissez cette colonne (« Montant »)
error-import-other-scale = { $file } : les montants de « { $columns } » sont en moyenne cent ou mille fois ceux déjà enregistrés de cette caisse, ou une aussi petite partie : ils sont peut-être en centimes, ou ne le sont plus
    .remedy = s’ils sont en centimes, dites-le dans leur en-tête (« { $columns } (centimes) ») ; s’ils sont justes tels quels : { $choices }
    .remedy-on-page = s’ils sont en centimes, dites-le dans leur en-tête (« { $columns } (centimes) ») ; s’ils sont justes tels quels, choisissez cette colonne
error-import-no-such-column = { $file } n’a pas de colonne « { $column } ». Colonnes : { $columns }
    .remedy = corrigez --map
    .remedy-on-page = choisissez parmi ces colonnes
error-import-mixed-currencies = { $file } : des montants sont en { $found }, d’autres en { $other }
    .remedy = dites la devise de la base : --currency { $found } ou --currency { $other } ; les lignes dans une autre devise seront refusées
    .remedy-on-page = dites la devise de la base ; les lignes dans une autre devise seront refusées
error-import-other-book = { $file } semble contenir { $book ->
        [purchases] des achats
        [wages] des salaires
        [expenses] des dépenses
        [assets] des immobilisations
        [bank] un relevé de banque
        [plans] un budget ou des prévisions
       *[stock] un stock
    }, et non des ventes (« { $evidence } »)
    .remedy = si ce sont bien des ventes, dites-le : { $flags } ; sinon, n’importez pas ce fichier
    .remedy-on-page = si ce sont bien des ventes, dites-le en donnant son rôle à la colonne « { $column } » ; sinon, n’importez pas ce fichier
error-import-mixed-tax = { $file }, colonne « { $column } » : des montants sont hors taxes, d’autres toutes taxes comprises ({ $words })
    .remedy = exportez-les tous HT ou tous TTC ; pour les additionner tels quels : --ignore "{ $column }"
    .remedy-on-page = exportez-les tous HT ou tous TTC ; pour les additionner tels quels, n’utilisez pas cette colonne
error-import-ambiguous-dates = { $file }, colonne « { $column } » : « { $value } » peut désigner plusieurs jours
    .remedy = précisez l’ordre avec --date-order : dmy (jour/mois/année), mdy (mois/jour/année), ymd (année/mois/jour) ou ydm (année/jour/mois, ou jours et mois inversés par un tableur)
    .remedy-on-page = choisissez l’ordre : jour/mois/année, mois/jour/année, année/mois/jour, ou jours et mois inversés
error-import-cut-numbers = { $file }, colonne « { $column } » : « { $value } » est un seul nombre, que les virgules entre les valeurs coupent en deux
    .remedy = exportez le fichier avec des points-virgules entre les valeurs, ou avec des guillemets autour d’elles
error-import-not-dates = { $file }, colonne « { $column } » : la plupart des valeurs ne sont pas des dates, comme « { $value } »
    .remedy = indiquez la colonne des dates : --map date=COLONNE
    .remedy-on-page = choisissez la colonne des dates
error-import-not-numbers = { $file }, colonne « { $column } » : « { $value } » n’est pas un nombre, et ce n’est pas la seule valeur ainsi
    .remedy = corrigez-les, ou indiquez la colonne des montants : --map amount=COLONNE
    .remedy-on-page = corrigez-les, ou choisissez la colonne des montants
error-import-nested = { $file }, colonne « { $column } » : elle contient elle-même des tableaux, des lignes dans une ligne
    .remedy = exportez-le à plat, une ligne par vente
error-import-periods = { $file }, colonne « { $column } » : « { $value } » est une période, pas un jour
    .remedy = exportez les ventes jour par jour
error-import-days-of-periods = { $file }, colonne « { $column } » : des dates comme « { $value } » semblent désigner des mois ou des semaines entiers
    .remedy = exportez les ventes jour par jour ; si ce sont bien les jours de vente : --map date="{ $column }"
    .remedy-on-page = exportez les ventes jour par jour ; si ce sont bien les jours de vente, choisissez cette colonne comme date
error-import-several-dates = { $file } : plusieurs colonnes peuvent être le jour de la vente ({ $columns }), et elles diffèrent
    .remedy = donnez un autre nom aux colonnes qui portent le même, puis précisez : --map date=COLONNE
    .remedy-on-page = donnez un autre nom aux colonnes qui portent le même, puis choisissez la date
error-import-no-amounts = { $file }, colonne « { $column } » : il n’y a aucun montant
    .remedy = si ce sont des formules, ouvrez le fichier dans un tableur et enregistrez-le, ou indiquez une autre colonne : --map amount=COLONNE
    .remedy-on-page = si ce sont des formules, ouvrez le fichier dans un tableur et enregistrez-le, ou choisissez une autre colonne
error-import-ambiguous-numbers = { $file }, colonne « { $column } » : « { $value } » se lit de deux façons
    .remedy = précisez la marque décimale : --decimal comma (1.234,56) ou --decimal point (1,234.56)
    .remedy-on-page = choisissez la marque décimale : virgule (1.234,56) ou point (1,234.56)
error-import-rejected = { $file } : { $count ->
    [one] { $count } ligne refusée, la ligne { $line }
   *[other] { $count } lignes refusées, la première est la ligne { $line }
  } ; rien n’est importé
    .remedy = corrigez ces lignes, ou importez les bonnes avec --on-error reject
    .remedy-on-page = corrigez ces lignes, puis envoyez le fichier à nouveau
error-import-unclear-lines = { $file } : que sont ces lignes : { $words } ?
    .remedy = dites-le pour chaque mot, avec --kind ou --state 'MOT=sale|return|discount|aside' (vente, retour, remise, mise de côté) ; par exemple { $answers }
    .remedy-on-page = dites pour chacun s’il s’agit de ventes, de retours, de remises, ou de lignes à laisser de côté
error-import-rounded-codes = { $file }, colonne « { $column } » : un tableur a arrondi les codes, par exemple « { $value } » ; les produits ne s’y distinguent plus
    .remedy = refaites l’export et importez-le sans l’ouvrir dans un tableur ; ou, si les noms des produits suffisent, ajoutez --ignore "{ $column }"
    .remedy-on-page = refaites l’export et importez-le sans l’ouvrir dans un tableur ; ou, si les noms des produits suffisent, n’utilisez pas cette colonne
error-import-unknown-stores = { $file }, colonne « { $column } » : aucun de ces magasins n’est connu : { $values }
    .remedy = importez d’abord le fichier des magasins ; ou, pour les appeler par ces références, ajoutez { $flags }
    .remedy-on-page = importez d’abord le fichier des magasins, ou appelez-les par ces références
error-import-unknown-products = { $file }, colonne « { $column } » : aucun de ces produits n’est connu : { $values }
    .remedy = { $flags ->
        [none] importez d’abord le fichier des produits, avec leurs prix
       *[other] importez d’abord le fichier des produits ; ou, pour les appeler par ces références, ajoutez { $flags }
    }
    .remedy-on-page = importez d’abord le fichier des produits
error-import-moved-store = { $file } : { $store } compte dans « { $home } », et { $count } lignes du { $first } au { $last } disent « { $other } »
    .remedy = s’il a déménagé, importez d’abord un fichier des magasins avec son nouvel endroit et --moved-stores { $first } ; s’il est toujours dans « { $home } », ajoutez --moved-stores past (retenu pour ces colonnes)
    .remedy-on-page = s’il a déménagé, importez d’abord un fichier des magasins avec son nouvel endroit et le jour du déménagement
error-import-no-store-named = { $file }, colonne « { $column } » : aucune ligne ne dit son magasin
    .remedy = complétez la colonne ; ou, si tout est d’un seul magasin, ajoutez { $flags }
    .remedy-on-page = complétez la colonne dans le fichier, ou ne l’utilisez pas si tout est d’un seul magasin
error-import-no-product-named = { $file }, colonne « { $column } » : aucune ligne ne dit son produit
    .remedy = complétez la colonne ; ou, pour compter ces montants sans produit, ajoutez { $flags }
    .remedy-on-page = complétez la colonne dans le fichier, ou ne l’utilisez pas pour compter ces montants sans produit
error-import-pasted-twice = { $file } : les lignes à partir de la ligne { $line } sont de nouveau celles à partir de la ligne { $before }, jour après jour : le fichier semble réunir des exports qui partagent des jours
    .remedy = refaites l’export, ou retirez ce qui vient deux fois ; si ce sont d’autres ventes : --state 'lignes en double=sale'
    .remedy-on-page = refaites l’export, ou retirez ce qui vient deux fois
error-import-days-out-of-order = { $file }, colonne « { $column } », ligne { $line } : { $value ->
    [none] la première ligne n’a pas de date
   *[other] « { $value } » ne suit pas la date qui précède
  }
    .remedy = une date ne vaut pour les lignes du dessous que si les jours se suivent : refaites l’export dans l’ordre des jours, ou écrivez la date sur chaque ligne
error-import-states-out-of-order = { $file }, colonne « { $column } », ligne { $line } : l’état d’un ticket n’est que sur l’une de ses lignes, et cette ligne n’est pas à sa place
    .remedy = un état ne vaut pour les autres lignes d’un ticket que s’il est sur la première : refaites l’export dans l’ordre des tickets, ou écrivez l’état sur chaque ligne
error-import-debits-and-credits = { $file } a des débits et des crédits ({ $columns }), et aucun compte de ventes (70…) ne dit lesquels sont des ventes
    .remedy = { $flags ->
        [none] un relevé de banque n’est pas un fichier de ventes : exportez celles de la caisse ou de la boutique, ou un journal avec ses numéros de compte
       *[other] si les crédits sont des ventes et les débits des retours, ajoutez { $flags } ; sinon, exportez un journal avec ses numéros de compte
    }
    .remedy-on-page = si les crédits sont des ventes et les débits des retours, donnez-leur ces rôles ; un relevé de banque n’est pas un fichier de ventes
error-import-side-by-side = { $about ->
        [months] { $file } : chaque mois a sa colonne ({ $columns }), et aucun jour n’est connu
        [amount] { $file } : rien ne montre si { $columns } sont des parts des ventes à côté du montant de chaque ligne
       *[other] { $file } : le chiffre d’affaires est réparti entre plusieurs colonnes ({ $columns }), et rien ne dit ce que sont ces groupes
    }
    .remedy = { $about ->
        [none] exportez à nouveau avec une ligne par groupe et une colonne qui le nomme (magasin, canal), ou avec le total de chaque ligne ; une seule de ces colonnes ne serait qu’une partie des ventes
        [months] exportez les ventes jour par jour ; pour compter chaque mois à son dernier jour, ajoutez { $choices }
        [amount] si ces colonnes ne sont pas des ventes à part, ajoutez { $choices } ; sinon exportez à nouveau avec une ligne par groupe
       *[other] dites si ce sont des magasins, des produits, ou des parts des ventes d’un même magasin (heures, moyens de paiement) : { $choices }
    }
    .remedy-on-page = { $choices ->
        [none] exportez à nouveau avec une ligne par groupe, ou avec le total de chaque ligne ; une seule de ces colonnes ne serait qu’une partie des ventes
       *[other] dites ce que sont ces colonnes ; une seule ne serait qu’une partie des ventes
    }
error-import-side-by-side-total = { $file }, ligne { $line } : « { $column } » indique { $value }, et les colonnes voisines n’arrivent pas à ce total
    .remedy = corrigez la ligne ou complétez l’export ; pour laisser ces totaux de côté, ajoutez --ignore avec le nom de leur colonne
    .remedy-on-page = corrigez la ligne ou complétez l’export
error-import-periods-in-header = { $file } : chaque date ou mois a sa colonne ({ $columns }), comme dans un tableau croisé
    .remedy = importez les lignes dont ce tableau est fait, ou refaites l’export avec une ligne par date ou par mois et une colonne de dates
error-import-missing-dates = { $file }, colonne « { $column } » : { $count ->
    [one] { $count } ligne sans date
   *[other] { $count } lignes sans date
  }
    .remedy = si la date n’est écrite que sur la première ligne de chaque jour, et que les lignes sont dans cet ordre, ajoutez --dates-once ; sinon complétez-la
    .remedy-on-page = si la date n’est écrite que sur la première ligne de chaque jour, et que les lignes sont dans cet ordre, dites-le ; sinon complétez-la
error-import-second-table = { $file }, ligne { $line } : un second tableau de ventes commence ({ $columns })
    .remedy = mettez-le dans un fichier à lui, puis importez les deux
error-import-several-tables = { $file } contient { $count } tableaux : { $tables }
    .remedy = gardez celui des ventes dans un fichier à lui, puis importez-le
error-import-hidden-sheets = les données de { $file } semblent être dans { $count ->
    [one] une feuille masquée
   *[other] des feuilles masquées
  } : { $sheets }
    .remedy = affichez la feuille des ventes dans votre tableur, ou gardez-la dans un fichier à elle, puis importez-le
error-import-shared-days = { $file } et { $other } ont tous deux des ventes du { $day }, sans numéro qui les distingue
    .remedy = si ce sont deux caisses, importez chaque fichier à part avec --source NOM ; si c’est la même, ajoutez --same-till : leurs lignes communes ne compteront qu’une fois
    .remedy-on-page = si ce sont deux caisses, importez-les l’une après l’autre en donnant un nom à chacune

# Why a file, a disk, a service or a capacity fails; other words are those of the system.
store-cause = { $reason ->
    [silent] il est bien là, mais ne répond plus depuis quelques secondes
    [connection-refused] rien n’écoute à cette adresse
    [broken-off] la connexion a été coupée
    [timed-out] le délai est dépassé
    [unknown-host] cette machine est introuvable
    [no-route] le réseau n’y mène pas
    [tls] la connexion chiffrée a échoué : certificat refusé, ou service sans chiffrement
    [cancelled] la demande a été annulée
    [incomplete] la réponse s’arrête avant la fin
    [permission-denied] les droits manquent
    [not-found] ce fichier ou ce dossier n’existe pas
    [is-a-folder] c’est un dossier
    [not-a-folder] son dossier est un fichier
    [invalid-path] ce chemin n’est pas possible
    [already-there] il existe déjà
    [address-taken] un autre programme y écoute déjà
    [read-only-disk] le disque est en lecture seule
    [disk-full] le disque est plein
    [too-large] le fichier dépasserait la taille permise par le système
    [disk-failed] le disque ne peut pas lire ou écrire
    [too-many-files] trop de fichiers sont ouverts
    [no-memory] la mémoire manque
    [is-a-device] c’est un périphérique, pas un fichier
    [nobody-writes] c’est un tube dans lequel aucun programme n’écrit
    [nobody-reads] c’est un tube, pas un fichier
    [not-text] ce n’est pas du texte en UTF-8
    [cannot-open] il ne peut pas être ouvert
    [not-a-database] ce n’est pas une base
    [another-owner] il appartient à un autre utilisateur que la base
    [malformed] son contenu se contredit
    [not-authorized] elle touche à ce qui est protégé
    [many-requests] trop de demandes sont en cours
    [many-waiting] trop de demandes attendent
    [many-writers] trop d’écritures attendent
    [large-answers] de grandes réponses sont en cours
    [large-requests] de grandes demandes sont en cours
    [many-sent] trop de fichiers sont en cours d’envoi
    [many-read] trop de fichiers sont en cours de lecture
    [many-transactions] trop de transactions sont ouvertes
    [token-needed] il faut un jeton valable
    [no-token-left] la base est protégée, et plus aucun jeton ne l’ouvre
    [service-failed] la cause est dans ses messages
    [much-stored] trop de SQL est gardé en réserve
   *[other] en anglais : « { $reason } »
}
error-store-open = la base { $path } ne peut pas être ouverte ({ store-cause })
    .remedy = vérifiez le chemin et les droits, ou choisissez un autre fichier avec --db
error-store-not-a-database = { $path } n’est pas une base SQLite
    .remedy = choisissez un autre fichier avec --db ; celui-ci n’a pas été modifié
error-store-empty-file = le fichier { $path } est vide : il ne contient pas, ou plus, de base ; rien n’a été modifié
    .remedy = s’il contenait une base, remettez une copie avec « comptoir db restore » ; sinon, supprimez-le : une base neuve est créée là où il n’y a pas de fichier
error-store-log-alone = le fichier { $path } n’est plus là, mais son journal { $path }-wal y est encore, avec des modifications ; rien n’a été modifié
    .remedy = remettez la base à côté de son journal, ou une copie avec « comptoir db restore » ; pour une base neuve, déplacez d’abord ce journal
error-store-too-new = la base vient d’une version plus récente de Comptoir (schéma { $found }, connu : { $known })
    .remedy = mettez Comptoir à jour
error-store-busy = la base est occupée : un autre client ou programme y écrit
    .remedy = attendez qu’il ait fini, puis recommencez ; rien n’a été modifié
error-store-outdated = les données ont changé depuis que cette transaction les a lues : elle ne peut plus écrire
    .remedy = annulez-la et recommencez, avec BEGIN IMMEDIATE si elle doit écrire
error-store-no-statement = le texte ne contient aucune instruction SQL
    .remedy = écrivez-en une, par exemple SELECT * FROM sales LIMIT 10
error-store-many-statements = le texte contient plusieurs instructions SQL
    .remedy = envoyez une seule instruction à la fois
error-store-statement-too-long = l’instruction SQL dépasse { $limit } octets
    .remedy = raccourcissez-la : passez les valeurs en paramètres, ou découpez-la en plusieurs instructions
error-store-value-too-large = la requête produit une valeur ou une ligne de plus de { $limit } octets
    .remedy = réduisez-la, ou demandez moins de colonnes
error-store-request-too-large = le service de base de données n’accepte pas de demande de plus de { $limit } octets
    .remedy = envoyez moins à la fois : découpez le fichier ou la demande
error-store-disk-failed = le disque de la base ne peut pas être lu ou écrit ({ store-cause })
    .remedy = vérifiez le disque et son branchement, puis examinez la base avec « comptoir db check »
error-store-out-of-memory = la requête demande plus de mémoire que la base ne peut en utiliser
    .remedy = restreignez-la à une période, ou triez et groupez moins de lignes
error-store-sql = SQL refusé : { $problem ->
    [no-such-table] la table « { $name } » n’existe pas
    [no-such-column] la colonne « { $name } » n’existe pas
    [no-such-function] la fonction « { $name } » n’existe pas
    [ambiguous-column] plusieurs tables ont une colonne « { $name } » ; dites de laquelle il s’agit
    [syntax] erreur de syntaxe près de « { $name } »
    [incomplete] la requête n’est pas terminée
    [unique] { $name } a déjà cette valeur dans une autre ligne
    [not-null] { $name } ne peut pas rester vide
    [foreign-key] des lignes se rapporteraient à d’autres qui n’existent pas
    [check] une valeur n’est pas permise par la table ({ $name })
    [token] « { $name } » n’est pas du SQL, ou une apostrophe n’est pas refermée
    [argument-count] la fonction « { $name } » n’a pas le bon nombre d’arguments
    [aggregate] « { $name } » réunit plusieurs lignes, et ne peut pas être à cet endroit
    [overflow] un nombre entier dépasse ce que SQLite peut compter
    [json] un texte n’est pas du JSON
   *[other] SQLite dit, en anglais, « { $reason } »
  }
    .remedy = corrigez la requête ou ses valeurs
error-store-arguments = { $problem ->
    [no-value] le paramètre { $name } n’a pas de valeur
    [no-certificate] le fichier de COMPTOIR_DB_CA ne contient aucun certificat
   *[other] les arguments ne conviennent pas (en anglais : « { $reason } »)
  }
    .remedy = { $problem ->
        [no-certificate] donnez le certificat de l’autorité qui a signé celui du service, au format PEM
       *[other] donnez une valeur à chaque paramètre de la requête
    }
error-store-not-allowed = cette instruction n’est pas permise ici ({ store-cause })
    .remedy = restez dans les tables de cette base : ni autre fichier, ni réglage, ni jeton
error-store-file-read-only = le fichier { $path } ne peut pas être modifié : lui-même, son dossier ou son disque est en lecture seule
    .remedy = donnez-vous le droit d’écrire dans ce fichier et son dossier, vérifiez pourquoi le disque est en lecture seule (un disque défaillant le devient), ou choisissez un autre fichier avec --db
error-store-disk-full = le disque est plein{ $free ->
        [unknown] { "" }
       *[other] {" "}: il y reste { $free } Mo, ce qui ne suffit pas
    } ; rien n’a été modifié
    .remedy = libérez de la place, puis recommencez
error-store-other-program = { $path } est la base SQLite d’un autre programme (tables : { $tables }) ; elle n’a pas été modifiée
    .remedy = choisissez un autre fichier avec --db
error-store-truncated = il manque la fin du fichier { $path } : il a { $size } octets au lieu de { $expected }
    .remedy = remettez une copie avec « comptoir db restore » ; aucun chiffre n’est montré d’un fichier incomplet
error-store-file-gone = le fichier { $path } n’est plus là : il a été supprimé ou déplacé
    .remedy = remettez-le à sa place, ou arrêtez le service puis remettez une copie avec « comptoir db restore »
error-store-file-replaced = le fichier { $path } n’est plus celui qui a été ouvert
    .remedy = redémarrez le service pour qu’il travaille sur le nouveau fichier
error-store-secrets = le fichier des jetons { $path } ne peut pas être utilisé ({ store-cause })
    .remedy = remettez-le en état, ou mettez-le de côté et créez des jetons avec « comptoir db token create » ; d’ici là, la base reste fermée
error-store-damaged = la base est abîmée ({ store-cause })
    .remedy = examinez-la avec « comptoir db check », ou remettez une copie avec « comptoir db restore »
error-store-too-large = la réponse dépasse { $limit } octets
    .remedy = restreignez la requête
error-store-mixed-types = la colonne { $column } contient des valeurs de types différents ({ $found } après { $expected })
    .remedy = convertissez-la avec CAST dans la requête
error-store-load = la table { $table } n’a pas pu être remplie (en anglais : « { $reason } »)
    .remedy = corrigez ces lignes ; rien n’a été modifié
error-store-load-value = table { $table }, ligne { $row } de l’envoi, colonne { $column } : « { $value } » n’est pas { $rule ->
        [day] une date AAAA-MM-JJ, de 1970 à 2199
        [month] un mois AAAA-MM
        [number] un nombre, de mille milliards au plus
       *[text] un texte de 16 Kio au plus
    } ; rien n’a été modifié
    .remedy = corrigez cette valeur, puis envoyez de nouveau les lignes
error-store-overloaded = le service de base de données est débordé ({ store-cause })
    .remedy = recommencez dans un instant
error-store-file = le fichier { $path } ne peut pas être utilisé ({ store-cause })
    .remedy = vérifiez le chemin, les droits et la place libre
error-store-internal = quelque chose d’imprévu est arrivé à la base (en anglais : « { $reason } »)
    .remedy = recommencez ; si cela dure, examinez-la avec « comptoir db check »
error-store-read-only = ici, la base ne peut qu’être lue
    .remedy = utilisez une requête SELECT
error-store-too-many-rows = la réponse dépasse { $limit } lignes
    .remedy = ajoutez LIMIT à la requête
error-store-too-slow = la requête a duré plus de { $seconds } s et a été arrêtée
    .remedy = restreignez-la à une période
error-store-unreachable = le service de base de données à { $url } ne répond pas ({ store-cause })
    .remedy = démarrez-le avec « comptoir db serve », ou corrigez --db
error-store-refused = le service à { $url } refuse la demande ({ $status } : { store-cause })
    .remedy = vérifiez que c’est l’adresse d’un « comptoir db serve » de la même version
error-store-refused-token = le service à { $url } ne nous laisse pas entrer ({ $status } : { store-cause })
    .remedy = donnez à COMPTOIR_DB_TOKEN un jeton de ce service ; « comptoir db token create » en crée un
error-store-failed = le service de base de données à { $url } a échoué ({ $status } : { store-cause })
    .remedy = lisez les messages de ce service, qui disent la cause, puis recommencez
error-store-protocol = { $url } ne parle pas le protocole attendu ({ store-cause })
    .remedy = vérifiez que c’est l’adresse d’un « comptoir db serve »

error-no-sales-in-period =
    { $days_asked ->
        [1] aucune donnée le { $first }
       *[other] aucune donnée du { $first } au { $last }
    }
    .remedy = les ventes vont du { $first_known } au { $last_known }
error-too-many-store-days = { $stores } magasins sur { $days } jours : c’est plus que les { $limit } états d’une réponse
    .remedy = demandez une période plus courte, ou moins de magasins
error-nothing-before =
    { $days_asked ->
        [1] aucune vente à comparer avec celles du { $first }
       *[other] aucune vente à comparer avec celles du { $first } au { $last }
    }
    .remedy = les ventes vont du { $first_known } au { $last_known } : choisissez une autre période, ou une autre comparaison
error-little-before = seulement { $comparable } des { $days } jours { $comparable ->
        [1] a
       *[other] ont
    } un jour comparable dans les données
    .remedy = les ventes vont du { $first_known } au { $last_known } : choisissez une autre période, ou une autre comparaison
error-unknown-name = « { $name } » : inconnu ({ $grouping ->
        [product] produit
        [category] catégorie
        [store] magasin
        [city] ville
       *[region] région
    })
    .remedy = voyez les noms avec comptoir analyse --by { $grouping }
    .remedy-on-page = choisissez parmi les noms que la page propose
error-unknown-name-like = « { $name } » : inconnu ({ $grouping ->
        [product] produit
        [category] catégorie
        [store] magasin
        [city] ville
       *[region] région
    })
    .remedy = vouliez-vous dire : { $nearest } ?
error-shared-name = « { $name } » peut désigner { $count } { $grouping ->
        [product] produits
        [category] catégories
        [store] magasins
        [city] villes
       *[region] régions
    }
    .remedy = précisez : { $names }
error-unknown-basis = aucune comparaison ne s’appelle { $name }
    .remedy = previous, n-1, n-1-holidays ou n-1-dates
error-analysis-out-of-range = des montants ou des quantités sont trop grands pour être décomposés
    .remedy = cherchez la ligne avec comptoir sql "select * from sales order by abs(amount) desc limit 5"
    .remedy-on-page = cherchez la ligne sur la page SQL : select * from sales order by abs(amount) desc limit 5
error-period-upside-down = la période finit le { $last }, avant son début le { $first }
    .remedy = échangez les deux dates (from et to)
error-no-sales = il n’y a aucune vente
    .remedy = importez des ventes : comptoir import FICHIER
    .remedy-on-page = importez des ventes sur la page Données
error-sales-invalid-day = une vente a pour jour « { $written } », qui n’en est pas un écrit AAAA-MM-JJ, de 1970 à 2199 : aucun chiffre ne serait complet
    .remedy = trouvez ces ventes avec « comptoir db check », et corrigez-les en SQL : update sales set sale_date = … where sale_date = …
error-unknown-grouping = « { $grouping } » n’est pas un regroupement
    .remedy = choisissez product, category, store, city, region, day, week, month, quarter, year ou weekday
error-not-forecast-by = rien n’est prévu par { $grouping }
    .remedy = choisissez total, product, category, store, city ou region ; semaines et mois sont des sommes de leurs jours
error-forecast-not-for-series = le modèle { $model } ne convient pas à ces ventes
    .remedy = choisissez auto, ou un modèle sans saison ni produits
error-forecast-regressor-not-finite = le nombre { $position } de { $name } n’en est pas un
    .remedy = corrigez les colonnes du calendrier
error-forecast-model-syntax = « { $text } » n’est pas un modèle
    .remedy = écrivez par exemple auto, ets, theta ou 'arima(5,1,0)'
error-forecast-order-too-high = { $part } = { $value } dépasse { $limit }
    .remedy = choisissez un modèle plus petit, par exemple 'arima(5,1,0)'
error-forecast-series-too-short = il n’y a que { $observed } jours de ventes, ce modèle en demande { $needed }
    .remedy = importez un historique plus long, ou choisissez un horizon plus court ou un modèle plus petit, par exemple 'arima(1,1,0)'
error-forecast-value-infinite = la valeur { $position } de la série est infinie
    .remedy = corrigez les montants des ventes
error-forecast-value-too-large = la valeur { $value } (position { $position }) est trop grande
    .remedy = corrigez les montants des ventes
error-forecast-horizon-zero = l’horizon est de zéro jour
    .remedy = choisissez un horizon d’au moins 1 jour
error-forecast-horizon-too-long = l’horizon de { $horizon } jours dépasse { $limit }
    .remedy = choisissez un horizon plus court
error-forecast-level-out-of-range = { $level } n’est pas un niveau entre 0 et 100
    .remedy = choisissez par exemple 80 ou 95
error-forecast-too-large = { $series } séries sur { $days } jours : c’est plus qu’une prévision ne peut en contenir
    .remedy = demandez au plus { $limit } jours, moins d’intervalles, ou un groupement plus large
error-forecast-too-many-levels = { $levels } niveaux d’intervalles : c’est plus que les { $limit } permis
    .remedy = choisissez-en quelques-uns, par exemple 80 et 95
error-forecast-likelihood-undefined = la vraisemblance ne peut pas être calculée pour cette série
    .remedy = vérifiez les montants des ventes
error-forecast-undefined = ce modèle produit des valeurs trop grandes pour être calculées
    .remedy = choisissez un autre modèle, par exemple auto, ou vérifiez les montants des ventes
error-forecast-internal = le modèle ne peut pas être calculé sur ces ventes
    .remedy = choisissez un autre modèle avec --model
    .remedy-on-page = choisissez un autre modèle
error-series-file = le fichier { $path } est illisible ({ store-cause })
    .remedy = donnez un fichier CSV avec un en-tête series_id,ds,y
error-series-file-write = le fichier { $path } ne peut pas être écrit ({ store-cause })
    .remedy = choisissez un autre fichier avec -o
error-manual-write = le manuel ne peut pas être écrit dans { $path } ({ store-cause })
    .remedy = choisissez un dossier où vous pouvez écrire
error-series-file-row = { $path }, ligne { $line } : { $cells } cellules, et l’en-tête en a { $columns }
    .remedy = donnez à chaque ligne autant de cellules qu’à l’en-tête ; mettez entre guillemets les valeurs qui contiennent le séparateur
error-series-file-column = le fichier { $path } n’a pas de colonne { $column } (il a : { $columns })
    .remedy = donnez l’en-tête series_id,ds,y
error-series-file-value = { $path }, ligne { $line }, colonne { $column } : « { $value } » n’est pas valable
    .remedy = donnez un nombre dans y, avec la même marque décimale dans toute la colonne (vide s’il manque), et une date dans ds (ou aucune dans toute la série)
error-series-file-decimal = dans { $path }, « { $value } » se lit autrement selon que la marque décimale est la virgule ou le point
    .remedy = ajoutez --decimal comma ou --decimal point
error-series-file-date-order = dans { $path }, « { $value } » peut être deux jours différents
    .remedy = ajoutez --date-order dmy (jour d’abord) ou --date-order mdy (mois d’abord)
error-series-file-twice = { $path } : la série { $series } a deux valeurs le { $value }
    .remedy = gardez une valeur par date et par série

error-input = { $given ->
        [none] il manque une valeur pour « { $name } »
       *[one] la donnée « { $value } » n’est pas valable pour « { $name } »
    }
    .remedy = dates AAAA-MM-JJ, nombres entiers, noms comme dans la documentation
error-json-incomplete = le document JSON envoyé s’arrête avant la fin
    .remedy = envoyez-le entier
error-json-syntax = ce qui est envoyé n’est pas du JSON (ligne { $line }, colonne { $column })
    .remedy = envoyez un document JSON en UTF-8
error-json-value = une valeur du document JSON n’est pas du type attendu (ligne { $line }, colonne { $column })
    .remedy = comparez avec /api/openapi.json
error-json-unknown-field = le document JSON a un champ « { $name } » qui n’existe pas ici
    .remedy = champs possibles : { $known }
error-json-missing-field = le champ « { $name } » manque dans le document JSON
    .remedy = ajoutez-le ; /api/openapi.json les décrit tous
error-json-duplicate-field = le document JSON a deux fois le champ « { $name } »
    .remedy = gardez-en un seul
error-broken-body = ce qui est envoyé n’est pas arrivé entier, ou le formulaire est mal formé
    .remedy = recommencez l’envoi
error-body-too-large = ce qui est envoyé est trop grand pour cette adresse
    .remedy = envoyez-en moins à la fois
error-unknown-parameter = le paramètre « { $name } » n’existe pas ici
    .remedy = paramètres de cette adresse : { $known }
error-unknown-parameter-like = le paramètre « { $name } » n’existe pas ici
    .remedy = vouliez-vous dire « { $nearest } » ?
error-repeated-parameter = le paramètre « { $name } » est donné plusieurs fois
    .remedy = donnez-le une seule fois
error-unreadable-request = une partie de cette adresse, ou ce qui est envoyé, ne peut pas être lue
    .remedy = numéros entiers, texte en UTF-8, contenu envoyé en entier
error-not-found = il n’y a rien à cette adresse
    .remedy = les adresses de l’API commencent par /api/v1
error-method-not-allowed = cette adresse ne connaît pas cette méthode
    .remedy = prenez l’une de celles que nomme l’en-tête Allow de cette réponse
error-foreign-origin = cette demande vient d’une autre page web
    .remedy = envoyez-la depuis le tableau de bord ou un programme
error-foreign-host = sans mot de passe, le service ne répond qu’aux noms de cette machine
    .remedy = demandez localhost, ou donnez un mot de passe au service avec COMPTOIR_PASSWORD
error-not-signed-in = il faut d’abord se connecter
    .remedy = connectez-vous sur /login ; un programme envoie le mot de passe avec chaque demande (Authorization: Basic ou Bearer)
error-wrong-password = ce n’est pas le mot de passe
    .remedy = c’est celui que COMPTOIR_PASSWORD a donné au service
error-too-many-attempts = trop de mots de passe ont été essayés
    .remedy = réessayez dans { $seconds } s
error-listen = l’adresse { $address } ne peut pas être ouverte ({ store-cause })
    .remedy = choisissez-en une autre avec --listen, ou arrêtez le programme qui l’utilise
error-listen-syntax = « { $address } » n’est pas une adresse
    .remedy = écrivez par exemple 127.0.0.1:5000
error-token-needed = au-delà de cette machine ({ $address }), le service de base de données demande un jeton
    .remedy = donnez COMPTOIR_DB_TOKEN (par exemple le résultat de « openssl rand -hex 32 ») aux deux services, ou créez un jeton avec « comptoir db token create »
error-password-needed = au-delà de cette machine ({ $address }), le tableau de bord demande un mot de passe
    .remedy = donnez-le avec COMPTOIR_PASSWORD ou COMPTOIR_PASSWORD_FILE (« openssl rand -base64 12 » en fait un bon), ou écoutez 127.0.0.1
error-password-empty = le mot de passe de COMPTOIR_PASSWORD est vide ou bien trop court
    .remedy = donnez-en un, par exemple le résultat de « openssl rand -base64 12 »
error-password-hash = COMPTOIR_PASSWORD commence comme une empreinte Argon2, mais n’en est pas une que l’on puisse vérifier
    .remedy = donnez l’empreinte entière, $argon2id$…, entre apostrophes pour le shell, ou le mot de passe lui-même
error-api-token-short = le jeton de COMPTOIR_API_TOKEN a moins de { $shortest } caractères : il pourrait être deviné
    .remedy = donnez par exemple le résultat de « openssl rand -hex 24 »
error-secret-empty = { $name } est défini, mais vide : un secret vide n’ouvre ni ne protège rien
    .remedy = donnez un secret (par exemple le résultat de « openssl rand -hex 32 »), ou retirez { $name }
error-secret-short = le secret de { $name } est trop court
    .remedy = il lui faut au moins { $least } caractères ; « openssl rand -hex 32 » en fait un bon
error-secret-guessable = le secret de { $name } est de ceux que tout le monde essaie en premier
    .remedy = choisissez-en un que personne ne connaît ; « openssl rand -hex 32 » en fait un bon
error-no-token-left = la base { $path } est protégée, et aucun jeton ne l’ouvre : le service reste fermé, sur cette machine aussi
    .remedy = créez un jeton avec « comptoir db token create », ou donnez COMPTOIR_DB_TOKEN au service
error-secret-file = le fichier { $path } de { $name } ne peut pas être lu ({ store-cause })
    .remedy = vérifiez son chemin et ses droits
error-demo-exists = { $path } existe déjà
    .remedy = la démonstration ne touche jamais une base existante : choisissez un autre --db, ou aucun
error-tls = le certificat ou la clé { $path } ne peut pas être utilisé ({ $reason ->
        [no-pem] il ne contient ni certificat ni clé au format PEM
        [other-key] la clé n’est pas celle de ce certificat
       *[other] { store-cause }
    })
    .remedy = donnez un certificat et sa clé au format PEM avec --tls-cert et --tls-key
error-backup-exists = { $path } existe déjà
    .remedy = choisissez un autre nom : une copie n’écrase rien
error-db-not-there = il n’y a pas de base à { $path }
    .remedy = choisissez le fichier avec --db, ou créez la base : comptoir import FICHIER
error-db-damaged = { $path } a { $count ->
    [one] un défaut : { $first }
   *[other] { $count } défauts, dont : { $first }
  }
    .remedy = remettez une copie saine avec « comptoir db restore » ; s’il ne manque que des tables ou des lignes : « comptoir db repair »
# Ce que trouve « comptoir db check » ; kind : table, index ou trigger.
error-fault-page = le contenu du fichier se contredit (SQLite, en anglais : « { $reason } »)
    .remedy = remettez une copie avec « comptoir db restore »
error-fault-no-such-rows = { $count ->
    [one] table { $table } : une ligne renvoie à une ligne de { $parent } qui n’existe plus (numéro { $first })
   *[other] table { $table } : { $count } lignes renvoient à des lignes de { $parent } qui n’existent plus (la première a le numéro { $first })
  }
    .remedy = { $parent ->
        [products] « comptoir db repair » remet ces produits sous leur numéro, sans leur nom ; une copie d’avant les a en entier (comptoir db restore)
        [stores] « comptoir db repair » remet ces magasins sous leur numéro, sans leur nom ; une copie d’avant les a en entier (comptoir db restore)
        [imports] « comptoir db repair » remet ces imports sous leur numéro, sans le nom du fichier ; une copie d’avant les a en entier (comptoir db restore)
       *[other] corrigez ces lignes, ou remettez une copie avec « comptoir db restore »
    }
error-fault-missing = { $kind ->
    [table] la table
    [index] l’index
   *[other] le déclencheur
  } { $name } manque
    .remedy = « comptoir db repair » refait ce qui manque
error-fault-changed = { $kind ->
    [table] la table
    [index] l’index
   *[other] le déclencheur
  } { $name } n’est pas comme il faut
    .remedy = « comptoir db repair » le refait, et garde l’ancien contenu
error-fault-stranger = { $kind ->
    [table] la table
    [index] l’index
   *[other] le déclencheur
  } { $name }, posé sur la table { $table }, n’est pas de Comptoir
    .remedy = « comptoir db repair » le retire
error-fault-no-version = le numéro de l’état des données manque
    .remedy = « comptoir db repair » le remet
error-fault-missing-days = { $count ->
    [one] un jour de vente manque dans le calendrier
   *[other] { $count } jours de vente manquent dans le calendrier
  }
    .remedy = « comptoir db repair » les y remet
error-fault-value = la vente { $id } a { $value } dans { $column ->
    [sale_date] sale_date, ce qui n’est pas une date AAAA-MM-JJ de 1970 à 2199
   *[other] { $column }, ce qui n’est pas un nombre d’au plus mille milliards
  }
    .remedy = corrigez-la en SQL : update sales set { $column } = … where id = { $id }
error-fault-lost = { $count ->
    [one] une ligne de { $table } de l’import { $id } ({ $source }) a disparu
   *[other] { $count } lignes de { $table } de l’import { $id } ({ $source }) ont disparu
  }
    .remedy = importez ce fichier à nouveau, ou remettez une copie avec « comptoir db restore »
error-no-such-token = il n’y a pas de jeton { $id }
    .remedy = « comptoir db token list » donne leurs numéros
error-db-is-remote = le service de base de données travaille sur un fichier, pas sur { $url }
    .remedy = donnez un chemin à --db
error-demo-remote = la démonstration travaille sur une base à elle, pas sur { $url }
    .remedy = lancez « comptoir demo » sans --db
error-usage = la commande n’a pas été comprise{ $argument ->
        [none] { "" }
       *[other] {" "}à partir de { $argument }
    }
    .remedy = lisez l’aide : comptoir --help
error-usage-value = « { $value } » ne convient pas à { $argument }
    .remedy = lisez l’aide de la commande avec --help
error-usage-no-value = il manque une valeur à { $argument }
    .remedy = écrivez-la après l’option ; l’aide de la commande avec --help dit lesquelles il y a
error-usage-not-text = la commande contient un texte qui n’est pas en UTF-8
    .remedy = donnez au fichier un nom en UTF-8, ou importez-le par l’entrée standard : comptoir import - < FICHIER
error-usage-repeated = { $argument } est donné plusieurs fois
    .remedy = donnez-le une seule fois
error-usage-unknown = l’argument { $argument } n’existe pas ici
    .remedy = lisez l’aide de la commande avec --help
error-usage-command = la commande { $argument } n’existe pas
    .remedy = lisez la liste des commandes : comptoir --help
error-usage-missing = il manque { $argument }
    .remedy = lisez l’aide de la commande avec --help
error-usage-twice = { $argument } est incompatible avec { $other }
    .remedy = lisez l’aide de la commande avec --help
error-unexpected = { store-cause }
    .remedy = réessayez ; si cela persiste, signalez-le avec ce message

reject-too-long = { $file }, ligne { $line }, colonne « { $column } » : un texte de { $length } octets ; { $limit } au plus sont lus (« { $value } »)
    .remedy = raccourcissez-le, et cherchez avant lui un guillemet qui n’est pas refermé
reject-missing = { $file }, ligne { $line }, colonne « { $column } » : la valeur manque
    .remedy = complétez-la
reject-not-a-number = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » n’est pas un nombre
    .remedy = corrigez-le, ou précisez la marque décimale avec --decimal
    .remedy-on-page = corrigez-le, ou choisissez la marque décimale avant d’importer
reject-too-large-number = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » mène à un nombre de plus de mille milliards
    .remedy = corrigez-le : un code-barres est peut-être dans la colonne des quantités ou des prix
reject-not-an-id = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » n’est pas un identifiant (entier positif)
    .remedy = corrigez-le
reject-not-a-date = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » n’est pas une date qui existe
    .remedy = corrigez-la (AAAA-MM-JJ ou JJ/MM/AAAA), ou précisez l’ordre avec --date-order
    .remedy-on-page = corrigez-la (AAAA-MM-JJ ou JJ/MM/AAAA), ou choisissez l’ordre avant d’importer
reject-a-period = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » est une période, pas un jour
    .remedy = indiquez le jour de la vente
reject-no-such-year = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » est d’une année où aucune vente n’est possible
    .remedy = indiquez un jour entre 1970 et l’année prochaine
reject-other-weekday = { $file }, ligne { $line }, colonne « { $column } » : le jour de « { $value } » n’est pas ce jour de la semaine
    .remedy = corrigez le jour ou son nom, ou précisez l’ordre avec --date-order
    .remedy-on-page = corrigez le jour ou son nom, ou choisissez l’ordre avant l’import
reject-negative-price = { $file }, ligne { $line }, colonne « { $column } » : le prix « { $value } » est négatif
    .remedy = corrigez-le ; une remise ou un retour se note dans les ventes
reject-unknown-product = { $file }, ligne { $line }, colonne « { $column } » : le produit « { $value } » est inconnu
    .remedy = importez d’abord le fichier des produits
reject-not-a-month = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » n’est pas un mois
    .remedy = écrivez AAAA-MM, MM/AAAA ou nov. 2023
reject-unknown-region = { $file }, ligne { $line }, colonne « { $column } » : la région « { $value } » est inconnue
    .remedy = écrivez le nom officiel d’une région
reject-unknown-store = { $file }, ligne { $line }, colonne « { $column } » : le magasin « { $value } » est inconnu
    .remedy = importez d’abord le fichier des magasins
reject-no-price = { $file }, ligne { $line } : ni montant ni prix pour le produit « { $value } »
    .remedy = ajoutez un montant à la ligne ou un prix au produit
reject-too-many-values = { $file }, ligne { $line } : plus de valeurs que les { $columns } colonnes ; la première en trop est « { $value } »
    .remedy = entourez de guillemets les valeurs qui contiennent le séparateur
reject-twice = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » est déjà à la ligne { $first } avec un autre contenu
    .remedy = donnez à chaque ligne son identifiant

error-import-record-too-large = { $file }, ligne { $line } : une ligne ou un objet de plus de { $limit } Kio
    .remedy = exportez une ligne par vente, sans longs textes, images ni listes à l’intérieur
error-import-line-too-long = { $file }, ligne { $line } : plus de { $limit } Kio sans fin de ligne
    .remedy = cherchez à partir de cette ligne un guillemet qui n’est jamais refermé
error-import-too-many-columns = { $file }, ligne { $line } : plus de { $limit } colonnes
    .remedy = exportez un tableau avec une ligne par vente
error-draft-gone = ce fichier n’est plus gardé : un brouillon dure une heure, et les plus anciens sont supprimés
    .remedy = envoyez le fichier à nouveau
error-draft-in-use = ce fichier est en cours d’import
    .remedy = attendez la fin de l’import, ou arrêtez-le
error-no-such-job = cet import n’est pas connu : ceux qui sont finis sont gardés une heure
    .remedy = consultez le journal des imports
error-import-cancelled = l’import de { $file } a été arrêté ; rien n’en est gardé
    .remedy = relancez-le quand vous voulez
error-import-stopped = la lecture s’est arrêtée
    .remedy = recommencez l’import
error-rejects-file = les lignes refusées de { $file } ne peuvent pas être gardées ({ store-cause })
    .remedy = choisissez un autre fichier avec --rejects ; les bonnes lignes sont importées
error-no-such-import = il n’y a pas d’import { $id }
    .remedy = voyez les numéros avec comptoir imports
reject-conflict-marker = { $file }, ligne { $line } : « { $value } » est la marque d’un conflit de versions, pas une donnée
    .remedy = ouvrez le fichier, gardez l’une des deux versions entre ces marques, puis réimportez-le
reject-cut-off = { $file }, ligne { $line } : le fichier s’arrête au milieu de cette ligne
    .remedy = exportez le fichier à nouveau, il est incomplet
reject-rounded-code = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » n’est plus un code, un tableur l’a arrondi
    .remedy = exportez le fichier de nouveau sans l’ouvrir dans un tableur, ou mettez cette colonne au format texte
reject-other-currency = { $file }, ligne { $line }, colonne « { $column } » : « { $value } » est dans une autre devise que celle de la base
    .remedy = une base a une seule devise : importez ces lignes dans une autre avec --db
    .remedy-on-page = une base a une seule devise : importez ces lignes dans une autre

error-moved = la base a changé pendant la lecture du fichier
    .remedy = recommencez l’import
error-store-clash = ligne { $line } : « { $key } » est déjà dans ce fichier avec un autre contenu ; rien n’est importé
    .remedy = donnez à chaque ligne son identifiant, ou laissez ces lignes de côté avec --on-error reject
    .remedy-on-page = donnez à chaque ligne son identifiant
error-store-many-clashes = ligne { $line } : « { $key } » est déjà dans ce fichier avec un autre contenu, comme l’identifiant de plus de { $limit } lignes ; rien n’est importé
    .remedy = cette colonne n’identifie pas les lignes : choisissez-en une autre avec --map id=COLONNE, ou laissez-la de côté avec --ignore
    .remedy-on-page = cette colonne n’identifie pas les lignes : choisissez-en une autre comme identifiant, ou aucune
error-store-rejects-full = plus de { $kept } lignes, ou plus de 64 Mo de lignes, seraient refusées, et la place où les suivantes attendent d’être téléchargées ({ $megabytes } Mo) ne suffit pas : { $waiting ->
        [none] le fichier en a trop à lui seul
       *[other] imports dont les lignes y attendent déjà : { $waiting }
    } ; rien n’est importé
    .remedy = vérifiez les colonnes et le signe décimal du fichier, dont presque rien n’est lu ; téléchargez les lignes refusées des imports précédents, ou annulez ceux-ci
error-store-no-such-reference = { $table }, colonne { $column } : { $value } ne désigne rien
    .remedy = s’ils y étaient au début de l’import, on vient de les annuler : recommencez ; sinon, importez d’abord les produits et les magasins
error-store-other-currency = ces montants sont en { $found }, ceux de la base en { $kept }
    .remedy = une base a une seule devise : importez ce fichier dans une autre avec --db
    .remedy-on-page = une base a une seule devise : importez ce fichier dans une autre
error-store-same-sales = ces ventes semblent déjà conservées : { $sales } ventes de l’import { $imports }, sous d’autres numéros ou d’autres colonnes
    .remedy = si ce sont les mêmes, ajoutez --same-till : chacune ne compte qu’une fois (avec --mode replace, celles de ce fichier prennent leur place) ; si c’est une autre caisse, nommez-la avec --source, et si les précédentes n’ont pas encore de nom, annulez l’import { $id } (comptoir imports undo { $id }) puis importez son fichier avec un nom à lui
    .remedy-on-page = si ce sont les mêmes, dites-le : chacune ne compte qu’une fois ; si c’est une autre caisse, donnez-lui un nom
error-store-same-file = ce fichier a déjà été importé (import { $import }) et se lit autrement à présent : ses { $sales } ventes compteraient deux fois
    .remedy = annulez cet import (comptoir imports undo { $import }), puis importez de nouveau le fichier
    .remedy-on-page = annulez l’import { $import } dans la liste des imports, puis importez de nouveau le fichier
error-store-reused-numbers = les numéros de { $sales } lignes sont déjà ceux d’autres ventes, par exemple { $number } : l’export recommence sa numérotation, ou vient d’une autre caisse
    .remedy = si c’est une autre caisse, nommez-la avec --source ; sinon, ajoutez --ignore COLONNE avec la colonne des numéros : les lignes sont alors reconnues à leur contenu ; si les ventes déjà importées sont fausses, annulez d’abord leur import (comptoir imports undo N)
    .remedy-on-page = si c’est une autre caisse, donnez-lui un nom ; sinon, choisissez « Ignorée » comme rôle de la colonne des numéros : les lignes sont alors reconnues à leur contenu ; si les ventes déjà importées sont fausses, annulez d’abord leur import
error-store-undone-before = l’import { $id } est déjà annulé
    .remedy = voyez les imports avec comptoir imports
    .remedy-on-page = voyez le journal des imports
error-store-depended-on = l’import { $id } ne peut pas être annulé, d’autres données en dépendent : { $dependents }
    .remedy = annulez d’abord les imports nommés ; ce qui a été changé en SQL doit l’être à la main

error-days-no-sales = le magasin « { $store } » n’a aucune vente
    .remedy = importez d’abord ses ventes
