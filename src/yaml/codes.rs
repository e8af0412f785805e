//! The faults of this room by name.

use crate::diagnostic::Code;

pub(super) const YAML_SYNTAX: Code = Code {
    name: "yaml-syntax",
    what: "The text is not YAML as Kubernetes reads it.",
};
pub(super) const YAML_ENCODING: Code = Code {
    name: "yaml-encoding",
    what: "The text is not UTF-8, or holds a control character that YAML does not allow.",
};
pub(super) const YAML_DUPLICATE_KEY: Code = Code {
    name: "yaml-duplicate-key",
    what: "A map names the same key twice; Kubernetes would silently keep the last value.",
};
pub(super) const YAML_DROPPED_TEXT: Code = Code {
    name: "yaml-dropped-text",
    what: "Kubernetes silently ignores what follows the end of a document up to the next `---`.",
};
pub(super) const YAML_INVALID_KEY: Code = Code {
    name: "yaml-invalid-key",
    what: "Keys are text; null, lists, maps and huge integers cannot become text.",
};
pub(super) const YAML_INVALID_VALUE: Code = Code {
    name: "yaml-invalid-value",
    what: "The value does not fit its tag, is not finite, or cannot be merged.",
};
pub(super) const YAML_UNKNOWN_ANCHOR: Code = Code {
    name: "yaml-unknown-anchor",
    what: "An alias names an anchor that does not stand, complete, before it in the same document.",
};
pub(super) const YAML_TOO_DEEP: Code = Code {
    name: "yaml-too-deep",
    what: "Lists and maps are nested deeper than the limit.",
};
pub(super) const YAML_TOO_LARGE: Code = Code {
    name: "yaml-too-large",
    what: "The text is longer, or holds more values, than the limit.",
};
pub(super) const YAML_TOO_MANY_ALIASES: Code = Code {
    name: "yaml-too-many-aliases",
    what: "Aliases make up too large a share of a document; Kubernetes refuses it as a possible attack.",
};

/// Every code of this room.
pub const CODES: &[Code] = &[
    YAML_SYNTAX,
    YAML_ENCODING,
    YAML_DUPLICATE_KEY,
    YAML_DROPPED_TEXT,
    YAML_INVALID_KEY,
    YAML_INVALID_VALUE,
    YAML_UNKNOWN_ANCHOR,
    YAML_TOO_DEEP,
    YAML_TOO_LARGE,
    YAML_TOO_MANY_ALIASES,
];
