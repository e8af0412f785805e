#!/usr/bin/env python3
"""The whole way on a real API server with Argo CD's own controllers: demo-usecases in Git, its bootstrap Application applied by hand,
and then what follows by itself, until every object of every payload is in the cluster. Once by plugin, once as rendered files.

    cluster.py ORACLE ARGOCD DODONA PROJECT CRDS

ORACLE is the folder with cluster/up.sh, ARGOCD what its build.sh made, DODONA the program, PROJECT the checkout, CRDS a folder with
vCluster Platform's. Kinds of other operators get a definition that accepts everything.
"""
import base64
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from machinery import Cluster

ENVIRONMENT = "local"
PATIENCE = 300
# The plugin then gets no more than the folder that the annotated paths have in common.
SETTINGS = {"ARGOCD_REPO_SERVER_PLUGIN_USE_MANIFEST_GENERATE_PATHS": "true"}
# What operators say of what is well, and where the health of a kind is not in its conditions alone.
CONDITIONS = ("Ready", "Healthy", "Installed", "Established", "Offered", "ArtifactInStorage")
PHASES = {"Cluster": {"phase": "Cluster in healthy state", "phaseReason": ""}}


def lacks(live, wanted, path=""):
    """The first field that is not there as wanted; what the API server adds does not count."""
    if isinstance(wanted, dict) and isinstance(live, dict):
        return next(filter(None, (lacks(live.get(key), value, "%s.%s" % (path, key)) for key, value in wanted.items() if value not in ({}, [], None))), None)
    if isinstance(wanted, list) and isinstance(live, list) and len(live) == len(wanted):
        return next(filter(None, (lacks(*pair, "%s[]" % path) for pair in zip(live, wanted))), None)
    return None if live == wanted else "%s is %r, not %r" % (path, live, wanted)


def as_stored(thing):
    """Secrets lose `stringData` when they are stored."""
    thing = dict(thing)
    texts = thing.pop("stringData", None)
    if texts:
        thing["data"] = {**thing.get("data", {}), **{key: base64.b64encode(text.encode()).decode() for key, text in texts.items()}}
    return thing


def definition(thing, namespaced):
    """A CustomResourceDefinition for a kind of which only objects are at hand."""
    group, _, version = thing["apiVersion"].partition("/")
    singular = thing["kind"].lower()
    plural = singular + ("es" if singular.endswith(("s", "x", "ch")) else "s")
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    return {
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "%s.%s" % (plural, group)},
        "spec": {"group": group, "scope": "Namespaced" if namespaced else "Cluster",
                 "names": {"kind": thing["kind"], "plural": plural, "singular": singular, "listKind": thing["kind"] + "List"},
                 "versions": [{"name": version, "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}]},
    }


class Repository:
    """demo-usecases in a Git repository of this disk, delivered one way or the other."""

    def __init__(self, dodona, project, place, delivery):
        self.dodona, self.root = dodona, place
        self.demo = place / "demo-usecases"
        shutil.copytree(project / "demo-usecases", self.demo)
        self.change("dodona.yaml", "delivery: plugin", "delivery: %s" % delivery)
        self.change("environments/%s.yaml" % ENVIRONMENT, "\nspec:\n", "\nspec:\n  source: {repoURL: 'file://%s'}\n" % place)
        if delivery == "rendered":
            self.run("render", str(self.demo), "-e", ENVIRONMENT, "--output-dir", str(self.demo / "rendered"), "-q")
        self.run("new", "bootstrap", ENVIRONMENT, "--path", str(self.demo), "--force", "-q")
        git = ["git", "-C", str(place), "-c", "user.name=author", "-c", "user.email=author@example.org"]
        for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "all"]):
            subprocess.run(git + arguments, check=True)

    def change(self, path, before, after):
        file = self.demo / path
        text = file.read_text()
        assert before in text, "%s has no %r" % (path, before)
        file.write_text(text.replace(before, after, 1))

    def run(self, *arguments):
        return subprocess.run([str(self.dodona), *arguments], check=True, capture_output=True, text=True).stdout

    def render(self, *arguments):
        return json.loads(self.run("render", str(self.demo), "-e", ENVIRONMENT, "-o", "json", *arguments))

    def payloads(self, platform):
        """For each Application that the sets make for the environment's own cluster: its name and its objects."""
        labels = next(one["metadata"]["labels"] for one in platform if one.get("stringData", {}).get("name") == "in-cluster")
        for one in platform:
            # A use case with sources of its own delivers no payload.
            if one["kind"] != "ApplicationSet" or "sources" in one["spec"]["template"]["spec"]:
                continue
            selector = one["spec"]["generators"][0]["clusters"]["selector"]
            if not selector.get("matchExpressions") and selector["matchLabels"].items() <= labels.items():
                name = one["metadata"]["name"]
                objects = self.render("--use-case", name, "--cluster", "in-cluster")
                if one["spec"]["template"]["spec"]["destination"]["server"] == "https://kubernetes.default.svc":
                    objects = [thing for thing in objects if thing["kind"] == "Application"]
                yield "%s-in-cluster" % name, objects


def prepared(cluster, objects):
    """Makes what live environments have already: kinds of operators, and namespaces, which the platform makes."""
    kinds = cluster.kinds()
    known = {}
    for thing in objects:
        group = thing["apiVersion"].rpartition("/")[0]
        if (group, thing["kind"]) not in kinds:
            known.setdefault((group, thing["kind"]), definition(thing, "namespace" in thing["metadata"]))
    if known:
        cluster.apply(known.values())
    names = {thing["metadata"].get("namespace") for thing in objects} - {None, "default", "argocd"}
    cluster.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}} for name in sorted(names))


def conditions(cluster):
    applications = json.loads(cluster.run("get", "applications", "-n", "argocd", "-o", "json").stdout)["items"]
    for one in applications:
        status = one.get("status", {})
        said = [condition["message"][:300] for condition in status.get("conditions", [])]
        said += [status.get("operationState", {}).get("message", "")[:300]]
        print("  %s: %s %s" % (one["metadata"]["name"], status.get("sync", {}).get("status"), said))


def operate(cluster, live):
    """Stands in for the operator of an object: says that it is healthy, since waves wait for that."""
    if "status" not in live and "." in live["apiVersion"] and not live["apiVersion"].startswith("argoproj.io/"):
        status = [{"type": name, "status": "True", "reason": "Done"} for name in CONDITIONS]
        group = live["apiVersion"].split("/")
        status = {"conditions": status, **PHASES.get(live["kind"], {})}
        cluster.run("patch", "%s.%s.%s" % (live["kind"], group[1], group[0]), live["metadata"]["name"], "--type", "merge",
                    "-p", json.dumps({"status": status}),
                    *(["-n", live["metadata"]["namespace"]] if "namespace" in live["metadata"] else []))


def arrive(cluster, what, wanted):
    """Waits until every one of these objects is in the cluster as it was rendered, and returns how many are."""
    end = time.monotonic() + PATIENCE
    left = [as_stored(thing) for thing in wanted]
    while left:
        faults = []
        for thing in left:
            live = cluster.get(thing)
            faults.append((thing, "missing" if live is None else lacks(live, thing)))
            if live is not None:
                operate(cluster, live)
        left = [thing for thing, fault in faults if fault]
        if left and time.monotonic() > end:
            for thing, fault in faults:
                if fault:
                    print("FAILED %s: %s %s: %s" % (what, thing["kind"], thing["metadata"]["name"], fault))
            conditions(cluster)
            raise SystemExit(1)
        time.sleep(0.3 if left else 0)
    return len(wanted)


def synced(cluster, name):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        status = cluster.run("get", "application", name, "-n", "argocd", "-o", "jsonpath={.status.sync.status}").stdout
        if status == "Synced":
            return
        time.sleep(0.3)
    conditions(cluster)
    raise SystemExit("FAILED %s is %r, not Synced" % (name, status))


def follow(delivery, repository, cluster):
    platform = repository.render()
    payloads = dict(repository.payloads(platform))
    prepared(cluster, [*platform, *(thing for objects in payloads.values() for thing in objects)])
    began = time.monotonic()
    bootstrap = repository.demo / "bootstrap" / (ENVIRONMENT + ".yaml")
    assert cluster.run("apply", "-f", str(bootstrap)).returncode == 0
    count = arrive(cluster, "platform bundle", platform)
    print("%s: %d objects of the platform bundle after %.1f s" % (delivery, count, time.monotonic() - began))
    count = 0
    for name, objects in payloads.items():
        count += arrive(cluster, name, objects)
        synced(cluster, name)
    synced(cluster, "vcp-gitops-" + ENVIRONMENT)
    print("%s: %d objects of %d payloads, all Synced, after %.1f s" % (delivery, count, len(payloads), time.monotonic() - began))


def main():
    oracle, argocd, dodona, project, crds = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    for delivery in ("plugin", "rendered"):
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder).resolve()
            repository = Repository(dodona, project, place / "repo", delivery)
            options = ["--plugin", project / "plugin.yaml", "--bin", dodona.parent, "--crds", crds]
            with Cluster(oracle, argocd, place / "state", *options, environment=SETTINGS) as cluster:
                follow(delivery, repository, cluster)


main()
