//! Trusted proxies in front of the service: the client that they name counts, and that of others does not.

use std::{net::IpAddr, str::FromStr};

use axum::http::HeaderMap;

/// A network, or one address, of proxies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proxy {
    address: IpAddr,
    /// How many bits of the address all of them share.
    shared: u32,
}

/// A text that is neither an address nor a network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is neither an address nor a network such as 10.0.0.0/8")]
pub struct NoProxy(String);

impl FromStr for Proxy {
    type Err = NoProxy;

    fn from_str(text: &str) -> Result<Self, NoProxy> {
        let wrong = || NoProxy(text.to_owned());
        let (address, shared) = text.split_once('/').map_or((text, None), |(one, two)| (one, Some(two)));
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let shared = shared.map_or(Ok(all), |shared| shared.trim().parse().map_err(|_| wrong()))?;
        if shared > all { Err(wrong()) } else { Ok(Self { address, shared }) }
    }
}

impl Proxy {
    fn has(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                (own.to_bits() ^ other.to_bits()).checked_shr(32 - self.shared).unwrap_or_default() == 0
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                (own.to_bits() ^ other.to_bits()).checked_shr(128 - self.shared).unwrap_or_default() == 0
            }
            _ => false,
        }
    }
}

/// The address of the client: the one at the other end of the connection or, where that is a proxy, the last that no
/// proxy has. What stands before it in the header anybody may have written.
pub(super) fn asker(peer: IpAddr, headers: &HeaderMap, proxies: &[Proxy]) -> IpAddr {
    let is_proxy = |address: IpAddr| proxies.iter().any(|proxy| proxy.has(address));
    let mut asker = peer;
    let lines = headers.get_all("x-forwarded-for").iter().rev().map(|line| line.to_str().unwrap_or("?"));
    for address in lines.flat_map(|line| line.rsplit(',')) {
        if !is_proxy(asker) {
            break;
        }
        let Some(before) = parse(address.trim()) else { break };
        asker = before;
    }
    asker
}

/// An address, perhaps with a port behind it.
fn parse(text: &str) -> Option<IpAddr> {
    let alone = text.trim_start_matches('[').trim_end_matches(']').parse().ok();
    alone.or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(peer: &str, lines: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let proxies: Vec<Proxy> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        asker(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn what_a_proxy_says_counts_only_where_it_is_named() {
        let said = ["203.0.113.9"];
        assert_eq!(found("192.0.2.1", &said, &[]), "192.0.2.1");
        assert_eq!(found("192.0.2.1", &said, &["192.0.2.2"]), "192.0.2.1");
        assert_eq!(found("192.0.2.1", &said, &["192.0.2.0/24"]), "203.0.113.9");
        assert_eq!(found("::ffff:192.0.2.1", &said, &["192.0.2.1"]), "203.0.113.9");
        assert_eq!(found("fd00::1", &["[2001:db8::5]:4711"], &["fd00::/8"]), "2001:db8::5");
    }

    #[test]
    fn what_the_asker_wrote_itself_does_not_count() {
        let proxies = ["10.0.0.0/8"];
        assert_eq!(found("10.0.0.1", &["198.51.100.1, 203.0.113.9, 10.0.0.2"], &proxies), "203.0.113.9");
        assert_eq!(found("10.0.0.1", &["198.51.100.1", "203.0.113.9"], &proxies), "203.0.113.9");
        assert_eq!(found("10.0.0.1", &["203.0.113.9, rubbish"], &proxies), "10.0.0.1");
        assert_eq!(found("10.0.0.1", &[], &proxies), "10.0.0.1");
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        for wrong in ["", "proxy", "10.0.0.0/33", "10.0.0.0/x", "::/129"] {
            assert_eq!(wrong.parse::<Proxy>(), Err(NoProxy(wrong.to_owned())));
        }
        assert!("0.0.0.0/0".parse::<Proxy>().unwrap().has([203, 0, 113, 1].into()));
    }
}
