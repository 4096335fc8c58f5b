//! Who hears whom: channels that share a bridge, also through Local channels.

use std::collections::{HashMap, HashSet};

use super::cast::{Cast, Line};
use super::channel::local;

/// Which bridge each channel of a call is in.
#[derive(Default)]
pub(super) struct Connections<'a> {
    bridge_of: HashMap<&'a str, &'a str>,
}

impl<'a> Connections<'a> {
    pub(super) fn enter(&mut self, channel: &'a str, bridge: &'a str) {
        self.bridge_of.insert(channel, bridge);
    }

    pub(super) fn leave(&mut self, channel: &str, bridge: &str) {
        // A channel may be swapped into its next bridge before it is said to have left the one before.
        if self.bridge_of.get(channel).is_some_and(|it| *it == bridge) {
            self.bridge_of.remove(channel);
        }
    }

    pub(super) fn end(&mut self, channel: &str) {
        self.bridge_of.remove(channel);
    }

    /// The bridge that a channel is in.
    pub(super) fn bridge(&self, channel: &str) -> Option<&'a str> {
        self.bridge_of.get(channel).copied()
    }

    /// The phones and lines that hear this channel, in the order of their ids.
    pub(super) fn heard_by(&self, channel: &str, cast: &Cast<'a>) -> Vec<&'a str> {
        let mut seen: HashSet<&str> = HashSet::from([channel]);
        let mut open = vec![channel];
        let mut heard = Vec::new();
        while let Some(at) = open.pop() {
            let bridge = self.bridge_of.get(at);
            let pair = cast.get(at).and_then(|it| local(it.name)).map(|local| local.pair);
            for (&other, &in_bridge) in &self.bridge_of {
                let Some(other_channel) = cast.get(other) else {
                    continue;
                };
                let shares = bridge.is_some_and(|bridge| *bridge == in_bridge);
                let is_half = pair.is_some() && local(other_channel.name).map(|local| local.pair) == pair;
                if (shares || is_half) && seen.insert(other) {
                    open.push(other);
                    if matches!(other_channel.line, Line::Extension | Line::Trunk) {
                        heard.push(other);
                    }
                }
            }
        }
        heard.sort_unstable();
        heard
    }
}
