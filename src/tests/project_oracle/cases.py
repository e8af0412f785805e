"""Writes cases for main.go, which answers them: `cases.py globs | oracle > …/globs.jsonl`. The same seed, the same cases."""

import json
import random
import re
import sys

CHANCE = random.Random(351)
pick, some = CHANCE.choice, CHANCE.randint


def several(most, make):
    return [make() for _ in range(some(some(0, 1), most))]


def written(case):
    print(json.dumps(case, ensure_ascii=False, separators=(",", ":")))


GLOBS = """team-* team-*-dev *-dev * ** a*b *a* a*a aba ab*ba ?? ?* *? *?* [ab] [!ab] [!ab][!ab] [a-c]* [a-c [] [!] [z-a] [a-] [!!a]
[-a] [\\]] {a,b} {a,b {a,ab} {ab,cb} {,a} a{,b} {a,a} {} x{} {}x {a*,b} {*,abc}x {**,a}/b {{a,b},c}d {a?,b?}c {ab,ac,ad} {ba,ca}
a/*/b a/**/b */b **/b a/? ?/? [!/]* *[!/] ?*/ /*? ?*?/* a\\*b \\{a\\} a, a} a]b \\ *\\ {a,\\,}b *a*b*c* *ab*ab* a?b*c?d {a,b}*{c,d}
{ab,b}{c,cd} *{a,b} {a,b}* [!a]*b *[!a]b ?[!/]? {a*b,c}d {?,ab}c a**b a***b *** !a !* {!a,b} [a]b[c] a[b]*[c]d
{a?a,a?a?a} {a?a?,a?} {a?b,a?b} {?a?,?} {a*a,a*a*a}""".split()
LETTERS = ["a", "b", "c", "ab", "/", "*", "**", "?", "{", "}", ",", "[", "]", "[ab]", "[!a]", "[a-c]", "[!/]", "{a,b}", "{ab,b}", "\\"]
TEXTS = ["", "a", "b", "ab", "ba", "aba", "abba", "abc", "a/b", "a/c/b", "/", "//", "team-a", "team-dev", "team-a-dev", "-dev", "cd", "ac", "bd"]


def globs():
    def stuff(most):
        return "".join(pick("aabbc/d") for _ in range(some(0, most)))

    def alike(pattern):
        """A text that may well fit."""
        pattern = re.sub(r"\{([^{}]*)\}?", lambda found: pick(found[1].split(",")), pattern.replace("{{", "{"))
        pattern = re.sub(r"\[!?([^\]]*)\]?", lambda found: pick(found[1] or "x"), pattern)
        return re.sub(r"\*+|\?|\\", lambda found: {"*": stuff(3), "?": pick("ab"), "\\": ""}[found[0][0]], pattern)

    def text(pattern):
        return pick([pick(TEXTS), stuff(7), alike(pattern), alike(pattern), alike(pattern)])

    for pattern in GLOBS:
        for _ in range(16):
            written({"pattern": pattern, "separator": pick(["", "/"]), "text": text(pattern)})
    for _ in range(4000):
        pattern = "".join(pick(LETTERS) for _ in range(some(1, 7)))
        written({"pattern": pattern, "separator": pick(["", "/"]), "text": text(pattern)})


HOSTS = ["github.com", "GitHub.com", "git.example.com:8443", "*.example.com", "host", "[::1]", "[::1]:80", "ho st", "h%41", "*", "{a,b}.com"]
PATHS = ["", "/", "/org/repo", "/Org/Repo.git", "/org/*", "/org/**", "/{a,b}/*", "/a%2fb", "/a b", "/[ab]/x", "/x?y", "/?", "/x#y", "/%zz",
         "/a%20b{", "/*", "//x", "/a|b", "/ä", "/org/repo.git/", "/x??", "/x?", "/!x", "/a:b", "/x#a b", "/\\", "/'\"", "/<>", "/a^b", "/%7ba,b%7d"]
SCHEMES = ["https://", "HTTP://", "ssh://", "ssh://git@", "git@", "oci://", "", "https:", "file://", "1x://", "user:pw@", "https://user:p%40w@", "https://u@v@",
           " https://", "!https://", "//", "///", ":", "git://a@b@"]


def addresses():
    for scheme in SCHEMES:
        for host in HOSTS:
            for path in PATHS:
                if some(0, 3) == 0:
                    written({"address": scheme + host + path})
    for odd in ["", "*", "git@github.com:org/repo.git", "git@github.com:Org/*", "org/chart", "a:b", "*:b", "x@", "@x", "a@b", "git@host:22:x",
                "ssh://git@host:22/x.git", ".git", "x.git.git", "\tx\n", "a\nb", "mailto:x", "https:///x", "http://", "https://*", "registry.io/charts/*", "-x:y"]:
        written({"address": odd})


NAMES = ["team-a", "team-b", "team-dev", "kube-system", "argocd", "a", ""]
CLUSTERS = [("https://kubernetes.default.svc", "in-cluster"), ("https://a.example.com:6443", "a"), ("https://b.example.com", "team-b"), ("https://c.example.com", "")]
REPOS = ["https://github.com/org/repo", "https://github.com/org/repo.git", "git@github.com:org/repo.git", "https://github.com/other/repo", "https://github.com/org/sub/repo",
         "registry.io/charts", "oci://registry.io/charts", "https://charts.example.com", "https://GitHub.com/Org/Repo", "https://git.example.com/{a}", "*:x"]
SOURCES = REPOS + ["*", "*", "*", "*", "**", "**", "!*", "https://github.com/*", "https://github.com/org/*", "https://github.com/**", "!https://github.com/other/*", "!https://github.com/org/repo",
                   "git@github.com:org/*", "https://**", "!*:x", "https://github.com/{org,other}/repo", "https://github.com/[o]rg/repo", "registry.io/*", "", "!", "h*", "https://[", "!https://["]
SERVERS = ["*", "*", "*", "*", "https://*", "https://kubernetes.default.svc", "https://*.example.com", "!https://kubernetes.default.svc", "!https://a*", "https://a.example.com*", "", "!*", "https://["]
CLUSTER_NAMES = ["", "", "", "*", "in-cluster", "!in-cluster", "a", "team-*", "!team-*"]
NAMESPACES = ["*", "*", "*", "*", "team-*", "team-*-dev", "!kube-system", "!kube-*", "team-a", "team-?", "{team-a,team-b}", "", "!*", "a*a", "[", "t[e-a]"]
NAMESPACE_LISTS = NAMESPACES + ["/team-.*/", "/^team-[ab]$/", "/^(?:team|x)-/", "/kube/", "!team-a", "/team-(a|b)/", "/te{1,2}am-/", "/[^k].*/", "\\!a"]
GROUPS = ["", "*", "apps", "*.k8s.io", "rbac.*", "[a-r]*", "[", "argoproj.io", "?pps"]
KINDS = ["*", "Deployment", "ConfigMap", "Cluster*", "*Role*", "Namespace", "[", "Cluster[^R]*", "Secret"]
OBJECTS = [("", "ConfigMap", True), ("", "Secret", True), ("apps", "Deployment", True), ("rbac.authorization.k8s.io", "Role", True), ("", "Namespace", False),
           ("rbac.authorization.k8s.io", "ClusterRole", False), ("argoproj.io", "Application", True), ("apiextensions.k8s.io", "CustomResourceDefinition", False)]
LABELS = [None, {"tier": "a"}, {"tier": "b", "x": ""}]
GLOBALS = ["", "- projectName: parent", "- {projectName: parent, labelSelector: {matchLabels: {tier: a}}}", "- {projectName: parent, labelSelector: {matchExpressions: [{key: tier, operator: Exists}]}}",
           "- {projectName: parent, labelSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [a]}]}}", "- {projectName: gone}\n- {projectName: parent}",
           "- {projectName: gone, labelSelector: {matchLabels: {tier: z}}}\n- {projectName: parent}", "- {projectName: parent, labelSelector: {matchExpressions: [{key: tier, operator: In}]}}",
           "- {projectName: parent, labelSelector: {matchExpressions: [{key: tier, operator: Near, values: [a]}]}}", "- projectName: 7", "projectName: parent", "[", "- parent",
           "- {projectName: own}\n- {projectName: parent}\n- {projectName: parent}", "- {projectName: parent, labelSelector: {matchLabels: {'-x': a}}}",
           "- {projectName: parent, labelSelector: {matchExpressions: [{key: x, operator: DoesNotExist}]}}", "- {projectName: parent, labelSelector: {matchLabels: {tier: 'a b'}}}"]


def kind_rule(with_name):
    rule = {"group": pick(GROUPS + ["", "*", "*", "*"]), "kind": pick(KINDS + ["*", "*"])}
    if with_name and some(0, 2) == 0:
        rule["name"] = pick(["", "team-*", "a", "*", "[", "x-?"])
    return rule


def destination_rule():
    rule = {"server": pick(SERVERS), "name": pick(CLUSTER_NAMES), "namespace": pick(NAMESPACES)}
    return {key: value for key, value in rule.items() if value or some(0, 1)}


def project(name):
    spec = {"sourceRepos": several(3, lambda: pick(SOURCES)), "destinations": several(3, destination_rule)}
    lists = {"clusterResourceWhitelist": True, "clusterResourceBlacklist": True, "namespaceResourceWhitelist": False, "namespaceResourceBlacklist": False}
    for key, with_name in lists.items():
        if some(0, 9) < (9 if key == "clusterResourceWhitelist" else 3):
            spec[key] = several(1 if key.endswith("Blacklist") else 3, lambda: kind_rule(with_name))
    if some(0, 2) == 0:
        spec["sourceNamespaces"] = several(2, lambda: pick(NAMESPACE_LISTS))
    if some(0, 7) == 0:
        spec["permitOnlyProjectScopedClusters"] = True
    metadata = {"name": name, "namespace": "argocd"}
    labels = pick(LABELS)
    if labels:
        metadata["labels"] = labels
    return {"metadata": metadata, "spec": spec}


def source():
    source = {"repoURL": pick(REPOS)}
    if some(0, 29) == 0:
        source["repoURL"] = ""
    if some(0, 19):
        source[pick(["path"] * 7 + ["chart", "chart", "ref"])] = "x"
    if some(0, 3):
        source["targetRevision"] = "1.0.0"
    return source


def application(cluster):
    spec = {"project": "own", "destination": {"namespace": pick(NAMES)}}
    where = some(0, 19)
    if where < 12 or where == 19:
        spec["destination"]["server"] = cluster["server"]
    if 12 <= where < 18 or where == 19:
        spec["destination"]["name"] = cluster["name"] or "x"
    way = some(0, 9)
    if way == 0:
        sync = {"targetBranch": pick(["live", "live", ""]), "path": "x"}
        sync.update(pick([{}, {"repoURL": pick(REPOS)}]))
        spec["sourceHydrator"] = {"drySource": {"repoURL": pick(REPOS + [""]), "targetRevision": "x", "path": "x"}, "syncSource": sync}
        if some(0, 2) == 0:
            spec["sourceHydrator"]["hydrateTo"] = {"targetBranch": pick(["next", ""])}
    elif way < 4:
        spec["sources"] = several(3, source)
    if way > 2 and some(0, 19):
        spec["source"] = source()
    return {"metadata": {"name": "app", "namespace": pick(["argocd"] * 20 + NAMES)}, "spec": spec}


def projects(count):
    for _ in range(count):
        server, name = pick(CLUSTERS)
        case = {"projects": [project("own")], "cluster": {"server": server, "name": name}}
        case["application"] = application(case["cluster"])
        if some(0, 3) == 0:
            case["projects"].append(project("parent"))
            case["globalProjects"] = pick(GLOBALS)
        if some(0, 5) == 0:
            scoped = {"server": pick(CLUSTERS)[0], "name": pick(["", "a", "x"]), "project": pick(["own", "other"])}
            scoped["namespaces"] = pick([None, ["team-a"], ["team-a", "team-b"]])
            case["clusters"] = [scoped]
        if some(0, 7) == 0:
            case["repositories"] = [{"repo": pick(REPOS), "project": pick(["own", "other"])}]
        if some(0, 1):
            group, kind, namespaced = pick(OBJECTS)
            case["application"] = {"metadata": {"name": "app"}, "spec": {"project": "own"}}
            case["object"] = {"group": group, "kind": kind, "name": pick(["team-x", "a", "x-1", ""]), "namespace": pick(NAMES) if namespaced else "", "namespaced": namespaced}
        written(case)


{"globs": globs, "addresses": addresses, "projects": lambda: projects(3000)}[sys.argv[1]]()
