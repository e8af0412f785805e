//! From field tables to a schema.

use crate::catalog;
use crate::manifest::{Field, Shape, Type};
use crate::schema::words::description;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The kinds that have a schema.
pub const KINDS: [&str; 4] = ["Repository", "Environment", "UseCase", "World"];

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Fields whose values are rendered, with all that lies below them; everywhere else an expression is plain text.
const RENDERED: [(&str, &[&str]); 3] = [
    (
        "Repository.spec",
        &[
            "source",
            "argocd",
            "rendered",
            "applicationSet",
            "application",
            "clusterSecret",
            "patches",
        ],
    ),
    (
        "Environment.spec",
        &["labels", "annotations", "source", "clusters", "patches"],
    ),
    (
        "UseCase.spec",
        &[
            "selector",
            "syncWave",
            "project",
            "destination",
            "charts",
            "manifests",
            "sources",
            "applicationSet",
            "contributes",
            "patches",
        ],
    ),
];

/// Keys that give a map of a template its structure.
const FORMS: [&str; 5] = ["$for", "$if", "$let", "$do", "$spread"];

/// Returns the schema of one of [`KINDS`]; `None` for any other.
#[must_use]
pub fn of(kind: &str) -> Option<Value> {
    let (_, shape) = catalog::KINDS.iter().find(|(name, _)| *name == kind)?;
    let mut writer = Writer {
        definitions: Map::new(),
        rendered: BTreeMap::new(),
    };
    let mut schema = json!({
        "$schema": DRAFT,
        "title": kind,
        "description": description("", kind),
    });
    let object = writer.object(shape, false);
    for (key, value) in object.as_object().into_iter().flatten() {
        schema[key] = value.clone();
    }
    schema["properties"]["kind"]["const"] = json!(kind);
    writer
        .definitions
        .insert("expression".to_owned(), expression());
    if kind == "World" {
        writer
            .definitions
            .insert("fromFile".to_owned(), from_file());
    }
    writer.definitions.sort_keys();
    schema["$defs"] = Value::Object(writer.definitions);
    Some(schema)
}

struct Writer {
    definitions: Map<String, Value>,
    /// Whether each definition is of rendered values.
    rendered: BTreeMap<String, bool>,
}

impl Writer {
    fn object(&mut self, shape: &Shape, rendered: bool) -> Value {
        let mut properties = Map::new();
        for field in shape.present() {
            let rendered = rendered || is_rendered(shape, field);
            let mut schema = self.field(shape, field, rendered);
            schema["description"] = json!(description(shape.name, field.name));
            properties.insert(field.name.to_owned(), schema);
        }
        let required = shape.present().filter(|field| field.required);
        let required: Vec<&str> = required.map(|field| field.name).collect();
        let mut schema = json!({
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        schema
    }

    fn field(&mut self, shape: &Shape, field: &Field, rendered: bool) -> Value {
        match (shape.name, field.name) {
            ("Repository.spec" | "UseCase.spec", "parameters") => {
                let parameter = self.reference(&catalog::PARAMETER, false);
                json!({"type": "array", "items": parameter})
            }
            ("Environment.spec", "useCases") => json!({"type": "array", "items": selected()}),
            ("World.spec", _) if matches!(field.holds, Type::List(_)) => {
                let list = self.value(&field.holds, rendered);
                json!({"anyOf": [list, {"$ref": "#/$defs/fromFile"}]})
            }
            _ => self.value(&field.holds, rendered),
        }
    }

    fn value(&mut self, holds: &Type, rendered: bool) -> Value {
        let schema = match holds {
            Type::Any => return json!({}),
            Type::AnyMap => json!({"type": "object"}),
            Type::Bool => json!({"type": "boolean"}),
            Type::Enum(words) => json!({"enum": words}),
            Type::Int => json!({"type": "integer"}),
            Type::IntOrText => json!({"type": ["integer", "string"]}),
            Type::Quantity => json!({"type": ["number", "string"]}),
            Type::ShortText(most) => json!({"type": "string", "maxLength": most}),
            Type::Bytes | Type::Path | Type::Text => json!({"type": "string"}),
            Type::List(item) => json!({"type": "array", "items": self.value(item, rendered)}),
            Type::Map(value) => {
                json!({"type": "object", "additionalProperties": self.value(value, rendered)})
            }
            Type::Object(shape) => self.reference(shape, rendered),
            Type::Removed(_) => json!(false),
        };
        if rendered {
            json!({"anyOf": [schema, {"$ref": "#/$defs/expression"}]})
        } else {
            schema
        }
    }

    /// Refers to the schema of a shape, which is written once.
    fn reference(&mut self, shape: &Shape, rendered: bool) -> Value {
        let plain = shape
            .name
            .trim_start_matches("an ")
            .trim_start_matches("a ");
        let name = plain.replace(' ', "-");
        let first = *self.rendered.entry(name.clone()).or_insert(rendered);
        assert_eq!(
            first, rendered,
            "a definition is written once: {name} stands in rendered fields only, or in none"
        );
        if !self.definitions.contains_key(&name) {
            // Its place is taken first, should a shape hold itself.
            self.definitions.insert(name.clone(), Value::Null);
            let object = self.object(shape, rendered);
            self.definitions.insert(name.clone(), object);
        }
        json!({"$ref": format!("#/$defs/{name}")})
    }
}

fn is_rendered(shape: &Shape, field: &Field) -> bool {
    RENDERED
        .iter()
        .any(|(name, fields)| *name == shape.name && fields.contains(&field.name))
}

/// What may stand in the place of any rendered value.
fn expression() -> Value {
    let forms = FORMS.map(|key| json!({"required": [key]}));
    json!({
        "description": description("", "expression"),
        "anyOf": [
            {"type": "string", "pattern": "<%"},
            {"type": "object", "anyOf": forms},
        ],
    })
}

/// Where a list stands that has a file of its own.
fn from_file() -> Value {
    let path = json!({"type": "string", "description": description("list", "fromFile")});
    json!({
        "type": "object",
        "properties": {"fromFile": path},
        "required": ["fromFile"],
        "additionalProperties": false,
    })
}

/// A use case that an environment selects: its name, or a map with values for its parameters.
fn selected() -> Value {
    let name = json!({"type": "string", "description": description("selected", "name")});
    let parameters = description("selected", "parameters");
    json!({
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {
                    "name": name,
                    "parameters": {"type": "object", "description": parameters},
                },
                "required": ["name"],
                "additionalProperties": false,
            },
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::words::WORDS;

    fn described<'s>(schema: &'s Value, into: &mut Vec<&'s str>, missing: &mut Vec<String>) {
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            match property["description"].as_str() {
                Some("") | None => missing.push(key.clone()),
                Some(text) => into.push(text),
            }
        }
        for (_, definition) in schema["$defs"].as_object().into_iter().flatten() {
            described(definition, into, missing);
        }
    }

    #[test]
    fn every_field_has_a_sentence_and_every_sentence_a_field() {
        let schemas = KINDS.map(|kind| of(kind).unwrap());
        let (mut used, mut missing) = (Vec::new(), Vec::new());
        for schema in &schemas {
            described(schema, &mut used, &mut missing);
        }
        assert_eq!(missing, Vec::<String>::new());
        for (shape, fields) in WORDS {
            for (field, sentence) in *fields {
                let is_used = used.contains(sentence) || matches!(*shape, "" | "selected");
                assert!(is_used, "{shape}.{field}");
                assert!(sentence.ends_with('.'), "{shape}.{field}");
            }
        }
    }

    #[test]
    fn only_our_kinds_have_a_schema() {
        assert_eq!(of("Secret"), None);
        let schema = of("UseCase").unwrap();
        assert_eq!(schema["properties"]["kind"]["const"], "UseCase");
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["$defs"]["chart"]["required"][0], "name");
    }

    #[test]
    fn expressions_stand_where_values_are_rendered() {
        for kind in KINDS {
            let text = of(kind).unwrap().to_string();
            assert!(!text.contains(":null"), "{kind}");
        }
        let schema = of("Environment").unwrap();
        let name = &schema["$defs"]["cluster"]["properties"]["name"];
        assert_eq!(name["anyOf"][1]["$ref"], "#/$defs/expression");
        let metadata = &schema["$defs"]["metadata"]["properties"]["name"];
        assert_eq!(metadata["type"], "string");
    }
}
