//! What happens to an import of a file.

use crate::closed_list::closed_list;
use crate::declare::{fact_family, payload};

closed_list! {
    /// The form of an imported file.
    pub enum ImportFormat {
        /// An OSCARS record as text.
        Oscars = "oscars",
        /// A folder of CSV files, or one of them.
        Csv = "csv",
        /// A workbook of Excel.
        Xlsx = "xlsx",
        /// A workbook of LibreOffice.
        Ods = "ods",
        /// A table with tabs between its cells.
        Tsv = "tsv",
        /// Cells that were pasted.
        Paste = "paste",
    }
}

payload! {
    /// A file was imported; its name and its content are not kept, its fingerprint is.
    pub struct ImportRecorded {
        /// Its form.
        pub format: ImportFormat,
        /// SHA-256 of the file, in hexadecimal.
        pub fingerprint: String,
        /// Lines or rows read.
        pub rows: u64,
        /// Rows refused.
        pub rejected: u64,
        /// Facts that it gave, this one not counted.
        pub facts: u64,
    } = Self { format: ImportFormat::Oscars, fingerprint: "00".repeat(32), rows: 297, rejected: 0, facts: 140 };
}

fact_family! {
    /// Facts of imports.
    ImportFact {
        /// An import was recorded.
        Recorded(ImportRecorded) = "import.recorded", 1, First, Statement, Public, Unamendable, Done;
    }
}
