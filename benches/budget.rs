//! Rows of figures that have a most.

use crate::measure::Figures;
use crate::report::{Report, Row, ms, ratio};
use std::time::Duration;

/// Holds a time against the most that it may be.
pub(crate) fn time(report: &mut Report, what: &str, wall: Duration, most: Duration) {
    report.row(&Row {
        what,
        ours: ms(wall),
        other: ms(most),
        figure: ratio(wall, most),
        goal: Some(1.0),
    });
}

/// Holds memory against the most KiB that it may be, where the machine tells of memory.
pub(crate) fn memory(report: &mut Report, figures: &Figures, most: u32) {
    if let Some(peak) = figures.peak_kib.and_then(|peak| u32::try_from(peak).ok()) {
        report.row(&Row {
            what: "  memory in KiB",
            ours: peak.to_string(),
            other: most.to_string(),
            figure: f64::from(peak) / f64::from(most),
            goal: Some(1.0),
        });
    }
}
