//! The list of files that earlier runs wrote.

use crate::shell::out::MANIFEST;
use crate::shell::{BAD_FILE_LIST, Error};
use crate::tree::TreePath;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// Files with the SHA-256 of what was written; two for one path while a run is under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    all: BTreeMap<TreePath, BTreeSet<String>>,
}

impl List {
    /// Reads the list of an output folder; without one it is empty.
    pub(super) fn read(root: &Path) -> Result<Self, Error> {
        let place = root.join(MANIFEST);
        match fs::symlink_metadata(&place) {
            Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Ok(found) if found.is_file() => {}
            Ok(_) => return Err(bad("is no regular file")),
            Err(why) => return Err(bad(&format!("can't be read: {why}"))),
        }
        let text =
            fs::read_to_string(&place).map_err(|why| bad(&format!("can't be read: {why}")))?;
        let mut list = Self::default();
        for (at, line) in text.lines().enumerate() {
            let (hash, path) = parse(line).ok_or_else(|| {
                bad(&format!(
                    "has a line {} that is not `SHA-256  PATH`: `{line}`",
                    at + 1
                ))
            })?;
            list.add(path, hash.to_owned());
        }
        Ok(list)
    }

    pub(super) fn add(&mut self, path: TreePath, hash: String) {
        self.all.entry(path).or_default().insert(hash);
    }

    /// Returns the lines of both lists.
    pub(super) fn with(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (path, hashes) in &other.all {
            both.all
                .entry(path.clone())
                .or_default()
                .extend(hashes.iter().cloned());
        }
        both
    }

    pub(super) fn has(&self, path: &TreePath) -> bool {
        self.all.contains_key(path)
    }

    /// Says whether these are bytes that dodona wrote at that path.
    pub(super) fn wrote(&self, path: &TreePath, bytes: &[u8]) -> bool {
        self.all
            .get(path)
            .is_some_and(|hashes| hashes.contains(&hash(bytes)))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&TreePath, &BTreeSet<String>)> {
        self.all.iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (path, hashes) in &self.all {
            for hash in hashes {
                text.push_str(hash);
                text.push_str("  ");
                text.push_str(path.as_str());
                text.push('\n');
            }
        }
        text
    }
}

fn parse(line: &str) -> Option<(&str, TreePath)> {
    let (hash, path) = line.split_once("  ")?;
    let is_hash = hash.len() == 64
        && hash
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let path = TreePath::new(path).ok().filter(|path| !path.is_root())?;
    is_hash.then_some((hash, path))
}

pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("a String takes all that is written to it");
            hex
        })
}

fn bad(what: &str) -> Error {
    Error::new(
        BAD_FILE_LIST,
        format!("list `{MANIFEST}` of the output folder {what}"),
        format!("restore `{MANIFEST}`, or delete it together with the files dodona wrote"),
    )
}
