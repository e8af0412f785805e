#!/usr/bin/env python3
"""Puts the YAML that dodona writes beside the JSON it was given: lines {"id","json","yaml"} for yaml_readers.py.

    write_lines.py DODONA write.jsonl > written.jsonl
"""
import json
import subprocess
import sys


def main():
    dodona, corpus = sys.argv[1:]
    with open(corpus, "rb") as file:
        text = file.read()
    answer = subprocess.run([dodona, "yaml", "write", "--jsonl"], input=text, stdout=subprocess.PIPE, check=True)
    asked = [json.loads(line) for line in text.split(b"\n") if line.strip()]
    given = [json.loads(line) for line in answer.stdout.split(b"\n") if line.strip()]
    if [line["id"] for line in asked] != [line["id"] for line in given]:
        sys.exit("the answers are not in the order of the questions")
    for question, answer in zip(asked, given):
        line = {"id": question["id"], "json": question["json"], "yaml": answer.get("yaml")}
        sys.stdout.write(json.dumps(line) + "\n")


main()
