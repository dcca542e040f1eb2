//! The open connections: how many there are, whose they are, and which of them makes room for a new one.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use tokio::sync::Notify;

/// How many connections are open at once, at most.
const TOTAL: usize = 768;

/// How many of them one address may have: enough for all the browsers behind a proxy or the gateway of a container
/// network, and still a third of the room is left to others.
const OF_ONE_ADDRESS: usize = 512;

/// How many there may be at least.
const LEAST: usize = 6;

/// No request is under way.
const IDLE: u8 = 0;
/// A request's body is being received.
const RECEIVING: u8 = 1;
/// A request is being answered.
const ANSWERING: u8 = 2;

/// An answer whose reader has paused for so long may make room for others.
const READER_PAUSE: Duration = Duration::from_secs(2);

/// The open connections of a listener.
#[derive(Clone)]
pub(super) struct Connections {
    open: Arc<Mutex<HashMap<u64, Arc<Activity>>>>,
    total: usize,
}

/// One open connection; it is counted until this is dropped.
pub(super) struct Connection {
    number: u64,
    activity: Arc<Activity>,
    connections: Connections,
}

/// The state of a connection.
pub(super) struct Activity {
    network: IpAddr,
    phase: AtomicU8,
    /// When it began to do that.
    since: Mutex<Instant>,
    /// Bytes of the body received so far.
    received: AtomicU64,
    timed_out: AtomicBool,
    /// Since when its reader has taken nothing.
    left_lying: Mutex<Option<Instant>>,
    closing: Notify,
}

impl Connections {
    /// No connections yet, of a process that may have so many files open: half of them are left to the database.
    pub(super) fn among(open_files: usize) -> Self {
        Self { open: Arc::default(), total: TOTAL.min(open_files / 2).max(LEAST) }
    }

    /// How many one address may have.
    fn of_one_address(&self) -> usize {
        self.total * OF_ONE_ADDRESS / TOTAL
    }

    /// Counts a new connection. Where there is no room, one without a request is closed for it, else the one whose
    /// request arrives most slowly, else one whose reader sleeps; `None` when all are busy.
    pub(super) fn open(&self, address: IpAddr) -> Option<Connection> {
        let network = network(address);
        let mut open = self.lock();
        let of_network = open.values().filter(|one| one.network == network).count();
        let victim = if of_network >= self.of_one_address() {
            Some(weakest(&open, network)?)
        } else if open.len() >= self.total {
            Some(weakest(&open, largest(&open))?)
        } else {
            None
        };
        if let Some(closed) = victim.and_then(|number| open.remove(&number)) {
            closed.closing.notify_one();
        }
        let number = (0..=self.total as u64).find(|number| !open.contains_key(number))?;
        let activity = Arc::new(Activity::new(network));
        open.insert(number, Arc::clone(&activity));
        Some(Connection { number, activity, connections: self.clone() })
    }

    /// Closes one connection without a request, when there is one: the system has run out of handles.
    pub(super) fn close_one(&self) {
        let mut open = self.lock();
        let victim = weakest(&open, largest(&open));
        if let Some(closed) = victim.and_then(|number| open.remove(&number)) {
            closed.closing.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Arc<Activity>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The network that has most connections.
fn largest(open: &HashMap<u64, Arc<Activity>>) -> IpAddr {
    let mut counts: HashMap<IpAddr, usize> = HashMap::new();
    for one in open.values() {
        *counts.entry(one.network).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map_or(Ipv6Addr::UNSPECIFIED.into(), |(network, _)| network)
}

/// The connection of a network that is closed first: the longest idle, else the slowest sender.
fn weakest(open: &HashMap<u64, Arc<Activity>>, network: IpAddr) -> Option<u64> {
    // One moment for all, so that the order is that of their arrival.
    let now = Instant::now();
    let candidates = open.iter().filter(|(_, one)| one.network == network);
    let ranked = candidates.filter_map(|(number, one)| Some((one.rank(now)?, *number)));
    ranked.min_by(|(one, _), (other, _)| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))).map(|(_, n)| n)
}

/// One subscriber has a whole network of IPv6 addresses.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        address @ IpAddr::V4(_) => address,
    }
}

impl Connection {
    /// What it is doing.
    pub(super) fn activity(&self) -> &Arc<Activity> {
        &self.activity
    }

    /// Waits until it has to make room for another one.
    pub(super) async fn closing(&self) {
        self.activity.closing.notified().await;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut open = self.connections.lock();
        // Where it was closed for another one, that one may have its number.
        if open.get(&self.number).is_some_and(|one| Arc::ptr_eq(one, &self.activity)) {
            open.remove(&self.number);
        }
    }
}

impl Activity {
    pub(super) fn new(network: IpAddr) -> Self {
        Self {
            network,
            phase: AtomicU8::new(IDLE),
            since: Mutex::new(Instant::now()),
            received: AtomicU64::new(0),
            timed_out: AtomicBool::new(false),
            left_lying: Mutex::new(None),
            closing: Notify::new(),
        }
    }

    /// A request's body begins.
    pub(super) fn receives(&self) {
        self.received.store(0, Relaxed);
        self.enter(RECEIVING);
    }

    /// Bytes of the body have come.
    pub(super) fn received(&self, bytes: usize) {
        self.received.fetch_add(bytes as u64, Relaxed);
    }

    /// The request is there as a whole.
    pub(super) fn answers(&self) {
        self.enter(ANSWERING);
    }

    /// The answer has been sent.
    pub(super) fn rests(&self) {
        self.enter(IDLE);
    }

    /// The request's body did not come in time.
    pub(super) fn times_out(&self) {
        self.timed_out.store(true, Relaxed);
    }

    /// Whether a request's body did not come in time.
    pub(super) fn has_timed_out(&self) -> bool {
        self.timed_out.load(Relaxed)
    }

    /// The reader of an answer takes nothing.
    pub(super) fn is_left_lying(&self) {
        *self.left_lying.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// The reader goes on.
    pub(super) fn is_read(&self) {
        *self.left_lying.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn enter(&self, phase: u8) {
        *self.since.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.phase.store(phase, Relaxed);
    }

    /// How early it is closed for another one: the lowest first. `None` while it is answered and reads.
    fn rank(&self, now: Instant) -> Option<(u8, f64)> {
        let since = *self.since.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = now.saturating_duration_since(since).as_secs_f64();
        match self.phase.load(Relaxed) {
            IDLE => Some((IDLE, -seconds)),
            RECEIVING => Some((RECEIVING, self.received.load(Relaxed) as f64 / seconds.max(0.001))),
            _ => {
                let since = *self.left_lying.lock().unwrap_or_else(PoisonError::into_inner);
                let pause = now.saturating_duration_since(since?);
                (pause >= READER_PAUSE).then(|| (ANSWERING, -pause.as_secs_f64()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    fn is_closed(connection: &Connection) -> bool {
        !connection.connections.lock().values().any(|one| Arc::ptr_eq(one, &connection.activity))
    }

    #[test]
    fn the_longest_idle_connection_makes_room_for_a_new_one_of_its_address() {
        let connections = Connections::among(8_192);
        let mut open: Vec<_> = (0..OF_ONE_ADDRESS).filter_map(|_| connections.open(HOME)).collect();
        open[0].activity().answers();
        open[1].activity().receives();
        let other = connections.open(OTHER).unwrap();
        open.push(connections.open(HOME).unwrap());
        assert!(is_closed(&open[2]));
        assert!(![&open[0], &open[1], &open[3], &other].into_iter().any(is_closed));
    }

    #[test]
    fn when_all_is_full_the_address_with_most_connections_makes_room() {
        let connections = Connections::among(8_192);
        let other: Vec<_> = (0..TOTAL - OF_ONE_ADDRESS).filter_map(|_| connections.open(OTHER)).collect();
        let home: Vec<_> = (0..OF_ONE_ADDRESS).filter_map(|_| connections.open(HOME)).collect();
        assert!(connections.open("198.51.100.7".parse().unwrap()).is_some());
        assert!(!other.iter().any(is_closed));
        assert_eq!(home.iter().filter(|one| is_closed(one)).count(), 1);
    }

    #[test]
    fn the_slowest_sender_goes_when_none_is_idle_and_nobody_who_is_answered() {
        let connections = Connections::among(8_192);
        let open: Vec<_> = (0..OF_ONE_ADDRESS).filter_map(|_| connections.open(HOME)).collect();
        for (at, one) in open.iter().enumerate() {
            one.activity().receives();
            one.activity().received(if at == 7 { 1 } else { 1_000_000 });
        }
        let new = connections.open(HOME).unwrap();
        assert!(is_closed(&open[7]));
        for one in open.iter().chain([&new]) {
            one.activity().answers();
        }
        assert!(connections.open(HOME).is_none());
        drop(new);
        assert!(connections.open(HOME).is_some());
    }

    #[test]
    fn where_few_files_may_be_open_half_of_them_are_left_to_the_database() {
        for (open_files, total) in [(16, 8), (64, 32), (128, 64), (256, 128), (1_024, 512), (8_192, TOTAL)] {
            let connections = Connections::among(open_files);
            let open: Vec<_> = [HOME, OTHER]
                .into_iter()
                .cycle()
                .take(2 * TOTAL)
                .filter_map(|address| connections.open(address))
                .collect();
            assert_eq!(open.iter().filter(|one| !is_closed(one)).count(), total, "{open_files}");
        }
    }
}
