//! Declarations, judged by their lines.

use crate::params::example::Example;
use crate::params::{Declaration, Kind};
use crate::yaml::{Number, Value};

fn declared(text: &str) -> Vec<Declaration> {
    let mut example = Example::default();
    let declarations = example.declare(text);
    assert_eq!(example.lines(), [""; 0]);
    declarations
}

fn faults(text: &str) -> Vec<String> {
    let mut example = Example::default();
    example.declare(text);
    example.lines()
}

#[test]
fn every_field() {
    let declarations = declared(
        "- {variable: a.b, label: L, description: D, section: S, placeholder: P, type: number, min: 1, max: 9,\n   required: true, defaultValue: '5', options: ['5', '7']}\n- {variable: c, validation: ^a, invalidation: b$, defaultValue: ''}\n",
    );
    let [first, second] = &declarations[..] else {
        panic!("two declarations")
    };
    assert_eq!((first.variable.as_str(), first.title()), ("a.b", "L"));
    assert_eq!(first.description.as_deref(), Some("D"));
    assert_eq!(first.section.as_deref(), Some("S"));
    assert_eq!(first.placeholder.as_deref(), Some("P"));
    assert_eq!((first.kind, first.required), (Kind::Number, true));
    let bounds = [first.min, first.max].map(|bound| bound.unwrap().value);
    assert_eq!(bounds, [1, 9]);
    let default = &first.default.as_ref().unwrap().value;
    assert_eq!(*default, Value::Number(Number::Int(5)));
    let options: Vec<&str> = first.options.iter().map(|o| o.text.as_str()).collect();
    assert_eq!(options, ["5", "7"]);
    assert_eq!((second.kind, second.title()), (Kind::String, "c"));
    assert_eq!(second.validation.as_ref().unwrap().text, "^a");
    assert!(second.invalidation.as_ref().unwrap().matches("ab"));
    assert!(second.default.is_none());
}

#[test]
fn nothing_declares_nothing() {
    assert!(declared("null\n").is_empty());
}

#[test]
fn faults_say_what_to_type() {
    let rows = [
        (
            "a: 1",
            "1:1: error[param-declaration]: `parameters` must be a list of declarations, found a map (begin each with a dash: `- variable: NAME`)",
        ),
        (
            "- 5",
            "1:3: error[param-declaration]: a parameter must be a map, found the number `5` (write `- variable: NAME`)",
        ),
        (
            "- {label: x}",
            "1:3: error[param-declaration]: a parameter has no `variable` (add `variable: NAME`)",
        ),
        (
            "- {variable: 5}",
            "1:14: error[param-declaration]: `variable` must be a string, found the number `5` (write a name of letters, digits and `_`)",
        ),
        (
            "- {variable: sleep-after}",
            "1:14: error[param-declaration]: `sleep-after` is not a name that templates can say (write `sleepAfter`)",
        ),
        (
            "- {variable: loft.name}",
            "1:14: error[param-reserved]: a parameter can't be called `loft.name`: `loft` already means something in templates (choose another name, such as `loftValue`)",
        ),
        (
            "- {variable: a, defaultvalue: x}",
            "1:17: error[param-declaration]: a parameter has no field `defaultvalue` (did you mean `defaultValue`?)",
        ),
        (
            "- {variable: a, default: x}",
            "1:17: error[param-declaration]: a parameter has no field `default` (did you mean `defaultValue`?)",
        ),
        (
            "- {variable: a, type: bool}",
            "1:23: error[param-declaration]: parameter `a` has the unknown type `bool` (did you mean `boolean`?)",
        ),
        (
            "- {variable: a, type: integer}",
            "1:23: error[param-declaration]: parameter `a` has the unknown type `integer` (did you mean `number`?)",
        ),
        (
            "- {variable: a, type: nubmer}",
            "1:23: error[param-declaration]: parameter `a` has the unknown type `nubmer` (did you mean `number`?)",
        ),
        (
            "- {variable: a, type: number, defaultValue: 5}",
            "1:45: error[param-declaration]: `defaultValue` of parameter `a` must be a string, found the number `5` (write `'5'`)",
        ),
        (
            "- {variable: a, type: boolean, defaultValue: true}",
            "1:46: error[param-declaration]: `defaultValue` of parameter `a` must be a string, found the boolean `true` (write `'true'`)",
        ),
        (
            "- {variable: a, label: 1.10}",
            "1:24: error[param-declaration]: `label` of parameter `a` must be a string, found the number `1.1` (put it in quotes, so that every digit stays)",
        ),
        (
            "- {variable: a, required: 'yes'}",
            "1:27: error[param-declaration]: `required` of parameter `a` must be a boolean, found the string `yes` (write `true` or `false`)",
        ),
        (
            "- {variable: a, required: }",
            "1:17: error[param-declaration]: `required` of parameter `a` must be a boolean, found nothing (write `true` or `false`)",
        ),
        (
            "- {variable: a, options: dev}",
            "1:26: error[param-declaration]: `options` of parameter `a` must be a list of strings, found the string `dev` (write `[one, two]`)",
        ),
        (
            "- {variable: a, options: [{value: s, description: small}]}",
            "1:27: error[param-declaration]: `options` of parameter `a` must be a list of strings, found a map (write the value alone: `s`)",
        ),
        (
            "- {variable: a, options: [1]}",
            "1:27: error[param-declaration]: `options` of parameter `a` must be a list of strings, found the number `1` (write `'1'`)",
        ),
        (
            "- {variable: a, type: number, options: [one]}",
            "1:41: error[param-declaration]: `options` of parameter `a` must be a list of whole numbers in quotes, found the string `one` (write whole numbers in quotes, such as `'5'`)",
        ),
        (
            "- {variable: a, type: boolean, options: ['true']}",
            "1:32: error[param-declaration]: `options` means nothing for parameter `a` of type `boolean` (remove the line)",
        ),
        (
            "- {variable: a, min: 3}",
            "1:17: error[param-declaration]: `min` means nothing for parameter `a` of type `string` (add `type: number`, or remove the line)",
        ),
        (
            "- {variable: a, type: number, min: '3'}",
            "1:36: error[param-declaration]: `min` of parameter `a` must be a whole number, found the string `3` (write `min: 3` without quotes)",
        ),
        (
            "- {variable: a, type: number, min: 3, max: 1}",
            "1:36: error[param-declaration]: `min` of parameter `a` is 3, above its `max` 1: no value fits (swap the two) | dodona.yaml:1:44 `max` is set here",
        ),
        (
            "- {variable: a, validation: '(a'}",
            "1:29: error[param-declaration]: `validation` of parameter `a` is no regular expression: unclosed group (write an expression in Go's syntax (RE2), in single quotes)",
        ),
        (
            "- {variable: a, options: [dev, qa], defaultValue: test}",
            "1:51: error[param-option]: the default of parameter `a` must be one of `dev`, `qa`, found the string `test` (write one of `dev`, `qa`) | dodona.yaml:1:27 the options are listed here",
        ),
        (
            "- {variable: a, type: number, max: 3, defaultValue: '9'}",
            "1:53: error[param-range]: the default of parameter `a` must be at most 3, found 9 (write a whole number of at most 3) | dodona.yaml:1:36 `max` is set here",
        ),
        (
            "- {variable: a, type: number, defaultValue: nine}",
            "1:45: error[param-type]: the default of parameter `a` must be a whole number, found the string `nine` (write a whole number, such as `5`) | dodona.yaml:1:14 declared here",
        ),
        (
            "- {variable: a, validation: ^x, defaultValue: y}",
            "1:47: error[param-pattern]: the default of parameter `a` is the string `y`, which does not match `^x` (change the value, or the pattern: it may match anywhere unless it begins with `^` and ends with `$`) | dodona.yaml:1:29 the pattern is set here",
        ),
        (
            "- {variable: a, type: password, defaultValue: hunter2}",
            "1:47: error[param-plain-secret]: parameter `a` is a password and can't have a default (remove the line and set `required: true`)",
        ),
        (
            "- {variable: a}\n- {variable: a}",
            "2:14: error[param-duplicate]: parameter `a` is declared twice (remove one of the two, or rename it) | dodona.yaml:1:14 `a` is declared here",
        ),
        (
            "- {variable: a.b}\n- {variable: a}",
            "2:14: error[param-duplicate]: parameters `a.b` and `a` exclude each other: one is a value, the other a map (rename one of the two) | dodona.yaml:1:14 `a.b` is declared here",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(faults(text), [format!("dodona.yaml:{expected}")], "{text}");
    }
}

#[test]
fn endless_names_are_refused_and_cut() {
    let name = "a.".repeat(100_000) + "a";
    let [fault] = &faults(&format!("- {{variable: {name}}}"))[..] else {
        panic!("one fault")
    };
    assert!(fault.contains("is not a name that templates can say"));
    assert!(fault.len() < 300);
}
