# The SQL editor.

page-sql-query = Your query
page-sql-read-only = read only: nothing here can change your data
page-sql-examples = Example queries
page-sql-example-total = Total revenue
page-sql-example-products = Sales by product
page-sql-example-regions = Sales by region, with their share
page-sql-example-days = Revenue by day
page-sql-example-months = Revenue by month
page-sql-example-best = Best days
page-sql-stores = Stores
page-sql-share = Share (%)
page-sql-editor = SQL query
page-sql-editor-keys = { $key } + Enter runs · Escape then Tab leaves the editor
page-sql-placeholder = Write a SELECT query, or choose an example
page-sql-completions = Suggestions
page-sql-selection-deleted = Selection deleted
page-sql-control-character = Control character
page-sql-run = Run
page-sql-cancel = Cancel
page-sql-recent = { $count ->
    [one] Recent query
   *[other] Recent queries ({ $count })
  }
page-sql-forget = Forget the query { $sql }
page-sql-forget-short = Forget
page-sql-forget-all = Forget all
page-sql-schema = Tables and columns
page-sql-schema-hint = A click writes the name into the query.
page-sql-insert = Write { $name } into the query
page-sql-insert-name = Write the name
page-sql-insert-table = Write the name of { $name }
page-sql-preview = See the rows of { $name }
page-sql-preview-short = See the rows
page-sql-key = key
page-sql-result = Result
page-sql-idle = The result of your query will appear here.
page-sql-running = query running…
page-sql-cancelled = Query cancelled.
page-sql-told = { $count ->
    [one] { $rows } row in { $took }
   *[other] { $rows } rows in { $took }
  }
page-sql-milliseconds = { $time } ms
page-sql-seconds = { $time } s
page-sql-line = line { $line } of the query
page-sql-cut = Only the first { $limit } rows are given: narrow the query to see the others.
page-sql-rows = Result of the query, as a table
page-sql-shown = { $shown } rows shown of { $all }.
page-sql-more = Show { $rows } more
page-sql-bytes = { $size } bytes
page-sql-view = View of the result
page-sql-view-table = Table
page-sql-view-chart = Chart
page-sql-axis-value = Value
page-sql-axis-along = by
page-sql-point = { $name }: { $value }
page-sql-chart-keys = Arrow keys: from one value to the next.
page-sql-chart-summary = { $value } by { $along }: highest { $highest } ({ $highest-name }), lowest { $lowest } ({ $lowest-name }).
page-sql-chart-left = The first { $shown } rows; { $left } more are in the table.
page-sql-chart-none = No value to draw.
page-sql-credit = Editor: CodeMirror.
