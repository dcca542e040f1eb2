//! Compresses the long texts that the program carries and rarely needs: notices of licences, the demonstration's sales.

use std::{
    env, fs,
    io::{self, Write},
    path::Path,
};

use flate2::{Compression, write::GzEncoder};

fn main() -> io::Result<()> {
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    for path in ["notices.txt", "../../examples/demo/sales.csv"].map(Path::new) {
        println!("cargo::rerun-if-changed={}", path.display());
        let mut encoder = GzEncoder::new(vec![], Compression::best());
        encoder.write_all(&fs::read(path)?)?;
        let name = path.with_added_extension("gz");
        fs::write(Path::new(&out).join(name.file_name().unwrap_or_default()), encoder.finish()?)?;
    }
    Ok(())
}
