//! Combinations of small templates: what they cover, and how small a failure gets.

use super::tally::{shrink, weight};
use crate::diagnostic::Diagnostics;
use crate::platform::{Combinations, Coverage, Manifests, Templates};
use crate::span::Sources;
use crate::yaml::{Limits, Reading, read};
use proptest::collection::vec;
use proptest::prelude::*;

/// Combines parameters with so many options each.
fn combined(sizes: &[usize], most: usize) -> Combinations {
    let mut text = "apiVersion: management.loft.sh/v1\nkind: VirtualClusterTemplate\n\
        metadata: {name: t}\nspec:\n  template: {}\n  parameters:\n"
        .to_owned();
    for (place, size) in sizes.iter().enumerate() {
        let options: Vec<String> = (0..*size).map(|at| format!("v{at}")).collect();
        text += &format!(
            "  - {{variable: p{place}, options: [{}]}}\n",
            options.join(", ")
        );
    }
    let source = Sources::new().add("t", text.as_bytes());
    let mut out = Diagnostics::new();
    let limits = Limits::default();
    let nodes = read(source, text.as_bytes(), Reading::Kubectl, &limits, &mut out).unwrap();
    let manifests = Manifests::of(&nodes);
    Templates::new(&manifests).combinations(0, most)
}

proptest! {
    #[test]
    fn pairs_are_all_there(sizes in vec(2_usize..6, 2..7)) {
        let all = combined(&sizes, 1);
        prop_assert_eq!(all.coverage, Coverage::Pairs);
        for first in 0..sizes.len() {
            for second in first + 1..sizes.len() {
                for a in 0..sizes[first] {
                    for b in 0..sizes[second] {
                        let covers = all.rows.iter().any(|row| row[first] == a && row[second] == b);
                        prop_assert!(covers, "p{first}=v{a} p{second}=v{b}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_left_is_needed(row in vec(0_usize..4, 1..8), needed in vec(any::<bool>(), 8)) {
        // A combination fails if at least two of the needed values differ from the first.
        let fails = |row: &[usize]| {
            row.iter().zip(&needed).filter(|(at, needed)| **at > 0 && **needed).count() >= 2
        };
        prop_assume!(fails(&row));
        let small = shrink(&row, fails);
        prop_assert!(fails(&small) && weight(&small) == 2);
        prop_assert!(small.iter().zip(&row).all(|(small, given)| *small == 0 || small == given));
    }
}

#[test]
fn values_that_exclude_each_other_are_shrunk_too() {
    // Without the last value the first one is needed; the first pass cannot know that the last one goes.
    let fails = |row: &[usize]| row[1] > 0 && (row[0] == 0 || row[2] == 0);
    assert_eq!(shrink(&[1, 1, 0], fails), [0, 1, 0]);
    let together = |row: &[usize]| row[0] == row[1] && row[2] > 0;
    assert_eq!(shrink(&[0, 0, 3], together), [0, 0, 3]);
}

#[test]
fn a_thousand_million_combinations_are_bounded() {
    let bits = combined(&[2; 30], 10_000);
    assert_eq!(bits.coverage, Coverage::Pairs);
    assert!(bits.rows.len() < 30, "{}", bits.rows.len());
    let wide = combined(&[1000, 1000, 1000], 10_000);
    assert_eq!((wide.coverage, wide.rows.len()), (Coverage::Single, 2998));
}
