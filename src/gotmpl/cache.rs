//! Templates by their text, so that each is compiled once.

use super::error::Error;
use super::template::Template;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many templates are kept; beyond that, the cache begins anew.
const MOST: usize = 100_000;

/// Compiled templates by text and options. Any number of threads may use one.
#[derive(Debug, Default)]
pub struct Cache {
    templates: Mutex<BTreeMap<Vec<String>, Found>>,
}

type Found = Result<Arc<Template>, Error>;

impl Cache {
    /// Returns an empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the template of a text, compiled now or before.
    ///
    /// # Errors
    /// As [`Template::compile`], every time.
    pub fn template(&self, text: &str, options: &[&str]) -> Found {
        let key: Vec<String> = std::iter::once(&text)
            .chain(options)
            .map(|&part| part.to_owned())
            .collect();
        let mut templates = self
            .templates
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = templates.get(&key) {
            return found.clone();
        }
        if templates.len() >= MOST {
            templates.clear();
        }
        let compiled = Template::compile(text, options.iter().copied()).map(Arc::new);
        templates.insert(key, compiled.clone());
        compiled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_compiled_once() {
        fn is_shareable<T: Send + Sync>(_: &T) {}
        let cache = Cache::new();
        is_shareable(&cache);
        let first = cache.template("{{.a}}", &["missingkey=error"]).ok();
        let second = cache.template("{{.a}}", &["missingkey=error"]).ok();
        let other = cache.template("{{.a}}", &[]).ok();
        let same = |a: &Option<Arc<Template>>, b: &Option<Arc<Template>>| match (a, b) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        };
        assert!(same(&first, &second));
        assert!(!same(&first, &other));
        assert!(cache.template("{{", &[]).is_err());
    }
}
