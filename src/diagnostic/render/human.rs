//! The form for people: the one line, then the places with carets.

use crate::diagnostic::render::clean;
use crate::diagnostic::render::excerpt::{Excerpt, Place, excerpt, is_blank, too_far};
use crate::diagnostic::render::line;
use crate::diagnostic::{Diagnostic, Level, Related};
use crate::span::Sources;
use annotate_snippets::renderer::{DEFAULT_ERROR_STYLE, DEFAULT_INFO_STYLE, DEFAULT_WARNING_STYLE};
use annotate_snippets::{AnnotationKind, Group, Level as Mark, Renderer, Snippet};

/// How a terminal wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// Width of the terminal in columns; longer source lines are trimmed about the caret.
    pub width: usize,
}

impl Default for Style {
    /// No colours, 140 columns.
    fn default() -> Self {
        Self {
            color: false,
            width: 140,
        }
    }
}

/// Returns a finding as its one-line form, then the source lines with carets, then help and notes; each ends with a line break.
#[must_use]
pub fn human(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let mut out = first_line(diagnostic, sources, style);
    out.push('\n');
    let excerpts = excerpts(diagnostic, sources);
    let group = excerpts.iter().fold(
        Group::with_level(mark(diagnostic.level)),
        |group, excerpt| group.element(snippet(excerpt)),
    );
    let help = diagnostic.help.iter().cloned();
    let notes = diagnostic.notes.iter().cloned();
    let notes = notes.chain(unseen(diagnostic, sources));
    let footers = help
        .map(|text| (Mark::HELP, text))
        .chain(notes.map(|text| (Mark::NOTE, text)));
    let group = footers.fold(group, |group, (level, text)| {
        group.element(level.message(clean::lines(&text)))
    });
    if !group.is_empty() {
        out.push_str(&renderer(style).render(&[group]));
        out.push('\n');
    }
    out
}

fn first_line(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let colour = match diagnostic.level {
        _ if !style.color => return line(diagnostic, sources),
        Level::Error => DEFAULT_ERROR_STYLE,
        Level::Warning => DEFAULT_WARNING_STYLE,
        Level::Info => DEFAULT_INFO_STYLE,
    };
    let (on, off) = (format!("{colour}"), format!("{colour:#}"));
    line::styled(diagnostic, sources, &on, &off)
}

fn renderer(style: Style) -> Renderer {
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.term_width(style.width.max(40))
}

fn mark(level: Level) -> Mark<'static> {
    match level {
        Level::Error => Mark::ERROR,
        Level::Warning => Mark::WARNING,
        Level::Info => Mark::INFO,
    }
}

/// The related places of which no line can be shown, such as a whole file.
fn unseen(diagnostic: &Diagnostic, sources: &Sources) -> impl Iterator<Item = String> {
    let related = diagnostic.related.iter();
    let unseen = related.filter(|other| is_blank(related_place(other), sources));
    unseen.map(|other| {
        let at = sources.position(other.span.source, other.span.start);
        let mut text = String::new();
        clean::push_line(sources.path(other.span.source), &mut text);
        format!("{text}:{}:{}: {}", at.line, at.column, other.message)
    })
}

fn related_place(related: &Related) -> Place<'_> {
    Place {
        span: related.span,
        label: Some(&related.message),
        primary: false,
    }
}

/// The file of the finding comes first, then the others in the order of their mention.
fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Vec<Excerpt<'a>> {
    let primary = diagnostic.span.map(|span| Place {
        span,
        label: diagnostic.label.as_deref(),
        primary: true,
    });
    let related = diagnostic.related.iter().map(related_place);
    let mut groups: Vec<Vec<Place<'a>>> = Vec::new();
    for place in primary.into_iter().chain(related) {
        let fits = |group: &&mut Vec<Place<'a>>| {
            group.iter().all(|other| {
                other.span.source == place.span.source && !too_far(other.span, place.span, sources)
            })
        };
        match groups.iter_mut().find(fits) {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    groups
        .iter()
        .filter_map(|places| excerpt(places, sources))
        .collect()
}

fn snippet<'a>(excerpt: &'a Excerpt<'a>) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let marks = excerpt.marks.iter().map(|mark| {
        let kind = if mark.primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let label = mark.label.map(|label| {
            let mut text = String::new();
            clean::push_line(label, &mut text);
            text
        });
        kind.span(mark.range.clone()).label(label)
    });
    Snippet::source(excerpt.text.as_str())
        .path(excerpt.path.as_str())
        .line_start(excerpt.first_line)
        .annotations(marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::span::{SourceId, Span};

    const CODE: Code = Code {
        name: "param-type",
        what: "",
    };

    fn one(path: &str, text: &[u8]) -> (Sources, SourceId) {
        let mut sources = Sources::new();
        let id = sources.add(path, text);
        (sources, id)
    }

    fn place(sources: &Sources, id: SourceId, text: &str) -> Span {
        let all = sources.text(id);
        let at = memchr::memmem::find(all, text.as_bytes()).unwrap();
        Span::new(id, at, at + text.len())
    }

    fn plain(diagnostic: &Diagnostic, sources: &Sources) -> String {
        human(diagnostic, sources, Style::default())
    }

    #[test]
    fn both_ends_of_a_quarrel() {
        let (mut sources, value) = one(
            "use-cases/gpu/usecase.yaml",
            b"a: 1\nb:\n    replicas: \"three\"\n",
        );
        let rule = sources.add(
            "dodona.yaml",
            b"x: 1\n- variable: replicas\n  type: number\n  max: 5\n".as_slice(),
        );
        let diagnostic = Diagnostic::error(
            CODE,
            place(&sources, value, "\"three\""),
            "parameter `replicas` must be a number, found the string `three`",
        )
        .label("expected a whole number")
        .help("write the number bare:\n`replicas: 3`")
        .note("nothing was generated")
        .related(place(&sources, rule, "replicas"), "declared here")
        .related(place(&sources, rule, "max"), "the bound");
        assert_eq!(
            plain(&diagnostic, &sources),
            r#"use-cases/gpu/usecase.yaml:3:15: error[param-type]: parameter `replicas` must be a number, found the string `three` (write the number bare: `replicas: 3`)
 --> use-cases/gpu/usecase.yaml:3:15
  |
3 |     replicas: "three"
  |               ^^^^^^^ expected a whole number
  |
 ::: dodona.yaml:2:13
  |
2 | - variable: replicas
  |             -------- declared here
3 | …
4 |   max: 5
  |   --- the bound
  |
  = help: write the number bare:
          `replicas: 3`
  = note: nothing was generated
"#
        );
    }

    #[test]
    fn an_empty_place_hides_what_follows() {
        let (sources, id) = one("a\u{1b}.yaml", b"one: 1\npw: hunter2 # dear\nthree: 3\n");
        let secret = place(&sources, id, "hunter2").part(0, 0);
        let diagnostic = Diagnostic::error(CODE, secret, "plain")
            .related(place(&sources, id, "pw: hunter2 # dear"), "whole line")
            .related(place(&sources, id, "one"), "first");
        assert_eq!(
            plain(&diagnostic, &sources),
            "a\\u{1b}.yaml:2:5: error[param-type]: plain
 --> a\\u{1b}.yaml:2:5
  |
1 | one: 1
  | --- first
2 | pw: …
  | ----^
  | |
  | whole line
"
        );
    }

    #[test]
    fn lines_between_are_not_shown() {
        let (sources, id) = one("a", b"one: 1\npw: hunter2\nthree: 3\nx\ny\nsix\n");
        let diagnostic = Diagnostic::error(CODE, place(&sources, id, "one"), "m")
            .related(place(&sources, id, "three"), "r")
            .related(place(&sources, id, "six"), "s");
        assert_eq!(
            plain(&diagnostic, &sources),
            "a:1:1: error[param-type]: m
 --> a:1:1
  |
1 | one: 1
  | ^^^
2 | …
3 | three: 3
  | ----- r
...
6 | six
  | --- s
"
        );
    }

    #[test]
    fn a_long_place_is_marked_on_its_first_line() {
        let (sources, id) = one("a", b"x:\r\n\ty: 1\r\nz: 2\r\n");
        let span = place(&sources, id, "y: 1").to(place(&sources, id, "2"));
        assert_eq!(
            plain(&Diagnostic::warning(CODE, span, "m"), &sources),
            "a:2:2: warning[param-type]: m
 --> a:2:2
  |
2 |     y: 1
  |     ^^^^
"
        );
    }

    #[test]
    fn blank_places_show_no_lines() {
        let (mut sources, id) = one("a", b"x: 1\n");
        let empty = sources.add("e", b"".as_slice());
        let first = "a:1:1: error[param-type]: m (h)\n = help: h\n";
        let whole = Diagnostic::error(CODE, Span::whole(id), "m").help("h");
        assert_eq!(plain(&whole, &sources), first);
        let other =
            Diagnostic::error(CODE, Span::whole(id), "m").related(Span::whole(empty), "this file");
        assert_eq!(
            plain(&other, &sources),
            "a:1:1: error[param-type]: m\n = note: e:1:1: this file\n"
        );
        let past = Diagnostic::error(CODE, Span::new(id, 99, 100), "m");
        assert_eq!(plain(&past, &sources), "a:2:1: error[param-type]: m\n");
        let nothing = Diagnostic::error(CODE, Span::whole(empty), "m");
        assert_eq!(plain(&nothing, &sources), "e:1:1: error[param-type]: m\n");
        let nowhere = Diagnostic::error(CODE, None, "m").note("n1\nn2");
        assert_eq!(
            plain(&nowhere, &sources),
            "dodona: error[param-type]: m\n = note: n1\n         n2\n"
        );
    }

    #[test]
    fn a_file_fault_shows_the_rule() {
        let (mut sources, id) = one("env.yaml", b"kind: Environment\n");
        let rule = sources.add("dodona.yaml", b"- variable: team\n".as_slice());
        let diagnostic = Diagnostic::error(CODE, Span::whole(id), "m")
            .related(place(&sources, rule, "team"), "declared here");
        assert_eq!(
            plain(&diagnostic, &sources),
            "env.yaml:1:1: error[param-type]: m
 --> dodona.yaml:1:13
  |
1 | - variable: team
  |             ---- declared here
"
        );
    }

    #[test]
    fn hostile_bytes_become_marks() {
        let (sources, id) = one("a", b"a\xff\x1b[2J\xe2\x80\xae: b\n\xe2\x82");
        assert_eq!(
            plain(&Diagnostic::error(CODE, Span::new(id, 6, 9), "m"), &sources),
            "a:1:7: error[param-type]: m
 --> a:1:7
  |
1 | a\u{fffd}\u{fffd}[2J\u{fffd}: b
  |       ^
"
        );
        let length = sources.text(id).len() + 2;
        for (start, end) in
            (0..length).flat_map(|start| (start..length).map(move |end| (start, end)))
        {
            let text = plain(
                &Diagnostic::error(CODE, Span::new(id, start, end), "m"),
                &sources,
            );
            assert!(!text.contains(['\u{1b}', '\u{202e}']));
        }
    }

    #[test]
    fn endless_lines_are_cut() {
        let mut text = vec![b'a'; 1_000_000];
        text.extend_from_slice(b" HERE ");
        text.extend(vec![b'b'; 1_000_000]);
        let (sources, id) = one("a", &text);
        let here = Diagnostic::error(CODE, place(&sources, id, "HERE"), "m");
        let shown = human(
            &here,
            &sources,
            Style {
                color: false,
                width: 60,
            },
        );
        assert_eq!(
            shown,
            "a:1:1000002: error[param-type]: m
 --> a:1:1000002
  |
1 | ...aaaaaaaaaaaaaaaaaaaaaa HERE bbbbbbbbbbbbbbbbbbbbbb...
  |                           ^^^^
"
        );
        let all = Diagnostic::error(CODE, Span::new(id, 0, 2_000_000), "m");
        assert!(plain(&all, &sources).len() < 600);
        let far = here
            .related(Span::new(id, 1, 2), "far")
            .related(Span::new(id, 500_000, 500_001), "far");
        assert!(plain(&far, &sources).len() < 1200);
    }

    #[test]
    fn colours_on_request() {
        let (sources, id) = one("a", b"x: 1\n");
        let diagnostic = Diagnostic::warning(CODE, place(&sources, id, "x"), "m");
        let style = Style {
            color: true,
            width: 80,
        };
        let text = human(&diagnostic, &sources, style);
        let first = "a:1:1: \u{1b}[1m\u{1b}[33mwarning[param-type]\u{1b}[0m: m\n";
        assert!(text.starts_with(first), "{text:?}");
    }
}
