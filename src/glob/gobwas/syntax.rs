//! From a pattern's text to its pieces, with the errors and the leniency of Go's module.

use super::GobwasFault;

/// How long a pattern may be, in bytes.
const LONGEST: usize = 1024;
/// How deep braces may nest.
const DEEPEST: usize = 16;

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Nothing,
    Text(String),
    /// `*`
    Any,
    /// `**`
    Super,
    /// `?`
    Single,
    /// `[abc]` or `[a-c]`
    Class(Class),
    /// Pieces in a row.
    Row(Vec<Piece>),
    /// `{a,b}`; every one is a [`Piece::Row`] as long as it is as it was written.
    Choice(Vec<Piece>),
}

/// A class of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Class {
    /// Whether it holds all other characters instead.
    pub(super) not: bool,
    /// What stands in the brackets.
    pub(super) members: Members,
}

/// What stands in the brackets of a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Members {
    /// These characters, as in `[abc]`.
    These(String),
    /// From the one to the other, as in `[a-c]`.
    Range(u8, u8),
}

/// Reads a pattern of ASCII; a brace that is never closed ends with the pattern.
///
/// # Errors
/// A malformed class, or a pattern beyond the limits.
pub(super) fn parse(pattern: &str) -> Result<Piece, GobwasFault> {
    // Go's reader takes NUL for the end of the text.
    let pattern = pattern.split('\0').next().unwrap_or_default();
    if pattern.len() > LONGEST {
        return Err(GobwasFault::Unjudged);
    }
    let mut reader = Reader {
        rest: pattern.as_bytes(),
        open: vec![Level::default()],
    };
    while reader.piece()? {}
    while reader.open.len() > 1 {
        reader.close();
    }
    let root = reader.open.pop().unwrap_or_default();
    Ok(Piece::Row(root.row))
}

/// What has been read inside of one pair of braces.
#[derive(Default)]
struct Level {
    /// The alternatives that are complete.
    choices: Vec<Piece>,
    row: Vec<Piece>,
}

struct Reader<'p> {
    rest: &'p [u8],
    /// The pattern itself, and the braces that are open.
    open: Vec<Level>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn push(&mut self, piece: Piece) {
        if let Some(level) = self.open.last_mut() {
            level.row.push(piece);
        }
    }

    /// Reads one piece; false at the end.
    fn piece(&mut self) -> Result<bool, GobwasFault> {
        let in_braces = self.open.len() > 1;
        let Some(&first) = self.rest.first() else {
            return Ok(false);
        };
        match first {
            b'{' => self.begin()?,
            b',' if in_braces => self.separate(),
            b'}' if in_braces => self.close(),
            b'[' => self.class()?,
            b'?' => self.push(Piece::Single),
            b'*' if self.rest.starts_with(b"**") => {
                self.next();
                self.push(Piece::Super);
            }
            b'*' => self.push(Piece::Any),
            _ => {
                self.literal(in_braces);
                return Ok(true);
            }
        }
        if first != b'[' {
            self.next();
        }
        Ok(true)
    }

    fn begin(&mut self) -> Result<(), GobwasFault> {
        if self.open.len() > DEEPEST {
            return Err(GobwasFault::Unjudged);
        }
        self.open.push(Level::default());
        Ok(())
    }

    fn separate(&mut self) {
        if let Some(level) = self.open.last_mut() {
            let row = std::mem::take(&mut level.row);
            level.choices.push(Piece::Row(row));
        }
    }

    fn close(&mut self) {
        self.separate();
        if let Some(level) = self.open.pop() {
            self.push(Piece::Choice(level.choices));
        }
    }

    fn literal(&mut self, in_braces: bool) {
        let breakers: &[u8] = if in_braces { b"?*[{}," } else { b"?*[{" };
        let text = self.text(breakers);
        if !text.is_empty() {
            self.push(Piece::Text(text));
        }
    }

    /// Reads up to an unescaped breaker; a backslash at the end is dropped.
    fn text(&mut self, breakers: &[u8]) -> String {
        let mut text = String::new();
        let mut escaped = false;
        while let Some(&byte) = self.rest.first() {
            if !escaped && breakers.contains(&byte) {
                break;
            }
            self.next();
            escaped = !escaped && byte == b'\\';
            if !escaped {
                text.push(char::from(byte));
            }
        }
        text
    }

    fn class(&mut self) -> Result<(), GobwasFault> {
        self.next();
        let not = self.rest.first() == Some(&b'!');
        if not {
            self.next();
        }
        let members = match *self.rest {
            [low, b'-', high, ..] => {
                self.rest = self.rest.get(3..).unwrap_or_default();
                (low <= high).then_some(Members::Range(low, high))
            }
            _ => Some(self.text(b"]"))
                .filter(|members| !members.is_empty())
                .map(Members::These),
        };
        let members = members.ok_or(GobwasFault::Malformed)?;
        if self.next() != Some(b']') {
            return Err(GobwasFault::Malformed);
        }
        self.push(Piece::Class(Class { not, members }));
        Ok(())
    }
}
