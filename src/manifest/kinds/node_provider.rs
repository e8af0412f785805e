//! NodeProvider, vCluster Platform API v4.9.

use super::core::LABEL_SELECTOR;
use super::envelope::{API_VERSION, KIND, METADATA, STATUS};
use super::shared::{SECRET_REF, TEMPLATE_METADATA};
use crate::manifest::shape::Type::{AnyMap, Bool, Int, List, Map, Object, Quantity, Text};
use crate::manifest::shape::{Shape, TEXT_MAP, TEXTS, field, required};

pub(super) static NODE_PROVIDER: Shape = Shape {
    name: "NodeProvider",
    fields: &[
        API_VERSION,
        KIND,
        METADATA,
        field("spec", Object(&SPEC)),
        STATUS,
    ],
};

static SPEC: Shape = Shape {
    name: "NodeProvider.spec",
    fields: &[
        field("bcm", Object(&BCM)),
        field("clusterAPI", Object(&CLUSTER_API)),
        field("displayName", Text),
        field("kubeVirt", Object(&KUBE_VIRT)),
        field("metal3", Object(&METAL3)),
        field("properties", TEXT_MAP),
        field("terraform", Object(&TERRAFORM)),
    ],
};

static BCM: Shape = Shape {
    name: "NodeProviderBCMSpec",
    fields: &[
        required("endpoint", Text),
        field("nodeTypes", List(&Object(&BCM_NODE_TYPE))),
        required("secretRef", Object(&SECRET_NAME)),
    ],
};

static BCM_NODE_TYPE: Shape = Shape {
    name: "BCMNodeTypeSpec",
    fields: &[
        field("cost", Int),
        field("displayName", Text),
        field("metadata", Object(&TEMPLATE_METADATA)),
        required("name", Text),
        field("nodeGroups", TEXTS),
        field("nodes", TEXTS),
        field("overhead", Object(&OVERHEAD)),
        field("properties", TEXT_MAP),
        field("providerRef", Text),
        field("resources", Map(&Quantity)),
    ],
};

static OVERHEAD: Shape = Shape {
    name: "NodeTypeOverhead",
    fields: &[field("kubeReserved", Map(&Quantity))],
};

static SECRET_NAME: Shape = Shape {
    name: "NamespacedRef",
    fields: &[required("name", Text), required("namespace", Text)],
};

static CLUSTER_API: Shape = Shape {
    name: "NodeProviderClusterAPI",
    fields: &[
        field("bootstrapConfigTemplate", AnyMap),
        field("clusterRef", Object(&CLUSTER_REF)),
        field("infrastructureMachineTemplate", AnyMap),
        field("nodeTypes", List(&Object(&CLUSTER_API_NODE_TYPE))),
    ],
};

static CLUSTER_REF: Shape = Shape {
    name: "NodeProviderClusterRef",
    fields: &[required("cluster", Text), field("namespace", Text)],
};

static CLUSTER_API_NODE_TYPE: Shape = Shape {
    name: "ClusterAPINodeTypeSpec",
    fields: &[
        field("bootstrapConfigTemplate", AnyMap),
        field("cost", Int),
        field("displayName", Text),
        field("infrastructureMachineTemplate", AnyMap),
        field("maxCapacity", Int),
        field("mergeBootstrapConfigTemplate", AnyMap),
        field("mergeInfrastructureMachineTemplate", AnyMap),
        field("metadata", Object(&TEMPLATE_METADATA)),
        required("name", Text),
        field("overhead", Object(&OVERHEAD)),
        field("properties", TEXT_MAP),
        field("providerRef", Text),
        field("resources", Map(&Quantity)),
    ],
};

static KUBE_VIRT: Shape = Shape {
    name: "NodeProviderKubeVirt",
    fields: &[
        field("clusterRef", Object(&CLUSTER_REF)),
        required("nodeTypes", List(&Object(&KUBE_VIRT_NODE_TYPE))),
        field("virtualMachineTemplate", AnyMap),
    ],
};

static KUBE_VIRT_NODE_TYPE: Shape = Shape {
    name: "KubeVirtNodeTypeSpec",
    fields: &[
        field("cost", Int),
        field("displayName", Text),
        field("maxCapacity", Int),
        field("mergeVirtualMachineTemplate", AnyMap),
        field("metadata", Object(&TEMPLATE_METADATA)),
        required("name", Text),
        field("overhead", Object(&OVERHEAD)),
        field("properties", TEXT_MAP),
        field("providerRef", Text),
        field("resources", Map(&Quantity)),
        field("virtualMachineTemplate", AnyMap),
    ],
};

static METAL3: Shape = Shape {
    name: "Metal3",
    fields: &[
        field("clusterRef", Object(&CLUSTER_REF)),
        field("deploy", Object(&METAL3_DEPLOY)),
        field("nodeTypes", List(&Object(&METAL3_NODE_TYPE))),
    ],
};

static METAL3_DEPLOY: Shape = Shape {
    name: "Metal3Deploy",
    fields: &[
        field("dhcp", Object(&METAL3_CHART)),
        field("metal3", Object(&METAL3_CHART)),
        field("multus", Object(&METAL3_CHART)),
    ],
};

static METAL3_CHART: Shape = Shape {
    name: "Metal3Chart",
    fields: &[required("enabled", Bool), field("helmValues", Text)],
};

static METAL3_NODE_TYPE: Shape = Shape {
    name: "Metal3NodeType",
    fields: &[
        field("bareMetalHosts", Object(&BARE_METAL_HOSTS)),
        field("cost", Int),
        field("displayName", Text),
        field("metadata", Object(&TEMPLATE_METADATA)),
        required("name", Text),
        field("overhead", Object(&OVERHEAD)),
        field("properties", TEXT_MAP),
        field("providerRef", Text),
        field("resources", Map(&Quantity)),
    ],
};

static BARE_METAL_HOSTS: Shape = Shape {
    name: "BareMetalHosts",
    fields: &[field("selector", Object(&LABEL_SELECTOR))],
};

static TERRAFORM: Shape = Shape {
    name: "NodeProviderTerraform",
    fields: &[
        field("nodeEnvironmentTemplate", Object(&TERRAFORM_ENVIRONMENT)),
        field("nodeTemplate", Object(&TERRAFORM_TEMPLATE)),
        field("nodeTypes", List(&Object(&TERRAFORM_NODE_TYPE))),
    ],
};

static TERRAFORM_ENVIRONMENT: Shape = Shape {
    name: "TerraformNodeEnvironmentTemplate",
    fields: &[
        field("git", Object(&TERRAFORM_GIT)),
        field("infrastructure", Object(&TERRAFORM_TEMPLATE)),
        field("inline", Text),
        field("kubernetes", Object(&TERRAFORM_TEMPLATE)),
        field("timeout", Text),
    ],
};

static TERRAFORM_GIT: Shape = Shape {
    name: "TerraformTemplateSourceGit",
    fields: &[
        field("branch", Text),
        field("commit", Text),
        field("credentials", Object(&SECRET_REF)),
        field("extraEnv", TEXTS),
        field("fetchInterval", Text),
        field("repository", Text),
        field("subPath", Text),
        field("tag", Text),
    ],
};

static TERRAFORM_TEMPLATE: Shape = Shape {
    name: "TerraformTemplate",
    fields: &[
        field("git", Object(&TERRAFORM_GIT)),
        field("inline", Text),
        field("timeout", Text),
    ],
};

static TERRAFORM_NODE_TYPE: Shape = Shape {
    name: "TerraformNodeTypeSpec",
    fields: &[
        field("cost", Int),
        field("displayName", Text),
        field("maxCapacity", Int),
        field("metadata", Object(&TEMPLATE_METADATA)),
        required("name", Text),
        field("nodeTemplate", Object(&TERRAFORM_TEMPLATE)),
        field("overhead", Object(&OVERHEAD)),
        field("properties", TEXT_MAP),
        field("providerRef", Text),
        field("resources", Map(&Quantity)),
    ],
};
