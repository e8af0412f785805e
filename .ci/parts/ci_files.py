#!/usr/bin/env python3
"""Checks the form of action.yml and templates/dodona.yml, and runs their commands on repositories like demo-usecases.

usage: ci_files.py DODONA WHEEL
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
JOB_KEYS = {"stage", "image", "rules", "variables", "script", "artifacts"}


def expect(holds, what):
    if not holds:
        sys.exit(what)


class Action:
    """The steps of the GitHub action."""

    name = "action.yml"

    def __init__(self):
        self.action = yaml.safe_load((ROOT / self.name).read_text())
        text = (ROOT / self.name).read_text()
        for each in self.action["inputs"]:
            expect(f"inputs.{each}" in text, f"{self.name}: nothing uses the input {each}")
        for step in self.action["runs"]["steps"]:
            expect("${{" not in step["run"], f"{self.name}: {step['name']} has an expression in its script")

    def run(self, folder, inputs):
        """Runs all steps and returns those that failed, with what they printed."""
        outputs, failed = {}, {}
        for step in self.action["runs"]["steps"]:
            if "inputs.rendered != ''" in step.get("if", "") and not inputs["rendered"]:
                continue
            where = folder / "outputs"
            where.write_text("")
            variables = {name: self.value(text, inputs, outputs) for name, text in step["env"].items()}
            variables |= {"RUNNER_TEMP": str(folder), "GITHUB_OUTPUT": str(where), "GITHUB_ACTION_PATH": str(ROOT)}
            done = shell(["bash", "-eo", "pipefail", "-c", step["run"]], folder / "repository", variables)
            lines = [line.split("=", 1) for line in where.read_text().splitlines()]
            outputs |= {f"steps.{step['id']}.outputs.{name}": text for name, text in lines}
            if done.returncode != 0:
                failed[step["name"]] = done.stdout
        return failed

    @staticmethod
    def value(text, inputs, outputs):
        known = {f"inputs.{name}": value for name, value in inputs.items()} | outputs
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: known[found[1]], text)


class Component:
    """The jobs of the GitLab component."""

    name = "templates/dodona.yml"

    def __init__(self):
        text = (ROOT / self.name).read_text()
        spec, self.jobs = yaml.safe_load_all(text)
        self.inputs = spec["spec"]["inputs"]
        used = set(re.findall(r"\$\[\[ inputs\.(\w+) \]\]", text))
        expect(used == set(self.inputs), f"{self.name}: inputs {set(self.inputs)}, used {used}")
        for name, job in self.jobs.items():
            expect(set(job) <= JOB_KEYS, f"{self.name}: {name} has {set(job) - JOB_KEYS}")
            expect(all(isinstance(line, str) for line in job["script"]), f"{self.name}: {name} has a script of texts")
            expect("$[[" not in "".join(job["script"]), f"{self.name}: {name} has an input in its script")
        reports = self.jobs["dodona:test"]["artifacts"]["reports"]
        expect(f"--junit {reports['junit']}" in self.jobs["dodona:test"]["script"][-1], "the report is the one written")

    def run(self, folder, inputs):
        failed = {}
        for name, job in self.jobs.items():
            variables = {
                key: re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: inputs[found[1]], text)
                for key, text in job["variables"].items()
            }
            done = shell(["sh", "-ec", "\n".join(job["script"])], folder / "repository", variables)
            if done.returncode != 0:
                failed[name.replace(":", " ")] = done.stdout
        return failed


def shell(argv, folder, variables):
    return subprocess.run(
        argv, cwd=folder, env=os.environ | variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def repository(folder, dodona):
    """A checkout with a repository in `platform`, accepted snapshots in it, and its rendered files in `rendered`."""
    checkout = folder / "repository"
    shutil.copytree(ROOT / "demo-usecases", checkout / "platform")
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    for argv in (["test", "platform", "--update"], ["render", "platform", "--all-environments", "--output-dir", "rendered"]):
        subprocess.run([dodona, *argv], cwd=checkout, env=environment, check=True, stderr=subprocess.DEVNULL)
    return checkout


def nothing(_):
    pass


def stale_snapshot(checkout):
    accepted = min((checkout / "platform" / "snapshots" / "local" / "platform").iterdir())
    accepted.write_text(accepted.read_text().replace("metadata:", "metadata: # old"))


def missing_rendered_file(checkout):
    shutil.rmtree(checkout / "rendered")


def judge(kind, change, wanted, dodona, wheel):
    """Runs the commands after `change` and expects that exactly the steps in `wanted` fail."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        change(repository(folder, dodona))
        inputs = {"path": "platform", "rendered": "rendered", "package": wheel}
        failed = kind.run(folder, inputs)
        expect(set(failed) == wanted, f"{kind.name}, {change.__name__}: {failed}, expected {wanted}")
        print(f"  {kind.name}, {change.__name__}: {', '.join(sorted(wanted)) or 'nothing'} fails")


def main():
    dodona, wheel = (str(Path(one).absolute()) for one in sys.argv[1:])
    kinds = [Action(), Component()]
    print("the form of action.yml and templates/dodona.yml")
    for kind in kinds:
        judge(kind, nothing, set(), dodona, wheel)
        judge(kind, stale_snapshot, {"dodona test"}, dodona, wheel)
        judge(kind, missing_rendered_file, {"dodona render"}, dodona, wheel)


if __name__ == "__main__":
    main()
