//! A process that ends at any step leaves a project that the next one brings to its end.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use cora_project::name::RelativePath;
use cora_project::plan::{Choices, Plan};

use super::super::disk::{Disk, Folder};
use super::super::opened::Opened;
use super::super::workspace::Workspace;
use super::*;

/// A disk on which only so many steps succeed. The one after them may be done by half, and none
/// comes after it, as for a process that was killed.
struct Failing<'a> {
    disk: &'a mut Folder,
    left: usize,
    is_torn: bool,
}

impl Failing<'_> {
    fn step(&mut self) -> io::Result<bool> {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                Ok(true)
            }
            None if self.is_torn => {
                self.is_torn = false;
                Ok(false)
            }
            None => Err(io::Error::other("killed")),
        }
    }
}

impl Disk for Failing<'_> {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        self.disk.read(path)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.disk.list(folder)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if self.step()? {
            return self.disk.write(path, bytes);
        }
        self.disk.write(path, &bytes[..bytes.len() / 2])?;
        Err(io::Error::other("killed while writing"))
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        if self.step()? { self.disk.rename(from, to) } else { Err(io::Error::other("killed")) }
    }

    fn remove(&mut self, path: &str) -> io::Result<()> {
        if self.step()? { self.disk.remove(path) } else { Err(io::Error::other("killed")) }
    }
}

const PROJECT: &str = "cora: 1\nproject: { name: acme-app, displayName: Acme }\nweb: { framework: next }\n";

fn planned(folder: &Folder, path: &Path) -> Plan {
    let plan = Workspace::read(folder, Opened::read(path)).unwrap().plan(&Choices::default()).unwrap();
    assert!(!plan.is_refused(), "{:#?}", plan.findings);
    plan
}

/// Returns all files of a folder but those of a run.
fn tree(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![path.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                open.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(path).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    files.retain(|name, _| name != ".cora-project/running");
    files
}

/// A project that was applied, and then changed: its name is another one, the user edited a started
/// file and deleted another, and a made file is no longer made.
fn changed_project() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("cora.project.yaml"), PROJECT).unwrap();
    let mut folder = Folder::open(place.path()).unwrap();
    let plan = planned(&folder, place.path());
    assert_eq!(apply(&mut folder, &plan).unwrap(), [""; 0]);
    let page = place.path().join("README.md");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, format!("{text}\nMine.\n")).unwrap();
    fs::remove_file(place.path().join("app/globals.css")).unwrap();
    fs::write(place.path().join("mine.txt"), "mine").unwrap();
    let renamed = PROJECT.replace("acme-app", "other-app").replace("Acme", "Other");
    fs::write(place.path().join("cora.project.yaml"), renamed).unwrap();
    place
}

#[test]
fn a_process_that_ends_at_any_step_loses_nothing() {
    let whole = changed_project();
    let mut folder = Folder::open(whole.path()).unwrap();
    let plan = planned(&folder, whole.path());
    apply(&mut folder, &plan).unwrap();
    let expected = tree(whole.path());
    assert!(planned(&folder, whole.path()).is_nothing().unwrap());
    assert!(String::from_utf8_lossy(&expected["README.md"]).contains("# other-app"));
    assert!(String::from_utf8_lossy(&expected["README.md"]).contains("Mine."));

    for is_torn in [false, true] {
        let mut steps = 0;
        loop {
            let place = changed_project();
            let before = tree(place.path());
            let mut folder = Folder::open(place.path()).unwrap();
            let plan = planned(&folder, place.path());
            let result = apply(&mut Failing { disk: &mut folder, left: steps, is_torn }, &plan);
            let is_done = result.is_ok();
            for (path, text) in &before {
                let now = tree(place.path()).remove(path);
                let is_known = now.as_ref() == Some(text) || now == expected.get(path).cloned();
                assert!(is_known, "{path} after {steps} steps");
            }
            // Killed again while it recovers, at each step.
            for again in 0..3 {
                let _ = finish(&mut Failing { disk: &mut folder, left: again, is_torn });
            }
            finish(&mut folder).unwrap();
            let plan = planned(&folder, place.path());
            apply(&mut folder, &plan).unwrap();
            assert_eq!(tree(place.path()), expected, "after {steps} steps");
            if is_done {
                break;
            }
            steps += 1;
        }
        assert!(steps > 10, "{steps}");
    }
}

#[test]
fn an_edit_between_two_processes_stays() {
    let place = changed_project();
    let mut folder = Folder::open(place.path()).unwrap();
    let plan = planned(&folder, place.path());
    // All is written, and nothing is moved yet.
    let mut steps = 0;
    while !is_unfinished(&folder).unwrap() || folder.read(&journal()).unwrap().is_none() {
        finish(&mut folder).unwrap();
        let _ = apply(&mut Failing { disk: &mut folder, left: steps, is_torn: false }, &plan);
        steps += 1;
    }
    fs::write(place.path().join("README.md"), "wholly mine\n").unwrap();
    assert_eq!(finish(&mut folder).unwrap(), ["README.md"]);
    assert_eq!(fs::read_to_string(place.path().join("README.md")).unwrap(), "wholly mine\n");
    assert!(fs::read_to_string(place.path().join("package.json")).unwrap().contains("other-app"));
}

#[test]
fn a_link_leads_nowhere() {
    let place = changed_project();
    let outside = tempfile::tempdir().unwrap();
    fs::remove_dir_all(place.path().join("app")).unwrap();
    std::os::unix::fs::symlink(outside.path(), place.path().join("app")).unwrap();
    let mut folder = Folder::open(place.path()).unwrap();
    let plan = Workspace::read(&folder, Opened::read(place.path())).unwrap().plan(&Choices::default()).unwrap();
    let codes: Vec<&str> = plan.findings.iter().map(|finding| finding.code.name()).collect();
    assert_eq!(codes, ["path_collision"; 3]);
    assert!(apply(&mut folder, &plan).unwrap().is_empty());
    assert!(folder.write("app/page.tsx", b"x").is_err());
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn a_file_that_the_user_made_executable_stays_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = changed_project();
    let file = place.path().join("package.json");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    let mut folder = Folder::open(place.path()).unwrap();
    let plan = planned(&folder, place.path());
    assert!(plan.steps.iter().any(|step| step.path == RelativePath::parse("package.json").unwrap()));
    apply(&mut folder, &plan).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o755);
}

#[test]
fn line_ends_that_a_checkout_changed_are_no_damage() {
    let place = changed_project();
    for (name, text) in tree(place.path()) {
        if name != "cora.project.yaml" {
            let text = String::from_utf8(text).unwrap().replace('\n', "\r\n");
            fs::write(place.path().join(name), text).unwrap();
        }
    }
    let mut folder = Folder::open(place.path()).unwrap();
    let plan = planned(&folder, place.path());
    apply(&mut folder, &plan).unwrap();
    let readme = fs::read_to_string(place.path().join("README.md")).unwrap();
    assert!(readme.starts_with("# other-app\r\n") && readme.ends_with("\r\nMine.\r\n"), "{readme:?}");
    assert!(planned(&folder, place.path()).is_nothing().unwrap());
}
