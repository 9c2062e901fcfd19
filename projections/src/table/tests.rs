//! What a table keeps, and what it says changed.

use super::*;

#[test]
fn only_changed_rows_are_given_and_once() {
    let mut table: Table<u32> = Table::new("t");
    *table.entry("b") += 1;
    table.insert("a", 7);
    let changes = table.take_changes().unwrap();
    assert_eq!(changes.iter().map(|c| c.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(table.take_changes().unwrap().is_empty());
    table.remove("a");
    assert_eq!(table.take_changes().unwrap(), vec![RowChange { table: "t", key: "a".into(), row: None }]);
}

#[test]
fn the_checksum_is_that_of_the_rows_whatever_way_they_came() {
    let of = |rows: &[(&str, u32)]| {
        let mut table: Table<u32> = Table::new("t");
        rows.iter().for_each(|(key, row)| table.insert(key, *row));
        table.take_changes().unwrap();
        table.checksum()
    };
    let mut table: Table<u32> = Table::new("t");
    table.insert("a", 1);
    table.insert("gone", 2);
    table.take_changes().unwrap();
    table.insert("a", 7);
    table.remove("gone");
    *table.entry("b") += 8;
    table.insert("never", 9);
    table.remove("never");
    table.take_changes().unwrap();
    assert_eq!(table.checksum(), of(&[("b", 8), ("a", 7)]));
    table.replace("b", None).unwrap();
    table.restore("a", b"5").unwrap();
    table.restore("c", b"6").unwrap();
    table.take_changes().unwrap();
    assert_eq!(table.checksum(), of(&[("a", 5), ("c", 6)]));
    let others = [of(&[("a", 5)]), of(&[("a", 6), ("c", 5)]), of(&[("a", 5), ("d", 6)]), of(&[])];
    assert!(others.iter().all(|other| *other != table.checksum()), "the control: {others:?}");
}

#[test]
fn a_row_that_was_folded_elsewhere_is_a_change() {
    let mut table: Table<u32> = Table::new("t");
    table.insert("a", 7);
    table.take_changes().unwrap();
    table.replace("a", None).unwrap();
    table.replace("b", Some(b"8")).unwrap();
    assert_eq!((table.get("a"), table.get("b")), (None, Some(&8)));
    let changed: Vec<_> = table.take_changes().unwrap().into_iter().map(|it| (it.key, it.row)).collect();
    assert_eq!(changed, [("a".to_owned(), None), ("b".to_owned(), Some(b"8".to_vec()))]);
    assert!(table.replace("b", Some(b"no number")).is_err());
}

#[test]
fn restored_rows_digest_alike_and_are_no_change() {
    let mut table: Table<u32> = Table::new("t");
    table.insert("a", 7);
    let mut copy: Table<u32> = Table::new("t");
    for change in table.take_changes().unwrap() {
        copy.restore(&change.key, &change.row.unwrap()).unwrap();
    }
    let digest = |table: &Table<u32>| {
        let mut sha = Sha256::new();
        table.digest(&mut sha).unwrap();
        sha.finalize()
    };
    assert_eq!(digest(&table), digest(&copy));
    assert!(copy.take_changes().unwrap().is_empty());
    copy.forget("a");
    assert!(
        copy.is_empty() && copy.take_changes().unwrap().is_empty(),
        "what is forgotten is gone and no change either"
    );
}
