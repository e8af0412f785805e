#!/usr/bin/env bash
# Has a real Kubernetes API server judge what the demo repository renders: the kinds of Argo CD and vCluster Platform, all
# environments and payloads; and Go's templates with the chart's own schema judge the values of every virtual cluster template.
#
#   src/tests/api_server.sh DODONA REPOSITORY [PYTHON]      PYTHON has PyYAML and jsonschema
#
# The server comes from the workplace, beside the checkout (or at DODONA_ORACLE), its programs from where that builds them (or
# DODONA_ORACLE_BUILT). What is missing is skipped and says so.
set -euo pipefail
dodona="$(realpath "$1")" repository="$(realpath "$2")" python="${3:-python3}"
cd "$(dirname "$0")/../.."
tests="$PWD/src/tests"
oracle="${DODONA_ORACLE:-../shared/oracle}"
built="${DODONA_ORACLE_BUILT:-$HOME/.cache/dodona-argocd}"
schemas="${DODONA_CONFORMANCE:-../shared/conformance}/schemas"
work="$(mktemp -d)"
skipped() { printf 'skipped: %s (%s)\n' "$1" "$2"; }
finish() {
  if [ -f "$work/server/pids" ]; then "$oracle/argocd/cluster/down.sh" "$work/server"; fi
  rm -rf "$work"
}
trap finish EXIT

"$dodona" render "$repository" --all-environments --output-dir "$work/rendered" --quiet >/dev/null

judge_objects() {
  if [ ! -x "$oracle/argocd/cluster/up.sh" ]; then skipped 'API server' 'no oracle beside the checkout'; return; fi
  if [ ! -x "$built/bin/kube-apiserver" ] || [ ! -x "$built/bin/etcd" ]; then skipped 'API server' 'its programs are not built'; return; fi
  if [ ! -d "$schemas/vcluster-platform" ]; then skipped 'API server' 'no CRDs of vCluster Platform'; return; fi
  local crds
  crds="$(find "$schemas/vcluster-platform" -maxdepth 2 -name crds | sort -V | tail -1)"
  "$oracle/argocd/cluster/up.sh" "$work/server" --argocd "$built" --api-only --crds "$crds" >/dev/null 2>"$work/up.log" ||
    { cat "$work/up.log" >&2; return 1; }
  KUBECONFIG="$work/server/kubeconfig" "$python" "$tests/api_server.py" "$built/bin/kubectl" "$work/rendered" "$dodona" "$repository"
}

judge_values() {
  if [ ! -f "$oracle/gotemplate/main.go" ]; then skipped 'values of virtual clusters' 'no oracle of Go templates'; return; fi
  if ! command -v go >/dev/null; then skipped 'values of virtual clusters' 'no Go'; return; fi
  if [ ! -d "$schemas/vcluster" ]; then skipped 'values of virtual clusters' 'no schemas of the chart'; return; fi
  if ! "$python" -c 'import jsonschema' 2>/dev/null; then skipped 'values of virtual clusters' 'no jsonschema'; return; fi
  (cd "$oracle/gotemplate" && go build -o "$work/gotemplate" . 2>"$work/go.log") || { skipped 'values of virtual clusters' 'the oracle of Go templates does not build'; return; }
  "$python" "$tests/template_values.py" "$work/gotemplate" "$schemas/vcluster" "$work/rendered"
}

judge_objects
judge_values
