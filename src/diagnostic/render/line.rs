//! The one-line form.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean::push_line;
use crate::span::Sources;

/// Returns a finding as one physical line without its line break: `FILE:LINE:COL: error[CODE]: message (help)`.
///
/// A finding without a place begins with `dodona: ` instead.
#[must_use]
pub fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    styled(diagnostic, sources, "", "")
}

/// The same with marks before and after `error[CODE]`.
pub(super) fn styled(diagnostic: &Diagnostic, sources: &Sources, on: &str, off: &str) -> String {
    let mut out = String::new();
    match diagnostic.span {
        Some(span) => {
            let at = sources.position(span.source, span.start);
            push_line(sources.path(span.source), &mut out);
            out.push_str(&format!(":{}:{}", at.line, at.column));
        }
        None => out.push_str("dodona"),
    }
    let level = diagnostic.level.as_str();
    let code = diagnostic.code.name;
    out.push_str(&format!(": {on}{level}[{code}]{off}: "));
    push_line(&diagnostic.message, &mut out);
    if let Some(help) = &diagnostic.help {
        out.push_str(" (");
        push_line(help, &mut out);
        out.push(')');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::span::Span;

    const CODE: Code = Code {
        name: "param-type",
        what: "",
    };

    #[test]
    fn with_place_and_help() {
        let mut sources = Sources::new();
        let id = sources.add(
            "use-cases/eso/usecase.yaml",
            "a: 1\n\u{e4}: three\n".as_bytes(),
        );
        let diagnostic = Diagnostic::error(CODE, Span::new(id, 9, 14), "`a` must be a number")
            .help("write `3`\nor\n  `4`");
        assert_eq!(
            line(&diagnostic, &sources),
            "use-cases/eso/usecase.yaml:2:4: error[param-type]: `a` must be a number (write `3` or `4`)"
        );
    }

    #[test]
    fn without_place() {
        let diagnostic = Diagnostic::warning(CODE, None, "no such environment");
        assert_eq!(
            line(&diagnostic, &Sources::new()),
            "dodona: warning[param-type]: no such environment"
        );
    }

    #[test]
    fn hostile_names_forge_nothing() {
        let mut sources = Sources::new();
        let id = sources.add("a\nb:1:1: error[x]: y\u{1b}[2J", b"".as_slice());
        let diagnostic = Diagnostic::info(CODE, Span::whole(id), "m\r\nfake:1:1: error[x]: z\u{7}");
        assert_eq!(
            line(&diagnostic, &sources),
            "a b:1:1: error[x]: y\\u{1b}[2J:1:1: info[param-type]: m fake:1:1: error[x]: z\\u{7}"
        );
    }
}
