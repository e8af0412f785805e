//! Go's guard against documents that are made of aliases.

/// Counts the values of a document, and how many of them aliases brought in.
#[derive(Debug, Default)]
pub(super) struct AliasGuard {
    all: u64,
    by_alias: u64,
}

impl AliasGuard {
    /// Counts `count` values that stand in the text.
    pub(super) fn count(&mut self, count: u64) {
        self.all += count;
    }

    /// Takes back values that a merge made no values.
    pub(super) fn uncount(&mut self, count: u64) {
        self.all = self.all.saturating_sub(count);
    }

    /// Counts the values that an alias stands for.
    pub(super) fn count_alias(&mut self, count: u64) {
        self.all += count;
        self.by_alias += count;
    }

    pub(super) fn total(&self) -> u64 {
        self.all
    }

    /// Says whether aliases make up more than `go.yaml.in/yaml/v2` allows: 99 % of documents up to 400,000 values, falling to
    /// 10 % at 4,000,000; the first hundred are free.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts stay far below 2^52, the limits see to that"
    )]
    pub(super) fn is_excessive(&self) -> bool {
        const LOW: f64 = 400_000.0;
        const HIGH: f64 = 4_000_000.0;
        if self.by_alias <= 100 || self.all <= 1000 {
            return false;
        }
        let all = self.all as f64;
        let share = self.by_alias as f64 / all;
        let allowed = if all <= LOW {
            0.99
        } else if all >= HIGH {
            0.10
        } else {
            0.99 - 0.89 * ((all - LOW) / (HIGH - LOW))
        };
        share > allowed
    }
}
