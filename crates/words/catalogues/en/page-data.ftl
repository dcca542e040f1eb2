# The data: imports and sources.

page-data-ways = Import files
page-data-welcome = Drop your first file
page-data-welcome-text = An export of your till, web shop or ERP is enough: its columns are recognised, and you see how each one is read before anything is written.
page-data-demo = To see an example first, run the demonstration:
page-data-drop = Drop your files anywhere on this page
page-data-or = or
page-data-choose = Choose files
page-data-formats = CSV, Excel, ODS, JSON or Parquet, zip and gzip too: sales, products, stores, targets. Nothing is written before you agree.
page-data-url = From an address
page-data-url-read = Read the address

page-data-table = Contents
page-data-table-auto = To be recognised
page-data-table-sales = Sales
page-data-table-products = Products
page-data-table-stores = Stores
page-data-table-targets = Targets

page-data-megabytes = { $size } MB
page-data-more = { $count ->
    [one] and { $number } other
   *[other] and { $number } others
  }
page-data-waiting = Waiting
page-data-sending = Sending: { $sent } of { $total }
page-data-reading = Reading the file…
page-data-starting = The import begins…
page-data-importing = { $count ->
    [one] Importing: { $number } line read
   *[other] Importing: { $number } lines read
  }
page-data-importing-of = Importing: { $number } lines of { $total }
page-data-stop = Stop the import
page-data-give-up = Discard
page-data-put-away = Dismiss
page-data-cancelled = The import was stopped: nothing of it was kept.
page-data-job-gone = The server no longer knows this import: it has restarted in the meantime. An interrupted import writes nothing; check the ledger, then try again.
page-data-draft-gone = The server no longer has this file: discard it and drop it again.
page-data-stage-waiting = { $name }: waiting.
page-data-stage-sending = { $name }: sending.
page-data-stage-reading = { $name }: reading.
page-data-stage-broken = { $name } could not be read.
page-data-stage-proof = { $name } is read: check the columns, then import.
page-data-stage-importing = { $name }: importing.
page-data-stage-cancelled = { $name }: the import has stopped.

page-data-proving = reading again…
page-data-lines-of = { $table } · { $count ->
    [one] { $number } line
   *[other] { $number } lines
  }
page-data-import = { $count ->
    [one] Import { $number } line
   *[other] Import { $number } lines
  }
page-data-import-all = Import the { $number } files
page-data-import-nothing = Import
page-data-remedy-import-missing-column = Give this role to the right column in the table below, or say that the file holds something else.
page-data-remedy-import-unknown-table = Say what the file holds:
page-data-remedy-import-ambiguous-dates = Say in which order this file writes its dates:
page-data-remedy-import-ambiguous-numbers = Say what marks the decimals in this file:
page-data-remedy-import-unclear-lines = Say for each word what its lines are:
page-data-remedy-import-missing-dates = If the date stands on the first line of each day only, and the lines are in that order, say so; else complete it:
page-data-dates-once = The date applies to the lines below
page-data-side-by-side-stores = The columns are stores
page-data-side-by-side-products = The columns are products
page-data-side-by-side-parts = The columns are parts of one store’s sales
page-data-side-by-side-days = The columns are days
page-data-side-by-side-months = The columns are months
page-data-question = { $count ->
    [one] { $column }: "{ $word }" ({ $number } line, { $amount })
   *[other] { $column }: "{ $word }" ({ $number } lines, { $amount })
  }
page-data-meaning-open = To be chosen
page-data-meaning-sale = Sales
page-data-meaning-return = Returns
page-data-meaning-discount = Discounts
page-data-meaning-aside = Set aside
page-data-remedy-import-rejected = Correct these lines in the file, or allow the valid ones to be imported below.

page-data-mode = What is saved
page-data-mode-new = New lines
page-data-mode-upsert = New lines and corrections
page-data-mode-replace = The file’s days as a whole
page-data-mode-new-means = Only new lines are added. A known line stays as it is, even where the file differs.
page-data-mode-upsert-means = New lines are added; a known line is updated from the file.
page-data-mode-replace-means = The days that the file covers become what the file says, store by store: lines no longer in it are removed. Its first and last day stay as they are if they have fewer sales than before.
page-data-replace-partial = The first and last day of the file are complete: replace them too
page-data-abort = Import nothing as long as a line is refused
page-data-order = Dates
page-data-order-auto = From the column
page-data-order-dmy = Day / month / year
page-data-order-mdy = Month / day / year
page-data-order-ymd = Year / month / day
page-data-order-ydm = Days and months swapped
page-data-decimal = Decimals
page-data-decimal-auto = From the column
page-data-decimal-comma = Comma: 12,50
page-data-decimal-point = Point: 12.50
page-data-same-till = They are the same sales
page-data-same-till-replace = The same: those of the file replace them
page-data-same-till-choice = This file comes from the same till as the sales already imported for these days: lines in both count once, the others are added.
page-data-currency = Currency
page-data-currency-means = The currency code of the amounts, such as EUR, CHF or XPF.
page-data-time-zone = UTC times
page-data-time-zone-shop = The store’s day
page-data-time-zone-keep = The day as written
page-data-moved = Sales of stores that have moved
page-data-moved-stay = Nothing changes
page-data-moved-past = All move with the store
page-data-stores-stay = It has not moved
page-data-moved-since = … or since
page-data-source = Till or shop
page-data-source-auto = From the columns
page-data-source-means = A name that distinguishes this till from the others, so that their sale numbers are not mixed up.

page-data-columns = Columns of the file
page-data-column-header = Column of the file
page-data-column-role = Role
page-data-column-form = Read as
page-data-column-samples = Examples as read
page-data-ignored = Ignored
page-data-role-of = Role of the column { $header }
page-data-read-as = read as
page-data-unreadable = unreadable
page-data-form-comma = number, decimal comma
page-data-form-point = number, decimal point
page-data-form-dmy = date, day/month/year
page-data-form-mdy = date, month/day/year
page-data-form-ymd = date, year-month-day
page-data-form-ydm = date, year/day/month (days and months swapped)
page-data-form-undecided = to be decided
page-data-form-number = number
page-data-form-integer = whole number
page-data-form-text = text
page-data-aside-empty = empty
page-data-aside-constant = always the same value
page-data-aside-ignored = not used, as you asked
page-data-aside-text = text not needed for any figure
page-data-aside-identifier = number or code not used
page-data-aside-store-name = name of the store, known by its code
page-data-aside-other-date = a date other than that of the sale
page-data-aside-order-total = order total, repeated or given once
page-data-aside-same = same values as the column in use
page-data-aside-unit-price = unit price; the line has an amount of its own
page-data-aside-other-amount = another amount of the same line
page-data-aside-tax = tax
page-data-aside-rate = rate
page-data-aside-discount = discount that the amount has in it
page-data-aside-cost = purchase cost
page-data-aside-margin = margin
page-data-aside-fee = fees
page-data-aside-paid = payment
page-data-aside-balance = deposit or balance due
page-data-aside-refund = refund
page-data-aside-tip = tip
page-data-aside-quantity = other quantity
page-data-aside-number = number not needed for any figure
page-data-aside-money = amounts not explained; the revenue is known without them

page-data-outlook = What will happen
page-data-good = Lines read
page-data-added = New
page-data-known = Already known
page-data-changed = Different content
page-data-rejected = Refused
page-data-revenue-moves = Revenue added
page-data-products-brought = { $count ->
    [one] { $number } new product is created: { $names }
   *[other] { $number } new products are created: { $names }
  }
page-data-stores-brought = { $count ->
    [one] { $number } new store is created: { $names }
   *[other] { $number } new stores are created: { $names }
  }
page-data-without-region = { $count ->
    [one] Region unknown for { $names }: import a stores file with its postcode or region.
   *[other] Region unknown for { $names }: import a stores file with their postcodes or regions.
  }
page-data-changed-stay = { $count ->
    [one] { $number } known line has different content here; it stays as it is. To correct it, choose “New lines and corrections”.
   *[other] { $number } known lines have different content here; they stay as they are. To correct them, choose “New lines and corrections”.
  }
page-data-written-again = { $count ->
    [one] { $number } known line is updated from the file.
   *[other] { $number } known lines are updated from the file.
  }
page-data-removed = { $count ->
    [one] { $number } line that is not in the file is removed.
   *[other] { $number } lines that are not in the file are removed.
  }
page-data-held-back = { $count ->
    [one] { $number } store-day stays as it is: sales imported before are missing from the file. If the file corrects that day, choose “The file’s days as a whole”.
   *[other] { $number } store-days stay as they are: sales imported before are missing from the file. If the file corrects these days, choose “The file’s days as a whole”.
  }
page-data-aside = { $count ->
    [one] { $number } line set aside, which is not data: { $lines }
   *[other] { $number } lines set aside, which are not data: { $lines }
  }
page-data-aside-title = title
page-data-aside-repeated-header = repeated header
page-data-aside-total = total
page-data-aside-footer = remark
page-data-aside-no-sale = not a sale
page-data-aside-other-table = another table
page-data-aside-cancelled = cancelled or failed
page-data-aside-draft = not sold yet
page-data-aside-refunded = refunded
page-data-aside-payment = payment
page-data-aside-order = order or delivery that has its invoice
page-data-aside-answered = set aside as asked
page-data-rejects = { $count ->
    [one] { $number } line refused
   *[other] { $number } lines refused
  }
page-data-more-rejects = { $count ->
    [one] And { $number } other. All can be downloaded after the import, to be corrected and imported.
   *[other] And { $number } others. All can be downloaded after the import, to be corrected and imported.
  }
page-data-reject-line = Line
page-data-reject-column = Column
page-data-reject-value = Value
page-data-reject-reason = Reason and remedy
page-data-see-overview = See the overview
page-data-download-rejects = { $count ->
    [one] Download { $number } refused line
   *[other] Download { $number } refused lines
  }
page-data-download-some-rejects = Download { $kept } of { $rejected } refused lines (the others are no longer kept)

page-data-freshness = Freshness
page-data-freshness-table = Days received, by store
page-data-silent-state = nothing since
page-data-fresh-store = Store
page-data-fresh-days = Days
page-data-fresh-last = Last sales
page-data-fresh-state = State
page-data-cut-short = last day incomplete
page-data-on-time = up to date
page-data-days-late = { $count ->
    [one] { $number } day missing
   *[other] { $number } days missing
  }
page-data-days-told = { $sold ->
    [one] { $sold } day with sales
   *[other] { $sold } days with sales
  }, { $closed } closed, { $open } open without sales, { $missing } not received
page-data-day-sold = sales
page-data-day-closed = closed
page-data-day-open-without-sale = open, no sales
page-data-day-not-arrived = not received
page-data-day-not-open-yet = not open yet
page-data-day-missing = data missing
page-data-day-closed-for-good = closed for good
page-data-closed-since = closed since { $day }
page-data-asked = Closed, or data missing?
page-data-ahead = { $sales ->
    [one] One sale is dated after today ({ $days }, { $revenue }): it does not count yet. An order, or a date to correct?
   *[other] { $sales } sales are dated after today ({ $days }, { $revenue }): they do not count yet. Orders, or dates to correct?
}
page-data-asked-text = These stores sold nothing on these days. Until the question is answered they count as closed, and comparisons give both figures.
page-data-asked-gap = { $store }, { $days }
page-data-asked-closed = Closed
page-data-asked-missing = Data missing
page-data-asked-unknown = Undo the answer
page-data-answered = { $gap }: { $answer }
page-data-asked-more =
    { $count ->
        [one] { $number } more question once these are answered.
       *[other] { $number } more questions once these are answered.
    }

page-data-sources = Sources
page-data-sources-small = addresses imported at start or at intervals
page-data-source-last = Imported { $when }
page-data-source-never = Never imported
page-data-source-every = then every { $every }
page-data-source-now = Import now
page-data-source-running = Importing…

page-data-ledger = Ledger of imports
page-data-ledger-small = each import can be undone
page-data-ledger-file = File
page-data-ledger-when = Date
page-data-ledger-of = Contents
page-data-ledger-added = New
page-data-ledger-known = Known
page-data-ledger-changed = Changed
page-data-ledger-rejected = Refused
page-data-ledger-revenue = Revenue added
page-data-ledger-actions = Actions
page-data-show-more = Show more
page-data-undo = Undo
page-data-undo-label = Undo import { $id }, { $file }
page-data-undone = undone { $when }
page-data-undo-title = Undo import { $id }, { $file }?
page-data-undo-means = The lines that it added are removed; those that it changed or removed are as they were before.
page-data-undo-keep = Keep
page-data-undo-do = Undo the import
page-data-close = Close
page-data-undo-removed = { $count ->
    [0] The import is undone: no lines removed
    [one] The import is undone: { $number } line removed
   *[other] The import is undone: { $number } lines removed
  }
page-data-undo-restored = { $count ->
    [one] { $number } line restored
   *[other] { $number } lines restored
  }
page-data-undo-revenue = revenue { $revenue }
