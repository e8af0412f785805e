#!/usr/bin/env bash
# Makes a release in FOLDER: for each TARGET the static binary, its wheel and its list of parts, and SHA256SUMS of all.
# With --check it is made once more from a copy of the source in another folder, with other caches, and every byte compared.
# Needs maturin, and for another architecture than this machine's cargo-zigbuild and ziglang; all are on PyPI.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
usage='usage: release.sh [--check] FOLDER [TARGET…]'

release() { # SOURCE FOLDER TARGET…
  local source="$1" folder="$2" target version
  shift 2
  mkdir -p "$folder"
  cd "$source"
  version="$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)"
  for target; do
    local zig=()
    [ "$target" = "$(uname -m)-unknown-linux-musl" ] || zig=(--zig)
    rustup target add "$target"
    # A static binary runs beside any C library, so the wheel may say so of both.
    deploy/reproducible.sh maturin build --release --target "$target" "${zig[@]}" \
      --compatibility manylinux2014 musllinux_1_2 --out "$folder"
    install -m 0755 "${CARGO_TARGET_DIR:-target}/$target/release/dodona" "$folder/dodona-$version-$target"
    deploy/sbom.py "$target" >"$folder/dodona-$version-$target.cdx.json"
  done
  cd "$folder"
  sha256sum dodona-* >SHA256SUMS
}

again() { # FOLDER TARGET…
  local elsewhere
  elsewhere="$(mktemp -d)"
  mkdir -p "$elsewhere/a folder of another name/dodona"
  (cd "$root" && git ls-files -z | tar --create --null --files-from=-) | tar --extract -C "$elsewhere/a folder of another name/dodona"
  (
    export CARGO_HOME="$elsewhere/cargo" XDG_CACHE_HOME="$elsewhere/cache"
    unset CARGO_TARGET_DIR
    release "$elsewhere/a folder of another name/dodona" "$1.again" "${@:2}"
  )
  rm -rf "$elsewhere"
}

check=
if [ "${1:-}" = --check ]; then
  check=yes
  shift
fi
folder="$(realpath -m "${1:?$usage}")"
shift
[ $# -gt 0 ] || set -- x86_64-unknown-linux-musl aarch64-unknown-linux-musl
if [ -e "$folder" ]; then
  echo "release.sh: $folder is there already" >&2
  exit 2
fi
(release "$root" "$folder" "$@")
if [ -n "$check" ]; then
  again "$folder" "$@"
  diff -r "$folder" "$folder.again"
  rm -rf "$folder.again"
  echo "the same bytes from two folders: $*"
fi
cat "$folder/SHA256SUMS"
