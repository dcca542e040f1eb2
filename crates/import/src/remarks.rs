//! Remarks that say of a line that it does not count: `annulé, voir ticket suivant`, `TEST`, `Échec distribution`.

use comptoir_sales::fold;

/// Longer texts are letters of customers, who write of many things.
const LONGEST: usize = 60;

/// Beginnings of words, in small letters without accents, one of which such a remark has; looked for first.
#[rustfmt::skip]
const BEGINNINGS: &[&str] = &[
    "annul", "cancel", "void", "rembours", "refund", "autocons", "fraud", "litige", "don", "chantillon", "degust", "dégust", "test", "essai", "demo", "dupli", "doubl", "compt", "exclu", "hors", "erreur", "suppr", "delet",
    "ecole", "cole", "formation", "training", "budget", "prev", "prévis", "chec", "echec", "refus", "failed", "casse", "perte",
    "demarque", "démarque", "interne", "personnel", "inventaire", "transfer", "transfert", "simul", "fictif", "objectif", "forecast",
];

/// Words of which one is enough.
#[rustfmt::skip]
const CALLED_OFF: &[&str] = &[
    "annul", "annule", "annulee", "annules", "annulees", "annuler", "annulation", "cancel", "cancelled", "canceled", "cancellation", "voided",
    "void", "supprime", "supprimee", "supprimer", "deleted", "duplicata", "doublon", "rembourse", "remboursee", "remboursement", "refunded",
    "autoconsommation", "fraude", "litige",
];

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
                || folded.starts_with("don "))
}

/// Whether one of the beginnings stands in a text, in small letters or large.
fn has_beginning(text: &str) -> bool {
    let bytes = text.as_bytes();
    BEGINNINGS.iter().any(|beginning| {
        let beginning = beginning.as_bytes();
        bytes.windows(beginning.len()).any(|window| window.eq_ignore_ascii_case(beginning))
    })
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
