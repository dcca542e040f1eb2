//! How often a password may be tried: by one address, or one browser that has signed in before, and by all together.

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

/// The longest time that a try waits for its turn instead of being refused.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(4);

/// From how many lanes on those are forgotten that may try as often as any.
const LANES: usize = 1_000;

/// Whose tries are counted together. A browser that has signed in before has a lane of its own, so that guesses from
/// its address do not keep it out: behind a proxy, or the gateway of a container network, all have one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Lane {
    Address(IpAddr),
    Browser([u8; 16]),
}

/// The recent attempts.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<State>);

/// For each the moment at which all its tries are given back.
#[derive(Debug, Default)]
struct State {
    addresses: Option<Instant>,
    browsers: Option<Instant>,
    each: HashMap<Lane, Instant>,
}

impl State {
    fn all(&mut self, lane: Lane) -> &mut Option<Instant> {
        match lane {
            Lane::Address(_) => &mut self.addresses,
            Lane::Browser(_) => &mut self.browsers,
        }
    }
}

impl Attempts {
    /// Counts a try; how long it has to wait for its turn.
    ///
    /// # Errors
    /// When the wait would be too long: how long.
    pub(super) fn charge(&self, lane: Lane, now: Instant) -> Result<Duration, Duration> {
        let mut state = self.0.lock();
        if state.each.len() >= LANES {
            state.each.retain(|_, until| *until > now);
        }
        let lane = lane.whole();
        let (of_one, wait) = OF_ONE.charged(state.each.get(&lane).copied(), now)?;
        let (of_all, wait_for_all) = OF_ALL.charged(*state.all(lane), now)?;
        *state.all(lane) = Some(of_all);
        state.each.insert(lane, of_one);
        Ok(wait.max(wait_for_all))
    }

    /// Takes back a try that was right.
    pub(super) fn give_back(&self, lane: Lane) {
        let mut state = self.0.lock();
        let lane = lane.whole();
        if let Some(until) = state.all(lane) {
            *until -= OF_ALL.pause;
        }
        if let Some(until) = state.each.get_mut(&lane) {
            *until -= OF_ONE.pause;
        }
    }
}

impl Lane {
    /// One subscriber has a whole network of IPv6 addresses.
    fn whole(self) -> Self {
        match self {
            Self::Address(address) => Self::Address(network(address)),
            Self::Browser(_) => self,
        }
    }
}

impl Pace {
    /// Until when all tries are given back after one more, and how long that one waits.
    fn charged(&self, until: Option<Instant>, now: Instant) -> Result<(Instant, Duration), Duration> {
        let until = until.map_or(now, |until| until.max(now)) + self.pause;
        let wait = (until - now).saturating_sub(self.pause * self.at_once);
        if wait <= LONGEST_WAIT { Ok((until, wait)) } else { Err(wait) }
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
    const AT_ONCE: Duration = Duration::ZERO;

    fn address(text: &str) -> Lane {
        Lane::Address(text.parse().unwrap())
    }

    #[test]
    fn an_address_tries_five_times_and_then_once_in_a_while() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..5 {
            assert_eq!(attempts.charge(address(HOME), now), Ok(AT_ONCE));
        }
        assert_eq!(attempts.charge(address(HOME), now), Err(OF_ONE.pause));
        assert_eq!(attempts.charge(address("192.0.2.2"), now), Ok(AT_ONCE));
        assert_eq!(attempts.charge(address(HOME), now + OF_ONE.pause), Ok(AT_ONCE));
    }

    #[test]
    fn one_waits_for_the_next_turn_and_the_others_are_refused() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..5 {
            attempts.charge(address(HOME), now).unwrap();
        }
        let later = now + (OF_ONE.pause.saturating_sub(LONGEST_WAIT));
        assert_eq!(attempts.charge(address(HOME), later), Ok(LONGEST_WAIT));
        assert_eq!(attempts.charge(address(HOME), later), Err(LONGEST_WAIT + OF_ONE.pause));
    }

    #[test]
    fn right_tries_do_not_count() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..1_000 {
            assert_eq!(attempts.charge(address(HOME), now), Ok(AT_ONCE));
            attempts.give_back(address(HOME));
        }
    }

    #[test]
    fn many_addresses_together_are_held_back_too_and_known_browsers_are_not() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let tries = (0..=255)
            .flat_map(|third| (0..8).map(move |last| Lane::Address(IpAddr::from([198, 51, third, last]))))
            .map(|lane| attempts.charge(lane, now));
        assert_eq!(tries.filter(|tried| *tried == Ok(AT_ONCE)).count(), OF_ALL.at_once as usize);
        assert!(attempts.charge(address(HOME), now).is_err());
        assert_eq!(attempts.charge(Lane::Browser([7; 16]), now), Ok(AT_ONCE));
    }

    #[test]
    fn a_browser_that_is_known_may_not_guess_faster_than_an_address() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let lane = Lane::Browser([7; 16]);
        assert_eq!((0..100).filter_map(|_| attempts.charge(lane, now).ok()).count(), 5);
    }

    #[test]
    fn a_network_of_ipv6_is_one_lane() {
        assert_eq!(address("2001:db8::1").whole(), address("2001:db8::ffff:1").whole());
        assert_ne!(address("2001:db8::1").whole(), address("2001:db8:0:1::1").whole());
        assert_eq!(address("::ffff:192.0.2.1").whole(), address(HOME));
    }
}
