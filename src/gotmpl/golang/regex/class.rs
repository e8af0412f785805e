//! Character classes: what stands in brackets, and classes with names.

use super::escape::{escape, next};
use super::fault::{BRACKET, CLASS_RANGE, Fault, read};
use super::names::{self, Named};

/// Part of a class, as it is written for Rust within brackets.
type Item = String;

/// Reads a class in brackets; returns it as it is written for Rust.
pub(super) fn class(text: &str) -> Result<(String, &str), Fault> {
    let mut rest = text.strip_prefix('[').unwrap_or(text);
    let mut out = String::from("[");
    if let Some(behind) = rest.strip_prefix('^') {
        rest = behind;
        out.push('^');
    }
    let mut first = true;
    let mut empty = true;
    while first || !rest.starts_with(']') {
        first = false;
        let (item, behind) = match group(rest)? {
            Some(found) => found,
            None => range(text, rest)?,
        };
        empty &= item.is_empty();
        out.push_str(&item);
        rest = behind;
    }
    if empty {
        // Nothing but surrogates, which no text has.
        out.push_str(NOTHING);
    }
    out.push(']');
    Ok((out, rest.strip_prefix(']').unwrap_or_default()))
}

/// A class within a class that no character is in.
const NOTHING: &str = r"[^\x{0}-\x{10FFFF}]";

/// Reads a class with a name, if there is one: `[:alpha:]`, `\pL`, `\d`.
fn group(text: &str) -> Result<Option<(Item, &str)>, Fault> {
    if text.len() > 2
        && text.starts_with("[:")
        && let Some(found) = posix(text)?
    {
        return Ok(Some(found));
    }
    if let Some(found) = unicode(text)? {
        return Ok(Some(found));
    }
    Ok(perl(text))
}

/// Reads a character or a range of them.
fn range<'t>(class: &str, text: &'t str) -> Result<(Item, &'t str), Fault> {
    let (low, mut rest) = single(class, text)?;
    let mut high = low;
    if let Some(behind) = rest.strip_prefix('-')
        && !behind.is_empty()
        && !behind.starts_with(']')
    {
        (high, rest) = single(class, behind)?;
        if high < low {
            return Err(Fault::new(CLASS_RANGE, read(text, rest)));
        }
    }
    Ok((written(low, high), rest))
}

fn single<'t>(class: &str, text: &'t str) -> Result<(u32, &'t str), Fault> {
    match next(text) {
        None => Err(Fault::new(BRACKET, class)),
        Some(('\\', _)) => escape(text),
        Some((c, rest)) => Ok((u32::from(c), rest)),
    }
}

/// Writes a range; surrogates at its ends are left out, since no text has them.
pub(super) fn written(low: u32, high: u32) -> String {
    let surrogate = |code: u32| (0xD800..=0xDFFF).contains(&code);
    let low = if surrogate(low) { 0xE000 } else { low };
    let high = if surrogate(high) { 0xD7FF } else { high };
    if low > high {
        return String::new();
    }
    format!(r"\x{{{low:X}}}-\x{{{high:X}}}")
}

/// Reads a class that Perl has; returns it as it is written within brackets.
pub(super) fn perl(text: &str) -> Option<(Item, &str)> {
    let (name, rest) = text.split_at_checked(2)?;
    let item = match name {
        r"\d" => "0-9",
        r"\D" => "[^0-9]",
        r"\s" => r"\t\n\x{C}\r\x{20}",
        r"\S" => r"[^\t\n\x{C}\r\x{20}]",
        r"\w" => "0-9A-Za-z_",
        r"\W" => "[^0-9A-Za-z_]",
        _ => return None,
    };
    Some((item.to_owned(), rest))
}

fn posix(text: &str) -> Result<Option<(Item, &str)>, Fault> {
    let body = text.strip_prefix("[:").unwrap_or_default();
    let Some((name, rest)) = body.split_once(":]") else {
        return Ok(None);
    };
    let (bare, negated) = match name.strip_prefix('^') {
        Some(bare) => (bare, true),
        None => (name, false),
    };
    let item = match bare {
        "alnum" => "0-9A-Za-z",
        "alpha" => "A-Za-z",
        "ascii" => r"\x{0}-\x{7F}",
        "blank" => r"\t\x{20}",
        "cntrl" => r"\x{0}-\x{1F}\x{7F}",
        "digit" => "0-9",
        "graph" => r"\x{21}-\x{7E}",
        "lower" => "a-z",
        "print" => r"\x{20}-\x{7E}",
        "punct" => r"\x{21}-\x{2F}\x{3A}-\x{40}\x{5B}-\x{60}\x{7B}-\x{7E}",
        "space" => r"\t-\r\x{20}",
        "upper" => "A-Z",
        "word" => "0-9A-Za-z_",
        "xdigit" => "0-9A-Fa-f",
        _ => return Err(Fault::new(CLASS_RANGE, read(text, rest))),
    };
    let item = if negated {
        format!("[^{item}]")
    } else {
        item.to_owned()
    };
    Ok(Some((item, rest)))
}

/// Reads a class that Unicode has, if there is one: `\pL`, `\P{Greek}`, `\p{^Greek}`.
pub(super) fn unicode(text: &str) -> Result<Option<(Item, &str)>, Fault> {
    let (body, mut negated) = match (text.strip_prefix(r"\p"), text.strip_prefix(r"\P")) {
        (Some(body), _) => (body, false),
        (_, Some(body)) => (body, true),
        (None, None) => return Ok(None),
    };
    let Some((first, behind)) = next(body) else {
        return Err(Fault::new(super::fault::UTF8, ""));
    };
    let (name, rest) = if first == '{' {
        behind
            .split_once('}')
            .ok_or_else(|| Fault::new(CLASS_RANGE, text))?
    } else {
        (read(body, behind), behind)
    };
    let bare = name.strip_prefix('^').unwrap_or(name);
    negated ^= bare.len() != name.len();
    let named = names::find(bare).ok_or_else(|| Fault::new(CLASS_RANGE, read(text, rest)))?;
    let sign = |negated: bool| if negated { 'P' } else { 'p' };
    let item = match named {
        Named::Any if negated => NOTHING.to_owned(),
        Named::Any => r"\x{0}-\x{10FFFF}".to_owned(),
        Named::Ascii if negated => r"[^\x{0}-\x{7F}]".to_owned(),
        Named::Ascii => r"\x{0}-\x{7F}".to_owned(),
        Named::Assigned => format!(r"\{}{{gc=Cn}}", sign(!negated)),
        // Rust has no surrogates to put into a class.
        Named::Category("Cs") if negated => r"\x{0}-\x{10FFFF}".to_owned(),
        Named::Category("Cs") => NOTHING.to_owned(),
        Named::Category(name) => format!(r"\{}{{gc={name}}}", sign(negated)),
        Named::Script(name) => format!(r"\{}{{sc={name}}}", sign(negated)),
    };
    Ok(Some((item, rest)))
}
