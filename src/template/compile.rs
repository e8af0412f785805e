//! Compiles a parsed document: finds its expressions and forms once, so that it can be rendered many times.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::span::{Sources, Span};
use crate::template::guard::Refused;
use crate::template::scalar::{self, Piece, Scalar};
use crate::template::{Engine, FORM, LIMIT, SYNTAX, fault, guard, meter};
use crate::yaml::{Entry, Key, Map, Node, Value};
use std::sync::Arc;

/// A document ready to be rendered.
#[derive(Debug)]
pub struct Template<'e> {
    pub(super) engine: &'e Engine,
    pub(super) part: Part<'e>,
}

/// One expression with its place.
#[derive(Debug)]
pub(super) struct Expression<'e> {
    /// The text between the delimiters, in the file.
    pub(super) span: Span,
    /// Whether the bytes at `span` are the expression's own, so that offsets inside it are offsets in the file.
    pub(super) exact: bool,
    pub(super) text: Arc<str>,
    pub(super) code: Code<'e>,
    /// The paths of names that the expression reads.
    pub(super) paths: Vec<Vec<Arc<str>>>,
}

#[derive(Debug)]
pub(super) enum Code<'e> {
    /// Only a path of names: looked up without the engine, so that what it finds keeps its places.
    Path,
    Compiled {
        expression: Box<minijinja::Expression<'e, 'static>>,
        _live: meter::Live,
    },
    /// Did not compile; the fault is reported.
    Broken,
}

#[derive(Debug)]
pub(super) enum Stretch<'e> {
    Text(Arc<str>),
    Expression(Expression<'e>),
}

#[derive(Debug)]
pub(super) enum Part<'e> {
    /// Nothing to evaluate below.
    Literal(Node),
    Whole(Expression<'e>, Span),
    Mixed(Vec<Stretch<'e>>, Span),
    /// A scalar with statements, compiled when it is rendered; `paths` is what it reads.
    Statements(Expression<'e>, Span),
    List(Vec<Part<'e>>, Span),
    Map(Vec<Member<'e>>, Span),
    /// `$spread` alone: splices into the parent list.
    Spread(Box<Part<'e>>),
    Form(Box<Form<'e>>),
}

#[derive(Debug)]
pub(super) enum Member<'e> {
    Entry(Name<'e>, Part<'e>),
    Spread(Part<'e>, Span),
}

#[derive(Debug)]
pub(super) enum Name<'e> {
    Literal(Key),
    Text(Part<'e>, Span),
}

/// A map with `$for`, `$if` or `$let`.
#[derive(Debug)]
pub(super) struct Form<'e> {
    pub(super) span: Span,
    pub(super) each: Option<Each<'e>>,
    pub(super) locals: Vec<(Key, Part<'e>)>,
    pub(super) condition: Option<Expression<'e>>,
    pub(super) body: Part<'e>,
    pub(super) otherwise: Option<Part<'e>>,
}

#[derive(Debug)]
pub(super) struct Each<'e> {
    pub(super) names: Vec<Arc<str>>,
    pub(super) items: Expression<'e>,
}

impl Engine {
    /// Compiles a parsed document. Faults are reported, and what is broken renders as null.
    pub fn compile<'e>(
        &'e self,
        node: &Node,
        sources: &Sources,
        out: &mut Diagnostics,
    ) -> Template<'e> {
        let mut compiler = Compiler {
            engine: self,
            sources,
            out,
            too_many: false,
        };
        Template {
            engine: self,
            part: compiler.part(node),
        }
    }
}

const FORMS: [&str; 7] = ["$for", "$if", "$then", "$else", "$do", "$let", "$spread"];

struct Compiler<'e, 'a> {
    engine: &'e Engine,
    sources: &'a Sources,
    out: &'a mut Diagnostics,
    /// Whether it was reported that there are too many expressions.
    too_many: bool,
}

impl<'e> Compiler<'e, '_> {
    fn part(&mut self, node: &Node) -> Part<'e> {
        match &node.value {
            Value::String(text) => self.scalar(text, node),
            Value::List(items) => {
                let parts: Vec<_> = items.iter().map(|item| self.part(item)).collect();
                if parts.iter().all(|part| matches!(part, Part::Literal(_))) {
                    return Part::Literal(node.clone());
                }
                Part::List(parts, node.span)
            }
            Value::Map(map) if map.keys().any(|key| key.starts_with('$')) => self.form(map, node),
            Value::Map(map) => self.map(map.iter(), node),
            Value::Null | Value::Bool(_) | Value::Number(_) => Part::Literal(node.clone()),
        }
    }

    fn map<'n>(&mut self, entries: impl Iterator<Item = &'n Entry>, node: &Node) -> Part<'e> {
        let mut members = Vec::new();
        let mut literal = true;
        for entry in entries {
            let member = self.member(entry);
            literal &= matches!(
                &member,
                Member::Entry(Name::Literal(key), Part::Literal(_)) if key.text == entry.key.text
            );
            members.push(member);
        }
        let whole = node.as_map().is_some_and(|map| map.len() == members.len());
        if literal && whole {
            return Part::Literal(node.clone());
        }
        Part::Map(members, node.span)
    }

    fn member(&mut self, entry: &Entry) -> Member<'e> {
        let text = &*entry.key.text;
        if text == "$spread" {
            return Member::Spread(self.part(&entry.node), entry.key.span);
        }
        let name = match text.strip_prefix("$$") {
            Some(rest) if FORMS.contains(&format!("${rest}").as_str()) => {
                Name::Literal(Key::new(format!("${rest}"), entry.key.span))
            }
            _ => match self.scalar(&entry.key.text, &Node::new(text, entry.key.span)) {
                Part::Literal(_) => Name::Literal(entry.key.clone()),
                computed => Name::Text(computed, entry.key.span),
            },
        };
        Member::Entry(name, self.part(&entry.node))
    }

    /// A map with keys that begin with `$`: a form, or an ordinary map of somebody else's such keys.
    fn form(&mut self, map: &Map, node: &Node) -> Part<'e> {
        let own =
            |entry: &&Entry| FORMS.contains(&&*entry.key.text) && &*entry.key.text != "$spread";
        if !map.iter().any(|entry| own(&entry)) {
            let only_spread = map.len() == 1 && map.get("$spread").is_some();
            return match map.get("$spread") {
                Some(spread) if only_spread => Part::Spread(Box::new(self.part(spread))),
                _ => self.map(map.iter(), node),
            };
        }
        let each = map.entry("$for").and_then(|entry| self.each(entry));
        let locals = map
            .get("$let")
            .map_or_else(Vec::new, |node| self.locals(node));
        let condition = map.entry("$if").map(|entry| self.condition(&entry.node));
        let rest: Vec<&Entry> = map.iter().filter(|entry| !own(entry)).collect();
        let explicit = map.entry("$then").or_else(|| map.entry("$do"));
        self.check_form(map, &rest, explicit);
        let body = match explicit {
            Some(entry) => self.part(&entry.node),
            None if rest.len() == 1 && &*rest[0].key.text == "$spread" => {
                Part::Spread(Box::new(self.part(&rest[0].node)))
            }
            None => self.map(rest.iter().copied(), node),
        };
        let otherwise = map.get("$else").map(|node| self.part(node));
        Part::Form(Box::new(Form {
            span: node.span,
            each,
            locals,
            condition,
            body,
            otherwise,
        }))
    }

    fn check_form(&mut self, map: &Map, rest: &[&Entry], explicit: Option<&Entry>) {
        let mut complain = |span: Span, message: &str, help: &str| {
            self.out
                .push(Diagnostic::error(FORM, span, message).help(help));
        };
        if let (Some(body), Some(first)) = (explicit, rest.first()) {
            let message = format!(
                "`{}` is the whole body, so `{}` beside it would be lost",
                body.key.text, first.key.text
            );
            complain(first.key.span, &message, "move the key into the body");
        }
        if let (Some(then), Some(_)) = (map.entry("$then"), map.entry("$do")) {
            complain(
                then.key.span,
                "`$then` and `$do` are both given",
                "keep one of them",
            );
        }
        for (word, partner) in [("$else", "$if"), ("$then", "$if")] {
            if let (Some(entry), None) = (map.entry(word), map.entry(partner)) {
                let message = format!("`{word}` stands without `{partner}`");
                complain(
                    entry.key.span,
                    &message,
                    "add the condition, such as `$if: env == 'prod'`",
                );
            }
        }
        if explicit.is_none() && rest.is_empty() {
            let span = map.iter().next().map(|entry| entry.key.span);
            let help = "add the keys it should give, or `$do`";
            if let Some(span) = span {
                complain(span, "the form has no body", help);
            }
        }
    }

    fn locals(&mut self, node: &Node) -> Vec<(Key, Part<'e>)> {
        let Some(map) = node.as_map() else {
            let message = format!(
                "`$let` takes a map of names, found a {}",
                node.value.type_name()
            );
            self.out.push(
                Diagnostic::error(FORM, node.span, message).help("write `$let: {name: value}`"),
            );
            return Vec::new();
        };
        map.iter()
            .map(|entry| (entry.key.clone(), self.part(&entry.node)))
            .collect()
    }

    fn each(&mut self, entry: &Entry) -> Option<Each<'e>> {
        let help = "write `$for: item in list` or `$for: key, value in map`";
        let Some((names, items)) = entry.node.as_str().and_then(|text| text.split_once(" in "))
        else {
            self.out.push(
                Diagnostic::error(FORM, entry.node.span, "`$for` names no `… in …`").help(help),
            );
            return None;
        };
        let names: Vec<Arc<str>> = names
            .split(',')
            .map(|name| Arc::from(name.trim()))
            .collect();
        let plain = |name: &Arc<str>| scalar::path(name).is_some_and(|path| path.len() == 1);
        if names.len() > 2 || !names.iter().all(plain) {
            let message = format!("`$for` binds one name or two, found `{}`", names.join(", "));
            self.out
                .push(Diagnostic::error(FORM, entry.node.span, message).help(help));
            return None;
        }
        let items = self.bare(items, &entry.node);
        Some(Each { names, items })
    }

    /// An expression that may stand with or without delimiters.
    fn condition(&mut self, node: &Node) -> Expression<'e> {
        match &node.value {
            Value::String(text) => match scalar::split(text) {
                Scalar::Whole(inside) => self.bare(inside, node),
                _ => self.bare(text, node),
            },
            Value::Bool(value) => self.bare(if *value { "true" } else { "false" }, node),
            other => {
                let message = format!("`$if` takes an expression, found a {}", other.type_name());
                self.out.push(
                    Diagnostic::error(FORM, node.span, message)
                        .help("such as `$if: env == 'prod'`"),
                );
                self.broken(node.span)
            }
        }
    }

    fn broken(&self, span: Span) -> Expression<'e> {
        Expression {
            span,
            exact: false,
            text: Arc::from(""),
            code: Code::Broken,
            paths: Vec::new(),
        }
    }

    fn bare(&mut self, text: &str, node: &Node) -> Expression<'e> {
        let text = text.trim();
        let raw = self.sources.slice(node.span);
        let (span, exact) = match memchr::memmem::find(raw, text.as_bytes()) {
            Some(at) => (node.span.part(at, at + text.len()), true),
            None => (node.span, false),
        };
        self.expression(text, span, exact)
    }

    fn scalar(&mut self, text: &Arc<str>, node: &Node) -> Part<'e> {
        let mut places = Places {
            insides: None,
            next: 0,
        };
        match scalar::split(text) {
            Scalar::Plain => Part::Literal(node.clone()),
            Scalar::Whole(inside) => Part::Whole(self.inside(inside, node, &mut places), node.span),
            Scalar::Mixed(pieces) => {
                let stretches = pieces
                    .into_iter()
                    .map(|piece| match piece {
                        Piece::Text(text) => Stretch::Text(Arc::from(text)),
                        Piece::Expression(inside) => {
                            Stretch::Expression(self.inside(inside, node, &mut places))
                        }
                    })
                    .collect();
                Part::Mixed(stretches, node.span)
            }
            Scalar::Statements => self.statements(text, node),
            Scalar::Unclosed(_) => {
                self.out.push(
                    Diagnostic::error(SYNTAX, node.span, "`<%=` is never closed")
                        .help("end the expression with `%>`; in a value with `: ` or ` #`, quote the whole value"),
                );
                Part::Literal(Node::new(Value::Null, node.span))
            }
        }
    }

    /// The next `<%= … %>` of a scalar: the k-th in the file's bytes is the k-th of the decoded text.
    fn inside(&mut self, inside: &str, node: &Node, places: &mut Places) -> Expression<'e> {
        let raw = self.sources.slice(node.span);
        let insides = places.insides.get_or_insert_with(|| scalar::insides(raw));
        let place = insides.get(places.next).copied();
        places.next += 1;
        let trimmed = inside.trim();
        let Some((start, end)) = place else {
            return self.expression(trimmed, node.span, false);
        };
        let skipped = inside.len() - inside.trim_start().len();
        let exact = raw.get(start..end) == Some(inside.as_bytes());
        let span = if exact {
            node.span
                .part(start + skipped, start + skipped + trimmed.len())
        } else {
            node.span.part(start, end)
        };
        self.expression(trimmed, span, exact)
    }

    fn expression(&mut self, text: &str, span: Span, exact: bool) -> Expression<'e> {
        let mut expression = Expression {
            span,
            exact,
            text: Arc::from(text),
            code: Code::Broken,
            paths: Vec::new(),
        };
        if let Some(why) = guard::refuse(text) {
            self.out.push(fault::refused(span, why));
            return expression;
        }
        if let Some(why) = guard::refuse_literal_product(text) {
            self.out.push(fault::product(span, why));
            return expression;
        }
        if let Some(path) = scalar::path(text) {
            expression.paths.push(path);
            expression.code = Code::Path;
            return expression;
        }
        let (count, live) = self.engine.meter.compile();
        if count > meter::EXPRESSIONS {
            self.report_too_many(span);
            return expression;
        }
        match self
            .engine
            .environment
            .compile_expression_owned(text.to_owned())
        {
            Ok(compiled) => {
                expression.paths = paths(compiled.undeclared_variables(true));
                expression.code = Code::Compiled {
                    expression: Box::new(compiled),
                    _live: live,
                };
            }
            Err(error) => self.out.push(fault::syntax(&error, span, exact)),
        }
        expression
    }

    /// Once is enough: all further expressions would say the same.
    fn report_too_many(&mut self, span: Span) {
        if !self.too_many {
            self.too_many = true;
            let limit = meter::EXPRESSIONS;
            self.out
                .push(fault::limit(LIMIT, span, "expressions", limit));
        }
    }

    fn statements(&mut self, text: &Arc<str>, node: &Node) -> Part<'e> {
        let mut expression = self.broken(node.span);
        expression.text = Arc::clone(text);
        if let Some(refused) = guard::refused_statement(text) {
            let diagnostic = match refused {
                Refused::Cost(tag, why) => fault::refused(self.stretch(tag, node.span), why),
                Refused::Statement(inside) => {
                    fault::statement(inside, self.stretch(inside, node.span))
                }
            };
            self.out.push(diagnostic);
            return Part::Literal(Node::new(Value::Null, node.span));
        }
        match self.engine.environment.template_from_str(text) {
            Ok(template) => expression.paths = paths(template.undeclared_variables(true)),
            Err(error) => {
                let line = error.range().map_or("", |range| line_at(text, range.start));
                let span = self.stretch(line, node.span);
                self.out.push(fault::syntax(&error, span, false));
                return Part::Literal(Node::new(Value::Null, node.span));
            }
        }
        Part::Statements(expression, node.span)
    }

    /// The place of a stretch of a scalar's text; the whole scalar where its bytes in the file are others.
    fn stretch(&self, text: &str, whole: Span) -> Span {
        let text = text.trim();
        let raw = self.sources.slice(whole);
        match memchr::memmem::find(raw, text.as_bytes()) {
            Some(at) if !text.is_empty() => whole.part(at, at + text.len()),
            _ => whole,
        }
    }
}

/// The line of a text that an offset lies in.
fn line_at(text: &str, offset: usize) -> &str {
    let mut end = 0;
    text.split_inclusive('\n')
        .find(|line| {
            end += line.len();
            offset < end
        })
        .or_else(|| text.lines().next_back())
        .unwrap_or_default()
}

/// Where the expressions of one scalar stand in the file, found when the first is asked for.
struct Places {
    insides: Option<Vec<(usize, usize)>>,
    next: usize,
}

/// Splits the engine's dotted names and sorts them, since it hands them out in no order.
fn paths(names: impl IntoIterator<Item = String>) -> Vec<Vec<Arc<str>>> {
    let mut paths: Vec<Vec<Arc<str>>> = names
        .into_iter()
        .filter(|name| name != "range" && name != "dict")
        .map(|name| name.split('.').map(Arc::from).collect())
        .collect();
    paths.sort();
    paths
}
