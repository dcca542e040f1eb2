//! Listening on an address until the program is told to stop.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum::{Extension, Router};
use comptoir_store::Peer;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
    signal,
    sync::Semaphore,
    time::timeout,
};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

use crate::failure::Failure;

/// How many connections are open at once; more wait to be accepted.
const CONNECTIONS: usize = 1_024;

/// How long a client may take to say who it is and what it wants, and may be silent between two requests.
const HEADER_TIME: Duration = Duration::from_secs(30);

/// How long a client may leave an answer lying.
const READER_PAUSE: Duration = Duration::from_secs(30);

/// How long answers under way may take once the program is told to stop.
const FAREWELL: Duration = Duration::from_secs(30);

/// The pause after a connection could not be accepted: the system may be out of handles for a moment.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// A certificate and its key, as PEM files.
pub(crate) struct Tls {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

/// A socket that is open already, with what runs its connections.
pub(super) struct Listener {
    runtime: Runtime,
    socket: TcpListener,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
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
        Ok(Self { runtime, socket, address, tls: None })
    }

    /// Speaks TLS with this certificate.
    ///
    /// # Errors
    /// When a file cannot be read, or the key does not belong to the certificate.
    pub(super) fn with_tls(self, tls: &Tls) -> Result<Self, Failure> {
        Ok(Self { tls: Some(acceptor(tls)?), ..self })
    }

    /// Whether only this machine can reach it.
    pub(super) fn is_local(&self) -> bool {
        self.address.ip().is_loopback()
    }

    /// The address, as a browser takes it.
    pub(super) fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        match self.address.ip() {
            ip if ip.is_loopback() || ip.is_unspecified() => {
                format!("{scheme}://localhost:{}", self.address.port())
            }
            _ => format!("{scheme}://{}", self.address),
        }
    }

    /// Serves until Ctrl+C or a polite request to end; answers under way are finished. `closing` ends those that would go
    /// on for ever.
    pub(super) fn serve(self, routes: &Router, closing: impl FnOnce()) {
        let Self { runtime, socket, tls, .. } = self;
        runtime.block_on(async {
            let connections = Arc::new(Semaphore::new(CONNECTIONS));
            let under_way = GracefulShutdown::new();
            let mut told = std::pin::pin!(told_to_stop());
            loop {
                let accepted = async {
                    // The semaphore is never closed.
                    let room = Arc::clone(&connections).acquire_owned().await;
                    (room, socket.accept().await)
                };
                let (room, accepted) = tokio::select! {
                    () = &mut told => break,
                    accepted = accepted => accepted,
                };
                let Ok((stream, peer)) = accepted else {
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                };
                let routes = routes.clone().layer(Extension(Peer(peer.ip())));
                let (tls, watcher) = (tls.clone(), under_way.watcher());
                tokio::spawn(async move {
                    let _room = room;
                    greet(stream, tls, routes, watcher).await;
                });
            }
            drop(socket);
            closing();
            let _ = timeout(FAREWELL, under_way.shutdown()).await;
        });
        runtime.shutdown_timeout(FAREWELL);
    }
}

/// Serves one connection, after the handshake where there is one.
async fn greet(stream: TcpStream, tls: Option<TlsAcceptor>, routes: Router, watcher: Watcher) {
    // Small answers leave at once.
    let _ = stream.set_nodelay(true);
    match tls {
        None => converse(stream, routes, watcher).await,
        Some(tls) => {
            // Whoever cannot shake hands gets no answer: it would not understand one.
            if let Ok(Ok(stream)) = timeout(HEADER_TIME, tls.accept(stream)).await {
                converse(stream, routes, watcher).await;
            }
        }
    }
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    routes: Router,
    watcher: Watcher,
) {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(READER_PAUSE));
    let stream = Box::pin(stream);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes));
    // A connection that breaks is its client's affair.
    let _ = watcher.watch(connection).await;
}

fn acceptor(tls: &Tls) -> Result<TlsAcceptor, Failure> {
    let failed = |path: &Path, reason: String| {
        Failure::new("tls", vec![("path", path.display().to_string()), ("reason", reason)])
    };
    let certificates = CertificateDer::pem_file_iter(&tls.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| failed(&tls.certificate, error.to_string()))?;
    let key = PrivateKeyDer::from_pem_file(&tls.key).map_err(|error| failed(&tls.key, error.to_string()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(&tls.certificate, error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .map_err(|error| failed(&tls.certificate, error.to_string()))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
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
