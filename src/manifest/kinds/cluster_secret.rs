//! The Secret by which Argo CD knows a cluster, Argo CD v3.5.1.

use super::config::SECRET;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::manifest::literal::is_placeholder;
use crate::manifest::walk::Walk;
use crate::manifest::{BAD_VALUE, MISSING_FIELD};
use crate::yaml::Node;

/// Says whether an object is such a Secret: its label tells.
pub(in crate::manifest) fn is(node: &Node) -> bool {
    let is_text = |keys: &[&str], text| node.at(keys).and_then(Node::as_str) == Some(text);
    is_text(&["apiVersion"], "v1")
        && is_text(&["kind"], "Secret")
        && is_text(
            &["metadata", "labels", "argocd.argoproj.io/secret-type"],
            "cluster",
        )
}

/// Checks the fields, that the cluster has a name and an address, and that its settings are JSON.
pub(in crate::manifest) fn check(node: &Node, out: &mut Diagnostics) {
    Walk::new(out).object(node, &SECRET);
    for key in ["name", "server"] {
        let is_there = |part: &str| node.at(&[part, key]).is_some_and(|value| !value.is_null());
        if !is_there("data") && !is_there("stringData") {
            out.push(missing(node, key));
        }
    }
    let config = node.at(&["stringData", "config"]);
    if let Some((config, text)) = config.and_then(|node| Some((node, node.as_str()?))) {
        check_config(config, text, out);
    }
}

fn missing(node: &Node, key: &str) -> Diagnostic {
    let place = ["stringData", "data", "kind"]
        .iter()
        .find_map(|name| node.as_map()?.entry(name))
        .map_or(node.span, |entry| entry.key.span);
    let message =
        format!("`{key}` of the cluster is missing: Argo CD does not see the Secret as one");
    Diagnostic::error(MISSING_FIELD, place, message)
        .help(format!("write `{key}:` below `stringData:`"))
}

fn check_config(node: &Node, text: &str, out: &mut Diagnostics) {
    if is_placeholder(text) {
        return;
    }
    if let Err(error) = serde_json::from_str::<serde_json::Map<_, _>>(text) {
        let (line, column) = (error.line(), error.column());
        out.push(
            Diagnostic::error(
                BAD_VALUE,
                node.span,
                "`stringData.config` is not a JSON object",
            )
            .label(format!("line {line}, column {column} of this text"))
            .help("write JSON such as `{\"bearerToken\": \"…\", \"tlsClientConfig\": {\"insecure\": false}}`"),
        );
    }
}
