//! Remarks that say of a line that it does not count: `annulé, voir ticket suivant`, `TEST`, `Échec distribution`.

use comptoir_sales::fold;

use crate::meaning::{self, WordSense};

/// Longer texts are letters of customers, who write of many things.
const LONGEST: usize = 60;

/// Beginnings of words, without accents, one of which such a remark has; looked for first, since most texts have none.
#[rustfmt::skip]
const BEGINNINGS: &[&[u8]] = &[
    b"annul", b"autoco", b"budget", b"cancel", b"casse", b"compt", b"conso", b"degust", b"delet", b"demarq", b"demo", b"don", b"doublo", b"double",
    b"duplic", b"echant", b"echec", b"ecole", b"erreur", b"essai", b"exclu", b"failed", b"fictif", b"foreca", b"format", b"fraud", b"hors",
    b"interne", b"inventa", b"litige", b"object", b"perso", b"perte", b"previs", b"prevu", b"refund", b"refai", b"refus", b"rembou", b"saisi", b"simul", b"suppri", b"test",
    b"traini", b"transf", b"void",
];

/// How many letters of a word are looked at.
const LETTERS: usize = 6;

/// Words of which one is enough.
#[rustfmt::skip]
const CALLED_OFF: &[&str] = &[
    "annul", "annule", "annulee", "annules", "annulees", "annuler", "annulation", "cancel", "cancelled", "canceled", "cancellation", "voided",
    "void", "supprime", "supprimee", "supprimer", "deleted", "duplicata", "doublon", "rembourse", "remboursee", "remboursement", "refunded",
    "autoconsommation", "fraude", "litige", "refait", "refaite",
];

/// Beginnings of donations: `Don Jones` is a customer.
const DONATIONS: &[&str] =
    &["don a ", "don au ", "don aux ", "don pour ", "don association", "don resto", "don croix", "dons "];

/// Whether a text says that its line does not count, or may not.
pub(crate) fn says_not_counted(text: &str) -> bool {
    if text.len() > LONGEST || !has_beginning(text) {
        return false;
    }
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let is_negated = words.iter().any(|word| ["non", "pas", "sans", "not", "no", "possible"].contains(word));
    let is_whole = |texts: &[&str]| texts.contains(&folded.as_str());
    let has_phrase = |phrases: &[&str]| {
        phrases.iter().any(|phrase| format!(" {folded} ").contains(&format!(" {phrase} ")))
    };
    let is_short = words.len() <= 4;
    has_phrase(&[
        "ne pas compter",
        "pas compter",
        "a exclure",
        "ne pas comptabiliser",
        "hors ca",
        "hors chiffre d affaires",
        "non comptabilise",
        "non compte",
    ]) || !is_negated && words.iter().any(|word| CALLED_OFF.contains(word))
        || has_phrase(&[
            "erreur de saisie",
            "erreur saisie",
            "saisi par erreur",
            "erreur de caisse",
            "mode ecole",
            "mode formation",
            "mode test",
            "training mode",
            "double saisie",
            "saisi deux fois",
            "usage interne",
            "consommation interne",
        ])
        || is_short && !is_negated && has_phrase(&["test", "tests", "essai", "fictif"])
        || is_whole(&[
            "n 1",
            "interne",
            "ecole",
            "formation",
            "training",
            "demo",
            "demonstration",
            "budget",
            "budgete",
            "previsionnel",
            "prevision",
            "previsions",
            "prevu",
            "forecast",
            "objectif",
            "simulation",
            "exclu",
            "exclue",
            "exclus",
            "void",
            "casse",
            "perte",
            "pertes",
            "demarque",
            "transfert",
            "inventaire",
            "personnel",
            "repas personnel",
            "repas du personnel",
            "don",
            "dons",
            "echantillon",
            "echantillons",
            "degustation",
            "degustations",
            "conso personnel",
        ])
        || is_short
            && !is_negated
            && (folded.starts_with("echec ") || folded == "echec" || folded.starts_with("failed"))
        || is_short
            && (folded.starts_with("transfert ")
                || folded.starts_with("refuse")
                || DONATIONS.iter().any(|beginning| folded.starts_with(beginning)))
}

/// Whether a way of paying says that nothing was paid: `Offert`, `Repas du personnel`, `Pertes`.
pub(crate) fn says_given_away(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let folded = fold(text);
    // `Chèque personnel` is a cheque.
    let is_paid = matches!(meaning::says(text), WordSense::Instrument | WordSense::Payment);
    !is_paid && folded.split(' ').any(|word| GIVEN_AWAY.contains(&word))
}

/// Such ways of paying.
#[rustfmt::skip]
const GIVEN_AWAY: &[&str] = &[
    "offert", "offerts", "offerte", "offertes", "gratuit", "gratuite", "gratuits", "gratuites", "personnel", "staff", "perte", "pertes",
    "casse", "interne", "degustation", "echantillon", "invitation", "invite", "invites", "annule", "annulee", "comp", "complimentary", "waste", "test",
    "ecole",
];

/// For each first letter of the beginnings, the second ones: most words differ in these, and are passed over.
const SECOND_LETTERS: [u32; 26] = {
    let (mut found, mut at) = ([0; 26], 0);
    while at < BEGINNINGS.len() {
        let beginning = BEGINNINGS[at];
        found[(beginning[0] - b'a') as usize] |= 1 << (beginning[1] - b'a');
        at += 1;
    }
    found
};

/// Whether a word of a text has one of the beginnings, in small letters or large.
fn has_beginning(text: &str) -> bool {
    if text.len() <= 3 && text.starts_with(['n', 'N']) {
        return true;
    }
    let mut is_inside = false;
    text.bytes().enumerate().any(|(at, byte)| {
        let is_letter = match byte {
            0x80..=0xbf => return false,
            0xc0.. => text[at..].chars().next().is_some_and(char::is_alphanumeric),
            byte => byte.is_ascii_alphanumeric(),
        };
        let begins = is_letter && !is_inside;
        is_inside = is_letter;
        begins && begins_so(&text[at..])
    })
}

/// Whether a text that starts with a word starts with one of the beginnings.
fn begins_so(text: &str) -> bool {
    let letter = |byte: Option<u8>| byte.map(|byte| byte.to_ascii_lowercase());
    let mut bytes = text.bytes();
    let (first, second) = (letter(bytes.next()), letter(bytes.next()));
    if let (Some(first @ b'a'..=b'z'), Some(second @ b'a'..=b'z')) = (first, second)
        && SECOND_LETTERS[usize::from(first - b'a')] & (1 << (second - b'a')) == 0
    {
        return false;
    }
    let (mut letters, mut count) = ([0_u8; LETTERS], 0);
    for letter in text.chars().take(LETTERS).take_while(|letter| letter.is_alphanumeric()) {
        letters[count] = plain(letter);
        count += 1;
    }
    BEGINNINGS
        .iter()
        .any(|beginning| letters[..count].starts_with(&beginning[..beginning.len().min(LETTERS)]))
}

/// A small letter without its accent, as far as it stands in one of the beginnings.
fn plain(letter: char) -> u8 {
    match letter {
        'é' | 'É' | 'è' | 'È' | 'ê' | 'Ê' => b'e',
        letter if letter.is_ascii() => letter.to_ascii_lowercase() as u8,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_that_take_a_line_back_are_told_from_others() {
        for text in [
            "annulé, voir ticket suivant",
            "TEST NE PAS COMPTER",
            "Échec distribution",
            "Budget",
            "École",
            "Repas personnel",
            "ANNULE",
            "client test",
            "hors CA",
            "Duplicata",
            "erreur de saisie",
            "Casse",
            "Don aux Restos",
        ] {
            assert!(says_not_counted(text), "{text}");
        }
        for text in [
            "non annulé",
            "Livré",
            "Test de grossesse offert avec la commande",
            "Doublage",
            "Comptoir",
            "Horsham",
            "Don Jones",
            "Formation Excel",
            "contestation",
            "Casse-croûte",
            "Refuge",
            "Perteuil",
            "sans annulation",
            "Transfer Paris Lyon SARL",
        ] {
            assert!(!says_not_counted(text), "{text}");
        }
    }
}
