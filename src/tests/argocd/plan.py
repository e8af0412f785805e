#!/usr/bin/env python3
"""Holds `dodona plan` against the real ApplicationSet controller: what the plan says there will be is put into a real API server
(cluster Secrets, AppProjects), then the ApplicationSets, and the Applications that the controller stores must be those of the plan.

    plan.py ORACLE ARGOCD DODONA PROJECT [NAME...]

ORACLE is the folder with cluster/up.sh, ARGOCD what its build.sh made, DODONA the program, PROJECT the checkout. NAME is an
environment of demo-usecases, or `real` for fixtures/plan/real; all of them if none is given. Exit status 1 when something differs.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import yaml

from forge import Forge
from machinery import Cluster
from verdict import Verdict, has_spoken, key

PATIENCE = 60
QUIET = 2
ENVIRONMENTS = ("local", "managed", "qa", "prod")
# What has no stand-in here.
ELSEWHERE = ("scmProvider", "clusterDecisionResource")
OPEN = {"sourceRepos": ["*"], "destinations": [{"namespace": "*", "server": "*"}], "clusterResourceWhitelist": [{"group": "*", "kind": "*"}]}
class Subject:
    """Something to plan: a repository's environment, or a folder of manifests."""

    def __init__(self, dodona, arguments, world):
        self.dodona, self.arguments, self.world_file = dodona, arguments, world
        self.world = yaml.safe_load(world.read_text())["spec"]

    def run(self, *arguments):
        done = subprocess.run([str(self.dodona), *map(str, arguments)], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit("%s: %s" % (" ".join(map(str, arguments)), done.stderr))
        return done.stdout

    def plan(self):
        return json.loads(self.run("plan", *self.arguments, "--world", self.world_file, "-o", "json", "-q"))


class Environment(Subject):
    """An environment of demo-usecases."""

    def __init__(self, dodona, project, name):
        demo = project / "demo-usecases"
        super().__init__(dodona, [demo, "-e", name], demo / "worlds" / (name + ".yaml"))

    def sets(self, _, plan):
        """The ApplicationSets of the platform bundle, and those that payloads bring."""
        sets = {key(one): one for one in self.render() if one["kind"] == "ApplicationSet"}
        use_cases = {(one["useCase"], one["cluster"]) for one in plan["applications"] if one.get("useCase")}
        if any(key(one) not in sets for one in plan["applicationSets"]):
            for use_case, cluster in sorted(use_cases):
                payload = self.render("--use-case", use_case, "--cluster", cluster)
                sets.update((key(one), one) for one in payload if one["kind"] == "ApplicationSet")
        return sets

    def render(self, *arguments):
        return json.loads(self.run("render", *self.arguments, "-o", "json", "-q", *arguments))


class Folder(Subject):
    """A folder of manifests."""

    def __init__(self, dodona, folder):
        super().__init__(dodona, [folder / "manifests"], folder / "world.yaml")

    def sets(self, cluster, _):
        """The ApplicationSets, read as kubectl reads them: its YAML is not PyYAML's."""
        done = cluster.run("create", "--dry-run=client", "--validate=false", "-o", "json", "-R", "-f", str(self.arguments[0]))
        decoder, text, found = json.JSONDecoder(), done.stdout.strip(), []
        while text:
            one, end = decoder.raw_decode(text)
            found += one["items"] if one["kind"] == "List" else [one]
            text = text[end:].lstrip()
        return {key(one): one for one in found if one["kind"] == "ApplicationSet"}


def generators(block):
    """Every generator of a set with its kind, also those inside of others."""
    for entry in block.get("generators") or []:
        for kind, generator in entry.items():
            if isinstance(generator, dict):
                yield kind, generator
                yield from generators(generator)


class Repositories:
    """The folders that a World names for URLs, in Git repositories of this disk."""

    def __init__(self, subject, place):
        self.urls = {}
        for number, one in enumerate(subject.world.get("repositories") or []):
            folder = place / str(number)
            folder.mkdir(parents=True)
            self.urls[one["repoURL"]] = folder
            subprocess.run(["cp", "-r", "%s/." % (subject.world_file.parent / one["path"]), str(folder)], check=True)
            for arguments in (["init", "-q", "-b", "main"], ["add", "-A", "-f"], ["commit", "-qm", "all"]):
                self.git(folder, *arguments)

    @staticmethod
    def git(folder, *arguments):
        subprocess.run(["git", "-C", str(folder), "-c", "user.name=author", "-c", "user.email=author@example.org", *arguments], check=True)

    def lead(self, generator):
        """Makes a git generator look on this disk, whatever revision it wants."""
        folder = self.urls[generator["repoURL"]]
        generator["repoURL"] = "file://%s" % folder
        revision = generator.get("revision") or "HEAD"
        if revision not in ("HEAD", "main"):
            self.git(folder, "branch", "-f", revision)


def lead(one, forge, repositories):
    """Makes a set ask what is here. Returns the objects that it needs for that, and why it cannot be compared, if it cannot."""
    needed = []
    for kind, generator in generators(one["spec"]):
        if kind in ELSEWHERE:
            return [], "nothing stands in for `%s`" % kind
        if kind in ("pullRequest", "plugin"):
            if not forge.can(kind, generator):
                return [], "World does not answer its `%s`, or for another forge than GitHub" % kind
            needed += forge.lead(kind, generator, key(one)[0])
        if kind == "git":
            if generator["repoURL"] not in repositories.urls:
                return [], "World has no repository %s" % generator["repoURL"]
            repositories.lead(generator)
    return needed, None


def cluster_secret(manifest):
    """A cluster Secret as the plan tells it; for credentials that it does not show, an empty configuration that can be read."""
    return {**manifest, "data": {**manifest["data"], "config": "e30="}}


def app_project(one):
    """An AppProject of the plan; where only the name is known, one that allows everything."""
    bare = {"apiVersion": "argoproj.io/v1alpha1", "kind": "AppProject", "metadata": {"name": one["name"], "namespace": one["namespace"]}, "spec": OPEN}
    return one.get("manifest") or bare


class Controller:
    """What the controller does with the sets of one subject, in an emptied namespace."""

    def __init__(self, cluster):
        self.cluster = cluster

    def list(self, kind):
        return json.loads(self.cluster.run("get", kind, "-n", "argocd", "-o", "json").stdout)["items"]

    def clean(self):
        """Removes what another subject left. No application controller is there to take finalizers away, and the controller of
        the sets, whose last rounds may still be under way, writes Applications too: so nothing waits and each round looks anew."""
        self.cluster.run("delete", "applicationsets", "--all", "-n", "argocd")
        time.sleep(1)  # A round that was under way ends.
        end = time.monotonic() + PATIENCE
        while (left := self.list("applications")) and time.monotonic() < end:
            for one in left:
                for field in ("finalizers", "resourceVersion"):
                    one["metadata"].pop(field, None)
            self.cluster.run("delete", "applications", "--all", "-n", "argocd", "--wait=false")
            self.cluster.run("replace", "-f", "-", given="\n".join(map(json.dumps, left)))
        if left:
            raise SystemExit("these Applications cannot be removed: %s" % [key(one) for one in left])
        self.cluster.run("delete", "appprojects", "--all", "-n", "argocd")
        self.cluster.run("delete", "secrets", "-l", "argocd.argoproj.io/secret-type=cluster", "-n", "argocd")

    def follow(self, sets):
        """Creates the sets, and returns what kubectl said against them once the controller has come to rest."""
        time.sleep(1)  # Its caches are filled by events.
        said = self.cluster.run("create", "--validate=ignore", "-f", "-", given="\n".join(map(json.dumps, sets))).stderr
        end, before, since = time.monotonic() + PATIENCE, None, time.monotonic()
        while time.monotonic() < end:
            spoken = all(has_spoken(one) for one in self.list("applicationsets"))
            now = {one["metadata"]["uid"]: one["metadata"]["resourceVersion"] for one in self.list("applications")}
            if now != before or not spoken:
                before, since = now, time.monotonic()
            elif time.monotonic() - since > QUIET:
                return said
            time.sleep(0.3)
        raise SystemExit("the controller does not come to rest: %s" % [key(one) for one in self.list("applicationsets") if not has_spoken(one)])


def judge(subject, controller, place):
    plan = subject.plan()
    sets = subject.sets(controller.cluster, plan)
    verdict, applied = Verdict(), {}
    with Forge(subject.world) as forge:
        repositories, needed = Repositories(subject, place), {}
        for where, one in sets.items():
            objects, why = lead(one, forge, repositories)
            if why:
                verdict.apart[where] = why
            else:
                applied[where] = one
                needed.update(((thing["kind"], key(thing)), thing) for thing in objects)
        surroundings = [cluster_secret(one["manifest"]) for one in plan["clusters"]]
        surroundings += [app_project(one) for one in plan["appProjects"]]
        controller.clean()
        controller.cluster.apply([*surroundings, *needed.values()])
        said = controller.follow(applied.values())
        verdict.compare(plan, controller.list("applicationsets"), controller.list("applications"), said)
    return verdict


def main():
    oracle, argocd, dodona, project = (pathlib.Path(argument).resolve() for argument in sys.argv[1:5])
    differences = 0
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder).resolve()
        with Cluster(oracle, argocd, place / "state", "--no-app-controller") as cluster:
            for name in sys.argv[5:] or [*ENVIRONMENTS, "real"]:
                subject = Environment(dodona, project, name) if name in ENVIRONMENTS else Folder(dodona, project / "fixtures/plan" / name)
                verdict = judge(subject, Controller(cluster), place / "repositories" / name)
                verdict.tell(name)
                differences += len(verdict.differences)
    sys.exit(1 if differences else 0)


main()
