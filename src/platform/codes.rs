//! The faults of what the platform is asked to make.

use crate::diagnostic::Code;

macro_rules! codes {
    ($($(#[$doc:meta])* $constant:ident = $name:literal: $what:literal;)*) => {
        $($(#[$doc])* pub(super) const $constant: Code = Code { name: $name, what: $what };)*
        /// The codes of this room.
        pub const CODES: &[Code] = &[$($constant),*];
    };
}

codes! {
    /// The instance lies outside of all project namespaces.
    NAMESPACE = "namespace-project-mismatch":
        "The namespace of the instance belongs to no project: the platform acts on project namespaces only.";
    /// An instance that is not there yet.
    NAMELESS = "instance-without-name":
        "The API server makes up the name of the instance, so nothing that bears it can be known.";
    /// A reference leads nowhere.
    REFERENCE = "reference-missing":
        "Something is named here that no manifest defines, so the platform cannot find it.";
    /// The project does not allow the template.
    NOT_ALLOWED = "template-not-allowed":
        "The project does not list the template among its allowed ones: the platform refuses the instance.";
    /// The project does not allow the cluster.
    CLUSTER_NOT_ALLOWED = "cluster-not-allowed":
        "The project does not list the cluster among its allowed ones: the platform refuses the instance.";
    /// No template, though the project wants one.
    TEMPLATE_REQUIRED = "template-required":
        "The project wants a template for every instance, unless an administrator of the project creates it.";
    /// Both a template and a reference to one.
    TWO_TEMPLATES = "template-and-template-ref":
        "An instance has a template of its own or refers to one; the platform refuses both at once.";
    /// Several default templates.
    AMBIGUOUS_DEFAULT = "default-template-ambiguous":
        "Several templates of the project are its default, and which one an instance gets is not documented.";
    /// The reference to a version fits none.
    VERSION_UNMATCHED = "version-ref-unmatched":
        "No version of the template is what the reference asks for: the platform sets TemplateResolved to False and makes nothing.";
    /// The reference to a version means nothing.
    VERSION_IGNORED = "version-ref-ignored":
        "The template has no versions: the platform takes the version out of the reference.";
    /// A version that is none.
    VERSION_NOT_SEMVER = "version-not-semver":
        "A version of a template is no MAJOR.MINOR.PATCH, so the platform skips it without a word.";
    /// `parameters` is no map.
    PARAMETERS_MALFORMED = "parameters-malformed":
        "The parameters of the instance are no YAML map: the platform sets TemplateResolved to False and makes nothing.";
    /// A value is refused.
    PARAMETER_INVALID = "parameter-value-invalid":
        "The platform refuses the value of a parameter: it sets TemplateResolved to False and makes nothing.";
    /// A default is refused.
    DEFAULT_INVALID = "parameter-default-invalid":
        "The default of a parameter is refused by its own declaration, so whoever leaves the parameter out gets nothing.";
    /// A default that is no text.
    DEFAULT_NOT_STRING = "parameter-default-not-string":
        "A default is always text, also of numbers and booleans: the API refuses the template otherwise.";
    /// A type that is none.
    TYPE_UNKNOWN = "parameter-type-unknown":
        "The platform knows the types string, multiline, boolean, number and password, and refuses every value of another.";
    /// A value outside of the options.
    NOT_IN_OPTIONS = "parameter-value-not-in-options":
        "The value is none of the options: people cannot choose it, yet the platform's own check lets it pass.";
    /// A value that nothing declares.
    VALUE_UNKNOWN = "parameter-value-unknown":
        "The instance gives a value that this version of the template does not declare.";
    /// A boolean in quotes.
    QUOTED_BOOLEAN = "boolean-parameter-quoted":
        "A boolean is written as text; a text that is not empty is true, also `false`.";
    /// A parameter is read that is not declared.
    UNDECLARED = "parameter-undeclared":
        "The template reads a parameter that it does not declare: what is written instead is not documented.";
    /// A parameter is declared at the root only.
    NOT_INHERITED = "version-params-not-inherited":
        "Versions of a template do not inherit the parameters at its root.";
    /// A template cannot be rendered.
    RENDER_FAILED = "template-render-failed":
        "The platform cannot render the template: it sets TemplateResolved to False with reason ErrorRenderingTemplate.";
    /// A placeholder for another engine.
    FOREIGN_PLACEHOLDER = "foreign-placeholder-unescaped":
        "A placeholder that is meant for Argo CD stands in a text that the platform renders first.";
    /// The clock or chance.
    NONDETERMINISTIC = "nondeterministic-template":
        "The template gives another text each time it is rendered.";
    /// Rendered text is no YAML.
    RENDERED_MALFORMED = "rendered-yaml-malformed":
        "The rendered text is no YAML, so the platform can not apply it.";
    /// The chart's version.
    CHART_VERSION = "chart-version-invalid":
        "The chart of a virtual cluster needs a version such as 0.34.0: the platform refuses the instance otherwise.";
    /// The chart is too old for a field.
    CHART_MISMATCH = "chart-version-mismatch":
        "The values use a field that the pinned version of the chart does not have.";
    /// An access rule without role.
    RULE_WITHOUT_ROLE = "access-rule-without-role":
        "The platform refuses a template of an instance whose access rule names no clusterRole.";
    /// Too many instances.
    QUOTA = "quota-exceeded":
        "There are more instances than a quota of the project allows: the platform refuses whichever come last.";
    /// Import without integration.
    IMPORT_WITHOUT_PROJECT = "import-without-project":
        "The virtual cluster asks to be imported into Argo CD, but its project does not have the integration switched on.";
    /// The value of the import label.
    IMPORT_VALUE = "import-label-value":
        "Only the text `true` imports a virtual cluster into Argo CD.";
    /// Labels that no Secret gets.
    LABELS_WITHOUT_IMPORT = "labels-without-import":
        "ApplicationSets select labels of this template, but no Secret ever bears them: nothing imports its virtual clusters.";
    /// Two values for a label.
    LABEL_CLASH = "label-clash":
        "The instance and its template give a label different values; which one holds is not documented.";
    /// A label that is none.
    LABEL_INVALID = "label-value-too-long":
        "A label has at most 63 letters, digits, `-`, `_` and `.`: the API refuses the object.";
    /// The Secret's name is cut.
    NAME_TOO_LONG = "cluster-name-too-long":
        "The name of the cluster in Argo CD is longer than 49 characters, so the platform may cut it.";
    /// Another namespace than Argo CD's.
    ARGOCD_NAMESPACE = "argocd-namespace-mismatch":
        "The Secret is written to another namespace than the one that Argo CD looks into.";
    /// Several Argo CDs.
    SEVERAL_ARGOCD = "argocd-several":
        "Projects write their Secrets to different Argo CDs, while ApplicationSets are in one of them.";
    /// No connector.
    CONNECTOR_MISSING = "connector-missing":
        "The values speak to Argo CD through a connector that they do not name, so nothing comes of it.";
    /// v1 and v2 at once.
    TWICE = "argocd-registered-twice":
        "The virtual cluster is registered by its project and by a connector: Argo CD gets two Secrets for one server.";
    /// Two instances share a Secret.
    SECRET_TWICE = "instance-secret-collision":
        "Two virtual clusters would have the same Secret in Argo CD, so that it is never certain which one it leads to.";
    /// Two instances share a host namespace.
    HOST_NAMESPACE_TWICE = "host-namespace-collision":
        "Two virtual clusters would run in the same namespace of the host cluster, which holds only one.";
    /// An instance that stands twice.
    DUPLICATE = "instance-duplicate":
        "Two instances have the same namespace and name; only one can be there.";
}
