#!/usr/bin/env python3
"""Checks what the kustomize component and the Helm values make of a repo-server.

usage: deployment.py BASE… -- KUSTOMIZE…    BASE: a file of manifests; KUSTOMIZE: the command that builds a folder, which is added
"""

import copy
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
SIDECAR = "dodona"
SECURITY = {
    "runAsNonRoot": True,
    "runAsUser": 999,
    "readOnlyRootFilesystem": True,
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}
MOUNTS = {
    "/var/run/argocd": "var-files",
    "/home/argocd/cmp-server/plugins": "plugins",
    "/tmp": "dodona-tmp",
}


def expect(found, wanted, what):
    if found != wanted:
        sys.exit(f"{what}\n  found:    {found}\n  expected: {wanted}")


def identity(manifest):
    metadata = manifest["metadata"]
    return manifest["apiVersion"], manifest["kind"], metadata.get("namespace"), metadata["name"]


def read(text):
    return {identity(one): one for one in yaml.safe_load_all(text) if one}


def built(base, kustomize):
    """Returns the manifests of a kustomization that lists the base and the component."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(base, Path(folder, "base.yaml"))
        component = os.path.relpath(DEPLOY / "kustomize", os.path.realpath(folder))
        kustomization = {"resources": ["base.yaml"], "components": [component]}
        Path(folder, "kustomization.yaml").write_text(yaml.safe_dump(kustomization))
        return read(subprocess.run([*kustomize, folder], check=True, stdout=subprocess.PIPE).stdout)


def check_container(container, volumes):
    with open(ROOT / "Cargo.toml", "rb") as manifest:
        version = tomllib.load(manifest)["package"]["version"]
    expect(container["image"], f"dodona:{version}", "the image has the crate's version")
    expect(container["command"], ["/var/run/argocd/argocd-cmp-server"], "the command is Argo CD's server")
    expect(container["securityContext"], SECURITY, "the security context")
    mounts = {mount["mountPath"]: mount["name"] for mount in container["volumeMounts"]}
    expect(mounts, MOUNTS, "the mounts")
    expect(set(mounts.values()) - set(volumes), set(), "volumes that are mounted and not there")
    for part in ("requests", "limits"):
        expect("memory" in container["resources"][part], True, f"memory among the {part}")
    environment = {one["name"]: one["value"] for one in container["env"]}
    expect(environment["ARGOCD_CMP_WORKDIR"], "/tmp", "the server works where it may write")


def check_deployment(before, after):
    """Checks that the sidecar and its volume are there, and that nothing else has changed."""
    pod = after["spec"]["template"]["spec"]
    volumes = [volume["name"] for volume in pod["volumes"]]
    expect(len(volumes), len(set(volumes)), "no volume is there twice")
    sidecars = [one for one in pod["containers"] if one["name"] == SIDECAR]
    expect(len(sidecars), 1, "one sidecar")
    check_container(sidecars[0], volumes)
    used = [
        mount["name"]
        for one in pod["containers"] + pod["initContainers"]
        if one["name"] != SIDECAR
        for mount in one.get("volumeMounts", [])
    ]
    expect("dodona-tmp" in used, False, "the sidecar's /tmp is its own")
    rest = copy.deepcopy(after)
    pod = rest["spec"]["template"]["spec"]
    pod["containers"] = [one for one in pod["containers"] if one["name"] != SIDECAR]
    pod["volumes"] = [one for one in pod["volumes"] if one["name"] != "dodona-tmp"]
    wanted = copy.deepcopy(before)
    # Merging by name may change the order, which means nothing.
    for one in (rest, wanted):
        one["spec"]["template"]["spec"]["volumes"].sort(key=lambda volume: volume["name"])
    expect(rest, wanted, "the rest of the Deployment is as before")


def check_base(base, kustomize):
    before = read(Path(base).read_text())
    after = built(base, kustomize)
    expect(set(after), set(before), "the objects")
    servers = [one for one in before if one[1] == "Deployment" and one[3] == "argocd-repo-server"]
    expect(len(servers), 1, "one repo-server")
    check_deployment(before[servers[0]], after[servers[0]])
    changed = [one for one in before if one not in servers and before[one] != after[one]]
    expect(changed, [], "other objects that changed")
    print(f"{Path(base).name}: {len(after)} objects, the sidecar is in the repo-server, nothing else changed")


def check_helm():
    """Checks that the Helm values hold the same container and volume as the component."""
    patch = yaml.safe_load((DEPLOY / "kustomize" / "sidecar.yaml").read_text())
    pod = patch["spec"]["template"]["spec"]
    values = yaml.safe_load((DEPLOY / "helm-values.yaml").read_text())["repoServer"]
    expect(values["extraContainers"], pod["containers"], "the container of the Helm values")
    expect(values["volumes"], pod["volumes"], "the volumes of the Helm values")
    check_container(values["extraContainers"][0], set(MOUNTS.values()))
    print("helm-values.yaml: the same container and volume")


def main():
    split = sys.argv.index("--")
    check_helm()
    for base in sys.argv[1:split]:
        check_base(base, sys.argv[split + 1 :])


if __name__ == "__main__":
    main()
