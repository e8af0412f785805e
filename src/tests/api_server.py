"""Has an API server judge rendered files, without storing them: `api_server.py KUBECTL RENDERED DODONA REPOSITORY`.

Below RENDERED, one folder for each environment. Payloads for clusters that people create later are rendered by the plugin, for a
cluster that is called sample. Kinds that the server does not know are left alone, and named where they belong to
Argo CD or the platform. Every namespace that an object names is made first: on a real platform, the platform makes them.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

GROUPS = ("argoproj.io", "management.loft.sh", "storage.loft.sh")


def kubectl(program, *arguments, text=None):
    run = subprocess.run([program, *arguments], input=text, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout, run.stderr


def known_kinds(program):
    """The (apiVersion, kind) pairs that the server serves."""
    code, out, err = kubectl(program, "api-resources", "--no-headers")
    if code:
        sys.exit(f"api server: {err}")
    rows = [line.split() for line in out.splitlines()]
    return {(row[-3], row[-1]) for row in rows}


def group(document):
    return document["apiVersion"].rpartition("/")[0]


def documents(folder):
    for path in sorted(folder.rglob("*.yaml")):
        found = yaml.safe_load_all(path.read_text(encoding="utf-8"))
        yield from (document for document in found if document)


def later_payloads(program, repository, folder, objects):
    """The payloads of ApplicationSets that match no cluster of the environment, as the plugin renders them."""
    there = {path.name for path in (folder / "use-cases").iterdir()}
    for one in objects:
        name = one["metadata"]["name"]
        if one["kind"] != "ApplicationSet" or name in there:
            continue
        plugin = one["spec"]["template"]["spec"].get("source", {}).get("plugin")
        if plugin:
            parameters = re.sub(r"\{\{.*?\}\}", "sample", json.dumps(plugin["parameters"]))
            environment = {**os.environ, "ARGOCD_APP_PARAMETERS": parameters}
            run = subprocess.run([program, "cmp", "generate"], cwd=repository, env=environment, capture_output=True, text=True, check=True)
            yield from (document for document in yaml.safe_load_all(run.stdout) if document)


def make_namespaces(program, objects):
    names = sorted({one["metadata"]["namespace"] for one in objects if "namespace" in one["metadata"]} - {"argocd", "default"})
    made = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}} for name in names]
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": made})
    code, _, err = kubectl(program, "apply", "-f", "-", text=text)
    if code:
        sys.exit(f"api server: {err}")


def judge(program, objects):
    """Returns the findings; the server answers each object with a line."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"apiVersion": "v1", "kind": "List", "items": objects}, file)
        file.flush()
        code, out, err = kubectl(program, "apply", "--dry-run=server", "--validate=strict", "-f", file.name)
    accepted = len(out.splitlines())
    if code or accepted != len(objects):
        return accepted, err or "fewer answers than objects"
    return accepted, ""


def main():
    program, rendered, dodona, repository = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    kinds = known_kinds(program)
    failed = False
    for environment in sorted(path for path in rendered.iterdir() if path.is_dir()):
        objects = list(documents(environment))
        objects += later_payloads(dodona, repository, environment, objects)
        make_namespaces(program, objects)
        judged = [one for one in objects if (one["apiVersion"], one["kind"]) in kinds]
        ours = [one for one in objects if group(one) in GROUPS]
        unknown = sorted({f"{one['kind']}.{group(one)}" for one in ours if one not in judged})
        accepted, findings = judge(program, judged)
        failed |= bool(findings)
        known = len([one for one in ours if one in judged])
        left = f"; not known to it: {', '.join(unknown)}" if unknown else ""
        print(f"{environment.name}: the API server accepts {accepted} of {len(judged)} objects, {known} of Argo CD and the platform{left}")
        if findings:
            print(findings, file=sys.stderr)
    sys.exit(1 if failed else 0)


main()
