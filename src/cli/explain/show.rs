//! An explanation as text and as JSON.

use crate::cli::explain::find::title;
use crate::cli::explain::path::Field;
use crate::cli::explain::story::{Step, Story};
use crate::cli::listing::{place, printed, put_place};
use crate::cli::table::{Table, one_line};
use crate::diagnostic::Code;
use crate::manifest::Identity;
use crate::span::{Sources, Span};
use crate::yaml::{self, Node, Value};
use serde_json::json;

/// The most characters of a source line that are shown.
const LINE: usize = 100;

/// All about one field.
#[derive(Debug)]
pub(super) struct Answer<'b> {
    pub(super) who: Identity,
    /// Where it is rendered, or who makes it.
    pub(super) made: String,
    pub(super) environment: Option<&'b str>,
    /// The use case whose payload it is in; none for the platform bundle.
    pub(super) use_case: Option<&'b str>,
    /// The cluster that the payload is for, where that matters.
    pub(super) cluster: Option<&'b str>,
    pub(super) field: Field<'b>,
    pub(super) story: Story,
}

/// Returns what a code means.
pub(super) fn code(code: &Code, as_json: bool) -> String {
    if as_json {
        return printed(&json!({"name": code.name, "what": code.what}));
    }
    let mut what = code.what.chars();
    let first = what.next().map(|c| c.to_uppercase().to_string());
    let end = if code.what.ends_with('.') { "" } else { "." };
    let sentence = format!("{}{}{end}", first.unwrap_or_default(), what.as_str());
    format!("{}\n  {sentence}\n", code.name)
}

/// Returns explanations for people, an empty line between them.
pub(super) fn text(answers: &[Answer<'_>], sources: &Sources) -> String {
    let texts: Vec<String> = answers.iter().map(|one| one.text(sources)).collect();
    texts.join("\n")
}

/// Returns explanations for programs: an object, or with several environments a list of them.
pub(super) fn json(answers: &[Answer<'_>], sources: &Sources) -> String {
    let mut all: Vec<_> = answers.iter().map(|one| one.facts(sources)).collect();
    match all.pop() {
        Some(only) if all.is_empty() => printed(&only),
        last => {
            all.extend(last);
            printed(&all.into())
        }
    }
}

impl Answer<'_> {
    fn text(&self, sources: &Sources) -> String {
        let who = title(&self.who);
        let mut text = one_line(format!("{who} {}", self.made)) + "\n";
        if !self.field.path.is_empty() {
            text.push_str(&one_line(format!("{}: ", self.field.path)));
            text.push_str(&value(self.field.node));
            text.push('\n');
        }
        text.push('\n');
        let mut table = Table::new();
        add(&mut table, &self.story.step, 0, sources);
        text.push_str(&table.text());
        if !self.story.children.is_empty() {
            let mut table = Table::new();
            for (path, step) in &self.story.children {
                table.row(std::iter::once(path.clone()).chain(cells(step, 0, sources)));
            }
            text.push('\n');
            text.push_str(&table.text());
        }
        text
    }

    fn facts(&self, sources: &Sources) -> serde_json::Value {
        let who = &self.who;
        let children = self.story.children.iter().map(|(path, step)| {
            let mut facts = facts(step, sources);
            facts["path"] = json!(path);
            facts
        });
        json!({
            "object": title(who),
            "apiVersion": who.api_version,
            "kind": who.kind,
            "namespace": who.namespace,
            "name": who.name,
            "environment": self.environment,
            "useCase": self.use_case,
            "cluster": self.cluster,
            "path": self.field.path,
            "value": yaml::json::to_serde(self.field.node),
            "cause": facts(&self.story.step, sources),
            "children": children.collect::<Vec<_>>(),
        })
    }
}

fn add(table: &mut Table, step: &Step, depth: usize, sources: &Sources) {
    table.row(cells(step, depth, sources));
    for below in &step.from {
        add(table, below, depth + 1, sources);
    }
}

/// What it is, where it stands, and the line there.
fn cells(step: &Step, depth: usize, sources: &Sources) -> [String; 3] {
    let what = format!("{}{}", "  ".repeat(depth), sentence(step));
    match step.span {
        Some(span) => [what, place(sources, span), line(sources, span)],
        None => [what, String::new(), String::new()],
    }
}

fn sentence(step: &Step) -> String {
    let name = &step.name;
    match (step.kind, name.is_empty()) {
        ("link", _) => name.clone(),
        ("expression", true) => "text with expressions".to_owned(),
        ("selection", _) => format!("selection of use case `{name}`"),
        ("contribution", _) => format!("contribution of use case `{name}`"),
        ("built-in", true) => "built-in shape".to_owned(),
        ("built-in", false) => format!("built in: {name}"),
        ("layer", _) => format!("given by {name}"),
        ("overridden", _) => format!("overrides {name}"),
        (kind, true) => kind.to_owned(),
        (kind, false) => format!("{kind} `{name}`"),
    }
}

fn facts(step: &Step, sources: &Sources) -> serde_json::Value {
    let mut facts = json!({"kind": step.kind, "name": step.name});
    if let Some(span) = step.span {
        put_place(&mut facts, sources, span);
        facts["text"] = json!(line(sources, span));
    }
    let from: Vec<_> = step
        .from
        .iter()
        .map(|step| self::facts(step, sources))
        .collect();
    facts["from"] = json!(from);
    facts
}

/// The line that a span begins in, without the spaces around it.
fn line(sources: &Sources, span: Span) -> String {
    let text = sources.text(span.source);
    let at = (span.start as usize).min(text.len());
    let before = text[..at].rsplit(|&byte| byte == b'\n').next();
    let behind = text[at..].split(|&byte| byte == b'\n').next();
    let whole = [before.unwrap_or_default(), behind.unwrap_or_default()].concat();
    let whole = String::from_utf8_lossy(&whole);
    let mut characters = whole.trim().chars();
    let mut line: String = characters.by_ref().take(LINE).collect();
    if characters.next().is_some() {
        line.push('…');
    }
    line
}

/// A scalar as we would write it, and of anything else its size.
fn value(node: &Node) -> String {
    let count = |count: usize, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    match &node.value {
        Value::Map(map) => format!("a map with {}", count(map.len(), "key", "keys")),
        Value::List(items) => format!("a list of {}", count(items.len(), "item", "items")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let mut text = String::new();
            yaml::emit(node, &mut text);
            text.trim_end().to_owned()
        }
    }
}
