//! Whatever template comes: it is rendered or fails with a text, within its limits.
#![no_main]

use dodona::gotmpl::eval_line;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

fuzz_target!(|text: &str| {
    let line = json!({
        "id": "fuzz",
        "template": text,
        "options": ["missingkey=zero"],
        "data": {
            "name": "prod-eu-1",
            "n": 3,
            "f": -0.5,
            "yes": true,
            "none": null,
            "list": [1, "two", [3], {"four": 4}],
            "map": {"a": 1, "b": {"c": "d"}, "": ""},
            "labels": {"env": "prod", "team.example.org/name": "blue"},
            "segments": ["apps", "shop"],
            "text": "line one\nZeile zwei: äöü €\n\ttab",
            "version": "v1.2.3-rc.1+build",
        },
        "string_maps": ["labels"],
        "string_lists": ["segments"],
    });
    let answer: Value = serde_json::from_str(&eval_line(&line.to_string())).expect("the answer is JSON");
    assert!(answer.get("output").is_some() != answer.get("error").is_some());
});
