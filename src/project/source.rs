//! `spec.sourceRepos`: where Applications may take manifests from.

use super::pattern::Pattern;
use super::refusal::{Doubt, Rule, Ruling};
use super::repository::normalised;
use super::spec::List;
use crate::span::Span;
use crate::yaml::Node;

/// An entry of `sourceRepos`.
#[derive(Clone, Debug)]
pub(super) struct SourceRule {
    written: String,
    pattern: Pattern,
    span: Option<Span>,
}

impl SourceRule {
    pub(super) fn new(written: &str, span: Option<Span>) -> Self {
        let comparable = match written.strip_prefix('!') {
            Some(address) => format!("!{}", normalised(address)),
            None => normalised(written),
        };
        Self {
            written: written.to_owned(),
            pattern: Pattern::new(&comparable, Some('/')),
            span,
        }
    }

    pub(super) fn read(node: &Node) -> Self {
        Self::new(node.as_str().unwrap_or_default(), Some(node.span))
    }
}

/// Judges the address of a repository: the first rule with `!` that it breaks decides.
pub(super) fn judge(rules: &List<SourceRule>, address: &str) -> Ruling {
    let address = normalised(address);
    let mut is_permitted = false;
    let (mut may_be_permitted, mut may_be_refused) = (false, false);
    for rule in &rules.rules {
        match rule.pattern.fits(&address) {
            Some(true) => is_permitted = true,
            Some(false) if rule.pattern.denies() => {
                return Ruling::Refused(Some(Rule {
                    text: rule.written.clone(),
                    span: rule.span,
                }));
            }
            Some(false) => {}
            None if rule.pattern.denies() => may_be_refused = true,
            None => may_be_permitted = true,
        }
    }
    match is_permitted {
        true if !may_be_refused => Ruling::Permitted,
        false if !may_be_permitted && !may_be_refused => Ruling::Refused(None),
        _ => Ruling::Unknown(Doubt::Pattern),
    }
}
