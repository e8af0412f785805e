//! A sentence for each field of our documents.

/// The sentences of one shape, by field.
type Words = (&'static str, &'static [(&'static str, &'static str)]);

/// Returns the sentence for a field of a shape; the shape without a name holds the kinds.
pub(super) fn description(shape: &str, field: &str) -> &'static str {
    WORDS
        .iter()
        .filter(|(name, _)| *name == shape)
        .flat_map(|(_, fields)| *fields)
        .find(|(name, _)| *name == field)
        .map_or_else(|| envelope(shape, field), |(_, sentence)| sentence)
}

/// The fields that all documents have.
fn envelope(shape: &str, field: &str) -> &'static str {
    match (shape, field) {
        ("Repository" | "Environment" | "UseCase" | "World", "apiVersion") => {
            "The version of this format."
        }
        ("Repository" | "Environment" | "UseCase" | "World", "kind") => "What the document is.",
        ("Repository" | "Environment" | "UseCase" | "World", "metadata") => "Its name.",
        ("Repository" | "Environment" | "UseCase" | "World", "spec") => "What it says.",
        _ => "",
    }
}

/// All sentences, in the order of the field tables.
#[rustfmt::skip]
pub(super) const WORDS: &[Words] = &[
    ("", &[
        ("Repository", "What holds for the whole repository."),
        ("Environment", "The selection: parameters, clusters and use cases."),
        ("UseCase", "One file that switches a use case on everywhere."),
        ("World", "What the live side knows and Git does not, for prediction."),
        ("expression", "An expression between <%= and %>, or a map with $for, $if, $let, $do or $spread."),
    ]),
    ("selected", &[
        ("name", "The use case."),
        ("parameters", "Values of the use case's own parameters."),
    ]),
    ("metadata", &[
        ("name", "Its name, which agrees with its file or folder."),
        ("labels", "For your own use; dodona does not read them."),
        ("annotations", "For your own use; dodona does not read them."),
    ]),
    ("a parameter", &[
        ("variable", "Its name in expressions; dots make maps."),
        ("label", "A title for people."),
        ("description", "A sentence for people."),
        ("type", "The type of its value; string where nothing is said."),
        ("options", "The only values that it takes."),
        ("min", "The lowest number that it takes."),
        ("max", "The highest number that it takes."),
        ("required", "Whether some layer has to give a value."),
        ("defaultValue", "The value unless a layer gives another; always text, as in the platform."),
        ("placeholder", "What an empty input field shows."),
        ("validation", "A regular expression that the value has to match."),
        ("invalidation", "A regular expression that the value must not match."),
        ("section", "The group that it is shown in."),
    ]),
    ("Repository.spec", &[
        ("parameters", "Parameters that are visible everywhere."),
        ("values", "Values of the layer above the declared defaults."),
        ("source", "Where Argo CD finds this repository."),
        ("argocd", "Which Argo CD installs the payloads."),
        ("delivery", "How payloads reach Argo CD: rendered by the plugin when it asks, or as files beforehand."),
        ("rendered", "Where rendered manifests lie, for that delivery."),
        ("folders", "The names of the folders."),
        ("selectableIn", "The VirtualClusterTemplates that offer the selectable use cases."),
        ("applicationSet", "Merged into every generated ApplicationSet."),
        ("application", "Merged into the Application of every chart."),
        ("clusterSecret", "Merged into every cluster Secret."),
        ("shapes", "Files that replace built-in shapes as a whole."),
        ("text", "Files that are no YAML until their names are substituted."),
        ("patches", "The last word on what was rendered, for all environments."),
        ("allowEmpty", "Whether an environment or payload without any manifest is no error."),
    ]),
    ("source", &[
        ("repoURL", "The URL of the Git repository."),
        ("targetRevision", "The branch, tag or commit."),
        ("path", "The folder in the Git repository where dodona.yaml lies."),
    ]),
    ("rendered", &[
        ("repoURL", "The Git repository of the rendered manifests, if it is another."),
        ("targetRevision", "The branch of the rendered manifests, if it is another."),
        ("path", "The folder of the rendered manifests."),
    ]),
    ("argocd", &[
        ("namespace", "The namespace that Argo CD runs in."),
        ("project", "The AppProject of generated Applications."),
        ("version", "The minor version of Argo CD, such as \"3.5\"."),
    ]),
    ("folders", &[
        ("templates", "The folder of the platform bundle."),
        ("useCases", "The folder of the use cases."),
        ("environments", "The folder of the environments."),
        ("snapshots", "The folder of accepted output."),
    ]),
    ("shapes", &[
        ("applicationSet", "The file of the ApplicationSet's shape."),
        ("application", "The file of the Application's shape."),
        ("clusterSecret", "The file of the cluster Secret's shape."),
    ]),
    ("a text rule", &[
        ("files", "A glob over the repository's files."),
        ("open", "What stands before a name."),
        ("close", "What stands behind a name."),
        ("names", "The parameter behind each name, where they differ."),
    ]),
    ("a patch", &[
        ("target", "Which objects it changes."),
        ("path", "The place in the object, as JSONPath."),
        ("set", "The new value."),
        ("merge", "Fields to merge: maps merge, lists replace, null removes."),
        ("append", "An item to add to the list."),
        ("remove", "Whether the place goes."),
    ]),
    ("target", &[
        ("group", "The API group."),
        ("kind", "The kind."),
        ("namespace", "The namespace."),
        ("name", "The name; globs are allowed."),
        ("useCase", "The use case whose payload is meant; without it the platform bundle is."),
    ]),
    ("Environment.spec", &[
        ("displayName", "A name for people."),
        ("parameters", "Values of parameters; a use case's own is usecase:variable."),
        ("labels", "Labels of every cluster Secret of the environment."),
        ("annotations", "Annotations of every cluster Secret of the environment."),
        ("source", "Overrides fields of the repository's source."),
        ("clusters", "The clusters; each gets one Secret."),
        ("useCases", "Use cases that are switched on for every cluster."),
        ("selectable", "Use cases that are offered to whoever creates a virtual cluster."),
        ("selectableIn", "Overrides the repository's list of templates."),
        ("patches", "The last word on what was rendered for this environment."),
    ]),
    ("a cluster", &[
        ("name", "Its name in Argo CD."),
        ("server", "The URL of its API server."),
        ("secretName", "The name of its Secret; cluster-NAME where nothing is said."),
        ("namespace", "The namespace of its Secret; Argo CD's where nothing is said."),
        ("project", "The AppProject that alone may use it."),
        ("labels", "Further labels of its Secret."),
        ("annotations", "Further annotations of its Secret."),
        ("useCases", "Use cases for this cluster alone."),
        ("credentials", "How Argo CD gets in, for any cluster but its own."),
    ]),
    ("credentials", &[
        ("externalSecret", "The entry of a secret store that holds the cluster's config."),
        ("placeholder", "The placeholder that a secret plugin replaces."),
    ]),
    ("externalSecret", &[
        ("store", "The name of the secret store."),
        ("storeKind", "SecretStore or ClusterSecretStore."),
        ("key", "The key in the store."),
        ("property", "The property of the key."),
        ("refreshInterval", "How often it is read again."),
    ]),
    ("UseCase.spec", &[
        ("displayName", "A title for people."),
        ("description", "What it is good for, in a sentence."),
        ("label", "The cluster label that is its switch; the name where nothing is said."),
        ("labels", "Further labels that must be 'true' as well."),
        ("selector", "Further conditions on the cluster."),
        ("requires", "Use cases that are selected with it."),
        ("conflicts", "Use cases that exclude it."),
        ("parameters", "Its own parameters."),
        ("variable", "The platform parameter that offers it in templates."),
        ("clusterInputs", "Facts of the cluster that its payload reads: label keys, name, server."),
        ("syncWave", "The wave of its ApplicationSet."),
        ("project", "The AppProject of its Applications."),
        ("destination", "Where its generated Application goes."),
        ("charts", "Helm charts; each becomes an Application of the payload."),
        ("manifests", "How the folder manifests/ is applied."),
        ("sources", "Argo CD sources that replace the generated one."),
        ("applicationSet", "Merged into its ApplicationSet, stronger than the repository's."),
        ("contributes", "What it adds to objects that others declare."),
        ("patches", "The last word on its own payload."),
    ]),
    ("selector", &[
        ("matchLabels", "Labels that the cluster must have."),
        ("matchExpressions", "Conditions on the cluster's labels."),
    ]),
    ("a match expression", &[
        ("key", "The label."),
        ("operator", "How the label's value is judged."),
        ("values", "The values that In and NotIn compare with."),
    ]),
    ("destination", &[
        ("server", "The URL of the cluster's API server."),
        ("name", "The cluster's name in Argo CD, instead of its server."),
        ("namespace", "The namespace for what says none itself."),
    ]),
    ("a chart", &[
        ("name", "The name of the entry; the Application is called USECASE-NAME."),
        ("chart", "The chart's name in its repository, if it is another."),
        ("repoURL", "The chart repository, or the registry without oci://."),
        ("version", "The chart's version."),
        ("namespace", "The namespace that it is installed in."),
        ("releaseName", "The name of the Helm release; the entry's where nothing is said."),
        ("syncWave", "The wave of its Application."),
        ("values", "The chart's values."),
        ("project", "The AppProject of its Application."),
        ("destination", "Where it is installed."),
        ("createNamespace", "Whether Argo CD creates the namespace; it does where nothing is said."),
        ("syncOptions", "Further sync options of Argo CD."),
        ("application", "Merged into its Application."),
    ]),
    ("manifests", &[
        ("namespace", "The namespace of all objects that say none."),
        ("syncWave", "The wave of all objects that say none."),
        ("createNamespace", "Whether the namespace itself is added; it is where nothing is said."),
        ("clusterScoped", "Kinds that live outside namespaces, as Kind or Kind.group, where dodona does not know them."),
        ("objects", "Manifests in place, for use cases of one file."),
    ]),
    ("contributes", &[
        ("projects", "Fields of the spec of Projects, by the Project's name."),
        ("objects", "Fields of any other objects."),
    ]),
    ("a contribution", &[
        ("kind", "The object's kind."),
        ("name", "The object's name."),
        ("namespace", "The object's namespace."),
        ("merge", "Fields to merge: lists are added to, maps merge, scalars must agree."),
    ]),
    ("World.spec", &[
        ("platform", "The platform's host and its prefix of project namespaces."),
        ("connectedClusters", "The clusters that are connected to the platform."),
        ("instances", "VirtualClusterInstances that are not in the repository."),
        ("clusters", "Cluster Secrets that Argo CD knows beside the rendered ones."),
        ("repositories", "Git repositories, and what they hold."),
        ("pullRequests", "Open pull requests, by repository."),
        ("scmRepositories", "What SCM providers list."),
        ("plugins", "What generator plugins answer."),
        ("clusterDecisions", "Cluster decision resources."),
        ("argocd", "How Argo CD is set up."),
        ("generate", "Instances that might be created: what if."),
    ]),
    ("list", &[
        ("fromFile", "The file of the list: a list, or documents; its path counts from this file."),
    ]),
    ("platform", &[
        ("host", "The host of the platform, without scheme."),
        ("projectNamespacePrefix", "What stands before a project's name in its namespace; p- where nothing is said."),
        ("owner", "Who owns instances that name no owner: whoever applies them."),
    ]),
    ("an owner", &[
        ("user", "A user's name; an owner is a user or a team."),
        ("team", "A team's name."),
    ]),
    ("a connected cluster", &[
        ("name", "The name of the platform's Cluster."),
        ("annotations", "All annotations of the Cluster; templates read them."),
    ]),
    ("a repository", &[
        ("repoURL", "The URL that generators name."),
        ("revision", "The revision that is meant; any where nothing is said."),
        ("path", "The folder with its files; it counts from this file."),
    ]),
    ("an answer", &[
        ("for", "Keys that a generator's block must hold, provider among them."),
        ("items", "What is returned, in order."),
    ]),
    ("a plugin", &[
        ("for", "The ConfigMap that names the plugin, as configMapRef."),
        ("parameters", "What the plugin answers, one map for each parameter set."),
    ]),
    ("a decision", &[
        ("for", "The ConfigMap of the generator, as configMapRef."),
        ("configMap", "The data of the ConfigMap."),
        ("resources", "The placement resources, whole."),
    ]),
    ("live argocd", &[
        ("namespace", "The namespace that Argo CD runs in; argocd where nothing is said."),
        ("projects", "The AppProjects that are there beside those of the manifests."),
        ("gitGlobbing", "How the git generator reads file patterns: new with --enable-new-git-file-globbing."),
    ]),
    ("a row of instances", &[
        ("instances", "How many; each combination of its parameters once where nothing is said."),
        ("project", "The project's name, without the prefix of its namespace."),
        ("template", "The template of all of them."),
        ("version", "The version of the template, such as 1.0.x."),
        ("namePattern", "Their names: {n} is the number, {VARIABLE} a parameter; TEMPLATE-{n} where nothing is said."),
        ("first", "The first number; 1 where nothing is said."),
        ("parameters", "For each parameter a value, a list of values, or a range {from, to, step}; taken in turn."),
        ("labels", "Labels of all of them."),
        ("cluster", "The connected cluster of all of them."),
        ("owner", "The owner of all of them."),
    ]),
];
