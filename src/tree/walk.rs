//! All files below a folder.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::span::Sources;
use crate::tree::{Fault, Kind, Listed, Tree, TreePath};
use std::rc::Rc;

/// One walk under way.
struct Visit<'a> {
    files: Vec<TreePath>,
    /// Folders entered and entries seen.
    steps: usize,
    /// The real paths of the folders that the walk is inside of.
    above: Vec<TreePath>,
    sources: &'a mut Sources,
    faults: &'a mut Diagnostics,
}

impl Tree {
    /// Returns all files below a folder, sorted by path, without those under a name that begins with a dot.
    ///
    /// # Errors
    /// As [`Tree::list`], for the first fault; when a link leads into a folder above itself; when there are too many files.
    pub fn walk(
        &self,
        folder: &TreePath,
        sources: &mut Sources,
    ) -> Result<Vec<TreePath>, Box<Diagnostic>> {
        let mut faults = Diagnostics::new();
        let files = self.walk_reporting(folder, sources, &mut faults);
        match faults.iter().next() {
            Some(first) => Err(Box::new(first.clone())),
            None => Ok(files),
        }
    }

    /// Walks as [`Tree::walk`] does, but goes on after faults, which are added to `faults`: for repositories of others.
    pub fn walk_reporting(
        &self,
        folder: &TreePath,
        sources: &mut Sources,
        faults: &mut Diagnostics,
    ) -> Vec<TreePath> {
        let mut visit = Visit {
            files: Vec::new(),
            steps: 0,
            above: Vec::new(),
            sources,
            faults,
        };
        self.descend(folder, &mut visit);
        visit.files.sort();
        visit.files
    }

    fn descend(&self, folder: &TreePath, visit: &mut Visit<'_>) {
        let (real, listed) = match self.enter(folder, visit) {
            Ok(found) => found,
            Err(fault) => {
                let found = self.diagnose(folder, Kind::Folder, &fault, visit.sources);
                return visit.faults.push(*found);
            }
        };
        visit.above.push(real);
        for line in listed.iter().filter(|line| !line.name.starts_with('.')) {
            if visit.steps > self.limits.files {
                break;
            }
            match self.entry(folder, line) {
                Ok(Kind::Folder) => self.descend(&folder.child(&line.name), visit),
                Ok(Kind::File) => visit.files.push(folder.child(&line.name)),
                Err(fault) => {
                    let found = self.diagnose_entry(folder, line, &fault, visit.sources);
                    visit.faults.push(*found);
                }
            }
        }
        visit.above.pop();
    }

    /// Lists a folder for a walk; links can show few folders very often, so the walk has a limit of its own.
    fn enter(
        &self,
        folder: &TreePath,
        visit: &mut Visit<'_>,
    ) -> Result<(TreePath, Rc<[Listed]>), Fault> {
        let real = self.resolve(folder)?.path;
        if visit.above.contains(&real) {
            return Err(Fault::LinkLoop);
        }
        let listed = self.listing(folder)?;
        visit.steps += 1 + listed.len();
        let limit = self.limits.files;
        if visit.steps > limit {
            return Err(Fault::TooManyFiles { limit });
        }
        Ok((real, listed))
    }
}
