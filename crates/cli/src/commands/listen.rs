//! Listening on an address until the program is told to stop.

use std::net::SocketAddr;

use axum::Router;
use tokio::{net::TcpListener, runtime::Runtime, signal};

use crate::failure::Failure;

/// A socket that is open already, with what runs its connections.
pub(super) struct Listener {
    runtime: Runtime,
    socket: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Opens `address` (`HOST:PORT`; port 0 takes a free one).
    ///
    /// # Errors
    /// When it is no address, or cannot be opened: another program may have it.
    pub(super) fn open(address: &str) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| {
            let syntax = error.kind() == std::io::ErrorKind::InvalidInput;
            let facts = vec![("address", address.to_owned()), ("reason", error.to_string())];
            Failure::new(if syntax { "listen-syntax" } else { "listen" }, facts)
        };
        let runtime = Runtime::new().map_err(failed)?;
        let socket = runtime.block_on(TcpListener::bind(address)).map_err(failed)?;
        let address = socket.local_addr().map_err(failed)?;
        Ok(Self { runtime, socket, address })
    }

    /// Whether only this machine can reach it.
    pub(super) fn is_local(&self) -> bool {
        self.address.ip().is_loopback()
    }

    /// The address, as a browser takes it.
    pub(super) fn url(&self) -> String {
        match self.address.ip() {
            ip if ip.is_loopback() || ip.is_unspecified() => {
                format!("http://localhost:{}", self.address.port())
            }
            _ => format!("http://{}", self.address),
        }
    }

    /// Serves until Ctrl+C or a polite request to end; answers under way are finished.
    pub(super) fn serve(self, routes: Router) -> Result<(), Failure> {
        let service = axum::serve(self.socket, routes).with_graceful_shutdown(told_to_stop());
        self.runtime
            .block_on(service.into_future())
            .map_err(|error| Failure::new("unexpected", vec![("reason", error.to_string())]))
    }
}

async fn told_to_stop() {
    #[cfg(unix)]
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => terminate.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<Option<()>>();
    tokio::select! {
        _ = signal::ctrl_c() => {}
        _ = terminated => {}
    }
}
