//! Partnerships over time.

use maillage_events::family::Family;
use maillage_events::partnership::{PartnershipEnded, PartnershipFormed, PartnershipRole};

use super::cell_words::PARTNERSHIP_ROLES;
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

const PARTIES: &[Family] = &[Family::Organisation, Family::Category];
const SCOPES: &[Family] =
    &[Family::Contract, Family::Fiche, Family::Action, Family::Pole, Family::Body, Family::Organisation];

pub const PARTENARIATS: Table = Table {
    name: "partenariats",
    columns: &[
        may("code", Form::Key(Family::Partnership, &["partenaire", "portée", "rôle"])),
        need("partenaire", Form::Stream(PARTIES)),
        need("portée", Form::Stream(SCOPES)),
        need("rôle", Form::Word(PARTNERSHIP_ROLES)),
        may("depuis", Form::When),
        may("jusqu'au", Form::When),
        may("clos_le", Form::When),
        may("motif", Form::Text),
    ],
    read: |row, draft| {
        let code = row.code("code")?;
        let formed = PartnershipFormed {
            party: row.stream("partenaire")?,
            scope: row.stream("portée")?,
            role: row.member("rôle", PartnershipRole::from_word)?,
            until: row.given_date("jusqu'au"),
        };
        draft.record(Family::Partnership, &code, row.when("depuis"), formed);
        if let Some(end) = row.given_date("clos_le") {
            draft.record(Family::Partnership, &code, end, PartnershipEnded { motive: row.text("motif") });
        }
        Some(())
    },
};
