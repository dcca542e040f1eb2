# La vue d’ensemble.

page-period = Période
page-period-days = { $days } j
page-period-days-long = { $days } jours
page-period-month = Mois
page-period-quarter = Trimestre
page-period-year = Année
page-period-all = Tout
page-period-custom = Du… au…
page-period-from = Du
page-period-to = Au
page-period-show = Afficher
page-period-before = Période précédente
page-period-after = Période suivante
page-period-upside-down = La fin vient avant le début.
page-filters = Filtres
page-filter-product = Produit : { $name }
page-filter-category = Catégorie : { $name }
page-filter-store = Magasin : { $name }
page-filter-city = Ville : { $name }
page-filter-region = Région : { $name }
page-filter-days = Jours : { $days }
page-filter-remove = Retirer le filtre { $filter }
page-filter-escape = Échap retire tous les filtres
page-filter-add = + filtre
page-filter-grouping = Filtrer par
page-filter-search = Chercher un nom
page-filter-nothing = Aucun nom trouvé

page-versus = contre
page-compared-n-1 = les mêmes jours N-1
page-compared-previous = la période précédente
page-versus-n-1 = vs N-1
page-versus-previous = vs période préc.
page-versus-nothing = pas encore de période à comparer
page-before-n-1 = N-1
page-before-previous = Période précédente
page-same-stores = magasins constants
page-same-stores-title = Ne comparer chaque magasin que sur les jours où il vendait dans les deux périodes
page-missing = données manquantes
page-late = complet jusqu’au { $day }
page-late-title = Des magasins n’ont pas encore envoyé toutes leurs ventes

page-figures = Chiffres clés
page-figure-show = Montrer sur la courbe
page-revenue-total = CA total
page-average-sale = Panier moyen (par ligne)
page-target = { $share } de l’objectif ({ $target }) au { $day }
page-target-expected = attendu : { $expected }
page-target-per-day = { $days ->
        [one] reste { $amount } pour le dernier jour
       *[other] reste { $amount } par jour sur { $days } jours
    }
page-announce = { $period } : { $revenue } de CA, { $count ->
    [one] { $sales } vente
   *[other] { $sales } ventes
  }.
page-announce-filtered = { $filters }, { $period } : { $revenue } de CA, { $count ->
    [one] { $sales } vente
   *[other] { $sales } ventes
  }.

page-revenue-long = Chiffre d’affaires
page-sales-long = Ventes
page-quantity-long = Quantité
page-average-basket-long = Panier moyen
page-average-price-long = Prix moyen
page-curve-by-day = par jour
page-curve-by-week = par semaine
page-curve-by-month = par mois
page-curve-forecast = { $days ->
    [one] { $by }, prévision à 1 jour, faite le { $when }
   *[other] { $by }, prévision à { $days } jours, faite le { $when }
  }
page-curve-summary-day = { $average } par jour en moyenne ; au plus haut { $highest } ({ $highest-day }), au plus bas { $lowest } ({ $lowest-day }).
page-curve-summary-open-day = { $days ->
    [one] { $average } le seul jour d’ouverture ; au plus haut { $highest } ({ $highest-day }), au plus bas { $lowest } ({ $lowest-day }).
   *[other] { $average } par jour d’ouverture en moyenne ({ $days } jours) ; au plus haut { $highest } ({ $highest-day }), au plus bas { $lowest } ({ $lowest-day }).
  }
page-curve-summary-week = { $average } par semaine en moyenne ; au plus haut { $highest } ({ $highest-day }), au plus bas { $lowest } ({ $lowest-day }).
page-curve-summary-month = { $average } par mois en moyenne ; au plus haut { $highest } ({ $highest-day }), au plus bas { $lowest } ({ $lowest-day }).
page-curve-summary-none = Aucune vente sur cette période.
page-curve-summary-forecast = Prévision pour { $day } : { $mean }, entre { $low } et { $high } huit fois sur dix.
page-curve-keys = Flèches gauche et droite : d’un point à l’autre. Entrée : ne garder que ces jours.
page-curve-table = La courbe, en tableau
page-legend-soldes = Soldes
page-legend-school = Vacances scolaires
page-model = modèle { $model }, prévision faite le { $when } d’après les ventes connues au { $day }
page-forecast-filtered = La prévision porte sur toutes les ventes : retirez les filtres pour la voir.
page-forecast-none = Pas encore de prévision : la page Prévisions en fait une.
page-forecast-old = La dernière prévision part du { $day } : la page Prévisions la met à jour.
page-forecast-older-data = Les ventes ont changé depuis cette prévision : la page Prévisions la met à jour.

page-by-region = Par région
page-by-store = Par magasin
page-by-category = Par catégorie
page-others = Autres
page-leaderboard-search = Chercher parmi les { $count }
page-stores-table = Chiffre d’affaires par magasin
page-categories-table = Chiffre d’affaires par catégorie
page-regions-table = Chiffre d’affaires par région
page-map-heats = Couleur de la carte
page-map-heat-revenue = CA
page-map-heat-inhabitant = pour 1 000 hab.
page-map-heat-change = évolution
page-map-per-thousand = { $amount } pour 1 000 habitants
page-map-elsewhere = Non situé sur la carte
page-map-summary = Carte de France du chiffre d’affaires. { $name } vient en tête : { $revenue }, { $share } du total. Le tableau voisin donne chaque région et sert à filtrer.
page-map-summary-none = Carte de France du chiffre d’affaires : aucune vente sur cette période.
page-map-none = Aucune vente
page-map-scale = De { $low } à { $high }
page-map-click = Cliquez pour filtrer
page-map-unclick = Cliquez pour retirer le filtre
page-map-sales = { $count ->
    [one] { $number } vente
   *[other] { $number } ventes
  }

page-products = Meilleurs produits
page-products-small = CA, part et cumul
page-products-table = Meilleurs produits, en tableau
page-products-share = { $share } · cumul { $cumulative }
page-products-others = Autres produits
page-products-total = Total
page-products-none = Aucune vente sur cette période.

page-why = Pourquoi ?
page-why-nothing = Pas encore de ventes à comparer : l’explication viendra avec l’historique.
page-why-table = De la période comparée à celle-ci, en étapes
page-why-lines = Ce qui compte le plus
page-why-part = Étape
page-why-drawing = Dessin
page-why-amount = Montant
page-why-before-n-1 = N-1
page-why-before-previous = Avant
page-why-now = Période
page-part-price = Prix
page-part-volume = Volume
page-part-customers = Clients
page-part-items = Articles par client
page-part-mix = Mix
page-part-returns = Retours
page-part-calendar = Calendrier
page-part-holidays = Décalage des fêtes
page-part-new = Nouveaux produits
page-part-lost = Produits perdus
page-part-opened = Magasins ouverts
page-part-closed = Magasins fermés
page-part-other = Autres

page-weeks = Rythme des semaines
page-weeks-small = CA par jour
page-weeks-mean = moyenne
page-weeks-table = Chiffre d’affaires de chaque jour, du lundi au dimanche, semaine par semaine
page-weeks-summary = Meilleur jour : { $best }, { $best-revenue } en moyenne. Le plus calme : { $least }, { $least-revenue }.
page-weeks-summary-none = Trop peu de jours pour un rythme.

page-empty-title = Tout est prêt, il ne manque que vos ventes
page-empty-text = Déposez un fichier de votre caisse, de votre boutique ou de votre ERP : CSV, Excel, JSON, Parquet.
page-empty-import = Importer un fichier
page-empty-or = Ou depuis un terminal, pour vos ventes ou pour la démonstration :
page-empty-command = comptoir import FICHIER
