//! Columns of text.

use crate::diagnostic::render;

/// Rows with aligned columns, two spaces between them.
#[derive(Clone, Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Returns a table without rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a table whose first row are the names of its columns, in upper case.
    #[must_use]
    pub fn with_header(names: &[&str]) -> Self {
        let mut table = Self::new();
        table.row(names.iter().map(|name| name.to_uppercase()));
        table
    }

    /// Adds a row; line breaks and other control characters in it become spaces.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(one_line).collect());
    }

    /// Returns the text, a line for each row. A column is as wide as its longest cell counted in characters, and no line ends in a
    /// space.
    #[must_use]
    pub fn text(&self) -> String {
        let widths = self.widths();
        let mut text = String::new();
        for row in &self.rows {
            let line: String = row
                .iter()
                .zip(&widths)
                .map(|(cell, &width)| format!("{cell:<width$}  "))
                .collect();
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cells = |column: usize| self.rows.iter().filter_map(move |row| row.get(column));
        (0..columns)
            .map(|column| {
                let lengths = cells(column).map(|cell| cell.chars().count());
                lengths.max().unwrap_or(0)
            })
            .collect()
    }
}

/// Returns a cell that shows a dash for none: an empty one would shift the columns behind it for whoever splits at spaces.
pub(super) fn or_dash(text: Option<&str>) -> String {
    text.unwrap_or("-").to_owned()
}

/// Returns a text without line breaks and other control characters: what repositories say must not steer a terminal.
pub(super) fn one_line(cell: String) -> String {
    if cell.contains(render::is_hostile) {
        cell.replace(render::is_hostile, " ")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_by_characters() {
        let mut table = Table::with_header(&["name", "label"]);
        table.row(["\u{e4}\u{20ac}".to_owned(), "x".to_owned()]);
        table.row(["longer".to_owned(), String::new()]);
        table.row(["a\nb".to_owned(), "y".to_owned()]);
        let text = "NAME    LABEL\n\u{e4}\u{20ac}      x\nlonger\na b     y\n";
        assert_eq!(table.text(), text);
    }
}
