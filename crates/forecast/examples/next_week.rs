//! The next seven days of a series on standard input, one number a line, oldest first:
//! `cargo run -p comptoir-forecast --example next_week < revenue.txt`.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::{error::Error, io::stdin};

use comptoir_forecast::Model;

fn main() -> Result<(), Box<dyn Error>> {
    let series: Vec<f64> =
        stdin().lines().map(|line| Ok(line?.trim().parse()?)).collect::<Result<_, Box<dyn Error>>>()?;
    let model = "auto".parse::<Model>()?.fit(&series, 7, 7)?;
    let forecast = model.forecast(7, &[80.0])?;
    for (step, mean) in forecast.mean.iter().enumerate() {
        let (lower, upper) = (forecast.intervals[0].lower[step], forecast.intervals[0].upper[step]);
        println!("{:>2}  {mean:10.2}  80 %: {lower:.2} to {upper:.2}", step + 1);
    }
    Ok(())
}
