use super::*;
use proptest::prelude::*;

fn fits(pattern: &str, text: &str, separator: Option<char>) -> Option<bool> {
    Gobwas::new(pattern, separator)
        .ok()
        .map_or(Some(false), |glob| glob.matches(text))
}

#[test]
fn a_pattern_fits_as_in_go() {
    for (pattern, text, want) in [
        ("team-*", "team-a", true),
        ("team-*-dev", "team-dev", true),
        ("team-?-dev", "team-dev", false),
        ("{a,b}-*", "b-x", true),
        ("{a,b", "b", true),
        ("[!a]x", "bx", true),
        ("[a-c]", "b", true),
        ("a\\*", "a*", true),
        ("[", "[", false),
        ("[]", "", false),
        ("", "", true),
        ("", "a", false),
    ] {
        assert_eq!(fits(pattern, text, None), Some(want), "{pattern} {text}");
    }
}

#[test]
fn a_separator_stops_one_star_but_not_two() {
    for (pattern, text, want) in [
        ("https://host/*", "https://host/a", true),
        ("https://host/*", "https://host/a/b", false),
        ("https://host/**", "https://host/a/b", true),
        ("https://host/*/b", "https://host/a/b", true),
        ("https://host/?", "https://host//", false),
    ] {
        assert_eq!(
            fits(pattern, text, Some('/')),
            Some(want),
            "{pattern} {text}"
        );
    }
}

#[test]
fn what_is_too_much_is_not_judged() {
    for pattern in [
        "*".repeat(10_000),
        "{".repeat(10_000),
        "{a,".repeat(17),
        "ä*".to_owned(),
    ] {
        assert_eq!(
            Gobwas::new(&pattern, None).err(),
            Some(GobwasFault::Unjudged)
        );
    }
}

#[test]
fn what_would_take_long_is_given_up() {
    for pattern in [
        "*a".repeat(500),
        "?*a[bc]".repeat(100),
        "{*a,a*}".repeat(60),
        "{*b,".repeat(16),
    ] {
        for text in ["a".repeat(200), "a".repeat(60_000), "ab".repeat(500)] {
            let Ok(glob) = Gobwas::new(&pattern, Some('/')) else {
                continue;
            };
            assert_ne!(glob.matches(&format!("{text}!")), Some(true), "{pattern}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_pattern_panics(
        pattern in "[\\[\\]{},*?!\\\\ab/-]{0,40}|\\PC{0,20}",
        text in "[ab/,\\]-]{0,40}|\\PC{0,20}",
        slash in any::<bool>(),
    ) {
        let separator = slash.then_some('/');
        if let Ok(glob) = Gobwas::new(&pattern, separator) {
            prop_assert!(glob.matches(&text).is_none_or(|fits| fits || !text.is_empty() || !pattern.is_empty()));
        }
    }

    #[test]
    fn a_text_without_wildcards_fits_itself_alone(text in "[a-z0-9.:/-]{1,30}", other in "[a-z0-9.:/-]{0,30}") {
        prop_assert_eq!(fits(&text, &text, Some('/')), Some(true));
        prop_assert_eq!(fits(&text, &other, None), Some(text == other));
    }
}
