//! The order in which keys are written: numbers within them by value, letters behind everything else.

use super::super::super::unicode::{is_digit, is_letter};
use std::cmp::Ordering;

/// Sorts keys. The order is Go's own comparison, which is not always transitive, so that no sort of the standard library may be
/// trusted with it.
pub(super) fn sort<T>(mut items: Vec<T>, key: impl Fn(&T) -> Vec<char> + Copy) -> Vec<T> {
    if items.len() < 2 {
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let mut left = sort(items, key).into_iter().peekable();
    let mut right = sort(right, key).into_iter().peekable();
    let mut merged = Vec::with_capacity(left.len() + right.len());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let next = if is_less(&key(b), &key(a)) {
            right.next()
        } else {
            left.next()
        };
        merged.extend(next);
    }
    merged.extend(left);
    merged.extend(right);
    merged
}

fn is_less(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (rest_a, rest_b) = (from(a, same), from(b, same));
    let (Some(&first_a), Some(&first_b)) = (rest_a.first(), rest_b.first()) else {
        return a.len() < b.len();
    };
    match (is_letter(first_a), is_letter(first_b)) {
        (true, true) => return first_a < first_b,
        (false, false) => {}
        (_, is_behind) => return is_behind,
    }
    // Zeros count only where other digits stand before them.
    let before = a.get(..same).unwrap_or_default();
    let begun = (first_a == '0' || first_b == '0') && within_number(before);
    let number_a = number(rest_a, begun);
    let number_b = number(rest_b, begun);
    match number_a.cmp(&number_b) {
        Ordering::Equal => first_a < first_b,
        order => order.is_lt(),
    }
}

fn from(text: &[char], at: usize) -> &[char] {
    text.get(at..).unwrap_or_default()
}

fn within_number(before: &[char]) -> bool {
    let digits = before.iter().rev().take_while(|c| is_digit(**c));
    digits.into_iter().any(|digit| *digit != '0')
}

/// Returns the number that begins a text, and how many digits it has.
fn number(text: &[char], begun: bool) -> (i64, usize) {
    let digits = text.iter().take_while(|c| is_digit(**c));
    let mut value = i64::from(begun);
    let mut length = 0;
    for digit in digits {
        let digit = i64::from(u32::from(*digit)) - i64::from(u32::from('0'));
        value = value.wrapping_mul(10).wrapping_add(digit);
        length += 1;
    }
    (value, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_ordered_by_value() {
        let keys = ["b10", "b9", "a", "1", "_", "b", "b09", "B", "b1a"];
        let sorted = sort(keys.to_vec(), |key| key.chars().collect());
        assert_eq!(sorted, ["_", "1", "B", "a", "b", "b1a", "b9", "b09", "b10"]);
    }
}
