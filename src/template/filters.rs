//! The filters that templates have beside the engine's own, and bounded forms of those that could grow without end.

use crate::cause::CauseId;
use crate::span::{Sources, Span};
use crate::template::convert::Taker;
use crate::template::engine;
use crate::template::json_path;
use crate::template::meter::Meter;
use crate::yaml::{self, Node};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, filters};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// How long the text may be that a filter makes, in bytes.
const BYTES: usize = 1024 * 1024;
/// How many nodes `to_yaml`, `to_json` and `jsonpath` take.
const NODES: usize = 200_000;
/// How large a compiled regular expression may be, in bytes, and how much more slowly than bytes are copied the worst one goes
/// through a text.
const PROGRAM: usize = 128 * 1024;
const SLOWEST: u64 = 64;
/// How many bytes one step of other work counts as.
const STEP: u64 = 16;
/// The longest DNS label (RFC 1123).
const LABEL: usize = 63;

pub(super) fn register(environment: &mut Environment<'static>, meter: &Meter) {
    for risky in ["batch", "slice", "pprint", "safe", "escape", "e"] {
        environment.remove_filter(risky);
    }
    for risky in ["debug", "namespace"] {
        environment.remove_global(risky);
    }
    weigh_engine_filters(environment, meter);
    let text = |value: Value| engine::text(&value);
    meter.add(environment, "to_yaml", to_yaml);
    meter.add(environment, "to_json", to_json);
    meter.add(environment, "tojson", to_json);
    meter.add(environment, "b64encode", move |value: Value| {
        bounded(STANDARD.encode(text(value)?))
    });
    meter.add(environment, "b64decode", b64decode);
    meter.add(environment, "slug", move |value: Value| {
        Ok::<_, Error>(slug(&text(value)?))
    });
    meter.add(environment, "dns_label", move |value: Value| {
        Ok::<_, Error>(dns_label(&text(value)?))
    });
    meter.add(environment, "trunc", trunc);
    meter.add(environment, "sha256", move |value: Value| {
        Ok::<_, Error>(sha256(&text(value)?))
    });
    meter.add(environment, "required", required);
    meter.add(environment, "indent", indent);
    let work = meter.clone();
    meter.add(environment, "jsonpath", move |value: Value, path: &str| {
        jsonpath(&work, &value, path)
    });
    meter.add(environment, "merge", merge);
    meter.add(environment, "quote", move |value: Value| {
        bounded(serde_json::Value::from(text(value)?).to_string())
    });
    meter.add(environment, "string", text);
    meter.add(environment, "replace", replace);
    let work = meter.clone();
    meter.add(
        environment,
        "regex_replace",
        move |text: &str, pattern: &str, to: &str| regex_replace(&work, text, pattern, to),
    );
    meter.add(environment, "join", join);
    meter.add(environment, "format", format);
}

/// The engine's own filters that copy what they get.
fn weigh_engine_filters(environment: &mut Environment<'static>, meter: &Meter) {
    meter.add(environment, "lower", filters::lower);
    meter.add(environment, "upper", filters::upper);
    meter.add(environment, "title", filters::title);
    meter.add(environment, "capitalize", filters::capitalize);
    meter.add(environment, "trim", filters::trim);
    meter.add(environment, "dictsort", filters::dictsort);
    meter.add(environment, "items", filters::items);
    meter.add(environment, "reverse", filters::reverse);
    meter.add(environment, "split", filters::split);
    meter.add(environment, "lines", filters::lines);
    meter.add(environment, "sort", filters::sort);
    meter.add(environment, "list", filters::list);
    meter.add(environment, "min", filters::min);
    meter.add(environment, "max", filters::max);
    meter.add(environment, "sum", filters::sum);
    meter.add(environment, "select", filters::select);
    meter.add(environment, "reject", filters::reject);
    meter.add(environment, "selectattr", filters::selectattr);
    meter.add(environment, "rejectattr", filters::rejectattr);
    meter.add(environment, "map", filters::map);
    meter.add(environment, "groupby", filters::groupby);
    meter.add(environment, "unique", filters::unique);
    meter.add(environment, "chain", filters::chain);
    meter.add(environment, "zip", filters::zip);
}

fn fault(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

fn bounded(text: String) -> Result<String, Error> {
    if text.len() > BYTES {
        return Err(fault(format!("the text is longer than {BYTES} bytes")));
    }
    Ok(text)
}

/// The place of values that an expression made.
fn nowhere() -> Span {
    Span::whole(Sources::new().add("", &b""[..]))
}

fn node(value: &Value) -> Result<Node, Error> {
    let mut taker = Taker {
        span: nowhere(),
        cause: CauseId::WRITTEN,
        budget: NODES,
    };
    taker.take(value, 0).map_err(|unfit| match unfit {
        super::convert::Unfit::Undefined => Error::from(ErrorKind::UndefinedError),
        other => fault(format!("the value cannot be written: {other:?}")),
    })
}

fn to_yaml(value: Value) -> Result<String, Error> {
    let mut text = String::new();
    yaml::emit(&node(&value)?, &mut text);
    bounded(text.trim_end_matches('\n').to_owned())
}

fn to_json(value: Value) -> Result<String, Error> {
    bounded(yaml::json::compact(
        &node(&value)?,
        yaml::json::Escapes::Needed,
    ))
}

fn b64decode(text: &str) -> Result<String, Error> {
    let bytes = STANDARD
        .decode(text)
        .map_err(|error| fault(format!("not base64: {error}")))?;
    String::from_utf8(bytes).map_err(|_| fault("the decoded bytes are no UTF-8 text"))
}

/// Lower-case letters, digits and single hyphens; neither first nor last is a hyphen.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A slug of at most 63 bytes; a longer one ends in seven digits of its SHA-256, so that two of them stay apart.
fn dns_label(text: &str) -> String {
    let slug = slug(text);
    if slug.len() <= LABEL {
        return slug;
    }
    let head = slug[..LABEL - 8].trim_end_matches('-');
    format!("{head}-{}", &sha256(text)[..7])
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("writing to a string does not fail");
            hex
        })
}

/// The first `length` characters; of a negative length the last ones, as in sprig.
fn trunc(text: &str, length: i64) -> String {
    let count = usize::try_from(length.unsigned_abs()).unwrap_or(usize::MAX);
    if length >= 0 {
        return text.chars().take(count).collect();
    }
    let skipped = text.chars().count().saturating_sub(count);
    text.chars().skip(skipped).collect()
}

fn required(value: Value, message: Option<String>) -> Result<Value, Error> {
    let absent = value.is_undefined() || value.is_none() || value.as_str() == Some("");
    if absent {
        return Err(fault(
            message.unwrap_or_else(|| "a required value is missing".to_owned()),
        ));
    }
    Ok(value)
}

fn indent(text: &str, width: usize, options: Kwargs) -> Result<String, Error> {
    let first: Option<bool> = options.get("first")?;
    let blank: Option<bool> = options.get("blank")?;
    options.assert_all_used()?;
    let lines = text.lines().count();
    if width > 256 || text.len() + lines * width > BYTES {
        return Err(fault(format!(
            "the text is longer than {BYTES} bytes, or the indent wider than 256"
        )));
    }
    let pad = " ".repeat(width);
    let mut indented = String::with_capacity(text.len() + lines * width);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let is_blank = line.trim_end_matches(['\n', '\r']).is_empty();
        if (number > 0 || first == Some(true)) && (!is_blank || blank == Some(true)) {
            indented.push_str(&pad);
        }
        indented.push_str(line);
    }
    Ok(indented)
}

fn jsonpath(work: &Meter, value: &Value, path: &str) -> Result<Value, Error> {
    use jsonpath_rust::JsonPath as _;
    if let Some(why) = json_path::refuse_path(path) {
        return Err(fault(why));
    }
    let node = node(value)?;
    work.spend(json_path::path_cost(path, &node).saturating_mul(STEP))?;
    let json = yaml::json::to_serde(&node);
    let found = json
        .query(path)
        .map_err(|error| fault(format!("not a JSONPath (RFC 9535): {error}")))?;
    let span = nowhere();
    Ok(found
        .into_iter()
        .map(|item| super::convert::to_value(&yaml::json::from_serde(item, span, CauseId::WRITTEN)))
        .collect())
}

/// A map with another merged in: maps key by key, a null removes, everything else replaces.
fn merge(base: Value, over: Value) -> Result<Value, Error> {
    let (mut base, over) = (node(&base)?, node(&over)?);
    for node in [&base, &over] {
        if node.as_map().is_none() {
            let found = node.value.type_name();
            return Err(fault(format!("`merge` takes two maps, found a {found}")));
        }
    }
    yaml::merge(&mut base, over);
    Ok(super::convert::to_value(&base))
}

fn replace(text: &str, from: &str, to: &str) -> Result<String, Error> {
    if from.is_empty() {
        return Err(fault("nothing to look for: the first argument is empty"));
    }
    let grown = text.len() + text.matches(from).count() * to.len();
    if grown > BYTES {
        return Err(fault(format!("the text is longer than {BYTES} bytes")));
    }
    Ok(text.replace(from, to))
}

fn regex_replace(work: &Meter, text: &str, pattern: &str, to: &str) -> Result<String, Error> {
    work.spend(PROGRAM as u64 / 2 + text.len() as u64 * SLOWEST)?;
    let regex = regex::RegexBuilder::new(pattern)
        .size_limit(PROGRAM)
        .build()
        .map_err(|error| {
            let text = error.to_string();
            let why = text.rsplit("error: ").next().unwrap_or(&text).trim();
            fault(format!("`{pattern}` is no regular expression (RE2): {why}"))
        })?;
    let mut replaced = String::new();
    let mut done = 0;
    for captures in regex.captures_iter(text) {
        let whole = captures.get(0).expect("group 0 is the match");
        replaced.push_str(&text[done..whole.start()]);
        captures.expand(to, &mut replaced);
        done = whole.end();
        if replaced.len() > BYTES {
            return Err(fault(format!("the text is longer than {BYTES} bytes")));
        }
    }
    replaced.push_str(&text[done..]);
    bounded(replaced)
}

fn join(value: Value, separator: Option<String>) -> Result<String, Error> {
    let separator = separator.unwrap_or_default();
    let mut joined = String::new();
    for (number, item) in value.try_iter()?.enumerate() {
        if number > 0 {
            joined.push_str(&separator);
        }
        joined.push_str(&engine::text(&item)?);
        if joined.len() > BYTES {
            return Err(fault(format!("the text is longer than {BYTES} bytes")));
        }
    }
    Ok(joined)
}

/// `%s`, `%d` and `%%` of printf; widths and other verbs are left to filters that say what they do.
fn format(pattern: &str, values: minijinja::value::Rest<Value>) -> Result<String, Error> {
    let mut values = values.iter();
    let mut formatted = String::new();
    let mut pieces = pattern.split('%');
    formatted.push_str(pieces.next().unwrap_or_default());
    while let Some(piece) = pieces.next() {
        let mut characters = piece.chars();
        match characters.next() {
            Some(verb @ ('s' | 'd')) => {
                let value = values
                    .next()
                    .ok_or_else(|| fault("fewer values than `%s` in the pattern"))?;
                if verb == 'd' && value.kind() != ValueKind::Number {
                    return Err(fault(format!(
                        "`%d` takes a number, not {}",
                        engine::kind_name(value.kind())
                    )));
                }
                formatted.push_str(&engine::text(value)?);
            }
            None => {
                formatted.push('%');
                formatted.push_str(pieces.next().unwrap_or_default());
                continue;
            }
            Some(other) => {
                return Err(fault(format!(
                    "`%{other}` is not known: `%s`, `%d` and `%%` are"
                )));
            }
        }
        formatted.push_str(characters.as_str());
    }
    if values.next().is_some() {
        return Err(fault("more values than `%s` in the pattern"));
    }
    bounded(formatted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_valid_and_stay_apart() {
        assert_eq!(slug("  Größe & Co. "), "gr-e-co");
        let long = |last: char| dns_label(&format!("{}{last}", "a-".repeat(40)));
        assert_eq!(dns_label("Shop_DEV"), "shop-dev");
        assert!(long('x').len() <= LABEL && long('x') != long('y'));
    }

    #[test]
    fn truncation_counts_characters_from_either_end() {
        assert_eq!(trunc("grün", 3), "grü");
        assert_eq!(trunc("grün", -2), "ün");
        assert_eq!(trunc("a", -9), "a");
    }

    #[test]
    fn formats_what_it_says_and_no_more() {
        let rest = |values: &[i32]| {
            minijinja::value::Rest(values.iter().map(|v| Value::from(*v)).collect())
        };
        assert_eq!(
            format("%s-%d%%", rest(&[1, 2])).expect("two values"),
            "1-2%"
        );
        assert!(format("%1000000000d", rest(&[1])).is_err());
        assert!(format("%s", rest(&[1, 2])).is_err());
    }
}
