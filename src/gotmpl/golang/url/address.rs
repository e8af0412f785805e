//! IPv6 addresses, by the rules of Go's `net/netip`.

use crate::strconv::quote;

/// Checks that a text is an IPv6 address, perhaps with a zone.
///
/// # Errors
/// Go's error text.
pub(super) fn check(text: &[u8]) -> Result<(), String> {
    let told = |what: Told<'_>| {
        let at = what
            .at
            .map_or(String::new(), |at| format!(" (at {})", quote(at)));
        Err(format!(
            "invalid host: ParseAddr({}): {}{at}",
            quote(text),
            what.message
        ))
    };
    let kind = text.iter().find(|byte| matches!(byte, b'.' | b':' | b'%'));
    match kind {
        Some(b'.') => match version4(text) {
            Ok(()) => Err("invalid IP-literal".to_owned()),
            Err(what) => told(what),
        },
        Some(b':') => version6(text).or_else(told),
        Some(_) => told(Told::new("missing IPv6 address")),
        None => told(Told::new("unable to parse IP")),
    }
}

/// What is wrong, and the rest of the text from there on.
struct Told<'t> {
    message: &'static str,
    at: Option<&'t [u8]>,
}

impl<'t> Told<'t> {
    fn new(message: &'static str) -> Self {
        Self { message, at: None }
    }

    fn at(message: &'static str, at: &'t [u8]) -> Self {
        let at = Some(at).filter(|at| !at.is_empty());
        Self { message, at }
    }
}

fn version4(text: &[u8]) -> Result<(), Told<'_>> {
    let (mut value, mut digits, mut dots) = (0u32, 0, 0);
    let mut before = b'.';
    for (at, &byte) in text.iter().enumerate() {
        let rest = text.get(at..).unwrap_or_default();
        match byte {
            b'0'..=b'9' => {
                if digits == 1 && value == 0 {
                    return Err(Told::new("IPv4 field has octet with leading zero"));
                }
                value = value * 10 + u32::from(byte - b'0');
                digits += 1;
                if value > 255 {
                    return Err(Told::new("IPv4 field has value >255"));
                }
            }
            b'.' if before == b'.' || rest.len() == 1 => {
                let message = "IPv4 field must have at least one digit";
                return Err(Told::at(message, rest));
            }
            b'.' if dots == 3 => return Err(Told::new("IPv4 address too long")),
            b'.' => (value, digits, dots) = (0, 0, dots + 1),
            _ => return Err(Told::at("unexpected character", rest)),
        }
        before = byte;
    }
    if dots < 3 {
        return Err(Told::new("IPv4 address too short"));
    }
    Ok(())
}

/// Fields of an IPv6 address.
const FIELDS: usize = 8;

fn version6(text: &[u8]) -> Result<(), Told<'_>> {
    let zone = text.iter().position(|byte| *byte == b'%');
    let (mut rest, zone) = text
        .split_at_checked(zone.unwrap_or(text.len()))
        .unwrap_or((text, &[]));
    if zone.len() == 1 {
        return Err(Told::new("zone must be a non-empty string"));
    }
    let mut ellipsis = false;
    if let Some(behind) = rest.strip_prefix(b"::") {
        ellipsis = true;
        rest = behind;
        if rest.is_empty() {
            return Ok(());
        }
    }
    let mut fields = 0;
    while fields < FIELDS {
        let behind = field(rest)?;
        if behind.starts_with(b".") {
            embedded(rest, fields, ellipsis)?;
            rest = &[];
            fields += 2;
            break;
        }
        fields += 1;
        rest = separator(behind, &mut ellipsis)?;
        if rest.is_empty() {
            break;
        }
    }
    if !rest.is_empty() {
        return Err(Told::at("trailing garbage after address", rest));
    }
    match (fields < FIELDS, ellipsis) {
        (true, false) => Err(Told::new("address string too short")),
        (false, true) => Err(Told::new(
            "the :: must expand to at least one field of zeros",
        )),
        _ => Ok(()),
    }
}

/// Reads what stands behind a field: a colon, or two of them once; returns what is behind that.
fn separator<'t>(text: &'t [u8], ellipsis: &mut bool) -> Result<&'t [u8], Told<'t>> {
    match text {
        [] => Ok(text),
        [b':'] => Err(Told::at("colon must be followed by more characters", text)),
        [b':', b':', ..] if *ellipsis => {
            let at = text.get(1..).unwrap_or_default();
            Err(Told::at("multiple :: in address", at))
        }
        [b':', b':', behind @ ..] => {
            *ellipsis = true;
            Ok(behind)
        }
        [b':', behind @ ..] => Ok(behind),
        _ => Err(Told::at("unexpected character, want colon", text)),
    }
}

/// Reads a field; returns what is behind it.
fn field(text: &[u8]) -> Result<&[u8], Told<'_>> {
    let digits = text
        .iter()
        .take_while(|byte| byte.is_ascii_hexdigit())
        .count();
    match digits {
        0 => Err(Told::at(
            "each colon-separated field must have at least one digit",
            text,
        )),
        1..=4 => Ok(text.get(digits..).unwrap_or_default()),
        _ => Err(Told::at("each group must have 4 or less digits", text)),
    }
}

/// Reads an IPv4 address at the end of an IPv6 address.
fn embedded(text: &[u8], fields: usize, ellipsis: bool) -> Result<(), Told<'_>> {
    if !ellipsis && fields != 6 {
        let message = "embedded IPv4 address must replace the final 2 fields of the address";
        return Err(Told::at(message, text));
    }
    if fields > 6 {
        let message = "too many hex fields to fit an embedded IPv4 at the end of the address";
        return Err(Told::at(message, text));
    }
    version4(text)
}
