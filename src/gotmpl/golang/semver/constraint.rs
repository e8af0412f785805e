//! Constraints: groups of comparisons, of which one group must hold.

use super::version::{Version, compare_pre};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// White space as Go's expressions know it.
const BLANK: &str = "[\\t\\n\\f\\r ]";

/// The operators; the empty one is the second choice, so that it never hides a longer one in a whole match.
const OPERATORS: &str = r"=||!=|>|<|>=|=>|<=|=<|~|~>|\^";

/// A version in which numbers may be `x`, with `prefix` before the names of its groups.
fn version_pattern(prefix: &str) -> String {
    let number = r"[0-9|xX*]+";
    let dotted = r"[0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*";
    format!(
        r"v?(?<{prefix}major>{number})(?<{prefix}minor>\.{number})?(?<{prefix}patch>\.{number})?(?<{prefix}pre>-{dotted})?(?:\+{dotted})?"
    )
}

fn compiled(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// One comparison, and nothing else.
static WHOLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let version = version_pattern("");
    compiled(&format!(
        r"^{BLANK}*(?<operator>{OPERATORS}){BLANK}*(?<version>{version}){BLANK}*$"
    ))
});

/// The comparisons in a group.
static EACH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let version = version_pattern("");
    compiled(&format!(r"(?:{OPERATORS}){BLANK}*(?:{version})"))
});

/// A group: comparisons with blanks or commas between them.
static GROUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let (first, more) = (version_pattern("a"), version_pattern("b"));
    compiled(&format!(
        r"^(?:{BLANK}*(?:{OPERATORS}){BLANK}*(?:{first}){BLANK}*)(?:(?:{BLANK}+|,{BLANK}*)(?:{OPERATORS}){BLANK}*(?:{more}){BLANK}*)*$"
    ))
});

/// `1.2 - 1.4`.
static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let (from, to) = (version_pattern("a"), version_pattern("b"));
    compiled(&format!(
        r"{BLANK}*(?<from>{from}){BLANK}+-{BLANK}+(?<to>{to}){BLANK}*"
    ))
});

/// What a version must satisfy.
pub(crate) struct Constraints {
    groups: Vec<Group>,
}

/// Comparisons that must all hold.
struct Group {
    comparisons: Vec<Comparison>,
    /// One of them names a pre-release, so that pre-releases are considered at all.
    has_pre: bool,
}

struct Comparison {
    operator: String,
    version: Version,
    lowest: Given,
}

/// The last number that the constraint gives; those behind it are open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    Nothing,
    Major,
    Minor,
    Patch,
}

impl Constraints {
    /// Reads constraints.
    ///
    /// # Errors
    /// Masterminds' own error texts.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = without_ranges(text);
        let groups = text.split("||").map(Group::parse);
        Ok(Self {
            groups: groups.collect::<Result<_, _>>()?,
        })
    }

    /// Says whether a version satisfies them.
    pub(crate) fn hold(&self, version: &Version) -> bool {
        self.groups.iter().any(|group| {
            let considered = version.pre.is_empty() || group.has_pre;
            considered && group.comparisons.iter().all(|one| one.holds(version))
        })
    }
}

/// Rewrites every range as two comparisons.
fn without_ranges(text: &str) -> String {
    let mut out = text.to_owned();
    let ranges = RANGE.iter().flat_map(|range| range.captures_iter(text));
    for range in ranges {
        let (whole, from, to) = (group(&range, 0), named(&range, "from"), named(&range, "to"));
        out = out.replacen(whole, &format!(">= {from}, <= {to} "), 1);
    }
    out
}

fn group<'t>(captures: &Captures<'t>, at: usize) -> &'t str {
    captures.get(at).map_or("", |found| found.as_str())
}

fn named<'t>(captures: &Captures<'t>, name: &str) -> &'t str {
    captures.name(name).map_or("", |found| found.as_str())
}

impl Group {
    fn parse(text: &str) -> Result<Self, String> {
        if !GROUP.as_ref().is_some_and(|group| group.is_match(text)) {
            return Err(format!("improper constraint: {text}"));
        }
        let parts = EACH.iter().flat_map(|each| each.find_iter(text));
        let comparisons = parts.map(|part| Comparison::parse(part.as_str()));
        let comparisons = comparisons.collect::<Result<Vec<_>, _>>()?;
        let has_pre = comparisons.iter().any(|one| !one.version.pre.is_empty());
        Ok(Self {
            comparisons,
            has_pre,
        })
    }
}

fn is_open(number: &str) -> bool {
    matches!(number, "" | "x" | "*" | "X" | ".x" | ".*" | ".X")
}

impl Comparison {
    fn parse(text: &str) -> Result<Self, String> {
        let captures = WHOLE.as_ref().and_then(|whole| whole.captures(text));
        let captures = captures.ok_or_else(|| format!("improper constraint: {text}"))?;
        let (major, minor, patch, pre) = (
            named(&captures, "major"),
            named(&captures, "minor"),
            named(&captures, "patch"),
            named(&captures, "pre"),
        );
        let (version, lowest) = if is_open(major) {
            (format!("0.0.0{pre}"), Given::Nothing)
        } else if is_open(minor) {
            (format!("{major}.0.0{pre}"), Given::Major)
        } else if is_open(patch) {
            (format!("{major}{minor}.0{pre}"), Given::Minor)
        } else {
            (named(&captures, "version").to_owned(), Given::Patch)
        };
        Ok(Self {
            operator: named(&captures, "operator").to_owned(),
            version: Version::parse(&version).map_err(|_| "constraint parser error".to_owned())?,
            lowest,
        })
    }

    fn holds(&self, version: &Version) -> bool {
        let order = version.compare(&self.version);
        match self.operator.as_str() {
            "" | "=" if self.lowest == Given::Patch => order.is_eq(),
            "!=" => self.differs(version),
            ">" => self.is_below(version),
            "<" => order.is_lt(),
            ">=" | "=>" => order.is_ge(),
            "<=" | "=<" => self.is_not_below(version),
            "^" => order.is_ge() && self.caret(version),
            _ => order.is_ge() && self.tilde(version),
        }
    }

    fn differs(&self, version: &Version) -> bool {
        let own = &self.version;
        let minor = own.minor != version.minor;
        match self.lowest {
            Given::Patch => version.compare(own).is_ne(),
            // `!=*` refuses 0.0.0 alone.
            Given::Nothing => version.compare(own).is_ne(),
            _ if own.major != version.major => true,
            Given::Major => false,
            Given::Minor if minor => true,
            Given::Minor => compare_pre(&version.pre, &own.pre).is_ne(),
        }
    }

    /// `>11` is 12 or more, `>11.1` is 11.2 or more.
    fn is_below(&self, version: &Version) -> bool {
        let own = &self.version;
        match self.lowest {
            Given::Patch => version.compare(own).is_gt(),
            _ if version.major != own.major => version.major > own.major,
            Given::Major => false,
            Given::Minor => version.minor > own.minor,
            Given::Nothing => version.compare(own).is_gt(),
        }
    }

    /// `<=11` takes all of 11, `<=11.1` all of 11.1.
    fn is_not_below(&self, version: &Version) -> bool {
        let own = &self.version;
        match self.lowest {
            Given::Patch => version.compare(own).is_le(),
            _ if version.major != own.major => version.major < own.major,
            Given::Major => true,
            Given::Minor | Given::Nothing => version.minor <= own.minor,
        }
    }

    /// Looks at the upper end of `~`; `~0.0.0` and `~*` have none.
    fn tilde(&self, version: &Version) -> bool {
        let own = &self.version;
        let zero = own.major == 0 && own.minor == 0 && own.patch == 0;
        if zero && matches!(self.lowest, Given::Nothing | Given::Patch) {
            return true;
        }
        own.major == version.major && (own.minor == version.minor || self.lowest == Given::Major)
    }

    /// Looks at the upper end of `^`: the first number that is not 0 may not change.
    fn caret(&self, version: &Version) -> bool {
        let own = &self.version;
        if own.major > 0 || self.lowest == Given::Major {
            return version.major == own.major;
        }
        if version.major > 0 {
            return false;
        }
        if own.minor > 0 || self.lowest == Given::Minor {
            return version.minor == own.minor;
        }
        version.minor == 0 && version.patch == own.patch
    }
}
