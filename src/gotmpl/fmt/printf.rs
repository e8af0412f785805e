//! Go's `fmt.Sprintf`.

use super::flags::Flags;
use super::printer::Printer;
use crate::gotmpl::context::Context;
use crate::gotmpl::function::FnError;
use crate::gotmpl::text::decode_rune;
use crate::gotmpl::value::Value;

/// The largest width and precision that an argument can give, and the last number before a literal one overflows.
const LARGEST: i64 = 1_000_000;

/// Formats the arguments. Mistakes stand in the result, as `%!d(string=a)` does.
pub(in crate::gotmpl) fn sprintf(
    context: &mut Context<'_>,
    format: &[u8],
    args: &[Value],
) -> Result<Vec<u8>, FnError> {
    let mut out = Vec::with_capacity(format.len());
    let mut run = Run {
        printer: Printer::new(context, &mut out),
        format,
        args,
        at: 0,
        arg: 0,
        reordered: false,
        good_index: true,
        after_index: false,
    };
    while run.step()? {}
    run.extra()?;
    Ok(out)
}

struct Run<'p, 'c, 'a> {
    printer: Printer<'p, 'c>,
    format: &'a [u8],
    args: &'a [Value],
    /// Place in the format.
    at: usize,
    /// The argument that comes next.
    arg: usize,
    /// An index such as `[2]` was seen.
    reordered: bool,
    good_index: bool,
    after_index: bool,
}

impl Run<'_, '_, '_> {
    fn peek(&self) -> Option<u8> {
        self.format.get(self.at).copied()
    }

    fn write(&mut self, text: &str) {
        self.printer.out.extend_from_slice(text.as_bytes());
    }

    /// Writes the text up to the next verb, and the verb; false at the end.
    fn step(&mut self) -> Result<bool, FnError> {
        self.good_index = true;
        let rest = self.format.get(self.at..).unwrap_or_default();
        let length = memchr::memchr(b'%', rest).unwrap_or(rest.len());
        let text = rest.get(..length).unwrap_or_default();
        self.printer.context.claim(length)?;
        self.printer.out.extend_from_slice(text);
        self.at += length;
        if self.peek().is_none() {
            return Ok(false);
        }
        self.at += 1;
        self.printer.flags = Flags::default();
        if self.flags()? {
            return Ok(true);
        }
        self.index();
        self.width();
        self.precision();
        if !self.after_index {
            self.index();
        }
        self.verb()
    }

    /// Reads flags; true if a plain verb followed them and is done.
    fn flags(&mut self) -> Result<bool, FnError> {
        while let Some(byte) = self.peek() {
            let flags = &mut self.printer.flags;
            match byte {
                b'#' => flags.sharp = true,
                b'0' => flags.zero = true,
                b'+' => flags.plus = true,
                b'-' => flags.minus = true,
                b' ' => flags.space = true,
                b'a'..=b'z' if self.arg < self.args.len() => {
                    self.at += 1;
                    self.print(char::from(byte))?;
                    return Ok(true);
                }
                _ => break,
            }
            self.at += 1;
        }
        Ok(false)
    }

    /// Reads an index such as `[2]`.
    fn index(&mut self) {
        self.after_index = false;
        if self.peek() != Some(b'[') {
            return;
        }
        self.reordered = true;
        let rest = self.format.get(self.at..).unwrap_or_default();
        let close = rest
            .iter()
            .position(|byte| *byte == b']')
            .filter(|_| rest.len() >= 3);
        let Some(close) = close else {
            self.good_index = false;
            self.at += 1;
            return;
        };
        let (number, end) = number(rest.get(..close).unwrap_or_default(), 1);
        self.at += close + 1;
        let index = number.filter(|_| end == close).map(|number| number - 1);
        match index.and_then(|index| usize::try_from(index).ok()) {
            Some(index) if index < self.args.len() => {
                self.arg = index;
                self.after_index = true;
            }
            _ => {
                self.good_index = false;
                self.after_index = index.is_some();
            }
        }
    }

    fn width(&mut self) {
        if self.peek() == Some(b'*') {
            self.at += 1;
            match self.star() {
                Some(width) => {
                    let flags = &mut self.printer.flags;
                    flags.width = usize::try_from(width.unsigned_abs()).ok();
                    if width < 0 {
                        flags.minus = true;
                        flags.zero = false;
                    }
                }
                None => self.write("%!(BADWIDTH)"),
            }
            self.after_index = false;
            return;
        }
        let (width, at) = number(self.format, self.at);
        self.at = at;
        self.printer.flags.width = width.and_then(|width| usize::try_from(width).ok());
        if self.after_index && width.is_some() {
            self.good_index = false;
        }
    }

    fn precision(&mut self) {
        if self.peek() != Some(b'.') || self.at + 1 >= self.format.len() {
            return;
        }
        self.at += 1;
        if self.after_index {
            self.good_index = false;
        }
        self.index();
        if self.peek() == Some(b'*') {
            self.at += 1;
            let precision = self.star().and_then(|value| usize::try_from(value).ok());
            self.printer.flags.precision = precision;
            if precision.is_none() {
                self.write("%!(BADPREC)");
            }
            self.after_index = false;
            return;
        }
        let (precision, at) = number(self.format, self.at);
        self.at = at;
        let precision = precision.and_then(|value| usize::try_from(value).ok());
        self.printer.flags.precision = Some(precision.unwrap_or(0));
    }

    /// Takes an argument as a width or precision; `None` if it is no integer or too large.
    fn star(&mut self) -> Option<i64> {
        let value = self.args.get(self.arg)?;
        self.arg += 1;
        let value = match value {
            Value::Object(object) => match object.shape() {
                crate::gotmpl::object::Shape::Plain(value) => value.as_integer(),
                _ => None,
            },
            _ => value.as_integer(),
        };
        let value = i64::try_from(value?).ok()?;
        (-LARGEST..=LARGEST).contains(&value).then_some(value)
    }

    fn verb(&mut self) -> Result<bool, FnError> {
        let rest = self.format.get(self.at..).unwrap_or_default();
        if rest.is_empty() {
            self.write("%!(NOVERB)");
            return Ok(false);
        }
        let (verb, length) = decode_rune(rest);
        self.at += length;
        if verb == '%' {
            self.printer.out.push(b'%');
        } else if !self.good_index {
            self.printer.text("%!", verb, "(BADINDEX)");
        } else if self.arg >= self.args.len() {
            self.printer.text("%!", verb, "(MISSING)");
        } else {
            self.print(verb)?;
        }
        Ok(true)
    }

    /// Writes the next argument.
    fn print(&mut self, verb: char) -> Result<(), FnError> {
        let flags = &mut self.printer.flags;
        if matches!(verb, 'v' | 'w') {
            flags.sharp_v = std::mem::take(&mut flags.sharp);
            flags.plus_v = std::mem::take(&mut flags.plus);
        }
        let value = self.args.get(self.arg).unwrap_or(&Value::Nil);
        self.arg += 1;
        self.printer.argument(value, verb)
    }

    /// Complains of arguments that no verb took.
    fn extra(&mut self) -> Result<(), FnError> {
        let left = self.args.get(self.arg..).unwrap_or_default();
        if self.reordered || left.is_empty() {
            return Ok(());
        }
        self.printer.flags = Flags::default();
        self.write("%!(EXTRA ");
        for (at, value) in left.iter().enumerate() {
            if at > 0 {
                self.write(", ");
            }
            if !matches!(value, Value::Nil) {
                self.write(value.type_name());
                self.write("=");
            }
            self.printer.argument(value, 'v')?;
        }
        self.write(")");
        Ok(())
    }
}

/// Reads a number from `at` on; a number too long to be meant takes the rest of the format.
fn number(format: &[u8], at: usize) -> (Option<i64>, usize) {
    let mut value = 0;
    let mut end = at;
    while let Some(digit) = format.get(end).filter(|byte| byte.is_ascii_digit()) {
        if value > LARGEST {
            return (None, format.len());
        }
        value = value * 10 + i64::from(digit - b'0');
        end += 1;
    }
    ((end > at).then_some(value), end.min(format.len()))
}
