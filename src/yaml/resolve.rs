//! What a scalar means: `sigs.k8s.io/yaml` v1.6.0 on `go.yaml.in/yaml/v2` v2.4.3.

use super::fault::Problem;
use super::node::{Number, Value};
use super::numeral;
use super::outline::Written;
use super::timestamp;
use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::borrow::Cow;
use std::sync::Arc;

/// What a scalar is, its text still borrowed.
#[derive(Debug, PartialEq)]
pub(super) enum Scalar<'a> {
    Null,
    Bool(bool),
    /// May be infinite or NaN, which only keys may be.
    Number(Number),
    Text(Cow<'a, str>),
}

/// What begins the tags of YAML itself.
pub(super) const STANDARD: &str = "tag:yaml.org,2002:";

/// Returns what Go's reader makes of a scalar without quotes and without a tag; `None` where it refuses the whole text, which
/// it does for infinity and NaN.
///
/// ```
/// use dodona::yaml::{Value, resolve_plain};
/// assert_eq!(resolve_plain("yes"), Some(Value::Bool(true)));
/// assert_eq!(resolve_plain("2001-01-01"), Some(Value::from("2001-01-01")));
/// assert_eq!(resolve_plain(".inf"), None);
/// ```
#[must_use]
pub fn resolve_plain(text: &str) -> Option<Value> {
    match plain(Cow::Borrowed(text)) {
        Scalar::Null => Some(Value::Null),
        Scalar::Bool(value) => Some(Value::Bool(value)),
        Scalar::Number(Number::Float(value)) if !value.is_finite() => None,
        Scalar::Number(value) => Some(Value::Number(value)),
        Scalar::Text(text) => Some(Value::String(Arc::from(&*text))),
    }
}

/// Resolves a scalar that has neither quotes nor a tag.
pub(super) fn plain(text: Cow<'_, str>) -> Scalar<'_> {
    match special(&text) {
        Some(scalar) => scalar,
        None => Scalar::Text(text),
    }
}

/// Returns what a plain scalar is when it is not text.
fn special(text: &str) -> Option<Scalar<'static>> {
    match *text.as_bytes().first().unwrap_or(&b'~') {
        b'0'..=b'9' => numeral::parse(text).map(Scalar::Number),
        b'+' | b'-' | b'.' => infinity(text)
            .map(Number::Float)
            .or_else(|| match text.starts_with('.') {
                true => numeral::parse_point(text),
                false => numeral::parse(text),
            })
            .map(Scalar::Number),
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~'
            if text.len() <= 5 =>
        {
            word(text)
        }
        _ => None,
    }
}

fn word(text: &str) -> Option<Scalar<'static>> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Some(Scalar::Bool(true))
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Some(Scalar::Bool(false))
        }
        "" | "~" | "null" | "Null" | "NULL" => Some(Scalar::Null),
        _ => None,
    }
}

fn infinity(text: &str) -> Option<f64> {
    match text {
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// Resolves a scalar as it is written.
pub(super) fn written(scalar: Written<'_>) -> Result<Scalar<'_>, Problem> {
    match scalar.tag {
        Some(tag) => tagged(&tag, scalar.text),
        None if scalar.is_plain => Ok(plain(scalar.text)),
        None => Ok(Scalar::Text(scalar.text)),
    }
}

/// Resolves a scalar with a tag, written out in full; quotes make no difference then.
fn tagged<'a>(tag: &str, text: Cow<'a, str>) -> Result<Scalar<'a>, Problem> {
    let Some(kind) = tag.strip_prefix(STANDARD) else {
        return Ok(Scalar::Text(text));
    };
    match kind {
        "binary" => binary(&text).map(|text| Scalar::Text(Cow::Owned(text))),
        "bool" => match plain(text) {
            scalar @ Scalar::Bool(_) => Ok(scalar),
            _ => Err(Problem::TagMismatch("boolean")),
        },
        "int" => match plain(text) {
            scalar @ Scalar::Number(Number::Int(_) | Number::Uint(_)) => Ok(scalar),
            _ => Err(Problem::TagMismatch("integer")),
        },
        "float" => float(text),
        "null" => match plain(text) {
            Scalar::Null => Ok(Scalar::Null),
            _ => Err(Problem::TagMismatch("null")),
        },
        "timestamp" if timestamp::is_timestamp(&text) => Ok(Scalar::Text(text)),
        "timestamp" => Err(Problem::TagMismatch("timestamp")),
        _ => Ok(Scalar::Text(text)),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an integer that is tagged as a float becomes the nearest one"
)]
fn float(text: Cow<'_, str>) -> Result<Scalar<'_>, Problem> {
    match plain(text) {
        scalar @ Scalar::Number(Number::Float(_)) => Ok(scalar),
        Scalar::Number(Number::Int(value)) => Ok(Scalar::Number(Number::Float(value as f64))),
        _ => Err(Problem::TagMismatch("float")),
    }
}

/// Decodes base64 as Go does: line breaks do not count, padding does, the bits behind the last byte do not.
fn binary(text: &str) -> Result<String, Problem> {
    let config = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireCanonical);
    let engine = GeneralPurpose::new(&base64::alphabet::STANDARD, config);
    let compact = text.replace(['\r', '\n'], "");
    let bytes = engine.decode(compact).map_err(|_| Problem::BadBase64)?;
    Ok(replace_invalid(&bytes))
}

/// Turns bytes into text; each byte that is no UTF-8 becomes U+FFFD, as Go's `encoding/json` writes it.
fn replace_invalid(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '\u{FFFD}'));
    }
    text
}
