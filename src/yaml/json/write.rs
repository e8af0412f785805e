//! From nodes to JSON text. The walk keeps its own stack, as that of the YAML text does.

use crate::yaml::number;
use crate::yaml::{Entry, Node, Value};
use std::slice::Iter;

/// Which characters of a text are written as escapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escapes {
    /// Those that JSON asks for.
    Needed,
    /// Also `<`, `>`, `&`, U+2028 and U+2029, as Go's `json.Marshal` writes them.
    Go,
}

/// Returns the text on one line, byte for byte what Go's `encoding/json` (Go 1.26) writes for the same values: floats
/// without needless points, with an exponent below 1e-6 and from 1e21, `-0` for the negative zero.
#[must_use]
pub fn compact(node: &Node, escapes: Escapes) -> String {
    let mut out = String::new();
    push_compact(node, escapes, &mut out);
    out
}

/// Adds the text of [`compact`] to another.
pub fn push_compact(node: &Node, escapes: Escapes, out: &mut String) {
    let writer = Writer {
        out: std::mem::take(out),
        open: Vec::new(),
        escapes,
        is_pretty: false,
    };
    *out = writer.write(node);
}

/// Returns the text indented by two blanks, in plain UTF-8, without a line feed at its end.
#[must_use]
pub fn pretty(node: &Node) -> String {
    Writer {
        out: String::new(),
        open: Vec::new(),
        escapes: Escapes::Needed,
        is_pretty: true,
    }
    .write(node)
}

enum Open<'a> {
    Map(Iter<'a, Entry>),
    List(Iter<'a, Node>),
}

enum Next<'a> {
    Entry(&'a Entry),
    Item(&'a Node),
    End(char),
}

impl<'a> Open<'a> {
    fn next(&mut self) -> Next<'a> {
        match self {
            Self::Map(rest) => rest.next().map_or(Next::End('}'), Next::Entry),
            Self::List(rest) => rest.next().map_or(Next::End(']'), Next::Item),
        }
    }
}

struct Writer<'a> {
    out: String,
    open: Vec<Open<'a>>,
    escapes: Escapes,
    is_pretty: bool,
}

impl<'a> Writer<'a> {
    fn write(mut self, node: &'a Node) -> String {
        self.value(node);
        while let Some(open) = self.open.last_mut() {
            match open.next() {
                Next::Entry(entry) => {
                    self.separate();
                    push_text(&entry.key.text, self.escapes, &mut self.out);
                    self.out.push_str(if self.is_pretty { ": " } else { ":" });
                    self.value(&entry.node);
                }
                Next::Item(item) => {
                    self.separate();
                    self.value(item);
                }
                Next::End(bracket) => {
                    self.open.pop();
                    self.begin_line();
                    self.out.push(bracket);
                }
            }
        }
        self.out
    }

    fn value(&mut self, node: &'a Node) {
        match &node.value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(true) => self.out.push_str("true"),
            Value::Bool(false) => self.out.push_str("false"),
            Value::Number(number) => number::push_json(*number, &mut self.out),
            Value::String(text) => push_text(text, self.escapes, &mut self.out),
            Value::List(items) if items.is_empty() => self.out.push_str("[]"),
            Value::Map(map) if map.is_empty() => self.out.push_str("{}"),
            Value::List(items) => {
                self.out.push('[');
                self.open.push(Open::List(items.iter()));
            }
            Value::Map(map) => {
                self.out.push('{');
                self.open.push(Open::Map(map.iter()));
            }
        }
    }

    /// Goes to where the next entry or item begins. What was written last is its collection's bracket only before the first.
    fn separate(&mut self) {
        if !self.out.ends_with(['[', '{']) {
            self.out.push(',');
        }
        self.begin_line();
    }

    fn begin_line(&mut self) {
        if self.is_pretty {
            self.out.push('\n');
            for _ in 0..self.open.len() {
                self.out.push_str("  ");
            }
        }
    }
}

pub(super) fn push_text(text: &str, escapes: Escapes, out: &mut String) {
    out.push('"');
    match is_suspicious(text.as_bytes(), escapes) {
        true => push_escaped(text, escapes, out),
        false => out.push_str(text),
    }
    out.push('"');
}

/// Says whether some byte may begin a character that is written as an escape. It looks at every byte, which compilers do many at
/// a time, while a search that may end early goes byte by byte.
fn is_suspicious(bytes: &[u8], escapes: Escapes) -> bool {
    let needed = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
    let of_go = |byte: u8| (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == 0xE2);
    let any = |found: bool, byte: &u8| found | needed(*byte);
    match escapes {
        Escapes::Needed => bytes.iter().fold(false, any),
        Escapes::Go => bytes
            .iter()
            .fold(false, |found, byte| any(found, byte) | of_go(*byte)),
    }
}

fn push_escaped(text: &str, escapes: Escapes, out: &mut String) {
    let mut written = 0;
    for (at, c) in text.char_indices() {
        let is_escaped = match c {
            '"' | '\\' | '\0'..='\x1F' => true,
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => escapes == Escapes::Go,
            _ => false,
        };
        if is_escaped {
            out.push_str(&text[written..at]);
            push_escape(c, out);
            written = at + c.len_utf8();
        }
    }
    out.push_str(&text[written..]);
}

fn push_escape(c: char, out: &mut String) {
    out.push('\\');
    match c {
        '"' | '\\' => out.push(c),
        '\u{8}' => out.push('b'),
        '\u{c}' => out.push('f'),
        '\n' => out.push('n'),
        '\r' => out.push('r'),
        '\t' => out.push('t'),
        _ => {
            out.push('u');
            number::push_hex(u32::from(c), 4, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;
    use crate::yaml::json;

    fn node(text: &str) -> Node {
        json::parse(text, Sources::new().add("", [])).unwrap()
    }

    #[test]
    fn compact_is_go_s_text() {
        let node = node(
            r#"{"<k>": [1e-09, 1E21, -0.0, 1.0, "[", "a\u2028\u0000\b/\u00fc\u007f", {}, []], "b": {"c": null}}"#,
        );
        assert_eq!(
            compact(&node, Escapes::Needed),
            "{\"<k>\":[1e-9,1e+21,-0,1,\"[\",\"a\u{2028}\\u0000\\b/\u{fc}\u{7f}\",{},[]],\"b\":{\"c\":null}}"
        );
        assert_eq!(
            compact(&node, Escapes::Go),
            "{\"\\u003ck\\u003e\":[1e-9,1e+21,-0,1,\"[\",\"a\\u2028\\u0000\\b/\u{fc}\u{7f}\",{},[]],\"b\":{\"c\":null}}"
        );
    }

    #[test]
    fn pretty_is_indented_by_two() {
        assert_eq!(
            pretty(&node(r#"{"a":[1,{"b":"<"}],"c":{},"d":[[]]}"#)),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"<\"\n    }\n  ],\n  \"c\": {},\n  \"d\": [\n    []\n  ]\n}"
        );
    }
}
