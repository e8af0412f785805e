//! The layout: where lines and indentations begin.

use super::analysis::{Analysis, Style};
use super::{order, scalar};
use crate::strconv::{self, Style as FloatStyle};
use crate::yaml::{Entry, Map, Node, Number, Value};

/// Lines are folded at the first blank behind this column.
pub(super) const WIDTH: usize = 80;

/// The longest key, in bytes, that stands before its colon on one line.
const LONGEST_SIMPLE_KEY: usize = 128;

/// Writes a tree, without the line feed at its end.
pub(crate) fn write(node: &Node) -> String {
    let mut emitter = Emitter {
        out: String::new(),
        column: 0,
        whitespace: true,
        indention: true,
        indent: None,
    };
    emitter.node(node, Place::Item);
    emitter.begin_line();
    if emitter.out.ends_with('\n') {
        emitter.out.pop();
    }
    emitter.out
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At the root or in a list.
    Item,
    /// In a map, behind the colon or behind `?`.
    Value,
    /// Before the colon.
    SimpleKey,
}

/// What libyaml's emitter knows of the line that it writes.
pub(super) struct Emitter {
    pub(super) out: String,
    pub(super) column: usize,
    /// The last character was white space.
    pub(super) whitespace: bool,
    /// Nothing but indentation and signs of lists and maps stands on the line.
    pub(super) indention: bool,
    /// The indentation; none before the root.
    indent: Option<usize>,
}

impl Emitter {
    pub(super) fn put(&mut self, c: char) {
        self.out.push(c);
        self.column += 1;
    }

    pub(super) fn put_break(&mut self) {
        self.out.push('\n');
        self.column = 0;
    }

    /// Writes a character that is a line break.
    pub(super) fn write_break(&mut self, c: char) {
        self.out.push(c);
        self.column = 0;
    }

    /// Goes to the indentation, on a new line unless this one is still empty.
    pub(super) fn begin_line(&mut self) {
        let indent = self.indent.unwrap_or(0);
        let at_indent = self.column == indent && !self.whitespace;
        if !self.indention || self.column > indent || at_indent {
            self.put_break();
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.indention = true;
    }

    /// Writes a sign, behind a blank if it needs one; `indents` says whether more may begin on the same line.
    pub(super) fn sign(&mut self, sign: &str, apart: bool, indents: bool) {
        if apart && !self.whitespace {
            self.put(' ');
        }
        for c in sign.chars() {
            self.put(c);
        }
        self.whitespace = false;
        self.indention &= indents;
    }

    /// Does something two columns deeper, or at the first column in the root.
    pub(super) fn deeper(&mut self, root: usize, step: usize, act: impl FnOnce(&mut Self)) {
        let outer = self.indent;
        self.indent = Some(outer.map_or(root, |indent| indent + step));
        act(self);
        self.indent = outer;
    }

    fn node(&mut self, node: &Node, place: Place) {
        match &node.value {
            Value::Null => self.text("null", Style::Plain, place),
            Value::Bool(true) => self.text("true", Style::Plain, place),
            Value::Bool(false) => self.text("false", Style::Plain, place),
            Value::Number(number) => self.text(&number_text(*number), Style::Plain, place),
            Value::String(text) => {
                let style = Analysis::of(text).style(text, place == Place::SimpleKey);
                self.text(text, style, place);
            }
            Value::List(items) if items.is_empty() => self.sign("[]", true, false),
            Value::Map(map) if map.is_empty() => self.sign("{}", true, false),
            Value::List(items) => {
                let indentless = place == Place::Value && !self.indention;
                let step = if indentless { 0 } else { 2 };
                self.deeper(0, step, |emitter| emitter.list(items));
            }
            Value::Map(map) => self.deeper(0, 2, |emitter| emitter.map(map)),
        }
    }

    fn text(&mut self, text: &str, style: Style, place: Place) {
        let folds = place != Place::SimpleKey;
        self.deeper(2, 2, |emitter| scalar::write(emitter, text, style, folds));
    }

    fn list(&mut self, items: &[Node]) {
        for item in items {
            self.begin_line();
            self.sign("-", true, true);
            self.node(item, Place::Item);
        }
    }

    fn map(&mut self, map: &Map) {
        let entries: Vec<&Entry> = map.iter().collect();
        for entry in order::sort(entries, |entry| entry.key.text.chars().collect()) {
            self.begin_line();
            self.key(&entry.key.text);
            self.node(&entry.node, Place::Value);
        }
    }

    /// Writes a key and its colon. One that is long or has line breaks is announced by `?`.
    fn key(&mut self, key: &str) {
        let analysis = Analysis::of(key);
        if !analysis.multiline && key.len() <= LONGEST_SIMPLE_KEY {
            self.text(key, analysis.style(key, true), Place::SimpleKey);
            self.sign(":", false, false);
        } else {
            self.sign("?", true, true);
            self.text(key, analysis.style(key, false), Place::Value);
            self.begin_line();
            self.sign(":", true, true);
        }
    }
}

fn number_text(number: Number) -> String {
    match number {
        Number::Int(value) => value.to_string(),
        Number::Uint(value) => value.to_string(),
        Number::Float(value) => strconv::float(value, FloatStyle::G, None),
    }
}
