//! The folder of a project, out of which no path leads.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

/// The steps that writing a project takes, each of which may fail, or be the last one before the
/// process ends.
pub trait Disk {
    /// Returns the bytes of a file. `None` if it does not exist.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;
    /// Returns the names in a folder. Empty if it does not exist.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;
    /// Writes a file, and waits until it is on the disk. Makes its folders.
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;
    /// Puts a file in the place of another one at once, and waits until that is on the disk. Makes
    /// the folders of the new place.
    fn rename(&mut self, from: &str, to: &str) -> io::Result<()>;
    /// Removes a file, if it exists.
    fn remove(&mut self, path: &str) -> io::Result<()>;
}

/// The files below a folder.
#[derive(Debug, Default)]
pub struct Below {
    /// The bytes of the files, by path from the folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The paths of symbolic links, from the top of the project.
    pub obstacles: Vec<String>,
}

/// The real folder.
///
/// SECURITY: paths are resolved below the folder, so that neither `..` nor a symbolic link leads
/// out of it.
pub struct Folder(Dir);

impl Folder {
    /// Opens the folder of a project.
    ///
    /// # Errors
    ///
    /// Fails if it is not a folder that can be read.
    pub fn open(path: &Path) -> io::Result<Self> {
        Dir::open_ambient_dir(path, ambient_authority()).map(Self)
    }

    /// Takes the lock that keeps a second `cora project` from writing. It is held until the
    /// returned file is dropped. `None` if another process has it.
    pub fn lock(&mut self, path: &str) -> io::Result<Option<std::fs::File>> {
        self.make_parents(path)?;
        let file = self.0.open_with(path, OpenOptions::new().create(true).write(true))?.into_std();
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(std::fs::TryLockError::WouldBlock) => Ok(None),
            Err(std::fs::TryLockError::Error(error)) => Err(error),
        }
    }

    /// Returns a sentence about what keeps a path from being a plain file: a link, or a file in the
    /// place of a folder. `None` if nothing does.
    pub fn obstacle(&self, path: &str) -> Option<String> {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for part in ends.filter_map(|end| path.get(..end)) {
            let Ok(found) = self.0.symlink_metadata(part) else { return None };
            let is_last = part.len() == path.len();
            if found.is_symlink() {
                return Some(format!("`{part}` is a symbolic link"));
            }
            if !is_last && !found.is_dir() {
                return Some(format!("`{part}` is not a folder"));
            }
            if is_last && !found.is_file() {
                return Some(format!("`{part}` is not a file"));
            }
        }
        None
    }

    /// Reads the files below a folder, without hidden folders and those of compiled files. Empty if
    /// it does not exist.
    pub fn below(&self, folder: &str) -> io::Result<Below> {
        let (mut below, mut open) = (Below::default(), vec![String::new()]);
        while let Some(inner) = open.pop() {
            let entries = match self.0.read_dir(format!("{folder}/{inner}")) {
                Ok(entries) => entries,
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
                Err(error) => return Err(error),
            };
            for entry in entries {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = format!("{inner}{name}");
                let kind = entry.file_type()?;
                if kind.is_symlink() {
                    below.obstacles.push(format!("{folder}/{path}"));
                } else if kind.is_dir() {
                    if !name.starts_with('.') && name != "__pycache__" {
                        open.push(format!("{path}/"));
                    }
                } else {
                    let bytes = self.0.read(format!("{folder}/{path}"))?;
                    below.files.insert(path, bytes);
                }
            }
        }
        below.obstacles.sort();
        Ok(below)
    }

    fn make_parents(&self, path: &str) -> io::Result<()> {
        match path.rsplit_once('/') {
            Some((folder, _)) => self.0.create_dir_all(folder),
            None => Ok(()),
        }
    }

    /// Waits until the entry of a file is on the disk.
    fn sync_parent(&self, path: &str) -> io::Result<()> {
        let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
        // WHY not `open_dir`: its handle cannot be written back.
        self.0.open(folder)?.sync_all()
    }
}

impl Disk for Folder {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match self.0.read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let entries = match self.0.read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut names = Vec::new();
        for entry in entries {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.make_parents(path)?;
        let mut file = self.0.create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        self.make_parents(to)?;
        // A file that the user made executable stays so.
        if let Ok(existing) = self.0.symlink_metadata(to) {
            self.0.set_permissions(from, existing.permissions())?;
        }
        self.0.rename(from, &self.0, to)?;
        self.sync_parent(to)
    }

    fn remove(&mut self, path: &str) -> io::Result<()> {
        match self.0.remove_file(path) {
            Ok(()) => self.sync_parent(path),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}
