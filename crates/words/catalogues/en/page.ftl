# The words that all pages share. Numbers and dates arrive already written.

page-overview = Overview
page-skip = Skip to the figures
page-pages = Pages
page-fresh-late = Complete to { $day }
page-fresh-stores = Late: { $stores }
page-fresh = Up to date to { $day }
page-language = Language
page-theme-system = System colours
page-theme-light = Light colours
page-theme-dark = Dark colours
page-unknown-region = Unknown region
page-unknown-product = Unknown product
page-unknown = Unknown
page-table = Table
page-reload = Reload
page-error-title = The figures did not arrive
page-error-network = The server does not answer. Check that Comptoir is still running, then try again.
page-error-answer = The server gave an unexpected answer ({ $status }).
page-error-page = The page could not be drawn: { $reason }
page-retry = Try again
page-unfilter = Remove the filters
page-credit-map = Map: IGN, Admin Express, Licence Ouverte 2.0.
page-credit-libraries = Curve: Apache ECharts. Words: Mozilla Fluent.

page-forecasts = Forecasts
page-data = Data
page-sql = SQL
page-title-overview = Comptoir – Overview
page-title-forecasts = Comptoir – Forecasts
page-title-data = Comptoir – Data
page-title-sql = Comptoir – SQL
page-sign-out = Sign out
page-database-down = The database does not answer. The figures shown still hold; the page goes on by itself.
page-all-sales = All sales

page-day = Day
page-week = Week
page-month = Month
page-revenue = Revenue
page-sales = Sales
page-quantity = Quantity
page-average-basket = Average basket
page-average-price = Average price
page-share = Share
page-change = Change
page-cumulative = Cumulative
page-forecast = Forecast
page-product = Product
page-category = Category
page-store = Store
page-city = City
page-region = Region
page-calendar = Calendar
page-interval = { $level } interval
page-range = { $low } to { $high }

page-menu = Download: { $title }
page-download-csv-fr = CSV for French Excel
page-download-csv = Plain CSV
page-download-xlsx = Excel (XLSX)
page-download-png = PNG picture
page-download-svg = SVG picture
page-show-sql = Where does this number come from? (SQL)

page-login-title = Sign in
page-login-password = Password
page-login-show = Show the password
page-login-send = Sign in
page-login-wait = Checking…
page-login-failed = The service does not answer. Try again in a moment.

page-api-title = The API
page-api-parameters = Parameters (* needed)
page-api-body = Body of the request
page-api-problems = When something goes wrong
page-api-try = Try:
