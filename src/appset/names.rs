//! Names that DNS accepts.

/// The longest name of DNS.
const LONGEST: usize = 253;

/// Makes a name that DNS accepts, as Argo CD's `normalize` does.
pub(super) fn normalized(text: &str) -> String {
    let allowed = |c: &char| matches!(c, 'a'..='z' | '0'..='9' | '-' | '.');
    let chars = text
        .chars()
        .map(|c| c.to_lowercase().next().filter(allowed).unwrap_or('-'));
    let name: String = chars.take(LONGEST).collect();
    name.trim_matches(['-', '.']).to_owned()
}
