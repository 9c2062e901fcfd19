//! Which form files have, by their names.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::ImportError;
use crate::oscars;

/// A file and its base name.
pub type Source = (String, Box<dyn BufRead + Send>);

/// What is to be imported.
pub enum Input {
    /// CSV files, each with its base name.
    Tables(Vec<Source>),
    /// An OSCARS record: its base name and bytes.
    Record(String, Vec<u8>),
}

/// Opens files; of a folder, its `.csv` files, hidden ones left out.
pub fn open(paths: &[PathBuf]) -> Result<Input, ImportError> {
    let mut tables: Vec<Source> = Vec::new();
    let mut record = None;
    for path in paths {
        let failed = |source| ImportError::File { path: path.clone(), source };
        if path.is_dir() {
            for path in tables_of(path).map_err(failed)? {
                let file = File::open(&path).map_err(|source| ImportError::File { path: path.clone(), source })?;
                tables.push((base_name(&path), Box::new(BufReader::new(file))));
            }
            continue;
        }
        let file = File::open(path).map_err(failed)?;
        if is_table(path) {
            tables.push((base_name(path), Box::new(BufReader::new(file))));
        } else {
            // One byte more than the longest record tells that it is too long.
            let mut bytes = Vec::new();
            file.take(oscars::source::LONGEST_FILE as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
            if record.replace((base_name(path), bytes)).is_some() {
                return Err(ImportError::Mixed);
            }
        }
    }
    chosen(tables, record)
}

/// The same for files in memory.
pub fn given(files: Vec<(String, Vec<u8>)>) -> Result<Input, ImportError> {
    let mut tables: Vec<Source> = Vec::new();
    let mut record = None;
    for (name, bytes) in files {
        if is_table(Path::new(&name)) {
            tables.push((name, Box::new(Cursor::new(bytes))));
        } else if record.replace((name, bytes)).is_some() {
            return Err(ImportError::Mixed);
        }
    }
    chosen(tables, record)
}

fn chosen(tables: Vec<Source>, record: Option<(String, Vec<u8>)>) -> Result<Input, ImportError> {
    match (tables.is_empty(), record) {
        (true, Some((name, bytes))) => Ok(Input::Record(name, bytes)),
        (false, None) => Ok(Input::Tables(tables)),
        (true, None) => Err(ImportError::Nothing),
        (false, Some(_)) => Err(ImportError::Mixed),
    }
}

fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

fn tables_of(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() && is_table(&path) && !base_name(&path).starts_with('.') {
            found.push(path);
        }
    }
    Ok(found)
}

fn base_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
