//! Compresses the dashboard's files once, at build time: two thirds of their size stay out of the program, and most
//! browsers get these bytes as they are.

use std::{
    collections::hash_map::DefaultHasher,
    env, fs,
    hash::{Hash, Hasher},
    io::{self, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

const FOLDER: &str = "assets";

/// Below this size compression saves nothing.
const SMALLEST_BYTES: usize = 512;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={FOLDER}");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let mut paths = vec![];
    collect(Path::new(FOLDER), &mut paths)?;
    // The program finds a file by binary search.
    paths.sort();
    let mut table = vec![];
    writeln!(table, "&[")?;
    for (place, path) in paths.iter().enumerate() {
        let content = fs::read(Path::new(FOLDER).join(path))?;
        let (bytes, compressed) = smallest(&content)?;
        let name = format!("asset-{place}");
        fs::write(out.join(&name), bytes)?;
        let tag = tag(&content);
        let media_type = media_type(path);
        writeln!(
            table,
            "    Asset {{ path: {path:?}, tag: {tag:?}, media_type: {media_type:?}, compressed: {compressed}, \
             bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\")) }},"
        )?;
    }
    writeln!(table, "]")?;
    fs::write(out.join("assets.rs"), table)
}

/// All files but notes for readers and types for editors, as paths with `/` below the folder.
fn collect(folder: &Path, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
            continue;
        }
        let below = path.strip_prefix(FOLDER).map_err(io::Error::other)?;
        let name = below.to_string_lossy().replace('\\', "/");
        if !matches!(extension(&name), "md" | "ts") {
            paths.push(name);
        }
    }
    Ok(())
}

/// The file as gzip packs it, where that is smaller.
fn smallest(content: &[u8]) -> io::Result<(Vec<u8>, bool)> {
    if content.len() >= SMALLEST_BYTES {
        let mut encoder = GzEncoder::new(vec![], Compression::best());
        encoder.write_all(content)?;
        let packed = encoder.finish()?;
        if packed.len() < content.len() {
            return Ok((packed, true));
        }
    }
    Ok((content.to_vec(), false))
}

/// A weak entity tag: the same file is sent compressed or not.
fn tag(content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("W/\"{:016x}{:08x}\"", hasher.finish(), content.len())
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn media_type(path: &str) -> &'static str {
    match extension(path) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "LICENSE" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
