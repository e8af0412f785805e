//! Texts that are too long: shortened by an ellipsis, or broken into lines. Widths count bytes.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::types::Type;
use super::super::value::Value;
use super::table::sprig;
use memchr::{memchr, memrchr};

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    sprig("abbrev", &[Type::Int, Type::Text], Type::Text, abbrev),
    sprig(
        "abbrevboth",
        &[Type::Int, Type::Int, Type::Text],
        Type::Text,
        abbrevboth,
    ),
    sprig("wrap", &[Type::Int, Type::Text], Type::Text, wrap),
    sprig(
        "wrapWith",
        &[Type::Int, Type::Text, Type::Text],
        Type::Text,
        wrap_with,
    ),
];

type Result = std::result::Result<Value, FnError>;

fn abbrev(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (width, text) = (args::int(args, 0)?, args::text(args, 1)?);
    if width < 4 {
        return Ok(Value::Text(text.clone()));
    }
    Ok(Value::from(abbreviated(text, 0, width as usize)))
}

fn abbrevboth(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (left, right) = (args::int(args, 0)?, args::int(args, 1)?);
    let text = args::text(args, 2)?;
    if right < 4 || (left > 0 && right < 7) {
        return Ok(Value::Text(text.clone()));
    }
    let offset = usize::try_from(left).unwrap_or(0);
    Ok(Value::from(abbreviated(text, offset, right as usize)))
}

const ELLIPSIS: &[u8] = b"...";

/// Returns at most `width` bytes of a text, which is at least 4, and 7 with an offset: what stands at the offset is among them.
fn abbreviated(text: &[u8], offset: usize, width: usize) -> Vec<u8> {
    let length = text.len();
    if length <= width {
        return text.to_vec();
    }
    let shown = width - ELLIPSIS.len();
    let offset = offset.min(length - shown);
    if offset <= 4 {
        let head = text.get(..shown).unwrap_or_default();
        return [head, ELLIPSIS].concat();
    }
    if offset + shown < length {
        let tail = text.get(offset..).unwrap_or_default();
        return [ELLIPSIS, &abbreviated(tail, 0, shown)].concat();
    }
    let tail = text.get(length - shown..).unwrap_or_default();
    [ELLIPSIS, tail].concat()
}

fn wrap(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (width, text) = (args::int(args, 0)?, args::text(args, 1)?);
    wrapped(context, text, width, b"\n", false)
}

fn wrap_with(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (width, line_break) = (args::int(args, 0)?, args::text(args, 1)?);
    let line_break: &[u8] = match line_break.as_bytes() {
        [] => b"\n",
        given => given,
    };
    wrapped(context, args::text(args, 2)?, width, line_break, true)
}

/// Breaks a text at blanks so that lines have at most `width` bytes; words that are longer only if asked.
fn wrapped(
    context: &mut Context<'_>,
    text: &[u8],
    width: i64,
    line_break: &[u8],
    breaks_words: bool,
) -> Result {
    let width = usize::try_from(width.max(1)).unwrap_or(usize::MAX);
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    context.claim(text.len())?;
    while rest.len() > width {
        if let [b' ', behind @ ..] = rest {
            rest = behind;
            continue;
        }
        let Some((end, skipped)) = line_end(rest, width, breaks_words) else {
            break;
        };
        let (line, behind) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        context.claim(line_break.len())?;
        out.extend_from_slice(line);
        out.extend_from_slice(line_break);
        rest = behind.get(skipped..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    Ok(Value::from(out))
}

/// Returns where the line ends and how many bytes the break replaces; `None` if the rest is one line.
fn line_end(rest: &[u8], width: usize, breaks_words: bool) -> Option<(usize, usize)> {
    let window = rest.get(..=width).unwrap_or(rest);
    if let Some(blank) = memrchr(b' ', window) {
        return Some((blank, 1));
    }
    if breaks_words {
        return Some((width, 0));
    }
    let behind = rest.get(width..).unwrap_or_default();
    memchr(b' ', behind).map(|blank| (width + blank, 1))
}
