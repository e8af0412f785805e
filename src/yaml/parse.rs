//! From tokens to the tree of one document.
//!
//! The frames of open collections lie on a stack of their own, so that no depth of nesting can exhaust the thread's.

use super::build::{Interner, key_text};
use super::fault::{Fault, Problem};
use super::frame::{Built, Content, Frame, Kind, Stacks, Turn};
use super::guard::AliasGuard;
use super::node::{Key, Node, Number, Value};
use super::outline::{Outline, Written};
use super::properties::Properties;
use super::resolve::{self, Scalar};
use super::scan::Scanner;
use super::token::{Style, Word};
use super::{Limits, Reading};
use crate::span::{SourceId, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What to do next.
pub(super) enum Step {
    /// Read a value: in block context or not, and whether a list may stand at the indentation of its key.
    Read { block: bool, indentless: bool },
    /// See what the innermost frame waits for.
    Ask,
    /// The root is complete.
    Stop,
}

pub(super) const FLOW: Step = Step::Read {
    block: false,
    indentless: false,
};

/// The value of an anchor, once it is complete.
#[derive(Debug)]
pub(super) struct Anchored {
    pub(super) node: Node,
    pub(super) size: u64,
}

/// What a parser reads with, and for whom.
pub(super) struct Context<'c> {
    pub(super) source: SourceId,
    /// Offset of the piece in the text, and length of the text.
    pub(super) base: usize,
    pub(super) length: usize,
    pub(super) reading: Reading,
    pub(super) limits: &'c Limits,
    pub(super) share: &'c mut Interner,
    /// Keys that stand twice: the earlier place and the later one.
    pub(super) duplicates: &'c mut Vec<(Key, Key)>,
}

impl Context<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        let place = |offset: usize| (self.base + offset).min(self.length);
        Span::new(self.source, place(start), place(end))
    }
}

pub(super) struct Parser<'a, 'c> {
    pub(super) scan: Scanner<'a>,
    pub(super) context: Context<'c>,
    pub(super) frames: Vec<Frame>,
    stacks: Stacks,
    root: Option<Node>,
    pub(super) names: BTreeMap<&'a str, usize>,
    pub(super) anchors: Vec<Option<Anchored>>,
    pub(super) handles: BTreeMap<&'a str, Cow<'a, str>>,
    pub(super) guard: AliasGuard,
    pub(super) copied: u64,
    /// Places of keys that no document may have in the end.
    bad_keys: BTreeMap<Span, Problem>,
    not_finite: bool,
    /// Kept instead of values by who asks only what is written.
    pub(super) outline: Option<Outline<'a>>,
}

impl<'a, 'c> Parser<'a, 'c> {
    pub(super) fn new(text: &'a str, context: Context<'c>) -> Self {
        Self {
            scan: Scanner::new(text),
            context,
            frames: Vec::new(),
            stacks: Stacks::default(),
            root: None,
            names: BTreeMap::new(),
            anchors: Vec::new(),
            handles: BTreeMap::new(),
            guard: AliasGuard::default(),
            copied: 0,
            bad_keys: BTreeMap::new(),
            not_finite: false,
            outline: None,
        }
    }

    /// Reads the first document; `None` when there is nothing to read. Second comes the place of text behind it.
    pub(super) fn document(&mut self) -> Result<(Option<Node>, Option<usize>), Fault> {
        if self.scan.peek()?.word == Word::StreamEnd {
            return Ok((None, None));
        }
        self.guard.count(1);
        let explicit = self.directives()?;
        let empty = explicit && {
            let word = &self.scan.peek()?.word;
            matches!(
                word,
                Word::Version { .. }
                    | Word::TagDirective { .. }
                    | Word::DocumentStart
                    | Word::DocumentEnd
                    | Word::StreamEnd
            )
        };
        let root = if empty { None } else { Some(self.read_root()?) };
        let next = self.scan.peek()?;
        let dropped = (next.word != Word::StreamEnd).then_some(next.start);
        if let Some(root) = &root {
            self.check_end(root)?;
        }
        Ok((root, dropped))
    }

    /// Reads directives; says whether the document begins with `---`.
    fn directives(&mut self) -> Result<bool, Fault> {
        let mut any = false;
        let mut version = false;
        loop {
            let token = self.scan.peek()?;
            let start = token.start;
            match token.word.clone() {
                Word::Version { major: 1, minor: 1 } if !version => version = true,
                Word::TagDirective { handle, prefix } => {
                    if self.handles.insert(handle, prefix).is_some() {
                        let problem = Problem::RefusedDirective("found duplicate %TAG directive");
                        return Err(Fault::new(problem, start));
                    }
                }
                Word::Version { .. } => {
                    let problem = Problem::RefusedDirective(match version {
                        true => "found duplicate %YAML directive",
                        false => "found incompatible YAML document",
                    });
                    return Err(Fault::new(problem, start));
                }
                Word::DocumentStart => {
                    self.scan.take();
                    return Ok(true);
                }
                _ if any => return Err(Fault::new(Problem::DocumentStartMissing, start)),
                _ => return Ok(false),
            }
            any = true;
            self.scan.take();
        }
    }

    fn read_root(&mut self) -> Result<Node, Fault> {
        let mut step = Step::Read {
            block: true,
            indentless: false,
        };
        loop {
            step = match step {
                Step::Read { block, indentless } => self.value(block, indentless)?,
                Step::Ask => self.ask()?,
                Step::Stop => return Ok(self.root.take().expect("the root is what stopped us")),
            };
        }
    }

    fn value(&mut self, block: bool, indentless: bool) -> Result<Step, Fault> {
        self.count(1)?;
        if let Word::Alias(name) = self.scan.peek()?.word {
            return self.alias(name);
        }
        let properties = self.properties()?;
        let token = self.scan.peek()?;
        let (at, end) = (token.start, token.end);
        let start = properties.start.unwrap_or(at);
        let kind = match &token.word {
            Word::BlockEntry if indentless => Kind::IndentlessList,
            Word::Scalar { .. } => return self.scalar(properties),
            Word::FlowListStart => Kind::FlowList,
            Word::FlowMapStart => Kind::FlowMap,
            Word::BlockListStart if block => Kind::BlockList,
            Word::BlockMapStart if block => Kind::BlockMap,
            _ if properties.anchor.is_some() || properties.tag.is_some() => {
                let text = Cow::Borrowed("");
                let end = properties.end;
                return self.built_scalar(properties, text, Style::Plain, start, end);
            }
            _ => return Err(Fault::new(Problem::ExpectedContent, at)),
        };
        if kind != Kind::IndentlessList {
            self.scan.take();
        }
        self.open(kind, start, end, properties.anchor)
    }

    /// Opens a list or map.
    fn open(
        &mut self,
        kind: Kind,
        start: usize,
        end: usize,
        anchor: Option<usize>,
    ) -> Result<Step, Fault> {
        if self.frames.len() >= self.context.limits.depth {
            return Err(Fault::new(Problem::TooDeep, start));
        }
        let frame = Frame::new(kind, &self.stacks, start, end, anchor);
        if let Some(outline) = &mut self.outline {
            outline.open(&frame);
        }
        self.frames.push(frame);
        Ok(Step::Ask)
    }

    /// Opens the map of one pair that `[a: b]` holds.
    pub(super) fn open_pair(&mut self, start: usize, end: usize) -> Result<Step, Fault> {
        self.count(1)?;
        self.open(Kind::FlowPair, start, end, None)
    }

    pub(super) fn count(&mut self, count: u64) -> Result<(), Fault> {
        self.guard.count(count);
        if self.guard.is_excessive() {
            return Err(self.scan.fault(Problem::TooManyAliases));
        }
        if self.guard.total() + self.copied > self.context.limits.nodes {
            return Err(self.scan.fault(Problem::TooManyNodes));
        }
        Ok(())
    }

    fn scalar(&mut self, properties: Properties<'a>) -> Result<Step, Fault> {
        let token = self.scan.take();
        let start = properties.start.unwrap_or(token.start);
        match token.word {
            Word::Scalar { style, text } => {
                self.built_scalar(properties, text, style, start, token.end)
            }
            _ => Err(Fault::new(Problem::ExpectedContent, token.start)),
        }
    }

    fn built_scalar(
        &mut self,
        properties: Properties<'a>,
        text: Cow<'a, str>,
        style: Style,
        start: usize,
        end: usize,
    ) -> Result<Step, Fault> {
        let written = Written {
            tag: properties.tag,
            text,
            is_plain: style == Style::Plain,
        };
        if let Some(outline) = &mut self.outline {
            outline.scalar(written, properties.anchor);
            return self.give_nothing(start, end);
        }
        let merge = written.is_merge();
        let scalar = resolve::written(written).map_err(|problem| Fault::new(problem, start))?;
        let node = Node::new(self.scalar_value(scalar), self.context.span(start, end));
        self.complete(properties.anchor, &node, 1)?;
        self.give(Built {
            node,
            start,
            end,
            size: 1,
            merge,
            alias: false,
        })
    }

    fn scalar_value(&mut self, scalar: Scalar<'_>) -> Value {
        match scalar {
            Scalar::Null => Value::Null,
            Scalar::Bool(value) => Value::Bool(value),
            Scalar::Number(number) => {
                if let Number::Float(value) = number {
                    self.not_finite |= !value.is_finite();
                }
                Value::Number(number)
            }
            Scalar::Text(Cow::Owned(text)) => Value::from(text),
            Scalar::Text(Cow::Borrowed(text)) => Value::String(self.context.share.share(text)),
        }
    }

    /// Returns the null that stands where nothing is written.
    pub(super) fn empty(&mut self, at: usize) -> Result<Step, Fault> {
        self.count(1)?;
        let text = Cow::Borrowed("");
        self.built_scalar(Properties::default(), text, Style::Plain, at, at)
    }

    /// Hands on what stands for every value while an outline is kept: a text, which may stand anywhere.
    pub(super) fn give_nothing(&mut self, start: usize, end: usize) -> Result<Step, Fault> {
        self.give(Built {
            node: Node::new(Value::from(""), self.context.span(start, end)),
            start,
            end,
            size: 1,
            merge: false,
            alias: false,
        })
    }

    /// Remembers the value of an anchor.
    fn complete(&mut self, anchor: Option<usize>, node: &Node, size: u64) -> Result<(), Fault> {
        if let Some(number) = anchor {
            self.copied += size;
            if self.guard.total() + self.copied > self.context.limits.nodes {
                return Err(self.scan.fault(Problem::TooManyNodes));
            }
            self.anchors[number] = Some(Anchored {
                node: node.clone(),
                size,
            });
        }
        Ok(())
    }

    /// Closes the innermost frame, whose text ends at `end` when a bracket closed it.
    pub(super) fn close(&mut self, end: Option<usize>) -> Result<Step, Fault> {
        let frame = self
            .frames
            .pop()
            .expect("only the innermost frame asks to be closed");
        let end = end.unwrap_or(frame.end);
        let mut value = match frame.content {
            Content::List(base) => Value::List(self.stacks.items.drain(base..).collect()),
            Content::Map(map) => Value::Map(map.finish(&mut self.stacks.entries)),
        };
        if let Some(outline) = &mut self.outline {
            outline.close();
            value = Value::from("");
        }
        let node = Node::new(value, self.context.span(frame.start, end));
        self.complete(frame.anchor, &node, frame.size)?;
        self.give(Built {
            node,
            start: frame.start,
            end,
            size: frame.size,
            merge: false,
            alias: false,
        })
    }

    /// Hands a value to the innermost frame; without one it is the root.
    #[inline]
    pub(super) fn give(&mut self, built: Built) -> Result<Step, Fault> {
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(built.node);
            return Ok(Step::Stop);
        };
        frame.end = frame.end.max(built.end);
        frame.size += built.size;
        if frame.awaits_key() {
            self.give_key(built)?;
        } else if let Content::List(_) = frame.content {
            frame.turn = Turn::Next;
            self.stacks.items.push(built.node);
        } else {
            self.give_value(built)?;
        }
        Ok(Step::Ask)
    }

    fn give_key(&mut self, built: Built) -> Result<(), Fault> {
        let span = self.context.span(built.start, built.end);
        let (text, problem) = key_text(built.node.value, self.context.share)
            .map_err(|problem| Fault::new(problem, built.start))?;
        self.bad_keys.extend(problem.map(|problem| (span, problem)));
        if let Some(frame) = self.frames.last_mut() {
            if built.merge {
                self.guard.uncount(1);
                frame.size -= 1;
            }
            frame.key = Some((Key { text, span }, built.merge));
            frame.turn = Turn::Value;
        }
        Ok(())
    }

    fn give_value(&mut self, built: Built) -> Result<(), Fault> {
        let Some(frame) = self.frames.last_mut() else {
            return Ok(());
        };
        frame.turn = match frame.kind {
            Kind::FlowPair => Turn::Done,
            _ => Turn::Next,
        };
        let (Content::Map(map), Some((key, merge))) = (&mut frame.content, frame.key.take()) else {
            return Ok(());
        };
        let entries = &mut self.stacks.entries;
        let earlier = if merge {
            if matches!(built.node.value, Value::List(_)) {
                self.guard.uncount(1);
                frame.size -= 1;
            }
            map.merge(entries, key, built.node.value, built.alias)
                .map_err(|problem| Fault::new(problem, built.start))?;
            None
        } else {
            let later = Key {
                text: key.text.clone(),
                span: key.span,
            };
            map.set(entries, key, built.node)
                .map(|earlier| (earlier, later))
        };
        self.context.duplicates.extend(earlier);
        self.context.duplicates.extend(map.colliding_merges());
        let stop = self.context.reading == Reading::Strict && !self.context.duplicates.is_empty();
        if stop {
            return Err(self.scan.fault(Problem::DuplicateKey));
        }
        Ok(())
    }

    /// Finds the values and keys that JSON has no text for; only those that lasted count.
    fn check_end(&self, root: &Node) -> Result<(), Fault> {
        if !self.not_finite && self.bad_keys.is_empty() {
            return Ok(());
        }
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            let at = |span: Span| (span.start as usize).saturating_sub(self.context.base);
            match &node.value {
                Value::Number(Number::Float(value)) if !value.is_finite() => {
                    return Err(Fault::new(Problem::NotFinite, at(node.span)));
                }
                Value::List(items) => open.extend(items),
                Value::Map(map) => {
                    for entry in map {
                        let key = &entry.key;
                        if let Some(problem) = self.bad_keys.get(&key.span) {
                            return Err(Fault::new(*problem, at(key.span)));
                        }
                        open.push(&entry.node);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}
