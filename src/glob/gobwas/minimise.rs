//! Fewer matchers for the same pattern, or for nearly the same.

use super::fuel::Fuel;
use super::matcher::Matcher;
use super::syntax::{Class, Members, Piece};

/// Replaces runs of matchers by one, the longest run first.
pub(super) fn minimised(mut row: Vec<Matcher>, fuel: &mut Fuel) -> Option<Vec<Matcher>> {
    while let Some((from, to, one)) = best_run(&row, fuel)? {
        row.splice(from..to, [one]);
    }
    Some(row)
}

type Run = (usize, usize, Matcher);

fn best_run(row: &[Matcher], fuel: &mut Fuel) -> Option<Option<Run>> {
    let mut best: Option<Run> = None;
    for from in 0..row.len() {
        for to in (from + 1..=row.len()).rev() {
            fuel.burn(1)?;
            let Some(one) = row.get(from..to).map(|run| glued(run, fuel))?? else {
                continue;
            };
            let better = best.as_ref().is_none_or(|(start, end, best)| {
                let longer = matches!((best.length(), one.length()), (Some(a), Some(b)) if b > a);
                longer || end - start < to - from
            });
            if better {
                best = Some((from, to, one));
            }
        }
    }
    Some(best)
}

/// Makes one of several matchers, if they are of one sort; the outer `None` when that would take too long.
pub(super) fn glued(row: &[Matcher], fuel: &mut Fuel) -> Option<Option<Matcher>> {
    if row.len() <= 1 {
        return Some(None);
    }
    match wildcards(row, fuel)? {
        Some(one) => Some(Some(one)),
        None => fixed(row, fuel),
    }
}

fn fixed(row: &[Matcher], fuel: &mut Fuel) -> Option<Option<Matcher>> {
    let mut length = 0;
    for matcher in row {
        fuel.burn(1)?;
        match matcher.length() {
            Some(more) => length += more,
            None => return Some(None),
        }
    }
    let members = row.to_vec();
    Some(Some(Matcher::Row { length, members }))
}

/// What wildcards in a row have in common.
#[derive(Default)]
struct Wildcards {
    any: bool,
    every: bool,
    singles: usize,
}

fn wildcards(row: &[Matcher], fuel: &mut Fuel) -> Option<Option<Matcher>> {
    let mut sort = Wildcards::default();
    let mut stops: Option<String> = None;
    for matcher in row {
        fuel.burn(1)?;
        let found = match matcher {
            Matcher::Super => {
                sort.every = true;
                String::new()
            }
            Matcher::Any(separator) => {
                sort.any = true;
                separator.to_string()
            }
            Matcher::Single(separator) => {
                sort.singles += 1;
                separator.map(String::from).unwrap_or_default()
            }
            Matcher::Class(Class {
                not: true,
                members: Members::These(members),
            }) => {
                sort.singles += 1;
                members.clone()
            }
            _ => return Some(None),
        };
        if *stops.get_or_insert_with(|| found.clone()) != found {
            return Some(None);
        }
    }
    Some(Some(sort.matcher(stops.unwrap_or_default())))
}

impl Wildcards {
    fn matcher(&self, stops: String) -> Matcher {
        let is_open = self.any || self.every;
        match (self.singles, stops.chars().next()) {
            (0, None) => return Matcher::Super,
            (0, Some(separator)) => return Matcher::Any(separator),
            (least, None) if is_open => return Matcher::Min(least),
            _ => {}
        }
        let mut all = vec![Matcher::Min(self.singles)];
        if !is_open {
            all.push(Matcher::Max(self.singles));
        }
        if !stops.is_empty() {
            // Of several stops, only all of them in a row stop.
            all.push(Matcher::Contains {
                not: true,
                needle: stops,
            });
        }
        Matcher::Every(all)
    }
}

/// Takes what all alternatives begin and end with out of the braces; `None` if there is nothing of that kind.
pub(super) fn common(rows: &[Piece]) -> Option<Piece> {
    let rows: Option<Vec<&[Piece]>> = rows
        .iter()
        .map(|row| match row {
            Piece::Row(row) => Some(row.as_slice()),
            _ => None,
        })
        .collect();
    let rows = rows?;
    let (left, right) = shared(&rows)?;
    let first = *rows.first()?;
    let mut result = Vec::new();
    if left > 0 {
        result.push(Piece::Row(first.get(..left)?.to_vec()));
    }
    let mut choices: Vec<Piece> = Vec::new();
    for row in &rows {
        let own = row.get(left..row.len() - right)?;
        let own = match own {
            [] => Piece::Nothing,
            own => Piece::Row(own.to_vec()),
        };
        if !choices.contains(&own) {
            choices.push(own);
        }
    }
    match choices.as_slice() {
        [Piece::Nothing] => {}
        [one] => result.push(one.clone()),
        _ => result.push(Piece::Choice(choices)),
    }
    if right > 0 {
        result.push(Piece::Row(first.get(first.len() - right..)?.to_vec()));
    }
    Some(Piece::Row(result))
}

/// Counts the pieces that all rows begin with, and those that they end with, as far as Go's module sees it.
fn shared(rows: &[&[Piece]]) -> Option<(usize, usize)> {
    let least = rows.iter().map(|row| row.len()).min()?;
    let shortest = rows.iter().position(|row| row.len() == least)?;
    let (mut left, mut right) = (0, 0);
    let (mut left_ends, mut right_ends) = (false, false);
    for step in 0..least {
        if left + right >= least || (left_ends && right_ends) {
            break;
        }
        let at_end = |row: &[Piece]| row.get(row.len() - 1 - step).cloned();
        let model = *rows.get(shortest)?;
        let others = rows.iter().enumerate().filter(|(at, _)| *at != shortest);
        for (_, other) in others {
            left_ends |= model.get(step) != other.get(step);
            // What the left side has taken is not looked at from the right.
            right_ends |= !left_ends && least - 1 - step <= step;
            right_ends |= at_end(model) != at_end(other);
        }
        left += usize::from(!left_ends);
        right += usize::from(!right_ends);
    }
    (rows.len() > 1 && left + right > 0).then_some((left, right))
}
