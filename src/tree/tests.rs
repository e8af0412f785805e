use super::*;
use crate::diagnostic::Diagnostics;

fn at(path: &str) -> TreePath {
    TreePath::new(path).unwrap()
}

fn tree(source: Memory) -> Tree {
    Tree::new(Box::new(source), Limits::default())
}

fn text(tree: &Tree, path: &str) -> Result<Vec<u8>, &'static str> {
    let mut sources = Sources::new();
    match tree.read(&at(path), &mut sources) {
        Ok(id) => Ok(sources.text(id).to_vec()),
        Err(found) => {
            let span = found.span.unwrap();
            assert_eq!(&**sources.path(span.source), path, "{}", found.message);
            assert!(found.help.is_some());
            Err(found.code.name)
        }
    }
}

fn linked() -> Memory {
    Memory::new()
        .file(at("a/file"), *b"text")
        .link(at("inside"), "a/file")
        .link(at("folder"), "a")
        .link(at("b/up"), "../a/../folder/file")
        .link(at("b/out"), "../../etc/passwd")
        .link(at("b/absolute"), "/etc/passwd")
        .link(at("away"), "..")
        .link(at("chain"), "b/back/file")
        .link(at("b/back"), "../folder")
        .link(at("broken"), "a/none")
        .link(at("empty"), "")
        .link(at("x"), "y")
        .link(at("y"), "x")
        .link(at("through"), "a/file/../file")
        .special(at("socket"))
}

#[test]
fn links_are_followed_inside_and_refused_outside() {
    let tree = tree(linked());
    for inside in ["inside", "folder/file", "b/up", "chain", "b/back/file"] {
        assert_eq!(text(&tree, inside), Ok(b"text".to_vec()), "{inside}");
    }
    for (path, code) in [
        ("b/out", "link-leaves-repository"),
        ("b/absolute", "link-leaves-repository"),
        ("away/a/file", "link-leaves-repository"),
        ("away/etc", "link-leaves-repository"),
        ("broken", "link-broken"),
        ("empty", "link-broken"),
        ("x", "link-loop"),
        ("through", "not-a-folder"),
        ("socket", "not-a-regular-file"),
        ("folder", "not-a-regular-file"),
        ("a/file/deeper", "not-a-folder"),
        ("folder/none", "file-not-found"),
    ] {
        assert_eq!(text(&tree, path), Err(code), "{path}");
    }
}

#[test]
fn forty_links_are_followed_and_no_more() {
    let chain = |links: usize| {
        (0..links).fold(Memory::new().file(at("0"), *b""), |all, n| {
            all.link(at(&(n + 1).to_string()), &n.to_string())
        })
    };
    assert_eq!(text(&tree(chain(40)), "40"), Ok(Vec::new()));
    assert_eq!(text(&tree(chain(41)), "41"), Err("link-loop"));
}

#[test]
fn a_listing_names_what_leaves_and_shows_links_as_what_they_lead_to() {
    let mut sources = Sources::new();
    let good = tree(
        Memory::new()
            .file(at("d/b"), *b"")
            .link(at("d/a"), "../d")
            .link(at("d/.hidden"), "/etc")
            .file(at("d/A"), *b""),
    );
    let names = |entries: Vec<Entry>| -> Vec<String> {
        let show = |e: Entry| format!("{} {}", e.name, e.kind.as_str());
        entries.into_iter().map(show).collect()
    };
    let listed = good.list(&at("d"), &mut sources).unwrap();
    assert_eq!(names(listed), ["A file", "a folder", "b file"]);
    for (target, code) in [
        ("/etc", LINK_LEAVES),
        ("none", LINK_BROKEN),
        ("bad", LINK_LOOP),
    ] {
        let bad = tree(
            Memory::new()
                .file(at("d/b"), *b"")
                .link(at("d/bad"), target),
        );
        let found = bad.list(&at("d"), &mut sources).unwrap_err();
        assert_eq!(found.code, code);
        assert!(found.message.contains("`d/bad`"), "{}", found.message);
    }
    assert_eq!(good.list_if_there(&at("none"), &mut sources).unwrap(), []);
    let found = good.list(&at("none"), &mut sources).unwrap_err();
    assert_eq!(found.code, FILE_NOT_FOUND);
    let found = good.list_if_there(&at("d/b"), &mut sources).unwrap_err();
    assert_eq!(found.code, NOT_A_FOLDER);
}

#[test]
fn a_walk_is_sorted_skips_dots_and_ends() {
    let mut sources = Sources::new();
    let fine = tree(
        Memory::new()
            .file(at("a/z"), *b"")
            .file(at("a.b"), *b"")
            .file(at("a/.git/config"), *b"")
            .file(at("a/k/l"), *b"")
            .link(at("b"), "a/k"),
    );
    let files = fine.walk(&TreePath::root(), &mut sources).unwrap();
    let files: Vec<&str> = files.iter().map(TreePath::as_str).collect();
    assert_eq!(files, ["a.b", "a/k/l", "a/z", "b/l"]);

    let looped = tree(
        Memory::new()
            .file(at("a/b"), *b"")
            .link(at("a/self"), "../a"),
    );
    let found = looped.walk(&TreePath::root(), &mut sources).unwrap_err();
    assert_eq!(found.code, LINK_LOOP);
    let mut faults = Diagnostics::new();
    let files = looped.walk_reporting(&TreePath::root(), &mut sources, &mut faults);
    assert_eq!((files, faults.len()), (vec![at("a/b")], 1));
}

#[test]
fn doubling_links_end_at_the_limit() {
    let doubling = (0..40).fold(Memory::new().file(at("40/f"), *b""), |all, n| {
        let next = format!("../{}", n + 1);
        all.link(at(&format!("{n}/l")), &next)
            .link(at(&format!("{n}/r")), &next)
    });
    let limits = Limits {
        files: 500,
        ..Limits::default()
    };
    let tree = Tree::new(Box::new(doubling), limits);
    let found = tree.walk(&at("20"), &mut Sources::new()).unwrap_err();
    assert_eq!(found.code, TOO_MANY_FILES);
}

#[test]
fn limits_are_named() {
    let source = || {
        Memory::new()
            .file(at("a"), *b"12345")
            .file(at("b"), *b"123456")
            .file(at("d/e/f"), *b"")
    };
    let with = |limits: Limits| Tree::new(Box::new(source()), limits);
    let usual = Limits::default();
    let small = with(Limits {
        file_bytes: 5,
        ..usual
    });
    assert_eq!(text(&small, "a"), Ok(b"12345".to_vec()));
    assert_eq!(text(&small, "b"), Err("file-too-large"));
    let little = with(Limits {
        total_bytes: 10,
        ..usual
    });
    assert!(text(&little, "a").is_ok());
    assert_eq!(text(&little, "b"), Err("repository-too-large"));
    let few = with(Limits { files: 1, ..usual });
    assert!(text(&few, "a").is_ok());
    assert_eq!(text(&few, "b"), Err("too-many-files"));
    assert_eq!(
        text(
            &with(Limits {
                folder_depth: 2,
                ..usual
            }),
            "d/e/f"
        ),
        Err("folder-too-deep")
    );
    let narrow = with(Limits {
        folder_entries: 2,
        ..usual
    });
    let found = narrow
        .list(&TreePath::root(), &mut Sources::new())
        .unwrap_err();
    assert_eq!(found.code, FOLDER_TOO_LARGE);
}

#[test]
fn the_log_is_what_the_output_can_depend_on() {
    let tree = tree(linked());
    let mut sources = Sources::new();
    let once = tree.read(&at("chain"), &mut sources).unwrap();
    assert_eq!(tree.read(&at("chain"), &mut sources).unwrap(), once);
    assert_eq!(tree.read_if_there(&at("none"), &mut sources).unwrap(), None);
    assert!(tree.read_if_there(&at("broken"), &mut sources).is_err());
    tree.list(&at("folder"), &mut sources).unwrap();
    let log: Vec<String> = tree
        .reads()
        .iter()
        .map(|read| format!("{} {}", read.how.as_str(), read.path))
        .collect();
    let expected = [
        "folder a",
        "file a/file",
        "link b/back",
        "link chain",
        "link folder",
        "absent none",
    ];
    assert_eq!(log, expected);
}

#[test]
fn a_missing_file_names_its_neighbour() {
    let tree = Tree::memory(BTreeMap::from([("a/settings.yaml".to_owned(), Vec::new())]));
    let found = tree
        .read(&at("a/setings.yaml"), &mut Sources::new())
        .unwrap_err();
    assert_eq!(found.message, "file `a/setings.yaml` does not exist");
    assert_eq!(
        found.help.as_deref(),
        Some("did you mean `a/settings.yaml`?")
    );
}

#[test]
fn codes_are_unique_and_sayable() {
    let mut names: Vec<&str> = CODES.iter().map(|code| code.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CODES.len());
    assert!(CODES.iter().all(|code| code.what.ends_with('.')));
}
