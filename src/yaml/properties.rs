//! What stands before or instead of a value: anchors, tags, aliases.

use super::fault::{Fault, Problem};
use super::frame::Built;
use super::node::Node;
use super::outline::Event;
use super::parse::{Parser, Step};
use super::token::Word;
use std::borrow::Cow;

/// What stands before a value: anchor and tag.
#[derive(Default)]
pub(super) struct Properties<'a> {
    pub(super) start: Option<usize>,
    pub(super) end: usize,
    pub(super) anchor: Option<usize>,
    pub(super) tag: Option<Cow<'a, str>>,
}

impl<'a> Parser<'a, '_> {
    pub(super) fn properties(&mut self) -> Result<Properties<'a>, Fault> {
        let mut properties = Properties::default();
        let mut anchored = None;
        let mut tagged = None;
        loop {
            let token = self.scan.peek()?;
            match &token.word {
                Word::Anchor(_) if anchored.is_none() => {}
                Word::Tag { .. } if tagged.is_none() => {}
                _ => break,
            }
            let token = self.scan.take();
            properties.start.get_or_insert(token.start);
            properties.end = token.end;
            match token.word {
                Word::Anchor(name) => anchored = Some(name),
                Word::Tag { handle, suffix } => tagged = Some((handle, suffix, token.start)),
                _ => {}
            }
        }
        // As in Go the next word is looked at first, and a fault in that told first.
        if let (Some((handle, suffix, at)), Some(first)) = (tagged, properties.start) {
            let fault = Fault::new(Problem::UnknownHandle, at).since(first);
            properties.tag = Some(self.tag(handle, suffix).ok_or(fault)?);
        }
        if let Some(name) = anchored {
            properties.anchor = Some(self.anchors.len());
            self.names.insert(name, self.anchors.len());
            self.anchors.push(None);
        }
        Ok(properties)
    }

    /// Writes a tag out in full.
    fn tag(&self, handle: &str, suffix: Cow<'a, str>) -> Option<Cow<'a, str>> {
        let declared = self.handles.get(handle);
        let prefix = match (declared, handle) {
            (_, "") => return Some(suffix),
            (Some(prefix), _) => &**prefix,
            (None, "!") => "!",
            (None, "!!") => "tag:yaml.org,2002:",
            (None, _) => return None,
        };
        Some(Cow::Owned(format!("{prefix}{suffix}")))
    }

    pub(super) fn alias(&mut self, name: &'a str) -> Result<Step, Fault> {
        let token = self.scan.take();
        let number = self
            .names
            .get(name)
            .ok_or_else(|| Fault::new(Problem::UnknownAnchor, token.start))?;
        if let Some(outline) = &mut self.outline {
            outline.events.push(Event::Alias(name, *number));
            return self.give_nothing(token.start, token.end);
        }
        let anchored = self.anchors[*number]
            .as_ref()
            .ok_or_else(|| Fault::new(Problem::AnchorInItself, token.start))?;
        self.guard.count_alias(anchored.size);
        let built = |node: Node, size: u64| Built {
            node,
            start: token.start,
            end: token.end,
            size,
            merge: false,
            alias: true,
        };
        let at = token.start;
        let limit = self.context.limits.nodes;
        if self.guard.is_excessive() {
            return Err(Fault::new(Problem::TooManyAliases, at));
        }
        if self.guard.total() + self.copied > limit {
            return Err(Fault::new(Problem::TooManyNodes, at));
        }
        let size = anchored.size + 1;
        let built = built(anchored.node.clone(), size);
        self.give(built)
    }
}
