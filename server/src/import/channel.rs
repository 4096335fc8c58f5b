//! Names of channels and of what is dialled.
//!
//! Nothing here looks at the technology: `SIP/101-0000002a` and `PJSIP/101-0000002a` are channels of one peer.

/// The peer of a channel: the text before the last `-`, without the technology.
///
/// ```
/// use call_records_server::import::peer;
/// assert_eq!(peer("PJSIP/my-trunk-0000002a"), "my-trunk");
/// assert_eq!(peer("Local/104@queue-agent-0000000b;1"), "104@queue-agent");
/// ```
pub fn peer(channel: &str) -> &str {
    let name = channel.rsplit_once('-').map_or(channel, |(name, _)| name);
    name.split_once('/').map_or(name, |(_, peer)| peer)
}

/// The two halves of a Local channel: the name they share, and the extension and context that they reach.
pub(super) struct Local<'a> {
    pub(super) pair: &'a str,
    pub(super) exten: &'a str,
    pub(super) context: &'a str,
}

/// Reads the name of a Local channel.
pub(super) fn local(channel: &str) -> Option<Local<'_>> {
    let rest = channel.strip_prefix("Local/")?;
    let (pair, _half) = rest.rsplit_once(';')?;
    let (target, _number) = pair.rsplit_once('-')?;
    let (exten, context) = target.split_once('@')?;
    Some(Local { pair, exten, context })
}

/// Whether a channel is a device of the switch itself: announcers and recorders of conferences, music, masquerades.
pub(super) fn is_internal(channel: &str) -> bool {
    let technology = channel.split_once('/').map_or(channel, |(technology, _)| technology);
    matches!(
        technology,
        "CBAnn"
            | "CBRec"
            | "Announcer"
            | "Recorder"
            | "Bridge"
            | "Surrogate"
            | "Message"
            | "MulticastRTP"
            | "UnicastRTP"
            | "AsyncGoto"
            | "Parked"
    )
}

/// One destination of `Dial`: a peer, and the number that the peer is to reach where the peer is a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Destination<'a> {
    pub(super) peer: &'a str,
    pub(super) number: Option<&'a str>,
}

/// The destinations in the arguments of `Dial`: `SIP/101&SIP/102,20,t`, `SIP/trunk/+1…`, `PJSIP/+1…@trunk`,
/// `PJSIP/trunk/sip:+1…@host`, `Local/104@agents`.
pub(super) fn destinations(arguments: &str) -> impl Iterator<Item = Destination<'_>> {
    let list = arguments.split(',').next().unwrap_or_default();
    list.split('&').filter_map(|one| {
        let (technology, rest) = one.trim().split_once('/')?;
        if technology == "Local" {
            return Some(Destination { peer: rest.split('/').next().unwrap_or(rest), number: None });
        }
        Some(match rest.split_once('/') {
            Some((peer, number)) => Destination { peer, number: Some(dialled(number)) },
            None => match rest.split_once('@') {
                Some((number, peer)) => Destination { peer, number: Some(number) },
                None => Destination { peer: rest, number: None },
            },
        })
    })
}

/// The number in what a line is asked to dial: `+1…`, `sip:+1…@host`, `g1/+1…`.
pub(super) fn dialled(text: &str) -> &str {
    let text = text.rsplit('/').next().unwrap_or(text);
    let text = text.split_once(':').map_or(text, |(_, number)| number);
    text.split('@').next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_is_what_stands_before_the_last_dash() {
        for (channel, expected) in [
            ("SIP/101-0000002a", "101"),
            ("PJSIP/101-0000002a", "101"),
            ("PJSIP/carrier-west-0000002a", "carrier-west"),
            ("DAHDI/1-1", "1"),
            ("SIP/101", "101"),
            ("", ""),
        ] {
            assert_eq!(peer(channel), expected, "{channel}");
        }
    }

    #[test]
    fn a_local_channel_says_where_it_leads() {
        let found = local("Local/104@queue-agent-0000000b;1").expect("it is one");
        assert_eq!((found.exten, found.context, found.pair), ("104", "queue-agent", "104@queue-agent-0000000b"));
        assert!(local("SIP/104-0000000b").is_none());
        assert!(local("Local/strange").is_none());
    }

    #[test]
    fn destinations_are_read_in_every_spelling() {
        for (arguments, expected) in [
            ("SIP/trunk/+1202,12,T", vec![("trunk", Some("+1202"))]),
            ("PJSIP/+1202@trunk,15", vec![("trunk", Some("+1202"))]),
            ("PJSIP/trunk/sip:+1202@10.0.0.1:5060,15", vec![("trunk", Some("+1202"))]),
            ("SIP/101&PJSIP/102,20,t", vec![("101", None), ("102", None)]),
            ("Local/104@agents/n,20", vec![("104@agents", None)]),
            ("DAHDI/g1/5551234", vec![("g1", Some("5551234"))]),
            ("", vec![]),
            ("nonsense", vec![]),
        ] {
            let found: Vec<_> = destinations(arguments).map(|it| (it.peer, it.number)).collect();
            assert_eq!(found, expected, "{arguments}");
        }
    }
}
