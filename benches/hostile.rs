//! Repositories that want to hurt: each must be answered within a second and 200 MB, rendered or refused.

use std::fmt::Write as _;

/// One such repository.
pub(crate) struct Hostile {
    pub(crate) name: &'static str,
    /// What stands in its only template.
    pub(crate) template: String,
    /// How dodona must end.
    pub(crate) exit: i32,
}

/// Returns all of them.
pub(crate) fn all() -> Vec<Hostile> {
    vec![
        refused("alias bomb", alias_bomb()),
        refused("100,000 lists inside each other", "[".repeat(100_000)),
        refused("100,000 maps inside each other", nested_maps()),
        refused("loops inside loops", nested_loops()),
        refused("text that doubles", doubling()),
        refused("one expression of 1 MB", long_expression()),
        refused("template of 9 MB", config("x".repeat(9 << 20).as_str())),
        rendered("one text of 7 MB", config("x".repeat(7 << 20).as_str())),
        rendered("map of 100,000 keys", wide_map()),
        rendered("list of 400,000 items", wide_list(400_000)),
        refused("list of 1,000,000 items", wide_list(1_000_000)),
        rendered("map of 10,000 computed keys", computed_map()),
        refused("the same object 50,000 times", same_object()),
    ]
}

fn refused(name: &'static str, template: String) -> Hostile {
    Hostile {
        name,
        template,
        exit: 2,
    }
}

fn rendered(name: &'static str, template: String) -> Hostile {
    Hostile {
        name,
        template,
        exit: 0,
    }
}

fn config(data: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata: {{text: {data}}}\n")
}

/// A kind whose fields nobody knows.
fn own_kind() -> String {
    "apiVersion: example.org/v1\nkind: Wide\nmetadata: {name: a}\n".to_owned()
}

fn alias_bomb() -> String {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let before = level - 1;
        let nine = vec![format!("*a{before}"); 9].join(", ");
        let _ = writeln!(text, "a{level}: &a{level} [{nine}]");
    }
    text
}

fn nested_maps() -> String {
    "{a: ".repeat(100_000)
}

fn nested_loops() -> String {
    let each = "$for: x in range(10000)\n";
    format!("{each}$do:\n  {each}  $do: {{$for: z in range(10000), a: b}}\n")
}

fn doubling() -> String {
    let mut text = "$let: {a0: xxxxxxxxxxxxxxxx}\n".to_owned();
    let mut indent = String::new();
    for level in 1..40 {
        let before = level - 1;
        let _ = writeln!(text, "{indent}$do:");
        indent.push(' ');
        let _ = writeln!(
            text,
            "{indent}$let: {{a{level}: <%= a{before} ~ a{before} %>}}"
        );
    }
    let _ = writeln!(text, "{indent}data: <%= a39 %>");
    text
}

fn long_expression() -> String {
    config(&format!("\"<%= 1{} %>\"", " + 1".repeat(262_144)))
}

fn wide_map() -> String {
    let mut text = own_kind();
    text.push_str("more:\n");
    for key in 0..100_000 {
        let _ = writeln!(text, "  key-{key}: value");
    }
    text
}

fn wide_list(items: usize) -> String {
    let mut text = own_kind();
    text.push_str("more:\n");
    text.push_str(&"- 1\n".repeat(items));
    text
}

fn computed_map() -> String {
    let mut text = own_kind();
    text.push_str("more:\n  $spread:\n    - $for: n in range(10000)\n      key-<%= n %>: value\n");
    text
}

fn same_object() -> String {
    let object = config("x");
    let indented = object.trim_end().replace('\n', "\n  ");
    let fifty = "$for: n in range(10000)\n$do:\n  ".to_owned() + &indented;
    vec![fifty; 5].join("\n---\n") + "\n"
}
