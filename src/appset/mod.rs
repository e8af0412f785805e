//! ApplicationSets become Applications, as Argo CD v3.5.1's controller makes them.
//!
//! In goes an ApplicationSet as somebody wrote it, with what the live side knows, out come the Applications that the
//! controller would write, or its own error. The truth is `fixtures/conformance/applicationset`. The room knows neither our
//! documents nor the platform, and opens nothing: files of repositories are handed in as [`Checkouts`].

mod admission;
mod application;
mod budget;
mod checkout;
mod codes;
mod decode;
mod engine;
mod expand;
mod fail;
mod generators;
mod json;
mod maker;
mod merge;
mod names;
mod normalise;
mod notes;
mod numbers;
mod params;
mod part;
mod patch;
mod selector;
mod set;
mod shapes;
mod slug;
mod stored;
mod transform;
mod validate;
mod warn;
mod why;

pub use application::{Application, Expansion, Origin, Refused, Target};
pub use checkout::{Checkout, Checkouts, NoCheckouts};
pub use codes::{CODES, NO_CLUSTER, UNANSWERED};
pub use expand::{Limits, Surroundings, expand, is_set};
pub use stored::stored;
pub use why::{GeneratorMatch, Term, Why, why};
