//! Layers onto declarations, judged by their lines and by laws.

use super::*;
use crate::diagnostic::render::{Style, human};
use crate::params::example::Example;
use crate::yaml::Number;
use LayerKind::{CommandLine, Environment, Repository, UseCaseEntry};

/// Returns what is found when an environment says this to one declaration.
fn faults(declaration: &str, kind: LayerKind, values: &str) -> Vec<String> {
    let mut example = Example::default();
    let declarations = example.declare(declaration);
    let layer = example.layer(kind, values);
    example.resolve(&declarations, &[&layer]);
    example.lines()
}

#[test]
fn the_strongest_layer_wins_and_remembers() {
    let mut example = Example::default();
    let declarations = example.declare("- {variable: env, defaultValue: dev}\n");
    let repository = example.layer(Repository, "env: qa\n");
    let environment = example.layer(Environment, "env: prod\n");
    let values = example.resolve(&declarations, &[&repository, &environment]);
    assert_eq!(example.lines(), [""; 0]);
    let env = values.get("env").unwrap();
    assert_eq!(env.node.as_str(), Some("prod"));
    assert_eq!(
        (env.layer, env.layer_name.as_str()),
        (Environment, "the environment")
    );
    let overridden: Vec<_> = env
        .overridden
        .iter()
        .map(|o| (o.layer, o.node.as_str().unwrap()))
        .collect();
    assert_eq!(
        overridden,
        [(Repository, "qa"), (LayerKind::Default, "dev")]
    );
    let parameter = example.causes.cause(env.node.cause).unwrap();
    assert_eq!(
        (parameter.kind, &*parameter.name),
        (CauseKind::Parameter, "env")
    );
    assert_eq!(parameter.span, Some(declarations[0].name_span));
    let layer = example.causes.cause(parameter.from[0].cause).unwrap();
    assert_eq!(
        (layer.kind, &*layer.name),
        (CauseKind::Layer, "the environment")
    );
    let written = layer.from[0];
    assert_eq!((written.cause, written.span), (CauseId::WRITTEN, env.span));
}

#[test]
fn what_nobody_gives_is_empty() {
    let mut example = Example::default();
    let declarations = example.declare(
        "- {variable: s}\n- {variable: m, type: multiline}\n- {variable: b, type: boolean}\n- {variable: n, type: number}\n- {variable: p, type: password}\n",
    );
    let values = example.resolve(&declarations, &[]);
    let found: Vec<&Value> = values.iter().map(|resolved| &resolved.node.value).collect();
    let empty = Value::from("");
    assert_eq!(
        found,
        [
            &empty,
            &empty,
            &Value::Bool(false),
            &Value::Null,
            &Value::Null
        ]
    );
    assert!(
        values
            .iter()
            .all(|resolved| resolved.layer == LayerKind::Default)
    );
    assert!(values.get("p").unwrap().secret);
}

#[test]
fn dots_make_maps_and_maps_make_dots() {
    let mut example = Example::default();
    let declarations =
        example.declare("- {variable: a.b}\n- {variable: a.c.d, type: number}\n- {variable: e}\n");
    let layer = example.layer(Environment, "{a: {b: x, c.d: 4}, e: y}\n");
    let values = example.resolve(&declarations, &[&layer]);
    assert_eq!(example.lines(), [""; 0]);
    let expected = example.node("expected", "{a: {b: x, c: {d: 4}}, e: y}\n");
    assert_eq!(values.to_map(), *expected.as_map().unwrap());
}

#[test]
fn text_is_parsed_as_go_does() {
    let mut example = Example::default();
    let declarations =
        example.declare("- {variable: b, type: boolean}\n- {variable: n, type: number}\n");
    let layer = example.layer(CommandLine, "{b: 'T', n: '+05'}\n");
    let values = example.resolve(&declarations, &[&layer]);
    assert_eq!(example.lines(), [""; 0]);
    assert_eq!(values.get("b").unwrap().node.as_bool(), Some(true));
    assert_eq!(
        values.get("n").unwrap().node,
        Node::new(
            Value::Number(Number::Int(5)),
            layer.values.get("n").unwrap().span
        )
    );
}

#[test]
fn faults_show_both_ends() {
    let declared = "| dodona.yaml:1:14 declared here";
    let rows = [
        ("- {variable: env}", "evn: x", "1:1: error[param-unknown]: the repository has no parameter `evn`, but the environment sets it (did you mean `env`?) | dodona.yaml:1:14 `env` is declared here".to_owned()),
        ("- {variable: env}\n- {variable: team}", "replicas: x", "1:1: error[param-unknown]: the repository has no parameter `replicas`, but the environment sets it (declared are `env`, `team`)".to_owned()),
        ("[]", "x: 1", "1:1: error[param-unknown]: the repository has no parameter `x`, but the environment sets it (remove it, or declare it under `parameters`)".to_owned()),
        ("- {variable: a.b}", "a: 1", "1:1: error[param-unknown]: the repository has no parameter `a`, but the environment sets it (it is a map: write `a: {b: VALUE}`)".to_owned()),
        ("- {variable: a}", "a: 5", format!("1:4: error[param-type]: parameter `a` must be a string, found the number `5` (write `'5'`) {declared}")),
        ("- {variable: a}", "a: 1.30", format!("1:4: error[param-type]: parameter `a` must be a string, found the number `1.3` (put it in quotes, so that every digit stays) {declared}")),
        ("- {variable: a}", "a: {secretRef: {name: n, key: k}}", format!("1:4: error[param-type]: parameter `a` must be a string, found a map (only a parameter of `type: password` takes a `secretRef`) {declared}")),
        ("- {variable: a, type: boolean}", "a: 'false'", format!("1:4: error[param-type]: parameter `a` must be a boolean, found the string `false` (write `false` without quotes) {declared}")),
        ("- {variable: a, type: number}", "a: three", format!("1:4: error[param-type]: parameter `a` must be a whole number, found the string `three` (write a whole number, such as `5`) {declared}")),
        ("- {variable: a, type: number, min: 1, max: 5}", "a: 1.5", format!("1:4: error[param-type]: parameter `a` must be a whole number, found the number `1.5` (write a whole number from 1 to 5) {declared}")),
        ("- {variable: a, type: number, min: 1, max: 5}", "a: 0", "1:4: error[param-range]: parameter `a` must be at least 1, found 0 (write a whole number from 1 to 5) | dodona.yaml:1:36 `min` is set here".to_owned()),
        ("- {variable: a, type: number, options: ['1', '3']}", "a: 2", "1:4: error[param-option]: parameter `a` must be one of `1`, `3`, found the number `2` (write one of `1`, `3`) | dodona.yaml:1:41 the options are listed here".to_owned()),
        ("- {variable: a, options: [dev, prod], validation: ^q}", "a: prd", "1:4: error[param-option]: parameter `a` must be one of `dev`, `prod`, found the string `prd` (did you mean `prod`?) | dodona.yaml:1:27 the options are listed here".to_owned()),
        ("- {variable: a, invalidation: '[A-Z]'}", "a: aB", "1:4: error[param-pattern]: parameter `a` is the string `aB`, which matches `[A-Z]` (change the value so that the pattern is found nowhere in it) | dodona.yaml:1:31 the forbidden pattern is set here".to_owned()),
        ("- {variable: a, required: true}", "a: ''", format!("1:1: error[param-missing]: parameter `a` is required, found an empty string (write a value) {declared}")),
        ("- {variable: a.b}", "{a.b: x, a: {b: y}}", "1:14: error[param-duplicate]: parameter `a.b` is given twice, once with dots and once nested (keep one of the two) | environment.yaml:1:2 first given here".to_owned()),
    ];
    for (declaration, values, expected) in rows {
        assert_eq!(
            faults(declaration, Environment, values),
            [format!("environment.yaml:{expected}")]
        );
    }
}

#[test]
fn a_missing_value_is_reported_where_it_belongs() {
    assert_eq!(
        faults("- {variable: team, required: true}", Environment, "{}"),
        [
            "environments/local.yaml:1:1: error[param-missing]: the repository needs a value for the required parameter `team` (add `team: VALUE` under `parameters`) | dodona.yaml:1:14 declared here"
        ]
    );
}

#[test]
fn an_option_excuses_from_the_patterns() {
    let declaration = "- {variable: a, options: [dev], validation: ^q, invalidation: d}";
    assert_eq!(faults(declaration, Environment, "a: dev"), [""; 0]);
}

#[test]
fn every_layer_is_judged() {
    let mut example = Example::default();
    let declarations = example.declare("- {variable: n, type: number}\n");
    let weak = example.layer(Repository, "n: 1\n");
    let wrong = example.layer(Environment, "n: x\n");
    let strong = example.layer(UseCaseEntry, "n: 3\n");
    let values = example.resolve(&declarations, &[&weak, &wrong, &strong]);
    assert_eq!(
        example.lines(),
        [
            "environment.yaml:1:4: error[param-type]: parameter `n` must be a whole number, found the string `x` (write a whole number, such as `5`) | dodona.yaml:1:14 declared here | repository.yaml:1:4 overrides the value of the repository"
        ]
    );
    assert_eq!(values.get("n").unwrap().overridden.len(), 1);
    assert!(
        example
            .resolve(&declarations, &[&weak, &wrong])
            .get("n")
            .is_none()
    );
}

#[test]
fn passwords_are_references() {
    let mut example = Example::default();
    let declarations = example.declare("- {variable: pw, type: password, required: true}\n");
    let layer = example.layer(
        Environment,
        "pw: {secretRef: {name: db, key: password, namespace: x}}\n",
    );
    let values = example.resolve(&declarations, &[&layer]);
    assert_eq!(example.lines(), [""; 0]);
    let pw = values.get("pw").unwrap();
    assert!(pw.secret);
    assert_eq!(
        pw.node,
        example.node("expected", "{name: db, key: password, namespace: x}")
    );
}

#[test]
fn no_secret_is_ever_shown() {
    let secrets = [
        "pw: hunter2",
        "pw: 'hunter2'",
        "{pw: hunter2, other: x}",
        "pw: |\n  hunter2\n",
        "pw: [hunter2]",
        "pw: {value: hunter2}",
        "pw: {secretRef: hunter2}",
        "pw: {secretRef: {name: n, key: k, value: hunter2}}",
        "pw: {secretRef: {name: n, key: [hunter2]}}",
        "pw: {secretRef: {name: n}, value: hunter2}",
        "pww: hunter2",
        "other: {pw: hunter2}",
    ];
    for text in secrets {
        for kind in [Environment, CommandLine] {
            let mut example = Example::default();
            let declarations =
                example.declare("- {variable: pw, type: password}\n- {variable: other}\n");
            let weaker = example.layer(Repository, "pw: {secretRef: {name: n, key: k}}\n");
            let layer = example.layer(kind, text);
            example.resolve(&declarations, &[&weaker, &layer]);
            assert!(example.out.has_errors(), "{text}");
            for found in example.out.iter() {
                let shown = human(found, &example.sources, Style::default());
                assert!(!shown.contains("hunter2"), "{text}\n{shown}");
            }
        }
    }
}

#[test]
fn a_plain_secret_says_what_to_type() {
    let mut example = Example::default();
    let declarations = example.declare("- {variable: pw, type: password, label: hunter2}\n");
    let layer = example.layer(Environment, "pw: hunter2\n");
    example.resolve(&declarations, &[&layer]);
    let found = example.out.iter().next().unwrap();
    assert_eq!(
        human(found, &example.sources, Style::default()),
        "environment.yaml:1:5: error[param-plain-secret]: parameter `pw` is a password and must be a reference, found plain text (write `{secretRef: {name: NAME, key: KEY}}` and keep the value in that Secret)
 --> environment.yaml:1:5
  |
1 | pw: …
  |     ^
  |
 ::: dodona.yaml:1:16
  |
1 | - {variable: pw…
  |                - declared here
  |
  = help: write `{secretRef: {name: NAME, key: KEY}}` and keep the value in that Secret
  = note: what was committed stays in Git's history: change the password too
"
    );
}

#[test]
fn bounds_are_allowed_themselves() {
    let declaration = "- {variable: n, type: number, min: 1, max: 3}";
    for (value, good) in [(0, false), (1, true), (3, true), (4, false)] {
        let found = faults(declaration, Environment, &format!("n: {value}"));
        assert_eq!(found.is_empty(), good, "{value}");
    }
    let huge = faults(declaration, Environment, "n: 18446744073709551615");
    assert!(huge[0].contains("must be a whole number"), "{huge:?}");
}

#[test]
fn a_leaked_password_is_to_be_changed() {
    for (kind, expected) in [(Environment, "Git's history"), (CommandLine, "are logged")] {
        let mut example = Example::default();
        let declarations = example.declare("- {variable: pw, type: password}\n");
        let layer = example.layer(kind, "pw: hunter2\n");
        example.resolve(&declarations, &[&layer]);
        let found = example.out.iter().next().unwrap();
        assert!(found.notes[0].contains(expected), "{:?}", found.notes);
    }
}

#[test]
fn the_end_of_a_secrets_name_hides_its_declaration() {
    let mut example = Example::default();
    let declarations =
        example.declare("- {variable: pw, type: password, required: true, defaultValue: hunter2}\n- {variable: pw, type: password}\n");
    example.resolve(&declarations, &[]);
    assert_eq!(example.out.len(), 3);
    for found in example.out.iter() {
        let shown = human(found, &example.sources, Style::default());
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 4] = ["a", "b.c", "b.d", "e"];
    const KINDS: [LayerKind; 4] = [Repository, Environment, UseCaseEntry, CommandLine];

    /// For each layer, weakest first, the value it gives to each name.
    fn givings() -> impl Strategy<Value = Vec<Vec<Option<u8>>>> {
        let layer = proptest::collection::vec(proptest::option::of(0u8..9), NAMES.len());
        proptest::collection::vec(layer, 0..=KINDS.len())
    }

    fn text(layer: &[Option<u8>], order: &[usize]) -> String {
        let given = order
            .iter()
            .filter_map(|&at| layer[at].map(|value| format!("{}: v{value}", NAMES[at])));
        format!("{{{}}}", Vec::from_iter(given).join(", "))
    }

    fn resolved(givings: &[Vec<Option<u8>>], order: &[usize]) -> (Example, Values) {
        let mut example = Example::default();
        let list = NAMES.map(|name| format!("- {{variable: {name}, defaultValue: v9}}\n"));
        let declarations = example.declare(&list.concat());
        let layers: Vec<Layer> = givings
            .iter()
            .zip(KINDS)
            .map(|(layer, kind)| example.layer(kind, &text(layer, order)))
            .collect();
        let layers = Vec::from_iter(&layers);
        let values = example.resolve(&declarations, &layers);
        (example, values)
    }

    proptest! {
        #[test]
        fn the_strongest_layer_that_names_it_wins(givings in givings()) {
            let (example, values) = resolved(&givings, &[0, 1, 2, 3]);
            prop_assert_eq!(example.lines(), [""; 0]);
            for (at, name) in NAMES.iter().enumerate() {
                let found = values.get(name).unwrap();
                let givers = || (0..givings.len()).rev().filter(|&layer| givings[layer][at].is_some());
                let winner = givers().next();
                let kind = winner.map_or(LayerKind::Default, |layer| KINDS[layer]);
                let value = winner.and_then(|layer| givings[layer][at]).unwrap_or(9);
                prop_assert_eq!(found.layer, kind);
                prop_assert_eq!(&found.node.value, &Value::from(format!("v{value}")));
                let weaker = givers().skip(1).map(|layer| KINDS[layer]);
                let expected = weaker.chain(winner.map(|_| LayerKind::Default));
                let overridden = found.overridden.iter().map(|other| other.layer);
                prop_assert!(overridden.eq(expected));
            }
        }

        #[test]
        fn the_order_of_keys_changes_nothing(
            givings in givings(),
            order in Just(vec![0, 1, 2, 3]).prop_shuffle(),
        ) {
            let (_, straight) = resolved(&givings, &[0, 1, 2, 3]);
            let (_, shuffled) = resolved(&givings, &order);
            prop_assert_eq!(straight.to_map(), shuffled.to_map());
            let layers = |values: &Values| Vec::from_iter(values.iter().map(|found| found.layer));
            prop_assert_eq!(layers(&straight), layers(&shuffled));
        }
    }
}
