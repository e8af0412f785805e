"""What the tests on a real API server share: the server, with Argo CD's own controllers."""
import json
import os
import subprocess


class Cluster:
    """A running API server with Argo CD."""

    def __init__(self, oracle, argocd, state, *options, environment=()):
        """STATE is a folder to be made; the options are those of up.sh, the environment is added to that of Argo CD."""
        self.down = [str(oracle / "cluster/down.sh"), str(state)]
        self.kubectl = str(argocd / "bin/kubectl")
        self.environment = dict(os.environ, KUBECONFIG=str(state / "kubeconfig"), **dict(environment))
        subprocess.run([str(oracle / "cluster/up.sh"), str(state), "--argocd", str(argocd), *map(str, options)],
                       check=True, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(self.down, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run(self, *arguments, given=None):
        return subprocess.run([self.kubectl, *arguments], input=given, capture_output=True, text=True, env=self.environment, timeout=240)

    def apply(self, objects):
        text = "\n".join(map(json.dumps, objects))
        done = self.run("apply", "--server-side", "-f", "-", given=text)
        if done.returncode:
            raise SystemExit(done.stderr)

    def kinds(self):
        """Every kind that the API server knows, as (group, kind) -> whether it lives in namespaces."""
        lines = self.run("api-resources", "--no-headers").stdout.splitlines()
        rows = [line.split()[-3:] for line in lines]
        return {(version.rpartition("/")[0], kind): scope == "true" for version, scope, kind in rows}

    def get(self, thing):
        group, _, version = thing["apiVersion"].rpartition("/")
        resource = "%s.%s.%s" % (thing["kind"], version, group) if group else thing["kind"]
        metadata = thing["metadata"]
        where = ["-n", metadata["namespace"]] if "namespace" in metadata else []
        found = self.run("get", resource, metadata["name"], *where, "-o", "json")
        return json.loads(found.stdout) if found.returncode == 0 else None
