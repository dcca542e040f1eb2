//! Listening on an address until the program has to stop.

mod bodies;
mod connections;
mod pace;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Request, Response, StatusCode, header},
};
use bodies::{Received, Sent};
use comptoir_import::read_named;
use comptoir_store::{Peer, open_files};
use connections::{Connection, Connections};
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpSocket, TcpStream, lookup_host},
    runtime::Runtime,
    signal,
    time::timeout,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

use crate::failure::{Failure, reason_of};
use pace::Paced;

/// How long a client may take to say who it is and what it wants, and may be silent between two requests.
const HEADER_TIME: Duration = Duration::from_secs(30);

/// The most bytes that a connection buffers in each direction, and so the longest head of a request.
const BUFFER_BYTES: usize = 64 << 10;

/// How many connections may wait to be taken. Where more come at once, the system drops them, and their clients try again
/// after a second: with the 1 024 of the standard library a thousand idle strangers made `/health` that slow.
const BACKLOG: u32 = 4_096;

/// How long answers under way may take once the program has to stop.
const FAREWELL: Duration = Duration::from_secs(4);

/// How long threads that block may take after that: their statements are interrupted.
const INTERRUPTED: Duration = Duration::from_secs(2);

/// When the program ends after it was asked to stop, whatever runs: SQLite loses nothing that is committed. Container
/// engines kill after ten seconds.
const LAST_MOMENT: Duration = Duration::from_secs(9);

/// The answer to a client when there is no room for it or for others of its address.
const NO_ROOM: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// The pause after a connection could not be accepted: the system may be out of handles for a moment.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// A certificate and its key, as PEM files.
pub(crate) struct Tls {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

/// A listening socket at the first of the addresses that can be opened.
async fn bind(address: &str) -> std::io::Result<TcpListener> {
    let mut failure = std::io::ErrorKind::InvalidInput.into();
    for address in lookup_host(address).await? {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        // A port whose last connections are not forgotten yet; on Windows the same would share a port with others.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        match socket.bind(address).and_then(|()| socket.listen(BACKLOG)) {
            Ok(listener) => return Ok(listener),
            Err(error) => failure = error,
        }
    }
    Err(failure)
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
            let facts = vec![("address", address.to_owned()), reason_of(&error)];
            Failure::new(if syntax { "listen-syntax" } else { "listen" }, facts)
        };
        let runtime = Runtime::new().map_err(failed)?;
        let socket = runtime.block_on(bind(address)).map_err(failed)?;
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

    /// Serves until Ctrl+C or a polite request to end; answers under way are finished when that takes seconds.
    /// `closing` ends those that would go on for ever.
    pub(super) fn serve(self, routes: &Router, closing: impl FnOnce()) {
        let Self { runtime, socket, tls, .. } = self;
        // What can be worked out once is not worked out for each request.
        let routes = routes.clone().with_state(());
        runtime.block_on(async {
            let under_way = GracefulShutdown::new();
            tokio::select! {
                () = accept(&socket, tls.as_ref(), &routes, &under_way) => {}
                () = stop_requested() => {}
            }
            drop(socket);
            std::thread::spawn(|| {
                std::thread::sleep(LAST_MOMENT);
                std::process::exit(0);
            });
            closing();
            let _ = timeout(FAREWELL, under_way.shutdown()).await;
        });
        runtime.shutdown_timeout(INTERRUPTED);
    }
}

/// Accepts connections for ever.
async fn accept(
    socket: &TcpListener,
    tls: Option<&TlsAcceptor>,
    routes: &Router,
    under_way: &GracefulShutdown,
) {
    let connections = Connections::among(open_files());
    loop {
        let Ok((stream, peer)) = socket.accept().await else {
            connections.close_one();
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        let Some(connection) = connections.open(peer.ip()) else {
            // The socket's own buffer takes it, or the client hears nothing.
            let _ = stream.try_write(NO_ROOM);
            continue;
        };
        let (routes, tls, watcher) = (routes.clone(), tls.cloned(), under_way.watcher());
        tokio::spawn(async move {
            let peer = Peer(peer.ip());
            tokio::select! {
                () = greet(stream, tls, routes, peer, &connection, watcher) => {}
                () = connection.closing() => {}
            }
        });
    }
}

/// Serves one connection, after the handshake where there is one.
async fn greet(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    routes: Router,
    peer: Peer,
    connection: &Connection,
    watcher: Watcher,
) {
    // Small answers leave at once.
    let _ = stream.set_nodelay(true);
    match tls {
        None => converse(stream, routes, peer, connection, watcher).await,
        Some(tls) => {
            // A client that cannot shake hands gets no answer: it would not understand one.
            if let Ok(Ok(stream)) = timeout(HEADER_TIME, tls.accept(stream)).await {
                converse(stream, routes, peer, connection, watcher).await;
            }
        }
    }
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    routes: Router,
    peer: Peer,
    connection: &Connection,
    watcher: Watcher,
) {
    let routes = TowerToHyperService::new(routes);
    let activity = connection.activity();
    let answer = service_fn(|request: Request<Incoming>| {
        let activity = Arc::clone(activity);
        let mut request = request.map(|body| Body::new(Received::new(body, &activity)));
        request.extensions_mut().insert(peer);
        let answer = routes.call(request);
        async move {
            // Routes are infallible: what goes wrong is an answer.
            let response = answer.await.unwrap_or_else(|never| match never {});
            let response = if activity.has_timed_out() { timed_out() } else { response };
            Ok::<_, std::convert::Infallible>(response.map(|body| Sent::new(body, activity)))
        }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_buf_size(BUFFER_BYTES)
        .serve_connection(TokioIo::new(Box::pin(Paced::new(stream, activity))), answer);
    // A connection that breaks is its client's affair.
    let _ = watcher.watch(serving).await;
}

/// The answer to a request whose body did not come in time.
fn timed_out() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

fn acceptor(tls: &Tls) -> Result<TlsAcceptor, Failure> {
    let failed = |path: &Path, reason: String| {
        Failure::new("tls", vec![("path", path.display().to_string()), ("reason", reason)])
    };
    let read = |path: &Path| read_named(path).map_err(|error| failed(path, reason_of(&error).1));
    let certificates = CertificateDer::pem_slice_iter(&read(&tls.certificate)?)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| failed(&tls.certificate, "no-pem".to_owned()))?;
    if certificates.is_empty() {
        return Err(failed(&tls.certificate, "no-pem".to_owned()));
    }
    let key =
        PrivateKeyDer::from_pem_slice(&read(&tls.key)?).map_err(|_| failed(&tls.key, "no-pem".to_owned()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(&tls.certificate, error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .map_err(|error| failed(&tls.certificate, certificate_reason(&error)))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Why a certificate and its key cannot be used, by its name in the catalogues or in the words of the library.
fn certificate_reason(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InconsistentKeys(_) => "other-key".to_owned(),
        other => other.to_string(),
    }
}

async fn stop_requested() {
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
