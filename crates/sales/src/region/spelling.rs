//! What people write in columns of regions, cities and postcodes, brought to one spelling.

use crate::fold;

/// Words before a region's or a department's name that are no part of it.
const LEADS: [&str; 14] = [
    "ancienne",
    "ex",
    "region",
    "administrative",
    "departement",
    "dept",
    "de",
    "du",
    "des",
    "d",
    "la",
    "le",
    "les",
    "l",
];

/// Articles that lists put behind a name: `Havre (Le)`.
const ARTICLES: [&str; 4] = ["le", "la", "les", "l"];

/// A name as its words without spaces: `Côte d’Azur`, `COTE D AZUR` and `Cote dAzur` are one.
pub(super) fn name(text: &str) -> String {
    words(&text.replace('&', " et ")).concat()
}

/// [`name`] without what introduces it: `région de la Bretagne`, `Les Landes`.
pub(super) fn name_without_lead(text: &str) -> String {
    let mut words = words(&text.replace('&', " et "));
    let lead = words.iter().take_while(|word| LEADS.contains(&word.as_str())).count();
    words.drain(..lead);
    words.concat()
}

/// A city without postcode, arrondissement and CEDEX: `75012 PARIS 12`, `Lyon 3ème` and `LYON CEDEX 03` are the city.
pub(super) fn city(text: &str) -> String {
    let folded = fold(text);
    let named = folded.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == ' ');
    let named = named.split(|sign: char| sign.is_ascii_digit()).next().unwrap_or_default();
    let named = named.split(" cedex").next().unwrap_or_default();
    words(named).join(" ")
}

/// The five digits of a French postcode.
///
/// A leading zero that a spreadsheet dropped comes back: `1000` is `01000`. Only a space before the last three digits
/// is French (`75 001`): other countries group theirs otherwise, and theirs are not to be mistaken for ours.
pub(super) fn postcode(text: &str) -> Option<String> {
    let upper = text.trim().trim_start_matches(['\'', '’']).to_uppercase();
    let code = upper.split("CEDEX").next()?.trim().trim_end_matches(".0");
    let code = code.strip_prefix("FR").or_else(|| code.strip_prefix('F')).unwrap_or(code);
    let code = code.trim_start_matches(['-', ' ']);
    let three_behind = code.char_indices().nth_back(2)?.0;
    let (before, behind) = code.split_at(three_behind);
    let digits = format!("{:0>2}{behind}", before.trim_end());
    let whole = digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    (whole && !before.trim_end().is_empty()).then_some(digits)
}

/// The folded words, saints written out, an article that stands behind brought to the front.
fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words: Vec<String> = folded.split(' ').map(|word| written_out(word).to_owned()).collect();
    if words.len() > 1 && words.last().is_some_and(|word| ARTICLES.contains(&word.as_str())) {
        words.rotate_right(1);
    }
    words
}

fn written_out(word: &str) -> &str {
    match word {
        "st" => "saint",
        "ste" => "sainte",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_is_told_from_what_the_post_adds() {
        for (written, read) in [
            ("PARIS 12", "paris"),
            ("Paris 8e", "paris"),
            ("PARIS08", "paris"),
            ("75012 Paris", "paris"),
            ("Lyon 3ème arrondissement", "lyon"),
            ("LYON CEDEX 03", "lyon"),
            ("Marseille 1er", "marseille"),
            ("St-Étienne", "saint etienne"),
            ("STE FOY LES LYON", "sainte foy les lyon"),
            ("Havre (Le)", "le havre"),
            ("HAY-LES-ROSES (L')", "l hay les roses"),
            ("12", ""),
            ("", ""),
        ] {
            assert_eq!(city(written), read, "{written}");
        }
    }

    #[test]
    fn a_postcode_is_five_digits_however_it_is_written() {
        for (written, read) in [
            ("75001", "75001"),
            ("'75001", "75001"),
            ("F-75001", "75001"),
            ("fr-75001", "75001"),
            ("FR 75001", "75001"),
            ("75 001", "75001"),
            ("75\u{202f}001", "75001"),
            ("75001 CEDEX 08", "75001"),
            ("75001cedex", "75001"),
            ("75001.0", "75001"),
            ("1000", "01000"),
            ("1 000", "01000"),
            (" 2A004 ", ""),
        ] {
            assert_eq!(postcode(written).unwrap_or_default(), read, "{written}");
        }
    }

    #[test]
    fn the_ways_of_other_countries_are_no_french_postcode() {
        for foreign in
            ["00-950", "750 01", "1000-001", "D-10115", "CH-1000", "1012 AB", "SW1A 1AA", "90210-1234"]
        {
            assert_eq!(postcode(foreign), None, "{foreign}");
        }
        for wrong in ["", "1", "001", " 001", "750011", "F-", "CEDEX", "é", "12é45"] {
            assert_eq!(postcode(wrong), None, "{wrong}");
        }
    }
}
