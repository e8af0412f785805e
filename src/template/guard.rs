//! What an expression may not do, because a few bytes of it would cost gigabytes.
//!
//! The engine bounds steps (fuel), not the size of a value. Multiplying text or lists is refused, and so are statements that
//! can double a value in a loop; everything else grows at most with the length of the expression.

use crate::template::Scope;
use crate::yaml::Value;
use std::sync::Arc;

/// How long an expression may be, in bytes.
pub(super) const EXPRESSION_BYTES: usize = 4096;
/// How many `~` and `+` an expression may have.
const CONCATENATIONS: usize = 64;
/// How many expressions and statements a text may have: each `elif` nests one deeper in the engine.
const TAGS: usize = 1000;
/// How long a text may be that a name stands for, in bytes.
pub(super) const TEXT_BYTES: usize = 256 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Number,
    Text,
    Name(String),
    Mark(char),
}

fn tokens(expression: &str) -> Vec<Token> {
    let characters: Vec<char> = expression.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&first) = characters.get(at) {
        let start = at;
        at += 1;
        match first {
            '\'' | '"' => {
                while characters.get(at).is_some_and(|&c| c != first) {
                    at += 1 + usize::from(characters[at] == '\\');
                }
                at += 1;
                found.push(Token::Text);
            }
            '0'..='9' => {
                let more = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
                at += characters[at..].iter().take_while(|c| more(c)).count();
                found.push(Token::Number);
            }
            _ if first.is_alphabetic() || first == '_' => {
                let more = |c: &char| c.is_alphanumeric() || matches!(c, '.' | '_');
                at += characters[at..].iter().take_while(|c| more(c)).count();
                found.push(Token::Name(characters[start..at].iter().collect()));
            }
            _ if first.is_whitespace() => {}
            _ => found.push(Token::Mark(first)),
        }
    }
    found
}

/// Says what is wrong with an expression before it is compiled.
pub(super) fn refuse(expression: &str) -> Option<String> {
    if expression.len() > EXPRESSION_BYTES {
        return Some(format!(
            "an expression of {} bytes is longer than {EXPRESSION_BYTES}",
            expression.len()
        ));
    }
    let joins = tokens(expression)
        .iter()
        .filter(|token| matches!(token, Token::Mark('~' | '+')))
        .count();
    (joins > CONCATENATIONS)
        .then(|| format!("an expression joins {joins} values, more than {CONCATENATIONS}"))
}

/// Says why a `*` in the expression may multiply something that is no number.
pub(super) fn refuse_product(expression: &str, scope: &Arc<Scope>) -> Option<String> {
    if !expression.contains('*') {
        return None;
    }
    let tokens = tokens(expression);
    let star = Token::Mark('*');
    for at in (0..tokens.len()).filter(|&at| tokens[at] == star) {
        let before = operand(&tokens, at, -1);
        let after = operand(&tokens, at, 1);
        for side in [before, after] {
            if let Some(token) = side.iter().find(|token| !is_numeric(token, scope)) {
                return Some(match token {
                    Token::Name(name) => format!("`{name}` may be something else"),
                    Token::Text => "a text is none".to_owned(),
                    Token::Mark('[' | ']') => "a list is none".to_owned(),
                    Token::Mark(mark) => format!("`{mark}` may be something else"),
                    Token::Number => continue,
                });
            }
        }
    }
    None
}

/// Says why a `*` multiplies a text or a list of literals: the engine computes it when it compiles, long before any value is
/// there to be looked at.
pub(super) fn refuse_literal_product(expression: &str) -> Option<&'static str> {
    if !expression.contains('*') {
        return None;
    }
    let tokens = tokens(expression);
    let star = Token::Mark('*');
    let mut stars = (0..tokens.len()).filter(|&at| tokens[at] == star);
    stars.find_map(|at| {
        [operand(&tokens, at, -1), operand(&tokens, at, 1)]
            .iter()
            .filter(|side| !side.iter().any(is_variable))
            .find_map(|side| {
                side.iter().find_map(|token| match token {
                    Token::Text => Some("a text is none"),
                    Token::Mark('[' | ']') => Some("a list is none"),
                    _ => None,
                })
            })
    })
}

/// Names of constants are no names.
fn is_variable(token: &Token) -> bool {
    let constants = ["true", "false", "none", "True", "False", "None"];
    matches!(token, Token::Name(name) if !constants.contains(&name.as_str()))
}

/// Returns the tokens of the operand beside a `*`: one token, or all inside its parentheses.
fn operand(tokens: &[Token], star: usize, step: isize) -> Vec<Token> {
    let (open, close) = if step > 0 { ('(', ')') } else { (')', '(') };
    let token = |at: isize| usize::try_from(at).ok().and_then(|at| tokens.get(at));
    let mut at = star.cast_signed() + step;
    // `**` and a sign belong to the operand beyond them.
    while matches!(token(at), Some(Token::Mark('*' | '-'))) {
        at += step;
    }
    if token(at) != Some(&Token::Mark(open)) {
        return token(at).cloned().into_iter().collect();
    }
    let mut inside = Vec::new();
    let mut depth = 0;
    loop {
        match token(at) {
            Some(Token::Mark(mark)) if *mark == open => depth += 1,
            Some(Token::Mark(mark)) if *mark == close => depth -= 1,
            Some(Token::Mark('*' | '-' | '+' | '/' | '%' | '|')) => {}
            Some(other) => inside.push(other.clone()),
            None => return inside,
        }
        at += step;
        if depth == 0 {
            // `f(…) * 2`: what a call returns is anyone's guess.
            if let (-1, Some(Token::Name(callee))) = (step, token(at)) {
                inside.push(Token::Name(format!("{callee}()")));
            }
            return inside;
        }
    }
}

fn is_numeric(token: &Token, scope: &Arc<Scope>) -> bool {
    match token {
        Token::Number => true,
        Token::Text | Token::Mark(_) => false,
        Token::Name(name) => {
            let path: Vec<Arc<str>> = name.split('.').map(Arc::from).collect();
            matches!(
                name.as_str(),
                "int" | "float" | "length" | "count" | "abs" | "round"
            ) || scope
                .node(&path)
                .is_some_and(|(node, _)| matches!(node.value, Value::Number(_)))
        }
    }
}

/// A statement that stands in a text and is refused, as it stands after `<%`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused<'t> {
    /// It is none of those that are known.
    Statement(&'t str),
    /// It could cost too much, and why.
    Cost(&'t str, String),
}

/// The statements that a text may have.
pub(super) const STATEMENTS: [&str; 8] = [
    "if", "elif", "else", "endif", "for", "endfor", "continue", "break",
];

/// Returns the first statement in a text that is refused.
pub(super) fn refused_statement(text: &str) -> Option<Refused<'_>> {
    let mut rest = text;
    let mut count = 0;
    while let Some(open) = rest.find(super::scalar::OPEN) {
        rest = &rest[open + 2..];
        if rest.starts_with('#') {
            continue;
        }
        let tag = &rest[..super::scalar::close(rest).unwrap_or(rest.len())];
        count += 1;
        if count > TAGS {
            let why = format!("a text has more than {TAGS} expressions and statements");
            return Some(Refused::Cost(tag, why));
        }
        if let Some(why) = refuse(tag) {
            return Some(Refused::Cost(tag, why));
        }
        if tokens(tag).contains(&Token::Mark('*')) {
            let why = "`*` may multiply text: in a text with statements it is not allowed, compute the number with `$let`";
            return Some(Refused::Cost(tag, why.to_owned()));
        }
        if rest.starts_with('=') {
            continue;
        }
        let statement = tag.trim_start_matches(['-', '+']).trim_start();
        let word = statement
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .next()
            .unwrap_or_default();
        let recursive =
            || word == "for" && tokens(statement).contains(&Token::Name("recursive".to_owned()));
        if !STATEMENTS.contains(&word) || recursive() {
            return Some(Refused::Statement(statement.trim()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{Sources, Span};
    use crate::template::Binding;
    use crate::yaml::{Node, Number};

    fn scope() -> Arc<Scope> {
        let mut sources = Sources::new();
        let span = Span::whole(sources.add("a", &b""[..]));
        let mut scope = Scope::new();
        let seven = Node::new(Value::Number(Number::Int(7)), span);
        scope.bind("n", Binding::new(seven));
        scope.bind("text", Binding::new(Node::new("x", span)));
        Arc::new(scope)
    }

    #[test]
    fn numbers_may_be_multiplied() {
        for fine in [
            "n * 2",
            "2 * (n + 1)",
            "text | length * 3",
            "(n + 1) * (n - 1)",
            "2 ** n",
            "'a * b'",
        ] {
            assert_eq!(refuse_product(fine, &scope()), None, "{fine}");
        }
    }

    #[test]
    fn text_and_lists_may_not() {
        for bad in [
            "'x' * 100000000",
            "100 * 'x'",
            "[0] * 9",
            "text * n",
            "('x' ~ n) * 5",
            "range(9) * 5",
            "n * [1]",
        ] {
            assert!(refuse_product(bad, &scope()).is_some(), "{bad}");
        }
    }

    #[test]
    fn literals_are_not_multiplied_while_compiling() {
        for bad in [
            "'x' * 9",
            "9 * 'x'",
            "[0] * 9",
            "('x' ~ true) * 9 + n",
            "n + 9 * ('x')",
        ] {
            assert!(refuse_literal_product(bad).is_some(), "{bad}");
        }
        for fine in ["2 * 3", "n * 2", "('x' | length) * 2", "'a * b'"] {
            assert_eq!(refuse_literal_product(fine), None, "{fine}");
        }
    }

    #[test]
    fn statements_that_rebind_are_refused() {
        assert_eq!(refused_statement("<% for a in b %><% endfor %>"), None);
        assert_eq!(
            refused_statement("<%- set x = x ~ x %>"),
            Some(Refused::Statement("set x = x ~ x"))
        );
        for costly in [
            "<% if a %><%= a * 9 %><% endif %>",
            &"<% if a %>".repeat(2000),
        ] {
            let refused = refused_statement(costly);
            assert!(matches!(refused, Some(Refused::Cost(..))), "{refused:?}");
        }
        assert_eq!(refused_statement("<% if a == '*' %>*<% endif %>"), None);
    }
}
