//! The tags and texts of HTML and XML as programs write them, taken as they come: nothing has to be closed.

/// One piece of such a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// `<td colspan="2">`, with what stands behind the name; `<td/>` closes itself.
    Open { name: &'a str, attributes: &'a str, closes_itself: bool },
    /// `</td>`
    Close { name: &'a str },
    /// What stands between two tags.
    Text(&'a str),
}

/// The pieces of a text. Comments, declarations, scripts and styles are left out.
pub(crate) struct Markup<'a> {
    rest: &'a str,
}

impl<'a> Markup<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Goes on at the tag that closes this one.
    fn skip_to_close(&mut self, name: &str) {
        while let Some(at) = self.rest.find("</") {
            let close = &self.rest[at + 2..];
            if close.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
                self.rest = &self.rest[at..];
                return;
            }
            self.rest = close;
        }
        self.rest = "";
    }

    fn skip(&mut self, end: &str) {
        self.rest = self.rest.find(end).map_or("", |at| &self.rest[at + end.len()..]);
    }
}

impl<'a> Iterator for Markup<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if !self.rest.starts_with('<') {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Piece::Text(text));
            }
            if self.rest.starts_with("<!--") {
                self.skip("-->");
                continue;
            }
            if let Some(text) = self.rest.strip_prefix("<![CDATA[") {
                let end = text.find("]]>").unwrap_or(text.len());
                self.rest = text.get(end + 3..).unwrap_or_default();
                return Some(Piece::Text(&text[..end]));
            }
            if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
                self.skip(">");
                continue;
            }
            let tag = &self.rest[1..];
            let is_tag = tag.starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '/');
            if !is_tag {
                // A sign of less in a text.
                let end = tag.find('<').map_or(self.rest.len(), |at| at + 1);
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Piece::Text(text));
            }
            let end = end_of_tag(tag);
            let inside = &tag[..end];
            self.rest = tag.get(end + 1..).unwrap_or_default();
            if let Some(name) = inside.strip_prefix('/') {
                return Some(Piece::Close { name: name.trim() });
            }
            let closes_itself = inside.ends_with('/');
            let inside = inside.strip_suffix('/').unwrap_or(inside);
            let name_end = inside.find(char::is_whitespace).unwrap_or(inside.len());
            let (name, attributes) = inside.split_at(name_end);
            if ["script", "style"].iter().any(|skipped| name.eq_ignore_ascii_case(skipped)) && !closes_itself
            {
                self.skip_to_close(name);
                continue;
            }
            return Some(Piece::Open { name, attributes, closes_itself });
        }
    }
}

/// The longest tag: a quote that is never closed ends where the first sign of an end stands.
const TAG_LIMIT: usize = 64 << 10;

/// Where a tag ends: a `>` between quotes is a part of it.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().take(TAG_LIMIT).enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.find('>').unwrap_or(tag.len())
}

/// The name of a tag or an attribute without its namespace.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of an attribute, whatever its namespace and case.
pub(crate) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start();
        let end = rest.find(|sign: char| sign == '=' || sign.is_whitespace()).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        if name.is_empty() && behind.is_empty() {
            return None;
        }
        let behind = behind.trim_start();
        let Some(value) = behind.strip_prefix('=').map(str::trim_start) else {
            rest = behind;
            continue;
        };
        let (value, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = &value[1..];
                let end = inside.find(quote).unwrap_or(inside.len());
                (&inside[..end], inside.get(end + 1..).unwrap_or_default())
            }
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if local(name).eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = behind;
    }
}

/// A text with its entities replaced by what they stand for.
pub(crate) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, sign)| *sign == ';').map(|(end, _)| end);
        if let Some((letter, end)) = end.and_then(|end| Some((entity(&rest[1..end])?, end))) {
            plain.push(letter);
            rest = &rest[end + 1..];
        } else {
            plain.push('&');
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    plain
}

/// The names of letters and signs.
#[rustfmt::skip]
const NAMES: [(&str, char); 64] = [
    ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{a0}'), ("euro", '€'),
    ("eacute", 'é'), ("egrave", 'è'), ("ecirc", 'ê'), ("euml", 'ë'), ("agrave", 'à'), ("acirc", 'â'), ("auml", 'ä'),
    ("aacute", 'á'), ("ccedil", 'ç'), ("icirc", 'î'), ("iuml", 'ï'), ("ocirc", 'ô'), ("ouml", 'ö'), ("oacute", 'ó'),
    ("ugrave", 'ù'), ("ucirc", 'û'), ("uuml", 'ü'), ("ntilde", 'ñ'), ("oelig", 'œ'), ("aelig", 'æ'), ("szlig", 'ß'),
    ("Eacute", 'É'), ("Egrave", 'È'), ("Ecirc", 'Ê'), ("Euml", 'Ë'), ("Agrave", 'À'), ("Acirc", 'Â'), ("Ccedil", 'Ç'),
    ("Icirc", 'Î'), ("Iuml", 'Ï'), ("Ocirc", 'Ô'), ("Ouml", 'Ö'), ("Ugrave", 'Ù'), ("Ucirc", 'Û'), ("Uuml", 'Ü'),
    ("OElig", 'Œ'), ("AElig", 'Æ'), ("laquo", '«'), ("raquo", '»'), ("deg", '°'), ("rsquo", '’'), ("lsquo", '‘'),
    ("ldquo", '“'), ("rdquo", '”'), ("ndash", '–'), ("mdash", '—'), ("hellip", '…'), ("times", '×'), ("sup2", '²'),
    ("sup3", '³'), ("frac12", '½'), ("pound", '£'), ("copy", '©'), ("reg", '®'), ("trade", '™'), ("middot", '·'),
    ("thinsp", '\u{2009}'),
];

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_taken_apart_whatever_stands_in_them() {
        let text = "<!-- <td> --><TD a='1>2' ss:Index=\"3\" nowrap x=4>A &lt; B<br/>c < d</TD><script>if (a<b) {}</script>z";
        let pieces: Vec<_> = Markup::new(text).collect();
        assert_eq!(pieces.len(), 8, "{pieces:?}");
        let Piece::Open { name: "TD", attributes, closes_itself: false } = pieces[0] else {
            panic!("{pieces:?}")
        };
        assert_eq!(attribute(attributes, "index"), Some("3"));
        assert_eq!((attribute(attributes, "a"), attribute(attributes, "x")), (Some("1>2"), Some("4")));
        assert_eq!(attribute(attributes, "nowrap"), None);
        assert_eq!(unescaped("Caf&eacute; &#233;&#xE9; & &x; 5&nbsp;&euro;"), "Café éé & &x; 5\u{a0}€");
    }
}
