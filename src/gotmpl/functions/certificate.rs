//! Certificates that the template brings along: PEM whose content is checked for its outer form only.

use super::super::function::Function;
use super::super::golang::base64;
use super::super::object::{Field, Object, Shape};
use super::super::text::{Text, utf8};
use super::super::types::Kind;
use super::super::value::Value;
use std::any::Any;

/// sprig's `certificate`: a certificate and its key, both PEM.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Certificate {
    /// The field `Cert`.
    pub(super) certificate: Text,
    /// The field `Key`.
    pub(super) key: Text,
}

impl Object for Certificate {
    fn type_name(&self) -> &'static str {
        "sprig.certificate"
    }

    fn kind(&self) -> Kind {
        Kind::Struct
    }

    fn shape(&self) -> Shape {
        let fields = vec![
            ("Cert", Value::Text(self.certificate.clone())),
            ("Key", Value::Text(self.key.clone())),
        ];
        Shape::Struct("sprig.certificate", fields)
    }

    fn methods(&self) -> &'static [Function] {
        &[]
    }

    fn field(&self, name: &str) -> Field {
        match name {
            "Cert" => Field::Found(Value::Text(self.certificate.clone())),
            "Key" => Field::Found(Value::Text(self.key.clone())),
            _ => Field::Absent,
        }
    }

    fn is_same(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Checks a certificate and a private key, both PEM.
///
/// # Errors
/// What sprig says. Of DER only the outer form is looked at, so that a broken certificate may pass which Go would refuse.
pub(super) fn check(certificate: &[u8], key: &[u8]) -> Result<(), String> {
    let block = Block::find(certificate).ok_or("unable to decode certificate")?;
    if !block.is_sequence() {
        return Err(
            "error parsing certificate: decodedCert.Bytes: x509: malformed certificate".to_owned(),
        );
    }
    check_key(key).map_err(|what| format!("error parsing private key: {what}"))
}

fn check_key(key: &[u8]) -> Result<(), String> {
    let block = Block::find(key).ok_or("no PEM data in input")?;
    let name = utf8(&block.label);
    let what = match name.strip_suffix("PRIVATE KEY") {
        Some("") => "decoding PEM as PKCS#8",
        Some("RSA ") => "parsing RSA private key from PEM",
        Some("EC ") => "parsing EC private key from PEM",
        Some("DSA ") => "parsing DSA private key from PEM",
        Some(other) if other.ends_with(' ') => {
            return Err(format!("invalid private key type {}", other.trim_end()));
        }
        _ => return Err(format!("no private key data in PEM block of type {name}")),
    };
    if block.is_sequence() {
        return Ok(());
    }
    Err(format!("{what}: asn1: structure error: tags don't match"))
}

/// A PEM block.
struct Block {
    label: Vec<u8>,
    content: Vec<u8>,
}

impl Block {
    /// Finds the first block of a text.
    fn find(text: &[u8]) -> Option<Self> {
        let mut lines = text
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::trim_ascii_end);
        loop {
            let line = lines.next()?;
            let label = line.strip_prefix(b"-----BEGIN ");
            let Some(label) = label.and_then(|label| label.strip_suffix(b"-----")) else {
                continue;
            };
            let end = [b"-----END ", label, b"-----"].concat();
            let mut rest = lines.clone();
            let body: Vec<&[u8]> = rest.by_ref().take_while(|line| *line != end).collect();
            // Headers stand before the content; their lines have a colon.
            let body = body.into_iter().filter(|line| !line.contains(&b':'));
            let body = body.flatten().filter(|byte| !byte.is_ascii_whitespace());
            let body: Vec<u8> = body.copied().collect();
            let closed = text.windows(end.len()).any(|window| window == end);
            if let (true, Ok(content)) = (closed, base64::decode(&body)) {
                let label = label.to_vec();
                return Some(Self { label, content });
            }
        }
    }

    /// Says whether the content is one DER sequence of the length that it says.
    fn is_sequence(&self) -> bool {
        let (length, rest) = match self.content.as_slice() {
            [0x30, length @ ..=0x7F, rest @ ..] => (usize::from(*length), rest),
            [0x30, 0x81, length, rest @ ..] => (usize::from(*length), rest),
            [0x30, 0x82, a, b, rest @ ..] => (usize::from(*a) << 8 | usize::from(*b), rest),
            _ => return false,
        };
        length > 0 && rest.len() == length
    }
}
