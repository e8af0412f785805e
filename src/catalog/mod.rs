//! What the repository says: its Repository, Environments and UseCases, read and cross-checked.
//!
//! In goes a [`Tree`](crate::tree::Tree), out come typed documents whose every part knows its line. A document is read when it is
//! first asked for, so that a render reads what it needs and nothing else. The room knows nothing of what is made of them.

mod document;
mod environment;
mod reader;
mod repository;
mod selection;
mod shapes;
mod use_case;

pub use document::{Named, is_name};
pub use environment::{Environment, Selected};
pub use reader::Catalog;
pub use repository::{Delivery, Repository, TextRule};
pub use selection::{Selection, requirements, select};
pub use shapes::{CLUSTER, ENVIRONMENT, KINDS, PARAMETER, REPOSITORY, USE_CASE, WORLD};
pub use use_case::UseCase;

use crate::diagnostic::Code;

/// The `apiVersion` of all our documents.
pub const API_VERSION: &str = "dodona.dev/v1";

/// The file that makes a folder a repository.
pub const REPOSITORY_FILE: &str = "dodona.yaml";

const NOT_A_DOCUMENT: Code = Code {
    name: "document-kind",
    what: "a file holds another `apiVersion` or `kind` than its place asks for",
};
const NAME: Code = Code {
    name: "document-name",
    what: "a document's `metadata.name` differs from its file or folder, or is no valid name",
};
const TWICE: Code = Code {
    name: "document-twice",
    what: "two documents of one kind have the same name",
};
/// There is no repository where one is asked for.
pub const NO_REPOSITORY: Code = Code {
    name: "repository-missing",
    what: "the folder has no `dodona.yaml`, so it is no repository of dodona",
};
const NO_ENVIRONMENT: Code = Code {
    name: "environment-unknown",
    what: "an environment is asked for that the repository does not have",
};
/// Which environment is meant is not said.
pub const AMBIGUOUS: Code = Code {
    name: "environment-needed",
    what: "the repository has several environments, or none, and none was named",
};
const NO_USE_CASE: Code = Code {
    name: "use-case-unknown",
    what: "a use case is named that the repository does not have",
};
const CYCLE: Code = Code {
    name: "use-case-cycle",
    what: "use cases require each other in a circle, or in a row that is too long to follow",
};
const CONFLICT: Code = Code {
    name: "use-case-conflict",
    what: "two use cases are selected that exclude each other",
};
const SELECTED_TWICE: Code = Code {
    name: "use-case-twice",
    what: "an environment selects the same use case twice",
};

/// The codes of this room.
pub const CODES: &[Code] = &[
    NOT_A_DOCUMENT,
    NAME,
    TWICE,
    NO_REPOSITORY,
    NO_ENVIRONMENT,
    AMBIGUOUS,
    NO_USE_CASE,
    CYCLE,
    CONFLICT,
    SELECTED_TWICE,
];
