#!/usr/bin/env python3
"""Builds the image of deploy/Dockerfile without an engine: the commands are read from it, so they can't drift.

usage: image.py FOLDER    The stage's files are laid out in FOLDER/src and its commands run there, so that a second run finds
what the first one compiled. FOLDER/root becomes the image's root, FOLDER/user and FOLDER/env say how it runs.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = ["home/argocd/cmp-server/config/plugin.yaml", "usr/local/bin/dodona"]


def instructions():
    for line in (ROOT / "deploy" / "Dockerfile").read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split(None, 1)


def copy(source, target):
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def copy_in(words, folder):
    *sources, target = words
    for source in map(Path, sources):
        into = folder / target / source.name if target.endswith("/") else folder / target
        copy(ROOT / source, into)


def forget(folder):
    """Empties the stage but for what cargo keeps."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in folder.iterdir():
        if one.name != "target":
            shutil.rmtree(one) if one.is_dir() else one.unlink()


def build(folder, root):
    """Carries out the stages and returns the image's user and environment."""
    stage, workdir, user, environment = None, None, None, {}
    clean = {name: value for name, value in os.environ.items() if name != "CARGO_TARGET_DIR"}
    for name, rest in instructions():
        words = shlex.split(rest)
        if name == "FROM":
            stage = words[-1]
        elif name == "WORKDIR" and stage == "build":
            workdir = words[0]
        elif name == "COPY" and words[0] == "--from=build":
            assert words[2] == "/", "the image is one tree"
            shutil.copytree(folder / os.path.relpath(words[1], workdir), root)
        elif name == "COPY":
            copy_in(words, folder)
        elif name == "RUN":
            print(f"RUN {rest}", flush=True)
            subprocess.run(["bash", "-c", rest], cwd=folder, env=clean, check=True)
        elif name == "ENV":
            environment |= dict(word.split("=", 1) for word in words)
        elif name == "USER":
            user = rest
    return user, environment


def main():
    folder = Path(sys.argv[1]).resolve()
    root = folder / "root"
    forget(folder / "src")
    shutil.rmtree(root, ignore_errors=True)
    user, environment = build(folder / "src", root)
    found = sorted(str(one.relative_to(root)) for one in root.rglob("*") if one.is_file())
    if found != FILES:
        sys.exit(f"the image holds {found}, not {FILES}")
    (folder / "user").write_text(user)
    (folder / "env").write_text("".join(f"{name}={value}\n" for name, value in environment.items()))
    print(f"the image holds {len(found)} files; the binary has {(root / FILES[1]).stat().st_size} bytes")


if __name__ == "__main__":
    main()
