//! One value against one declaration.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::params::declaration::{Declaration, Kind, span_end};
use crate::params::pattern::Pattern;
use crate::span::Span;
use crate::yaml::{Map, Node, Number, Value};

const SHOWN_CHARACTERS: usize = 60;
const REFERENCE: &str = "secretRef: {name: NAME, key: KEY}";
const REFERENCE_FIELDS: [&str; 4] = ["name", "key", "namespace", "project"];

/// Returns the value as the declaration types it, at the same place and with the same cause.
///
/// `subject` names the value in messages, such as ``parameter `env` ``; with `textual`, text is parsed as Go's `strconv` does.
///
/// # Errors
/// The finding, with the value as the first end and the rule as the other; it never holds a secret.
pub(super) fn typed(
    declaration: &Declaration,
    node: &Node,
    textual: bool,
    subject: &str,
) -> Result<Node, Box<Diagnostic>> {
    let check = Check {
        declaration,
        node,
        textual,
        subject,
    };
    let typed = match declaration.kind {
        Kind::Password => return check.reference(),
        Kind::Boolean => return check.boolean(),
        Kind::Number => check.number()?,
        Kind::String | Kind::Multiline => check.text()?,
    };
    check.rules(&typed)?;
    Ok(typed)
}

/// Returns a value as messages show it: type and value, cut to a length that a line can hold.
pub(super) fn shown(node: &Node) -> String {
    match &node.value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(value) => format!("the boolean `{value}`"),
        Value::Number(number) => format!("the number `{}`", number_text(*number)),
        Value::String(text) if text.is_empty() => "an empty string".to_owned(),
        Value::String(text) => format!("the string `{}`", cut(text)),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a map".to_owned(),
    }
}

fn number_text(number: Number) -> String {
    match number {
        Number::Int(value) => value.to_string(),
        Number::Uint(value) => value.to_string(),
        Number::Float(value) => value.to_string(),
    }
}

/// Returns text at a length that a message can hold.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The boolean that Go's `strconv.ParseBool` reads.
pub(super) fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// The integer that Go's `strconv.Atoi` reads on a 64-bit machine.
pub(super) fn parse_int(text: &str) -> Option<i64> {
    text.parse().ok()
}

struct Check<'a> {
    declaration: &'a Declaration,
    node: &'a Node,
    textual: bool,
    subject: &'a str,
}

impl Check<'_> {
    fn retyped(&self, value: impl Into<Value>) -> Node {
        Node::caused(value, self.node.span, self.node.cause)
    }

    fn fault(&self, code: Code, message: String) -> Diagnostic {
        Diagnostic::error(code, self.place(), message)
    }

    /// The value as messages show it, unless the parameter's name says that it is a secret.
    fn found(&self) -> String {
        match self.declaration.sounds_secret() {
            true => "a value that is not shown".to_owned(),
            false => shown(self.node),
        }
    }

    /// Where the value stands; an empty place before it where no excerpt may show it.
    fn place(&self) -> Span {
        match self.declaration.sounds_secret() {
            true => self.node.span.part(0, 0),
            false => self.node.span,
        }
    }

    fn declared(&self, diagnostic: Diagnostic) -> Box<Diagnostic> {
        Box::new(diagnostic.related(self.declaration.place(), "declared here"))
    }

    fn mistyped(&self, wanted: &str, help: String) -> Box<Diagnostic> {
        let subject = self.subject;
        let found = self.found();
        let message = format!("{subject} must be {wanted}, found {found}");
        // What stands inside a map or a list may be anything, also a secret in the wrong place.
        let place = match self.node.value {
            Value::List(_) | Value::Map(_) => self.node.span.part(0, 0),
            _ => self.place(),
        };
        self.declared(
            Diagnostic::error(super::TYPE, place, message)
                .label(format!("expected {wanted}"))
                .help(help),
        )
    }

    fn text(&self) -> Result<Node, Box<Diagnostic>> {
        let help = match &self.node.value {
            Value::String(_) => return Ok(self.node.clone()),
            Value::Bool(value) => format!("write `'{value}'`"),
            Value::Number(Number::Int(value)) => format!("write `'{value}'`"),
            Value::Number(_) => "put it in quotes, so that every digit stays".to_owned(),
            Value::Null => "write `''` for an empty text, or leave the line out".to_owned(),
            Value::Map(map) if map.entry("secretRef").is_some() => {
                "only a parameter of `type: password` takes a `secretRef`".to_owned()
            }
            Value::List(_) | Value::Map(_) => "write one text in quotes".to_owned(),
        };
        Err(self.mistyped("a string", help))
    }

    fn boolean(&self) -> Result<Node, Box<Diagnostic>> {
        if self.node.as_bool().is_some() {
            return Ok(self.node.clone());
        }
        let parsed = self.node.as_str().and_then(parse_bool);
        match parsed {
            Some(value) if self.textual => Ok(self.retyped(value)),
            Some(value) => {
                Err(self.mistyped("a boolean", format!("write `{value}` without quotes")))
            }
            None => Err(self.mistyped("a boolean", "write `true` or `false`".to_owned())),
        }
    }

    fn number(&self) -> Result<Node, Box<Diagnostic>> {
        if matches!(self.node.value, Value::Number(Number::Int(_))) {
            return Ok(self.node.clone());
        }
        if let Value::Number(Number::Uint(_)) = self.node.value {
            let wanted = format!("a whole number of at most {}", i64::MAX);
            return Err(self.mistyped(&wanted, self.number_help()));
        }
        let parsed = self.node.as_str().and_then(parse_int);
        match parsed {
            Some(value) if self.textual => Ok(self.retyped(Value::Number(Number::Int(value)))),
            Some(value) => {
                Err(self.mistyped("a whole number", format!("write `{value}` without quotes")))
            }
            None => Err(self.mistyped("a whole number", self.number_help())),
        }
    }

    fn number_help(&self) -> String {
        let min = self.declaration.min.map(|bound| bound.value);
        let max = self.declaration.max.map(|bound| bound.value);
        match (min, max) {
            (Some(min), Some(max)) => format!("write a whole number from {min} to {max}"),
            (Some(min), None) => format!("write a whole number of at least {min}"),
            (None, Some(max)) => format!("write a whole number of at most {max}"),
            (None, None) => "write a whole number, such as `5`".to_owned(),
        }
    }

    fn reference(&self) -> Result<Node, Box<Diagnostic>> {
        let Some(reference) = self.node.get("secretRef") else {
            return Err(self.plain_secret());
        };
        let outer = self.node.as_map().map_or(0, Map::len);
        let Some(fields) = reference.as_map().filter(|_| outer == 1) else {
            return Err(self.bad_reference(reference.span, "is no `secretRef` alone"));
        };
        for entry in fields {
            let field = &*entry.key.text;
            if !REFERENCE_FIELDS.contains(&field) {
                return Err(self.unknown_field(field, entry.key.span));
            }
            if entry.node.as_str().is_none_or(str::is_empty) {
                let what = format!("needs a text under `{field}`");
                return Err(self.bad_reference(entry.key.span, &what));
            }
        }
        for field in ["name", "key"] {
            if fields.get(field).is_none() {
                return Err(self.bad_reference(reference.span, &format!("lacks `{field}`")));
            }
        }
        Ok(self.retyped(Value::Map(fields.clone())))
    }

    /// The place is empty, just before the value: renderers show nothing of the line behind it.
    fn plain_secret(&self) -> Box<Diagnostic> {
        let subject = self.subject;
        let place = self.node.span.part(0, 0);
        let found = match &self.node.value {
            Value::String(_) | Value::Number(_) | Value::Bool(_) => "plain text",
            Value::Null => "nothing",
            Value::List(_) => "a list",
            Value::Map(_) => "a map without `secretRef`",
        };
        let message = format!("{subject} is a password and must be a reference, found {found}");
        let diagnostic = Diagnostic::error(super::PLAIN_SECRET, place, message).help(format!(
            "write `{{{REFERENCE}}}` and keep the value in that Secret"
        ));
        let diagnostic = match self.node.value {
            Value::Null => diagnostic,
            _ if self.textual => diagnostic.note("arguments are logged: change the password too"),
            _ => diagnostic.note(super::COMMITTED),
        };
        self.declared(diagnostic)
    }

    fn bad_reference(&self, place: Span, what: &str) -> Box<Diagnostic> {
        let message = format!("the reference of {} {what}", self.subject);
        self.declared(
            Diagnostic::error(super::TYPE, place.part(0, 0), message)
                .help(format!("write `{{{REFERENCE}}}`")),
        )
    }

    fn unknown_field(&self, field: &str, place: Span) -> Box<Diagnostic> {
        let help = match nearest(field, REFERENCE_FIELDS) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("write `{{{REFERENCE}}}`"),
        };
        let message = format!(
            "the reference of {} has no field `{}`",
            self.subject,
            cut(field)
        );
        // Behind an unknown field a credential may stand, so the place ends where the field does.
        self.declared(Diagnostic::error(super::TYPE, span_end(place), message).help(help))
    }

    fn rules(&self, typed: &Node) -> Result<(), Box<Diagnostic>> {
        let text = match &typed.value {
            Value::Number(Number::Int(value)) => {
                self.range(*value)?;
                value.to_string()
            }
            _ => typed.as_str().unwrap_or_default().to_owned(),
        };
        if !self.declaration.options.is_empty() {
            return self.options(&text);
        }
        if let Some(pattern) = &self.declaration.validation
            && !pattern.matches(&text)
        {
            return Err(self.unmatched(pattern, "does not match", "the pattern is"));
        }
        match &self.declaration.invalidation {
            Some(pattern) if pattern.matches(&text) => {
                Err(self.unmatched(pattern, "matches", "the forbidden pattern is"))
            }
            _ => Ok(()),
        }
    }

    fn options(&self, text: &str) -> Result<(), Box<Diagnostic>> {
        let options = &self.declaration.options;
        if options.iter().any(|option| option.text == text) {
            return Ok(());
        }
        let names = || options.iter().map(|option| option.text.as_str());
        let listed: Vec<String> = names()
            .take(12)
            .map(|name| format!("`{}`", cut(name)))
            .collect();
        let more = if options.len() > 12 { ", …" } else { "" };
        let help = match nearest(text, names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("write one of {}{more}", listed.join(", ")),
        };
        let message = format!(
            "{} must be one of {}{more}, found {}",
            self.subject,
            listed.join(", "),
            self.found()
        );
        let first = options[0].span;
        let place = options
            .iter()
            .fold(first, |all, option| all.to(option.span));
        Err(Box::new(
            self.fault(super::OPTION, message)
                .help(help)
                .related(place, "the options are listed here"),
        ))
    }

    fn range(&self, value: i64) -> Result<(), Box<Diagnostic>> {
        let low = self.declaration.min.filter(|bound| value < bound.value);
        let high = self.declaration.max.filter(|bound| value > bound.value);
        let (bound, wanted, name) = match (low, high) {
            (Some(bound), _) => (bound, "at least", "min"),
            (None, Some(bound)) => (bound, "at most", "max"),
            (None, None) => return Ok(()),
        };
        let message = format!(
            "{} must be {wanted} {}, found {value}",
            self.subject, bound.value
        );
        Err(Box::new(
            self.fault(super::RANGE, message)
                .help(self.number_help())
                .related(bound.span, format!("`{name}` is set here")),
        ))
    }

    fn unmatched(&self, pattern: &Pattern, how: &str, role: &str) -> Box<Diagnostic> {
        let subject = self.subject;
        let found = self.found();
        let message = format!("{subject} is {found}, which {how} `{}`", cut(&pattern.text));
        let help = if how == "matches" {
            "change the value so that the pattern is found nowhere in it"
        } else {
            "change the value, or the pattern: it may match anywhere unless it begins with `^` and ends with `$`"
        };
        Box::new(
            self.fault(super::PATTERN, message)
                .help(help)
                .related(pattern.span, format!("{role} set here")),
        )
    }
}
