//! A Chromium, led over `WebDriver` with the few commands that measuring needs.

use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::http::Client;

/// A browser with a fresh profile and the driver that leads it; both end with it.
pub(crate) struct Browser {
    driver: Child,
    client: Client,
    session: String,
}

impl Browser {
    pub(crate) fn open(profile: &std::path::Path) -> io::Result<Self> {
        let _ = std::fs::remove_dir_all(profile);
        std::fs::create_dir_all(profile)?;
        let mut driver =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let output = driver.stdout.take().ok_or_else(|| io::Error::other("the driver says nothing"))?;
        let port = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                line.split_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.').to_owned())
            })
            .ok_or_else(|| io::Error::other("the driver did not start"))?;
        let mut client = Client::connect(&format!("http://127.0.0.1:{port}"), "")?;
        let profile = format!("--user-data-dir={}", profile.canonicalize()?.display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--window-size=1440,900",
            &profile,
        ];
        let wanted = json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": arguments}}}});
        client.request("POST", "/session", Some(&wanted.to_string()))?;
        let answer: Value = serde_json::from_slice(client.body())?;
        let session = answer["value"]["sessionId"].as_str().ok_or_else(|| io::Error::other("no session"))?.to_owned();
        Ok(Self { driver, client, session })
    }

    fn command(&mut self, name: &str, body: &Value) -> io::Result<Value> {
        let path = format!("/session/{}/{name}", self.session);
        self.client.request("POST", &path, Some(&body.to_string()))?;
        let mut answer: Value = serde_json::from_slice(self.client.body())?;
        Ok(answer["value"].take())
    }

    pub(crate) fn go(&mut self, url: &str) -> io::Result<()> {
        self.command("url", &json!({"url": url})).map(drop)
    }

    /// What a script returns.
    pub(crate) fn script(&mut self, script: &str) -> io::Result<Value> {
        self.command("execute/sync", &json!({"script": script, "args": []}))
    }

    /// What a script hands to its callback, `arguments[0]`.
    pub(crate) fn waiting_script(&mut self, script: &str) -> io::Result<Value> {
        self.command("execute/async", &json!({"script": script, "args": []}))
    }

    /// A command of the browser's own protocol.
    pub(crate) fn devtools(&mut self, command: &str, parameters: Value) -> io::Result<()> {
        self.told(command, parameters).map(drop)
    }

    /// What the browser answers to a command of its own protocol.
    pub(crate) fn told(&mut self, command: &str, parameters: Value) -> io::Result<Value> {
        self.command("goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let path = format!("/session/{}", self.session);
        let _ = self.client.request("DELETE", &path, None);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
