# What went wrong, and what helps.

error-import-not-found = { $file } does not exist
    .remedy = check the path; "-" reads standard input
error-import-unreadable = { $file } cannot be read ({ store-cause })
    .remedy = choose a file that this program may read
error-import-disk-full = reading { $file } stopped: no space left in { $folder }; nothing was imported
    .remedy = make room, or name another folder for temporary files with the variable TMPDIR, then try again
error-import-no-temporary-file = { $file } cannot be read: no temporary file can be made in { $folder } ({ store-cause }); nothing was imported
    .remedy = make that folder writable for this program, or name another one with the variable TMPDIR, then try again
error-import-unreachable = { $file } does not answer ({ store-cause })
    .remedy = check the address and the connection, or download the file and import it
error-import-private-address = { $file } leads to a private network
    .remedy = start the service with --allow-private-urls if that address is trusted
error-import-timed-out = { $file } did not answer within { $seconds } s
    .remedy = try again later, or download the file and import it
error-import-http-status = { $file } answers with error { $status }
    .remedy = open the address in a browser: it must give the file without signing in
error-import-too-large = { $file } is larger than { $limit } MiB
    .remedy = split the file, by month for example
error-import-takes-too-much = { $file } takes too much memory to be read as it is
    .remedy = split it, by month for example, or export it flat, as CSV
error-import-too-many-different = { $file } has { $what ->
        [products] more new products
        [stores] more different stores
        [words] more different words that say what lines are
       *[orders] more orders with a discount of their own
    } than can be read at once
    .remedy = { $what ->
        [products] check which column names the products: it says something else on almost every line; if they are products, import the file in parts
        [stores] check which columns name the stores and their cities: they say something else on almost every line; if they are stores, import the file in parts
        [words] check the columns of types, states and products: one of them says something else on almost every line
       *[orders] import the file in parts, by month for example
    }
error-import-workbook-too-large = { $file } is a workbook that is too large to be read
    .remedy = save it as CSV, or split it, by month for example
error-import-web-page = { $file } is a web page, not a data file
    .remedy = use the download address of the CSV or JSON file itself
error-import-unknown-format = { $file } is in { $format } format, which is not supported
    .remedy = export the file as CSV, JSON or XLSX
error-import-damaged = { $file } { $reason ->
        [other-columns] cannot be read: its parts do not all have the same columns
       *[other] is no readable { $format } file: it is damaged, incomplete or locked with a password
    }
    .remedy = save it again, without a password, or export it as CSV
error-import-several-files = { $file } holds { $count } files ({ $files })
    .remedy = unpack it, then import the files that you want
error-import-no-files = { $file } matches no data file
    .remedy = check the folder or the pattern: CSV, JSON, XLSX, XLS, ODS, zip or gzip
error-import-empty = { $file } has no data lines
    .remedy = check that the export has finished
error-import-malformed = { $file }, line { $line }: the file is damaged or cut short ({ $reason ->
        [cut-off] it ends in the middle of a value
        [not-text] it is not text in UTF-8
        [not-an-object] an object is needed here, with one value per column
       *[not-json] from here on it is not JSON
    })
    .remedy = export it again, or correct that line
error-import-unknown-table = { $file }: these are not the columns of products, stores, sales or targets: { $columns }
    .remedy = say what the file holds with --table products, stores, sales or targets, and name columns with --map FIELD=COLUMN
    .remedy-on-page = choose what the file holds and give each column a role
error-import-missing-column = { $file }: no column recognised for "{ $field }" (table { $table }). Columns: { $columns }
    .remedy = { $flags ->
        [none] no other column of the file seems to fit: export it with that column, or name it with --map { $first }=COLUMN
       *[other] if these are the columns, add: { $flags }
    }{ $instead ->
        [none] {""}
       *[other] {"; "}if the file is a table of { $instead }, add --table { $instead }
    }
    .remedy-on-page = give this role to the column that fits
error-import-unexplained-columns = { $file } looks like a table of { $table }, but { $columns } holds amounts: is it a sales file?
    .remedy = if it is a table of { $table }, add --table { $table }; if not, add --table sales
    .remedy-on-page = choose what the file holds
error-import-ambiguous-amount = { $file }: nothing shows whether { $columns } is the amount of each line
    .remedy = add one of these answers: { $choices }
    .remedy-on-page = give the role of the amount to the right column, or do not use those that are not the amount
error-import-ambiguous-price = { $file }: { $columns } are two prices; nothing shows which one was paid
    .remedy = add one of these answers: { $choices }
    .remedy-on-page = give the role of the price to the right column
error-import-amount-of-one = { $file }: "{ $columns }" is the same whatever the quantity: the price of one piece, or the amount of the line?
    .remedy = add one of these answers: { $choices }
    .remedy-on-page = give this column the role of the price or that of the amount
error-import-amount-or-pieces = { $file }: "{ $columns }" may count pieces or amounts
    .remedy = add one of these answers: { $choices }
    .remedy-on-page = give this column the role of the amount or that of the quantity
error-import-ambiguous-discount = { $file }: nothing shows whether "{ $columns }" is an amount or a percentage
    .remedy = add one of these answers (an amount, a percentage, or a discount that the price includes already): { $choices }
    .remedy-on-page = give this column the role of the discount or that of the discount rate, or do not use it if the price includes it already
error-import-discount-beside-amount = { $file }: the amount of each line is quantity × price although there is a discount ({ $columns })
    .remedy = add one of these answers (the discount is included already, or is still to be taken off): { $choices }
    .remedy-on-page = do not use the discount if the amount includes it already; otherwise do not use the amount
error-import-order-discount = { $file }: "{ $columns }" is a discount on the whole order, and nothing shows whether it is still to be taken off its lines
    .remedy = spread it over the lines of the order, or import before that discount: { $choices }
    .remedy-on-page = spread it over the lines (“Discount of the order”), or do not use this column: the revenue is then before that discount
error-import-before-tax-beside-taxed = { $file }: "{ $columns }" is before tax, and the sales that are kept are with tax: they do not add up
    .remedy = export amounts with tax; to add them up as they are: { $choices }
    .remedy-on-page = export amounts with tax; to add them up as they are, choose this column (“Amount before tax”)
error-import-with-tax-beside-untaxed = { $file }: "{ $columns }" is with tax, and the sales that are kept are before tax: they do not add up
    .remedy = export amounts before tax; to add them up as they are: { $choices }
    .remedy-on-page = export amounts before tax; to add them up as they are, choose this column (“Amount”)
error-import-other-scale = { $file }: the amounts of "{ $columns }" are on average a hundred or a thousand times those kept of this till, or as small a part of them: they may be in cents, or no longer be
    .remedy = if they are in cents, say so in their header ("{ $columns } (cents)"); if they are right as they stand: { $choices }
    .remedy-on-page = if they are in cents, say so in their header ("{ $columns } (cents)"); if they are right as they stand, choose this column
error-import-no-such-column = { $file } has no column "{ $column }". Columns: { $columns }
    .remedy = correct --map
    .remedy-on-page = choose among these columns
error-import-mixed-currencies = { $file }: some amounts are in { $found }, others in { $other }
    .remedy = name the currency of the database: --currency { $found } or --currency { $other }; lines in another one will be refused
    .remedy-on-page = name the currency of the database; lines in another one will be refused
error-import-other-book = { $file } seems to hold { $book ->
        [purchases] purchases
        [wages] wages
        [expenses] expenses
        [assets] equipment
        [bank] a bank statement
        [plans] a budget or forecasts
       *[stock] a stock
    }, not sales (“{ $evidence }”)
    .remedy = if these are sales, say so: { $flags }; otherwise do not import this file
    .remedy-on-page = if these are sales, say so by giving the column “{ $column }” its role; otherwise do not import this file
error-import-mixed-tax = { $file }, column "{ $column }": some amounts are before tax, others after ({ $words })
    .remedy = export them all before tax or all after; to add them up as they are: --ignore "{ $column }"
    .remedy-on-page = export them all before tax or all after; to add them up as they are, do not use this column
error-import-ambiguous-dates = { $file }, column "{ $column }": "{ $value }" can be read as more than one day
    .remedy = name the order with --date-order: dmy (day/month/year), mdy (month/day/year), ymd (year/month/day), or ydm (year/day/month, or days and months that a spreadsheet has swapped)
    .remedy-on-page = choose the order: day/month/year, month/day/year, year/month/day, or days and months swapped
error-import-cut-numbers = { $file }, column "{ $column }": "{ $value }" is one number, but the commas between the values cut it in two
    .remedy = export the file with semicolons between the values, or with quotes around them
error-import-not-dates = { $file }, column "{ $column }": most values are not dates, such as "{ $value }"
    .remedy = name the column of the dates: --map date=COLUMN
    .remedy-on-page = choose the column of the dates
error-import-not-numbers = { $file }, column "{ $column }": "{ $value }" is not a number, and it is not the only one
    .remedy = correct them, or name the column of the amounts: --map amount=COLUMN
    .remedy-on-page = correct them, or choose the column of the amounts
error-import-nested = { $file }, column "{ $column }": it holds tables of its own, lines within a line
    .remedy = export it flat, one line a sale
error-import-periods = { $file }, column "{ $column }": "{ $value }" is a period, not a day
    .remedy = export the sales day by day
error-import-days-of-periods = { $file }, column "{ $column }": dates such as "{ $value }" may stand for whole months or weeks
    .remedy = export the sales day by day; if these are the days of the sales: --map date="{ $column }"
    .remedy-on-page = export the sales day by day; if these are the days of the sales, choose this column as the date
error-import-several-dates = { $file }: more than one column may be the day of the sale ({ $columns }), and they differ
    .remedy = rename columns that have the same name, then name the one: --map date=COLUMN
    .remedy-on-page = rename columns that have the same name, then choose the date
error-import-no-amounts = { $file }, column "{ $column }": there is not one amount
    .remedy = if these are formulas, open the file in a spreadsheet and save it, or name another column: --map amount=COLUMN
    .remedy-on-page = if these are formulas, open the file in a spreadsheet and save it, or choose another column
error-import-ambiguous-numbers = { $file }, column "{ $column }": "{ $value }" can be read in two ways
    .remedy = name the decimal mark: --decimal comma (1.234,56) or --decimal point (1,234.56)
    .remedy-on-page = choose the decimal mark: comma (1.234,56) or point (1,234.56)
error-import-rejected = { $file }: { $count ->
    [one] { $count } line refused, line { $line }
   *[other] { $count } lines refused, the first is line { $line }
  }; nothing was imported
    .remedy = correct those lines, or import the good ones with --on-error reject
    .remedy-on-page = correct those lines, then send the file again
error-import-unclear-lines = { $file }: what are these lines: { $words }?
    .remedy = say it for each word, with --kind or --state 'WORD=sale|return|discount|aside'; for example { $answers }
    .remedy-on-page = say for each whether its lines are sales, returns, discounts, or to be set aside
error-import-rounded-codes = { $file }, column "{ $column }": a spreadsheet has rounded the codes, such as "{ $value }"; products can no longer be distinguished by them
    .remedy = export the file again and import it without opening it in a spreadsheet; or, if the names of the products are enough, add --ignore "{ $column }"
    .remedy-on-page = export the file again and import it without opening it in a spreadsheet; or, if the names of the products are enough, do not use this column
error-import-unknown-stores = { $file }, column "{ $column }": none of these stores is known: { $values }
    .remedy = import the file of stores first; or, to call them by these references, add { $flags }
    .remedy-on-page = import the file of stores first, or call them by these references
error-import-unknown-products = { $file }, column "{ $column }": none of these products is known: { $values }
    .remedy = { $flags ->
        [none] import the file of products first, with their prices
       *[other] import the file of products first; or, to call them by these references, add { $flags }
    }
    .remedy-on-page = import the file of products first
error-import-moved-store = { $file }: { $store } counts in "{ $home }", and { $count } lines from { $first } to { $last } say "{ $other }"
    .remedy = if it has moved, import a file of stores with its new place and --moved-stores { $first } first; if it still is in "{ $home }", add --moved-stores past (remembered for these columns)
    .remedy-on-page = if it has moved, import a file of stores with its new place and the day on which it moved first
error-import-no-store-named = { $file }, column "{ $column }": no line names its store
    .remedy = fill the column in; or, if all is of one store, add { $flags }
    .remedy-on-page = fill the column in in the file, or do not use it if all is of one store
error-import-no-product-named = { $file }, column "{ $column }": no line names its product
    .remedy = fill the column in; or, to count these amounts without a product, add { $flags }
    .remedy-on-page = fill the column in in the file, or do not use it to count these amounts without a product
error-import-pasted-twice = { $file }: the lines from { $line } on are those from { $before } on again, day after day: the file seems to be put together of exports that share days
    .remedy = export it anew, or take out what comes twice; if these are other sales: --state 'double lines=sale'
    .remedy-on-page = export it anew, or take out what comes twice
error-import-days-out-of-order = { $file }, column "{ $column }", line { $line }: { $value ->
    [none] the first line has no date
   *[other] "{ $value }" does not follow the date before it
  }
    .remedy = a date holds for the lines below only where the days follow each other: export again in the order of the days, or write the date on every line
error-import-states-out-of-order = { $file }, column "{ $column }", line { $line }: the state of a ticket is on one of its lines only, and this line is out of order
    .remedy = a state holds for the other lines of a ticket only where it is on the first: export again in the order of the tickets, or write the state on every line
error-import-debits-and-credits = { $file } has debits and credits ({ $columns }), and no account of sales (70…) says which of them are sales
    .remedy = { $flags ->
        [none] a bank statement is no file of sales: export those of the till or the shop, or a journal with its account numbers
       *[other] if credits are sales and debits are returns, add { $flags }; else export a journal with its account numbers
    }
    .remedy-on-page = if credits are sales and debits are returns, give them these roles; a bank statement is no file of sales
error-import-side-by-side = { $about ->
        [months] { $file }: each month has a column of its own ({ $columns }), and no day is known
        [amount] { $file }: nothing shows whether { $columns } are parts of the sales beside the amount of each line
       *[other] { $file }: the revenue is spread over several columns ({ $columns }), and nothing says what these groups are
    }
    .remedy = { $about ->
        [none] export again with a line for each group and a column that names it (store, channel), or with the total of each line; one of these columns alone would be a part of the sales
        [months] export the sales day by day; to count each month on its last day, add { $choices }
        [amount] if these columns are no sales of their own, add { $choices }; else export again with a line for each group
       *[other] say whether they are stores, products, or parts of the takings of one store (hours, ways of paying): { $choices }
    }
    .remedy-on-page = { $choices ->
        [none] export again with a line for each group, or with the total of each line; one of these columns alone would be a part of the sales
       *[other] say what these columns are; one of them alone would be a part of the sales
    }
error-import-side-by-side-total = { $file }, line { $line }: "{ $column }" says { $value }, and the columns beside it do not come to that
    .remedy = correct the line or complete the export; to leave the sums aside, add --ignore with the name of their column
    .remedy-on-page = correct the line or complete the export
error-import-periods-in-header = { $file }: each day or month has a column of its own ({ $columns }), as in a pivot table
    .remedy = import the lines that this table is made from, or export again with a line for each day or month and a column of dates
error-import-missing-dates = { $file }, column "{ $column }": { $count ->
    [one] { $count } line without a date
   *[other] { $count } lines without a date
  }
    .remedy = if the date stands on the first line of each day only, and the lines are in that order, add --dates-once; else complete it
    .remedy-on-page = if the date stands on the first line of each day only, and the lines are in that order, say so; else complete it
error-import-second-table = { $file }, line { $line }: a second table of sales begins ({ $columns })
    .remedy = put it into a file of its own, then import both
error-import-several-tables = { $file } holds { $count } tables: { $tables }
    .remedy = keep the one of sales in a file of its own, then import it
error-import-hidden-sheets = the data of { $file } seem to be in { $count ->
    [one] a hidden sheet
   *[other] hidden sheets
  }: { $sheets }
    .remedy = show the sheet of sales in your spreadsheet, or keep it in a file of its own, then import it
error-import-shared-days = { $file } and { $other } both have sales on { $day }, with no number to distinguish them
    .remedy = if they are of two tills, import each file by itself with --source NAME; if of one, add --same-till: the lines that they share will count once
    .remedy-on-page = if they are of two tills, import one after the other and give each a name

# Why a file, a disk, a service or a capacity fails; other words are those of the system.
store-cause = { $reason ->
    [silent] it is there, but has not answered for some seconds
    [connection-refused] nothing listens at this address
    [broken-off] the connection broke off
    [timed-out] it took too long
    [unknown-host] there is no such machine
    [no-route] the network does not lead there
    [tls] the encrypted connection failed: a certificate was refused, or the service does not encrypt
    [cancelled] the request was cancelled
    [incomplete] the answer ends too early
    [permission-denied] permission denied
    [not-found] there is no such file or folder
    [is-a-folder] it is a folder
    [not-a-folder] its folder is a file
    [invalid-path] this path is not possible
    [already-there] it exists already
    [address-taken] another program listens there already
    [read-only-disk] the disk is read-only
    [disk-full] the disk is full
    [too-large] the file would be larger than the system allows
    [disk-failed] the disk cannot read or write
    [too-many-files] too many files are open
    [no-memory] there is not enough memory
    [is-a-device] it is a device, not a file
    [nobody-writes] it is a pipe into which no program writes
    [nobody-reads] it is a pipe, not a file
    [not-text] it is not text in UTF-8
    [cannot-open] it cannot be opened
    [not-a-database] it is not a database
    [another-owner] it belongs to another user than the database
    [malformed] its content contradicts itself
    [not-authorized] it touches what is protected
    [many-requests] too many requests are running
    [many-waiting] too many requests are waiting
    [many-writers] too many writers are waiting
    [large-answers] large answers are under way
    [large-requests] large requests are under way
    [many-sent] too many files are being sent
    [many-read] too many files are being read
    [many-transactions] too many transactions are open
    [token-needed] a valid token is needed
    [no-token-left] the database is protected, and no token is left that opens it
    [service-failed] its log says why
    [much-stored] too much SQL is stored
   *[other] { $reason }
}
error-store-open = the database { $path } cannot be opened ({ store-cause })
    .remedy = check the path and its permissions, or choose another file with --db
error-store-not-a-database = { $path } is not a SQLite database
    .remedy = choose another file with --db; this one was not changed
error-store-empty-file = the file { $path } is empty: it holds no database, or no longer; nothing was changed
    .remedy = if it held a database, put a copy back with "comptoir db restore"; otherwise delete it: a new database is made where there is no file
error-store-log-alone = the file { $path } is not there any more, but its log { $path }-wal still is, with changes in it; nothing was changed
    .remedy = put the database back beside its log, or a copy with "comptoir db restore"; for a new database move that log away first
error-store-too-new = the database comes from a newer Comptoir (schema { $found }, known: { $known })
    .remedy = update Comptoir
error-store-busy = the database is busy: another client or program is writing to it
    .remedy = wait until it is done, then try again; nothing was changed
error-store-outdated = the data changed after this transaction read it, so it can no longer write
    .remedy = undo it and begin again, with BEGIN IMMEDIATE if it is going to write
error-store-no-statement = the text holds no SQL statement
    .remedy = write one, such as SELECT * FROM sales LIMIT 10
error-store-many-statements = the text holds more than one SQL statement
    .remedy = send one statement at a time
error-store-statement-too-long = the SQL statement is longer than { $limit } bytes
    .remedy = shorten it: pass the values as parameters, or split it into several statements
error-store-value-too-large = the query produces a value or a row of more than { $limit } bytes
    .remedy = make it smaller, or select fewer columns
error-store-request-too-large = the database service accepts no request larger than { $limit } bytes
    .remedy = send less at a time: split the file or the request
error-store-disk-failed = the disk that holds the database cannot be read or written ({ store-cause })
    .remedy = check the disk and its connection, then look at the database with "comptoir db check"
error-store-out-of-memory = the query needs more memory than the database may use
    .remedy = narrow it to a period, or sort and group fewer rows
error-store-sql = SQL refused: { $problem ->
    [no-such-table] there is no table "{ $name }"
    [no-such-column] there is no column "{ $name }"
    [no-such-function] there is no function "{ $name }"
    [ambiguous-column] several tables have a column "{ $name }"; say which one it is
    [syntax] syntax error near "{ $name }"
    [incomplete] the query is not complete
    [unique] another row has that value of { $name }
    [not-null] { $name } cannot be empty
    [foreign-key] rows would refer to others that do not exist
    [check] a value is not allowed by the table ({ $name })
    [token] "{ $name }" is not SQL, or a quotation mark is not closed
    [argument-count] the function "{ $name }" has the wrong number of arguments
    [aggregate] "{ $name }" brings several rows together, and cannot be in that place
    [overflow] a whole number exceeds what SQLite can count
    [json] a text is not JSON
   *[other] SQLite says "{ $reason }"
  }
    .remedy = correct the query or its values
error-store-arguments = { $problem ->
    [no-value] the parameter { $name } has no value
    [no-certificate] the file of COMPTOIR_DB_CA holds no certificate
   *[other] the arguments do not fit ("{ $reason }")
  }
    .remedy = { $problem ->
        [no-certificate] give the certificate of the authority that signed that of the service, in PEM form
       *[other] give every parameter of the query a value
    }
error-store-not-allowed = this statement is not allowed here ({ store-cause })
    .remedy = keep to the tables of this database: no other file, no setting, no token
error-store-file-read-only = the file { $path } cannot be changed: it, its folder or its disk is read-only
    .remedy = get the right to write to this file and its folder, see why the disk is read-only (a failing one becomes so), or choose another file with --db
error-store-disk-full = the disk is full{ $free ->
        [unknown] { "" }
       *[other] : { $free } MB are free, which is not enough
    }; nothing was changed
    .remedy = make room, then try again
error-store-other-program = { $path } is the SQLite database of another program (tables: { $tables }); it was not changed
    .remedy = choose another file with --db
error-store-truncated = the end of the file { $path } is missing: it has { $size } bytes instead of { $expected }
    .remedy = put a copy back with "comptoir db restore"; no figure is shown of an incomplete file
error-store-file-gone = the file { $path } is no longer there: it was deleted or moved
    .remedy = put it back in its place, or stop the service and put a copy back with "comptoir db restore"
error-store-file-replaced = the file { $path } is no longer the one that was opened
    .remedy = restart the service to have it work on the new file
error-store-secrets = the token file { $path } cannot be used ({ store-cause })
    .remedy = repair it, or put it aside and make tokens with "comptoir db token create"; until then the database stays closed
error-store-damaged = the database is damaged ({ store-cause })
    .remedy = look at it with "comptoir db check", or put a copy back with "comptoir db restore"
error-store-too-large = the answer is larger than { $limit } bytes
    .remedy = narrow the query
error-store-mixed-types = the column { $column } holds values of different types ({ $found } after { $expected })
    .remedy = convert it with CAST in the query
error-store-load = the table { $table } could not be filled ("{ $reason }")
    .remedy = correct those rows; nothing was changed
error-store-load-value = table { $table }, row { $row } of the load, column { $column }: "{ $value }" is not { $rule ->
        [day] a day as YYYY-MM-DD, from 1970 to 2199
        [month] a month as YYYY-MM
        [number] a number, a million million at most
       *[text] a text of 16 KiB at most
    }; nothing was changed
    .remedy = correct this value, then send the rows again
error-store-overloaded = the database service is overloaded ({ store-cause })
    .remedy = try again in a moment
error-store-file = the file { $path } cannot be used ({ store-cause })
    .remedy = check the path, its permissions and the free space
error-store-internal = something unforeseen happened to the database ("{ $reason }")
    .remedy = try again; if it lasts, look at it with "comptoir db check"
error-store-read-only = the database can only be read here
    .remedy = use a SELECT query
error-store-too-many-rows = the answer has more than { $limit } rows
    .remedy = add LIMIT to the query
error-store-too-slow = the query took more than { $seconds } s and was stopped
    .remedy = narrow it to a period
error-store-unreachable = the database service at { $url } does not answer ({ store-cause })
    .remedy = start it with "comptoir db serve", or correct --db
error-store-refused = the service at { $url } refuses the request ({ $status }: { store-cause })
    .remedy = check that this is the address of a "comptoir db serve" of the same version
error-store-refused-token = the service at { $url } does not let us in ({ $status }: { store-cause })
    .remedy = set COMPTOIR_DB_TOKEN to a token of that service; "comptoir db token create" makes one
error-store-failed = the database service at { $url } failed ({ $status }: { store-cause })
    .remedy = look at the messages of that service, which have the cause, then try again
error-store-protocol = { $url } does not speak the protocol ({ store-cause })
    .remedy = check that this is the address of a "comptoir db serve"

error-no-sales-in-period =
    { $days_asked ->
        [1] no data on { $first }
       *[other] no data from { $first } to { $last }
    }
    .remedy = the sales go from { $first_known } to { $last_known }
error-too-many-store-days = { $stores } stores on { $days } days are more than the { $limit } states of one answer
    .remedy = ask for a shorter period, or for fewer stores
error-nothing-before =
    { $days_asked ->
        [1] no sales to compare those of { $first } with
       *[other] no sales to compare those from { $first } to { $last } with
    }
    .remedy = the sales go from { $first_known } to { $last_known }: choose another period, or another comparison
error-little-before = only { $comparable } of the { $days } days { $comparable ->
        [1] has
       *[other] have
    } a day in the data to compare with
    .remedy = the sales go from { $first_known } to { $last_known }: choose another period, or another comparison
error-unknown-name = “{ $name }”: unknown { $grouping }
    .remedy = see the names with comptoir analyse --by { $grouping }
    .remedy-on-page = choose among the names that the page offers
error-unknown-name-like = “{ $name }”: unknown { $grouping }
    .remedy = did you mean: { $nearest }?
error-shared-name = “{ $name }” can mean { $count } { $grouping ->
        [product] products
        [category] categories
        [store] stores
        [city] cities
       *[region] regions
    }
    .remedy = write which one: { $names }
error-unknown-basis = no comparison is called { $name }
    .remedy = previous, n-1, n-1-holidays or n-1-dates
error-analysis-out-of-range = amounts or quantities are too large to be taken apart
    .remedy = find the line with comptoir sql "select * from sales order by abs(amount) desc limit 5"
    .remedy-on-page = find the line on the page SQL: select * from sales order by abs(amount) desc limit 5
error-period-upside-down = the period ends on { $last }, before it starts on { $first }
    .remedy = swap the two dates (from and to)
error-no-sales = there are no sales
    .remedy = import sales: comptoir import FILE
    .remedy-on-page = import sales on the page Data
error-sales-invalid-day = a sale has the day "{ $written }", which is not one as YYYY-MM-DD from 1970 to 2199: no figure would be whole
    .remedy = find such sales with "comptoir db check", and correct them in SQL: update sales set sale_date = … where sale_date = …
error-unknown-grouping = "{ $grouping }" is not a grouping
    .remedy = choose product, category, store, city, region, day, week, month, quarter, year or weekday
error-not-forecast-by = nothing is forecast by { $grouping }
    .remedy = choose total, product, category, store, city or region; weeks and months are sums of their days
error-forecast-model-syntax = "{ $text }" is not a model
    .remedy = write for example auto, ets, theta or 'arima(5,1,0)'
error-forecast-not-for-series = the model { $model } does not suit these sales
    .remedy = choose auto, or a model without season and without products
error-forecast-regressor-not-finite = the number { $position } of { $name } is not one
    .remedy = correct the calendar's columns
error-forecast-order-too-high = { $part } = { $value } is above { $limit }
    .remedy = choose a smaller model, for example 'arima(5,1,0)'
error-forecast-series-too-short = there are only { $observed } days of sales, this model needs { $needed }
    .remedy = import a longer history, or choose a shorter horizon or a smaller model, for example 'arima(1,1,0)'
error-forecast-value-infinite = value { $position } of the series is infinite
    .remedy = correct the amounts of the sales
error-forecast-value-too-large = the value { $value } (position { $position }) is too large
    .remedy = correct the amounts of the sales
error-forecast-horizon-zero = the horizon is zero days
    .remedy = choose a horizon of at least 1 day
error-forecast-horizon-too-long = the horizon of { $horizon } days is above { $limit }
    .remedy = choose a shorter horizon
error-forecast-level-out-of-range = { $level } is not a level between 0 and 100
    .remedy = choose for example 80 or 95
error-forecast-too-large = { $series } series on { $days } days are more than one forecast can hold
    .remedy = ask for { $limit } days at most, for fewer intervals, or for a coarser grouping
error-forecast-too-many-levels = { $levels } levels of intervals are more than the { $limit } allowed
    .remedy = choose some, for example 80 and 95
error-forecast-likelihood-undefined = the likelihood cannot be computed for this series
    .remedy = check the amounts of the sales
error-forecast-undefined = this model produces values too large to compute
    .remedy = choose another model, for example auto, or check the amounts of the sales
error-forecast-internal = the model cannot be computed on these sales
    .remedy = choose another model with --model
    .remedy-on-page = choose another model
error-series-file = the file { $path } cannot be read ({ store-cause })
    .remedy = give a CSV file with a header series_id,ds,y
error-series-file-write = the file { $path } cannot be written ({ store-cause })
    .remedy = choose another file with -o
error-manual-write = the manual cannot be written to { $path } ({ store-cause })
    .remedy = choose a folder that you can write to
error-series-file-row = { $path }, line { $line }: { $cells } cells, where the header has { $columns }
    .remedy = give each line as many cells as the header; quote values that contain the separator
error-series-file-column = the file { $path } has no column { $column } (it has: { $columns })
    .remedy = give the header series_id,ds,y
error-series-file-value = { $path }, line { $line }, column { $column }: "{ $value }" is not valid
    .remedy = give a number in y, with the same decimal mark in the whole column (empty where missing), and a date in ds (or none in the whole series)
error-series-file-decimal = in { $path }, "{ $value }" is another number with a decimal comma than with a decimal point
    .remedy = add --decimal comma or --decimal point
error-series-file-date-order = in { $path }, "{ $value }" can be two different days
    .remedy = add --date-order dmy (day first) or --date-order mdy (month first)
error-series-file-twice = { $path }: the series { $series } has two values on { $value }
    .remedy = keep one value for each date and series

error-input = { $given ->
        [none] a value for "{ $name }" is missing
       *[one] the value "{ $value }" is not valid for "{ $name }"
    }
    .remedy = dates YYYY-MM-DD, whole numbers, names as in the documentation
error-json-incomplete = the JSON document sent ends too early
    .remedy = send all of it
error-json-syntax = what was sent is not JSON (line { $line }, column { $column })
    .remedy = send a JSON document in UTF-8
error-json-value = a value of the JSON document is not of the expected type (line { $line }, column { $column })
    .remedy = compare it with /api/openapi.json
error-json-unknown-field = the JSON document has a field “{ $name }” that does not exist here
    .remedy = possible fields: { $known }
error-json-missing-field = the field “{ $name }” is missing from the JSON document
    .remedy = add it; /api/openapi.json describes them all
error-json-duplicate-field = the JSON document has the field “{ $name }” twice
    .remedy = keep one of them
error-broken-body = what was sent did not arrive whole, or its form is malformed
    .remedy = send it again
error-body-too-large = what was sent is too large for this address
    .remedy = send less at a time
error-unknown-parameter = there is no parameter “{ $name }” here
    .remedy = the parameters of this address: { $known }
error-unknown-parameter-like = there is no parameter “{ $name }” here
    .remedy = did you mean “{ $nearest }”?
error-repeated-parameter = the parameter “{ $name }” is given more than once
    .remedy = give it once
error-unreadable-request = a part of this address, or what is sent, cannot be read
    .remedy = whole numbers, text in UTF-8, the content sent whole
error-not-found = there is nothing at this address
    .remedy = the addresses of the API start with /api/v1
error-method-not-allowed = this address has no such method
    .remedy = use one of those that the header Allow of this answer names
error-foreign-origin = this request comes from another web page
    .remedy = send it from the dashboard or a program
error-foreign-host = without a password the service only answers to the names of this machine
    .remedy = ask localhost, or give the service a password with COMPTOIR_PASSWORD
error-not-signed-in = sign in first
    .remedy = sign in at /login; a program sends the password with every request (Authorization: Basic or Bearer)
error-wrong-password = this is not the password
    .remedy = it is the one that COMPTOIR_PASSWORD gave the service
error-too-many-attempts = too many passwords have been tried
    .remedy = try again in { $seconds } s
error-listen = the address { $address } cannot be opened ({ store-cause })
    .remedy = choose another one with --listen, or stop the program that uses it
error-listen-syntax = "{ $address }" is not an address
    .remedy = write for example 127.0.0.1:5000
error-token-needed = beyond this machine ({ $address }), the database service requires a token
    .remedy = give COMPTOIR_DB_TOKEN (for example what "openssl rand -hex 32" prints) to both services, or make a token with "comptoir db token create"
error-password-needed = beyond this machine ({ $address }), the dashboard requires a password
    .remedy = give it with COMPTOIR_PASSWORD or COMPTOIR_PASSWORD_FILE ("openssl rand -base64 12" makes a good one), or listen on 127.0.0.1
error-password-empty = the password of COMPTOIR_PASSWORD is empty or far too short
    .remedy = give one, for example what "openssl rand -base64 12" prints
error-password-hash = COMPTOIR_PASSWORD starts like an Argon2 hash but is not one that can be checked
    .remedy = give the whole hash, $argon2id$…, in single quotes for the shell, or the password itself
error-api-token-short = the token of COMPTOIR_API_TOKEN has fewer than { $shortest } characters: it could be guessed
    .remedy = give for example what "openssl rand -hex 24" prints
error-secret-empty = { $name } is set, but empty: an empty secret neither opens nor protects anything
    .remedy = give a secret (for example what "openssl rand -hex 32" prints), or remove { $name }
error-secret-short = the secret of { $name } is too short
    .remedy = it needs at least { $least } characters; "openssl rand -hex 32" makes a good one
error-secret-guessable = the secret of { $name } is among the first that anybody would try
    .remedy = choose one that nobody knows; "openssl rand -hex 32" makes a good one
error-no-token-left = the database { $path } is protected, and no token opens it: the service stays closed, on this machine too
    .remedy = make a token with "comptoir db token create", or give the service COMPTOIR_DB_TOKEN
error-secret-file = the file { $path } of { $name } cannot be read ({ store-cause })
    .remedy = check its path and permissions
error-demo-exists = { $path } already exists
    .remedy = the demonstration never touches an existing database: choose another --db, or none
error-tls = the certificate or key { $path } cannot be used ({ $reason ->
        [no-pem] it holds neither a certificate nor a key in PEM form
        [other-key] the key is not that of this certificate
       *[other] { store-cause }
    })
    .remedy = give a certificate and its key in PEM form with --tls-cert and --tls-key
error-backup-exists = { $path } already exists
    .remedy = choose another name: a copy overwrites nothing
error-db-not-there = there is no database at { $path }
    .remedy = choose the file with --db, or make the database: comptoir import FILE
error-db-damaged = { $path } has { $count ->
    [one] one fault: { $first }
   *[other] { $count } faults, such as: { $first }
  }
    .remedy = put a sound copy back with "comptoir db restore"; where tables or rows are missing: "comptoir db repair"
# What "comptoir db check" finds; kind: table, index or trigger.
error-fault-page = the content of the file contradicts itself (SQLite: "{ $reason }")
    .remedy = put a backup in its place with "comptoir db restore"
error-fault-no-such-rows = { $count ->
    [one] table { $table }: one row refers to a row of { $parent } that is no longer there (number { $first })
   *[other] table { $table }: { $count } rows refer to rows of { $parent } that are no longer there (the first is number { $first })
  }
    .remedy = { $parent ->
        [products] "comptoir db repair" puts these products back under their numbers, without their names; an earlier backup has them whole (comptoir db restore)
        [stores] "comptoir db repair" puts these stores back under their numbers, without their names; an earlier backup has them whole (comptoir db restore)
        [imports] "comptoir db repair" puts these imports back under their numbers, without the name of the file; an earlier backup has them whole (comptoir db restore)
       *[other] correct these rows, or put a backup in place with "comptoir db restore"
    }
error-fault-missing = { $kind } { $name } is missing
    .remedy = "comptoir db repair" makes it anew
error-fault-changed = { $kind } { $name } is not as it must be
    .remedy = "comptoir db repair" makes it anew, and keeps the former content
error-fault-stranger = { $kind } { $name } on table { $table } is not of Comptoir
    .remedy = "comptoir db repair" takes it off
error-fault-no-version = the number of the data's state is missing
    .remedy = "comptoir db repair" puts it back
error-fault-missing-days = { $count ->
    [one] one day of sales is missing in the calendar
   *[other] { $count } days of sales are missing in the calendar
  }
    .remedy = "comptoir db repair" puts them there
error-fault-value = sale { $id } has { $value } in { $column ->
    [sale_date] sale_date, which is no day YYYY-MM-DD from 1970 to 2199
   *[other] { $column }, which is no number of a million million at most
  }
    .remedy = correct it in SQL: update sales set { $column } = … where id = { $id }
error-fault-lost = { $count ->
    [one] one row of { $table } of import { $id } ({ $source }) is gone
   *[other] { $count } rows of { $table } of import { $id } ({ $source }) are gone
  }
    .remedy = import that file again, or put a backup in place with "comptoir db restore"
error-no-such-token = there is no token { $id }
    .remedy = "comptoir db token list" shows their numbers
error-db-is-remote = the database service works on a file, not on { $url }
    .remedy = give --db a path
error-demo-remote = the demonstration works on a database of its own, not on { $url }
    .remedy = run "comptoir demo" without --db
error-usage = the command was not understood{ $argument ->
        [none] { "" }
       *[other] {" "}from { $argument } on
    }
    .remedy = read the help: comptoir --help
error-usage-value = "{ $value }" is not valid for { $argument }
    .remedy = read the command's help with --help
error-usage-no-value = { $argument } needs a value
    .remedy = write it after the option; the command's help with --help says which ones there are
error-usage-not-text = the command holds a text that is not UTF-8
    .remedy = give the file a name in UTF-8, or import it through standard input: comptoir import - < FILE
error-usage-repeated = { $argument } is given more than once
    .remedy = give it once
error-usage-unknown = unknown argument { $argument }
    .remedy = read the command's help with --help
error-usage-command = unknown command { $argument }
    .remedy = read the list of commands: comptoir --help
error-usage-missing = { $argument } is missing
    .remedy = read the command's help with --help
error-usage-twice = { $argument } cannot be used with { $other }
    .remedy = read the command's help with --help
error-unexpected = { store-cause }
    .remedy = try again; if it persists, report it with this message

reject-too-long = { $file }, line { $line }, column "{ $column }": a text of { $length } bytes; at most { $limit } are read ("{ $value }")
    .remedy = shorten it, and look for a quote before it that is never closed
reject-missing = { $file }, line { $line }, column "{ $column }": the value is missing
    .remedy = fill it in
reject-not-a-number = { $file }, line { $line }, column "{ $column }": "{ $value }" is not a number
    .remedy = correct it, or name the decimal mark with --decimal
    .remedy-on-page = correct it, or choose the decimal mark before importing
reject-too-large-number = { $file }, line { $line }, column "{ $column }": "{ $value }" leads to a number of more than a million million
    .remedy = correct it: a barcode may be in the column of quantities or prices
reject-not-an-id = { $file }, line { $line }, column "{ $column }": "{ $value }" is not an id (a positive whole number)
    .remedy = correct it
reject-not-a-date = { $file }, line { $line }, column "{ $column }": "{ $value }" is not a date that exists
    .remedy = correct it (YYYY-MM-DD or DD/MM/YYYY), or name the order with --date-order
    .remedy-on-page = correct it (YYYY-MM-DD or DD/MM/YYYY), or choose the order before importing
reject-a-period = { $file }, line { $line }, column "{ $column }": "{ $value }" is a period, not a day
    .remedy = write the day of the sale
reject-no-such-year = { $file }, line { $line }, column "{ $column }": no sale can be in the year of "{ $value }"
    .remedy = write a day between 1970 and next year
reject-other-weekday = { $file }, line { $line }, column "{ $column }": the day of "{ $value }" is not that day of the week
    .remedy = correct the day or its name, or name the order with --date-order
    .remedy-on-page = correct the day or its name, or choose the order before importing
reject-negative-price = { $file }, line { $line }, column "{ $column }": the price "{ $value }" is negative
    .remedy = correct it; a discount or a return belongs to the sales
reject-unknown-product = { $file }, line { $line }, column "{ $column }": the product "{ $value }" is unknown
    .remedy = import the file of products first
reject-not-a-month = { $file }, line { $line }, column "{ $column }": "{ $value }" is not a month
    .remedy = write YYYY-MM, MM/YYYY or Nov 2023
reject-unknown-region = { $file }, line { $line }, column "{ $column }": the region "{ $value }" is unknown
    .remedy = write the official name of a region
reject-unknown-store = { $file }, line { $line }, column "{ $column }": the store "{ $value }" is unknown
    .remedy = import the file of stores first
reject-no-price = { $file }, line { $line }: neither an amount nor a price for the product "{ $value }"
    .remedy = add an amount to the line, or a price to the product
reject-too-many-values = { $file }, line { $line }: more values than the { $columns } columns; the first extra one is "{ $value }"
    .remedy = put quotes around values that contain the delimiter
reject-twice = { $file }, line { $line }, column "{ $column }": "{ $value }" is already on line { $first }, with different content
    .remedy = give each line its own id

error-import-record-too-large = { $file }, line { $line }: one row or object with more than { $limit } KiB
    .remedy = export one line per sale, without long texts, images or lists in it
error-import-line-too-long = { $file }, line { $line }: more than { $limit } KiB without an end of line
    .remedy = look from that line on for a quote that is never closed
error-import-too-many-columns = { $file }, line { $line }: more than { $limit } columns
    .remedy = export a table with one line a sale
error-draft-gone = this file is no longer kept: drafts last an hour, and the oldest are dropped
    .remedy = send the file again
error-draft-in-use = this file is being imported
    .remedy = wait for the end of the import, or stop it
error-no-such-job = this import is not known: finished ones are kept for an hour
    .remedy = look into the ledger of imports
error-import-cancelled = the import of { $file } was stopped; nothing of it was kept
    .remedy = start it again when you want it
error-import-stopped = reading stopped
    .remedy = start the import again
error-rejects-file = the refused lines of { $file } cannot be kept ({ store-cause })
    .remedy = choose another file with --rejects; the good lines are imported
error-no-such-import = there is no import { $id }
    .remedy = see the numbers with comptoir imports
reject-conflict-marker = { $file }, line { $line }: "{ $value }" is a merge conflict marker, not data
    .remedy = open the file, keep one of the two versions between those marks, then import it again
reject-cut-off = { $file }, line { $line }: the file stops in the middle of this line
    .remedy = export the file again, it is incomplete
reject-rounded-code = { $file }, line { $line }, column "{ $column }": "{ $value }" is no longer a code, a spreadsheet has rounded it
    .remedy = export the file again without opening it in a spreadsheet, or format that column as text
reject-other-currency = { $file }, line { $line }, column "{ $column }": "{ $value }" is in a currency other than that of the database
    .remedy = a database has one currency: import these lines into another with --db
    .remedy-on-page = a database has one currency: import these lines into another

error-moved = the database changed while the file was being read
    .remedy = start the import again
error-store-clash = line { $line }: "{ $key }" is already in this file, with different content; nothing was imported
    .remedy = give each line its own id, or set such lines aside with --on-error reject
    .remedy-on-page = give each line its id
error-store-many-clashes = line { $line }: "{ $key }" is already in this file, with different content, like the ids of more than { $limit } lines; nothing was imported
    .remedy = this column does not identify lines: choose another one with --map id=COLUMN, or set it aside with --ignore
    .remedy-on-page = this column does not identify lines: choose another one as the id, or none
error-store-rejects-full = more than { $kept } lines, or 64 MB of them, would be refused, and the place where the others wait to be downloaded ({ $megabytes } MB) is too small: { $waiting ->
        [none] this file alone has too many
       *[other] imports whose lines wait there already: { $waiting }
    }; nothing is imported
    .remedy = check the columns and the decimal mark of the file, of which almost nothing is read; download the refused lines of earlier imports, or undo those
error-store-no-such-reference = { $table }, column { $column }: { $value } refers to nothing
    .remedy = if they were there when the import began, somebody has just undone them: try again; otherwise import products and stores first
error-store-other-currency = these amounts are in { $found }, those of the database in { $kept }
    .remedy = a database has one currency: import this file into another with --db
    .remedy-on-page = a database has one currency: import this file into another
error-store-same-sales = these sales seem to be kept already: { $sales } sales of import { $imports }, under other numbers or other columns
    .remedy = if they are the same, add --same-till: each counts once (with --mode replace, those of this file take their place); if they are of another till, name it with --source, and if the earlier ones have no name yet, take import { $id } back (comptoir imports undo { $id }) and import its file with a name of its own
    .remedy-on-page = if they are the same, say so: each counts once; if they are of another till, give it a name
error-store-same-file = this very file was imported before, as import { $import }, and is read differently now: its { $sales } sales would count twice
    .remedy = take that import back (comptoir imports undo { $import }), then import the file again
    .remedy-on-page = undo import { $import } in the list of imports, then import the file again
error-store-reused-numbers = the numbers of { $sales } lines already belong to other sales, such as { $number }: this export starts its numbering over, or comes from another till
    .remedy = if it is another till, name it with --source; otherwise add --ignore COLUMN with the column of numbers: lines are then recognised by their content; if the sales imported before are wrong, undo their import first (comptoir imports undo N)
    .remedy-on-page = if it is another till, give it a name; otherwise choose “Ignored” as the role of the column of numbers: lines are then recognised by their content; if the sales imported before are wrong, undo their import first
error-store-undone-before = import { $id } is already undone
    .remedy = see the imports with comptoir imports
    .remedy-on-page = see the ledger of imports
error-store-depended-on = import { $id } cannot be undone, other data depend on it: { $dependents }
    .remedy = take the imports named back first; what was changed in SQL has to be changed by hand

error-days-no-sales = the store “{ $store }” has no sales
    .remedy = import its sales first
