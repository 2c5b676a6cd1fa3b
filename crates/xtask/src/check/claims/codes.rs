//! Compares closed lists of codes in the specification with the types that they name.
//!
//! A list follows the marker `<!-- codes: Type in path -->`. Its items begin with the codes in
//! backquotes, up to a colon.

use std::collections::BTreeSet;

use super::repository::Repository;
use super::{Fault, SPECIFICATION};

pub fn check(repository: &Repository, faults: &mut Vec<Fault>) {
    let Some(file) = repository.file(SPECIFICATION) else { return };
    let lines: Vec<(usize, &str)> = file.lines().collect();
    for (at, (line, text)) in lines.iter().enumerate() {
        let Some(marker) = text.strip_prefix("<!-- codes: ").and_then(|rest| rest.strip_suffix(" -->")) else {
            continue;
        };
        let mut fault = |message| faults.push(Fault { file: SPECIFICATION.to_owned(), line: *line, message });
        let Some((name, path)) = marker.split_once(" in ") else {
            fault(String::from("write the marker as `<!-- codes: Type in path -->`"));
            continue;
        };
        let source = repository.file(path).map_or("", |file| file.text.as_str());
        let Some(codes) = codes_of(name, source) else {
            fault(format!("{path} has no `pub enum {name}`; name the type and file that define the list"));
            continue;
        };
        let list = lines[at + 1..].iter().map(|(_, text)| *text).skip_while(|text| text.is_empty());
        let listed = listed(list.take_while(|text| !text.is_empty()));
        for code in listed.difference(&codes) {
            fault(format!("`{code}` is not a code of {name}; remove it"));
        }
        for code in codes.difference(&listed) {
            fault(format!("`{code}` of {name} is missing; add it to the list"));
        }
    }
}

/// Returns the codes at the beginnings of the items of a list.
fn listed<'a>(lines: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut items: Vec<String> = Vec::new();
    for line in lines {
        match (line.strip_prefix("- "), items.last_mut()) {
            (Some(item), _) => items.push(item.to_owned()),
            (None, Some(item)) => *item = format!("{item} {}", line.trim_start()),
            (None, None) => {}
        }
    }
    let codes = items.iter().flat_map(|item| item.split(':').next().unwrap_or_default().split('`').skip(1).step_by(2));
    codes.map(str::to_owned).collect()
}

/// Returns the variants of an enum in their JSON form, or `None` if the source does not define it.
fn codes_of(name: &str, source: &str) -> Option<BTreeSet<String>> {
    let (_, body) = source.split_once(&format!("pub enum {name} {{\n"))?;
    let mut codes = BTreeSet::new();
    for line in body.lines().take_while(|line| *line != "}") {
        // A variant is indented by one level and begins with a capital, unlike its fields,
        // attributes and comments.
        let variant = line.strip_prefix("    ").filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
        let variant = variant.and_then(|line| line.split(|c: char| !c.is_ascii_alphanumeric()).next());
        codes.extend(variant.map(snake_case));
    }
    Some(codes)
}

/// Returns the name of a variant as `serde` renames it.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (at, character) in name.char_indices() {
        if character.is_ascii_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}
