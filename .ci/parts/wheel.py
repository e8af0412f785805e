#!/usr/bin/env python3
"""Checks what a wheel says of itself and holds. usage: wheel.py WHEEL BINARY"""

import email
import sys
import tomllib
import zipfile
from pathlib import Path

from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent.parent


def main():
    wheel, binary = map(Path, sys.argv[1:])
    with open(ROOT / "Cargo.toml", "rb") as manifest:
        package = tomllib.load(manifest)["package"]
    name, version, _, tags = parse_wheel_filename(wheel.name)
    platforms = sorted(tag.platform for tag in tags)
    assert (name, str(version)) == ("dodona", package["version"]), wheel.name
    assert {tag.interpreter for tag in tags} == {"py3"} and {tag.abi for tag in tags} == {"none"}, wheel.name
    for libc in ("manylinux", "musllinux"):
        assert any(one.startswith(libc) for one in platforms), f"no {libc} in {platforms}"
    with zipfile.ZipFile(wheel) as archive:
        folder = f"dodona-{version}"
        metadata = email.message_from_bytes(archive.read(f"{folder}.dist-info/METADATA"))
        held = archive.read(f"{folder}.data/scripts/dodona")
        entries = [one for one in archive.namelist() if ".dist-info/" not in one]
    assert entries == [f"{folder}.data/scripts/dodona"], entries
    assert metadata["License-Expression"] == package["license"], metadata["License-Expression"]
    assert metadata["Summary"] == package["description"], metadata["Summary"]
    assert held == binary.read_bytes(), "the wheel holds another binary than the image"
    print(f"{wheel.name}: {wheel.stat().st_size} bytes, the binary of the image")


if __name__ == "__main__":
    main()
