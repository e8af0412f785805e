//! Which use cases an environment has: what it selects, and what those require.

use crate::catalog::{CONFLICT, CYCLE, Catalog, Named, UseCase};
use crate::diagnostic::Diagnostic;
use crate::yaml::Map;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// How many use cases may require each other in a row.
const DEEPEST: usize = 100;

/// One use case that is selected, and why.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The use case.
    pub use_case: Rc<UseCase>,
    /// Where it is selected or required.
    pub because: Named,
    /// The use case that requires it; none when the environment names it itself.
    pub required_by: Option<Arc<str>>,
    /// Values of the entry that selects it.
    pub parameters: Map,
}

/// Closes a list of use cases under `requires`: each once, in order of name. Unknown names and circles are reported, and with
/// `together` those that exclude each other.
pub fn select(
    catalog: &mut Catalog<'_>,
    wanted: impl IntoIterator<Item = (Named, Map)>,
    together: bool,
) -> Vec<Selection> {
    let mut closing = Closing {
        catalog,
        selected: BTreeMap::new(),
        path: Vec::new(),
    };
    for (name, parameters) in wanted {
        closing.add(&name, None, parameters);
    }
    let selected = closing.selected;
    if together {
        report_conflicts(catalog, &selected);
    }
    selected.into_values().collect()
}

/// Returns the names of all use cases that one requires, directly or not.
pub fn requirements(catalog: &mut Catalog<'_>, use_case: &UseCase) -> BTreeSet<Arc<str>> {
    let required = use_case
        .requires
        .iter()
        .map(|name| (name.clone(), Map::new()));
    select(catalog, required.collect::<Vec<_>>(), false)
        .into_iter()
        .map(|selection| Arc::clone(&selection.use_case.name.text))
        .collect()
}

struct Closing<'c, 't> {
    catalog: &'c mut Catalog<'t>,
    selected: BTreeMap<Arc<str>, Selection>,
    path: Vec<Named>,
}

impl Closing<'_, '_> {
    fn add(&mut self, name: &Named, required_by: Option<Arc<str>>, parameters: Map) {
        if let Some(at) = self.path.iter().position(|step| step.text == name.text) {
            self.report_cycle(at, name);
            return;
        }
        if let Some(known) = self.selected.get_mut(&name.text) {
            // The environment's own entry counts more than a requirement that came first.
            if required_by.is_none() {
                known.because = name.clone();
                known.required_by = None;
                known.parameters = parameters;
            }
            return;
        }
        let Some(use_case) = self.catalog.use_case(name) else {
            return;
        };
        if self.path.len() == DEEPEST {
            let message = format!("use cases require each other more than {DEEPEST} deep");
            let fault = Diagnostic::error(CYCLE, name.span, message)
                .help("let the use case require directly what it needs");
            return self.catalog.out.push(fault);
        }
        self.path.push(name.clone());
        for required in &use_case.requires {
            self.add(required, Some(Arc::clone(&name.text)), Map::new());
        }
        self.path.pop();
        let selection = Selection {
            because: name.clone(),
            required_by,
            parameters,
            use_case,
        };
        self.selected.insert(Arc::clone(&name.text), selection);
    }

    fn report_cycle(&mut self, at: usize, name: &Named) {
        let circle = &self.path[at..];
        let names: Vec<&str> = circle
            .iter()
            .map(|step| &*step.text)
            .chain([&*name.text])
            .collect();
        let mut diagnostic = Diagnostic::error(
            CYCLE,
            name.span,
            format!(
                "use cases require each other in a circle: {}",
                names.join(" -> ")
            ),
        )
        .help("take one of them out of `requires`");
        for step in circle.iter().skip(1) {
            diagnostic = diagnostic.related(step.span, format!("`{}` is required here", step.text));
        }
        self.catalog.out.push(diagnostic);
    }
}

fn report_conflicts(catalog: &mut Catalog<'_>, selected: &BTreeMap<Arc<str>, Selection>) {
    for selection in selected.values() {
        for conflict in &selection.use_case.conflicts {
            let Some(other) = selected.get(&conflict.text) else {
                continue;
            };
            let (one, two) = (&selection.use_case.name.text, &conflict.text);
            let message =
                format!("use cases `{one}` and `{two}` exclude each other, and both are selected");
            catalog.out.push(
                Diagnostic::error(CONFLICT, selection.because.span, message)
                    .help(format!(
                        "select one of them: {} or {}",
                        path(selected, one),
                        path(selected, two)
                    ))
                    .related(other.because.span, format!("`{two}` comes from here"))
                    .related(
                        conflict.span,
                        "they exclude each other because of this line",
                    ),
            );
        }
    }
}

/// Names the way from the environment to a use case, such as `` `a`, which requires `b` ``.
fn path(selected: &BTreeMap<Arc<str>, Selection>, name: &Arc<str>) -> String {
    let mut steps = vec![format!("`{name}`")];
    let mut at = selected.get(name);
    while let Some(by) = at.and_then(|selection| selection.required_by.as_ref()) {
        steps.push(format!("required by `{by}`"));
        at = selected.get(by);
    }
    steps.join(", ")
}
