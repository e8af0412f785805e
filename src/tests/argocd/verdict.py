"""Compares what a plan says with what the ApplicationSet controller did."""
import json
import re
import sys

COMPARED = ("labels", "annotations", "finalizers")
# Where the controller at hand, v3.2.11, differs from v3.5.1, which plans are made for: path of the field, what the plan has, what the
# controller stores, and the reason.
RULES = (
    (r"(^|[.\]])directory\.jsonnet$", None, {}, "v3.2.11 writes an empty `jsonnet` into every `directory`; v3.5.1 leaves it out"),
    (r"syncPolicy\.automated\.(prune|selfHeal|allowEmpty)$", False, None, "v3.2.11 leaves a `false` out; v3.5.1 keeps what is written"),
)
# The same for what is said against a set: what the plan says, and how v3.2.11 words it.
WORDS = (
    ("template: base:", "template: :"),  # v3.5.1 gives its Go templates a name.
    ('executing "base"', 'executing ""'),
    ("Go struct field spec.", "Go struct field ApplicationSpec.spec."),  # Another Go names what surrounds a field otherwise.
)


def key(thing):
    """Namespace and name, of a manifest or of what a plan says."""
    metadata = thing.get("metadata", thing)
    return metadata.get("namespace") or "argocd", metadata["name"]


def conditions(one):
    return {condition["type"]: condition for condition in one.get("status", {}).get("conditions", [])}


def has_spoken(one):
    known = conditions(one)
    return any(known.get(name, {}).get("status") == "True" for name in ("ErrorOccurred", "ResourcesUpToDate"))


def fault(one):
    """What the controller says against a set, if it does."""
    condition = conditions(one).get("ErrorOccurred", {})
    return condition["message"] if condition.get("status") == "True" else None


def plain(application):
    """What is compared."""
    metadata = application["metadata"]
    kept = {name: metadata[name] for name in COMPARED if metadata.get(name)}
    return {"metadata": {"namespace": metadata["namespace"], **kept}, "spec": application["spec"]}


def unlike(planned, stored, path=""):
    """Each field that is not the same on both sides, with both."""
    if isinstance(planned, dict) and isinstance(stored, dict):
        for name in sorted(planned.keys() | stored.keys()):
            where = "%s.%s" % (path, name) if path else name
            if name in planned and name in stored:
                yield from unlike(planned[name], stored[name], where)
            else:
                yield where, planned.get(name), stored.get(name)
    elif isinstance(planned, list) and isinstance(stored, list) and len(planned) == len(stored):
        for number, pair in enumerate(zip(planned, stored)):
            yield from unlike(*pair, "%s[%d]" % (path, number))
    elif planned != stored or isinstance(planned, bool) != isinstance(stored, bool):
        yield path, planned, stored


def rule(path, *sides):
    """Why two sides may differ there, if they may."""
    return next((reason for pattern, *allowed, reason in RULES if allowed == list(sides) and re.search(pattern, path)), None)


def same_words(planned, found):
    """Says whether the controller's text says what the plan says: of several errors it tells the last and how many there are more,
    but of those of the API server one alone."""
    texts = [planned["error"]] if planned["error"] else planned["errors"]
    for ours, theirs in WORDS:
        texts = [text.replace(ours, theirs) for text in texts]
    more = " (and %d more)" % (len(texts) - 1) if len(texts) > 1 else ""
    found = re.sub(r'^Error from server \(Invalid\): error when creating "STDIN": ', "", found)
    texts = [text if " is invalid: " in text else text + more for text in texts]
    return any(in_order(text) == in_order(found) for text in texts)


def in_order(text):
    """The API server lists the faults of an object in any order."""
    before, opened, faults = text.partition(" is invalid: [")
    return before, sorted(faults.rstrip("]").split(", ")) if opened else None


def owner(application):
    """The ApplicationSet that an Application in the cluster belongs to."""
    names = [one["name"] for one in application["metadata"].get("ownerReferences", []) if one["kind"] == "ApplicationSet"]
    return (application["metadata"]["namespace"], names[0]) if names else None


class Verdict:
    """What came of one subject. `apart` are the sets that cannot be compared, with the reason."""

    def __init__(self):
        self.sets, self.equal, self.refused = 0, 0, 0
        self.apart, self.differences, self.notes, self.ruled = {}, [], [], []

    def compare(self, plan, live_sets, live_applications, said):
        """Compares all: the sets and Applications of the plan, those in the cluster, and what kubectl said against sets."""
        live = {key(one): one for one in live_sets}
        stored = {}
        for one in live_applications:
            stored.setdefault(owner(one), {})[one["metadata"]["name"]] = plain(one)
        planned = {key(one): {**one, "wanted": {}} for one in plan["applicationSets"]}
        for one in plan["applications"]:
            where = (one["namespace"], one["applicationSet"])
            if one["applicationSet"] and one["refused"]:
                self.refused += one["name"] not in stored.get(where, {})
            elif one["applicationSet"]:
                planned[where]["wanted"][one["name"]] = plain(one["manifest"])
        self.contested(planned, stored, live)
        for where, one in planned.items():
            if where not in self.apart:
                self.slashes(one, stored.get(where, {}), live.get(where))
                self.judge_set(one, live.get(where), stored.get(where, {}), said)
        for where in sorted(map(str, (stored.keys() | live.keys()) - planned.keys())):
            self.differ(where, "the set", "is not there", "is there")

    def contested(self, planned, stored, live):
        """An Application that several sets make is of the one that comes first, which is chance: the others get an error."""
        makers = {}
        for where, one in planned.items():
            for name in one["wanted"]:
                makers.setdefault(name, []).append(where)
        for name, sets in makers.items():
            for loser in (where for where in sets if where in live and name not in stored.get(where, {})):
                text = fault(live[loser]) or ""
                if len(sets) > 1 and "%s is already owned by another ApplicationSet controller" % name in text:
                    del planned[loser]["wanted"][name]
                    planned[loser]["errors"] = [text]
                    self.notes.append("%s: Application %s went to the set that came first" % ("/".join(loser), name))

    def slashes(self, planned, stored, live):
        """Where v3.2.11 differs for a whole Application: it does not find a server that ends in a slash; v3.5.1 does."""
        for name, one in list(planned["wanted"].items()):
            if name not in stored and str(one["spec"]["destination"].get("server")).endswith("/"):
                del planned["wanted"][name]
                self.ruled.append("%s: v3.2.11 does not find a server that ends in a slash; v3.5.1 does" % name)
                if live and not planned["errors"]:
                    planned["errors"] = [text for text in [fault(live)] if text and '/" not found' in text]

    def judge_set(self, planned, live, stored, said):
        """Compares a set: whether it fails, and its Applications."""
        name = "/".join(key(planned))
        error = planned["error"] or "; ".join(planned["errors"]) or None
        refusals = (line for line in said.splitlines() if '"%s"' % planned["name"] in line)
        found = fault(live) if live else next(refusals, "the set is not there")
        if bool(error) != bool(found):
            self.differ(name, "ErrorOccurred", *(side or "(nothing)" for side in (error, found)))
        elif error and not same_words(planned, found):
            self.differ(name, "message", error, found)
        self.sets += 1
        wanted = planned["wanted"]
        for one in sorted(wanted.keys() | stored.keys()):
            if one in wanted and one in stored:
                self.judge_application(name, one, wanted[one], stored[one])
            else:
                self.differ(name, "Application %s" % one, *("is there" if one in side else "is not there" for side in (wanted, stored)))

    def judge_application(self, set_name, name, planned, stored):
        faults = [(path, sides, rule(path, *sides)) for path, *sides in unlike(planned, stored)]
        for path, sides, reason in faults:
            if reason:
                self.ruled.append("%s: %s: %s" % (name, path, reason))
            else:
                self.differ(set_name, "Application %s: %s" % (name, path), *map(shown, sides))
        self.equal += all(reason for *_, reason in faults)

    def differ(self, set_name, what, planned, stored):
        self.differences.append("ApplicationSet %s: %s\n    plan        %s\n    controller  %s" % (set_name, what, planned, stored))

    def tell(self, name):
        print("%s: %d sets, %d Applications equal, %d refused by both, %d sets not comparable, %d differences by rule, %d differences" % (
            name, self.sets, self.equal, self.refused, len(self.apart), len(self.ruled), len(self.differences)))
        apart = ["%s/%s: %s" % (*where, why) for where, why in self.apart.items()]
        for title, lines in (("not comparable", apart), ("by rule", self.ruled), ("note", self.notes), ("DIFFERENT", self.differences)):
            for line in lines:
                print("  %s: %s" % (title, line))
        sys.stdout.flush()


def shown(side):
    return "(nothing)" if side is None else json.dumps(side, sort_keys=True)
