# The words of the page. Numbers and dates arrive already written.

page-title = Comptoir – Overview
page-overview = Overview
page-skip = Skip to the figures
page-pages = Pages
page-fresh = Up to date to { $day }

page-language = Language
page-theme-system = System colours
page-theme-light = Light colours
page-theme-dark = Dark colours

page-period = Period
page-period-days = { $days } d
page-period-days-long = { $days } days
page-period-all = All
page-filters = Filters
page-filter-product = Product: { $name }
page-filter-category = Category: { $name }
page-filter-store = Store: { $name }
page-filter-city = City: { $name }
page-filter-region = Region: { $name }
page-filter-remove = Remove the filter { $filter }
page-filter-escape = Escape removes all filters
page-unknown-region = Unknown region
page-unknown-product = Unknown product
page-unknown = Unknown

page-figures = Key figures
page-revenue-total = Total revenue
page-sales = Sales
page-quantity = Quantity
page-average-price = Average price
page-per-day = { $value } a day
page-per-sale = { $value } a sale
page-per-unit = per unit sold
page-announce = { $period }: { $revenue } revenue, { $sales } sales.
page-announce-filtered = { $filters }, { $period }: { $revenue } revenue, { $sales } sales.

page-table = Table
page-day = Day
page-revenue = Revenue
page-share = Share
page-cumulative = Cumulative
page-forecast = Forecast
page-interval = { $level } interval
page-range = { $low } to { $high }

page-curve = Revenue
page-curve-daily = by day
page-curve-forecast = { $days ->
    [one] by day, forecast for 1 day
   *[other] by day, forecast for { $days } days
  }
page-curve-summary = { $average } a day on average; highest { $highest } ({ $highest-day }), lowest { $lowest } ({ $lowest-day }).
page-curve-summary-none = No sales in this period.
page-curve-summary-forecast = Forecast for { $day }: { $mean }, between { $low } and { $high } eight times out of ten.
page-curve-keys = Left and right arrows go from day to day.
page-curve-table = Revenue by day, as a table
page-model = model { $model }
page-forecast-filtered = The forecast is about all sales: remove the filters to see it.
page-forecast-none = No forecast yet: run { $command }.
page-forecast-old = The latest forecast starts from { $day }: run { $command } again to bring it up to date.
page-forecast-older-data = Sales have changed since this forecast: run { $command } again.

page-regions = By region
page-regions-small = click to filter
page-regions-table = Revenue by region
page-region = Region
page-map-summary = Map of France by revenue. { $name } comes first: { $revenue }, { $share } of the total. The table beside it gives every region and filters by it.
page-map-summary-none = Map of France by revenue: no sales in this period.
page-map-none = No sales
page-map-scale = Revenue, from { $low } to { $high }
page-map-click = Click to filter
page-map-unclick = Click to remove the filter
page-map-sales = { $count ->
    [one] { $number } sale
   *[other] { $number } sales
  }

page-products = Best products
page-products-small = revenue, share and cumulative share
page-products-table = Best products, as a table
page-product = Product
page-products-share = { $share } · cum. { $cumulative }
page-products-others = Other products
page-products-total = Total
page-products-none = No sales in this period.

page-empty-title = All is ready, only your sales are missing
page-empty-text = Import a file from your till, your shop or your ERP (CSV or JSON):
page-empty-command = comptoir import FILE
page-empty-after = Then come back here: your figures will be waiting.
page-reload = Reload

page-error-title = The figures did not arrive
page-error-network = The server does not answer. Check that Comptoir is still running, then try again.
page-error-answer = The server gave an unexpected answer ({ $status }).
page-error-page = The page could not be drawn: { $reason }
page-retry = Try again

page-credit-map = Map: IGN, Admin Express, Licence Ouverte 2.0.
page-credit-libraries = Curve: Apache ECharts. Words: Mozilla Fluent.
