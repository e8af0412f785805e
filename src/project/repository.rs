//! Addresses of repositories, in the form in which Argo CD compares them.

use crate::gotmpl::rewritten_url;

/// Brings an address into the form to compare; what is no address becomes the empty text.
pub(super) fn normalised(address: &str) -> String {
    let lower: String = address.trim().chars().map(lower).collect();
    let mut address = lower;
    if is_ssh(&address) && !address.starts_with("ssh://") {
        address = format!("ssh://{}", address.replacen(':', "/", 1));
    }
    let address = address.strip_suffix(".git").unwrap_or(&address);
    let written = rewritten_url(address).unwrap_or_default();
    match written.strip_prefix("ssh://") {
        Some(rest) => rest.to_owned(),
        None => written,
    }
}

/// The lower case of a character, where it is one character.
fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ => c,
    }
}

/// Says whether an address is `user@host…`, perhaps with `ssh://` before it.
fn is_ssh(address: &str) -> bool {
    let rest = address.strip_prefix("ssh://").unwrap_or(address);
    rest.rsplit_once('@')
        .is_some_and(|(user, host)| !user.contains(['/', ':']) && !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_repository_are_one() {
        for (address, want) in [
            ("git@github.com:Org/Repo.git", "git@github.com/org/repo"),
            ("ssh://git@github.com/org/repo", "git@github.com/org/repo"),
            (
                " HTTPS://GitHub.com/Org/Repo.git ",
                "https://github.com/org/repo",
            ),
            ("https://github.com/org/*", "https://github.com/org/*"),
            ("registry.io/charts", "registry.io/charts"),
            ("host:80/x", "host:80/x"),
            ("1host:80/x", ""),
        ] {
            assert_eq!(normalised(address), want, "{address}");
        }
    }
}
