//! Addresses as they may be shown.

/// The address without the password in it: `https://till:secret@example.org` becomes `https://till:***@example.org`.
pub(crate) fn without_password(url: &str) -> String {
    let parts = || {
        let (scheme, rest) = url.split_once("://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (login, host) = rest[..end].rsplit_once('@')?;
        let (user, _) = login.split_once(':')?;
        Some(format!("{scheme}://{user}:***@{host}{}", &rest[end..]))
    };
    parts().unwrap_or_else(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn only_the_password_is_hidden() {
        for (url, shown) in [
            ("https://till:se@cr:et@example.org/a?b=c:d@e", "https://till:***@example.org/a?b=c:d@e"),
            ("https://till@example.org/x", "https://till@example.org/x"),
            ("https://example.org/x:y@z", "https://example.org/x:y@z"),
            ("caisse.csv", "caisse.csv"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }
}
