//! URLs.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::golang::url::Url;
use super::super::map::Map;
use super::super::text::Text;
use super::super::types::Type;
use super::super::value::Value;
use super::table::sprig;

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    sprig("urlParse", &[Type::Text], Type::AnyMap, url_parse),
    sprig("urlJoin", &[Type::AnyMap], Type::Text, url_join),
];

type Result<T = Value> = std::result::Result<T, FnError>;

fn url_parse(_: &mut Context<'_>, args: &[Value]) -> Result {
    let url = Url::parse(args::text(args, 0)?)
        .map_err(|what| FnError::new(format!("unable to parse url: {what}")))?;
    let user = url.user.as_ref().map(|user| user.text());
    let parts = [
        ("scheme", url.scheme.as_slice()),
        ("host", &url.host),
        ("hostname", url.host_name()),
        ("path", &url.path),
        ("query", &url.query),
        ("opaque", &url.opaque),
        ("fragment", &url.fragment),
        ("userinfo", &user.unwrap_or_default()),
    ];
    Ok(Value::Map(Map::any(parts.map(|(name, part)| {
        (Text::from(name), Value::text(part))
    }))))
}

/// Returns a text of the dict; empty where there is none.
fn part(dict: &Map, key: &str) -> Result<Vec<u8>> {
    match dict.get(key.as_bytes()) {
        None => Ok(Vec::new()),
        Some(Value::Text(text)) => Ok(text.to_vec()),
        Some(Value::Nil) => Err(FnError::nil_dereference()),
        Some(other) => {
            let kind = other.kind().name();
            let what =
                format!("unable to parse {key} key, must be of type string, but {kind} found");
            Err(FnError::new(what))
        }
    }
}

fn url_join(_: &mut Context<'_>, args: &[Value]) -> Result {
    let dict = args::map(args, 0)?;
    let mut url = Url {
        scheme: part(dict, "scheme")?,
        host: part(dict, "host")?,
        path: part(dict, "path")?,
        query: part(dict, "query")?,
        opaque: part(dict, "opaque")?,
        fragment: part(dict, "fragment")?,
        user: None,
    };
    let user = part(dict, "userinfo")?;
    if !user.is_empty() {
        let with_user = [b"proto://", user.as_slice(), b"@host"].concat();
        let parsed = Url::parse(&with_user)
            .map_err(|what| FnError::new(format!("unable to parse userinfo in dict: {what}")))?;
        url.user = parsed.user;
    }
    Ok(Value::from(url.text()))
}
