//! The meaning of a word in a column of types or states.

mod vocabulary;

use std::{fmt, str::FromStr};

use comptoir_sales::{SaleKind, UnknownName, fold};

use crate::{layout::AsideKind, totals};
use vocabulary::{PHRASES, Sense};

/// What lines with a certain word are, as the user answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineMeaning {
    /// Sales, with the signs that they have.
    Sale,
    /// Returns: below zero.
    Return,
    /// Discounts, with the signs that they have.
    Discount,
    /// No sales: set aside.
    Aside,
}

impl LineMeaning {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Sale, Self::Return, Self::Discount, Self::Aside];

    /// The name used with `--kind` and `--state`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Return => "return",
            Self::Discount => "discount",
            Self::Aside => "aside",
        }
    }
}

impl FromStr for LineMeaning {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|meaning| meaning.name() == name).ok_or_else(|| name.into())
    }
}

impl fmt::Display for LineMeaning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// The meaning of a word for its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordSense {
    /// They are sales, postage, …
    Sale(SaleKind),
    /// They are returns.
    Return,
    /// They were paid back: set aside, unless they are below zero already.
    Refunded,
    /// They call others off: returns where they are below zero.
    Cancellation,
    /// They are discounts.
    Discount,
    /// They are kept back or paid out where they are below zero.
    Deducted,
    /// They are not of sales.
    Aside(AsideKind),
    /// They are payments: set aside beside lines of sales, else the sales themselves.
    Payment,
    /// The means of payment of a sale: set aside beside lines of sales, else it says nothing.
    Instrument,
    /// They are orders or deliveries: no sales where their invoices stand beside them.
    Order,
    /// Words that are understood, but may mean two things.
    Ambiguous(Ambiguity),
    /// Words that are not understood.
    Unknown,
}

/// Why an understood word is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Ambiguity {
    /// A part was paid or paid back.
    Partial,
    /// A deposit.
    Deposit,
    /// Not paid yet, or a word and its contrary.
    Contrary,
    /// An abbreviation.
    Short,
    /// A tip.
    Tip,
    /// A part of the line above: `dont boisson`.
    PartOfLine,
    /// A tax, which the other lines may have in them.
    Tax,
    /// A line that was called off: `ANNUL. Café`.
    CalledOff,
}

impl WordSense {
    /// The meaning that the user's answer gives.
    pub(crate) fn answered(meaning: LineMeaning) -> Self {
        match meaning {
            LineMeaning::Sale => Self::Sale(SaleKind::Sale),
            LineMeaning::Return => Self::Return,
            LineMeaning::Discount => Self::Discount,
            LineMeaning::Aside => Self::Aside(AsideKind::Answered),
        }
    }

    /// Whether it says something else than a sale.
    pub(crate) fn is_no_sale(self) -> bool {
        matches!(
            self,
            Self::Return
                | Self::Refunded
                | Self::Cancellation
                | Self::Aside(_)
                | Self::Discount
                | Self::Deducted
                | Self::Ambiguous(_)
        )
    }
}

/// The meaning of a word of a column of types or states.
pub(crate) fn says(word: &str) -> WordSense {
    if totals::total_word(word).is_some() {
        return WordSense::Aside(AsideKind::Total);
    }
    let folded = fold(word);
    // `ItemFees` is a fee, whatever it is for.
    let apart = crate::headers::key(word);
    let is_fee = apart.rsplit(' ').next().is_some_and(|last| ["fee", "fees", "commission"].contains(&last));
    if apart != folded && is_fee {
        return WordSense::Deducted;
    }
    if apart != folded && !is_understood_whole(&apart) {
        // `ItemWithheldTax` is no item.
        let says = combined(&senses(&folded), &folded);
        return if matches!(says, WordSense::Sale(_)) { WordSense::Unknown } else { says };
    }
    let folded = apart;
    combined(&senses(&folded), &folded)
}

/// Whether a text of a column of types, which is no state, is of goods that were lent: `Prêt`.
pub(crate) fn is_loan(word: &str) -> bool {
    ["pret", "prets", "loan", "location", "echantillon", "echantillons", "don", "dons"]
        .contains(&fold(word).as_str())
}

/// Whether a word is one of those that only states of sales have: `Payée`, `Livrée`.
pub(crate) fn says_paid_or_delivered(word: &str) -> bool {
    senses(&fold(word)).iter().any(|sense| matches!(sense, Sense::Paid | Sense::Delivered))
}

/// Whether a text is the name of a document of sales and nothing else: `Vente`, `Factures`.
pub(crate) fn is_document_of_sales(word: &str) -> bool {
    const DOCUMENTS: [&str; 14] = [
        "vente",
        "ventes",
        "facture",
        "factures",
        "facture client",
        "facture de vente",
        "ticket",
        "tickets",
        "ticket de caisse",
        "sale",
        "sales",
        "invoice",
        "invoices",
        "customer invoice",
    ];
    DOCUMENTS.contains(&fold(word).as_str())
}

/// Whether every word of a text is understood: `Annulée par le client`, but not `Facture Dupont`.
pub(crate) fn is_understood_whole(word: &str) -> bool {
    const FUNCTION_WORDS: [&str; 16] =
        ["par", "le", "la", "les", "l", "du", "de", "des", "d", "a", "au", "by", "the", "to", "en", "et"];
    let folded = fold(word);
    let covered: usize = matches(&folded).iter().map(|(_, words)| words).sum();
    let function_words = folded.split(' ').filter(|word| FUNCTION_WORDS.contains(word)).count();
    covered > 0 && covered + function_words >= folded.split(' ').count()
}

/// Whether a product's name is that of a payment, a float of the till or a deposit: the whole name for payments, its
/// first words for deposits.
pub(crate) fn says_product(name: &str) -> Option<WordSense> {
    let folded = fold(name);
    if let Some(doubt) = doubt_of_product(&folded) {
        return Some(WordSense::Ambiguous(doubt));
    }
    if is_discount(&folded) {
        return Some(WordSense::Discount);
    }
    let is_whole = |sense: Sense| {
        let found = matches(&folded);
        !found.is_empty() && found.iter().all(|(of, ..)| *of == sense)
    };
    let found = matches(&folded);
    let covered: usize = found.iter().map(|(_, words)| words).sum();
    let words = folded.split(' ').count();
    match found.first() {
        Some((Sense::Float, _)) if covered == words && folded != "float" => {
            Some(WordSense::Aside(AsideKind::Payment))
        }
        Some((Sense::Instrument | Sense::Payment, _))
            if covered == words
                && !is_ordinary(&folded)
                && (is_whole(Sense::Instrument) || has_payment(&found)) =>
        {
            Some(WordSense::Payment)
        }
        Some((Sense::Deposit, 1..)) if starts_with_deposit(&folded) => {
            Some(WordSense::Ambiguous(Ambiguity::Deposit))
        }
        _ => None,
    }
}

/// Lines that are no revenue of the shop, or no revenue of their own.
fn doubt_of_product(folded: &str) -> Option<Ambiguity> {
    const TIPS: [&str; 5] = ["tip", "tips", "gratuity", "pourboire", "pourboires"];
    let (first, rest) = folded.split_once(' ').unwrap_or((folded, ""));
    match first {
        "pourboire" | "pourboires" => Some(Ambiguity::Tip),
        _ if TIPS.contains(&folded) => Some(Ambiguity::Tip),
        "annul" | "annulation" | "void" if !rest.is_empty() => Some(Ambiguity::CalledOff),
        "tva" | "vat" => Some(Ambiguity::Tax),
        "dont" if !rest.is_empty() => Some(Ambiguity::PartOfLine),
        // What customers give to others beside their goods.
        "don" | "dons" | "donation" if folded.split(' ').count() <= 3 => Some(Ambiguity::Tip),
        _ if folded.starts_with("arrondi solidaire") => Some(Ambiguity::Tip),
        _ if folded.starts_with("of which ") => Some(Ambiguity::PartOfLine),
        _ => None,
    }
}

/// Whether a product's name is that of a discount and of nothing else; a coupon may be one of fabric.
fn is_discount(folded: &str) -> bool {
    const FIRST: [&str; 8] =
        ["remise", "remises", "reduction", "rabais", "ristourne", "discount", "escompte", "promo"];
    const GOODS: [&str; 5] = ["de bruit", "en forme", "en main", "en beaute", "au propre"];
    let (first, rest) = folded.split_once(' ').unwrap_or((folded, ""));
    FIRST.contains(&first) && !GOODS.iter().any(|goods| rest.starts_with(goods))
}

/// Whether a title above a header says that the lines below are something else than sales: `Journal des achats`.
pub(crate) fn titles_other_than_sales(title: &str) -> bool {
    const OTHERS: [&str; 26] = [
        "achat",
        "achats",
        "purchases",
        "fournisseur",
        "fournisseurs",
        "suppliers",
        "avoir",
        "avoirs",
        "retours",
        "returns",
        "refunds",
        "remboursements",
        "devis",
        "quotes",
        "quotations",
        "estimates",
        "inventaire",
        "inventory",
        "previsions",
        "previsionnel",
        "forecast",
        "budget",
        "objectifs",
        "mouvements",
        "brouillons",
        "drafts",
    ];
    const OF_SALES: [&str; 16] = [
        "vente",
        "ventes",
        "sales",
        "facture",
        "factures",
        "invoices",
        "ticket",
        "tickets",
        "caisse",
        "recettes",
        "commandes",
        "orders",
        "hors",
        "sauf",
        "without",
        "inclus",
    ];
    let folded = fold(title);
    let words: Vec<&str> = folded.split(' ').collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    words.len() <= 6 && !title.contains(':') && has(&OTHERS) && !has(&OF_SALES)
}

/// The header that says that the lines below it are no sales, where none says that they are: `Quantité jetée`,
/// `Email relance`. `keys` are the headers as they are compared.
pub(crate) fn header_other_than_sales(keys: &[String]) -> Option<usize> {
    const OTHERS: [&str; 36] = [
        "bordereau",
        "bordereaux",
        "jete",
        "jetee",
        "jetes",
        "jetees",
        "perte",
        "pertes",
        "casse",
        "gaspillage",
        "gaspille",
        "dechet",
        "dechets",
        "demarque",
        "rebut",
        "abandonne",
        "abandonnee",
        "abandonnes",
        "abandoned",
        "relance",
        "relances",
        "reminder",
        "budget",
        "prevision",
        "previsions",
        "previsionnel",
        "prevu",
        "prevue",
        "forecast",
        "probabilite",
        "probability",
        "opportunite",
        "opportunity",
        "wasted",
        "waste",
        "lost",
    ];
    const OF_SALES: [&str; 17] = [
        "vente", "ventes", "vendu", "vendue", "vendus", "vendues", "ca", "chiffre", "sale", "sales", "sold",
        "revenue", "recette", "recettes", "ticket", "facture", "realise",
    ];
    let has = |key: &String, list: &[&str]| key.split(' ').any(|word| list.contains(&word));
    if keys.iter().any(|key| has(key, &OF_SALES) && !has(key, &OTHERS)) {
        return None;
    }
    let expires = ["expiration", "expiry", "expire"];
    let has_goods = keys.iter().any(|key| {
        has(key, &["qte", "quantite", "article", "produit", "product", "item", "quantity", "designation"])
    });
    let has_orders = keys.iter().any(|key| has(key, &["commande", "order"]) && !is_of_supplier(key));
    let is_other = |key: &String| {
        has(key, &OTHERS)
            || !has_goods && has(key, &expires)
            || is_of_supplier(key)
            || !has_orders && is_of_other_documents(key)
    };
    keys.iter().position(is_other)
}

/// Whether a header is of what the shop itself orders or buys: `N° commande fournisseur`.
fn is_of_supplier(key: &str) -> bool {
    let has = |list: &[&str]| key.split(' ').any(|word| list.contains(&word));
    has(&["fournisseur", "supplier"]) && has(&["commande", "order", "bon", "reception", "livraison"])
        || key.contains("commande d achat")
        || key.contains("commande achat")
}

/// Whether a header is the number or the day of documents that are no sales, or take them back: `N° devis`, `Date avoir`.
fn is_of_other_documents(key: &str) -> bool {
    const DOCUMENTS: [&str; 8] =
        ["devis", "quote", "quotation", "estimate", "avoir", "avoirs", "proforma", "credit note"];
    const ABOUT: [&str; 10] =
        ["n", "no", "num", "numero", "number", "date", "jour", "ref", "reference", "id"];
    let bare: Vec<&str> =
        key.split(' ').filter(|word| !["de", "du", "d", "l", "of", "the"].contains(word)).collect();
    match bare.as_slice() {
        [] => false,
        [about, document @ ..] if ABOUT.contains(about) => DOCUMENTS.contains(&document.join(" ").as_str()),
        [document @ .., about] => ABOUT.contains(about) && DOCUMENTS.contains(&document.join(" ").as_str()),
    }
}

/// Words of payment that are also the names of goods.
fn is_ordinary(folded: &str) -> bool {
    ["carte", "card", "visa", "check", "pro"].contains(&folded)
}

fn has_payment(found: &[(Sense, usize)]) -> bool {
    found.iter().all(|(sense, _)| matches!(sense, Sense::Payment | Sense::Instrument))
}

fn starts_with_deposit(folded: &str) -> bool {
    const FIRST: [&str; 9] = [
        "acompte",
        "acomptes",
        "arrhes",
        "consigne",
        "consignes",
        "deconsigne",
        "deconsignes",
        "caution",
        "deposit",
    ];
    folded.split(' ').next().is_some_and(|first| FIRST.contains(&first))
}

fn senses(folded: &str) -> Vec<Sense> {
    matches(folded).into_iter().map(|(sense, _)| sense).collect()
}

/// The phrases of a folded text, in the order of the text, with how many words each has.
fn matches(folded: &str) -> Vec<(Sense, usize)> {
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut used = vec![false; words.len()];
    let mut found: Vec<(usize, Sense, usize)> = Vec::new();
    for (sense, phrases) in PHRASES {
        for phrase in *phrases {
            let pattern: Vec<&str> = phrase.split(' ').collect();
            for start in 0..(words.len() + 1).saturating_sub(pattern.len()) {
                let range = start..start + pattern.len();
                let fits = range.clone().all(|at| !used[at] && is_word(words[at], pattern[at - start]));
                if fits {
                    used[range].fill(true);
                    found.push((start, *sense, pattern.len()));
                }
            }
        }
    }
    found.sort_by_key(|(start, ..)| *start);
    found.into_iter().map(|(_, sense, len)| (sense, len)).collect()
}

fn is_word(word: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            word.len() >= start.len() + end.len() && word.starts_with(start) && word.ends_with(end)
        }
        None => word == pattern,
    }
}

fn combined(senses: &[Sense], folded: &str) -> WordSense {
    let has = |sense: Sense| senses.contains(&sense);
    let is_back =
        has(Sense::Return) || has(Sense::Refunded) || has(Sense::Cancelled) || has(Sense::Cancellation);
    if senses.is_empty() {
        WordSense::Unknown
    } else if has(Sense::Float) {
        WordSense::Aside(AsideKind::Payment)
    } else if has(Sense::Deducted) && !is_back && !has(Sense::Not) {
        WordSense::Deducted
    } else if has(Sense::Deducted) {
        WordSense::Ambiguous(Ambiguity::Contrary)
    } else if has(Sense::Not) && senses.len() == 1 && is_bare_negation(folded) {
        WordSense::Unknown
    } else if has(Sense::Not) && has(Sense::Pending) {
        WordSense::Aside(AsideKind::Draft)
    } else if has(Sense::Not) {
        WordSense::Ambiguous(Ambiguity::Contrary)
    } else if has(Sense::Deposit) {
        WordSense::Ambiguous(Ambiguity::Deposit)
    } else if has(Sense::Partial) && (is_back || has(Sense::Paid)) {
        WordSense::Ambiguous(Ambiguity::Partial)
    } else if has(Sense::Partial) && has(Sense::Delivered) {
        WordSense::Sale(SaleKind::Sale)
    } else if has(Sense::Partial) {
        WordSense::Ambiguous(Ambiguity::Partial)
    } else if has(Sense::Draft) {
        WordSense::Aside(AsideKind::Draft)
    } else if has(Sense::Cancelled) && has(Sense::Cancellation) {
        WordSense::Ambiguous(Ambiguity::Contrary)
    } else if (has(Sense::Return) || has(Sense::Cancellation)) && has(Sense::Pending) {
        // A refund that was refused, one that waits.
        WordSense::Ambiguous(Ambiguity::Contrary)
    } else if has(Sense::Return) && has(Sense::Cancelled) && !folded.contains("annul") {
        WordSense::Ambiguous(Ambiguity::Contrary)
    } else if has(Sense::Cancelled) {
        WordSense::Aside(AsideKind::Cancelled)
    } else if has(Sense::Cancellation) && has(Sense::Return) {
        WordSense::Ambiguous(Ambiguity::Contrary)
    } else if has(Sense::Cancellation) {
        WordSense::Cancellation
    } else if has(Sense::Return) || has(Sense::Refunded) {
        // `Remboursée (retour colis)` is of an order, `Avoir remboursé` of a credit note.
        let first = senses.iter().find(|sense| matches!(sense, Sense::Return | Sense::Refunded));
        if first == Some(&Sense::Return) { WordSense::Return } else { WordSense::Refunded }
    } else if has(Sense::Pending) && has(Sense::Paid) {
        WordSense::Sale(SaleKind::Sale)
    } else if has(Sense::Pending) {
        WordSense::Aside(AsideKind::Draft)
    } else if has(Sense::DeliveryNote) {
        WordSense::Order
    } else if has(Sense::Discount) {
        WordSense::Discount
    } else if has(Sense::Short) {
        WordSense::Ambiguous(Ambiguity::Short)
    } else if has(Sense::Paid) || has(Sense::Delivered) {
        WordSense::Sale(SaleKind::Sale)
    } else if has(Sense::Payment) {
        WordSense::Payment
    } else if has(Sense::Instrument) {
        WordSense::Instrument
    } else if has(Sense::Order) {
        WordSense::Order
    } else if senses.iter().all(|sense| *sense == Sense::Given) {
        WordSense::Sale(SaleKind::Free)
    } else {
        WordSense::Sale(crate::lines::product_kind(folded))
    }
}

fn is_bare_negation(folded: &str) -> bool {
    ["non", "pas", "not", "sans"].contains(&folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALE: WordSense = WordSense::Sale(SaleKind::Sale);
    const CANCELLED: WordSense = WordSense::Aside(AsideKind::Cancelled);
    const DRAFT: WordSense = WordSense::Aside(AsideKind::Draft);

    #[test]
    fn words_of_types_and_states_are_understood_in_every_form_and_with_words_behind_them() {
        for (word, expected) in [
            ("Vente", SALE),
            ("out_invoice", SALE),
            ("Facture de vente", SALE),
            ("Payée", SALE),
            ("Payées", SALE),
            ("Paiement accepté", SALE),
            ("Paiement à distance accepté", SALE),
            ("Expédiée", SALE),
            ("En attente d’expédition", SALE),
            ("En attente de réapprovisionnement (payé)", SALE),
            ("Shipped - Delivered to Buyer", SALE),
            ("unfulfilled", SALE),
            ("Non annulée", SALE),
            ("Terminée", SALE),
            ("Annulé", CANCELLED),
            ("Annulées", CANCELLED),
            ("Annulée par le client", CANCELLED),
            ("cancelled", CANCELLED),
            ("Canceled by buyer", CANCELLED),
            ("Refusée", CANCELLED),
            ("Échouée", CANCELLED),
            ("Échec de paiement", CANCELLED),
            ("Paiement refusé", CANCELLED),
            ("Expirée", CANCELLED),
            ("Erreur de paiement", CANCELLED),
            ("Brouillon", DRAFT),
            ("Devis accepté", DRAFT),
            ("Facture proforma", DRAFT),
            ("En attente de paiement", DRAFT),
            ("En attente du paiement par chèque", DRAFT),
            ("pending", DRAFT),
            ("on-hold", DRAFT),
            ("Avoir", WordSense::Return),
            ("Facture d’avoir", WordSense::Return),
            ("Avoirs client", WordSense::Return),
            ("Customer Refund", WordSense::Return),
            ("out_refund", WordSense::Return),
            ("Remboursement", WordSense::Return),
            ("Retour client", WordSense::Return),
            ("Credit Note", WordSense::Return),
            ("Remboursée", WordSense::Refunded),
            ("Remboursée (retour colis)", WordSense::Refunded),
            ("Avoir remboursé", WordSense::Return),
            ("refunded", WordSense::Refunded),
            ("Remboursée partiellement", WordSense::Ambiguous(Ambiguity::Partial)),
            ("partially_refunded", WordSense::Ambiguous(Ambiguity::Partial)),
            ("Remboursement refusé", WordSense::Ambiguous(Ambiguity::Contrary)),
            ("Impayée", WordSense::Ambiguous(Ambiguity::Contrary)),
            ("Annulation", WordSense::Cancellation),
            ("Remise", WordSense::Discount),
            ("Règlement", WordSense::Payment),
            ("Carte bancaire", WordSense::Instrument),
            ("Fond de caisse", WordSense::Aside(AsideKind::Payment)),
            ("Facture d’acompte", WordSense::Ambiguous(Ambiguity::Deposit)),
            ("Bon de livraison", WordSense::Order),
            ("Commande", WordSense::Order),
            ("Commission", WordSense::Deducted),
            ("Offert", WordSense::Sale(SaleKind::Free)),
            ("Livraison offerte", SALE),
            ("Rechnung", SALE),
            ("Gutschrift", WordSense::Return),
            ("Rückerstattung", WordSense::Return),
            ("Creditnota", WordSense::Return),
            ("Storniert", CANCELLED),
            ("Storno", WordSense::Cancellation),
            ("Angebot", DRAFT),
            ("Frais de transaction", WordSense::Deducted),
            ("ItemFees", WordSense::Deducted),
            ("FBAPerUnitFulfillmentFee", WordSense::Deducted),
            ("General Withdrawal", WordSense::Deducted),
            ("payout", WordSense::Deducted),
            ("payout_failure", WordSense::Ambiguous(Ambiguity::Contrary)),
            ("ItemPrice", SALE),
            ("Principal", SALE),
            ("ItemWithheldTax", WordSense::Unknown),
            ("Mauve", WordSense::Unknown),
            ("Non", WordSense::Unknown),
        ] {
            assert_eq!(says(word), expected, "{word}");
        }
    }

    #[test]
    fn a_product_that_is_a_payment_or_a_deposit_is_known_by_its_whole_name() {
        assert_eq!(says_product("Carte bancaire"), Some(WordSense::Payment));
        assert_eq!(says_product("Règlement CB"), Some(WordSense::Payment));
        assert_eq!(says_product("ESPÈCES"), Some(WordSense::Payment));
        assert_eq!(says_product("Rendu monnaie"), Some(WordSense::Aside(AsideKind::Payment)));
        assert_eq!(says_product("Acompte cuisine"), Some(WordSense::Ambiguous(Ambiguity::Deposit)));
        for name in [
            "Carte postale",
            "Carte",
            "Carte cadeau",
            "Chèque cadeau",
            "Café",
            "Porte-cartes",
            "Lot de consignes",
        ] {
            assert_eq!(says_product(name), None, "{name}");
        }
    }
}
