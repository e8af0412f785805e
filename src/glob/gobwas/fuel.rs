//! What a pattern may cost: Go's way to match is exponential in the worst case.

/// Steps that are left.
#[derive(Debug)]
pub(super) struct Fuel(u32);

impl Fuel {
    /// Enough to compile any pattern that a person writes.
    pub(super) fn for_compiling() -> Self {
        Self(4_000_000)
    }

    /// Enough to match any text of a cluster against it.
    pub(super) fn for_matching() -> Self {
        Self(1_000_000)
    }

    /// Takes some steps; `None` once they are spent.
    pub(super) fn burn(&mut self, steps: usize) -> Option<()> {
        let steps = u32::try_from(steps).ok()?;
        self.0 = self.0.checked_sub(steps)?;
        Some(())
    }
}
