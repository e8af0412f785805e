//! What is found about one instance on its way.

use super::gap::Gap;
use super::prediction::State;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// Something that is open about an instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Open {
    /// What: words before "of instance …".
    pub(super) what: String,
    /// Why, and what to write.
    pub(super) because: String,
    /// The line that it hangs on.
    pub(super) span: Option<Span>,
}

/// The findings of one instance.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// What to tell.
    pub(super) problems: Vec<Diagnostic>,
    /// Why there will be no Secret, or why that is unknown: the first reason that was found, certain ones before others.
    pub(super) stopped: Option<State>,
    /// What is open.
    pub(super) open: Vec<Open>,
}

impl Findings {
    /// Tells something that stops nothing.
    pub(super) fn problem(&mut self, found: Diagnostic) {
        self.problems.push(found);
    }

    /// Tells something for which the platform makes nothing of the instance.
    pub(super) fn refuse(&mut self, found: Diagnostic) {
        self.stop(State::None {
            because: found.message.clone(),
            span: found.span,
        });
        self.problems.push(found);
    }

    /// Tells something after which nobody knows.
    pub(super) fn doubt(&mut self, found: Diagnostic) {
        self.stop(State::Unknown {
            because: found.message.clone(),
            span: found.span,
        });
        self.problems.push(found);
    }

    /// Tells something after which nobody knows what becomes of the instance in Argo CD, and says why.
    pub(super) fn doubt_secret(&mut self, found: Diagnostic, why: &str) {
        let help = found.help.as_deref().unwrap_or_default();
        let because = format!("{}, and {why}: {help}", found.message);
        self.unknown("the cluster Secret", because, found.span);
        self.doubt(found);
    }

    /// Remembers why there will be no Secret, or why that is unknown.
    pub(super) fn stop(&mut self, state: State) {
        let is_firmer = matches!(
            (&self.stopped, &state),
            (None, _) | (Some(State::Unknown { .. }), State::None { .. })
        );
        if is_firmer {
            self.stopped = Some(state);
        }
    }

    /// Remembers what is open, once.
    pub(super) fn open(&mut self, what: &str, gap: &Gap, span: impl Into<Option<Span>>) {
        self.unknown(what, gap.because(), span);
    }

    /// Remembers what is open, once, in words.
    pub(super) fn unknown(
        &mut self,
        what: &str,
        because: impl Into<String>,
        span: impl Into<Option<Span>>,
    ) {
        let open = Open {
            what: what.to_owned(),
            because: because.into(),
            span: span.into(),
        };
        if !self.open.contains(&open) {
            self.open.push(open);
        }
    }
}
