//! Rendered files that were not as they are rendered now.

use crate::cli::codes::STALE;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::shell::{Report, WorkTree};
use crate::snapshot::{self, Kind};
use crate::span::{Sources, Span};
use crate::tree::{Limits, Tree, TreePath};
use std::collections::BTreeMap;
use std::path::Path;

type Files = BTreeMap<TreePath, Vec<u8>>;

/// Returns what stands where files are to be written; what can't be read is left to the writing.
pub(super) fn standing(folder: &Path, rendered: &Files) -> Files {
    let Ok(Some(source)) = WorkTree::open_if_there(folder) else {
        return Files::new();
    };
    let tree = Tree::new(Box::new(source), Limits::default());
    let mut sources = Sources::new();
    let read = |path: &TreePath| {
        let source = tree.read_if_there(path, &mut sources).ok()??;
        Some((path.clone(), sources.text(source).to_vec()))
    };
    rendered.keys().filter_map(read).collect()
}

/// One finding for each file that was written anew, at its first line that differed, and for each that was deleted.
pub(super) fn findings(
    folder: &Path,
    before: &Files,
    rendered: &Files,
    report: &Report,
) -> (Diagnostics, Sources) {
    let mut out = Diagnostics::new();
    let mut sources = Sources::new();
    let shown = |path: &TreePath| folder.join(path.as_str()).display().to_string();
    for difference in snapshot::compare(before, rendered) {
        if !report.written.contains(&difference.path) {
            continue;
        }
        let text = before.get(&difference.path).map_or(&b""[..], Vec::as_slice);
        let source = sources.add(shown(&difference.path), text);
        let message = match difference.kind {
            Kind::Different => "the file was not as it is rendered now; it is written anew",
            _ => "the file was missing; it is written now",
        };
        out.push(stale(difference.place(source, text), message));
    }
    for path in &report.deleted {
        let source = sources.add(shown(path), &b""[..]);
        let message = "the file is no longer rendered; it is deleted";
        out.push(stale(Span::whole(source), message));
    }
    (out, sources)
}

fn stale(span: Span, message: &str) -> Diagnostic {
    Diagnostic::error(STALE, span, message).help("look at it with `git diff`, then `git add` it")
}
