//! What `sigs.k8s.io/yaml` v1.6.0 writes: JSON that is read as YAML and written by `go.yaml.in/yaml/v2` v2.4.3, which folds lines
//! behind column 80, quotes as YAML 1.1 needs it, and puts list items at the indentation of their key.

mod analysis;
mod emitter;
mod order;
mod scalar;

pub(crate) use emitter::write;
