//! A document before anything in it means anything: what Go's reader holds when it has parsed and not yet decoded.

use super::frame::{Content, Frame};
use std::borrow::Cow;

/// One step through a document. What lies between [`Event::List`] or [`Event::Map`] and its [`Event::End`] is in it, keys and
/// values of a map in turn.
#[derive(Debug)]
pub(super) enum Event<'a> {
    Scalar(Written<'a>),
    /// With the event behind its end, as for maps.
    List(usize),
    Map(usize),
    End,
    /// Its name, and the number of the anchor.
    Alias(&'a str, usize),
}

/// A scalar as it is written; its tag is written out in full.
#[derive(Clone, Debug)]
pub(super) struct Written<'a> {
    pub(super) tag: Option<Cow<'a, str>>,
    pub(super) text: Cow<'a, str>,
    pub(super) is_plain: bool,
}

impl Written<'_> {
    /// Says whether this is `<<` as it merges.
    pub(super) fn is_merge(&self) -> bool {
        let tag = self.tag.as_deref();
        let is_implicit = tag.is_none() && self.is_plain || tag == Some("!");
        &*self.text == "<<" && (is_implicit || tag == Some("tag:yaml.org,2002:merge"))
    }
}

/// The events of one document.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    pub(super) events: Vec<Event<'a>>,
    /// The lists and maps that have no end yet.
    open: Vec<usize>,
    /// For each anchor, by its number, the event that it stands on.
    anchors: Vec<usize>,
}

impl<'a> Outline<'a> {
    pub(super) fn scalar(&mut self, written: Written<'a>, anchor: Option<usize>) {
        self.anchor(anchor);
        self.events.push(Event::Scalar(written));
    }

    pub(super) fn open(&mut self, frame: &Frame) {
        self.anchor(frame.anchor);
        self.open.push(self.events.len());
        self.events.push(match frame.content {
            Content::List(_) => Event::List(0),
            Content::Map(_) => Event::Map(0),
        });
    }

    /// Ends the innermost list or map.
    pub(super) fn close(&mut self) {
        self.events.push(Event::End);
        let begun = self.open.pop();
        let behind = self.events.len();
        if let Some(Event::List(end) | Event::Map(end)) =
            begun.and_then(|at| self.events.get_mut(at))
        {
            *end = behind;
        }
    }

    /// Returns the event that an anchor stands on.
    pub(super) fn target(&self, anchor: usize) -> Option<usize> {
        self.anchors.get(anchor).copied()
    }

    /// Notes the next event for its anchor: anchors are numbered as they come.
    fn anchor(&mut self, number: Option<usize>) {
        if number.is_some() {
            self.anchors.push(self.events.len());
        }
    }
}
