//! Selectable use cases: one boolean parameter in the templates that offer them, and one label on the instances.

use crate::catalog::{Named, UseCase};
use crate::cause::{CauseId, Kind, Origin};
use crate::diagnostic::{Diagnostic, nearest};
use crate::generate::make::Maker;
use crate::generate::{Chosen, SELECTABLE, Workshop};
use crate::yaml::{Map, Node, Value};
use std::rc::Rc;
use std::sync::Arc;

/// What one offered use case adds to a template.
struct Offer {
    use_case: Rc<UseCase>,
    /// Whether it has a parameter of its own, or only follows others that require it.
    own: bool,
    /// The variables that switch it on: its own, and those of the use cases that require it.
    variables: Vec<String>,
    at: Maker,
}

/// Returns the template that was probably meant.
fn near_template(wanted: &str, nodes: &[Node]) -> String {
    let names = nodes
        .iter()
        .filter(|node| node.text_at(&["kind"]) == "VirtualClusterTemplate")
        .filter_map(|node| node.at(&["metadata", "name"])?.as_str());
    nearest(wanted, names).map_or_else(
        || "correct the name, or add the template".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}

impl Workshop<'_, '_> {
    /// Adds the parameters and labels of the offered use cases to the templates called `templates`.
    pub(super) fn offer(
        &mut self,
        chosen: &[Chosen],
        named: &[Named],
        templates: &[Named],
        nodes: &mut [Node],
    ) {
        if named.is_empty() {
            return;
        }
        if templates.is_empty() {
            let message = format!(
                "use case `{}` is selectable, but no template offers it",
                named[0].text
            );
            self.complain(
                Diagnostic::error(SELECTABLE, named[0].span, message)
                    .help("list the templates under `selectableIn`"),
            );
            return;
        }
        // Each offer is held against all others.
        let many = chosen.len() as u64;
        if !self.charge(1 + many * many / 32, named[0].span) {
            return;
        }
        let mut offers = self.offers(chosen);
        self.report_clashing_variables(&mut offers);
        for template in templates {
            let is_it = |node: &&mut Node| {
                node.text_at(&["kind"]) == "VirtualClusterTemplate"
                    && node.at(&["metadata", "name"]).and_then(Node::as_str) == Some(&template.text)
            };
            if !self.charge(1 + nodes.len() as u64 / 4, template.span) {
                return;
            }
            match nodes.iter_mut().find(is_it) {
                Some(node) => self.offer_in(node, &offers),
                None => {
                    let help = near_template(&template.text, nodes);
                    let message = format!(
                        "`selectableIn` names the VirtualClusterTemplate `{}`, which is not rendered",
                        template.text
                    );
                    self.complain(Diagnostic::error(SELECTABLE, template.span, message).help(help));
                }
            }
        }
    }

    fn offers(&mut self, chosen: &[Chosen]) -> Vec<Offer> {
        let offered: Vec<&Chosen> = chosen
            .iter()
            .filter(|choice| choice.offered.is_some())
            .collect();
        let mut offers = Vec::new();
        for choice in &offered {
            let use_case = &choice.use_case;
            let name = &use_case.name.text;
            let mut variables: Vec<String> = offered
                .iter()
                .filter(|other| {
                    other.named
                        && (other.use_case.name.text == *name || other.requires.contains(name))
                })
                .map(|other| other.use_case.variable.text.to_string())
                .collect();
            variables.sort_by_key(|variable| *variable != *use_case.variable.text);
            let because = choice.offered.as_ref().unwrap_or(&choice.because);
            let from = vec![Origin {
                span: use_case.variable.span,
                cause: CauseId::WRITTEN,
            }];
            let at = Maker::caused(&mut self.causes, Kind::Selection, name, because.span, from);
            offers.push(Offer {
                use_case: Rc::clone(use_case),
                own: choice.named,
                variables,
                at,
            });
        }
        offers
    }

    /// Reports variables that two use cases have; the second is then no longer offered, so that it is not reported again.
    fn report_clashing_variables(&mut self, offers: &mut [Offer]) {
        for index in (0..offers.len())
            .filter(|&index| offers[index].own)
            .collect::<Vec<_>>()
        {
            let offer = &offers[index];
            let variable = &offer.use_case.variable;
            let twin = offers[..index]
                .iter()
                .find(|other| other.own && other.use_case.variable.text == variable.text);
            if let Some(twin) = twin {
                let message = format!(
                    "use cases `{}` and `{}` are both offered as `{}`",
                    twin.use_case.name.text, offer.use_case.name.text, variable.text
                );
                self.complain(
                    Diagnostic::error(SELECTABLE, variable.span, message)
                        .help("give one of them another `variable:`")
                        .related(twin.use_case.variable.span, "the other is here"),
                );
                offers[index].own = false;
            }
        }
    }

    /// Into every version of the template; into the template itself when it has none.
    fn offer_in(&mut self, node: &mut Node, offers: &[Offer]) {
        let Some(spec) = node.as_map_mut().and_then(|map| map.get_mut("spec")) else {
            return;
        };
        let has_versions = spec
            .get("versions")
            .and_then(Node::as_list)
            .is_some_and(|list| !list.is_empty());
        if !has_versions {
            self.offer_in_version(spec, offers);
            return;
        }
        let versions = spec.as_map_mut().and_then(|map| map.get_mut("versions"));
        if let Some(Node {
            value: Value::List(versions),
            ..
        }) = versions
        {
            for version in versions {
                self.offer_in_version(version, offers);
            }
        }
    }

    fn offer_in_version(&mut self, version: &mut Node, offers: &[Offer]) {
        for offer in offers {
            // Each label and parameter is looked for among those that are there.
            let steps = 50 + offers.len() as u64 + offer.variables.len() as u64;
            if !self.charge(steps, offer.use_case.variable.span) {
                return;
            }
            if offer.own {
                self.add_parameter(version, offer);
            }
            self.add_label(version, offer);
        }
    }

    fn add_parameter(&mut self, version: &mut Node, offer: &Offer) {
        let at = offer.at;
        let variable = &offer.use_case.variable.text;
        let list = child(version, "parameters", at, || Value::List(Vec::new()));
        let Some(Node {
            value: Value::List(parameters),
            ..
        }) = list
        else {
            return;
        };
        let taken = parameters
            .iter()
            .filter_map(|parameter| parameter.get("variable"))
            .find(|node| node.as_str() == Some(variable));
        if let Some(taken) = taken {
            let message = format!(
                "the template has a parameter `{variable}` already, which would offer use case `{}`",
                offer.use_case.name.text
            );
            self.catalog.out.push(
                Diagnostic::error(SELECTABLE, offer.use_case.variable.span, message)
                    .help("give the use case another `variable:`, or remove the parameter from the template")
                    .related(taken.span, "it is declared here"),
            );
            return;
        }
        parameters.push(at.map([
            ("variable", at.node(&**variable)),
            ("label", at.node(offer.use_case.display_name.as_str())),
            ("type", at.node("boolean")),
            ("defaultValue", at.node("false")),
            ("section", at.node("Use cases")),
        ]));
    }

    fn add_label(&mut self, version: &mut Node, offer: &Offer) {
        let at = offer.at;
        let text = match offer.variables.as_slice() {
            [one] => format!("{{{{ .Values.{one} }}}}"),
            several => format!(
                "{{{{ or {} }}}}",
                several
                    .iter()
                    .map(|name| format!(".Values.{name}"))
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
        };
        let empty = || Value::Map(Map::new());
        let labels = child(version, "template", at, empty)
            .and_then(|node| child(node, "instanceTemplate", at, empty))
            .and_then(|node| child(node, "metadata", at, empty))
            .and_then(|node| child(node, "labels", at, empty))
            .and_then(Node::as_map_mut);
        let Some(labels) = labels else {
            return;
        };
        let label: &Arc<str> = &offer.use_case.label.text;
        if let Some(taken) = labels.get(label) {
            let message = format!(
                "the template sets the label `{label}` of use case `{}` already",
                offer.use_case.name.text
            );
            let place = taken.span;
            self.catalog.out.push(
                Diagnostic::error(SELECTABLE, offer.use_case.label.span, message)
                    .help("remove the label from the template")
                    .related(place, "it is set here"),
            );
            return;
        }
        labels.insert(at.key(label), at.node(text));
    }
}

/// Returns the value under a key of a map, made where it is missing.
fn child<'n>(
    node: &'n mut Node,
    key: &str,
    at: Maker,
    empty: impl FnOnce() -> Value,
) -> Option<&'n mut Node> {
    let map = node.as_map_mut()?;
    if map.get(key).is_none_or(Node::is_null) {
        map.insert(at.key(key), at.node(empty()));
    }
    map.get_mut(key)
}
