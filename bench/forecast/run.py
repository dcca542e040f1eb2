#!/usr/bin/env python3
"""How good and how fast forecasts are, beside statsforecast and statsmodels, on this machine in one run.

    pip install numpy pandas "statsforecast==2.1.*" "statsmodels==0.15.*"
    cargo build --release
    bench/forecast/run.py --part accuracy --data FOLDER --comptoir target/release/comptoir
    bench/forecast/run.py --part speed --data FOLDER
    bench/forecast/run.py --part many --comptoir target/release/comptoir

FOLDER has `data/dev/NAME.csv.gz` (series_id, t, ds, y, split), `data/meta.json` (for each NAME the horizon `h` and the
season `m`), `anchors/dev/NAME/MODEL.csv.gz` (the forecasts of others) and `score.py`, which compares.

`accuracy` forecasts the training part of every set by `comptoir forecast` as it comes, and scores it. OWA is the mean of
sMAPE and MASE over those of Naive 2: lower is better. Where others forecast a part of a set only, the score on
that part stands beside theirs. With `--before 2`, the horizon that is held back is not the last one but another inside
the training part, two horizons before.

`speed` fits the training parts of one set and forecasts them, one series after the other on one thread, in turns with
statsforecast and statsmodels, each after a warm-up of three series. The seconds are those of the processor, not of
the clock: they change less with what else runs on the machine. `auto` is beside the sum of the four models of which
the median is the best of the anchors.

`many` makes up the sales of products, the same for the same number, forecasts them by `comptoir forecast` and tries the
model on their past, on all processors; these seconds are the clock's. Peak memory is the largest resident set that the
system saw, never below this script's own (some 40 MB; Linux counts so).
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# One thread; and the processor as it is, whatever the environment says of it.
THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
PROCESSOR = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
MEDIAN_OF_FOUR = "ENS4_median"
WARM_UP = 3
# What is compared: our name, theirs, and how many times as fast we mean to be.
PAIRS = [
    ("arima(5,1,0)", "ARIMA(5,1,0)", 10),
    ("arima(5,1,0)", "statsmodels ARIMA(5,1,0)", None),
    ("arima(5,1,0) as statsmodels", "statsmodels ARIMA(5,1,0)", None),
    ("dynamic-optimised-theta", "DynamicOptimizedTheta", 10),
    ("ets", "AutoETS", 5),
    ("ces", "AutoCES", 5),
    ("auto-arima", "AutoARIMA, approximate", 5),
    ("exact-auto-arima", "AutoARIMA, exact", 5),
]
FOUR = ("AutoARIMA, approximate", "AutoETS", "DynamicOptimizedTheta", "AutoCES")
# These take so long that a few series have to do.
EXACT = ("exact-auto-arima", "AutoARIMA, exact")
SEED = 5_000


def note(text):
    print(text, file=sys.stderr, flush=True)


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def spaced(number):
    return f"{number:,.0f}".replace(",", " ")


def measured(command):
    """Runs a command to its end: wall seconds, processor seconds, peak resident bytes."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


# Sets of series


def described(folder):
    """The horizon and the season of each set, by its name."""
    return json.loads((folder / "data" / "meta.json").read_text(encoding="utf-8"))


def set_path(folder, name):
    return folder / "data" / "dev" / f"{name}.csv.gz"


def read_set(path):
    import pandas

    return pandas.read_csv(path, dtype={"series_id": str, "ds": str, "y": str})


def write_past(path_of_set, path, series=None):
    """Writes the training part of a set, or of so many series spread over it; their names."""
    data = read_set(path_of_set)
    data = data[data["split"] == "train"]
    names = list(dict.fromkeys(data["series_id"]))
    if series and series < len(names):
        names = [names[place * len(names) // series] for place in range(series)]
    data[data["series_id"].isin(names)][["series_id", "ds", "y"]].to_csv(path, index=False)
    return names


def write_earlier(path_of_set, shape, before, path):
    """Writes a set as it was so many horizons before its end, without the series that had hardly begun; its path."""
    import pandas

    horizon, season = shape["h"], shape["m"]
    fewest = max(2 * season + 2, 10, horizon)
    data = read_set(path_of_set)
    parts = []
    for _, series in data[data["split"] == "train"].groupby("series_id", sort=False):
        end = len(series) - before * horizon
        if end >= fewest:
            part = series.iloc[:end + horizon].copy()
            part.iloc[end:, part.columns.get_loc("split")] = "test"
            parts.append(part)
    path.parent.mkdir(exist_ok=True)
    if parts:
        pandas.concat(parts).to_csv(path, index=False)
    return path if parts else None


# Accuracy


def scores(folder, path_of_set, forecast):
    command = [sys.executable, folder / "score.py", path_of_set, forecast, "--json"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(output.strip().splitlines()[-1])


def scores_beside(folder, name, forecast):
    """The scores of all series, and those of the series that others have forecast; `None` where there are none."""
    import pandas

    whole = scores(folder, set_path(folder, name), forecast)
    others = sorted((folder / "anchors" / "dev" / name).glob("*.csv.gz"))
    if not others:
        return whole, None
    theirs = set(pandas.read_csv(others[0], dtype={"series_id": str})["series_id"])
    if whole["YOURS"]["n"] == len(theirs):
        return whole, whole
    part = forecast.with_suffix(".part.csv")
    ours = pandas.read_csv(forecast, dtype={"series_id": str})
    ours[ours["series_id"].isin(theirs)].to_csv(part, index=False)
    return whole, scores(folder, set_path(folder, name), part)


def interval_cells(scored):
    if not scored or scored.get("cov80") is None:
        return [""] * 4
    shares = [f"{100 * scored[f'cov{level}']:.0f} %" for level in (80, 95)]
    return shares + [f"{scored[f'msis{level}']:.2f}" for level in (80, 95)]


def accuracy(options):
    points, widths = [], []
    for name, shape in described(options.data).items():
        if options.set and name not in options.set:
            continue
        past, forecast = (options.folder / f"{name}.{part}.csv" for part in ("past", "forecast"))
        held_back = set_path(options.data, name)
        if options.before:
            held_back = write_earlier(held_back, shape, options.before, options.folder / "earlier" / held_back.name)
            if not held_back:
                note(f"{name}: too short {options.before} horizons before its end")
                continue
        write_past(held_back, past)
        command = [options.comptoir, "forecast", "--input", past, "-o", forecast]
        shaped = ["--season", shape["m"], "--horizon", shape["h"]]
        model = ["--model", options.model] if options.model else []
        seconds, _, _ = measured([*command, *shaped, *model])
        note(f"{name}: {seconds:.1f} s")
        if options.before:
            whole, part = scores(options.data, held_back, forecast), None
        else:
            whole, part = scores_beside(options.data, name, forecast)
        points.append([name, *point_cells(shape, whole["YOURS"], part)])
        ours, theirs = part and part["YOURS"], (part or {}).get(MEDIAN_OF_FOUR)
        widths.append([name, *interval_cells(whole["YOURS"]), *interval_cells(ours), *interval_cells(theirs)])
    print(table(["set", "season", "horizon", "series", "auto", "of which others have", "auto on these",
                 "median of four", "best of the others"], points))
    print()
    cells = ["in 95 %", "MSIS 80", "MSIS 95"]
    sides = ["all series", "those of others", "median of four"]
    print(table(["set", *(head for side in sides for head in (f"{side}: in 80 %", *cells))], widths))


def point_cells(shape, ours, part):
    cells = [str(shape["m"]), str(shape["h"]), str(int(ours["n"])), f"{ours['owa']:.3f}"]
    if not part:
        return cells + ["0", "", "", ""]
    # Those of the same series alone.
    same = part["YOURS"]["n"]
    others = {name: scored["owa"] for name, scored in part.items() if name != "YOURS" and scored["n"] == same}
    best = min(others, key=others.get)
    median = f"{others[MEDIAN_OF_FOUR]:.3f}" if MEDIAN_OF_FOUR in others else ""
    on_these = f"{part['YOURS']['owa']:.3f}"
    return cells + [str(int(same)), on_these, median, f"{others[best]:.3f} ({best})"]


# Speed


def on_one_thread():
    """The environment for one thread."""
    kept = {name: value for name, value in os.environ.items() if name not in PROCESSOR}
    return kept | dict.fromkeys(THREADS, "1")


def bench_binary(options):
    if options.bench:
        return str(options.bench.resolve())
    command = ["cargo", "bench", "-p", "comptoir-forecast", "--bench", "models", "--no-run", "--message-format=json"]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    made = [json.loads(line) for line in output.splitlines()]
    return next(part["executable"] for part in made if part.get("target", {}).get("name") == "models")


class Ours:
    """This project's models, in a process for each turn."""

    def __init__(self, binary, past, shape):
        self.command = [binary, "--data", past, "--season", shape["m"], "--horizon", shape["h"]]

    def told(self, *flags, alone=True):
        command = [str(part) for part in (*self.command, *flags)]
        environment = on_one_thread() if alone else None
        output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
        return json.loads(output)

    def turn(self, model):
        told = self.told("--models", model)
        if told["failed"]:
            sys.exit(f"{model}: {told['failed']} series without a forecast")
        return told["seconds"][0], told["slowest"]


class Theirs:
    """The others' models, in one process that answers each line with the seconds of one turn."""

    def __init__(self, past, shape):
        command = [sys.executable, __file__, "--inside", str(past), str(shape["m"]), str(shape["h"])]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=on_one_thread())

    def turn(self, model):
        self.process.stdin.write(f"{model}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit("the others' process has ended")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def peers(season):
    """How each of the others' models forecasts a series."""
    from statsforecast.models import ARIMA, AutoARIMA, AutoCES, AutoETS, DynamicOptimizedTheta
    from statsmodels.tsa.arima.model import ARIMA as StatsmodelsArima

    models = {
        "ARIMA(5,1,0)": ARIMA(order=(5, 1, 0)),
        "DynamicOptimizedTheta": DynamicOptimizedTheta(season_length=season),
        "AutoETS": AutoETS(season_length=season),
        "AutoCES": AutoCES(season_length=season),
        "AutoARIMA, approximate": AutoARIMA(season_length=season, approximation=True),
        "AutoARIMA, exact": AutoARIMA(season_length=season, approximation=False),
    }
    ways = {name: lambda y, h, model=model: model.forecast(y=y, h=h) for name, model in models.items()}
    exactly = lambda y, h: StatsmodelsArima(y, order=(5, 1, 0)).fit().get_forecast(h).predicted_mean
    return ways | {"statsmodels ARIMA(5,1,0)": exactly}


def inside(past, season, horizon):
    """The others' process."""
    import warnings

    import pandas

    warnings.simplefilter("ignore")
    data = pandas.read_csv(past, dtype={"series_id": str})
    series = [group["y"].to_numpy(float) for _, group in data.groupby("series_id", sort=False)]
    ways, warm = peers(int(season)), set()
    for line in sys.stdin:
        name = line.strip()
        if name not in warm:
            warm.add(name)
            for values in series[: 1 if name in EXACT else WARM_UP]:
                ways[name](values, int(horizon))
        took = []
        for values in series:
            start = time.process_time()
            ways[name](values, int(horizon))
            took.append(time.process_time() - start)
        print(json.dumps([statistics.fmean(took), max(took)]), flush=True)


class Turns:
    """The seconds a series of each turn, and of the slowest series, by model."""

    def __init__(self):
        self.means, self.slowest = {}, {}

    def note(self, name, turn):
        mean, slowest = turn
        self.means.setdefault(name, []).append(mean)
        self.slowest[name] = max(self.slowest.get(name, 0), slowest)
        note(f"{name}: {mean * 1_000:.2f} ms a series, slowest {slowest * 1_000:.0f} ms")

    def cells(self, name):
        means = self.means[name]
        times = (min(means), statistics.median(means), self.slowest[name])
        return [f"{1_000 * seconds:.2f}" for seconds in times]

    def best(self, name):
        return min(self.means[name])


def alternate(turns, ours, theirs, names, rounds):
    for _ in range(rounds):
        for name in names:
            side = theirs if name in {peer for _, peer, _ in PAIRS} else ours
            turns.note(name, side.turn(name))


def speed(options):
    shape = described(options.data)[options.speed_set]
    binary, turns = bench_binary(options), Turns()
    names = list(dict.fromkeys(name for pair in PAIRS for name in pair[:2])) + ["auto"]
    usual, exact = [name for name in names if name not in EXACT], list(EXACT)
    counts = {}
    for some, count, rounds in ((usual, options.series, options.rounds), (exact, options.exact_series, 1)):
        past = options.folder / f"speed.{count}.csv"
        counts[some[0]] = len(write_past(set_path(options.data, options.speed_set), past, count))
        theirs = Theirs(past, shape)
        alternate(turns, Ours(binary, past, shape), theirs, some, rounds)
        theirs.close()
    past = options.folder / "speed.csv"
    every = write_past(set_path(options.data, options.speed_set), past)
    slowest = Ours(binary, past, shape).turn("auto")
    print(f"{options.speed_set}: {counts[usual[0]]} series, {options.rounds} rounds "
          f"(the exact search: {counts[exact[0]]} series, 1 round), milliseconds of the processor a series\n")
    print(table(["ours", "best ms", "median", "slowest series", "theirs", "best ms", "median", "slowest series",
                 "×", "wanted ×"], speed_rows(turns)))
    print(f"\n`auto` on all {len(every)} series: {slowest[0] * 1_000:.0f} ms a series, slowest {slowest[1] * 1_000:.0f} ms")


def speed_rows(turns):
    rows = []
    for ours, theirs, wanted in PAIRS:
        ratio = turns.best(theirs) / turns.best(ours)
        sides = [ours, *turns.cells(ours), theirs, *turns.cells(theirs)]
        rows.append([*sides, f"{ratio:.1f}", str(wanted or "")])
    together = sum(turns.best(name) for name in FOUR)
    medians = sum(statistics.median(turns.means[name]) for name in FOUR)
    sides = ["auto", *turns.cells("auto"), "the four together", f"{1_000 * together:.2f}", f"{1_000 * medians:.2f}", ""]
    return rows + [[*sides, f"{together / turns.best('auto'):.1f}", ""]]


# Many series


def write_products(path, series, days):
    """Daily sales of made-up products: a third sell rarely; seasons of the week, trends and sizes of all kinds."""
    import numpy

    dice = numpy.random.Generator(numpy.random.PCG64(SEED))
    time_line = numpy.arange(days)
    dates = numpy.datetime_as_string(numpy.datetime64("2023-01-01") + time_line)
    with open(path, "w", encoding="utf-8") as file:
        file.write("series_id,ds,y\n")
        for number in range(series):
            kind = number % 3
            usual = numpy.exp(dice.uniform(-2.5, -0.5) if kind == 0 else dice.uniform(0.5, 6.0))
            week = numpy.exp(dice.normal(0, 0.35, 7))
            week[6] *= dice.choice([0.0, 0.5, 1.0])
            trend = numpy.exp(dice.normal(0, 0.4) * time_line / days)
            wander = numpy.exp(numpy.cumsum(dice.normal(0, 0.01, days)))
            mean = usual * week[time_line % 7] * trend * wander
            # Counts whose variance is larger than their mean, as sales have it.
            sold = dice.poisson(mean * dice.gamma(8.0, 1 / 8.0, days))
            amounts = sold * (1.0 if kind < 2 else round(float(dice.uniform(1, 40)), 2))
            name = f"product-{number:05d}"
            file.write("".join(f"{name},{date},{amount:g}\n" for date, amount in zip(dates, amounts)))


def many(options):
    past, forecast = options.folder / "products.csv", options.folder / "products.forecast.csv"
    shape = {"m": 7, "h": 28}
    write_products(past, options.products, options.days)
    command = [options.comptoir, "forecast", "--input", past, "-o", forecast]
    seconds, processor, peak = measured([*command, "--season", shape["m"], "--horizon", shape["h"]])
    row = [f"forecast, {shape['h']} days", f"{seconds:.0f} s", f"{processor:.0f} s",
           f"{1_000 * processor / options.products:.0f} ms", f"{peak / 1e6:.0f} MB"]
    note(" ".join(row))
    rows = [row]
    if options.backtested:
        some = options.folder / "backtested.csv"
        write_first(past, some, options.backtested)
        rows.append(backtest_row(options, some, shape))
    print(f"{spaced(options.products)} made-up products of {options.days} days, {os.cpu_count()} processors\n")
    print(table(["what", "seconds", "of the processor", "a series", "peak memory"], rows))


def backtest_row(options, past, shape):
    """Time and memory of the trial on the past, the latter from a process of its own."""
    command = [bench_binary(options), "--data", past, "--season", shape["m"], "--horizon", shape["h"],
               "--models", "auto", "--backtest", options.origins]
    seconds, processor, peak = measured(command)
    what = f"backtest of {spaced(options.backtested)}, {options.origins} origins"
    return [what, f"{seconds:.0f} s", f"{processor:.0f} s",
            f"{1_000 * processor / options.backtested:.0f} ms", f"{peak / 1e6:.0f} MB"]


def write_first(source, path, series):
    """The first so many series of a file."""
    seen = set()
    with open(source, encoding="utf-8") as lines, open(path, "w", encoding="utf-8") as file:
        file.write(next(lines))
        for line in lines:
            seen.add(line.split(",", 1)[0])
            if len(seen) > series:
                return
            file.write(line)


def main():
    if sys.argv[1:2] == ["--inside"]:
        return inside(*sys.argv[2:])
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--part", choices=["accuracy", "speed", "many"], required=True)
    flags.add_argument("--data", type=pathlib.Path, help="the folder of sets; for accuracy and speed")
    flags.add_argument("--comptoir", type=pathlib.Path, help="the binary; for accuracy and many")
    flags.add_argument("--set", action="append", help="accuracy: this set, and any more so named; default: all")
    flags.add_argument("--model", help="accuracy: the model; default: the program's own")
    flags.add_argument("--before", type=int, default=0, help="accuracy: so many horizons before the last")
    flags.add_argument("--speed-set", default="retail_daily", help="speed: the set whose past is fitted")
    flags.add_argument("--series", type=int, default=20, help="speed: how many series of it, spread over the set")
    flags.add_argument("--exact-series", type=int, default=6, help="speed: how many of them for the exact search")
    flags.add_argument("--rounds", type=int, default=3, help="speed: turns of each side")
    flags.add_argument("--products", type=int, default=5_000, help="many: how many series")
    flags.add_argument("--days", type=int, default=730, help="many: how long they are")
    flags.add_argument("--backtested", type=int, help="many: how many of them to backtest; default: all; 0: none")
    flags.add_argument("--origins", type=int, default=4, help="many: origins of the backtest")
    flags.add_argument("--bench", type=pathlib.Path, help="the binary of the bench `models`; default: cargo makes it")
    flags.add_argument("--keep", type=pathlib.Path, help="the folder to work in, kept; default: a temporary one")
    options = flags.parse_args()
    if options.part != "many" and not options.data:
        flags.error("--data is needed")
    if options.part != "speed" and not options.comptoir:
        flags.error("--comptoir is needed")
    if options.backtested is None:
        options.backtested = options.products
    with tempfile.TemporaryDirectory() as temporary:
        options.folder = (options.keep or pathlib.Path(temporary)).resolve()
        options.folder.mkdir(parents=True, exist_ok=True)
        {"accuracy": accuracy, "speed": speed, "many": many}[options.part](options)


if __name__ == "__main__":
    main()
