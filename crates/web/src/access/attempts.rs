//! How often a password may be tried: by one address, and by all together.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    time::{Duration, Instant},
};

use parking_lot::Mutex;

/// How many tries may follow each other at once, and after how long each is given back.
struct Pace {
    at_once: u32,
    pause: Duration,
}

const OF_ONE: Pace = Pace { at_once: 5, pause: Duration::from_secs(12) };
const OF_ALL: Pace = Pace { at_once: 100, pause: Duration::from_millis(600) };

/// From how many addresses on those are forgotten that may try as often as any.
const ADDRESSES: usize = 1_000;

/// The tries of late.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<State>);

/// For each the moment at which all its tries are given back.
#[derive(Debug, Default)]
struct State {
    all: Option<Instant>,
    each: HashMap<IpAddr, Instant>,
}

impl Attempts {
    /// Counts a try.
    ///
    /// # Errors
    /// How long to wait, when there were too many.
    pub(super) fn charge(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let mut state = self.0.lock();
        if state.each.len() >= ADDRESSES {
            state.each.retain(|_, until| *until > now);
        }
        let address = network(address);
        let of_one = OF_ONE.charged(state.each.get(&address).copied(), now)?;
        let of_all = OF_ALL.charged(state.all, now)?;
        state.all = Some(of_all);
        state.each.insert(address, of_one);
        Ok(())
    }

    /// Takes back a try that was right.
    pub(super) fn give_back(&self, address: IpAddr) {
        let mut state = self.0.lock();
        if let Some(until) = &mut state.all {
            *until -= OF_ALL.pause;
        }
        if let Some(until) = state.each.get_mut(&network(address)) {
            *until -= OF_ONE.pause;
        }
    }
}

impl Pace {
    fn charged(&self, until: Option<Instant>, now: Instant) -> Result<Instant, Duration> {
        let until = until.map_or(now, |until| until.max(now)) + self.pause;
        let wait = (until - now).saturating_sub(self.pause * self.at_once);
        if wait.is_zero() { Ok(until) } else { Err(wait) }
    }
}

/// One subscriber has a whole network of IPv6 addresses.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "192.0.2.1";

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_tries_five_times_and_then_once_in_a_while() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..5 {
            assert_eq!(attempts.charge(address(HOME), now), Ok(()));
        }
        assert_eq!(attempts.charge(address(HOME), now), Err(OF_ONE.pause));
        assert_eq!(attempts.charge(address("192.0.2.2"), now), Ok(()));
        assert_eq!(attempts.charge(address(HOME), now + OF_ONE.pause), Ok(()));
    }

    #[test]
    fn right_tries_do_not_count() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..1_000 {
            assert_eq!(attempts.charge(address(HOME), now), Ok(()));
            attempts.give_back(address(HOME));
        }
    }

    #[test]
    fn many_addresses_together_are_held_back_too() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let tries = (0..200).map(|last| attempts.charge(IpAddr::from([198, 51, 100, last]), now));
        assert_eq!(tries.flatten().count(), OF_ALL.at_once as usize);
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        assert_eq!(network(address("2001:db8::1")), network(address("2001:db8::ffff:1")));
        assert_ne!(network(address("2001:db8::1")), network(address("2001:db8:0:1::1")));
        assert_eq!(network(address("::ffff:192.0.2.1")), address(HOME));
    }
}
