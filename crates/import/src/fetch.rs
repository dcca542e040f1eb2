//! Files from the web: redirects followed, gzip unpacked, time and size limited.

use std::{
    net::{IpAddr, Ipv6Addr},
    time::Duration,
};

use ureq::{
    Agent,
    config::Config,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header::CONTENT_ENCODING},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

use comptoir_sales::Cause;

use crate::{ImportError, content::Content};

/// How long a whole download may take.
const DOWNLOAD_TIME: Duration = Duration::from_mins(2);
const CONNECT_TIME: Duration = Duration::from_secs(10);
const MOST_REDIRECTS: u32 = 5;

/// The content behind `url`; addresses of private networks only where they are allowed, redirects included.
pub(crate) fn fetch(url: &str, private_allowed: bool, limit_bytes: u64) -> Result<Content, ImportError> {
    let config = Agent::config_builder()
        .timeout_global(Some(DOWNLOAD_TIME))
        .timeout_connect(Some(CONNECT_TIME))
        .max_redirects(MOST_REDIRECTS)
        .user_agent(concat!("comptoir/", env!("CARGO_PKG_VERSION")))
        .build();
    let resolver = Guard { resolver: DefaultResolver::default(), private_allowed };
    let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
    let failed = |error: ureq::Error| import_error(url, error);

    let mut response = agent.get(url).call().map_err(failed)?;
    check_whole(url, response.status(), response.headers())?;
    let reader = response.body_mut().with_config().limit(limit_bytes).reader();
    Content::spool(reader, limit_bytes).map_err(|error| match ImportError::from_io(url, error) {
        ImportError::Unreadable { source, .. } => failed(ureq::Error::from(source)),
        other => other,
    })
}

/// Refuses an answer that is no whole file as it was written: a part of one, nothing, or packed in a way that is not read.
fn check_whole(url: &str, status: StatusCode, headers: &HeaderMap) -> Result<(), ImportError> {
    if status != StatusCode::OK {
        return Err(ImportError::HttpStatus { source_name: url.to_owned(), status: status.as_u16() });
    }
    let encoding = headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes).unwrap_or_default().trim_ascii();
    // What `gzip` packs is unpacked on the way.
    let is_read = encoding.is_empty()
        || [&b"gzip"[..], b"x-gzip", b"identity"].iter().any(|known| encoding.eq_ignore_ascii_case(known));
    if is_read {
        return Ok(());
    }
    let reason = format!("content-encoding: {}", String::from_utf8_lossy(encoding));
    Err(ImportError::Unreachable { source_name: url.to_owned(), reason })
}

/// Looks names up, and refuses private addresses where they are not allowed: after the look-up, so that no name
/// can hide them, and at every redirect.
#[derive(Debug)]
struct Guard {
    resolver: DefaultResolver,
    private_allowed: bool,
}

/// The name behind an address of a private network was asked for.
#[derive(Debug, thiserror::Error)]
#[error("an address of a private network")]
struct PrivateAddress;

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let addresses = self.resolver.resolve(uri, config, timeout)?;
        if !self.private_allowed && addresses.iter().any(|address| is_private(address.ip())) {
            return Err(ureq::Error::Other(Box::new(PrivateAddress)));
        }
        Ok(addresses)
    }
}

/// Whether an address is not one of the public Internet (RFC 6890).
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4.is_multicast()
                || v4.is_documentation()
                || first == 0
                || first >= 240
                || (first == 100 && (64..128).contains(&second))
                || (first == 198 && (18..20).contains(&second))
                || v4.octets()[..3] == [192, 0, 0]
        }
        IpAddr::V6(v6) => match embedded_v4(v6) {
            Some(v4) => is_private(v4),
            None => (v6.segments()[0] & 0xe000) != 0x2000 || v6.segments()[..2] == [0x2001, 0x0db8],
        },
    }
}

/// The IPv4 address inside a mapped, translated (`64:ff9b::/96`) or 6to4 one.
fn embedded_v4(v6: Ipv6Addr) -> Option<IpAddr> {
    let octets = v6.octets();
    let four = |at: usize| IpAddr::from([octets[at], octets[at + 1], octets[at + 2], octets[at + 3]]);
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => Some(four(12)),
        [0x2002, ..] => Some(four(2)),
        _ => None,
    }
}

fn import_error(url: &str, error: ureq::Error) -> ImportError {
    let source_name = url.to_owned();
    match error {
        ureq::Error::StatusCode(status) => ImportError::HttpStatus { source_name, status },
        ureq::Error::BodyExceedsLimit(limit_bytes) => ImportError::TooLarge { source_name, limit_bytes },
        ureq::Error::Timeout(ureq::Timeout::Connect) => {
            ImportError::TimedOut { source_name, seconds: CONNECT_TIME.as_secs() }
        }
        ureq::Error::Timeout(_) => ImportError::TimedOut { source_name, seconds: DOWNLOAD_TIME.as_secs() },
        ureq::Error::Other(inner) if inner.is::<PrivateAddress>() => {
            ImportError::PrivateAddress { source_name }
        }
        other => ImportError::Unreachable { source_name, reason: network_reason(&other) },
    }
}

/// The reason by the name that the catalogues have words for (`store-cause`), or in the words of the network.
fn network_reason(error: &ureq::Error) -> String {
    let cause = match error {
        ureq::Error::HostNotFound => Cause::UnknownHost,
        ureq::Error::ConnectionFailed => Cause::ConnectionRefused,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Cause::Tls,
        ureq::Error::Io(inner) => Cause::of_io(inner),
        other => Cause::Other(other.to_string()),
    };
    cause.name().to_owned()
}

#[cfg(test)]
mod tests {
    use comptoir_sales::Diagnostic;

    use super::*;

    #[test]
    fn a_part_of_a_file_and_one_that_is_packed_otherwise_are_refused() {
        let answer = |status: u16, encoding: Option<&'static str>| {
            let headers = encoding.map(|encoding| (CONTENT_ENCODING, HeaderValue::from_static(encoding)));
            let status = StatusCode::from_u16(status).unwrap();
            check_whole("http://example.org/x.csv", status, &headers.into_iter().collect())
                .map_err(|error| error.code())
        };
        for encoding in [None, Some("gzip"), Some("GZIP"), Some("identity"), Some("")] {
            assert_eq!(answer(200, encoding), Ok(()));
        }
        assert_eq!(answer(206, None), Err("import-http-status"));
        assert_eq!(answer(204, None), Err("import-http-status"));
        for encoding in ["br", "deflate", "gzip, gzip"] {
            assert_eq!(answer(200, Some(encoding)), Err("import-unreachable"), "{encoding}");
        }
    }

    #[test]
    fn addresses_of_this_machine_and_its_network_are_private() {
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fe80::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "::",
            "ff02::1",
        ];
        for address in private {
            assert!(is_private(address.parse().unwrap()), "{address}");
        }
        for address in ["1.1.1.1", "8.8.8.8", "2a00:1450:4007::1", "::ffff:8.8.8.8", "172.32.0.1"] {
            assert!(!is_private(address.parse().unwrap()), "{address}");
        }
    }
}
