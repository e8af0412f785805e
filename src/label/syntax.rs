//! What label keys, label values, annotation keys and names of objects are made of.

use super::Release;

/// The longest name in a label key, and the longest label value.
const LONGEST_LABEL: usize = 63;

/// The longest name of an object, and the longest prefix of a label key.
const LONGEST_SUBDOMAIN: usize = 253;

const NAME: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

const VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const WITH_PREFIX: &str =
    "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";

/// Returns what is wrong with the key of a label, in Kubernetes' words; nothing if it is one (`IsQualifiedName`).
#[must_use]
pub fn key_faults(key: &str, release: Release) -> Vec<String> {
    let (prefix, name) = match key.split('/').collect::<Vec<_>>()[..] {
        [name] => (None, name),
        [prefix, name] => (Some(prefix), name),
        _ => return vec![format!("{} {NAME} {WITH_PREFIX}", release.label_key())],
    };
    let prefix_faults = match prefix {
        Some("") => vec![EMPTY.to_owned()],
        Some(prefix) => name_faults(prefix, release),
        None => Vec::new(),
    };
    let mut faults: Vec<String> = prefix_faults
        .iter()
        .map(|fault| format!("prefix part {fault}"))
        .collect();
    if name.is_empty() {
        faults.push(format!("name part {EMPTY}"));
    } else if name.len() > LONGEST_LABEL {
        faults.push(format!("name part {}", release.too_long(LONGEST_LABEL)));
    }
    if !is_word(name) {
        faults.push(format!("name part {NAME}"));
    }
    faults
}

const EMPTY: &str = "must be non-empty";

/// Returns what is wrong with the key of an annotation: that of a label in small letters (`ValidateAnnotations`).
#[must_use]
pub fn annotation_faults(key: &str, release: Release) -> Vec<String> {
    // Go's `strings.ToLower` gives one character for one.
    let small = |c: char| c.to_lowercase().next().unwrap_or(c);
    key_faults(&key.chars().map(small).collect::<String>(), release)
}

/// Returns what is wrong with the value of a label (`IsValidLabelValue`).
#[must_use]
pub fn value_faults(value: &str, release: Release) -> Vec<String> {
    let mut faults = Vec::new();
    if value.len() > LONGEST_LABEL {
        faults.push(release.too_long(LONGEST_LABEL));
    }
    if !value.is_empty() && !is_word(value) {
        faults.push(VALUE.to_owned());
    }
    faults
}

/// Returns what is wrong with the name of an object, an RFC 1123 subdomain (`IsDNS1123Subdomain`).
#[must_use]
pub fn name_faults(name: &str, release: Release) -> Vec<String> {
    let mut faults = Vec::new();
    if name.len() > LONGEST_SUBDOMAIN {
        faults.push(release.too_long(LONGEST_SUBDOMAIN));
    }
    if !name.split('.').all(is_domain_label) {
        faults.push(SUBDOMAIN.to_owned());
    }
    faults
}

/// Says whether Kubernetes takes a text for the value of a label.
#[must_use]
pub fn is_value(text: &str) -> bool {
    value_faults(text, Release::default()).is_empty()
}

fn is_word(text: &str) -> bool {
    is_made_of(text, u8::is_ascii_alphanumeric, b"-_.")
}

fn is_domain_label(text: &str) -> bool {
    let small = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    is_made_of(text, small, b"-")
}

/// Says whether a text begins and ends with a plain byte, with plain ones and others between.
fn is_made_of(text: &str, is_plain: fn(&u8) -> bool, others: &[u8]) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(is_plain)
        && bytes.last().is_some_and(is_plain)
        && bytes
            .iter()
            .all(|byte| is_plain(byte) || others.contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: Release = Release::V0_36;

    #[test]
    fn values_of_labels_are_known() {
        let long = "a".repeat(64);
        for good in ["", "a", "A-1_b.c", &long[..63]] {
            assert!(is_value(good), "{good}");
        }
        for bad in ["-a", "a.", "a b", "ä", &long, "a/b", "<no value>"] {
            assert!(!is_value(bad), "{bad}");
        }
    }

    #[test]
    fn names_are_subdomains() {
        let long = "x".repeat(254);
        for good in ["a", "a-b.c1", "9", &long[..253]] {
            assert_eq!(name_faults(good, NEW), [""; 0], "{good}");
        }
        for bad in ["", "A", "a_b", "-a", "a-", "a..b", "a.-b", "flat-x-{{y}}"] {
            assert_eq!(name_faults(bad, NEW), [SUBDOMAIN], "{bad}");
        }
        assert_eq!(name_faults(&long, NEW), ["must be no more than 253 bytes"]);
    }

    #[test]
    fn keys_have_a_name_and_perhaps_a_prefix() {
        let name = format!("name part {NAME}");
        let prefix = format!("prefix part {SUBDOMAIN}");
        for (key, faults) in [
            ("argocd.argoproj.io/x", vec![]),
            ("K_1.x", vec![]),
            ("", vec!["name part must be non-empty", &name]),
            ("a/", vec!["name part must be non-empty", &name]),
            ("A b", vec![&name]),
            ("/a", vec!["prefix part must be non-empty"]),
            ("UPPER.org/a", vec![&prefix]),
            ("-/a b", vec![&prefix, &name]),
        ] {
            assert_eq!(key_faults(key, NEW), faults, "{key}");
        }
        let [fault] = &key_faults("a/b/c", NEW)[..] else {
            panic!("one fault is all that is told of two slashes");
        };
        assert!(fault.starts_with("a valid label key must consist of"));
        assert!(fault.ends_with("regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"));
    }

    #[test]
    fn what_is_too_long_may_be_malformed_too() {
        let old = Release::V0_34;
        let long = "v-".repeat(32);
        let too_long = "must be no more than 63 characters";
        assert_eq!(value_faults(&long, old), [too_long, VALUE]);
        let [first, second] = [format!("name part {too_long}"), format!("name part {NAME}")];
        assert_eq!(key_faults(&long, old), [first, second]);
        let prefix = format!("{}/a", "X".repeat(254));
        let [first, second] = [
            "prefix part must be no more than 253 characters".to_owned(),
            format!("prefix part {SUBDOMAIN}"),
        ];
        assert_eq!(key_faults(&prefix, old), [first, second]);
        assert_eq!(
            value_faults(&"v".repeat(64), NEW),
            ["must be no more than 63 bytes"]
        );
    }

    #[test]
    fn keys_of_annotations_are_looked_at_in_small_letters() {
        for good in ["UPPER.org/a", "K.org/a", "\u{130}.org/a"] {
            assert_eq!(annotation_faults(good, NEW), [""; 0], "{good}");
        }
        assert_eq!(annotation_faults("a b", NEW), [format!("name part {NAME}")]);
    }
}
