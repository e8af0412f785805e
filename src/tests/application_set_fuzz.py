#!/usr/bin/env python3
"""Makes ApplicationSets and Worlds by a grammar, and compares `dodona expand` with Argo CD's own code.

    APPSET_ORACLE=path/to/oracle DODONA_BIN=target/release/dodona src/tests/application_set_fuzz.py [SEED] [COUNT]

The oracle is the program that recorded fixtures/conformance/applicationset (`expand CASE_DIR...`). It is built on Argo CD v3.2.11
where we follow v3.5.1: what the two do differently is not made here (RULES). Without an oracle only crashes and hangs are
looked for. Differences are printed, and their folders kept; the exit code is 1 if there are any.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

LOCAL = "https://kubernetes.default.svc"


def generators(entries, second=False):
    """Yields kind, block, entry of all generators, and whether a matrix renders them."""
    for entry in entries:
        for kind, block in entry.items():
            if kind != "selector":
                yield kind, block, entry, second
            if kind in ("matrix", "merge"):
                for at, child in enumerate(block["generators"]):
                    yield from generators([child], second or (kind == "matrix" and at == 1))


def values(value):
    """Yields the key and value of everything in a tree."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    for key, inner in pairs:
        yield key, inner
        yield from values(inner)


def templates(spec):
    yield spec["template"]
    for _, block, _, _ in generators(spec["generators"]):
        if "template" in block:
            yield block["template"]


def selected(entry):
    selector = entry.get("selector", {})
    return list(selector.get("matchLabels", {})) + [term["key"] for term in selector.get("matchExpressions", [])]


# Where v3.2.11 differs from v3.5.1: a line, what tells that a set and its World touch it, and a set that does. None is made here.
RULES = [
    ("clusterDecisionResource finds its clusters otherwise",
     lambda spec, world: any(kind == "clusterDecisionResource" for kind, _, _, _ in generators(spec["generators"])),
     {"generators": [{"matrix": {"generators": [{"clusterDecisionResource": {}}]}}]}),
    ("a selector after generation does not see maps of texts (labels, annotations, values) with goTemplate",
     lambda spec, world: spec.get("goTemplate") and any(key.startswith(("metadata.", "values.")) for _, _, entry, _ in
                                                        generators(spec["generators"]) for key in selected(entry)),
     {"goTemplate": True, "generators": [{"clusters": {}, "selector": {"matchLabels": {"metadata.labels.env": "a"}}}]}),
    ("`values` of a matrix's second child are not resolved early with goTemplate",
     lambda spec, world: spec.get("goTemplate") and any(second and "values" in block for _, block, _, second in generators(spec["generators"])),
     {"goTemplate": True, "generators": [{"matrix": {"generators": [{"list": {}}, {"clusters": {"values": {"v": "a"}}}]}}]}),
    ("false in `syncPolicy.automated` is dropped",
     lambda spec, world: any(key == "automated" and False in inner.values() for template in templates(spec) for key, inner in values(template)),
     {"generators": [], "template": {"spec": {"syncPolicy": {"automated": {"prune": False}}}}}),
    ("a templatePatch cannot set false",
     lambda spec, world: "false" in spec.get("templatePatch", "") or "automated" in spec.get("templatePatch", ""),
     {"generators": [], "templatePatch": "spec: {syncPolicy: {automated: {prune: false}}}"}),
    ("a cluster Secret for the local server with a slash at its end counts as another server",
     lambda spec, world: any(secret["stringData"]["server"] == LOCAL + "/" for secret in world["spec"]["clusters"]),
     None),
    ("a flatList names the cluster without a Secret first",
     lambda spec, world: any(block.get("flatList") and not block.get("selector") for kind, block, _, _ in generators(spec["generators"]) if kind == "clusters"),
     {"generators": [{"clusters": {"flatList": True}}]}),
    ("`directory` without `jsonnet` is written with an empty one",
     lambda spec, world: any(key == "directory" and not inner.get("jsonnet") for template in templates(spec) for key, inner in values(template)),
     {"generators": [], "template": {"spec": {"source": {"directory": {"recurse": True}}}}}),
]


def rules_hold(spec, world):
    for line, touches, _ in RULES:
        assert not touches(spec, world), "the grammar makes what it must not: " + line


def rules_tell():
    """Sees to it that each rule can fire."""
    world = {"spec": {"clusters": [{"stringData": {"server": LOCAL + "/"}}]}}
    for line, touches, example in RULES:
        assert touches({"template": {}, "generators": [], **(example or {})}, world), "the rule never fires: " + line


WORDS = ["a", "b", "dev", "prod", "x-1", "Y_2", "12", "true", "", "é", "a b"]
LABELS = ["env", "team", "tier", "app.kubernetes.io/name"]
KEYS = ["k", "id", "env", "name", "n", "m"]


class Maker:
    def __init__(self, rng):
        self.rng = rng
        self.go = rng.random() < 0.6

    def pick(self, items):
        return self.rng.choice(items)

    def scalar(self, depth=0):
        if not self.go:
            return self.pick(WORDS)
        kinds = ["text"] * 5 + ["int", "float", "bool", "null", "big"] + (["list", "map"] if depth < 2 else [])
        kind = self.pick(kinds)
        if kind == "text":
            return self.pick(WORDS)
        if kind == "int":
            return self.rng.randint(-5, 2000000)
        if kind == "float":
            return self.rng.choice([0.5, 1.25, 1e-5, 3.0, 1e21])
        if kind == "big":
            return self.rng.choice([2 ** 53 + 1, 10 ** 18, -(2 ** 40)])
        if kind == "bool":
            return self.rng.random() < 0.5
        if kind == "list":
            return [self.scalar(depth + 1) for _ in range(self.rng.randint(0, 3))]
        if kind == "map":
            return {self.pick(KEYS): self.scalar(depth + 1) for _ in range(self.rng.randint(0, 3))}
        return None

    def element(self):
        element = {key: self.scalar() for key in self.rng.sample(KEYS, self.rng.randint(1, 4))}
        if self.rng.random() < 0.2:
            element["values"] = {"v": self.pick(WORDS)}
        return element

    def name(self):
        names = ["k", "id", "env", "name", "n", "m", "server", "path", "path.basename", "values.v", "nameNormalized",
                 "metadata.labels.env", "nope", "project"]
        if not self.go:
            names += ["path[0]", "metadata.labels.app.kubernetes.io/name", "path.filename"]
        return self.pick(names)

    def template(self):
        if self.rng.random() < 0.25:
            return self.pick(["plain", "", "x{{", "}}", "{ {a} }"])
        name = self.name()
        if not self.go:
            blank = self.pick(["", " "])
            return self.pick(["", "x-"]) + "{{" + blank + name + blank + "}}" + self.pick(["", "-y", "{{id}}"])
        if name == "path":
            name = "path.path"
        return self.pick(["", "x-"]) + self.pick([
            "{{.%s}}", "{{ .%s }}-z", "{{default \"d\" .%s}}", "{{if .%s}}yes{{end}}", "{{.%s | toString | upper}}", "{{toJson .%s}}",
            "{{with .%s}}{{.}}{{else}}none{{end}}", "{{normalize (toString .%s)}}"]) % name

    def selector(self, keys, values):
        selector = {}
        if self.rng.random() < 0.6:
            selector["matchLabels"] = {self.pick(keys): self.pick(values)}
        if self.rng.random() < 0.4:
            operator = self.pick(["In", "NotIn", "Exists", "DoesNotExist"])
            term = {"key": self.pick(keys), "operator": operator}
            if operator in ("In", "NotIn"):
                term["values"] = [self.pick(values) for _ in range(self.rng.randint(1, 2))]
            selector["matchExpressions"] = [term]
        return selector

    def generator(self, depth, second=False):
        kinds = ["list"] * 3 + ["clusters", "git", "plugin", "pullRequest", "scmProvider"] + (["matrix", "merge"] * 2 if depth < 2 else [])
        kind = self.pick(kinds)
        made = {kind: getattr(self, kind)(depth, second)}
        if self.rng.random() < 0.15:
            made["selector"] = self.selector(["k", "id", "path.basename" if kind == "git" else "env"], WORDS[:6])
        if depth == 0 and self.rng.random() < 0.15:
            made[kind]["template"] = self.override()
        if depth == 0 and self.rng.random() < 0.1:
            made.setdefault("list", self.list(0, False))
        return made

    def override(self):
        """A generator's own template: its empty fields are filled from the set's."""
        spec = {"project": self.pick(["", self.template()]), "destination": {"namespace": self.template()}}
        if self.rng.random() < 0.5:
            spec["source"] = {"repoURL": "", "path": self.template(), "helm": {"valueFiles": [], "releaseName": self.template()}}
        if self.rng.random() < 0.3:
            spec["syncPolicy"] = self.sync_policy()
        return {"metadata": {"labels": {"l": self.pick(["", self.template()]), "own": "x"}}, "spec": spec}

    def sync_policy(self):
        policy = {"syncOptions": [self.template()], "automated": {"prune": True}, "retry": {"limit": 3, "backoff": {"duration": self.template(), "factor": 2}},
                  "managedNamespaceMetadata": {"labels": {"k-" + self.template(): self.template()}}}
        return {key: value for key, value in policy.items() if self.rng.random() < 0.5}

    def list(self, _, second):
        made = {"elements": [self.element() for _ in range(self.rng.randint(0, 3))]}
        if second and self.rng.random() < 0.4:
            made["elements"].append({"sub": self.template()})
        if self.rng.random() < 0.2:
            made["elementsYaml"] = "- {id: 1, k: yes}\n- {n: 0o7, m: 'q'}\n"
        return made

    def clusters(self, _, second):
        made = {}
        if self.rng.random() < 0.6:
            made["selector"] = self.selector(LABELS, ["dev", "prod", "a"])
        if self.rng.random() < 0.3 and not (second and self.go):
            made["values"] = {"v": self.template()}
        if made.get("selector") and self.rng.random() < 0.2:
            made["flatList"] = True
        return made

    def git(self, _, second):
        made = {"repoURL": "https://git.example.org/org/repo.git", "revision": self.pick(["HEAD", "main"])}
        paths = ["apps/*", "apps/a", "*", "*/*", "apps/[ab]", "a?ps/*", "[", "apps/*/", "**"]
        files = ["*.yaml", "apps/*/config.json", "apps", "**/config.json", "f.yaml", "./apps/a", ":(glob)*.yaml", ":!apps/b", "[af]*"]
        exclude = {"exclude": True} if self.rng.random() < 0.2 else {}
        if self.rng.random() < 0.5:
            made["directories"] = [{"path": self.pick(paths)}, {"path": self.pick(paths), **exclude}]
        else:
            made["files"] = [{"path": self.pick(files)}, {"path": self.pick(files), **exclude}]
        if self.rng.random() < 0.2:
            made["pathParamPrefix"] = "p"
        if self.rng.random() < 0.3 and not (second and self.go):
            made["values"] = {"v": self.template()}
        return made

    def plugin(self, _, second):
        made = {"configMapRef": {"name": "p"}}
        if self.rng.random() < 0.3:
            made["input"] = {"parameters": {"k": self.scalar()}}
        if self.rng.random() < 0.2 and not (second and self.go):
            made["values"] = {"v": self.template()}
        return made

    def pullRequest(self, _, second):
        made = {"github": {"owner": "org", "repo": "app"}}
        if self.rng.random() < 0.4:
            made["filters"] = [{self.pick(["branchMatch", "targetBranchMatch", "titleMatch"]): self.pick(["^feat", "main|dev", "[0-9]+", "("])}]
        return made

    def scmProvider(self, _, second):
        made = {"github": {"organization": "org"}, "cloneProtocol": self.pick(["https", "ssh"])}
        if self.rng.random() < 0.5:
            choices = [("repositoryMatch", "^a"), ("branchMatch", "main"), ("labelMatch", "x"), ("pathsExist", ["charts/"]), ("pathsDoNotExist", ["d"])]
            made["filters"] = [dict(self.rng.sample(choices, self.rng.randint(1, 2))) for _ in range(self.rng.randint(1, 2))]
        return made

    def matrix(self, depth, second):
        return {"generators": [self.generator(depth + 1, second), self.generator(depth + 1, True)]}

    def merge(self, depth, second):
        count = self.rng.randint(2, 3)
        keys = [self.pick(["id", "k", "name", "path"])]
        return {"mergeKeys": keys, "generators": [self.generator(depth + 1, second) for _ in range(count)]}

    def application(self):
        helm = {"valueFiles": [self.template()], "values": "a: %s\n" % self.template(),
                "parameters": [{"name": "p", "value": self.template(), "forceString": self.rng.random() < 0.5}],
                "valuesObject": {"a": self.template(), "l": [self.template(), 1, None], "n": None, "big": 2 ** 53 + 1,
                                 "k-" + self.template(): 1.0}}
        helm = {key: value for key, value in helm.items() if self.rng.random() < 0.5}
        source = {"repoURL": self.template(), "path": self.template(), "targetRevision": "main"}
        if helm:
            source["helm"] = helm
        source.update(self.tools())
        metadata = {"name": self.template() + "-" + self.template(), "labels": {"l": self.template()},
                    "annotations": {"k" + self.template(): self.template() + "\n" + self.template()}}
        if self.rng.random() < 0.8:
            metadata.update(self.telling())
        if self.rng.random() < 0.2:
            metadata["finalizers"] = [self.template()]
        destination = {self.pick(["server", "name"]): self.template() or "x", "namespace": self.template()}
        spec = {"project": self.pick(["default", self.template()]), "source": source, "destination": destination}
        if self.rng.random() < 0.15:
            spec["sources"] = [{"repoURL": self.template(), "ref": self.template()}, source]
        if self.rng.random() < 0.2:
            spec["syncPolicy"] = self.sync_policy()
        if self.rng.random() < 0.1:
            spec["ignoreDifferences"] = [{"kind": self.template(), "jsonPointers": ["/" + self.template()]}]
            spec["info"] = [{"name": self.template(), "value": self.template()}]
            spec["revisionHistoryLimit"] = self.rng.randint(0, 3)
        if self.rng.random() < 0.05:
            destination["server"], destination["name"] = self.template(), self.template()
        return {"metadata": metadata, "spec": spec}

    def tools(self):
        tools = {
            "kustomize": {"namePrefix": self.template(), "images": [self.template()], "commonLabels": {"a" + self.template(): self.template()},
                          "replicas": [{"name": "r", "count": self.pick([3, "4", self.template()])}],
                          "patches": [{"patch": self.template(), "target": {"kind": self.template()}, "options": {"o": True}}]},
            "directory": {"include": self.template(), "recurse": self.rng.random() < 0.5, "jsonnet": {"extVars": [{"name": "v", "value": self.template()}]}},
            "plugin": {"name": self.template(), "env": [{"name": "E", "value": self.template()}],
                       "parameters": [{"name": "p", "string": self.template()}, {"name": "q", "array": [self.template()]},
                                      {"name": "r", "map": {"k" + self.template(): self.template()}}]},
        }
        return {key: value for key, value in tools.items() if self.rng.random() < 0.1}

    def telling(self):
        """A name and an annotation that hold all parameters, so that no difference hides."""
        if self.go:
            return {"name": "{{toJson . | sha256sum | trunc 16}}", "annotations": {"all": "{{toJson .}}"}}
        names = ["k", "id", "env", "name", "n", "m", "server", "path", "path[1]", "values.v", "number", "repository", "branch", "p.path"]
        return {"name": "-".join("{{%s}}" % name for name in names),
                "annotations": {"all": " ".join("{{%s}}" % name for name in names + ["path.basename", "url", "sha", "labels", "branch_slug"])}}

    def patch(self):
        return self.pick([
            "metadata: {labels: {p: '%s'}}", "spec: {source: {path: '%s', targetRevision: null}}", "metadata: {finalizers: ['%s']}",
            "spec: {info: [{name: n, value: '%s'}]}", "{{", "spec: {source: {$retainKeys: [repoURL, path], path: '%s'}}",
            "spec: {source: {helm: {valuesObject: {new: '%s'}}}}", "# %s", "spec: {source: {$patch: replace, repoURL: '%s'}}",
            "metadata: {finalizers: [b, '%s'], $setElementOrder/finalizers: ['%s', b]}", "metadata: {$deleteFromPrimitiveList/finalizers: ['%s']}",
            "metadata: {ownerReferences: [{kind: K, name: '%s', uid: u}]}", "status: {sync: {status: '%s'}}", "operation: {sync: '%s'}",
            "spec: {syncPolicy: {$patch: delete, syncOptions: ['%s']}}", "spec: {sources: [{$patch: delete}, {repoURL: '%s'}]}",
            "spec: {source: {helm: {valuesObject: {l: [{a: null}, '%s'], m: {$patch: replace}}}}}", "spec: {info: '%s'}", "spec: null # %s",
            "{\"metadata\": {\"annotations\": {\"json\": \"%s\"}}}", "metadata: {labels: {l: null, '%s': x}}", "{{if .k}}metadata: {labels: {k: yes}}{{end}}",
        ]).replace("%s", self.template().replace("'", ""))

    def set(self):
        spec = {"generators": [self.generator(0) for _ in range(self.rng.randint(1, 2))], "template": self.application()}
        if self.go:
            spec["goTemplate"] = True
            if self.rng.random() < 0.4:
                spec["goTemplateOptions"] = [self.pick(["missingkey=error", "missingkey=zero"])]
        if self.rng.random() < 0.25:
            spec["templatePatch"] = self.patch()
        if self.rng.random() < 0.2:
            spec["syncPolicy"] = {"preserveResourcesOnDeletion": self.rng.random() < 0.7}
        return {"apiVersion": "argoproj.io/v1alpha1", "kind": "ApplicationSet", "metadata": {"name": "set", "namespace": "argocd"}, "spec": spec}

    def world(self):
        secrets = []
        for at in range(self.rng.randint(0, 3)):
            labels = {"argocd.argoproj.io/secret-type": "cluster"}
            labels.update({key: self.pick(["dev", "prod", "a"]) for key in self.rng.sample(LABELS, self.rng.randint(0, 3))})
            server = LOCAL if self.rng.random() < 0.15 else "https://c%d" % at
            metadata = {"name": "s%d" % at, "namespace": "argocd", "labels": labels}
            if self.rng.random() < 0.3:
                metadata["annotations"] = {"a.example.org/x": self.pick(WORDS)}
            secrets.append({"apiVersion": "v1", "kind": "Secret", "metadata": metadata,
                            "stringData": {"name": self.pick(["c%d" % at, "Prod_%d/x" % at]), "server": server, "config": "{}"}})
            if self.rng.random() < 0.3:
                secrets[-1]["stringData"]["project"] = "p"
        pulls = [{"number": n, "title": "T %d" % n, "branch": self.pick(["feat/a_b", "main", "é@x"]), "targetBranch": "main",
                  "headSHA": "%040x" % n, "author": "a", "labels": ["l"] * (n % 2)} for n in range(1, self.rng.randint(1, 4))]
        repositories = [{"organization": "org", "repository": name, "repositoryId": 7, "url": "git@x:%s" % name, "httpURL": "https://x/" + name,
                         "branch": branch, "sha": "%040x" % 9, "labels": ["x"] if name == "api" else [], "paths": ["charts/c", "d"][:1 + (branch == "main")]}
                        for name in ["api", "web"] for branch in ["main", "dev"]]
        return {"apiVersion": "dodona.dev/v1", "kind": "World", "metadata": {"name": "w"}, "spec": {
            "clusters": secrets, "repositories": [{"repoURL": "https://git.example.org/org/repo.git", "path": "repos/repo"}],
            "pullRequests": [{"for": {"provider": "github", "owner": "org", "repo": "app"}, "items": pulls}],
            "scmRepositories": [{"for": {"provider": "github", "organization": "org"}, "items": repositories}],
            "plugins": [{"for": {"configMapRef": "p"}, "parameters": [{key: self.scalar() for key in self.rng.sample(KEYS, 2)} for _ in range(2)]}]}}


FILES = {"f.yaml": "id: root\nn: 1000000\nm: {k: v, l: [1, {x: y}], e: {}}\n", "apps/a/config.json": '{"id": "ja", "n": 1.5, "z": null}',
         "apps/b/config.json": '[{"id": "j1"}, {"id": "j2", "k": true}]', "apps/b/deep/x.yaml": "# nothing\n", "apps/.hid/x.yaml": "id: h\n",
         "Zeta/My_App/f.txt": "id: t\n"}


def write(folder, maker):
    for name, text in FILES.items():
        path = os.path.join(folder, "repos/repo", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
    made, world = maker.set(), maker.world()
    rules_hold(made["spec"], world)
    for name, value in [("applicationset.yaml", made), ("world.yaml", world)]:
        with open(os.path.join(folder, name), "w") as file:
            json.dump(value, file, ensure_ascii=False, indent=1)


def equal(a, b):
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return float(a) == float(b)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)
    return a == b


def ours(folder):
    command = [os.environ.get("DODONA_BIN", "target/debug/dodona"), "expand", folder + "/applicationset.yaml", "--world", folder + "/world.yaml", "-o", "json", "-q"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 1, 2):
        raise RuntimeError("exit code %d: %s" % (done.returncode, done.stderr))
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


def recorded(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return None
    with open(path) as file:
        return file.read()


def judge(folder):
    code, made, told = ours(folder)
    if "APPSET_ORACLE" not in os.environ:
        return None
    about = recorded(folder, "about.txt") or ""
    if "nondeterministic" in about:
        return None
    text, error = recorded(folder, "expected.json"), recorded(folder, "expected-error.txt")
    wanted = json.loads(text) if text is not None else None
    if text is None and error is None:
        return None
    if equal(made, wanted) and (code != 0) == (error is not None):
        return None
    return "%s\n  recorded %s %s\n  made     %s %s" % (folder, text and json.dumps(wanted)[:1500], error, json.dumps(made)[:1500], told[:500])


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    rules_tell()
    base = tempfile.mkdtemp(prefix="application-sets-")
    folders = []
    for at in range(count):
        folder = os.path.join(base, "c%05d" % at)
        os.makedirs(folder)
        write(folder, Maker(random.Random(seed * 1000003 + at)))
        folders.append(folder)
    if "APPSET_ORACLE" in os.environ:
        for at in range(0, count, 100):
            subprocess.run([os.environ["APPSET_ORACLE"], "expand", *folders[at:at + 100]], capture_output=True)
    faults = [fault for fault in map(judge, folders) if fault]
    for fault in faults[:20]:
        print(fault)
    print("%d of %d differ" % (len(faults), count))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
