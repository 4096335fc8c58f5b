//! `cargo xtask bench`: how long a server's answers take, as a table.
//!
//! One client asks each question many times over one connection, after a warm-up, so that what is measured is the
//! answer and not the hand-shake. A question may bring a baseline, the same work done by the least machinery there is;
//! the table then shows how many times that the server takes.

mod browser;
mod http;
mod ingest;
mod page;
mod reading;
mod recordings;
mod server;
mod stats;

use std::time::{Duration, Instant};

use crate::run::{Failure, Outcome};
use http::Client;
use stats::{Percentiles, table};

const WARM_UP: usize = 50;
const REQUESTS: usize = 500;

/// What is asked.
pub(crate) struct Question {
    pub(crate) name: String,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    /// JSON, if the method wants a body.
    pub(crate) body: Option<String>,
    /// The least that an answer could take, measured in the same run: does the work once.
    pub(crate) baseline: Option<Box<dyn FnMut() -> Outcome<()>>>,
}

/// One line of the table.
pub(crate) struct Answer {
    pub(crate) name: String,
    pub(crate) bytes: usize,
    pub(crate) took: Percentiles,
    pub(crate) baseline: Option<Percentiles>,
}

/// The measurement itself.
pub(crate) fn bench(args: &[String]) -> Outcome<()> {
    match args {
        [part] if part == "page" => return page::measure(),
        [part] if part == "recordings" => return recordings::measure(),
        _ => {}
    }
    let sizes = if args.is_empty() { vec!["100000".to_owned(), "1000000".to_owned()] } else { args.to_vec() };
    for size in sizes {
        let calls: u32 = size.parse().map_err(|_| Failure::Usage(format!("`{size}` is no number of calls")))?;
        let answers = reading::measure(&std::path::Path::new("target/bench").join(&size), calls)?;
        println!("\n{calls} calls in 30 days, one client, {REQUESTS} requests a question");
        println!("{}", table(&answers));
    }
    println!("\n{}", ingest::measure()?);
    println!();
    recordings::measure()?;
    println!();
    page::measure()
}

/// Asks every question and measures. An answer other than 2xx ends the run: it would be measured as a fast one.
pub(crate) fn ask(url: &str, cookie: &str, questions: Vec<Question>) -> Outcome<Vec<Answer>> {
    let mut client = Client::connect(url, cookie).map_err(|error| failed(url, &error))?;
    let mut answers = Vec::new();
    for mut question in questions {
        let mut bytes = 0;
        let took = measure(|| {
            let Question { method, path, body, .. } = &question;
            bytes = client.request(method, path, body.as_deref()).map_err(|error| failed(path, &error))?;
            Ok(())
        })?;
        let baseline = question.baseline.as_mut().map(measure).transpose()?;
        answers.push(Answer { name: question.name, bytes, took, baseline });
    }
    Ok(answers)
}

fn failed(what: &str, error: &std::io::Error) -> Failure {
    Failure::Check(format!("FAILED: asking {what}: {error}"))
}

fn measure(mut work: impl FnMut() -> Outcome<()>) -> Outcome<Percentiles> {
    for _ in 0..WARM_UP {
        work()?;
    }
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed());
    }
    Ok(Percentiles::of(times).unwrap_or_else(|| Percentiles::same(Duration::ZERO)))
}
