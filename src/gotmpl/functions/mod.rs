//! The functions that Argo CD v3.5.1 registers, one file per family, each with its table `FUNCTIONS`.

mod argo;
mod casing;
mod cast;
mod certificate;
mod chance;
mod crypto;
mod dates;
mod decimals;
mod dicts;
mod encoding;
mod equality;
mod json;
mod lists;
mod logic;
mod merge;
mod numbers;
mod password;
mod paths;
mod regex;
mod table;
mod text;
mod text_lists;
mod uniq;
mod urls;
mod versions;
mod words;
mod wrap;
mod yaml;

use super::function::Function;

/// The tables of all families.
const FAMILIES: &[&[Function]] = &[
    argo::FUNCTIONS,
    casing::FUNCTIONS,
    encoding::FUNCTIONS,
    crypto::FUNCTIONS,
    chance::FUNCTIONS,
    paths::FUNCTIONS,
    merge::FUNCTIONS,
    logic::FUNCTIONS,
    json::FUNCTIONS,
    lists::FUNCTIONS,
    dicts::FUNCTIONS,
    dates::FUNCTIONS,
    decimals::FUNCTIONS,
    numbers::FUNCTIONS,
    regex::FUNCTIONS,
    text::FUNCTIONS,
    text_lists::FUNCTIONS,
    urls::FUNCTIONS,
    versions::FUNCTIONS,
    wrap::FUNCTIONS,
    yaml::FUNCTIONS,
];

/// Returns all functions of templates except Go's own, in no particular order.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    FAMILIES.iter().flat_map(|family| family.iter())
}
