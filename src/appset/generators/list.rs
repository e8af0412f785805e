//! The list generator.

use crate::appset::decode::json_type;
use crate::appset::fail::{Fail, Outcome};
use crate::appset::params::{self, Params, value};
use crate::appset::set::Context;
use crate::gotmpl::Value;
use crate::yaml::{Limits, Node, Refusal, read_first};

/// Returns one set for each element, then one for each item of `elementsYaml`.
pub(super) fn params(context: &Context<'_>, block: &Node) -> Outcome<Vec<Params>> {
    let elements = block.items_at(&["elements"]);
    let sets = elements
        .iter()
        .map(|element| one(context, element).map_err(|fail| fail.at(element.span)));
    let mut sets = sets.collect::<Outcome<Vec<Params>>>()?;
    if let Some(text) = block.present_at(&["elementsYaml"]) {
        let yaml = text.as_str().unwrap_or_default();
        let read = context
            .budget
            .burn(yaml.len())
            .and_then(|()| from_yaml(yaml));
        sets.extend(read.map_err(|fail| fail.at(text.span))?);
    }
    Ok(sets)
}

fn one(context: &Context<'_>, element: &Node) -> Outcome<Params> {
    let Some(map) = element.as_map() else {
        if element.is_null() {
            return Ok(params::params([]));
        }
        let found = json_type(element);
        return Err(Fail::new(format!(
            "error unmarshling list element json: cannot unmarshal {found} into Go value of type map[string]interface {{}}"
        )));
    };
    if context.go() {
        let entries = map
            .iter()
            .map(|entry| (&*entry.key.text, value(&entry.node)));
        return Ok(params::params(entries));
    }
    let set = params::params([]);
    for entry in map {
        match &*entry.key.text {
            "values" => {
                let values = entry.node.as_map();
                for value in values.ok_or_else(|| Fail::new("error parsing values map"))? {
                    params::put(
                        &set,
                        &format!("values.{}", value.key.text),
                        text(&value.node)?,
                    );
                }
            }
            key => params::put(&set, key, text(&entry.node)?),
        }
    }
    Ok(set)
}

fn text(node: &Node) -> Outcome<Value> {
    let wrong = || {
        let mut fail = Fail::new("error parsing value as string %!w(<nil>)").at(node.span);
        fail.help = Some("quote the value, or set `goTemplate: true`".to_owned());
        fail
    };
    node.as_str().map(Value::from).ok_or_else(wrong)
}

fn from_yaml(text: &str) -> Outcome<Vec<Params>> {
    let wrong = |what: String| Fail::new(format!("error unmarshling decoded ElementsYaml {what}"));
    let decoding = "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal";
    let read =
        read_first(text.as_bytes(), &Limits::default()).map_err(|refusal| match refusal {
            Refusal::Fault(what) => wrong(format!("error converting YAML to JSON: {what}")),
            Refusal::Limit => wrong("the text is too large".to_owned()),
        })?;
    let Some(list) = read else {
        return Ok(Vec::new());
    };
    let Some(items) = list.as_list() else {
        let found = json_type(&list);
        return Err(wrong(format!(
            "{decoding} {found} into Go value of type []map[string]interface {{}}"
        )));
    };
    let set = |item: &Node| match value(item) {
        Value::Map(map) => Ok(map),
        Value::Nil => Ok(params::params([])),
        _ => {
            let found = json_type(item);
            Err(wrong(format!(
                "{decoding} {found} into Go value of type map[string]interface {{}}"
            )))
        }
    };
    items.iter().map(set).collect()
}
