//! The one text of a tree.
//!
//! Block style throughout, lists at the indentation of their key as kubectl writes them, never folded. Keys keep the node's
//! order. The walk keeps its own stack, so depth costs no stack of the process.

use super::style::{Style, is_escaped};
use super::{Entry, Node, Value, number};
use memchr::memchr_iter;
use std::slice::Iter;

/// The longest key, in bytes as written, that stands before its colon on one line. Readers refuse one of more than 1,024
/// (characters or bytes) there; a longer one is announced by `? `.
const LONGEST_SIMPLE_KEY: usize = 900;

/// No byte of a text takes more than this many when it is written.
const WIDEST_ESCAPE: usize = 4;

/// Writes one document, without `---` before it, and ends it with a line feed.
///
/// Every YAML 1.1 and 1.2 reader takes the text for the same values. No node makes it fail. The order of keys is the node's,
/// so a caller who wants one text for equal maps sorts them first.
pub fn emit(node: &Node, out: &mut String) {
    let mut emitter = Emitter {
        out,
        open: Vec::new(),
        within_line: true,
    };
    match collection(node, 0) {
        Some(opened) => emitter.open.push(opened),
        None => emitter.leaf(node, 0),
    }
    emitter.run();
    out.push('\n');
}

/// Writes documents as a stream in which each begins with a line `---`.
#[must_use]
pub fn emit_stream<'a>(nodes: impl IntoIterator<Item = &'a Node>) -> String {
    let mut out = String::new();
    for node in nodes {
        out.push_str("---\n");
        emit(node, &mut out);
    }
    out
}

/// A collection that is not empty, on its way to the end.
enum Open<'a> {
    Map(Iter<'a, Entry>, usize),
    List(Iter<'a, Node>, usize),
}

/// Returns the walk over a collection; `None` for scalars and for empty collections, which stand on one line.
fn collection(node: &Node, indent: usize) -> Option<Open<'_>> {
    match &node.value {
        Value::Map(map) if !map.is_empty() => Some(Open::Map(map.iter(), indent)),
        Value::List(items) if !items.is_empty() => Some(Open::List(items.iter(), indent)),
        Value::Map(_)
        | Value::List(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_) => None,
    }
}

struct Emitter<'a, 'o> {
    out: &'o mut String,
    open: Vec<Open<'a>>,
    /// The next entry goes on after `- `, or begins the document. Everything else begins a line of its own: what is written
    /// leaves its last line open.
    within_line: bool,
}

impl<'a> Emitter<'a, '_> {
    fn run(&mut self) {
        while let Some(open) = self.open.last_mut() {
            match open {
                Open::Map(rest, indent) => {
                    let indent = *indent;
                    match rest.next() {
                        Some(entry) => self.entry(entry, indent),
                        None => drop(self.open.pop()),
                    }
                }
                Open::List(rest, indent) => {
                    let indent = *indent;
                    match rest.next() {
                        Some(item) => self.item(item, indent),
                        None => drop(self.open.pop()),
                    }
                }
            }
        }
    }

    fn entry(&mut self, entry: &'a Entry, indent: usize) {
        self.begin_line(indent);
        let is_simple = self.key(&entry.key.text, indent);
        let is_list = matches!(entry.node.value, Value::List(_));
        let inner = indent + if is_list && is_simple { 0 } else { 2 };
        match collection(&entry.node, inner) {
            Some(opened) => self.open.push(opened),
            None => {
                self.out.push(' ');
                self.leaf(&entry.node, indent);
            }
        }
    }

    fn item(&mut self, item: &'a Node, indent: usize) {
        self.begin_line(indent);
        self.out.push_str("- ");
        match collection(item, indent + 2) {
            Some(opened) => {
                self.within_line = true;
                self.open.push(opened);
            }
            None => self.leaf(item, indent),
        }
    }

    fn begin_line(&mut self, indent: usize) {
        if self.within_line {
            self.within_line = false;
        } else {
            push_line(indent, self.out);
        }
    }

    /// Writes a key and its colon, and says whether the two stand on one line.
    fn key(&mut self, text: &str, indent: usize) -> bool {
        let start = self.out.len();
        match Style::of_key(text) {
            Style::Plain => self.out.push_str(text),
            Style::Single => push_single(text, self.out),
            Style::Double | Style::Literal => push_double(text, self.out),
        }
        // With its quotes, a text below the first bound cannot exceed the second.
        let is_simple = text.len() < LONGEST_SIMPLE_KEY / WIDEST_ESCAPE
            || self.out.len() - start <= LONGEST_SIMPLE_KEY;
        if !is_simple {
            self.out.insert_str(start, "? ");
            push_line(indent, self.out);
        }
        self.out.push(':');
        is_simple
    }

    /// Writes what needs no walk. `indent` is that of the key or of the item's dash.
    fn leaf(&mut self, node: &Node, indent: usize) {
        match &node.value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(true) => self.out.push_str("true"),
            Value::Bool(false) => self.out.push_str("false"),
            Value::Number(number) => number::push_yaml(*number, self.out),
            Value::List(_) => self.out.push_str("[]"),
            Value::Map(_) => self.out.push_str("{}"),
            Value::String(text) => match Style::of_value(text) {
                Style::Plain => self.out.push_str(text),
                Style::Single => push_single(text, self.out),
                Style::Double => push_double(text, self.out),
                Style::Literal => push_literal(text, indent + 2, self.out),
            },
        }
    }
}

/// Ends the line before and indents the next one.
fn push_line(indent: usize, out: &mut String) {
    const LINE: &str = "\n                                                                ";
    const BLANKS: usize = LINE.len() - 1;
    out.push_str(&LINE[..=indent.min(BLANKS)]);
    let mut left = indent.saturating_sub(BLANKS);
    while left > 0 {
        let blanks = left.min(BLANKS);
        out.push_str(&LINE[1..=blanks]);
        left -= blanks;
    }
}

fn push_single(text: &str, out: &mut String) {
    out.push('\'');
    let mut written = 0;
    for quote in memchr_iter(b'\'', text.as_bytes()) {
        out.push_str(&text[written..=quote]);
        written = quote;
    }
    out.push_str(&text[written..]);
    out.push('\'');
}

fn push_double(text: &str, out: &mut String) {
    out.push('"');
    let mut written = 0;
    for (at, c) in text.char_indices() {
        if !matches!(c, '"' | '\\') && !is_escaped(c) {
            continue;
        }
        out.push_str(&text[written..at]);
        push_escape(c, out);
        written = at + c.len_utf8();
    }
    out.push_str(&text[written..]);
    out.push('"');
}

fn push_escape(c: char, out: &mut String) {
    out.push('\\');
    let code = u32::from(c);
    match c {
        '"' | '\\' => out.push(c),
        '\n' => out.push('n'),
        '\r' => out.push('r'),
        '\t' => out.push('t'),
        _ if code < 0x100 => {
            out.push('x');
            number::push_hex(code, 2, out);
        }
        _ => {
            out.push('u');
            number::push_hex(code, 4, out);
        }
    }
}

/// Writes a block with its header: `|-` for a text that does not end its last line, `|` for one that does, `|+` for one with
/// empty lines after it.
fn push_literal(text: &str, indent: usize, out: &mut String) {
    let body = text.trim_end_matches('\n');
    let ends = text.len() - body.len();
    out.push_str(match ends {
        0 => "|-",
        1 => "|",
        _ => "|+",
    });
    let mut start = 0;
    for end in memchr_iter(b'\n', body.as_bytes()).chain([body.len()]) {
        if start == end {
            out.push('\n');
        } else {
            push_line(indent, out);
            out.push_str(&body[start..end]);
        }
        start = end + 1;
    }
    for _ in 1..ends {
        out.push('\n');
    }
}
