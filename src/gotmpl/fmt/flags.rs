//! Flags, width and precision of a verb, and padding.

use crate::gotmpl::text::Runes;

/// What stands between `%` and the verb.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one of Go's independent flags"
)]
pub(super) struct Flags {
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
    pub(super) minus: bool,
    pub(super) plus: bool,
    pub(super) sharp: bool,
    pub(super) space: bool,
    pub(super) zero: bool,
    /// `%+v`
    pub(super) plus_v: bool,
    /// `%#v`
    pub(super) sharp_v: bool,
}

impl Flags {
    /// Writes bytes padded to the width.
    pub(super) fn pad(self, out: &mut Vec<u8>, bytes: &[u8]) {
        let Some(width) = self.width.filter(|width| *width > 0) else {
            out.extend_from_slice(bytes);
            return;
        };
        let missing = width.saturating_sub(Runes::new(bytes).count());
        if self.minus {
            out.extend_from_slice(bytes);
            self.padding(out, missing);
        } else {
            self.padding(out, missing);
            out.extend_from_slice(bytes);
        }
    }

    /// Writes bytes padded to the width with blanks, whatever the zero flag says.
    pub(super) fn pad_blank(mut self, out: &mut Vec<u8>, bytes: &[u8]) {
        self.zero = false;
        self.pad(out, bytes);
    }

    /// Writes padding; zeros stand on the left only.
    pub(super) fn padding(self, out: &mut Vec<u8>, count: usize) {
        let byte = if self.zero && !self.minus { b'0' } else { b' ' };
        out.resize(out.len() + count, byte);
    }
}
