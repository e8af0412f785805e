#!/usr/bin/env python3
"""Runs the hooks with the real pre-commit, in fresh clones of a repository like demo-usecases.

usage: hooks.py PRE-COMMIT DODONA WHEEL    The hooks of `language: python` are installed from WHEEL, and once from source.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
GOAL_MS = 100
GIT = ["git", "-c", "user.name=dodona", "-c", "user.email=dodona@example.org", "-c", "commit.gpgsign=false"]


def run(argv, folder, check=True):
    done = subprocess.run(argv, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if check and done.returncode != 0:
        sys.exit(f"{argv}\n{done.stdout}")
    return done


def commit(folder, message="change", check=True):
    run([*GIT, "add", "--all"], folder)
    return run([*GIT, "commit", "--quiet", "--message", message], folder, check)


def edit(path, old, new):
    text = path.read_text()
    assert text.count(old) >= 1, f"{path} holds {old!r}"
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def hooks_repository(folder):
    """A git repository with our hooks, as pre-commit clones it."""
    folder.mkdir()
    shutil.copy(MANIFEST, folder)
    run([*GIT, "init", "--quiet", "--initial-branch=main"], folder)
    commit(folder)
    return run([*GIT, "rev-parse", "HEAD"], folder).stdout.strip()


def system_config(folder):
    revision = hooks_repository(folder / "hooks")
    ids = [{"id": one["id"]} for one in yaml.safe_load(MANIFEST.read_text()) if one["language"] == "system"]
    return {"repos": [{"repo": str(folder / "hooks"), "rev": revision, "hooks": ids}]}


def wheel_config(wheel):
    """The same hooks, installed from a wheel instead of this repository's source."""
    hooks = [one for one in yaml.safe_load(MANIFEST.read_text()) if one["language"] == "python"]
    for one in hooks:
        one["additional_dependencies"] = [wheel]
    return {"repos": [{"repo": "local", "hooks": hooks}]}


def origin(folder, config, dodona):
    """A repository with accepted snapshots and rendered files."""
    shutil.copytree(ROOT / "demo-usecases", folder)
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    accept(folder, dodona)
    run([dodona, "render", "--all-environments", "--output-dir", "rendered"], folder)
    run([*GIT, "init", "--quiet", "--initial-branch=main"], folder)
    commit(folder)


class Case:
    """A fresh clone in which a change is committed."""

    def __init__(self, folder, pre_commit, name):
        self.name, self.folder, self.pre_commit = name, folder / name.replace(" ", "-"), pre_commit
        run([*GIT, "clone", "--quiet", str(folder / "origin"), str(self.folder)], folder)
        run([pre_commit, "install"], self.folder)

    def passes(self):
        self.judge(commit(self.folder, check=False), 0, [])

    def fails(self, *texts):
        self.judge(commit(self.folder, check=False), 1, texts)

    def shows(self, *texts):
        """Checks what pre-commit prints when it is asked for the difference."""
        run([*GIT, "add", "--all"], self.folder)
        argv = [self.pre_commit, "run", "--all-files", "--show-diff-on-failure", "--color=never"]
        self.judge(run(argv, self.folder, check=False), 1, texts)

    def judge(self, done, status, texts):
        missing = [text for text in texts if text not in done.stdout]
        if done.returncode != status or missing:
            sys.exit(f"{self.name}: exit {done.returncode}, expected {status}; missing {missing}\n{done.stdout}")
        print(f"  {self.name}: {'passes' if status == 0 else 'fails with ' + repr(texts)}")


def accept(folder, dodona):
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    subprocess.run([dodona, "test", "--update"], cwd=folder, env=environment, check=True, stderr=subprocess.DEVNULL)


def built_from_source(pre_commit, dodona):
    """Installs the hooks of `language: python` from the last commit of this repository, as pre-commit does without a wheel."""
    revision = run([*GIT, "rev-parse", "HEAD"], ROOT).stdout.strip()
    ids = [{"id": one["id"]} for one in yaml.safe_load(MANIFEST.read_text()) if one["language"] == "python"]
    config = {"repos": [{"repo": str(ROOT), "rev": revision, "hooks": ids}]}
    # Whether it installs does not depend on how well it is optimised, and what the tests compiled is there already.
    os.environ |= {"MATURIN_PEP517_ARGS": "--profile dev", "CARGO_TARGET_DIR": str(ROOT / "target")}
    print("hooks built from source", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        os.environ["PRE_COMMIT_HOME"] = str(folder / "cache")
        origin(folder / "origin", config, dodona)
        clean = Case(folder, pre_commit, "clean")
        (clean.folder / "README.md").write_text("Another text.\n")
        clean.passes()


def cases(folder, pre_commit, dodona):
    clean = Case(folder, pre_commit, "clean")
    (clean.folder / "README.md").write_text("Another text.\n")
    clean.passes()

    stale = Case(folder, pre_commit, "stale snapshot")
    accepted = min((stale.folder / "snapshots" / "local" / "platform").iterdir())
    line = edit(accepted, "metadata:", "metadata: # old")
    stale.fails(f"{accepted.relative_to(stale.folder)}:{line}:1: error[", "dodona test --update")

    old = Case(folder, pre_commit, "stale rendered file")
    edit(old.folder / "use-cases" / "eso" / "usecase.yaml", "version: ", "version: 9")
    accept(old.folder, dodona)
    old.shows("files were modified by this hook", "error[rendered-stale]", "+++ b/rendered/local/use-cases/eso/", "+    targetRevision: '9")

    forgotten = Case(folder, pre_commit, "rendered file not committed")
    edit(forgotten.folder / "use-cases" / "eso" / "usecase.yaml", "version: ", "version: 9")
    accept(forgotten.folder, dodona)
    forgotten.fails("files were modified by this hook", "error[rendered-stale]")

    new = Case(folder, pre_commit, "rendered file that Git does not know")
    kept = min((new.folder / "rendered" / "local" / "platform").iterdir())
    subprocess.run([*GIT, "rm", "--quiet", "--cached", str(kept)], cwd=new.folder, check=True)
    kept.unlink()
    new.fails(f"{kept.relative_to(new.folder)}:1:1: error[rendered-stale]")

    hand = Case(folder, pre_commit, "rendered file changed by hand")
    changed = min((hand.folder / "rendered" / "local" / "platform").iterdir())
    edit(changed, "metadata:", "metadata: # mine")
    hand.fails("error[edited-by-hand]", f"local/platform/{changed.name}")

    broken = Case(folder, pre_commit, "broken template")
    template = min((broken.folder / "use-cases" / "eso" / "templates").iterdir())
    line = edit(template, "  name: ", "  name: <%= nowhere %>")
    broken.fails(f"{template.relative_to(broken.folder)}:{line}:", "error[")


def measure(folder, dodona):
    """Prints the median of each hook's command in a clone, the start of its process included."""
    commands = {" ".join([one["entry"], *one.get("args", [])]) for one in yaml.safe_load(MANIFEST.read_text())}
    for command in sorted(commands):
        argv = [dodona, *command.split()[1:]]
        times = []
        for _ in range(21):
            start = time.perf_counter()
            run(argv, folder / "origin")
            times.append((time.perf_counter() - start) * 1000)
        median = statistics.median(times)
        print(f"  {command}: median {median:.1f} ms, least {min(times):.1f} ms")
        # What other work of the machine adds is not the hook's.
        if min(times) > GOAL_MS:
            sys.exit(f"more than {GOAL_MS} ms")


def suite(title, config, pre_commit, dodona):
    print(title, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        os.environ["PRE_COMMIT_HOME"] = str(folder / "cache")
        origin(folder / "origin", config(folder), dodona)
        cases(folder, pre_commit, dodona)
        measure(folder, dodona)


def main():
    pre_commit, dodona, wheel = (str(Path(one).absolute()) for one in sys.argv[1:])
    with tempfile.TemporaryDirectory() as tools:
        # The hooks of `language: system` find this one first, and pre-commit no configuration of this machine's user.
        Path(tools, "dodona").symlink_to(dodona)
        path = os.environ["PATH"]
        os.environ |= {"PATH": f"{tools}:{path}", "GIT_CONFIG_GLOBAL": "/dev/null"}
        run([pre_commit, "validate-manifest", str(MANIFEST)], ROOT)
        suite("hooks of the program on PATH", system_config, pre_commit, dodona)
        os.environ["PATH"] = path
        suite("hooks of the wheel", lambda _: wheel_config(wheel), pre_commit, dodona)
        built_from_source(pre_commit, dodona)


if __name__ == "__main__":
    main()
