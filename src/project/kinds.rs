//! `clusterResourceWhitelist` and its like: which kinds Applications may bring.

use super::refusal::Rule;
use super::spec::List;
use crate::glob::GoPath;
use crate::span::Span;
use crate::yaml::Node;
use std::sync::Arc;

/// An entry of a list of kinds.
#[derive(Clone, Debug)]
pub(super) struct KindRule {
    group: Arc<GoPath>,
    kind: Arc<GoPath>,
    /// Which objects of the kind; `None` for all.
    name: Option<Arc<GoPath>>,
    written: String,
    span: Option<Span>,
}

/// Who is held against the lists.
#[derive(Clone, Copy, Debug)]
pub(super) struct Who<'a> {
    pub(super) group: &'a str,
    pub(super) kind: &'a str,
    pub(super) name: &'a str,
}

impl KindRule {
    fn new(group: &str, kind: &str, name: &str, span: Option<Span>) -> Self {
        let path = |text| Arc::new(GoPath::new(text));
        let named = match name {
            "" => String::new(),
            name => format!(", name: '{name}'"),
        };
        Self {
            group: path(group),
            kind: path(kind),
            name: (!name.is_empty()).then(|| path(name)),
            written: format!("{{group: '{group}', kind: '{kind}'{named}}}"),
            span,
        }
    }

    /// Every kind of every group.
    pub(super) fn all() -> Self {
        Self::new("*", "*", "", None)
    }

    pub(super) fn read(node: &Node) -> Self {
        let [group, kind, name] = ["group", "kind", "name"].map(|key| node.text_at(&[key]));
        Self::new(group, kind, name, Some(node.span))
    }

    fn fits(&self, who: Who<'_>, by_name: bool) -> bool {
        let name = self.name.as_ref().filter(|_| by_name);
        self.kind.matches(who.kind)
            && self.group.matches(who.group)
            && name.is_none_or(|name| name.matches(who.name))
    }
}

/// Two lists that decide together.
pub(super) struct Kinds<'s> {
    pub(super) permitted: &'s List<KindRule>,
    pub(super) refused: &'s List<KindRule>,
    /// Whether a list that is not there permits all.
    pub(super) is_open: bool,
    /// Whether entries can name objects.
    pub(super) by_name: bool,
}

impl Kinds<'_> {
    /// Returns the rule that refuses an object, or `None` for the lack of one that permits it.
    ///
    /// # Errors
    /// When the object is refused.
    pub(super) fn judge(&self, who: Who<'_>) -> Result<(), Option<Rule>> {
        let find = |list: &List<KindRule>| {
            let rule = list
                .rules
                .iter()
                .find(|rule| rule.fits(who, self.by_name))?;
            Some(Rule {
                text: rule.written.clone(),
                span: rule.span,
            })
        };
        if let Some(rule) = find(self.refused) {
            return Err(Some(rule));
        }
        let is_free = self.is_open && !self.permitted.is_given;
        match is_free || find(self.permitted).is_some() {
            true => Ok(()),
            false => Err(None),
        }
    }
}
