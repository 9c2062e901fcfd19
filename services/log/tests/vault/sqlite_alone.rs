//! What is promised of the vault's file alone.

use maillage_log::vault::{Vault, VaultError};

use super::bench::Bench;
use super::{card, person, put, ville};

#[test]
fn bytes_that_another_reader_keeps_are_overwritten_once_it_ends() {
    let bench = Bench::sqlite();
    let vault = bench.open();
    put(&vault, 1, &card("Benseghir", "Amel"));
    let stored = bench.stored(person(1));
    let reader = bench.raw();
    reader.execute_batch("BEGIN; SELECT count(*) FROM persons;").unwrap();
    assert!(matches!(vault.may_overwrite(), Err(VaultError::Read)));
    vault.bury_told(&ville(), &[person(1)]).unwrap();
    assert!(matches!(vault.overwrite(), Err(VaultError::Read)));
    assert!(
        vault.is_stale().unwrap() && bench.holds(&stored.1),
        "the reader keeps nothing: this test would see nothing"
    );
    drop(reader);
    drop(vault);
    let vault = bench.open();
    assert!(!vault.is_stale().unwrap() && !bench.holds(&stored.0) && !bench.holds(&stored.1));
}

#[test]
#[cfg(unix)]
fn only_the_owner_reads_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::sqlite();
    let vault = bench.open();
    put(&vault, 1, &card("Benseghir", "Amel"));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(bench.folder.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.file_name());
        files.push(entry.path());
    }
    assert!(files.contains(&bench.file()) && files.contains(&bench.key()), "{files:?}");
    assert_eq!(std::fs::metadata(bench.key()).unwrap().len(), 32);
    std::fs::set_permissions(bench.key(), std::fs::Permissions::from_mode(0o604)).unwrap();
    assert!(matches!(Vault::open(&bench.file(), &bench.key()), Err(VaultError::BadKeyFile { .. })));
}

#[test]
fn a_database_of_somebody_else_is_left_alone() {
    let bench = Bench::sqlite();
    bench.raw().execute_batch("CREATE TABLE theirs (x)").unwrap();
    assert!(matches!(Vault::open(&bench.file(), &bench.key()), Err(VaultError::NotOurs { .. })));
    assert!(!bench.key().exists());
}
