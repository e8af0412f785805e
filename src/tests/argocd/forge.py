"""Stands in for what the ApplicationSet controller asks over HTTP: GitHub's list of pull requests, and plugins. It answers with what
a World says."""
import http.server
import json
import threading
import urllib.parse

SECRET = {"apiVersion": "v1", "kind": "Secret", "type": "Opaque"}


class Forge:
    """Answers as the lists `pullRequests` and `plugins` of a World say."""

    def __init__(self, world):
        self.answers = {}
        for one in world.get("pullRequests") or []:
            asked = one["for"]
            if asked.get("provider") == "github" and asked.keys() <= {"provider", "owner", "repo"}:
                path = "/api/v3/repos/%s/%s/pulls" % (asked["owner"], asked["repo"])
                self.answers[path] = [pull(item) for item in one["items"]]
        for one in world.get("plugins") or []:
            path = "/%s/api/v1/getparams.execute" % one["for"]["configMapRef"]
            self.answers[path] = {"output": {"parameters": one["parameters"]}}
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(self.answers))
        self.url = "http://127.0.0.1:%d" % self.server.server_port

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def can(self, kind, generator):
        """Says whether a generator's questions are answered here, in full."""
        if kind == "pullRequest":
            github = generator.get("github")
            return bool(github) and "/api/v3/repos/%s/%s/pulls" % (github["owner"], github["repo"]) in self.answers
        return "/%s/api/v1/getparams.execute" % generator["configMapRef"]["name"] in self.answers

    def lead(self, kind, generator, namespace):
        """Makes a generator ask here, and returns the objects that it needs for that."""
        if kind == "pullRequest":
            github = generator["github"]
            github["api"] = self.url
            reference = github.get("tokenRef")
            return [secret(reference["secretName"], namespace, reference["key"])] if reference else []
        name = generator["configMapRef"]["name"]
        return [
            secret("plugin-" + name, namespace, "token"),
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": namespace},
             "data": {"baseUrl": "%s/%s" % (self.url, name), "token": "$plugin-%s:token" % name}},
        ]


def secret(name, namespace, key):
    """A Secret that the controller reads a token from."""
    labels = {"app.kubernetes.io/part-of": "argocd"}
    return {**SECRET, "metadata": {"name": name, "namespace": namespace, "labels": labels}, "stringData": {key: "none"}}


def pull(item):
    """A pull request as GitHub writes it."""
    return {
        "number": item["number"], "title": item.get("title", ""), "user": {"login": item.get("author", "")},
        "labels": [{"name": name} for name in item.get("labels") or []],
        "head": {"ref": item.get("branch", ""), "sha": item.get("headSHA", "")}, "base": {"ref": item.get("targetBranch", "")},
    }


def handler(answers):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = answers.get(urllib.parse.urlsplit(self.path).path)
            body = json.dumps(answer).encode()
            self.send_response(404 if answer is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_):
            pass

    return Handler
