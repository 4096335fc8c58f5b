//! Parts of recordings as RFC 9110 has them, over real connections: each format, from each store.

use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode};
use call_records_wire::paths;
use futures::StreamExt;
use sha2::{Digest, Sha256};

use crate::bucket::{Bucket, replace};
use crate::made::wav;
use crate::socket::{Connection, Listening, soon};
use crate::world::{Answer, World};

/// A listening server with the recording r1, of a thousand bytes.
struct Served {
    world: World,
    server: Listening,
    bucket: Option<Bucket>,
}

impl Served {
    async fn new(audio: Vec<u8>, in_bucket: bool) -> Self {
        let mut world = World::new().await;
        let mut bucket = None;
        if in_bucket {
            let started = Bucket::start().await;
            let work = world.folder.path().join("work");
            world = world.recording_in(started.recordings(&work));
            bucket = Some(started);
        }
        world.upload("c1", "r1", "audio/wav", audio).send().await.expect(StatusCode::CREATED);
        let server = world.listen().await;
        Self { world, server, bucket }
    }

    fn request(&self, method: &Method, format: &str, headers: &[(&str, String)]) -> Request<Body> {
        let path = format!("{}?format={format}", paths::recording("r1"));
        let mut request = Request::builder().method(method).uri(path).header("cookie", &self.world.cookie);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.body(Body::empty()).expect("a request")
    }

    async fn connect(&self) -> Connection {
        Connection::to(self.server.address).await
    }
}

/// A sound of exactly a thousand bytes.
fn thousand() -> Vec<u8> {
    let mut audio = wav(1)[..1_000].to_vec();
    audio[4..8].copy_from_slice(&992u32.to_le_bytes());
    audio[40..44].copy_from_slice(&956u32.to_le_bytes());
    audio
}

/// What is expected: a status, and for 206 the first and the last byte; from -1 on downwards they count from the end.
type Expected = (u16, Option<(i64, i64)>);

const WHOLE: Expected = (200, None);
const OUTSIDE: Expected = (416, None);

const fn part(first: i64, last: i64) -> Expected {
    (206, Some((first, last)))
}

/// Names and values.
type Headers = &'static [(&'static str, &'static str)];

/// In headers, `LEN` is the length, `LAST` the last byte's place, `TAG` the tag.
fn vectors() -> Vec<(&'static str, Headers, Expected)> {
    vec![
        ("GET", &[], WHOLE),
        // Single ranges.
        ("GET", &[("range", "bytes=0-0")], part(0, 0)),
        ("GET", &[("range", "bytes=0-1")], part(0, 1)),
        ("GET", &[("range", "bytes=0-499")], part(0, 499)),
        ("GET", &[("range", "bytes=500-899")], part(500, 899)),
        ("GET", &[("range", "bytes=500-")], part(500, -1)),
        ("GET", &[("range", "bytes=LAST-")], part(-1, -1)),
        ("GET", &[("range", "bytes=LAST-LAST")], part(-1, -1)),
        ("GET", &[("range", "bytes=0-")], part(0, -1)),
        ("GET", &[("range", "bytes=0-LAST")], part(0, -1)),
        // A last byte beyond the end is the end.
        ("GET", &[("range", "bytes=0-LEN")], part(0, -1)),
        ("GET", &[("range", "bytes=990-99999")], part(990, -1)),
        ("GET", &[("range", "bytes=0-99999999999999999999999")], part(0, -1)),
        // Suffixes.
        ("GET", &[("range", "bytes=-1")], part(-1, -1)),
        ("GET", &[("range", "bytes=-5")], part(-5, -1)),
        ("GET", &[("range", "bytes=-LEN")], part(0, -1)),
        ("GET", &[("range", "bytes=-99999")], part(0, -1)),
        // Units know no case; a list may have empty elements.
        ("GET", &[("range", "Bytes=0-1")], part(0, 1)),
        ("GET", &[("range", "BYTES=0-1")], part(0, 1)),
        ("GET", &[("range", "bytes=,0-1")], part(0, 1)),
        ("GET", &[("range", "bytes=0-1, ,")], part(0, 1)),
        // Outside.
        ("GET", &[("range", "bytes=LEN-")], OUTSIDE),
        ("GET", &[("range", "bytes=LEN-LEN")], OUTSIDE),
        ("GET", &[("range", "bytes=99999-")], OUTSIDE),
        ("GET", &[("range", "bytes=99999999999999999999999-")], OUTSIDE),
        ("GET", &[("range", "bytes=-0")], OUTSIDE),
        // To be ignored: other units, what is malformed, several at once.
        ("GET", &[("range", "items=0-5")], WHOLE),
        ("GET", &[("range", "bytes=5-2")], WHOLE),
        ("GET", &[("range", "bytes=abc")], WHOLE),
        ("GET", &[("range", "bytes=a-b")], WHOLE),
        ("GET", &[("range", "bytes=-")], WHOLE),
        ("GET", &[("range", "bytes=1")], WHOLE),
        ("GET", &[("range", "bytes=0x0-5")], WHOLE),
        ("GET", &[("range", "bytes=+0-5")], WHOLE),
        ("GET", &[("range", "bytes")], WHOLE),
        ("GET", &[("range", "bytes=")], WHOLE),
        ("GET", &[("range", "bytes=0-1,4-5")], WHOLE),
        ("GET", &[("range", "bytes=0-1"), ("range", "bytes=4-5")], WHOLE),
        // A range is defined for GET alone.
        ("HEAD", &[], WHOLE),
        ("HEAD", &[("range", "bytes=0-1")], WHOLE),
        ("HEAD", &[("range", "bytes=LEN-")], WHOLE),
        // Of the bytes that the reader has the rest of.
        ("GET", &[("range", "bytes=0-1"), ("if-range", "TAG")], part(0, 1)),
        ("GET", &[("range", "bytes=0-1"), ("if-range", "\"other\"")], WHOLE),
        ("GET", &[("range", "bytes=0-1"), ("if-range", "W/TAG")], WHOLE),
        ("GET", &[("range", "bytes=0-1"), ("if-range", "Mon, 23 Nov 2026 12:00:00 GMT")], WHOLE),
        ("GET", &[("range", "bytes=LEN-"), ("if-range", "\"other\"")], WHOLE),
        ("GET", &[("if-range", "TAG")], WHOLE),
        // Preconditions come first.
        ("GET", &[("range", "bytes=0-1"), ("if-match", "\"other\"")], (412, None)),
        ("GET", &[("range", "bytes=0-1"), ("if-match", "TAG")], part(0, 1)),
        ("GET", &[("range", "bytes=0-1"), ("if-none-match", "TAG")], (304, None)),
        ("GET", &[("range", "bytes=0-1"), ("if-none-match", "\"other\"")], part(0, 1)),
        ("HEAD", &[("if-none-match", "TAG")], (304, None)),
    ]
}

#[tokio::test]
async fn every_request_for_a_part_is_answered_as_the_standard_says() {
    for in_bucket in [false, true] {
        let served = Served::new(thousand(), in_bucket).await;
        let mut connection = served.connect().await;
        for format in ["wav", "mp3"] {
            let whole = connection.send(served.request(&Method::GET, format, &[])).await.expect(StatusCode::OK);
            let (len, tag) = (whole.body.len(), whole.header("etag").to_owned());
            for (method, headers, expected) in vectors() {
                let headers: Vec<(&str, String)> = headers
                    .iter()
                    .map(|(name, value)| {
                        let value = value.replace("LEN", &len.to_string()).replace("LAST", &(len - 1).to_string());
                        (*name, value.replace("TAG", &tag))
                    })
                    .collect();
                let method: Method = method.parse().expect("a method");
                let answer = connection.send(served.request(&method, format, &headers)).await;
                let what = format!("{method} {format} {headers:?}, in a bucket: {in_bucket}");
                check(&answer, &what, method == Method::HEAD, expected, &whole.body, &tag);
            }
        }
    }
}

fn check(answer: &Answer, what: &str, is_head: bool, (status, part): Expected, whole: &Bytes, tag: &str) {
    assert_eq!(answer.status.as_u16(), status, "{what}");
    let len = whole.len();
    let place =
        |at: i64| if at < 0 { len - usize::try_from(-at).expect("small") } else { usize::try_from(at).expect("small") };
    match (status, part) {
        (206, Some((first, last))) => {
            let (first, last) = (place(first), place(last));
            assert!(answer.body == whole[first..=last], "{what}: other bytes");
            assert_eq!(answer.header("content-range"), format!("bytes {first}-{last}/{len}"), "{what}");
            assert_eq!(answer.header("content-length"), (last - first + 1).to_string(), "{what}");
        }
        (200, _) => {
            assert!(answer.body == if is_head { &[][..] } else { &whole[..] }, "{what}: other bytes");
            assert_eq!(answer.header("content-length"), len.to_string(), "{what}");
            assert!(!answer.headers.contains_key("content-range"), "{what}");
        }
        (416, _) => assert_eq!(answer.header("content-range"), format!("bytes */{len}"), "{what}"),
        (304, _) => assert!(answer.body.is_empty(), "{what}"),
        _ => {}
    }
    if matches!(status, 200 | 206 | 304) {
        assert_eq!(answer.header("etag"), tag, "{what}");
    }
    if matches!(status, 200 | 206 | 416) {
        assert_eq!(answer.header("accept-ranges"), "bytes", "{what}");
    }
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{what}");
}

#[tokio::test]
async fn a_thousand_parts_make_the_whole() {
    for in_bucket in [false, true] {
        // Longer than what is asked of a store at once.
        let served = Served::new(wav(45), in_bucket).await;
        let mut connection = served.connect().await;
        for format in ["wav", "mp3"] {
            let whole = connection.send(served.request(&Method::GET, format, &[])).await.expect(StatusCode::OK).body;
            let mut heard: Vec<Option<u8>> = vec![None; whole.len()];
            for (start, end) in parts(whole.len()) {
                let range = ("range", format!("bytes={start}-{}", end - 1));
                let answer = connection.send(served.request(&Method::GET, format, &[range])).await;
                assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT);
                assert_eq!(answer.body.len(), end - start);
                for (at, &byte) in (start..end).zip(&answer.body) {
                    assert_eq!(*heard[at].get_or_insert(byte), byte, "{format} at {at}");
                }
            }
            let heard: Vec<u8> = heard.into_iter().collect::<Option<_>>().expect("every byte was served");
            assert_eq!(Sha256::digest(heard), Sha256::digest(whole), "{format}, in a bucket: {in_bucket}");
        }
    }
}

/// A thousand parts that cover all of it, in a random order that is the same each time.
fn parts(len: usize) -> Vec<(usize, usize)> {
    let mut random = 42u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).expect("31 bits") % below
    };
    let step = len.div_ceil(200);
    let mut parts: Vec<(usize, usize)> = (0..len).step_by(step).map(|at| (at, (at + step).min(len))).collect();
    while parts.len() < 1_000 {
        let start = next(len);
        parts.push((start, (start + 1 + next(20_000)).min(len)));
    }
    for at in (1..parts.len()).rev() {
        parts.swap(at, next(at + 1));
    }
    parts
}

/// What happens to a recording's bytes while somebody reads them.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mishap {
    Deleted,
    Truncated,
    Replaced,
}

#[tokio::test]
async fn what_happens_to_a_recording_under_a_reader_never_gives_wrong_bytes() {
    // More than all the buffers on the way take.
    let audio = wav(1_500);
    for in_bucket in [false, true] {
        for mishap in [Mishap::Deleted, Mishap::Truncated, Mishap::Replaced] {
            let served = Served::new(audio.clone(), in_bucket).await;
            let response = served.connect().await.open(served.request(&Method::GET, "wav", &[])).await;
            assert_eq!(response.status(), StatusCode::OK);
            let mut body = response.into_body().into_data_stream();
            let mut read = soon("the first bytes", body.next()).await.expect("a chunk").expect("bytes").to_vec();
            let file = match &served.bucket {
                Some(bucket) => bucket.objects().remove(0),
                None => stored(&served.world),
            };
            match mishap {
                Mishap::Deleted => std::fs::remove_file(&file).expect("it is there"),
                Mishap::Truncated => {
                    let file = std::fs::OpenOptions::new().write(true).open(&file).expect("it is there");
                    file.set_len(100_000).expect("it is cut");
                }
                Mishap::Replaced => {
                    let other = vec![7; audio.len()];
                    served
                        .bucket
                        .as_ref()
                        .map_or_else(|| replace(&file, &other), |bucket| bucket.replace(&file, &other));
                }
            }
            let mut broke = false;
            while let Some(chunk) = soon("the next bytes", body.next()).await {
                match chunk {
                    Ok(chunk) => read.extend_from_slice(&chunk),
                    Err(_) => broke = true,
                }
            }
            let what = format!("{mishap:?}, in a bucket: {in_bucket}");
            assert!(audio.starts_with(&read), "{what}: wrong bytes");
            assert!(broke || read.len() == audio.len(), "{what}: {} bytes passed for all", read.len());
            if mishap == Mishap::Truncated || in_bucket {
                assert!(broke, "{what}: nothing was left to read");
            }
            if mishap != Mishap::Replaced {
                let answer = served.connect().await.send(served.request(&Method::GET, "wav", &[])).await;
                answer.problem(404, "recording-not-available");
            }
        }
    }
}

/// The one audio file of a world.
fn stored(world: &World) -> std::path::PathBuf {
    let day = world.folder.path().join("recordings/2026/11/23");
    let mut files = std::fs::read_dir(day).expect("a day").map(|it| it.expect("an entry").path());
    files.find(|path| path.extension().is_some_and(|it| it == "wav")).expect("an audio file")
}
