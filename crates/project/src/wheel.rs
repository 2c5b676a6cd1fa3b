//! Wheels: built packages of Python, and the runtimes that their tags fit (PyPA, "Platform
//! compatibility tags").

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use crate::file::Architecture;
use crate::requirement::normalized;

/// A runtime of functions: a version of Python 3 and a processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The minor version of Python 3.
    pub minor: u8,
    /// The processor.
    pub architecture: Architecture,
}

impl Target {
    /// Returns the name of the processor in the tags of wheels.
    pub const fn machine(self) -> &'static str {
        match self.architecture {
            Architecture::X8664 => "x86_64",
            Architecture::Arm64 => "aarch64",
        }
    }

    /// Returns the minor version of glibc 2 that AWS's runtime has: that of Amazon Linux 2 for
    /// Python 3.11, and of Amazon Linux 2023 for later ones.
    pub const fn glibc(self) -> u32 {
        if self.minor <= 11 { 26 } else { 34 }
    }

    /// Returns the runtime's name at AWS, such as `python3.13`.
    pub fn runtime(self) -> String {
        format!("python3.{}", self.minor)
    }

    /// Returns the platforms that pip is asked for, the newest first.
    pub fn platforms(self) -> Vec<String> {
        let machine = self.machine();
        let mut platforms: Vec<String> =
            (5..=self.glibc()).rev().map(|minor| format!("manylinux_2_{minor}_{machine}")).collect();
        platforms.extend(["2014", "2010", "1"].map(|name| format!("manylinux{name}_{machine}")));
        platforms.push(format!("linux_{machine}"));
        platforms
    }
}

/// The name of a wheel: `{name}-{version}(-{build})-{python}-{abi}-{platform}.whl`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WheelName {
    /// The name of the package, normalized.
    pub name: String,
    /// The version.
    pub version: String,
    /// The tags of Python, ABI and platform, each of which may be several with dots between them.
    pub tags: [String; 3],
}

impl WheelName {
    /// Parses the name of a file. `None` if it is not that of a wheel.
    pub fn parse(file: &str) -> Option<Self> {
        let parts: Vec<&str> = file.strip_suffix(".whl")?.split('-').collect();
        let (name, version, tags) = match parts.as_slice() {
            [name, version, tags @ ..] if matches!(tags.len(), 3 | 4) => (name, version, tags),
            _ => return None,
        };
        let tags: [String; 3] = match tags {
            [.., python, abi, platform] => [*python, *abi, *platform].map(str::to_owned),
            _ => return None,
        };
        Some(Self { name: normalized(name), version: (*version).to_owned(), tags })
    }

    /// Returns the tags as they are written: `cp313-cp313-manylinux_2_17_aarch64`.
    pub fn tag(&self) -> String {
        self.tags.join("-")
    }

    /// Returns how well the wheel fits a runtime, more for one that was built for it. `None` if it
    /// does not fit.
    pub fn fit(&self, target: Target) -> Option<u32> {
        let [pythons, abis, platforms] = &self.tags;
        let mut best = None;
        for python in pythons.split('.') {
            for abi in abis.split('.') {
                for platform in platforms.split('.') {
                    let fit = of_abi(python, abi, target).zip(of_platform(platform, target));
                    best = best.max(fit.map(|(abi, platform)| abi.saturating_mul(1000).saturating_add(platform)));
                }
            }
        }
        best
    }
}

/// Returns the minor version of `cp313`, for the prefix `cp`.
fn minor_of(text: &str, prefix: &str) -> Option<u8> {
    text.strip_prefix(prefix)?.strip_prefix('3')?.parse().ok()
}

fn of_abi(python: &str, abi: &str, target: Target) -> Option<u32> {
    let is_older = |minor: u8| minor <= target.minor;
    match abi {
        "none" => match python {
            "py3" => Some(1),
            _ => minor_of(python, "py").or_else(|| minor_of(python, "cp")).filter(|minor| is_older(*minor)).map(|_| 1),
        },
        "abi3" => minor_of(python, "cp").filter(|minor| is_older(*minor)).map(|_| 2),
        abi => (abi == python && minor_of(abi, "cp") == Some(target.minor)).then_some(3),
    }
}

fn of_platform(platform: &str, target: Target) -> Option<u32> {
    if platform == "any" {
        return Some(0);
    }
    let rest = platform.strip_suffix(target.machine())?.strip_suffix('_')?;
    let minor = match rest {
        "linux" => 1,
        "manylinux1" => 5,
        "manylinux2010" => 12,
        "manylinux2014" => 17,
        rest => rest.strip_prefix("manylinux_2_")?.parse().ok()?,
    };
    (minor <= target.glibc()).then_some(minor)
}

/// Returns what a binary was built for, if it does not fit the runtime. `None` if it fits, or is
/// not a binary.
pub fn misfit(path: &str, bytes: &[u8], target: Target) -> Option<String> {
    if bytes.get(..4) != Some(b"\x7fELF".as_slice()) {
        return None;
    }
    // The machine is at byte 18 (System V ABI, ELF header), in the order that byte 5 states.
    let machine = match (bytes.get(18..20), bytes.get(5)) {
        (Some([low, high]), Some(1)) => u16::from_le_bytes([*low, *high]),
        (Some([high, low]), _) => u16::from_le_bytes([*low, *high]),
        _ => 0,
    };
    let expected = match target.architecture {
        Architecture::X8664 => 62,
        Architecture::Arm64 => 183,
    };
    if machine != expected {
        let name = match machine {
            62 => "x86_64".to_owned(),
            183 => "arm64".to_owned(),
            other => format!("the processor {other}"),
        };
        return Some(name);
    }
    let file = path.rsplit('/').next().unwrap_or(path);
    let tag = file.split('.').find_map(|part| part.strip_prefix("cpython-3"))?;
    let minor: u8 = tag.split('-').next()?.parse().ok()?;
    (minor != target.minor).then(|| format!("Python 3.{minor}"))
}

/// Reads the files that a wheel puts on the path of imports. Scripts and headers are left out, as
/// are the records of the program that installs.
///
/// # Errors
///
/// A clause that says why the bytes are not a wheel of at most `limit` bytes.
pub fn files(bytes: &[u8], limit: u64) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| "it is not a zip".to_owned())?;
    let mut files = BTreeMap::new();
    let mut size = 0u64;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|_| "an entry cannot be read".to_owned())?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.enclosed_name().and_then(|path| path.to_str().map(|path| path.replace('\\', "/")));
        let name = name.ok_or_else(|| "an entry leads out of it".to_owned())?;
        let mut content = Vec::new();
        let left = limit.saturating_sub(size).saturating_add(1);
        entry.by_ref().take(left).read_to_end(&mut content).map_err(|_| format!("`{name}` cannot be read"))?;
        size = size.saturating_add(content.len() as u64);
        if size > limit {
            return Err(format!("it has more than {limit} bytes"));
        }
        if let Some(path) = placed(&name) {
            files.insert(path, content);
        }
    }
    Ok(files)
}

/// Returns the path of a wheel's file below the path of imports.
fn placed(name: &str) -> Option<String> {
    let (first, rest) = name.split_once('/').unwrap_or((name, ""));
    if first.ends_with(".data") {
        let (kind, rest) = rest.split_once('/')?;
        return matches!(kind, "purelib" | "platlib").then(|| rest.to_owned());
    }
    let is_record =
        first.ends_with(".dist-info") && ["RECORD", "INSTALLER", "REQUESTED", "direct_url.json"].contains(&rest);
    (!is_record && !is_left_out(name)).then(|| name.to_owned())
}

/// Returns `true` for compiled files, which each Python writes itself.
pub fn is_left_out(path: &str) -> bool {
    path.split('/').any(|part| part == "__pycache__") || path.ends_with(".pyc")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARM_13: Target = Target { minor: 13, architecture: Architecture::Arm64 };
    const INTEL_11: Target = Target { minor: 11, architecture: Architecture::X8664 };

    #[test]
    fn a_wheel_fits_by_its_tags() {
        let fit = |file: &str, target| WheelName::parse(file).unwrap().fit(target).is_some();
        for (file, of_arm, of_intel) in [
            ("a-1.0-py3-none-any.whl", true, true),
            ("a-1.0-py2.py3-none-any.whl", true, true),
            ("a-1.0-py2-none-any.whl", false, false),
            ("a-1.0-1-cp313-cp313-manylinux_2_17_aarch64.manylinux2014_aarch64.whl", true, false),
            ("a-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", false, true),
            ("a-1.0-cp311-cp311-manylinux_2_28_x86_64.whl", false, false),
            ("a-1.0-cp37-abi3-manylinux2014_aarch64.whl", true, false),
            ("a-1.0-cp313-cp313t-manylinux2014_aarch64.whl", false, false),
            ("a-1.0-cp313-cp313-musllinux_1_2_aarch64.whl", false, false),
            ("a-1.0-cp313-cp313-macosx_11_0_arm64.whl", false, false),
            ("a-1.0-py3-none-manylinux1_x86_64.whl", false, true),
        ] {
            assert_eq!((fit(file, ARM_13), fit(file, INTEL_11)), (of_arm, of_intel), "{file}");
        }
        assert_eq!(WheelName::parse("a-1.0.tar.gz"), None);
        assert_eq!(WheelName::parse("a-1.0.whl"), None);
    }

    #[test]
    fn a_wheel_that_was_built_for_the_runtime_is_preferred() {
        let fit = |file: &str| WheelName::parse(file).unwrap().fit(ARM_13);
        assert!(fit("a-1.0-cp313-cp313-linux_aarch64.whl") > fit("a-1.0-cp37-abi3-manylinux2014_aarch64.whl"));
        assert!(fit("a-1.0-cp37-abi3-manylinux2014_aarch64.whl") > fit("a-1.0-py3-none-any.whl"));
    }

    #[test]
    fn a_binary_says_what_it_was_built_for() {
        let mut elf = b"\x7fELF\x02\x01\x01".to_vec();
        elf.resize(18, 0);
        elf.extend([183, 0]);
        assert_eq!(misfit("a/b.cpython-313-aarch64-linux-gnu.so", &elf, ARM_13), None);
        assert_eq!(misfit("a/b.abi3.so", &elf, ARM_13), None);
        assert_eq!(misfit("a/b.abi3.so", &elf, INTEL_11).as_deref(), Some("arm64"));
        assert_eq!(misfit("a/b.cpython-311-aarch64-linux-gnu.so", &elf, ARM_13).as_deref(), Some("Python 3.11"));
        assert_eq!(misfit("a/b.so", b"text", ARM_13), None);
    }

    #[test]
    fn records_and_scripts_are_not_taken_out_of_a_wheel() {
        for (name, expected) in [
            ("a/__init__.py", Some("a/__init__.py")),
            ("a-1.0.dist-info/METADATA", Some("a-1.0.dist-info/METADATA")),
            ("a-1.0.dist-info/RECORD", None),
            ("a-1.0.data/scripts/a", None),
            ("a-1.0.data/purelib/a/b.py", Some("a/b.py")),
            ("a/__pycache__/b.pyc", None),
        ] {
            assert_eq!(placed(name).as_deref(), expected, "{name}");
        }
    }
}
