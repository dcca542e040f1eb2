# L’éditeur SQL.

page-sql-query = Votre requête
page-sql-read-only = en lecture seule : rien ici ne peut modifier vos données
page-sql-examples = Exemples de requêtes
page-sql-example-total = CA total
page-sql-example-products = Ventes par produit
page-sql-example-regions = Ventes par région, avec leur part
page-sql-example-days = CA par jour
page-sql-example-months = CA par mois
page-sql-example-best = Meilleurs jours
page-sql-stores = Magasins
page-sql-share = Part (%)
page-sql-editor = Requête SQL
page-sql-editor-keys = { $key } + Entrée exécute · Échap puis Tab quitte l’éditeur
page-sql-placeholder = Écrivez une requête SELECT, ou choisissez un exemple
page-sql-completions = Propositions
page-sql-selection-deleted = Sélection supprimée
page-sql-control-character = Caractère de contrôle
page-sql-run = Exécuter
page-sql-cancel = Annuler
page-sql-recent = { $count ->
    [one] Requête récente
   *[other] Requêtes récentes ({ $count })
  }
page-sql-forget = Oublier la requête { $sql }
page-sql-forget-short = Oublier
page-sql-forget-all = Tout oublier
page-sql-schema = Tables et colonnes
page-sql-schema-hint = Un clic écrit le nom dans la requête.
page-sql-insert = Écrire { $name } dans la requête
page-sql-insert-name = Écrire le nom
page-sql-insert-table = Écrire le nom de { $name }
page-sql-preview = Voir les lignes de { $name }
page-sql-preview-short = Voir les lignes
page-sql-key = clé
page-sql-result = Résultat
page-sql-idle = Le résultat de votre requête s’affichera ici.
page-sql-running = requête en cours…
page-sql-cancelled = Requête annulée.
page-sql-told = { $count ->
    [one] { $rows } ligne en { $took }
   *[other] { $rows } lignes en { $took }
  }
page-sql-milliseconds = { $time } ms
page-sql-seconds = { $time } s
page-sql-line = ligne { $line } de la requête
page-sql-cut = Seules les { $limit } premières lignes sont données : restreignez la requête pour voir les autres.
page-sql-rows = Résultat de la requête, en tableau
page-sql-shown = { $shown } lignes affichées sur { $all }.
page-sql-more = Afficher { $rows } de plus
page-sql-bytes = { $size } octets
page-sql-view = Vue du résultat
page-sql-view-table = Tableau
page-sql-view-chart = Graphique
page-sql-axis-value = Valeur
page-sql-axis-along = selon
page-sql-point = { $name } : { $value }
page-sql-chart-keys = Flèches : d’une valeur à l’autre.
page-sql-chart-summary = { $value } selon { $along } : au plus haut { $highest } ({ $highest-name }), au plus bas { $lowest } ({ $lowest-name }).
page-sql-chart-left = Les { $shown } premières lignes ; { $left } autres sont dans le tableau.
page-sql-chart-none = Aucune valeur à dessiner.
page-sql-credit = Éditeur : CodeMirror.
