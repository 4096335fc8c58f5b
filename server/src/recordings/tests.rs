use futures::{TryStreamExt, stream};
use sha2::{Digest, Sha256};

use super::*;

fn wav(seconds: usize) -> Vec<u8> {
    let samples = 8_000 * seconds;
    let mut bytes = Vec::new();
    bytes.extend(b"RIFF");
    bytes.extend(u32::try_from(36 + samples * 2).expect("short").to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16u32.to_le_bytes());
    bytes.extend([1, 0, 1, 0]);
    bytes.extend(8_000u32.to_le_bytes());
    bytes.extend(16_000u32.to_le_bytes());
    bytes.extend([2, 0, 16, 0]);
    bytes.extend(b"data");
    bytes.extend(u32::try_from(samples * 2).expect("short").to_le_bytes());
    bytes.extend(std::iter::repeat_n([0u8, 1], samples).flatten());
    bytes
}

fn chunks(bytes: &[u8]) -> impl Stream<Item = Result<Bytes, ()>> + Send {
    let chunks: Vec<_> = bytes.chunks(1_000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    stream::iter(chunks)
}

fn files(folder: &Path) -> usize {
    fn count(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).expect("a folder");
        entries.map(|it| it.expect("an entry").path()).map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    count(folder)
}

#[tokio::test]
async fn audio_is_kept_measured_and_read_in_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    let recordings = Recordings::in_folder(folder.path()).expect("recordings");
    let bytes = wav(3);
    let digest = Sha256::digest(&bytes).into();
    let kept = recordings
        .keep(chunks(&bytes), AudioFormat::Wav, Some(digest), Timestamp::from_millis(0))
        .await
        .expect("audio");
    assert_eq!(kept.measured, Measured { duration_ms: 3_000, channel_count: 1, plays: true });
    assert_eq!((kept.bytes, kept.sha256), (bytes.len() as u64, digest));
    let part: Vec<Bytes> = recordings
        .read(&kept.object_key, 100..5_000, kept.bytes)
        .await
        .expect("a part")
        .try_collect()
        .await
        .expect("bytes");
    assert_eq!(part.concat(), bytes[100..5_000]);
}

#[tokio::test]
async fn what_is_no_audio_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let recordings = Recordings::in_folder(folder.path()).expect("recordings").at_most(100_000);
    let whole = wav(2);
    let refused = |bytes: Vec<u8>, format, digest| {
        let recordings = recordings.clone();
        async move {
            recordings.keep(chunks(&bytes), format, digest, Timestamp::from_millis(0)).await.expect_err("no audio")
        }
    };
    assert!(matches!(refused(vec![], AudioFormat::Wav, None).await, RecordingError::Empty));
    assert!(matches!(refused(b"RIFF".to_vec(), AudioFormat::Wav, None).await, RecordingError::NotThatFormat(_)));
    assert!(matches!(refused(whole.clone(), AudioFormat::Mp3, None).await, RecordingError::NotThatFormat(_)));
    assert!(matches!(refused(vec![b'x'; 5_000], AudioFormat::Wav, None).await, RecordingError::NotThatFormat(_)));
    assert!(matches!(refused(whole[..44].to_vec(), AudioFormat::Wav, None).await, RecordingError::Unreadable(_)));
    assert!(matches!(refused(whole, AudioFormat::Wav, Some([0; 32])).await, RecordingError::WrongDigest));
    assert!(matches!(refused(wav(20), AudioFormat::Wav, None).await, RecordingError::TooLarge(100_000)));
    let broken = stream::iter([Ok(Bytes::from(wav(1))), Err(())]);
    let error = recordings.keep(broken, AudioFormat::Wav, None, Timestamp::from_millis(0)).await;
    assert!(matches!(error, Err(RecordingError::Interrupted)));
    assert_eq!(files(folder.path()), 0);
}
