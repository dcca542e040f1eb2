//! Bodies of requests to the Database Service. The first byte chooses the route, the rest is the body.
//!
//!     cargo +nightly fuzz run requests fuzz/corpus/requests fuzz/seeds/requests -- -max_total_time=10 -dict=fuzz/requests.dict

#![no_main]

use std::sync::{Arc, OnceLock};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use comptoir_store::{Access, Embedded, router};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const ROUTES: [(&str, &str); 6] = [
    ("/v2/pipeline", "application/json"),
    ("/v3/pipeline", "application/json"),
    ("/v3/cursor", "application/json"),
    ("/", "application/json"),
    ("/query", "application/json"),
    ("/load?mode=upsert", "multipart/form-data; boundary=x"),
];

struct Service {
    runtime: Runtime,
    routes: Router,
    _folder: tempfile::TempDir,
}

fn service() -> &'static Service {
    static SERVICE: OnceLock<Service> = OnceLock::new();
    SERVICE.get_or_init(|| {
        // A panic that is caught and answered is no find; what is answered with 500 is.
        std::panic::set_hook(Box::new(|_| {}));
        let folder = tempfile::tempdir().expect("a folder");
        let database = Embedded::open(&folder.path().join("fuzz.db")).expect("a database");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        Service { runtime, routes: router(Arc::new(database), Access::default()), _folder: folder }
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Some((route, body)) = bytes.split_first() else { return };
    let (path, kind) = ROUTES[*route as usize % ROUTES.len()];
    let service = service();
    service.runtime.block_on(async {
        let request = Request::post(path).header("content-type", kind).body(Body::from(body.to_vec()));
        let answer = service.routes.clone().oneshot(request.expect("a request")).await.expect("an answer");
        let status = answer.status().as_u16();
        // A body that breaks off is an answer, too.
        let _ = to_bytes(answer.into_body(), usize::MAX).await;
        if status == 500 {
            eprintln!("{path} was answered with 500");
            std::process::abort();
        }
    });
});
