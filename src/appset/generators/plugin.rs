//! The plugin generator.

use super::raw_json::RawJson;
use crate::appset::fail::{Fail, Outcome};
use crate::appset::json;
use crate::appset::params::{self, Params};
use crate::appset::set::Context;
use crate::appset::transform::Generator;
use crate::gotmpl::{Map, Type, Value};
use crate::yaml::Node;

/// Returns one set for each object that the plugin answers.
pub(super) fn params(context: &Context<'_>, generator: &Generator<'_>) -> Outcome<Vec<Params>> {
    let block = generator.block;
    let name = block.text_at(&["configMapRef", "name"]);
    let mut known = context.world.plugins.iter();
    let plugin = known.find(|plugin| plugin.config_map == name).ok_or_else(|| {
        let text = format!("error getting plugin from generator: error fetching ConfigMap: ConfigMap {name:?} not found");
        let lines = format!("  plugins:\n    - for: {{configMapRef: '{name}'}}\n      parameters: []");
        Fail::unanswered(text, &lines)
    })?;
    let values = json::text_nodes(block, "values");
    let mut sets = Vec::with_capacity(plugin.parameters.len());
    for answer in &plugin.parameters {
        let Value::Map(object) = params::value(answer) else {
            let text = "error listing params: error get api 'getparams.execute': json: cannot unmarshal the answer into Go value of type map[string]interface {}";
            return Err(Fail::new(text).at(answer.span));
        };
        let set = match context.go() {
            true => object,
            false => params::flat_params(&object),
        };
        let input = params::params([("parameters", input(block, generator.rendered))]);
        let generator = params::params([("input", Value::Map(input))]);
        params::put(&set, "generator", Value::Map(generator));
        params::append_values(&values, &set, context)
            .map_err(|fail| fail.within("error generating params"))?;
        sets.push(set);
    }
    Ok(sets)
}

fn input(block: &Node, rendered: bool) -> Value {
    let found = block.at(&["input", "parameters"]).and_then(Node::as_map);
    Value::Map(match found {
        Some(map) => {
            let entries = map.iter();
            params::params(
                entries.map(|entry| (&*entry.key.text, Value::object(RawJson::new(&entry.node)))),
            )
        }
        None if rendered => Map::any([]),
        None => Map::nil(Type::AnyMap),
    })
}
