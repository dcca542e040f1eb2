# Les prévisions.

page-forecasts-file = comptoir-previsions-{ $from }_{ $to }
page-forecasts-target = Ce qui est prévu
page-forecasts-of-what = Prévision de
page-forecasts-one-region = Une région
page-forecasts-one-city = Une ville
page-forecasts-one-store = Un magasin
page-forecasts-one-category = Une catégorie
page-forecasts-one-product = Un produit
page-forecasts-horizon = Horizon
page-forecasts-days = { $days } jours
page-forecasts-next = Les { $days } prochains jours
page-forecasts-over = Les { $days } jours prévus
page-forecasts-revenue = CA attendu, { $period }
page-forecasts-within = entre { $low } et { $high }, huit fois sur dix
page-forecasts-against-before = sur les { $days } jours d’avant ({ $revenue })
page-forecasts-against-year = contre N-1, mêmes jours de la semaine ({ $revenue })
page-forecasts-year-before = N-1
page-forecasts-year-before-of = { $revenue }, sur { $known } des { $days } jours
page-forecasts-year-change = Contre N-1
page-forecasts-summary = { $what }, { $period } : { $mean } attendus, entre { $low } et { $high } huit fois sur dix, selon le modèle { $model }.
page-forecasts-summary-none = { $what } : le chiffre d’affaires des { $days } derniers jours, sans prévision encore.
page-forecasts-keys = Flèches gauche et droite : d’un jour à l’autre.
page-forecasts-curve-table = Chiffre d’affaires et prévision par jour, en tableau
page-forecasts-none-short = Pas encore de prévision
page-forecasts-none = Rien n’a encore été prévu ici à { $days } jours. Une prévision prend quelques secondes.
page-forecasts-past = Ces jours sont déjà passés : les ventes vont jusqu’au { $day }. Prévoyez la suite.
page-forecasts-behind = Les ventes ont changé depuis cette prévision, faite d’après celles connues au { $day }. Prévoyez de nouveau.
page-forecasts-incomplete = Les ventes du { $day } ne sont pas encore complètes : ce jour est prévu, lui aussi.
page-forecasts-model = Modèle
page-forecasts-best-option = { $model } (le plus précis)
page-forecasts-make = Prévoir maintenant
page-forecasts-making = Calcul de la prévision… quelques secondes.
page-forecasts-made = · prévision faite le { $when }
page-forecasts-why-waiting = Son score sur le passé est en cours de calcul.
page-forecasts-why-better = { $origins ->
    [one] { $share } d’erreur en moins que « même jour de la semaine d’avant », sur un essai.
   *[other] { $share } d’erreur en moins que « même jour de la semaine d’avant », sur { $origins } essais.
  }
page-forecasts-why-worse = { $origins ->
    [one] { $share } d’erreur en plus que « même jour de la semaine d’avant », sur un essai.
   *[other] { $share } d’erreur en plus que « même jour de la semaine d’avant », sur { $origins } essais.
  }
page-forecasts-why-last-week = C’est « même jour de la semaine d’avant », à quoi les autres se comparent.
page-forecasts-why-untried = Ce modèle n’a pas de score sur ce passé.
page-forecasts-why-winner = Le plus précis à l’essai : { $model }.
page-forecasts-why-auto = auto combine plusieurs modèles, pour ne pas dépendre d’un seul.

page-forecasts-parts = Prévision détaillée
page-forecasts-parts-table = Prévision détaillée, en tableau
page-forecasts-level = Par
page-forecasts-parts-small = { $days } jours, { $model }, faite le { $when }
page-forecasts-parts-none = Ces parts n’ont pas encore été prévues à { $days } jours : elles le sont ensemble, et leur somme est le total.
page-forecasts-parts-behind = Les ventes ont changé depuis ces prévisions.
page-forecasts-parts-other = Ces parts sont celles d’une autre prévision que celle du haut : { $model }, faite le { $when } d’après les ventes connues au { $day } ; son total est { $revenue }.
page-forecasts-parts-make = Prévoir toutes les parts
page-forecasts-days-ahead = Jours à venir
page-forecasts-expected = CA attendu

page-forecasts-trial = Les modèles évalués
page-forecasts-trial-table = Les modèles évalués, en tableau
page-forecasts-trial-small = { $what }, { $period } : { $origins ->
    [one] une prévision de { $days } jours
   *[other] { $origins } prévisions de { $days } jours
  }
page-forecasts-trial-running = Évaluation des modèles sur le passé de cette boutique… quelques secondes. Le reste de la page n’attend pas.
page-forecasts-trial-few = { $origins ->
    [one] Un seul essai : le passé est court, ces scores disent peu.
   *[other] { $origins } essais seulement : le passé est court, ces scores disent peu.
  }
page-forecasts-column-share = Erreur
page-forecasts-column-error = Par jour
page-forecasts-column-against = Contre semaine d’avant
page-forecasts-column-mase = MASE
page-forecasts-column-inside = Dans les { $level }
page-forecasts-winner = le plus précis
page-forecasts-chosen = affiché
page-forecasts-help = Comment lire ces chiffres
page-forecasts-help-share = Écart moyen par jour entre prévu et réalisé, en part du CA quotidien.
page-forecasts-help-error = Le même écart moyen, dans la devise des ventes.
page-forecasts-help-against = Le même, comparé à l’erreur de « même jour de la semaine d’avant » : un nombre négatif est un gain.
page-forecasts-help-mase = L’erreur rapportée à l’écart habituel d’une semaine à l’autre : sous 1, le modèle fait mieux que ce simple report.
page-forecasts-help-inside = Part des jours tombés dans l’intervalle : elle doit être proche de la couverture annoncée.
page-forecasts-reason = N’a pas pu être évalué ({ $code }).
page-forecasts-reason-forecast-series-too-short = Pas encore assez de passé : { $observed } jours, il en faut { $needed }.
page-forecasts-reason-forecast-not-for-series = Ne convient pas à ces ventes.
page-forecasts-reason-forecast-likelihood-undefined = Ne peut pas être calculé sur ces ventes.
page-forecasts-reason-forecast-undefined = Produit des valeurs trop grandes pour être calculées.

page-forecasts-coverage = Couverture annoncée et observée
page-forecasts-coverage-table = Couverture annoncée et observée, en tableau
page-forecasts-coverage-real = Vos prévisions
page-forecasts-coverage-summary = { $name } : { $held80 } des jours dans l’intervalle de 80 %, { $held95 } dans celui de 95 %.
page-forecasts-coverage-summary-real = Vos prévisions, { $days ->
    [one] sur un jour
   *[other] sur { $days } jours
  } : { $held80 } dans l’intervalle de 80 %, { $held95 } dans celui de 95 %.
page-forecasts-promise = Couverture annoncée
page-forecasts-promised = Annoncé { $level }

page-forecasts-scores = Prévu et réalisé
page-forecasts-scores-table = Prévu et réalisé, en tableau
page-forecasts-scores-running = Recherche des jours passés depuis…
page-forecasts-scores-none = Rien à comparer encore : le premier jour prévu est le { $day }, la comparaison viendra avec ses ventes.
page-forecasts-scores-never = Rien à comparer encore : faites une prévision, elle sera évaluée quand ses jours seront passés.
page-forecasts-scores-others = D’autres prévisions sont déjà évaluées : choisissez-les en haut de la page.
page-forecasts-scored-made = Faite le
page-forecasts-scored-model = Modèle
page-forecasts-scored-days = Jours
page-forecasts-scored-expected = Prévu
page-forecasts-scored-actual = Réalisé
page-forecasts-scored-error = Erreur par jour
page-forecasts-scored-against = Contre semaine d’avant
page-forecasts-scored-inside80 = Dans les 80 %
page-forecasts-scored-inside95 = Dans les 95 %
page-forecasts-of-days = { $inside } sur { $days }
page-forecasts-scored-summary = { $period } : { $expected } prévus, { $actual } réalisés ({ $change }).
page-forecasts-scored-table = Prévu et réalisé par jour, en tableau

page-forecasts-empty-title = Pas encore de ventes pour établir une prévision
page-forecasts-empty = Importez vos ventes : deux semaines suffisent pour une première prévision, un an pour qu’elle connaisse vos saisons.
page-forecasts-empty-way = Importer des ventes

page-forecasts-model-auto = plusieurs modèles combinés, selon leurs erreurs passées
page-forecasts-model-seasonal-naive = même jour de la semaine d’avant
page-forecasts-model-naive = comme la veille
page-forecasts-model-seasonal-mean = moyenne de ce jour de la semaine, sur un an
page-forecasts-model-arima-510 = les variations des cinq derniers jours, sans calendrier
page-forecasts-model-auto-arima = ARIMA dont l’ordre est choisi sur vos ventes
page-forecasts-model-ets = lissage exponentiel, sa forme choisie sur vos ventes
page-forecasts-model-theta = niveau lissé et tendance, mêlés au mieux
page-forecasts-model-ces = lissage qui apprend seul la forme de la tendance
page-forecasts-model-mstl-theta = la semaine mise à part, puis theta sur le reste
