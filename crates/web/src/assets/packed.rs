//! The dashboard's files as the build script left them: gzip's bytes where these are fewer, sent as they are to all
//! who take them.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use axum::http::{HeaderMap, header};
use flate2::read::GzDecoder;

/// A file of the dashboard.
pub(super) struct Asset {
    /// Its path below `assets/`.
    pub(super) path: &'static str,
    pub(super) tag: &'static str,
    pub(super) media_type: &'static str,
    compressed: bool,
    bytes: &'static [u8],
}

/// All files, by path.
pub(super) static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

impl Asset {
    pub(super) fn find(path: &str) -> Option<&'static Self> {
        let index = ASSETS.binary_search_by_key(&path, |asset| asset.path).ok()?;
        ASSETS.get(index)
    }

    /// The bytes that gzip made, where there are any and the request takes them.
    pub(super) fn gzip(&self, request: &HeaderMap) -> Option<&'static [u8]> {
        let accepted = request.get(header::ACCEPT_ENCODING).and_then(|encodings| encodings.to_str().ok());
        (self.compressed && accepted.is_some_and(takes_gzip)).then_some(self.bytes)
    }

    /// The file itself.
    pub(super) fn content(&self) -> io::Result<Cow<'static, [u8]>> {
        if !self.compressed {
            return Ok(Cow::Borrowed(self.bytes));
        }
        let mut content = vec![];
        GzDecoder::new(self.bytes).read_to_end(&mut content)?;
        Ok(Cow::Owned(content))
    }
}

fn takes_gzip(encodings: &str) -> bool {
    encodings.split(',').any(|encoding| {
        let mut parts = encoding.split(';').map(str::trim);
        parts.next() == Some("gzip") && parts.all(|part| part != "q=0")
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{ASSETS, Asset, takes_gzip};

    #[test]
    fn gzip_is_given_to_those_who_take_it() {
        assert!(takes_gzip("gzip, deflate, br") && takes_gzip("br;q=1.0, gzip;q=0.5"));
        assert!(!takes_gzip("br, gzip;q=0") && !takes_gzip("identity"));
    }

    #[test]
    fn every_file_comes_out_as_it_is_in_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        for asset in ASSETS {
            let content = fs::read(folder.join(asset.path)).unwrap();
            assert!(asset.content().unwrap() == content, "{}", asset.path);
            assert!(Asset::find(asset.path).is_some_and(|found| found.tag == asset.tag), "{}", asset.path);
            assert_ne!(
                asset.media_type, "application/octet-stream",
                "{}: name its type in build.rs",
                asset.path
            );
        }
        let bundle = Asset::find("vendor/echarts-6.1.0.js").unwrap();
        assert!(bundle.bytes.len() * 2 < bundle.content().unwrap().len());
        assert!(Asset::find("nothing.js").is_none() && Asset::find("vendor/geo.d.ts").is_none());
    }
}
