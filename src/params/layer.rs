//! Where values come from.

use crate::yaml::Map;

/// What kind of layer gave a value, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LayerKind {
    /// The declaration's own default, or the type's empty value where it has none.
    Default,
    /// The repository's document.
    Repository,
    /// An environment's document.
    Environment,
    /// The entry that selects a use case in an environment.
    UseCaseEntry,
    /// A parameter that Argo CD hands to the plugin.
    Plugin,
    /// `--set` on the command line.
    CommandLine,
}

impl LayerKind {
    /// Returns the word that tables and JSON use, such as `use-case-entry`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Repository => "repository",
            Self::Environment => "environment",
            Self::UseCaseEntry => "use-case-entry",
            Self::Plugin => "plugin",
            Self::CommandLine => "command-line",
        }
    }
}

/// Values that one place gives to parameters.
#[derive(Clone, Debug)]
pub struct Layer {
    /// What kind of place it is.
    pub kind: LayerKind,
    /// Its name as messages show it, such as ``environment `local` ``.
    pub name: String,
    /// The values by variable; a dotted variable may be written `a.b: x` or `a: {b: x}`.
    pub values: Map,
    /// Whether values are text by nature (command line, plugin), so that `5` and `true` are parsed as Go's `strconv` does.
    pub textual: bool,
}
