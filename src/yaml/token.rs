//! What the scanner hands to the parser.

use std::borrow::Cow;

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Quoted,
    Block,
}

/// One word of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word<'a> {
    StreamEnd,
    DocumentStart,
    DocumentEnd,
    Version {
        major: u32,
        minor: u32,
    },
    TagDirective {
        handle: &'a str,
        prefix: Cow<'a, str>,
    },
    BlockListStart,
    BlockMapStart,
    BlockEnd,
    FlowListStart,
    FlowListEnd,
    FlowMapStart,
    FlowMapEnd,
    FlowEntry,
    BlockEntry,
    Key,
    Value,
    Alias(&'a str),
    Anchor(&'a str),
    /// A tag: its handle (empty when the suffix is the whole tag) and the rest.
    Tag {
        handle: &'a str,
        suffix: Cow<'a, str>,
    },
    Scalar {
        style: Style,
        text: Cow<'a, str>,
    },
}

/// A word and where it stands in the piece.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub(super) word: Word<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The flow level, counted from 1, whose possible simple key begins with this token; 0 for none.
    pub(super) key_level: usize,
}
