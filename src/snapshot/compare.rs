//! Accepted files against rendered ones.

use crate::diagnostic::Code;
use crate::snapshot::own::is_ours;
use crate::snapshot::{DIFFERENT, MISSING, ORPHANED};
use crate::span::{SourceId, Span};
use crate::tree::TreePath;
use similar::TextDiff;
use std::collections::BTreeMap;

/// What `patch` and `git apply` take for a file that is not there.
const NOTHING: &str = "/dev/null";

/// How a file differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Rendered, but not accepted.
    Missing,
    /// Accepted, but not rendered.
    Orphaned,
    /// Among the accepted files, but none that dodona can have written: it is never deleted.
    Foreign,
    /// Both, with other bytes.
    Different,
}

impl Kind {
    /// Returns the code of the finding.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Self::Missing => MISSING,
            Self::Orphaned | Self::Foreign => ORPHANED,
            Self::Different => DIFFERENT,
        }
    }
}

/// One file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The file, below the folder of snapshots.
    pub path: TreePath,
    /// How it differs.
    pub kind: Kind,
    /// The first line that differs, from 1.
    pub line: usize,
    /// The change as a unified diff, from accepted to rendered; empty for what is foreign. All of them in one are a patch
    /// that accepts what is rendered.
    pub diff: String,
}

impl Difference {
    /// Returns the place of the finding in the text that stood there, which `source` holds: the first line that differs, or
    /// the file as a whole.
    #[must_use]
    pub fn place(&self, source: SourceId, text: &[u8]) -> Span {
        if self.kind != Kind::Different {
            return Span::whole(source);
        }
        let lines = text.split_inclusive(|byte| *byte == b'\n');
        let start: usize = lines.take(self.line - 1).map(<[u8]>::len).sum();
        Span::new(source, start, start)
    }
}

/// Compares accepted files with rendered ones and returns the differences in order of path.
#[must_use]
pub fn compare(
    accepted: &BTreeMap<TreePath, Vec<u8>>,
    rendered: &BTreeMap<TreePath, Vec<u8>>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    for (path, now) in rendered {
        match accepted.get(path) {
            None => found.push(difference(path, Kind::Missing, b"", now)),
            Some(then) if then != now => found.push(difference(path, Kind::Different, then, now)),
            Some(_) => {}
        }
    }
    for (path, then) in accepted {
        if !rendered.contains_key(path) {
            let (kind, then) = match is_ours(path, then) {
                true => (Kind::Orphaned, then.as_slice()),
                false => (Kind::Foreign, &b""[..]),
            };
            found.push(difference(path, kind, then, b""));
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn difference(path: &TreePath, kind: Kind, then: &[u8], now: &[u8]) -> Difference {
    let (then, now) = (String::from_utf8_lossy(then), String::from_utf8_lossy(now));
    let same = then
        .lines()
        .zip(now.lines())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, new) = match kind {
        Kind::Missing => (NOTHING.to_owned(), format!("rendered/{path}")),
        Kind::Orphaned | Kind::Foreign => (format!("accepted/{path}"), NOTHING.to_owned()),
        Kind::Different => (format!("accepted/{path}"), format!("rendered/{path}")),
    };
    let diff = TextDiff::from_lines(&*then, &*now)
        .unified_diff()
        .header(&old, &new)
        .to_string();
    Difference {
        path: path.clone(),
        kind,
        line: same + 1,
        diff,
    }
}
