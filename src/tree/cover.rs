//! The fewest paths below which everything lies that was read.

use crate::tree::{Read, TreePath, Use};

/// Returns paths so that whatever could change what was read lies at one of them or below: files, folders that were listed, links,
/// and places where nothing was found. Sorted, each once, none below another.
#[must_use]
pub fn cover(reads: impl IntoIterator<Item = Read>) -> Vec<TreePath> {
    let mut reads: Vec<Read> = reads.into_iter().collect();
    reads.sort();
    let folders: Vec<TreePath> = reads
        .iter()
        .filter(|read| read.how == Use::Folder)
        .map(|read| read.path.clone())
        .collect();
    let is_covered = |path: &TreePath| {
        std::iter::successors(path.parent(), TreePath::parent).any(|above| folders.contains(&above))
    };
    let mut paths: Vec<TreePath> = reads.into_iter().map(|read| read.path).collect();
    paths.dedup();
    paths.retain(|path| !is_covered(path));
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str, how: Use) -> Read {
        Read {
            path: TreePath::new(path).expect("the tests write paths"),
            how,
        }
    }

    #[test]
    fn a_listed_folder_stands_for_what_lies_below() {
        let paths = cover([
            read("use-cases/eso/manifests/deep/store.yaml", Use::File),
            read("use-cases/eso/manifests", Use::Folder),
            read("use-cases/eso/manifests-else.yaml", Use::Absent),
            read("use-cases/eso/usecase.yaml", Use::File),
            read("use-cases/eso/usecase.yaml", Use::Link),
            read("dodona.yaml", Use::File),
        ]);
        let texts: Vec<String> = paths.iter().map(TreePath::to_string).collect();
        assert_eq!(
            texts,
            [
                "dodona.yaml",
                "use-cases/eso/manifests",
                "use-cases/eso/manifests-else.yaml",
                "use-cases/eso/usecase.yaml",
            ]
        );
    }
}
