//! The cluster Secret that the integration of a project writes into Argo CD.

use super::prediction::{Label, Secret, Step};
use crate::manifest::SECRET_TYPE;
use crate::span::Span;
use crate::yaml::{Entry, Node};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The longest name.
const LONGEST: usize = 49;
/// The label of the instance's name.
pub(super) const INSTANCE_NAME: &str = "loft.sh/vcluster-instance-name";
/// The label of the instance's namespace.
pub(super) const INSTANCE_NAMESPACE: &str = "loft.sh/vcluster-instance-namespace";

/// What a Secret is made of.
#[derive(Debug)]
pub(super) struct Made<'s> {
    /// The namespace of Argo CD.
    pub(super) argocd: &'s str,
    /// The platform's host.
    pub(super) host: Option<&'s str>,
    /// The project's name.
    pub(super) project: &'s str,
    /// The instance's namespace.
    pub(super) namespace: &'s str,
    /// The instance's name.
    pub(super) name: &'s str,
    /// The instance's labels.
    pub(super) labels: &'s [Label],
    /// The instance.
    pub(super) span: Span,
    /// The place of the instance in the prediction.
    pub(super) instance: usize,
}

/// Returns the whole name of a cluster in Argo CD.
pub(super) fn full_name(project: &str, instance: &str) -> String {
    format!("loft-{project}-vcluster-{instance}")
}

/// Returns a name as the platform cuts it: over 49 characters, the first 41 and 7 hexadecimal digits of its SHA-256.
pub(super) fn cut(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let digest = Sha256::digest(name.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let end = (0..=LONGEST - 8)
        .rev()
        .find(|&at| name.is_char_boundary(at));
    let head = &name[..end.unwrap_or(0)];
    format!("{head}-{}", &hex[..7]).replace(".-", "-")
}

/// Returns the address of a virtual cluster behind the platform.
pub(super) fn server(host: Option<&str>, project: &str, instance: &str) -> String {
    let host = host.unwrap_or(Secret::UNKNOWN_HOST);
    format!("https://{host}/kubernetes/project/{project}/virtualcluster/{instance}")
}

/// Makes the Secret.
pub(super) fn make(made: &Made<'_>) -> Secret {
    let name = cut(&full_name(made.project, made.name));
    let server = server(made.host, made.project, made.name);
    let labels = labels(made);
    let annotations: BTreeMap<String, String> = [
        ("managed-by", "argocd.argoproj.io"),
        ("co-managed-by", "loft.sh"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .into();
    Secret {
        manifest: manifest(made, &name, &server, &labels, &annotations),
        namespace: made.argocd.to_owned(),
        cluster_name: name.clone(),
        name,
        server,
        labels,
        annotations,
        instance: made.instance,
    }
}

/// The platform's own labels win over those of the instance.
fn labels(made: &Made<'_>) -> Vec<Label> {
    let own = [
        (SECRET_TYPE, "cluster"),
        (INSTANCE_NAME, made.name),
        (INSTANCE_NAMESPACE, made.namespace),
    ];
    let fixed = own.map(|(key, value)| Label {
        key: key.to_owned(),
        value: value.to_owned(),
        because: vec![Step::new(
            format!("instance `{}/{}`", made.namespace, made.name),
            Some(made.span),
        )],
        doubt: None,
    });
    let copied = made.labels.iter();
    let copied = copied.filter(|label| own.iter().all(|(key, _)| *key != label.key));
    let mut labels: Vec<Label> = copied.cloned().chain(fixed).collect();
    labels.sort_by(|a, b| a.key.cmp(&b.key));
    labels
}

/// Labels that nobody knows a value of are left out.
fn manifest(
    made: &Made<'_>,
    name: &str,
    server: &str,
    labels: &[Label],
    annotations: &BTreeMap<String, String>,
) -> Node {
    let span = made.span;
    let known = labels
        .iter()
        .filter(|label| label.doubt.is_none() || !label.value.is_empty());
    let labels: BTreeMap<String, String> = known
        .map(|label| (label.key.clone(), label.value.clone()))
        .collect();
    let token = Secret::TOKEN;
    let config = format!(r#"{{"bearerToken":"{token}","tlsClientConfig":{{"insecure":false}}}}"#);
    let data = [
        ("config", config.as_str()),
        ("name", name),
        ("server", server),
    ];
    let data = data.map(|(key, value)| Entry::new(key, STANDARD.encode(value), span));
    let metadata = [
        Entry::of("annotations", Node::texts(annotations, span)),
        Entry::of("labels", Node::texts(&labels, span)),
        Entry::new("name", name, span),
        Entry::new("namespace", made.argocd, span),
    ];
    Node::map(
        [
            Entry::new("apiVersion", "v1", span),
            Entry::new("kind", "Secret", span),
            Entry::of("metadata", Node::map(metadata, span)),
            Entry::new("type", "Opaque", span),
            Entry::of("data", Node::map(data, span)),
        ],
        span,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut() {
        let fits = format!("loft-p-vcluster-{}", "i".repeat(33));
        assert_eq!((fits.len(), cut(&fits)), (49, fits.clone()));
        let long = full_name("checkout-services", "pr-123-k8s-1-33-3-checkout");
        let name = cut(&long);
        assert!(long.len() > 49 && name.len() == 49);
        assert!(
            name.starts_with("loft-checkout-services-vcluster-pr-123-k8-"),
            "{name}"
        );
        let dotted = format!("{}.{}", "a".repeat(40), "b".repeat(20));
        let name = cut(&dotted);
        assert!(name.len() == 48 && name[..41].ends_with("a-"), "{name}");
    }

    #[test]
    fn servers_lie_behind_the_platform() {
        assert_eq!(
            server(Some("a1.us.demo.dev"), "api-framework", "api-framework-dev"),
            "https://a1.us.demo.dev/kubernetes/project/api-framework/virtualcluster/api-framework-dev"
        );
        assert!(server(None, "a", "b").starts_with("https://platform-host.invalid/"));
    }
}
