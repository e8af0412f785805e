//! Every combination of a template's finite parameters, or every pair of values where those are too many.

use super::parameter::{Declared, boolean};
use super::supplied::put;
use crate::span::Span;
use crate::yaml::{Node, Number, Value};
use std::collections::BTreeSet;

/// A parameter with the values that it is tried with.
#[derive(Clone, Debug)]
pub struct Varied {
    /// Its name.
    pub variable: String,
    /// Its values; the first stands for leaving it out, where there is a default.
    pub values: Vec<Node>,
    /// Whether the first value is the default.
    pub has_default: bool,
}

/// A parameter that is tried with one value only, since nobody can try them all.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// Its name.
    pub variable: String,
    /// The value; none where it is left out.
    pub value: Option<Node>,
}

/// How the combinations cover the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Every combination is there.
    Full,
    /// Every two values of different parameters are together in some combination.
    Pairs,
    /// Every value is in some combination, with the first value of all other parameters.
    Single,
}

/// How many pairs of values are covered at most; where there are more, each value stands alone.
const PAIRS: usize = 50_000;

/// One combination: for each varied parameter the place of its value.
pub type Row = Vec<usize>;

/// The combinations of a template's parameters.
#[derive(Clone, Debug)]
pub struct Combinations {
    /// The parameters that vary: options, booleans, and the limits of numbers.
    pub varied: Vec<Varied>,
    /// The parameters that do not.
    pub fixed: Vec<Fixed>,
    /// What the combinations cover.
    pub coverage: Coverage,
    /// The combinations; the first has every default.
    pub rows: Vec<Row>,
    span: Span,
}

impl Combinations {
    /// Combines the values of declarations: all with all, or where that gives more than `most`, each pair of them, or where
    /// even those are too many, each value alone.
    pub(super) fn of(declared: &[Declared<'_>], span: Span, most: usize) -> Self {
        let (mut varied, mut fixed) = (Vec::new(), Vec::new());
        for one in declared.iter().filter(|one| !one.variable.is_empty()) {
            let values = values(one);
            match values.len() {
                0 | 1 => fixed.push(alone(one, values)),
                _ => varied.push(Varied {
                    variable: one.variable.to_owned(),
                    values,
                    has_default: !one.default.is_empty(),
                }),
            }
        }
        let sizes: Vec<usize> = varied.iter().map(|one| one.values.len()).collect();
        let all = sizes
            .iter()
            .try_fold(1_usize, |all, one| all.checked_mul(*one));
        let (coverage, rows) = match all.filter(|all| *all <= most) {
            Some(all) => (Coverage::Full, (0..all).map(|at| nth(at, &sizes)).collect()),
            None if pair_count(&sizes) <= PAIRS => (Coverage::Pairs, pairs(&sizes)),
            None => (Coverage::Single, singles(&sizes)),
        };
        Self {
            varied,
            fixed,
            coverage,
            rows,
            span,
        }
    }

    /// Returns the parameters of a combination, as an instance gives them; defaults are left out.
    #[must_use]
    pub fn parameters(&self, row: &[usize]) -> Node {
        let mut all = Node::map([], self.span);
        let mut add = |variable: &str, value: &Node| {
            let path: Vec<&str> = variable.split('.').collect();
            put(&mut all, &path, value.clone());
        };
        for one in &self.fixed {
            if let Some(value) = &one.value {
                add(&one.variable, value);
            }
        }
        for (one, at) in self.varied.iter().zip(row) {
            if *at > 0 || !one.has_default {
                add(&one.variable, &one.values[*at]);
            }
        }
        all
    }

    /// Returns a combination that fails as `row` does, with as many first values as can be: what is left is needed.
    #[must_use]
    pub fn smallest(&self, row: &[usize], mut fails: impl FnMut(&Node) -> bool) -> Row {
        let mut row = row.to_vec();
        for place in 0..row.len() {
            let kept = std::mem::take(&mut row[place]);
            if kept > 0 && !fails(&self.parameters(&row)) {
                row[place] = kept;
            }
        }
        row
    }
}

/// The values that a parameter is tried with, the default first; none where they are not finite.
fn values(declared: &Declared<'_>) -> Vec<Node> {
    let span = declared.node.span;
    let default = Some(declared.default).filter(|text| !text.is_empty());
    let mut values: Vec<Value> = Vec::new();
    match declared.kind {
        "boolean" => {
            let first = default.and_then(boolean).unwrap_or(false);
            values.extend([first.into(), (!first).into()]);
        }
        "number" => {
            let default = default.and_then(|text| text.parse().ok());
            let edges = [default, declared.min, declared.max];
            let edges = edges.into_iter().flatten();
            values.extend(edges.map(|number| Value::Number(Number::Int(number))));
        }
        _ if declared.options.is_empty() => {}
        _ => {
            let options = default.into_iter().chain(declared.options.iter().copied());
            let mut known = BTreeSet::new();
            let options = options.filter(|option| known.insert(*option));
            let each = options.map(|option| Node::new(Value::from(option), span));
            return each.collect();
        }
    }
    let mut unique: Vec<Node> = Vec::new();
    for value in values {
        if unique.iter().all(|known| known.value != value) {
            unique.push(Node::new(value, span));
        }
    }
    unique
}

/// A parameter that does not vary is left out if it may be; else it gets a value that it takes, if one is at hand.
fn alone(declared: &Declared<'_>, values: Vec<Node>) -> Fixed {
    let placeholder = declared.node.text_at(&["placeholder"]);
    let tries = [placeholder, "example", "1"];
    let mut taken = tries.iter().filter_map(|text| declared.take(text).ok());
    let taken = taken
        .next()
        .map(|taken| Node::new(taken.value, declared.node.span));
    let value = match declared.take("") {
        Ok(_) => None,
        Err(_) => values.into_iter().next().or(taken),
    };
    Fixed {
        variable: declared.variable.to_owned(),
        value,
    }
}

/// Returns a combination by its number, the last parameter changing first.
fn nth(at: usize, sizes: &[usize]) -> Row {
    let mut left = at;
    let mut row: Row = sizes
        .iter()
        .rev()
        .map(|size| {
            let digit = left % size;
            left /= size;
            digit
        })
        .collect();
    row.reverse();
    row
}

/// Counts the pairs of values of different parameters.
fn pair_count(sizes: &[usize]) -> usize {
    let mut before = 0_usize;
    let mut count = 0_usize;
    for size in sizes {
        count = count.saturating_add(before.saturating_mul(*size));
        before = before.saturating_add(*size);
    }
    count
}

/// Gives each value a combination of its own, that of all first values once.
fn singles(sizes: &[usize]) -> Vec<Row> {
    let first = vec![0; sizes.len()];
    let mut rows = vec![first.clone()];
    for (place, size) in sizes.iter().enumerate() {
        rows.extend((1..*size).map(|value| {
            let mut row = first.clone();
            row[place] = value;
            row
        }));
    }
    rows
}

/// Two parameters with a value each: the places of the parameters, then those of the values.
type Pair = (usize, usize, usize, usize);

/// Covers every pair of values: each row begins with a pair that is left, and takes for every other parameter the value that
/// covers most of what is left.
fn pairs(sizes: &[usize]) -> Vec<Row> {
    let mut left: BTreeSet<Pair> = BTreeSet::new();
    for first in 0..sizes.len() {
        for second in first + 1..sizes.len() {
            for a in 0..sizes[first] {
                left.extend((0..sizes[second]).map(|b| (first, second, a, b)));
            }
        }
    }
    let mut rows = Vec::new();
    cover(&vec![0; sizes.len()], &mut left);
    rows.push(vec![0; sizes.len()]);
    while let Some(pair) = left.first().copied() {
        let row = begun_with(pair, sizes, &left);
        cover(&row, &mut left);
        rows.push(row);
    }
    rows
}

fn begun_with((first, second, a, b): Pair, sizes: &[usize], left: &BTreeSet<Pair>) -> Row {
    let mut row: Vec<Option<usize>> = vec![None; sizes.len()];
    row[first] = Some(a);
    row[second] = Some(b);
    for place in 0..sizes.len() {
        if row[place].is_some() {
            continue;
        }
        let gain = |value: usize| {
            let others = row.iter().enumerate();
            let pairs =
                others.filter_map(|(other, chosen)| Some(pair(place, value, other, (*chosen)?)));
            pairs.filter(|pair| left.contains(pair)).count()
        };
        let best = (0..sizes[place]).rev().max_by_key(|value| gain(*value));
        row[place] = Some(best.unwrap_or(0));
    }
    row.into_iter().map(Option::unwrap_or_default).collect()
}

fn pair(place: usize, value: usize, other: usize, chosen: usize) -> Pair {
    match place < other {
        true => (place, other, value, chosen),
        false => (other, place, chosen, value),
    }
}

fn cover(row: &[usize], left: &mut BTreeSet<Pair>) {
    for first in 0..row.len() {
        for second in first + 1..row.len() {
            left.remove(&(first, second, row[first], row[second]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_cover_every_two_values() {
        let sizes = [3, 2, 4, 2, 3, 5, 2, 2];
        let rows = pairs(&sizes);
        assert!(rows.len() < 45, "{}", rows.len());
        for first in 0..sizes.len() {
            for second in first + 1..sizes.len() {
                for a in 0..sizes[first] {
                    for b in 0..sizes[second] {
                        let covers = |row: &Row| row[first] == a && row[second] == b;
                        assert!(rows.iter().any(covers), "{first} {second} {a} {b}");
                    }
                }
            }
        }
        assert!(pairs(&[2]).len() == 1 && pairs(&[]).len() == 1);
    }

    #[test]
    fn too_many_pairs_become_single_values() {
        assert_eq!((pair_count(&[3, 2, 4]), pair_count(&[])), (6 + 12 + 8, 0));
        assert_eq!(pair_count(&[usize::MAX, usize::MAX, 2]), usize::MAX);
        assert_eq!(singles(&[2, 3]), [[0, 0], [1, 0], [0, 1], [0, 2]]);
    }

    #[test]
    fn combinations_are_counted_up() {
        let all: Vec<Row> = (0..6).map(|at| nth(at, &[2, 3])).collect();
        assert_eq!(all[0], [0, 0]);
        assert_eq!(all[1], [0, 1]);
        assert_eq!(all[5], [1, 2]);
    }
}
