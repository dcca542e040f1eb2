# Les données : imports et sources.

page-data-ways = Importer des fichiers
page-data-welcome = Déposez votre premier fichier
page-data-welcome-text = Une exportation de votre caisse, de votre boutique en ligne ou de votre ERP suffit : les colonnes sont reconnues, et vous voyez comment chacune est lue avant que rien ne soit écrit.
page-data-demo = Pour voir d’abord un exemple, lancez la démonstration :
page-data-drop = Déposez vos fichiers n’importe où sur cette page
page-data-or = ou
page-data-choose = Choisir des fichiers
page-data-formats = CSV, Excel, ODS, JSON ou Parquet, aussi en zip ou gzip : ventes, produits, magasins, objectifs. Rien n’est écrit avant votre accord.
page-data-url = Depuis une adresse
page-data-url-read = Lire l’adresse

page-data-table = Contenu
page-data-table-auto = À reconnaître
page-data-table-sales = Ventes
page-data-table-products = Produits
page-data-table-stores = Magasins
page-data-table-targets = Objectifs

page-data-megabytes = { $size } Mo
page-data-more = { $count ->
    [one] et { $number } autre
   *[other] et { $number } autres
  }
page-data-waiting = En attente
page-data-sending = Envoi : { $sent } sur { $total }
page-data-reading = Lecture du fichier…
page-data-starting = L’import commence…
page-data-importing = { $count ->
    [one] Import en cours : { $number } ligne lue
   *[other] Import en cours : { $number } lignes lues
  }
page-data-importing-of = Import en cours : { $number } lignes sur { $total }
page-data-stop = Arrêter l’import
page-data-give-up = Abandonner
page-data-put-away = Masquer
page-data-cancelled = L’import a été arrêté : rien n’en est gardé.
page-data-job-gone = Le serveur ne connaît plus cet import : il a redémarré entre-temps. Un import interrompu n’écrit rien ; vérifiez le journal, puis recommencez.
page-data-draft-gone = Le serveur a oublié ce fichier : abandonnez-le et déposez-le à nouveau.
page-data-stage-waiting = { $name } : en attente.
page-data-stage-sending = { $name } : envoi.
page-data-stage-reading = { $name } : lecture.
page-data-stage-broken = { $name } n’a pas pu être lu.
page-data-stage-proof = { $name } est lu : vérifiez les colonnes, puis importez.
page-data-stage-importing = { $name } : import en cours.
page-data-stage-cancelled = { $name } : l’import est arrêté.

page-data-proving = nouvelle lecture…
page-data-lines-of = { $table } · { $count ->
    [one] { $number } ligne
   *[other] { $number } lignes
  }
page-data-import = { $count ->
    [one] Importer { $number } ligne
   *[other] Importer { $number } lignes
  }
page-data-import-all = Importer les { $number } fichiers
page-data-import-nothing = Importer
page-data-remedy-import-missing-column = Donnez ce rôle à la bonne colonne dans le tableau ci-dessous, ou dites que le fichier contient autre chose.
page-data-remedy-import-unknown-table = Dites ce que contient le fichier :
page-data-remedy-import-ambiguous-dates = Dites dans quel ordre ce fichier écrit ses dates :
page-data-remedy-import-ambiguous-numbers = Dites ce qui sépare les décimales dans ce fichier :
page-data-remedy-import-unclear-lines = Dites pour chaque mot ce que sont ses lignes :
page-data-remedy-import-missing-dates = Si la date n’est écrite que sur la première ligne de chaque jour, et que les lignes sont dans cet ordre, dites-le ; sinon complétez-la :
page-data-dates-once = La date vaut pour les lignes du dessous
page-data-side-by-side-stores = Les colonnes sont des magasins
page-data-side-by-side-products = Les colonnes sont des produits
page-data-side-by-side-parts = Les colonnes sont des parts des ventes d’un magasin
page-data-side-by-side-days = Les colonnes sont des jours
page-data-side-by-side-months = Les colonnes sont des mois
page-data-question = { $count ->
    [one] { $column } : « { $word } » ({ $number } ligne, { $amount })
   *[other] { $column } : « { $word } » ({ $number } lignes, { $amount })
  }
page-data-meaning-open = À préciser
page-data-meaning-sale = Ventes
page-data-meaning-return = Retours
page-data-meaning-discount = Remises
page-data-meaning-aside = À laisser de côté
page-data-remedy-import-rejected = Corrigez ces lignes dans le fichier, ou permettez ci-dessous d’importer les bonnes.

page-data-mode = Ce qui est enregistré
page-data-mode-new = Ce qui est nouveau
page-data-mode-upsert = Le nouveau et les corrections
page-data-mode-replace = Les jours du fichier en entier
page-data-mode-new-means = Seules les lignes nouvelles sont ajoutées. Une ligne déjà connue reste comme elle est, même si le fichier la dit autrement.
page-data-mode-upsert-means = Les lignes nouvelles sont ajoutées ; une ligne déjà connue prend le contenu du fichier.
page-data-mode-replace-means = Les jours que le fichier couvre deviennent ce que dit le fichier, magasin par magasin : les lignes qui n’y sont plus sont retirées. Son premier et son dernier jour restent, s’ils ont rétréci.
page-data-replace-partial = Le premier et le dernier jour du fichier sont complets : les remplacer aussi
page-data-abort = Ne rien importer tant qu’une ligne est refusée
page-data-order = Dates
page-data-order-auto = D’après la colonne
page-data-order-dmy = Jour / mois / année
page-data-order-mdy = Mois / jour / année
page-data-order-ymd = Année / mois / jour
page-data-order-ydm = Jours et mois inversés
page-data-decimal = Décimales
page-data-decimal-auto = D’après la colonne
page-data-decimal-comma = Virgule : 12,50
page-data-decimal-point = Point : 12.50
page-data-same-till = Ce sont les mêmes ventes
page-data-same-till-replace = Les mêmes : celles du fichier les remplacent
page-data-same-till-choice = Ce fichier est de la même caisse que les ventes déjà importées de ces jours : les lignes communes comptent une fois, les autres s’ajoutent.
page-data-currency = Devise
page-data-currency-means = Le code de la devise des montants, comme EUR, CHF ou XPF.
page-data-time-zone = Heures UTC
page-data-time-zone-shop = Jour du magasin
page-data-time-zone-keep = Jour écrit
page-data-moved = Ventes des magasins déplacés
page-data-moved-stay = Rien ne change
page-data-moved-past = Toutes suivent le magasin
page-data-stores-stay = Il n’a pas déménagé
page-data-moved-since = … ou depuis le
page-data-source = Caisse ou boutique
page-data-source-auto = D’après les colonnes
page-data-source-means = Un nom qui distingue cette caisse des autres : leurs numéros de vente ne se mêlent pas.

page-data-columns = Colonnes du fichier
page-data-column-header = Colonne du fichier
page-data-column-role = Rôle
page-data-column-form = Lue comme
page-data-column-samples = Exemples interprétés
page-data-ignored = Ignorée
page-data-role-of = Rôle de la colonne { $header }
page-data-read-as = lu
page-data-unreadable = illisible
page-data-form-comma = nombre, virgule décimale
page-data-form-point = nombre, point décimal
page-data-form-dmy = date, jour/mois/année
page-data-form-mdy = date, mois/jour/année
page-data-form-ymd = date, année-mois-jour
page-data-form-ydm = date, année/jour/mois (jours et mois inversés)
page-data-form-undecided = à décider
page-data-form-number = nombre
page-data-form-integer = entier
page-data-form-text = texte
page-data-aside-empty = vide
page-data-aside-constant = toujours la même valeur
page-data-aside-ignored = non utilisée, à votre demande
page-data-aside-text = texte dont aucun chiffre n’a besoin
page-data-aside-identifier = numéro ou code non utilisé
page-data-aside-store-name = nom du magasin, connu par son code
page-data-aside-other-date = autre date que celle de la vente
page-data-aside-order-total = total de la commande, répété ou porté une seule fois
page-data-aside-same = mêmes valeurs que la colonne utilisée
page-data-aside-unit-price = prix unitaire ; la ligne a son montant
page-data-aside-other-amount = autre montant de la même ligne
page-data-aside-tax = taxe
page-data-aside-rate = taux
page-data-aside-discount = remise déjà dans le montant
page-data-aside-cost = coût d’achat
page-data-aside-margin = marge
page-data-aside-fee = frais
page-data-aside-paid = paiement
page-data-aside-balance = acompte ou reste à payer
page-data-aside-refund = remboursement
page-data-aside-tip = pourboire
page-data-aside-quantity = autre quantité
page-data-aside-number = nombre dont aucun chiffre n’a besoin
page-data-aside-money = montants non expliqués ; le CA est connu sans eux

page-data-outlook = Ce qui va se passer
page-data-good = Lignes lues
page-data-added = Nouvelles
page-data-known = Déjà connues
page-data-changed = Autre contenu
page-data-rejected = Refusées
page-data-revenue-moves = CA ajouté
page-data-products-brought = { $count ->
    [one] { $number } produit nouveau vient avec : { $names }
   *[other] { $number } produits nouveaux viennent avec : { $names }
  }
page-data-stores-brought = { $count ->
    [one] { $number } magasin nouveau vient avec : { $names }
   *[other] { $number } magasins nouveaux viennent avec : { $names }
  }
page-data-without-region = { $count ->
    [one] Région inconnue pour { $names } : importez un fichier des magasins avec son code postal ou sa région.
   *[other] Région inconnue pour { $names } : importez un fichier des magasins avec leur code postal ou leur région.
  }
page-data-changed-stay = { $count ->
    [one] { $number } ligne déjà connue a un autre contenu ici ; elle reste comme elle est. Pour la corriger, choisissez « Le nouveau et les corrections ».
   *[other] { $number } lignes déjà connues ont un autre contenu ici ; elles restent comme elles sont. Pour les corriger, choisissez « Le nouveau et les corrections ».
  }
page-data-written-again = { $count ->
    [one] { $number } ligne connue prend le contenu du fichier.
   *[other] { $number } lignes connues prennent le contenu du fichier.
  }
page-data-removed = { $count ->
    [one] { $number } ligne absente du fichier est retirée.
   *[other] { $number } lignes absentes du fichier sont retirées.
  }
page-data-held-back = { $count ->
    [one] { $number } jour de magasin reste comme il est : des ventes déjà importées manquent au fichier. S’il corrige ce jour, choisissez « Les jours du fichier en entier ».
   *[other] { $number } jours de magasin restent comme ils sont : des ventes déjà importées manquent au fichier. S’il corrige ces jours, choisissez « Les jours du fichier en entier ».
  }
page-data-aside = { $count ->
    [one] { $number } ligne mise de côté, qui n’est pas une donnée : { $lines }
   *[other] { $number } lignes mises de côté, qui ne sont pas des données : { $lines }
  }
page-data-aside-title = titre
page-data-aside-repeated-header = en-tête répété
page-data-aside-total = total
page-data-aside-footer = remarque
page-data-aside-no-sale = pas une vente
page-data-aside-other-table = autre tableau
page-data-aside-cancelled = annulée ou échouée
page-data-aside-draft = pas encore vendue
page-data-aside-refunded = remboursée
page-data-aside-payment = règlement
page-data-aside-order = commande ou livraison facturée
page-data-aside-answered = mise de côté comme demandé
page-data-rejects = { $count ->
    [one] { $number } ligne refusée
   *[other] { $number } lignes refusées
  }
page-data-more-rejects = { $count ->
    [one] Et { $number } autre. Toutes se téléchargent après l’import, pour être corrigées puis importées.
   *[other] Et { $number } autres. Toutes se téléchargent après l’import, pour être corrigées puis importées.
  }
page-data-reject-line = Ligne
page-data-reject-column = Colonne
page-data-reject-value = Valeur
page-data-reject-reason = Motif et remède
page-data-see-overview = Voir la vue d’ensemble
page-data-download-rejects = { $count ->
    [one] Télécharger { $number } ligne refusée
   *[other] Télécharger { $number } lignes refusées
  }
page-data-download-some-rejects = Télécharger { $kept } des { $rejected } lignes refusées (les autres ne sont plus gardées)

page-data-freshness = Fraîcheur
page-data-freshness-table = Jours arrivés, par magasin
page-data-silent-state = rien depuis
page-data-fresh-store = Magasin
page-data-fresh-days = Jours
page-data-fresh-last = Dernières ventes
page-data-fresh-state = État
page-data-cut-short = dernier jour incomplet
page-data-on-time = à jour
page-data-days-late = { $count ->
    [one] { $number } jour manque
   *[other] { $number } jours manquent
  }
page-data-days-told = { $sold ->
    [one] { $sold } jour vendu
   *[other] { $sold } jours vendus
  }, { $closed ->
    [one] { $closed } fermé
   *[other] { $closed } fermés
  }, { $open ->
    [one] { $open } ouvert sans vente
   *[other] { $open } ouverts sans vente
  }, { $missing ->
    [one] { $missing } pas arrivé
   *[other] { $missing } pas arrivés
  }
page-data-day-sold = ventes
page-data-day-closed = fermé
page-data-day-open-without-sale = ouvert, sans vente
page-data-day-not-arrived = pas arrivé
page-data-day-not-open-yet = pas encore ouvert
page-data-day-missing = données manquantes
page-data-day-closed-for-good = fermé définitivement
page-data-closed-since = fermé depuis le { $day }
page-data-asked = Fermé, ou données manquantes ?
page-data-ahead = { $sales ->
    [one] Une vente est datée d’après aujourd’hui ({ $days }, { $revenue }) : elle ne compte pas encore. Commande, ou date à corriger ?
   *[other] { $sales } ventes sont datées d’après aujourd’hui ({ $days }, { $revenue }) : elles ne comptent pas encore. Commandes, ou dates à corriger ?
}
page-data-asked-text = Ces magasins n’ont rien vendu pendant ces jours. Tant que la question reste ouverte, ils comptent comme fermés, et les comparaisons donnent les deux chiffres.
page-data-asked-gap = { $store }, { $days }
page-data-asked-closed = Fermé
page-data-asked-missing = Données manquantes
page-data-asked-unknown = Annuler la réponse
page-data-answered = { $gap } : { $answer }
page-data-asked-more =
    { $count ->
        [one] Encore { $number } autre question, une fois celles-ci répondues.
       *[other] Encore { $number } autres questions, une fois celles-ci répondues.
    }

page-data-sources = Sources
page-data-sources-small = adresses importées au démarrage ou à intervalle
page-data-source-last = Importée le { $when }
page-data-source-never = Jamais importée
page-data-source-every = puis toutes les { $every }
page-data-source-now = Importer maintenant
page-data-source-running = Import en cours…

page-data-ledger = Journal des imports
page-data-ledger-small = chaque import peut être annulé
page-data-ledger-file = Fichier
page-data-ledger-when = Date
page-data-ledger-of = Contenu
page-data-ledger-added = Nouvelles
page-data-ledger-known = Connues
page-data-ledger-changed = Changées
page-data-ledger-rejected = Refusées
page-data-ledger-revenue = CA ajouté
page-data-ledger-actions = Actions
page-data-show-more = Montrer plus
page-data-undo = Annuler
page-data-undo-label = Annuler l’import { $id }, { $file }
page-data-undone = annulé le { $when }
page-data-undo-title = Annuler l’import { $id }, { $file } ?
page-data-undo-means = Les lignes qu’il a ajoutées sont retirées ; celles qu’il avait modifiées ou retirées redeviennent comme avant.
page-data-undo-keep = Garder
page-data-undo-do = Annuler l’import
page-data-close = Fermer
page-data-undo-removed = { $count ->
    [0] L’import est annulé : aucune ligne retirée
    [one] L’import est annulé : { $number } ligne retirée
   *[other] L’import est annulé : { $number } lignes retirées
  }
page-data-undo-restored = { $count ->
    [one] { $number } ligne rétablie
   *[other] { $number } lignes rétablies
  }
page-data-undo-revenue = CA { $revenue }
