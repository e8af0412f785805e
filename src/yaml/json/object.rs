//! JSON text, written field by field.

use super::write::{Escapes, push_compact, push_text};
use crate::yaml::Node;

/// An object of JSON under way: its fields stand in the order in which they are added. Keys that stand twice are the caller's.
pub struct Object<'o> {
    out: &'o mut String,
    is_empty: bool,
}

/// Adds an object to a text.
pub fn push_object(out: &mut String, fields: impl FnOnce(&mut Object<'_>)) {
    out.push('{');
    fields(&mut Object {
        out,
        is_empty: true,
    });
    out.push('}');
}

impl Object<'_> {
    fn key(&mut self, key: &str) -> &mut String {
        if !std::mem::replace(&mut self.is_empty, false) {
            self.out.push(',');
        }
        push_text(key, Escapes::Needed, self.out);
        self.out.push(':');
        self.out
    }

    /// Adds a text.
    pub fn text(&mut self, key: &str, text: &str) {
        push_text(text, Escapes::Needed, self.key(key));
    }

    /// Adds a text, or `null` where there is none.
    pub fn text_or_null(&mut self, key: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(key, text),
            None => self.key(key).push_str("null"),
        }
    }

    /// Adds a number.
    pub fn number(&mut self, key: &str, number: usize) {
        self.key(key).push_str(&number.to_string());
    }

    /// Adds a boolean.
    pub fn boolean(&mut self, key: &str, boolean: bool) {
        self.key(key)
            .push_str(if boolean { "true" } else { "false" });
    }

    /// Adds the text of a node, or `null` where there is none.
    pub fn node(&mut self, key: &str, node: Option<&Node>) {
        let out = self.key(key);
        match node {
            Some(node) => push_compact(node, Escapes::Needed, out),
            None => out.push_str("null"),
        }
    }

    /// Adds an object.
    pub fn object(&mut self, key: &str, fields: impl FnOnce(&mut Object<'_>)) {
        push_object(self.key(key), fields);
    }

    /// Adds a list of texts.
    pub fn texts<'t>(&mut self, key: &str, texts: impl IntoIterator<Item = &'t str>) {
        self.list(key, ",", texts, |out, text| {
            push_text(text, Escapes::Needed, out);
        });
    }

    /// Adds a list of objects.
    pub fn objects<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        mut fields: impl FnMut(&mut Object<'_>, T),
    ) {
        self.list(key, ",", items, |out, item| {
            push_object(out, |object| fields(object, item));
        });
    }

    /// Adds a list of objects that begins a line with each of them but the first.
    pub fn lines<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        mut fields: impl FnMut(&mut Object<'_>, T),
    ) {
        self.list(key, ",\n", items, |out, item| {
            push_object(out, |object| fields(object, item));
        });
    }

    fn list<T>(
        &mut self,
        key: &str,
        separator: &str,
        items: impl IntoIterator<Item = T>,
        mut push: impl FnMut(&mut String, T),
    ) {
        let out = self.key(key);
        out.push('[');
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                out.push_str(separator);
            }
            push(out, item);
        }
        out.push(']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;
    use crate::yaml::json;

    #[test]
    fn fields_stand_in_their_order() {
        let node = json::parse(r#"{"n":[1,null]}"#, Sources::new().add("", [])).unwrap();
        let mut out = "x ".to_owned();
        push_object(&mut out, |object| {
            object.text("b", "\u{1f}\"\\");
            object.text_or_null("a", None);
            object.text_or_null("\n", Some("<"));
            object.number("n", 7);
            object.boolean("t", true);
            object.boolean("f", false);
            object.node("node", Some(&node));
            object.node("none", None);
            object.object("o", |_| {});
            object.texts("texts", ["a", "b"]);
            object.objects("objects", [1, 2], |object, at| object.number("at", at));
            object.lines("lines", [1, 2], |object, at| object.number("at", at));
        });
        let expected = r#"x {"b":"\u001f\"\\","a":null,"\n":"<","n":7,"t":true,"f":false,"node":{"n":[1,null]},"none":null,"o":{},"texts":["a","b"],"objects":[{"at":1},{"at":2}],"lines":[{"at":1},
{"at":2}]}"#;
        assert_eq!(out, expected);
    }
}
