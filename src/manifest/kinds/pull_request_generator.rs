//! The pull request generator of an ApplicationSet, Argo CD v3.5.1.

use super::application_set_generators::TEMPLATE;
use super::scm_provider_generator::{BASIC_AUTH, BEARER_TOKEN, CONFIG_MAP_KEY_REF, TOKEN_REF};
use crate::manifest::shape::Type::{Bool, Int, List, Object, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field, required};

pub(super) static PULL_REQUEST: Shape = Shape {
    name: "PullRequestGenerator",
    fields: &[
        field("azuredevops", Object(&AZURE_DEVOPS)),
        field("bitbucket", Object(&BITBUCKET)),
        field("bitbucketServer", Object(&BITBUCKET_SERVER)),
        field("continueOnRepoNotFoundError", Bool),
        field("filters", List(&Object(&FILTER))),
        field("gitea", Object(&GITEA)),
        field("github", Object(&GITHUB)),
        field("gitlab", Object(&GITLAB)),
        field("requeueAfterSeconds", Int),
        field("template", Object(&TEMPLATE)),
        field("values", TEXT_MAP),
    ],
};

static AZURE_DEVOPS: Shape = Shape {
    name: "PullRequestGeneratorAzureDevOps",
    fields: &[
        field("api", Text),
        field("labels", TEXTS),
        required("organization", Text),
        required("project", Text),
        required("repo", Text),
        field("tokenRef", Object(&TOKEN_REF)),
    ],
};

static BITBUCKET: Shape = Shape {
    name: "PullRequestGeneratorBitbucket",
    fields: &[
        field("api", Text),
        field("basicAuth", Object(&BASIC_AUTH)),
        field("bearerToken", Object(&BEARER_TOKEN)),
        required("owner", Text),
        required("repo", Text),
    ],
};

static BITBUCKET_SERVER: Shape = Shape {
    name: "PullRequestGeneratorBitbucketServer",
    fields: &[
        required("api", Text),
        field("basicAuth", Object(&BASIC_AUTH)),
        field("bearerToken", Object(&BEARER_TOKEN)),
        field("caRef", Object(&CONFIG_MAP_KEY_REF)),
        field("insecure", Bool),
        required("project", Text),
        required("repo", Text),
    ],
};

static FILTER: Shape = Shape {
    name: "PullRequestGeneratorFilter",
    fields: &[
        field("branchMatch", Text),
        field("targetBranchMatch", Text),
        field("titleMatch", Text),
    ],
};

static GITEA: Shape = Shape {
    name: "PullRequestGeneratorGitea",
    fields: &[
        required("api", Text),
        field("insecure", Bool),
        field("labels", TEXTS),
        required("owner", Text),
        required("repo", Text),
        field("tokenRef", Object(&TOKEN_REF)),
    ],
};

static GITHUB: Shape = Shape {
    name: "PullRequestGeneratorGithub",
    fields: &[
        field("api", Text),
        field("appSecretName", Text),
        field("labels", TEXTS),
        required("owner", Text),
        required("repo", Text),
        field("tokenRef", Object(&TOKEN_REF)),
    ],
};

static GITLAB: Shape = Shape {
    name: "PullRequestGeneratorGitLab",
    fields: &[
        field("api", Text),
        field("caRef", Object(&CONFIG_MAP_KEY_REF)),
        field("insecure", Bool),
        field("labels", TEXTS),
        required("project", Text),
        field("pullRequestState", Text),
        field("tokenRef", Object(&TOKEN_REF)),
    ],
};
