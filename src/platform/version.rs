//! Which version of a template an instance gets, as the platform's own CLI v0.37 chooses it.

use std::cmp::Ordering;

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoVersion {
    /// What is asked for has not three parts.
    Malformed,
    /// Nothing fits, or a part is no number and no `x`.
    NotFound,
}

impl NoVersion {
    /// Returns the reason that the platform's condition bears.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::Malformed => "VersionError",
            Self::NotFound => "VersionNotFound",
        }
    }
}

/// Returns the place of the version that an instance gets when it asks for `asked`.
///
/// # Errors
/// When there is none.
pub(super) fn choose(asked: Option<&str>, versions: &[&str]) -> Result<usize, NoVersion> {
    let asked = match asked.filter(|asked| !asked.is_empty()) {
        Some(asked) => Asked::parse(asked)?,
        None => Asked([None; 3]),
    };
    let mut best: Option<(usize, Version<'_>)> = None;
    for (at, text) in versions.iter().enumerate() {
        let Some(version) = Version::parse(text).filter(|version| asked.fits(version)) else {
            continue;
        };
        let is_higher = |(_, best): &(usize, Version<'_>)| best.order(&version) == Ordering::Less;
        if best.as_ref().is_none_or(is_higher) {
            best = Some((at, version));
        }
    }
    best.map(|(at, _)| at).ok_or(NoVersion::NotFound)
}

/// Says whether a text is a version, as entries of a template must be.
pub(super) fn is_version(text: &str) -> bool {
    Version::parse(text).is_some()
}

/// Major, minor and patch of a version; nothing when it is none.
pub(super) fn numbers(text: &str) -> Option<[u64; 3]> {
    Version::parse(text).map(|version| version.numbers)
}

/// What is asked for: a number, or any.
struct Asked([Option<u64>; 3]);

impl Asked {
    fn parse(text: &str) -> Result<Self, NoVersion> {
        let parts: Vec<&str> = text.strip_prefix('v').unwrap_or(text).split('.').collect();
        let Ok(parts) = <[&str; 3]>::try_from(parts) else {
            return Err(NoVersion::Malformed);
        };
        let mut asked = [None; 3];
        for (number, part) in asked.iter_mut().zip(parts) {
            if !part.eq_ignore_ascii_case("x") {
                let parsed = part.parse().map_err(|_| NoVersion::NotFound)?;
                *number = Some(parsed);
            }
        }
        Ok(Self(asked))
    }

    fn fits(&self, version: &Version<'_>) -> bool {
        let pairs = self.0.iter().zip(version.numbers);
        pairs
            .into_iter()
            .all(|(asked, number)| asked.is_none_or(|asked| asked == number))
    }
}

/// A semantic version without its build metadata, which orders nothing.
struct Version<'v> {
    numbers: [u64; 3],
    pre: Vec<&'v str>,
}

impl<'v> Version<'v> {
    fn parse(text: &'v str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (text, build) = text
            .split_once('+')
            .map_or((text, None), |(a, b)| (a, Some(b)));
        let (core, pre) = text
            .split_once('-')
            .map_or((text, None), |(a, b)| (a, Some(b)));
        let mut parts = core.split('.');
        let mut numbers = [0; 3];
        for number in &mut numbers {
            *number = digits(parts.next()?)?;
        }
        let pre: Vec<&str> = pre.into_iter().flat_map(|pre| pre.split('.')).collect();
        let mut build = build.into_iter().flat_map(|build| build.split('.'));
        let sound = parts.next().is_none()
            && pre.iter().all(|part| is_identifier(part) && is_plain(part))
            && build.all(is_identifier);
        sound.then_some(Self { numbers, pre })
    }

    fn order(&self, other: &Self) -> Ordering {
        let by_pre = || match (self.pre.is_empty(), other.pre.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => by_identifiers(&self.pre, &other.pre),
        };
        self.numbers.cmp(&other.numbers).then_with(by_pre)
    }
}

fn by_identifiers(a: &[&str], b: &[&str]) -> Ordering {
    let number = |text: &str| text.parse::<u64>().ok();
    for (a, b) in a.iter().zip(b) {
        let order = match (number(a), number(b)) {
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => a.cmp(b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    a.len().cmp(&b.len())
}

fn is_identifier(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
    !text.is_empty() && text.chars().all(allowed)
}

/// Numbers of a pre-release have no leading zero.
fn is_plain(text: &str) -> bool {
    !text.chars().all(|c| c.is_ascii_digit()) || text == "0" || !text.starts_with('0')
}

fn digits(text: &str) -> Option<u64> {
    let sound = is_plain(text) && text.chars().all(|c| c.is_ascii_digit());
    sound.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_chosen_as_the_platform_does() {
        use NoVersion::{Malformed, NotFound};
        let all = ["1.0.3", "v1.0.10", "1.1.0-rc.1", "0.4100.1", "1.0", "2.x.0"];
        let cases: &[(Option<&str>, Result<usize, NoVersion>)] = &[
            (None, Ok(2)),
            (Some(""), Ok(2)),
            (Some("x.x.x"), Ok(2)),
            (Some("1.0.x"), Ok(1)),
            (Some("v1.0.X"), Ok(1)),
            (Some("1.X.x"), Ok(2)),
            (Some("1.1.0"), Ok(2)),
            (Some("1.0.3"), Ok(0)),
            (Some("0.x.x"), Ok(3)),
            (Some("1.2.x"), Err(NotFound)),
            (Some("1.y.x"), Err(NotFound)),
            (Some("1.1.0-rc"), Err(NotFound)),
            (Some("1.0"), Err(Malformed)),
            (Some("1.1.0-rc.1"), Err(Malformed)),
            (Some("latest"), Err(Malformed)),
        ];
        for (asked, chosen) in cases {
            assert_eq!(choose(*asked, &all), *chosen, "{asked:?}");
        }
        assert_eq!(choose(None, &["one", "1.0"]), Err(NotFound));
    }

    #[test]
    fn pre_releases_order_and_the_first_of_equals_wins() {
        let all = [
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-2",
            "1.0.0+b",
            "1.0.0+a",
        ];
        assert_eq!(choose(Some("1.0.0"), &all), Ok(3));
        assert_eq!(choose(None, &all[..3]), Ok(1));
        for text in ["01.0.0", "1.0.0-01", "1.0.0-", "1.0.0.0", "a.b.c", "1.0.0+"] {
            assert!(!is_version(text), "{text}");
        }
    }
}
