//! Names that two virtual clusters would share.

use super::codes::{HOST_NAMESPACE_TWICE, SECRET_TWICE};
use super::prediction::{Instance, Prediction};
use crate::diagnostic::{Diagnostic, Diagnostics};
use std::collections::BTreeMap;

/// Tells of Secrets and of host namespaces that two instances would share.
pub(super) fn check(prediction: &Prediction, out: &mut Diagnostics) {
    let instances = &prediction.instances;
    for pair in prediction.secrets.windows(2) {
        let [first, second] = pair else {
            continue;
        };
        if (&first.namespace, &first.name) == (&second.namespace, &second.name) {
            let shared = format!("the Secret `{}/{}`", first.namespace, first.name);
            let both = [&instances[first.instance], &instances[second.instance]];
            out.push(Diagnostic {
                code: SECRET_TWICE,
                ..shares(both, &shared, "give one of the two another name")
            });
        }
    }
    let mut spaces: BTreeMap<(&str, &str), &Instance> = BTreeMap::new();
    for instance in instances {
        let (Some(cluster), Some(space)) = (&instance.cluster, &instance.host_namespace) else {
            continue;
        };
        let Some(first) = spaces.insert((cluster, space), instance) else {
            continue;
        };
        let shared = format!("the namespace `{space}` of cluster `{cluster}`");
        let help = "write `{{.Values.loft.name}}` into the project's `namespacePattern.virtualCluster`, or another `clusterRef.namespace`";
        out.push(shares([first, instance], &shared, help));
    }
}

fn shares([first, second]: [&Instance; 2], shared: &str, help: &str) -> Diagnostic {
    let what = format!(
        "instances `{}/{}` and `{}/{}` both get {shared}",
        first.namespace, first.name, second.namespace, second.name
    );
    Diagnostic::error(HOST_NAMESPACE_TWICE, second.span, what)
        .help(help)
        .related(first.span, "the first one")
}
