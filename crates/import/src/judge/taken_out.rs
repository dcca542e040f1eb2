//! Lines below zero of what is never sold: vouchers, cards, corrections of a till or of the stock.

use std::hash::BuildHasher;

use comptoir_sales::fold;
use foldhash::{HashMap, HashSet, fast::FixedState};

use crate::figures::Stated;

/// How many names are held.
const MOST: usize = 200_000;

/// Beginnings of words of what takes money out of a till without being a return.
#[rustfmt::skip]
const MOVEMENTS: &[&str] = &[
    "utilis", "cadeau", "cheque", "avoir", "cagnotte", "ajust", "regul", "ecart", "erreur", "prelev", "inventaire", "depot", "apport",
    "retrait", "achat", "voucher", "gift", "redeem", "adjust", "correction", "points", "credit", "depense", "paiement", "reglement",
    "versement", "manquant", "perte", "casse", "demarque", "deduction", "commission", "frais",
];

/// Beginnings of words of what is taken off a price.
#[rustfmt::skip]
const DISCOUNTS: &[&str] = &[
    "remise", "reduction", "rabais", "ristourne", "promo", "offre", "offert", "discount", "fidel", "arrondi", "rounding", "geste", "escompte", "solde",
    "happy", "coupon", "code", "abattement", "parrain", "retour", "reprise", "rembours", "annul", "return", "refund", "off", "lot", "pack",
    "anniversaire", "etudiant", "senior", "personnel", "staff", "echange", "exchange", "consigne", "gratuit",
];

/// Lines below zero by name.
#[derive(Default)]
pub(crate) struct TakenOut {
    /// Each with whether it is counted in pieces of its own sign.
    below: HashMap<String, bool>,
    above: HashSet<u64>,
    hasher: FixedState,
    /// Whether a return of something sold has a quantity above zero.
    returns_count_up: bool,
}

impl TakenOut {
    pub(crate) fn learn(&mut self, name: &str, stated: Stated, has_quantities: bool) {
        let amount = stated.amount.unwrap_or_default();
        if name.is_empty() || amount == 0 {
            return;
        }
        let key = self.hasher.hash_one(name);
        if amount > 0 {
            if self.above.len() < MOST {
                self.above.insert(key);
            }
            return;
        }
        let counts_up = has_quantities && stated.quantity.is_none_or(|quantity| quantity > 0);
        self.returns_count_up |= counts_up && self.above.contains(&key);
        if self.below.len() < MOST {
            *self.below.entry(name.to_owned()).or_default() |= counts_up;
        }
    }

    /// The names, folded.
    pub(crate) fn words(&self) -> Vec<String> {
        if self.above.len() >= MOST || self.above.is_empty() {
            return vec![];
        }
        let is_strange = |(name, counts_up): &(&String, &bool)| {
            let folded = fold(name);
            let has = |beginnings: &[&str]| {
                folded.split(' ').any(|word| beginnings.iter().any(|beginning| word.starts_with(beginning)))
            };
            let is_counted = **counts_up && !self.returns_count_up;
            !self.above.contains(&self.hasher.hash_one(name))
                && !name.contains('%')
                && !has(DISCOUNTS)
                && (is_counted || has(MOVEMENTS))
        };
        let mut words: Vec<String> =
            self.below.iter().filter(is_strange).map(|(name, _)| fold(name)).collect();
        words.sort();
        words
    }
}
