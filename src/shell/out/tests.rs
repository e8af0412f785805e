use super::*;
use std::os::unix::fs::symlink;
use tempfile::TempDir;

fn at(path: &str) -> TreePath {
    TreePath::new(path).unwrap()
}

fn files(all: &[(&str, &str)]) -> BTreeMap<TreePath, Vec<u8>> {
    all.iter()
        .map(|(path, text)| (at(path), text.as_bytes().to_vec()))
        .collect()
}

fn write(root: &TempDir, all: &[(&str, &str)]) -> Report {
    write_folder(root.path(), &files(all), &Scope::all()).unwrap()
}

fn refused(root: &TempDir, all: &[(&str, &str)], scope: &Scope) -> Vec<String> {
    let before = snapshot(root);
    let faults = write_folder(root.path(), &files(all), scope).unwrap_err();
    assert_eq!(snapshot(root), before, "a refused run writes nothing");
    let show = |fault: &Error| {
        format!(
            "{} {}",
            fault.code.name,
            fault.message.split('`').nth(1).unwrap()
        )
    };
    faults.iter().map(show).collect()
}

fn snapshot(root: &TempDir) -> BTreeMap<String, String> {
    let show = |entry: walkdir::DirEntry| {
        let path = entry
            .path()
            .strip_prefix(root.path())
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        (path, fs::read_to_string(entry.path()).unwrap_or_default())
    };
    walkdir::WalkDir::new(root.path())
        .into_iter()
        .map(|entry| show(entry.unwrap()))
        .collect()
}

fn put(root: &TempDir, path: &str, text: &str) {
    let place = root.path().join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

fn get(root: &TempDir, path: &str) -> Option<String> {
    fs::read_to_string(root.path().join(path)).ok()
}

fn forced() -> Scope {
    Scope {
        force: true,
        ..Scope::all()
    }
}

#[test]
fn writes_what_changed_prunes_what_is_gone_and_lists_what_is_there() {
    let root = TempDir::new().unwrap();
    let first = write(&root, &[("a/b/c", "1"), ("a/d", "2"), ("e", "3")]);
    assert_eq!(first.written, [at("a/b/c"), at("a/d"), at("e")]);
    let second = write(&root, &[("a/d", "2"), ("e", "4")]);
    assert_eq!(second.written, [at("e")]);
    assert_eq!(second.unchanged, [at("a/d")]);
    assert_eq!(second.deleted, [at("a/b/c")]);
    assert!(!root.path().join("a/b").exists(), "an empty folder goes");
    let list = format!("{}  a/d\n{}  e\n", hash(b"2"), hash(b"4"));
    assert_eq!(get(&root, MANIFEST).unwrap(), list);
    assert_eq!(
        snapshot(&root).len(),
        5,
        "no temporary file stays: {:?}",
        snapshot(&root)
    );
}

#[test]
fn an_equal_run_touches_nothing() {
    let root = TempDir::new().unwrap();
    let all = [("a/b", "1"), ("c", "2")];
    write(&root, &all);
    let times = || -> Vec<_> {
        let entries = walkdir::WalkDir::new(root.path())
            .sort_by_file_name()
            .into_iter();
        entries
            .map(|e| e.unwrap().metadata().unwrap().modified().unwrap())
            .collect()
    };
    let before = times();
    assert_eq!(write(&root, &all).unchanged.len(), 2);
    assert_eq!(times(), before);
}

#[test]
fn what_is_not_ours_stays() {
    let root = TempDir::new().unwrap();
    put(&root, "a/mine", "by hand");
    put(&root, "same", "1");
    assert_eq!(
        refused(&root, &[("a/mine", "1")], &Scope::all()),
        ["not-ours a/mine"]
    );
    assert_eq!(
        refused(&root, &[("a/mine", "1")], &forced()),
        ["not-ours a/mine"]
    );
    assert_eq!(refused(&root, &[("a", "1")], &forced()), ["not-ours a"]);
    assert_eq!(
        refused(&root, &[("a/mine/deeper", "1")], &forced()),
        ["not-ours a/mine"]
    );
    assert_eq!(
        refused(&root, &[(MANIFEST, "")], &forced()),
        ["not-ours .dodona-files"]
    );
    assert_eq!(
        refused(&root, &[("a\nb", "")], &forced()),
        ["unwritable a\\nb"],
        "the list has a line for each file"
    );
    let report = write(&root, &[("same", "1"), ("a/other", "2")]);
    assert_eq!(report.unchanged, [at("same")], "equal bytes are adopted");
    write(&root, &[]);
    assert_eq!(get(&root, "a/mine").unwrap(), "by hand");
}

#[test]
fn what_was_edited_is_reported_and_lost_only_by_force() {
    let root = TempDir::new().unwrap();
    write(&root, &[("a", "1"), ("b", "2"), ("c", "3")]);
    put(&root, "a", "edited");
    put(&root, "b", "edited");
    let next = [("a", "9"), ("c", "4")];
    assert_eq!(
        refused(&root, &next, &Scope::all()),
        ["edited-by-hand b", "edited-by-hand a"]
    );
    let report = write_folder(root.path(), &files(&next), &forced()).unwrap();
    assert_eq!(report.deleted, [at("b")]);
    assert_eq!(get(&root, "a").unwrap(), "9");
}

#[test]
fn only_the_scope_is_pruned() {
    let root = TempDir::new().unwrap();
    write(
        &root,
        &[
            ("dev/a", "1"),
            ("dev/b", "2"),
            ("develop/c", "3"),
            ("prod/a", "4"),
        ],
    );
    let scope = Scope {
        folders: vec![at("dev")],
        force: false,
    };
    let report = write_folder(root.path(), &files(&[("dev/a", "1")]), &scope).unwrap();
    assert_eq!(report.deleted, [at("dev/b")]);
    assert_eq!(get(&root, "prod/a").unwrap(), "4");
    assert_eq!(
        write(&root, &[]).deleted,
        [at("dev/a"), at("develop/c"), at("prod/a")]
    );
}

#[test]
fn links_are_never_followed_out() {
    let root = TempDir::new().unwrap();
    let outside = TempDir::new().unwrap();
    put(&outside, "x", "secret");
    write(&root, &[("d/x", "secret"), ("f", "1")]);
    fs::remove_dir_all(root.path().join("d")).unwrap();
    symlink(outside.path(), root.path().join("d")).unwrap();
    assert_eq!(refused(&root, &[("d/x", "2")], &forced()), ["not-ours d/x"]);
    assert_eq!(
        refused(&root, &[("d/new", "2")], &forced()),
        ["not-ours d/x", "not-ours d/new"]
    );
    assert_eq!(refused(&root, &[], &forced()), ["not-ours d/x"]);
    assert_eq!(get(&outside, "x").unwrap(), "secret");
    fs::remove_file(root.path().join("d")).unwrap();
    fs::remove_file(root.path().join("f")).unwrap();
    symlink(outside.path().join("x"), root.path().join("f")).unwrap();
    assert_eq!(refused(&root, &[("f", "2")], &forced()), ["not-ours f"]);
}

#[test]
fn a_list_that_points_out_is_refused() {
    let root = TempDir::new().unwrap();
    for line in ["../x", "/etc/x", ""] {
        put(&root, MANIFEST, &format!("{}  {line}\n", hash(b"")));
        assert_eq!(
            refused(&root, &[], &forced()),
            ["bad-file-list .dodona-files"]
        );
    }
    put(&root, MANIFEST, "not a list");
    assert_eq!(
        refused(&root, &[], &forced()),
        ["bad-file-list .dodona-files"]
    );
}

#[test]
fn files_and_folders_change_places() {
    let root = TempDir::new().unwrap();
    write(&root, &[("a", "1"), ("b/c", "2"), ("b/d/e", "3")]);
    let report = write(&root, &[("a/x", "1"), ("b", "2")]);
    assert_eq!(report.deleted, [at("a"), at("b/c"), at("b/d/e")]);
    assert_eq!(get(&root, "a/x").unwrap(), "1");
    assert_eq!(get(&root, "b").unwrap(), "2");
    put(&root, "k/mine", "by hand");
    assert_eq!(refused(&root, &[("k", "")], &Scope::all()), ["not-ours k"]);
}

#[test]
fn an_interrupted_run_can_be_repeated() {
    let root = TempDir::new().unwrap();
    write(&root, &[("a", "1"), ("b", "2"), ("gone", "3")]);
    let next = files(&[("a", "8"), ("b", "9"), ("c", "10")]);
    let old = List::read(root.path()).unwrap();
    let plan = Plan::make(root.path(), &next, &old, &Scope::all()).unwrap();
    replace(
        root.path(),
        &at(MANIFEST),
        old.with(&plan.list).text().as_bytes(),
    )
    .unwrap();
    replace(root.path(), &at("a"), b"8").unwrap();
    replace(root.path(), &at("c"), b"10").unwrap();
    let report = write_folder(root.path(), &next, &Scope::all()).unwrap();
    assert_eq!(
        (report.written, report.deleted),
        (vec![at("b")], vec![at("gone")])
    );
    assert_eq!(get(&root, MANIFEST).unwrap().lines().count(), 3);
    assert_eq!(write(&root, &[("a", "1")]).deleted, [at("b"), at("c")]);
}
