//! What a template's text mentions, found without running it.

use std::ops::Range;

/// What stands in the actions of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mentions {
    /// Chains of fields such as `.Values.env`, without the dot, or `Values` where they begin with it.
    pub(super) paths: Vec<String>,
    /// Texts in quotes.
    pub(super) literals: Vec<String>,
    /// Names that stand alone: functions and keywords.
    pub(super) words: Vec<(String, Range<usize>)>,
}

impl Mentions {
    /// Finds what the actions of a template mention.
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut at = 0;
        while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{")) {
            let start = at + open + 2;
            at = found.action(text, start);
        }
        found.paths.sort();
        found.paths.dedup();
        found
    }

    /// Says whether a path is read, or all that it lies in, or a part of it.
    pub(super) fn reads(&self, path: &str) -> bool {
        let inside = |outer: &str, inner: &str| {
            inner
                .strip_prefix(outer)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.paths
            .iter()
            .any(|read| read.is_empty() || inside(read, path) || inside(path, read))
    }

    /// Goes through an action and returns where it ends.
    fn action(&mut self, text: &str, start: usize) -> usize {
        let rest = text.get(start..).unwrap_or_default();
        if rest.trim_start_matches('-').trim_start().starts_with("/*") {
            return rest.find("*/").map_or(text.len(), |end| start + end + 2);
        }
        let mut at = start;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let rest = &text.as_bytes()[at..];
            at = match c {
                '}' if rest.starts_with(b"}}") => return at + 2,
                '"' | '`' | '\'' => self.quoted(text, at, c),
                '.' | '$' => self.path(text, at),
                c if is_letter(c) => self.word(text, at),
                c => at + c.len_utf8(),
            };
        }
        text.len()
    }

    fn quoted(&mut self, text: &str, start: usize, quote: char) -> usize {
        let mut escaped = false;
        for (at, c) in text[start + 1..].char_indices() {
            if escaped {
                escaped = false;
            } else if c == '\\' && quote != '`' {
                escaped = true;
            } else if c == quote {
                self.literals
                    .push(text[start + 1..start + 1 + at].to_owned());
                return start + at + 2;
            }
        }
        text.len()
    }

    fn path(&mut self, text: &str, start: usize) -> usize {
        let end = end(text, start, |c| {
            is_letter(c) || c.is_ascii_digit() || matches!(c, '.' | '$')
        });
        let path = text[start..end]
            .trim_start_matches('$')
            .trim_start_matches('.');
        let path = match path.strip_prefix("Values") {
            Some("") => "",
            Some(rest) => rest.strip_prefix('.').unwrap_or(path),
            None => path,
        };
        let is_variable = text[start..].starts_with('$') && !text[start..end].starts_with("$.");
        if !is_variable {
            self.paths.push(path.to_owned());
        }
        end
    }

    fn word(&mut self, text: &str, start: usize) -> usize {
        let end = end(text, start, |c| is_letter(c) || c.is_ascii_digit());
        self.words.push((text[start..end].to_owned(), start..end));
        end
    }
}

fn end(text: &str, start: usize, belongs: impl Fn(char) -> bool) -> usize {
    let rest = &text[start..];
    start + rest.find(|c| !belongs(c)).unwrap_or(rest.len())
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_looked_through() {
        let text = "a.b {{- if eq .Values.env \"a \\\" }}\" }} x {{ $.Values.loft.user.name | lower }} {{/* .no */}} {{ range $i, $v := .Values.list }}{{ $v.name }}{{ toYaml .Values }}`{{`{{name}}`}}";
        let found = Mentions::of(text);
        assert_eq!(found.paths, ["", "env", "list", "loft.user.name"]);
        assert_eq!(found.literals, ["a \\\" }}", "{{name}}"]);
        let words: Vec<&str> = found.words.iter().map(|(word, _)| word.as_str()).collect();
        assert_eq!(words, ["if", "eq", "lower", "range", "toYaml"]);
    }

    #[test]
    fn a_path_is_read_with_all_that_it_lies_in() {
        let found = Mentions::of("{{ .Values.loft.clusterAnnotations }}{{ .Values.a.b }}");
        assert!(found.reads("loft.clusterAnnotations.domain") && found.reads("loft"));
        assert!(found.reads("a") && !found.reads("loft.cluster") && !found.reads("ab"));
    }
}
