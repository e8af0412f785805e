#!/usr/bin/env python3
"""Checks a list of parts against the schema of CycloneDX, and that each reference leads somewhere. usage: sbom_valid.py FILE"""

import json
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def main():
    text = Path(sys.argv[1]).read_text()
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        sys.exit(str(fault))
    bill = json.loads(text)
    known = {one["bom-ref"] for one in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    edges = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    assert set(edges) == known, set(edges) ^ known
    assert {dep for deps in edges.values() for dep in deps} <= known
    names = {one["name"] for one in bill["components"]}
    assert "git2" in names and "libtest-mimic" not in names, "linked parts only"
    print(f"{len(bill['components'])} parts, valid CycloneDX {bill['specVersion']}")


if __name__ == "__main__":
    main()
