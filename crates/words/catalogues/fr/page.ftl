# Les mots que toutes les pages partagent. Les nombres et les dates arrivent déjà écrits à la française.

page-overview = Vue d’ensemble
page-skip = Aller aux chiffres
page-pages = Pages
page-fresh-late = Complet au { $day }
page-fresh-stores = En retard : { $stores }
page-fresh = À jour au { $day }
page-language = Langue
page-theme-system = Couleurs du système
page-theme-light = Couleurs claires
page-theme-dark = Couleurs sombres
page-unknown-region = Région inconnue
page-unknown-product = Produit inconnu
page-unknown = Inconnu
page-table = Tableau
page-reload = Recharger
page-error-title = Les chiffres ne sont pas arrivés
page-error-network = Le serveur ne répond pas. Vérifiez que Comptoir tourne toujours, puis réessayez.
page-error-answer = Le serveur a répondu de façon inattendue ({ $status }).
page-error-page = La page n’a pas pu s’afficher : { $reason }
page-retry = Réessayer
page-unfilter = Retirer les filtres
page-credit-map = Carte : IGN, Admin Express, Licence Ouverte 2.0.
page-credit-libraries = Courbe : Apache ECharts. Mots : Mozilla Fluent.

page-forecasts = Prévisions
page-data = Données
page-sql = SQL
page-title-overview = Comptoir – Vue d’ensemble
page-title-forecasts = Comptoir – Prévisions
page-title-data = Comptoir – Données
page-title-sql = Comptoir – SQL
page-sign-out = Se déconnecter
page-database-down = La base de données ne répond pas. Les chiffres affichés restent valables ; la page reprendra d’elle-même.
page-all-sales = Toutes les ventes

page-day = Jour
page-week = Semaine
page-month = Mois
page-revenue = CA
page-sales = Ventes
page-quantity = Quantité
page-average-basket = Panier moyen
page-average-price = Prix moyen
page-share = Part
page-change = Écart
page-cumulative = Cumul
page-forecast = Prévision
page-product = Produit
page-category = Catégorie
page-store = Magasin
page-city = Ville
page-region = Région
page-calendar = Calendrier
page-interval = Intervalle { $level }
page-range = { $low } à { $high }

page-menu = Télécharger : { $title }
page-download-csv-fr = CSV pour Excel français
page-download-csv = CSV simple
page-download-xlsx = Excel (XLSX)
page-download-png = Image PNG
page-download-svg = Image SVG
page-show-sql = D’où vient ce chiffre ? (SQL)

page-login-title = Se connecter
page-login-password = Mot de passe
page-login-show = Afficher le mot de passe
page-login-send = Se connecter
page-login-wait = Vérification…
page-login-failed = Le service ne répond pas. Réessayez dans un instant.

page-api-title = L’API
page-api-parameters = Paramètres (* obligatoire)
page-api-body = Corps de la demande
page-api-problems = Quand cela ne va pas
page-api-try = Essayer :
