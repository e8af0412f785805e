//! What can be open about a rendered text, in words that end with what to write.

/// Why a text cannot be known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// A parameter without declaration is read, which the instance may give.
    Undeclared { path: String, supplied: bool },
    /// Nobody says who owns the instance.
    Owner,
    /// Nobody says which cluster the instance gets.
    Cluster,
    /// Annotations of the cluster are not known: all, or these.
    Annotations {
        cluster: Option<String>,
        keys: Vec<String>,
    },
    /// `.Values.loft.space`.
    Space,
    /// `.Values.loft.namespace`.
    Namespace,
    /// The namespace in the host cluster.
    HostNamespace,
    /// Another field of `.Values.loft`.
    Loft(String),
    /// A boolean or number that is written as text.
    Quoted(String),
    /// The clock, or chance.
    Unpredictable,
    /// A function that the platform has and we have not.
    Function(String),
    /// A field of which nobody says whether the platform renders it.
    Field(&'static str),
}

impl Gap {
    /// Returns why it is open, and what to write so that it is known.
    pub(super) fn because(&self) -> String {
        match self {
            Self::Undeclared { path, supplied } => undeclared(path, *supplied),
            Self::Owner => "the instance names no owner, so whoever applies it owns it: write `spec.owner` into the instance, or into World, below `spec:`: `platform: {owner: {user: NAME}}`".to_owned(),
            Self::Cluster => "the instance names no cluster, so the platform chooses one: write `spec.clusterRef.cluster` into the instance".to_owned(),
            Self::Annotations { cluster, keys } => annotations(cluster.as_deref(), keys),
            Self::Space => "the documentation says of `.Values.loft.space` that it is a space or a namespace, not which".to_owned(),
            Self::Namespace => "nobody documents `.Values.loft.namespace` for templates: read `.Values.loft.project` or `.Values.loft.virtualClusterNamespace`".to_owned(),
            Self::HostNamespace => "the namespace in the host cluster cannot be known: write `spec.clusterRef.namespace` into the instance, or `spec.namespacePattern.virtualCluster` into the project".to_owned(),
            Self::Loft(path) => format!("nobody documents `.Values.{path}`"),
            Self::Quoted(path) => format!("`{path}` is written in quotes; whether the platform makes a value of its type of the text or keeps it is not documented: take the quotes away"),
            Self::Unpredictable => "the text depends on the clock or on chance".to_owned(),
            Self::Function(name) => format!("dodona does not know the function `{name}` of the platform"),
            Self::Field(name) => format!("nobody documents whether the platform renders `{name}`: write it without placeholders"),
        }
    }
}

fn undeclared(path: &str, supplied: bool) -> String {
    let declare = format!("declare it: `- {{variable: {path}}}`");
    match supplied {
        true => format!(
            "the template reads parameter `{path}`, which the instance gives and nothing declares; whether the platform drops it is not documented: {declare}"
        ),
        false => format!(
            "the template reads `{path}`, which nothing declares; whether the platform writes `<no value>` or nothing is not documented: {declare}"
        ),
    }
}

fn annotations(cluster: Option<&str>, keys: &[String]) -> String {
    let Some(cluster) = cluster else {
        return format!(
            "the template reads annotations of the cluster, and {}",
            Gap::Cluster.because()
        );
    };
    let wanted: Vec<String> = keys.iter().map(|key| format!("{key}: VALUE")).collect();
    let (what, wanted) = match keys {
        [] => ("the annotations".to_owned(), "KEY: VALUE".to_owned()),
        [one] => (format!("annotation `{one}`"), wanted.join(", ")),
        keys => (
            format!("annotations `{}`", keys.join("`, `")),
            wanted.join(", "),
        ),
    };
    format!(
        "nothing says {what} of the connected cluster `{cluster}`: add to World, below `spec:`: `connectedClusters: [{{name: {cluster}, annotations: {{{wanted}}}}}]`"
    )
}
