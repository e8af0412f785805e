"""Judges the chart values of virtual cluster templates: `template_values.py GOTEMPLATE SCHEMAS RENDERED`.

GOTEMPLATE renders Go templates with sprig, JSON lines in and out; SCHEMAS holds the chart's `values.schema.json` of each minor
version as `vX.Y.Z.schema.json`. Parameters have their defaults, those without one a sample, and `env` each of its options.
"""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import yaml

SAMPLES = {"number": 1, "boolean": False}
LOFT = {
    "name": "sample",
    "project": "default",
    "cluster": "loft-cluster",
    "space": "sample",
    "user": {"name": "sample"},
    "team": {"name": "sample"},
    "virtualClusterName": "sample",
    "virtualClusterNamespace": "default-v-sample",
    "clusterAnnotations": {},
}


def value(parameter):
    given = parameter.get("defaultValue")
    kind = parameter.get("type", "string")
    if given is None:
        given = (parameter.get("options") or [SAMPLES.get(kind, "sample")])[0]
    if kind == "number":
        return int(given)
    if kind == "boolean":
        return str(given).lower() in ("1", "t", "true")
    return given


def cases(rendered):
    """Each version of each template, in each environment that its parameter `env` offers."""
    for path in sorted(rendered.glob("*/platform/virtualclustertemplate.*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for version in document["spec"]["versions"]:
            values = {one["variable"]: value(one) for one in version.get("parameters", [])}
            offered = [one.get("options") for one in version["parameters"] if one["variable"] == "env"]
            release = version["template"]["helmRelease"]
            for env in (offered or [[None]])[0]:
                yield {
                    "id": f"{path.parts[-3]}/{document['metadata']['name']}@{version['version']} env={env}",
                    "template": release["values"],
                    "options": ["missingkey=error"],
                    "data": {"Values": {**values, "env": env, "loft": LOFT}},
                    "chart": release["chart"]["version"],
                }


def schema_of(chart, schemas):
    minor = ".".join(chart.split(".")[:2])
    found = sorted(schemas.glob(f"v{minor}.*.schema.json"))
    return found[-1] if found else None


def findings(case, answer, validators, schemas):
    if "output" not in answer:
        return [answer.get("error", "cannot be rendered")]
    schema = schema_of(case["chart"], schemas)
    if schema is None:
        return [f"no schema for chart {case['chart']}"]
    if schema not in validators:
        validators[schema] = jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    values = yaml.safe_load(answer["output"])
    return [f"{error.json_path}: {error.message}" for error in validators[schema].iter_errors(values)]


def main():
    program, schemas, rendered = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    all_cases = list(cases(rendered))
    lines = "".join(json.dumps({key: case[key] for key in ("id", "template", "options", "data")}) + "\n" for case in all_cases)
    run = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
    answers = {answer["id"]: answer for answer in map(json.loads, run.stdout.splitlines())}
    validators, faults = {}, 0
    for case in all_cases:
        for finding in findings(case, answers[case["id"]], validators, schemas):
            faults += 1
            print(f"{case['id']}: {finding}", file=sys.stderr)
    charts = ", ".join(sorted({case["chart"] for case in all_cases}))
    print(f"values of virtual clusters: {len(all_cases)} judged by the schema of their chart ({charts}), {faults} faults")
    sys.exit(1 if faults or not all_cases else 0)


main()
