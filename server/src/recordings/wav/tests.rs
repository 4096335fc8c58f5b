use std::io::Cursor;

use super::*;

fn chunk(name: &[u8], size: u32, bytes: &[u8]) -> Vec<u8> {
    [name, &size.to_le_bytes(), bytes].concat()
}

/// The `fmt ` chunk of two channels at 8 kHz.
fn format(tag: u16, sample: u16) -> Vec<u8> {
    let mut text = Vec::new();
    text.extend(tag.to_le_bytes());
    text.extend([2, 0]);
    text.extend(8_000u32.to_le_bytes());
    text.extend(0u32.to_le_bytes());
    text.extend((2 * sample).to_le_bytes());
    text.extend((8 * sample).to_le_bytes());
    chunk(b"fmt ", 16, &text)
}

fn file(kind: &[u8], chunks: &[Vec<u8>]) -> Cursor<Vec<u8>> {
    Cursor::new([kind, &[0; 4], b"WAVE", &chunks.concat()].concat())
}

#[test]
fn the_promise_of_the_header_is_held_to_what_is_there() {
    for (size, bytes, there) in [
        (800, 800, Ok(800)),
        (800, 801, Ok(800)),
        (800, 799, Err("it is cut off: 799 of 800 bytes of audio came")),
        (800, 0, Err("it is cut off: 0 of 800 bytes of audio came")),
        (0, 500, Ok(500)),
        (u32::MAX, 500, Ok(500)),
        (0x7fff_ffff, 500, Ok(500)),
    ] {
        let data = chunk(b"data", size, &vec![0; bytes]);
        let head = head(&mut file(b"RIFF", &[format(1, 2), data]));
        assert_eq!(head.as_ref().map(|it| it.there).map_err(String::as_str), there, "{size} of {bytes}");
    }
}

#[test]
fn other_chunks_are_passed_over() {
    let list = chunk(b"LIST", 3, b"abc\0");
    let head = head(&mut file(b"RIFF", &[list, format(1, 2), chunk(b"data", 8, &[0; 8])])).expect("audio");
    assert_eq!((head.promised, head.there, head.start, head.frames()), (Some(8), 8, 56, 2));
    assert!(head.plays_everywhere());
}

#[test]
fn the_long_form_tells_its_length_elsewhere() {
    let sizes = [0u64.to_le_bytes(), 8u64.to_le_bytes(), 2u64.to_le_bytes()].concat();
    let long = chunk(b"ds64", 28, &[sizes, vec![0; 4]].concat());
    let audio = |bytes: &[u8]| {
        file(b"RF64", &[long.clone(), format(1, 2), chunk(b"data", u32::MAX, bytes), chunk(b"LIST", 4, b"abcd")])
    };
    let found = head(&mut audio(&[0; 8])).expect("audio");
    assert_eq!((found.promised, found.there), (Some(8), 8));
    let bare = file(b"RF64", &[long.clone(), format(1, 2), chunk(b"data", u32::MAX, &[0; 4])]);
    assert!(head(&mut { bare }).expect_err("too short").contains("cut off"));
}

#[test]
fn what_is_no_audio_that_we_read_says_why() {
    let data = || chunk(b"data", 8, &[0; 8]);
    for (mut file, why) in [
        (file(b"RIFF", &[]), "no audio"),
        (file(b"RIFF", &[data()]), "before its format"),
        (file(b"RIFX", &[format(1, 2), data()]), "big-endian"),
        (file(b"RIFF", &[format(0x31, 1), data()]), "its coding (0x0031)"),
        (file(b"RIFF", &[format(1, 5), data()]), "10 bytes for 2 channels"),
        (file(b"RIFF", &[format(3, 2), data()]), "4 bytes for 2 channels"),
        (file(b"RIFF", &[format(0xfffe, 2), data()]), "cut off"),
        (file(b"RIFF", &[chunk(b"fmt ", 4, &[1, 0, 1, 0]), data()]), "cut off"),
    ] {
        let found = head(&mut file).expect_err("no audio");
        assert!(found.contains(why), "{found}");
    }
}

#[test]
fn samples_of_every_coding_lie_between_minus_one_and_one() {
    let decoded = |coding: Coding, bytes: &[u8]| {
        let mut out = Vec::new();
        coding.decode(bytes, &mut out);
        out
    };
    assert_eq!(decoded(Coding::Pcm(1), &[0, 128, 192]), [-1.0, 0.0, 0.5]);
    assert_eq!(decoded(Coding::Pcm(2), &[0, 0x80, 0, 0x40, 9]), [-1.0, 0.5]);
    assert_eq!(decoded(Coding::Pcm(3), &[0, 0, 0x80, 0, 0, 0x40]), [-1.0, 0.5]);
    assert_eq!(decoded(Coding::Pcm(4), &[0, 0, 0, 0x80, 0, 0, 0, 0x40]), [-1.0, 0.5]);
    let floats: Vec<u8> = [0.25f32, 7.0, f32::NAN].into_iter().flat_map(f32::to_le_bytes).collect();
    assert_eq!(decoded(Coding::Float(4), &floats), [0.25, 1.0, 0.0]);
    let doubles: Vec<u8> = [-0.25f64, f64::NEG_INFINITY].into_iter().flat_map(f64::to_le_bytes).collect();
    assert_eq!(decoded(Coding::Float(8), &doubles), [-0.25, 0.0]);
    assert_eq!(decoded(Coding::MuLaw, &[0xff]), [0.0]);
    assert_eq!(decoded(Coding::ALaw, &[0xaa]), [32_256.0 / 32_768.0]);
}
