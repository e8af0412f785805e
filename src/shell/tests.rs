use super::*;
use crate::diagnostic::Diagnostics;
use crate::span::Sources;
use crate::tree::{Limits, Source, Tree, TreePath};
use git2::{Oid, Repository, Signature};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use tempfile::TempDir;

fn at(path: &str) -> TreePath {
    TreePath::new(path).unwrap()
}

fn tree(source: impl Source + 'static) -> Tree {
    Tree::new(Box::new(source), Limits::default())
}

fn text(tree: &Tree, path: &str) -> Result<String, &'static str> {
    let mut sources = Sources::new();
    match tree.read(&at(path), &mut sources) {
        Ok(id) => Ok(String::from_utf8(sources.text(id).to_vec()).unwrap()),
        Err(found) => Err(found.code.name),
    }
}

#[derive(Clone, Debug)]
enum Item {
    File(String),
    Script(String),
    Link(String),
    Submodule,
}

type Items = BTreeMap<String, Item>;

fn items(all: &[(&str, &str)]) -> Items {
    all.iter()
        .map(|(path, text)| {
            let item = match text.strip_prefix("-> ") {
                Some(target) => Item::Link(target.to_owned()),
                None => Item::File((*text).to_owned()),
            };
            ((*path).to_owned(), item)
        })
        .collect()
}

fn on_disk(root: &Path, items: &Items) {
    for (path, item) in items {
        let place = root.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        match item {
            Item::File(text) | Item::Script(text) => fs::write(place, text).unwrap(),
            Item::Link(target) => symlink(target, place).unwrap(),
            Item::Submodule => fs::create_dir(place).unwrap(),
        }
    }
}

fn in_objects(repository: &Repository, items: &Items) -> Oid {
    let mut index = git2::Index::new().unwrap();
    for (path, item) in items {
        let (mode, id) = match item {
            Item::File(text) => (0o100_644, repository.blob(text.as_bytes()).unwrap()),
            Item::Script(text) => (0o100_755, repository.blob(text.as_bytes()).unwrap()),
            Item::Link(target) => (0o120_000, repository.blob(target.as_bytes()).unwrap()),
            Item::Submodule => (0o160_000, Oid::from_str(&"1".repeat(40)).unwrap()),
        };
        let entry = git2::IndexEntry {
            ctime: git2::IndexTime::new(0, 0),
            mtime: git2::IndexTime::new(0, 0),
            dev: 0,
            ino: 0,
            mode,
            uid: 0,
            gid: 0,
            file_size: 0,
            id,
            flags: 0,
            flags_extended: 0,
            path: path.clone().into_bytes(),
        };
        index.add(&entry).unwrap();
    }
    let whole = index.write_tree_to(repository).unwrap();
    commit(repository, whole)
}

fn commit(repository: &Repository, whole: Oid) -> Oid {
    let whole = repository.find_tree(whole).unwrap();
    let who = Signature::new("a", "a@example.org", &git2::Time::new(0, 0)).unwrap();
    let parent = repository
        .head()
        .ok()
        .map(|head| head.peel_to_commit().unwrap());
    let parents: Vec<_> = parent.iter().collect();
    repository
        .commit(Some("HEAD"), &who, &who, "text", &whole, &parents)
        .unwrap()
}

fn repository(folder: &Path, items: &Items) -> Repository {
    let options = &mut git2::RepositoryInitOptions::new();
    let repository = Repository::init_opts(folder, options.initial_head("main")).unwrap();
    in_objects(&repository, items);
    repository
}

fn linked() -> Items {
    items(&[
        ("a/file", "text"),
        ("inside", "-> a/file"),
        ("folder", "-> a"),
        ("b/back", "-> ../folder"),
        ("chain", "-> b/back/file"),
        ("b/out", "-> ../../x"),
        ("b/device", "-> /dev/zero"),
        ("away", "-> .."),
        ("broken", "-> a/none"),
        ("x", "-> y"),
        ("y", "-> x"),
    ])
}

fn assert_links(tree: &Tree) {
    for inside in ["a/file", "inside", "folder/file", "chain", "b/back/file"] {
        assert_eq!(text(tree, inside).as_deref(), Ok("text"), "{inside}");
    }
    for (path, code) in [
        ("b/out", "link-leaves-repository"),
        ("b/device", "link-leaves-repository"),
        ("away/x", "link-leaves-repository"),
        ("broken", "link-broken"),
        ("x", "link-loop"),
        ("a", "not-a-regular-file"),
        ("a/file/x", "not-a-folder"),
        ("none/x", "file-not-found"),
    ] {
        assert_eq!(text(tree, path), Err(code), "{path}");
    }
}

#[test]
fn links_are_equal_on_disk_and_in_objects() {
    let root = TempDir::new().unwrap();
    fs::write(root.path().join("x"), "secret").unwrap();
    let below = root.path().join("repository");
    on_disk(&below, &linked());
    assert_links(&tree(WorkTree::open(&below).unwrap()));
    repository(&below, &linked());
    assert_links(&tree(GitTree::open(&below, "main").unwrap()));
}

#[test]
fn forty_one_links_are_too_many_on_disk_too() {
    let root = TempDir::new().unwrap();
    let mut chain: Items = items(&[("0", "text")]);
    for n in 0..41 {
        chain.insert((n + 1).to_string(), Item::Link(n.to_string()));
    }
    on_disk(root.path(), &chain);
    repository(root.path(), &chain);
    for tree in [
        tree(WorkTree::open(root.path()).unwrap()),
        tree(GitTree::open(root.path(), "HEAD").unwrap()),
    ] {
        assert_eq!(text(&tree, "40").as_deref(), Ok("text"));
        assert_eq!(text(&tree, "41"), Err("link-loop"));
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the standard library makes no fifo"
)]
fn sockets_and_fifos_are_refused_unopened() {
    let root = TempDir::new().unwrap();
    let _socket = UnixListener::bind(root.path().join("socket")).unwrap();
    symlink("socket", root.path().join("link")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(root.path().join("fifo"))
        .status();
    assert!(made.unwrap().success());
    let tree = tree(WorkTree::open(root.path()).unwrap());
    for path in ["socket", "link", "fifo"] {
        assert_eq!(text(&tree, path), Err("not-a-regular-file"), "{path}");
    }
    let source = WorkTree::open(root.path()).unwrap();
    assert_eq!(
        source.read(&at("fifo"), 9),
        Err(crate::tree::Fault::Special)
    );
    let found = tree
        .list(&TreePath::root(), &mut Sources::new())
        .unwrap_err();
    assert_eq!(found.code.name, "not-a-regular-file");
}

#[test]
fn limits_hold_on_disk_and_in_objects() {
    let root = TempDir::new().unwrap();
    let all = items(&[("five", "12345"), ("six", "123456")]);
    on_disk(root.path(), &all);
    let git = {
        repository(root.path(), &all);
        GitTree::open(root.path(), "main").unwrap()
    };
    let limits = Limits {
        file_bytes: 5,
        folder_entries: 1,
        ..Limits::default()
    };
    let disk = WorkTree::open(root.path()).unwrap();
    let sources: [Box<dyn Source>; 2] = [Box::new(disk), Box::new(git)];
    for source in sources {
        let tree = Tree::new(source, limits);
        assert_eq!(text(&tree, "five").as_deref(), Ok("12345"));
        assert_eq!(text(&tree, "six"), Err("file-too-large"));
        let found = tree
            .list(&TreePath::root(), &mut Sources::new())
            .unwrap_err();
        assert_eq!(found.code.name, "folder-too-large");
    }
}

#[test]
fn names_that_are_not_utf8_are_told() {
    use std::os::unix::ffi::OsStrExt;
    let root = TempDir::new().unwrap();
    fs::write(root.path().join(std::ffi::OsStr::from_bytes(b"\xff")), "").unwrap();
    let tree = tree(WorkTree::open(root.path()).unwrap());
    let found = tree
        .list(&TreePath::root(), &mut Sources::new())
        .unwrap_err();
    assert_eq!(found.code.name, "bad-name");
}

#[test]
fn every_shape_of_repository_is_read() {
    let root = TempDir::new().unwrap();
    let place = |name: &str| root.path().join(name);
    let all = items(&[
        ("sub/file", "text"),
        ("top", "text"),
        ("sub/up", "-> ../top"),
    ]);
    let plain = repository(&place("plain"), &all);
    let first = plain.head().unwrap().peel_to_commit().unwrap();
    in_objects(&plain, &items(&[("sub/file", "new")]));
    plain
        .tag_lightweight("v1", first.as_object(), false)
        .unwrap();
    plain.worktree("linked", &place("linked"), None).unwrap();
    Repository::init_bare(place("bare")).unwrap();
    let bare = Repository::open(place("bare")).unwrap();
    in_objects(&bare, &all);
    let of = |folder: &Path, revision: &str| tree(GitTree::open(folder, revision).unwrap());
    assert_eq!(
        text(&of(&place("plain"), "v1"), "sub/file").as_deref(),
        Ok("text")
    );
    assert_eq!(
        text(&of(&place("plain"), "HEAD"), "sub/file").as_deref(),
        Ok("new")
    );
    assert_eq!(
        text(&of(&place("plain"), "main~1"), "top").as_deref(),
        Ok("text")
    );
    assert_eq!(
        text(&of(&place("bare"), "HEAD"), "sub/file").as_deref(),
        Ok("text")
    );
    assert_eq!(
        text(&of(&place("linked"), "linked"), "sub/file").as_deref(),
        Ok("new")
    );
    assert_eq!(
        text(&of(&place("linked"), "HEAD"), "sub/file").as_deref(),
        Ok("new")
    );
    let sub = of(&place("plain/sub"), "v1");
    assert_eq!(text(&sub, "file").as_deref(), Ok("text"));
    assert_eq!(text(&sub, "up"), Err("link-leaves-repository"));
    let git = Git::open(&place("plain")).unwrap();
    assert_eq!(git.resolve("v1").unwrap(), first.id().to_string());
}

#[test]
fn a_shallow_clone_is_read_and_says_what_it_lacks() {
    let root = TempDir::new().unwrap();
    let all = repository(root.path(), &items(&[("a", "1")]));
    let old = all.head().unwrap().target().unwrap();
    let new = in_objects(&all, &items(&[("a", "2")]));
    fs::write(root.path().join(".git/shallow"), format!("{new}\n")).unwrap();
    let old = old.to_string();
    let lost = format!(".git/objects/{}/{}", &old[..2], &old[2..]);
    fs::remove_file(root.path().join(lost)).unwrap();
    let tree = tree(GitTree::open(root.path(), "main").unwrap());
    assert_eq!(text(&tree, "a").as_deref(), Ok("2"));
    let found = GitTree::open(root.path(), "main~1").err().unwrap();
    assert_eq!(found.code, UNKNOWN_REVISION);
}

#[test]
fn what_git_lacks_is_named() {
    let root = TempDir::new().unwrap();
    let fault = |folder: &str, revision: &str| {
        GitTree::open(&root.path().join(folder), revision)
            .err()
            .unwrap()
    };
    assert_eq!(fault("", "HEAD").code, NOT_A_GIT_REPOSITORY);
    let all = repository(root.path(), &items(&[("sub/a", "1")]));
    let found = fault("", "mian");
    assert_eq!(found.code, UNKNOWN_REVISION);
    assert_eq!(
        found.message,
        "revision `mian` does not exist in the repository"
    );
    assert_eq!(found.help, "did you mean `main`?");
    let found = fault("sub/none", "main");
    assert_eq!(found.code, PATH_NOT_IN_REVISION);
    assert_eq!(found.message, "revision `main` has no folder `sub/none`");
    assert_eq!(fault("sub/a", "main").code, PATH_NOT_IN_REVISION);
    let gone = tree(GitTree::open(&root.path().join("sub"), "main").unwrap());
    assert_eq!(
        text(&gone, "a").as_deref(),
        Ok("1"),
        "sub is in the revision only"
    );
    let mut config = all.config().unwrap();
    config.set_i32("core.repositoryformatversion", 1).unwrap();
    config.set_str("extensions.refstorage", "reftable").unwrap();
    assert_eq!(fault("", "main").code, GIT_UNREADABLE);
    let empty = TempDir::new().unwrap();
    Repository::init(empty.path()).unwrap();
    let found = GitTree::open(empty.path(), "HEAD").err().unwrap();
    assert_eq!(
        (found.code, found.help.as_str()),
        (UNKNOWN_REVISION, "commit something first")
    );
}

#[test]
fn the_remote_is_named_without_its_password() {
    let root = TempDir::new().unwrap();
    let all = repository(root.path(), &items(&[("a", "1")]));
    let url = || Git::open(root.path()).unwrap().head_remote_url();
    assert_eq!(url(), None);
    all.remote("only", "https://user:token@example.org/a@b.git")
        .unwrap();
    assert_eq!(url().as_deref(), Some("https://example.org/a@b.git"));
    all.remote("origin", "git@example.org:a/b.git").unwrap();
    assert_eq!(url().as_deref(), Some("git@example.org:a/b.git"));
    all.config()
        .unwrap()
        .set_str("branch.main.remote", "only")
        .unwrap();
    assert_eq!(url().as_deref(), Some("https://example.org/a@b.git"));
}

#[test]
fn tree_objects_with_unusable_names_are_told() {
    let root = TempDir::new().unwrap();
    let all = repository(root.path(), &items(&[("a", "1")]));
    let blob = all.blob(b"x").unwrap();
    for (name, code) in [("a/b", Some("bad-name")), ("..", None)] {
        let mut bytes = format!("100644 {name}\0").into_bytes();
        bytes.extend_from_slice(blob.as_bytes());
        let odb = all.odb().unwrap();
        commit(&all, odb.write(git2::ObjectType::Tree, &bytes).unwrap());
        let tree = tree(GitTree::open(root.path(), "HEAD").unwrap());
        let found = tree.list(&TreePath::root(), &mut Sources::new());
        assert_eq!(found.err().map(|found| found.code.name), code, "{name}");
        assert!(TreePath::new("..").is_err(), "nothing can ask for `..`");
    }
}

/// Only root can give files away; for anybody else there is nothing to try.
#[test]
fn a_repository_of_another_user_is_read() {
    use std::os::unix::fs::chown;
    let root = TempDir::new().unwrap();
    repository(root.path(), &items(&[("a", "1")]));
    let mut given = Ok(());
    for entry in walkdir::WalkDir::new(root.path()) {
        given = given.and(chown(entry.unwrap().path(), Some(12_345), None));
    }
    if given.is_ok() {
        let refused = Repository::open(root.path()).err().unwrap();
        assert_eq!(refused.code(), git2::ErrorCode::Owner);
        let tree = tree(GitTree::open(root.path(), "main").unwrap());
        assert_eq!(text(&tree, "a").as_deref(), Ok("1"));
    }
}

/// All that a caller can see: files with their texts, and faults.
fn seen(tree: &Tree) -> Vec<String> {
    let mut sources = Sources::new();
    let mut faults = Diagnostics::new();
    let files = tree.walk_reporting(&TreePath::root(), &mut sources, &mut faults);
    let mut all: Vec<String> = files
        .iter()
        .map(|path| match tree.read(path, &mut sources) {
            Ok(id) => format!("{path} {:?}", sources.text(id)),
            Err(found) => found.message,
        })
        .collect();
    all.extend(faults.iter().map(|found| found.message.clone()));
    all.extend(
        tree.reads()
            .iter()
            .map(|read| format!("{} {}", read.how.as_str(), read.path)),
    );
    all
}

fn item() -> impl Strategy<Value = Item> {
    prop_oneof![
        3 => "[xyz]{0,3}".prop_map(Item::File),
        1 => "[xyz]{0,3}".prop_map(Item::Script),
        3 => "(\\.\\./){0,2}[abc](/[abc.]){0,2}".prop_map(Item::Link),
    ]
}

/// Takes away what stands below a file or a link, which neither store can hold.
fn possible(mut items: Items) -> Items {
    let leaves: Vec<String> = items.keys().map(|path| format!("{path}/")).collect();
    items.retain(|path, _| !leaves.iter().any(|leaf| path.starts_with(leaf.as_str())));
    items
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn disk_and_objects_show_the_same(
        all in prop::collection::btree_map("[abc](/[abc]){0,2}", item(), 1..10).prop_map(possible),
    ) {
        let root = TempDir::new().unwrap();
        repository(root.path(), &all);
        on_disk(root.path(), &all);
        let disk = tree(WorkTree::open(root.path()).unwrap());
        let objects = tree(GitTree::open(root.path(), "main").unwrap());
        prop_assert_eq!(seen(&disk), seen(&objects));
    }
}

#[test]
fn a_submodule_has_no_text() {
    let root = TempDir::new().unwrap();
    repository(
        root.path(),
        &Items::from([("module".to_owned(), Item::Submodule)]),
    );
    let tree = tree(GitTree::open(root.path(), "main").unwrap());
    assert_eq!(text(&tree, "module"), Err("not-a-regular-file"));
}

#[test]
fn codes_are_unique_among_those_of_the_tree() {
    let mut names: Vec<&str> = CODES
        .iter()
        .chain(crate::tree::CODES)
        .map(|code| code.name)
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}
