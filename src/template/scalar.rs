//! Finds the expressions in a scalar's text.

/// The delimiters of expressions, statements and comments.
pub(super) const OPEN: &str = "<%";
pub(super) const CLOSE: &str = "%>";

/// A stretch of a scalar.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Text as it stands.
    Text(&'t str),
    /// The inside of `<%= … %>`.
    Expression(&'t str),
}

/// What a scalar holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scalar<'t> {
    /// No delimiter at all.
    Plain,
    /// Exactly one expression and nothing else: it keeps its type.
    Whole(&'t str),
    /// Text with expressions in it.
    Mixed(Vec<Piece<'t>>),
    /// Text with statements (`<% if … %>`) or comments.
    Statements,
    /// A `<%=` that is never closed; how many came before it.
    Unclosed(usize),
}

/// Splits a scalar's text at its delimiters.
pub(super) fn split(text: &str) -> Scalar<'_> {
    let Some(first) = memchr::memmem::find(text.as_bytes(), OPEN.as_bytes()) else {
        return Scalar::Plain;
    };
    let mut pieces = Vec::new();
    let (mut done, mut next) = (0, Some(first));
    while let Some(open) = next {
        let inside = open + OPEN.len();
        if !text[inside..].starts_with('=') {
            return Scalar::Statements;
        }
        let Some(length) = close(&text[inside + 1..]) else {
            return Scalar::Unclosed(pieces.len());
        };
        if done < open {
            pieces.push(Piece::Text(&text[done..open]));
        }
        pieces.push(Piece::Expression(&text[inside + 1..inside + 1 + length]));
        done = inside + 1 + length + CLOSE.len();
        next = memchr::memmem::find(&text.as_bytes()[done..], OPEN.as_bytes()).map(|at| at + done);
    }
    if done < text.len() {
        pieces.push(Piece::Text(&text[done..]));
    }
    match pieces.as_slice() {
        [Piece::Expression(inside)] => Scalar::Whole(inside),
        _ => Scalar::Mixed(pieces),
    }
}

/// Returns the length of an expression up to its `%>`, which may also stand inside a string of the expression.
pub(super) fn close(text: &str) -> Option<usize> {
    close_in(text.as_bytes())
}

fn close_in(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    let mut at = 0;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (None, b'%') if bytes.get(at + 1) == Some(&b'>') => return Some(at),
            (None, b'\'' | b'"') => quote = Some(bytes[at]),
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
        at += 1;
    }
    // A lone apostrophe is the commoner slip than a `%>` inside a string: let the expression's own parser complain about it.
    memchr::memmem::find(bytes, CLOSE.as_bytes())
}

/// Returns the byte ranges of the insides of all `<%= … %>` in raw text, in order.
pub(super) fn insides(raw: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr::memmem::find(&raw[at..], b"<%=").map(|open| open + at + 3) {
        let length = close_in(&raw[open..]).unwrap_or(raw.len() - open);
        let end = (open + length).min(raw.len());
        found.push((open, end));
        at = end;
    }
    found
}

/// Splits an expression that is only a path of names, such as `cluster.labels.env`.
pub(super) fn path(inside: &str) -> Option<Vec<std::sync::Arc<str>>> {
    const WORDS: [&str; 12] = [
        "true", "false", "none", "True", "False", "None", "not", "and", "or", "in", "is", "if",
    ];
    let text = inside.trim();
    let is_name = |name: &str| {
        let mut characters = name.chars();
        characters
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && characters.all(|rest| rest.is_ascii_alphanumeric() || rest == '_')
    };
    let names: Vec<_> = text.split('.').collect();
    (names.iter().all(|name| is_name(name)) && !WORDS.contains(&names[0]))
        .then(|| names.into_iter().map(std::sync::Arc::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_expression_is_whole_and_others_are_mixed() {
        assert_eq!(split("a {{ b }}"), Scalar::Plain);
        assert_eq!(split("<%= a %>"), Scalar::Whole(" a "));
        assert_eq!(split("<%= '%>' %>"), Scalar::Whole(" '%>' "));
        assert_eq!(
            split("x<%=a%>"),
            Scalar::Mixed(vec![Piece::Text("x"), Piece::Expression("a")])
        );
        assert_eq!(split("<% if a %>b<% endif %>"), Scalar::Statements);
        assert_eq!(split("<%= a"), Scalar::Unclosed(0));
    }

    #[test]
    fn paths_are_names_with_dots() {
        assert_eq!(path(" a.b_1 ").map(|names| names.len()), Some(2));
        for other in ["true", "a[0]", "a-b", "1a", "", "a.", "a | upper"] {
            assert_eq!(path(other), None, "{other}");
        }
    }
}
