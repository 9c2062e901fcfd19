//! How a kind of file is declared: its columns, and what a row of it asks to be recorded.

use super::column::Column;
use super::drafting::Drafting;
use super::row::Row;

/// One kind of file.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// The file's name without `.csv`; also names its sentence in the catalogues, `import-table-<name>`.
    pub name: &'static str,
    /// Its columns; a file may give them in any order.
    pub columns: &'static [Column],
    /// What a sound row asks to be recorded. `None` is a row that says too little; it becomes a problem of its line.
    pub read: fn(&Row<'_>, &mut Drafting<'_>) -> Option<()>,
}
