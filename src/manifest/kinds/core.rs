//! The parts of the Kubernetes core API that the platform and Argo CD embed.

use crate::manifest::shape::Type::{Bool, Enum, Int, List, Map, Object, Quantity, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field, required};

pub(super) static NAME_VALUE: Shape = Shape {
    name: "a name with its value",
    fields: &[required("name", Text), required("value", Text)],
};

pub(super) static LABEL_SELECTOR: Shape = Shape {
    name: "LabelSelector",
    fields: &[
        field("matchExpressions", List(&Object(&SELECTOR_REQUIREMENT))),
        field("matchLabels", TEXT_MAP),
    ],
};

static SELECTOR_REQUIREMENT: Shape = Shape {
    name: "LabelSelectorRequirement",
    fields: &[
        required("key", Text),
        required("operator", Text),
        field("values", TEXTS),
    ],
};

pub(super) static SECRET_KEY_SELECTOR: Shape = Shape {
    name: "SecretKeySelector",
    fields: &[
        required("key", Text),
        field("name", Text),
        field("optional", Bool),
    ],
};

pub(super) static POD_SECURITY_CONTEXT: Shape = Shape {
    name: "PodSecurityContext",
    fields: &[
        field("appArmorProfile", Object(&SECURITY_PROFILE)),
        field("fsGroup", Int),
        field("fsGroupChangePolicy", Enum(&["Always", "OnRootMismatch"])),
        field("runAsGroup", Int),
        field("runAsNonRoot", Bool),
        field("runAsUser", Int),
        field("seLinuxChangePolicy", Text),
        field("seLinuxOptions", Object(&SE_LINUX_OPTIONS)),
        field("seccompProfile", Object(&SECURITY_PROFILE)),
        field("supplementalGroups", List(&Int)),
        field("supplementalGroupsPolicy", Enum(&["Merge", "Strict"])),
        field("sysctls", List(&Object(&NAME_VALUE))),
        field("windowsOptions", Object(&WINDOWS_OPTIONS)),
    ],
};

static SECURITY_PROFILE: Shape = Shape {
    name: "a security profile",
    fields: &[
        field("localhostProfile", Text),
        required("type", Enum(&["Localhost", "RuntimeDefault", "Unconfined"])),
    ],
};

static SE_LINUX_OPTIONS: Shape = Shape {
    name: "SELinuxOptions",
    fields: &[
        field("level", Text),
        field("role", Text),
        field("type", Text),
        field("user", Text),
    ],
};

static WINDOWS_OPTIONS: Shape = Shape {
    name: "WindowsSecurityContextOptions",
    fields: &[
        field("gmsaCredentialSpec", Text),
        field("gmsaCredentialSpecName", Text),
        field("hostProcess", Bool),
        field("runAsUserName", Text),
    ],
};

pub(super) static SECURITY_CONTEXT: Shape = Shape {
    name: "SecurityContext",
    fields: &[
        field("allowPrivilegeEscalation", Bool),
        field("appArmorProfile", Object(&SECURITY_PROFILE)),
        field("capabilities", Object(&CAPABILITIES)),
        field("privileged", Bool),
        field("procMount", Enum(&["Default", "Unmasked"])),
        field("readOnlyRootFilesystem", Bool),
        field("runAsGroup", Int),
        field("runAsNonRoot", Bool),
        field("runAsUser", Int),
        field("seLinuxOptions", Object(&SE_LINUX_OPTIONS)),
        field("seccompProfile", Object(&SECURITY_PROFILE)),
        field("windowsOptions", Object(&WINDOWS_OPTIONS)),
    ],
};

static CAPABILITIES: Shape = Shape {
    name: "Capabilities",
    fields: &[field("add", TEXTS), field("drop", TEXTS)],
};

pub(super) static RESOURCE_REQUIREMENTS: Shape = Shape {
    name: "ResourceRequirements",
    fields: &[
        field("claims", List(&Object(&RESOURCE_CLAIM))),
        field("limits", Map(&Quantity)),
        field("requests", Map(&Quantity)),
    ],
};

static RESOURCE_CLAIM: Shape = Shape {
    name: "ResourceClaim",
    fields: &[required("name", Text), field("request", Text)],
};
