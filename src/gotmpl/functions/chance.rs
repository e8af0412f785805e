//! Functions whose results are by chance: they fail by name, but where a stand-in gives a seed.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::golang::base64;
use super::super::text::Runes;
use super::super::types::Type;
use super::super::value::Value;
use super::table::{fallible, sprig, unpredictable};

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    unpredictable(sprig(
        "randAlphaNum",
        &[Type::Int],
        Type::Text,
        alphanumeric,
    )),
    unpredictable(sprig("randAlpha", &[Type::Int], Type::Text, alphabetic)),
    unpredictable(sprig("randAscii", &[Type::Int], Type::Text, ascii)),
    unpredictable(sprig("randNumeric", &[Type::Int], Type::Text, numeric)),
    unpredictable(sprig(
        "randInt",
        &[Type::Int, Type::Int],
        Type::Int,
        integer,
    )),
    unpredictable(fallible(sprig(
        "randBytes",
        &[Type::Int],
        Type::Text,
        bytes,
    ))),
    unpredictable(sprig("shuffle", &[Type::Text], Type::Text, shuffle)),
    unpredictable(sprig("uuidv4", &[], Type::Text, uuid)),
];

type Result<T = Value> = std::result::Result<T, FnError>;

const DIGITS: &[u8] = b"0123456789";
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Draws a number below a bound.
fn below(context: &mut Context<'_>, bound: u64) -> Result<u64> {
    Ok(context.random()? % bound.max(1))
}

fn drawn(context: &mut Context<'_>, args: &[Value], from: &[u8]) -> Result {
    let count = args::int(args, 0)?;
    let count = usize::try_from(count).unwrap_or(0);
    context.claim(count)?;
    let mut text = Vec::new();
    // Without a seed even an empty text is refused, so that the fault shows wherever the function stands.
    context.random()?;
    for _ in 0..count {
        let at = below(context, from.len() as u64)? as usize;
        text.extend(from.get(at));
    }
    Ok(Value::from(text))
}

fn alphanumeric(context: &mut Context<'_>, args: &[Value]) -> Result {
    drawn(context, args, &[LETTERS, DIGITS].concat())
}

fn alphabetic(context: &mut Context<'_>, args: &[Value]) -> Result {
    drawn(context, args, LETTERS)
}

fn ascii(context: &mut Context<'_>, args: &[Value]) -> Result {
    drawn(context, args, &(b' '..=b'~').collect::<Vec<u8>>())
}

fn numeric(context: &mut Context<'_>, args: &[Value]) -> Result {
    drawn(context, args, DIGITS)
}

fn integer(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (least, bound) = (args::int(args, 0)?, args::int(args, 1)?);
    let width = bound.wrapping_sub(least);
    if width <= 0 {
        return Err(FnError::new("invalid argument to Intn"));
    }
    let drawn = below(context, width as u64)? as i64;
    Ok(Value::Int(least.wrapping_add(drawn)))
}

fn bytes(context: &mut Context<'_>, args: &[Value]) -> Result {
    let count = usize::try_from(args::int(args, 0)?)
        .map_err(|_| FnError::new("runtime error: makeslice: len out of range"))?;
    context.random()?;
    context.claim(count.saturating_mul(2))?;
    let mut bytes = Vec::new();
    for _ in 0..count {
        bytes.push(context.random()? as u8);
    }
    Ok(Value::from(base64::encode(&bytes)))
}

fn shuffle(context: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?;
    context.random()?;
    context.claim(text.len().saturating_mul(4))?;
    let mut runes: Vec<char> = Runes::new(text).map(|(_, rune, _)| rune).collect();
    for last in (1..runes.len()).rev() {
        let other = below(context, last as u64 + 1)? as usize;
        runes.swap(last, other);
    }
    Ok(Value::from(runes.into_iter().collect::<String>()))
}

fn uuid(context: &mut Context<'_>, _: &[Value]) -> Result {
    let (high, low) = (context.random()?, context.random()?);
    let high = high & !0xF000 | 0x4000;
    let low = low & !(0b11 << 62) | 0b10 << 62;
    Ok(Value::from(format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF
    )))
}
