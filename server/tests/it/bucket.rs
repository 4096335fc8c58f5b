//! An S3-speaking server of the tests' own.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use call_records_server::recordings::Recordings;
use tempfile::TempDir;

use crate::socket::soon;

const BUCKET: &str = "recordings";

/// A server with one bucket; killed where the test does not end it.
pub(crate) struct Bucket {
    folder: TempDir,
    address: SocketAddr,
    server: Option<Child>,
}

impl Bucket {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let address = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port");
        let mut bucket = Self { folder, address, server: None };
        bucket.begin();
        bucket.wait().await;
        bucket
    }

    /// Starts the server, and does not wait until it answers.
    pub(crate) fn begin(&mut self) {
        let mut command = Command::new(program());
        command.args(["--host", "127.0.0.1", "--port", &self.address.port().to_string()]);
        command.args(["--access-key", "key", "--secret-key", "secret"]).arg(self.folder.path());
        let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let missing = "s3s-fs is needed here; `cargo xtask test` installs it";
        self.server = Some(started.unwrap_or_else(|error| panic!("{missing}: {error}")));
    }

    pub(crate) async fn wait(&self) {
        soon("the object store", async {
            while TcpStream::connect(self.address).is_err() {
                tokio::task::yield_now().await;
            }
        })
        .await;
    }

    /// It goes away.
    pub(crate) fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // It may have ended already.
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    /// Puts other bytes in an object's place. Not by a request: this server changes bytes and tag one after the other, and
    /// whoever reads between gets the new bytes under the old tag, which no store of the real world does.
    pub(crate) fn replace(&self, object: &Path, bytes: &[u8]) {
        // Without what the server has noted, it takes the tag from the bytes.
        for entry in std::fs::read_dir(self.folder.path()).expect("the server's folder") {
            let path = entry.expect("an entry").path();
            if path.to_string_lossy().ends_with(".internal.json") {
                std::fs::remove_file(path).expect("a note that goes");
            }
        }
        replace(object, bytes);
    }

    /// What an operator sets.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        [
            ("AWS_ACCESS_KEY_ID", "key"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ENDPOINT_URL", &format!("http://{}", self.address)),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    pub(crate) fn url() -> String {
        format!("s3://{BUCKET}/kept/here")
    }

    pub(crate) fn recordings(&self, work: &Path) -> Recordings {
        Recordings::in_bucket(BUCKET, "kept/here", work, self.environment()).expect("a bucket")
    }

    /// The audio files in it.
    pub(crate) fn objects(&self) -> Vec<PathBuf> {
        fn below(folder: &Path) -> Vec<PathBuf> {
            let paths = std::fs::read_dir(folder).into_iter().flatten().map(|it| it.expect("an entry").path());
            paths.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
        }
        let all = below(&self.folder.path().join(BUCKET));
        all.into_iter().filter(|path| path.extension().is_some_and(|it| it == "wav" || it == "mp3")).collect()
    }
}

/// Puts a file with other bytes in a file's place, at once.
pub(crate) fn replace(file: &Path, bytes: &[u8]) {
    let other = file.with_extension("other");
    std::fs::write(&other, bytes).expect("a file");
    std::fs::rename(&other, file).expect("it is replaced");
}

/// From where it was installed for the tests, else from the `PATH`.
fn program() -> PathBuf {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/bin/s3s-fs");
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let cargos = home.map(|home| home.join("bin/s3s-fs"));
    [Some(ours), cargos].into_iter().flatten().find(|path| path.is_file()).unwrap_or_else(|| "s3s-fs".into())
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.stop();
    }
}
