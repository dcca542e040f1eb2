//! Totals that a file has of its own lines: known by their words, confirmed by their sums.

use std::collections::HashMap;

use comptoir_sales::fold;

/// How far a total may lie from its sum, in ten-thousandths: two cents, for what was rounded.
const TOLERANCE: u64 = 200;

/// How many days, and names of totals, are distinguished: beyond any real file, and few to hold.
const TOLD_APART: usize = 50_000;

/// How many bytes what a total is called may have.
const LONGEST: usize = 60;

/// Words that a total begins with, folded.
const TOTALS: [&str; 13] = [
    "total",
    "totaux",
    "totals",
    "soustotal",
    "subtotal",
    "subtotals",
    "cumul",
    "cumuls",
    "recapitulatif",
    "recap",
    "somme",
    "sum",
    "report",
];

/// Two words that a total begins with.
const PAIRS: [(&str, &str); 6] = [
    ("sous", "total"),
    ("sous", "totaux"),
    ("sub", "total"),
    ("grand", "total"),
    ("a", "reporter"),
    ("montant", "total"),
];

/// Words that may follow: of what the total is.
#[rustfmt::skip]
const SCOPES: &[&str] = &[
    "general", "generale", "generaux", "jour", "jours", "journee", "journalier", "journaliere", "quotidien", "du", "de", "des", "d", "la", "le", "les", "l", "au", "a",
    "ttc", "ht", "tva", "net", "brut", "mois", "mensuel", "mensuelle", "semaine", "hebdomadaire", "annee", "annuel", "annuelle", "ticket", "tickets", "facture",
    "factures", "commande", "commandes", "caisse", "caisses", "magasin", "boutique", "vente", "ventes", "periode", "page", "par", "client", "vendeur", "categorie",
    "rayon", "famille", "produit", "article", "articles", "lignes", "ligne", "day", "daily", "sales", "of", "for", "the", "month", "monthly", "week", "weekly", "year",
    "sold", "n", "no", "general", "cumule", "cumulee", "precedent", "precedente", "precedents", "eur", "euro", "euros", "e", "amount", "order", "invoice", "receipt", "store",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "encaisse", "encaissements", "reglements", "paiements", "payments", "journal", "z", "x", "service", "midi", "soir", "final", "finale", "partiel", "partielle", "intermediaire", "table",
];

/// The total that a text names, without its days and numbers: `total jour`. `None` where it names none: `Total Wax`
/// is a product.
#[inline]
pub(crate) fn total_word(text: &str) -> Option<String> {
    // Folding is dear, and most cells are plainly something else.
    if may_be_total(text) { folded_total_word(text) } else { None }
}

/// Whether a text begins or ends as the words of totals do.
#[inline]
fn may_be_total(text: &str) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let Some(first) = text.bytes().find(is_sign) else { return false };
    let begins_as_total =
        matches!(first.to_ascii_lowercase(), b't' | b's' | b'c' | b'r' | b'g' | b'a' | b'm')
            || !first.is_ascii();
    text.len() <= LONGEST && (begins_as_total || ends_as_total(text))
}

fn folded_total_word(text: &str) -> Option<String> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let named = match words.as_slice() {
        [first, second, ..] if PAIRS.contains(&(*first, *second)) => 2,
        [first, ..] if TOTALS.contains(first) => 1,
        [.., last] if TOTALS.contains(last) => 0,
        _ => return None,
    };
    let is_scope = |word: &&str| {
        SCOPES.contains(word)
            || TOTALS.contains(word)
            || word.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
    };
    words[named..].iter().all(is_scope).then(|| {
        let letters = |word: &&&str| !word.bytes().any(|byte| byte.is_ascii_digit());
        words.iter().filter(letters).copied().collect::<Vec<_>>().join(" ")
    })
}

/// `Daily total` is named by its last word.
fn ends_as_total(text: &str) -> bool {
    let is_last_sign =
        |byte: &u8| matches!(byte, b'l' | b'L') || byte.is_ascii_whitespace() || !byte.is_ascii();
    text.as_bytes().last().is_some_and(is_last_sign)
        && text
            .trim_end()
            .as_bytes()
            .last_chunk::<5>()
            .is_some_and(|last| last.eq_ignore_ascii_case(b"total"))
}

/// Whether a total carries another one over, from the page before.
pub(crate) fn is_carried(word: &str) -> bool {
    word.starts_with("report") || word.starts_with("a reporter") || word.contains("cumul")
}

/// Sums of the lines read so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    /// As the file states them.
    stated: i64,
    /// As they are counted.
    counted: i64,
    /// How many lines.
    pub(crate) lines: u64,
}

impl Run {
    fn add(&mut self, stated: i64, counted: i64) {
        self.stated = self.stated.saturating_add(stated);
        self.counted = self.counted.saturating_add(counted);
        self.lines += 1;
    }

    fn since(self, before: Self) -> Self {
        Self {
            stated: self.stated - before.stated,
            counted: self.counted - before.counted,
            lines: self.lines - before.lines,
        }
    }

    fn is(self, total: i64) -> bool {
        let near = |sum: i64| sum.abs_diff(total) <= TOLERANCE;
        self.lines > 0 && (near(self.stated) || near(self.counted))
    }
}

/// The sums that a total can be of: those of the file, of a day, of a ticket, since the last total of the same name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sums {
    file: Run,
    /// The day read last, and the others.
    day: (String, Run),
    days: HashMap<String, Run>,
    ticket: (String, Run),
    before: HashMap<String, Run>,
    /// The lines before the page or sheet.
    before_page: Run,
}

impl Sums {
    /// A line of the file.
    pub(crate) fn add(&mut self, day: &str, ticket: &str, stated: i64, counted: i64) {
        self.file.add(stated, counted);
        if self.day.0 != day {
            let run = self.days.remove(day).unwrap_or_default();
            let (before, sum) = std::mem::replace(&mut self.day, (day.to_owned(), run));
            if self.days.len() < TOLD_APART {
                self.days.insert(before, sum);
            }
        }
        self.day.1.add(stated, counted);
        if self.ticket.0 != ticket {
            self.ticket = (ticket.to_owned(), Run::default());
        }
        self.ticket.1.add(stated, counted);
    }

    /// A page or a sheet begins.
    pub(crate) fn begin_page(&mut self) {
        self.before_page = self.file;
    }

    /// How many lines a total is the sum of; `None` where it is of none. `word` is what the total is called.
    pub(crate) fn confirm(&mut self, word: &str, day: &str, total: i64) -> Option<u64> {
        let since = self.file.since(self.before.get(word).copied().unwrap_or_default());
        if self.before.len() < TOLD_APART || self.before.contains_key(word) {
            self.before.insert(word.to_owned(), self.file);
        }
        let of_day =
            if self.day.0 == day { self.day.1 } else { self.days.get(day).copied().unwrap_or_default() };
        let any = self.before.get("").copied().unwrap_or_default();
        let since_any = self.file.since(any);
        self.before.insert(String::new(), self.file);
        let of_page = self.file.since(self.before_page);
        [of_day, self.ticket.1, since, since_any, of_page, self.file]
            .into_iter()
            .find(|run| run.is(total))
            .map(|run| run.lines)
    }

    /// Whether an amount is the sum of a day, of a ticket or of all lines.
    pub(crate) fn would_confirm(&self, day: &str, total: i64) -> bool {
        let of_day =
            if self.day.0 == day { self.day.1 } else { self.days.get(day).copied().unwrap_or_default() };
        [of_day, self.ticket.1, self.file].into_iter().any(|run| run.is(total))
    }

    /// Whether an amount is the sum of all lines.
    pub(crate) fn is_whole(&self, total: i64) -> bool {
        self.file.is(total)
    }

    /// How many days there are.
    pub(crate) fn day_count(&self) -> usize {
        self.days.values().filter(|run| run.lines > 0).count() + usize::from(self.day.1.lines > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_known_by_their_words_and_products_are_none() {
        for (text, word) in [
            ("TOTAL", Some("total")),
            ("TOTAL JOUR", Some("total jour")),
            ("Total du 03/11/2025", Some("total du")),
            ("Sous-total TTC", Some("sous total ttc")),
            ("Total général :", Some("total general")),
            ("Total novembre 2025", Some("total novembre")),
            ("Grand total", Some("grand total")),
            ("À reporter", Some("a reporter")),
            ("Total Wax", None),
            ("Totalement fou", None),
            ("Total look noir", None),
            ("Café", None),
            ("Récapitulatif", Some("recapitulatif")),
            ("Daily total", Some("daily total")),
            ("Weekly sales total", Some("weekly sales total")),
            ("Soin total", None),
        ] {
            assert_eq!(total_word(text).as_deref(), word, "{text}");
        }
    }

    #[test]
    fn a_total_is_confirmed_by_its_day_its_ticket_or_the_lines_since_the_last() {
        let mut sums = Sums::default();
        sums.add("3", "a", 100, 100);
        sums.add("3", "a", 200, 200);
        assert_eq!(sums.confirm("total jour", "3", 300), Some(2));
        sums.add("4", "b", 5_000, 5_000);
        assert_eq!(sums.confirm("total jour", "", 5_000), Some(1));
        assert_eq!(sums.confirm("total", "", 5_300), Some(3));
        assert_eq!(sums.confirm("total", "", 77_000), None);
    }
}
