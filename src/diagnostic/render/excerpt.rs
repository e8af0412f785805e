//! The lines of one file that a finding speaks of, safe to show.

use crate::diagnostic::render::clean;
use crate::span::{Sources, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// No mark is longer, and no line goes on further behind its last mark, in bytes.
const REACH: usize = 160;

/// A mark in the text of an [`Excerpt`].
pub(super) struct Mark<'a> {
    pub(super) range: Range<usize>,
    pub(super) label: Option<&'a str>,
    pub(super) primary: bool,
}

/// A piece of a file: harmless text from one line to another, and marks in it.
pub(super) struct Excerpt<'a> {
    pub(super) path: String,
    pub(super) first_line: usize,
    pub(super) text: String,
    pub(super) marks: Vec<Mark<'a>>,
}

/// A place that a finding speaks of.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) span: Span,
    pub(super) label: Option<&'a str>,
    pub(super) primary: bool,
}

/// One line of a file.
struct Line {
    number: usize,
    start: usize,
    /// Where the line ends or what is shown of it does.
    end: usize,
    cut: bool,
}

/// Returns what to show of one file; `None` where all places stand on blank ground.
pub(super) fn excerpt<'a>(places: &[Place<'a>], sources: &Sources) -> Option<Excerpt<'a>> {
    let source = places.first()?.span.source;
    let bytes = sources.text(source);
    let lines = lines(places, bytes);
    let first_line = lines.values().next()?.0.number;
    let mut path = String::new();
    clean::push_line(sources.path(source), &mut path);
    let mut excerpt = Excerpt {
        path,
        first_line,
        text: String::new(),
        marks: Vec::new(),
    };
    let mut number = first_line;
    for (line, on_line) in lines.values() {
        // What no mark stands on is not shown: the renderer folds two such lines and more away by itself.
        let gap = line.number - number;
        if gap == 1 {
            excerpt.text.push('…');
        }
        excerpt.text.extend(std::iter::repeat_n('\n', gap));
        excerpt.push(line, on_line, bytes);
        number = line.number + 1;
    }
    Some(excerpt)
}

/// Says whether nothing can be shown of a place: its line is blank, or blank up to where an empty place hides the rest.
pub(super) fn is_blank(place: Place<'_>, sources: &Sources) -> bool {
    lines(&[place], sources.text(place.span.source)).is_empty()
}

/// Returns the lines that have something to show, each with its places, by their beginnings.
fn lines<'a>(places: &[Place<'a>], bytes: &[u8]) -> BTreeMap<usize, (Line, Vec<Place<'a>>)> {
    let mut lines: BTreeMap<usize, (Line, Vec<Place<'a>>)> = BTreeMap::new();
    for &place in places {
        let line = line_at(bytes, place.span.start as usize);
        let (_, on_line) = lines.entry(line.start).or_insert((line, Vec::new()));
        on_line.push(place);
    }
    for (line, on_line) in lines.values_mut() {
        shorten(line, on_line);
    }
    lines.retain(|_, (line, _)| !bytes[line.start..line.end].trim_ascii().is_empty());
    lines
}

impl<'a> Excerpt<'a> {
    fn push(&mut self, line: &Line, on_line: &[Place<'a>], bytes: &[u8]) {
        let start = self.text.len();
        self.text
            .push_str(&clean::source(&bytes[line.start..line.end]));
        let shown = self.text.len();
        let offset = |at: usize| {
            let at = boundary(bytes, line.start, at.clamp(line.start, line.end));
            start + clean::source(&bytes[line.start..at]).len()
        };
        for place in on_line {
            let from = offset(place.span.start as usize);
            let end = (place.span.end as usize).min(place.span.start as usize + REACH);
            self.marks.push(Mark {
                range: from..offset(end).clamp(from, shown),
                label: place.label,
                primary: place.primary,
            });
        }
        if line.cut {
            self.text.push('…');
        }
        self.text.push('\n');
    }
}

fn line_at(bytes: &[u8], offset: usize) -> Line {
    let offset = offset.min(bytes.len());
    let start = memchr::memrchr(b'\n', &bytes[..offset]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &bytes[offset..]).map_or(bytes.len(), |at| offset + at);
    let carriage_return = bytes[start..end].ends_with(b"\r");
    Line {
        number: memchr::memchr_iter(b'\n', &bytes[..start]).count() + 1,
        start,
        end: end - usize::from(carriage_return),
        cut: false,
    }
}

/// Ends the line at the first empty mark, or some way behind the last mark.
fn shorten(line: &mut Line, places: &[Place<'_>]) {
    let ends = places.iter().map(|place| {
        let (start, end) = (place.span.start as usize, place.span.end as usize);
        if start == end {
            start
        } else {
            end.min(start + REACH) + REACH
        }
    });
    let empty = places
        .iter()
        .filter(|place| place.span.start == place.span.end)
        .map(|place| place.span.start as usize)
        .min();
    let end = empty.or_else(|| ends.max()).unwrap_or(line.end);
    if end < line.end {
        line.end = end;
        line.cut = true;
    }
}

/// Says whether two places stand on one line, too far apart to be shown together.
pub(super) fn too_far(a: Span, b: Span, sources: &Sources) -> bool {
    let (from, to) = (a.start.min(b.start), a.start.max(b.start));
    let between = sources.slice(Span {
        source: a.source,
        start: from,
        end: to,
    });
    between.len() > REACH && memchr::memchr(b'\n', between).is_none()
}

/// The beginning of the character that an offset lies in.
fn boundary(bytes: &[u8], start: usize, mut at: usize) -> usize {
    while at > start && at < bytes.len() && bytes[at] & 0xC0 == 0x80 {
        at -= 1;
    }
    at
}
