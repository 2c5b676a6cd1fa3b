//! The codes of findings about a project: a closed list, each with its meaning and remedy.

use cora_core::issue::Severity;

/// Declares the codes: all that is known of a code stands in one place.
macro_rules! codes {
    (
        $(#[doc = $about:tt])+
        pub enum $ProjectCode:ident {
            $(
                $(#[doc = $documentation:tt])+
                $Code:ident {
                    severity: $severity:ident,
                    remedy: $remedy:literal,
                },
            )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $ProjectCode {
            $($(#[doc = $documentation])+ $Code,)+
        }

        impl $ProjectCode {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$Code),+];

            /// Returns the severity of its findings.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$Code => Severity::$severity,)+ }
            }

            /// Returns the meaning, in sentences.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$Code => concat!($($documentation),+).trim_ascii(),)+ }
            }

            /// Returns the remedy: an instruction.
            pub const fn remedy(self) -> &'static str {
                match self { $(Self::$Code => $remedy,)+ }
            }
        }
    };
}

codes! {
/// The code of a finding. A closed list; a code is never reused with another meaning.
pub enum ProjectCode {
    /// A module that another one needs is not in the project file.
    ModuleMissing {
        severity: Error,
        remedy: "Add the module to `modules` in the project file, or make the requirement `optional`.",
    },
    /// The manifest of a module is not where the project file says.
    ModuleNotFound {
        severity: Error,
        remedy: "Correct the path, install the package, or write `cora.module.yaml`.",
    },
    /// A module has a version that another module, or the project file, does not accept.
    ModuleVersion {
        severity: Error,
        remedy: "Use a version in the range, or widen the range once it works.",
    },
    /// Modules need each other in a circle, so that none of them can come first.
    ModuleCycle {
        severity: Error,
        remedy: "Make one of the requirements `optional`, or move the shared part to a module of its own.",
    },
    /// The name in a manifest is not the name in the project file.
    ModuleName {
        severity: Error,
        remedy: "Use one name in both files.",
    },
    /// Two modules of the project file have the same source.
    ModuleDuplicate {
        severity: Error,
        remedy: "Remove one of the two.",
    },
    /// The source of a module names neither or both of `path` and `npm`, or a version without a
    /// package.
    ModuleSource {
        severity: Error,
        remedy: "Write `builtin`, `{ path: modules/kb }`, or `{ npm: \"@acme/cora-billing\", version: ^1 }`.",
    },
    /// Cora brings no module of this name.
    ModuleUnknown {
        severity: Error,
        remedy: "Use `access` or `mgmt`, or name the folder or package of the module.",
    },
    /// A module needs another version of Cora.
    CoraVersion {
        severity: Error,
        remedy: "Use a version of the module that works with this Cora, or another Cora.",
    },
    /// A module defines a permission whose resource is not the module's name.
    CapabilityForeign {
        severity: Error,
        remedy: "Begin the permission with the module's name: `kb:read` in the module `kb`.",
    },
    /// The permissions of the modules are not permissions that an application can define.
    CapabilityInvalid {
        severity: Error,
        remedy: "Do what the finding says; `docs/permissions.md` has the rules.",
    },
    /// A permission of the modules is defined in a way that is probably unintended.
    CapabilityUnneeded {
        severity: Warning,
        remedy: "Do what the finding says; `docs/permissions.md` has the rules.",
    },
    /// The path of a route is not one that the gateway can have.
    RouteInvalid {
        severity: Error,
        remedy: "Use segments of letters, digits, `-`, `_`, `.` and `~`, or `{name}`; `{name+}` only at the end.",
    },
    /// Two routes have the same method and path.
    RouteDuplicate {
        severity: Error,
        remedy: "Remove one of the two.",
    },
    /// Two routes with the same method differ only in the names of parameters, which the gateway
    /// cannot tell apart.
    RouteShapeConflict {
        severity: Error,
        remedy: "Use the same names, and remove one of the two.",
    },
    /// Two methods of one path name its parameters differently.
    RouteParameterRenamed {
        severity: Warning,
        remedy: "Use the same names for all methods of a path.",
    },
    /// An `ANY` route has no method left to answer, because each has a route of its own.
    RouteShadowed {
        severity: Error,
        remedy: "Remove the `ANY` route.",
    },
    /// A route does not begin with the name of its module.
    RoutePrefixForeign {
        severity: Error,
        remedy: "Begin the path with the module's name: `/kb/bases` in the module `kb`.",
    },
    /// The project has more routes than a gateway can have: 300.
    RouteLimit {
        severity: Error,
        remedy: "Join routes by `{name+}`, or move modules to a project of their own.",
    },
    /// A route names a function that its module does not define.
    RouteFunctionMissing {
        severity: Error,
        remedy: "Add the function to `functions`, or correct `handler`.",
    },
    /// No route uses a function.
    FunctionUnused {
        severity: Warning,
        remedy: "Remove the function, or add a route.",
    },
    /// A route needs a permission that neither its module nor a module that this one needs defines.
    AccessUnknown {
        severity: Error,
        remedy: "Define the permission under `capabilities`, or require the module that does.",
    },
    /// A route is open to anybody, and no reason is stated.
    PublicWithoutReason {
        severity: Error,
        remedy: "Add `reason`, or another `access`.",
    },
    /// A module has functions, and the project file has no `runtime`.
    RuntimeMissing {
        severity: Error,
        remedy: "Add `runtime: { python: \"3.13\", architecture: arm64 }` to the project file.",
    },
    /// A function attaches a layer that neither its module nor one that this one needs defines.
    LayerMissing {
        severity: Error,
        remedy: "Add the layer to `layers`, require its module, or correct the name.",
    },
    /// No function attaches a layer.
    LayerUnused {
        severity: Warning,
        remedy: "Remove the layer, or name it in `layers` of a function.",
    },
    /// The folder of a function has no `handlers.py`, or the folder of a layer does not exist.
    SourceMissing {
        severity: Error,
        remedy: "Correct `source` in the manifest, or write the file.",
    },
    /// A source text is not understood as Python, so that its imports cannot be checked.
    SourceInvalid {
        severity: Error,
        remedy: "Correct the text.",
    },
    /// The handler of a route does not exist in `handlers.py` of its function.
    RouteHandlerMissing {
        severity: Error,
        remedy: "Define the handler, or correct `handler` in the manifest.",
    },
    /// A handler cannot be called as its route calls it: with the request, and the parameters of
    /// the path by name.
    ParameterMismatch {
        severity: Error,
        remedy: "Write the handler as `def name(request, …)`, with the parameters of the path.",
    },
    /// A function of the project is called with a literal of another type than its annotation has.
    CallArgumentType {
        severity: Error,
        remedy: "Correct the order of the arguments, or the annotation.",
    },
    /// A function imports a module that it will not have when it runs, so that it cannot start.
    ImportUnresolved {
        severity: Error,
        remedy: "Lock the package in `requirements.txt`, attach the layer that has the module, or correct the name.",
    },
    /// A name is imported from a module that does not have it.
    ImportNameMissing {
        severity: Error,
        remedy: "Define the name in the module, or correct it.",
    },
    /// `requirements.txt` does not name one version of each package.
    RequirementsUnlocked {
        severity: Error,
        remedy: "Write it by `uv pip compile --generate-hashes`, or `pip freeze`, for the runtime of the function.",
    },
    /// There is no wheel of a package that fits the runtime.
    PackageMissing {
        severity: Error,
        remedy: "Use a version that has one, put it into the folder of `--wheels`, or install pip.",
    },
    /// A package needs another one that neither the function nor its layers lock.
    PackageUnlocked {
        severity: Error,
        remedy: "Lock the packages that others need too: `uv pip compile` lists them.",
    },
    /// The wheel of a package is none of those that `requirements.txt` has the hashes of.
    PackageChanged {
        severity: Error,
        remedy: "Remove the wheel from `build/wheels`. If it comes again, find out who changed it.",
    },
    /// The wheel of a package cannot be read.
    PackageDamaged {
        severity: Error,
        remedy: "Remove the wheel from `build/wheels`, and build again.",
    },
    /// A package, a binary or a layer is built for another Python or processor than that of the
    /// function.
    ArtifactAbiMismatch {
        severity: Error,
        remedy: "Lock a version with a wheel for the runtime, or give function and layer the same `python`.",
    },
    /// A package exists only as source, so that the result would depend on the machine.
    ArtifactSourceBuild {
        severity: Error,
        remedy: "Build a wheel for the runtime, and put it into the folder of `--wheels`.",
    },
    /// A function and its layers have more than 250 MB, or it attaches more than 5 layers.
    ArtifactTooLarge {
        severity: Error,
        remedy: "Remove packages, or divide the function.",
    },
    /// A zip is not the one that the present sources and packages make.
    ArtifactStale {
        severity: Error,
        remedy: "Run `cora project build`.",
    },
    /// Two parts of a project use one name for a secret, so that one would get the other's.
    SecretDuplicate {
        severity: Error,
        remedy: "Begin the name with that of the module: `KB_TOKEN` in the module `kb`.",
    },
    /// Neither the project file nor a module declares a secret of this name.
    SecretUnknown {
        severity: Error,
        remedy: "Add it to `secrets`, or correct the name; `cora secret list` has those that exist.",
    },
    /// A secret that the project needs has no value in this environment.
    SecretMissing {
        severity: Error,
        remedy: "Set it with `cora secret set NAME --environment ENVIRONMENT`, which reads standard input.",
    },
    /// The secret has a value, which a random one would replace.
    SecretExists {
        severity: Error,
        remedy: "Remove it first with `cora secret remove`, if nothing is protected by it any more.",
    },
    /// A secret has a name that Next.js puts into the pages of the application.
    SecretInClient {
        severity: Error,
        remedy: "Give it another name, without `NEXT_PUBLIC_`.",
    },
    /// One variable is declared in two ways, or under a name that is taken.
    EnvConflict {
        severity: Error,
        remedy: "Use another name, or the same scope in both places.",
    },
    /// The name of a variable does not fit its scope.
    EnvInvalid {
        severity: Error,
        remedy: "Begin variables of pages with `NEXT_PUBLIC_`, and no others; put those of functions into the module.",
    },
    /// The folder for secrets lies in the project, where it could be committed, or others can read
    /// it.
    SecretFolder {
        severity: Error,
        remedy: "Leave `--state` out, or name a folder of your own outside of the project.",
    },
    /// A file that Cora makes was edited or deleted since. Nothing is applied until that is
    /// settled.
    FileEdited {
        severity: Error,
        remedy: "Run `cora project apply --restore PATH` to make it again, or `cora project own PATH` to keep yours for good.",
    },
    /// A file that Cora would write exists already, with other bytes.
    PathTaken {
        severity: Error,
        remedy: "Move the file, or run `cora project own PATH` to keep yours for good.",
    },
    /// Two paths differ only in case, or one is a folder of the other, or two files of a zip have
    /// one path, or a path leads through a symbolic link.
    PathCollision {
        severity: Error,
        remedy: "Rename one of the two, or remove the link.",
    },
    /// A started file was edited where its template changed. The file is as it was; the proposal
    /// lies in `.cora-project/proposals`.
    MergeConflict {
        severity: Error,
        remedy: "Take over from the proposal what you want, then run `cora project apply --keep PATH`; or take the template's text by `--restore PATH`.",
    },
    /// The project changed since the plan was made.
    PlanStale {
        severity: Error,
        remedy: "Run `cora project plan` again.",
    },
    /// A token of a template is left in a file that was made.
    PlaceholderLeft {
        severity: Error,
        remedy: "Report this: the template and its list of tokens do not fit.",
    },
    /// `cora.lock`, or a text that it refers to, is missing or is not as Cora wrote it.
    LockDamaged {
        severity: Error,
        remedy: "Restore `cora.lock` and `.cora-project/base` from version control.",
    },
    /// `cora.lock` was written by a newer Cora.
    LockNewer {
        severity: Error,
        remedy: "Use that version of Cora.",
    },
    /// Another `cora project` is writing to the project.
    ApplyRunning {
        severity: Error,
        remedy: "Wait until it has ended.",
    },
    /// The folder of a new project holds files already.
    ProjectExists {
        severity: Error,
        remedy: "Choose another folder, or run `cora project apply` in the existing project.",
    },
    /// The name of a table does not begin with the name of its module.
    TableForeign {
        severity: Error,
        remedy: "Begin the name with the module's: `kb_bases` in the module `kb`.",
    },
    /// A table of an organization lacks its column or the permission to read it, or an internal one
    /// has them.
    TableInvalid {
        severity: Error,
        remedy: "Write `{ scope: organization, column: org_id, read: kb:read }`, or `{ scope: internal }`.",
    },
    /// The migrations of a module do not make a table, or a column, that its manifest lists.
    TableMissing {
        severity: Error,
        remedy: "Correct the name in the manifest, or add a migration that makes it.",
    },
    /// A file in the folder `db` of a module is not a migration.
    MigrationInvalid {
        severity: Error,
        remedy: "Name migrations `0001_bases.sql`, `0002_more.sql`, each number once; keep other files elsewhere.",
    },
    /// A migration was changed, removed or put before another one after it was applied to the
    /// database.
    MigrationChanged {
        severity: Error,
        remedy: "Restore the file as it was applied, and make the change by a migration with the next number.",
    },
    /// The database refused a migration. Nothing of it is left; those before it stay applied.
    MigrationFailed {
        severity: Error,
        remedy: "Correct the statement, and run the command again; `--dry-run` tries it.",
    },
    /// Modules have migrations, and the database is not a PostgreSQL.
    PostgresNeeded {
        severity: Error,
        remedy: "Name a PostgreSQL by `--database`.",
    },
    /// A value of a setup file has not the form that a project needs.
    SetupInvalid {
        severity: Error,
        remedy: "Correct the value, or give it on the command line.",
    },
    /// A setting of a setup file has no place in a project, so that nothing follows from it.
    SettingNotCarried {
        severity: Warning,
        remedy: "Nothing, if you do not need it; else do what the finding says.",
    },
    /// A file that people read holds a secret in plain text. It was not copied.
    SecretInPlainFile {
        severity: Warning,
        remedy: "Remove it from the file, and replace it where it was issued if others could read the file.",
    },
    /// A file of a connection is not where the project file says.
    ConnectionMissing {
        severity: Error,
        remedy: "Correct the path, or write the file; `cora connection validate --help` has its form.",
    },
    /// Two files describe the connection to one kind of provider.
    ConnectionDuplicate {
        severity: Error,
        remedy: "Keep one of them in `connections`.",
    },
    /// The folder has no project file.
    ProjectMissing {
        severity: Error,
        remedy: "Run `cora project new FOLDER`, or name the project with `--project FOLDER`.",
    },
}
}

impl ProjectCode {
    /// Returns the name, in snake_case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ModuleMissing => "module_missing",
            Self::ModuleNotFound => "module_not_found",
            Self::ModuleVersion => "module_version",
            Self::ModuleCycle => "module_cycle",
            Self::ModuleName => "module_name",
            Self::ModuleDuplicate => "module_duplicate",
            Self::ModuleSource => "module_source",
            Self::ModuleUnknown => "module_unknown",
            Self::CoraVersion => "cora_version",
            Self::CapabilityForeign => "capability_foreign",
            Self::CapabilityInvalid => "capability_invalid",
            Self::CapabilityUnneeded => "capability_unneeded",
            Self::RouteInvalid => "route_invalid",
            Self::RouteDuplicate => "route_duplicate",
            Self::RouteShapeConflict => "route_shape_conflict",
            Self::RouteParameterRenamed => "route_parameter_renamed",
            Self::RouteShadowed => "route_shadowed",
            Self::RoutePrefixForeign => "route_prefix_foreign",
            Self::RouteLimit => "route_limit",
            Self::RouteFunctionMissing => "route_function_missing",
            Self::FunctionUnused => "function_unused",
            Self::AccessUnknown => "access_unknown",
            Self::PublicWithoutReason => "public_without_reason",
            Self::RuntimeMissing => "runtime_missing",
            Self::LayerMissing => "layer_missing",
            Self::LayerUnused => "layer_unused",
            Self::SourceMissing => "source_missing",
            Self::SourceInvalid => "source_invalid",
            Self::RouteHandlerMissing => "route_handler_missing",
            Self::ParameterMismatch => "parameter_mismatch",
            Self::CallArgumentType => "call_argument_type",
            Self::ImportUnresolved => "import_unresolved",
            Self::ImportNameMissing => "import_name_missing",
            Self::RequirementsUnlocked => "requirements_unlocked",
            Self::PackageMissing => "package_missing",
            Self::PackageUnlocked => "package_unlocked",
            Self::PackageChanged => "package_changed",
            Self::PackageDamaged => "package_damaged",
            Self::ArtifactAbiMismatch => "artifact_abi_mismatch",
            Self::ArtifactSourceBuild => "artifact_source_build",
            Self::ArtifactTooLarge => "artifact_too_large",
            Self::ArtifactStale => "artifact_stale",
            Self::SecretDuplicate => "secret_duplicate",
            Self::SecretUnknown => "secret_unknown",
            Self::SecretMissing => "secret_missing",
            Self::SecretExists => "secret_exists",
            Self::SecretInClient => "secret_in_client",
            Self::EnvConflict => "env_conflict",
            Self::EnvInvalid => "env_invalid",
            Self::SecretFolder => "secret_folder",
            Self::FileEdited => "file_edited",
            Self::PathTaken => "path_taken",
            Self::PathCollision => "path_collision",
            Self::MergeConflict => "merge_conflict",
            Self::PlanStale => "plan_stale",
            Self::PlaceholderLeft => "placeholder_left",
            Self::LockDamaged => "lock_damaged",
            Self::LockNewer => "lock_newer",
            Self::ApplyRunning => "apply_running",
            Self::ProjectExists => "project_exists",
            Self::TableForeign => "table_foreign",
            Self::TableInvalid => "table_invalid",
            Self::TableMissing => "table_missing",
            Self::MigrationInvalid => "migration_invalid",
            Self::MigrationChanged => "migration_changed",
            Self::MigrationFailed => "migration_failed",
            Self::PostgresNeeded => "postgres_needed",
            Self::SetupInvalid => "setup_invalid",
            Self::SettingNotCarried => "setting_not_carried",
            Self::SecretInPlainFile => "secret_in_plain_file",
            Self::ConnectionMissing => "connection_missing",
            Self::ConnectionDuplicate => "connection_duplicate",
            Self::ProjectMissing => "project_missing",
        }
    }

    /// Returns the code of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}
