//! JUnit XML as GitLab (`reports: junit`) and the usual GitHub actions read it.

use crate::report::{Case, Outcome, Report, Suite, Trouble};

/// Returns a report as JUnit XML: `testsuites`, `testsuite`, `testcase`, and `failure` or `error` in it, with the attributes that
/// GitLab 18.11 documents ("Unit test reports") and those that actions for GitHub count and annotate by.
///
/// Every `time` is 0, since readers want one and equal runs shall give equal bytes. What XML 1.0 can't hold becomes U+FFFD.
#[must_use]
pub fn junit(report: &Report) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all = report.suites.iter().flat_map(|suite| &suite.cases);
    open("testsuites", &report.name, all, &mut out);
    for one in &report.suites {
        suite(one, &mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(suite: &Suite, out: &mut String) {
    out.push_str("  ");
    open("testsuite", &suite.name, suite.cases.iter(), out);
    for one in &suite.cases {
        case(one, out);
    }
    out.push_str("  </testsuite>\n");
}

/// Opens an element that counts cases.
fn open<'a>(
    element: &str,
    name: &str,
    cases: impl Iterator<Item = &'a Case> + Clone,
    out: &mut String,
) {
    let count = |is: fn(&Outcome) -> bool| cases.clone().filter(|case| is(&case.outcome)).count();
    out.push('<');
    out.push_str(element);
    attribute("name", name, out);
    attribute("tests", &count(|_| true).to_string(), out);
    let failures = count(|outcome| matches!(outcome, Outcome::Failed(_)));
    attribute("failures", &failures.to_string(), out);
    let errors = count(|outcome| matches!(outcome, Outcome::Broken(_)));
    attribute("errors", &errors.to_string(), out);
    attribute("time", "0", out);
    out.push_str(">\n");
}

fn case(case: &Case, out: &mut String) {
    out.push_str("    <testcase");
    attribute("classname", &case.class, out);
    attribute("name", &case.name, out);
    if let Some(file) = &case.file {
        attribute("file", file, out);
    }
    if let Some(line) = case.line {
        attribute("line", &line.to_string(), out);
    }
    attribute("time", "0", out);
    let (element, trouble) = match &case.outcome {
        Outcome::Passed => return out.push_str("/>\n"),
        Outcome::Failed(trouble) => ("failure", trouble),
        Outcome::Broken(trouble) => ("error", trouble),
    };
    out.push_str(">\n");
    told(element, trouble, out);
    out.push_str("    </testcase>\n");
}

fn told(element: &str, trouble: &Trouble, out: &mut String) {
    out.push_str("      <");
    out.push_str(element);
    attribute("type", trouble.code, out);
    attribute("message", &trouble.message, out);
    out.push('>');
    for c in trouble.text.chars() {
        push(c, out);
    }
    out.push_str("</");
    out.push_str(element);
    out.push_str(">\n");
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for c in value.chars() {
        match c {
            // Readers make spaces of these where they stand as they are.
            '\n' | '\t' => out.push_str(&format!("&#{};", u32::from(c))),
            _ => push(c, out),
        }
    }
    out.push('"');
}

fn push(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        // Readers make a line break of it where it stands as it is.
        '\r' => out.push_str("&#13;"),
        _ if is_holdable(c) => out.push(c),
        _ => out.push(char::REPLACEMENT_CHARACTER),
    }
}

/// Says whether XML 1.0 (production 2, `Char`) has the character.
fn is_holdable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(name: &str, outcome: Outcome) -> Case {
        Case {
            class: "dev.platform".to_owned(),
            name: name.to_owned(),
            file: None,
            line: None,
            outcome,
        }
    }

    fn trouble(message: &str, text: &str) -> Trouble {
        Trouble {
            code: "snapshot-different",
            message: message.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn every_suite_counts_its_own_and_the_whole_counts_all() {
        let suites = ["dev", "prod"].map(|name| Suite {
            name: name.to_owned(),
            cases: vec![
                case("a", Outcome::Passed),
                case("b", Outcome::Failed(trouble("m", "t"))),
                case("c", Outcome::Broken(trouble("m", ""))),
            ],
        });
        let text = junit(&Report {
            name: "r".to_owned(),
            suites: suites.into(),
        });
        let counts = |element: &str, name: &str, n: usize| {
            let (tests, one) = (3 * n, n);
            format!(
                "<{element} name=\"{name}\" tests=\"{tests}\" failures=\"{one}\" errors=\"{one}\" time=\"0\">\n"
            )
        };
        assert!(text.contains(&counts("testsuites", "r", 2)), "{text}");
        assert!(text.contains(&counts("testsuite", "dev", 1)), "{text}");
        assert!(text.contains(&counts("testsuite", "prod", 1)), "{text}");
    }

    #[test]
    fn nothing_breaks_out() {
        let hostile = "]]></failure>\"&\u{0}\u{1b}\u{b}\u{fffe}\r\n\t\u{1f600}";
        let mut out = String::new();
        told("failure", &trouble(hostile, hostile), &mut out);
        let same = "]]&gt;&lt;/failure&gt;&quot;&amp;\u{fffd}\u{fffd}\u{fffd}\u{fffd}&#13;";
        assert_eq!(
            out,
            format!(
                "      <failure type=\"snapshot-different\" message=\"{same}&#10;&#9;\u{1f600}\">{same}\n\t\u{1f600}</failure>\n"
            )
        );
    }
}
