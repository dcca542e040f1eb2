# The forecasts.

page-forecasts-file = comptoir-forecasts-{ $from }_{ $to }
page-forecasts-target = What is forecast
page-forecasts-of-what = Forecast of
page-forecasts-one-region = One region
page-forecasts-one-city = One city
page-forecasts-one-store = One store
page-forecasts-one-category = One category
page-forecasts-one-product = One product
page-forecasts-horizon = Horizon
page-forecasts-days = { $days } days
page-forecasts-next = The next { $days } days
page-forecasts-over = The { $days } days forecast
page-forecasts-revenue = Expected revenue, { $period }
page-forecasts-within = between { $low } and { $high }, eight times out of ten
page-forecasts-against-before = against the { $days } days before ({ $revenue })
page-forecasts-against-year = against the year before, same weekdays ({ $revenue })
page-forecasts-year-before = Year before
page-forecasts-year-before-of = { $revenue }, on { $known } of the { $days } days
page-forecasts-year-change = Against the year before
page-forecasts-summary = { $what }, { $period }: { $mean } expected, between { $low } and { $high } eight times out of ten, by the model { $model }.
page-forecasts-summary-none = { $what }: revenue of the last { $days } days, without a forecast yet.
page-forecasts-keys = Left and right arrows: from day to day.
page-forecasts-curve-table = Revenue and forecast by day, as a table
page-forecasts-none-short = No forecast yet
page-forecasts-none = Nothing has been forecast here { $days } days ahead yet. A forecast takes a few seconds.
page-forecasts-past = These days have passed: there are sales up to { $day }. Forecast what comes next.
page-forecasts-behind = The sales have changed since this forecast, made from those known on { $day }. Forecast again.
page-forecasts-incomplete = The sales of { $day } are not complete yet: that day is forecast as well.
page-forecasts-model = Model
page-forecasts-best-option = { $model } (most accurate)
page-forecasts-make = Forecast now
page-forecasts-making = Computing the forecast… a few seconds.
page-forecasts-made = · made { $when }
page-forecasts-why-waiting = Its score on the past is being computed.
page-forecasts-why-better = { $origins ->
    [one] { $share } less error than “same weekday last week”, on one trial.
   *[other] { $share } less error than “same weekday last week”, on { $origins } trials.
  }
page-forecasts-why-worse = { $origins ->
    [one] { $share } more error than “same weekday last week”, on one trial.
   *[other] { $share } more error than “same weekday last week”, on { $origins } trials.
  }
page-forecasts-why-last-week = This is “same weekday last week”, which the others are measured by.
page-forecasts-why-untried = This model has no score on this past.
page-forecasts-why-winner = Most accurate on trial: { $model }.
page-forecasts-why-auto = auto combines several models, so as not to depend on one.

page-forecasts-parts = Forecast in detail
page-forecasts-parts-table = Forecast in detail, as a table
page-forecasts-level = By
page-forecasts-parts-small = { $days } days, { $model }, made { $when }
page-forecasts-parts-none = These parts have not been forecast { $days } days ahead yet: they are made together, and sum to the total.
page-forecasts-parts-behind = The sales have changed since these forecasts.
page-forecasts-parts-other = These are parts of another forecast than the one above: { $model }, made { $when } from the sales known on { $day }; its total is { $revenue }.
page-forecasts-parts-make = Forecast all parts
page-forecasts-days-ahead = Days ahead
page-forecasts-expected = Expected revenue

page-forecasts-trial = Models evaluated
page-forecasts-trial-table = Models evaluated, as a table
page-forecasts-trial-small = { $what }, { $period }: { $origins ->
    [one] one forecast of { $days } days
   *[other] { $origins } forecasts of { $days } days
  }
page-forecasts-trial-running = Evaluating the models on this shop’s past… a few seconds. The rest of the page does not wait.
page-forecasts-trial-few = { $origins ->
    [one] One trial only: the past is short, these scores say little.
   *[other] Only { $origins } trials: the past is short, these scores say little.
  }
page-forecasts-column-share = Error
page-forecasts-column-error = Per day
page-forecasts-column-against = Against last week
page-forecasts-column-mase = MASE
page-forecasts-column-inside = Inside { $level }
page-forecasts-winner = most accurate
page-forecasts-chosen = shown
page-forecasts-help = How to read these figures
page-forecasts-help-share = Mean daily gap between forecast and actual, as a share of a day’s revenue.
page-forecasts-help-error = The same mean gap, in the currency of the sales.
page-forecasts-help-against = The same, compared with the error of “same weekday last week”: a negative number is a gain.
page-forecasts-help-mase = The error relative to the usual change from one week to the next: below 1, the model does better than repeating last week.
page-forecasts-help-inside = Share of days inside the interval: it should be close to the stated coverage.
page-forecasts-reason = Could not be evaluated ({ $code }).
page-forecasts-reason-forecast-series-too-short = Not enough history yet: { $observed } days, { $needed } are needed.
page-forecasts-reason-forecast-not-for-series = Does not suit these sales.
page-forecasts-reason-forecast-likelihood-undefined = Cannot be computed on these sales.
page-forecasts-reason-forecast-undefined = Produces values too large to compute.

page-forecasts-coverage = Stated and observed coverage
page-forecasts-coverage-table = Stated and observed coverage, as a table
page-forecasts-coverage-real = Your forecasts
page-forecasts-coverage-summary = { $name }: { $held80 } of days inside the interval of 80%, { $held95 } inside that of 95%.
page-forecasts-coverage-summary-real = Your forecasts, { $days ->
    [one] on one day
   *[other] on { $days } days
  }: { $held80 } inside the interval of 80%, { $held95 } inside that of 95%.
page-forecasts-promise = Stated coverage
page-forecasts-promised = Stated { $level }

page-forecasts-scores = Forecast and actual
page-forecasts-scores-table = Forecast and actual, as a table
page-forecasts-scores-running = Looking for days that have passed since…
page-forecasts-scores-none = Nothing to compare yet: the first day forecast is { $day }, the comparison will come with its sales.
page-forecasts-scores-never = Nothing to compare yet: make a forecast, it will be evaluated once its days have passed.
page-forecasts-scores-others = Other forecasts are already evaluated: choose them at the top of the page.
page-forecasts-scored-made = Made
page-forecasts-scored-model = Model
page-forecasts-scored-days = Days
page-forecasts-scored-expected = Forecast
page-forecasts-scored-actual = Actual
page-forecasts-scored-error = Error per day
page-forecasts-scored-against = Against last week
page-forecasts-scored-inside80 = Inside 80%
page-forecasts-scored-inside95 = Inside 95%
page-forecasts-of-days = { $inside } of { $days }
page-forecasts-scored-summary = { $period }: { $expected } forecast, { $actual } actual ({ $change }).
page-forecasts-scored-table = Forecast and actual by day, as a table

page-forecasts-empty-title = No sales to forecast from yet
page-forecasts-empty = Import your sales: two weeks are enough for a first forecast, a year lets it know your seasons.
page-forecasts-empty-way = Import sales

page-forecasts-model-auto = several models combined, by their past errors
page-forecasts-model-seasonal-naive = same weekday last week
page-forecasts-model-naive = same as the day before
page-forecasts-model-seasonal-mean = average of this weekday over a year
page-forecasts-model-arima-510 = the changes of the last five days, without calendar
page-forecasts-model-auto-arima = ARIMA whose order is chosen on your sales
page-forecasts-model-ets = exponential smoothing, its form chosen on your sales
page-forecasts-model-theta = smoothed level and trend, blended to fit
page-forecasts-model-ces = smoothing that learns the shape of the trend
page-forecasts-model-mstl-theta = the weekly pattern removed, then theta on the rest
