//! URLs by the rules of Go's `net/url`: what is accepted, how it is taken apart, how it is written.

mod address;
mod escape;
mod parse;
mod rewritten;

pub use rewritten::rewritten_url;

use escape::{Place, escape};

/// A URL in parts, unescaped but for the query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Url {
    /// The scheme, in lower case.
    pub(crate) scheme: Vec<u8>,
    /// What follows the scheme of a URL without slashes.
    pub(crate) opaque: Vec<u8>,
    /// User and password.
    pub(crate) user: Option<User>,
    /// Host and port.
    pub(crate) host: Vec<u8>,
    /// The path.
    pub(crate) path: Vec<u8>,
    /// What follows `?`.
    pub(crate) query: Vec<u8>,
    /// What follows `#`.
    pub(crate) fragment: Vec<u8>,
}

/// A user, perhaps with a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct User {
    name: Vec<u8>,
    password: Option<Vec<u8>>,
}

impl User {
    /// Returns the text of the user as it stands in a URL.
    pub(crate) fn text(&self) -> Vec<u8> {
        let mut text = escape(&self.name, Place::User);
        if let Some(password) = &self.password {
            text.push(b':');
            text.extend(escape(password, Place::User));
        }
        text
    }
}

impl Url {
    /// Takes a URL apart.
    ///
    /// # Errors
    /// Go's error text.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        parse::parse(text)
    }

    /// Returns the host without port and brackets.
    pub(crate) fn host_name(&self) -> &[u8] {
        let host = &self.host;
        let colon = host.iter().rposition(|byte| *byte == b':');
        let cut = colon
            .and_then(|at| host.split_at_checked(at))
            .filter(|(_, port)| parse::is_port(port));
        let host = cut.map_or(host.as_slice(), |(host, _)| host);
        match host {
            [b'[', inner @ .., b']'] => inner,
            _ => host,
        }
    }

    /// Returns the URL as a text.
    pub(crate) fn text(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if !self.scheme.is_empty() {
            out.extend_from_slice(&self.scheme);
            out.push(b':');
        }
        if self.opaque.is_empty() {
            self.write_hierarchy(&mut out);
        } else {
            out.extend_from_slice(&self.opaque);
        }
        if !self.query.is_empty() {
            out.push(b'?');
            out.extend_from_slice(&self.query);
        }
        if !self.fragment.is_empty() {
            out.push(b'#');
            out.extend(escape(&self.fragment, Place::Fragment));
        }
        out
    }

    fn write_hierarchy(&self, out: &mut Vec<u8>) {
        let has_authority = !self.host.is_empty() || self.user.is_some();
        if has_authority || (!self.scheme.is_empty() && !self.path.is_empty()) {
            out.extend(b"//");
        }
        if let Some(user) = &self.user {
            out.extend(user.text());
            out.push(b'@');
        }
        out.extend(escape(&self.host, Place::Host));
        let path = match self.path.as_slice() {
            b"*" => b"*".to_vec(),
            path => escape(path, Place::Path),
        };
        if !self.host.is_empty() && !path.is_empty() && !path.starts_with(b"/") {
            out.push(b'/');
        }
        let first = path.split(|byte| *byte == b'/').next().unwrap_or_default();
        if out.is_empty() && first.contains(&b':') {
            // What stands before the colon would be taken for a scheme.
            out.extend(b"./");
        }
        out.extend(path);
    }
}
