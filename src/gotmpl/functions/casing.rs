//! Upper and lower case, and the case of identifiers. All mappings are one character to one, as Go's are.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::golang::strings;
use super::super::types::Type;
use super::super::unicode::{is_digit, to_lower, to_title, to_upper};
use super::super::unicode::{is_letter, is_lower, is_space, is_title, is_upper};
use super::super::value::Value;
use super::table::sprig;
use super::words;

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    sprig("upper", &[Type::Text], Type::Text, upper),
    sprig("lower", &[Type::Text], Type::Text, lower),
    sprig("title", &[Type::Text], Type::Text, title),
    sprig("untitle", &[Type::Text], Type::Text, untitle),
    sprig("swapcase", &[Type::Text], Type::Text, swapcase),
    sprig("snakecase", &[Type::Text], Type::Text, snakecase),
    sprig("kebabcase", &[Type::Text], Type::Text, kebabcase),
    sprig("camelcase", &[Type::Text], Type::Text, camelcase),
];

type Result = std::result::Result<Value, FnError>;

fn mapped(args: &[Value], mapping: impl FnMut(char) -> char) -> Result {
    Ok(Value::from(strings::map(args::text(args, 0)?, mapping)))
}

fn upper(_: &mut Context<'_>, args: &[Value]) -> Result {
    mapped(args, to_upper)
}

fn lower(_: &mut Context<'_>, args: &[Value]) -> Result {
    mapped(args, to_lower)
}

fn title(_: &mut Context<'_>, args: &[Value]) -> Result {
    let mut before = ' ';
    mapped(args, |rune| {
        let starts = separates(before);
        before = rune;
        if starts { to_title(rune) } else { rune }
    })
}

/// Says whether a word begins behind the character. An apostrophe separates; a dash outside ASCII does not.
fn separates(rune: char) -> bool {
    if rune.is_ascii() {
        return !(rune.is_ascii_alphanumeric() || rune == '_');
    }
    !is_letter(rune) && !is_digit(rune) && is_space(rune)
}

fn untitle(_: &mut Context<'_>, args: &[Value]) -> Result {
    let mut starts = true;
    mapped(args, |rune| {
        let lowers = starts && !is_space(rune);
        starts = is_space(rune);
        if lowers { to_lower(rune) } else { rune }
    })
}

/// Upper case becomes lower; lower case becomes upper, and title case at the start of a word.
fn swapcase(_: &mut Context<'_>, args: &[Value]) -> Result {
    let mut starts = true;
    mapped(args, |rune| {
        let first = starts;
        starts = false;
        if is_upper(rune) || is_title(rune) {
            return to_lower(rune);
        }
        if is_lower(rune) {
            return if first {
                to_title(rune)
            } else {
                to_upper(rune)
            };
        }
        starts = is_space(rune);
        rune
    })
}

fn snakecase(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(words::joined(args::text(args, 0)?, '_')))
}

fn kebabcase(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(words::joined(args::text(args, 0)?, '-')))
}

fn camelcase(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(words::pascal(args::text(args, 0)?)))
}
