//! Taking a URL apart.

use super::escape::{Place, unescape};
use super::{Url, User, address};
use crate::strconv::quote;

/// Takes a URL apart.
pub(super) fn parse(text: &[u8]) -> Result<Url, String> {
    let (before, fragment) = cut(text, b'#');
    let fault = |url: &[u8], what: String| format!("parse {}: {what}", quote(url));
    let mut url = without_fragment(before).map_err(|what| fault(before, what))?;
    url.fragment = unescape(fragment, Place::Fragment).map_err(|what| fault(text, what))?;
    Ok(url)
}

/// Cuts at the first separator; without one the second part is empty.
pub(super) fn cut(text: &[u8], separator: u8) -> (&[u8], &[u8]) {
    let Some(at) = text.iter().position(|byte| *byte == separator) else {
        return (text, &[]);
    };
    let (before, from) = text.split_at_checked(at).unwrap_or((text, &[]));
    (before, from.get(1..).unwrap_or_default())
}

fn without_fragment(text: &[u8]) -> Result<Url, String> {
    if text.iter().any(u8::is_ascii_control) {
        return Err("net/url: invalid control character in URL".to_owned());
    }
    let mut url = Url::default();
    if text == b"*" {
        url.path = b"*".to_vec();
        return Ok(url);
    }
    let (scheme, rest) = scheme(text)?;
    url.scheme = scheme.to_ascii_lowercase();
    let (mut rest, query) = cut(rest, b'?');
    url.query = query.to_vec();
    if !rest.starts_with(b"/") {
        if !scheme.is_empty() {
            url.opaque = rest.to_vec();
            return Ok(url);
        }
        if cut(rest, b'/').0.contains(&b':') {
            return Err("first path segment in URL cannot contain colon".to_owned());
        }
    }
    if (!scheme.is_empty() || !rest.starts_with(b"///"))
        && let Some(behind) = rest.strip_prefix(b"//")
    {
        let end = behind.iter().position(|byte| *byte == b'/');
        let (authority, path) = behind
            .split_at_checked(end.unwrap_or(behind.len()))
            .unwrap_or((behind, &[]));
        (url.user, url.host) = parse_authority(&url.scheme, authority)?;
        rest = path;
    }
    url.path = unescape(rest, Place::Path)?;
    Ok(url)
}

/// Cuts the scheme off, if there is one.
pub(super) fn scheme(text: &[u8]) -> Result<(&[u8], &[u8]), String> {
    let length = text
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
        .count();
    let (name, rest) = text.split_at_checked(length).unwrap_or((text, &[]));
    match (name, rest) {
        ([], [b':', ..]) => Err("missing protocol scheme".to_owned()),
        ([first, ..], [b':', rest @ ..]) if first.is_ascii_alphabetic() => Ok((name, rest)),
        _ => Ok((&[], text)),
    }
}

fn parse_authority(scheme: &[u8], text: &[u8]) -> Result<(Option<User>, Vec<u8>), String> {
    let Some(at) = text.iter().rposition(|byte| *byte == b'@') else {
        return Ok((None, parse_host(scheme, text)?));
    };
    let (user, host) = text.split_at_checked(at).unwrap_or((text, &[]));
    let host = parse_host(scheme, host.get(1..).unwrap_or_default())?;
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(byte);
    if !user.iter().all(fits) {
        return Err("net/url: invalid userinfo".to_owned());
    }
    let (name, password) = cut(user, b':');
    let user = User {
        name: unescape(name, Place::User)?,
        password: match user.contains(&b':') {
            true => Some(unescape(password, Place::User)?),
            false => None,
        },
    };
    Ok((Some(user), host))
}

/// Says whether a text is empty, or a colon and digits.
pub(super) fn is_port(text: &[u8]) -> bool {
    match text {
        [] => true,
        [b':', digits @ ..] => digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

fn check_port(text: &[u8]) -> Result<(), String> {
    if is_port(text) {
        return Ok(());
    }
    Err(format!("invalid port {} after host", quote(text)))
}

fn parse_host(scheme: &[u8], text: &[u8]) -> Result<Vec<u8>, String> {
    match text.iter().rposition(|byte| *byte == b'[') {
        Some(0) => return parse_bracketed(text),
        Some(_) => return Err("invalid IP-literal".to_owned()),
        None => {}
    }
    let is_colon = |byte: &u8| *byte == b':';
    // Some databases list several hosts with their ports; on the web there is one.
    let colon = if matches!(scheme, b"http" | b"https") {
        text.iter().position(is_colon)
    } else {
        text.iter().rposition(is_colon)
    };
    if let Some(port) = colon.and_then(|at| text.get(at..)) {
        check_port(port)?;
    }
    unescape(text, Place::Host)
}

/// Reads an IPv6 address in brackets, perhaps with a port behind it.
fn parse_bracketed(text: &[u8]) -> Result<Vec<u8>, String> {
    let Some(end) = text.iter().rposition(|byte| *byte == b']') else {
        return Err("missing ']' in host".to_owned());
    };
    let (inner, port) = text.split_at_checked(end).unwrap_or((text, &[]));
    let (inner, port) = (
        inner.get(1..).unwrap_or_default(),
        port.get(1..).unwrap_or_default(),
    );
    check_port(port)?;
    let port = unescape(port, Place::Host)?;
    let zone = inner.windows(3).position(|window| window == b"%25");
    let (host, zone) = inner
        .split_at_checked(zone.unwrap_or(inner.len()))
        .unwrap_or((inner, &[]));
    let mut address = unescape(host, Place::Host)?;
    address.extend(unescape(zone, Place::Zone)?);
    address::check(&address)?;
    Ok([b"[", address.as_slice(), b"]", &port].concat())
}
