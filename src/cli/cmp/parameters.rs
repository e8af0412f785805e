//! The parameters of an Application's plugin source, as Argo CD hands them over.

use crate::catalog::{Named, Selected};
use crate::cli::codes::PARAMETERS;
use crate::diagnostic::Diagnostic;
use crate::generate::{Facts, Request};
use crate::params::{Layer, LayerKind};
use crate::shell::Environment;
use crate::span::{Sources, Span};
use crate::yaml::{self, Key, Map, Node, Value};
use std::sync::Arc;

/// Names of the plugin's own parameters; every other name is a parameter of the repository.
pub(super) const OWN: [&str; 8] = [
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
pub(super) enum Part {
    /// All of it.
    #[default]
    Whole,
    /// The Applications.
    Applications,
    /// Everything but the Applications.
    Manifests,
}

/// What an Application asks for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) environment: Option<String>,
    pub(super) use_case: Option<String>,
    pub(super) part: Part,
    pub(super) request: Request,
}

type Fault = Box<Diagnostic>;

/// Reads `ARGOCD_APP_PARAMETERS`: a JSON list of `{name, string | array | map}`; absent, `null` and `[]` are alike.
pub(super) fn read(environment: &Environment, sources: &mut Sources) -> Result<Asked, Fault> {
    let mut asked = Asked {
        environment: environment
            .environment
            .clone()
            .filter(|name| !name.is_empty()),
        ..Asked::default()
    };
    let text = environment.app_parameters.as_deref().unwrap_or_default();
    if text.trim().is_empty() {
        return Ok(asked);
    }
    let source = sources.add("ARGOCD_APP_PARAMETERS", text.as_bytes());
    let node = yaml::json::parse(text, source)?;
    let items = match &node.value {
        Value::Null => &[],
        Value::List(items) => items.as_slice(),
        other => {
            return Err(fault(
                &node,
                format!(
                    "the plugin's parameters are a list, found a {}",
                    other.type_name()
                ),
            ));
        }
    };
    let mut values = Map::new();
    let mut facts = Facts::default();
    let mut has_facts = false;
    for item in items {
        let name = item
            .get("name")
            .ok_or_else(|| fault(item, "a parameter of the plugin has no `name`".to_owned()))?;
        match name.as_str().unwrap_or_default() {
            "environment" => asked.environment = Some(text_of(item, name)?.0.to_owned()),
            "use-case" => asked.use_case = Some(text_of(item, name)?.0.to_owned()),
            "part" => asked.part = part(text_of(item, name)?)?,
            "use-cases" => asked.request.use_cases = Some(selection(item, name)?),
            "cluster" => facts.name = Some(text_of(item, name)?.1.clone()),
            "cluster-server" => facts.server = Some(text_of(item, name)?.1.clone()),
            "cluster-labels" => facts.labels = map_of(item, name)?,
            "parameters" => {
                for entry in map_of(item, name)? {
                    values.insert(entry.key, entry.node);
                }
            }
            other => {
                let key = Key {
                    text: Arc::from(other),
                    span: name.span,
                };
                values.insert(key, text_of(item, name)?.1.clone());
            }
        }
        has_facts |= name
            .as_str()
            .is_some_and(|name| name.starts_with("cluster"));
    }
    asked.request.cluster = has_facts.then_some(facts);
    asked.request.layers.push(Layer {
        kind: LayerKind::Plugin,
        name: "the Application's plugin source".to_owned(),
        values,
        textual: true,
    });
    Ok(asked)
}

fn fault(node: &Node, message: String) -> Fault {
    Box::new(
        Diagnostic::error(PARAMETERS, node.span, message)
            .help("each is `{name: NAME}` with one of `string`, `array`, `map`"),
    )
}

fn text_of<'n>(item: &'n Node, name: &Node) -> Result<(&'n str, &'n Node), Fault> {
    let node = item
        .get("string")
        .ok_or_else(|| wanted(item, name, "string"))?;
    let text = node.as_str().ok_or_else(|| wanted(item, name, "string"))?;
    Ok((text, node))
}

fn map_of(item: &Node, name: &Node) -> Result<Map, Fault> {
    item.get("map")
        .and_then(Node::as_map)
        .cloned()
        .ok_or_else(|| wanted(item, name, "map"))
}

fn selection(item: &Node, name: &Node) -> Result<Vec<Selected>, Fault> {
    let items = item
        .get("array")
        .and_then(Node::as_list)
        .ok_or_else(|| wanted(item, name, "array"))?;
    let selected = items.iter().filter_map(|item| {
        let name = Named {
            text: Arc::from(item.as_str()?),
            span: item.span,
        };
        Some(Selected {
            name,
            parameters: Map::new(),
        })
    });
    Ok(selected.collect())
}

fn wanted(item: &Node, name: &Node, kind: &str) -> Fault {
    let name = name.as_str().unwrap_or_default();
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

/// Returns the place that stands for all parameters.
pub(super) fn place(sources: &mut Sources) -> Span {
    Span::whole(sources.add("ARGOCD_APP_PARAMETERS", &b""[..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Result<Asked, Fault> {
        let environment = Environment {
            app_parameters: Some(text.to_owned()),
            environment: Some("fallback".to_owned()),
            ..Environment::default()
        };
        read(&environment, &mut Sources::new())
    }

    #[test]
    fn absent_null_and_empty_are_alike() {
        for nothing in ["", "null", "[]"] {
            let asked = asked(nothing).unwrap();
            assert_eq!(asked.environment.as_deref(), Some("fallback"), "{nothing}");
            assert!(asked.use_case.is_none() && asked.request.cluster.is_none());
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
        ] {
            assert!(asked(bad).is_err(), "{bad}");
        }
    }
}
