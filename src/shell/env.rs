//! The environment variables that the program reads, all of them.

use std::env;

/// What the environment says; nothing else of it reaches the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// `NO_COLOR` is set and not empty (no-color.org).
    pub no_color: bool,
    /// `CI` is set and neither empty nor `false`.
    pub ci: bool,
    /// `UPDATE` is set and neither empty nor `0`: snapshots are accepted.
    pub update: bool,
    /// `TERM` is `dumb`: the terminal can't erase a line.
    pub dumb: bool,
    /// `COLUMNS`, when it is a number above 0.
    pub columns: Option<usize>,
    /// `ARGOCD_APP_PARAMETERS`: the parameters of an Application's plugin source, as JSON.
    pub app_parameters: Option<String>,
    /// `ARGOCD_APP_SOURCE_PATH`: the application's folder in its Git repository, as the Application says it.
    pub app_source_path: Option<String>,
    /// `ARGOCD_ENV_DODONA_ENVIRONMENT`: the environment that an Application's plugin source names.
    pub environment: Option<String>,
}

impl Environment {
    /// Reads the process's environment.
    #[must_use]
    pub fn read() -> Self {
        // What is no UTF-8 is told by the characters that stand for it, and not taken for absent.
        Self::of(|name| env::var_os(name).map(|text| text.to_string_lossy().into_owned()))
    }

    fn of(value: impl Fn(&str) -> Option<String>) -> Self {
        let is = |name: &str, off: &[&str]| {
            value(name).is_some_and(|text| !text.is_empty() && !off.contains(&text.as_str()))
        };
        Self {
            no_color: is("NO_COLOR", &[]),
            ci: is("CI", &["false"]),
            update: is("UPDATE", &["0"]),
            dumb: value("TERM").as_deref() == Some("dumb"),
            columns: value("COLUMNS")
                .and_then(|text| text.parse().ok())
                .filter(|&columns| columns > 0),
            app_parameters: value("ARGOCD_APP_PARAMETERS"),
            app_source_path: value("ARGOCD_APP_SOURCE_PATH"),
            environment: value("ARGOCD_ENV_DODONA_ENVIRONMENT"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_and_off_are_unset() {
        let of = |name: &'static str, text: &'static str| {
            Environment::of(|asked| (asked == name).then(|| text.to_owned()))
        };
        assert!(of("NO_COLOR", "0").no_color);
        assert!(!of("NO_COLOR", "").no_color);
        assert!(of("CI", "true").ci);
        assert!(!of("CI", "false").ci);
        assert!(!of("UPDATE", "0").update);
        assert_eq!(of("COLUMNS", "80").columns, Some(80));
        assert_eq!(of("COLUMNS", "0").columns, None);
        assert_eq!(of("COLUMNS", "wide").columns, None);
    }
}
