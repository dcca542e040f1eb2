# Les mots de la page. Les nombres et les dates arrivent déjà écrits à la française.

page-title = Comptoir – Vue d’ensemble
page-overview = Vue d’ensemble
page-skip = Aller aux chiffres
page-pages = Pages
page-fresh = À jour au { $day }

page-language = Langue
page-theme-system = Couleurs du système
page-theme-light = Couleurs claires
page-theme-dark = Couleurs sombres

page-period = Période
page-period-days = { $days } j
page-period-days-long = { $days } jours
page-period-all = Tout
page-filters = Filtres
page-filter-product = Produit : { $name }
page-filter-category = Catégorie : { $name }
page-filter-store = Magasin : { $name }
page-filter-city = Ville : { $name }
page-filter-region = Région : { $name }
page-filter-remove = Retirer le filtre { $filter }
page-filter-escape = Échap retire tous les filtres
page-unknown-region = Région inconnue
page-unknown-product = Produit inconnu
page-unknown = Inconnu

page-figures = Chiffres clés
page-revenue-total = CA total
page-sales = Ventes
page-quantity = Quantité
page-average-price = Prix moyen
page-per-day = { $value } par jour
page-per-sale = { $value } par vente
page-per-unit = par unité vendue
page-announce = { $period } : { $revenue } de CA, { $sales } ventes.
page-announce-filtered = { $filters }, { $period } : { $revenue } de CA, { $sales } ventes.

page-table = Tableau
page-day = Jour
page-revenue = CA
page-share = Part
page-cumulative = Cumul
page-forecast = Prévision
page-interval = Intervalle { $level }
page-range = { $low } à { $high }

page-curve = Chiffre d’affaires
page-curve-daily = par jour
page-curve-forecast = { $days ->
    [one] par jour, prévision à 1 jour
   *[other] par jour, prévision à { $days } jours
  }
page-curve-summary = { $average } par jour en moyenne ; au plus haut { $highest } ({ $highest-day }), au plus bas { $lowest } ({ $lowest-day }).
page-curve-summary-none = Aucune vente sur cette période.
page-curve-summary-forecast = Prévision pour { $day } : { $mean }, entre { $low } et { $high } huit fois sur dix.
page-curve-keys = Flèches gauche et droite : d’un jour à l’autre.
page-curve-table = Chiffre d’affaires par jour, en tableau
page-model = modèle { $model }
page-forecast-filtered = La prévision porte sur toutes les ventes : retirez les filtres pour la voir.
page-forecast-none = Pas encore de prévision : lancez { $command }.
page-forecast-old = La dernière prévision part du { $day } : relancez { $command } pour la mettre à jour.
page-forecast-older-data = Les ventes ont changé depuis cette prévision : relancez { $command }.

page-regions = Par région
page-regions-small = cliquez pour filtrer
page-regions-table = Chiffre d’affaires par région
page-region = Région
page-map-summary = Carte de France du chiffre d’affaires. { $name } vient en tête : { $revenue }, { $share } du total. Le tableau voisin donne chaque région et sert à filtrer.
page-map-summary-none = Carte de France du chiffre d’affaires : aucune vente sur cette période.
page-map-none = Aucune vente
page-map-scale = CA, de { $low } à { $high }
page-map-click = Cliquez pour filtrer
page-map-unclick = Cliquez pour retirer le filtre
page-map-sales = { $count ->
    [one] { $number } vente
   *[other] { $number } ventes
  }

page-products = Meilleurs produits
page-products-small = CA, part et cumul
page-products-table = Meilleurs produits, en tableau
page-product = Produit
page-products-share = { $share } · cumul { $cumulative }
page-products-others = Autres produits
page-products-total = Total
page-products-none = Aucune vente sur cette période.

page-empty-title = Tout est prêt, il ne manque que vos ventes
page-empty-text = Importez un fichier de votre caisse, de votre boutique ou de votre ERP (CSV ou JSON) :
page-empty-command = comptoir import FICHIER
page-empty-after = Puis revenez ici : vos chiffres s’afficheront.
page-reload = Recharger

page-error-title = Les chiffres ne sont pas arrivés
page-error-network = Le serveur ne répond pas. Vérifiez que Comptoir tourne toujours, puis réessayez.
page-error-answer = Le serveur a répondu de façon inattendue ({ $status }).
page-error-page = La page n’a pas pu s’afficher : { $reason }
page-retry = Réessayer

page-credit-map = Carte : IGN, Admin Express, Licence Ouverte 2.0.
page-credit-libraries = Courbe : Apache ECharts. Mots : Mozilla Fluent.
