//! The other engine of ApplicationSets, `goTemplate: false`: `{{ name }}` by fasttemplate 1.2.2, as Argo CD v3.5.1 calls it.

use super::error::{Error, Stage};
use crate::strconv::quote;
use std::ops::Range;

/// A text with `{{ name }}` in it, cut once and filled in any number of times.
#[derive(Clone, Debug)]
pub struct FastTemplate {
    text: String,
    /// The tags between their braces, in order.
    tags: Vec<Range<usize>>,
}

/// A name that stands in the result as it stood in the text, because nothing is known by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The name, without the white space around it.
    pub name: String,
    /// The bytes of the template's text, braces and all.
    pub range: Range<usize>,
}

/// What a filled template is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// The names that were not known, in order.
    pub unknown: Vec<Unknown>,
}

impl FastTemplate {
    /// Cuts a text. A text without `{{` and a later `}}` in one line is no template at all, and stays as it is.
    ///
    /// # Errors
    /// Where a `{{` has no `}}` behind it.
    pub fn compile(text: &str) -> Result<Self, Error> {
        let tags = match text.split('\n').any(is_templated) {
            true => tags(text)?,
            false => Vec::new(),
        };
        Ok(Self {
            text: text.to_owned(),
            tags,
        })
    }

    /// Fills the names in. What is put in is not looked at again.
    pub fn fill<T: AsRef<str>>(&self, known: impl Fn(&str) -> Option<T>) -> Filled {
        let mut text = String::with_capacity(self.text.len());
        let mut unknown = Vec::new();
        let mut at = 0;
        for tag in &self.tags {
            let range = tag.start - 2..tag.end + 2;
            text.push_str(self.text.get(at..range.start).unwrap_or_default());
            let name = self.text.get(tag.clone()).unwrap_or_default().trim();
            match known(name).filter(|_| !name.is_empty()) {
                Some(value) => text.push_str(value.as_ref()),
                None => {
                    text.push_str(self.text.get(range.clone()).unwrap_or_default());
                    unknown.push(Unknown {
                        name: name.to_owned(),
                        range: range.clone(),
                    });
                }
            }
            at = range.end;
        }
        text.push_str(self.text.get(at..).unwrap_or_default());
        Filled { text, unknown }
    }

    /// Returns the names that stand in the text, in order, with repetitions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let tags = self.tags.iter();
        tags.filter_map(|tag| self.text.get(tag.clone()).map(str::trim))
    }
}

fn is_templated(line: &str) -> bool {
    line.split_once("{{")
        .is_some_and(|(_, rest)| rest.contains("}}"))
}

fn tags(text: &str) -> Result<Vec<Range<usize>>, Error> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{")) {
        let start = at + open + 2;
        let rest = text.get(start..).unwrap_or_default();
        let Some(length) = rest.find("}}") else {
            return Err(unclosed(text, start));
        };
        tags.push(start..start + length);
        at = start + length + 2;
    }
    Ok(tags)
}

fn unclosed(text: &str, start: usize) -> Error {
    let rest = text.get(start..).unwrap_or_default();
    let (shown, from) = (quote(text.as_bytes()), quote(rest.as_bytes()));
    let reason =
        format!("Cannot find end tag=\"}}}}\" in the template={shown} starting from {from}");
    Error {
        stage: Stage::Parse,
        message: format!("invalid template: {reason}"),
        reason,
        range: Some(start - 2..text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> String {
        let known = |name: &str| match name {
            "a" => Some("A"),
            "a b" => Some("AB"),
            "path[0]" => Some("{{a}}"),
            "" => Some("never"),
            _ => None,
        };
        match FastTemplate::compile(text) {
            Ok(template) => template.fill(known).text,
            Err(error) => error.message,
        }
    }

    #[test]
    fn names_are_filled_in_as_argo_cd_does() {
        for (text, want) in [
            ("{{ a }}", "A"),
            ("{{a b}}", "AB"),
            ("{{zz}}{{ zz }}", "{{zz}}{{ zz }}"),
            ("{{}}{{ }}", "{{}}{{ }}"),
            ("{{{a}}}", "{{{a}}}"),
            ("{{ {{a}} }}", "{{ {{a}} }}"),
            ("{{a}}}}", "A}}"),
            ("{{a}}\n{{\na\n}}", "A\nA"),
            ("{{\na\n}}", "{{\na\n}}"),
            ("{{.a}}", "{{.a}}"),
            ("{{path[0]}}", "{{a}}"),
            ("x {{a", "x {{a"),
            (
                "{{a}} {{b",
                "invalid template: Cannot find end tag=\"}}\" in the template=\"{{a}} {{b\" starting from \"b\"",
            ),
        ] {
            assert_eq!(filled(text), want, "{text}");
        }
    }

    #[test]
    fn unknown_names_are_told() {
        let template = FastTemplate::compile("x {{ b }} {{a}}").ok();
        let unknown = template.map(|t| t.fill(|name| (name == "a").then_some("A")).unknown);
        let want = Unknown {
            name: "b".to_owned(),
            range: 2..9,
        };
        assert_eq!(unknown, Some(vec![want]));
    }
}
