//! The SCM provider generator of an ApplicationSet, Argo CD v3.5.1.

use super::application_set_generators::TEMPLATE;
use crate::manifest::shape::Type::{Bool, Int, List, Object, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field, required};

pub(super) static TOKEN_REF: Shape = Shape {
    name: "SecretRef",
    fields: &[required("key", Text), required("secretName", Text)],
};

pub(super) static BASIC_AUTH: Shape = Shape {
    name: "BasicAuthBitbucketServer",
    fields: &[
        required("passwordRef", Object(&TOKEN_REF)),
        required("username", Text),
    ],
};

pub(super) static BEARER_TOKEN: Shape = Shape {
    name: "BearerToken",
    fields: &[required("tokenRef", Object(&TOKEN_REF))],
};

pub(super) static CONFIG_MAP_KEY_REF: Shape = Shape {
    name: "ConfigMapKeyRef",
    fields: &[required("configMapName", Text), required("key", Text)],
};

pub(super) static SCM_PROVIDER: Shape = Shape {
    name: "SCMProviderGenerator",
    fields: &[
        field("awsCodeCommit", Object(&AWS_CODE_COMMIT)),
        field("azureDevOps", Object(&AZURE_DEVOPS)),
        field("bitbucket", Object(&BITBUCKET)),
        field("bitbucketServer", Object(&BITBUCKET_SERVER)),
        field("cloneProtocol", Text),
        field("filters", List(&Object(&FILTER))),
        field("gitea", Object(&GITEA)),
        field("github", Object(&GITHUB)),
        field("gitlab", Object(&GITLAB)),
        field("requeueAfterSeconds", Int),
        field("template", Object(&TEMPLATE)),
        field("values", TEXT_MAP),
    ],
};

static AWS_CODE_COMMIT: Shape = Shape {
    name: "SCMProviderGeneratorAWSCodeCommit",
    fields: &[
        field("allBranches", Bool),
        field("region", Text),
        field("role", Text),
        field("tagFilters", List(&Object(&TAG_FILTER))),
    ],
};

static TAG_FILTER: Shape = Shape {
    name: "TagFilter",
    fields: &[required("key", Text), field("value", Text)],
};

static AZURE_DEVOPS: Shape = Shape {
    name: "SCMProviderGeneratorAzureDevOps",
    fields: &[
        required("accessTokenRef", Object(&TOKEN_REF)),
        field("allBranches", Bool),
        field("api", Text),
        required("organization", Text),
        required("teamProject", Text),
    ],
};

static BITBUCKET: Shape = Shape {
    name: "SCMProviderGeneratorBitbucket",
    fields: &[
        field("allBranches", Bool),
        required("appPasswordRef", Object(&TOKEN_REF)),
        required("owner", Text),
        required("user", Text),
    ],
};

static BITBUCKET_SERVER: Shape = Shape {
    name: "SCMProviderGeneratorBitbucketServer",
    fields: &[
        field("allBranches", Bool),
        required("api", Text),
        field("basicAuth", Object(&BASIC_AUTH)),
        field("bearerToken", Object(&BEARER_TOKEN)),
        field("caRef", Object(&CONFIG_MAP_KEY_REF)),
        field("insecure", Bool),
        required("project", Text),
    ],
};

static FILTER: Shape = Shape {
    name: "SCMProviderGeneratorFilter",
    fields: &[
        field("branchMatch", Text),
        field("labelMatch", Text),
        field("pathsDoNotExist", TEXTS),
        field("pathsExist", TEXTS),
        field("repositoryMatch", Text),
    ],
};

static GITEA: Shape = Shape {
    name: "SCMProviderGeneratorGitea",
    fields: &[
        field("allBranches", Bool),
        required("api", Text),
        field("excludeArchivedRepos", Bool),
        field("insecure", Bool),
        required("owner", Text),
        field("tokenRef", Object(&TOKEN_REF)),
    ],
};

static GITHUB: Shape = Shape {
    name: "SCMProviderGeneratorGithub",
    fields: &[
        field("allBranches", Bool),
        field("api", Text),
        field("appSecretName", Text),
        field("excludeArchivedRepos", Bool),
        required("organization", Text),
        field("tokenRef", Object(&TOKEN_REF)),
    ],
};

static GITLAB: Shape = Shape {
    name: "SCMProviderGeneratorGitlab",
    fields: &[
        field("allBranches", Bool),
        field("api", Text),
        field("caRef", Object(&CONFIG_MAP_KEY_REF)),
        required("group", Text),
        field("includeArchivedRepos", Bool),
        field("includeSharedProjects", Bool),
        field("includeSubgroups", Bool),
        field("insecure", Bool),
        field("tokenRef", Object(&TOKEN_REF)),
        field("topic", Text),
    ],
};
