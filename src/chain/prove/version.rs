//! All combinations of a version.

use super::fields::Fields;
use super::judge::{Begin, Fault, Judge};
use super::options::{self, Choices, shown};
use super::sets::Sets;
use super::tally::{self, Counted, Tally, shrink};
use super::{Failure, Proven, Proving, subject};
use crate::chain::codes::OPTION_WITHOUT_SET;
use crate::chain::plan::Unknown;
use crate::diagnostic::{Diagnostic, sounds_secret};
use crate::platform::{Combinations, Coverage, Manifests, Row, TemplateRef, Templates, Varied};
use crate::span::Span;
use crate::yaml::Node;

/// After so many combinations that fail, further ones tell nothing new.
const FAILING: usize = 500;
/// After so many combinations that ran into the limits of templates, further ones only take time.
const EXHAUSTING: usize = 3;
/// How the limits of templates begin, in the words of their engine.
const EXHAUSTED: [&str; 2] = [
    "the template runs for too many",
    "the template makes too many",
];
/// How many things that could not be checked are told.
const OPEN: usize = 10;

/// Goes through the versions of a template.
pub(super) fn of_template<'p>(
    template: &'p Node,
    proving: &Proving<'p>,
    fields: &Fields,
    sets: &mut Sets<'p>,
) -> Vec<Proven> {
    let nodes = subject::around(proving.plan, template);
    let manifests = Manifests::of(nodes.iter().copied()).with_sources(proving.sources);
    let templates = Templates::new(&manifests);
    let project = subject::project(subject::name(template), &templates, proving);
    let references: Vec<TemplateRef> = templates.versions().cloned().collect();
    let mut all = Vec::with_capacity(references.len());
    for (version, reference) in references.into_iter().enumerate() {
        let holder = holder(template, version);
        let combinations = templates.combinations(version, proving.most);
        let values = holder.at(&["template", "helmRelease", "values"]);
        let judge = Judge::new(Begin {
            manifests: &manifests,
            nodes: &nodes,
            proving,
            fields,
            sets,
            version,
            reference: reference.clone(),
            values_span: values.map(|node| node.span),
            project: project.as_deref(),
        });
        let mut walk = Walk::new(judge, &reference, holder, &combinations, proving.most);
        all.push(walk.proven(reference, holder.span, project.clone()));
    }
    all
}

/// Returns what holds parameters and template of a version: the spec where there are no versions.
fn holder(template: &Node, version: usize) -> &Node {
    let spec = template.get("spec").unwrap_or(template);
    let versions = spec.get("versions").and_then(Node::as_list);
    versions
        .and_then(|versions| versions.get(version))
        .unwrap_or(spec)
}

fn title(reference: &TemplateRef) -> String {
    match &reference.version {
        Some(version) => format!("template `{}` {version}", reference.name),
        None => format!("template `{}`", reference.name),
    }
}

struct Walk<'w, 'p> {
    judge: Judge<'w, 'p>,
    title: String,
    all: &'w Combinations,
    /// How many combinations are looked at.
    most: usize,
    parameters: &'w [Node],
    tally: Tally,
    unknown: Vec<Unknown>,
}

impl<'w, 'p> Walk<'w, 'p> {
    fn new(
        judge: Judge<'w, 'p>,
        reference: &TemplateRef,
        holder: &'w Node,
        all: &'w Combinations,
        most: usize,
    ) -> Self {
        Self {
            judge,
            title: title(reference),
            most: match all.coverage {
                Coverage::Full | Coverage::Pairs => usize::MAX,
                Coverage::Single => most,
            },
            all,
            parameters: holder.items_at(&["parameters"]),
            tally: Tally::default(),
            unknown: Vec::new(),
        }
    }

    fn proven(&mut self, template: TemplateRef, span: Span, project: Option<String>) -> Proven {
        let rendered = self.walk();
        let failures = self.failures(rendered);
        let without_sets = match project {
            None => Some("no project allows the template".to_owned()),
            Some(_) => self.judge.without_sets(),
        };
        self.cut(rendered);
        Proven {
            template,
            span,
            project,
            rendered,
            combinations: self.all.rows.len(),
            coverage: self.all.coverage,
            without_sets,
            failures,
            unknown: std::mem::take(&mut self.unknown),
        }
    }

    /// Looks at the combinations; returns how many of them.
    fn walk(&mut self) -> usize {
        let mut choices = Choices::default();
        let (mut failing, mut exhausting) = (0, 0);
        let rows = self.all.rows.iter().take(self.most);
        for (number, row) in rows.enumerate() {
            let seen = self.judge.look(&self.all.parameters(row));
            if let Some(found) = seen.untried {
                self.open(untried(&self.title, &found));
                return 0;
            }
            choices.add(row, self.all, &seen, self.judge.sets());
            seen.unknown.into_iter().for_each(|one| self.open(one));
            failing += usize::from(!seen.faults.is_empty());
            exhausting += usize::from(seen.faults.iter().any(is_exhausted));
            seen.faults
                .into_iter()
                .for_each(|fault| self.tally.add(fault, row));
            if failing == FAILING || exhausting == EXHAUSTING {
                return number + 1;
            }
        }
        for (fault, row) in choices.faults(self.all, self.parameters, self.judge.sets()) {
            self.tally.add(fault, &row);
        }
        self.all.rows.len().min(self.most)
    }

    fn open(&mut self, unknown: Unknown) {
        if self.unknown.len() < OPEN && !self.unknown.contains(&unknown) {
            self.unknown.push(unknown);
        }
    }

    /// Tells what was left out.
    fn cut(&mut self, rendered: usize) {
        let mut tell = |what: &str, because: &str| {
            self.unknown.push(Unknown {
                what: format!("{what} of {}", self.title),
                because: because.to_owned(),
                span: None,
            });
        };
        if rendered == self.most && rendered < self.all.rows.len() {
            tell(
                "the other combinations",
                "there are more values than combinations may be tried",
            );
        } else if rendered > 0 && rendered < self.all.rows.len() {
            tell(
                "the other combinations",
                "they were not tried, since so many failed or took all that a template may take",
            );
        }
        if self.tally.left_out > 0 {
            tell(
                "further faults",
                "only the first fifty different ones are told",
            );
        }
        if self.judge.is_full() {
            tell(
                "some Applications",
                "its labels have too many values to make all of them",
            );
        }
    }

    /// Returns the faults, those of small combinations first.
    fn failures(&mut self, rendered: usize) -> Vec<Failure> {
        let tally = std::mem::take(&mut self.tally);
        let left_out = tally.left_out;
        let mut rows: Vec<(Row, Counted)> = Vec::new();
        for counted in tally.into_all() {
            let row = self.smallest(&counted);
            rows.push((row, counted));
        }
        self.tally.left_out = left_out;
        rows.sort_by_key(|(row, counted)| {
            (
                tally::weight(row),
                counted.fault.finding.code.name,
                counted.fault.finding.span,
            )
        });
        let failures = rows.into_iter();
        failures
            .map(|(row, counted)| self.failure(&row, counted, rendered))
            .collect()
    }

    /// An option without a set is a fault of all combinations together, and small already.
    fn smallest(&mut self, counted: &Counted) -> Row {
        if tally::weight(&counted.row) <= 1 && counted.count == 1 {
            return counted.row.clone();
        }
        let key = tally::key(&counted.fault);
        shrink(&counted.row, |row| {
            let seen = self.judge.look(&self.all.parameters(row));
            seen.faults.iter().any(|fault| tally::key(fault) == key)
        })
    }

    fn failure(&self, row: &[usize], counted: Counted, rendered: usize) -> Failure {
        let combination = self.combination(row, &counted.fault);
        let Counted { fault, count, .. } = counted;
        let with = self.with(&combination);
        let message = format!("{} with {with}: {}", self.title, fault.finding.message);
        let is_option = fault.finding.code == OPTION_WITHOUT_SET;
        let mut finding = Diagnostic {
            message,
            ..fault.finding
        };
        let is_named = |name: &str| combination.iter().any(|(known, _)| known == name);
        for declared in self.parameters {
            let name = options::variable(declared);
            if is_named(name) {
                finding = finding.related(declared.span, format!("parameter `{name}`"));
            }
        }
        if !is_option {
            finding = finding.note(format!("{count} of {rendered} combinations fail so"));
        }
        Failure {
            finding,
            combination,
            count,
        }
    }

    /// Returns what differs from the first values; for an option without a set, the option.
    fn combination(&self, row: &[usize], fault: &Fault) -> Vec<(String, String)> {
        if fault.finding.code == OPTION_WITHOUT_SET
            && let Some((name, value)) = fault.key.split_once('=')
        {
            return vec![(name.to_owned(), value.to_owned())];
        }
        let varied = self.all.varied.iter().zip(row).filter(|(_, at)| **at > 0);
        let pair = |(varied, at): (&Varied, &usize)| {
            let value = match sounds_secret(&varied.variable) {
                true => "***".to_owned(),
                false => shown(&varied.values[*at]),
            };
            (varied.variable.clone(), value)
        };
        varied.map(pair).collect()
    }

    fn with(&self, combination: &[(String, String)]) -> String {
        let text = combination
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let text: Vec<String> = text.collect();
        let has_defaults = self.all.varied.iter().all(|one| one.has_default);
        match (text.is_empty(), has_defaults) {
            (true, true) => "every default".to_owned(),
            (true, false) => "the default or first value of every parameter".to_owned(),
            (false, _) => format!("`{}`", text.join(" ")),
        }
    }
}

fn is_exhausted(fault: &Fault) -> bool {
    let message = &fault.finding.message;
    EXHAUSTED.iter().any(|words| message.contains(words))
}

fn untried(title: &str, found: &Diagnostic) -> Unknown {
    let help = found.help.as_deref().unwrap_or_default();
    Unknown {
        what: format!("all combinations of {title}"),
        because: format!(
            "{}: give the parameter a `defaultValue`, or a `placeholder` that it takes ({help})",
            found.message
        ),
        span: found.span,
    }
}

impl Proven {
    /// Says how the combinations cover the values, in a word.
    #[must_use]
    pub fn how(&self) -> &'static str {
        match self.coverage {
            Coverage::Full => "all",
            Coverage::Pairs => "pairwise",
            Coverage::Single => "one by one",
        }
    }
}
