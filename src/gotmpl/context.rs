//! What an execution may use: steps, bytes, depth, and stand-ins for the clock and for chance.

use super::function::{FnError, Limit};
use super::map::Map;
use super::memo::Memo;
use std::sync::Arc;

/// How much one execution may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps: one per evaluated node, one per turn of a loop, and what long-running functions take.
    pub fuel: u64,
    /// Bytes of output and of everything that functions make, together.
    pub bytes: usize,
    /// How deeply values may be nested where they are printed, compared, copied or encoded.
    pub depth: usize,
    /// How deeply templates may call templates; Go's own limit is 100,000.
    pub template_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fuel: 10_000_000,
            bytes: 64 << 20,
            depth: 1000,
            template_depth: 100_000,
        }
    }
}

/// What the clock and chance are to be, for callers who know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StandIn {
    /// The time: nanoseconds since 1970-01-01T00:00:00Z.
    pub now: Option<i128>,
    /// What random numbers are drawn from.
    pub seed: Option<u64>,
}

/// What a function can ask for while a template runs.
#[derive(Debug)]
pub struct Context<'a> {
    stand_in: &'a StandIn,
    limits: Limits,
    fuel: u64,
    bytes: usize,
    drawn: u64,
    changed: Vec<Map>,
    memo: Option<&'a Memo>,
}

impl<'a> Context<'a> {
    /// Begins an execution.
    #[must_use]
    pub fn new(limits: Limits, stand_in: &'a StandIn) -> Self {
        Self {
            stand_in,
            limits,
            fuel: limits.fuel,
            bytes: limits.bytes,
            drawn: 0,
            changed: Vec::new(),
            memo: None,
        }
    }

    /// Keeps results with a template.
    pub(super) fn with_memo(mut self, memo: &'a Memo) -> Self {
        self.memo = Some(memo);
        self
    }

    /// Returns what `make` makes of the argument; kept with the template, so that it is made once for a constant pattern.
    ///
    /// `kind` names what is made, `T` is always the same for one kind.
    pub fn memo<T: Send + Sync + 'static>(
        &self,
        kind: &'static str,
        argument: &[u8],
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        match self.memo {
            Some(memo) => memo.get(kind, argument, make),
            None => Arc::new(make()),
        }
    }

    /// Takes steps.
    ///
    /// # Errors
    /// When there are none left.
    pub fn burn(&mut self, steps: u64) -> Result<(), FnError> {
        self.fuel = self
            .fuel
            .checked_sub(steps)
            .ok_or(FnError::Limit(Limit::Fuel))?;
        Ok(())
    }

    /// Takes bytes; to be called *before* a function makes a text or list whose size the template chooses.
    ///
    /// # Errors
    /// When there are none left.
    pub fn claim(&mut self, bytes: usize) -> Result<(), FnError> {
        self.bytes = self
            .bytes
            .checked_sub(bytes)
            .ok_or(FnError::Limit(Limit::Bytes))?;
        Ok(())
    }

    /// Returns the limits with what is left of them.
    pub(super) fn left(&self) -> Limits {
        Limits {
            fuel: self.fuel,
            bytes: self.bytes,
            ..self.limits
        }
    }

    /// Returns how deeply values may be nested.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.limits.depth
    }

    /// Returns all limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Remembers a map that a function wrote to, so that a cycle through it ends with the execution.
    pub fn changed(&mut self, map: &Map) {
        if !self.changed.last().is_some_and(|last| last.is_same(map)) {
            self.changed.push(map.clone());
        }
    }

    /// Returns the time, in nanoseconds since 1970.
    ///
    /// # Errors
    /// When no stand-in gives it.
    pub fn now(&self) -> Result<i128, FnError> {
        self.stand_in.now.ok_or(FnError::Unpredictable("the clock"))
    }

    /// Returns the next random number.
    ///
    /// # Errors
    /// When no stand-in gives a seed.
    pub fn random(&mut self) -> Result<u64, FnError> {
        let seed = self.stand_in.seed.ok_or(FnError::Unpredictable("chance"))?;
        self.drawn = self.drawn.wrapping_add(1);
        Ok(mix(seed.wrapping_add(
            self.drawn.wrapping_mul(0x9E37_79B9_7F4A_7C15),
        )))
    }
}

/// Maps made by `set` can contain themselves; emptying them gives their memory back.
impl Drop for Context<'_> {
    fn drop(&mut self) {
        for map in self.changed.drain(..) {
            map.clear();
        }
    }
}

/// The output function of SplitMix64.
fn mix(state: u64) -> u64 {
    let mut z = state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
