//! What an import left out comes later: by the mended file, or by the same one once nothing bars its rows.

use super::*;

const SHEET: &[u8] = "code;titre;type;date;fiches\n\
    s-1;Réunion;réunion;08/03/2016;\n\
    s-2;Réunion;réunion;09/03/2016;f-1\n"
    .as_bytes();

async fn partial(house: &House, bytes: &[u8]) -> ImportOutcome {
    house.import_as(&[("seances.csv", bytes)], |options| options.partial = true).await
}

async fn add_fiche(house: &House) {
    let contract =
        ("contrats.csv", "code;type;génération;titre;territoire;échelle\nc-1;cls;1;Contrat;Essai;commune\n".as_bytes());
    let fiche = ("fiches.csv", "code;contrat;numéro;titre\nf-1;c-1;1;Fiche\n".as_bytes());
    let outcome = house.import(&[contract, fiche]).await;
    assert_eq!(outcome.rejected, []);
}

#[tokio::test]
async fn the_same_bytes_record_the_rows_that_were_left_out_once_nothing_bars_them() {
    let house = House::new();
    let first = partial(&house, SHEET).await;
    assert_eq!((first.committed, first.rejected.len(), first.by_kind["session.planned"]), (true, 1, 1));
    let still = partial(&house, SHEET).await;
    assert_eq!((still.facts, still.repeated, still.rejected.len()), (0, false, 1), "a row is still missing: {still:?}");
    add_fiche(&house).await;
    let then = house.import(&[("seances.csv", SHEET)]).await;
    assert_eq!((then.rejected.len(), then.repeated), (0, false));
    assert_eq!(then.by_kind["session.planned"], 1, "{then:?}");
    let before = house.facts().await.len();
    let last = house.import(&[("seances.csv", SHEET)]).await;
    assert_eq!((last.facts, last.repeated, house.facts().await.len()), (0, true, before));
}

#[tokio::test]
async fn the_mended_file_records_the_row_that_it_mends_and_nothing_twice() {
    let house = House::new();
    partial(&house, SHEET).await;
    let mended = String::from_utf8(SHEET.to_vec()).unwrap().replace("f-1", "");
    let outcome = house.import(&[("seances.csv", mended.as_bytes())]).await;
    assert_eq!((outcome.rejected.len(), outcome.by_kind["session.planned"]), (0, 1));
}

#[tokio::test]
async fn what_changed_since_is_not_said_again_by_the_same_bytes() {
    let house = House::new();
    partial(&house, SHEET).await;
    let moved = "code;titre;type;date;déplacée_au;motif;décidé_le\n\
        s-1;Réunion;réunion;08/03/2016;15/03/2016;salle;01/03/2016\n";
    let outcome = house.import(&[("seances.csv", moved.as_bytes())]).await;
    assert_eq!(outcome.rejected, []);
    add_fiche(&house).await;
    let again = house.import(&[("seances.csv", SHEET)]).await;
    assert_eq!((again.rejected.len(), again.by_kind.get("session.moved")), (0, None), "{again:?}");
}

#[tokio::test]
async fn bytes_of_which_an_older_version_read_fewer_rows_are_read_again() {
    use maillage_events::import::{ImportFormat, ImportRecorded};
    let house = House::new();
    let whole = house.import(&[("seances.csv", b"code;titre;type;date\ns-9;R;r\xe9union;2016\n")]).await;
    assert!(whole.committed && !whole.repeated);
    let facts = house.facts().await;
    let told = facts.iter().find_map(|fact| match &fact.fact {
        Fact::Import(maillage_events::import::ImportFact::Recorded(it)) => Some(it.clone()),
        _ => None,
    });
    let expected = ImportRecorded {
        format: ImportFormat::Csv,
        fingerprint: whole.fingerprint.clone(),
        rows: 1,
        rejected: 0,
        facts: whole.facts - 1,
    };
    assert_eq!(told, Some(expected), "rows and rejected tell whether the same bytes were taken whole");
}
