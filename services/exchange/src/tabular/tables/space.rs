//! The space itself.

use maillage_events::family::Family;
use maillage_events::id::Id;
use maillage_events::space::{SpaceKind, SpaceOpened};
use maillage_events::time_zone::TimeZoneName;

use super::cell_words::{SPACE_KINDS, TIME_ZONES};
use super::table_words::FrenchZone;
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

pub const ESPACE: Table = Table {
    name: "espace",
    columns: &[
        need("nom", Form::Text),
        need("type", Form::Word(SPACE_KINDS)),
        may("fuseau", Form::Word(TIME_ZONES)),
        may("démonstration", Form::YesNo),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let opened = SpaceOpened {
            name: row.text("nom")?,
            kind: row.member("type", SpaceKind::from_word)?,
            time_zone: match row.member("fuseau", FrenchZone::from_word) {
                Some(zone) => zone.as_str().parse().ok()?,
                None => TimeZoneName::default(),
            },
            demonstration: row.yes("démonstration"),
        };
        draft.record(Family::Space, &Id::new(row.space.as_str()).ok()?, row.when("date"), opened);
        Some(())
    },
};
