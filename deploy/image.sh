#!/usr/bin/env bash
# Lays out the root of the image below FOLDER from what build.sh built.
set -euo pipefail
cd "$(dirname "$0")/.."
folder="${1:?usage: image.sh FOLDER}"
target_dir="${CARGO_TARGET_DIR:-target}"

install -D -m 0755 "$target_dir/$(uname -m)-unknown-linux-musl/release/dodona" "$folder/usr/local/bin/dodona"
install -D -m 0644 plugin.yaml "$folder/home/argocd/cmp-server/config/plugin.yaml"
# Mount points of the sidecar, so that a container with a read-only root finds them.
install -d -m 0755 "$folder/home/argocd/cmp-server/plugins" "$folder/var/run/argocd"
install -d -m 1777 "$folder/tmp"
