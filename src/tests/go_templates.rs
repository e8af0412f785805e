//! The room `gotmpl` against what Go 1.26 and Argo CD v3.5.1 recorded.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test reads its corpus, tells what is wrong, and may fail loudly"
)]

use dodona::gotmpl::{described, eval_line};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

type Json = serde_json::Value;

/// The table of functions in `docs/go-templates.md` is written by `UPDATE=1 cargo test --test go_templates`.
#[test]
fn the_table_of_functions_is_in_the_docs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/go-templates.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<!-- functions -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of functions -->").unwrap();
    let rows: String = described()
        .iter()
        .map(|function| {
            let what = if function.deterministic {
                "yes"
            } else {
                "**no**"
            };
            let (name, signature, source) = (function.name, &function.signature, function.source);
            format!("| `{name}` | `{signature}` | {what} | {source} |\n")
        })
        .collect();
    let table = format!("| name | signature | deterministic | source |\n|---|---|---|---|\n{rows}");
    let wanted = format!("{before}<!-- functions -->\n{table}<!-- end of functions -->{after}");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    assert!(text == wanted || std::env::var_os("UPDATE").is_some());
}

/// What became of one line.
#[derive(Debug, Default)]
struct Tally {
    lines: usize,
    wrong: Vec<String>,
    errors: usize,
    /// Errors whose text is Go's from beginning to end.
    alike: usize,
    /// Errors whose text ends otherwise than Go's.
    worded_otherwise: Vec<String>,
}

fn last_segment(text: &str) -> &str {
    text.rsplit(": ").next().unwrap_or(text)
}

fn recorded_error(case: &Json) -> Option<String> {
    ["error", "panic", "fatal"].iter().find_map(|name| {
        let found = case.get(name)?;
        Some(
            found
                .as_str()
                .map_or_else(|| found.to_string(), str::to_owned),
        )
    })
}

fn judge(line: &str, tally: &mut Tally) {
    let case: Json = serde_json::from_str(line).unwrap();
    let answer: Json = serde_json::from_str(&eval_line(line)).unwrap();
    assert_eq!(answer["id"], case["id"]);
    tally.lines += 1;
    let told = |tally: &mut Tally| {
        tally.wrong.push(format!(
            "{}: {}\n  recorded {}\n  answered {answer}",
            case["id"],
            case["template"],
            recorded_error(&case).unwrap_or_else(|| case["output"].to_string()),
        ));
    };
    if case["nondeterministic"] == Json::Bool(true) {
        if answer.get("error").is_none() && !is_sorted_here(&case) {
            told(tally);
        }
        return;
    }
    let Some(wanted) = recorded_error(&case) else {
        if answer.get("output") != Some(&case["output"]) {
            told(tally);
        }
        return;
    };
    tally.errors += 1;
    match answer["error"].as_str() {
        None => told(tally),
        Some(error) if error == wanted => tally.alike += 1,
        Some(error) if last_segment(error) != last_segment(&wanted) => {
            tally.worded_otherwise.push(format!("{wanted}\n  {error}"));
        }
        Some(_) => {}
    }
}

/// The order of `keys` and `values` is random in Go and sorted here.
fn is_sorted_here(case: &Json) -> bool {
    let template = case["template"].as_str().unwrap();
    template.contains("keys") || template.contains("values")
}

/// Judges each line of a folder's files; `percent` of the errors have to end as Go's do.
fn judge_folder(folder: &Path, percent: usize) -> Tally {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "jsonl"))
        .collect();
    paths.sort();
    let mut all = Tally::default();
    for path in paths {
        let mut tally = Tally::default();
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| !line.is_empty()) {
            judge(line, &mut tally);
        }
        eprintln!(
            "{:24} {:5} lines, {:4} wrong, {:4} errors, {:4} worded otherwise",
            path.file_name().unwrap().to_string_lossy(),
            tally.lines,
            tally.wrong.len(),
            tally.errors,
            tally.worded_otherwise.len()
        );
        all.lines += tally.lines;
        all.errors += tally.errors;
        all.alike += tally.alike;
        all.wrong.append(&mut tally.wrong);
        all.worded_otherwise.append(&mut tally.worded_otherwise);
    }
    for line in all.wrong.iter().take(most_shown()) {
        eprintln!("{}", line.chars().take(1000).collect::<String>());
    }
    for line in all.worded_otherwise.iter().take(most_shown()) {
        eprintln!("worded: {}", line.chars().take(1000).collect::<String>());
    }
    let alike = all.errors - all.worded_otherwise.len();
    eprintln!(
        "{} lines; of {} errors {} are Go's word for word, {alike} end as Go's do",
        all.lines, all.errors, all.alike
    );
    assert!(all.wrong.is_empty(), "{} lines are wrong", all.wrong.len());
    assert!(
        alike * 100 >= all.errors * percent,
        "{alike} of {} errors end as Go's do",
        all.errors
    );
    all
}

fn most_shown() -> usize {
    let asked = std::env::var("SHOW").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(30)
}

#[test]
fn the_corpus_is_rendered_as_recorded() {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conformance/gotemplate");
    judge_folder(&ours, 99);
    if let Some(folder) = std::env::var_os("DODONA_CONFORMANCE") {
        judge_folder(&PathBuf::from(folder).join("gotemplate"), 99);
    }
}

#[test]
fn errors_are_those_of_go_word_for_word() {
    let more = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conformance/gotemplate-more");
    let tally = judge_folder(&more, 100);
    assert_eq!(tally.alike, tally.errors);
}

/// Answers a template with data of all kinds; whatever the answer is, there has to be one.
fn answered(template: &str) -> Json {
    let data = serde_json::json!({
        "s": "hello", "n": 3, "f": 2.5, "t": true, "z": null, "l": ["a", 1, null], "m": {"a": {"b": 1}},
        "values": {"k": "v"},
    });
    let line =
        serde_json::json!({"id": 1, "template": template, "data": data, "string_maps": ["values"]});
    serde_json::from_str(&eval_line(&line.to_string())).unwrap()
}

/// Recorded from Go 1.26: the line is that of the token to which the complaining template had come.
#[test]
fn what_does_not_belong_into_a_block_is_told_at_the_line_of_its_head() {
    for (template, line) in [
        ("{{block \"c\" .}}{{-\n.x }}{{else }}", 1),
        ("{{block \"c\" .}}{{.x}}{{else\n}}", 1),
        ("a\nb{{block \"c\" .}}{{.x}}\n{{-\nelse\n}}", 2),
        ("a{{block \"c\"\n .\n}}\n\n{{else}}", 3),
    ] {
        let wanted = format!("template: base:{line}: unexpected {{{{else}}}} in block clause");
        assert_eq!(answered(template)["error"], wanted, "{template}");
    }
    let defined = answered("a{{define\n\"c\" }}\n{{-\nelse }}");
    let wanted = "template: base:4: unexpected {{else}} in define clause";
    assert_eq!(defined["error"], wanted);
}

/// Recorded from Go 1.26, which reads complex numbers with `Sscan`.
#[test]
fn complex_numbers_are_refused_in_gos_words() {
    let scanning = "syntax error scanning complex number";
    let invalid = |text: &str| format!("strconv.ParseFloat: parsing \"{text}\": invalid syntax");
    let too_large =
        |text: &str| format!("strconv.ParseFloat: parsing \"{text}\": value out of range");
    for (number, wanted) in [
        ("1+i", scanning.to_owned()),
        ("1e999+i", scanning.to_owned()),
        ("1+0b1i", scanning.to_owned()),
        ("0b1+1i", scanning.to_owned()),
        ("1+0o7i", scanning.to_owned()),
        ("0x1+0x1i", invalid("0x1")),
        ("1+.i", invalid("+.")),
        ("1+ei", invalid("+e")),
        ("1+1__0i", invalid("+1__0")),
        ("1e999+1i", too_large("1e999")),
        ("1+1e999i", too_large("+1e999")),
    ] {
        let wanted = format!("template: base:1: {wanted}");
        assert_eq!(answered(&format!("{{{{{number}}}}}"))["error"], wanted);
    }
    assert_eq!(answered("{{0x1p3+0x1p-3i}}")["output"], "(8+0.125i)");
    assert_eq!(answered("{{1e5-1e5i}}")["output"], "(100000-100000i)");
}

#[test]
fn hostile_templates_come_to_an_end() {
    const SIZE: usize = 1 << 17;
    for unit in [
        "{{",
        "}}",
        "{{(",
        "{{- ",
        "{{if .t}}",
        "{{range .l}}",
        "{{with .m}}",
        "{{define \"a\"}}",
        "{{block \"a\" .}}",
        "{{/*",
        "{{\"",
        "{{else}}",
        "{{end}}",
        "{{$x := 1}}",
        "{{.a",
        "{{1",
        "{{if .t}}{{else if .t}}",
        "{{.s}}",
        "{{print 1 | print}}",
    ] {
        answered(&unit.repeat(SIZE / unit.len()));
    }
    answered(&format!("{{{{{}", "(".repeat(SIZE)));
    answered(&format!("{{{{.{}}}}}", "a.".repeat(SIZE / 2)));
    answered(&format!("{{{{print {}}}}}", "1 ".repeat(SIZE / 2)));
    answered(&format!("{{{{print {}}}}}", "| print ".repeat(SIZE / 8)));
    let nested = |depth| format!("{{{{{}1{}}}}}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(answered(&nested(150))["output"], "1");
    assert!(answered(&nested(100_000)).get("error").is_some());
    let blocks = format!(
        "{}x{}",
        "{{if .t}}".repeat(20_000),
        "{{end}}".repeat(20_000)
    );
    assert_eq!(answered(&blocks)["output"], "x");
}

/// What cannot be decoded is decoded a second time for the words: that must not take longer than reading it.
#[test]
fn hostile_yaml_comes_to_an_end() {
    let keys: String = (0..100_000).map(|at| format!("k{at}: 1\n")).collect();
    let merges = "<<: {".repeat(800) + &"}".repeat(800);
    let lists = "{<<: [".repeat(400) + &"]}".repeat(400);
    let mut bomb = "a0: &a0 {k: 1}\n".to_owned();
    for at in 1..40 {
        let before = at - 1;
        bomb += &format!("a{at}: &a{at} {{<<: [*a{before}, *a{before}]}}\n");
    }
    for text in [keys, merges + "\n", format!("x: {lists}\n"), bomb] {
        let text = text + "bad: !!int x\n";
        let template = format!("{{{{ fromYaml {} }}}}", serde_json::json!(text));
        let answer = answered(&template);
        assert!(answer.get("error").is_some(), "{answer}");
    }
}

#[test]
fn endless_templates_come_to_an_end() {
    let hundreds = "{{range 1000}}".repeat(4) + "x" + &"{{end}}".repeat(4);
    for (template, reason) in [
        (hundreds.as_str(), "the template runs for too many steps"),
        (
            "{{$x := \"aaaaaaaaaaaaaaaa\"}}{{range 1000}}{{$x = print $x $x}}{{end}}",
            "the template makes too many bytes",
        ),
        (
            "{{printf \"%1000000d%1000000d%1000000d\" 1 2 3 | printf \"%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s\" | printf \"%[1]s%[1]s%[1]s\"}}",
            "the template makes too many bytes",
        ),
        (
            "{{$m := dict}}{{$_ := set $m \"m\" $m}}{{$m}}",
            "stack overflow",
        ),
        (
            "{{$l := list}}{{range 100000}}{{$l = list $l}}{{end}}{{$l}}",
            "stack overflow",
        ),
    ] {
        let answer = answered(template);
        let error = answer["error"].as_str().unwrap_or_default();
        assert!(error.contains(reason), "{template}: {answer}");
    }
    let made = "{{$l := list}}{{range 100000}}{{$l = list $l}}{{end}}{{$m := dict}}{{$_ := set $m \"m\" $m}}done";
    assert_eq!(answered(made)["output"], "done");
}

fn soup() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "{{",
        "}}",
        "{{- ",
        " -}}",
        "(",
        ")",
        "|",
        " ",
        ".",
        ".s",
        ".n",
        ".l",
        ".m.a.b",
        ".values.k",
        "$",
        "$x",
        ":=",
        "=",
        ",",
        "\"a\"",
        "`b`",
        "'c'",
        "1",
        "-2",
        "3.5",
        "1i",
        "nil",
        "true",
        "if ",
        "else ",
        "end",
        "range ",
        "with ",
        "define ",
        "block ",
        "template ",
        "break",
        "continue",
        "print ",
        "printf ",
        "index ",
        "len ",
        "eq ",
        "and ",
        "or ",
        "not ",
        "slice ",
        "\"%d%s\"",
        "\"%[2]*.[1]*f\"",
        "é",
        "\n",
        "/*",
        "*/",
        "quote ",
        "default ",
        "\0",
        "{",
        "x",
    ]);
    prop::collection::vec(words, 0..30).prop_map(|words| words.concat())
}

/// Actions that are more likely to be good ones.
fn actions() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        ".",
        ".s",
        ".n",
        ".l",
        ".m",
        ".m.a.b",
        ".values",
        ".z",
        "$",
        "1",
        "2.5",
        "\"a\"",
        "'c'",
        "nil",
        "true",
        "(print 1)",
        "(index .l 0)",
        "(len .l)",
        "(slice .l 1)",
        "(list 1 .s)",
    ]);
    let calls = prop::sample::select(vec![
        "print",
        "printf \"%v %5.2f %x %q %+d\"",
        "printf",
        "println",
        "index",
        "len",
        "eq",
        "lt",
        "and",
        "or",
        "not",
        "html",
        "js",
        "urlquery",
        "call",
        "slice",
        "if",
        "with",
        "range",
        "range $i, $v :=",
        "template \"a\"",
    ]);
    let action = (calls, prop::collection::vec(words, 0..4));
    let text = action.prop_map(|(call, args)| format!("{{{{{call} {}}}}}x", args.join(" ")));
    let ends = prop::sample::select(vec![
        "{{end}}",
        "{{else}}",
        "",
        "{{break}}",
        "{{end}}{{end}}",
    ]);
    prop::collection::vec((text, ends), 0..6).prop_map(|parts| {
        let text: String = parts.iter().map(|(a, b)| format!("{a}{b}")).collect();
        format!("{{{{define \"a\"}}}}y{{{{end}}}}{text}")
    })
}

proptest! {
    #[test]
    fn words_never_break_the_engine(template in soup()) {
        answered(&template);
    }

    #[test]
    fn actions_never_break_the_engine(template in actions()) {
        answered(&template);
    }
}
