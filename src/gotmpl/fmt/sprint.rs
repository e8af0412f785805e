//! Go's `fmt.Sprint` and `fmt.Sprintln`.

use super::printer::Printer;
use crate::gotmpl::context::Context;
use crate::gotmpl::function::FnError;
use crate::gotmpl::text::Text;
use crate::gotmpl::value::Value;

/// Writes a value as `%v` does.
pub(in crate::gotmpl) fn write_display(
    context: &mut Context<'_>,
    out: &mut Vec<u8>,
    value: &Value,
) -> Result<(), FnError> {
    match value {
        Value::Text(text) => {
            context.claim(text.len())?;
            out.extend_from_slice(text);
            Ok(())
        }
        _ => Printer::new(context, out).argument(value, 'v'),
    }
}

/// Returns a value's text as `%v` gives it.
pub(in crate::gotmpl) fn display(
    context: &mut Context<'_>,
    value: &Value,
) -> Result<Text, FnError> {
    if let Value::Text(text) = value {
        return Ok(text.clone());
    }
    let mut out = Vec::new();
    write_display(context, &mut out, value)?;
    Ok(out.into())
}

/// Returns all values in one text, with a blank between two of which neither is a text.
pub(in crate::gotmpl) fn sprint(
    context: &mut Context<'_>,
    values: &[Value],
) -> Result<Vec<u8>, FnError> {
    let mut out = Vec::new();
    let mut apart = false;
    for value in values {
        let is_text = matches!(value, Value::Text(_));
        if apart && !is_text {
            out.push(b' ');
        }
        write_display(context, &mut out, value)?;
        apart = !is_text;
    }
    Ok(out)
}

/// Returns all values in one line, with a blank between any two.
pub(in crate::gotmpl) fn sprintln(
    context: &mut Context<'_>,
    values: &[Value],
) -> Result<Vec<u8>, FnError> {
    let mut out = Vec::new();
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.push(b' ');
        }
        write_display(context, &mut out, value)?;
    }
    out.push(b'\n');
    Ok(out)
}
