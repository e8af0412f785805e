//! The matrix generator: each set of the first child with each of the second.

use crate::appset::fail::{Fail, Outcome};
use crate::appset::params::{self, Params, overlay, print, put};
use crate::appset::set::Context;
use crate::appset::transform::{Child, Generator, bounded};
use crate::gotmpl::Value;

/// Returns the combined sets; the second child is rendered with each set of the first.
pub(super) fn params(context: &Context<'_>, generator: &Generator<'_>) -> Outcome<Vec<Params>> {
    let children = generator.block.items_at(&["generators"]);
    let [first, second] = children else {
        return Err(Fail::new(match children.len() {
            0 | 1 => "found less than two generators, Matrix support only two",
            _ => "found more than two generators, Matrix support only two",
        }));
    };
    let told = "error failed to get params for first generator in matrix generator";
    let first = Child::new(first, generator.rendered)
        .and_then(|child| child.params(context, None))
        .map_err(|fail| fail.within(told))?;
    if first.is_empty() {
        return Ok(Vec::new());
    }
    let told = |fail: Box<Fail>| {
        fail.within("failed to get params for second generator in the matrix generator")
    };
    let second = Child::templated(context, second, generator.rendered).map_err(told)?;
    let mut sets = Vec::new();
    for a in &first {
        for b in second.params(context, Some(a)).map_err(told)? {
            context.budget.burn(a.len() + b.len())?;
            sets.push(combined(context, a, &b)?);
        }
        bounded(context, sets.len())?;
    }
    Ok(sets)
}

fn combined(context: &Context<'_>, a: &Params, b: &Params) -> Outcome<Params> {
    let set = params::params([]);
    if context.go() {
        overlay(&set, b)?;
        overlay(&set, a)?;
        return Ok(set);
    }
    for (key, value) in a.entries() {
        put(&set, &key.to_utf8(), Value::from(print(&value)));
    }
    for (key, value) in b.entries() {
        let (name, text) = (key.to_utf8(), print(&value));
        let before = set.get(&key).map(|value| print(&value));
        if let Some(before) = before.filter(|before| *before != text) {
            let what = "failed to combine string maps with merging params for the matrix generator";
            return Err(Fail::new(format!(
                "{what}: found duplicate key {name} with different value, a: {before} ,b: {text}"
            )));
        }
        put(&set, &name, Value::from(text));
    }
    Ok(set)
}
