//! App, vCluster Platform API v4.12.

use super::core::{LABEL_SELECTOR, POD_SECURITY_CONTEXT, SECURITY_CONTEXT};
use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::{ACCESS, APP_PARAMETER, CHART, USER_OR_TEAM};
use crate::manifest::shape::Type::{Bool, List, Object, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field, required};

pub(super) static APP: Shape = Shape {
    name: "App",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "App.spec",
    fields: &[
        field("access", List(&Object(&ACCESS))),
        field("clusters", TEXTS),
        field("config", Object(&CONFIG)),
        field("defaultNamespace", Text),
        field("description", Text),
        field("displayName", Text),
        field("helm", Object(&HELM)),
        field("icon", Text),
        field("manifests", Text),
        field("owner", Object(&USER_OR_TEAM)),
        field("parameters", List(&Object(&APP_PARAMETER))),
        field("readme", Text),
        field("recommendedApp", TEXTS),
        field("streamContainer", Object(&STREAM_CONTAINER)),
        field("timeout", Text),
        field("versions", List(&Object(&VERSION))),
        field("wait", Bool),
    ],
};

static CONFIG: Shape = Shape {
    name: "HelmReleaseConfig",
    fields: &[
        field("annotations", TEXT_MAP),
        field("bash", Object(&BASH)),
        field("chart", Object(&CHART)),
        field("manifests", Text),
        field("parameters", Text),
        field("values", Text),
    ],
};

static BASH: Shape = Shape {
    name: "Bash",
    fields: &[
        field("clusterRole", Text),
        field("image", Text),
        field("podSecurityContext", Object(&POD_SECURITY_CONTEXT)),
        field("script", Text),
        field("securityContext", Object(&SECURITY_CONTEXT)),
    ],
};

static HELM: Shape = Shape {
    name: "HelmConfiguration",
    fields: &[
        field("insecure", Bool),
        required("name", Text),
        field("password", Text),
        field("repoUrl", Text),
        field("username", Text),
        field("values", Text),
        field("version", Text),
    ],
};

static STREAM_CONTAINER: Shape = Shape {
    name: "StreamContainer",
    fields: &[
        field("container", Text),
        field("selector", Object(&LABEL_SELECTOR)),
    ],
};

static VERSION: Shape = Shape {
    name: "AppVersion",
    fields: &[
        field("config", Object(&CONFIG)),
        field("defaultNamespace", Text),
        field("icon", Text),
        field("parameters", List(&Object(&APP_PARAMETER))),
        field("readme", Text),
        field("streamContainer", Object(&STREAM_CONTAINER)),
        field("timeout", Text),
        field("version", Text),
        field("wait", Bool),
    ],
};
