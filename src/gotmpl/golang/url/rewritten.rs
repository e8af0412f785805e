//! A URL that is taken apart and written again, as `url.Parse(text)` and `String()` do.

use super::Url;
use super::escape::{Place, escape, must_escape};
use super::parse::{cut, scheme};

/// Writes a URL as Go's `net/url` writes what it has read; `None` for what is no URL.
///
/// Escapes that were written stay as they are, as long as nothing has to be escaped beside them.
#[must_use]
pub fn rewritten_url(text: &str) -> Option<String> {
    let url = Url::parse(text.as_bytes()).ok()?;
    let (before, fragment) = cut(text.as_bytes(), b'#');
    let (written, rest) = scheme(before).ok()?;
    let (rest, query) = cut(rest, b'?');
    let asks = before.contains(&b'?');
    let mut out = url.scheme.clone();
    if !written.is_empty() {
        out.push(b':');
    }
    if url.opaque.is_empty() {
        hierarchy(&url, rest, &mut out);
    } else {
        out.extend_from_slice(&url.opaque);
    }
    if asks && (!query.is_empty() || before.ends_with(b"?")) {
        out.push(b'?');
        out.extend_from_slice(query);
    }
    if !url.fragment.is_empty() {
        out.push(b'#');
        out.extend(kept(fragment, &url.fragment, Place::Fragment));
    }
    String::from_utf8(out).ok()
}

/// Writes user, host and path; `rest` is what was written behind the scheme.
fn hierarchy(url: &Url, rest: &[u8], out: &mut Vec<u8>) {
    let has_authority = !url.host.is_empty() || url.user.is_some();
    let is_marked = rest.starts_with(b"//") && !(url.scheme.is_empty() && rest.starts_with(b"///"));
    let behind = rest.strip_prefix(b"//").filter(|_| is_marked);
    let written = match behind {
        Some(behind) => {
            let slash = behind.iter().position(|byte| *byte == b'/');
            slash.and_then(|at| behind.get(at..)).unwrap_or_default()
        }
        None => rest,
    };
    if has_authority || (is_marked && !url.scheme.is_empty() && !url.path.is_empty()) {
        out.extend(b"//");
    }
    if let Some(user) = &url.user {
        out.extend(user.text());
        out.push(b'@');
    }
    out.extend(escape(&url.host, Place::Host));
    let first = written.split(|byte| *byte == b'/').next();
    if out.is_empty() && first.is_some_and(|first| first.contains(&b':')) {
        out.extend(b"./");
    }
    out.extend(match url.path.as_slice() {
        b"*" => b"*".to_vec(),
        path => kept(written, path, Place::Path),
    });
}

/// What was written if it is well escaped, else its meaning escaped anew.
fn kept(written: &[u8], meaning: &[u8], place: Place) -> Vec<u8> {
    let fits = |byte: &u8| b"!$&'()*+,;=:@[]%".contains(byte) || !must_escape(*byte, place);
    match written.iter().all(fits) {
        true => written.to_vec(),
        false => escape(meaning, place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_written_as_go_writes_it() {
        for (text, want) in [
            ("https://host/a/b", Some("https://host/a/b")),
            ("https://host/a,b/*", Some("https://host/a,b/*")),
            ("https://host/{a,b}/*", Some("https://host/%7Ba,b%7D/%2A")),
            ("https://host/a%2fb", Some("https://host/a%2fb")),
            ("https://host/?", Some("https://host/?")),
            ("https://host/a b", Some("https://host/a%20b")),
            ("https://ho*st:80/x?y#z", Some("https://ho*st:80/x?y#z")),
            ("*", Some("*")),
            ("a:b", Some("a:b")),
            ("*:b", None),
            ("https://host/%zz", None),
        ] {
            assert_eq!(rewritten_url(text).as_deref(), want, "{text}");
        }
    }
}
