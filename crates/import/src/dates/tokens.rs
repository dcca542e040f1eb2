//! The digits, words and signs of a text.

/// One of them. White space is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Digits(&'a str),
    Word(&'a str),
    Sign(char),
}

/// More than these are no date.
const MOST: usize = 32;

/// The tokens of a text; `None` when there are too many.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let (mut tokens, mut rest) = (Vec::with_capacity(12), text);
    while let Some(first) = rest.chars().next() {
        let is_alike: fn(char) -> bool = match first {
            first if first.is_ascii_digit() => |sign| sign.is_ascii_digit(),
            first if first.is_alphabetic() => char::is_alphabetic,
            _ => |_| false,
        };
        let end = rest.find(|sign| !is_alike(sign)).unwrap_or(rest.len()).max(first.len_utf8());
        let (token, behind) = rest.split_at(end);
        match first {
            first if first.is_ascii_digit() => tokens.push(Token::Digits(token)),
            first if first.is_alphabetic() => tokens.push(Token::Word(token)),
            first if first.is_whitespace() => {}
            '\u{2010}'..='\u{2014}' | '−' => tokens.push(Token::Sign('-')),
            first => tokens.push(Token::Sign(first)),
        }
        if tokens.len() > MOST {
            return None;
        }
        rest = behind;
    }
    Some(tokens)
}
