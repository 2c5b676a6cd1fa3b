//! A plan brings files to what they should be, and loses nothing that Cora did not write.

use std::collections::BTreeMap;

use cora_project::code::ProjectCode;
use cora_project::lock::{Lock, Owner, UnusableLock, sha256};
use cora_project::name::RelativePath;
use cora_project::plan::{Action, Choices, FoundFiles, Plan, Wanted, WantedFiles, plan};
use proptest::prelude::*;

fn path(text: &str) -> RelativePath {
    RelativePath::parse(text).unwrap()
}

fn wanted(owner: Owner, text: &str) -> Wanted {
    Wanted { owner, text: text.to_owned(), from: "a/template".to_owned(), why: Default::default() }
}

/// A project on a disk that exists in this test alone.
#[derive(Clone)]
struct Disk {
    lock: Lock,
    found: FoundFiles,
}

impl Disk {
    fn new() -> Self {
        Self { lock: Lock::empty("0.1.0"), found: FoundFiles::default() }
    }

    fn plan(&self, wanted: &WantedFiles, choices: &Choices) -> Plan {
        plan(&self.lock, &BTreeMap::new(), wanted, &self.found, choices).unwrap()
    }

    /// Applies the plan, if nothing keeps it from being applied.
    fn apply(&mut self, wanted: &WantedFiles, choices: &Choices) -> Plan {
        let plan = self.plan(wanted, choices);
        if !plan.is_refused() {
            for step in &plan.steps {
                match (&step.after, step.action) {
                    (Some(after), _) => drop(self.found.files.insert(step.path.clone(), after.clone())),
                    (None, Action::Remove) => drop(self.found.files.remove(&step.path)),
                    (None, _) => {}
                }
            }
            self.lock = Lock::parse(&plan.lock.text().unwrap()).unwrap();
            self.found.bases = plan.bases.clone();
        }
        plan
    }

    fn text(&self, name: &str) -> Option<String> {
        self.found.files.get(&path(name)).map(|bytes| String::from_utf8(bytes.clone()).unwrap())
    }

    fn edit(&mut self, name: &str, text: &str) {
        self.found.files.insert(path(name), text.as_bytes().to_vec());
    }
}

fn files(files: &[(&str, Owner, &str)]) -> WantedFiles {
    files.iter().map(|(name, owner, text)| (path(name), wanted(*owner, text))).collect()
}

fn actions(plan: &Plan) -> Vec<(&str, &str)> {
    plan.steps.iter().map(|step| (step.path.as_str(), step.action.name())).collect()
}

fn codes(plan: &Plan) -> Vec<ProjectCode> {
    plan.findings.iter().map(|finding| finding.code).collect()
}

fn restoring(name: &str) -> Choices {
    Choices { restored: [path(name)].into(), ..Choices::default() }
}

fn keeping(name: &str) -> Choices {
    Choices { kept: [path(name)].into(), ..Choices::default() }
}

const PAGE: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

#[test]
fn applying_twice_changes_nothing() {
    let mut disk = Disk::new();
    let first = files(&[("made.ts", Owner::Made, "made\n"), ("app/page.tsx", Owner::Started, PAGE)]);
    let plan = disk.apply(&first, &Choices::default());
    assert_eq!(actions(&plan), [("app/page.tsx", "create"), ("made.ts", "create")]);
    let again = disk.plan(&first, &Choices::default());
    assert!(again.is_nothing().unwrap() && again.findings.is_empty(), "{:?}", actions(&again));
    assert_eq!(again.digest().unwrap(), disk.plan(&first, &Choices::default()).digest().unwrap());
    assert_ne!(again.digest().unwrap(), plan.digest().unwrap());
}

#[test]
fn a_made_file_follows_and_an_edit_of_it_stops_the_plan() {
    let mut disk = Disk::new();
    disk.apply(&files(&[("a", Owner::Made, "1\n"), ("b", Owner::Made, "1\n")]), &Choices::default());
    let next = files(&[("a", Owner::Made, "2\n")]);
    assert_eq!(actions(&disk.plan(&next, &Choices::default())), [("a", "update"), ("b", "remove")]);
    disk.edit("a", "mine\n");
    disk.edit("b", "mine\n");
    let plan = disk.apply(&next, &Choices::default());
    assert_eq!(codes(&plan), [ProjectCode::FileEdited, ProjectCode::FileEdited]);
    assert_eq!((disk.text("a"), disk.text("b")), (Some("mine\n".into()), Some("mine\n".into())));
    // A deleted one stops it too, until it is restored.
    disk.found.files.clear();
    let plan = disk.plan(&next, &Choices::default());
    assert_eq!(codes(&plan), [ProjectCode::FileEdited]);
    assert_eq!(actions(&plan), [("b", "release")]);
    disk.apply(&next, &restoring("a"));
    assert_eq!(disk.text("a"), Some("2\n".to_owned()));
    assert!(disk.plan(&next, &Choices::default()).is_nothing().unwrap());
}

#[test]
fn a_started_file_is_merged_or_left_as_it_is() {
    let mut disk = Disk::new();
    disk.apply(&files(&[("p", Owner::Started, PAGE)]), &Choices::default());
    let next = files(&[("p", Owner::Started, &PAGE.replace("six", "SIX"))]);
    let mut edited = disk.clone();
    edited.edit("p", &PAGE.replace("one", "ONE"));
    assert_eq!(actions(&edited.apply(&next, &Choices::default())), [("p", "merge")]);
    assert_eq!(edited.text("p"), Some(PAGE.replace("one", "ONE").replace("six", "SIX")));
    assert!(edited.plan(&next, &Choices::default()).is_nothing().unwrap());

    let mut conflicting = disk.clone();
    let mine = PAGE.replace("six", "6");
    conflicting.edit("p", &mine);
    let plan = conflicting.apply(&next, &Choices::default());
    assert_eq!(codes(&plan), [ProjectCode::MergeConflict]);
    assert!(plan.proposals.contains_key(&path("p")));
    assert_eq!(conflicting.text("p"), Some(mine.clone()));
    let mut kept = conflicting.clone();
    kept.apply(&next, &keeping("p"));
    assert_eq!(kept.text("p"), Some(mine));
    assert!(kept.plan(&next, &Choices::default()).is_nothing().unwrap());
    conflicting.apply(&next, &restoring("p"));
    assert_eq!(conflicting.text("p"), Some(PAGE.replace("six", "SIX")));
}

#[test]
fn a_deleted_started_file_stays_deleted() {
    let mut disk = Disk::new();
    let first = files(&[("p", Owner::Started, PAGE)]);
    disk.apply(&first, &Choices::default());
    disk.found.files.clear();
    assert_eq!(actions(&disk.apply(&first, &Choices::default())), [("p", "decline")]);
    let next = files(&[("p", Owner::Started, "new\n")]);
    assert!(disk.plan(&next, &Choices::default()).is_nothing().unwrap());
    disk.apply(&next, &restoring("p"));
    assert_eq!(disk.text("p"), Some("new\n".to_owned()));
}

#[test]
fn a_file_that_cora_did_not_write_is_never_overwritten() {
    for owner in [Owner::Made, Owner::Started] {
        let mut disk = Disk::new();
        disk.edit("p", "mine\n");
        let plan = disk.apply(&files(&[("p", owner, "cora\n")]), &Choices::default());
        assert_eq!(codes(&plan), [ProjectCode::PathTaken]);
        assert_eq!(disk.text("p"), Some("mine\n".to_owned()));
        // The same bytes are taken over.
        disk.edit("p", "cora\n");
        assert_eq!(actions(&disk.apply(&files(&[("p", owner, "cora\n")]), &Choices::default())), [("p", "record")]);
    }
}

#[test]
fn an_owned_file_is_left_alone() {
    let mut disk = Disk::new();
    disk.apply(&files(&[("a", Owner::Made, "1\n")]), &Choices::default());
    disk.lock.files.get_mut(&path("a")).unwrap().owner = Owner::Yours;
    disk.edit("a", "mine\n");
    assert!(disk.plan(&files(&[("a", Owner::Made, "2\n")]), &Choices::default()).is_nothing().unwrap());
    assert!(disk.plan(&WantedFiles::new(), &Choices::default()).is_nothing().unwrap());
}

#[test]
fn paths_that_would_be_one_are_refused() {
    let disk = Disk::new();
    let plan = disk.plan(&files(&[("A/x", Owner::Made, ""), ("a/X", Owner::Made, "")]), &Choices::default());
    assert_eq!(codes(&plan), [ProjectCode::PathCollision]);
    let plan = disk.plan(&files(&[("a", Owner::Made, ""), ("a/b", Owner::Made, "")]), &Choices::default());
    assert_eq!(codes(&plan), [ProjectCode::PathCollision]);
}

#[test]
fn a_lost_base_is_a_fault_and_not_a_guess() {
    let mut disk = Disk::new();
    disk.apply(&files(&[("p", Owner::Started, PAGE)]), &Choices::default());
    let next = files(&[("p", Owner::Started, "new\n")]);
    for bases in [BTreeMap::new(), BTreeMap::from([(sha256(PAGE.as_bytes()), "other".to_owned())])] {
        disk.found.bases = bases;
        assert_eq!(codes(&disk.plan(&next, &Choices::default())), [ProjectCode::LockDamaged]);
    }
}

#[test]
fn a_lock_is_read_as_it_was_written_or_not_at_all() {
    let mut disk = Disk::new();
    disk.apply(&files(&[("p", Owner::Started, PAGE)]), &Choices::default());
    let text = disk.lock.text().unwrap();
    assert_eq!(Lock::parse(&text).as_ref(), Ok(&disk.lock));
    for damaged in
        ["", "{}", &text[..text.len() / 2], &text.replace("started", "mine"), &text.replace("\"p\"", "\"../p\"")]
    {
        assert_eq!(Lock::parse(damaged), Err(UnusableLock::Damaged), "{damaged}");
    }
    assert_eq!(Lock::parse(&text.replace("\"format\": 1", "\"format\": 2")), Err(UnusableLock::Newer));
}

/// An edit of a text: a line replaced, added or removed.
fn edited(text: &str, edits: &[(usize, u8, String)]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (at, kind, line) in edits {
        let at = at % (lines.len() + 1);
        match kind % 3 {
            0 => lines.insert(at, line.clone()),
            1 if at < lines.len() => drop(lines.remove(at)),
            _ if at < lines.len() => lines[at].clone_from(line),
            _ => lines.push(line.clone()),
        }
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn edits(mark: &'static str) -> impl Strategy<Value = Vec<(usize, u8, String)>> {
    let line = (0_u32..1000).prop_map(move |number| format!("{mark} {number}"));
    proptest::collection::vec((any::<usize>(), any::<u8>(), line), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever the user wrote is in the file afterwards, or the plan was refused and the file is
    /// as it was; and a second apply has nothing to do.
    #[test]
    fn no_edit_is_ever_lost(
        mine in edits("mine"), theirs in edits("theirs"), later in edits("later"), is_crlf in any::<bool>(),
        is_made in any::<bool>(),
    ) {
        let owner = if is_made { Owner::Made } else { Owner::Started };
        let mut disk = Disk::new();
        disk.apply(&files(&[("p", owner, PAGE)]), &Choices::default());
        let ended = |text: String| if is_crlf { text.replace('\n', "\r\n") } else { text };
        let my_text = ended(edited(PAGE, &mine));
        disk.edit("p", &my_text);
        let mut template = PAGE.to_owned();
        for change in [&theirs, &later] {
            template = edited(&template, change);
            let before = disk.text("p").unwrap();
            let wanted = files(&[("p", owner, &template)]);
            let plan = disk.apply(&wanted, &Choices::default());
            let after = disk.text("p").unwrap();
            if plan.is_refused() {
                prop_assert_eq!(&before, &after);
                break;
            }
            for line in my_text.lines().filter(|line| line.starts_with("mine")) {
                prop_assert!(after.lines().any(|found| found == line), "{line} of {before:?} is not in {after:?}");
            }
            prop_assert!(disk.plan(&wanted, &Choices::default()).is_nothing().unwrap());
        }
    }
}
