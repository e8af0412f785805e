#!/usr/bin/env bash
# Builds the static binary for TARGET (default: musl on this machine's architecture). `build.sh prepare` fetches the tools of the default.
set -euo pipefail
cd "$(dirname "$0")/.."
host="$(uname -m)-unknown-linux-musl"

if [ "${1:-}" = prepare ]; then
  if ! command -v musl-gcc >/dev/null; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends musl-tools >/dev/null
  fi
  rustup target add "$host"
  exit
fi

target="${1:-$host}"
# For another architecture Zig is the C compiler and linker.
build=build
[ "$target" = "$host" ] || build=zigbuild
exec deploy/reproducible.sh cargo "$build" --release --locked --target "$target"
