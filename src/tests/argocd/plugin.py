#!/usr/bin/env python3
"""Holds the plugin against a real argocd-cmp-server, asked through Argo CD's own client, and against itself outside Argo CD.

    plugin.py RUNNER DODONA PROJECT [--update] [--figures]

RUNNER is `argocd-plugin-run`, DODONA the program, PROJECT the checkout. `--update` accepts the failure texts as they are now,
`--figures` prints what a request costs beside a plugin that prints the same bytes with `cat`.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TRACKING = "argocd.argoproj.io/tracking-id"
DISCOVERY = """\
  discover:
    find:
      command: [dodona, cmp, discover]
"""


# A repository whose rendering takes longer than the deadline that it gets.
FLEET = {
    "dodona.yaml": "apiVersion: dodona.dev/v1\nkind: Repository\nmetadata: {name: fleet}\nspec: {}\n",
    "environments/local.yaml": """\
apiVersion: dodona.dev/v1
kind: Environment
metadata: {name: local}
spec:
  clusters:
    - $for: number in range(90000)
      name: c<%= number %>
      server: https://c<%= number %>.example.org
      credentials: {placeholder: '<path:clusters#config>'}
""",
}


class Server:
    """Asks the cmp-server for applications of one archive."""

    def __init__(self, runner, dodona, plugin):
        self.runner, self.bin, self.plugin = runner, os.path.dirname(dodona), plugin

    def ask(self, verb, root, app, *flags, parameters=None):
        command = [self.runner, "--plugin", self.plugin, "--bin", self.bin, "--root", str(root), "--app", str(root / app),
                   "--name", "demo", "-label-key", "", "-o", "json", *flags]
        if parameters is not None:
            command += ["--params-json", json.dumps(parameters)]
        return subprocess.run([*command, verb], capture_output=True, text=True, env=dict(os.environ, TMPDIR="/dev/shm"))

    def manifests(self, root, app, *flags, parameters=None):
        asked = self.ask("manifests", root, app, *flags, parameters=parameters)
        if asked.returncode:
            raise AssertionError(asked.stdout + asked.stderr)
        return [untracked(json.loads(line)) for line in asked.stdout.splitlines()]


def untracked(manifest):
    """Takes back the annotation that Argo CD adds."""
    annotations = manifest["metadata"].get("annotations", {})
    annotations.pop(TRACKING, None)
    if not annotations:
        manifest["metadata"].pop("annotations", None)
    return manifest


class Judge:
    """Counts what holds and what does not."""

    def __init__(self):
        self.held, self.failed = 0, []

    def holds(self, name, truth, why=""):
        if truth:
            self.held += 1
        else:
            self.failed.append(name)
            print("FAILED %s %s" % (name, why))

    def equal(self, name, got, wanted):
        why = next(("first difference at object %d:\n  %s\n  %s" % (index, a, b)
                    for index, (a, b) in enumerate(zip(got, wanted)) if a != b), "%d objects, not %d" % (len(got), len(wanted)))
        self.holds(name, got == wanted, "" if got == wanted else why)


class Project:
    """The demo repository in an archive, and what dodona says of it outside Argo CD."""

    def __init__(self, dodona, project, root):
        self.dodona, self.project, self.root = dodona, project, root
        self.demo = root / "demo-usecases"
        shutil.copytree(project / "demo-usecases", self.demo)

    def render(self, *arguments):
        command = [self.dodona, "render", str(self.demo), "-o", "json", *arguments]
        # Nothing of a real object is empty, so what Argo CD leaves out of JSON is what YAML leaves out too.
        return [untracked(one) for one in json.loads(subprocess.run(command, capture_output=True, check=True).stdout)]

    def environments(self):
        command = [self.dodona, "get", "environments", str(self.demo), "-o", "json"]
        return [one["name"] for one in json.loads(subprocess.run(command, capture_output=True, check=True).stdout)]


def deliveries(platform):
    """The source and parameters of every Application that the environment's own clusters get."""
    clusters = [one for one in platform if one["metadata"].get("labels", {}).get("argocd.argoproj.io/secret-type") == "cluster"
                and "stringData" in one]
    for one in platform:
        source = one["kind"] == "ApplicationSet" and one["spec"]["template"]["spec"].get("source", {})
        if not source or source.get("plugin", {}).get("name") != "dodona-v1":
            continue
        selector = one["spec"]["generators"][0]["clusters"]["selector"]
        for cluster in clusters:
            if matches(selector, cluster["metadata"]["labels"]):
                text = json.dumps(source["plugin"]["parameters"])
                yield one["metadata"]["name"], cluster["stringData"]["name"], source["path"], json.loads(filled(text, cluster))


def matches(selector, labels):
    holds = {
        "In": lambda key, values: labels.get(key) in values,
        "NotIn": lambda key, values: labels.get(key) not in values,
        "Exists": lambda key, _: key in labels,
        "DoesNotExist": lambda key, _: key not in labels,
    }
    terms = [(one["operator"], one["key"], one.get("values", [])) for one in selector.get("matchExpressions", [])]
    return selector.get("matchLabels", {}).items() <= labels.items() and all(holds[how](key, values) for how, key, values in terms)


def filled(text, cluster):
    """Puts in what the cluster generator puts in."""
    text = text.replace("{{.name}}", cluster["stringData"]["name"]).replace("{{.server}}", cluster["stringData"]["server"])
    labels = cluster["metadata"]["labels"]
    text = re.sub(r"\{\{\.metadata\.labels\.(\w+)}}", lambda match: labels[match[1]], text)
    return re.sub(r'\{\{index \.metadata\.labels \\"([^"\\]+)\\"}}', lambda match: labels[match[1]], text)


def string(name, text):
    return {"name": name, "string": text}


def compare_manifests(server, project, judge):
    for environment in project.environments():
        platform = project.render("-e", environment)
        parameters = [string("environment", environment)]
        got = server.manifests(project.root, "demo-usecases", parameters=parameters)
        judge.equal("%s: platform" % environment, got, platform)
        for use_case, cluster, path, parameters in deliveries(platform):
            whole = project.render("-e", environment, "--use-case", use_case, "--cluster", cluster)
            part = next((one["string"] for one in parameters if one["name"] == "part"), None)
            wanted = [one for one in whole if part is None or (one["kind"] == "Application") == (part == "applications")]
            (project.root / path).mkdir(parents=True, exist_ok=True)
            judge.equal("%s: %s on %s" % (environment, use_case, cluster),
                        server.manifests(project.root, path, parameters=parameters), wanted)


def compare_parameters(server, project, judge):
    environment = string("environment", "local")
    cases = {
        "a declared parameter": ([environment, string("team", "blue")], ["--set", "team=blue"]),
        "a map of parameters": ([environment, {"name": "parameters", "map": {"team": "blue", "baseDomain": "x.example.org"}}],
                                ["--set", "team=blue", "--set", "baseDomain=x.example.org"]),
        "nothing unusual in an empty map": ([environment, {"name": "parameters", "map": {}}], []),
        "text that a shell would run": ([environment, string("team", "a$(id)")], None),
    }
    for name, (parameters, arguments) in cases.items():
        if arguments is None:
            judge.holds(name, server.ask("manifests", project.root, "demo-usecases", parameters=parameters).returncode != 0)
            continue
        got = server.manifests(project.root, "demo-usecases", parameters=parameters)
        judge.equal(name, got, project.render("-e", "local", *arguments))
    selection = [environment, {"name": "use-cases", "array": ["eso"]}]
    sets = [one["metadata"]["name"] for one in server.manifests(project.root, "demo-usecases", parameters=selection)
            if one["kind"] == "ApplicationSet"]
    offered = [one["metadata"]["name"] for one in project.render("-e", "local") if one["kind"] == "ApplicationSet"]
    judge.holds("a selection replaces the environment's", "eso" in sets and len(sets) < len(offered), str(sets))
    got = server.manifests(project.root, "demo-usecases", "--env", "DODONA_ENVIRONMENT=local")
    judge.equal("the environment by plugin.env", got, project.render("-e", "local"))


def compare_places(server, project, judge):
    wanted = project.render("-e", "local")
    parameters = [string("environment", "local")]
    deep = project.demo / "use-cases/eso/some/where"
    deep.mkdir(parents=True)
    judge.equal("an application folder far below", server.manifests(project.root, deep, parameters=parameters), wanted)
    subprocess.run(["git", "init", "-q", str(project.root)], check=True)
    judge.equal("with .git", server.manifests(project.root, "demo-usecases", parameters=parameters), wanted)
    judge.equal("with .git left out", server.manifests(project.root, "demo-usecases", "--exclude", ".git", parameters=parameters), wanted)
    shutil.rmtree(project.root / ".git")
    link = project.demo / "templates/linked.yaml"
    target = project.demo / "templates/teams.yaml"
    moved = project.demo / "elsewhere.yaml"
    os.rename(target, moved)
    os.symlink("../elsewhere.yaml", link)
    judge.equal("a link whose target stays inside", server.manifests(project.root, "demo-usecases", parameters=parameters), wanted)
    link.unlink()
    os.rename(moved, target)


def compare_discovery(runner, dodona, project, judge):
    plugin = project.root.parent / "discovering.yaml"
    plugin.write_text((project.project / "plugin.yaml").read_text() + DISCOVERY)
    server = Server(runner, dodona, str(plugin))
    parameters = [string("environment", "local")]
    got = server.manifests(project.root, "demo-usecases", "--unnamed", parameters=parameters)
    judge.equal("discovered", got, project.render("-e", "local"))
    judge.holds("discovers its repository", server.ask("discover", project.root, "demo-usecases").returncode == 0)
    other = project.root.parent / "other"
    other.mkdir()
    (other / "deployment.yaml").write_text("kind: Deployment\n")
    judge.holds("leaves others alone", server.ask("discover", other, ".").returncode != 0)


def compare_announcements(server, project, judge):
    asked = server.ask("parameters", project.root, "demo-usecases")
    said = subprocess.run([project.dodona, "cmp", "parameters"], cwd=project.demo, capture_output=True, check=True)
    judge.holds("announced parameters", announced(asked.stdout) == announced(said.stdout), asked.stdout + asked.stderr)


def announced(text):
    """Announcements without the fields that are empty: Argo CD leaves them out."""
    announcements = json.loads(text)
    if isinstance(announcements, dict):
        announcements = announcements["parameterAnnouncements"]
    return [{key: value for key, value in one.items() if value not in ("", False, None, [], {})} for one in announcements]


def failures(server, project):
    """What users read when a repository or an Application is wrong, each with the change that makes it so."""
    demo = project.demo

    def with_file(path, change):
        def made(parameters):
            file = demo / path
            before = file.read_text() if file.exists() else None
            after = change(before)
            try:
                if after is None:
                    file.unlink()
                else:
                    file.write_text(after)
                return server.ask("manifests", project.root, "demo-usecases", parameters=parameters)
            finally:
                if before is None:
                    file.unlink()
                else:
                    file.write_text(before)
        return made

    as_it_is = with_file("README.md", lambda text: text)
    local = [string("environment", "local")]
    secret = {"name": "parameters", "map": {"eso:token": "hunter2"}}
    broken = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: <%= teem %>}\n"
    cases = [
        ("no environment is named", as_it_is, []),
        ("an unknown environment", as_it_is, [string("environment", "locl")]),
        ("an unknown use case", as_it_is, [*local, string("use-case", "esso")]),
        ("an unknown parameter", as_it_is, [*local, string("teem", "blue")]),
        ("a value of the wrong kind", as_it_is, [*local, {"name": "team", "array": ["blue"]}]),
        ("a secret for a parameter that is not there", as_it_is, [*local, secret]),
        ("no dodona.yaml", with_file("dodona.yaml", lambda _: None), local),
        ("a misspelt name in a template", with_file("templates/broken.yaml", lambda _: broken), local),
        ("a template that is no YAML", with_file("templates/broken.yaml", lambda _: "a: [\n"), local),
        ("a misspelt field", with_file("environments/local.yaml", lambda text: text.replace("useCases:", "useCase:")), local),
    ]
    for name, make, parameters in cases:
        asked = make(parameters)
        yield name, asked.returncode, (asked.stdout + asked.stderr).strip()


def compare_failures(server, project, judge, update):
    lines = []
    for name, status, text in failures(server, project):
        judge.holds("%s fails" % name, status != 0)
        judge.holds("%s: no secret" % name, "hunter2" not in text, text)
        judge.holds("%s: no path of the sidecar" % name, "_cmp_server" not in text and str(project.root) not in text, text)
        lines.append("# %s\n%s\n" % (name, text))
    accepted = project.project / "snapshots/argocd/failures.txt"
    now = "\n".join(lines)
    if update:
        accepted.parent.mkdir(exist_ok=True)
        accepted.write_text(now)
    judge.holds("failure texts are as accepted", accepted.exists() and accepted.read_text() == now, "\n" + now)


def read_yaml(dodona, text):
    line = json.dumps({"id": "case", "yaml": text})
    done = subprocess.run([dodona, "yaml", "eval", "--jsonl"], input=line, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["documents"][0]


def hostile_cases(project):
    """Those that the plugin gets and that lie in the project as they are; with parameters that an Application can hold."""
    for file in sorted((project.project / "fixtures/hostile").glob("*/case.yaml")):
        case = read_yaml(project.dodona, file.read_text())
        if case.get("run") != ["cmp", "generate"] or "make" in case:
            continue
        try:
            parameters = json.loads(case.get("env", {}).get("ARGOCD_APP_PARAMETERS", "[]"))
        except (ValueError, RecursionError):
            continue
        # No process can have a NUL in its environment, so Argo CD refuses it before the plugin runs.
        if isinstance(parameters, list) and all(map(is_parameter, parameters)) and "\\u0000" not in json.dumps(parameters):
            yield file.parent, case, parameters


def is_parameter(one):
    """Whether an Application can hold it: Argo CD's own API refuses the rest."""
    texts = lambda values: all(isinstance(value, str) for value in values)
    if not isinstance(one, dict) or not one.keys() <= {"name", "string", "array", "map"}:
        return False
    array, table = one.get("array", []), one.get("map", {})
    return isinstance(array, list) and isinstance(table, dict) and texts([one.get("name"), one.get("string", ""), *array, *table.values()])


def compare_hostile(server, project, judge):
    count = 0
    for folder, case, parameters in hostile_cases(project):
        flags = []
        for name, value in case.get("env", {}).items():
            if name.startswith("ARGOCD_ENV_"):
                flags += ["--env", "%s=%s" % (name.removeprefix("ARGOCD_ENV_"), value.replace("$", "$$"))]
            elif name != "ARGOCD_APP_PARAMETERS":
                flags += ["--sidecar-env", "%s=%s" % (name, value)]
        asked = server.ask("generate", folder, case.get("in", "."), *flags, parameters=parameters)
        said = asked.stdout + asked.stderr
        judge.holds("hostile/%s ends as outside" % folder.name, (asked.returncode == 0) == (case.get("exit", 0) == 0), said[:500])
        judge.holds("hostile/%s: no secret" % folder.name, "hunter2" not in said and "TRIPWIRE" not in said)
        if case.get("exit", 0) != 0:
            first = (project.project / "snapshots/hostile" / folder.name / "diagnostics.txt").read_text().splitlines()[0]
            # Argo CD writes the parameters anew, so columns in them are others.
            first = first[first.index("error["):]
            judge.holds("hostile/%s: the first line is whole" % folder.name, first in said, "%s\n%s" % (first, said[:500]))
        count += 1
    print("%d hostile cases" % count)


def figures(server, root, app, parameters, *flags):
    asked = server.ask("generate", root, app, *flags, parameters=parameters)
    if asked.returncode:
        raise AssertionError(asked.stdout + asked.stderr)
    return json.loads(asked.stdout)


def compare_load(server, project, judge):
    parameters = [string("environment", "local")]
    for count, concurrency in ((50, 50), (1000, 50)):
        load = figures(server, project.root, "demo-usecases", parameters, "--json", "--repeat", str(count), "--concurrency", str(concurrency))
        judge.holds("%d requests, %d at once" % (count, concurrency), load["errors"] == 0, str(load))
        print("%d requests, %d at once: %.0f a second, %d errors" % (count, concurrency, load["perSecond"], load["errors"]))
    fleet = project.root.parent / "fleet"
    (fleet / "environments").mkdir(parents=True)
    for name, text in FLEET.items():
        (fleet / name).write_text(text)
    asked = server.ask("generate", fleet, ".", "--timeout", "300ms")
    said = asked.stdout + asked.stderr
    judge.holds("a deadline ends the plugin", asked.returncode != 0 and re.search("DeadlineExceeded|signal: (killed|terminated)", said), said[:500])
    judge.holds("nothing outlives the deadline", not running(project.dodona), "a process is left")


def running(program):
    """Says whether the program runs anywhere."""
    for process in pathlib.Path("/proc").glob("[0-9]*/exe"):
        try:
            if os.readlink(process) == program:
                return True
        except OSError:
            continue
    return False


def compare_cost(runner, dodona, server, project):
    """Median of 50 requests, beside a plugin that prints the same bytes; both in turn, three times."""
    text = subprocess.run([dodona, "render", str(project.demo), "-e", "local"], capture_output=True, check=True).stdout
    (project.root / "same-bytes.yaml").write_bytes(text)
    plugin = project.root.parent / "cat.yaml"
    plugin.write_text("apiVersion: argoproj.io/v1alpha1\nkind: ConfigManagementPlugin\nmetadata: {name: cat}\n"
                      "spec: {generate: {command: [cat, ../same-bytes.yaml]}}\n")
    cat = Server(runner, dodona, str(plugin))
    rounds = ["--json", "--repeat", "50", "--warmup", "5"]
    for _ in range(3):
        ours = figures(server, project.root, "demo-usecases", [string("environment", "local")], *rounds)["medianMs"]
        theirs = figures(cat, project.root, "demo-usecases", [], *rounds)["medianMs"]
        print("dodona %.1f ms, cat %.1f ms, difference %.1f ms (medians of 50)" % (ours, theirs, ours - theirs))


def main():
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("runner")
    arguments.add_argument("dodona", type=os.path.abspath)
    arguments.add_argument("project", type=pathlib.Path)
    arguments.add_argument("--update", action="store_true")
    arguments.add_argument("--figures", action="store_true")
    given = arguments.parse_args()
    judge = Judge()
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        root = pathlib.Path(folder).resolve() / "archive"
        root.mkdir()
        server = Server(given.runner, given.dodona, str(given.project / "plugin.yaml"))
        project = Project(given.dodona, given.project.resolve(), root)
        compare_manifests(server, project, judge)
        compare_parameters(server, project, judge)
        compare_places(server, project, judge)
        compare_discovery(given.runner, given.dodona, project, judge)
        compare_announcements(server, project, judge)
        compare_failures(server, project, judge, given.update)
        compare_hostile(server, project, judge)
        compare_load(server, project, judge)
        if given.figures:
            compare_cost(given.runner, given.dodona, server, project)
    print("%d passed, %d failed" % (judge.held, len(judge.failed)))
    sys.exit(1 if judge.failed else 0)


main()
