//! Names of files, and of objects in lists.

use crate::generate::{Build, Object};
use crate::manifest::Identity;
use crate::tree::TreePath;
use crate::yaml;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The longest file name, in bytes, so that every file system takes it.
const NAME_BYTES: usize = 200;

/// Returns what a build holds as files: `ENV/platform/…` and `ENV/use-cases/NAME[/CLUSTER]/…`, one per object.
#[must_use]
pub fn files(build: &Build) -> BTreeMap<TreePath, Vec<u8>> {
    let mut files = BTreeMap::new();
    let environment = TreePath::root().child(&build.environment);
    add(&environment.child("platform"), &build.platform, &mut files);
    for payload in &build.payloads {
        let mut folder = environment.child("use-cases").child(&payload.use_case);
        if let Some(cluster) = &payload.cluster {
            folder = folder.child(&safe(cluster));
        }
        add(&folder, &payload.objects, &mut files);
    }
    files
}

fn add(folder: &TreePath, objects: &[Object], files: &mut BTreeMap<TreePath, Vec<u8>>) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for object in objects {
        *count.entry(short(&object.identity)).or_default() += 1;
    }
    for object in objects {
        let mut name = short(&object.identity);
        if count[&name] > 1 {
            name = long(&object.identity);
        }
        let mut text = String::new();
        yaml::emit(&object.node, &mut text);
        files.insert(folder.child(&name), text.into_bytes());
    }
}

/// The names that the file of an object may have: the usual one, and the one with its group.
pub(super) fn file_names(who: &Identity) -> [String; 2] {
    [short(who), long(who)]
}

fn short(who: &Identity) -> String {
    file_name(&[&who.kind, &who.namespace, &who.name])
}

fn long(who: &Identity) -> String {
    file_name(&[&who.kind, &who.group, &who.namespace, &who.name])
}

/// `KIND.NAMESPACE.NAME.yaml` in lower case; a long one is cut and ends in 8 digits of its SHA-256.
fn file_name(parts: &[&str]) -> String {
    let whole = parts.join(".").to_lowercase();
    let name = safe(&whole);
    if name == whole && name.len() + ".yaml".len() <= NAME_BYTES {
        return format!("{name}.yaml");
    }
    let digest = Sha256::digest(whole.as_bytes());
    let hex: String = digest
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let room = NAME_BYTES - ".yaml".len() - 1 - hex.len();
    let head: String = name.chars().take(room).collect();
    format!("{head}-{hex}.yaml")
}

/// Replaces what a file name may not hold on some system.
fn safe(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = text
        .chars()
        .map(|c| if plain(c) { c } else { '_' })
        .collect();
    if name.trim_matches('.').is_empty() {
        "_".to_owned()
    } else {
        name
    }
}

/// Returns one line for each object, `Kind/namespace/name`; objects that would share a line get their group.
#[must_use]
pub fn names(objects: &[Object]) -> Vec<String> {
    let short = |who: &Identity| format!("{}/{}/{}", who.kind, who.namespace, who.name);
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for object in objects {
        *count.entry(short(&object.identity)).or_default() += 1;
    }
    objects
        .iter()
        .map(|object| {
            let who = &object.identity;
            let line = short(who);
            if count[&line] > 1 {
                format!("{}.{}/{}/{}", who.kind, who.group, who.namespace, who.name)
            } else {
                line
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_lower_case_and_short() {
        assert_eq!(file_name(&["Project", "", "Shop"]), "project..shop.yaml");
        let long = file_name(&["Secret", "a", &"x".repeat(300)]);
        assert_eq!(long.len(), NAME_BYTES);
        let other = file_name(&["Secret", "a", &"x".repeat(301)]);
        assert_ne!(long, other);
    }

    #[test]
    fn hostile_names_stay_in_their_folder() {
        for name in ["../../etc/passwd", "a/b", "..", "a\\b", "C:"] {
            assert!(
                !file_name(&["Secret", "", name]).contains(['/', '\\', ':']),
                "{name}"
            );
            assert_ne!(safe(name), "..");
        }
    }
}
