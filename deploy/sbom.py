#!/usr/bin/env python3
"""Prints the CycloneDX 1.6 list of what is linked into the binary for TARGET.

Cargo says what is linked: dependencies of tests and builds and procedural macros are left out. C libraries that a crate brings along are named by the
crate's build metadata (`libgit2-sys 0.18.0+1.9.0` holds libgit2 1.9.0). Nothing depends on clock or folder.
"""

import json
import subprocess
import sys
import tomllib

C_LIBRARIES = {
    "libgit2-sys": ("libgit2", "GPL-2.0-only with a linking exception"),
    "libmimalloc-sys": ("mimalloc", "MIT"),
    "libz-sys": ("zlib", "Zlib"),
}


def cargo_metadata(target):
    command = ["cargo", "metadata", "--format-version=1", "--locked", "--filter-platform", target]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def runs_in_compiler(package):
    return any("proc-macro" in target["kind"] for target in package["targets"])


def linked(metadata):
    """Returns by package id what each linked package depends on."""
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    skipped = {one["id"] for one in metadata["packages"] if runs_in_compiler(one)}
    found = {}
    waiting = [metadata["resolve"]["root"]]
    while waiting:
        package = waiting.pop()
        if package in found:
            continue
        normal = [
            dep["pkg"]
            for dep in nodes[package]["deps"]
            if dep["pkg"] not in skipped and any(kind["kind"] is None for kind in dep["dep_kinds"])
        ]
        found[package] = normal
        waiting += normal
    return found


def checksums():
    with open("Cargo.lock", "rb") as lock:
        packages = tomllib.load(lock)["package"]
    return {(one["name"], one["version"]): one.get("checksum") for one in packages}


def reference(package):
    return f"pkg:cargo/{package['name']}@{package['version']}".replace("+", "%2B")


def component(package, kind, sums):
    shown = {
        "type": kind,
        "bom-ref": reference(package),
        "name": package["name"],
        "version": package["version"],
        "purl": reference(package),
    }
    if package.get("license"):
        shown["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    if checksum := sums.get((package["name"], package["version"])):
        shown["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if library := C_LIBRARIES.get(package["name"]):
        name, licence = library
        version = package["version"].partition("+")[2]
        held = {"type": "library", "name": name, "licenses": [{"license": {"name": licence}}]}
        shown["components"] = [held | ({"version": version} if version else {})]
    return shown


def bill(target):
    metadata = cargo_metadata(target)
    packages = {package["id"]: package for package in metadata["packages"]}
    sums = checksums()
    found = linked(metadata)
    root = metadata["resolve"]["root"]
    rest = sorted((packages[one] for one in found if one != root), key=reference)
    edges = {
        reference(packages[one]): sorted({reference(packages[dep]) for dep in deps})
        for one, deps in found.items()
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": component(packages[root], "application", sums),
            "properties": [{"name": "cargo:target", "value": target}],
        },
        "components": [component(package, "library", sums) for package in rest],
        "dependencies": [{"ref": one, "dependsOn": edges[one]} for one in sorted(edges)],
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: sbom.py TARGET")
    print(json.dumps(bill(sys.argv[1]), indent=2))
