//! Rows that are shown, and documents of the core's facts: each is declared once, with the SQL of
//! every field next to the field. A field without SQL does not compile.

/// Declares rows: for each its struct, its JSON form, its schema, and `OBJECT`, the text of SQL
/// that makes its document. A field is `name: Type = "SQL"`, in the words of `sql.rs`.
macro_rules! rows {
    ($(
        $(#[$doc:meta])*
        $name:ident {
            $(#[$first_doc:meta])*
            $first:ident: $first_type:ty = $first_sql:literal,
            $($(#[$field_doc:meta])* $field:ident: $type:ty = $sql:literal,)*
        }
    )*) => {
    $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name {
            $(#[$first_doc])*
            pub $first: $first_type,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $name {
            /// The SQL of the row's JSON document.
            pub(crate) const OBJECT: &'static str =
                $crate::row::object!($first = $first_sql, $($field = $sql,)*);
        }
    )*

    /// The SQL of each of these rows, for the test of all statements.
    #[cfg(test)]
    pub(crate) const OBJECTS: &[(&str, &str)] = &[$((stringify!($name), $name::OBJECT),)*];
    };
}

/// Declares the template of a document of the core's facts. It has exactly the fields of the type:
/// a field of the core that is missing here does not compile. If a row is named that shows the
/// facts, neither does a field that the row lacks.
macro_rules! facts_template {
    (
        $(#[$doc:meta])*
        $name:ident: $type:path $(, shown in $row:path)? {
            $first:ident = $first_sql:literal,
            $($field:ident = $sql:literal,)*
        }
    ) => {
        $crate::row::facts_template!(@shown $($row)? { $first $($field)* });

        $(#[$doc])*
        pub(crate) const $name: $crate::sql::template::Template =
            $crate::sql::template::template!($crate::row::object!($first = $first_sql, $($field = $sql,)*));

        const _: fn($type) = |$type { $first: _, $($field: _,)* }| {};
    };
    (@shown { $($field:ident)* }) => {};
    (@shown $row:path { $($field:ident)* }) => {
        const _: fn($row) = |$row { $($field: _,)* .. }| {};
    };
}

/// Makes the SQL of a JSON object. Names are written in camelCase, as serde does.
macro_rules! object {
    ($first:ident = $first_sql:literal, $($field:ident = $sql:literal,)*) => {
        const_format::concatcp!(
            "@object('",
            const_format::map_ascii_case!(const_format::Case::Camel, stringify!($first)),
            "', ",
            $first_sql,
            $(", '", const_format::map_ascii_case!(const_format::Case::Camel, stringify!($field)), "', ", $sql,)*
            ")"
        )
    };
}

pub(crate) use {facts_template, object, rows};
