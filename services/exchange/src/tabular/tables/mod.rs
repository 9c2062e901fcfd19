//! Every kind of file, one small declaration each, in the order in which the rules can admit what they say.

mod actions;
mod agreements;
mod answers;
mod bodies;
mod cell_words;
mod contracts;
mod directory;
mod discrepancies;
mod fiches;
mod funding;
mod partnerships;
mod persons;
mod poles;
mod sessions;
mod sheets;
mod space;
mod table_words;
#[cfg(test)]
mod tests;

use super::cell::plain;
use super::column::Form;
use super::drafting::Rank;
use super::headings::{are_headings, is_known};
use super::nearest::nearest;
use super::row::translated;
use super::sheet::{Record, Sheet};
use super::table::Table;

/// Every kind of file. The order is that in which their facts are admitted.
pub const TABLES: &[Table] = &[
    space::ESPACE,
    directory::CATEGORIES,
    persons::PERSONNES,
    directory::STRUCTURES,
    directory::IDENTIFIANTS,
    contracts::CONTRATS,
    contracts::AXES,
    contracts::SIGNATAIRES,
    contracts::AVENANTS,
    contracts::INDICATEURS_CONTEXTE,
    contracts::EVALUATIONS,
    bodies::MANDATS,
    poles::POLES,
    poles::REFERENTS,
    poles::CADENCES,
    poles::CONTACTS,
    bodies::INSTANCES,
    bodies::SIEGES,
    fiches::FICHES,
    fiches::FICHES_ANNEES,
    fiches::NUMEROS_FICHES,
    fiches::CATEGORIES_FICHES,
    fiches::ROLES_FICHES,
    fiches::RESULTATS_ATTENDUS,
    fiches::RESULTATS_CONSTATES,
    fiches::ETAPES,
    actions::ACTIONS,
    partnerships::PARTENARIATS,
    agreements::CONVENTIONS,
    funding::FINANCEMENTS,
    funding::BUDGETS,
    funding::MESURES,
    sessions::SEANCES,
    sessions::ANIMATEURS,
    sessions::INSCRIPTIONS,
    sheets::PRESENCES,
    sheets::COMPTAGES,
    sheets::PASSAGES,
    sheets::ORIENTATIONS,
    discrepancies::ECARTS,
];

/// The rank of a kind of file; ranks in between are free for what must wait until all of it is draft.
pub fn rank_of(table: &str) -> Rank {
    let at = TABLES.iter().position(|it| it.name == table).unwrap_or(TABLES.len());
    Rank(u32::try_from(at).unwrap_or(u32::MAX / 16) * 8)
}

/// The kind that a file name means: `seances.csv`, also `seances-2016.csv`; accents and case do not matter.
pub fn table_of(file: &str) -> Option<&'static Table> {
    let stem = plain(file.rsplit_once('.').map_or(file, |(stem, _)| stem)).replace(['-', ' '], "_");
    let named =
        |table: &&Table| stem == table.name || stem.strip_prefix(table.name).is_some_and(|rest| rest.starts_with('_'));
    TABLES.iter().filter(named).max_by_key(|table| table.name.len())
}

/// The kind that a file under another name was probably meant to be: the one whose headings and words it has, or whose
/// name is nearest to its own.
pub fn meant_table(sheet: &Sheet) -> Option<&'static Table> {
    let by_headings = sheet.headings.as_ref().and_then(|headings| {
        let has = |name: &str| headings.cells.iter().any(|cell| plain(cell) == plain(name));
        let complete = |table: &&Table| table.columns.iter().all(|column| !column.needed || has(column.name));
        let fits = TABLES.iter().filter(|table| are_headings(table, headings)).filter(complete);
        fits.rev().max_by_key(|table| {
            let known = headings.cells.iter().filter(|cell| is_known(table, cell)).count();
            (known, words_of_lists(table, headings, &sheet.records))
        })
    });
    let stem = sheet.file.rsplit_once('.').map_or(sheet.file.as_str(), |(stem, _)| stem);
    let by_name = || {
        let name = nearest(stem, TABLES.iter().map(|table| table.name))?;
        TABLES.iter().find(|table| table.name == name)
    };
    by_headings.or_else(by_name)
}

/// How many cells of the first rows hold a word of the list that the table's column of that heading admits.
fn words_of_lists(table: &Table, headings: &Record, records: &[Record]) -> usize {
    let column = |at: usize| {
        let heading = headings.cells.get(at).map(|heading| plain(heading));
        table.columns.iter().find(|column| Some(plain(column.name)) == heading)
    };
    let cells = records.iter().take(10).flat_map(|record| record.cells.iter().enumerate());
    cells
        .filter(|(at, cell)| match column(*at).map(|column| column.form) {
            Some(Form::Word(words) | Form::WordList(words)) => translated(words, cell).is_some(),
            _ => false,
        })
        .count()
}
