//! Functions that cannot start are found before they are packaged, and those that can are not.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use cora_policy_file::Format;
use cora_project::artifact::{Artifact, Parts, artifacts};
use cora_project::code::ProjectCode;
use cora_project::finding::Finding;
use cora_project::name::ModuleName;
use cora_project::resolution::{FoundModule, FoundModules, resolve};
use cora_project::route::RouteTable;
use cora_project::{archive, made, read};
use semver::Version;
use zip::write::SimpleFileOptions;

const MANIFEST: &str = "cora: 1
module: { name: kb, displayName: KB, version: 1.0.0 }
functions:
  bases: { source: backend/bases, layers: [common] }
layers:
  common: { source: backend/common }
routes:
  - { method: GET, path: /kb/bases, handler: bases.list_bases, access: session }
  - { method: GET, path: \"/kb/bases/{baseId}\", handler: bases.get_base, access: session }
";

const HANDLERS: &str = "import json
from typing import TYPE_CHECKING

import org_common
from org_common.validators import validate
from cora_request import Refused

if TYPE_CHECKING:
    import only_for_types
try:
    import ujson
except ImportError:
    ujson = None


def list_bases(request):
    return validate([])


def get_base(request, baseId):
    return {\"id\": baseId}
";

type Files = BTreeMap<String, Vec<u8>>;

fn files(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn wheel(content: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in content {
        writer.start_file(*path, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A project with one function and one layer, which is built.
struct Case {
    manifest: String,
    function: Parts,
    layer: Parts,
}

impl Case {
    /// A function that starts.
    fn sound() -> Self {
        let layer =
            files(&[("org_common/__init__.py", ""), ("org_common/validators.py", "def validate(x): return x\n")]);
        Self {
            manifest: MANIFEST.to_owned(),
            function: Parts { source: files(&[("handlers.py", HANDLERS)]), wheels: Files::new() },
            layer: Parts { source: layer, wheels: Files::new() },
        }
    }

    fn with(path: &str, text: &str) -> Self {
        let mut case = Self::sound();
        case.function.source.insert(path.to_owned(), text.as_bytes().to_vec());
        case
    }

    fn handlers(text: &str) -> Self {
        Self::with("handlers.py", text)
    }

    fn built(&self) -> (Vec<Artifact>, Vec<Finding>) {
        let project = "cora: 1\nproject: { name: acme-app, displayName: A }\n\
                       runtime: { python: \"3.11\", architecture: x86_64 }\nmodules: { kb: { path: modules/kb } }\n";
        let project = read::project(Format::Yaml, project).unwrap().value;
        let manifest = read::module(Format::Yaml, &self.manifest).unwrap().value;
        let file = "modules/kb/cora.module.yaml".to_owned();
        let found =
            FoundModules::from([(ModuleName::parse("kb").unwrap(), FoundModule { file, manifest: Some(manifest) })]);
        let resolution = resolve(&project, &found, &Version::new(0, 1, 0));
        let (table, findings) = RouteTable::of(&project, &resolution);
        assert!(!findings.iter().any(Finding::is_error), "{findings:#?}");
        let (wanted, _) = made::files(&project, &resolution, &table);
        let functions = BTreeMap::from([("kb_bases".to_owned(), self.function.clone())]);
        let layers = BTreeMap::from([("kb_common".to_owned(), self.layer.clone())]);
        artifacts(&project, &table, &wanted, &functions, &layers)
    }

    /// Returns the only finding: its code, its file with the line, and its message.
    #[track_caller]
    fn finding(&self) -> (ProjectCode, String, String) {
        let (_, findings) = self.built();
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        let line = finding.place.map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
        (finding.code, format!("{}{line}", finding.file), finding.message.clone())
    }
}

#[test]
fn a_function_that_can_start_is_packaged() {
    let (built, findings) = Case::sound().built();
    assert_eq!(findings, []);
    let paths: Vec<String> = built.iter().map(Artifact::path).collect();
    assert_eq!(paths, ["build/layers/kb_common.zip", "build/kb_bases.zip"]);
    let names: Vec<&str> = built[1].files.keys().map(String::as_str).collect();
    assert_eq!(names, ["cora_request.py", "cora_routes.py", "handlers.py"]);
    assert!(built[0].files.contains_key("python/org_common/validators.py"));
}

#[test]
fn the_same_sources_make_the_same_bytes() {
    let bytes = || Case::sound().built().0.iter().map(|one| archive::written(&one.files).unwrap()).collect::<Vec<_>>();
    assert_eq!(bytes(), bytes());
    let (before, _) = Case::sound().built();
    let (after, _) = Case::with("more.py", "x = 1\n").built();
    assert_ne!(before[1].digest(), after[1].digest());
    assert_eq!(before[0].digest(), after[0].digest(), "a layer does not change with a function");
}

#[test]
fn tests_and_compiled_files_are_left_out() {
    let mut case = Case::with("test_handlers.py", "import pytest\n");
    case.function.source.extend(files(&[("__pycache__/handlers.pyc", ""), (".env", "A=1"), ("tests/x.py", "")]));
    let (built, findings) = case.built();
    assert_eq!(findings, []);
    assert_eq!(built[1].files.len(), 3);
}

#[test]
fn a_function_that_cannot_start_is_not_packaged() {
    // mgmt imported a module of a layer that it did not attach.
    let mut case = Case::sound();
    case.manifest = MANIFEST.replace(", layers: [common]", "");
    let (_, findings) = case.built();
    let codes: Vec<ProjectCode> = findings.iter().map(|one| one.code).collect();
    assert_eq!(codes, [ProjectCode::ImportUnresolved; 2], "{findings:#?}");
    assert!(findings[0].message.contains("`org_common`"), "{}", findings[0].message);
    // idp-config imported a name that did not exist.
    let (code, place, message) =
        Case::handlers(&HANDLERS.replace("import validate", "import validate_required")).finding();
    assert_eq!((code, place.as_str()), (ProjectCode::ImportNameMissing, "modules/kb/backend/bases/handlers.py:5:35"));
    assert_eq!(message, "`org_common.validators` has no `validate_required`");
    // The requirements of a function were never installed.
    for text in [
        "import pydantic\n",
        "def lazily():\n    import pydantic\n",
        "import pydantic.fields as f\n",
        "from pydantic import x\n",
    ] {
        let (code, _, message) = Case::handlers(&format!("{HANDLERS}{text}")).finding();
        assert_eq!(code, ProjectCode::ImportUnresolved, "{text}");
        assert!(message.contains("nor Python 3.11 have `pydantic`"), "{message}");
    }
    // Every other way in which it does not start.
    for (text, expected) in [
        (format!("{HANDLERS}from .other import x\n"), ProjectCode::ImportUnresolved),
        (format!("{HANDLERS}import org_common.gone\n"), ProjectCode::ImportUnresolved),
        (format!("{HANDLERS}from org_common import gone\n"), ProjectCode::ImportNameMissing),
        (format!("{HANDLERS}def (\n"), ProjectCode::SourceInvalid),
        (HANDLERS.replace("def get_base", "def get_bases"), ProjectCode::RouteHandlerMissing),
        (HANDLERS.replace("request, baseId", "request, base_id"), ProjectCode::ParameterMismatch),
        (HANDLERS.replace("def list_bases(request)", "def list_bases(request, more)"), ProjectCode::ParameterMismatch),
        (HANDLERS.replace("def list_bases(request)", "async def list_bases(request)"), ProjectCode::ParameterMismatch),
        (HANDLERS.replace("def list_bases(request)", "def list_bases()"), ProjectCode::ParameterMismatch),
    ] {
        assert_eq!(Case::handlers(&text).finding().0, expected, "{text}");
    }
    let mut case = Case::sound();
    case.function.source.remove("handlers.py");
    assert_eq!(case.finding().0, ProjectCode::SourceMissing);
    assert_eq!(Case::with("cora_routes.py", "mine = 1\n").finding().0, ProjectCode::PathCollision);
}

#[test]
fn a_function_that_starts_has_no_findings() {
    for text in [
        "import os, sys, distutils, boto3\n",
        "import _private_of_python\n",
        "import xml.etree.ElementTree as ET\nfrom collections import abc\n",
        "if sys.platform == 'win32':\n    import winreg_of_a_package\n",
        "with suppress(ImportError):\n    import ujson\n",
        "from org_common import validators\nimport org_common.validators as v\n",
        "from org_common import __name__ as name\n",
        "def deep(request, *, baseId=None, **more):\n    return more\n",
        "get_base = json.dumps\n",
        "import own\nfrom own import a, b, c, d, e, f, g\n",
        "from lazy import anything\n",
        "from package.deep.inner import value\nfrom package import deep\n",
    ] {
        let mut case = Case::handlers(&format!("{HANDLERS}{text}"));
        let own = "a, (b, *c) = x\nfor d in []:\n    pass\nwith x as e:\n    pass\nif (f := 1):\n    pass\n\
                   def outer():\n    global g\n    g = 1\n";
        case.function.source.extend(files(&[
            ("own.py", own),
            ("lazy.py", "def __getattr__(name):\n    return 1\n"),
            ("package/__init__.py", ""),
            ("package/deep/__init__.py", "from .inner import *\n"),
            ("package/deep/inner.py", "from .. import deep\nfrom . import inner\nvalue = 1\n"),
        ]));
        let (_, findings) = case.built();
        assert_eq!(findings, [], "{text}");
    }
}

#[test]
fn a_literal_of_the_wrong_type_is_found() {
    // idp-config called `error_response("…", 400)`, and the validator of CORA reported nothing.
    let responses = "def error(status: int, message: str, details: dict | None = None): ...\n";
    let called = |call: &str| {
        let mut case =
            Case::handlers(&format!("from responses import error\nimport responses as r\n{HANDLERS}    {call}\n"));
        case.function.source.extend(files(&[("responses.py", responses)]));
        case.built().1
    };
    for call in [
        "error(400, 'a')",
        "error(status, 'a')",
        "error(400, f'{x}', None)",
        "error(True, 'a', {})",
        "error(*x)",
        "error(message='a', status=1)",
        "r.error(1, 'a')",
        "json.error('a', 1)",
    ] {
        assert_eq!(called(call), [], "{call}");
    }
    let findings = called("error('a', 400)");
    let codes: Vec<ProjectCode> = findings.iter().map(|one| one.code).collect();
    assert_eq!(codes, [ProjectCode::CallArgumentType; 2], "{findings:#?}");
    assert_eq!(findings[0].message, "`error` takes `int` for `status`, and is given `str`");
    for call in ["error(400, 'a', [])", "error(400, message=1)", "r.error(-1.5, 'a')", "x = [error('a', 'b')]"] {
        assert_eq!(called(call).len(), 1, "{call}");
    }
    // A name that the function binds itself is another one.
    let shadowed =
        "def other(error):\n        error('a', 'b')\n    def more():\n        error = len\n        error('a', 'b')";
    assert_eq!(called(shadowed), []);
}

#[test]
fn a_layer_fits_every_function_that_has_it() {
    // A layer that was built for 3.13 lay below functions of 3.11: `No module named
    // 'pydantic_core._pydantic_core'`.
    let package = wheel(&[("pydantic_core/__init__.py", b""), ("pydantic_core-2.0.dist-info/RECORD", b"")]);
    let mut case = Case::sound();
    case.manifest = MANIFEST.replace("source: backend/common", "source: backend/common, python: \"3.13\"");
    let built_for_13 = "pydantic_core-2.0-cp313-cp313-manylinux_2_17_x86_64.whl";
    case.layer.wheels.insert(built_for_13.to_owned(), package.clone());
    let (code, file, message) = case.finding();
    assert_eq!((code, file.as_str()), (ProjectCode::ArtifactAbiMismatch, "modules/kb/cora.module.yaml"));
    assert_eq!(
        message,
        "the layer `kb.common` has `pydantic-core` for `cp313-cp313-manylinux_2_17_x86_64`, and the function `bases` \
         runs on Python 3.11"
    );
    let mut fitting = Case::sound();
    fitting.layer.wheels.insert("pydantic_core-2.0-cp311-cp311-manylinux_2_17_x86_64.whl".to_owned(), package.clone());
    let (built, findings) = fitting.built();
    assert_eq!(findings, []);
    assert!(built[0].files.contains_key("python/pydantic_core/__init__.py"));
    assert!(!built[0].files.keys().any(|path| path.ends_with("RECORD")));
    assert_eq!(built[0].tags.iter().collect::<Vec<_>>(), ["cp311-cp311-manylinux_2_17_x86_64"]);
    // A layer of source alone fits each Python.
    let mut pure = Case::sound();
    pure.manifest = MANIFEST.replace("source: backend/common", "source: backend/common, python: \"3.13\"");
    pure.layer.wheels.insert("idna-3.0-py3-none-any.whl".to_owned(), wheel(&[("idna/__init__.py", b"")]));
    assert_eq!(pure.built().1, []);
    // A binary that lies in the source.
    let mut elf = b"\x7fELF\x02\x01\x01".to_vec();
    elf.resize(18, 0);
    elf.extend([183, 0]);
    let mut binary = Case::sound();
    binary.function.source.insert("fast.abi3.so".to_owned(), elf);
    let (code, _, message) = binary.finding();
    assert_eq!(code, ProjectCode::ArtifactAbiMismatch);
    assert_eq!(message, "`fast.abi3.so` is built for arm64, and not for Python 3.11 on x86_64");
}

#[test]
fn a_package_that_another_one_lacks_is_found() {
    let mut case = Case::handlers(&format!("{HANDLERS}import pydantic\n"));
    let package = wheel(&[
        (
            "pydantic/__init__.py",
            b"from .main import Model\ntry:\n    import email_validator\nexcept ImportError:\n    pass\n",
        ),
        ("pydantic/main.py", b"import annotated_types\nfrom .gone_names import *\ndef f():\n    import rich\n"),
        ("pydantic/gone_names.py", b"from typing import NeverThere\n"),
    ]);
    case.function.wheels.insert("pydantic-2.0-py3-none-any.whl".to_owned(), package);
    let (code, place, message) = case.finding();
    assert_eq!(
        (code, place.as_str()),
        (ProjectCode::ImportUnresolved, "pydantic-2.0-py3-none-any.whl/pydantic/main.py:1:8")
    );
    assert!(message.contains("`annotated_types`"), "{message}");
}

#[test]
fn the_packages_that_a_package_needs_are_locked() {
    let needing = |more: &str| {
        let metadata = format!("Metadata-Version: 2.4\nName: a\n{more}\n");
        wheel(&[("a/__init__.py", b""), ("a-1.0.dist-info/METADATA", metadata.as_bytes())])
    };
    let mut case = Case::sound();
    case.function.wheels.insert("a-1.0-py3-none-any.whl".to_owned(), needing("Requires-Dist: B_c>=2\n"));
    let (code, file, message) = case.finding();
    assert_eq!(code, ProjectCode::PackageUnlocked);
    assert!(file.ends_with("/requirements.txt") && message == "`a` 1.0 needs `b-c`, which is not locked", "{message}");
    // A layer may have it.
    case.layer.wheels.insert("b_c-2.0-py3-none-any.whl".to_owned(), wheel(&[("b/__init__.py", b"")]));
    assert_eq!(case.built().1, []);
    let mut conditional = Case::sound();
    let metadata = needing("Requires-Dist: b; extra == 'more'\n");
    conditional.function.wheels.insert("a-1.0-py3-none-any.whl".to_owned(), metadata);
    assert_eq!(conditional.built().1, []);
}

#[test]
fn a_damaged_or_hostile_wheel_is_refused() {
    let with = |bytes: Vec<u8>| {
        let mut case = Case::sound();
        case.function.wheels.insert("a-1.0-py3-none-any.whl".to_owned(), bytes);
        case.built().1
    };
    for bytes in [b"no zip".to_vec(), wheel(&[("../../etc/passwd", b"x")])] {
        let findings = with(bytes);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert_eq!(findings[0].code, ProjectCode::PackageDamaged);
    }
    let colliding = with(wheel(&[("handlers.py", b"mine = 1")]));
    assert!(colliding.iter().any(|one| one.code == ProjectCode::PathCollision), "{colliding:#?}");
}

#[test]
fn a_function_that_is_too_large_is_refused() {
    let mut case = Case::sound();
    case.function.source.insert("model.bin".to_owned(), vec![0; 262_144_000]);
    assert_eq!(case.finding().0, ProjectCode::ArtifactTooLarge);
}
