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
page-data-give-up = Give up
page-data-put-away = Put away
page-data-cancelled = The import was stopped: nothing of it is kept.
page-data-job-gone = The server no longer knows this import: it has started again meanwhile. An interrupted import writes nothing; check the ledger, then try again.
page-data-draft-gone = The server has forgotten this file: give it up and drop it again.
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
page-data-dates-once = The date holds for the lines below
page-data-question = { $column }: "{ $word }" ({ $lines } lines, { $amount })
page-data-meaning-open = To be said
page-data-meaning-sale = Sales
page-data-meaning-return = Returns
page-data-meaning-discount = Discounts
page-data-meaning-aside = To be set aside
page-data-remedy-import-rejected = Correct these lines in the file, or allow below that the good ones are imported.

page-data-mode = What is written
page-data-mode-new = What is new
page-data-mode-upsert = What is new, and corrections
page-data-mode-replace = The days of the file, whole
page-data-mode-new-means = Only new lines are added. A line that is known already stays as it is, even where the file says otherwise.
page-data-mode-upsert-means = New lines are added; a line that is known already takes the content of the file.
page-data-mode-replace-means = The days that the file covers become what the file says, store by store: lines that are no longer in it are taken out. Its first and last day stay, should they have become smaller.
page-data-replace-partial = The first and last day of the file are complete: replace them too
page-data-abort = Import nothing while a line is refused
page-data-order = Dates
page-data-order-auto = As the column tells
page-data-order-dmy = Day / month / year
page-data-order-mdy = Month / day / year
page-data-order-ymd = Year / month / day
page-data-order-ydm = Days and months swapped
page-data-decimal = Decimals
page-data-decimal-auto = As the column tells
page-data-decimal-comma = Comma: 12,50
page-data-decimal-point = Point: 12.50
page-data-same-till = They are the same sales
page-data-same-till-replace = The same: those of the file replace them
page-data-same-till-choice = This file is of the same till as the sales imported before of these days: lines that both have count once, the others are added.
page-data-currency = Currency
page-data-currency-means = The code of the currency of the amounts, such as EUR, CHF or XPF.
page-data-time-zone = Times of UTC
page-data-time-zone-shop = Day of the store
page-data-time-zone-keep = Day as written
page-data-moved = Sales of stores that have moved
page-data-moved-stay = Nothing changes
page-data-moved-past = All go with the store
page-data-moved-since = … or since
page-data-source = Till or shop
page-data-source-auto = As the columns tell
page-data-source-means = A name that tells this till from others: their sale numbers do not mix.

page-data-columns = Columns of the file
page-data-column-header = Column of the file
page-data-column-role = Role
page-data-column-form = Read as
page-data-column-samples = Samples, read
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
page-data-aside-text = text that no figure needs
page-data-aside-identifier = number or code not used
page-data-aside-other-date = another date than that of the sale
page-data-aside-order-total = total of the order, repeated or given once
page-data-aside-same = same values as the column used
page-data-aside-unit-price = unit price; the line has its amount
page-data-aside-other-amount = another amount of the same line
page-data-aside-tax = tax
page-data-aside-rate = rate
page-data-aside-discount = discount
page-data-aside-cost = purchase cost
page-data-aside-margin = margin
page-data-aside-fee = fees
page-data-aside-paid = payment
page-data-aside-balance = deposit or balance due
page-data-aside-refund = refund
page-data-aside-tip = tip
page-data-aside-quantity = other quantity
page-data-aside-number = number that no figure needs
page-data-aside-money = amounts not explained; the revenue is known without them

page-data-outlook = What will happen
page-data-good = Lines read
page-data-added = New
page-data-known = Known already
page-data-changed = Other content
page-data-rejected = Refused
page-data-revenue-moves = Revenue added
page-data-products-brought = { $count ->
    [one] { $number } new product comes along: { $names }
   *[other] { $number } new products come along: { $names }
  }
page-data-stores-brought = { $count ->
    [one] { $number } new store comes along: { $names }
   *[other] { $number } new stores come along: { $names }
  }
page-data-without-region = { $count ->
    [one] Region unknown for { $names }: import a file of stores with its postcode or region.
   *[other] Region unknown for { $names }: import a file of stores with their postcodes or regions.
  }
page-data-changed-stay = { $count ->
    [one] { $number } line that is known already has other content here; it stays as it is. To correct it, choose “What is new, and corrections”.
   *[other] { $number } lines that are known already have other content here; they stay as they are. To correct them, choose “What is new, and corrections”.
  }
page-data-written-again = { $count ->
    [one] { $number } known line takes the content of the file.
   *[other] { $number } known lines take the content of the file.
  }
page-data-removed = { $count ->
    [one] { $number } line that the file lacks is taken out.
   *[other] { $number } lines that the file lacks are taken out.
  }
page-data-held-back = { $count ->
    [one] { $number } day of a store stays as it is: the file lacks sales that were imported before. If it corrects that day, choose “The days of the file, whole”.
   *[other] { $number } days of stores stay as they are: the file lacks sales that were imported before. If it corrects these days, choose “The days of the file, whole”.
  }
page-data-aside = { $count ->
    [one] { $number } line set aside, which is no data: { $lines }
   *[other] { $number } lines set aside, which are no data: { $lines }
  }
page-data-aside-title = title
page-data-aside-repeated-header = repeated header
page-data-aside-total = total
page-data-aside-footer = remark
page-data-aside-no-sale = no sale
page-data-aside-other-table = another table
page-data-aside-cancelled = cancelled or failed
page-data-aside-draft = not sold yet
page-data-aside-refunded = refunded
page-data-aside-payment = payment
page-data-aside-order = order or delivery with its invoice
page-data-aside-answered = set aside as you said
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
    [one] Download { $number } refused
   *[other] Download { $number } refused
  }
page-data-download-some-rejects = Download { $kept } of { $rejected } refused (the others are not kept any more)

page-data-freshness = Freshness
page-data-freshness-table = Days that have arrived, by store
page-data-known-to = Sales are known to { $day }.
page-data-none-late = No store is late.
page-data-late = { $count ->
    [one] One store is late: { $names }.
   *[other] { $number } stores are late: { $names }.
  }
page-data-complete-to = All are complete to { $day }.
page-data-fresh-store = Store
page-data-fresh-days = Days
page-data-fresh-last = Last sales
page-data-fresh-state = State
page-data-on-time = up to date
page-data-days-late = { $count ->
    [one] { $number } day missing
   *[other] { $number } days missing
  }
page-data-days-told = { $sold } days with sales, { $closed } closed, { $open } open without a sale, { $missing } not arrived
page-data-day-sold = sales
page-data-day-closed = closed
page-data-day-open-without-sale = open, no sale
page-data-day-not-arrived = not arrived
page-data-day-not-open-yet = not open yet
page-data-day-missing = data missing
page-data-day-closed-for-good = closed for good
page-data-closed-since = closed since { $day }
page-data-asked = Closed, or data missing?
page-data-asked-text = These stores sold nothing on these days. As long as the question is open they count as closed, and comparisons give both figures.
page-data-asked-gap = { $store }, { $days }
page-data-asked-closed = Closed
page-data-asked-missing = Data missing
page-data-asked-unknown = Take the answer back
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
page-data-ledger-when = When
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
page-data-undo-means = The lines that it added are taken out; those that it had changed or taken out become as they were.
page-data-undo-keep = Keep
page-data-undo-do = Undo the import
page-data-close = Close
page-data-undo-removed = { $count ->
    [0] The import is undone: no line taken out
    [one] The import is undone: { $number } line taken out
   *[other] The import is undone: { $number } lines taken out
  }
page-data-undo-restored = { $count ->
    [one] { $number } line restored
   *[other] { $number } lines restored
  }
page-data-undo-revenue = revenue { $revenue }
