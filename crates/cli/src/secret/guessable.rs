//! Secrets that are among the first guesses of anybody: long enough, and known to all.

/// Words that lists of leaked passwords begin with, those of examples in manuals, and the names of this program.
const WORDS: [&str; 55] = [
    "password",
    "motdepasse",
    "changeme",
    "changethis",
    "changezmoi",
    "secret",
    "admin",
    "comptoir",
    "azerty",
    "qwerty",
    "administrateur",
    "administrator",
    "letmein",
    "welcome",
    "bonjour",
    "boutique",
    "magasin",
    "token",
    "test",
    "demo",
    "default",
    "dragon",
    "doudou",
    "dbtoken",
    "comptoirdbtoken",
    "comptoirpassword",
    "comptoirtoken",
    "adminpassword",
    "example",
    "exemple",
    "football",
    "guest",
    "iloveyou",
    "jetaime",
    "loulou",
    "master",
    "monkey",
    "monmotdepasse",
    "mypassword",
    "mysecret",
    "mytoken",
    "passe",
    "passw",
    "postgres",
    "princess",
    "replaceme",
    "root",
    "secrettoken",
    "soleil",
    "sunshine",
    "superman",
    "supersecret",
    "user",
    "yourpassword",
    "yoursecret",
];

/// The words that a hash is compared with: each takes as long as a sign-in.
const WORDS_OF_HASHES: usize = 16;

/// Rows of keyboards, and what is counted on fingers.
const ROWS: [&str; 6] = [
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
];

/// The fewest different characters.
const LEAST_DIFFERENT: usize = 4;

/// How many characters around a word make no other secret of it: a year, an exclamation mark.
const AROUND: usize = 4;

/// Whether a secret is among the first guesses: few different characters, a row of keys, or a word that all know, however
/// written, repeated, or with a year behind it.
pub(super) fn is_guessable(secret: &str) -> bool {
    let text: String =
        secret.chars().flat_map(char::to_lowercase).filter(|sign| !sign.is_whitespace()).collect();
    let part = repeated(&text);
    let mut signs: Vec<char> = text.chars().collect();
    signs.sort_unstable();
    signs.dedup();
    signs.len() < LEAST_DIFFERENT || is_of_a_row(part) || is_a_word(&text)
}

/// The passwords that a hash is compared with.
pub(super) fn first_guesses() -> impl Iterator<Item = &'static str> {
    WORDS.into_iter().take(WORDS_OF_HASHES).chain(["12345678", "azertyuiop"])
}

/// The part that a text is repetitions of.
fn repeated(text: &str) -> &str {
    let places = text.char_indices().map(|(at, _)| at).skip(1);
    let mut parts = places.filter(|at| text.len().is_multiple_of(*at)).map(|at| &text[..at]);
    parts.find(|part| is_repetition_of(text, part)).unwrap_or(text)
}

fn is_repetition_of(text: &str, part: &str) -> bool {
    !text.is_empty() && text.len().is_multiple_of(part.len()) && part.repeat(text.len() / part.len()) == text
}

fn is_of_a_row(text: &str) -> bool {
    let backwards: String = text.chars().rev().collect();
    ROWS.iter().any(|row| row.contains(text) || row.contains(&backwards))
}

/// Whether it is a word, but for a few signs, or a row of keys, on either side.
fn is_a_word(text: &str) -> bool {
    let core = text.trim_matches(|sign: char| !sign.is_alphabetic());
    let front = text.find(core).unwrap_or_default();
    let sides = [text.get(..front), text.get(front + core.len()..)];
    let are_little =
        sides.into_iter().flatten().all(|side| side.chars().count() <= AROUND || is_of_a_row(side));
    is_known(text) || (are_little && is_known(core))
}

/// Whether the letters are those of a word; digits and signs may stand for letters.
fn is_known(text: &str) -> bool {
    let meant = |sign: char| match sign {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        sign => sign,
    };
    let word: String = text.chars().map(meant).filter(|sign| sign.is_alphabetic()).collect();
    text.chars().count() <= word.chars().count() + AROUND
        && WORDS.iter().any(|known| is_repetition_of(&word, known))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_anybody_would_try_first_is_known() {
        for secret in [
            "changeme",
            "ChangeMe!",
            "password",
            "Passw0rd",
            "p@ssw0rd1",
            "secret123",
            "secretsecret",
            "admin2024",
            "ADMIN-admin",
            "comptoir",
            "comptoir2026",
            "Comptoir!",
            "motdepasse",
            "mot-de-passe",
            "azertyuiop",
            "azerty123",
            "aaaaaaaa",
            "11111111",
            "abababab",
            "112211221",
            "12345678",
            "1234567890",
            "87654321",
            "abcdefgh",
            "qwertyui",
            "1q2w3e4r",
            "test1234",
            "        a",
            "monmotdepasse1",
            "COMPTOIR_DB_TOKEN",
            "password12345678",
        ] {
            assert!(is_guessable(secret), "{secret}");
        }
        for secret in [
            "correct horse battery staple",
            "un mot de passe assez long",
            "sésame ouvre-toi",
            "a-token-for-the-test",
            "boulanger7Rue",
            "3f9a1c0b77de5210",
            "48213907",
            "xK9$mQ2p",
            "le chat du comptoir dort",
        ] {
            assert!(!is_guessable(secret), "{secret}");
        }
    }

    proptest! {
        #[test]
        fn no_word_becomes_a_secret_by_case_signs_or_repetition(
            at in 0..WORDS.len(), upper: bool, times in 1usize..5, behind in "[0-9!?._-]{0,4}",
        ) {
            let word = WORDS[at].repeat(times);
            let word = if upper { word.to_uppercase() } else { word };
            let secret = format!("{word}{behind}");
            prop_assert!(is_guessable(&secret), "{}", secret);
        }

        #[test]
        fn fewer_than_four_different_characters_are_no_secret(secret in "[aé7]{8,40}") {
            prop_assert!(is_guessable(&secret));
        }

        #[test]
        fn what_chance_makes_is_a_secret(secret in "[0-9a-f]{16,64}|[A-Za-z0-9+/]{16,44}") {
            prop_assert!(!is_guessable(&secret), "{}", secret);
        }
    }
}
