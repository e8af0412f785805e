//! Weighs what filters take and give: the engine counts its own steps, but one filter is one step however much it copies.

use minijinja::value::{FunctionArgs, FunctionResult, Rest, Value, ValueKind, ValueOrKwargs};
use minijinja::{Environment, Error, ErrorKind, State};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many bytes the filters of one expression may take and give.
const EXPRESSION_BYTES: u64 = 32 * 1024 * 1024;
/// How many compiled expressions may be there at a time: each takes kilobytes.
pub(super) const EXPRESSIONS: u64 = 20_000;
/// What an item of a list and an entry of a map weigh, in bytes.
const ITEM: u64 = 24;
const ENTRY: u64 = 64;
/// Stands before the name of a filter that is not weighed; no expression can spell it.
const UNWEIGHED: &str = "unweighed ";

/// Counts the bytes that pass through filters.
#[derive(Clone, Debug, Default)]
pub(super) struct Meter(Arc<Gauge>);

#[derive(Debug, Default)]
struct Gauge {
    spent: AtomicU64,
    ceiling: AtomicU64,
    compiled: AtomicU64,
}

impl Meter {
    /// Counts an expression that is to be compiled, for as long as what is returned lives, and says how many there are now.
    pub(super) fn compile(&self) -> (u64, Live) {
        let before = self.0.compiled.fetch_add(1, Ordering::Relaxed);
        (before + 1, Live(self.clone()))
    }

    /// Begins an expression, and returns what was spent until now.
    pub(super) fn begin(&self) -> u64 {
        let spent = self.0.spent.load(Ordering::Relaxed);
        self.0
            .ceiling
            .store(spent + EXPRESSION_BYTES, Ordering::Relaxed);
        spent
    }

    /// Returns what was spent since `before`.
    pub(super) fn since(&self, before: u64) -> u64 {
        self.0.spent.load(Ordering::Relaxed) - before
    }

    /// Counts bytes that a filter looks at beside those that it takes and gives.
    pub(super) fn spend(&self, bytes: u64) -> Result<(), Error> {
        let spent = self.0.spent.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if spent > self.0.ceiling.load(Ordering::Relaxed) {
            return Err(Error::from(ErrorKind::OutOfFuel));
        }
        Ok(())
    }

    /// Gives the environment a filter whose arguments and result are weighed.
    pub(super) fn add<F, R, A>(
        &self,
        environment: &mut Environment<'static>,
        name: &'static str,
        filter: F,
    ) where
        F: minijinja::functions::Function<R, A>,
        R: FunctionResult,
        A: for<'a> FunctionArgs<'a>,
    {
        let meter = self.clone();
        let unweighed = format!("{UNWEIGHED}{name}");
        environment.add_filter(unweighed.clone(), filter);
        environment.add_filter(
            name,
            move |state: &mut State<'_, '_>, arguments: Rest<ValueOrKwargs>| {
                let arguments = arguments.into_values();
                for argument in &arguments {
                    if argument
                        .as_str()
                        .is_some_and(|text| text.starts_with(UNWEIGHED))
                    {
                        return Err(Error::from(ErrorKind::UnknownFilter));
                    }
                    meter.spend(weight(argument))?;
                }
                let made = state.apply_filter(&unweighed, &arguments)?;
                meter.spend(weight(&made))?;
                Ok(made)
            },
        );
    }
}

/// A compiled expression is there, until this is dropped.
#[derive(Debug)]
pub(super) struct Live(Meter);

impl Drop for Live {
    fn drop(&mut self) {
        self.0.0.compiled.fetch_sub(1, Ordering::Relaxed);
    }
}

fn weight(value: &Value) -> u64 {
    let length = value.len().unwrap_or(1) as u64;
    match value.kind() {
        ValueKind::String | ValueKind::Bytes => {
            value.as_str().map_or(length, |text| text.len() as u64)
        }
        ValueKind::Seq | ValueKind::Iterable => length * ITEM,
        ValueKind::Map => length * ENTRY,
        _ => 1,
    }
}
