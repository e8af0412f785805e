//! Simple keys: the words that a later `:` makes keys.

use super::fault::{Fault, Problem};
use super::scan::Scanner;

/// A word that becomes a key when `:` follows.
#[derive(Clone, Copy, Debug)]
pub(super) struct SimpleKey {
    pub(super) possible: bool,
    pub(super) required: bool,
    pub(super) number: usize,
    /// Place in characters, of the key and of its line.
    pub(super) index: usize,
    pub(super) line: usize,
    pub(super) at: usize,
}

/// Most characters between the start of a key and its `:`.
const LONGEST_KEY: usize = 1024;

impl Scanner<'_> {
    /// Remembers that a key may begin here.
    pub(super) fn save_key(&mut self) -> Result<(), Fault> {
        if !self.key_allowed {
            return Ok(());
        }
        let required = !self.in_flow() && self.indent == self.column();
        self.drop_key()?;
        let level = self.keys.len() - 1;
        self.keys[level] = SimpleKey {
            possible: true,
            required,
            number: self.taken + self.tokens.len(),
            index: self.index(),
            line: self.line,
            at: self.pos,
        };
        self.marked = level + 1;
        Ok(())
    }

    /// Gives up the possible key of this level.
    pub(super) fn drop_key(&mut self) -> Result<(), Fault> {
        let level = self.keys.len() - 1;
        let key = self.keys[level];
        if key.possible {
            if key.required {
                return Err(self.fault(Problem::ColonMissing).since(key.at));
            }
            self.keys[level].possible = false;
            self.unmark(key.number);
        }
        Ok(())
    }

    pub(super) fn unmark(&mut self, number: usize) {
        if let Some(place) = number.checked_sub(self.taken)
            && let Some(token) = self.tokens.get_mut(place)
        {
            token.key_level = 0;
        }
    }

    /// Says whether a possible key may still become one.
    pub(super) fn key_holds(&mut self, level: usize) -> Result<bool, Fault> {
        let Some(&key) = self.keys.get(level) else {
            return Ok(false);
        };
        if !key.possible {
            return Ok(false);
        }
        if key.line == self.line && key.index + LONGEST_KEY >= self.index() {
            return Ok(true);
        }
        if key.required {
            return Err(self.fault(Problem::ColonMissing).since(key.at));
        }
        self.keys[level].possible = false;
        Ok(false)
    }
}
