//! Templates on their own, with every combination of their parameters.

use super::worked_example::SHOP;
use crate::diagnostic::Diagnostics;
use crate::platform::{Combinations, Coverage, Facts, Manifests, Rendering, Templates};
use crate::span::Sources;
use crate::world::World;
use crate::yaml::{Node, emit};

fn with<T>(text: &str, look: impl FnOnce(&mut Templates<'_>) -> T) -> T {
    let mut sources = Sources::new();
    let nodes = super::nodes("t.yaml", text, &mut sources, &mut Diagnostics::new());
    let manifests = Manifests::of(&nodes).with_sources(&sources);
    look(&mut Templates::new(&manifests))
}

fn yaml(node: &Node) -> String {
    let mut text = String::new();
    emit(node, &mut text);
    text
}

fn facts(templates: &mut Templates<'_>) -> Facts {
    templates.facts("shop", "one", &World::default())
}

fn rendered(templates: &mut Templates<'_>, all: &Combinations) -> Vec<Rendering> {
    let facts = facts(templates);
    let rows = all.rows.iter();
    rows.map(|row| templates.render(0, &all.parameters(row), &facts))
        .collect()
}

#[test]
fn every_combination_is_rendered() {
    with(SHOP, |templates| {
        let versions: Vec<String> = templates.versions().map(|one| format!("{one:?}")).collect();
        assert_eq!(versions.len(), 1, "{versions:?}");
        assert_eq!(templates.projects("shop-std").collect::<Vec<_>>(), ["shop"]);
        let all = templates.combinations(0, 100);
        assert_eq!((all.coverage, all.rows.len()), (Coverage::Full, 9));
        assert_eq!(yaml(&all.parameters(&all.rows[0])), "{}\n");
        assert_eq!(
            yaml(&all.parameters(&all.rows[8])),
            "env: prod\nsleepAfter: 240\n"
        );
        let rendered = rendered(templates, &all);
        assert!(
            rendered
                .iter()
                .all(|one| !one.is_refused && one.asks_for_import)
        );
        assert_eq!(rendered[8].labels[0].value, "prod");
        let values = yaml(rendered[8].values.as_ref().unwrap());
        assert!(values.contains("afterInactivity: 240m"), "{values}");
    });
}

#[test]
fn above_the_limit_every_pair_is_there() {
    let text = SHOP.replace(
        "        - {variable: env,",
        "        - {variable: a, type: boolean}\n        - {variable: b, options: [x, y, z]}\n        - {variable: free, required: true, placeholder: hello}\n        - {variable: size, type: number}\n        - {variable: env,",
    );
    with(&text, |templates| {
        let all = templates.combinations(0, 20);
        assert_eq!(all.coverage, Coverage::Pairs);
        assert!(
            all.rows.len() >= 9 && all.rows.len() < 14,
            "{}",
            all.rows.len()
        );
        let first = yaml(&all.parameters(&all.rows[0]));
        assert_eq!(first, "free: hello\nsize: 1\na: false\nb: x\n");
        assert!(rendered(templates, &all).iter().all(|one| !one.is_refused));
    });
}

#[test]
fn the_smallest_failure_is_found() {
    let text = SHOP.replace(
        "{{ .Values.sleepAfter }}m",
        "{{ if and (eq .Values.env \\\"prod\\\") (gt .Values.sleepAfter 100) }}{{ fail \\\"no\\\" }}{{ end }}m",
    );
    let text = text.replace("\\\"", "\"").replace(
        "        - {variable: env,",
        "        - {variable: a, type: boolean}\n        - {variable: env,",
    );
    with(&text, |templates| {
        let all = templates.combinations(0, 100);
        let facts = facts(templates);
        let mut fails = |parameters: &Node| templates.render(0, parameters, &facts).is_refused;
        let failing = all
            .rows
            .iter()
            .rev()
            .find(|row| fails(&all.parameters(row)))
            .unwrap();
        assert_eq!(failing, &[1, 2, 2]);
        let smallest = all.smallest(failing, &mut fails);
        assert_eq!(
            yaml(&all.parameters(&smallest)),
            "a: false\nenv: prod\nsleepAfter: 240\n"
        );
    });
}
