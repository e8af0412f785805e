//! The parameters that say where a folder or file lies.

use crate::appset::names::normalized;
use crate::appset::params::{self, Params};
use crate::gotmpl::{List, Text, Value};

/// Where something lies.
pub(super) struct Place<'p> {
    /// The folder, `.` for the root.
    pub(super) folder: &'p str,
    /// The file's name, for files.
    pub(super) file: Option<&'p str>,
    /// `pathParamPrefix`, may be empty.
    pub(super) prefix: &'p str,
}

impl Place<'_> {
    fn basename(&self) -> &str {
        self.folder.rsplit('/').next().unwrap_or(self.folder)
    }

    /// The parameters by their names behind `path`.
    fn named(&self) -> Vec<(&'static str, String)> {
        let base = self.basename();
        let mut named = vec![
            ("basename", base.to_owned()),
            ("basenameNormalized", normalized(base)),
        ];
        if let Some(file) = self.file {
            named.push(("filename", file.to_owned()));
            named.push(("filenameNormalized", normalized(file)));
        }
        named
    }

    /// Adds the parameters; they win over what is there.
    pub(super) fn add(&self, set: &Params, go: bool) {
        match go {
            true => self.add_nested(set),
            false => self.add_flat(set),
        }
    }

    fn add_nested(&self, set: &Params) {
        let named = self.named();
        let named = named
            .iter()
            .map(|(name, text)| (*name, Value::from(text.as_str())));
        let path = params::params(named);
        params::put(&path, "path", Value::from(self.folder));
        let segments = self.folder.split('/').map(Text::from);
        params::put(&path, "segments", Value::List(List::texts(segments)));
        let (key, value) = match self.prefix {
            "" => ("path", path),
            prefix => (prefix, params::params([("path", Value::Map(path))])),
        };
        params::put(set, key, Value::Map(value));
    }

    fn add_flat(&self, set: &Params) {
        let path = match self.prefix {
            "" => "path".to_owned(),
            prefix => format!("{prefix}.path"),
        };
        for (name, text) in self.named() {
            params::put(set, &format!("{path}.{name}"), Value::from(text));
        }
        for (at, segment) in self.folder.split('/').enumerate() {
            if !segment.is_empty() {
                params::put(set, &format!("{path}[{at}]"), Value::from(segment));
            }
        }
        params::put(set, &path, Value::from(self.folder));
    }
}
