//! Which form files have, by their names: every file is read or named.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::ImportError;
use crate::oscars;
use crate::tabular::UnreadFile;
use crate::tabular::tables::table_of;

/// A file and its base name.
pub type Source = (String, Box<dyn BufRead + Send>);

/// What is to be imported, and the files beside it that are named, not read.
pub struct Input {
    /// What is read.
    pub form: Form,
    /// What is not.
    pub unread: Vec<UnreadFile>,
}

/// What is read.
pub enum Form {
    /// CSV files, each with its base name.
    Tables(Vec<Source>),
    /// An OSCARS record: its base name and bytes.
    Record(String, Vec<u8>),
}

/// What a file's name says of it.
enum Sort {
    Table,
    Record,
    Unread(&'static str),
    /// A file that a system or a spreadsheet keeps for itself.
    OfTheSystem,
}

/// Opens files, and what folders hold.
pub fn open(paths: &[PathBuf]) -> Result<Input, ImportError> {
    let mut given = Given::default();
    for path in paths {
        let failed = |source| ImportError::File { path: path.clone(), source };
        if path.is_dir() {
            for inside in content_of(path).map_err(failed)? {
                if inside.is_dir() {
                    given.unread(&base_name(&inside), &inside, "unread-folder");
                } else {
                    given.take(&base_name(&inside), &inside, true, || opened(&inside))?;
                }
            }
        } else {
            given.take(&base_name(path), path, false, || opened(path))?;
        }
    }
    given.chosen()
}

/// The same for files in memory.
pub fn given(files: Vec<(String, Vec<u8>)>) -> Result<Input, ImportError> {
    let mut given = Given::default();
    for (name, bytes) in files {
        given.take(&name, Path::new(&name), false, || Ok(Box::new(Cursor::new(bytes))))?;
    }
    given.chosen()
}

#[derive(Default)]
struct Given {
    tables: Vec<Source>,
    /// Each with its path, and whether it stands in a folder.
    records: Vec<(Source, PathBuf, bool)>,
    unread: Vec<UnreadFile>,
    names: HashSet<String>,
}

impl Given {
    fn unread(&mut self, name: &str, path: &Path, why: &'static str) {
        if !name.starts_with('.') {
            let path = path.display().to_string();
            self.unread.push(UnreadFile { name: name.to_owned(), why, path });
        }
    }

    fn take(
        &mut self,
        name: &str,
        path: &Path,
        in_folder: bool,
        open: impl FnOnce() -> Result<Box<dyn BufRead + Send>, ImportError>,
    ) -> Result<(), ImportError> {
        match sort_of(name) {
            Sort::OfTheSystem if in_folder => {}
            // Problems name a file by its base name: two of one name could not be told apart.
            Sort::Table | Sort::Record if !self.names.insert(name.to_owned()) => {
                self.unread(name, path, "unread-same-name");
            }
            Sort::Table => self.tables.push((name.to_owned(), open()?)),
            Sort::Record | Sort::OfTheSystem => {
                self.records.push(((name.to_owned(), open()?), path.to_owned(), in_folder));
            }
            Sort::Unread(why) => {
                open()?;
                self.unread(name, path, why);
            }
        }
        Ok(())
    }

    fn chosen(mut self) -> Result<Input, ImportError> {
        let asked = self.records.iter().filter(|(_, _, in_folder)| !in_folder).count();
        if asked > 1 || asked == 1 && !self.tables.is_empty() {
            return Err(ImportError::Mixed);
        }
        let alone = self.tables.is_empty() && self.records.len() == 1;
        let record = if alone { self.records.pop() } else { None };
        for ((name, _), path, _) in std::mem::take(&mut self.records) {
            self.unread(&name, &path, "unread-record");
        }
        let form = match record {
            Some(((name, source), ..)) => {
                // One byte more than the longest record tells that it is too long.
                let mut bytes = Vec::new();
                let read = source.take(oscars::source::LONGEST_FILE as u64 + 1).read_to_end(&mut bytes);
                read.map_err(|source| ImportError::File { path: PathBuf::from(&name), source })?;
                Form::Record(name, bytes)
            }
            None if self.tables.is_empty() && self.unread.is_empty() => return Err(ImportError::Nothing),
            None => Form::Tables(self.tables),
        };
        Ok(Input { form, unread: self.unread })
    }
}

fn opened(path: &Path) -> Result<Box<dyn BufRead + Send>, ImportError> {
    let file = File::open(path).map_err(|source| ImportError::File { path: path.to_owned(), source })?;
    Ok(Box::new(BufReader::new(file)))
}

fn sort_of(name: &str) -> Sort {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    if name.starts_with('.') || name.starts_with("~$") || ["thumbs.db", "desktop.ini"].contains(&&*name.to_lowercase())
    {
        return Sort::OfTheSystem;
    }
    match extension.as_str() {
        "csv" | "tsv" | "tab" => Sort::Table,
        // Spreadsheets give this name to tables with tabs between cells, too.
        "txt" if table_of(name).is_some() => Sort::Table,
        "txt" => Sort::Record,
        "xlsx" | "xls" | "xlsm" | "xlsb" | "ods" | "numbers" => Sort::Unread("unread-workbook"),
        "pdf" | "doc" | "docx" | "odt" | "rtf" | "ppt" | "pptx" | "jpg" | "jpeg" | "png" => {
            Sort::Unread("unread-document")
        }
        _ => Sort::Unread("unread-form"),
    }
}

fn content_of(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    found.sort();
    Ok(found)
}

fn base_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
