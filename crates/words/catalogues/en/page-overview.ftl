# The overview.

page-period = Period
page-period-days = { $days } d
page-period-days-long = { $days } days
page-period-month = Month
page-period-quarter = Quarter
page-period-year = Year
page-period-all = All
page-period-custom = From… to…
page-period-from = From
page-period-to = To
page-period-show = Show
page-period-before = Previous period
page-period-after = Next period
page-period-upside-down = The end is before the start.
page-filters = Filters
page-filter-product = Product: { $name }
page-filter-category = Category: { $name }
page-filter-store = Store: { $name }
page-filter-city = City: { $name }
page-filter-region = Region: { $name }
page-filter-days = Days: { $days }
page-filter-remove = Remove the filter { $filter }
page-filter-escape = Escape removes all filters
page-filter-add = + filter
page-filter-grouping = Filter by
page-filter-search = Search for a name
page-filter-nothing = No name found

page-versus = against
page-compared-n-1 = the same weekdays a year earlier
page-compared-previous = the previous period
page-versus-n-1 = vs year before
page-versus-previous = vs previous period
page-versus-nothing = no period to compare with yet
page-before-n-1 = Year before
page-before-previous = Previous period
page-same-stores = same stores
page-same-stores-title = Compare each store only on the days it traded in both periods
page-missing = data missing
page-late = complete up to { $day }
page-late-title = Some stores have not sent all their sales yet

page-figures = Key figures
page-figure-show = Show on the curve
page-revenue-total = Total revenue
page-average-sale = Average basket (per line)
page-target = { $share } of the target ({ $target }) by { $day }
page-target-expected = expected: { $expected }
page-target-per-day = { $days ->
        [one] { $amount } left for the last day
       *[other] { $amount } per day left over { $days } days
    }
page-announce = { $period }: { $revenue } revenue, { $count ->
    [one] { $sales } sale
   *[other] { $sales } sales
  }.
page-announce-filtered = { $filters }, { $period }: { $revenue } revenue, { $count ->
    [one] { $sales } sale
   *[other] { $sales } sales
  }.

page-revenue-long = Revenue
page-sales-long = Sales
page-quantity-long = Quantity
page-average-basket-long = Average basket
page-average-price-long = Average price
page-curve-by-day = by day
page-curve-by-week = by week
page-curve-by-month = by month
page-curve-forecast = { $days ->
    [one] { $by }, forecast for 1 day, made { $when }
   *[other] { $by }, forecast for { $days } days, made { $when }
  }
page-curve-summary-day = { $average } per day on average; highest { $highest } ({ $highest-day }), lowest { $lowest } ({ $lowest-day }).
page-curve-summary-open-day = { $days ->
    [one] { $average } on the only day open; highest { $highest } ({ $highest-day }), lowest { $lowest } ({ $lowest-day }).
   *[other] { $average } per day open on average ({ $days } days); highest { $highest } ({ $highest-day }), lowest { $lowest } ({ $lowest-day }).
  }
page-curve-summary-week = { $average } per week on average; highest { $highest } ({ $highest-day }), lowest { $lowest } ({ $lowest-day }).
page-curve-summary-month = { $average } per month on average; highest { $highest } ({ $highest-day }), lowest { $lowest } ({ $lowest-day }).
page-curve-summary-none = No sales in this period.
page-curve-summary-forecast = Forecast for { $day }: { $mean }, between { $low } and { $high } eight times out of ten.
page-curve-keys = Left and right arrows go from point to point. Enter keeps to these days.
page-curve-table = The curve, as a table
page-legend-soldes = Soldes
page-legend-school = School holidays
page-model = model { $model }, forecast made { $when } from the sales known on { $day }
page-forecast-filtered = The forecast covers all sales: remove the filters to see it.
page-forecast-none = No forecast yet: make one on the Forecasts page.
page-forecast-old = The latest forecast starts from { $day }: update it on the Forecasts page.
page-forecast-older-data = Sales have changed since this forecast: update it on the Forecasts page.

page-by-region = By region
page-by-store = By store
page-by-category = By category
page-others = Others
page-leaderboard-search = Search these { $count }
page-stores-table = Revenue by store
page-categories-table = Revenue by category
page-regions-table = Revenue by region
page-map-heats = Colour of the map
page-map-heat-revenue = Revenue
page-map-heat-inhabitant = per 1,000 inh.
page-map-heat-change = change
page-map-per-thousand = { $amount } per 1,000 inhabitants
page-map-elsewhere = Not on the map
page-map-summary = Map of France by revenue. { $name } comes first: { $revenue }, { $share } of the total. The table beside it lists every region and filters by it.
page-map-summary-none = Map of France by revenue: no sales in this period.
page-map-none = No sales
page-map-scale = From { $low } to { $high }
page-map-click = Click to filter
page-map-unclick = Click to remove the filter
page-map-sales = { $count ->
    [one] { $number } sale
   *[other] { $number } sales
  }

page-products = Best-selling products
page-products-small = revenue, share and cumulative share
page-products-table = Best-selling products, as a table
page-products-share = { $share } · cum. { $cumulative }
page-products-others = Other products
page-products-total = Total
page-products-none = No sales in this period.

page-why = Why?
page-why-nothing = No sales to compare with yet: the explanation will come with more history.
page-why-table = From the compared period to this one, step by step
page-why-lines = What matters most
page-why-part = Step
page-why-drawing = Drawing
page-why-amount = Amount
page-why-before-n-1 = Year before
page-why-before-previous = Before
page-why-now = Period
page-part-price = Price
page-part-volume = Volume
page-part-customers = Customers
page-part-items = Items per customer
page-part-mix = Mix
page-part-returns = Returns
page-part-calendar = Calendar
page-part-holidays = Moved holidays
page-part-new = New products
page-part-lost = Discontinued products
page-part-opened = Stores opened
page-part-closed = Stores closed
page-part-other = Other

page-weeks = Weekly rhythm
page-weeks-small = revenue by day
page-weeks-mean = average
page-weeks-table = Revenue of each day, Monday to Sunday, week by week
page-weeks-summary = Best day: { $best }, { $best-revenue } on average. The quietest: { $least }, { $least-revenue }.
page-weeks-summary-none = Too few days to show a rhythm.

page-empty-title = Everything is ready, only your sales are missing
page-empty-text = Drop a file from your till, your shop or your ERP: CSV, Excel, JSON, Parquet.
page-empty-import = Import a file
page-empty-or = Or from a terminal, for your sales or for the demo:
page-empty-command = comptoir import FILE
