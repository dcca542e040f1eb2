//! Names compared as people compare them: without case, accents or punctuation.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// `name` in small letters without accents, every run of other signs than letters and digits one space.
///
/// `Île-de-France`, `ILE DE FRANCE` and `ile de france` all give `ile de france`.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let letters = name.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    for letter in letters {
        match letter {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            _ if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_accents_and_punctuation_do_not_tell_names_apart() {
        for spelling in ["Île-de-France", "ILE DE FRANCE", "  ile  de france ", "I\u{302}le_de.France"] {
            assert_eq!(fold(spelling), "ile de france");
        }
        assert_eq!(fold("Cœur d’Œuvre"), "coeur d oeuvre");
        assert_eq!(fold("ID Référence produit"), "id reference produit");
        assert_eq!(fold("—"), "");
    }
}
