//! The two sides of the seam.

use std::{net::SocketAddr, sync::Arc};

use comptoir_store::{Access, Credentials, Database, Embedded, Remote, router};
use tokio::{net::TcpListener, runtime::Runtime};

/// A Database Service on a free port, and the client's side of it.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    pub(crate) database: Arc<Embedded>,
    _runtime: Runtime,
    pub(crate) folder: tempfile::TempDir,
}

impl Served {
    pub(crate) fn new(token: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Arc::new(Embedded::open(&folder.path().join("shop.db")).unwrap());
        let runtime = Runtime::new().unwrap();
        let socket = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = socket.local_addr().unwrap();
        let access = Access { token: token.map(str::to_owned), origins: vec![] };
        let routes = router(Arc::clone(&database), access);
        runtime.spawn(async move { axum::serve(socket, routes).await });
        Self { address, database, _runtime: runtime, folder }
    }

    /// A client with that token.
    pub(crate) fn client(&self, token: Option<&str>) -> Remote {
        let credentials = Credentials { token: token.map(str::to_owned), authorities: None };
        Remote::new(&self.url(), &credentials).unwrap()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// Tells the same story to a file and to a service.
pub(crate) fn on_both_sides(story: impl Fn(&Arc<dyn Database>)) {
    let folder = tempfile::tempdir().unwrap();
    let embedded: Arc<dyn Database> = Arc::new(Embedded::open(&folder.path().join("shop.db")).unwrap());
    story(&embedded);
    let served = Served::new(None);
    let remote: Arc<dyn Database> = Arc::new(served.client(None));
    story(&remote);
}
