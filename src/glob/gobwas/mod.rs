//! Globs of `github.com/gobwas/glob` v0.2.3, which Argo CD v3.5.1 matches nearly everything by.
//!
//! Go's module rewrites a pattern until it is fast, and some of its shortcuts change what fits: `a-*-b` takes `a-b`. Whoever
//! predicts Argo CD has to take the same shortcuts, so the rewriting is done here too, step by step.

mod compile;
mod fits;
mod fuel;
mod matcher;
mod minimise;
mod syntax;

use fuel::Fuel;
use matcher::Matcher;

/// A compiled glob.
#[derive(Clone, Debug)]
pub struct Gobwas(Form);

#[derive(Clone, Debug)]
enum Form {
    /// A text without anything special.
    Literal(Box<str>),
    Matcher(Matcher),
}

/// Why a pattern cannot be matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GobwasFault {
    /// Go's module refuses it; Argo CD then lets it match nothing.
    Malformed,
    /// It is too long or nests too deep to be judged here, or mixes wildcards with letters beyond ASCII.
    Unjudged,
}

impl Gobwas {
    /// Compiles a pattern; `*` and `?` stop at the separator, if there is one.
    ///
    /// # Errors
    /// When there is nothing to match by.
    pub fn new(pattern: &str, separator: Option<char>) -> Result<Self, GobwasFault> {
        if !pattern.is_empty() && !pattern.contains(['*', '?', '[', '{', '\\', '\0']) {
            return Ok(Self(Form::Literal(pattern.into())));
        }
        if !pattern.is_ascii() || separator.is_some_and(|c| !c.is_ascii()) {
            return Err(GobwasFault::Unjudged);
        }
        let root = syntax::parse(pattern)?;
        let matcher = compile::compile(&root, separator, &mut Fuel::for_compiling());
        matcher
            .map(|matcher| Self(Form::Matcher(matcher)))
            .ok_or(GobwasFault::Unjudged)
    }

    /// Says whether the whole text fits; `None` when finding out would take too long, or Go's module would panic.
    #[must_use]
    pub fn matches(&self, text: &str) -> Option<bool> {
        match &self.0 {
            Form::Literal(literal) => Some(**literal == *text),
            Form::Matcher(_) if !text.is_ascii() => None,
            Form::Matcher(matcher) => matcher.fits(text, &mut Fuel::for_matching()),
        }
    }
}

#[cfg(test)]
mod tests;
