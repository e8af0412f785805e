//! Globs that a repository writes: compiled once, and only those that cannot cost much.

use globset::{GlobBuilder, GlobMatcher};

/// How long a glob may be, in bytes.
const LONGEST: usize = 512;
/// How deep braces may nest: the engine walks them by recursion.
const DEEPEST: usize = 8;

/// Compiles a glob; with `separator`, `*` and `?` stop at `/`.
///
/// # Errors
/// One line that says why it is none.
pub(super) fn glob(text: &str, separator: bool) -> Result<GlobMatcher, String> {
    if text.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    let mut depth = 0_usize;
    for character in text.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(format!("its braces nest deeper than {DEEPEST}"));
        }
    }
    GlobBuilder::new(text)
        .literal_separator(separator)
        .build()
        .map(|glob| glob.compile_matcher())
        .map_err(|error| error.kind().to_string())
}

/// A name, or a glob over names.
#[derive(Debug)]
pub(super) enum Names<'p> {
    Glob(GlobMatcher),
    Exactly(&'p str),
}

impl<'p> Names<'p> {
    /// What is no glob is a name.
    pub(super) fn new(text: &'p str) -> Self {
        glob(text, false).map_or(Self::Exactly(text), Self::Glob)
    }

    pub(super) fn fit(&self, name: &str) -> bool {
        match self {
            Self::Glob(glob) => glob.is_match(name),
            Self::Exactly(text) => *text == name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_cost_much_is_refused() {
        for bad in ["{".repeat(9), "a".repeat(513), "[".to_owned()] {
            assert!(glob(&bad, true).is_err(), "{bad}");
        }
        assert!(Names::new("{".repeat(60_000).as_str()).fit(&"{".repeat(60_000)));
        assert!(Names::new("web-{a,b}*").fit("web-b1"));
        assert!(!glob("a/*", true).expect("a glob").is_match("a/b/c"));
    }
}
