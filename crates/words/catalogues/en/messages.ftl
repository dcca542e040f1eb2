# What the program says when all goes well.

import-added = { $count ->
    [one] { $count } new record imported into { $table }.
   *[other] { $count } new records imported into { $table }.
  }
import-nothing = No new record to import into { $table }.
import-dry-run = { $count ->
    [one] Dry run: { $count } line of { $table } read, nothing was saved.
   *[other] Dry run: { $count } lines of { $table } read, nothing was saved.
  }
import-columns = Columns of { $file }: { $columns }
import-changed = { $count ->
    [one] { $count } known line of { $table } differs in { $file }; nothing was changed: { $ids }
   *[other] { $count } known lines of { $table } differ in { $file }; nothing was changed. The first: { $ids }
  }
import-called-off = { $count ->
    [one] { $count } sale of the database is no longer one in { $file } and still counts: { $ids }. To take out what the file no longer has for its days: --mode replace
   *[other] { $count } sales of the database are no longer sales in { $file } and still count: { $ids }. To take out what the file no longer has for its days: --mode replace
  }
import-aside = Lines set aside in { $file } ({ $count }): { $lines }
aside-title = title
aside-repeated-header = repeated header
aside-total = total
aside-footer = remark
import-text-repaired = { $lines ->
    [one] Text repaired in { $lines } line: "{ $before }" → "{ $after }".
   *[other] Text repaired in { $lines } lines: "{ $before }" → "{ $after }".
  }
import-time-zone-shop = { $lines } lines carry a UTC time; they count on the civil day of { $zones }, a different day for { $moved } of them.
import-time-zone-named = { $lines } lines carry a UTC time; they count on the civil day of { $zones }, as asked, a different day for { $moved } of them.
import-time-zone-keep = { $lines } lines carry a UTC time; they keep the day as written, as asked; for { $moved } of them it would be another day in { $zones }.
import-time-zone-remembered = { $lines } lines carry a UTC time; they keep the day as written, as in earlier imports of such files; for { $moved } of them it would be another day in { $zones } (--time-zone shop).
import-sold-elsewhere = { $store }: { $lines ->
        [one] { $lines } line ({ $days }, { $amount }) says “{ $other }”; it counts in
       *[other] { $lines } lines ({ $days }, { $amount }) say “{ $other }”; they count in
    } “{ $home }” like the others of this store. If it has moved, import a file of stores with its new place and --moved-stores { $day }.
import-without-region = Region unknown for: { $stores }
import-rejected = { $count ->
    [one] { $count } line refused in { $file }.
   *[other] { $count } lines refused in { $file }.
  }
import-more-rejects = … and { $count } more.
import-progress = Reading { $file }

analyse-progress = Analysing sales
analyse-title = Sales { $period }
analyse-period = from { $from } to { $to }
definition-revenue = Revenue: the sum of the amounts of all sales lines, after discounts, with returns as negatives.
analyse-total = Total revenue
analyse-kept = { $count ->
    [one] { $count } result kept in analysis_results.
   *[other] { $count } results kept in analysis_results.
  }
analyse-by-product = Sales by product
analyse-by-region = Sales by region
analyse-by = Sales by { $grouping }
compared = { $period }, against { $basis } ({ $base })
compared-base-days = { $days } days, { $span }
compared-previous = the previous period
compared-n-1 = the same weekdays a year earlier
compared-n-1-holidays = the same weekdays a year earlier, holidays with holidays
compared-n-1-dates = the same dates a year earlier
compared-to-date = , to date
compared-same-stores = , same stores
compared-if-missing = { $change } if data are missing ({ $gaps })
compared-nothing-if-missing = no comparison if data are missing ({ $gaps })
asked-gaps = no sales, closed or data missing? { $gaps }: counted as closed
compared-through = to { $day }
compared-days = { $compared } of the { $days } days
compared-without = without { $store } { $days }
compared-without-more = { $count ->
        [one] without the unknown days of another store
       *[other] without the unknown days of { $count } other stores
    }
column-product = Product
column-category = Category
column-store = Store
column-city = City
column-region = Region
column-day = Day
column-week = Week
column-month = Month
column-quarter = Quarter
column-year = Year
column-weekday = Weekday
column-revenue = Revenue
column-before = Before
column-change = Change
column-relative-change = Growth
column-change-if-missing = Change if missing
column-relative-change-if-missing = Growth if missing
column-part = Effect
column-line = Cause
column-amount = Amount
total = Total
others = Others
column-share = Share
column-cumulative-share = Cumulative
column-class = Class
column-place = Rank
column-contribution = Contribution
targets-none = No target for this month.
column-target-of = Month
column-target = Target
column-sold = Sold
column-remaining = Remaining
column-days-left = Days left
column-next-day = Next day
column-state = State
all-stores = all stores
target-reached = reached
target-missed = missed
target-to-come = to come
target-ahead = ahead
target-behind = behind
net-gross = Gross revenue
net-discounts = Discounts
net-returns = Returns
net-others = Postage and others
net-net = Net revenue
unknown = unknown
unknown-region = Region unknown
grouping-product = product
grouping-category = category
grouping-store = store
grouping-city = city
grouping-region = region
grouping-day = day
grouping-week = week
grouping-month = month
grouping-quarter = quarter
grouping-year = year
grouping-weekday = weekday
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

why-up = Revenue rose by { $amount } ({ $relative })
why-down = Revenue fell by { $amount } ({ $relative })
why-level = Revenue did not change
why-up-from-nothing = Revenue rose by { $amount }
why-down-from-nothing = Revenue fell by { $amount }
why-level-from-nothing = Revenue did not change
why-main = , mostly due to { $part }
why-second = , then to { $part }
why-counter = , despite { $part }
why-moved = { $former } has moved and is now { $later }: { $gone } and { $come }, { $sum } together.
why-successor = { $later } seems to replace { $former }: { $come } and { $gone }, { $sum } together.
why-successors-more =
    { $count ->
        [one] One more replacement of this kind is smaller.
       *[other] { $count } more replacements of this kind are smaller.
    }
part-price = Price
part-volume = Volume
part-customers = Customers
part-items = Items per customer
part-mix = Product mix
part-returns = Returns
part-calendar = Trading days
part-holidays = Moved holidays
part-new = New products
part-lost = Discontinued products
part-opened = Opened stores
part-closed = Closed stores
part-other = Lines without quantity
part-price-in-a-sentence = prices
part-volume-in-a-sentence = volume
part-customers-more-in-a-sentence = more customers
part-customers-fewer-in-a-sentence = fewer customers
part-items-more-in-a-sentence = more items per customer
part-items-fewer-in-a-sentence = fewer items per customer
part-mix-in-a-sentence = the product mix
part-returns-more-in-a-sentence = more returns
part-returns-fewer-in-a-sentence = fewer returns
part-calendar-in-a-sentence = trading days
part-holidays-in-a-sentence = moved holidays
part-new-in-a-sentence = new products
part-lost-in-a-sentence = discontinued products
part-opened-in-a-sentence = opened stores
part-closed-in-a-sentence = closed stores
part-other-in-a-sentence = lines without quantity
line-price = { $product }: price
line-pieces-more = { $product }: { $pieces } more
line-pieces-fewer = { $product }: { $pieces } fewer
line-pieces-apart = { $product }: quantity, on an equal calendar
line-returns = { $product }: returns
line-calendar = Trading days
line-holidays = Moved holidays
line-new = { $product }: new
line-lost = { $product }: discontinued
line-opened = { $store }: opened
line-closed = { $store }: closed
line-other = { $product }: lines without quantity

forecast-progress = Computing the forecast
forecast-title = Revenue forecast, { $model }
column-forecast = Forecast
column-year-before = Year before
year-before-of-days = { $revenue } ({ $days } d)
forecast-known = This forecast was already made on { $when } from the same sales: it stays the same.
forecast-aside = This total was made for its parts: it uses another model or horizon than the forecast shown elsewhere.
forecast-is-a-part = This is its share of the forecast of the total, made on { $when }.
interval = { $lower } to { $upper }

sql-progress = Query running
sql-rows = { $count ->
    [0] no rows
    [one] { $count } row
   *[other] { $count } rows
  }

serve-ready = Dashboard: { $url }
serve-stop = Ctrl+C to stop.
serve-waiting = Waiting for the database service at { $url }…
serve-healthy = The database service is up.
secrets-closed = The token file { $path } was open to other users of this machine (mode { $mode }): only its owner can read it now (600). Check the tokens: comptoir db token list
secrets-open = The token file { $path } is open to other users of this machine (mode { $mode }), and this program cannot close it: chmod 600, by its owner.
folder-open = Every user of this machine can write into the folder { $path } (mode { $mode }): they can replace the database there. "chmod o-w { $path }" keeps them out.
secret-file-open = The file { $path } of { $name } can be read by every user of this machine (mode { $mode }): chmod 600 restricts it to its owner.
db-serve-ready = Database service: { $url } (file { $path })
db-backup-working = Copying the database
db-backup-done = Database copied to { $path }
db-restore-done = { $path } now holds the copy { $backup }
db-restore-kept = The previous database is kept in { $path }
db-repair-kept = The database as it was is kept in { $path }
db-repair-made = Restored: { $names }
db-repair-put-aside = Tables whose structure was wrong, kept under these names: { $names }
db-repair-removed = Removed, as foreign to Comptoir: { $names }
db-repair-put-back = { $table ->
    [products] Products put back under their numbers, their names being lost: { $ids }. Name them again: update products set name = … where id = …
    [stores] Stores put back under their numbers, their names being lost: { $ids }. Name them again: update stores set name = …, city = …, region = … where id = …
   *[other] Imports put back under their numbers, the name of the file being lost: { $ids }
  }
db-repair-name = { $table ->
    [products] Product { $id } (name lost)
    [stores] Store { $id } (name lost)
   *[other] import { $id } (name of the file lost)
  }
db-repair-days = Days of sales added back to the calendar: { $count }
db-repair-lost = Lost: { $count } rows of { $table } of import { $id } ({ $source }); import that file again
db-check-sound = { $path } is sound.
db-token-made = Token "{ $name }" ({ $scope }); it is shown only once:
db-token-revoked = Token { $id } revoked.
token-id = No.
token-name = Name
token-scope = Scope
token-created = Created
demo-title = Demonstration: 30 days of sales, November 2023, made-up data
told-error = Error:
told-remedy = Try:

aside-no-sale = not a sale
import-written-again = { $count ->
    [one] { $count } line of { $table } was updated from the file.
   *[other] { $count } lines of { $table } were updated from the file.
  }
import-removed = { $count ->
    [one] { $count } line of { $table } that is not in the file was removed.
   *[other] { $count } lines of { $table } that are not in the file were removed.
  }
import-products-brought = Products created ({ $count }): { $names }
import-stores-brought = Stores created ({ $count }): { $names }
import-former-products = { $file }: { $count } sales imported before stay with the product that version 0.1 gave them (it did not distinguish Pâte from Pâté); to move them to the right one, import the file with --mode replace.
import-absent = { $missing ->
    [one] { $missing } sale imported before is missing from { $file }, which has other sales of that day, and still counts:
   *[other] { $missing } sales imported before are missing from { $file }, which has other sales of those days, and still count:
  }
import-absent-replace = What to do: if they were deleted in the till, import the file with --mode replace; it takes out what the file no longer has for its days.
import-held-back = { $file }: { $missing ->
    [one] { $missing } sale imported before is missing from the file
   *[other] { $missing } sales imported before are missing from the file
  }, on { $days ->
    [one] { $days } store-day
   *[other] { $days } store-days
  }; { $lines ->
    [one] its line of that day was not saved
   *[other] its { $lines } lines of those days were not saved
  }. Missing sales:
import-missing-sale = {"  "}{ $date }, { $store }: { $product }, quantity { $quantity }, { $amount } (import { $import })
import-held-back-replace = What to do: if the file corrects those days, import it with --mode replace; if an export is cut off, take a longer one; if both files are of one till, each with a part of the day, add --same-till; if it is another till, name it with --source.
import-held-back-partial = What to do: these are the first or last days of the file, with fewer sales than before; if they are complete, add --replace-partial.
import-store-moved = The store { $store } has a new location: { $before } → { $after }; it has { $sales ->
    [one] { $sales } sale
   *[other] { $sales } sales
  }, { $revenue }, { $days }.
import-store-moved-unsold = The store { $store } has a new location: { $before } → { $after }; it has no sales yet.
import-store-waits = Nothing was changed. If its location was wrong, add --moved-stores past: all its sales move with it; if the store has moved, --moved-stores YYYY-MM-DD: sales before that day stay at the old location.
import-store-waits-on-page = Nothing changes until you choose what happens to its sales: all of them move if the location was wrong; if the store has moved, only those since that day.
import-store-other-days-on-page = The store { $store } is in the time zone { $zone }: { $sales } of its sales, kept on { $days }, belong to another day. To move them, import again with corrections: { $files }
import-store-past = All its sales moved with it.
import-store-from = Its sales since { $day } count at the new location, earlier ones stay at the old one.
import-store-other-days = The store { $store } is in the time zone { $zone }: { $sales } of its sales, kept on { $days }, belong to another day. To move them, import again with --mode upsert: { $files }
import-prices-changed = Prices changed ({ $count }): { $products }. Sales imported before keep their amounts.
import-rejects-kept = Refused lines kept in { $path }: correct them, then import that file.

proof-title = How { $file } is read:
proof-fact = {"  "}{ $name }: { $value }
proof-format = Format
proof-preset = Export of
proof-encoding = Encoding
proof-delimiter = Delimiter
proof-header-line = Header line
proof-currency = Currency
proof-column = Column
proof-role = Role
proof-form = Format
proof-samples = Examples as read
proof-unused = —
proof-counts = {"  "}New: { $new } · known: { $known } · changed: { $changed } · refused: { $rejected }
proof-revenue = {"  "}Revenue added: { $revenue }
column-aside-empty = empty
column-aside-constant = always the same value
column-aside-ignored = not used, as you asked
column-aside-text = text not needed for any figure
column-aside-store-name = name of the store, known by its code
column-aside-identifier = number or code not used
column-aside-other-date = a date other than that of the sale
column-aside-order-total = order total, repeated or given once
column-aside-same = same values as the column in use
column-aside-unit-price = unit price; the line has an amount of its own
column-aside-other-amount = another amount of the same line
column-aside-tax = tax
column-aside-rate = rate
column-aside-discount = discount that the amount has in it
column-aside-cost = purchase cost
column-aside-margin = margin
column-aside-fee = fees
column-aside-paid = payment
column-aside-balance = deposit or balance due
column-aside-refund = refund
column-aside-tip = tip
column-aside-quantity = other quantity
column-aside-number = number not needed for any figure
column-aside-money = amounts not explained; the revenue is known without them
form-comma = number, decimal comma
form-point = number, decimal point
form-dmy = date, day/month/year
form-mdy = date, month/day/year
form-ymd = date, year-month-day
form-ydm = date, year/day/month (days and months swapped)
form-number = number
form-integer = whole number
form-text = text
amount-from-amount = Amount: column "{ $column }" ({ $why }).
amount-from-net = Amount: column "{ $column }", before tax ({ $why }).
amount-from-price = Amount: quantity × "{ $column }" ({ $why }).
amount-from-list-price = Amount: quantity × today’s price of the product; a sale already known keeps its own.
amount-from-ledger = Amount: credit − debit of the sales accounts.
relation-times-price = checked: quantity × price
relation-plus-tax = checked: quantity × price + tax
relation-less-discount = checked: quantity × price − discount
relation-less-discount-share = quantity × price × (1 − discount)
relation-less-discount-percent = quantity × price × (1 − discount in %)
relation-before-discount = amount − discount
relation-net-plus-tax = checked: before tax + tax
relation-grows-with-quantity = checked: it grows with the quantity
relation-same-for-all = checked: the same whatever the quantity
relation-by-name = by its name
relation-differs = by its name; quantity × price differs from it
proof-misfits = Lines that do not follow this calculation: { $lines } ({ $amount }).

imports-none = No imports yet.
imports-id = No.
imports-source = File
imports-table = Table
imports-added = New
imports-known = Known
imports-changed = Changed
imports-rejected = Refused
imports-revenue = Revenue
imports-when = Date
imports-undone = { $when } (undone)
imports-fact = { $name }: { $value }
imports-reject = {"  "}line { $line } ({ $code }): { $original }
imports-taken-back = Import { $id } undone: { $removed ->
    [one] { $removed } line removed
   *[other] { $removed } lines removed
  }, { $restored } restored, revenue { $revenue }.
ledger-id = Import
ledger-source = File
ledger-table-name = Table
ledger-lines = Lines read
ledger-added = New
ledger-known = Known
ledger-changed = Changed
ledger-rejected = Refused
ledger-revenue = Revenue added
ledger-mode = Mode
ledger-first-day = First day
ledger-last-day = Last day
ledger-sha256 = SHA-256
ledger-imported-at = Imported at
ledger-undone-at = Undone at
ledger-mapping = Columns
column-interval = { $level }% interval
column-made = Made on
column-model = Model
column-of = Forecast made on
column-days = Days
column-error = Mean daily error
column-last-week = Error of "same weekday last week"
column-inside-80 = Inside 80%
column-inside-95 = Inside 95%
column-error-share = As % of revenue
column-against-last-week = Against "same weekday last week"
scores-none = No saved forecast covers a past day yet.
scores-note = Error: mean absolute error per day. Beside it, that of "same weekday last week".
backtest-progress = Evaluating models on the past
backtest-title = Models evaluated { $period }: { $origins ->
    [one] { $origins } forecast
   *[other] { $origins } forecasts
  } of { $horizon } days
backtest-winner = Most accurate: { $model }, { $score } times the error of "same weekday last week"
backtest-winner-alone = Most accurate: { $model }
forecast-not-kept = This forecast of part of the sales is not saved.
series-undated = Dates such as "{ $value }" cannot be read: values are taken in file order, and no season is inferred from dates.
series-without-dates = The file has no column ds (it has: { $columns }): values are taken in file order, without dates.
series-left-out = Series { $series } left out: { $reason }

occasion-new-year = New Year's Day
occasion-mid-lent = Mid-Lent
occasion-good-friday = Good Friday
occasion-easter-monday = Easter Monday
occasion-labour-day = Labour Day
occasion-victory = Victory in Europe Day
occasion-ascension = Ascension Day
occasion-whit-monday = Whit Monday
occasion-national-day = Bastille Day
occasion-assumption = Assumption Day
occasion-all-saints = All Saints' Day
occasion-armistice = Armistice Day
occasion-christmas = Christmas Day
occasion-saint-stephen = Saint Stephen's Day
occasion-abolition-of-slavery = Abolition of slavery
occasion-victor-schoelcher = Victor Schœlcher Day
occasion-citizenship = Citizenship Day
occasion-gospel = Arrival of the Gospel
occasion-autonomy = Autonomy Day
occasion-matarii = Matari'i
occasion-peter-chanel = Saint Peter Chanel
occasion-peter-and-paul = Saints Peter and Paul
occasion-territory-day = Territory Day
occasion-bridge = Bridge day
occasion-school-all-saints = Autumn school holidays
occasion-school-christmas = Christmas school holidays
occasion-school-winter = Winter school holidays
occasion-school-spring = Spring school holidays
occasion-school-ascension = Ascension long weekend
occasion-school-summer = Summer school holidays
occasion-soldes-winter = Winter sales
occasion-soldes-summer = Summer sales
occasion-black-friday = Black Friday
occasion-valentine = Valentine's Day
occasion-mothers-day = Mother's Day
occasion-fathers-day = Father's Day
occasion-christmas-eve = Christmas Eve
occasion-new-years-eve = New Year's Eve

# What a column of a file holds.
field-id = Id
field-product = Product
field-store = Store
field-date = Date
field-time = Time
field-quantity = Quantity
field-amount =
    { $table ->
        [targets] Target
       *[other] Amount with tax
    }
field-net = Amount before tax
field-tax = Tax
field-discount = Discount
field-order-discount = Order discount
field-refunded = Amount refunded
field-price =
    { $table ->
        [sales] Unit price
       *[other] Price
    }
field-debit = Debit
field-credit = Credit
field-account = Account
field-currency = Currency
field-name =
    { $table ->
        [sales] Product name
       *[other] Name
    }
field-category = Category
field-city = City
field-region = Region
field-address = Address
field-postcode = Postcode
field-country = Country
field-ticket = Ticket or order
field-kind = Line type
field-status = Status
field-month = Month
field-year = Year
field-day = Day of the month

sheet-product = Products
sheet-category = Categories
sheet-store = Stores
sheet-city = Cities
sheet-region = Regions
sheet-day = Days
sheet-week = Weeks
sheet-month = Months
sheet-quarter = Quarters
sheet-year = Years
sheet-weekday = Weekdays
sheet-summary = Key figures
sheet-lines = Sales
sheet-sql = Query
sheet-forecasts = Forecasts
sheet-scores = Forecasts evaluated
sheet-backtests = Models evaluated
sheet-imports = Imports
sheet-heat-map = Weeks and days
sheet-why = Causes
about-what = This file
about-period = Period
about-compared = Comparison
about-remark = Remark
about-rows = Rows
about-first-rows = the first { $rows } of { $all }
about-currency = Currency
about-made-at = Created at (UTC)
summary-period = Period
summary-compared = Days compared
summary-before = Compared with
sheet-more = There are more rows: this file ends after the first { $count }.
column-sales = Sales
column-quantity = Quantity
column-baskets = Tickets
column-average-price = Average price
column-average-basket = Average basket
column-what = Days
column-revenue-compared = Revenue of the days compared
column-from = From
column-to = To
column-day-before = Day compared
column-revenue-before = Revenue before
column-sales-before = Sales before
column-quantity-before = Quantity before
column-baskets-before = Tickets before
column-place-before = Rank before
column-class-before = Class before
column-id = Id
column-date = Date
column-kind = Type
sale-kind-sale = sale
sale-kind-return = return
sale-kind-discount = discount
sale-kind-postage = postage
sale-kind-gift-card = gift card
sale-kind-bad-debt = bad debt
sale-kind-free = free
column-ticket = Ticket
column-import = Import
column-file = File
column-last-day = Last day known
column-group = Group
column-lower-80 = Low 80 %
column-upper-80 = High 80 %
column-lower-95 = Low 95 %
column-upper-95 = High 95 %
column-days-compared = Days compared
column-forecast-compared = Forecast of these days
column-expected = Expected
column-actual = Actual
column-mase = MASE
column-rmsse = RMSSE
column-smape = sMAPE
column-owa = OWA
column-failure = Reason
part-pieces = Volume and mix

account = Line account: { $lines } read, { $amount } = { $parts }
account-part = { $lines } { $name } ({ $amount })
account-sale = sold
account-return = returned
account-discount = discounts
account-postage = postage
account-gift-card = gift cards
account-bad-debt = bad debts
account-free = given away
account-record = read
account-refused = refused
account-confirmed = { $count ->
    [one] Confirmed by a total in the file itself.
   *[other] Confirmed by { $count } totals in the file itself.
  }
account-contradicted = { $file }, line { $line }: this total of { $amount } does not match any lines read; check that none is missing.
account-filled = Also applied to the lines below: { $columns }
import-answer-currency = Amounts in { $currency }
import-answer-references = Call them by these references
import-answer-debits-and-credits = Credits are sales, debits are returns
import-answer-amount = The amount is "{ $column }"
import-answer-side-by-side = { $kind ->
    [stores] One store per column
    [products] One product per column
    [parts] Parts of one store’s sales
    [days] One day per column
   *[months] One month per column, counted on its last day
} { $figure ->
    [pieces] (quantities)
    [money] (amounts)
   *[any] {""}
}
import-skipped = Files skipped in { $folder }: { $files }
import-sheets-read = Sheets of { $file } read together: { $sheets }
import-sheets-aside = Sheets of { $file } set aside: { $sheets }
import-sheets-hidden = Hidden sheets of { $file }, not read: { $sheets }
import-rows-folded = { $file }: { $count ->
        [one] a line that is filtered or folded away is counted
       *[other] { $count } lines that are filtered or folded away are counted
    } ({ $amount })
import-rows-hidden = { $file }: { $count ->
        [one] a hidden line is counted
       *[other] { $count } hidden lines are counted
    } ({ $amount })
import-columns-hidden = Hidden columns of { $file }, read: { $columns }
import-notes = Notes beside the table of { $file }, set aside ({ $count }): { $notes }
import-note = line { $line }: “{ $text }”
aside-other-table = another table
aside-cancelled = cancelled or failed
aside-draft = not sold yet
aside-refunded = refunded
aside-payment = payment
aside-order = order or delivery that has its invoice
aside-answered = set aside as asked
passed-folder = folder
passed-hidden = hidden file or lock
passed-rejects = refused lines of an import; correct them, then import this file by name
passed-no-data = not a data file

complete-to = Sales are complete up to { $day }.
complete-before = Sales are complete up to { $day }; the last are of { $last }.
complete-never = The last sales are of { $last }; no day is complete.
complete-late = Late: { $stores }.
complete-late-store = { $store } (since { $day })
complete-cut-short = Incomplete day: { $stores }.
complete-cut-short-store = { $store } ({ $day })
complete-none-late = No store is late.
complete-silent = Nothing more recent has been imported.
days-ahead = { $sales ->
    [one] One sale is dated after today ({ $days }, { $revenue }): it does not count yet. An order, or a date to correct?
   *[other] { $sales } sales are dated after today ({ $days }, { $revenue }): they do not count yet. Orders, or dates to correct?
}
days-closed-since = { $store }: closed since { $day }
days-said-closed = { $store }: closed, { $days } (your answer)
days-said-missing = { $store }: data missing, { $days } (your answer)
days-asked = Closed, or data missing? Until the question is answered, these days count as closed and comparisons give both figures.
days-asked-hint = Closed, or data missing? `comptoir days` lists the days without sales and records your answer.
days-column-days = Days
days-column-answer = Answer with
