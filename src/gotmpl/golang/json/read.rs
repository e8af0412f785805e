//! Reading JSON into values. Every number is a `float64`.

use super::super::super::list::List;
use super::super::super::map::Map;
use super::super::super::text::{Text, utf8};
use super::super::super::value::Value;
use super::scan::Scanner;
use super::text;

/// What Go makes of a text whose syntax is right.
pub(crate) struct Decoded {
    /// The value; null in place of numbers that are too large.
    pub(crate) value: Value,
    /// What Go says of the first number that is too large.
    pub(crate) fault: Option<String>,
}

/// Reads a text that is one value.
///
/// # Errors
/// Go's error text for a fault in the syntax.
pub(crate) fn read(text: &[u8]) -> Result<Decoded, String> {
    let mut reader = Reader {
        scanner: Scanner::new(text),
        open: Vec::new(),
        fault: None,
    };
    let value = reader.document()?;
    Ok(Decoded {
        value,
        fault: reader.fault,
    })
}

/// A list or map that is not at its end.
enum Open {
    List(Vec<Value>),
    Map(Vec<(Text, Value)>, Text),
}

/// The walk keeps its own stack, so depth costs no stack of the process.
struct Reader<'t> {
    scanner: Scanner<'t>,
    open: Vec<Open>,
    fault: Option<String>,
}

impl Reader<'_> {
    fn document(&mut self) -> Result<Value, String> {
        loop {
            let mut value = match self.value()? {
                Some(value) => value,
                None => continue,
            };
            // A value may be the last one of several collections.
            loop {
                let Some(open) = self.open.pop() else {
                    return match self.scanner.peek() {
                        Some(_) => Err(self.scanner.fault("after top-level value")),
                        None => Ok(value),
                    };
                };
                match self.put(open, value)? {
                    Some(closed) => value = closed,
                    None => break,
                }
            }
        }
    }

    /// Reads a scalar or an empty collection; `None` when a collection was opened instead.
    fn value(&mut self) -> Result<Option<Value>, String> {
        let value = match self.scanner.peek() {
            Some(b'{') => return self.map(),
            Some(b'[') => return self.list(),
            Some(b'"') => Value::from(text::read(self.scanner.string()?)),
            Some(b't') => {
                self.scanner.word("true")?;
                Value::Bool(true)
            }
            Some(b'f') => {
                self.scanner.word("false")?;
                Value::Bool(false)
            }
            Some(b'n') => {
                self.scanner.word("null")?;
                Value::Nil
            }
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(_) | None => return Err(self.scanner.fault("looking for beginning of value")),
        };
        Ok(Some(value))
    }

    fn number(&mut self) -> Result<Value, String> {
        let text = utf8(self.scanner.number()?);
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Value::Float64(value)),
            _ => {
                let what =
                    format!("json: cannot unmarshal number {text} into Go value of type float64");
                self.fault.get_or_insert(what);
                Ok(Value::Nil)
            }
        }
    }

    fn list(&mut self) -> Result<Option<Value>, String> {
        self.scanner.open()?;
        if self.scanner.peek() == Some(b']') {
            self.scanner.take();
            self.scanner.depth -= 1;
            return Ok(Some(Value::List(List::any(Vec::new()))));
        }
        self.open.push(Open::List(Vec::new()));
        Ok(None)
    }

    fn map(&mut self) -> Result<Option<Value>, String> {
        self.scanner.open()?;
        if self.scanner.peek() == Some(b'}') {
            self.scanner.take();
            self.scanner.depth -= 1;
            return Ok(Some(Value::Map(Map::any([]))));
        }
        let key = self.key()?;
        self.open.push(Open::Map(Vec::new(), key));
        Ok(None)
    }

    fn key(&mut self) -> Result<Text, String> {
        if self.scanner.peek() != Some(b'"') {
            return Err(self
                .scanner
                .fault("looking for beginning of object key string"));
        }
        let key = text::read(self.scanner.string()?);
        if self.scanner.peek() != Some(b':') {
            return Err(self.scanner.fault("after object key"));
        }
        self.scanner.take();
        Ok(key.into())
    }

    /// Puts a value into a collection; returns the collection if that was its end.
    fn put(&mut self, open: Open, value: Value) -> Result<Option<Value>, String> {
        let next = self.scanner.peek();
        match open {
            Open::List(mut items) => {
                items.push(value);
                match next {
                    Some(b',') => {
                        self.scanner.take();
                        self.open.push(Open::List(items));
                        Ok(None)
                    }
                    Some(b']') => self.close(Value::List(List::any(items))),
                    _ => Err(self.scanner.fault("after array element")),
                }
            }
            Open::Map(mut entries, key) => {
                entries.push((key, value));
                match next {
                    Some(b',') => {
                        self.scanner.take();
                        let key = self.key()?;
                        self.open.push(Open::Map(entries, key));
                        Ok(None)
                    }
                    Some(b'}') => self.close(Value::Map(Map::any(entries))),
                    _ => Err(self.scanner.fault("after object key:value pair")),
                }
            }
        }
    }

    fn close(&mut self, value: Value) -> Result<Option<Value>, String> {
        self.scanner.take();
        self.scanner.depth -= 1;
        Ok(Some(value))
    }
}
