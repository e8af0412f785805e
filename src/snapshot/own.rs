//! Whose file it is.

use crate::diagnostic::Diagnostics;
use crate::manifest::Identity;
use crate::snapshot::layout::file_names;
use crate::span::Sources;
use crate::tree::TreePath;
use crate::yaml::{self, Limits, Reading};

/// Says whether dodona may have written a file, now or for a repository of an earlier day: it lies where files of an
/// environment lie, holds one object, and is called as that object's file is. Nothing else is ever deleted.
pub(super) fn is_ours(path: &TreePath, bytes: &[u8]) -> bool {
    // A line break would forge lines of a patch.
    !path.as_str().contains(char::is_control)
        && is_placed(path)
        && object(bytes)
            .is_some_and(|who| file_names(&who).iter().any(|name| name == path.file_name()))
}

/// `ENV/platform/FILE`, `ENV/use-cases/NAME/FILE` or `ENV/use-cases/NAME/CLUSTER/FILE`.
fn is_placed(path: &TreePath) -> bool {
    let segments: Vec<&str> = path.segments().collect();
    match segments.as_slice() {
        [_, "platform", _] => true,
        [_, "use-cases", rest @ ..] => matches!(rest.len(), 2 | 3),
        _ => false,
    }
}

fn object(bytes: &[u8]) -> Option<Identity> {
    let source = Sources::new().add("", bytes);
    let mut warnings = Diagnostics::new();
    let limits = Limits::default();
    let documents = yaml::read(source, bytes, Reading::Strict, &limits, &mut warnings).ok()?;
    match documents.as_slice() {
        [one] => Identity::of(one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"apiVersion: v1\nkind: Secret\nmetadata: {name: Key, namespace: a}\n";
    const APP: &[u8] =
        b"apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: shop}\n";

    fn ours(path: &str, bytes: &[u8]) -> bool {
        is_ours(&TreePath::new(path).unwrap(), bytes)
    }

    #[test]
    fn what_is_called_after_its_object_is_ours() {
        assert!(ours("dev/platform/secret.a.key.yaml", SECRET));
        assert!(ours("dev/use-cases/eso/secret.a.key.yaml", SECRET));
        assert!(ours("dev/use-cases/eso/one/secret.a.key.yaml", SECRET));
        assert!(ours("dev/platform/appproject..shop.yaml", APP));
        assert!(ours("dev/platform/appproject.argoproj.io..shop.yaml", APP));
    }

    #[test]
    fn what_lies_elsewhere_or_is_called_otherwise_is_not() {
        for path in [
            "secret.a.key.yaml",
            "dev/secret.a.key.yaml",
            "dev/use-cases/secret.a.key.yaml",
            "dev/platform/deep/secret.a.key.yaml",
            "dev/use-cases/a/b/c/secret.a.key.yaml",
            "dev/platform/secret.b.key.yaml",
            "dev/platform/key.yaml",
            "dev/platform/secret.a.key.yml",
        ] {
            assert!(!ours(path, SECRET), "{path}");
        }
    }

    #[test]
    fn what_holds_no_single_object_is_not() {
        let two = [SECRET, b"---\n", SECRET].concat();
        let conflict = [b"<<<<<<< ours\n", SECRET].concat();
        for bytes in [&b""[..], b"\xff", b"kind: Secret\n", &two, &conflict] {
            assert!(!ours("dev/platform/secret.a.key.yaml", bytes), "{bytes:?}");
        }
    }
}
