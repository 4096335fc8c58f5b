//! The smallest HTTP client that a measurement needs: HTTP/1.1, one kept connection, plain text.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A server that does not answer in this time is not measured but given up.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long a connection may rest before it is opened anew.
const IDLE: Duration = Duration::from_secs(5);

fn open(host: &str) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(host)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    host: String,
    cookie: String,
    authorization: String,
    media_type: &'static str,
    /// The header of the part that is asked for.
    part: String,
    last_used: Instant,
    /// Kept to be filled again: memory is not what is measured.
    body: Vec<u8>,
}

impl Client {
    /// `url` is `http://host:port`; `cookie` goes with every request unless it is empty.
    pub(crate) fn connect(url: &str, cookie: &str) -> io::Result<Self> {
        let host = url.strip_prefix("http://").map(|rest| rest.trim_end_matches('/')).filter(|host| host.contains(':'));
        let host = host.ok_or_else(|| bad("the address must look like http://127.0.0.1:8080"))?;
        let stream = open(host)?;
        let (host, cookie) = (host.to_owned(), cookie.to_owned());
        let (authorization, media_type) = (String::new(), "application/json");
        let last_used = Instant::now();
        Ok(Self {
            stream: BufReader::new(stream),
            host,
            cookie,
            authorization,
            media_type,
            part: String::new(),
            last_used,
            body: Vec::new(),
        })
    }

    /// Sends bodies of this type in the name of this key.
    pub(crate) fn sending(mut self, media_type: &'static str, key: &str) -> Self {
        self.media_type = media_type;
        self.authorization = format!("Authorization: Bearer {key}\r\n");
        self
    }

    /// Asks for these bytes from now on.
    pub(crate) fn asking_for(&mut self, part: std::ops::Range<u64>) {
        self.part = format!("Range: bytes={}-{}\r\n", part.start, part.end - 1);
    }

    /// The length of the answer's body, which must be a 2xx one.
    pub(crate) fn request(&mut self, method: &str, path: &str, body: Option<&str>) -> io::Result<usize> {
        // Servers close what is idle; coming back is not what is measured.
        if self.last_used.elapsed() > IDLE {
            self.stream = BufReader::new(open(&self.host)?);
        }
        let cookie = match self.cookie.as_str() {
            "" => String::new(),
            cookie => format!("Cookie: {cookie}\r\n"),
        };
        let typed = body.map_or_else(String::new, |body| {
            format!("Content-Type: {}\r\nContent-Length: {}\r\n", self.media_type, body.len())
        });
        let (host, key, part, body) = (&self.host, &self.authorization, &self.part, body.unwrap_or_default());
        let head =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n{cookie}{key}{part}{typed}\r\n{body}");
        self.stream.get_mut().write_all(head.as_bytes())?;

        let head = Head::read(&mut self.stream)?;
        self.last_used = Instant::now();
        self.body.clear();
        match head.length {
            Length::Known(length) => self.exactly(length)?,
            Length::Chunked => self.chunks()?,
        }
        if head.status / 100 == 2 {
            return Ok(self.body.len());
        }
        Err(bad(&format!("the answer is {}: {}", head.status, String::from_utf8_lossy(&self.body))))
    }

    /// The last answer's body.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    fn exactly(&mut self, length: usize) -> io::Result<()> {
        let from = self.body.len();
        self.body.resize(from + length, 0);
        self.stream.read_exact(&mut self.body[from..])
    }

    fn chunks(&mut self) -> io::Result<()> {
        loop {
            let line = line(&mut self.stream)?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| bad("a chunk without a size"))?;
            if size == 0 {
                // Trailers, then an empty line.
                while !self::line(&mut self.stream)?.is_empty() {}
                return Ok(());
            }
            self.exactly(size)?;
            self::line(&mut self.stream)?;
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Head {
    status: u16,
    length: Length,
}

#[derive(Debug, PartialEq, Eq)]
enum Length {
    Known(usize),
    Chunked,
}

impl Head {
    fn read(stream: &mut impl BufRead) -> io::Result<Self> {
        let status = line(stream)?.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| bad("not an HTTP answer"))?;
        let mut length = Length::Known(0);
        loop {
            let line = line(stream)?;
            let Some((name, value)) = line.split_once(':') else { return Ok(Self { status, length }) };
            let value = value.trim();
            if name.eq_ignore_ascii_case("content-length") {
                length = Length::Known(value.parse().map_err(|_| bad("a length that is none"))?);
            } else if name.eq_ignore_ascii_case("transfer-encoding") && value.eq_ignore_ascii_case("chunked") {
                length = Length::Chunked;
            }
        }
    }
}

fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line)
}

fn bad(text: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, text)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// A server on one connection that gives these answers in turn, and returns what it was sent.
    fn server(answers: &'static [&'static str]) -> (String, thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it is bound"));
        let served = thread::spawn(move || {
            let (stream, _) = listener.accept().expect("somebody comes");
            let mut stream = BufReader::new(stream);
            let mut requests = Vec::new();
            for answer in answers {
                let mut request = String::new();
                let mut length = 0;
                loop {
                    let line = line(&mut stream).expect("the request is whole");
                    if let Some(value) = line.strip_prefix("Content-Length: ") {
                        length = value.parse().expect("it is a number");
                    }
                    if line.is_empty() {
                        break;
                    }
                    request.push_str(&line);
                    request.push('\n');
                }
                let mut body = vec![0; length];
                stream.read_exact(&mut body).expect("the body is whole");
                request.push_str(&String::from_utf8(body).expect("it is text"));
                requests.push(request);
                stream.get_mut().write_all(answer.as_bytes()).expect("the client listens");
            }
            requests
        });
        (address, served)
    }

    #[test]
    fn one_connection_carries_every_kind_of_answer() {
        let (url, served) = server(&[
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone",
        ]);
        let mut client = Client::connect(&url, "session=abc").expect("the server listens");
        assert_eq!(client.request("GET", "/a", None).expect("it answers"), 5);
        assert_eq!(client.request("POST", "/b", Some("{}")).expect("it answers"), 13);
        assert_eq!(client.request("GET", "/c", None).expect("it answers"), 0);
        let error = client.request("GET", "/d", None).expect_err("404 is no answer to measure");
        assert_eq!(error.to_string(), "the answer is 404: none");

        let requests = served.join().expect("the server ends well");
        assert!(requests[0].starts_with("GET /a HTTP/1.1\n") && requests[0].contains("Cookie: session=abc\n"));
        assert!(requests[1].ends_with("Content-Length: 2\n{}"));
    }

    #[test]
    fn an_address_must_name_a_port() {
        for url in ["https://a:1", "http://a", "a:1"] {
            assert!(Client::connect(url, "").is_err(), "{url}");
        }
    }
}
