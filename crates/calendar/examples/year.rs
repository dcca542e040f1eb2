//! The public holidays of a year, and the soldes: `cargo run -p comptoir-calendar --example year -- 2026`.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use comptoir_calendar::{Territory, holidays};

fn main() {
    let year = std::env::args().nth(1).and_then(|year| year.parse().ok()).unwrap_or(2026);
    for (day, holiday) in holidays(year, Territory::Metropolitan) {
        println!("{day}  {}", holiday.code());
    }
}
