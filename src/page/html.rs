//! The page: markup, style, script and data put together.

use super::pack::pack;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

const MARKUP: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// The parts of the script, each after what it uses.
const SCRIPT: [&str; 13] = [
    include_str!("text.js"),
    include_str!("unpack.js"),
    include_str!("model.js"),
    include_str!("selector.js"),
    include_str!("filter.js"),
    include_str!("yaml.js"),
    include_str!("detail.js"),
    include_str!("attention.js"),
    include_str!("matrix.js"),
    include_str!("fold.js"),
    include_str!("graph.js"),
    include_str!("controls.js"),
    include_str!("main.js"),
];

/// Returns the page of some plans, usually one for each environment, as `dodona plan -o json` gives them.
///
/// The same plans give the same bytes. A field that a plan lacks is shown as empty, and none is refused.
///
/// ```
/// let plan = serde_json::json!({"applications": [{"name": "</script>"}]});
/// let page = dodona::page::html(&[plan]);
/// assert!(page.starts_with("<!doctype html>"));
/// assert_eq!(page.matches("</script>").count(), 2);
/// ```
#[must_use]
pub fn html(plans: &[Value]) -> String {
    let script = format!("(() => {{\n\"use strict\";\n{}}})();\n", SCRIPT.concat());
    let policy = policy(&script);
    let data = pack(&shown(plans));
    fill([
        ("{{policy}}", &policy),
        ("{{style}}", STYLE),
        ("{{data}}", &data),
        ("{{script}}", &script),
    ])
}

/// Puts each text where its mark stands; the marks come in this order, so no text is searched for a mark.
fn fill(texts: [(&str, &str); 4]) -> String {
    let mut page = String::new();
    let mut rest = MARKUP;
    for (mark, text) in texts {
        let (before, after) = rest.split_once(mark).expect("the markup has each mark");
        page.push_str(before);
        page.push_str(text);
        rest = after;
    }
    page + rest
}

/// What the page may do: be styled and run as written here, by hash, and nothing that needs anybody else.
fn policy(script: &str) -> String {
    [
        "default-src 'none'".to_owned(),
        format!("style-src {}", source(STYLE)),
        format!("script-src {}", source(script)),
        // An empty picture keeps a browser from asking a server for an icon.
        "img-src data:".to_owned(),
        "base-uri 'none'".to_owned(),
        "form-action 'none'".to_owned(),
        "require-trusted-types-for 'script'".to_owned(),
        "trusted-types 'none'".to_owned(),
    ]
    .join("; ")
}

/// The name of an inline text in a policy, as CSP Level 3 writes it.
fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// What the page shows of the plans. The Secret of a cluster repeats in base64 what stands beside it, and an instance the causes of
/// its cluster's labels.
fn shown(plans: &[Value]) -> Value {
    let mut plans = plans.to_vec();
    for plan in &mut plans {
        let mut secrets = BTreeSet::new();
        for cluster in items(plan, "clusters") {
            cluster.shift_remove("manifest");
            let secret = cluster.get("secret").and_then(Value::as_str);
            secrets.extend(secret.map(str::to_owned));
        }
        for instance in items(plan, "instances") {
            let secret = instance.get("clusterSecret").and_then(Value::as_str);
            if secret.is_some_and(|secret| secrets.contains(secret)) {
                instance.shift_remove("labelCauses");
            }
        }
    }
    Value::Array(plans)
}

/// The maps in a list of a plan.
fn items<'p>(plan: &'p mut Value, list: &str) -> impl Iterator<Item = &'p mut Map<String, Value>> {
    let found = plan.get_mut(list).and_then(Value::as_array_mut);
    found.into_iter().flatten().filter_map(Value::as_object_mut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_parts_end_no_block() {
        for part in SCRIPT {
            assert!(!part.contains("</"), "{part}");
            assert!(!part.contains("innerHTML"), "{part}");
        }
        assert!(!STYLE.contains('<'));
    }

    #[test]
    fn the_policy_names_what_stands_in_the_page() {
        let page = html(&[]);
        let (_, script) = page.rsplit_once("<script>").expect("a script");
        let (script, _) = script.split_once("</script>").expect("its end");
        assert!(page.contains(&source(script)));
        let (_, style) = page.split_once("<style>").expect("a style");
        let (style, _) = style.split_once("</style>").expect("its end");
        assert!(page.contains(&source(style)));
    }
}
