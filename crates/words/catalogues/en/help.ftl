# The help of each command (help-COMMAND) and flag (help-COMMAND-FLAG, or help-FLAG where shared).

help = Comptoir: sales analytics for small businesses
help-usage = Usage:
help-commands = Commands
help-arguments = Arguments
help-options = Options
help-default = [default: { $value }]
help-help = Shows this help
help-version = Shows the version
help-database = The database: a file, or the address of a database service [default: comptoir.db]
help-lang = The language: fr or en [default: fr]
help-json = Writes one JSON document to standard output

help-demo = Loads the demonstration data, analyses, forecasts, then opens the dashboard
help-demo-no-serve = Stops after printing, without a dashboard
help-demo-listen = The dashboard's address

help-import = Imports products, stores, sales or targets: only new records are added
help-import-sources = CSV, JSON, Parquet, XLSX, XLS or ODS files, folders, patterns (*.csv), http(s) addresses, or - for standard input
help-import-table = What the file holds, if it cannot be recognised
help-import-map = The role of a column: id, product, store, date, time, quantity, amount, net, tax, discount, discount-rate, order-discount, price, currency, name, category, city, region, address, postcode, country, ticket, kind, status, month, year or day
help-import-ignore = A column not to be used; remembered for files with the same columns
help-import-date-order = The order of dates, if the file allows more than one: ydm also reads days and months that a spreadsheet has swapped
help-import-time-zone = The day on which UTC times count: shop (the store’s territory, by default), keep (as written), or a zone such as Indian/Reunion
help-import-currency = The currency of the amounts, by its code (EUR, CHF…), if the file does not say it or mixes several
help-import-decimal = The decimal mark, if the file allows two
help-import-on-error = Set invalid lines aside, or stop
help-import-dry-run = Reads and checks without writing anything, and shows how the file is read
help-import-kind = What the lines with a word are: a type ('Avoir=return'), the letters of a number ('DEV=aside'), a product ('Deposit=sale'); repeatable, and remembered
help-import-state = What the lines with a state are ('Draft=aside'); repeatable, and remembered
help-import-dates-once = The date is only on the first line of each day
help-import-side-by-side = What side-by-side columns of one figure stand for, one value per group
help-import-moved-stores = The sales of stores that have a new location: past moves all of them, a day those since that day; without an answer the store stays where it is
help-import-same-till = Files that share days come from the same till

help-analyse = Computes total revenue, by product and by region, and keeps it
help-analyse-from = The first day
help-analyse-to = The last day
help-analyse-by = One grouping only, saving nothing
help-analyse-top = Only the N largest, the others together
help-analyse-movers = The N largest rises, then the N largest falls
help-analyse-sql = Also shows the SQL of these figures
help-analyse-lines = Shows the sales lines behind the figure, and their file
help-analyse-net = From gross to net revenue: discounts, returns, postage
help-analyse-targets = The targets of the month: what is sold, what remains per day

help-why = Explains why revenue changed: price, volume, products, stores, trading days
help-why-from = The first day [default: the last month]
help-why-to = The last day
help-why-top = How many causes to show

help-compare = What to compare with: the period before, the same weekdays a year before, holidays with holidays, or the same dates a year before
help-same_stores = Only stores that sold in both periods
help-product = Only this product (repeatable)
help-category = Only this category (repeatable)
help-store = Only this store (repeatable)
help-city = Only this city (repeatable)
help-region = Only this region (repeatable)
help-format = The output format [default: table]

help-forecast = Forecasts the revenue of the next days, and keeps the forecast
help-forecast-model = The model: auto, arima(p,d,q), ets, theta, ces, mstl(theta), naive …
help-forecast-horizon = How many days to forecast
help-forecast-level = The levels of the intervals, in %
help-forecast-by = Also forecasts each group; they sum to the total
help-forecast-grain = Shows days, weeks or months
help-forecast-input = Forecasts the series of a CSV file (series_id, ds, y) instead of the sales
help-forecast-output = The file to write [default: standard output]
help-forecast-season = The number of periods in a season of the series [default: from the dates]
help-forecast-postcode = The postcode or the department of the series in the file: they then have the public holidays, soldes and bridges of that place
help-forecast-date-order = The order of the dates in the file, if it allows more than one
help-forecast-decimal = The decimal mark of the file, if it allows two
help-forecast-scores = Shows the accuracy of past forecasts

help-backtest = Tries models on this shop's past
help-backtest-model = Only this model beside last week and the brief's arima(5,1,0) (repeatable)
help-backtest-horizon = The number of days of each forecast
help-backtest-origins = The number of forecasts per model

help-sql = Asks a question in SQL, read-only
help-sql-query = The query
help-sql-format = The output format [default: table]

help-serve = Opens the dashboard and its API
help-serve-listen = The dashboard's address
help-serve-wait = How long to wait for the database service
help-serve-sources = Addresses to import, analyse and forecast at the start, separated by spaces
help-serve-every = How long to wait between two imports of these addresses
help-serve-allow-private-urls = Allows the API to import from a private network
help-serve-trusted-proxies = Proxies (addresses or networks) whose X-Forwarded-For is trusted

help-db = The database
help-db-serve = Opens the database service
help-db-serve-listen = The service's address
help-db-serve-tls-cert = The TLS certificate (PEM)
help-db-serve-tls-key = The key of the TLS certificate (PEM)
help-db-serve-allow-origin = An origin whose pages may query the service
help-db-backup = Copies the database to a file, even while it is in use
help-db-backup-file = The file to write
help-db-restore = Replaces the database with a copy; the previous one is kept beside it
help-db-restore-file = The copy to restore
help-db-check = Checks that the database is sound
help-db-repair = Restores missing parts of the structure, after a copy; names rows that are lost
help-db-token = The tokens that open the database service
help-db-token-create = Creates a token; it is shown only once
help-db-token-create-name = What it is for
help-db-token-create-scope = What it allows
help-db-token-list = Lists the tokens
help-db-token-revoke = Revokes a token
help-db-token-revoke-id = Its number

help-import-mode = Known lines stay (new), are updated from the file (upsert), and those missing from the file on its days are removed (replace)
help-import-replace-partial = With replace: also the file's first and last day when they have fewer sales than before
help-import-rejects = Where to keep refused lines, to be corrected and imported (default NAME.rejets.csv)
help-import-source = The till or shop that the file comes from: its ids never meet those of others

help-imports = The ledger of imports
help-imports-list = Lists the imports
help-imports-show = Shows an import: counts, columns, refused lines
help-imports-show-id = The number of the import
help-imports-undo = Undoes an import, exactly
help-imports-undo-id = The number of the import

help-days = How complete the sales are, and what you say about days without sales
help-days-list = Stores that are late or closed, and days without sales to explain
help-days-closed = The store was closed on these days
help-days-closed-store = The store, by its name or its number
help-days-closed-from = The first day
help-days-closed-to = The last day
help-days-missing = The data of these days is missing
help-days-missing-store = The store, by its name or its number
help-days-missing-from = The first day
help-days-missing-to = The last day
help-days-undo = Withdraws the answer: the question is open again
help-days-undo-store = The store, by its name or its number
help-days-undo-from = The first day
help-days-undo-to = The last day

help-completions = Prints the completions of a shell, to load from its configuration
help-completions-shell = The shell: bash, zsh, fish, elvish or powershell
help-licences = The licences of the works that this program is made of
help-man = Prints the manual: the page of the program, or those of all verbs into a folder
help-man-folder = Where to write one page a verb, in the format of man

# Names of values, in capitals (help-value-WORD).

help-value-address = ADDRESS
help-value-column = COLUMN
help-value-command = COMMAND
help-value-days = DAYS
help-value-dd = DD
help-value-field = FIELD
help-value-file = FILE
help-value-folder = FOLDER
help-value-host = HOST
help-value-name = NAME
help-value-network = NETWORK
help-value-origin = ORIGIN
help-value-path = PATH
help-value-periods = PERIODS
help-value-query = QUERY
help-value-seconds = SECONDS
help-value-word = WORD
help-value-yyyy = YYYY
help-value-zone = ZONE
