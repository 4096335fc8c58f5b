//! The browsers and what leads them.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

use crate::world::Browser;

/// A browser by its engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
}

/// The driver of an open browser.
pub(crate) struct Led {
    driver: Child,
    at: SocketAddr,
    profile: TempDir,
}

impl Engine {
    /// Starts a driver, and by it a browser with a fresh profile. A driver takes any port for one protocol and then needs
    /// the same for the other, and where that one is taken it ends: another one has better luck.
    pub(crate) async fn start(self) -> (Client, Led) {
        for _ in 0..2 {
            match self.try_start().await {
                Ok(started) => return started,
                Err(why) => eprintln!("no browser ({why}); another try"),
            }
        }
        self.try_start().await.unwrap_or_else(|why| panic!("no browser: {why}"))
    }

    async fn try_start(self) -> Result<(Client, Led), String> {
        let profile = tempfile::tempdir().expect("a folder");
        let mut driver = self
            .driver()
            // The page's days are those of the browser's zone, and the tests' those of this one, wherever they run.
            .env("TZ", "UTC")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the driver is installed; `cargo xtask test` sees to that");
        let mut output =
            BufReader::new(driver.stdout.take().expect("its output is ours")).lines().map_while(Result::ok);
        let mut said = String::new();
        let port = output.find_map(|line| {
            said += &line;
            self.port(&line)
        });
        let Some(port) = port else {
            driver.wait().expect("the driver ended");
            return Err(format!("the driver says no port: {said}"));
        };
        // Who writes to a pipe that nobody reads stops when it is full.
        std::thread::spawn(move || output.for_each(drop));
        let led = Led { driver, at: ([127, 0, 0, 1], port).into(), profile };
        let begun = ClientBuilder::new(HttpConnector::new())
            .capabilities(self.capabilities(&led.profile))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await;
        let client = match begun {
            Ok(client) => client,
            Err(why) => {
                led.end();
                return Err(why.to_string());
            }
        };
        // Firefox takes no size when it starts.
        client.set_window_size(1440, 900).await.expect("a window");
        Ok((client, led))
    }

    fn driver(self) -> Command {
        match self {
            Self::Chromium => {
                let mut command = Command::new("chromedriver");
                command.arg("--port=0");
                command
            }
            Self::Firefox => {
                let mut command = Command::new("geckodriver");
                // Port 0 is any for the driver, and any for what it talks to the browser by.
                command.args(["--port", "0", "--binary"]).arg(firefox());
                command
            }
        }
    }

    fn port(self, line: &str) -> Option<u16> {
        let after = match self {
            Self::Chromium => line.split_once("successfully on port ")?.1.trim_end_matches('.'),
            Self::Firefox => line.split_once("Listening on 127.0.0.1:")?.1,
        };
        after.trim().parse().ok()
    }

    fn capabilities(self, profile: &TempDir) -> Map<String, Value> {
        let capabilities = match self {
            Self::Chromium => json!({
                "goog:chromeOptions": {"args": [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    "--autoplay-policy=no-user-gesture-required",
                    "--window-size=1440,900",
                    format!("--user-data-dir={}", profile.path().display()),
                ]},
                "goog:loggingPrefs": {"browser": "ALL"},
            }),
            Self::Firefox => json!({
                "moz:firefoxOptions": {"args": ["-headless"], "prefs": {
                    "intl.accept_languages": "en-US",
                    "media.autoplay.default": 0,
                    "network.captive-portal-service.enabled": false,
                    "network.connectivity-service.enabled": false,
                }},
            }),
        };
        let Value::Object(capabilities) = capabilities else { unreachable!("it is an object") };
        capabilities
    }
}

/// Debian's, or whatever is there.
fn firefox() -> String {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found = ["firefox-esr", "firefox"].iter().flat_map(|name| {
        std::env::split_paths(&path).map(|folder| folder.join(name)).filter(|file| file.is_file()).collect::<Vec<_>>()
    });
    found.next().map_or_else(|| "firefox".to_owned(), |file| file.display().to_string())
}

impl Led {
    /// The browser is closed; its driver goes as well.
    pub(crate) fn end(mut self) {
        self.driver.kill().expect("the driver ends");
        self.driver.wait().expect("the driver ended");
    }
}

impl Browser {
    /// Asks Chromium for something that its driver has no word for.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.asks_driver("goog/cdp/execute", &json!({"cmd": command, "params": parameters})).await
    }

    /// What Chromium's console said since it was asked last: warnings and errors, ours and the browser's.
    pub(crate) async fn console(&self) -> Vec<String> {
        let said = self.asks_driver("se/log", &json!({"type": "browser"})).await;
        let said = said.as_array().expect("a list of what was said").iter();
        said.filter(|it| it["level"] != "INFO" && it["level"] != "DEBUG").map(|it| it["message"].to_string()).collect()
    }

    async fn asks_driver(&self, what: &str, body: &Value) -> Value {
        let session = self.client.session_id().await.expect("a driver").expect("a session");
        let body = body.to_string();
        let head = format!(
            "POST /session/{session}/{what} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.led.at,
            body.len()
        );
        let mut driver = BufStream::new(TcpStream::connect(self.led.at).await.expect("the driver listens"));
        driver.write_all((head + &body).as_bytes()).await.expect("it goes out");
        driver.flush().await.expect("it goes out");
        // The driver says how long its answer is and leaves the line open after it.
        let (mut status, mut line, mut length) = (String::new(), String::new(), 0);
        driver.read_line(&mut status).await.expect("an answer");
        while line != "\r\n" {
            line.clear();
            driver.read_line(&mut line).await.expect("a head");
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut answer = vec![0; length];
        driver.read_exact(&mut answer).await.expect("a whole answer");
        let answer: Value = serde_json::from_slice(&answer).expect("an answer in JSON");
        assert!(status.contains(" 200 "), "{what}: {status}{answer}");
        answer["value"].clone()
    }
}
