//! From JSON text to nodes. The walk keeps its own stack.

use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{SourceId, Span};
use crate::yaml::{Entry, Key, Map, Node, Number, Value};
use std::sync::Arc;

/// How deep lists and maps may nest, as in Go's `encoding/json`.
pub const MAX_DEPTH: usize = 10_000;

/// The faults of JSON texts.
pub const CODES: &[Code] = &[INVALID_JSON, DUPLICATE_KEY, TOO_DEEP];

const INVALID_JSON: Code = Code {
    name: "invalid-json",
    what: "The text is not JSON, so nothing can be read from it.",
};
const DUPLICATE_KEY: Code = Code {
    name: "duplicate-key",
    what: "A map names a key twice; readers differ in which one they take.",
};
const TOO_DEEP: Code = Code {
    name: "too-deep",
    what: "Lists and maps nest deeper than any reader allows.",
};

/// Returns the one JSON value of a text (RFC 8259), each node with its byte range. Integers that fit 64 bits are exact, other
/// numbers are floats; `-0` is the integer 0.
///
/// # Errors
/// Where the text is no JSON value, names a key twice in a map, holds a number that no float can hold or half of a surrogate
/// pair, or nests deeper than [`MAX_DEPTH`].
pub fn parse(text: &str, source: SourceId) -> Result<Node, Box<Diagnostic>> {
    let mut reader = Reader {
        text,
        source,
        at: 0,
        open: Vec::new(),
    };
    reader.document()
}

struct Open {
    start: usize,
    filling: Filling,
}

enum Filling {
    List(Vec<Node>),
    Map(Vec<Entry>, Key),
}

struct Reader<'a> {
    text: &'a str,
    source: SourceId,
    at: usize,
    open: Vec<Open>,
}

impl Reader<'_> {
    fn document(&mut self) -> Result<Node, Box<Diagnostic>> {
        loop {
            let mut complete = self.value()?;
            while let Some(node) = complete.take() {
                let Some(open) = self.open.pop() else {
                    self.skip_blanks();
                    return match self.peek() {
                        None => Ok(node),
                        Some(_) => Err(self.unexpected("the end of the text")),
                    };
                };
                complete = self.fill(open, node)?;
            }
        }
    }

    /// Reads a value, or goes to the first value of a collection and returns nothing.
    fn value(&mut self) -> Result<Option<Node>, Box<Diagnostic>> {
        self.skip_blanks();
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => return self.begin_map(),
            Some(b'[') => return self.begin_list(),
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            _ => self.word()?,
        };
        Ok(Some(self.node(value, start)))
    }

    fn begin_map(&mut self) -> Result<Option<Node>, Box<Diagnostic>> {
        let start = self.begin()?;
        if self.eat(b'}') {
            return Ok(Some(self.node(Value::Map(Map::new()), start)));
        }
        let key = self.key()?;
        let filling = Filling::Map(Vec::new(), key);
        self.open.push(Open { start, filling });
        Ok(None)
    }

    fn begin_list(&mut self) -> Result<Option<Node>, Box<Diagnostic>> {
        let start = self.begin()?;
        if self.eat(b']') {
            return Ok(Some(self.node(Value::List(Vec::new()), start)));
        }
        let filling = Filling::List(Vec::new());
        self.open.push(Open { start, filling });
        Ok(None)
    }

    /// Goes past a bracket and the blanks after it.
    fn begin(&mut self) -> Result<usize, Box<Diagnostic>> {
        let start = self.at;
        self.at += 1;
        if self.open.len() == MAX_DEPTH {
            let message = format!("lists and maps nest deeper than {MAX_DEPTH}");
            let fault = Diagnostic::error(TOO_DEEP, self.span(start), message);
            return Err(Box::new(fault));
        }
        self.skip_blanks();
        Ok(start)
    }

    /// Puts a value into its collection, which is returned when that was its last one.
    fn fill(&mut self, mut open: Open, node: Node) -> Result<Option<Node>, Box<Diagnostic>> {
        self.skip_blanks();
        let has_more = self.eat(b',');
        let value = match open.filling {
            Filling::List(mut items) => {
                items.push(node);
                if has_more {
                    open.filling = Filling::List(items);
                    self.open.push(open);
                    return Ok(None);
                }
                self.expect(b']', "`,` or `]`")?;
                Value::List(items)
            }
            Filling::Map(mut entries, key) => {
                entries.push(Entry { key, node });
                if has_more {
                    self.skip_blanks();
                    open.filling = Filling::Map(entries, self.key()?);
                    self.open.push(open);
                    return Ok(None);
                }
                self.expect(b'}', "`,` or `}`")?;
                require_unique(&entries)?;
                Value::Map(Map::from_unique(entries))
            }
        };
        Ok(Some(self.node(value, open.start)))
    }

    fn key(&mut self) -> Result<Key, Box<Diagnostic>> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a key in double quotes"));
        }
        let start = self.at;
        let text = self.string()?;
        let span = self.span(start);
        self.skip_blanks();
        self.expect(b':', "`:`")?;
        Ok(Key { text, span })
    }

    fn string(&mut self) -> Result<Arc<str>, Box<Diagnostic>> {
        match text::read(&self.text[self.at..]) {
            Ok((string, length)) => {
                self.at += length;
                Ok(Arc::from(&*string))
            }
            Err((at, message)) => {
                self.at += at;
                Err(self.invalid(self.at, message))
            }
        }
    }

    fn word(&mut self) -> Result<Value, Box<Diagnostic>> {
        let words = [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
        ];
        let rest = &self.text[self.at..];
        match words.into_iter().find(|(word, _)| rest.starts_with(word)) {
            Some((word, value)) => {
                self.at += word.len();
                Ok(value)
            }
            None => Err(self.unexpected("a JSON value")),
        }
    }

    fn number(&mut self) -> Result<Number, Box<Diagnostic>> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        let mut is_integer = true;
        if self.eat(b'.') {
            is_integer = false;
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            is_integer = false;
            let _ = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        let text = &self.text[start..self.at];
        number(text, is_integer).ok_or_else(|| {
            self.invalid(
                start,
                format!("the number `{text}` is beyond a 64-bit float"),
            )
        })
    }

    fn digits(&mut self) -> Result<(), Box<Diagnostic>> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.unexpected("a digit"));
        }
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn expect(&mut self, byte: u8, expected: &str) -> Result<(), Box<Diagnostic>> {
        if self.eat(byte) {
            Ok(())
        } else {
            Err(self.unexpected(expected))
        }
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn span(&self, start: usize) -> Span {
        Span::new(self.source, start, self.at)
    }

    fn node(&self, value: Value, start: usize) -> Node {
        Node::new(value, self.span(start))
    }

    fn unexpected(&mut self, expected: &str) -> Box<Diagnostic> {
        let start = self.at;
        let found = match self.text[start..].chars().next() {
            Some(c) => {
                self.at += c.len_utf8();
                format!("`{}`", c.escape_debug())
            }
            None => "the end of the text".to_owned(),
        };
        self.invalid(start, format!("expected {expected}, found {found}"))
    }

    fn invalid(&self, start: usize, message: impl Into<String>) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(INVALID_JSON, self.span(start), message))
    }
}

/// Returns the value of a number's text, or `None` beyond the range of a float.
fn number(text: &str, is_integer: bool) -> Option<Number> {
    if is_integer {
        if let Ok(value) = text.parse() {
            return Some(Number::Int(value));
        }
        if let Ok(value) = text.parse() {
            return Some(Number::Uint(value));
        }
    }
    let value: f64 = text.parse().ok()?;
    value.is_finite().then_some(Number::Float(value))
}

fn require_unique(entries: &[Entry]) -> Result<(), Box<Diagnostic>> {
    let mut keys: Vec<&Key> = entries.iter().map(|entry| &entry.key).collect();
    keys.sort_by_key(|key| &key.text);
    let twice = keys
        .windows(2)
        .filter(|pair| pair[0].text == pair[1].text)
        .min_by_key(|pair| pair[1].span.start);
    let Some(&[first, second]) = twice else {
        return Ok(());
    };
    let message = format!("the map names the key `{}` twice", second.text);
    let fault = Diagnostic::error(DUPLICATE_KEY, second.span, message)
        .related(first.span, "first named here")
        .help("remove one of the two");
    Err(Box::new(fault))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;

    fn message(text: &str) -> String {
        let fault = parse(text, Sources::new().add("", [])).unwrap_err();
        let span = fault.span.unwrap();
        format!("{}-{}: {}", span.start, span.end, fault.message)
    }

    fn value(text: &str) -> Value {
        parse(text, Sources::new().add("", [])).unwrap().value
    }

    #[test]
    fn numbers_are_exact_where_they_fit() {
        let cases = [
            ("-9223372036854775808", Number::Int(i64::MIN)),
            ("18446744073709551615", Number::Uint(u64::MAX)),
            (
                "18446744073709551616",
                Number::Float(18_446_744_073_709_551_616.0),
            ),
            ("-0", Number::Int(0)),
            ("-0.0", Number::Float(-0.0)),
            ("1.0", Number::Float(1.0)),
            ("1e-400", Number::Float(0.0)),
        ];
        for (text, number) in cases {
            assert_eq!(value(text), Value::Number(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused_at_its_place() {
        let cases = [
            ("", "0-0: expected a JSON value, found the end of the text"),
            ("[1,]", "3-4: expected a JSON value, found `]`"),
            ("[1 2]", "3-4: expected `,` or `]`, found `2`"),
            ("{a: 1}", "1-2: expected a key in double quotes, found `a`"),
            ("{\"a\" 1}", "5-6: expected `:`, found `1`"),
            (
                "{\"a\":1,}",
                "7-8: expected a key in double quotes, found `}`",
            ),
            ("01", "1-2: expected the end of the text, found `1`"),
            ("1.", "2-2: expected a digit, found the end of the text"),
            ("-", "1-1: expected a digit, found the end of the text"),
            (
                "[1e400]",
                "1-6: the number `1e400` is beyond a 64-bit float",
            ),
            ("nul", "0-1: expected a JSON value, found `n`"),
            ("\u{feff}1", "0-3: expected a JSON value, found `\\u{feff}`"),
            (
                "{\"a\":{\"b\":1,\"c\":2,\"b\":3}}",
                "18-21: the map names the key `b` twice",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(message(text), expected, "{text}");
        }
    }

    #[test]
    fn spans_are_those_of_the_text() {
        let text = r#" {"a": [1, "b"]} "#;
        let node = parse(text, Sources::new().add("", [])).unwrap();
        let place = |node: &Node| &text[node.span.start as usize..node.span.end as usize];
        assert_eq!(place(&node), r#"{"a": [1, "b"]}"#);
        let list = node.get("a").unwrap();
        assert_eq!(place(list), r#"[1, "b"]"#);
        assert_eq!(place(&list.as_list().unwrap()[1]), r#""b""#);
    }

    #[test]
    fn depth_has_an_end() {
        let text = "[".repeat(MAX_DEPTH + 1);
        assert_eq!(
            message(&text),
            "10000-10001: lists and maps nest deeper than 10000"
        );
    }
}
