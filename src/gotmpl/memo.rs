//! What functions make of constant arguments, kept with the template: compiled patterns and the like.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

/// How much is kept for one template.
const MOST: usize = 32;

/// Results that are worth keeping from one execution to the next, by the function's kind and its argument.
#[derive(Default)]
pub(super) struct Memo {
    kept: Mutex<Vec<Kept>>,
}

struct Kept {
    kind: &'static str,
    argument: Box<[u8]>,
    result: Arc<dyn Any + Send + Sync>,
}

impl std::fmt::Debug for Memo {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Memo")
    }
}

impl Memo {
    /// Returns what `make` makes of the argument, made now or before.
    pub(super) fn get<T: Send + Sync + 'static>(
        &self,
        kind: &'static str,
        argument: &[u8],
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        if let Some(result) = self.find(kind, argument) {
            return result;
        }
        let result = Arc::new(make());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < MOST {
            kept.push(Kept {
                kind,
                argument: argument.into(),
                result: Arc::<T>::clone(&result),
            });
        }
        result
    }

    fn find<T: Send + Sync + 'static>(
        &self,
        kind: &'static str,
        argument: &[u8],
    ) -> Option<Arc<T>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |one: &&Kept| one.kind == kind && *one.argument == *argument;
        let found = Arc::clone(&kept.iter().find(is_it)?.result);
        found.downcast().ok()
    }
}
