//! One text of a template: compiled once, rendered for every instance.

use super::codes::{FOREIGN_PLACEHOLDER, NONDETERMINISTIC, RENDER_FAILED, UNDECLARED};
use super::facts::{Fill, Scene};
use super::findings::Findings;
use super::gap::Gap;
use super::place::within;
use super::scan::Mentions;
use crate::diagnostic::{Diagnostic, nearest};
use crate::gotmpl::{self, Cache, Error, Template};
use crate::span::{Sources, Span};
use crate::yaml::{Node, Value};
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

/// What stands for a fact that is not known, to see whether it shows.
const MARK: &str = "\u{1}dodona\u{1}";
/// What Go prints for what is not there.
const NO_VALUE: &str = "<no value>";
/// Functions of the platform that our engine does not have.
const MISSING: [&str; 3] = ["toToml", "fromJsonArray", "getHostByName"];
/// Functions that our engine has from Argo CD, and the platform has not.
const FOREIGN: [&str; 2] = ["normalize", "slugify"];

/// A text that the platform renders.
#[derive(Debug)]
pub(super) struct Leaf<'m> {
    /// The text.
    pub(super) text: Arc<str>,
    /// Where it stands.
    pub(super) span: Span,
    /// What it mentions.
    pub(super) mentions: Mentions,
    sources: Option<&'m Sources>,
    compiled: Option<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    strict: Result<Arc<Template>, Error>,
    /// Made when it is asked for: few texts show what they have without their facts.
    lenient: OnceCell<Option<Template>>,
}

/// What a text becomes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    /// This text.
    Known(Arc<str>),
    /// One of several.
    Open(Vec<Gap>),
    /// The platform cannot render it.
    Failed,
}

impl<'m> Leaf<'m> {
    /// Compiles a text; `None` for other nodes.
    pub(super) fn new(node: &Node, sources: Option<&'m Sources>, cache: &Cache) -> Option<Self> {
        let Value::String(text) = &node.value else {
            return None;
        };
        let compiled = text.contains("{{").then(|| Compiled {
            strict: cache.template(text, &["missingkey=error"]),
            lenient: OnceCell::new(),
        });
        let mentions = match compiled {
            Some(_) => Mentions::of(text),
            None => Mentions::default(),
        };
        Some(Self {
            text: Arc::clone(text),
            span: node.span,
            mentions,
            sources,
            compiled,
        })
    }

    /// Says whether nothing is rendered.
    pub(super) fn is_plain(&self) -> bool {
        self.compiled.is_none()
    }

    /// Renders the text. What fails refuses the instance.
    pub(super) fn render(&self, scene: &Scene<'_>, findings: &mut Findings) -> Outcome {
        let Some(compiled) = &self.compiled else {
            return Outcome::Known(Arc::clone(&self.text));
        };
        if let Some((name, range)) = self.foreign_function() {
            let reason = format!("function \"{name}\" not defined");
            findings.refuse(self.failed(&reason, range));
            return Outcome::Failed;
        }
        let strict = match &compiled.strict {
            Ok(template) => template.execute(&scene.certain),
            Err(error) => Err(error.clone()),
        };
        match strict {
            Ok(text) if self.is_certain(scene) => Outcome::Known(Arc::from(text)),
            Ok(text) => self.vary(scene, Some(text), Vec::new()),
            Err(error) => self.gone_wrong(scene, &error, findings),
        }
    }

    /// Says whether nothing that is open can have shown without an error.
    fn is_certain(&self, scene: &Scene<'_>) -> bool {
        let reads_all = |path: &str| self.mentions.paths.iter().any(|read| read == path);
        let quoted = &scene.resolved.quoted;
        let is_quoted = quoted
            .iter()
            .any(|entry| self.mentions.reads(&entry.key.text));
        let is_whole = scene.facts.is_whole();
        let has_all = is_whole && !scene.has_undeclared();
        !is_quoted
            && (is_whole || !reads_all("loft"))
            && (has_all || !reads_all(""))
            && self.absent_annotations(scene).is_empty()
    }

    /// Returns the annotations that are looked up by `index` and are not there.
    fn absent_annotations(&self, scene: &Scene<'_>) -> Vec<String> {
        if scene.facts.annotations.is_none() {
            return Vec::new();
        }
        let is_absent = |key: &&String| {
            let lookup = format!("clusterAnnotations \"{key}\"");
            self.text.contains(&lookup) && !scene.facts.has_annotation(key)
        };
        self.mentions
            .literals
            .iter()
            .filter(is_absent)
            .cloned()
            .collect()
    }

    fn gone_wrong(&self, scene: &Scene<'_>, error: &Error, findings: &mut Findings) -> Outcome {
        let range = error.range.clone().unwrap_or(0..0);
        if error.reason.contains("so it cannot be predicted") {
            let span = self.at(range);
            let what = "the template gives another text each time it is rendered";
            findings.problem(
                Diagnostic::warning(NONDETERMINISTIC, span, what).help("read a parameter instead"),
            );
            return Outcome::Open(vec![Gap::Unpredictable]);
        }
        let quotes = error.reason.split('"').nth(1);
        if error.reason.contains("not defined")
            && let Some(name) = quotes.filter(|name| MISSING.contains(name))
        {
            return Outcome::Open(vec![Gap::Function(name.to_owned())]);
        }
        let is_missing = ["map has no entry for key", "nil data; no entry for key"];
        if is_missing.iter().any(|words| error.reason.contains(words)) {
            let gap = self.missing(scene, range, quotes.unwrap_or_default(), findings);
            return self.vary(scene, None, vec![gap]);
        }
        findings.refuse(self.failed(&error.reason, range));
        Outcome::Failed
    }

    /// Tells what is read and not there.
    fn missing(
        &self,
        scene: &Scene<'_>,
        range: Range<usize>,
        key: &str,
        findings: &mut Findings,
    ) -> Gap {
        let chain = self.text.get(range.clone()).unwrap_or_default();
        let chain = chain.trim_start_matches('$');
        let path = match chain.strip_prefix(".Values.") {
            Some(path) => path.to_owned(),
            None => key.to_owned(),
        };
        if let Some(gap) = path
            .strip_prefix("loft.")
            .and_then(|below| scene.facts.gap(below))
        {
            return gap;
        }
        let is_root = chain.strip_prefix('.') == Some(key);
        let inside = is_root
            && scene
                .facts
                .gap(key)
                .is_some_and(|gap| !matches!(gap, Gap::Loft(_)));
        if inside && self.text.contains(".loft") {
            return scene.facts.gap(key).unwrap_or(Gap::Owner);
        }
        let supplied = scene.is_supplied(&path);
        findings.problem(self.undeclared(scene, &path, is_root, range));
        Gap::Undeclared { path, supplied }
    }

    fn undeclared(
        &self,
        scene: &Scene<'_>,
        path: &str,
        is_root: bool,
        range: Range<usize>,
    ) -> Diagnostic {
        let span = self.at(range);
        let scoped = ["with ", "range "]
            .iter()
            .any(|word| self.text.contains(word));
        if is_root && !scoped {
            let what =
                format!("the platform renders `{{{{ .{path} }}}}` itself, and has no such value");
            let help = format!(
                "write `{{{{`{{{{ .{path} }}}}`}}}}` if it is meant for Argo CD, `.Values.{path}` if it is a parameter"
            );
            return Diagnostic::error(FOREIGN_PLACEHOLDER, span, what).help(help);
        }
        let what = format!("the template reads parameter `{path}`, which it does not declare");
        let declared = scene.resolved.declared.as_map();
        let names = declared.into_iter().flat_map(|map| map.keys());
        let help = match nearest(path, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("declare it: `- {{variable: {path}}}`"),
        };
        Diagnostic::error(UNDECLARED, span, what).help(help)
    }

    /// Renders with everything that the open facts could be; the text is known if it is always the same.
    fn vary(&self, scene: &Scene<'_>, certain: Option<String>, mut gaps: Vec<Gap>) -> Outcome {
        self.more_gaps(scene, &mut gaps);
        let lenient = self.compiled.as_ref().and_then(|compiled| {
            let compile = || Template::compile(&self.text, []).ok();
            compiled.lenient.get_or_init(compile).as_ref()
        });
        let Some(template) = lenient else {
            return Outcome::Open(gaps);
        };
        let mut same = certain;
        for dot in self.variations(scene) {
            let Ok(text) = template.execute(&dot) else {
                return Outcome::Open(gaps);
            };
            let cleaned = text.replace(NO_VALUE, "");
            let first = same.get_or_insert_with(|| text.clone());
            if *first != text || *first != cleaned {
                return Outcome::Open(gaps);
            }
        }
        match same {
            Some(text) => Outcome::Known(Arc::from(text)),
            None => Outcome::Open(gaps),
        }
    }

    /// Adds what else is open about what the text mentions.
    fn more_gaps(&self, scene: &Scene<'_>, gaps: &mut Vec<Gap>) {
        let mut add = |gap: Gap| {
            if !gaps.contains(&gap) {
                gaps.push(gap);
            }
        };
        for path in &self.mentions.paths {
            if let Some(below) = path.strip_prefix("loft.") {
                scene.facts.gap(below).into_iter().for_each(&mut add);
            }
        }
        for entry in &scene.resolved.quoted {
            if self.mentions.reads(&entry.key.text) {
                add(Gap::Quoted(entry.key.text.to_string()));
            }
        }
        for key in self.absent_annotations(scene) {
            add(scene.facts.annotation_gap(&key));
        }
        if gaps.is_empty() {
            gaps.extend(scene.gaps());
        }
    }

    /// Returns what the template may see, one dot each.
    fn variations(&self, scene: &Scene<'_>) -> Vec<gotmpl::Value> {
        let literals = self.mentions.literals.iter().map(String::as_str);
        let keys = self.annotation_keys();
        let mut values = vec![scene.resolved.declared.clone()];
        if scene.has_undeclared() {
            values.push(scene.resolved.all.clone());
        }
        if !scene.resolved.quoted.is_empty() {
            let mut raw = scene.resolved.declared.clone();
            for entry in &scene.resolved.quoted {
                let path: Vec<&str> = entry.key.text.split('.').collect();
                super::supplied::put(&mut raw, &path, entry.node.clone());
            }
            values.push(raw);
        }
        let mut dots = Vec::new();
        for text in ["", MARK].into_iter().chain(literals) {
            for (values, team) in values.iter().flat_map(|one| [(one, false), (one, true)]) {
                let fill = Fill {
                    text,
                    team,
                    keys: &keys,
                };
                dots.push(scene.facts.dot(values, Some(fill)));
            }
        }
        dots
    }

    /// Returns the annotations that the text may look up.
    fn annotation_keys(&self) -> Vec<String> {
        let fields = self.mentions.paths.iter();
        let fields = fields.filter_map(|path| path.strip_prefix("loft.clusterAnnotations."));
        let literals = self.mentions.literals.iter().map(String::as_str);
        fields.chain(literals).map(str::to_owned).collect()
    }

    fn foreign_function(&self) -> Option<(&str, Range<usize>)> {
        let words = self.mentions.words.iter();
        let mut words = words.filter(|(word, _)| FOREIGN.contains(&word.as_str()));
        words
            .next()
            .map(|(word, range)| (word.as_str(), range.clone()))
    }

    fn failed(&self, reason: &str, range: Range<usize>) -> Diagnostic {
        let span = self.at(range.clone());
        let note =
            "the platform sets `TemplateResolved=False` with reason `ErrorRenderingTemplate`";
        let is_undefined = reason.starts_with("function \"") && reason.ends_with("not defined");
        let action = is_undefined.then(|| self.action(range.start)).flatten();
        if let Some(action) = action.filter(|action| is_placeholder(action)) {
            let what = format!("the platform renders `{action}` itself, and cannot");
            let help = format!("write `{{{{`{action}`}}}}` if it is meant for Argo CD");
            return Diagnostic::error(FOREIGN_PLACEHOLDER, span, what)
                .help(help)
                .note(note);
        }
        let what = format!("the template cannot be rendered: {reason}");
        let help = match reason.contains("nil pointer evaluating interface {}.name") {
            true => "the owner is a user or a team, the other is nil: write `{{ with .Values.loft.user }}{{ .name }}{{ end }}`".to_owned(),
            false => "repair the template; `dodona template eval` shows what Go makes of it".to_owned(),
        };
        Diagnostic::error(RENDER_FAILED, span, what)
            .help(help)
            .note(note)
    }

    /// Returns the action that a byte lies in.
    fn action(&self, at: usize) -> Option<&str> {
        let start = self.text.get(..at)?.rfind("{{")?;
        let end = at + self.text.get(at..)?.find("}}")? + 2;
        self.text.get(start..end)
    }

    /// Returns where a line of the rendered text comes from: the same line of the template, if both have as many.
    pub(super) fn line(&self, rendered: &str, number: usize) -> Span {
        let lines = |text: &str| text.matches('\n').count();
        if lines(rendered) != lines(&self.text) {
            return self.span;
        }
        let start: usize = self
            .text
            .split_inclusive('\n')
            .take(number)
            .map(str::len)
            .sum();
        let line = self.text.get(start..).unwrap_or_default();
        let line = line.lines().next().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        self.at(start + indent..start + line.trim_end().len().max(indent))
    }

    /// Returns where a word stands first, else the whole text.
    pub(super) fn word(&self, word: &str) -> Span {
        let start = self.text.find(word);
        start.map_or(self.span, |start| self.at(start..start + word.len()))
    }

    fn at(&self, range: Range<usize>) -> Span {
        within(self.sources, self.span, &self.text, range)
    }
}

/// Says whether an action is a name in braces, as Argo CD's are.
fn is_placeholder(action: &str) -> bool {
    let name = action
        .trim_start_matches("{{")
        .trim_end_matches("}}")
        .trim();
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    !name.is_empty() && name.chars().all(allowed)
}
