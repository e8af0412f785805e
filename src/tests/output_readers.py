#!/usr/bin/env python3
"""Reads what `dodona render` prints with PyYAML and holds it against `-o json`, for every environment and payload.

    output_readers.py DODONA REPOSITORY
"""
import json
import subprocess
import sys

import yaml


class Strict(yaml.SafeLoader):
    """Refuses a key that stands twice."""


def mapping(loader, node):
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    if len(keys) != len(set(keys)):
        raise ValueError("a key stands twice: %s" % keys)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


Strict.add_constructor("tag:yaml.org,2002:map", mapping)


def render(dodona, repository, *arguments):
    command = [dodona, "render", repository, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()


def same(a, b):
    """Are two values equal in type too? True is not 1, and 1 is not 1.0."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


def main():
    dodona, repository = sys.argv[1:]
    passed = failed = 0
    environments = json.loads(render(dodona, repository, "--all-environments", "-o", "json"))
    for name in environments:
        text = render(dodona, repository, "-e", name)
        read = list(yaml.load_all(text, Loader=Strict))
        if same(read, json.loads(render(dodona, repository, "-e", name, "-o", "json"))) and same(read, environments[name]):
            passed += len(read)
        else:
            failed += 1
            print("%s: YAML and JSON differ" % name)
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)


main()
