//! A list or a map that is being read, and what it waits for.

use super::build::MapBuilder;
use super::node::{Entry, Key, Node};

/// Which production of the grammar a frame is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    BlockList,
    /// A list at the indentation of the key that it belongs to.
    IndentlessList,
    BlockMap,
    FlowList,
    FlowMap,
    /// The one pair in `[a: b]`.
    FlowPair,
}

/// What comes next in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The first item or key.
    First,
    /// A further item or key.
    Next,
    /// The value of a pair.
    Value,
    /// Nothing: the pair is complete.
    Done,
}

#[derive(Debug)]
pub(super) enum Content {
    /// Where the items begin on the stack of all open lists.
    List(usize),
    Map(MapBuilder),
}

/// What the open lists and maps hold so far, the innermost on top.
#[derive(Debug, Default)]
pub(super) struct Stacks {
    pub(super) items: Vec<Node>,
    pub(super) entries: Vec<Entry>,
}

#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) turn: Turn,
    pub(super) content: Content,
    /// The key whose value is awaited; with it whether it is a merge.
    pub(super) key: Option<(Key, bool)>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The key of a flow map came without `:` behind it, so that it has no value.
    pub(super) bare: bool,
    /// Number of the anchor that the collection bears.
    pub(super) anchor: Option<usize>,
    /// Values in it, itself included.
    pub(super) size: u64,
}

impl Frame {
    pub(super) fn new(
        kind: Kind,
        stacks: &Stacks,
        start: usize,
        end: usize,
        anchor: Option<usize>,
    ) -> Self {
        let content = match kind {
            Kind::BlockList | Kind::IndentlessList | Kind::FlowList => {
                Content::List(stacks.items.len())
            }
            Kind::BlockMap | Kind::FlowMap | Kind::FlowPair => {
                Content::Map(MapBuilder::new(&stacks.entries))
            }
        };
        Self {
            kind,
            turn: Turn::First,
            content,
            key: None,
            start,
            end,
            bare: false,
            anchor,
            size: 1,
        }
    }

    /// Says whether the next value is a key.
    pub(super) fn awaits_key(&self) -> bool {
        matches!(self.content, Content::Map(_)) && self.turn != Turn::Value
    }
}

/// A value that was read whole.
#[derive(Debug)]
pub(super) struct Built {
    pub(super) node: Node,
    /// Where it stands; for an alias the alias, not what it stands for.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) size: u64,
    /// It is `<<` as it merges.
    pub(super) merge: bool,
    /// It came by an alias.
    pub(super) alias: bool,
}
