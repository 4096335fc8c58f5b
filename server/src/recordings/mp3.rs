//! What an MP3 file says of itself: how many frames there should be.
//!
//! Encoders that know write a frame without sound first, which holds `Xing` or `Info`, flags, and the number of frames.

use std::io::{self, Read, Seek, SeekFrom};

/// How far into the first frame the word may stand, with room for what stands before the frame.
const LOOKED_AT: u64 = 4_096;
/// The flag that says that the number of frames follows.
const HAS_FRAMES: u32 = 1;

/// The number of frames that the first one promises; `None` where it promises none.
pub(super) fn promised_frames(file: &mut (impl Read + Seek)) -> io::Result<Option<u64>> {
    file.seek(SeekFrom::Start(0))?;
    let mut head = [0; 10];
    if file.read(&mut head)? < head.len() {
        return Ok(None);
    }
    // An ID3 tag stands before the frames; its size has seven bits a byte.
    let tag = match head {
        [b'I', b'D', b'3', _, _, _, size @ ..] => {
            10 + size.iter().fold(0, |sum, byte| sum << 7 | u64::from(byte & 0x7f))
        }
        _ => 0,
    };
    file.seek(SeekFrom::Start(tag))?;
    let mut first = Vec::new();
    file.take(LOOKED_AT).read_to_end(&mut first)?;
    let found = first.windows(12).find_map(|at| match at {
        [b'X', b'i', b'n', b'g', rest @ ..] | [b'I', b'n', b'f', b'o', rest @ ..] => rest.split_first_chunk::<4>(),
        _ => None,
    });
    let Some((flags, frames)) = found else { return Ok(None) };
    let frames = frames.first_chunk::<4>().map_or(0, |it| u32::from_be_bytes(*it));
    Ok((u32::from_be_bytes(*flags) & HAS_FRAMES != 0).then_some(u64::from(frames)))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn the_first_frame_promises_how_many_there_are() {
        let frame = |word: &[u8], flags: u32| {
            let mut bytes = vec![0xff, 0xfb, 0x90, 0xc4];
            bytes.extend([0; 32]);
            bytes.extend(word);
            bytes.extend(flags.to_be_bytes());
            bytes.extend(1_234u32.to_be_bytes());
            bytes.extend([0; 100]);
            bytes
        };
        let tagged = |tag: u8| {
            let mut bytes = b"ID3\x04\0\0\0\0\0".to_vec();
            bytes.push(tag);
            bytes.extend(std::iter::repeat_n(0, usize::from(tag)));
            bytes.extend(frame(b"Info", 15));
            bytes
        };
        for (bytes, promised) in [
            (frame(b"Xing", 1), Some(1_234)),
            (frame(b"Info", 15), Some(1_234)),
            (frame(b"Xing", 2), None),
            (frame(b"LAME", 1), None),
            (tagged(100), Some(1_234)),
            (b"ID3".to_vec(), None),
        ] {
            assert_eq!(promised_frames(&mut Cursor::new(bytes)).expect("memory reads"), promised);
        }
    }
}
