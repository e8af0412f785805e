//! Differences as findings.

use crate::cli::test::Seen;
use crate::diagnostic::Diagnostic;
use crate::snapshot::{Difference, Kind};
use crate::span::Sources;

/// Adds a finding for each difference to what was seen, and returns them in the same order.
pub(super) fn all(differences: &[Difference], seen: &mut Seen) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for difference in differences {
        let text = seen
            .accepted
            .get(&difference.path)
            .map_or(&b""[..], Vec::as_slice);
        let shown = seen.folder.join(difference.path.as_str());
        let found = finding(
            difference,
            &shown.display().to_string(),
            text,
            &mut seen.findings.sources,
        );
        seen.findings.out.push(found.clone());
        findings.push(found);
    }
    findings
}

fn finding(difference: &Difference, shown: &str, text: &[u8], sources: &mut Sources) -> Diagnostic {
    let source = sources.add(shown, text);
    let span = difference.place(source, text);
    let (message, help) = match difference.kind {
        Kind::Missing => (
            "is rendered and has no accepted file",
            "read it, then accept it with `dodona test --update`",
        ),
        Kind::Orphaned => (
            "is accepted and no longer rendered",
            "delete it with `dodona test --unreferenced delete` if that is meant",
        ),
        Kind::Foreign => (
            "lies among the accepted files, but dodona can't have written it",
            "move it out of the folder of snapshots; it is never deleted",
        ),
        Kind::Different => (
            "is rendered otherwise than accepted",
            "read the difference, then accept it with `dodona test --update`",
        ),
    };
    let message = format!("`{}` {message}", difference.path);
    Diagnostic::error(difference.kind.code(), span, message).help(help)
}
