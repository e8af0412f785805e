//! Paths inside the repository, which can name nothing outside it.

use std::fmt;
use std::sync::Arc;

/// A path relative to the repository: `/`-separated, normalised, UTF-8; the root is the empty path.
///
/// It is never absolute and has no `.`, `..` or empty segment, so joining it to a folder never leads out of that folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreePath(Arc<str>);

/// Why a text is no path inside the repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathError {
    /// It begins with `/`.
    Absolute,
    /// It has a `..` segment.
    DotDot,
    /// It holds a NUL byte, which no file system takes.
    Nul,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absolute => "is absolute",
            Self::DotDot => "has a `..` segment",
            Self::Nul => "holds a NUL byte",
        })
    }
}

impl TreePath {
    /// Returns the root of the repository, the empty path.
    #[must_use]
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// Returns the path that `text` spells; `.` and empty segments are dropped.
    ///
    /// # Errors
    /// When the text is absolute, has a `..` segment or a NUL byte.
    pub fn new(text: &str) -> Result<Self, PathError> {
        if text.starts_with('/') {
            return Err(PathError::Absolute);
        }
        if text.contains('\0') {
            return Err(PathError::Nul);
        }
        let mut plain = String::with_capacity(text.len());
        for segment in text.split('/').filter(|s| !matches!(*s, "" | ".")) {
            if segment == ".." {
                return Err(PathError::DotDot);
            }
            if !plain.is_empty() {
                plain.push('/');
            }
            plain.push_str(segment);
        }
        Ok(Self(plain.into()))
    }

    /// Returns this path with the segments of `relative` after it.
    ///
    /// # Errors
    /// As [`TreePath::new`]: what is joined can't lead out again.
    pub fn join(&self, relative: &str) -> Result<Self, PathError> {
        let tail = Self::new(relative)?;
        Ok(match (self.is_root(), tail.is_root()) {
            (true, _) => tail,
            (false, true) => self.clone(),
            (false, false) => Self(format!("{}/{}", self.0, tail.0).into()),
        })
    }

    /// Returns this path with `name` after it, for literals and for the names of an [`crate::tree::Entry`].
    ///
    /// # Panics
    /// When `name` is no path by [`TreePath::new`]; use [`TreePath::join`] for what a user typed.
    #[must_use]
    pub fn child(&self, name: &str) -> Self {
        self.join(name)
            .expect("literals and entry names are plain segments")
    }

    /// Returns the folder that holds it; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        if self.is_root() {
            return None;
        }
        let end = self.0.rfind('/').unwrap_or(0);
        Some(Self(self.0[..end].into()))
    }

    /// Returns the last segment; empty for the root.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// Returns what follows the last dot of the last segment; `.name` and `name` have none.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        let (stem, extension) = self.file_name().rsplit_once('.')?;
        (!stem.is_empty()).then_some(extension)
    }

    /// Says whether this is the root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the segments, outermost first.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|segment| !segment.is_empty())
    }

    /// Returns the part below `folder`; `None` when it does not lie there.
    #[must_use]
    pub fn below(&self, folder: &TreePath) -> Option<&str> {
        if folder.is_root() {
            return Some(&self.0);
        }
        let rest = self.0.strip_prefix(&*folder.0)?;
        if rest.is_empty() {
            return Some(rest);
        }
        rest.strip_prefix('/')
    }

    /// Returns its text; the root is the empty text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows the root as `.`, because an empty name in a message reads as a mistake.
impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_root() { "." } else { &self.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(text: &str) -> TreePath {
        TreePath::new(text).unwrap()
    }

    #[test]
    fn spellings_of_one_path_are_one() {
        assert_eq!(path("./a//b/./c/"), path("a/b/c"));
        assert_eq!(path("."), TreePath::root());
        assert_eq!(path("a/").join("./b").unwrap(), path("a/b"));
        assert_eq!(path("a").join("").unwrap(), path("a"));
    }

    #[test]
    fn nothing_leads_out() {
        assert_eq!(TreePath::new("/a"), Err(PathError::Absolute));
        assert_eq!(TreePath::new("a/../b"), Err(PathError::DotDot));
        assert_eq!(TreePath::new("a\0"), Err(PathError::Nul));
        assert_eq!(path("a").join("../b"), Err(PathError::DotDot));
        assert_eq!(path("a").join("/b"), Err(PathError::Absolute));
        assert_eq!(path("a..b/...").as_str(), "a..b/...");
    }

    #[test]
    fn parts() {
        let deep = path("a/b.d/c.tar.gz");
        assert_eq!(deep.file_name(), "c.tar.gz");
        assert_eq!(deep.extension(), Some("gz"));
        assert_eq!(deep.parent(), Some(path("a/b.d")));
        assert_eq!(path("a").parent(), Some(TreePath::root()));
        assert_eq!(TreePath::root().parent(), None);
        assert_eq!(path("a/.gitignore").extension(), None);
        assert_eq!(deep.below(&path("a")), Some("b.d/c.tar.gz"));
        assert_eq!(deep.below(&path("a/b")), None);
        assert_eq!(TreePath::root().to_string(), ".");
    }

    proptest! {
        #[test]
        fn a_path_is_its_own_normal_form(text in "[a.\u{e4}/]{0,20}") {
            if let Ok(first) = TreePath::new(&text) {
                prop_assert_eq!(&path(first.as_str()), &first);
                prop_assert!(first.segments().all(|s| !matches!(s, "" | "." | "..")));
                if let Some(parent) = first.parent() {
                    prop_assert_eq!(parent.child(first.file_name()), first);
                }
            }
        }
    }
}
