//! Versions: lenient in reading (`v1.2` is 1.2.0), strict in comparing.

use std::cmp::Ordering;

/// A version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Version {
    /// The first number.
    pub(crate) major: u64,
    /// The second number.
    pub(crate) minor: u64,
    /// The third number.
    pub(crate) patch: u64,
    /// What stands behind `-`.
    pub(crate) pre: String,
    /// What stands behind `+`.
    pub(crate) metadata: String,
    /// The text that the version was read from.
    pub(crate) original: String,
}

const INVALID: &str = "invalid semantic version";

impl Version {
    /// Reads a version. A leading `v`, missing numbers and leading zeros are fine.
    ///
    /// # Errors
    /// Masterminds' own error texts.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix('v').unwrap_or(text);
        let (rest, metadata) = cut(rest, '+');
        let (numbers, pre) = cut(rest, '-');
        if pre.is_some_and(|pre| !is_dotted(pre))
            || metadata.is_some_and(|metadata| !is_dotted(metadata))
        {
            return Err(INVALID.to_owned());
        }
        let numbers: Vec<&str> = numbers.split('.').collect();
        let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if numbers.len() > 3 || !numbers.iter().all(digits) {
            return Err(INVALID.to_owned());
        }
        let number = |at: usize| numbers.get(at).map_or(Ok(0), |part| segment(part));
        let (major, minor, patch) = (number(0)?, number(1)?, number(2)?);
        if let Some(pre) = pre {
            check_pre(pre)?;
        }
        Ok(Self {
            major,
            minor,
            patch,
            pre: pre.unwrap_or_default().to_owned(),
            metadata: metadata.unwrap_or_default().to_owned(),
            original: text.to_owned(),
        })
    }

    /// Returns the version in full.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{}.{}.{}", self.major, self.minor, self.patch);
        if !self.pre.is_empty() {
            text += &format!("-{}", self.pre);
        }
        if !self.metadata.is_empty() {
            text += &format!("+{}", self.metadata);
        }
        text
    }

    /// Compares two versions; metadata do not count.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        let numbers = (self.major, self.minor, self.patch);
        let others = (other.major, other.minor, other.patch);
        let by_pre = || match (self.pre.is_empty(), other.pre.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => compare_pre(&self.pre, &other.pre),
        };
        numbers.cmp(&others).then_with(by_pre)
    }

    fn next(&self, major: u64, minor: u64, patch: u64) -> Self {
        let next = Self {
            major,
            minor,
            patch,
            pre: String::new(),
            metadata: String::new(),
            original: self.original.clone(),
        };
        next.renamed()
    }

    /// Returns the version with its own text as the one that it was read from; a leading `v` stays.
    fn renamed(mut self) -> Self {
        let prefix = if self.original.starts_with('v') {
            "v"
        } else {
            ""
        };
        self.original = format!("{prefix}{}", self.text());
        self
    }

    /// Returns the next major version.
    pub(crate) fn next_major(&self) -> Self {
        self.next(self.major.wrapping_add(1), 0, 0)
    }

    /// Returns the next minor version.
    pub(crate) fn next_minor(&self) -> Self {
        self.next(self.major, self.minor.wrapping_add(1), 0)
    }

    /// Returns the next patch version; that of a pre-release is its release.
    pub(crate) fn next_patch(&self) -> Self {
        let step = u64::from(self.pre.is_empty());
        self.next(self.major, self.minor, self.patch.wrapping_add(step))
    }

    /// Returns the version with another pre-release.
    ///
    /// # Errors
    /// Masterminds' own error texts.
    pub(crate) fn with_pre(&self, pre: &str) -> Result<Self, String> {
        if !pre.is_empty() {
            check_pre(pre)?;
        }
        let pre = pre.to_owned();
        Ok(Self {
            pre,
            ..self.clone()
        }
        .renamed())
    }

    /// Returns the version with other metadata.
    ///
    /// # Errors
    /// Masterminds' own error texts.
    pub(crate) fn with_metadata(&self, metadata: &str) -> Result<Self, String> {
        if !metadata.is_empty() && !is_dotted(metadata) {
            return Err("invalid metadata string".to_owned());
        }
        let metadata = metadata.to_owned();
        Ok(Self {
            metadata,
            ..self.clone()
        }
        .renamed())
    }
}

fn cut(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((before, behind)) => (before, Some(behind)),
        None => (text, None),
    }
}

/// Says whether a text is parts of letters, digits and dashes with dots between them.
fn is_dotted(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    text.split('.')
        .all(|part| !part.is_empty() && part.bytes().all(letter))
}

fn segment(digits: &str) -> Result<u64, String> {
    digits.parse().map_err(|_| {
        format!(
            "error parsing version segment: strconv.ParseUint: parsing \"{digits}\": value out of range"
        )
    })
}

fn check_pre(pre: &str) -> Result<(), String> {
    for part in pre.split('.') {
        let number = part.bytes().all(|byte| byte.is_ascii_digit());
        if part.is_empty() || !is_dotted(part) {
            return Err("invalid prerelease string".to_owned());
        }
        if number && part.len() > 1 && part.starts_with('0') {
            return Err("version segment starts with 0".to_owned());
        }
    }
    Ok(())
}

/// Compares pre-releases part by part; a missing part is the least.
pub(super) fn compare_pre(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (a, b) => {
                let order = compare_part(a.unwrap_or_default(), b.unwrap_or_default());
                if order.is_ne() {
                    return order;
                }
            }
        }
    }
}

/// Numbers come before everything else. Of two different texts that are equal numbers (`01` and `1` cannot be, but metadata
/// can) Masterminds takes the first for the lesser one.
fn compare_part(a: &str, b: &str) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    match (a, b) {
        ("", _) => return Ordering::Less,
        (_, "") => return Ordering::Greater,
        _ => {}
    }
    match (number(a), number(b)) {
        (None, None) => a.cmp(b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(a), Some(b)) if a > b => Ordering::Greater,
        (Some(_), Some(_)) => Ordering::Less,
    }
}

fn number(part: &str) -> Option<u64> {
    let digits = part.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| part.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_leniently() {
        let text = |text| Version::parse(text).map(|version| version.text());
        assert_eq!(text("v1.2"), Ok("1.2.0".to_owned()));
        assert_eq!(text("01.002"), Ok("1.2.0".to_owned()));
        assert_eq!(text("1.2.3-a-b.1+c-d"), Ok("1.2.3-a-b.1+c-d".to_owned()));
        assert!(text("1.2.3.4").is_err());
        assert!(text("1.2.3-").is_err());
        assert!(text("1.2.3-01").is_err_and(|what| what.ends_with("starts with 0")));
        assert!(text("1.99999999999999999999").is_err_and(|what| what.ends_with("out of range")));
    }

    #[test]
    fn releases_come_after_their_pre_releases() {
        let of = |text| Version::parse(text).unwrap();
        let order = [
            "1.0.0-1",
            "1.0.0-2",
            "1.0.0-a",
            "1.0.0-a.1",
            "1.0.0",
            "1.0.1",
        ];
        assert!(order.is_sorted_by(|a, b| of(a).compare(&of(b)).is_lt()));
    }
}
