#!/usr/bin/env python3
"""Do the YAML readers that people really use read what dodona wrote?

    python3 yaml_readers.py < lines

Each line is {"id", "json", "yaml"}: the text of a JSON value, and the YAML that `dodona yaml write --jsonl` made of it. Three
readers must each find one document in it, equal to the value, types included:

    pyyaml        PyYAML's SafeLoader, YAML 1.1 as Python has it
    pyyaml-1.1    the same with what it leaves out of YAML 1.1 or other libraries add: y and n, 1e3, 0o17
    ruamel-1.2    ruamel.yaml with plain scalars as the core schema of YAML 1.2 has them

Prints every misreading and, last, `N passed, N failed`; fails when one failed. Needs PyYAML 6.0.3 and ruamel.yaml 0.19.1.
"""

import json
import re
import sys
import threading

import ruamel.yaml
import yaml
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

PREFIX = "tag:yaml.org,2002:"


class Yaml11Loader(yaml.SafeLoader):
    """SafeLoader with more plain scalars that are not text."""

    # A copy, so that stock SafeLoader stays as it is.
    yaml_implicit_resolvers = {first: list(rules) for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def construct_found(loader, node):
    """Anything but text is a misreading here, so its value need not be right."""
    return ("not text", loader.construct_scalar(node))


def read_more(name, pattern, first_characters):
    tag = "!more-" + name
    Yaml11Loader.add_implicit_resolver(tag, re.compile(pattern), list(first_characters))
    Yaml11Loader.add_constructor(tag, construct_found)


read_more("bool", r"^[yYnN]$", "yYnN")
read_more("int", r"^[-+]?0[oO][0-7_]+$", "-+0")
# With a point and a signed exponent it is a float to SafeLoader already, whose rule comes first.
read_more("float", r"^[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)[eE][-+]?[0-9]+$", "-+.0123456789")

CORE_SCHEMA = {
    "null": r"null|Null|NULL|~|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
}


class CoreResolver(VersionedResolver):
    """The plain scalars of the core schema and nothing else."""

    def resolve(self, kind, value, implicit):
        if kind is not ScalarNode or not implicit[0]:
            return super().resolve(kind, value, implicit)
        names = (name for name, pattern in CORE_SCHEMA.items() if re.fullmatch(pattern, value))
        return Tag(suffix=PREFIX + next(names, "str"))


class CoreConstructor(ruamel.yaml.constructor.SafeConstructor):
    """Numbers of the core schema: a leading zero means nothing."""

    def core_int(self, node):
        text = self.construct_scalar(node)
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        return int(text if base == 10 else text[2:], base)

    def core_float(self, node):
        return float(self.construct_scalar(node).replace(".inf", "inf").replace(".nan", "nan"))


CoreConstructor.add_constructor(PREFIX + "int", CoreConstructor.core_int)
CoreConstructor.add_constructor(PREFIX + "float", CoreConstructor.core_float)


def read_core(text):
    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    reader.Resolver = CoreResolver
    reader.Constructor = CoreConstructor
    return list(reader.load_all(text))


READERS = {
    "pyyaml": lambda text: list(yaml.load_all(text, Loader=yaml.SafeLoader)),
    "pyyaml-1.1": lambda text: list(yaml.load_all(text, Loader=Yaml11Loader)),
    "ruamel-1.2": read_core,
}


def is_same(read, meant):
    """Equal in value and type; to Python alone 1, 1.0 and True are equal. A float may be read as an equal integer."""
    if isinstance(meant, float):
        return type(read) in (int, float) and read == meant
    if type(read) is not type(meant):
        return False
    if isinstance(meant, list):
        return len(read) == len(meant) and all(map(is_same, read, meant))
    if isinstance(meant, dict):
        return read.keys() == meant.keys() and all(is_same(read[key], meant[key]) for key in meant)
    return read == meant


def misreadings(line):
    meant = json.loads(line["json"])
    for name, read in READERS.items():
        try:
            documents = read(line["yaml"])
        except Exception as error:  # readers raise what they like
            yield name, " ".join(str(error).split())
            continue
        if len(documents) != 1 or not is_same(documents[0], meant):
            yield name, repr(documents)


def judge(outcome):
    passed = failed = 0
    for raw in sys.stdin.buffer:
        line = json.loads(raw)
        found = list(misreadings(line)) if "yaml" in line else [("dodona", line.get("error", "no yaml"))]
        for reader, what in found:
            print(f"{line['id']}: {reader} reads {line.get('yaml')!a:.200} as {what!a:.200}")
        passed += not found
        failed += bool(found)
    print(f"{passed} passed, {failed} failed")
    outcome.append(passed > 0 and failed == 0)


def main():
    # Deep trees need more stack than Python's readers get by themselves.
    sys.setrecursionlimit(100_000)
    threading.stack_size(512 << 20)
    outcome = []
    thread = threading.Thread(target=judge, args=(outcome,))
    thread.start()
    thread.join()
    sys.exit(0 if outcome == [True] else 1)


if __name__ == "__main__":
    main()
