//! Regular expressions.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function, Limit};
use super::super::golang::regex::{self, Expression, Fault, Replacement};
use super::super::list::List;
use super::super::text::{Text, utf8};
use super::super::types::Type;
use super::super::value::Value;
use super::table::{fallible, sprig};
use crate::strconv::quote;
use std::sync::Arc;

const TEXT: Type = Type::Text;
const TEXTS: Type = Type::TextList;

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    sprig("regexMatch", &[TEXT, TEXT], Type::Bool, regex_match),
    fallible(sprig(
        "mustRegexMatch",
        &[TEXT, TEXT],
        Type::Bool,
        must_regex_match,
    )),
    sprig("regexFind", &[TEXT, TEXT], TEXT, regex_find),
    fallible(sprig("mustRegexFind", &[TEXT, TEXT], TEXT, must_regex_find)),
    sprig(
        "regexFindAll",
        &[TEXT, TEXT, Type::Int],
        TEXTS,
        regex_find_all,
    ),
    fallible(sprig(
        "mustRegexFindAll",
        &[TEXT, TEXT, Type::Int],
        TEXTS,
        must_regex_find_all,
    )),
    sprig("regexSplit", &[TEXT, TEXT, Type::Int], TEXTS, regex_split),
    fallible(sprig(
        "mustRegexSplit",
        &[TEXT, TEXT, Type::Int],
        TEXTS,
        must_regex_split,
    )),
    sprig(
        "regexReplaceAll",
        &[TEXT, TEXT, TEXT],
        TEXT,
        regex_replace_all,
    ),
    fallible(sprig(
        "mustRegexReplaceAll",
        &[TEXT, TEXT, TEXT],
        TEXT,
        must_regex_replace_all,
    )),
    sprig(
        "regexReplaceAllLiteral",
        &[TEXT, TEXT, TEXT],
        TEXT,
        regex_replace_all_literal,
    ),
    fallible(sprig(
        "mustRegexReplaceAllLiteral",
        &[TEXT, TEXT, TEXT],
        TEXT,
        must_regex_replace_all_literal,
    )),
    sprig("regexQuoteMeta", &[TEXT], TEXT, regex_quote_meta),
];

type Result<T = Value> = std::result::Result<T, FnError>;

/// How a function tells of an expression that is none.
#[derive(Clone, Copy)]
enum Telling {
    /// As `regexp.Compile` does.
    Error,
    /// As `regexp.MustCompile` does, which names the expression.
    Panic,
}

/// Compiles the first argument; what looking through the second may take is burnt.
fn compiled(context: &mut Context<'_>, args: &[Value], telling: Telling) -> Result<Arc<Compiled>> {
    let expression = args::text(args, 0)?;
    let text = args::text(args, 1)?;
    context.burn(expression.len() as u64 + text.len() as u64 / 8)?;
    let compiled = context.memo("regex", expression, || Expression::compile(expression));
    match &*compiled {
        Ok(_) => Ok(compiled),
        Err(Fault::TooLarge) => Err(FnError::Limit(Limit::Bytes)),
        Err(Fault::TooDeep) => Err(FnError::Limit(Limit::Depth)),
        Err(Fault::Syntax(what)) => Err(FnError::new(match telling {
            Telling::Error => what.clone(),
            Telling::Panic => format!("regexp: Compile({}): {what}", quoted(expression)),
        })),
    }
}

type Compiled = std::result::Result<Expression, Fault>;

/// Writes an expression in back quotes, or in double quotes where it has what back quotes cannot hold.
fn quoted(expression: &[u8]) -> String {
    let text = utf8(expression);
    let fits = |c: char| !matches!(c, '\0'..='\x08' | '\n'..='\x1F' | '`' | '\x7F' | '\u{FEFF}');
    if std::str::from_utf8(expression).is_ok() && text.chars().all(fits) {
        return format!("`{text}`");
    }
    quote(expression)
}

/// Hands the compiled expression and the text to look through to `look`.
fn looked(
    context: &mut Context<'_>,
    args: &[Value],
    telling: Telling,
    look: impl FnOnce(&mut Context<'_>, &Expression, &Text) -> Result,
) -> Result {
    let compiled = compiled(context, args, telling)?;
    match &*compiled {
        Ok(expression) => look(context, expression, args::text(args, 1)?),
        Err(_) => Err(FnError::nil_dereference()),
    }
}

fn must_regex_match(context: &mut Context<'_>, args: &[Value]) -> Result {
    looked(context, args, Telling::Error, |_, expression, text| {
        Ok(Value::from(expression.is_match(text)))
    })
}

fn regex_match(context: &mut Context<'_>, args: &[Value]) -> Result {
    match must_regex_match(context, args) {
        Err(FnError::Message(_)) => Ok(Value::from(false)),
        other => other,
    }
}

fn find(context: &mut Context<'_>, args: &[Value], telling: Telling) -> Result {
    looked(context, args, telling, |_, expression, text| {
        Ok(Value::text(expression.find(text).unwrap_or_default()))
    })
}

fn regex_find(context: &mut Context<'_>, args: &[Value]) -> Result {
    find(context, args, Telling::Panic)
}

fn must_regex_find(context: &mut Context<'_>, args: &[Value]) -> Result {
    find(context, args, Telling::Error)
}

/// A number below 0 stands for all.
fn most(args: &[Value]) -> Result<Option<usize>> {
    Ok(usize::try_from(args::int(args, 2)?).ok())
}

/// What one item costs beside its bytes.
const ITEM: usize = 48;

/// Makes a list of texts; none at all is the nil list.
fn texts<'t>(context: &mut Context<'_>, parts: impl ExactSizeIterator<Item = &'t [u8]>) -> Result {
    context.claim(parts.len().saturating_mul(ITEM))?;
    if parts.len() == 0 {
        return Ok(Value::List(List::nil(TEXTS)));
    }
    Ok(Value::List(List::texts(parts.map(Text::from))))
}

fn find_all(context: &mut Context<'_>, args: &[Value], telling: Telling) -> Result {
    let most = most(args)?;
    looked(context, args, telling, |context, expression, text| {
        let found = expression.find_all(text, most).into_iter();
        texts(
            context,
            found.map(|range| text.get(range).unwrap_or_default()),
        )
    })
}

fn regex_find_all(context: &mut Context<'_>, args: &[Value]) -> Result {
    find_all(context, args, Telling::Panic)
}

fn must_regex_find_all(context: &mut Context<'_>, args: &[Value]) -> Result {
    find_all(context, args, Telling::Error)
}

fn split(context: &mut Context<'_>, args: &[Value], telling: Telling) -> Result {
    let most = most(args)?;
    looked(context, args, telling, |context, expression, text| {
        let parts = expression.split(text, most);
        if parts.is_empty() && most != Some(0) {
            return Ok(Value::List(List::texts([])));
        }
        texts(context, parts.into_iter())
    })
}

fn regex_split(context: &mut Context<'_>, args: &[Value]) -> Result {
    split(context, args, Telling::Panic)
}

fn must_regex_split(context: &mut Context<'_>, args: &[Value]) -> Result {
    split(context, args, Telling::Error)
}

fn replaced(
    context: &mut Context<'_>,
    args: &[Value],
    telling: Telling,
    replacement: &Replacement<'_>,
) -> Result {
    looked(context, args, telling, |context, expression, text| {
        context.claim(text.len())?;
        let replaced = expression.replace(text, replacement, |grown| context.claim(grown))?;
        Ok(Value::from(replaced))
    })
}

fn regex_replace_all(context: &mut Context<'_>, args: &[Value]) -> Result {
    let replacement = Replacement::template(args::text(args, 2)?);
    replaced(context, args, Telling::Panic, &replacement)
}

fn must_regex_replace_all(context: &mut Context<'_>, args: &[Value]) -> Result {
    let replacement = Replacement::template(args::text(args, 2)?);
    replaced(context, args, Telling::Error, &replacement)
}

fn regex_replace_all_literal(context: &mut Context<'_>, args: &[Value]) -> Result {
    let replacement = Replacement::Literal(args::text(args, 2)?);
    replaced(context, args, Telling::Panic, &replacement)
}

fn must_regex_replace_all_literal(context: &mut Context<'_>, args: &[Value]) -> Result {
    let replacement = Replacement::Literal(args::text(args, 2)?);
    replaced(context, args, Telling::Error, &replacement)
}

fn regex_quote_meta(context: &mut Context<'_>, args: &[Value]) -> Result {
    let text = args::text(args, 0)?;
    context.claim(text.len().saturating_mul(2))?;
    Ok(Value::from(regex::quote_meta(text)))
}
