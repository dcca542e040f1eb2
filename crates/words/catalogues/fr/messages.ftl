# Ce que dit le programme quand tout va bien.

import-added = { $count } nouvelles données importées dans { $table }.
import-nothing = Aucune nouvelle donnée à importer dans { $table }.
import-dry-run = Essai : { $count } lignes de { $table } lues, rien n'est écrit.
import-columns = Colonnes de { $file } : { $columns }
import-changed = { $count } lignes déjà connues de { $table } ont un autre contenu dans { $file } ; rien n'a été modifié. Premières : { $ids }
import-aside = Lignes laissées de côté dans { $file } : { $lines }
aside-title = titre
aside-repeated-header = en-tête répété
aside-total = total
aside-footer = remarque
import-without-region = Région inconnue pour : { $stores }
import-rejected = { $count } lignes refusées dans { $file }.
import-more-rejects = … et { $count } autres.
import-progress = Lecture de { $file }

analyse-progress = Analyse des ventes
analyse-title = Ventes { $period }
analyse-period = du { $from } au { $to }
analyse-total = CA total
analyse-kept = { $count } résultats conservés dans analysis_results.
analyse-by-product = Ventes par produit
analyse-by-region = Ventes par région
analyse-by = Ventes par { $grouping }
column-product = Produit
column-category = Catégorie
column-store = Magasin
column-city = Ville
column-region = Région
column-day = Jour
column-revenue = CA
column-share = Part
unknown = inconnu
unknown-region = Région inconnue
grouping-product = produit
grouping-category = catégorie
grouping-store = magasin
grouping-city = ville
grouping-region = région
grouping-day = jour

forecast-progress = Calcul de la prévision
forecast-title = Prévisions du CA, { $model }
column-forecast = Prévision
column-interval-80 = Intervalle 80 %
column-interval-95 = Intervalle 95 %
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
db-serve-ready = Service de base de données : { $url } (fichier { $path })
db-backup-working = Copie de la base
db-backup-done = Base copiée dans { $path }
db-restore-done = { $path } contient maintenant la copie { $backup }
db-restore-kept = L'ancienne base est gardée dans { $path }
db-check-sound = { $path } est saine.
db-token-made = Jeton « { $name } » ({ $scope }) ; il n'est affiché qu'une fois :
db-token-revoked = Jeton { $id } révoqué.
token-id = N°
token-name = Nom
token-scope = Droit
token-created = Créé le
demo-title = Démonstration : 30 jours de ventes de novembre 2023, données fictives
told-error = Erreur :
told-remedy = Que faire :
