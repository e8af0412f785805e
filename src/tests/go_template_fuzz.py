#!/usr/bin/env python3
"""Makes templates by a grammar, and compares `dodona template eval --jsonl` with Go.

    GO_ORACLE=path/to/oracle DODONA_BIN=target/release/dodona src/tests/go_template_fuzz.py [SEED] [SECONDS] [MODE]

The oracle is the program that recorded fixtures/conformance/gotemplate: JSON lines in, JSON lines with `output`, `error` or
`panic` out. MODE is `all`, `language` (no registered functions), `fmt`, `functions` (one call each, with its type), `texts`
(what functions read that have a language of their own), or `yaml` (texts for `fromYaml` alone).
Differences are printed; the exit code is 1 if there are any.
"""
import json
import os
import random
import subprocess
import sys
import time

import go_template_texts

DATA = {
    "s": "hello world", "es": "", "us": "Héllo ✓ 日本", "sn": "12", "sf": "1.5", "ml": "line one\nline two\n\nfour\n",
    "html": "<a href=\"x\">it's & co</a>", "path2": "a/b/../c.tar.gz", "ver": "v1.2.3-beta.1+b5", "csv": "a,b,,c",
    "n": 3, "n0": 0, "nf": 2.5, "nneg": -7, "nbig": 1234567, "nhuge": 1e21, "nsmall": 1e-7, "t": True, "f": False, "z": None,
    "l": ["b", "a", "c"], "le": [], "ln": [3, 1, 2], "lm": [1, "two", 3.5, None, True, ["x"], {"k": "v"}],
    "lo": [{"name": "x", "port": 80}, {"name": "y", "port": 8080}], "ll": [[1, 2], [3], []],
    "m": {"a": 1, "b": "two", "c": [1, 2], "d": {"e": "deep"}, "z": None}, "me": {}, "ms": {"k1": "v1", "k2": "v2"},
    "mn": {"x": {"y": {"z": [1, {"w": "end"}]}}},
    "values": {"rev": "main", "n": "5", "empty": ""},
    "metadata": {"labels": {"env": "prod", "a.b/c": "x", "empty": ""}, "annotations": {}},
    "path": {"path": "apps/guestbook", "segments": ["apps", "guestbook"]},
}
MAPS = ["values", "metadata.labels", "metadata.annotations"]
LISTS = ["path.segments"]
OPTIONS = [[], [], ["missingkey=error"], ["missingkey=zero"], ["missingkey=error", "missingkey=default"]]
FIELDS = [".", "$", ".s", ".es", ".us", ".sn", ".sf", ".ml", ".html", ".path2", ".ver", ".csv", ".n", ".n0", ".nf", ".nneg",
          ".nbig", ".nhuge", ".nsmall", ".t", ".f", ".z", ".l", ".le", ".ln", ".lm", ".lo", ".ll", ".m", ".m.a", ".m.b", ".m.c",
          ".m.d", ".m.d.e", ".m.z", ".me", ".ms", ".mn", ".mn.x.y", ".values", ".values.rev", ".values.n", ".metadata",
          ".metadata.labels", ".metadata.labels.env", ".path.segments", "$.s", "$.m.d", "$.n", "$.values", "$.path.segments"] * 3 + [
              ".missing", ".values.missing", ".m.missing", ".z.x", ".s.x", ".l.x", ".missing.x"]
STRINGS = ['""', '"a"', '"abc"', '"a,b"', '","', '"/"', '"a/b/c"', '"x y  z"', '"12"', '"0x1F"', '"1.5"', '"é"', '"日本"',
           '"\\xff"', '"\\u00e9\\n"', '`raw`', '"true"', '"1.2.3"', '">=1.0"', '"[a-z]+"', '"%d"', '"2006-01-02"',
           '"2024-02-29"', '"{\\"a\\": [1, 2.5, null]}"', '"a: 1\\nb: [x, y]"', '"k"', '"key"', '"b"', '" pad "', '"FooBarBaz"']
INTS = ["0", "1", "2", "3", "5", "-1", "10", "0x10", "017", "1_0", "'a'", "100"]
FLOATS = ["0.0", "1.0", "1.5", "2.5", "-0.5", "1e3", "1e6", "1e-7", "0x1p4", ".5", "1e21"]
OTHERS = ["true", "false", "nil", "1i", "1+2i"]
BUILTINS = ["and", "or", "not", "len", "index", "print", "println", "printf", "html", "js", "urlquery", "eq", "ne", "lt", "le",
            "gt", "ge", "call", "slice"]
ARITY = {"not": 1, "len": 1, "eq": 2, "ne": 2, "lt": 2, "le": 2, "gt": 2, "ge": 2, "index": 2, "and": 2, "or": 2}
CHANCE = set("""now ago shuffle randAlphaNum randAlpha randAscii randNumeric randInt randBytes uuidv4 bcrypt htpasswd encryptAES
genPrivateKey genCA genCAWithKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey keys values
date dateInZone date_in_zone htmlDate htmlDateInZone derivePassword""".split())
GROWING = {"until", "untilStep", "seq", "repeat", "indent", "nindent", "chunk", "mustChunk", "wrap", "wrapWith", "printf"}
VERBS = "vvvvssqqdxXTtgGeEfFbcoOUpwzy%"


class Maker:
    def __init__(self, seed, functions, mode):
        self.r = random.Random(seed)
        self.functions = functions
        self.mode = mode
        self.vars = []
        self.huge = False

    def pick(self, items):
        return self.r.choice(items)

    def chance(self, share):
        return self.r.random() < share

    def literal(self, kind=None):
        kind = kind or self.pick(["string", "string", "int", "float64", "other"])
        if self.chance(0.25):
            if kind == "string":
                return self.words()
            if kind == "int":
                return str(self.r.choice([self.r.randint(-20, 300), self.r.randint(-2**63, 2**63 - 1) if self.huge else 7]))
            if kind == "float64":
                return repr(self.r.choice([self.r.uniform(-10, 10), self.r.uniform(-1e9, 1e9), 10.0 ** self.r.randint(-30, 30)]))
        return self.pick({"string": STRINGS, "int": INTS, "float64": FLOATS}.get(kind, OTHERS))

    def words(self):
        alphabet = self.pick(["abc XYZ_-./", "0123456789.-+eEx_", "aé日😀ß İǆ\u00a0\u2028", "{}[]:,\"' \n#&*!|>%@`", "^$.*+?()[]|\\abd1-{}",
                              "v1.2.3-+~^><=*x ||,", "<>&'\"=\\\0\x7f\t", "http://a.b:80/c?d=e#f@%2", "hmsu12.5-+ nµ", "01269-:TZ /JanMon"])
        text = "".join(self.pick(alphabet) for _ in range(self.r.randint(0, 12)))
        return json.dumps(text, ensure_ascii=False)

    def format(self):
        out = ""
        for _ in range(self.r.randint(1, 3)):
            flags = "".join(self.pick("+-# 0") for _ in range(self.r.choice([0, 0, 0, 1, 1, 2])))
            width = self.pick(["", "", "", "5", "12", "*", "[1]*", "0"])
            precision = self.pick(["", "", "", ".2", ".0", ".", ".*", ".10"])
            index = self.pick(["", "", "", "", "[1]", "[2]", "[9]", "[x]", "["])
            out += self.pick(["", "a", " "]) + "%" + flags + width + precision + index + self.pick(VERBS)
        return '"' + out + '"'

    def operand(self, depth, kind=None):
        x = self.r.random()
        if depth <= 0 or x < 0.45:
            if kind in ("string", "int", "float64") and self.chance(0.75):
                return self.literal(kind)
            if kind == "bool":
                return self.pick(["true", "false", ".t", ".f"])
            if kind in ("map[string]interface {}",):
                return self.pick([".m", ".me", ".ms", ".mn", ".", "(dict)", ".values", ".s"])
            if kind in ("[]string", "[]interface {}"):
                return self.pick([".l", ".le", ".ln", ".path.segments", "(list 1 2)"])
            if self.vars and self.chance(0.3):
                return self.pick(self.vars) + self.pick(["", "", "", ".a", ".x.y"])
            return self.pick(FIELDS) if self.chance(0.6) else self.literal()
        inner = "(" + self.pipeline(depth - 1) + ")"
        return inner + (self.pick([".a", ".x", ".d.e", ".missing"]) if self.chance(0.08) else "")

    def call(self, depth):
        if self.mode == "fmt" or self.chance(0.12):
            args = [self.operand(depth - 1) for _ in range(self.r.randint(0, 3))]
            return " ".join(["printf", self.format()] + args)
        if self.mode == "language" or self.chance(0.25):
            name = self.pick(BUILTINS)
            count = ARITY.get(name) or self.r.choice([1, 2, 2, 3])
            if self.chance(0.06):
                count = self.r.randint(0, 3)
            return " ".join([name] + [self.operand(depth - 1) for _ in range(count)])
        name, params, variadic = self.pick(self.functions)
        # With large numbers, Go's own would take all memory.
        self.huge = self.mode == "functions" and name not in GROWING and depth <= 1
        args = []
        for at, param in enumerate(params):
            if variadic and at == len(params) - 1:
                args += [self.operand(depth - 1, param) for _ in range(self.r.randint(0, 3))]
            else:
                args.append(self.operand(depth - 1, param if self.chance(0.85) else None))
        self.huge = False
        if self.chance(0.05):
            args = args[:-1] if self.chance(0.5) else args + [self.operand(0)]
        return " ".join([name] + args)

    def pipeline(self, depth):
        first = self.call(depth) if self.chance(0.6) else self.operand(depth)
        while self.chance(0.2):
            stage = self.call(depth - 1) if self.chance(0.95) else self.operand(0)
            words = stage.split(" ")
            simple = "(" not in stage and '"' not in stage and "`" not in stage
            first += " | " + (" ".join(words[:-1]) if len(words) > 1 and simple and self.chance(0.9) else stage)
        return first

    def action(self, inner):
        left = self.pick(["{{", "{{", "{{ ", "{{- ", "{{-\n"])
        right = self.pick(["}}", "}}", " }}", " -}}", "\n-}}"])
        return left + inner + right

    def text(self):
        return self.pick(["", "", "x", " ", "\n", " a \n ", "é", "}}", "- "])

    def block(self, depth):
        return "".join(self.text() + self.statement(depth) for _ in range(self.r.choice([0, 1, 1, 1, 2]))) + self.text()

    def statement(self, depth):
        x = self.r.random()
        act = self.action
        if depth <= 0 or x < 0.5:
            return act(self.pipeline(2))
        if x < 0.58:
            name = self.pick(["$x", "$y", "$z"])
            sign = ":=" if name not in self.vars or self.chance(0.5) else "="
            made = act(f"{name} {sign} {self.pipeline(1)}")
            self.vars.append(name)
            return made
        known = list(self.vars)
        if x < 0.72:
            word = self.pick(["if", "with"])
            made = act(word + " " + self.decl() + self.pipeline(1)) + self.block(depth - 1)
            if self.chance(0.3):
                made += act("else " + word + " " + self.pipeline(1)) + self.block(depth - 1)
            if self.chance(0.4):
                made += act("else") + self.block(depth - 1)
        elif x < 0.88:
            over = self.operand(1) if self.chance(0.3) else self.pick([".l", ".lm", ".m", ".values", "3", "(until 3)", ".le", ".n",
                                                                       ".path.segments", "(add 1 2)", ".z", ".lo", "'\\x02'"])
            decl = self.pick(["", "", "$v := ", "$i, $v := ", "$x = ", "$i, $x = "])
            names = [n for n in ("$v", "$i") if n in decl and ":=" in decl]
            self.vars += names
            made = act("range " + decl + over) + self.block(depth - 1)
            if self.chance(0.3):
                made += act(self.pick(["break", "continue"])) + self.text()
            if self.chance(0.3):
                made += act("else") + self.block(depth - 1)
        elif x < 0.94:
            self.vars = []
            made = act(f'block "{self.pick("abc")}" {self.operand(0)}') + self.block(depth - 1)
        elif x < 0.97:
            return act(f'template "{self.pick("abcd")}" {self.operand(0)}')
        else:
            return self.pick(["{{/* c */}}", "{{- /* c */ -}}", "{{/* c */ -}}"])
        self.vars = known
        return made + act("end")

    def decl(self):
        if not self.chance(0.2):
            return ""
        self.vars.append("$w")
        return "$w := "

    def template(self):
        self.vars = []
        if self.mode == "functions":
            call = self.call(self.pick([0, 0, 1]))
            return self.pick(["{{%s}}", "{{%s}}", '{{printf "%%T %%#v" (%s)}}', "{{%s | toJson}}"]) % call
        made = self.block(2)
        if self.chance(0.15):
            name = self.pick("abc")
            made = self.action(f'define "{name}"') + self.block(1) + self.action("end") + made
            made += self.action(f'template "{name}" {self.operand(0)}')
        if self.chance(0.12):
            made = self.mutated(made)
        return made

    def mutated(self, text):
        for _ in range(self.r.randint(1, 2)):
            at = self.r.randint(0, len(text))
            x = self.r.random()
            if x < 0.4:
                text = text[:at] + text[at + self.r.randint(1, 3):]
            elif x < 0.8:
                text = text[:at] + self.pick(["{{", "}}", "(", ")", "|", ".", "$", "-", " ", '"', "`", "'", ":=", ",", "é", "\0", "1", "/*",
                                              "end", "else", "\n", "_", "nil", "=", "\\", "0x", "e5"]) + text[at:]
            else:
                text = text[:at] + text[at:at + 5] * 2 + text[at + 5:]
        return text

    def case(self, number):
        id_, options = str(number), self.pick(OPTIONS)
        if self.mode in ("yaml", "texts") or self.mode == "all" and self.r.random() < 0.2:
            template, data = go_template_texts.yaml(self.r) if self.mode == "yaml" else go_template_texts.case(self.r)
            return {"id": id_, "template": template, "options": options, "data": data}
        return {"id": id_, "template": self.template(), "options": options, "data": DATA, "string_maps": MAPS, "string_lists": LISTS}


def functions(oracle):
    found = []
    for line in subprocess.run([oracle, "functions"], capture_output=True, text=True, check=True).stdout.splitlines():
        name, signature = line.split("\t")
        inside = signature[len("func("):]
        depth, end = 1, 0
        for end, char in enumerate(inside):
            depth += {"(": 1, ")": -1}.get(char, 0)
            if depth == 0:
                break
        params = [p for p in inside[:end].split(", ") if p]
        variadic = bool(params) and params[-1].startswith("...")
        params = [p.removeprefix("...") for p in params]
        if name not in CHANCE:
            found.append((name, params, variadic))
    return found


def run(command, cases):
    """Answers of a program by id; a line that ends the program is left out, and the rest is asked again."""
    answers = {}
    rest = cases
    while rest:
        text = "".join(json.dumps(case) + "\n" for case in rest)
        try:
            done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=40)
            out = done.stdout
        except subprocess.TimeoutExpired as late:
            out = (late.stdout or b"").decode()
        lines = [line for line in out.split("\n") if line.endswith("}")]
        for line in lines:
            answer = json.loads(line)
            answers[answer["id"]] = answer
        if len(lines) >= len(rest):
            break
        answers[rest[len(lines)]["id"]] = {"died": True}
        rest = rest[len(lines) + 1:]
    return answers


def last(text):
    return text.split(": ")[-1]


def judge(case, go, ours):
    if go.get("nondeterministic") or "died" in go or "bad_input" in go:
        return None
    if "died" in ours:
        return "died"
    if "cannot be predicted" in ours.get("error", "") and ("addresses" in ours["error"]):
        return None
    error = go.get("error") or go.get("panic")
    if error is None:
        if "error" in ours and ("0xc0" in go["output"] or "cannot be predicted" in ours["error"]):
            return None
        return None if ours.get("output") == go["output"] else "output"
    if "error" not in ours:
        return "no error"
    if ours["error"] == error or "0xc0" in error:
        return None
    return "text" if last(ours["error"]) != last(error) else "place"


def told(case):
    return "" if case["data"] is DATA else " " + json.dumps(case["data"], ensure_ascii=False)


def main():
    oracle = os.environ["GO_ORACLE"]
    dodona = os.environ.get("DODONA_BIN", "target/release/dodona")
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    maker = Maker(seed, functions(oracle), sys.argv[3] if len(sys.argv) > 3 else "all")
    begin, count, found, errors = time.time(), 0, {}, 0
    while time.time() - begin < seconds:
        cases = [maker.case(count + at) for at in range(500)]
        count += len(cases)
        go = run([oracle, "-runs", "3"], cases)
        ours = run([dodona, "template", "eval", "--jsonl"], cases)
        for case in cases:
            a, b = go.get(case["id"], {"died": True}), ours.get(case["id"], {"died": True})
            errors += "error" in a
            kind = judge(case, a, b)
            if kind is None:
                continue
            found[kind] = found.get(kind, 0) + 1
            if found[kind] <= int(os.environ.get("SHOW", "15")):
                shown = a.get("output", a.get("error", a.get("panic")))
                print(f"{kind}: {case['template']!r} {case['options']}{told(case)}\n  go   {shown!r}\n  ours {b.get('output', b.get('error'))!r}")
    print(f"seed {seed}: {count} templates, {errors} errors of Go, differences: {found or 'none'}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
