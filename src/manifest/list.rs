//! Lists of the API, which are no objects of their own.

use crate::yaml::{Node, Value};

/// Opens a list, and lists in it: its items take its place, and a list without items gives way to nothing. Who reads which
/// nodes as lists differs, so `is_list` says it; any other node is returned as it is.
#[must_use]
pub fn unlisted(mut node: Node, is_list: fn(&Node) -> bool) -> Vec<Node> {
    if !is_list(&node) {
        return vec![node];
    }
    let items = node.as_map_mut().and_then(|map| map.remove("items"));
    match items.map(|items| items.value) {
        Some(Value::List(items)) => {
            let items = items.into_iter();
            items.flat_map(|item| unlisted(item, is_list)).collect()
        }
        _ => Vec::new(),
    }
}

/// Says whether kubectl and Argo CD v3.5.1 (`IsList`, `isNullList`) read an object as a list: whatever its kind, by its `items`.
#[must_use]
pub fn is_list(node: &Node) -> bool {
    let is_bare = || node.get("spec").is_none() && node.get("status").is_none();
    let items = node.get("items");
    items.is_some_and(|items| items.as_list().is_some() || items.is_null() && is_bare())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;
    use crate::yaml::json;

    fn names(text: &str) -> Vec<String> {
        let node = json::parse(text, Sources::new().add("list.json", [])).unwrap();
        let opened = unlisted(node, is_list);
        let name = |node: &Node| node.text_at(&["kind"]).to_owned();
        opened.iter().map(name).collect()
    }

    #[test]
    fn lists_of_every_kind_are_opened() {
        let list = r#"{"kind":"ConfigMapList","items":[{"kind":"A"},{"kind":"List","items":[{"kind":"B"}]}]}"#;
        assert_eq!(names(list), ["A", "B"]);
        assert_eq!(names(r#"{"kind":"List","items":null}"#), [""; 0]);
        assert_eq!(names(r#"{"kind":"A","items":null,"spec":{}}"#), ["A"]);
        assert_eq!(names(r#"{"kind":"List","items":"a"}"#), ["List"]);
        assert_eq!(names(r#"{"kind":"RoleList"}"#), ["RoleList"]);
    }
}
