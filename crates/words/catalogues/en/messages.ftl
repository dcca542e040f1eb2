# What the program says when all goes well.

import-added = { $count } new records imported into { $table }.
import-nothing = No new record to import into { $table }.
import-dry-run = Dry run: { $count } lines of { $table } read, nothing is written.
import-columns = Columns of { $file }: { $columns }
import-changed = { $count } known lines of { $table } have other content in { $file }; nothing was changed. The first: { $ids }
import-aside = Lines set aside in { $file }: { $lines }
aside-title = title
aside-repeated-header = repeated header
aside-total = total
aside-footer = remark
import-without-region = Region unknown for: { $stores }
import-rejected = { $count } lines refused in { $file }.
import-more-rejects = … and { $count } more.
import-progress = Reading { $file }

analyse-progress = Analysing sales
analyse-title = Sales { $period }
analyse-period = from { $from } to { $to }
analyse-total = Total revenue
analyse-kept = { $count } results kept in analysis_results.
analyse-by-product = Sales by product
analyse-by-region = Sales by region
analyse-by = Sales by { $grouping }
column-product = Product
column-category = Category
column-store = Store
column-city = City
column-region = Region
column-day = Day
column-revenue = Revenue
column-share = Share
unknown = unknown
unknown-region = Region unknown
grouping-product = product
grouping-category = category
grouping-store = store
grouping-city = city
grouping-region = region
grouping-day = day

forecast-progress = Computing the forecast
forecast-title = Revenue forecast, { $model }
column-forecast = Forecast
column-interval-80 = 80% interval
column-interval-95 = 95% interval
interval = { $lower } to { $upper }

sql-progress = Query running
sql-rows = { $count ->
    [0] no row
    [one] { $count } row
   *[other] { $count } rows
  }

serve-ready = Dashboard: { $url }
serve-stop = Ctrl+C to stop.
serve-waiting = Waiting for the database service at { $url }…
serve-healthy = The database service answers.
db-serve-ready = Database service: { $url } (file { $path })
db-backup-working = Copying the database
db-backup-done = Database copied to { $path }
db-restore-done = { $path } now holds the copy { $backup }
db-restore-kept = The former database is kept in { $path }
db-check-sound = { $path } is sound.
db-token-made = Token "{ $name }" ({ $scope }); it is shown only once:
db-token-revoked = Token { $id } revoked.
token-id = No.
token-name = Name
token-scope = Scope
token-created = Made
demo-title = Demonstration: 30 days of sales, November 2023, made-up data
told-error = Error:
told-remedy = What helps:
