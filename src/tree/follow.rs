//! Follows symbolic links, one segment after the other, and never out of the repository.

use crate::tree::{Fault, Node, TreePath};

/// As many links as Linux follows on one path (`MAXSYMLINKS`).
const HOPS: usize = 40;

/// Where a path really leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Real {
    /// The path without links.
    pub(super) path: TreePath,
    /// What stands there: never a link.
    pub(super) node: Node,
    /// The links that were passed, each by its own real path.
    pub(super) links: Vec<TreePath>,
}

struct Walk {
    real: Real,
    /// Segments still to go, the next one last; those of a link's target remember it.
    pending: Vec<(String, bool)>,
    target: String,
}

/// Returns where `path` leads; `node` says what stands at a path whose folders are real.
pub(super) fn follow(
    path: &TreePath,
    mut node: impl FnMut(&TreePath) -> Result<Node, Fault>,
) -> Result<Real, Fault> {
    let mut walk = Walk {
        real: Real {
            path: TreePath::root(),
            node: Node::Folder,
            links: Vec::new(),
        },
        pending: path
            .segments()
            .rev()
            .map(|s| (s.to_owned(), false))
            .collect(),
        target: String::new(),
    };
    while let Some((segment, of_link)) = walk.pending.pop() {
        if walk.real.node != Node::Folder {
            return Err(Fault::NotAFolder);
        }
        if segment == ".." {
            walk.up()?;
            continue;
        }
        let next = walk
            .real
            .path
            .join(&segment)
            .map_err(|_| Fault::BadName(segment))?;
        match node(&next) {
            Ok(Node::Link(target)) => walk.link(next, target)?,
            Ok(other) => {
                walk.real.path = next;
                walk.real.node = other;
            }
            Err(Fault::NotFound) if of_link => {
                return Err(Fault::LinkBroken {
                    target: walk.target,
                });
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(walk.real)
}

impl Walk {
    /// Goes to the folder above; only targets have `..`.
    fn up(&mut self) -> Result<(), Fault> {
        self.real.path = self.real.path.parent().ok_or_else(|| Fault::LinkLeaves {
            target: self.target.clone(),
        })?;
        Ok(())
    }

    fn link(&mut self, link: TreePath, target: String) -> Result<(), Fault> {
        self.real.links.push(link);
        if self.real.links.len() > HOPS {
            return Err(Fault::LinkLoop);
        }
        if target.starts_with('/') {
            return Err(Fault::LinkLeaves { target });
        }
        if target.is_empty() {
            return Err(Fault::LinkBroken { target });
        }
        let segments = target.split('/').filter(|s| !matches!(*s, "" | "."));
        self.pending
            .extend(segments.rev().map(|s| (s.to_owned(), true)));
        self.target = target;
        Ok(())
    }
}
