//! Where a byte came from: a text, a range in it, a line and a column.
//!
//! In go texts by path, out come small copyable [`Span`]s that every other room carries about. The room knows no language.

use std::sync::{Arc, OnceLock};

/// Names one text of a [`Sources`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A half-open byte range `start..end` of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text that the range lies in.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// Returns the range `start..end` of `source`; offsets past 4 GiB saturate, and no source is that long.
    #[must_use]
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            source,
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// Returns the empty range at the beginning of `source`, for faults that concern a whole file.
    #[must_use]
    pub fn whole(source: SourceId) -> Self {
        Self::new(source, 0, 0)
    }

    /// Returns the smallest range that covers both; the other must lie in the same text, else `self` is returned.
    #[must_use]
    pub fn to(self, other: Span) -> Self {
        if self.source != other.source {
            return self;
        }
        Self {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Returns the part `start..end` of this range, offsets counted from its first byte.
    #[must_use]
    pub fn part(self, start: usize, end: usize) -> Self {
        Self::new(
            self.source,
            self.start as usize + start,
            (self.start as usize + end).min(self.end as usize),
        )
    }
}

/// A place as people count it: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line number, from 1.
    pub line: usize,
    /// Column number in characters, from 1.
    pub column: usize,
}

#[derive(Debug)]
struct Source {
    path: Arc<str>,
    text: Arc<[u8]>,
    /// Where each line begins; made when a place is asked for, because few texts are ever pointed at and those often.
    lines: OnceLock<Vec<usize>>,
}

impl Source {
    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', &self.text);
            std::iter::once(0).chain(ends.map(|end| end + 1)).collect()
        })
    }
}

/// The texts that were read, each under its path as shown to people.
#[derive(Debug, Default)]
pub struct Sources {
    all: Vec<Source>,
}

impl Sources {
    /// Returns an empty table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under the path that diagnostics will show, and returns its id.
    ///
    /// # Panics
    /// When more than 2^32 texts are added; the limits on files are far below.
    pub fn add(&mut self, path: impl Into<Arc<str>>, text: impl Into<Arc<[u8]>>) -> SourceId {
        let id = SourceId(
            u32::try_from(self.all.len()).expect("the limits on files are far below 2^32"),
        );
        self.all.push(Source {
            path: path.into(),
            text: text.into(),
            lines: OnceLock::new(),
        });
        id
    }

    /// Returns the path of a text.
    #[must_use]
    pub fn path(&self, id: SourceId) -> &Arc<str> {
        &self.all[id.0 as usize].path
    }

    /// Returns the bytes of a text.
    #[must_use]
    pub fn text(&self, id: SourceId) -> &Arc<[u8]> {
        &self.all[id.0 as usize].text
    }

    /// Returns the bytes of a range, cut to the text's length.
    #[must_use]
    pub fn slice(&self, span: Span) -> &[u8] {
        let text = self.text(span.source);
        let end = (span.end as usize).min(text.len());
        &text[(span.start as usize).min(end)..end]
    }

    /// Returns line and column of a byte offset; an offset past the end is the end.
    #[must_use]
    pub fn position(&self, source: SourceId, offset: u32) -> Position {
        let source = &self.all[source.0 as usize];
        let offset = (offset as usize).min(source.text.len());
        let lines = source.lines();
        let line = lines.partition_point(|&begin| begin <= offset);
        let begin = lines[line - 1];
        let characters = source.text[begin..offset]
            .iter()
            .filter(|&&byte| byte & 0xC0 != 0x80)
            .count();
        Position {
            line,
            column: characters + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let mut sources = Sources::new();
        let id = sources.add("a", "x\n\u{e4}\u{20ac}: y".as_bytes());
        assert_eq!(sources.position(id, 7), Position { line: 2, column: 3 });
        assert_eq!(sources.position(id, 99), Position { line: 2, column: 6 });
        assert_eq!(sources.position(id, 0), Position { line: 1, column: 1 });
        assert_eq!(sources.position(id, 1), Position { line: 1, column: 2 });
        assert_eq!(sources.position(id, 2), Position { line: 2, column: 1 });
    }
}
