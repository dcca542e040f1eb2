# Ce que dit le programme quand tout va bien.

import-added = { $count ->
    [one] { $count } nouvelle donnée importée dans { $table }.
   *[other] { $count } nouvelles données importées dans { $table }.
  }
import-nothing = Aucune nouvelle donnée à importer dans { $table }.
import-dry-run = { $count ->
    [one] Simulation : { $count } ligne de { $table } lue, rien n’a été enregistré.
   *[other] Simulation : { $count } lignes de { $table } lues, rien n’a été enregistré.
  }
import-columns = Colonnes de { $file } : { $columns }
import-changed = { $count ->
    [one] { $count } ligne déjà connue de { $table } diffère dans { $file } ; rien n’a été modifié : { $ids }
   *[other] { $count } lignes déjà connues de { $table } diffèrent dans { $file } ; rien n’a été modifié. Premières : { $ids }
  }
import-called-off = { $count ->
    [one] { $count } vente enregistrée n’en est plus une dans { $file } et compte encore : { $ids }. Pour retirer ce qui manque au fichier pour ses jours : --mode replace
   *[other] { $count } ventes enregistrées n’en sont plus dans { $file } et comptent encore : { $ids }. Pour retirer ce qui manque au fichier pour ses jours : --mode replace
  }
import-aside = Lignes laissées de côté dans { $file } ({ $count }) : { $lines }
aside-title = titre
aside-repeated-header = en-tête répété
aside-total = total
aside-footer = remarque
import-text-repaired = { $lines ->
    [one] Texte rétabli dans { $lines } ligne : « { $before } » → « { $after } ».
   *[other] Texte rétabli dans { $lines } lignes : « { $before } » → « { $after } ».
  }
import-time-zone-shop = { $lines } lignes portent une heure UTC ; elles sont comptées au jour civil de { $zones }, qui diffère pour { $moved }.
import-time-zone-named = { $lines } lignes portent une heure UTC ; elles sont comptées au jour civil de { $zones }, comme demandé, qui diffère pour { $moved }.
import-time-zone-keep = { $lines } lignes portent une heure UTC ; elles gardent le jour écrit, comme demandé ; { $moved } seraient d’un autre jour à { $zones }.
import-time-zone-remembered = { $lines } lignes portent une heure UTC ; elles gardent le jour écrit, comme aux imports précédents de ces fichiers ; { $moved } seraient d’un autre jour à { $zones } (--time-zone shop).
import-sold-elsewhere = { $store } : { $lines ->
        [one] { $lines } ligne ({ $days }, { $amount }) dit « { $other } » ; elle compte
       *[other] { $lines } lignes ({ $days }, { $amount }) disent « { $other } » ; elles comptent
    } dans « { $home } », comme les autres de ce magasin. S’il a déménagé, importez un fichier des magasins avec son nouvel endroit et --moved-stores { $day }.
import-without-region = Région inconnue pour : { $stores }
import-rejected = { $count ->
    [one] { $count } ligne refusée dans { $file }.
   *[other] { $count } lignes refusées dans { $file }.
  }
import-more-rejects = { $count ->
    [one] … et { $count } autre.
   *[other] … et { $count } autres.
  }
import-progress = Lecture de { $file }

analyse-progress = Analyse des ventes
analyse-title = Ventes { $period }
analyse-period = du { $from } au { $to }
analyse-total = CA total
definition-revenue = CA : la somme des montants des lignes de vente, remises déduites, retours en négatif.
analyse-kept = { $count ->
    [one] { $count } résultat conservé dans analysis_results.
   *[other] { $count } résultats conservés dans analysis_results.
  }
analyse-by-product = Ventes par produit
analyse-by-region = Ventes par région
analyse-by = Ventes par { $grouping }
compared = { $period }, contre { $basis } ({ $base })
compared-base-days = { $days } jours, { $span }
compared-previous = la période précédente
compared-n-1 = les mêmes jours N-1
compared-n-1-holidays = les mêmes jours N-1, fêtes avec fêtes
compared-n-1-dates = les mêmes dates N-1
compared-to-date = , à date
compared-same-stores = , magasins constants
compared-if-missing = { $change } si des données manquent ({ $gaps })
compared-nothing-if-missing = aucune comparaison si des données manquent ({ $gaps })
asked-gaps = sans vente, fermé ou données manquantes ? { $gaps } : compté comme fermé
compared-through = au { $day }
compared-days = { $compared } des { $days } jours
compared-without = sans { $store } { $days }
compared-without-more = { $count ->
        [one] sans les jours inconnus d’un autre magasin
       *[other] sans les jours inconnus de { $count } autres magasins
    }
column-product = Produit
column-category = Catégorie
column-store = Magasin
column-city = Ville
column-region = Région
column-day = Jour
column-week = Semaine
column-month = Mois
column-quarter = Trimestre
column-year = Année
column-weekday = Jour de la semaine
column-revenue = CA
column-before = Avant
column-change = Écart
column-relative-change = Évolution
column-change-if-missing = Écart si manquant
column-relative-change-if-missing = Évolution si manquant
column-part = Effet
column-line = Cause
column-amount = Montant
total = Total
others = Autres
column-share = Part
column-cumulative-share = Cumul
column-class = Classe
column-place = Rang
column-contribution = Contribution
targets-none = Aucun objectif pour ce mois.
column-target-of = Mois
column-target = Objectif
column-sold = Réalisé
column-remaining = Reste
column-days-left = Jours restants
column-next-day = Prochain jour
column-state = État
all-stores = tous les magasins
target-reached = atteint
target-missed = manqué
target-to-come = à venir
target-ahead = en avance
target-behind = en retard
net-gross = CA brut
net-discounts = Remises
net-returns = Retours
net-others = Port et autres
net-net = CA net
unknown = inconnu
unknown-region = Région inconnue
grouping-product = produit
grouping-category = catégorie
grouping-store = magasin
grouping-city = ville
grouping-region = région
grouping-day = jour
grouping-week = semaine
grouping-month = mois
grouping-quarter = trimestre
grouping-year = année
grouping-weekday = jour de la semaine
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche

why-up = Le CA a augmenté de { $amount } ({ $relative })
why-down = Le CA a baissé de { $amount } ({ $relative })
why-level = Le CA n’a pas bougé
why-up-from-nothing = Le CA a augmenté de { $amount }
why-down-from-nothing = Le CA a baissé de { $amount }
why-level-from-nothing = Le CA n’a pas bougé
why-main = , surtout par { $part }
why-second = , puis par { $part }
why-counter = , malgré { $part }
why-moved = { $former } a déménagé, c’est maintenant { $later } : { $gone } et { $come }, soit { $sum } ensemble.
why-successor = { $later } semble remplacer { $former } : { $come } et { $gone }, soit { $sum } ensemble.
why-successors-more =
    { $count ->
        [one] Un autre remplacement de ce genre est moins important.
       *[other] { $count } autres remplacements de ce genre sont moins importants.
    }
part-price = Prix
part-volume = Volume
part-customers = Clients
part-items = Articles par client
part-mix = Effet mix produits
part-returns = Retours
part-calendar = Jours d’ouverture
part-holidays = Décalage des fêtes
part-new = Produits nouveaux
part-lost = Produits disparus
part-opened = Magasins ouverts
part-closed = Magasins fermés
part-other = Lignes sans quantité
part-price-in-a-sentence = les prix
part-volume-in-a-sentence = le volume
part-customers-more-in-a-sentence = plus de clients
part-customers-fewer-in-a-sentence = moins de clients
part-items-more-in-a-sentence = plus d’articles par client
part-items-fewer-in-a-sentence = moins d’articles par client
part-mix-in-a-sentence = le mix produits
part-returns-more-in-a-sentence = plus de retours
part-returns-fewer-in-a-sentence = moins de retours
part-calendar-in-a-sentence = les jours d’ouverture
part-holidays-in-a-sentence = le décalage des fêtes
part-new-in-a-sentence = les produits nouveaux
part-lost-in-a-sentence = les produits disparus
part-opened-in-a-sentence = les magasins ouverts
part-closed-in-a-sentence = les magasins fermés
part-other-in-a-sentence = les lignes sans quantité
line-price = { $product } : prix
line-pieces-more = { $product } : { $pieces } de plus
line-pieces-fewer = { $product } : { $pieces } de moins
line-pieces-apart = { $product } : quantité, à calendrier égal
line-returns = { $product } : retours
line-calendar = Jours d’ouverture
line-holidays = Décalage des fêtes
line-new = { $product } : nouveau
line-lost = { $product } : disparu
line-opened = { $store } : ouvert
line-closed = { $store } : fermé
line-other = { $product } : lignes sans quantité

forecast-progress = Calcul de la prévision
forecast-title = Prévisions du CA, { $model }
column-forecast = Prévision
column-year-before = N-1
year-before-of-days = { $revenue } ({ $days } j)
forecast-known = Prévision déjà faite le { $when }, sur les mêmes ventes : elle reste la même.
forecast-aside = Ce total est fait pour ses parts : un autre modèle ou un autre horizon que la prévision affichée ailleurs.
forecast-is-a-part = C’est sa part dans la prévision du total ; calculée le { $when }.
interval = de { $lower } à { $upper }

sql-progress = Requête en cours
sql-rows = { $count ->
    [0] aucune ligne
    [one] { $count } ligne
   *[other] { $count } lignes
  }

serve-ready = Tableau de bord : { $url }
serve-stop = Ctrl+C pour arrêter.
serve-waiting = En attente du service de base de données à { $url }…
serve-healthy = Le service de base de données répond.
secrets-closed = Le fichier des jetons { $path } était ouvert à d’autres utilisateurs de cette machine (mode { $mode }) : il n’est plus lisible que par son propriétaire (600). Vérifiez les jetons : comptoir db token list
secrets-open = Le fichier des jetons { $path } est ouvert à d’autres utilisateurs de cette machine (mode { $mode }), et ce programme ne peut pas le fermer : chmod 600, par son propriétaire.
folder-open = Le dossier { $path } est ouvert en écriture à tous les utilisateurs de cette machine (mode { $mode }) : ils peuvent y remplacer la base. « chmod o-w { $path } » le leur ferme.
secret-file-open = Le fichier { $path } de { $name } peut être lu par tous les utilisateurs de cette machine (mode { $mode }) : chmod 600 le réserve à son propriétaire.
db-serve-ready = Service de base de données : { $url } (fichier { $path })
db-backup-working = Copie de la base
db-backup-done = Base copiée dans { $path }
db-restore-done = { $path } contient maintenant la copie { $backup }
db-restore-kept = L’ancienne base est gardée dans { $path }
db-repair-kept = La base d’avant est gardée dans { $path }
db-repair-made = Recréé : { $names }
db-repair-put-aside = Tables dont la structure n’était plus la bonne, gardées sous ces noms : { $names }
db-repair-removed = Retiré, car étranger à Comptoir : { $names }
db-repair-put-back = { $table ->
    [products] Produits remis sous leur numéro, leur nom étant perdu : { $ids }. Redonnez-leur un nom : update products set name = … where id = …
    [stores] Magasins remis sous leur numéro, leur nom étant perdu : { $ids }. Redonnez-leur un nom : update stores set name = …, city = …, region = … where id = …
   *[other] Imports remis sous leur numéro, le nom du fichier étant perdu : { $ids }
  }
db-repair-name = { $table ->
    [products] Produit { $id } (nom perdu)
    [stores] Magasin { $id } (nom perdu)
   *[other] import { $id } (nom du fichier perdu)
  }
db-repair-days = Jours de vente remis dans le calendrier : { $count }
db-repair-lost = Perdu : { $count } lignes de { $table } de l’import { $id } ({ $source }) ; importez ce fichier à nouveau
db-check-sound = { $path } est saine.
db-token-made = Jeton « { $name } » ({ $scope }) ; il n’est affiché qu’une fois :
db-token-revoked = Jeton { $id } révoqué.
token-id = N°
token-name = Nom
token-scope = Droit
token-created = Créé le
demo-title = Démonstration : 30 jours de ventes de novembre 2023, données fictives
told-error = Erreur :
told-remedy = Que faire :

aside-no-sale = pas une vente
import-written-again = { $count ->
    [one] { $count } ligne de { $table } a pris le contenu du fichier.
   *[other] { $count } lignes de { $table } ont pris le contenu du fichier.
  }
import-removed = { $count ->
    [one] { $count } ligne de { $table } absente du fichier a été retirée.
   *[other] { $count } lignes de { $table } absentes du fichier ont été retirées.
  }
import-products-brought = Produits créés ({ $count }) : { $names }
import-stores-brought = Magasins créés ({ $count }) : { $names }
import-former-products = { $file } : { $count } ventes déjà importées restent attribuées au produit que la version 0.1 leur avait donné (elle confondait Pâte et Pâté) ; pour les attribuer au bon, importez-le avec --mode replace.
import-absent = { $missing ->
    [one] { $missing } vente déjà importée est absente de { $file }, qui a d’autres ventes de ce jour, et compte encore :
   *[other] { $missing } ventes déjà importées sont absentes de { $file }, qui a d’autres ventes de ces jours, et comptent encore :
  }
import-absent-replace = Que faire : si elles ont été supprimées dans la caisse, importez le fichier avec --mode replace, qui retire ce qui manque au fichier pour ses jours.
import-held-back = { $file } : { $missing ->
    [one] { $missing } vente déjà importée est absente du fichier
   *[other] { $missing } ventes déjà importées sont absentes du fichier
  }, sur { $days ->
    [one] { $days } journée de magasin
   *[other] { $days } journées de magasin
  } ; { $lines ->
    [one] sa ligne de cette journée n’est pas enregistrée
   *[other] ses { $lines } lignes de ces journées ne sont pas enregistrées
  }. Ventes manquantes :
import-missing-sale = {"  "}{ $date }, { $store } : { $product }, quantité { $quantity }, { $amount } (import { $import })
import-held-back-replace = Que faire : si le fichier corrige ces jours, importez-le avec --mode replace ; si un export est tronqué, prenez-en un plus long ; si les deux fichiers sont de la même caisse, chacun avec une partie de la journée, ajoutez --same-till ; si c’est une autre caisse, nommez-la avec --source.
import-held-back-partial = Que faire : ce sont le premier ou le dernier jour du fichier, avec moins de ventes qu’avant ; s’ils sont complets, ajoutez --replace-partial.
import-store-moved = Le magasin { $store } n’est plus au même endroit : { $before } → { $after } ; il a { $sales ->
    [one] { $sales } vente
   *[other] { $sales } ventes
  }, { $revenue }, { $days }.
import-store-moved-unsold = Le magasin { $store } n’est plus au même endroit : { $before } → { $after } ; il n’a pas encore de vente.
import-store-waits = Rien n’a été changé. S’il était mal placé, ajoutez --moved-stores past : toutes ses ventes le suivent ; s’il a déménagé, --moved-stores AAAA-MM-JJ : celles d’avant ce jour restent à l’ancien endroit.
import-store-waits-on-page = Rien n’est changé tant que vous n’avez pas choisi ce que deviennent ses ventes : toutes le suivent s’il était mal placé ; s’il a déménagé, seulement celles depuis ce jour.
import-store-other-days-on-page = Le magasin { $store } est à l’heure de { $zone } : { $sales } de ses ventes, conservées aux jours { $days }, seraient d’un autre jour. Pour les y mettre, réimportez avec les corrections : { $files }
import-store-past = Toutes ses ventes l’ont suivi.
import-store-from = Ses ventes depuis le { $day } comptent au nouvel endroit, les précédentes restent à l’ancien.
import-store-other-days = Le magasin { $store } est à l’heure de { $zone } : { $sales } de ses ventes, conservées aux jours { $days }, seraient d’un autre jour. Pour les y mettre, réimportez avec --mode upsert : { $files }
import-prices-changed = Prix changés ({ $count }) : { $products }. Les ventes déjà importées gardent leur montant.
import-rejects-kept = Lignes refusées gardées dans { $path } : corrigez-les, puis importez ce fichier.

proof-title = Lecture de { $file } :
proof-fact = {"  "}{ $name } : { $value }
proof-format = Format
proof-preset = Export de
proof-encoding = Encodage
proof-delimiter = Séparateur
proof-header-line = Ligne de l’en-tête
proof-currency = Devise
proof-column = Colonne
proof-role = Rôle
proof-form = Format
proof-samples = Exemples interprétés
proof-unused = —
proof-counts = {"  "}Nouvelles : { $new } · connues : { $known } · changées : { $changed } · refusées : { $rejected }
proof-revenue = {"  "}CA ajouté : { $revenue }
column-aside-empty = vide
column-aside-constant = toujours la même valeur
column-aside-ignored = non utilisée, à votre demande
column-aside-text = texte dont aucun chiffre n’a besoin
column-aside-store-name = nom du magasin, connu par son code
column-aside-identifier = numéro ou code non utilisé
column-aside-other-date = autre date que celle de la vente
column-aside-order-total = total de la commande, répété ou porté une seule fois
column-aside-same = mêmes valeurs que la colonne utilisée
column-aside-unit-price = prix unitaire ; la ligne a son montant
column-aside-other-amount = autre montant de la même ligne
column-aside-tax = taxe
column-aside-rate = taux
column-aside-discount = remise déjà dans le montant
column-aside-cost = coût d’achat
column-aside-margin = marge
column-aside-fee = frais
column-aside-paid = paiement
column-aside-balance = acompte ou reste à payer
column-aside-refund = remboursement
column-aside-tip = pourboire
column-aside-quantity = autre quantité
column-aside-number = nombre dont aucun chiffre n’a besoin
column-aside-money = montants non expliqués ; le CA est connu sans eux
form-comma = nombre, virgule décimale
form-point = nombre, point décimal
form-dmy = date, jour/mois/année
form-mdy = date, mois/jour/année
form-ymd = date, année-mois-jour
form-ydm = date, année/jour/mois (jours et mois inversés)
form-number = nombre
form-integer = entier
form-text = texte
amount-from-amount = Montant retenu : colonne « { $column } » ({ $why }).
amount-from-net = Montant retenu : colonne « { $column } », hors taxe ({ $why }).
amount-from-price = Montant retenu : quantité × « { $column } » ({ $why }).
amount-from-list-price = Montant retenu : quantité × prix du produit à ce jour ; une vente déjà connue garde le sien.
amount-from-ledger = Montant retenu : crédit − débit des comptes de ventes.
relation-times-price = vérifié : quantité × prix
relation-plus-tax = vérifié : quantité × prix + taxe
relation-less-discount = vérifié : quantité × prix − remise
relation-less-discount-share = quantité × prix × (1 − remise)
relation-less-discount-percent = quantité × prix × (1 − remise en %)
relation-before-discount = montant − remise
relation-net-plus-tax = vérifié : hors taxe + taxe
relation-grows-with-quantity = vérifié : il croît avec la quantité
relation-same-for-all = vérifié : le même quelle que soit la quantité
relation-by-name = d’après son nom
relation-differs = d’après son nom ; quantité × prix en diffère
proof-misfits = Lignes qui ne suivent pas ce calcul : { $lines } ({ $amount }).

imports-none = Aucun import.
imports-id = N°
imports-source = Fichier
imports-table = Table
imports-added = Nouvelles
imports-known = Connues
imports-changed = Changées
imports-rejected = Refusées
imports-revenue = CA
imports-when = Date
imports-undone = { $when } (annulé)
imports-fact = { $name } : { $value }
imports-reject = {"  "}ligne { $line } ({ $code }) : { $original }
imports-taken-back = Import { $id } annulé : { $removed ->
    [one] { $removed } ligne retirée
   *[other] { $removed } lignes retirées
  }, { $restored ->
    [one] { $restored } rétablie
   *[other] { $restored } rétablies
  }, CA { $revenue }.
ledger-id = Import
ledger-source = Fichier
ledger-table-name = Table
ledger-lines = Lignes lues
ledger-added = Nouvelles
ledger-known = Connues
ledger-changed = Changées
ledger-rejected = Refusées
ledger-revenue = CA ajouté
ledger-mode = Mode
ledger-first-day = Premier jour
ledger-last-day = Dernier jour
ledger-sha256 = SHA-256
ledger-imported-at = Importé le
ledger-undone-at = Annulé le
ledger-mapping = Colonnes
column-interval = Intervalle { $level } %
column-made = Faite le
column-model = Modèle
column-of = Prévision du
column-days = Jours
column-error = Erreur par jour
column-last-week = Erreur « même jour, semaine précédente »
column-inside-80 = Dans les 80 %
column-inside-95 = Dans les 95 %
column-error-share = En % du CA
column-against-last-week = Contre « même jour, semaine précédente »
scores-none = Aucune prévision conservée ne porte encore sur un jour passé.
scores-note = Erreur : écart absolu moyen par jour. À côté, celle de « même jour, semaine précédente ».
backtest-progress = Évaluation des modèles sur le passé
backtest-title = Modèles évalués { $period } : { $origins ->
    [one] { $origins } prévision
   *[other] { $origins } prévisions
  } de { $horizon } jours
backtest-winner = Le plus précis : { $model }, { $score } fois l’erreur de « même jour, semaine précédente »
backtest-winner-alone = Le plus précis : { $model }
forecast-not-kept = Cette prévision d’une partie des ventes n’est pas conservée.
series-undated = Les dates telles que « { $value } » ne se lisent pas : les valeurs sont prises dans l’ordre du fichier, sans que les dates indiquent de saison.
series-without-dates = Le fichier n’a pas de colonne ds (il a : { $columns }) : les valeurs sont prises dans l’ordre du fichier, sans dates.
series-left-out = Série { $series } écartée : { $reason }

occasion-new-year = Jour de l’an
occasion-mid-lent = Mi-carême
occasion-good-friday = Vendredi saint
occasion-easter-monday = Lundi de Pâques
occasion-labour-day = Fête du Travail
occasion-victory = Victoire 1945
occasion-ascension = Ascension
occasion-whit-monday = Lundi de Pentecôte
occasion-national-day = Fête nationale
occasion-assumption = Assomption
occasion-all-saints = Toussaint
occasion-armistice = Armistice
occasion-christmas = Noël
occasion-saint-stephen = Saint-Étienne
occasion-abolition-of-slavery = Abolition de l’esclavage
occasion-victor-schoelcher = Fête de Victor Schœlcher
occasion-citizenship = Fête de la Citoyenneté
occasion-gospel = Arrivée de l’Évangile
occasion-autonomy = Fête de l’autonomie
occasion-matarii = Matari’i
occasion-peter-chanel = Saint Pierre Chanel
occasion-peter-and-paul = Saints Pierre et Paul
occasion-territory-day = Fête du Territoire
occasion-bridge = Pont
occasion-school-all-saints = Vacances de la Toussaint
occasion-school-christmas = Vacances de Noël
occasion-school-winter = Vacances d’hiver
occasion-school-spring = Vacances de printemps
occasion-school-ascension = Pont de l’Ascension
occasion-school-summer = Vacances d’été
occasion-soldes-winter = Soldes d’hiver
occasion-soldes-summer = Soldes d’été
occasion-black-friday = Black Friday
occasion-valentine = Saint-Valentin
occasion-mothers-day = Fête des mères
occasion-fathers-day = Fête des pères
occasion-christmas-eve = Veille de Noël
occasion-new-years-eve = Saint-Sylvestre

# What a column of a file holds.
field-id = Identifiant
field-product = Produit
field-store = Magasin
field-date = Date
field-time = Heure
field-quantity = Quantité
field-amount =
    { $table ->
        [targets] Objectif
       *[other] Montant TTC
    }
field-net = Montant HT
field-tax = TVA
field-discount = Remise
field-order-discount = Remise de la commande
field-refunded = Montant remboursé
field-price =
    { $table ->
        [sales] Prix unitaire
       *[other] Prix
    }
field-debit = Débit
field-credit = Crédit
field-account = Compte
field-currency = Devise
field-name =
    { $table ->
        [sales] Nom du produit
       *[other] Nom
    }
field-category = Catégorie
field-city = Ville
field-region = Région
field-address = Adresse
field-postcode = Code postal
field-country = Pays
field-ticket = Ticket ou commande
field-kind = Type de ligne
field-status = Statut
field-month = Mois
field-year = Année
field-day = Jour du mois

sheet-product = Produits
sheet-category = Catégories
sheet-store = Magasins
sheet-city = Villes
sheet-region = Régions
sheet-day = Jours
sheet-week = Semaines
sheet-month = Mois
sheet-quarter = Trimestres
sheet-year = Années
sheet-weekday = Jours de la semaine
sheet-summary = Chiffres clés
sheet-lines = Ventes
sheet-sql = Requête
sheet-forecasts = Prévisions
sheet-scores = Prévisions évaluées
sheet-backtests = Modèles évalués
sheet-imports = Imports
sheet-heat-map = Semaines et jours
sheet-why = Causes
about-what = Ce fichier
about-period = Période
about-compared = Comparaison
about-remark = Remarque
about-rows = Lignes
about-first-rows = les { $rows } premières sur { $all }
about-currency = Devise
about-made-at = Fait le (UTC)
summary-period = Période
summary-compared = Jours comparés
summary-before = Comparés à
sheet-more = Il y a d’autres lignes : ce fichier s’arrête aux { $count } premières.
column-sales = Ventes
column-quantity = Quantité
column-baskets = Tickets
column-average-price = Prix moyen
column-average-basket = Panier moyen
column-what = Jours
column-revenue-compared = CA des jours comparés
column-from = Du
column-to = Au
column-day-before = Jour comparé
column-revenue-before = CA avant
column-sales-before = Ventes avant
column-quantity-before = Quantité avant
column-baskets-before = Tickets avant
column-place-before = Rang avant
column-class-before = Classe avant
column-id = Id
column-date = Date
column-kind = Type
sale-kind-sale = vente
sale-kind-return = retour
sale-kind-discount = remise
sale-kind-postage = frais de port
sale-kind-gift-card = carte cadeau
sale-kind-bad-debt = créance perdue
sale-kind-free = gratuit
column-ticket = Ticket
column-import = Import
column-file = Fichier
column-last-day = Dernier jour connu
column-group = Groupe
column-lower-80 = Bas 80 %
column-upper-80 = Haut 80 %
column-lower-95 = Bas 95 %
column-upper-95 = Haut 95 %
column-days-compared = Jours comparés
column-forecast-compared = Prévu ces jours
column-expected = Prévu
column-actual = Réalisé
column-mase = MASE
column-rmsse = RMSSE
column-smape = sMAPE
column-owa = OWA
column-failure = Motif de l’échec
part-pieces = Volume et mix

account = Compte des lignes : { $lines } lues, { $amount } = { $parts }
account-part = { $lines } { $name } ({ $amount })
account-sale = vendues
account-return = retournées
account-discount = remises
account-postage = frais de port
account-gift-card = cartes cadeaux
account-bad-debt = impayés
account-free = offertes
account-record = lues
account-refused = refusées
account-confirmed = { $count ->
    [one] Confirmé par un total du fichier lui-même.
   *[other] Confirmé par { $count } totaux du fichier lui-même.
  }
account-contradicted = { $file }, ligne { $line } : ce total de { $amount } n’est la somme d’aucune des lignes lues ; vérifiez qu’il n’en manque pas.
account-filled = Lues aussi pour les lignes du dessous : { $columns }
import-answer-currency = Montants en { $currency }
import-answer-references = Les appeler par ces références
import-answer-debits-and-credits = Les crédits sont des ventes, les débits des retours
import-answer-amount = Le montant est « { $column } »
import-answer-side-by-side = { $kind ->
    [stores] Un magasin par colonne
    [products] Un produit par colonne
    [parts] Des parts des ventes d’un même magasin
    [days] Un jour par colonne
   *[months] Un mois par colonne, compté à son dernier jour
} { $figure ->
    [pieces] (quantités)
    [money] (montants)
   *[any] {""}
}
import-skipped = Fichiers ignorés dans { $folder } : { $files }
import-sheets-read = Feuilles lues ensemble dans { $file } : { $sheets }
import-sheets-aside = Feuilles laissées de côté dans { $file } : { $sheets }
import-sheets-hidden = Feuilles masquées de { $file }, non lues : { $sheets }
import-rows-folded = { $file } : { $count ->
        [one] une ligne filtrée ou repliée est comptée
       *[other] { $count } lignes filtrées ou repliées sont comptées
    } ({ $amount })
import-rows-hidden = { $file } : { $count ->
        [one] une ligne masquée est comptée
       *[other] { $count } lignes masquées sont comptées
    } ({ $amount })
import-columns-hidden = Colonnes masquées de { $file }, lues : { $columns }
import-notes = Notes à côté du tableau de { $file }, laissées de côté ({ $count }) : { $notes }
import-note = ligne { $line } : « { $text } »
aside-other-table = autre tableau
aside-cancelled = annulée ou échouée
aside-draft = pas encore vendue
aside-refunded = remboursée
aside-payment = règlement
aside-order = commande ou livraison facturée
aside-answered = mise de côté comme demandé
passed-folder = dossier
passed-hidden = fichier caché ou verrou
passed-rejects = lignes refusées d’un import ; corrigez-les, puis importez ce fichier par son nom
passed-no-data = n’est pas un fichier de données

complete-to = Les ventes sont complètes jusqu’au { $day }.
complete-before = Les ventes sont complètes jusqu’au { $day } ; les dernières sont du { $last }.
complete-never = Les dernières ventes sont du { $last } ; aucun jour n’est complet.
complete-late = En retard : { $stores }.
complete-late-store = { $store } (depuis le { $day })
complete-cut-short = Journée incomplète : { $stores }.
complete-cut-short-store = { $store } (le { $day })
complete-none-late = Aucun magasin n’est en retard.
complete-silent = Rien de plus récent n’a été importé.
days-ahead = { $sales ->
    [one] Une vente est datée d’après aujourd’hui ({ $days }, { $revenue }) : elle ne compte pas encore. Commande, ou date à corriger ?
   *[other] { $sales } ventes sont datées d’après aujourd’hui ({ $days }, { $revenue }) : elles ne comptent pas encore. Commandes, ou dates à corriger ?
}
days-closed-since = { $store } : fermé depuis le { $day }
days-said-closed = { $store } : fermé, { $days } (votre réponse)
days-said-missing = { $store } : données manquantes, { $days } (votre réponse)
days-asked = Fermé, ou données manquantes ? Tant que la question reste ouverte, ces jours comptent comme fermés, et les comparaisons donnent les deux chiffres.
days-asked-hint = Fermé, ou données manquantes ? « comptoir days » montre les jours sans vente et enregistre votre réponse.
days-column-days = Jours
days-column-answer = Répondre
