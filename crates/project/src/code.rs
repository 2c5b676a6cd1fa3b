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
    /// Two paths differ only in case, or one is a folder of the other, or a path leads through a
    /// symbolic link.
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
            Self::ProjectMissing => "project_missing",
        }
    }

    /// Returns the code of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}
