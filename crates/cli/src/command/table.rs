//! Tables of text, and the formats of lists.

use clap::ValueEnum;

/// The formats of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Text for people.
    Text,
    /// One JSON object.
    Json,
}

/// Renders lines of cells under their headings, each column as wide as its widest cell.
pub fn table<const N: usize>(headings: [&str; N], rows: &[[String; N]]) -> String {
    let mut widths = headings.map(|heading| heading.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: &[String]| {
        let cells = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        let line = cells.collect::<Vec<_>>().join("  ");
        format!("{}\n", line.trim_end())
    };
    let headings = line(&headings.map(str::to_owned));
    headings + &rows.iter().map(|row| line(row)).collect::<String>()
}

/// Renders the text of one cell. Control characters are replaced, because a terminal would act on
/// them.
pub fn cell(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Renders a number, or a dash if there is none.
pub fn number(number: Option<u32>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["ä".to_owned(), "long".to_owned()], ["bc".to_owned(), String::new()]];
        assert_eq!(table(["a", "b"], &rows), "a   b\nä   long\nbc\n");
        assert_eq!(cell("a\u{1b}[31m"), "a\u{fffd}[31m");
    }
}
