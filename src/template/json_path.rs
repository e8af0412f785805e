//! What a JSONPath may cost: its evaluation has no limit of its own.

use crate::yaml::{Node, Value};

/// How long a JSONPath may be, in bytes.
const LONGEST: usize = 1024;
/// How many `..` and `,` a JSONPath may have: each can multiply what it finds.
const DESCENDANTS: usize = 2;
const UNIONS: usize = 4;
/// How deep brackets and parentheses may nest.
const DEEPEST: usize = 32;
/// What a byte of a path weighs where a regular expression is compiled for every candidate.
const REGEX: u64 = 500;

/// What of a JSONPath decides its cost; texts in quotes do not count.
#[derive(Debug, Default)]
struct Parts {
    descendants: usize,
    unions: usize,
    filters: usize,
    depth: usize,
    /// A filter looks through all that is below its candidate.
    searching: bool,
    /// A regular expression stands in it, and one that repeats or takes a whole alphabet.
    regex: bool,
    wide_regex: bool,
}

fn parts(path: &str) -> Parts {
    let mut parts = Parts::default();
    let (mut quote, mut before, mut depth) = (None, ' ', 0_usize);
    parts.regex = path.contains("match(") || path.contains("search(");
    for character in path.chars() {
        match (quote, character) {
            (Some(open), _) if character == open && before != '\\' => quote = None,
            (Some(_), '{' | 'p' | 'P') if parts.regex && (character == '{' || before == '\\') => {
                parts.wide_regex = true;
            }
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '.') if before == '.' => {
                parts.descendants += 1;
                parts.searching |= parts.filters > 0 && depth > 0;
            }
            (None, '*') => parts.searching |= parts.filters > 0 && depth > 0,
            (None, ',') => parts.unions += 1,
            (None, '?') => parts.filters += 1,
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        parts.depth = parts.depth.max(depth);
        before = character;
    }
    parts
}

/// Says why a JSONPath could find the same things over and over, or look for them; none for one that cannot.
#[must_use]
pub fn refuse_path(path: &str) -> Option<String> {
    if path.len() > LONGEST {
        return Some(format!("a JSONPath is longer than {LONGEST} bytes"));
    }
    let parts = parts(path);
    let again = "finds the same things over and over";
    if parts.descendants > DESCENDANTS {
        return Some(format!(
            "a JSONPath with more than {DESCENDANTS} `..` {again}"
        ));
    }
    if parts.unions > UNIONS {
        return Some(format!("a JSONPath with more than {UNIONS} `,` {again}"));
    }
    if parts.depth > DEEPEST {
        return Some(format!(
            "the brackets of a JSONPath nest deeper than {DEEPEST}"
        ));
    }
    if parts.searching {
        return Some("a JSONPath has `..` or `*` inside a filter".to_owned());
    }
    parts
        .wide_regex
        .then(|| "a regular expression in a JSONPath has `{` or `\\p`".to_owned())
}

/// What a walk along a value adds up.
#[derive(Default)]
struct Extent {
    nodes: u64,
    depth: u64,
    /// Bytes of the paths of all nodes together.
    paths: u64,
}

impl Extent {
    fn walk(&mut self, node: &Node, depth: u64, path: u64) {
        self.nodes += 1;
        self.depth = self.depth.max(depth);
        self.paths += path;
        match &node.value {
            Value::List(items) => {
                for item in items {
                    self.walk(item, depth + 1, path + 8);
                }
            }
            Value::Map(map) => {
                for entry in map {
                    let key = entry.key.text.len() as u64 + 4;
                    self.walk(&entry.node, depth + 1, path + key);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Returns about how many steps a JSONPath that is not refused takes on a value, whatever it finds.
#[must_use]
pub fn path_cost(path: &str, node: &Node) -> u64 {
    let parts = parts(path);
    let mut extent = Extent::default();
    extent.walk(node, 1, 1);
    let seen = extent.nodes + extent.paths / 16;
    let again = if parts.descendants > 1 {
        extent.depth
    } else {
        1
    };
    let length = path.len() as u64;
    let each = match (parts.filters > 0, parts.regex) {
        (false, _) => 1,
        (true, false) => 1 + length / 8,
        (true, true) => 1 + length * REGEX,
    };
    (seen * 4)
        .saturating_mul(again << parts.unions)
        .saturating_mul(each)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_multiply_are_refused() {
        for fine in [
            "$.spec.template",
            "$..name",
            "$..['a,b','c..d']..x",
            "$[1,2,3]",
            "$.list[?@.name == 'a*' && @.b]",
            "$..*[?match(@.name, 'web-.*')]",
        ] {
            assert_eq!(refuse_path(fine), None, "{fine}");
        }
        for bad in [
            "$..*..*..*",
            "$[*,*][*,*][*,*,*,*]",
            "$[?count(@..*) > 1]",
            "$[?@.*]",
            "$[?search(@, '(a{0,100}){0,100}')]",
            &format!("$[?{}@.a{}]", "(".repeat(99), ")".repeat(99)),
            &format!("${}", ".a".repeat(600)),
        ] {
            assert!(refuse_path(bad).is_some(), "{bad}");
        }
    }
}
