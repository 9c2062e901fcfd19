//! The space itself.

use maillage_events::family::Family;
use maillage_events::id::Id;
use maillage_events::space::{SpaceKind, SpaceOpened};

use super::cell_words::SPACE_KINDS;
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

pub const ESPACE: Table = Table {
    name: "espace",
    columns: &[
        need("nom", Form::Text),
        need("type", Form::Word(SPACE_KINDS)),
        may("démonstration", Form::YesNo),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let opened = SpaceOpened {
            name: row.text("nom")?,
            kind: row.member("type", SpaceKind::from_word)?,
            demonstration: row.yes("démonstration"),
        };
        draft.record(Family::Space, &Id::new(row.space.as_str()).ok()?, row.when("date"), opened);
        Some(())
    },
};
