//! The Secret by which Argo CD knows a cluster, Argo CD v3.5.1.

use super::config::SECRET;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::manifest::literal::is_placeholder;
use crate::manifest::walk::Walk;
use crate::manifest::{BAD_VALUE, MISSING_FIELD};
use crate::yaml::Node;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// The label by which Argo CD tells its own Secrets apart: `cluster`, `repository` and more.
pub const SECRET_TYPE: &str = "argocd.argoproj.io/secret-type";

/// Says whether an object is such a Secret: its label tells.
pub(in crate::manifest) fn is(node: &Node) -> bool {
    let is_text = |keys: &[&str], text| node.at(keys).and_then(Node::as_str) == Some(text);
    is_text(&["apiVersion"], "v1")
        && is_text(&["kind"], "Secret")
        && is_text(&["metadata", "labels", SECRET_TYPE], "cluster")
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
    for part in ["stringData", "data"] {
        let config = node.at(&[part, "config"]);
        if let Some((config, text)) = config.and_then(|node| Some((node, node.as_str()?))) {
            check_config(config, text, part == "data", out);
        }
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

/// The fields of a cluster's settings that are credentials, or a program that Argo CD would run to get some.
const CREDENTIALS: [&[&str]; 4] = [
    &["bearerToken"],
    &["password"],
    &["tlsClientConfig", "keyData"],
    &["execProviderConfig"],
];

fn check_config(node: &Node, text: &str, encoded: bool, out: &mut Diagnostics) {
    if is_placeholder(text) {
        return;
    }
    let decoded = match encoded.then(|| decoded(text)) {
        Some(Some(decoded)) => decoded,
        // The fault of the encoding is told already.
        Some(None) => return,
        None => text.to_owned(),
    };
    match serde_json::from_str::<Value>(&decoded) {
        Ok(value) if value.is_object() => check_credentials(node, &value, out),
        Ok(_) => out.push(no_object(node)),
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            let place = format!("line {line}, column {column} of this text");
            out.push(no_object(node).label(place));
        }
    }
}

/// The place is empty, so that no excerpt shows what stands there.
fn no_object(node: &Node) -> Diagnostic {
    let message = "`config` of the cluster is not a JSON object";
    Diagnostic::error(BAD_VALUE, node.span.part(0, 0), message).help(
        "write JSON such as `{\"bearerToken\": \"…\", \"tlsClientConfig\": {\"insecure\": false}}`",
    )
}

fn check_credentials(node: &Node, config: &Value, out: &mut Diagnostics) {
    let plain = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty() && !is_placeholder(text),
        _ => true,
    };
    for field in CREDENTIALS {
        let found = field.iter().try_fold(config, |value, key| value.get(key));
        if found.is_some_and(plain) {
            let message = format!(
                "`config` of the cluster holds `{}` in plain text",
                field.join(".")
            );
            out.push(
                Diagnostic::error(BAD_VALUE, node.span.part(0, 0), message)
                    .help("list the cluster under `clusters` with `credentials: {externalSecret: …}`, or write the placeholder of a secret plugin")
                    .note("what was committed stays in Git's history: change the credential too"),
            );
        }
    }
}

fn decoded(text: &str) -> Option<String> {
    let letters: String = text.split_ascii_whitespace().collect();
    String::from_utf8(STANDARD.decode(letters).ok()?).ok()
}
