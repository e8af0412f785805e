//! The reading half of the room `yaml` against Go's recorded answers, against libyaml, and against hostile texts.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test reads its corpus, tells what is wrong, and may fail loudly"
)]

use dodona::diagnostic::Diagnostics;
use dodona::span::Sources;
use dodona::yaml::{Limits, Node, Reading, Value, eval_line, read};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

type Json = serde_json::Value;

/// JSON with sorted keys and the text of each number as it stands.
fn canonical(text: &str) -> String {
    let mut tokens = Tokens { text, at: 0 };
    let out = tokens.value();
    assert_eq!(tokens.at, text.len(), "{text}");
    out
}

struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl Tokens<'_> {
    fn here(&self) -> u8 {
        self.text.as_bytes()[self.at]
    }

    fn value(&mut self) -> String {
        match self.here() {
            b'{' => {
                let mut entries = self.items(b'}');
                entries.sort();
                format!("{{{}}}", entries.join(","))
            }
            b'[' => format!("[{}]", self.items(b']').join(",")),
            b'"' => self.string(),
            _ => {
                let start = self.at;
                while self.at < self.text.len() && !b",]}".contains(&self.here()) {
                    self.at += 1;
                }
                self.text[start..self.at].to_owned()
            }
        }
    }

    fn items(&mut self, close: u8) -> Vec<String> {
        self.at += 1;
        let mut items = Vec::new();
        while self.here() != close {
            let mut item = self.value();
            if self.here() == b':' {
                self.at += 1;
                item = format!("{item}:{}", self.value());
            }
            items.push(item);
            if self.here() == b',' {
                self.at += 1;
            }
        }
        self.at += 1;
        items
    }

    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while self.here() != b'"' {
            self.at += if self.here() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        let text: String = serde_json::from_str(&self.text[start..self.at]).unwrap();
        format!("{text:?}")
    }
}

/// Splits `{"id":…,"documents":[…]}`; `None` for an error.
fn documents(output: &str) -> Option<String> {
    let (_, rest) = output.split_once(",\"documents\":")?;
    Some(canonical(rest.strip_suffix('}')?))
}

fn recorded(case: &Json) -> Option<String> {
    let texts: Vec<&str> = case["documents"]
        .as_array()?
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect();
    Some(canonical(&format!("[{}]", texts.join(","))))
}

/// Judges one line by the rules of the corpus; says what is wrong.
fn judge(line: &str) -> Option<String> {
    let case: Json = serde_json::from_str(line).unwrap();
    let set = |name: &str| {
        case.get(name)
            .is_some_and(|value| *value != Json::Bool(false))
    };
    let strict = eval_line(line, false);
    let lenient = eval_line(line, true);
    if set("nondeterministic") {
        return None;
    }
    let (strict_got, lenient_got) = (documents(&strict), documents(&lenient));
    let refused = strict_got.is_none() && lenient_got.is_none();
    if set("limit") && (refused || set("error")) {
        return None;
    }
    let wanted = recorded(&case);
    let may_err = set("limit") || set("json_only");
    let strict_right = match (&strict_got, &wanted) {
        (None, None) => true,
        (None, Some(_)) => may_err || set("strict_error"),
        (Some(_), _) if set("strict_error") && !set("merge_override") => false,
        (got, wanted) => got == wanted,
    };
    let lenient_right = lenient_got == wanted || (may_err && lenient_got.is_none());
    (!strict_right || !lenient_right).then(|| {
        format!(
            "{}: {:?}\n  recorded {} {}\n  strict   {strict}\n  lenient  {lenient}",
            case["id"], case["yaml"], case["documents"], case["error"]
        )
    })
}

fn judge_file(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let wrong: Vec<String> = lines.iter().filter_map(|line| judge(line)).collect();
    for line in wrong.iter().take(30) {
        eprintln!("{}", line.chars().take(1000).collect::<String>());
    }
    assert!(
        wrong.is_empty(),
        "{} of {} lines are wrong in {}",
        wrong.len(),
        lines.len(),
        path.display()
    );
}

#[test]
fn the_corpus_is_read_as_recorded() {
    judge_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conformance/yaml/read.jsonl"));
    if let Some(folder) = std::env::var_os("DODONA_CONFORMANCE") {
        judge_file(&PathBuf::from(folder).join("yaml/read.jsonl"));
    }
}

fn parse(text: &[u8], reading: Reading) -> Result<Vec<Node>, String> {
    let source = Sources::new().add("test", text);
    let mut warnings = Diagnostics::new();
    read(source, text, reading, &Limits::default(), &mut warnings)
        .map_err(|diagnostic| diagnostic.code.name.to_owned())
}

/// The scalars that libyaml finds, in order, except for nulls.
fn libyaml_scalars(text: &str) -> Vec<String> {
    let mut parser = libyaml_safer::Parser::new();
    let mut input = text.as_bytes();
    parser.set_input_string(&mut input);
    let mut scalars = Vec::new();
    loop {
        match parser.parse().unwrap().data {
            libyaml_safer::EventData::StreamEnd => return scalars,
            libyaml_safer::EventData::Scalar { value, .. } => scalars.push(value),
            _ => {}
        }
    }
}

/// The text of our scalars as they stand in the source, decoded strings for strings.
fn our_scalars(node: &Node, text: &str, out: &mut Vec<String>) {
    match &node.value {
        Value::String(value) => out.push(value.to_string()),
        Value::List(items) => items.iter().for_each(|item| our_scalars(item, text, out)),
        Value::Map(map) => {
            for entry in map {
                out.push(entry.key.text.to_string());
                our_scalars(&entry.node, text, out);
            }
        }
        _ => out.push(text[node.span.start as usize..node.span.end as usize].to_owned()),
    }
}

const MANIFESTS: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web, 'tier': \"front\\tend\"}}
spec:
  replicas: 3   # three
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.25
        args: [--port, \"8080\", --flag]
        command:
        - sh
        - -c
        - |
          set -e
          echo 'hi: there'  # kept

          exec nginx
---
kind: ConfigMap
data:
  folded: >-
    one
    two

    three
     four
  plain: a
    b c
  empty: ''
  ä: 'ö ü'
  keep: |+
    x

";

#[test]
fn libyaml_finds_the_same_scalars() {
    let mut ours = Vec::new();
    for node in parse(MANIFESTS.as_bytes(), Reading::Strict).unwrap() {
        our_scalars(&node, MANIFESTS, &mut ours);
    }
    assert_eq!(ours, libyaml_scalars(MANIFESTS));
}

#[test]
fn spans_cover_what_is_written() {
    let text =
        "a: &x |\n  b\n  c\n\nd: {e: 'f' , g: [h]} # i\nj:\n- k: l\n  m: \"n\"\n- !!str 1\no: *x\n";
    let node = parse(text.as_bytes(), Reading::Strict).unwrap().remove(0);
    let written = |path: &[&str]| {
        let span = node.at(path).unwrap().span;
        &text[span.start as usize..span.end as usize]
    };
    assert_eq!(written(&["a"]), "&x |\n  b\n  c\n");
    assert_eq!(written(&["d"]), "{e: 'f' , g: [h]}");
    assert_eq!(written(&["d", "e"]), "'f'");
    assert_eq!(written(&["j"]), "- k: l\n  m: \"n\"\n- !!str 1");
    let items = node.get("j").unwrap().as_list().unwrap();
    let span = |item: &Node| text[item.span.start as usize..item.span.end as usize].to_owned();
    assert_eq!(span(&items[0]), "k: l\n  m: \"n\"");
    assert_eq!(span(&items[1]), "!!str 1");
    assert_eq!(written(&[]), text.trim_end());
}

fn survives(text: &str) {
    for reading in [Reading::Strict, Reading::Kubectl] {
        drop(parse(text.as_bytes(), reading));
    }
}

#[test]
fn hostile_texts_come_to_an_end() {
    const MEGABYTE: usize = 1 << 20;
    for unit in [
        "- ", "? ", "&a ", "[", "{", "[[],", "{a: ", "\"a", "'a", "!!str ", "a: ", "*a ", "# c\n",
        "- &a\n", "a\n", "a,", ": ",
    ] {
        survives(&unit.repeat(MEGABYTE / unit.len()));
    }
    survives(&format!("[{}", "[],".repeat(MEGABYTE / 3)));
    survives(&format!("[{}", "a: b,".repeat(MEGABYTE / 5)));
    survives(&format!("\"{}", "x\n".repeat(MEGABYTE / 2)));
    survives(&format!("a: '{}", "x ".repeat(MEGABYTE / 2)));
    survives(&format!("a: |\n{}", " \n".repeat(MEGABYTE / 2)));
    survives(&format!("{}a: 1\n", "# comment\n".repeat(100_000)));
    let handles: String = (0..100_000).map(|n| format!("%TAG !a{n}! x\n")).collect();
    survives(&handles);
    assert_eq!(
        parse("[".repeat(10_000).as_bytes(), Reading::Strict),
        Err("yaml-too-deep".to_owned())
    );
    let block: String = (0..2000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    assert_eq!(
        parse(block.as_bytes(), Reading::Strict),
        Err("yaml-too-deep".to_owned())
    );
    let nested = format!("{}{}", "[".repeat(900), "]".repeat(900));
    let tree = parse(nested.as_bytes(), Reading::Strict).unwrap();
    assert_eq!(tree.clone(), tree);
}

#[test]
fn aliases_cannot_multiply_without_end() {
    let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, of) in ('b'..='i').zip('a'..) {
        let aliases = vec![format!("*{of}"); 9].join(",");
        bomb.push_str(&format!("{name}: &{name} [{aliases}]\n"));
    }
    let code = "yaml-too-many-aliases".to_owned();
    assert_eq!(parse(bomb.as_bytes(), Reading::Kubectl), Err(code));
    let big = "x,".repeat(200_000);
    let copies = format!("{}[{big}]{}", "&a [".repeat(800), "]".repeat(800));
    assert_eq!(
        parse(copies.as_bytes(), Reading::Kubectl),
        Err("yaml-too-large".to_owned())
    );
}

#[test]
fn wide_maps_are_read() {
    let wide: String = (0..100_000)
        .map(|key| format!("key{key}: {key}\n"))
        .collect();
    assert_eq!(
        parse(wide.as_bytes(), Reading::Strict).unwrap()[0]
            .as_map()
            .unwrap()
            .len(),
        100_000
    );
    let twice = format!("{wide}key7: 8\n");
    assert_eq!(
        parse(twice.as_bytes(), Reading::Strict),
        Err("yaml-duplicate-key".to_owned())
    );
}

fn soup() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "a",
        "b: ",
        "- ",
        "? ",
        ": ",
        "\n",
        "\n  ",
        "\n    ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "'",
        "\"",
        "|\n",
        ">-\n",
        "&x ",
        "*x",
        "!!int ",
        "!t ",
        "# c",
        "---\n",
        "...\n",
        "\t",
        "<<: ",
        "1",
        "null",
        "\\",
        "\u{85}",
        "\u{feff}",
        "é",
        "\r\n",
        "\r",
        "%YAML 1.1",
    ]);
    prop::collection::vec(words, 0..40).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn bytes_never_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        drop(parse(&bytes, Reading::Kubectl));
    }

    #[test]
    fn words_never_break_the_reader(text in soup()) {
        survives(&text);
    }

    #[test]
    fn what_strict_reads_kubectl_reads_the_same(text in soup()) {
        if let Ok(strict) = parse(text.as_bytes(), Reading::Strict) {
            prop_assert_eq!(parse(text.as_bytes(), Reading::Kubectl), Ok(strict));
        }
    }
}

fn told(text: &str) -> String {
    let mut sources = Sources::new();
    let source = sources.add("test", text.as_bytes());
    let mut warnings = Diagnostics::new();
    let limits = Limits::default();
    let found = read(
        source,
        text.as_bytes(),
        Reading::Strict,
        &limits,
        &mut warnings,
    );
    let Some(told) = found
        .err()
        .or_else(|| warnings.iter().next().cloned().map(Box::new))
    else {
        return "nothing".to_owned();
    };
    let at = sources.position(source, told.span.unwrap().start);
    let related = told.related.iter().map(|place| {
        let at = sources.position(source, place.span.start);
        format!(" | {}:{} {}", at.line, at.column, place.message)
    });
    let related: String = related.collect();
    let help = told
        .help
        .map(|help| format!(" | help: {help}"))
        .unwrap_or_default();
    format!(
        "{}:{} {}: {}{related}{help}",
        at.line, at.column, told.code.name, told.message
    )
}

#[test]
fn the_common_mistakes_are_told_with_what_to_type() {
    let mistakes = [
        "a:\n\tb: c\n",
        "a: b: c\n",
        "title: Hello: world\n",
        "a: {{ .Values.x }}\n",
        "a: {{ .Values.x }}-y\n",
        "- [a\n- b\n",
        "a: *.example.com\n",
        "a: *x\n",
        "a: @b\n",
        "a: `b`\n",
        "a: %b\n",
        "a: \"b\nc: d\n",
        "a: 'it's'\n",
        "a: \"b\" c\n",
        "a:\n  b: 1\n c: 2\n",
        "a: 1\n  b: 2\n",
        "a: \"C:\\dir\"\n",
        "a: 1\nb: 2\na: 3\n",
        "a: <%= x ? y : z %>\n",
        "a: [<%= f(x, {y}) %>]\n",
        "a: 1\nb\nc: 2\n",
        "--- a\n",
        "{a: 1} b\n",
        "a: 1\n...\nb: 2\n",
        "a: .inf\n",
        "~: a\n",
        "a: - b\n",
        "a: \u{1}\n",
        "a: |x\n  b\n",
        "<<: 1\n",
        "a: !!int b\n",
        "[a]: b\n",
        "a: \"\\ud83d\"\n",
        "a: &a [*a]\n",
    ];
    let told: Vec<String> = mistakes
        .iter()
        .map(|text| format!("{text:?}\n  {}\n", told(text)))
        .collect();
    insta::assert_snapshot!(told.concat());
}
