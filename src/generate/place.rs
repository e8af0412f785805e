//! Places in an object, as JSONPath finds them.

use crate::diagnostic::Diagnostic;
use crate::generate::PATCH_FORM;
use crate::template;
use crate::yaml::{self, Node, Value};
use jsonpath_rust::parser::model::JpQuery;
use jsonpath_rust::query::js_path_process;

/// A JSONPath that may be evaluated.
pub(super) enum Path {
    /// Keys alone, one after the other.
    Plain(Vec<Step>),
    /// Anything else, with its text.
    Query(Box<JpQuery>, String),
}

impl Path {
    /// Reads the `path` of a patch.
    pub(super) fn read(node: &Node) -> Result<Self, Box<Diagnostic>> {
        let text = node.as_str().unwrap_or_default();
        if let Some(why) = template::refuse_path(text) {
            return Err(Box::new(Diagnostic::error(PATCH_FORM, node.span, why)));
        }
        if let Some(steps) = plain(text) {
            return Ok(Self::Plain(steps));
        }
        match jsonpath_rust::parser::parse_json_path(text) {
            Ok(query) => Ok(Self::Query(Box::new(query), text.to_owned())),
            Err(_) => {
                let message = format!("`{text}` is no JSONPath");
                Err(Box::new(
                    Diagnostic::error(PATCH_FORM, node.span, message).help(
                        "such as `$.spec.template.spec.project` or `$.data['a.b']` (RFC 9535)",
                    ),
                ))
            }
        }
    }

    /// Returns about how many steps it takes to find the places.
    pub(super) fn cost(&self, node: &Node) -> u64 {
        match self {
            Self::Plain(_) => 1,
            Self::Query(_, text) => template::path_cost(text, node),
        }
    }

    /// Returns the places, sorted, each once.
    pub(super) fn find(&self, node: &Node) -> Vec<Vec<Step>> {
        match self {
            Self::Plain(steps) => Vec::from_iter(reaches(node, steps).then(|| steps.clone())),
            Self::Query(query, _) => {
                let json = yaml::json::to_serde(node);
                let found = js_path_process(query, &json).unwrap_or_default();
                let mut places: Vec<Vec<Step>> = found
                    .into_iter()
                    .filter_map(|one| steps(&one.path()))
                    .collect();
                places.sort();
                places.dedup();
                places
            }
        }
    }
}

/// Reads a path of plain names (RFC 9535, 2.5.1): `$.spec.project`.
fn plain(text: &str) -> Option<Vec<Step>> {
    let is_name = |name: &str| {
        let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
        name.chars().all(letters) && name.starts_with(|c: char| !c.is_ascii_digit())
    };
    text.strip_prefix("$.")?
        .split('.')
        .map(|name| is_name(name).then(|| Step::Key(name.to_owned())))
        .collect()
}

fn reaches(node: &Node, steps: &[Step]) -> bool {
    let mut keys = steps.iter().map(|step| match step {
        Step::Key(key) => Some(key),
        Step::Index(_) => None,
    });
    keys.try_fold(node, |node, key| node.get(key?)).is_some()
}

/// Returns about how many steps it takes to go to a place and to change it: keys of a map are looked at one after the other.
pub(super) fn effort(node: &Node, place: &[Step]) -> u64 {
    let mut effort = 1;
    let mut at = Some(node);
    for step in place {
        let Some(node) = at else { break };
        at = match (step, &node.value) {
            (Step::Key(key), Value::Map(map)) => {
                effort += map.len() as u64 / 2 + 1;
                map.get(key)
            }
            (Step::Index(index), Value::List(items)) => {
                effort += items.len() as u64 / 2 + 1;
                items.get(*index)
            }
            _ => None,
        };
    }
    effort
}

/// One step of a normalised path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// Reads a normalised path (RFC 9535, 2.7): `$['spec']['list'][0]`.
fn steps(path: &str) -> Option<Vec<Step>> {
    let mut rest = path.strip_prefix('$')?;
    let mut steps = Vec::new();
    while let Some(inside) = rest.strip_prefix('[') {
        if let Some(quoted) = inside.strip_prefix('\'') {
            let (key, after) = quoted_key(quoted)?;
            steps.push(Step::Key(key));
            rest = after.strip_prefix(']')?;
        } else {
            let (index, after) = inside.split_once(']')?;
            steps.push(Step::Index(index.parse().ok()?));
            rest = after;
        }
    }
    rest.is_empty().then_some(steps)
}

fn quoted_key(text: &str) -> Option<(String, &str)> {
    let mut key = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\'' => return Some((key, &text[at + 1..])),
            '\\' => key.push(characters.next()?.1),
            _ => key.push(character),
        }
    }
    None
}

/// Returns what stands at a place.
pub(super) fn follow<'n>(node: &'n mut Node, steps: &[Step]) -> Option<&'n mut Node> {
    steps
        .iter()
        .try_fold(node, |node, step| match (step, &mut node.value) {
            (Step::Key(key), Value::Map(map)) => map.get_mut(key),
            (Step::Index(index), Value::List(items)) => items.get_mut(*index),
            _ => None,
        })
}

/// Takes out what stands at the last step of a place.
pub(super) fn remove(parent: &mut Node, step: &Step) {
    match (step, &mut parent.value) {
        (Step::Key(key), Value::Map(map)) => {
            map.remove(key);
        }
        (Step::Index(index), Value::List(items)) if *index < items.len() => {
            items.remove(*index);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalised_paths_are_read_back() {
        let path = r"$['a.b']['it\'s'][3]";
        let expected = vec![
            Step::Key("a.b".into()),
            Step::Key("it's".into()),
            Step::Index(3),
        ];
        assert_eq!(steps(path), Some(expected));
        assert_eq!(steps("$"), Some(Vec::new()));
    }

    #[test]
    fn plain_paths_need_no_search() {
        let expected = vec![Step::Key("spec".into()), Step::Key("a_1".into())];
        assert_eq!(plain("$.spec.a_1"), Some(expected));
        for other in [
            "$.a..b",
            "$.*",
            "$.a[0]",
            "$",
            "a.b",
            "$.1a",
            "$.a-b",
            "$.a.length()",
        ] {
            assert_eq!(plain(other), None, "{other}");
        }
    }
}
