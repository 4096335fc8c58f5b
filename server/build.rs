//! Takes the built page into the program, compressed ahead.
//!
//! The page is read from `dist/` at the workspace's root, or from the folder that `CALL_RECORDS_DIST` names. Without
//! one the program serves a note that says how to build it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

const NO_PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Call records</title>\
    <h1>Call records</h1><p>This server was built without its page. Run <code>trunk build --release</code>, then build \
    the server again; or run <code>cargo xtask start</code>, which does both.</p>";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-env-changed=CALL_RECORDS_DIST");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("..");
    let dist = env::var("CALL_RECORDS_DIST").map_or_else(|_| root.join("dist"), PathBuf::from);
    println!("cargo::rerun-if-changed={}", dist.display());
    let mut files = BTreeMap::new();
    if dist.join("index.html").is_file() {
        collect(&dist, "", &mut files)?;
    } else {
        files.insert("index.html".to_owned(), NO_PAGE.as_bytes().to_vec());
    }
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    // A debug build is for the loop: compressing megabytes of debug wasm well takes longer than building it.
    let thorough = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let mut list = String::from("static ASSETS: &[Asset] = &[\n");
    for (number, (path, bytes)) in files.iter().enumerate() {
        list.push_str(&asset(&out, number, path, bytes, thorough)?);
    }
    list.push_str("];\n");
    fs::write(out.join("assets.rs"), list)
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if !name.starts_with('.') {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

fn asset(out: &Path, number: usize, path: &str, bytes: &[u8], thorough: bool) -> io::Result<String> {
    let digest = Sha256::digest(bytes);
    let etag = digest.iter().take(12).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    let keep = |kind: &str, bytes: &[u8]| -> io::Result<String> {
        let file = out.join(format!("asset-{number}.{kind}"));
        fs::write(&file, bytes)?;
        Ok(format!("include_bytes!({:?})", file.display().to_string()))
    };
    let plain = keep("plain", bytes)?;
    let mut brotli = "None".to_owned();
    let mut gzip = "None".to_owned();
    if bytes.len() > 256 && is_compressible(path) {
        let mut packed = Vec::new();
        let quality = if thorough { 11 } else { 3 };
        brotli::CompressorWriter::new(&mut packed, 65_536, quality, 24).write_all(bytes)?;
        brotli = format!("Some({})", keep("br", &packed)?);
        let level = if thorough { flate2::Compression::best() } else { flate2::Compression::fast() };
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), level);
        packer.write_all(bytes)?;
        gzip = format!("Some({})", keep("gz", &packer.finish()?)?);
    }
    Ok(format!(
        "Asset {{ path: {path:?}, media_type: {:?}, etag: \"\\\"{etag}\\\"\", plain: {plain}, brotli: {brotli}, gzip: {gzip} }},\n",
        media_type(path)
    ))
}

fn extension(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

fn is_compressible(path: &str) -> bool {
    matches!(extension(path), "html" | "js" | "css" | "wasm" | "svg" | "json" | "txt" | "webmanifest" | "ico")
}

fn media_type(path: &str) -> &'static str {
    match extension(path) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
