//! The parameters of an Application's plugin source.

use crate::catalog::{Named, Selected};
use crate::diagnostic::Diagnostic;
use crate::generate::{Facts, Object, Request};
use crate::params::{Layer, LayerKind};
use crate::plugin::PARAMETERS;
use crate::span::Span;
use crate::yaml::{Key, Map, Node, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Names of the plugin's own parameters; every other name is a parameter of the repository.
pub const OWN: [&str; 8] = [
    "environment",
    "use-case",
    "use-cases",
    "cluster",
    "cluster-server",
    "cluster-labels",
    "parameters",
    "part",
];

/// Which part of a payload is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    #[default]
    Whole,
    /// The Applications.
    Applications,
    /// Everything but the Applications.
    Manifests,
}

impl Part {
    /// Returns the part that a `directory` of rendered files takes, as our ApplicationSets write it.
    #[must_use]
    pub fn of_directory(directory: Option<&Node>) -> Self {
        let has = |key: &str| directory.is_some_and(|node| node.get(key).is_some());
        match (has("include"), has("exclude")) {
            (true, _) => Self::Applications,
            (_, true) => Self::Manifests,
            _ => Self::Whole,
        }
    }

    /// Says whether an object of a payload belongs to the part.
    #[must_use]
    pub fn has(self, object: &Object) -> bool {
        let who = &object.identity;
        let is_application = who.group == "argoproj.io" && who.kind == "Application";
        match self {
            Self::Whole => true,
            Self::Applications => is_application,
            Self::Manifests => !is_application,
        }
    }
}

/// What an Application asks for.
#[derive(Debug, Default)]
pub struct Asked {
    /// The environment, if it is named.
    pub environment: Option<String>,
    /// The use case whose payload is wanted; none for the platform bundle.
    pub use_case: Option<String>,
    /// The part of it that is wanted.
    pub part: Part,
    /// Values, a selection, and the cluster that the ApplicationSet matched.
    pub request: Request,
}

type Fault = Box<Diagnostic>;

impl Asked {
    /// Reads a list of `{name, string | array | map}`; `null` and an empty list are alike.
    ///
    /// # Errors
    /// What is malformed, given twice, or would be evaluated by somebody else.
    pub fn read(node: &Node) -> Result<Self, Box<Diagnostic>> {
        let mut asked = Self::default();
        let items = match &node.value {
            Value::Null => &[],
            Value::List(items) => items.as_slice(),
            other => {
                let found = other.type_name();
                let message = format!("the plugin's parameters are a list, found a {found}");
                return Err(fault(node, message));
            }
        };
        let mut taken = BTreeSet::new();
        let mut reading = Reading::default();
        for item in items {
            let name = name_of(item)?;
            if !taken.insert(name.text) {
                return Err(twice(name.text, item));
            }
            reading.read(item, &name, &mut asked, &mut taken)?;
        }
        asked.request.cluster = reading.has_facts.then_some(reading.facts);
        asked.request.layers.push(Layer {
            kind: LayerKind::Plugin,
            name: "the Application's plugin source".to_owned(),
            values: reading.values,
            textual: true,
        });
        Ok(asked)
    }
}

/// What the parameters say so far.
#[derive(Default)]
struct Reading {
    values: Map,
    facts: Facts,
    has_facts: bool,
}

impl Reading {
    fn read<'n>(
        &mut self,
        item: &'n Node,
        name: &Name<'n>,
        asked: &mut Asked,
        taken: &mut BTreeSet<&'n str>,
    ) -> Result<(), Fault> {
        match name.text {
            "environment" => asked.environment = Some(text_of(item, name)?.0.to_owned()),
            "use-case" => asked.use_case = Some(text_of(item, name)?.0.to_owned()),
            "part" => asked.part = part(text_of(item, name)?)?,
            "use-cases" => asked.request.use_cases = Some(selection(item, name)?),
            "cluster" => self.facts.name = Some(text_of(item, name)?.1.clone()),
            "cluster-server" => self.facts.server = Some(text_of(item, name)?.1.clone()),
            "cluster-labels" => self.facts.labels = map_of(item, name)?.clone(),
            "parameters" => {
                for entry in map_of(item, name)? {
                    if !taken.insert(&entry.key.text) {
                        return Err(twice(&entry.key.text, &entry.node));
                    }
                    self.values.insert(entry.key.clone(), entry.node.clone());
                }
            }
            other => {
                let key = Key::new(other, name.span);
                self.values.insert(key, text_of(item, name)?.1.clone());
            }
        }
        self.has_facts |= name.text.starts_with("cluster");
        Ok(())
    }
}

/// The name of a parameter.
struct Name<'n> {
    text: &'n str,
    span: Span,
}

fn name_of(item: &Node) -> Result<Name<'_>, Fault> {
    let node = item
        .get("name")
        .ok_or_else(|| fault(item, "a parameter of the plugin has no `name`".to_owned()))?;
    match node.as_str() {
        Some(text) if !text.is_empty() => Ok(Name {
            text,
            span: node.span,
        }),
        _ => Err(fault(
            node,
            "the `name` of a plugin's parameter is no text".to_owned(),
        )),
    }
}

/// Which of two values counts would depend on the reader.
fn twice(name: &str, place: &Node) -> Fault {
    let message = format!("the plugin's parameter `{name}` is given twice");
    Box::new(Diagnostic::error(PARAMETERS, place.span, message).help("keep one of the two"))
}

/// What Argo CD and the platform would evaluate belongs into the repository, not into an Application.
fn plain<'n>(node: &'n Node, name: &Name<'_>) -> Result<&'n str, Fault> {
    let text = node.as_str().ok_or_else(|| {
        fault(
            node,
            format!(
                "a value of the plugin's parameter `{}` is no text",
                name.text
            ),
        )
    })?;
    if !text.contains("{{") {
        return Ok(text);
    }
    let message = format!(
        "a value of the plugin's parameter `{}` holds `{{{{`, which Argo CD or the platform would evaluate",
        name.text
    );
    Err(Box::new(
        Diagnostic::error(PARAMETERS, node.span, message)
            .help("write the expression into the repository, and let the parameter choose it"),
    ))
}

fn fault(node: &Node, message: String) -> Fault {
    Box::new(
        Diagnostic::error(PARAMETERS, node.span, message)
            .help("each is `{name: NAME}` with one of `string`, `array`, `map`"),
    )
}

fn text_of<'n>(item: &'n Node, name: &Name<'_>) -> Result<(&'n str, &'n Node), Fault> {
    let node = item
        .get("string")
        .filter(|node| node.as_str().is_some())
        .ok_or_else(|| wanted(item, name, "string"))?;
    Ok((plain(node, name)?, node))
}

fn map_of<'n>(item: &'n Node, name: &Name<'_>) -> Result<&'n Map, Fault> {
    let map = item
        .get("map")
        .and_then(Node::as_map)
        .ok_or_else(|| wanted(item, name, "map"))?;
    for entry in map {
        plain(&entry.node, name)?;
    }
    Ok(map)
}

fn selection(item: &Node, name: &Name<'_>) -> Result<Vec<Selected>, Fault> {
    let items = item
        .get("array")
        .and_then(Node::as_list)
        .ok_or_else(|| wanted(item, name, "array"))?;
    let selected = items.iter().map(|item| {
        let name = Named {
            text: Arc::from(plain(item, name)?),
            span: item.span,
        };
        Ok(Selected {
            name,
            parameters: Map::new(),
        })
    });
    selected.collect()
}

fn wanted(item: &Node, name: &Name<'_>, kind: &str) -> Fault {
    let name = name.text;
    fault(
        item,
        format!("the plugin's parameter `{name}` wants its value under `{kind}`"),
    )
}

fn part((text, node): (&str, &Node)) -> Result<Part, Fault> {
    match text {
        "applications" => Ok(Part::Applications),
        "manifests" => Ok(Part::Manifests),
        other => {
            let message = format!("`part` is `applications` or `manifests`, found `{other}`");
            Err(Box::new(Diagnostic::error(PARAMETERS, node.span, message)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;
    use crate::yaml::json;

    fn asked(text: &str) -> Result<Asked, Fault> {
        let source = Sources::new().add("parameters", text.as_bytes());
        Asked::read(&json::parse(text, source)?)
    }

    #[test]
    fn null_and_empty_are_alike() {
        for nothing in ["null", "[]"] {
            let asked = asked(nothing).unwrap();
            assert!(asked.environment.is_none() && asked.use_case.is_none());
            assert!(asked.request.cluster.is_none());
        }
    }

    #[test]
    fn every_kind_of_parameter_finds_its_place() {
        let asked = asked(
            r#"[{"name":"environment","string":"qa"},{"name":"use-cases","array":["a","b"]},{"name":"cluster-labels","map":{"env":"qa"}},
                {"name":"parameters","map":{"eso:store":"x"}},{"name":"team","string":"shop"},{"name":"part","string":"manifests"}]"#,
        )
        .unwrap();
        assert_eq!(asked.environment.as_deref(), Some("qa"));
        assert_eq!(asked.part, Part::Manifests);
        assert_eq!(asked.request.use_cases.unwrap().len(), 2);
        assert_eq!(asked.request.cluster.unwrap().labels.len(), 1);
        let keys: Vec<&str> = asked.request.layers[0].values.keys().collect();
        assert_eq!(keys, ["eso:store", "team"]);
    }

    #[test]
    fn what_argo_cd_would_never_send_is_a_fault() {
        for bad in [
            "{}",
            "[1]",
            r#"[{"string":"x"}]"#,
            r#"[{"name":"use-cases","string":"x"}]"#,
            "[",
            r#"[{"name":"part","string":"x"}]"#,
            r#"[{"name":5,"string":"x"}]"#,
            r#"[{"name":"","string":"x"}]"#,
            r#"[{"name":"a","string":"x"},{"name":"a","string":"x"}]"#,
            r#"[{"name":"a","string":"x"},{"name":"parameters","map":{"a":"x"}}]"#,
            r#"[{"name":"parameters","map":{"a":{"b":"c"}}}]"#,
            r#"[{"name":"use-cases","array":[null]}]"#,
            r#"[{"name":"a","string":"{{ .name }}"}]"#,
        ] {
            assert!(asked(bad).is_err(), "{bad}");
        }
    }
}
