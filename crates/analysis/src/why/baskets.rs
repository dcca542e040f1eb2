//! What each customer takes more or less of, apart from what is taken instead of something else.

use super::{pairs::BothPeriods, rounding::within_limit};

/// What more or fewer pieces on a ticket changed, from the sales of each product, what trading days alone would have made of
/// its quantity before, and `growth`, the tickets after over those that these days would have made of the ones before; `None`
/// past the limit.
///
/// With eᵢ = q₁ − q₀ T₁ / T₀ the pieces of a product that customers take more than before, U the sum of those that rise and D
/// of those that fall, so many as the smaller of the two were taken instead of others. The others were added or left out, at
/// the mean price before of what rises, or of what falls: nobody who buys a cake besides has changed from bread to cakes,
/// though cakes are dearer. Where all products move alike this is the sales-quantity variance of the book.
pub(super) fn items(products: impl Iterator<Item = (BothPeriods, f64)>, growth: f64) -> Option<i64> {
    let [mut rising, mut falling] = [Side::default(); 2];
    for (sales, before) in products {
        let more = sales.after.quantity as f64 - before * growth;
        let side = if more > 0.0 { &mut rising } else { &mut falling };
        side.pieces += more.abs();
        side.revenue += more.abs() * price(sales);
    }
    let net = rising.pieces - falling.pieces;
    let price = if net > 0.0 { rising.price() } else { falling.price() };
    // Past 128 bits the number is cut off there, which is past the limit.
    within_limit((net * price).round() as i128)
}

/// The pieces that move one way.
#[derive(Clone, Copy, Default)]
struct Side {
    pieces: f64,
    revenue: f64,
}

impl Side {
    fn price(self) -> f64 {
        if self.pieces > 0.0 { self.revenue / self.pieces } else { 0.0 }
    }
}

/// The mean price before, or after where there is none.
fn price(sales: BothPeriods) -> f64 {
    let sold = if sales.before.quantity > 0 { sales.before } else { sales.after };
    sold.revenue as f64 / sold.quantity.max(1) as f64
}
