#!/usr/bin/env bash
# Runs COMMAND… so that what it compiles depends on source, lock file and compilers only: no folder, user or clock reaches the bytes.
set -euo pipefail
source="$(cd "$(dirname "$0")/.." && pwd -P)"
cargo_home="$(realpath -m "${CARGO_HOME:-$HOME/.cargo}")"
target_dir="$(realpath -m "${CARGO_TARGET_DIR:-$source/target}")"

# Of several prefixes that match, both compilers take the last one: the folder of build outputs may lie within the source.
rust_flags=() c_flags=()
for pair in "$cargo_home=/cargo" "$source=/dodona" "$target_dir=/target"; do
  rust_flags+=("--remap-path-prefix=$pair")
  c_flags+=("-ffile-prefix-map=$(printf '%q' "$pair")")
done

unset RUSTFLAGS
CARGO_ENCODED_RUSTFLAGS="$(IFS=$'\x1f' && printf '%s' "${rust_flags[*]}")"
export CARGO_ENCODED_RUSTFLAGS
export CFLAGS="${c_flags[*]}" CC_SHELL_ESCAPED_FLAGS=1
export CARGO_INCREMENTAL=0 LC_ALL=C.UTF-8 TZ=UTC
# One time for all commits, since C code may hold its date of compilation; zip archives know none before 1980.
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-315532800}"
exec "$@"
