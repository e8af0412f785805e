//! Slash-separated paths, by the rules of Go's `path`.

/// Returns the shortest path that means the same, worked out on the text alone.
pub(crate) fn clean(path: &[u8]) -> Vec<u8> {
    let rooted = is_absolute(path);
    let mut kept: Vec<&[u8]> = Vec::new();
    for element in path.split(|&byte| byte == b'/') {
        match element {
            b"" | b"." => {}
            b".." if kept.last().is_some_and(|last| *last != b"..") => drop(kept.pop()),
            b".." if rooted => {}
            _ => kept.push(element),
        }
    }
    let joined = kept.join(&b'/');
    match (rooted, joined.is_empty()) {
        (true, _) => [b"/", joined.as_slice()].concat(),
        (false, true) => b".".to_vec(),
        (false, false) => joined,
    }
}

/// Cuts behind the last slash.
fn split(path: &[u8]) -> (&[u8], &[u8]) {
    let slash = path.iter().rposition(|&byte| byte == b'/');
    let directory = slash.map_or(0, |at| at + 1);
    path.split_at_checked(directory).unwrap_or((&[], path))
}

/// Returns the last element, trailing slashes ignored.
pub(crate) fn base(path: &[u8]) -> &[u8] {
    let slashes = path.iter().rev().take_while(|&&byte| byte == b'/').count();
    let trimmed = path.get(..path.len() - slashes).unwrap_or_default();
    match (path, trimmed) {
        ([], _) => b".",
        (_, []) => b"/",
        _ => split(trimmed).1,
    }
}

/// Returns everything before the last element, cleaned.
pub(crate) fn dir(path: &[u8]) -> Vec<u8> {
    clean(split(path).0)
}

/// Returns the last element from its last dot on.
pub(crate) fn extension(path: &[u8]) -> &[u8] {
    let name = split(path).1;
    let dot = name.iter().rposition(|byte| *byte == b'.');
    dot.and_then(|at| name.get(at..)).unwrap_or_default()
}

/// Says whether the path begins at the root.
pub(crate) fn is_absolute(path: &[u8]) -> bool {
    path.first() == Some(&b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned_on_the_text_alone() {
        for (path, want) in [
            ("", "."),
            ("/", "/"),
            ("a//b/./c/..", "a/b"),
            ("../../a", "../../a"),
            ("/../a", "/a"),
            ("a/../..", ".."),
            ("./", "."),
        ] {
            assert_eq!(clean(path.as_bytes()), want.as_bytes(), "{path}");
        }
    }

    #[test]
    fn the_last_element_ignores_trailing_slashes() {
        for (path, want) in [("", "."), ("//", "/"), ("/a/b/", "b"), ("a", "a")] {
            assert_eq!(base(path.as_bytes()), want.as_bytes(), "{path}");
        }
        assert_eq!(dir(b"a"), b".");
        assert_eq!(extension(b"a.d/b"), b"");
        assert_eq!(extension(b"a/b.tar.gz"), b".gz");
    }
}
